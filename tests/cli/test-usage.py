# SPDX-License-Identifier: GPL-3.0-or-later
"""What airliftctl says before it talks to any server."""

import os

import harness


class Usage(harness.TestCase):

    def assert_usage(self, arguments, text, **more):
        result = self.run_cli(*arguments, **more)
        self.assert_exit(result, harness.EXIT_USAGE)
        self.assertEqual(result.stdout, '')
        self.assertIn(text, result.stderr)
        self.assertTrue(result.stderr.startswith('airliftctl: '), result.stderr)
        self.assertRegex(result.stderr.splitlines()[0], r'[.?!]$')
        return result

    def test_no_command(self):
        self.assert_usage([], 'There is no command')
        self.assert_usage(['fly'], 'no command “fly”')
        self.assert_usage(['account'], 'add, list, remove and check')
        self.assert_usage(['account', 'sell'], 'no command “sell”')

    def test_arguments(self):
        self.assert_usage(['list'], 'CATALOG')
        self.assert_usage(['list', 'a', 'b'], 'fewer')
        self.assert_usage(['download', 'a'], 'CATALOG MEDIA')
        self.assert_usage(['upload', 'x.iso'], '--to')
        self.assert_usage(['upload', '--to', 'ISOs'], 'FILE')
        self.assert_usage(['upload', 'a', 'b', '--to', 'ISOs', '--name', 'c'], 'one file')
        self.assert_usage(['edit', 'ISOs', 'a'], '--name or --description')
        self.assert_usage(['edit', 'ISOs', 'a', '--name', ''], 'empty')
        self.assert_usage(['upload', 'a', '--to', 'b', '--on-conflict', 'x'], 'rename')

    def test_rates(self):
        for rate in ('', 'fast', '-1', '1X', '1KK', '0.5', '1e300', 'nan', 'inf'):
            self.assert_usage(['upload', 'a', '--to', 'b', '--limit-rate', rate], 'rate')
        for number in ('-1', '17', 'x'):
            self.assert_usage(['upload', 'a', '--to', 'b', '--parallel', number], '')

    def test_account_options(self):
        self.assert_usage(['list', 'ISOs'], 'No server is named')
        self.assert_usage(['--user', 'mia', 'list', 'ISOs'], 'No server is named')
        self.assert_usage(['--account', 'a', '--user', 'b', 'list', 'c'], '--account stands for')
        self.assert_usage(['--server', 'https://localhost', '--user', 'a', 'catalogs'], '--org',
                          env=self.environment('x'))
        self.assert_usage(['--server', 'https://localhost', '--org', 'a', 'catalogs'], '--user',
                          env=self.environment('x'))
        self.assert_usage(['--password-file', 'a', '--token-file', 'b', 'catalogs'], 'not both')

    def test_address(self):
        self.assert_usage(['--server', 'http://a b', '--org', 'a', '--user', 'b', 'catalogs'], '')

    def test_trust(self):
        for trust in ('', 'sha256:', 'sha256:12', 'md5:' + '0' * 64, 'sha256:' + 'g' * 64,
                      'sha256:' + '0' * 63, 'sha256:' + '0' * 65):
            self.assert_usage(['--trust', trust, 'catalogs'], '')

    def test_a_password_as_an_option_is_not_repeated(self):
        result = self.assert_usage(['--password=hunter2', 'catalogs'], '--password')
        self.assertNotIn('hunter2', result.stderr)
        result = self.assert_usage(['catalogs', '--password=hunter2'], '--password')
        self.assertNotIn('hunter2', result.stderr)

    def test_json_error(self):
        result = self.run_cli('--json', 'list')
        self.assert_exit(result, harness.EXIT_USAGE)
        record, = self.records(result.stdout)
        self.assertEqual(record['event'], 'error')
        self.assertEqual(record['code'], 'invalid')
        self.assertIn('CATALOG', record['message'])

    def test_help(self):
        for arguments in (['--help'], ['-h']):
            result = self.run_cli(*arguments)
            self.assert_exit(result, harness.EXIT_DONE)
            for command in ('account add', 'account list', 'account remove', 'account check',
                            'catalogs', 'list', 'upload', 'download', 'edit', 'delete', 'clean',
                            'resume'):
                self.assertIn(f'  {command} ', result.stdout)
            self.assertIn('--trust', result.stdout)
        for command in ('upload', 'account add', 'clean'):
            for arguments in (['--help', *command.split()], [*command.split(), '--help']):
                result = self.run_cli(*arguments)
                self.assert_exit(result, harness.EXIT_DONE)
                self.assertIn(f'airliftctl {command}', result.stdout)
                self.assertIn('--server', result.stdout)

    def test_version(self):
        result = self.run_cli('--version')
        self.assert_exit(result, harness.EXIT_DONE)
        self.assertRegex(result.stdout, r'^airliftctl \d+\.\d+\.\d+\n$')

    def test_files(self):
        os.mkdir(self.path('directory'))
        open(self.path('empty.iso'), 'wb').close()
        for name, text in (('missing.iso', 'no such file'), ('directory', 'directory'),
                           ('empty.iso', 'empty'), ('/dev/null', 'regular')):
            result = self.run_cli('--server', 'https://localhost:1', '--org', 'a', '--user', 'b',
                                  'upload', name, '--to', 'ISOs')
            self.assert_exit(result, harness.EXIT_FILE)
            self.assertIn(text, result.stderr)
            self.assertIn(name, result.stderr)

    def test_password_file(self):
        options = ['--server', 'https://localhost:1', '--org', 'a', '--user', 'b']
        open(self.path('empty'), 'wb').close()
        for name, stdin in (('missing', None), ('empty', None), ('-', ''), ('-', '\nlate\n')):
            result = self.run_cli(*options, '--password-file', name, 'catalogs', stdin=stdin)
            self.assert_exit(result, harness.EXIT_FILE)
            self.assertIn('No password could be read', result.stderr)

    def test_no_password(self):
        result = self.run_cli('--server', 'https://localhost:1', '--org', 'a', '--user', 'b',
                              'catalogs')
        self.assert_exit(result, harness.EXIT_SIGN_IN)
        self.assertIn('AIRLIFT_PASSWORD', result.stderr)

    def test_unreachable(self):
        result = self.run_cli('--server', 'https://127.0.0.1:1', '--org', 'a', '--user', 'b',
                              'catalogs', env=self.environment('x'))
        self.assert_exit(result, harness.EXIT_SERVER)

    def test_no_settings_schema(self):
        env = self.environment()
        env.pop('GSETTINGS_SCHEMA_DIR', None)
        env['XDG_DATA_DIRS'] = self.path('nowhere')
        result = self.run_cli('account', 'list', env=env)
        self.assert_exit(result, harness.EXIT_SERVER)
        self.assertIn('schema', result.stderr)

    def test_nothing_to_resume(self):
        result = self.run_cli('resume')
        self.assert_exit(result, harness.EXIT_DONE)
        self.assertEqual(result.stdout, 'There is nothing to resume.\n')
        result = self.run_cli('--json', 'resume')
        self.assert_exit(result, harness.EXIT_DONE)
        self.assertEqual(result.stdout, '')

    def test_full_disk(self):
        with open('/dev/full', 'wb') as full:
            result = harness.subprocess.run([harness.AIRLIFTCTL, '--help'], stdout=full,
                                            stderr=harness.subprocess.PIPE, env=self.environment(),
                                            check=False)
        self.assertEqual(result.returncode, harness.EXIT_FILE)


if __name__ == '__main__':
    harness.main()
