# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests of the installed Flatpak stand on: the app in its sandbox, real portals, a real keyring;
the simulator, and the programs that files come from, outside."""

import os
import pathlib
import re
import shutil
import subprocess
import sys

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TESTS / 'app'))
# ruff: noqa: E402
ID = os.environ['AIRLIFT_APPLICATION_ID']
# What the tests of the app start instead.
os.environ.setdefault('AIRLIFT', '')
os.environ.setdefault('AIRLIFTCTL', '')
import accessibility
import base
import display

wait_for = base.wait_for
FLATPAK_RUN = ['flatpak', 'run', '--user']


def managed_windows():
    """All windows on the display: their class, as the window manager has it."""
    listed = display.run('xprop', '-root', '_NET_CLIENT_LIST').partition('#')[2]
    for window in listed.replace(',', ' ').split():
        said = display.run('xprop', '-id', window, 'WM_CLASS', 'WM_NAME')
        yield str(int(window, 16)), said


def find_windows(pattern):
    return [window for window, said in managed_windows() if re.search(pattern, said)]


class App(base.App):
    """The app in its sandbox. From outside it has no process id: what is seen of it belongs to the
    proxy that stands between it and the bus."""

    def __init__(self, home, env, arguments=(), log=None):
        self.home = home
        self.accessibility = accessibility.Accessibility()
        self.log = log
        with open(log, 'ab') as output:
            self.process = subprocess.Popen([*FLATPAK_RUN, ID, *map(str, arguments)], env=env,
                                            stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        self.root = None
        self.window = None

    def tree(self):
        if self.process.poll() is not None:
            raise AssertionError(f'the app ended with {self.process.returncode}: {self.output()}')
        if self.root is None:
            self.root = self._find_root()
        return self.accessibility.look(self.root)

    def _find_root(self):
        registry = self.accessibility.registry
        for owner, path in registry.call(accessibility.ACCESSIBLE, 'GetChildren')[0]:
            node = accessibility.Node(registry.bus, owner, path)
            try:
                if node.get(accessibility.ACCESSIBLE, 'Name') in ('airlift', ID):
                    return node
            except base.GLib.Error:
                # It is going.
                continue
        raise LookupError('the app is not on the accessibility bus')

    def wait_for_window(self):
        wait_for('a window on the accessibility bus', lambda: self.seen('window|frame', showing=True))
        self.window = wait_for('a window on the display', lambda: find_windows('"airlift"'))[0]

    def kill(self):
        """As the kernel does it when memory is short: at once, and with all that is in there."""
        subprocess.run(['flatpak', 'kill', ID], check=False, capture_output=True)
        self.process.wait(display.TIMEOUT)


class TestCase(base.TestCase):
    """Each with a home directory of its own, and so with nothing from before."""

    def setUp(self):
        super().setUp()
        self.home = self.directory / 'home'
        self.data = self.home / '.var' / 'app' / ID
        for name in ('config/gtk-4.0', 'data', 'cache', '.local/state'):
            (self.data / name).mkdir(parents=True)
        shutil.copy(os.environ['XDG_CONFIG_HOME'] + '/gtk-4.0/settings.ini',
                    self.data / 'config' / 'gtk-4.0')
        self.env['HOME'] = str(self.home)
        for name in ('GSETTINGS_BACKEND', 'GSETTINGS_SCHEMA_DIR'):
            self.env.pop(name, None)

    def start_app(self, *arguments, place=True, **more):
        app = App(self.home, dict(self.env, **more), arguments, self.directory / 'app.log')
        self.apps.append(app)
        app.wait_for_window()
        if place:
            app.place()
        return app

    def read_settings(self):
        path = self.data / 'config' / 'glib-2.0' / 'settings' / 'keyfile'
        return path.read_text() if path.exists() else ''

    def inside(self, *command, **more):
        """A command in the sandbox, and what it says."""
        return subprocess.run([*FLATPAK_RUN, f'--command={command[0]}', ID, *command[1:]],
                              env=self.env, text=True, capture_output=True, check=False,
                              timeout=display.TIMEOUT, **more)

    def shot(self, name):
        base.SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        file = pathlib.Path(sys.argv[0]).stem.removeprefix('test-')
        display.screen.save(str(base.SCREENSHOTS / f'{file}-{name}.png'))


main = base.main
