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
        display.screen.type('Mirror')
        self.shot('choose-a-catalog')
        self.app.key('Return')
        self.there.wait_for('^ready name="image-00002.iso"')


if __name__ == '__main__':
    base.main()
