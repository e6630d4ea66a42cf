# SPDX-License-Identifier: GPL-3.0-or-later
"""The window comes up in the sandbox, and the sandbox is closed."""

import shutil
import subprocess

import sandbox


class Start(sandbox.TestCase):
    def test_window_comes_and_goes(self):
        app = self.start_app()
        app.find('label', 'Welcome to Airlift')
        self.shot('window')
        app.close_window()
        self.assertEqual(app.wait_for_end(), 0)

    def test_translated(self):
        # The only language of the runtime heeds no LANGUAGE, unless it is called otherwise.
        shutil.copytree('/usr/lib/locale/C.utf8', self.data / 'locale' / 'de_DE.UTF-8')
        app = self.start_app(LANGUAGE='de', LC_ALL='de_DE.UTF-8', LOCPATH=str(self.data / 'locale'))
        app.find('label', 'Willkommen bei Airlift')
        self.shot('german')

    def test_permissions(self):
        """Not one more than the manifest has."""
        said = subprocess.run(['flatpak', 'info', '--user', '--show-permissions', sandbox.ID],
                              check=True, text=True, stdout=subprocess.PIPE).stdout
        self.assertEqual([line for line in said.splitlines() if line],
                         ['[Context]', 'shared=network;ipc;',
                          # What falls back to x11 has it by name, for an old Flatpak.
                          'sockets=x11;wayland;fallback-x11;', 'devices=dri;'])

    def test_closed(self):
        """Nothing of the host is to be seen, and no service of it to be called."""
        outside = self.make_file('outside.iso')
        self.assertNotEqual(self.inside('cat', str(outside)).returncode, 0)
        self.assertNotIn(outside.name, self.inside('ls', str(self.directory)).stdout)
        self.assertNotEqual(self.inside('cat', __file__).returncode, 0)
        call = self.inside('gdbus', 'call', '--session', '-d', 'org.freedesktop.secrets',
                           '-o', '/org/freedesktop/secrets', '-m', 'org.freedesktop.DBus.Peer.Ping')
        self.assertIn('ServiceUnknown', call.stderr)


if __name__ == '__main__':
    sandbox.main()
