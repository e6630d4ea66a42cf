# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts are added, mended, edited and removed, by keys alone."""

import re
import subprocess

import base
import display


def look_up(account):
    """The secret that the keyring has of an account."""
    return subprocess.run(['secret-tool', 'lookup', 'account', account], check=False, text=True,
                          capture_output=True).stdout


class Accounts(base.TestCase):
    def wait_for_field(self, app, label):
        """Until one can type into the field of this label."""
        def is_there():
            node = app.focused()
            return node is not None and node.is_('editable') and label in [
                node.name] + [parent.name for parent in list(node.parents())[:4]]

        base.wait_for(f'the field {label}', is_there)

    def add(self, app, cell, user='demo'):
        """Up to the page that asks who one is."""
        app.key('ctrl+n')
        self.wait_for_field(app, 'Address')
        display.screen.type(cell.url + '/tenant/demo/catalogs')
        app.key('Return')
        app.find(base.DIALOG, 'Trust This Server?')

    def test_add(self):
        cell = self.start_cell('--catalog', 'Operating systems')
        app = self.start_app()
        self.shot('welcome')
        self.add(app, cell)
        self.assertIn(cell.trust.removeprefix('sha256:')[:4].upper(), app.words())
        self.assertFalse(cell.find('^login'))
        self.shot('certificate')
        app.press('button', re.compile('Trust for This Account'))

        # The address knew the organization; a wrong password loses nothing that was typed.
        self.wait_for_field(app, 'User Name')
        self.shot('sign-in')
        display.screen.type('demo')
        app.fill('Password', 'wrong')
        app.key('Return')
        app.wait_for_words('Sign in: failed. The server refused the sign-in')
        app.find('button', 'Change Sign-In', focused=True)
        self.shot('refused')
        app.key('Return')
        app.wait_gone('button', 'Change Sign-In')
        self.wait_for_field(app, 'Password')
        app.key('ctrl+a')
        display.screen.type(base.PASSWORD)
        app.key('Return')
        self.wait_for_field(app, 'Title of the Account')
        self.shot('passed')
        app.key('Return')
        app.find('label', 'Operating systems')
        account, = re.findall(r"accounts=\['([^']+)'\]", self.read_settings())
        self.assertEqual(look_up(account).strip(), base.PASSWORD)
        self.assertNotIn('wrong', self.read_settings())

        # The same once more is told.
        app.key('ctrl+n')
        self.wait_for_field(app, 'Address')
        display.screen.type(cell.url + '/tenant/demo')
        app.key('Return')
        app.find(base.DIALOG, 'Trust This Server?')
        app.press('button', re.compile('Trust for This Account'))
        self.wait_for_field(app, 'User Name')
        display.screen.type('demo')
        app.fill('Password', base.PASSWORD)
        app.key('Return')
        app.wait_for_words('You have this account already')
        self.shot('twin')
        app.key('Escape')
        app.key('Escape')

    def test_add_nothing(self):
        """What is no address, no server, or not trusted, is said where it was typed."""
        cell = self.start_cell()
        app = self.start_app()
        app.key('ctrl+n')
        self.wait_for_field(app, 'Address')
        display.screen.type('127.0.0.1:1')
        app.key('Return')
        app.wait_for_words('refuses the connection')
        self.shot('no-server')
        app.key('ctrl+a')
        display.screen.type(cell.url)
        app.key('Return')
        app.find(base.DIALOG, 'Trust This Server?')
        app.key('Escape')
        app.wait_for_words('certificate is not trusted')
        app.key('Escape')
        app.wait_gone('button', 'Continue')

    def test_secret_is_asked_once(self):
        cell = self.start_cell('--catalog', 'Operating systems')
        account = self.add_account(cell, password=None)
        app = self.start_app()
        app.wait_for_words('is not known')
        app.activate('sign-in', base.GLib.Variant('s', account))
        app.find(base.DIALOG, 'Sign In to “Cloud”')
        # What is typed before the dialog has the focus is lost.
        base.wait_for('the field', lambda: (node := app.focused()) and node.is_('editable'))
        self.shot('asked')
        display.screen.type(base.PASSWORD)
        app.key('Return')
        app.find('label', 'Operating systems')
        base.wait_for('the keyring', lambda: look_up(account).strip() == base.PASSWORD)

    def test_add_by_token(self):
        cell = self.start_cell('--catalog', 'Operating systems', '--api-token', 'abcdef123456')
        app = self.start_app()
        app.place(width=360, height=600)
        self.add(app, cell)
        app.press('button', re.compile('Trust for This Account'))
        self.wait_for_field(app, 'User Name')
        app.tab_to(lambda node: 'Sign In With' in [node.name] + [
            parent.name for parent in list(node.parents())[:3]], 'the way', 'shift+Tab')
        app.key('Return')
        app.find('list item', focused=True)
        app.key('Down')
        app.key('Return')
        app.wait_for_words('User Preferences → API Tokens')
        app.fill('API Token', 'abcdef123456')
        self.shot('token')
        app.key('Return')
        self.wait_for_field(app, 'Title of the Account')
        self.shot('token-passed')
        app.key('Return')
        app.wait_gone('button', 'Add Account')
        base.wait_for('the account', lambda: "sign-in-method='api-token'" in self.read_settings())


    def test_certificate_changed(self):
        cell = self.start_cell('--catalog', 'Operating systems')
        account = self.add_account(cell)
        pin = self.settings[f'accounts/{account}']['trusted'][0]
        self.settings[f'accounts/{account}']['trusted'] = [pin[:-4] + '0000']
        app = self.start_app()
        app.wait_for_words('(?i)certificate')
        app.activate('sign-in', base.GLib.Variant('s', account))
        app.find(base.DIALOG, 'The Certificate Has Changed')
        self.shot('alarm')
        app.press('button', re.compile('Trust New Certificate'))
        app.find('label', 'Operating systems')
        base.wait_for('the new one alone',
                      lambda: f"trusted=['{pin}']" in self.read_settings())

    def test_edit(self):
        cell = self.start_cell('--catalog', 'Operating systems')
        account = self.add_account(cell)
        app = self.start_app()
        app.find('label', 'Operating systems')
        app.activate('edit-account', base.GLib.Variant('s', account))
        self.wait_for_field(app, 'Title')
        self.shot('edit-account')
        app.key('ctrl+a')
        display.screen.type('Data center')
        app.key('Return')
        app.find('label', 'Data center')
        self.assertEqual(look_up(account).strip(), base.PASSWORD)

    def test_remove_and_undo(self):
        cell = self.start_cell('--catalog', 'Operating systems')
        account = self.add_account(cell, 'First')
        self.add_account(self.start_cell('--catalog', 'Mirror'), 'Second')
        app = self.start_app()
        app.find('label', 'Operating systems')
        app.activate('remove-account', base.GLib.Variant('s', account))
        app.find('label', 'Account “First” removed')
        app.wait_gone('label', 'Operating systems')
        self.shot('removed')
        app.press('button', 'Undo')
        app.find('label', 'Operating systems')
        self.assertEqual(look_up(account).strip(), base.PASSWORD)

        # The end of the program is the end of the chance to undo it.
        app.activate('remove-account', base.GLib.Variant('s', account))
        app.find('label', 'Account “First” removed')
        app.wait_gone('label', 'Operating systems')
        self.assertEqual(app.end(), 0)
        self.assertEqual(look_up(account), '')
        self.assertNotIn(account, self.read_settings().split('accounts=')[1].split('\n')[0])

    def test_move(self):
        first = self.add_account(self.start_cell(), 'First')
        second = self.add_account(self.start_cell(), 'Second')
        app = self.start_app()
        app.find('label', 'Second')
        app.activate('move-account-up', base.GLib.Variant('s', second))
        base.wait_for('the order', lambda: f"accounts=['{second}', '{first}']"
                      in self.read_settings())


if __name__ == '__main__':
    base.main()
