# SPDX-License-Identifier: GPL-3.0-or-later
"""Passwords, tokens and certificates: where they come from, and where they must not turn up."""

import os
import signal

import harness

TOKEN = 'token-4f3c1a77-never-shown'


class SignIn(harness.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.simulator = harness.Simulator('--catalog', 'ISOs', '--api-token', TOKEN)
        cls.addClassCleanup(cls.simulator.stop)

    def assert_signed_in(self, result):
        self.assert_exit(result, harness.EXIT_DONE)
        self.assertIn('ISOs', result.stdout)

    def test_password_from_environment(self):
        self.assert_signed_in(self.run_on(self.simulator, 'catalogs'))

    def test_password_from_file(self):
        with open(self.path('secret'), 'w', encoding='utf-8') as file:
            file.write(harness.PASSWORD + '\r\nsomething else\n')
        self.assert_signed_in(self.run_on(self.simulator, 'catalogs', '--password-file', 'secret',
                                          env=self.environment('wrong')))

    def test_password_from_standard_input(self):
        self.assert_signed_in(self.run_on(self.simulator, '--password-file', '-', 'catalogs',
                                          env=self.environment(), stdin=harness.PASSWORD + '\n'))
        self.assert_signed_in(self.run_on(self.simulator, '--password-file', '-', 'catalogs',
                                          env=self.environment(), stdin=harness.PASSWORD))

    def test_token(self):
        options = ['--server', self.simulator.url, '--org', 'demo', '--trust',
                   self.simulator.trust]
        env = self.environment(AIRLIFT_API_TOKEN=TOKEN)
        self.assert_signed_in(self.run_cli(*options, 'catalogs', env=env))
        self.assert_signed_in(self.run_cli(*options, 'catalogs', '--token-file', '-',
                                           stdin=TOKEN + '\n'))
        env = self.environment(AIRLIFT_API_TOKEN='wrong')
        self.assert_exit(self.run_cli(*options, 'catalogs', env=env), harness.EXIT_SIGN_IN)

    def test_wrong_password(self):
        result = self.run_on(self.simulator, 'catalogs', env=self.environment('wrong-one'))
        self.assert_exit(result, harness.EXIT_SIGN_IN)
        self.assertNotIn('wrong-one', result.stderr + result.stdout)
        result = self.run_on(self.simulator, '--json', 'catalogs', env=self.environment('wrong'))
        record, = self.records(result.stdout)
        self.assertEqual((record['event'], record['code']), ('error', 'sign-in'))

    def test_account_in_environment(self):
        env = self.environment(harness.PASSWORD, AIRLIFT_SERVER=self.simulator.url,
                               AIRLIFT_ORG='demo', AIRLIFT_USER='demo')
        self.assert_signed_in(self.run_cli('catalogs', '--trust', self.simulator.trust, env=env))
        env['AIRLIFT_USER'] = 'nobody'
        self.assert_signed_in(self.run_cli('catalogs', '--trust', self.simulator.trust, '--user',
                                           'demo', env=env))

    def test_organization_in_address(self):
        self.assert_signed_in(self.run_cli('--server', self.simulator.url + '/tenant/demo/',
                                           '--user', 'demo', 'catalogs', '--trust',
                                           self.simulator.trust,
                                           env=self.environment(harness.PASSWORD)))

    def test_forms_of_trust(self):
        digits = self.simulator.trust.removeprefix('sha256:')
        colons = ':'.join(digits[i:i + 2] for i in range(0, len(digits), 2))
        other = 'sha256:' + '0' * 64
        for trust in (digits.upper(), 'sha256:' + colons, 'SHA256:' + colons.upper(), digits):
            for order in (['--trust', trust], ['--trust', other, '--trust', trust],
                          ['--trust', trust, '--trust', other]):
                result = self.run_cli('--server', self.simulator.url, '--org', 'demo', '--user',
                                      'demo', *order, 'catalogs',
                                      env=self.environment(harness.PASSWORD))
                self.assert_signed_in(result)

    def test_untrusted(self):
        options = ['--server', self.simulator.url, '--org', 'demo', '--user', 'demo']
        env = self.environment(harness.PASSWORD)
        for trust in ([], ['--trust', 'sha256:' + '0' * 64]):
            result = self.run_cli(*options, *trust, 'catalogs', env=env)
            self.assert_exit(result, harness.EXIT_CERTIFICATE)
            self.assertEqual(result.stdout, '')
            self.assertIn(f'\n  --trust {self.simulator.trust}\n', result.stderr)
            for word in ('Issued to:', 'Issued by:', 'Valid:', 'Reason:', 'Fingerprint:'):
                self.assertIn(word, result.stderr)
        result = self.run_cli('--json', *options, 'catalogs', env=env)
        self.assert_exit(result, harness.EXIT_CERTIFICATE)
        record, = self.records(result.stdout)
        self.assertEqual((record['event'], record['code']), ('error', 'certificate'))
        self.assertIn(self.simulator.trust, record['message'])

    def test_no_switch_turns_verification_off(self):
        for variable in ('AIRLIFT_INSECURE', 'GIO_USE_TLS', 'SSL_NO_VERIFY', 'G_TLS_INSECURE'):
            env = self.environment(harness.PASSWORD, **{variable: '1'})
            if variable == 'GIO_USE_TLS':
                env[variable] = 'gnutls'
            result = self.run_cli('--server', self.simulator.url, '--org', 'demo', '--user',
                                  'demo', 'catalogs', env=env)
            self.assert_exit(result, harness.EXIT_CERTIFICATE)

    def test_api_version(self):
        self.assert_signed_in(self.run_on(self.simulator, 'catalogs', '--api-version', '36.0'))

    def test_prompt(self):
        terminal = self.start_terminal(*self.options(self.simulator), 'catalogs')
        terminal.read_until('Password of demo@demo')
        self.assertFalse(terminal.echoes())
        terminal.type(harness.PASSWORD + '\n')
        self.assertEqual(terminal.finish(), harness.EXIT_DONE)
        self.assertIn(b'ISOs', terminal.output)
        self.assertNotIn(harness.PASSWORD.encode(), terminal.output)

    def test_prompt_restores_the_terminal(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            terminal = self.start_terminal(*self.options(self.simulator), 'catalogs')
            terminal.read_until('Password of')
            self.assertFalse(terminal.echoes())
            if number == signal.SIGINT:
                terminal.type('half a pass\x03')
            else:
                terminal.process.send_signal(number)
            self.assertEqual(terminal.process.wait(harness.TIMEOUT), harness.EXIT_INTERRUPTED)
            self.assertTrue(terminal.echoes())

    def test_prompt_cannot_be_stopped(self):
        """A stopped process could not switch the echo on again."""
        terminal = self.start_terminal(*self.options(self.simulator), 'catalogs')
        terminal.read_until('Password of')
        terminal.type('\x1a')
        terminal.type('\x15' + harness.PASSWORD + '\n')
        self.assertEqual(terminal.finish(), harness.EXIT_DONE)

    def test_secrets_stay_secret(self):
        path, _ = self.make_file('a.iso', 3_000_000)
        env = self.environment(harness.PASSWORD, G_MESSAGES_DEBUG='all')
        process = self.start_on(self.simulator, 'upload', path, '--to', 'ISOs', '--limit-rate',
                                '1M', env=env)
        self.simulator.wait_for(harness.CREATED)
        with open(f'/proc/{process.pid}/cmdline', 'rb') as file:
            self.assertNotIn(b'correct horse', file.read())
        with open(f'/proc/{process.pid}/environ', 'rb') as file:
            self.assertNotIn(b'correct horse', file.read())
        stdout, stderr = process.communicate(timeout=harness.TIMEOUT)
        self.assertEqual(process.returncode, harness.EXIT_DONE, stderr)
        self.assertIn('Vcd', stderr)
        for output in (stdout, stderr):
            self.assertNotIn('correct horse', output)
            self.assertNotRegex(output, r'(?i)(bearer|basic) [a-z0-9+/]{12}')
        for directory, _, names in os.walk(self.directory):
            for name in names:
                with open(os.path.join(directory, name), 'rb') as file:
                    self.assertNotIn(b'correct horse', file.read())


if __name__ == '__main__':
    harness.main()
