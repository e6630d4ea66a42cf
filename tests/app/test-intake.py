# SPDX-License-Identifier: GPL-3.0-or-later
"""All ways for files into the app but a plain drop: folders, the clipboard, the command line, D-Bus
and the dialog for files; and what is said of files that cannot go."""

import hashlib
import os
import re
import subprocess

import base
import display
import upload
from gi.repository import Gio, GLib


class Intake(base.TestCase):
    def start(self, *arguments, catalog='Drivers', faults=()):
        more = [word for fault in faults for word in ('--fault', fault)]
        self.cell = self.start_cell('--catalog', 'Operating systems', '--catalog', 'Drivers',
                                    '--catalog', 'Vendor:readonly', *more)
        self.add_account(self.cell, 'Data center')
        self.app = self.start_app(*arguments)
        self.app.find('label', 'Drivers')
        if catalog is not None:
            self.app.open_catalog(catalog)

    def assert_ready(self, path, catalog='Drivers'):
        name = re.escape(path.name)
        self.cell.wait_for(f'^ready name="{name}"')
        finished, = self.cell.wait_for(f'^finished name="{name}".* sha256=(\\w+)')
        self.assertEqual(finished.group(1), hashlib.sha256(path.read_bytes()).hexdigest())
        created, = self.cell.wait_for(f'^created name="{name}".*catalog="(.*)"')
        self.assertEqual(created.group(1).partition('"')[0], catalog)

    def drop(self, *files):
        self.drag_files(self.start_source(*files), self.app.at(0.66, 0.7)).drop()

    def make_folder(self):
        folder = self.directory / 'images'
        (folder / 'below').mkdir(parents=True)
        images = [self.make_image('images/first.iso'), self.make_image('images/below/second.iso')]
        self.make_file('images/notes.txt')
        return folder, images

    # Folders.

    def test_folder(self):
        self.start()
        folder, images = self.make_folder()
        self.drop(folder)
        self.app.find(base.DIALOG, 'Upload the Folder’s Images?')
        self.app.wait_for_words('There are 2 disk images in “images”')
        self.shot('folder-question')
        self.app.press('button', 'Upload')
        for image in images:
            self.assert_ready(image)
        self.assertFalse(self.cell.find('^created name="notes.txt"'))

    def test_folder_left_out(self):
        self.start()
        folder, images = self.make_folder()
        beside = self.make_image('beside.iso')
        self.drop(folder, beside)
        self.app.find(base.DIALOG, 'Upload the Folder’s Images?')
        self.app.press('button', 'Leave Out')
        self.assert_ready(beside)
        self.assertEqual(len(self.cell.find('^created')), 1)

    def test_folder_without_images(self):
        self.start()
        (self.directory / 'empty').mkdir()
        self.drop(self.directory / 'empty')
        self.app.wait_for_words('There are no disk images in the folder')

    # The clipboard.

    def paste(self, *files, kind):
        source = self.start_source(*files, kind=kind)
        source.copy()
        self.app.key('ctrl+v')

    def test_paste_files(self):
        self.start()
        images = [self.make_image('first.iso'), self.make_image('second ü.iso')]
        self.paste(*images, kind='files')
        for image in images:
            self.assert_ready(image)

    def test_paste_uris(self):
        self.start()
        image = self.make_image('by address ü.iso')
        self.paste(image, kind='uris')
        self.assert_ready(image)

    def test_paste_text(self):
        """Addresses of files as plain text, as a terminal gives them."""
        self.start()
        image = self.make_image('by text ü.iso')
        self.paste(image, kind='text')
        self.assert_ready(image)

    def test_paste_nothing(self):
        self.start()
        self.app.key('ctrl+v')
        self.app.wait_for_words('There are no files in the clipboard')

    # The command line, D-Bus, and the dialog.

    def choose(self, selected):
        """In the dialog that asks where the files go."""
        self.app.find(base.DIALOG, 'Choose a Catalog')
        self.app.find('list item', f'{selected} in Data center', selected=True)
        # One that takes no images is not offered.
        self.assertFalse(self.app.seen('list item', re.compile('^Vendor in'), showing=True))

    def test_command_line(self):
        self.start()
        image = self.make_image('opened.iso')
        done = subprocess.run([base.AIRLIFT, image], env=self.env, check=False, timeout=30)
        self.assertEqual(done.returncode, 0)
        self.choose('Drivers')
        self.shot('choose')
        display.screen.key('Return')
        self.assert_ready(image)

    def test_cold_start(self):
        """The catalogs come after the question, and the one that was shown last is proposed."""
        self.start()
        self.assertEqual(self.app.end(), 0)
        self.cell.fault('slow-reply=on:login,seconds:600')
        image = self.make_image('cold.iso')
        self.app = self.start_app(image)
        self.app.find(base.DIALOG, 'Choose a Catalog')
        self.app.wait_for_words('Signing In')
        self.shot('cold')
        self.cell.control('POST', 'clock?advance=601')
        self.choose('Drivers')
        self.app.key('Return')
        self.assert_ready(image)

    def test_without_accounts(self):
        image = self.make_image('too early.iso')
        self.app = self.start_app(image)
        self.app.wait_for_words('Images go to catalogs of an account')
        self.shot('no-account')
        self.app.press('button', 'Add Account…')
        self.app.find(base.DIALOG, 'Add Account')
        self.app.key('Escape')

    def test_open_on_the_bus(self):
        self.start(catalog='Operating systems')
        image = self.make_image('by bus.iso')
        Gio.bus_get_sync(Gio.BusType.SESSION, None).call_sync(
            base.APPLICATION_ID, base.APPLICATION_PATH, 'org.freedesktop.Application', 'Open',
            GLib.Variant('(asa{sv})', ([image.as_uri()], {})), None, 0, 20_000, None)
        self.choose('Operating systems')
        display.screen.key('Up', 'Down')
        self.app.press('button', 'Choose')
        self.assert_ready(image, 'Operating systems')

    def test_file_dialog(self):
        self.start()
        image = self.make_image('chosen.iso')
        self.app.key('ctrl+o')
        self.app.choose_path('Upload Disk Images', image)
        self.assert_ready(image)

    # What cannot go.

    def test_left_out(self):
        """Each for its own reason, in one message, while the good one goes."""
        self.start(faults=(upload.SLOW,))
        coming = self.make_image('coming.iso', size=3 << 20)
        self.drop(coming)
        self.cell.wait_for('^created name="coming.iso"')
        empty = self.make_file('empty.iso', b'')
        gone = self.directory / 'gone.iso'
        gone.symlink_to(self.directory / 'nowhere')
        pipe = self.directory / 'pipe.iso'
        os.mkfifo(pipe)
        good = self.make_image('good.iso')
        self.drop(coming, empty, gone, pipe, good)
        self.app.wait_for_words('4 files are left out')
        self.cell.wait_for('^created name="good.iso"')
        self.shot('message')
        self.app.press('button', 'Details')
        self.app.find(base.DIALOG, 'About the Files')
        for words in ('coming.iso: The file is already on its way', 'empty.iso: The file is empty',
                      'gone.iso: There is no such file', 'pipe.iso: This is not a regular file'):
            self.app.wait_for_words(words)
        self.shot('details')
        self.app.key('Escape')
        self.app.wait_gone(base.DIALOG)
        self.cell.clear()
        self.assert_ready(good)
        self.assert_ready(coming)
        self.assertEqual(len(self.cell.find('^created name="coming.iso"')), 1)


if __name__ == '__main__':
    base.main()
