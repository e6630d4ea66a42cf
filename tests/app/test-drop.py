# SPDX-License-Identifier: GPL-3.0-or-later
"""Files are dragged out of another program and dropped on catalogs."""

import hashlib
import re

import base


class Drop(base.TestCase):
    def setUp(self):
        super().setUp()
        self.cell = self.start_cell('--catalog', 'Operating systems', '--catalog', 'Drivers',
                                    '--catalog', 'Vendor:readonly', '--media', '2')
        self.add_account(self.cell, 'Data center')
        self.app = self.start_app()
        self.app.find('label', 'Drivers')

    def row(self, name):
        return self.app.middle(self.app.find('label', name))

    def page(self):
        return self.app.at(0.66, 0.7)

    def assert_ready(self, path, catalog):
        """The cell has it, to the last byte, and the list shows it."""
        self.cell.wait_for(f'^ready name="{re.escape(path.name)}"')
        finished, = self.cell.wait_for(f'^finished name="{re.escape(path.name)}".* sha256=(\\w+)')
        self.assertEqual(finished.group(1), hashlib.sha256(path.read_bytes()).hexdigest())
        created, = self.cell.wait_for(f'^created name="{re.escape(path.name)}".*catalog="(.*)"')
        self.assertEqual(created.group(1).partition('"')[0], catalog)

    def test_on_the_page(self):
        self.app.open_catalog('Drivers')
        image = self.make_image('debian-13.iso')
        source = self.start_source(image)
        drag = self.drag_files(source, self.page())
        self.app.wait_for_words('Drivers')
        self.shot('over-the-page')
        drag.drop()
        self.assert_ready(image, 'Drivers')
        self.app.wait_for_rows('debian-13.iso')
        base.wait_for('the end of the drag', lambda: 'end' in source.output())

    def test_on_the_sidebar(self):
        image = self.make_image('from the side & <more>.iso')
        source = self.start_source(image)
        drag = self.drag_files(source, self.row('Drivers'))
        self.app.wait_for_words('Drop to upload to “Drivers”')
        self.shot('over-the-sidebar')
        drag.drop()
        self.assert_ready(image, 'Drivers')

    def test_single_file(self):
        image = self.make_image('single.iso')
        drag = self.drag_files(self.start_source(image, kind='file'), self.row('Drivers'))
        drag.drop()
        self.assert_ready(image, 'Drivers')

    def test_uri_list(self):
        images = [self.make_image('first.iso'), self.make_image('second ü.iso')]
        drag = self.drag_files(self.start_source(*images, kind='uris'), self.row('Drivers'))
        drag.drop()
        for image in images:
            self.assert_ready(image, 'Drivers')

    def test_read_only_catalog_refuses(self):
        source = self.start_source(self.make_image('refused.iso'))
        drag = self.drag_files(source, self.row('Vendor'),
                               until=lambda: re.search('“partner” shares this catalog for reading only',
                                                       self.app.words()),
                               what='the reason of the refusal')
        self.shot('refused')
        drag.drop()
        base.wait_for('the end of the drag',
                      lambda: re.search('^(cancel|end)', source.output(), re.M))
        # On its way it may have been welcome elsewhere.
        self.assertNotEqual(re.findall(r'^action (\d+)', source.output(), re.M)[-1:], ['1'])
        self.assertFalse(self.cell.find('^created'))

    def test_read_only_page_refuses(self):
        self.app.open_catalog('Vendor')
        source = self.start_source(self.make_image('refused.iso'))
        drag = self.drag_files(source, self.page(),
                               until=lambda: re.search('“partner” shares this catalog for reading only',
                                                       self.app.words()),
                               what='the reason of the refusal')
        self.shot('refused-by-the-page')
        drag.drop()
        base.wait_for('the end of the drag',
                      lambda: re.search('^(cancel|end)', source.output(), re.M))
        self.assertFalse(self.cell.find('^created'))

    def test_hovering_opens_an_account(self):
        self.app.find('button', re.compile('^Data center')).press()
        self.app.wait_gone('label', 'Drivers')
        image = self.make_image('patient.iso')
        drag = self.drag_files(self.start_source(image), self.row('Data center'),
                               until=lambda: self.app.seen('label', 'Drivers', showing=True),
                               what='the account to open')
        drag.to(*self.row('Drivers'))
        drag.rest(lambda: 'Drop to upload to “Drivers”' in self.app.words(), 'the catalog to light up')
        drag.drop()
        self.assert_ready(image, 'Drivers')

    def test_away(self):
        """A drag that leaves again leaves nothing behind."""
        self.app.open_catalog('Drivers')
        source = self.start_source(self.make_image('undecided.iso'))
        drag = self.drag_files(source, self.page())
        drag.to(100, 700)
        drag.drop()
        base.wait_for('the drag to be cancelled', lambda: 'cancel' in source.output())
        self.app.wait_gone('label', re.compile('^Drop to upload'))
        self.assertFalse(self.cell.find('^created'))


if __name__ == '__main__':
    base.main()
