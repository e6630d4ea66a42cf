# SPDX-License-Identifier: GPL-3.0-or-later
"""The file manager's own menu uploads disk images: a real one, with the extension as built."""

import os
import pathlib
import re
import subprocess

import base
import display

# GTK's menus have no names for assistive technology: they are worked by their letters.
OFFER = 'u'


class FileManager(base.App):
    """It looks for extensions in one place of the system only: there it sees what was built."""

    def __init__(self, accessibility, env, folder, log):
        self.accessibility = accessibility
        self.log = log
        self.root = None
        built = pathlib.Path(os.environ['AIRLIFT_NAUTILUS_EXTENSION']).parent
        with open(log, 'ab') as output:
            self.process = subprocess.Popen(
                ['bwrap', '--dev-bind', '/', '/', '--die-with-parent', '--bind', str(built),
                 os.environ['AIRLIFT_NAUTILUS_EXTENSIONS'], 'nautilus', '--new-window', str(folder)],
                env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        children = pathlib.Path(f'/proc/{self.process.pid}/task/{self.process.pid}/children')
        self.pid = int(base.wait_for('the file manager', children.read_text).split()[0])

    def tree(self):
        if self.root is None:
            self.root = self.accessibility.find_program(self.pid)
            if self.root is None:
                raise LookupError('the file manager is not on the accessibility bus')
        return self.accessibility.look(self.root)

    def wait_for_window(self):
        self.window = base.wait_for('its window', lambda: display.screen.find_windows(self.pid))[0]
        display.screen.place(self.window, 0, 0)

    def items(self):
        return len(self.seen('menu item', showing=True))

    def open_menu(self):
        """Of all that is in the folder."""
        self.find('grid cell|table row|list item', re.compile(r'\.(iso|txt)$'), showing=True)
        self.key('ctrl+a')
        self.find('grid cell|table row|list item', re.compile(r'\.(iso|txt)$'), selected=True)
        display.screen.key('shift+F10')
        self.find('menu item', focused=True, showing=True)


class Files(base.TestCase):
    services_wanted = ('notifications', 'session')

    def setUp(self):
        super().setUp()
        self.cell = self.start_cell('--catalog', 'Operating_systems', '--catalog', 'Drivers')
        self.add_account(self.cell, 'Work')
        self.folder = self.directory / 'images'
        self.folder.mkdir()

    def open_folder(self):
        files = FileManager(self.accessibility, self.env, self.folder, self.directory / 'files.log')
        self.addCleanup(files.process.wait)
        self.addCleanup(files.process.terminate)
        files.wait_for_window()
        return files

    def test_images_are_handed_to_the_app(self):
        """Which asks where they go, for nothing was uploaded yet."""
        for name in ('one.iso', 'two.iso'):
            base.make_image(self.folder / name, 'IMAGE', 1 << 18)
        app = self.start_app()
        app.wait_for_words('Drivers')
        files = self.open_folder()
        files.open_menu()
        self.shot('offered')
        display.screen.key(OFFER)
        app.find(base.DIALOG)
        app.wait_for_words('For 2 files')
        self.shot('asked')

    def test_catalogs_that_were_used_are_offered(self):
        base.make_image(self.folder / 'one.iso', 'IMAGE', 1 << 18)
        self.settings.setdefault('', {})['recent-catalogs'] = ['Work/Operating_systems', 'Gone/Away']
        app = self.start_app()
        app.wait_for_words('Drivers')
        files = self.open_folder()
        files.open_menu()
        display.screen.key(OFFER)
        base.wait_for('two catalogs, another one, and the way back',
                      lambda: files.items() == 4)
        self.shot('recent')
        display.screen.key('Down')
        display.screen.key('Return')
        app.wait_for_rows('one.iso')

    def test_other_files_are_left_alone(self):
        self.make_file('images/readme.txt')
        files = self.open_folder()
        files.open_menu()
        self.shot('not-offered')
        first = files.find('menu item', focused=True)
        before = files.items()
        display.screen.key(OFFER)
        display.screen.key('Down')
        base.wait_for('the keys to be heeded',
                      lambda: files.find('menu item', focused=True).path != first.path)
        # What had been chosen would have closed it.
        self.assertEqual(files.items(), before)


if __name__ == '__main__':
    base.main()
