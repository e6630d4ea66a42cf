# SPDX-License-Identifier: GPL-3.0-or-later
"""What is told to those who look elsewhere: that images are ready, or that somebody is needed. The
buttons work when the app is long gone."""

from gi.repository import GLib

import activation
import base
import display
import upload


class Notifications(upload.TestCase):
    def close(self):
        self.app.close_window()
        base.wait_for('the window to go', lambda: not self.app.seen('window|frame', showing=True))

    def told(self, name):
        """The notification of that name, once it is there."""
        return base.wait_for(f'the notification {name}', lambda: self.services.notifications.get(name))

    def press(self, notification, number=0):
        """As the desktop does: it asks for the app by name, and is answered by a new one."""
        button = notification['buttons'][number]
        target = button['target']
        kind = 's' if isinstance(target, str) else f'({"s" * len(target)})'
        self.app.activate(button['action'].removeprefix('app.'), GLib.Variant(kind, target))

    def test_ready_together(self):
        self.start()
        other = self.make_image('other.iso', size=3 << 20)
        self.drag_files(self.start_source(other), self.app.at(0.66, 0.7)).drop()
        self.cell.wait_for('^created name="other.iso"')
        self.close()
        self.cell.clear()
        base.wait_for('both to be told', lambda: self.told('ready')['title'] == '2 Images Are Ready')
        self.assertIn('other.iso', self.told('ready')['body'])
        self.assertIn('large.iso', self.told('ready')['body'])
        self.assertEqual(self.app.wait_for_end(), 0)

        activation.make_activatable(self)
        self.press(self.told('ready'))
        app = activation.App(self)
        app.wait_for_window()
        app.wait_for_rows('large.iso', 'other.iso')
        app.end()

    def test_failed_is_tried_again_from_outside(self):
        self.start('--fault', 'task-error=message:The disk is full')
        self.app.wait_for_words('Sending')
        self.close()
        self.cell.clear('throttle')
        failed = self.told('failed')
        self.assertEqual(failed['title'], 'Transfer Failed')
        self.assertIn('The disk is full', failed['body'])
        self.assertEqual(failed['priority'], 'high')
        self.assertEqual(self.app.wait_for_end(), 0)

        self.cell.clear()
        activation.make_activatable(self)
        self.press(failed)
        self.assert_ready()
        # No window was asked for: it ends when it is done, and has told that.
        app = activation.App(self)
        self.told('ready')
        app.process.wait()

    def test_window_that_comes_has_seen_them(self):
        self.start()
        small = self.make_image('small.iso', size=64 << 10)
        self.drag_files(self.start_source(small), self.app.at(0.66, 0.7)).drop()
        self.cell.wait_for('^created name="small.iso"')
        self.close()
        self.told('ready')
        self.app.activate('show-transfers')
        base.wait_for('it to be withdrawn', lambda: 'ready' in self.services.withdrawn)
        self.cell.clear()
        self.assert_ready()

    def test_who_looks_at_it_is_not_told(self):
        self.start()
        display.screen.activate(self.app.window)
        self.app.find('window|frame', active=True)
        self.cell.clear()
        self.assert_ready()
        self.app.wait_for_rows('large.iso')
        self.app.close_window()
        self.assertEqual(self.app.wait_for_end(), 0)
        self.assertFalse(self.services.notifications)


if __name__ == '__main__':
    base.main()
