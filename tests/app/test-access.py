# SPDX-License-Identifier: GPL-3.0-or-later
"""For who cannot see or cannot point: names for all that can be reached, and a way by keys."""

import re

import base

# What is operated. Menu items are left out: GTK gives them no names.
CONTROLS = ('button|toggle button|check box|switch|slider|spin button|text|entry|link|list item|row'
            '|combo box|password text|search box')
# Parts of a control that carries the name itself.
WITHIN = re.compile('button|switch|spin button|combo box|list item|row|entry|search')


class Access(base.TestCase):
    def assert_named(self, app):
        """Every control that shows and can be reached says what it is."""
        nameless = []
        for node in app.seen(CONTROLS, showing=True):
            if node.name or node.description or not node.is_('focusable'):
                continue
            if any(parent.name and WITHIN.search(parent.role) for parent in list(node.parents())[:4]):
                continue
            path = [repr(parent) for parent in reversed([node, *node.parents()])]
            nameless.append(' / '.join(part for part in path if part[:8] != 'generic '))
        self.assertEqual(nameless, [])

    def start_signed_in(self, **more):
        cell = self.start_cell('--catalog', 'Operating systems', '--catalog', 'Vendor:readonly',
                               '--media', '3')
        self.add_account(cell, 'Data center')
        app = self.start_app(**more)
        app.find('label', 'Operating systems')
        return app

    def test_names_at_first(self):
        app = self.start_app()
        self.assert_named(app)

    def test_names_of_the_window(self):
        app = self.start_signed_in()
        self.assert_named(app)
        app.open_catalog('Operating systems')
        app.wait_for_rows('image-00001.iso', 'image-00002.iso', 'image-00003.iso')
        self.assert_named(app)
        app.key('ctrl+f')
        app.find(role='text|search.*', editable=True)
        self.assert_named(app)
        app.key('Escape')

    def test_names_of_dialogs(self):
        app = self.start_signed_in()
        for action in ('preferences', 'shortcuts', 'about', 'add-account'):
            with self.subTest(action):
                app.activate(action)
                dialog = app.find('dialog')
                self.assert_named(app)
                self.shot(action)
                app.key('Escape')
                app.wait_gone('dialog', dialog.name)

    def test_names_of_the_transfers(self):
        app = self.start_signed_in()
        source = self.start_source(self.make_image('on-its-way.iso'))
        drag = self.drag_files(source, app.middle(app.find('label', 'Operating systems')))
        drag.drop()
        app.find('button|toggle button', re.compile('Transfers|upload', re.I))
        app.activate('show-transfers')
        app.find(name=re.compile('^on-its-way.iso, to'))
        self.assert_named(app)

    def test_rows_are_sentences(self):
        app = self.start_signed_in()
        app.open_catalog('Operating systems')
        app.find('row', re.compile(r'^image-00001.iso, [0-9.]+.MB, Ready, created .* by demo$'))
        app.find('button', re.compile('^Data center'))
        app.find('button', re.compile('^Vendor.*read-only', re.I))

    def test_by_keys_alone(self):
        app = self.start_signed_in()
        app.tab_to(lambda node: node.name.startswith('Data center, '), 'the sidebar')
        app.key('Home', 'Down')
        app.find('button', 'Operating systems', focused=True)
        app.key('Return')
        base.wait_for('a catalog', app.rows)
        app.tab_to(lambda node: node.role == 'row', 'the images')
        app.key('Down')
        app.find('row', re.compile('^image-0000[12]'), selected=True)
        app.key('F2')
        app.find(name='Name', editable=True)
        app.key('Escape')
        app.wait_gone('text', 'Name')
        app.key('ctrl+f')
        app.find('text|search.*', editable=True, focused=True)
        app.key('Escape')
        app.key('F10')
        app.find('menu item', focused=True)
        app.key('Escape')
        app.key('ctrl+w')
        self.assertEqual(app.wait_for_end(), 0)

    def test_narrow(self):
        """Down to 360 pixels, with nothing cut off."""
        app = self.start_signed_in(place=False)
        app.place(40, 40, 360, 640)
        self.assertLess(app.rectangle()[2], 380)
        app.find('label', 'Operating systems')
        app.open_catalog('Operating systems')
        app.wait_for_rows('image-00001.iso', 'image-00002.iso', 'image-00003.iso')
        self.assert_named(app)


if __name__ == '__main__':
    base.main()
