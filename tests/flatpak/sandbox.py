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
# Of letters that keys have. For any other one xdotool changes the keyboard, which a program that is
# busy takes notice of too late.
PASSWORD = 'correct horse & <battery>'
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


class Dialog(base.App):
    """The file dialog of the portal: another program's window."""

    NAME = 'xdg-desktop-portal-gtk'

    def __init__(self):
        self.accessibility = accessibility.Accessibility()
        self.root = None
        self.window = wait_for('the file dialog', lambda: find_windows(f'(?i){self.NAME}'))[0]

    def tree(self):
        registry = self.accessibility.registry
        for owner, path in registry.call(accessibility.ACCESSIBLE, 'GetChildren')[0]:
            node = accessibility.Node(registry.bus, owner, path)
            try:
                if self.root is None and node.get(accessibility.ACCESSIBLE, 'Name') == self.NAME:
                    self.root = node
            except base.GLib.Error:
                continue
        if self.root is None:
            raise LookupError('the file dialog is not on the accessibility bus')
        return self.accessibility.look(self.root)

    def open(self, path, before):
        """By its path, which one types."""
        display.screen.activate(self.window)
        self.find('table', 'Files')
        # The first letter opens the field, and what comes before that is lost.
        self.key('slash')
        wait_for('the field', lambda: self.typed() == '/')
        display.screen.type(str(path)[1:])
        wait_for('the path', lambda: self.typed() == str(path))
        before()
        self.key('Return')
        wait_for('the end of the dialog', lambda: not find_windows(f'(?i){self.NAME}'))

    def typed(self):
        found = self.seen('text', focused=True)
        return found[0].text() if found else None


class TestCase(base.TestCase):
    """Each with a home directory of its own, and so with nothing from before."""

    services_wanted = ('freedesktop', 'session', 'files')

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

    def start_cell(self, *arguments):
        return super().start_cell('--password', PASSWORD, *arguments)

    def read_settings(self):
        path = self.data / 'config' / 'glib-2.0' / 'settings' / 'keyfile'
        return path.read_text() if path.exists() else ''

    def inside(self, *command, **more):
        """A command in the sandbox, and what it says."""
        return subprocess.run([*FLATPAK_RUN, f'--command={command[0]}', ID, *command[1:]],
                              env=self.env, text=True, capture_output=True, check=False,
                              timeout=display.TIMEOUT, **more)

    def airliftctl(self, *arguments, **more):
        """The command line, in the same sandbox; what it says, if it is content."""
        done = self.inside('airliftctl', *map(str, arguments), **more)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def add_account(self, cell, title='Cloud'):
        """As it had been added in this sandbox earlier, by the command line."""
        env = dict(self.env, AIRLIFT_PASSWORD=PASSWORD)
        done = subprocess.run([*FLATPAK_RUN, '--command=airliftctl', ID, '--server', cell.url,
                               '--org', 'demo', '--user', 'demo', '--trust', cell.trust,
                               'account', 'add', '--title', title],
                              env=env, text=True, capture_output=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)

    def wait_for_field(self, app, label):
        """Until one can type into the field of this label."""
        def is_there():
            node = app.focused()
            return node is not None and node.is_('editable') and label in [
                node.name] + [parent.name for parent in list(node.parents())[:4]]

        wait_for(f'the field {label}', is_there)

    def add_by_hand(self, app, cell):
        """As a person does it, by keys, up to the catalogs."""
        app.key('ctrl+n')
        self.wait_for_field(app, 'Address')
        display.screen.type(cell.url + '/tenant/demo/catalogs')
        app.key('Return')
        app.find(base.DIALOG, 'Trust This Server?')
        self.shot('certificate')
        app.press('button', re.compile('Trust for This Account'))
        self.wait_for_field(app, 'User Name')
        display.screen.type('demo')
        app.fill('Password', PASSWORD)
        app.key('Return')
        self.wait_for_field(app, 'Title of the Account')
        self.shot('passed')
        app.key('Return')
        app.wait_gone(base.DIALOG)

    def choose(self, path):
        """In the file dialog, which is the portal's and outside of the sandbox."""
        dialog = Dialog()
        dialog.open(path, lambda: self.shot('file-dialog'))

    def shot(self, name):
        base.SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        file = pathlib.Path(sys.argv[0]).stem.removeprefix('test-')
        display.screen.save(str(base.SCREENSHOTS / f'{file}-{name}.png'))


main = base.main
