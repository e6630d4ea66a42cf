# SPDX-License-Identifier: GPL-3.0-or-later
"""The app as the session bus starts it, when somebody asks for it by name."""

import os
import pathlib

from gi.repository import Gio, GLib

import base


def _call(method, kind=None, *arguments):
    return Gio.bus_get_sync(Gio.BusType.SESSION, None).call_sync(
        'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', method,
        GLib.Variant(kind, arguments) if kind else None, None, 0, -1, None)


def _log_of(test):
    return test.directory / 'activated.log'


def make_activatable(test):
    """From now to the test's end, with the settings and files of the test."""
    variables = ' '.join(f'{name}={test.env[name]}' for name in (
        'XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_CACHE_HOME', 'XDG_STATE_HOME', 'GSETTINGS_BACKEND',
        'GSETTINGS_SCHEMA_DIR', 'G_DEBUG', 'LANG', 'LC_ALL', 'DISPLAY', 'GTK_A11Y', 'GSK_RENDERER',
        'GDK_DISABLE', 'LD_LIBRARY_PATH') if name in test.env)
    path = (pathlib.Path(os.environ['AIRLIFT_SESSION_DIR']) / 'services'
            / f'{base.APPLICATION_ID}.service')
    path.write_text(f'[D-BUS Service]\nName={base.APPLICATION_ID}\n'
                    f'Exec=/usr/bin/env {variables} /bin/sh -c "exec {base.AIRLIFT} '
                    f'--gapplication-service >>{_log_of(test)} 2>&1"\n')
    _call('ReloadConfig')
    test.addCleanup(_call, 'ReloadConfig')
    test.addCleanup(path.unlink)


class Process:
    """What base.App wants of a process, of one that somebody else started."""

    def __init__(self, pid):
        self.pid = pid
        self.returncode = None

    def poll(self):
        try:
            state = pathlib.Path(f'/proc/{self.pid}/stat').read_text().rsplit(')', 1)[1].split()[0]
        except FileNotFoundError:
            state = 'Z'
        self.returncode = 0 if state == 'Z' else None
        return self.returncode

    def wait(self, timeout=None):
        base.wait_for('the end', lambda: self.poll() is not None, timeout or 30)
        return self.poll()

    def send_signal(self, number):
        os.kill(self.pid, number)


class App(base.App):
    """The instance that has the name on the bus."""

    def __init__(self, test):
        self.accessibility = test.accessibility
        self.log = _log_of(test)
        self.root = None
        self.window = None
        self.process = Process(_call('GetConnectionUnixProcessID', '(s)',
                                     base.APPLICATION_ID).unpack()[0])
        test.apps.append(self)

    def output(self):
        return self.log.read_text() if self.log.exists() else ''
