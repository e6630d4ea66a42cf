# SPDX-License-Identifier: GPL-3.0-or-later
"""On a desktop without a keyring a password is remembered until the end, and nowhere else."""

import base
import display


class NoKeyring(base.TestCase):
    def sign_in(self, app):
        app.wait_for_words('is not known')
        app.activate('sign-in', base.GLib.Variant('s', self.account))
        app.find(base.DIALOG, 'Sign In to “Cloud”')
        base.wait_for('the field', lambda: (node := app.focused()) and node.is_('editable'))
        display.screen.type(base.PASSWORD)
        app.key('Return')
        app.find(base.DIALOG, 'No Keyring')

    def test_remembered_until_the_end(self):
        cell = self.start_cell('--catalog', 'Operating systems')
        self.account = self.add_account(cell, password=None)
        app = self.start_app()
        self.sign_in(app)
        self.shot('asked')
        app.key('Return')
        app.find('label', 'Operating systems')
        # Once more, while it runs: nobody is asked.
        cell.control('POST', 'expire')
        app.open_catalog('Operating systems')
        app.key('ctrl+r')
        cell.wait_for('^login', 2)
        self.assertEqual(app.end(), 0)

        app = self.start_app()
        self.sign_in(app)
        app.key('Escape')
        app.wait_gone(base.DIALOG)
        # Not even that: it is asked for as soon as the server wants it again.
        app.find('label', 'Operating systems')
        cell.control('POST', 'expire')
        app.open_catalog('Operating systems')
        app.key('ctrl+r')
        app.wait_for_words('is not known')
        self.assertNotIn(base.PASSWORD, self.read_settings())


if __name__ == '__main__':
    base.main()
