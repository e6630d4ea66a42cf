# SPDX-License-Identifier: GPL-3.0-or-later
"""The desktop finds catalogs and images by name while the app and its servers are away, and what it
found is opened."""

import os
import re
import subprocess

from gi.repository import Gio, GLib

import base

NAME = base.APPLICATION_ID + '.SearchProvider'
PATH = '/' + NAME.replace('.', '/')


class Search(base.TestCase):
    def start_provider(self):
        provider = subprocess.Popen([os.environ['AIRLIFT_SEARCH_PROVIDER']], env=self.env)
        self.addCleanup(provider.wait)
        self.addCleanup(provider.terminate)
        bus = Gio.bus_get_sync(Gio.BusType.SESSION, None)
        base.wait_for('the search provider', lambda: bus.call_sync(
            'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'NameHasOwner',
            GLib.Variant('(s)', (NAME,)), None, 0, -1, None).unpack()[0])

        def call(method, *arguments):
            types = {'GetInitialResultSet': '(as)', 'GetSubsearchResultSet': '(asas)',
                     'GetResultMetas': '(as)', 'ActivateResult': '(sasu)', 'LaunchSearch': '(asu)'}
            answer = bus.call_sync(NAME, PATH, 'org.gnome.Shell.SearchProvider2', method,
                                   GLib.Variant(types[method], arguments), None, 0, 20_000, None)
            return answer.unpack()[0] if answer.n_children() else None

        self.call = call

    def find(self, *terms):
        """Name and description of what is found, in the order of the results."""
        metas = self.call('GetResultMetas', self.call('GetInitialResultSet', terms))
        return [(meta['name'], meta['description']) for meta in metas]

    def setUp(self):
        super().setUp()
        self.cell = self.start_cell('--catalog', 'Operating systems', '--catalog', 'Image tools',
                                    '--media', '12')
        self.add_account(self.cell, 'Work <b>cloud')
        self.names = self.directory / 'cache' / 'airlift' / 'names'

    def test_names_outlive_the_app_and_the_server(self):
        app = self.start_app()
        app.open_catalog('Operating systems')
        base.wait_for('the images', lambda: len(app.rows()) == 12)
        base.wait_for('the names', lambda: self.names.exists()
                      and b'image-00007.iso' in self.names.read_bytes())
        app.end()
        self.cell.stop()

        self.start_provider()
        self.assertEqual(self.find('IMAGE', '7'),
                         [('image-00007.iso', 'Operating systems · Work <b>cloud')])
        self.assertEqual(self.find('image')[0], ('Image tools', 'Work <b>cloud'))
        self.assertEqual(len(self.find('image')), 13)
        self.assertEqual(self.find('nothing', 'like', 'it'), [])
        found = self.call('GetInitialResultSet', ['image'])
        self.assertEqual(len(self.call('GetSubsearchResultSet', found, ['image', '00003'])), 1)
        self.assertEqual(self.call('GetResultMetas', ['of\nnobody']), [])
        # It is for those who use this computer as the same person.
        self.assertEqual(self.names.stat().st_mode & 0o777, 0o600)

    def test_what_is_found_is_opened(self):
        app = self.start_app()
        app.open_catalog('Operating systems')
        base.wait_for('the names', lambda: self.names.exists()
                      and b'image-00012.iso' in self.names.read_bytes())
        app.open_catalog('Image tools')
        base.wait_for('no image', lambda: not app.rows())

        self.start_provider()
        result, = self.call('GetInitialResultSet', ['00012'])
        self.call('ActivateResult', result, ['00012'], 0)
        app.find(name=re.compile('image-00012'), selected=True, showing=True)
        self.shot('found')

    def test_names_of_a_removed_account_are_forgotten(self):
        app = self.start_app()
        app.open_catalog('Operating systems')
        base.wait_for('the names', lambda: self.names.exists()
                      and b'image-00012.iso' in self.names.read_bytes())
        app.activate('remove-account', GLib.Variant('s', self.accounts[0]))
        base.wait_for('the names to go', lambda: b'Operating' not in self.names.read_bytes())


if __name__ == '__main__':
    base.main()
