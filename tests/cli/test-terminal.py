# SPDX-License-Identifier: GPL-3.0-or-later
"""Progress on a terminal: redrawn in place, never wrapped, and tidy afterwards."""

import harness


class Terminal(harness.TestCase):

    def setUp(self):
        super().setUp()
        self.simulator = self.start_simulator('--catalog', 'ISOs')

    def upload(self, *arguments, columns=80, **more):
        env = self.environment(harness.PASSWORD)
        return self.start_terminal(*self.options(self.simulator), 'upload', *arguments, '--to',
                                   'ISOs', env=env, columns=columns, **more)

    def test_line(self):
        path, digest = self.make_file('debian-13-netinst.iso', 3_000_000)
        terminal = self.upload(path, '--limit-rate', '2M', columns=150)
        self.assertEqual(terminal.finish(), harness.EXIT_DONE)
        screen = harness.Screen(150)
        screen.feed(terminal.output)
        self.assertEqual(screen.wrapped, [])
        text = terminal.output.decode()
        for piece in ('█', '░', ' %', '3.0\u00a0MB', '/s', ' left', 'uploading'):
            self.assertIn(piece, text)
        # What stays is one line, and the cursor is below it.
        line, = screen.text().splitlines()
        self.assertTrue(line.startswith('✓ debian-13-netinst.iso  3.0\u00a0MB in '), line)
        self.assertTrue(line.endswith(f'sha256 {digest}'), line)
        self.assertEqual(screen.column, 0)

    def test_retry_reason(self):
        simulator = self.start_simulator('--catalog', 'ISOs', '--fault', 'status-403=times:0')
        path, _ = self.make_file('a.iso', 1000)
        arguments = (*self.options(simulator), 'upload', path, '--to', 'ISOs')
        terminal = self.start_terminal(*arguments, env=self.environment(harness.PASSWORD),
                                       columns=150)
        terminal.read_until('trying again in 1 s: The server answered 403 Forbidden.')
        terminal.type('\x03')
        self.assertEqual(terminal.finish(), harness.EXIT_INTERRUPTED)

    def test_narrow(self):
        name = '漢字かな交じり文の長い名前 & éàü very long indeed.iso'
        path, _ = self.make_file(name, 2_000_000)
        for columns in (40, 20, 8):
            terminal = self.upload(path, '--limit-rate', '4M', '--on-conflict', 'replace',
                                   columns=columns)
            self.assertEqual(terminal.finish(), harness.EXIT_DONE)
            drawn, _, _ = terminal.output.rpartition('✓'.encode())
            screen = harness.Screen(columns - 1)
            screen.feed(drawn)
            self.assertEqual(screen.wrapped, [])
            self.assertGreater(screen.frames, 2)

    def test_resize(self):
        path, _ = self.make_file('a.iso', 3_000_000)
        terminal = self.upload(path, '--limit-rate', '1M', columns=100)
        terminal.read_until('uploading')
        before = len(terminal.output)
        terminal.resize(30)
        terminal.process.send_signal(harness.signal.SIGWINCH)
        self.assertEqual(terminal.finish(), harness.EXIT_DONE)
        drawn, _, _ = terminal.output[before:].rpartition('✓'.encode())
        # A frame may have been under way when the size changed.
        frames = drawn.split(b'\r')[2:]
        self.assertTrue(frames)
        for frame in frames:
            screen = harness.Screen(29)
            screen.feed(frame)
            self.assertEqual(screen.wrapped, [])

    def test_several_lines(self):
        paths = [self.make_file(f'{i}.iso', 1_000_000 + i)[0] for i in range(3)]
        terminal = self.upload(*paths, '--parallel', '3', '--limit-rate', '2M')
        self.assertEqual(terminal.finish(), harness.EXIT_DONE)
        screen = harness.Screen(80)
        drawn = terminal.output
        screen.feed(drawn)
        lines = screen.text().splitlines()
        marks = [line for line in lines if line.startswith('✓ ')]
        self.assertEqual(len(marks), 3)
        self.assertIn(b'\x1b[2A', terminal.output)

    def test_redraws_are_rare(self):
        path, _ = self.make_file('a.iso', 3_000_000)
        terminal = self.upload(path, '--limit-rate', '1M')
        started = harness.time.monotonic()
        self.assertEqual(terminal.finish(), harness.EXIT_DONE)
        elapsed = harness.time.monotonic() - started
        screen = harness.Screen(1000)
        screen.feed(terminal.output)
        # Ten a second, a few for the changes of state, and two returns a finished line.
        self.assertLess(screen.frames, 10 * elapsed + 25)

    def test_dumb_terminal(self):
        path, _ = self.make_file('a.iso', 1000)
        env = self.environment(harness.PASSWORD, TERM='dumb')
        terminal = self.start_terminal(*self.options(self.simulator), 'upload', path, '--to',
                                       'ISOs', env=env)
        self.assertEqual(terminal.finish(), harness.EXIT_DONE)
        self.assertNotIn(b'\x1b', terminal.output)
        self.assertIn('a.iso: uploading'.encode(), terminal.output)

    def test_json_on_a_terminal(self):
        path, _ = self.make_file('a.iso', 1000)
        terminal = self.upload('--json', path)
        self.assertEqual(terminal.finish(), harness.EXIT_DONE)
        self.records(terminal.output.decode())

    def test_interrupt_key(self):
        path, _ = self.make_file('a.iso', 20_000_000)
        terminal = self.upload(path, '--limit-rate', '1M')
        terminal.read_until('uploading')
        terminal.type('\x03')
        self.assertEqual(terminal.finish(), harness.EXIT_INTERRUPTED)
        self.assertIn('Cancelling', terminal.output.decode())
        self.assertEqual(self.names_in(self.simulator), [])
        self.assertTrue(terminal.echoes())


if __name__ == '__main__':
    harness.main()
