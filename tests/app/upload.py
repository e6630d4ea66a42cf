# SPDX-License-Identifier: GPL-3.0-or-later
"""One image on its way to a catalog of one cell."""

import hashlib
import re

import base

# Longer than any test takes to see to it; what is to be ready in the end needs the fault cleared.
SLOW = 'throttle=rate:50k'
# Slow enough to be seen, and done by itself.
STEADY = 'throttle=rate:300k'


class TestCase(base.TestCase):
    def start(self, *options, size=3 << 20, name='large.iso', faults=(SLOW,)):
        """The app with one image on its way to a catalog."""
        more = [word for fault in faults for word in ('--fault', fault)]
        self.cell = self.start_cell('--catalog', 'Drivers', *options, *more)
        self.add_account(self.cell, 'Data center')
        self.app = self.start_app()
        self.app.open_catalog('Drivers')
        self.image = self.make_image(name, size=size)
        drag = self.drag_files(self.start_source(self.image), self.app.at(0.66, 0.7))
        drag.drop()
        self.cell.wait_for(f'^created name="{re.escape(name)}"')

    def assert_ready(self):
        name = re.escape(self.image.name)
        self.cell.wait_for(f'^ready name="{name}"')
        finished = self.cell.wait_for(f'^finished name="{name}".* sha256=(\\w+)')
        self.assertEqual(finished[-1].group(1), hashlib.sha256(self.image.read_bytes()).hexdigest())
