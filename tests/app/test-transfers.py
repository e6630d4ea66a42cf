# SPDX-License-Identifier: GPL-3.0-or-later
"""Uploads on their way: held, resumed, taken back, and what the world does to them."""

import re

import base
import display
import upload


class Transfers(upload.TestCase):
    def test_pause_and_resume(self):
        self.start()
        self.app.wait_for_words('Sending')
        self.shot('sending')
        self.app.press('button', 'Pause')
        self.app.wait_for_words('Paused')
        self.shot('paused')
        self.cell.clear()
        self.app.press('button', 'Resume')
        self.assert_ready()
        self.app.wait_for_rows('large.iso')

    def test_cancel(self):
        self.start()
        self.app.wait_for_words('Sending')
        self.app.press('button', 'Cancel')
        self.cell.wait_for('^(deleted|cancelled) ')
        base.wait_for('nothing to be left', lambda: not self.cell.state()['media'])
        self.app.wait_gone(name=re.compile('Sending'))
        self.assertEqual(self.app.rows(), [])

    def test_killed_and_resumed(self):
        # More than the sockets between the two hold.
        self.start(size=32 << 20)
        self.app.wait_for_words('Sending, [1-9]')
        self.app.kill()
        self.apps.clear()
        self.cell.clear()
        self.app = self.start_app()
        self.shot('resumed')
        self.assert_ready()
        # From where it was, and not as another image.
        self.assertTrue(self.cell.find('^slice .*first=[1-9]'), self.cell.events)
        self.assertEqual(len(self.cell.find('^created')), 1)

    def test_session_expires(self):
        self.start()
        self.app.wait_for_words('Sending')
        self.cell.control('POST', 'expire')
        self.cell.clear()
        self.cell.wait_for('^login', 2)
        self.assert_ready()
        self.app.wait_for_rows('large.iso')

    def test_offline_and_back(self):
        self.start(faults=(upload.STEADY, 'drop-connection=byte:1M'))
        self.app.wait_for_words('Sending')
        self.cell.fault('drop-request=on:any')
        self.app.wait_for_words('Trying again|Waiting for the network|network')
        self.shot('offline')
        self.cell.clear()
        self.assert_ready()

    def test_failed_import_is_told(self):
        self.start('--fault', 'task-error=message:The disk is full', faults=())
        self.app.wait_for_words('Failed|disk is full')
        self.shot('failed')
        base.wait_for('a notification', lambda: self.services.notifications)
        self.cell.clear()
        self.app.press('button', re.compile('Retry|Try Again'))
        self.assert_ready()

    def test_all_transfers(self):
        self.start()
        self.app.key('ctrl+j')
        self.app.wait_for_words('Active')
        self.shot('list')
        self.app.press('button', 'Pause All')
        self.app.wait_for_words('Paused')
        self.cell.clear()
        self.app.press('button', 'Resume All')
        self.assert_ready()
        self.app.press('button', 'Clear Done')
        self.app.wait_gone(name=re.compile('^large.iso, to'))

    def test_edit_while_it_runs(self):
        """What is typed while bytes flow is what the image is called in the end."""
        self.start()
        self.app.wait_for_words('Sending')
        self.app.key('ctrl+j')
        self.app.find('list item', re.compile('^large.iso, to'), focused=True)
        self.app.key('ctrl+e')
        self.app.find(base.DIALOG, 'Upload Details')
        self.app.fill('Name', 'renamed.iso')
        self.app.fill('Description', 'Typed on the way')
        self.shot('edit')
        self.app.key('Return')
        self.app.wait_gone(base.DIALOG)
        self.app.wait_for_words('renamed.iso')
        self.cell.clear()
        self.cell.wait_for('^edited ')
        self.app.wait_for_rows('renamed.iso')
        # The date, too, without another look at the list.
        self.app.find('row', re.compile('^renamed.iso, .*, Ready, created Today'))
        self.assertEqual([media['name'] for media in self.cell.state()['media']], ['renamed.iso'])

    def test_nothing_to_show(self):
        self.start(size=512 * 1024, faults=())
        self.assert_ready()
        self.app.key('ctrl+j')
        self.app.press('button', 'Clear Done')
        self.app.wait_for_words('No Transfers')
        self.app.key('Escape')
        self.app.wait_gone('label', 'No Transfers')
        self.app.key('ctrl+j')
        self.app.wait_for_words('No Transfers')
        self.shot('nothing')

    def order(self):
        return [node.name.partition(',')[0] for node in
                self.app.seen('list item', re.compile(r'^\w+\.iso, to'), showing=True)]

    def test_reorder(self):
        self.set('max-active', base.GLib.Variant('u', 1))
        self.start(size=9 << 20)
        images = [self.make_image(name) for name in ('first.iso', 'second.iso', 'third.iso')]
        self.drag_files(self.start_source(*images), self.app.at(0.66, 0.7)).drop()
        self.app.key('ctrl+j')
        self.app.wait_for_words('Waiting')
        waiting = ['first.iso', 'second.iso', 'third.iso']
        base.wait_for('all of them', lambda: self.order()[-3:] == waiting)
        # By the keyboard.
        self.app.tab_to(lambda node: node.name.startswith('large.iso, to'), 'the list')
        self.app.key('Down', 'Down', 'Down')
        self.app.find('list item', re.compile('^third.iso, to'), focused=True)
        self.app.key('alt+Up')
        base.wait_for('third to be second',
                      lambda: self.order()[-3:] == ['first.iso', 'third.iso', 'second.iso'])
        self.shot('reordered')
        # By the pointer, where the uploads stand above the list.
        self.app.key('Escape')
        self.app.wait_gone('button', 'Pause All')
        drag = display.Drag(self.app.middle(self.app.find('label', 'third.iso')))
        drag.to(*self.app.middle(self.app.find('label', 'first.iso')))
        self.shot('dragged')
        drag.drop()
        base.wait_for('third to be first',
                      lambda: self.order()[-3:] == ['third.iso', 'first.iso', 'second.iso'])
        self.cell.clear()
        self.cell.wait_for('^ready', 4)
        self.assertEqual([match.group(1) for match in self.cell.find('^created name="(.*?)"')],
                         ['large.iso', 'third.iso', 'first.iso', 'second.iso'])


if __name__ == '__main__':
    base.main()
