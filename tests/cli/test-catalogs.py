# SPDX-License-Identifier: GPL-3.0-or-later
"""Catalogs and images: listed, changed and deleted."""

import harness

NAMES = ['a & b <c> "d" é 漢.iso', 'plain.iso', 'with  two blanks', "it's.iso"]


class Catalogs(harness.TestCase):

    def setUp(self):
        super().setUp()
        self.simulator = self.start_simulator('--catalog', 'ISOs', '--catalog', 'Tools & more')

    def upload(self, name, size=1000, catalog='ISOs'):
        path, digest = self.make_file('source', size)
        result = self.run_on(self.simulator, 'upload', path, '--to', catalog, '--name', name)
        self.assert_exit(result, harness.EXIT_DONE)
        return digest

    def test_catalogs(self):
        result = self.run_on(self.simulator, 'catalogs')
        self.assert_exit(result, harness.EXIT_DONE)
        lines = result.stdout.splitlines()
        self.assertRegex(lines[0], r'^NAME +ORGANIZATION +KIND +UPLOAD$')
        self.assertRegex(result.stdout, r'(?m)^ISOs +demo +own +yes$')
        self.assertRegex(result.stdout, r'(?m)^Tools & more +demo +own +yes$')

        result = self.run_on(self.simulator, 'catalogs', '--json')
        records = {record['name']: record for record in self.records(result.stdout)}
        self.assertEqual(records['ISOs']['organization'], 'demo')
        self.assertEqual(records['ISOs']['kind'], 'own')
        self.assertIs(records['ISOs']['can_upload'], True)
        self.assertIsNone(records['ISOs']['read_only_reason'])

    def test_missing_catalog(self):
        for command in (['list', 'No such'], ['upload', __file__, '--to', 'No such'],
                        ['download', 'No such', 'x'], ['delete', 'No such', 'x'],
                        ['edit', 'No such', 'x', '--name', 'y'], ['clean', 'No such']):
            result = self.run_on(self.simulator, *command)
            self.assert_exit(result, harness.EXIT_REFUSED)
            self.assertIn('No such', result.stderr)

    def test_missing_media(self):
        for command in (['download', 'ISOs', 'x.iso'], ['delete', 'ISOs', 'x.iso'],
                        ['edit', 'ISOs', 'x.iso', '--name', 'y']):
            result = self.run_on(self.simulator, *command)
            self.assert_exit(result, harness.EXIT_REFUSED)
            self.assertIn('x.iso', result.stderr)

    def test_list(self):
        result = self.run_on(self.simulator, 'list', 'demo/Tools & more')
        self.assert_exit(result, harness.EXIT_DONE)
        self.assertEqual(result.stdout, '')
        for name in NAMES:
            self.upload(name, 1_500_000)
        result = self.run_on(self.simulator, 'list', 'demo/ISOs')
        self.assert_exit(result, harness.EXIT_DONE)
        lines = result.stdout.splitlines()
        self.assertEqual(len(lines), 1 + len(NAMES))
        self.assertRegex(lines[0], r'^NAME +SIZE +STATUS +CREATED +OWNER$')
        for name in NAMES:
            line, = [line for line in lines if line.startswith(name)]
            self.assertRegex(line[len(name):], r'^ +1500000  \S.*  \d{4}-\d\d-\d\d \d\d:\d\d  demo$')
        # Columns begin where they begin also below wide letters.
        widths = {sum(map(harness.width_of, line[:line.index('1500000')])) for line in lines[1:]}
        self.assertEqual(len(widths), 1)

        result = self.run_on(self.simulator, 'list', 'ISOs', '--json')
        records = self.records(result.stdout)
        self.assertEqual(sorted(record['name'] for record in records), sorted(NAMES))
        for record in records:
            self.assertEqual((record['size'], record['status']), (1_500_000, 'resolved'))
            self.assertEqual(record['owner'], 'demo')
            self.assertRegex(record['created'], r'^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$')
            self.assertTrue(record['media'].startswith(self.simulator.url))

    def test_list_on_a_terminal(self):
        self.upload('big.iso', 1_500_000)
        terminal = self.start_terminal(*self.options(self.simulator), 'list', 'ISOs',
                                       env=self.environment(harness.PASSWORD))
        self.assertEqual(terminal.finish(), harness.EXIT_DONE)
        self.assertRegex(terminal.output.decode(), 'big.iso +1.5\u00a0MB ')

    def test_edit(self):
        self.upload('old.iso')
        new = NAMES[0]
        result = self.run_on(self.simulator, 'edit', 'ISOs', 'old.iso', '--name', new,
                             '--description', 'about <it> & é')
        self.assert_exit(result, harness.EXIT_DONE)
        result = self.run_on(self.simulator, 'list', 'ISOs', '--json')
        record, = self.records(result.stdout)
        self.assertEqual(record['name'], new)
        # What is not named stays.
        result = self.run_on(self.simulator, 'edit', 'ISOs', new, '--name', 'newer.iso')
        self.assert_exit(result, harness.EXIT_DONE)
        self.assertEqual(self.names_in(self.simulator), ['newer.iso'])
        self.upload('other.iso')
        result = self.run_on(self.simulator, 'edit', 'ISOs', 'other.iso', '--name', 'newer.iso')
        self.assert_exit(result, harness.EXIT_NAME_TAKEN)

    def test_delete(self):
        for name in NAMES:
            self.upload(name)
        result = self.run_on(self.simulator, 'delete', 'ISOs', NAMES[0], 'missing')
        self.assert_exit(result, harness.EXIT_REFUSED)
        self.assertEqual(self.names_in(self.simulator), sorted(NAMES))
        result = self.run_on(self.simulator, 'delete', 'ISOs', NAMES[0], NAMES[1], NAMES[1])
        self.assert_exit(result, harness.EXIT_DONE)
        self.assertEqual(self.names_in(self.simulator), sorted(NAMES[2:]))
        result = self.run_on(self.simulator, '--json', 'delete', 'ISOs', NAMES[2])
        record, = self.records(result.stdout)
        self.assertEqual((record['event'], record['state'], record['name']),
                         ('done', 'deleted', NAMES[2]))

    def test_delete_asks(self):
        self.upload('keep.iso')
        for answer, left in (('\n', ['keep.iso']), ('n\n', ['keep.iso']), ('y\n', [])):
            terminal = self.start_terminal(*self.options(self.simulator), 'delete', 'ISOs',
                                           'keep.iso', env=self.environment(harness.PASSWORD))
            terminal.read_until('[y/N]')
            terminal.type(answer)
            self.assertEqual(terminal.finish(), harness.EXIT_DONE)
            self.assertEqual(self.names_in(self.simulator), left)


if __name__ == '__main__':
    harness.main()
