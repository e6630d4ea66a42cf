# SPDX-License-Identifier: GPL-3.0-or-later
"""Uploads that end before their time, and go on."""

import os
import signal

import harness

SIZE = 40_000_000


class Interrupts(harness.TestCase):

    def setUp(self):
        super().setUp()
        self.simulator = self.start_simulator('--catalog', 'ISOs')
        self.file, self.digest = self.make_file('big.iso', SIZE)

    def start_upload(self, *arguments, **more):
        process = self.start_on(self.simulator, 'upload', self.file, '--to', 'ISOs', '--limit-rate',
                                '12M', *arguments, **more)
        return process

    def wait_for_bytes(self, process, at_least=1):
        """Until bytes have been confirmed, as the records say."""
        for line in process.stdout:
            if harness.json.loads(line).get('confirmed', 0) >= at_least:
                return
        raise AssertionError(process.stderr.read())

    def wait_for_sending(self, process):
        for line in process.stdout:
            if harness.json.loads(line).get('sent', 0) > 0:
                return
        raise AssertionError(process.stderr.read())

    def assert_cancelled(self, process):
        _, stderr = process.communicate(timeout=harness.TIMEOUT)
        self.assertEqual(process.returncode, harness.EXIT_INTERRUPTED, stderr)
        self.assertIn('Cancelling', stderr)
        self.assertEqual(self.names_in(self.simulator), [])
        result = self.run_cli('resume')
        self.assertEqual(result.stdout, 'There is nothing to resume.\n')

    def test_interrupt_cleans_the_server(self):
        process = self.start_upload('--json')
        self.wait_for_sending(process)
        process.send_signal(signal.SIGINT)
        self.assert_cancelled(process)

    def test_termination_cleans_the_server(self):
        process = self.start_upload('--json')
        self.wait_for_sending(process)
        process.send_signal(signal.SIGTERM)
        self.assert_cancelled(process)

    def test_interrupt_of_several(self):
        other, _ = self.make_file('other.iso', SIZE + 1)
        third, _ = self.make_file('third.iso', SIZE + 2)
        process = self.start_upload(other, third, '--json')
        self.wait_for_sending(process)
        process.send_signal(signal.SIGINT)
        self.assert_cancelled(process)

    def test_second_interrupt_leaves_at_once(self):
        process = self.start_upload('--json')
        self.wait_for_sending(process)
        # A server that does not answer could make cleaning up take long.
        self.simulator.process.send_signal(signal.SIGSTOP)
        try:
            process.send_signal(signal.SIGINT)
            line = process.stderr.readline()
            self.assertIn('Cancelling', line)
            process.send_signal(signal.SIGINT)
            self.assertEqual(process.wait(harness.TIMEOUT), harness.EXIT_INTERRUPTED)
        finally:
            self.simulator.process.send_signal(signal.SIGCONT)
        self.assertIn('resume', process.stderr.read())

    def kill(self, process, number=signal.SIGKILL):
        process.send_signal(number)
        process.wait()

    def assert_gone_on(self, before):
        """The server got each byte once: the slices afterwards begin where the others ended."""
        self.simulator.wait_for(harness.FINISHED + '.*' + self.digest)
        self.assertEqual(len(self.simulator.find(harness.CREATED)), 1)
        offsets = [int(match['first']) for match in self.simulator.find(harness.SLICE)]
        self.assertEqual(offsets, sorted(offsets))
        self.assertGreaterEqual(offsets[-1], before)
        self.assertEqual(self.names_in(self.simulator), ['big.iso'])

    def test_same_command_again(self):
        for number in (signal.SIGKILL, signal.SIGHUP):
            with self.subTest(number):
                self.simulator = self.start_simulator('--catalog', 'ISOs')
                process = self.start_upload('--json')
                self.wait_for_bytes(process)
                self.kill(process, number)
                result = self.run_on(self.simulator, 'upload', self.file, '--to', 'ISOs')
                self.assert_exit(result, harness.EXIT_DONE)
                self.assertIn('going on', result.stderr)
                self.assert_gone_on(1)

    def test_resume(self):
        process = self.start_upload('--json')
        self.wait_for_bytes(process)
        self.kill(process)
        result = self.run_on(self.simulator, 'resume')
        self.assert_exit(result, harness.EXIT_DONE)
        self.assertIn(self.digest, result.stdout)
        self.assert_gone_on(1)
        self.assertEqual(self.run_cli('resume').stdout, 'There is nothing to resume.\n')

    def test_resume_what_was_paused(self):
        """The app has pauses, and they last; who asks for it goes on all the same."""
        process = self.start_upload('--json')
        self.wait_for_bytes(process)
        self.kill(process)
        folder = self.path('state', 'airlift', 'transfers')
        entry, = (name for name in os.listdir(folder) if name.endswith('.json'))
        path = os.path.join(folder, entry)
        with open(path, encoding='utf-8') as file:
            values = harness.json.load(file)
        self.assertIs(values['paused'], False)
        values['paused'] = True
        with open(path, 'w', encoding='utf-8') as file:
            harness.json.dump(values, file)
        result = self.run_on(self.simulator, 'resume')
        self.assert_exit(result, harness.EXIT_DONE)
        self.assert_gone_on(1)

    def test_resume_without_its_account(self):
        process = self.start_upload('--json')
        self.wait_for_sending(process)
        self.kill(process)
        result = self.run_cli('resume')
        self.assert_exit(result, harness.EXIT_SIGN_IN)
        self.assertIn(f'--server {self.simulator.url} --org demo --user demo', result.stderr)

    def test_resume_leaves_live_uploads_alone(self):
        process = self.start_upload('--json')
        self.wait_for_sending(process)
        result = self.run_on(self.simulator, 'resume')
        self.assert_exit(result, harness.EXIT_DONE)
        self.assertEqual(result.stdout, 'There is nothing to resume.\n')
        self.assertIsNone(process.poll())

    def test_clean_after_a_kill(self):
        process = self.start_upload('--json')
        self.wait_for_sending(process)
        self.kill(process)
        result = self.run_on(self.simulator, 'clean', 'ISOs', '--watch', '1')
        self.assert_exit(result, harness.EXIT_USAGE)
        self.assertIn('--yes', result.stderr)
        self.assertEqual(self.names_in(self.simulator), ['big.iso'])
        result = self.run_on(self.simulator, 'clean', 'ISOs', '--watch', '2', '--yes')
        self.assert_exit(result, harness.EXIT_DONE)
        self.assertIn('big.iso: deleted', result.stdout)
        self.assertEqual(self.names_in(self.simulator), [])
        self.assertEqual(self.run_cli('resume').stdout, 'There is nothing to resume.\n')

    def test_clean_leaves_live_uploads_alone(self):
        process = self.start_upload('--json')
        self.wait_for_sending(process)
        result = self.run_on(self.simulator, 'clean', 'ISOs', '--watch', '2', '--yes')
        self.assert_exit(result, harness.EXIT_DONE)
        self.assertEqual(self.names_in(self.simulator), ['big.iso'])
        # From another machine it can be told by the bytes that arrive.
        env = self.environment(harness.PASSWORD, XDG_STATE_HOME=self.path('elsewhere'))
        result = self.run_on(self.simulator, 'clean', 'ISOs', '--watch', '2', '--yes', env=env)
        self.assert_exit(result, harness.EXIT_DONE)
        self.assertEqual(self.names_in(self.simulator), ['big.iso'])
        self.assertIsNone(process.poll())

    def test_clean_leaves_complete_images_alone(self):
        path, _ = self.make_file('small.iso', 1000)
        self.assert_exit(self.run_on(self.simulator, 'upload', path, '--to', 'ISOs'),
                         harness.EXIT_DONE)
        result = self.run_on(self.simulator, 'clean', 'ISOs')
        self.assert_exit(result, harness.EXIT_DONE)
        self.assertEqual(result.stdout, 'There is nothing to clean.\n')
        self.assertEqual(self.names_in(self.simulator), ['small.iso'])

    def test_file_that_changes(self):
        process = self.start_upload('--json')
        self.wait_for_sending(process)
        os.truncate(self.file, 1000)
        stdout, stderr = process.communicate(timeout=harness.TIMEOUT)
        self.assertEqual(process.returncode, harness.EXIT_FILE, stderr)
        last = self.records(stdout)[-1]
        self.assertEqual((last['event'], last['code']), ('error', 'file-changed'))


if __name__ == '__main__':
    harness.main()
