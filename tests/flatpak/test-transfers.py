# SPDX-License-Identifier: GPL-3.0-or-later
"""Uploads that outlive the program, and what becomes of the way to their files meanwhile."""

import os
import re
import signal

import sandbox
from sandbox import base
import upload

DOCUMENTS = 'org.freedesktop.portal.Documents'


def owner_of(name):
    """The process that has a name on the session bus, or None."""
    try:
        return base.Gio.bus_get_sync(base.Gio.BusType.SESSION, None).call_sync(
            'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
            'GetConnectionUnixProcessID', base.GLib.Variant('(s)', (name,)), None, 0, -1,
            None).unpack()[0]
    except base.GLib.Error:
        return None


# Much more than what a connection holds.
SIZE = 16 << 20
FAULT = 'throttle=rate:2M'


class Transfers(sandbox.TestCase, upload.TestCase):
    def start_dropped(self):
        self.start(size=SIZE, faults=(FAULT,))

    def interrupt(self):
        """Kills the app with some of the image sent."""
        base.wait_for('the server to have some of it',
                      lambda: any(media['stored'] > 1 << 20 for media in self.cell.state()['media']))
        self.app.kill()
        self.apps.clear()
        # It still reads what was on its way, and only then sees that there will be no more.
        self.cell.wait_for('^broken')
        self.cell.clear()

    def end_session(self):
        """As if one logged out and in again: the portal of documents ends, and what it has not
        written down is forgotten."""
        before = owner_of(DOCUMENTS)
        os.kill(before, signal.SIGTERM)
        base.wait_for('the end of the portal', lambda: owner_of(DOCUMENTS) != before)

    def assert_continued(self):
        """From where it was, and not as another image."""
        self.assert_ready()
        self.assertTrue(self.cell.find('^slice .*first=[1-9]'), self.cell.events)
        self.assertEqual(len(self.cell.find('^created')), 1)

    def start_chosen(self):
        self.cell = self.start_cell('--catalog', 'Drivers', '--fault', FAULT)
        self.add_account(self.cell, 'Data center')
        self.app = self.start_app()
        self.app.open_catalog('Drivers')
        self.image = self.make_image('chosen.iso', size=SIZE)
        self.app.key('ctrl+o')
        self.choose(self.image)

    def test_goes_on_without_a_window(self):
        """Suspend is inhibited, and the end is told, by portals; then it ends."""
        self.start()
        self.app.wait_for_words('Sending')
        base.wait_for('suspend to be inhibited', lambda: self.services.inhibitors)
        self.app.close_window()
        base.wait_for('the window to go', lambda: not sandbox.find_windows('"airlift"'))
        self.assertIsNone(self.app.process.poll())
        self.cell.clear()
        self.assert_ready()
        base.wait_for('a notification', lambda: self.services.notifications)
        self.assertEqual(self.app.wait_for_end(), 0)
        self.assertFalse(self.services.inhibitors)

    def test_killed_and_resumed(self):
        """What was dropped may be read as long as the session lasts."""
        self.start_dropped()
        self.interrupt()
        self.app = self.start_app()
        self.assert_continued()

    def test_resumed_in_another_session(self):
        """What was chosen may be read in the next session, too."""
        self.start_chosen()
        self.interrupt()
        self.end_session()
        self.app = self.start_app()
        self.assert_continued()

    def lose_way(self):
        """To a dropped file: the app runs again, and cannot read it."""
        self.start_dropped()
        self.interrupt()
        self.end_session()
        self.app = self.start_app()
        self.app.find('button', 'Locate File…')
        self.app.wait_for_words('There is no file “large.iso”')
        self.assertFalse(self.cell.find('^deleted'))

    def locate(self, path):
        self.app.press('button', 'Locate File…')
        self.choose(path)

    def test_located(self):
        self.lose_way()
        self.shot('lost')
        # It is not forgotten when the app ends.
        self.assertEqual(self.app.end(), 0)
        self.app = self.start_app()
        self.app.find('button', 'Locate File…')
        self.locate(self.image)
        self.assert_continued()
        self.app.wait_for_rows('large.iso')

    def test_another_file_is_refused(self):
        self.lose_way()
        longer = self.make_image('longer.iso', size=SIZE + 2048)
        alike = self.make_image('alike.iso', size=SIZE)
        self.locate(longer)
        self.app.find(base.DIALOG, 'This File Does Not Fit')
        self.app.wait_for_words('it has 16.8.MB .16779264 bytes., not 16.8.MB .16777216 bytes')
        self.shot('refused')
        dialog = self.app.find(base.DIALOG, 'This File Does Not Fit')
        again, = [node for node in dialog.walk() if node.role == 'button'
                  and re.match('Locate', node.name)]
        again.press()
        self.choose(alike)
        self.app.wait_for_words('begins differently')
        self.app.press('button', 'Cancel')
        self.app.wait_gone(base.DIALOG)
        self.assertEqual(len(self.cell.find('^created')), 1)
        self.locate(self.image)
        self.assert_continued()


if __name__ == '__main__':
    sandbox.main()
