# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of a catalog: its images are found, renamed, deleted and fetched."""

import re

import base
import display

IMAGES = [f'image-0000{number}.iso' for number in range(1, 7)]


class Catalog(base.TestCase):
    def setUp(self):
        super().setUp()
        self.cell = self.start_cell('--catalog', 'Operating systems', '--catalog', 'Vendor:readonly',
                                    '--media', '6')
        self.add_account(self.cell, 'Data center')
        self.app = self.start_app()
        self.app.open_catalog('Operating systems')
        self.app.wait_for_rows(*IMAGES)

    def choose(self, name):
        self.app.click('label', name)
        self.app.find('row', re.compile(f'^{name},'), selected=True)

    def test_search(self):
        self.app.key('ctrl+f')
        self.app.find(name='Search Images', editable=True)
        display.screen.type('00003')
        self.app.wait_for_rows(IMAGES[2])
        display.screen.type('x')
        self.app.wait_for_words('No Images Found')
        self.shot('nothing-found')
        self.app.key('Escape')
        self.app.wait_for_rows(*IMAGES)

    def test_sort(self):
        self.app.click('column header', 'Name')
        self.app.wait_for_rows(*reversed(IMAGES))
        self.app.click('column header', 'Size')
        self.app.wait_for_rows(*IMAGES)

    def test_rename(self):
        self.choose(IMAGES[1])
        self.app.key('F2')
        self.app.find(name='Name', editable=True)
        self.app.fill('Name', 'renamed & <new>.iso')
        self.shot('dialog')
        self.app.key('Return')
        self.app.wait_for_rows(IMAGES[0], *IMAGES[2:], 'renamed & <new>.iso')
        self.cell.wait_for('^edited ')

    def test_delete(self):
        self.choose(IMAGES[3])
        self.app.key('Delete')
        self.app.find(base.DIALOG, re.compile(f'^Delete “{IMAGES[3]}”'))
        self.app.wait_for_words('deleted from “Operating systems”')
        self.shot('question')
        # What is destroyed is not what Return means.
        self.app.key('Return')
        self.app.wait_gone(base.DIALOG)
        self.assertFalse(self.cell.find('^deleted'))
        self.app.key('Delete')
        self.app.press('button', 'Delete')
        self.cell.wait_for('^deleted')
        self.app.wait_for_rows(*IMAGES[:3], *IMAGES[4:])

    def test_delete_several(self):
        self.choose(IMAGES[0])
        display.screen.key('shift+Down', 'shift+Down')
        base.wait_for('three to be selected', lambda: len(self.app.seen('row', selected=True)) == 3)
        self.app.key('Delete')
        self.app.find(base.DIALOG, 'Delete 3 Images?')
        # As one text, below the heading.
        self.app.wait_for_words('\n'.join(IMAGES[:3]))
        self.shot('question-of-three')
        self.app.press('button', 'Delete')
        self.cell.wait_for('^deleted', 3)
        self.app.wait_for_rows(*IMAGES[3:])

    def test_menu(self):
        # A press that opens a menu ends within it; GTK takes note.
        self.allowed = ['Broken accounting of active state']
        self.choose(IMAGES[2])
        self.app.click('label', IMAGES[2], number=3)
        # GTK gives a menu's items no names: how many there are, and what the first one does.
        base.wait_for('the menu', lambda: len(self.app.seen('menu item', showing=True)) == 8)
        self.shot('menu')
        self.app.key('Return')
        self.app.find(name='Name', editable=True)
        self.app.key('Escape')
        self.app.wait_gone(name='Name', role='text')

    def test_refresh(self):
        self.cell.control('POST', f'delete?name={IMAGES[4]}')
        self.app.key('F5')
        self.app.wait_for_rows(*IMAGES[:4], IMAGES[5])

    def test_open_details(self):
        self.choose(IMAGES[0])
        self.app.key('Return')
        self.app.wait_for_words('urn:vcloud:media:')
        self.shot('details')
        self.app.key('Escape')
        self.app.wait_gone(name='URN')

    def test_typing_searches(self):
        """Whoever types where the list is, looks for something."""
        self.choose(IMAGES[0])
        display.screen.type('00005')
        self.app.wait_for_rows(IMAGES[4])
        self.app.key('Escape')
        self.app.wait_for_rows(*IMAGES)

    def test_looks_are_remembered(self):
        """The order and the widths of columns, when it comes back."""
        self.app.click('column header', 'Created')
        self.app.wait_for_rows(*IMAGES)
        self.app.click('column header', 'Created')
        self.app.wait_for_rows(*reversed(IMAGES))
        x, y = self.app.middle(self.app.find('column header', 'Size'))
        width = self.app.find('column header', 'Size').extents()[2]
        display.screen.move(x + width / 2, y)
        drag = display.Drag((x + width / 2 + 3, y))
        drag.to(x + width / 2 + 90, y)
        drag.drop()
        base.wait_for('a wider column', lambda: self.app.find(
            'column header', 'Size').extents()[2] > width + 40)
        wide = self.app.find('column header', 'Size').extents()[2]
        self.shot('wide')
        self.assertEqual(self.app.end(), 0)
        self.app = self.start_app()
        self.app.wait_for_rows(*reversed(IMAGES))
        self.assertAlmostEqual(self.app.find('column header', 'Size').extents()[2], wide, delta=4)

    def test_read_only(self):
        self.app.open_catalog('Vendor')
        self.app.wait_for_words('read-only|cannot be changed|No Images')


if __name__ == '__main__':
    base.main()
