# SPDX-License-Identifier: GPL-3.0-or-later
"""Downloads: the bytes that went up, in a file that is safe."""

import hashlib
import os
import signal

import harness


class Download(harness.TestCase):

    def setUp(self):
        super().setUp()
        self.simulator = self.start_simulator('--catalog', 'ISOs')
        os.mkdir(self.path('here'))

    def upload(self, name, size=2_000_000):
        path, digest = self.make_file('source', size)
        result = self.run_on(self.simulator, 'upload', path, '--to', 'ISOs', '--name', name)
        self.assert_exit(result, harness.EXIT_DONE)
        return digest

    def download(self, *arguments, code=harness.EXIT_DONE):
        result = self.run_on(self.simulator, 'download', 'ISOs', *arguments, cwd=self.path('here'))
        self.assert_exit(result, code)
        return result

    def digest_of(self, *names):
        with open(self.path(*names), 'rb') as file:
            return hashlib.file_digest(file, 'sha256').hexdigest()

    def test_round_trip(self):
        name = 'a & b <c> é 漢.iso'
        digest = self.upload(name)
        result = self.download(name)
        self.assertEqual(self.digest_of('here', name), digest)
        self.assertIn(f'sha256 {digest}', result.stdout)
        self.assertEqual(os.listdir(self.path('here')), [name])

    def test_targets(self):
        digest = self.upload('disc.iso')
        self.download('disc.iso', '-o', 'other.iso')
        self.assertEqual(self.digest_of('here', 'other.iso'), digest)
        os.mkdir(self.path('here', 'into'))
        self.download('disc.iso', '-o', 'into/')
        self.assertEqual(self.digest_of('here', 'into', 'disc.iso'), digest)
        self.download('disc.iso', '--output', '.')
        self.assertEqual(self.digest_of('here', 'disc.iso'), digest)
        result = self.download('disc.iso', '-o', 'no/such/', code=harness.EXIT_FILE)
        self.assertIn('no/such', result.stderr)
        result = self.download('disc.iso', '-o', 'no/such.iso', code=harness.EXIT_FILE)

    def test_no_file_is_overwritten(self):
        self.upload('disc.iso')
        with open(self.path('here', 'disc.iso'), 'w', encoding='utf-8') as file:
            file.write('precious')
        result = self.download('disc.iso', code=harness.EXIT_FILE)
        self.assertIn('not overwritten', result.stderr)
        self.assertEqual(os.stat(self.path('here', 'disc.iso')).st_size, 8)

    def test_names_never_are_paths(self):
        for name, safe in (('../up.iso', '_./up.iso'.replace('/', '_')), ('..', '_.'),
                           ('/etc/x.iso', '_etc_x.iso'), ('.hidden', '_hidden')):
            digest = self.upload(name, 1000)
            self.download(name)
            self.assertEqual(self.digest_of('here', safe), digest)
            os.unlink(self.path('here', safe))
        self.assertEqual(sorted(os.listdir(self.directory)), sorted(
            set(os.listdir(self.directory)) & {'here', 'source', 'state', 'cache', 'config',
                                               'data'}))

    def test_records(self):
        digest = self.upload('disc.iso')
        result = self.download('disc.iso', '--json')
        last = self.records(result.stdout)[-1]
        self.assertEqual((last['event'], last['state'], last['name'], last['sha256']),
                         ('done', 'done', 'disc.iso', digest))
        self.assertEqual(last['size'], 2_000_000)

    def test_interrupt(self):
        self.upload('disc.iso', 20_000_000)
        process = self.start_on(self.simulator, '--json', 'download', 'ISOs', 'disc.iso', '-o',
                                self.path('here') + '/', '--limit-rate', '1M')
        for line in process.stdout:
            if harness.json.loads(line)['sent'] > 0:
                break
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=harness.TIMEOUT)
        self.assertEqual(process.returncode, harness.EXIT_INTERRUPTED)
        self.assertFalse(os.path.exists(self.path('here', 'disc.iso')))


if __name__ == '__main__':
    harness.main()
