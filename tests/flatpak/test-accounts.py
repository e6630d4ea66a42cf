# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts in the sandbox: their secrets are the Secret portal's business, and the command line has
the same ones."""

import json
import re
import subprocess

import sandbox
from sandbox import base


class Accounts(sandbox.TestCase):
    def setUp(self):
        super().setUp()
        self.cell = self.start_cell('--catalog', 'Operating systems', '--catalog', 'Drivers')

    def test_secret_survives(self):
        app = self.start_app()
        self.add_by_hand(app, self.cell)
        app.find('label', 'Operating systems')
        self.shot('signed-in')
        self.assertEqual(app.end(), 0)
        self.assertEqual(len(self.cell.find('^login')), 2)

        # In a file of the sandbox, closed with a key that the portal gives to this app alone…
        keyring = self.data / 'data' / 'keyrings' / 'default.keyring'
        self.assertTrue(keyring.exists())
        for path in filter(base.pathlib.Path.is_file, self.data.rglob('*')):
            self.assertNotIn(sandbox.PASSWORD.encode(), path.read_bytes(), path)
        # … and not in the keyring that other programs read.
        found = subprocess.run(['secret-tool', 'search', '--all', 'xdg:schema',
                                'io.github.vcdairlift.Airlift.Account'], capture_output=True,
                               text=True, check=False)
        self.assertNotIn(sandbox.PASSWORD, found.stdout + found.stderr)

        # It is found again: nobody is asked.
        app = self.start_app()
        app.find('label', 'Operating systems')
        self.assertEqual(len(self.cell.wait_for('^login', 3)), 3)

    def test_command_line_has_the_same(self):
        app = self.start_app()
        self.add_by_hand(app, self.cell)
        app.find('label', 'Drivers')
        self.assertEqual(app.end(), 0)
        accounts = [json.loads(line) for line in self.airliftctl('--json', 'account', 'list').splitlines()]
        self.assertEqual([account['server'] for account in accounts], [self.cell.url])
        # It signs in with the secret that the app has kept.
        self.assertIn('Drivers', self.airliftctl('catalogs'))

    def test_command_line_adds(self):
        """While the app runs: what one of them adds, the other one has."""
        app = self.start_app()
        app.find('label', 'Welcome to Airlift')
        self.add_account(self.cell, 'From the terminal')
        app.find('label', 'From the terminal')
        app.find('label', 'Drivers')
        self.assertEqual(app.end(), 0)
        app = self.start_app()
        app.find('label', 'Drivers')

    def test_command_line_uploads(self):
        """Files come to it as they come to the app: one by one, by the document portal."""
        self.add_account(self.cell)
        image = self.make_image('by-hand.iso')
        done = subprocess.run([*sandbox.FLATPAK_RUN, '--command=airliftctl', '--file-forwarding',
                               sandbox.ID, 'upload', '--to', 'Drivers', '@@', str(image), '@@'],
                              env=self.env, text=True, capture_output=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.cell.wait_for('^ready name="by-hand.iso"')
        # Without, there is no such file.
        done = self.inside('airliftctl', 'upload', '--to', 'Drivers', str(image))
        self.assertEqual(done.returncode, 7, done.stderr)


class Certificates(sandbox.TestCase):
    def wait_for_fingerprint(self, app, cell):
        base.wait_for('the fingerprint', lambda: cell.trust.removeprefix('sha256:')
                      in re.sub('[^0-9a-f]', '', app.words().lower()))

    def test_untrusted(self):
        """It is asked about before a password is, and pinned for this server alone."""
        cell = self.start_cell('--catalog', 'Drivers')
        app = self.start_app()
        app.key('ctrl+n')
        self.wait_for_field(app, 'Address')
        base.display.screen.type(cell.url)
        app.key('Return')
        app.find(base.DIALOG, 'Trust This Server?')
        self.wait_for_fingerprint(app, cell)
        self.shot('untrusted')
        app.key('Escape')
        app.wait_for_words('certificate is not trusted')
        self.assertFalse(cell.find('^login'))
        app.key('Escape')
        app.wait_gone('button', 'Continue')

        self.add_by_hand(app, cell)
        app.find('label', 'Drivers')
        self.assertIn(cell.trust.removeprefix('sha256:'), self.read_settings())

    def test_internal_authority(self):
        """One that the sandbox does not know: who issued a certificate is told, that one is pinned,
        and another one by the same name is an alarm."""
        options = ('--catalog', 'Drivers', '--authority', 'Example Corp Internal CA')
        cell = self.start_cell(*options)
        app = self.start_app()
        app.key('ctrl+n')
        self.wait_for_field(app, 'Address')
        base.display.screen.type(cell.url)
        app.key('Return')
        app.find(base.DIALOG, 'Trust This Server?')
        self.wait_for_fingerprint(app, cell)
        app.wait_for_words('Example Corp Internal CA')
        app.wait_for_words('not issued by an authority that this system knows')
        self.shot('internal')
        app.key('Escape')
        app.wait_for_words('certificate is not trusted')
        app.key('Escape')
        app.wait_gone('button', 'Continue')
        self.add_by_hand(app, cell)
        app.find('label', 'Drivers')
        self.assertEqual(app.end(), 0)
        logins = len(cell.find('^login'))
        self.assertEqual(logins, 2)

        cell.stop()
        port = cell.url.rpartition(':')[2]
        other = self.start_cell('--port', port, *options)
        self.assertNotEqual(other.trust, cell.trust)
        app = self.start_app()
        app.wait_for_words('(?i)certificate')
        # Not one word was said to it.
        self.assertFalse(other.find('^login'))
        account, = re.findall(r"accounts=\['([^']+)'\]", self.read_settings())
        app.activate('sign-in', base.GLib.Variant('s', account))
        app.find(base.DIALOG, 'The Certificate Has Changed')
        self.wait_for_fingerprint(app, other)
        self.shot('changed')
        app.press('button', re.compile('Trust New Certificate'))
        app.find('label', 'Drivers')
        other.wait_for('^login')
        self.assertNotIn(cell.trust.removeprefix('sha256:'), self.read_settings())


if __name__ == '__main__':
    sandbox.main()
