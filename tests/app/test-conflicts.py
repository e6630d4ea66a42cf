# SPDX-License-Identifier: GPL-3.0-or-later
"""Several names that are taken at once: one dialog, with an answer for each and one for all."""

import re

import base
import display

IMAGES = [f'image-0000{number}.iso' for number in range(1, 4)]


class Conflicts(base.TestCase):
    def setUp(self):
        super().setUp()
        self.cell = self.start_cell('--catalog', 'Drivers', '--media', '3')
        self.add_account(self.cell, 'Data center')
        self.app = self.start_app()
        self.app.open_catalog('Drivers')
        self.app.wait_for_rows(*IMAGES)
        self.free = self.make_image('free.iso')
        images = [self.make_image(name) for name in IMAGES]
        self.drag_files(self.start_source(*images, self.free), self.app.at(0.66, 0.7)).drop()
        self.app.find(base.DIALOG, 'Conflicts')
        self.app.wait_for_words('In “Drivers”, 3 names are taken')

    def answers(self):
        """What is chosen for each file."""
        return [node.name for node in self.app.seen('radio.*|toggle button', re.compile(
            '^(Rename|Skip|Replace)$'), checked=True)]

    def answer(self, number, name):
        self.app.seen('radio.*|toggle button', name)[number].press()

    def for_all(self):
        """What the row for all says."""
        row, = self.app.seen('combo box', re.compile('^For All'))
        return row.words()

    def choose_for_all(self, name):
        self.app.tab_to(lambda node: any('For All' in parent.name for parent in [
            node, *list(node.parents())[:3]]), 'the row for all')
        self.app.key('Return')
        self.app.find('list item', focused=True)
        display.screen.key('Home', *['Down'] * ['Rename', 'Skip', 'Replace'].index(name), 'Return')

    def test_each(self):
        self.assertEqual(self.answers(), ['Rename'] * 3)
        self.assertIn('Rename', self.for_all())
        self.answer(1, 'Skip')
        base.wait_for('the row for all', lambda: 'Decide for each' in self.for_all())
        self.answer(2, 'Replace')
        base.wait_for('the answers', lambda: self.answers() == ['Rename', 'Skip', 'Replace'])
        self.shot('each')
        self.app.press('button', 'Upload')
        self.cell.wait_for('^ready', 3)
        names = [match.group(1) for match in self.cell.find('^created name="(.*?)"')]
        self.assertIn('free.iso', names)
        self.assertIn('image-00001 (2).iso', names)
        base.wait_for('all of them to be in place', lambda: sorted(self.app.rows()) == sorted(
            [*IMAGES, 'free.iso', 'image-00001 (2).iso']))
        self.assertEqual(len(self.cell.find('^created')), 3)

    def test_for_all(self):
        self.choose_for_all('Skip')
        base.wait_for('the answers', lambda: self.answers() == ['Skip'] * 3)
        self.assertIn('Skip', self.for_all())
        self.assertFalse(self.app.seen(name='New Name', showing=True))
        self.shot('skip')
        self.app.press('button', 'Upload')
        self.cell.wait_for('^ready name="free.iso"')
        self.app.wait_for_rows('free.iso', *IMAGES)
        self.assertEqual(len(self.cell.find('^created')), 1)

    def test_name_and_description(self):
        self.app.tab_to(lambda node: node.is_('editable') and 'New Name' in [node.name] + [
            parent.name for parent in list(node.parents())[:3]], 'the first name')
        self.app.key('ctrl+a')
        display.screen.type(IMAGES[1])
        base.wait_for('the refusal of a name that is taken',
                      lambda: self.app.seen('button', 'Upload', showing=True, sensitive=False))
        self.app.key('ctrl+a')
        display.screen.type('chosen.iso')
        self.app.fill('Description', 'What was typed')
        self.shot('description')
        self.app.press('button', 'Upload')
        self.cell.wait_for('^created name="chosen.iso"')
        self.cell.wait_for('^ready', 4)
        self.app.click('label', 'chosen.iso')
        self.app.key('Return')
        self.app.find(base.DIALOG, 'Image Details')
        base.wait_for('the description', lambda: any(
            'What was typed' in node.text() for node in self.app.seen(editable=True)))


if __name__ == '__main__':
    base.main()
