# SPDX-License-Identifier: GPL-3.0-or-later
"""The window comes up in the sandbox, and the sandbox is closed."""

import configparser

import sandbox


class Start(sandbox.TestCase):
    def test_window_comes_and_goes(self):
        app = self.start_app()
        app.find('label', 'Welcome to Airlift')
        self.shot('window')
        app.close_window()
        self.assertEqual(app.wait_for_end(), 0)

    def test_closed(self):
        """Not one permission more than the manifest has, and nothing of the host to be seen."""
        said = self.inside('cat', '/.flatpak-info').stdout
        info = configparser.ConfigParser(delimiters='=')
        info.optionxform = str
        info.read_string(said)
        context = {key: sorted(filter(None, value.split(';'))) for key, value in info['Context'].items()}
        self.assertEqual(context, {'shared': ['ipc', 'network'], 'devices': ['dri'],
                                   'sockets': ['fallback-x11', 'wayland']})
        for section in ('Session Bus Policy', 'System Bus Policy'):
            self.assertFalse(dict(info[section]) if section in info else {})
        outside = self.make_file('outside.iso')
        self.assertNotEqual(self.inside('cat', str(outside)).returncode, 0)
        self.assertNotEqual(self.inside('ls', str(self.directory)).returncode, 0)


if __name__ == '__main__':
    sandbox.main()
