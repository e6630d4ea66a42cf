# SPDX-License-Identifier: GPL-3.0-or-later
"""From the first start to images that are ready, as somebody goes it who read no manual."""

import re
import subprocess

import base
import display


class Story(base.TestCase):
    def sign_in(self, cell):
        """By keys alone, from the welcome page to the account."""
        app = self.start_app()
        app.find('label', 'Welcome to Airlift')
        app.key('ctrl+n')
        app.find(base.DIALOG)
        app.fill('Address', cell.url)
        app.key('Return')
        question = app.find(base.DIALOG, 'Trust This Server?')
        # What it is to be compared with.
        seen = re.sub('[^0-9a-f]', '', question.words().lower())
        self.assertIn(cell.trust.removeprefix('sha256:'), seen)
        self.shot('certificate')
        app.press('button', 'Trust for This Account')
        app.find(name='Organization', editable=True)
        app.fill('Organization', 'demo')
        app.fill('User Name', 'demo')
        app.fill('Password', 'demo password')
        self.shot('sign-in')
        app.key('Return')
        app.find('button', 'Add Account', sensitive=True)
        self.shot('checked')
        app.press('button', 'Add Account')
        return app

    def test_first_upload(self):
        cell = self.start_cell('--password', 'demo password', '--catalog', 'Operating systems',
                               '--catalog', 'Drivers')
        app = self.sign_in(cell)
        app.find('label', 'Drivers')
        app.open_catalog('Drivers')
        image = self.make_image('debian-13.iso', 'DEBIAN_13')
        plain = self.make_file('notes.img')
        empty = self.make_file('empty.iso', b'')
        drag = self.drag_files(self.start_source(image, plain, empty), app.at(0.66, 0.7))
        drag.drop()
        app.wait_for_words('1 file is left out, 1 is no disk image')
        self.shot('left-out')
        for name in ('debian-13.iso', 'notes.img'):
            cell.wait_for(f'^ready name="{name}"')
        app.wait_for_rows('debian-13.iso', 'notes.img')
        self.assertEqual(len(cell.find('^created')), 2)
        base.wait_for('it to be told', lambda: self.services.notifications)
        # The secret is in the keyring, and nowhere else.
        self.assertNotIn('demo password', self.read_settings())
        found = subprocess.run(['secret-tool', 'search', '--all', 'xdg:schema',
                                'io.github.vcdairlift.Airlift.Account'], capture_output=True,
                               text=True, check=True).stdout
        self.assertIn('demo password', found)

    def test_wrong_password(self):
        cell = self.start_cell('--password', 'another', '--catalog', 'Drivers')
        app = self.start_app()
        app.key('ctrl+n')
        app.fill('Address', cell.url)
        app.key('Return')
        app.press('button', 'Trust for This Account')
        app.find(name='Organization', editable=True)
        app.fill('Organization', 'demo')
        app.fill('User Name', 'demo')
        app.fill('Password', 'wrong')
        app.key('Return')
        app.find('button', 'Change Sign-In')
        self.shot('refused')
        self.assertNotIn('accounts/', self.read_settings())


class Conflicts(base.TestCase):
    def setUp(self):
        super().setUp()
        self.cell = self.start_cell('--catalog', 'Drivers', '--media', '2')
        self.add_account(self.cell, 'Data center')
        self.app = self.start_app()
        self.app.open_catalog('Drivers')
        self.app.wait_for_rows('image-00001.iso', 'image-00002.iso')
        self.image = self.make_image('image-00001.iso')
        drag = self.drag_files(self.start_source(self.image), self.app.at(0.66, 0.7))
        drag.drop()
        self.dialog = self.app.find(base.DIALOG, 'Conflicts')

    def choose(self, answer):
        self.app.press('radio', answer)
        # Only an image of another name is asked for it.
        self.app.wait_gone(None, 'New Name')

    def test_rename(self):
        self.shot('question')
        self.app.press('button', 'Upload')
        created, = self.cell.wait_for('^created name="(.*?)"')
        self.assertNotEqual(created.group(1), 'image-00001.iso')
        self.cell.wait_for('^ready ')
        base.wait_for('three images', lambda: len(self.app.rows()) == 3)

    def test_replace(self):
        self.choose('Replace')
        self.shot('replace')
        self.app.press('button', 'Upload')
        self.cell.wait_for('^ready ')
        self.cell.wait_for('^deleted ')
        base.wait_for('the new one in place of the old',
                      lambda: self.app.rows() == ['image-00001.iso', 'image-00002.iso'])
        self.assertNotIn('name="image-00001.iso"', self.cell.find('^created .*')[0].group(0))

    def test_skip(self):
        self.choose('Skip')
        self.app.press('button', 'Upload')
        self.app.wait_gone(base.DIALOG)
        self.assertFalse(self.cell.find('^created'))

    def test_cancel(self):
        self.app.key('Escape')
        self.app.wait_gone(base.DIALOG)
        self.assertFalse(self.cell.find('^created'))


if __name__ == '__main__':
    base.main()
