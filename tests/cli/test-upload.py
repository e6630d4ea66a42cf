# SPDX-License-Identifier: GPL-3.0-or-later
"""Uploads: what arrives, what is said, and what happens to names that are taken."""

import os

import harness

MEMBERS = {'event', 'name', 'state', 'sent', 'confirmed', 'size', 'rate'}


class Upload(harness.TestCase):

    def setUp(self):
        super().setUp()
        self.simulator = self.start_simulator('--catalog', 'ISOs')

    def assert_arrived(self, digest, count=1):
        self.simulator.wait_for(harness.FINISHED + '.*' + digest, count)

    def upload(self, *arguments, code=harness.EXIT_DONE, **more):
        result = self.run_on(self.simulator, 'upload', *arguments, '--to', 'ISOs', **more)
        self.assert_exit(result, code)
        return result

    def test_plain(self):
        path, digest = self.make_file('plain.iso', 3_000_000)
        result = self.upload(path)
        self.assert_arrived(digest)
        self.assertEqual(self.names_in(self.simulator), ['plain.iso'])
        lines = result.stdout.splitlines()
        self.assertEqual(lines[-1].split('  ')[0], '✓ plain.iso')
        self.assertIn(f'sha256 {digest}', lines[-1])
        self.assertIn('plain.iso: uploading', lines)
        for character in ('\x1b', '\r', '█'):
            self.assertNotIn(character, result.stdout)
        # Only changes are lines.
        self.assertEqual(len(lines), len(set(lines)))
        self.assertLess(len(lines), 9)

    def test_checksum_that_cannot_be_recorded(self):
        simulator = self.start_simulator('--catalog', 'ISOs', '--fault', 'status-400=on:metadata')
        path, digest = self.make_file('plain.iso', 1000)
        arguments = ('upload', path, '--to', 'ISOs', '--checksum')
        result = self.run_on(simulator, *arguments)
        self.assert_exit(result, harness.EXIT_DONE)
        self.assertIn(digest, result.stdout)
        self.assertIn('airliftctl: plain.iso: The SHA-256 could not be recorded', result.stderr)
        result = self.run_on(simulator, *arguments, '--name', 'other.iso', '--json')
        record = harness.json.loads(result.stdout.splitlines()[-1])
        self.assertEqual(record['event'], 'done')
        self.assertIn('could not be recorded', record['message'])

    def test_report(self):
        simulator = self.start_simulator('--catalog', 'ISOs', '--fault', 'task-error=On fire')
        path, _ = self.make_file('plain.iso', 1000)
        arguments = ('upload', path, '--to', 'ISOs')
        result = self.run_on(simulator, *arguments)
        self.assert_exit(result, harness.EXIT_SERVER)
        self.assertNotIn('libsoup', result.stderr)
        result = self.run_on(simulator, '--verbose', *arguments, '--name', 'other.iso')
        self.assert_exit(result, harness.EXIT_SERVER)
        for piece in ('  Airlift ', 'GLib ', 'Upload of “other.iso” to “ISOs”', ' s  settling',
                      '  Error: server'):
            self.assertIn(piece, result.stderr)
        self.assertNotIn(harness.PASSWORD, result.stderr)

    def test_names(self):
        for name in ('a & b <c> "d" é 漢.iso', 'two  blanks.iso', "it's.iso", 'no extension'):
            path, digest = self.make_file(name, 1234, seed=name.encode())
            self.upload(path)
            self.assert_arrived(digest)
        path, digest = self.make_file('-dash.iso', 555)
        result = self.run_on(self.simulator, 'upload', '--to', 'ISOs', '--', '-dash.iso')
        self.assert_exit(result, harness.EXIT_DONE)
        self.assert_arrived(digest)
        self.assertIn('a & b <c> "d" é 漢.iso', self.names_in(self.simulator))
        self.assertIn('-dash.iso', self.names_in(self.simulator))

    def test_without_a_locale(self):
        path, _ = self.make_file('x', 100)
        env = self.environment(harness.PASSWORD)
        del env['LANG']
        result = self.upload(path, '--name', 'é 漢.iso', env=env)
        self.assertIn('é 漢.iso', result.stdout)
        self.assertEqual(self.names_in(self.simulator), ['é 漢.iso'])

    def test_name_with_control_characters_is_harmless(self):
        name = 'evil\x1b[2J\r\nname\u202e.iso'
        path, _ = self.make_file(name, 100)
        result = self.run_on(self.simulator, 'upload', path, '--to', 'ISOs')
        for output in (result.stdout, result.stderr):
            for character in ('\x1b', '\r', '\u202e'):
                self.assertNotIn(character, output)

    def test_records(self):
        path, digest = self.make_file('records.iso', 4_000_000)
        result = self.upload(path, '--json', '--limit-rate', '4M')
        self.assertEqual(result.stderr, '')
        records = self.records(result.stdout)
        for record in records[:-1]:
            self.assertEqual(set(record), MEMBERS)
            self.assertIn(record['event'], ('state', 'progress'))
            self.assertIsInstance(record['rate'], int)
            self.assertLessEqual(record['confirmed'], 4_000_000)
        states = [record['state'] for record in records if record['event'] == 'state']
        wanted = iter(states)
        for state in ('opening', 'declaring', 'locating', 'sending', 'settling'):
            self.assertIn(state, wanted, states)
        progress = [record for record in records if record['event'] == 'progress']
        self.assertTrue(progress)
        sent = [record['sent'] for record in progress]
        self.assertEqual(sent, sorted(sent))
        last = records[-1]
        self.assertEqual(set(last), MEMBERS | {'sha256', 'media'})
        self.assertEqual((last['event'], last['state'], last['name'], last['sha256']),
                         ('done', 'done', 'records.iso', digest))
        self.assertEqual((last['sent'], last['confirmed'], last['size']), (4_000_000,) * 3)
        self.assertTrue(last['media'].startswith(self.simulator.url))

    def test_several_go_on(self):
        good, digest = self.make_file('good.iso', 1000)
        other, other_digest = self.make_file('other.iso', 2000)
        os.symlink('nowhere', self.path('dangling.iso'))
        result = self.upload(good, 'missing.iso', 'dangling.iso', other, code=harness.EXIT_FILE)
        self.assert_arrived(digest)
        self.assert_arrived(other_digest)
        self.assertIn('2 of 4 failed: missing.iso, dangling.iso', result.stderr)
        # One that fails on the server does not stop the others either.
        third, third_digest = self.make_file('third.iso', 3000)
        result = self.upload('--json', good, third, code=harness.EXIT_NAME_TAKEN)
        self.assert_arrived(third_digest)
        self.assertIn('1 of 2 failed: good.iso', result.stderr)
        error, = [r for r in self.records(result.stdout) if r['event'] == 'error']
        self.assertEqual(set(error), MEMBERS | {'code', 'message'})
        self.assertEqual((error['name'], error['code'], error['state']),
                         ('good.iso', 'name-exists', 'failed'))

    def test_conflicts(self):
        path, digest = self.make_file('disc.iso', 1000)
        self.upload(path)
        result = self.upload(path, code=harness.EXIT_NAME_TAKEN)
        self.assertIn('disc.iso', result.stderr)
        result = self.upload(path, '--on-conflict', 'fail', code=harness.EXIT_NAME_TAKEN)

        result = self.upload(path, '--on-conflict', 'skip')
        self.assertIn('skipped', result.stdout)
        result = self.upload(path, '--on-conflict', 'skip', '--json')
        last = self.records(result.stdout)[-1]
        self.assertEqual((last['event'], last['state']), ('done', 'skipped'))
        self.assertEqual(self.names_in(self.simulator), ['disc.iso'])

        self.upload(path, '--on-conflict', 'rename')
        self.assertEqual(self.names_in(self.simulator), ['disc (2).iso', 'disc.iso'])

        new, new_digest = self.make_file('new', 7000)
        self.upload(new, '--name', 'disc.iso', '--on-conflict', 'replace')
        self.assert_arrived(new_digest)
        result = self.run_on(self.simulator, '--json', 'list', 'ISOs')
        sizes = {record['name']: record['size'] for record in self.records(result.stdout)}
        self.assertEqual(sizes, {'disc.iso': 7000, 'disc (2).iso': 1000})

    def test_no_wait(self):
        simulator = self.start_simulator('--catalog', 'ISOs', '--import-seconds', '600')
        path, digest = self.make_file('slow.iso', 1000)
        result = self.run_on(simulator, 'upload', path, '--to', 'ISOs', '--no-wait')
        self.assert_exit(result, harness.EXIT_DONE)
        simulator.wait_for(harness.FINISHED + '.*' + digest)
        self.assertIn('importing', result.stdout)
        result = self.run_on(simulator, '--json', 'list', 'ISOs')
        record, = self.records(result.stdout)
        self.assertEqual((record['name'], record['status']), ('slow.iso', 'unresolved'))

    def test_storage_profile_that_is_not_there(self):
        path, _ = self.make_file('a.iso', 1000)
        result = self.upload(path, '--storage-profile', 'No such', code=harness.EXIT_REFUSED)
        self.assertIn('No such', result.stderr)
        self.assertEqual(self.names_in(self.simulator), [])

    def test_description(self):
        path, _ = self.make_file('a.iso', 1000)
        self.upload(path, '--description', 'about <it> & é')
        self.assertEqual(self.names_in(self.simulator), ['a.iso'])

    def test_rate_limit(self):
        path, digest = self.make_file('a.iso', 1_500_000)
        started = harness.time.monotonic()
        self.upload(path, '--limit-rate', '1M')
        self.assertGreater(harness.time.monotonic() - started, 0.4)
        self.assert_arrived(digest)

    def test_parallel(self):
        paths, digests = zip(*(self.make_file(f'{i}.iso', 1000 + i) for i in range(5)))
        self.upload(*paths, '--parallel', '5')
        for digest in digests:
            self.assert_arrived(digest)

    def test_transfer_host_with_another_port(self):
        simulator = self.start_simulator('--catalog', 'ISOs', '--transfer-port', '0')
        trust = simulator.wait_for(r'^transfer .*(?P<trust>sha256:\w+)')[0]['trust']
        path, digest = self.make_file('a.iso', 1000)
        result = self.run_on(simulator, 'upload', path, '--to', 'ISOs')
        self.assert_exit(result, harness.EXIT_CERTIFICATE)
        self.assertIn(f'--trust {trust}', result.stderr)
        result = self.run_on(simulator, 'upload', path, '--to', 'ISOs', '--trust', trust)
        self.assert_exit(result, harness.EXIT_DONE)
        simulator.wait_for(harness.FINISHED + '.*' + digest)
        self.assertEqual(len(simulator.find(harness.CREATED)), 1)

    def test_one_certificate_for_two_hosts(self):
        simulator = self.start_simulator('--catalog', 'ISOs', '--fault', 'transfer-other-host')
        path, digest = self.make_file('a.iso', 1000)
        result = self.run_on(simulator, 'upload', path, '--to', 'ISOs')
        self.assert_exit(result, harness.EXIT_DONE)
        simulator.wait_for(harness.FINISHED + '.*' + digest)


if __name__ == '__main__':
    harness.main()
