# SPDX-License-Identifier: GPL-3.0-or-later
"""In a language that needs more room, and runs from right to left, all text can be read."""

import os
import pathlib
import re
import shutil
import signal

import base
import display
import pseudo
from pseudo import stretch

# The second is the least that there may be, with the border that a window has without a compositor.
WIDTHS = (1000, 370)


class Text(base.TestCase):
    def setUp(self):
        super().setUp()
        locales = self.directory / 'locales'
        pseudo.write(pathlib.Path(os.environ['AIRLIFT_GERMAN']),
                     locales / 'he' / 'LC_MESSAGES' / 'airlift.mo')
        # Its name tells GTK the direction, its content is no language's.
        shutil.copytree('/usr/lib/locale/C.utf8', locales / 'he_IL.utf8')
        self.env |= {'AIRLIFT_LOCALES': str(locales), 'LOCPATH': str(locales), 'LANGUAGE': 'he',
                     'LC_ALL': 'he_IL.UTF-8'}

    def start(self, *options):
        self.catalog = 'Drivers'
        self.cell = self.start_cell('--catalog', self.catalog, *options)
        self.add_account(self.cell, 'Data center')
        self.app = self.start_app()

    def complaints(self):
        before = len(self.app.output())
        self.app.process.send_signal(signal.SIGUSR1)
        base.wait_for('what it has found',
                      lambda: self.app.output()[before:].endswith('done\n'))
        text = self.app.output()[before:]
        self.assertIn('direction: rtl', text)
        return sorted(set(line for line in text.splitlines() if line.startswith('cut: ')))

    def assert_readable(self, name):
        # What moves comes to its place.
        try:
            base.wait_for('all text to be in full', lambda: not self.complaints(), 5)
        except AssertionError:
            self.fail(f'{name}:\n' + '\n'.join(self.complaints()))
        finally:
            self.shot(name)

    def at_each_width(self, name):
        for width in WIDTHS:
            self.app.place(330, 40, width, 700)
            with self.subTest(width=width):
                self.assert_readable(f'{name}-{width}')

    def test_without_accounts(self):
        self.app = self.start_app()
        self.at_each_width('first')

    def test_empty_catalog(self):
        self.start()
        self.app.open_catalog(self.catalog)
        self.at_each_width('empty')

    def test_uploads(self):
        self.start('--media', '3', '--fault', 'throttle=rate:200k')
        self.app.open_catalog(self.catalog)
        self.app.find('row', re.compile('image-00001'))
        names = ('first.iso', 'second.iso', 'third.iso')
        source = self.start_source(*(self.make_image(name, size=4 << 20) for name in names))
        self.drag_files(source, self.app.at(0.35, 0.8)).drop()
        self.cell.wait_for('^created name="second.iso"')
        self.at_each_width('uploads')
        self.app.activate('show-transfers')
        self.assert_readable('transfers-370')
        self.app.key('Escape')
        self.app.place(330, 40, WIDTHS[0], 700)
        self.app.activate('show-transfers')
        self.assert_readable('transfers-1000')
        self.app.key('Escape')
        self.app.key('ctrl+q')
        self.app.find(base.DIALOG)
        self.assert_readable('quit')
        self.app.key('Escape')
        self.cell.clear()
        self.cell.wait_for('^ready name="third.iso"')
        # Its status is asked for after that; until then the end would be asked about.
        base.wait_for('nothing to be under way', lambda: not self.services.inhibitors)
        self.app.wait_for_words('third.iso.*' + stretch('Ready').strip())

    def test_conflicts(self):
        self.start('--media', '3')
        self.app.open_catalog(self.catalog)
        self.app.find('row', re.compile('image-00001'))
        source = self.start_source(self.make_image('image-00001.iso'), self.make_file('text.txt'))
        self.drag_files(source, self.app.at(0.35, 0.8)).drop()
        self.app.find('dialog', stretch('Conflicts'))
        self.at_each_width('conflict')

    def test_dialogs(self):
        self.start('--media', '3')
        self.app.open_catalog(self.catalog)
        for action in ('preferences', 'add-account', 'shortcuts', 'about'):
            for width in WIDTHS:
                self.app.place(330, 40, width, 700)
                self.app.activate(action)
                self.app.find('dialog|window|frame', showing=True)
                with self.subTest(dialog=action, width=width):
                    self.assert_readable(f'{action}-{width}')
                display.screen.key('Escape')
        self.app.place(330, 40, WIDTHS[0], 700)


if __name__ == '__main__':
    base.main()
