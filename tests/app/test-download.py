# SPDX-License-Identifier: GPL-3.0-or-later
"""Images come out of a catalog, into files."""

import hashlib
import re

import base
import display
from gi.repository import Gio

IMAGES = ['first.iso', 'second.iso', 'third.iso']


class Download(base.TestCase):
    def setUp(self):
        super().setUp()
        self.cell = self.start_cell('--catalog', 'Operating systems')
        self.add_account(self.cell, 'Data center')
        self.app = self.start_app()
        self.app.open_catalog('Operating systems')
        images = [self.make_image(name) for name in IMAGES]
        self.sums = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in images}
        self.drag_files(self.start_source(*images), self.app.at(0.66, 0.7)).drop()
        self.app.wait_for_rows(*IMAGES)
        self.cell.wait_for('^ready', 3)
        # A press that opens a menu ends within it; GTK takes note. There is no portal here.
        self.allowed = ['Broken accounting of active state', 'version of the OpenURI portal']

    def choose(self, name):
        self.app.click('label', name)
        self.app.find('row', re.compile(f'^{name},'), selected=True)

    def assert_here(self, path, name):
        base.wait_for(f'{path} to be whole', lambda: path.exists() and hashlib.sha256(
            path.read_bytes()).hexdigest() == self.sums[name])

    def open_menu(self, *keys):
        """By its keys; the item is chosen by its mnemonic."""
        base.wait_for('the menu', lambda: len(self.app.seen('menu item', showing=True)) == 8)
        display.screen.key(*keys)

    def test_menu(self):
        self.choose(IMAGES[1])
        self.app.click('label', IMAGES[1], number=3)
        self.open_menu('d')
        path = self.directory / 'here.iso'
        self.app.choose_path('Download Image', path)
        self.assert_here(path, IMAGES[1])

    def test_keys_and_show_in_files(self):
        self.choose(IMAGES[0])
        self.app.key('shift+F10')
        self.open_menu('d')
        path = self.directory / 'a & b.iso'
        self.app.choose_path('Download Image', path)
        self.assert_here(path, IMAGES[0])
        self.app.key('ctrl+j')
        row = self.app.find('list item', re.compile('^first.iso, from Data center: Downloaded'))
        self.shot('list')
        self.app.seen('button', 'More', within=row)[0].press()
        base.wait_for('the menu', lambda: self.app.seen('menu item', showing=True))
        self.shot('list-menu')
        display.screen.key('f')
        base.wait_for('the file manager', lambda: [
            Gio.File.new_for_uri(uri).get_path() for uri in self.services.shown] == [str(path)])

    def test_existing_file(self):
        path = self.make_file('taken.iso')
        before = path.read_bytes()
        self.choose(IMAGES[2])
        self.app.key('ctrl+s')
        self.app.choose_path('Download Image', path)
        self.app.find('button', 'Replace')
        self.shot('question')
        self.assertEqual(path.read_bytes(), before)
        self.app.press('button', 'Replace')
        self.assert_here(path, IMAGES[2])
        # The old one can be had back.
        trashed, = (self.directory / 'data' / 'Trash' / 'files').iterdir()
        self.assertEqual(trashed.read_bytes(), before)

    def test_several(self):
        folder = self.directory / 'folder'
        folder.mkdir()
        (folder / IMAGES[0]).write_bytes(b'another one')
        self.choose(IMAGES[0])
        display.screen.key('shift+Down', 'shift+Down')
        base.wait_for('three to be selected', lambda: len(self.app.seen('row', selected=True)) == 3)
        self.app.key('ctrl+s')
        self.app.choose_path('Download Images to Folder', folder)
        self.assert_here(folder / 'first (2).iso', IMAGES[0])
        for name in IMAGES[1:]:
            self.assert_here(folder / name, name)
        self.assertEqual((folder / IMAGES[0]).read_bytes(), b'another one')


if __name__ == '__main__':
    base.main()
