# SPDX-License-Identifier: GPL-3.0-or-later
"""The examples of the library's reference do what is said of them, on a simulated cell."""

import hashlib
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(os.environ['AIRLIFT_SOURCE'])
EXAMPLES = SOURCE / 'docs' / 'examples'
SIZE = 4 << 20


class Told(unittest.TestCase):
    """The page that shows them."""

    def test_page_has_the_files(self):
        page = (SOURCE / 'docs' / 'examples.md').read_text()
        shown = re.findall(r'^```(?:c|python)\n(.*?)^```', page, re.M | re.S)
        files = [(EXAMPLES / name).read_text().partition('\n')[2].lstrip('\n')
                 for name in ('upload.c', 'resume.py')]
        self.assertEqual(shown, files)


class Example(unittest.TestCase):
    faults = []

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.file = self.folder / 'debian.iso'
        content = os.urandom(SIZE)
        self.file.write_bytes(content)
        self.sha256 = hashlib.sha256(content).hexdigest()

        options = [f'--fault={fault}' for fault in self.faults]
        self.simulator = subprocess.Popen(
            [os.environ['VCD_SIMULATOR'], '--port', '0', '--catalog', 'Images', *options],
            stdout=subprocess.PIPE, text=True)
        self.addCleanup(self.stop_simulator)
        self.server, fingerprint = self.simulator.stdout.readline().split()[:2]
        self.fingerprint = fingerprint.removeprefix('sha256:')

    def stop_simulator(self):
        self.simulator.terminate()
        self.simulator.wait()
        self.simulator.stdout.close()

    def wait_for_event(self, wanted):
        for line in self.simulator.stdout:
            if re.match(wanted, line):
                return line
        self.fail(f'the simulator never said {wanted}')
        return None

    def assert_arrived(self):
        self.assertIn(self.sha256, self.wait_for_event('finished '))


class C(Example):
    def upload(self, password, answer):
        return subprocess.run(
            [os.environ['EXAMPLE_UPLOAD'], self.server, 'demo', 'demo', 'Images', self.file],
            input=f'{password}\n{answer}\n', capture_output=True, text=True, check=False)

    def test_uploads(self):
        done = self.upload('demo', 'y')
        self.assertEqual(done.stderr, '')
        self.assertEqual(done.returncode, 0)
        # What a person compares is the certificate's.
        self.assertIn(f'sha256:{self.fingerprint}', done.stdout)
        self.assertIn(f'ready {self.sha256}', done.stdout)
        self.assert_arrived()

    def test_sends_nothing_without_trust(self):
        done = self.upload('demo', 'n')
        self.assertEqual(done.returncode, 1)
        self.assertIn('certificate', done.stderr)
        self.simulator.terminate()
        self.assertNotIn('login ', self.simulator.stdout.read())

    def test_says_what_is_wrong(self):
        done = self.upload('wrong', 'y')
        self.assertEqual(done.returncode, 1)
        self.assertIn('refused the sign-in', done.stderr)


class Python(Example):
    # At half of the file the server stops to read, once.
    faults = [f'stall=byte:{SIZE // 2}']

    def start(self, *files):
        process = subprocess.Popen(
            [sys.executable, EXAMPLES / 'resume.py', self.folder / 'journal', self.server, 'demo',
             'demo', self.fingerprint, 'Images', *files],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        process.stdin.write('demo\n')
        process.stdin.close()
        self.addCleanup(process.stdout.close)
        return process

    def test_goes_on_after_being_killed(self):
        killed = self.start(self.file)
        self.assertEqual(killed.stdout.readline(), 'restored 0\n')
        self.wait_for_event('stalled ')
        killed.kill()
        killed.wait()

        second = self.start()
        self.assertEqual(second.stdout.readline(), 'restored 1\n')
        self.assertIn('debian.iso done\n', second.stdout.read())
        self.assertEqual(second.wait(), 0)
        self.assert_arrived()


if __name__ == '__main__':
    wanted = sys.argv[1:]
    unittest.main(argv=[sys.argv[0], *wanted], verbosity=2)
