# SPDX-License-Identifier: GPL-3.0-or-later
"""The app comes up, is there for everybody, and goes."""

import base


class Start(base.TestCase):
    def test_window_comes_and_goes(self):
        app = self.start_app()
        self.assertTrue(app.find('frame|window', 'Airlift'))
        self.shot('window')
        app.close_window()
        self.assertEqual(app.wait_for_end(), 0)

    def test_closed_at_once(self):
        """While it signs in, and has looked at nothing yet."""
        cell = self.start_cell('--catalog', 'Drivers')
        self.add_account(cell)
        for _ in range(3):
            app = self.start_app(place=False)
            app.close_window()
            self.assertEqual(app.wait_for_end(), 0)

    def test_closed_while_a_server_does_not_answer(self):
        cell = self.start_cell('--catalog', 'Drivers')
        self.add_account(cell)
        cell.fault('drop-request=on:any')
        app = self.start_app(place=False)
        app.close_window()
        self.assertEqual(app.wait_for_end(), 0)


if __name__ == '__main__':
    base.main()
