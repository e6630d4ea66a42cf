# SPDX-License-Identifier: GPL-3.0-or-later
"""What display tests stand on: the real app in a real session, real simulators, a real keyring."""

import hashlib
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import unittest
import urllib.parse
import uuid

import gi
from gi.repository import Gio, GLib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'cli'))
# ruff: noqa: E402
import display
import harness
from accessibility import Accessibility
from services import Services

gi.require_version('Gio', '2.0')

AIRLIFT = os.environ['AIRLIFT']
DRAG_SOURCE = os.environ['AIRLIFT_DRAG_SOURCE']
APPLICATION_ID = os.environ['AIRLIFT_APPLICATION_ID']
APPLICATION_PATH = '/' + APPLICATION_ID.replace('.', '/')
SCREENSHOTS = pathlib.Path(os.environ.get('AIRLIFT_SCREENSHOTS', os.environ['AIRLIFT_SESSION_DIR']))
PASSWORD = harness.PASSWORD
SECTOR = 2048

wait_for = display.wait_for
# What asks a question, in the words of AT-SPI.
DIALOG = 'alert|dialog|alert dialog'


def make_image(path, label, size):
    """A small ISO 9660 image: a volume descriptor, an end, and noise."""
    primary = bytearray(SECTOR)
    primary[0:7] = b'\x01CD001\x01'
    primary[8:40] = b'LINUX'.ljust(32)
    primary[40:72] = label.encode().ljust(32)
    sectors = size // SECTOR
    primary[80:88] = sectors.to_bytes(4, 'little') + sectors.to_bytes(4, 'big')
    primary[120:124] = primary[124:128] = b'\x01\x00\x00\x01'
    primary[128:132] = b'\x00\x08\x08\x00'
    last = bytearray(SECTOR)
    last[0:7] = b'\xffCD001\x01'
    noise = hashlib.shake_256(path.name.encode()).digest(min(size, 1 << 20))
    with open(path, 'wb') as file:
        file.write(bytes(16 * SECTOR) + primary + last)
        while (left := size - file.tell()) > 0:
            file.write(noise[:left])


class Cell(harness.Simulator):
    """A simulated cell, and what can be told to it while it runs."""

    def control(self, method, path, body=None):
        address = urllib.parse.urlsplit(self.url)
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        connection = http.client.HTTPSConnection(address.hostname, address.port, context=context,
                                                 timeout=30)
        try:
            connection.connect()
            seen = hashlib.sha256(connection.sock.getpeercert(True)).hexdigest()
            if self.trust != f'sha256:{seen}':
                raise AssertionError(f'{self.url} is another server')
            connection.request(method, f'/simulator/{path}', body)
            reply = connection.getresponse()
            text = reply.read().decode()
            if reply.status >= 300:
                raise AssertionError(f'{path}: {reply.status} {text}')
            return text
        finally:
            connection.close()

    def fault(self, *lines):
        self.control('POST', 'fault', '\n'.join(lines))

    def clear(self, name=None):
        self.control('POST', 'clear' + (f'?name={name}' if name else ''))

    def state(self):
        return json.loads(self.control('GET', 'state'))


class App:
    """The app as a process, with one window."""

    def __init__(self, accessibility, env, arguments=(), log=None):
        self.accessibility = accessibility
        self.log = log
        with open(log, 'ab') as output:
            self.process = subprocess.Popen([AIRLIFT, *map(str, arguments)], env=env,
                                            stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        self.root = None
        self.window = None

    # What is seen.

    def tree(self):
        if self.process.poll() is not None:
            raise AssertionError(f'the app ended with {self.process.returncode}: {self.output()}')
        if self.root is None:
            self.root = self.accessibility.find_program(self.process.pid)
            if self.root is None:
                raise LookupError('the app is not on the accessibility bus')
        return self.accessibility.look(self.root)

    def wait_for_window(self):
        wait_for('a window on the accessibility bus', lambda: self.seen('window|frame', showing=True))
        self.window = wait_for('a window on the display',
                               lambda: display.screen.find_windows(self.process.pid))[0]

    def seen(self, role=None, name=None, within=None, **states):
        """All widgets of this role (a pattern), name (text, or a pattern) and states."""
        found = []
        for node in (within or self.tree()).walk():
            if role and not re.fullmatch(role, node.role):
                continue
            if name is not None and not (name.search(node.name) if isinstance(name, re.Pattern)
                                         else name == node.name):
                continue
            if all(node.is_(state) == wanted for state, wanted in states.items()):
                found.append(node)
        return found

    def find(self, role=None, name=None, timeout=None, **states):
        states.setdefault('showing', True)
        label = f'{role or "a widget"} “{getattr(name, "pattern", name)}” {states}'
        try:
            return wait_for(label, lambda: self.seen(role, name, **states), timeout)[0]
        except AssertionError as error:
            raise AssertionError(f'{error}\n{self.root.dump() if self.root else ""}') from None

    def wait_gone(self, role=None, name=None, timeout=None):
        wait_for(f'the end of {role} “{name}”',
                 lambda: not self.seen(role, name, showing=True), timeout)

    def words(self):
        return '\n'.join(node.name for node in self.tree().walk() if node.name and node.is_('showing'))

    def wait_for_words(self, pattern, timeout=None):
        try:
            return wait_for(f'the words “{pattern}”',
                            lambda: re.search(pattern, self.words()), timeout)
        except AssertionError as error:
            raise AssertionError(f'{error}\n{self.root.dump()}') from None

    def focused(self):
        found = self.seen(focused=True)
        return found[-1] if found else None

    def output(self):
        return pathlib.Path(self.log).read_text(errors='replace')

    # What is done.

    def open_catalog(self, name):
        """By its row in the sidebar."""
        def is_open():
            # Its name is the title of the page, too.
            return self.seen('group', name, showing=True)

        def click():
            # Rows above it may have come between the look and the click.
            self.click('label', name)
            try:
                return wait_for(f'the page of {name}', is_open, 3)
            except AssertionError as error:
                raise LookupError(str(error)) from None

        wait_for('the page', click)

    def wait_for_dialog(self, title):
        """A window of its own, as that for files is; the keys go to it."""
        wait_for(f'the window “{title}”', lambda: self.seen('.*', title, showing=True))
        wait_for('a second window on the display',
                 lambda: len(display.screen.find_windows(self.process.pid)) == 2)
        other, = [window for window in display.screen.find_windows(self.process.pid)
                  if window != self.window]
        display.screen.activate(other)
        return other

    def choose_path(self, title, path):
        """Types into the toolkit's own dialog for files, which does not say what is in its field."""
        self.wait_for_dialog(title)
        wait_for('the focus', lambda: self.seen(focused=True, within=self._dialog(title)))
        display.screen.key('ctrl+a')
        # In one that opens files the field comes with the first letter.
        display.screen.type('/')
        wait_for('a field for the path',
                 lambda: self.seen('text box', focused=True, within=self._dialog(title)))
        display.screen.type(str(path)[1:])
        # What the toolkit has added to it in the meantime is behind what was typed.
        display.screen.key('shift+End', 'Delete', 'Return')

    def _dialog(self, title):
        return self.seen('dialog', title)[0]

    def rows(self):
        """The names of the images that are listed."""
        table = self.seen('tree grid|table', re.compile('^(Images|Abbilder)$'), showing=True)
        return [node.name.partition(', ')[0] for node in self.seen('row', within=table[0])[1:]
                if node.is_('showing')] if table else []

    def wait_for_rows(self, *names):
        try:
            wait_for(f'the images {names}', lambda: self.rows() == list(names))
        except AssertionError:
            raise AssertionError(f'waited for {names}:\n{self.rows()}\n{self.root.dump()}') from None

    def press(self, role, name, **states):
        """Activates a widget, wherever it is."""
        states.setdefault('sensitive', True)
        self.find(role, name, **states).press()

    def place(self, x=330, y=40, width=None, height=None):
        display.screen.place(self.window, x, y, width, height)
        # The window manager answers in its own time, the toolkit after it.
        before = None

        def is_settled():
            nonlocal before
            now = self.rectangle()
            same, before = now == before, now
            return same and (width is None or abs(now[2] - width) < 60)

        wait_for('the window to be in its place', is_settled)

    def rectangle(self):
        """The window without its shadow."""
        x, y, width, height = display.screen.rectangle(self.window)
        left, right, top, bottom = display.screen.frame(self.window)
        return x + left, y + top, width - left - right, height - top - bottom

    def at(self, across, down):
        x, y, width, height = self.rectangle()
        return x + width * across, y + height * down

    def middle(self, node):
        """Where a widget is on the display. GTK tells places that leave the window's border out
        and paddings too, so that rows are more to be trusted than what is in them."""
        x, y, width, height = self.rectangle()
        content = self.root.children[0].children[0].extents()
        x += (width - content[2]) / 2 - content[0]
        y += (height - content[3]) / 2 - content[1]
        left, top, width, height = node.extents()
        for parent in node.parents():
            if parent.role in ('row', 'list item', 'menu item', 'button', 'column header'):
                _, top, _, height = parent.extents()
                break
        return x + left + width / 2, y + top + height / 2

    def click(self, role, name, number=1, times=1, **states):
        display.click(*self.middle(self.find(role, name, **states)), number, times)

    def key(self, *keys):
        display.screen.activate(self.window)
        display.screen.key(*keys)

    def tab_to(self, test, what, key='Tab', limit=80):
        """Goes on with the Tab key until the focus is where @test says."""
        for _ in range(limit):
            before = self.focused()
            if before is not None and test(before):
                return before
            self.key(key)
            wait_for('the focus to move',
                     lambda: (now := self.focused()) is not None
                     and (before is None or now.path != before.path or test(now)))
        raise AssertionError(f'the Tab key does not come to {what}')

    def fill(self, label, text):
        """Types into the field of this label, which Tab leads to."""
        self.tab_to(lambda node: node.is_('editable') and label in
                    [node.name] + [parent.name for parent in list(node.parents())[:3]], label)
        self.key('ctrl+a')
        display.screen.type(text)

    def activate(self, action, target=None):
        """An action of the application, as a notification or a launcher calls it."""
        parameters = [] if target is None else [target]
        Gio.bus_get_sync(Gio.BusType.SESSION, None).call_sync(
            APPLICATION_ID, APPLICATION_PATH, 'org.freedesktop.Application', 'ActivateAction',
            GLib.Variant('(sava{sv})', (action, parameters, {})), None, 0, 20_000, None)

    def close_window(self):
        """By the button in its corner."""
        self.find('button', 'Close')
        self.seen('button', 'Close', showing=True)[-1].press()

    def wait_for_end(self, timeout=None):
        return self.process.wait(timeout or display.TIMEOUT)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def end(self):
        """Quits, and says yes if it asks."""
        try:
            if self.process.poll() is None:
                self.activate('quit')
                wait_for('the end', self._is_over)
        except (AssertionError, GLib.Error):
            # What hangs is told below, as what it is.
            pass
        try:
            return self.wait_for_end(5)
        except subprocess.TimeoutExpired:
            dump = self.words()
            self.kill()
            raise AssertionError(f'the app does not end:\n{dump}') from None

    def _is_over(self):
        try:
            for node in self.seen('button', re.compile('^Quit|^Beenden'), showing=True):
                node.press()
        except (AssertionError, LookupError, GLib.Error):
            # It goes while it is looked at.
            pass
        return self.process.poll() is not None


class TestCase(unittest.TestCase):
    """A home, an app and cells of its own; a picture at the end."""

    maxDiff = None
    services_wanted = ('notifications', 'session', 'files')

    @classmethod
    def setUpClass(cls):
        cls.accessibility = Accessibility()

    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix='app-'))
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)
        self.env = dict(os.environ, G_DEBUG='fatal-criticals', GSETTINGS_BACKEND='keyfile',
                        LANG='C.UTF-8', LC_ALL='C.UTF-8')
        config = os.environ['XDG_CONFIG_HOME']
        for name in ('config', 'data', 'cache', 'state'):
            self.env[f'XDG_{name.upper()}_HOME'] = str(self.directory / name)
        shutil.copytree(config + '/gtk-4.0', self.directory / 'config' / 'gtk-4.0')
        self.services = Services(*self.services_wanted)
        self.addCleanup(self.services.stop)
        self.apps = []
        self.settings = {}
        self.accounts = []
        self.allowed = []

    def doCleanups(self):
        self.finish()
        return super().doCleanups()

    def run(self, result=None):
        self.outcome_before = len(result.failures) + len(result.errors) if result else 0
        self.result = result
        return super().run(result)

    def tearDown(self):
        name = self.id().split('.')[-1]
        self.shot(name.removeprefix('test_').replace('_', '-'))
        for app in self.apps:
            # On failure, what was there to be seen.
            if app.process.poll() is None and self._failed():
                print(app.tree().dump(), file=sys.stderr)
        for app in self.apps:
            if app.process.returncode is None:
                self.assertEqual(app.end(), 0, app.output())
        for app in self.apps:
            self.assert_quiet(app)

    def _failed(self):
        outcome = getattr(self, '_outcome', None)
        return bool(outcome and not outcome.success)

    def finish(self):
        for app in self.apps:
            if app.process.poll() is None:
                app.kill()

    def assert_quiet(self, app):
        """Nothing was complained about."""
        for line in app.output().splitlines():
            if re.search(r'-(WARNING|CRITICAL|ERROR) \*\*|AddressSanitizer|runtime error', line):
                if not any(re.search(pattern, line) for pattern in self.allowed):
                    self.fail(app.output())

    def shot(self, name):
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        file = pathlib.Path(sys.argv[0]).stem.removeprefix('test-')
        display.screen.save(str(SCREENSHOTS / f'{file}-{name}.png'))

    # Files.

    def make_image(self, name, label='AIRLIFT', size=512 * 1024):
        path = self.directory / name
        make_image(path, label, size)
        return path

    def make_file(self, name, content=b'plain text, and no image\n' * 400):
        path = self.directory / name
        path.write_bytes(content)
        return path

    # Cells and accounts.

    def start_cell(self, *arguments):
        cell = Cell(*arguments)
        self.addCleanup(cell.stop)
        return cell

    def add_account(self, cell, title='Cloud', password=PASSWORD, trusted=True, user='demo'):
        """As if it had been added earlier. Before the app starts."""
        name = str(uuid.uuid4())
        host = urllib.parse.urlsplit(cell.url).netloc
        self.accounts.append(name)
        self.settings[f'accounts/{name}'] = {
            'title': title, 'server': cell.url, 'organization': 'demo', 'user': user,
            'trusted': [f'{host}={cell.trust.removeprefix("sha256:")}'] if trusted else [],
        }
        if password is not None:
            subprocess.run(['secret-tool', 'store', f'--label=Airlift: {title}', 'xdg:schema',
                            'io.github.vcdairlift.Airlift.Account', 'account', name],
                           input=password, text=True, check=True)
        return name

    def set(self, key, value):
        self.settings.setdefault('', {})[key] = value

    def write_settings(self):
        self.set('accounts', self.accounts)
        lines = []
        for group, values in self.settings.items():
            lines.append(f'[{(APPLICATION_PATH[1:] + "/" + group).rstrip("/")}]')
            for key, value in values.items():
                if isinstance(value, list):
                    value = GLib.Variant('as', value)
                elif isinstance(value, str):
                    value = GLib.Variant('s', value)
                text = value.print_(True) if isinstance(value, GLib.Variant) else value
                lines.append(f'{key}={str(text).lower() if isinstance(text, bool) else text}')
        path = self.directory / 'config' / 'glib-2.0' / 'settings' / 'keyfile'
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('\n'.join(lines) + '\n')

    def read_settings(self):
        path = self.directory / 'config' / 'glib-2.0' / 'settings' / 'keyfile'
        return path.read_text() if path.exists() else ''

    # Programs.

    def start_app(self, *arguments, place=True, **more):
        if not self.apps and (self.accounts or self.settings):
            self.write_settings()
        app = App(self.accessibility, dict(self.env, **more), arguments, self.directory / 'app.log')
        self.apps.append(app)
        app.wait_for_window()
        if place:
            app.place()
        return app

    def start_source(self, *files, kind='files'):
        source = Source(self.env, self.directory, files, kind)
        self.addCleanup(source.stop)
        return source

    def drag_files(self, source, place, until=None, what='the target to take the drag'):
        """From the other program to @place; ends where @until is true, by default where the app says
        that it would take them."""
        display.tremble(source.middle, lambda: 'enter' in source.output(), 'the other window')
        drag = display.Drag(source.middle())
        drag.rest(lambda: 'begin' in source.output(), 'the drag to begin')
        drag.to(*place)
        drag.rest(until or (lambda: re.search('Drop to upload|Ablegen, um', self.apps[-1].words())
                             or re.search('^action 1', source.output(), re.M)), what)
        return drag


class Source:
    """Another program, that files are dragged out of."""

    def __init__(self, env, directory, files, kind):
        self.log = directory / 'source.log'
        with open(self.log, 'wb') as output:
            self.process = subprocess.Popen([DRAG_SOURCE, '--as', kind, *map(str, files)],
                                            env=dict(env, GTK_A11Y='none'), stdout=output,
                                            stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        self.window = wait_for('the other window',
                               lambda: display.screen.find_windows(self.process.pid))[0]
        display.screen.place(self.window, 30, 60)
        # What manages the windows moves it in its own time, and puts a border around it.
        wait_for('the other window to be in its place', lambda: all(
            abs(now - wanted) < 80
            for now, wanted in zip(display.screen.rectangle(self.window), (30, 60))))

    def output(self):
        return self.log.read_text()

    def middle(self):
        x, y, width, height = display.screen.rectangle(self.window)
        return x + width / 2, y + height * 0.6

    def copy(self):
        """Into the clipboard, as its user does it."""
        wait_for('the other window to copy', self._try_to_copy)

    def _try_to_copy(self):
        # The keys come to a window only once it has the focus.
        display.screen.activate(self.window)
        display.screen.key('ctrl+c')
        return 'copy' in self.output()

    def stop(self):
        self.process.terminate()
        self.process.wait()


def main():
    unittest.main(verbosity=2)
