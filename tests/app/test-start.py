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


if __name__ == '__main__':
    base.main()
