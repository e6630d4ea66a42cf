# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks that cost by the byte are left alone, if that is wished."""

import os

import base
import upload

RESTING = 'Waiting for a network that is not metered'


class Metered(upload.TestCase):
    services_wanted = upload.TestCase.services_wanted + ('network',)

    def setUp(self):
        super().setUp()
        # The stand-in has no other bus to be on.
        self.env['DBUS_SYSTEM_BUS_ADDRESS'] = os.environ['DBUS_SESSION_BUS_ADDRESS']
        self.env['GIO_USE_NETWORK_MONITOR'] = 'networkmanager'

    def test_rests_and_goes_on(self):
        self.start()
        self.app.wait_for_words('Sending')
        base.wait_for('suspend to be inhibited', lambda: self.services.inhibitors)
        self.services.set_metered(True)
        self.app.wait_for_words(RESTING)
        self.shot('resting')
        # Nothing moves, so that the machine may sleep.
        base.wait_for('suspend to be allowed', lambda: not self.services.inhibitors)
        # What is added there rests as well.
        second = self.make_image('second.iso')
        self.drag_files(self.start_source(second), self.app.at(0.66, 0.7)).drop()
        self.app.wait_for_words(f'second.iso.*{RESTING}')
        self.cell.clear()
        self.services.set_metered(False)
        self.assert_ready()
        self.cell.wait_for('^ready name="second.iso"')

    def test_goes_on_without_a_window(self):
        self.start()
        self.app.wait_for_words('Sending')
        self.services.set_metered(True)
        self.app.wait_for_words(RESTING)
        self.app.close_window()
        base.wait_for('the window to go', lambda: not self.app.seen('window|frame', showing=True))
        self.cell.clear()
        self.services.set_metered(False)
        self.assert_ready()
        self.assertEqual(self.app.wait_for_end(), 0)

    def test_person_knows_better(self):
        """Who resumes it there means it; and what was paused by hand stays so on any network."""
        self.start()
        self.app.wait_for_words('Sending')
        self.services.set_metered(True)
        self.app.wait_for_words(RESTING)
        self.app.press('button', 'Resume')
        self.app.wait_for_words('Sending')
        self.app.press('button', 'Pause')
        self.app.wait_for_words('Paused')
        self.services.set_metered(False)
        self.cell.clear()
        # By the switch, whose change is the last thing that could have resumed it.
        self.services.set_metered(True)
        self.app.wait_for_words('Paused')
        self.app.press('button', 'Resume')
        self.assert_ready()

    def test_switched_off(self):
        self.set('pause-on-metered', False)
        self.start()
        self.app.wait_for_words('Sending')
        self.services.set_metered(True)
        self.cell.clear()
        self.assert_ready()


if __name__ == '__main__':
    base.main()
