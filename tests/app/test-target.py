# SPDX-License-Identifier: GPL-3.0-or-later
"""airlift --to ACCOUNT/CATALOG FILE…: with the app running and without, and what is not there."""

import re
import subprocess

import base


class Target(base.TestCase):
    def setUp(self):
        super().setUp()
        self.cell = self.start_cell('--catalog', 'Operating systems', '--catalog', 'a/b')
        self.add_account(self.cell, 'Work/cloud')
        self.add_account(self.start_cell('--catalog', 'Elsewhere'), 'Work')
        self.file = self.make_image('given.iso')

    def run_airlift(self, *arguments):
        """A second time, as from a terminal: it hands over and ends."""
        return subprocess.run([base.AIRLIFT, *arguments], env=self.env, cwd=self.directory,
                              capture_output=True, text=True, timeout=60)

    def test_running_app_takes_files(self):
        app = self.start_app()
        app.wait_for_words('Operating systems')
        done = self.run_airlift('--to', 'work/CLOUD/a/b', 'given.iso')
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        # The catalog that was named is shown, and the image arrives there.
        app.find('label', 'a/b')
        app.wait_for_rows('given.iso')
        self.assertIn('Work/cloud/a/b', self.read_settings())

    def test_app_is_started_for_files(self):
        self.write_settings()
        app = self.start_app('--to', 'Work/cloud/Operating systems', str(self.file))
        app.wait_for_rows('given.iso')

    def test_given_up_while_it_waits(self):
        """For an account that cannot sign in."""
        self.cell.fault('drop-request=on:any')
        self.write_settings()
        app = self.start_app('--to', 'Work/cloud/Operating systems', str(self.file))
        app.activate('quit')
        self.assertEqual(app.wait_for_end(), 0)

    def test_what_is_not_there_is_said(self):
        app = self.start_app()
        app.wait_for_words('Operating systems')
        self.run_airlift('--to', 'Work/Nothing', 'given.iso')
        app.wait_for_words('Nothing Is Uploaded')
        app.press('button', 'Details')
        app.wait_for_words(re.compile('“Work” has no catalog “Nothing”'))
        self.shot('no-catalog')

    def test_account_that_is_not_there(self):
        app = self.start_app()
        app.wait_for_words('Operating systems')
        self.run_airlift('--to', 'Home/Nothing', 'given.iso')
        app.wait_for_words('Nothing Is Uploaded')

    def test_files_are_wanted(self):
        done = self.run_airlift('--to', 'Work/cloud')
        self.assertEqual(done.returncode, 2)
        self.assertIn('“--to” wants the names of files', done.stderr)

    def test_version(self):
        self.assertRegex(self.run_airlift('--version').stdout, r'^\S+ \d+\.\d+\.\d+$')


if __name__ == '__main__':
    base.main()
