# SPDX-License-Identifier: GPL-3.0-or-later
"""The window goes in each phase of an upload, and what was begun does not."""

import base
import upload


class Closing(upload.TestCase):
    def close(self):
        self.app.close_window()
        base.wait_for('the window to go', lambda: not self.app.seen('window|frame', showing=True))

    def assert_goes_on(self):
        self.assertIsNone(self.app.process.poll())
        self.cell.clear()
        self.assert_ready()
        base.wait_for('a notification', lambda: self.services.notifications)
        self.assertEqual(self.app.wait_for_end(), 0)

    def test_while_sending(self):
        self.start()
        self.app.wait_for_words('Sending')
        base.wait_for('suspend to be inhibited', lambda: self.services.inhibitors)
        self.close()
        self.assert_goes_on()
        self.assertFalse(self.services.inhibitors)

    def test_while_importing(self):
        self.start('--import-seconds', '4', faults=())
        self.app.wait_for_words('Importing')
        self.close()
        self.assert_goes_on()

    def test_while_waiting(self):
        self.start(faults=(upload.STEADY, 'drop-connection=byte:1M'))
        self.app.wait_for_words('Sending')
        self.cell.fault('drop-request=on:any')
        self.app.wait_for_words('Trying again|Waiting for the network')
        self.close()
        self.assert_goes_on()

    def test_while_paused(self):
        """Nothing goes on, so that it ends; it is still paused when it comes back."""
        self.start()
        self.app.wait_for_words('Sending')
        self.app.press('button', 'Pause')
        self.app.wait_for_words('Paused')
        self.app.close_window()
        self.assertEqual(self.app.wait_for_end(), 0)
        # The server has its token back.
        self.assertEqual(len(self.cell.wait_for('^logout')), 1)
        self.cell.clear()
        self.app = self.start_app()
        self.app.wait_for_words('Paused')
        self.app.press('button', 'Resume')
        self.assert_ready()

    def test_window_comes_back(self):
        self.start()
        self.app.wait_for_words('Sending')
        self.close()
        self.app.activate('show-transfers')
        self.app.wait_for_words('Sending')
        self.cell.clear()
        self.assert_ready()

    def test_quit_asks_once(self):
        self.start()
        self.app.wait_for_words('Sending')
        self.app.key('ctrl+q')
        self.app.find(base.DIALOG)
        self.shot('quit')
        self.app.key('Escape')
        self.app.wait_gone(base.DIALOG)
        self.cell.clear()
        self.assert_ready()

    def test_quit_and_come_back(self):
        """Who quits all the same finds it going on at the next start."""
        self.start()
        self.app.wait_for_words('Sending')
        self.app.key('ctrl+q')
        self.app.find(base.DIALOG)
        self.app.press('button', 'Quit')
        self.assertEqual(self.app.wait_for_end(), 0)
        self.assertFalse(self.services.inhibitors)
        self.cell.clear()
        self.app = self.start_app()
        self.assert_ready()
        self.assertEqual(len(self.cell.wait_for('^created')), 1)


if __name__ == '__main__':
    base.main()
