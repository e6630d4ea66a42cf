# SPDX-License-Identifier: GPL-3.0-or-later
"""Uploads on their way: held, resumed, taken back, and what the world does to them."""

import re

import base
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
        self.start()
        self.app.wait_for_words('Sending, [1-9]')
        self.app.kill()
        self.apps.clear()
        self.cell.clear()
        self.app = self.start_app()
        self.shot('resumed')
        self.assert_ready()
        # From where it was, and not as another image.
        self.assertTrue(self.cell.find('^slice .*first=[1-9]'))
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
        self.start(faults=(upload.SLOW, 'drop-connection=byte:1M'))
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


if __name__ == '__main__':
    base.main()
