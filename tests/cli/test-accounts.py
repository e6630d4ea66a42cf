# SPDX-License-Identifier: GPL-3.0-or-later
"""Stored accounts, with a real keyring."""

import harness

PASSWORD = harness.PASSWORD


class Accounts(harness.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.simulator = harness.Simulator('--catalog', 'ISOs', '--api-token', 'token-one')
        cls.addClassCleanup(cls.simulator.stop)

    def setUp(self):
        super().setUp()
        self.addCleanup(self.forget_all)

    def forget_all(self):
        for name in self.run_cli('account', 'list', '--names').stdout.splitlines():
            self.run_cli('account', 'remove', name)

    def add(self, title, code=harness.EXIT_DONE, password=PASSWORD, **more):
        result = self.run_on(self.simulator, 'account', 'add', '--title', title,
                             env=self.environment(password), **more)
        self.assert_exit(result, code)
        return result

    def names(self):
        return self.run_cli('account', 'list', '--names').stdout.splitlines()

    def test_add_use_and_remove(self):
        result = self.add('My é cloud')
        self.assertIn('My é cloud', result.stdout)
        result = self.run_cli('account', 'list')
        self.assert_exit(result, harness.EXIT_DONE)
        self.assertRegex(result.stdout, rf'(?m)^My é cloud +{self.simulator.url} +demo +demo +pass')
        self.assertEqual(self.names(), ['My é cloud'])
        record, = self.records(self.run_cli('account', 'list', '--json').stdout)
        self.assertEqual((record['name'], record['server'], record['organization'],
                          record['user'], record['method']),
                         ('My é cloud', self.simulator.url, 'demo', 'demo', 'password'))
        # Neither the secret nor the trust has to be given again, nor the only account named.
        for options in ([], ['--account', 'My é cloud'],
                        ['--server', self.simulator.url, '--org', 'demo', '--user', 'demo'],
                        ['--server', self.simulator.url]):
            result = self.run_cli(*options, 'catalogs')
            self.assert_exit(result, harness.EXIT_DONE)
            self.assertIn('ISOs', result.stdout)
        result = self.run_cli('catalogs', env=self.environment(AIRLIFT_ACCOUNT='My é cloud'))
        self.assert_exit(result, harness.EXIT_DONE)
        self.assert_exit(self.run_cli('account', 'check'), harness.EXIT_DONE)
        self.assert_exit(self.run_cli('account', 'check', 'My é cloud'), harness.EXIT_DONE)
        result = self.run_cli('account', 'remove', 'My é cloud')
        self.assert_exit(result, harness.EXIT_DONE)
        self.assertEqual(self.names(), [])
        self.assert_exit(self.run_cli('catalogs'), harness.EXIT_USAGE)

    def test_wrong_password_is_not_stored(self):
        self.add('Wrong', harness.EXIT_SIGN_IN, password='wrong')
        self.assertEqual(self.names(), [])

    def test_untrusted_is_not_stored(self):
        result = self.run_cli('--server', self.simulator.url, '--org', 'demo', '--user', 'demo',
                              'account', 'add', env=self.environment(PASSWORD))
        self.assert_exit(result, harness.EXIT_CERTIFICATE)
        self.assertEqual(self.names(), [])

    def test_trust_of_a_command_is_not_stored(self):
        """Only adding an account keeps what was trusted."""
        self.add('Kept')
        before = self.read_settings()
        result = self.run_cli('--account', 'Kept', '--trust', 'sha256:' + '1' * 64, 'catalogs')
        self.assert_exit(result, harness.EXIT_DONE)
        self.assertEqual(self.read_settings(), before)

    def read_settings(self):
        with open(self.path('config', 'glib-2.0', 'settings', 'keyfile'), encoding='utf-8') as file:
            return file.read()

    def test_adding_again_replaces(self):
        self.add('First')
        self.add('Second')
        self.assertEqual(self.names(), ['Second'])
        result = self.run_on(self.simulator, 'account', 'add', env=self.environment(PASSWORD))
        self.assert_exit(result, harness.EXIT_DONE)
        self.assertEqual(self.names(), ['Second'])
        self.assert_exit(self.run_cli('catalogs'), harness.EXIT_DONE)

    def test_token_account(self):
        result = self.run_cli('--server', self.simulator.url, '--org', 'demo', '--trust',
                              self.simulator.trust, 'account', 'add', '--title', 'Token',
                              env=self.environment(AIRLIFT_API_TOKEN='token-one'))
        self.assert_exit(result, harness.EXIT_DONE)
        self.add('Password')
        self.assertEqual(self.names(), ['Token', 'Password'])
        result = self.run_cli('--account', 'Token', 'catalogs')
        self.assert_exit(result, harness.EXIT_DONE)
        result = self.run_cli('catalogs')
        self.assert_exit(result, harness.EXIT_USAGE)
        self.assertIn('“Token”, “Password”', result.stderr)

    def test_adding_a_token_again(self):
        """The same user's: nothing is typed of whose it is."""
        for title in ('One', 'Two'):
            result = self.run_cli('--server', self.simulator.url, '--org', 'demo', '--trust',
                                  self.simulator.trust, 'account', 'add', '--title', title,
                                  env=self.environment(AIRLIFT_API_TOKEN='token-one'))
            self.assert_exit(result, harness.EXIT_DONE)
        self.assertEqual(self.names(), ['Two'])
        self.assertIn("user='demo'", self.read_settings())

    def test_title_that_is_taken(self):
        self.add('Same')
        result = self.run_cli('--server', self.simulator.url, '--org', 'demo', '--trust',
                              self.simulator.trust, 'account', 'add', '--title', 'Same',
                              env=self.environment(AIRLIFT_API_TOKEN='token-one'))
        self.assert_exit(result, harness.EXIT_NAME_TAKEN)
        self.assertEqual(self.names(), ['Same'])

    def test_unknown_account(self):
        for command in (['--account', 'Nobody', 'catalogs'], ['account', 'remove', 'Nobody'],
                        ['account', 'check', 'Nobody']):
            self.assert_exit(self.run_cli(*command), harness.EXIT_REFUSED)

    def test_questions(self):
        terminal = self.start_terminal('account', 'add', '--trust', self.simulator.trust)
        terminal.read_until('Server: ')
        terminal.type(self.simulator.url + '/tenant/demo\n')
        terminal.read_until('User')
        terminal.type('demo\n')
        terminal.read_until('Password of demo@demo')
        terminal.type(PASSWORD + '\n')
        self.assertEqual(terminal.finish(), harness.EXIT_DONE)
        self.assertEqual(len(self.names()), 1)
        self.assertNotIn(PASSWORD.encode(), terminal.output)

    def test_questions_for_a_token(self):
        terminal = self.start_terminal('account', 'add', '--trust', self.simulator.trust,
                                       '--server', self.simulator.url)
        terminal.read_until('Organization: ')
        terminal.type('demo\n')
        terminal.read_until('User')
        terminal.type('\n')
        terminal.read_until('API token for')
        terminal.type('token-one\n')
        self.assertEqual(terminal.finish(), harness.EXIT_DONE)
        self.assertIn('API token', self.run_cli('account', 'list').stdout)

    def test_resume_with_a_stored_account(self):
        self.add('Resumes')
        path, digest = self.make_file('big.iso', 40_000_000)
        process = self.start_on(self.simulator, '--json', 'upload', path, '--to', 'ISOs',
                                '--limit-rate', '12M')
        for line in process.stdout:
            if harness.json.loads(line)['sent'] > 0:
                break
        process.kill()
        process.wait()
        result = self.run_cli('resume')
        self.assert_exit(result, harness.EXIT_DONE)
        self.simulator.wait_for(harness.FINISHED + '.*' + digest)


if __name__ == '__main__':
    harness.main()
