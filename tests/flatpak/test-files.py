# SPDX-License-Identifier: GPL-3.0-or-later
"""Files come into the sandbox one by one, as the user gives them: dropped, or chosen."""

import hashlib
import os
import re

import sandbox
from sandbox import base


class Files(sandbox.TestCase):
    def setUp(self):
        super().setUp()
        self.cell = self.start_cell('--catalog', 'Operating systems', '--catalog', 'Drivers')
        self.add_account(self.cell, 'Data center')
        self.app = self.start_app()
        self.app.open_catalog('Drivers')

    def assert_ready(self, path):
        """The server has it, to the last byte, and the list shows it."""
        name = re.escape(path.name)
        self.cell.wait_for(f'^ready name="{name}"')
        finished, = self.cell.wait_for(f'^finished name="{name}".* sha256=(\\w+)')
        self.assertEqual(finished.group(1), hashlib.sha256(path.read_bytes()).hexdigest())
        self.app.wait_for_rows(path.name)

    def granted(self):
        """What the document portal lets this app see."""
        folder = f'{os.environ["XDG_RUNTIME_DIR"]}/doc/by-app/{sandbox.ID}'
        return sorted(name for document in os.listdir(folder)
                      for name in os.listdir(f'{folder}/{document}'))

    def test_dropped(self):
        image = self.make_image('debian 13 ü.iso')
        self.make_image('beside-it.iso')
        drag = self.drag_files(self.start_source(image), self.app.at(0.66, 0.7))
        self.shot('over-the-page')
        drag.drop()
        self.assert_ready(image)
        # This one, and not what is beside it.
        self.assertEqual(set(self.granted()), {'debian 13 ü.iso'})
        base.wait_for('a notification', lambda: self.services.notifications)

    def test_chosen(self):
        image = self.make_image('chosen & more.iso')
        self.app.key('ctrl+o')
        self.choose(image)
        self.assert_ready(image)
        self.assertIn(image.name, self.granted())


if __name__ == '__main__':
    sandbox.main()
