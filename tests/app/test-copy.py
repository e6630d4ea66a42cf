# SPDX-License-Identifier: GPL-3.0-or-later
"""Images go from one cloud to another, streamed through, and out to a file."""

import re

import base
import display


class Copy(base.TestCase):
    def setUp(self):
        super().setUp()
        self.here = self.start_cell('--catalog', 'Operating systems', '--media', '3')
        self.there = self.start_cell('--catalog', 'Mirror')
        self.add_account(self.here, 'Data center')
        self.add_account(self.there, 'Laboratory')
        self.app = self.start_app()
        self.app.find('label', 'Mirror')
        self.app.open_catalog('Operating systems')
        self.app.wait_for_rows('image-00001.iso', 'image-00002.iso', 'image-00003.iso')

    def drag_row(self, name):
        return display.Drag(self.app.middle(self.app.find('label', name)))

    def test_drag_to_another_cloud(self):
        drag = self.drag_row('image-00001.iso')
        drag.to(*self.app.middle(self.app.find('label', 'Mirror')))
        drag.rest(lambda: re.search('“Mirror”', self.app.words()), 'the catalog to light up')
        self.shot('over-the-other-cloud')
        drag.drop()
        finished, = self.there.wait_for('^finished name="image-00001.iso" size=(\\d+)')
        self.there.wait_for('^ready name="image-00001.iso"')
        self.here.wait_for('^download ')
        self.assertGreater(int(finished.group(1)), 0)
        self.app.open_catalog('Mirror')
        self.app.wait_for_rows('image-00001.iso')

    def test_not_onto_itself(self):
        drag = self.drag_row('image-00001.iso')
        drag.to(*self.app.middle(self.app.find('label', 'Operating systems')))
        drag.rest(lambda: re.search('the catalog that the images are in', self.app.words()),
                  'the reason of the refusal')
        drag.drop()
        self.assertFalse(self.here.find('^created'))

    def test_by_keys(self):
        self.app.click('label', 'image-00002.iso')
        self.app.find('row', re.compile('^image-00002'), selected=True)
        self.app.key('ctrl+shift+s')
        self.app.find(base.DIALOG)
        base.wait_for('the field', lambda: (node := self.app.focused()) and node.is_('editable'))
        display.screen.type('Mirror')
        self.shot('choose-a-catalog')
        self.app.key('Return')
        self.there.wait_for('^ready name="image-00002.iso"')

    def test_by_the_clipboard(self):
        self.app.click('label', 'image-00003.iso')
        self.app.find('row', re.compile('^image-00003'), selected=True)
        self.app.key('ctrl+c')
        self.app.wait_for_words('Name copied')
        self.app.key('ctrl+v')
        self.app.wait_for_words('The images are in this catalog already')
        self.app.open_catalog('Mirror')
        self.app.key('ctrl+v')
        self.there.wait_for('^ready name="image-00003.iso"')


class Within(base.TestCase):
    """From one catalog of an account to another one of the same."""

    def setUp(self):
        super().setUp()
        self.cell = self.start_cell('--catalog', 'Operating systems', '--catalog', 'Drivers',
                                    '--catalog', 'Vendor:readonly', '--media', '1')
        self.add_account(self.cell, 'Data center')
        self.app = self.start_app()
        self.app.open_catalog('Operating systems')
        self.app.wait_for_rows('image-00001.iso')

    def drag_to(self, name, words):
        drag = display.Drag(self.app.middle(self.app.find('label', 'image-00001.iso')))
        drag.to(*self.app.middle(self.app.find('label', name)))
        drag.rest(lambda: re.search(words, self.app.words()), words)
        return drag

    def test_to_another_catalog(self):
        drag = self.drag_to('Drivers', 'Drop to copy to “Drivers”')
        self.shot('over-another-catalog')
        drag.drop()
        created, = self.cell.wait_for('^created name="image-00001.iso".*catalog="(.*?)"')
        self.assertEqual(created.group(1), 'Drivers')
        self.cell.wait_for('^ready name="image-00001.iso"')

    def test_not_to_a_read_only_one(self):
        drag = self.drag_to('Vendor', '“partner” shares this catalog for reading only')
        self.shot('over-a-read-only-catalog')
        drag.drop()
        self.app.wait_gone('label', re.compile('for reading only'))
        self.assertFalse(self.cell.find('^created'))

    def test_chooser_leaves_out_the_source(self):
        self.app.click('label', 'image-00001.iso')
        self.app.key('ctrl+shift+s')
        self.app.find(base.DIALOG, 'Choose a Catalog')
        self.app.find('list item', 'Drivers in Data center', selected=True)
        self.assertFalse(self.app.seen('list item', 'Operating systems in Data center'))
        self.app.key('Escape')


if __name__ == '__main__':
    base.main()
