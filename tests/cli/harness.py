# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of airliftctl stand on: the real program, the real simulator, a real terminal."""

import contextlib
import fcntl
import hashlib
import json
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import tempfile
import termios
import threading
import time
import unicodedata
import unittest

AIRLIFTCTL = os.environ['AIRLIFTCTL']
SIMULATOR = os.environ['VCD_SIMULATOR']
# The lines that vcd-simulator says.
CREATED = r'^created '
SLICE = r'^slice .*first=(?P<first>\d+) '
FINISHED = r'^finished '

PASSWORD = 'correct horse & <battery> é'
TIMEOUT = 60

EXIT_DONE = 0
EXIT_SERVER = 1
EXIT_USAGE = 2
EXIT_SIGN_IN = 3
EXIT_CERTIFICATE = 4
EXIT_REFUSED = 5
EXIT_NAME_TAKEN = 6
EXIT_FILE = 7
EXIT_INTERRUPTED = 130


class Simulator:
    """vcd-simulator as a process, and the lines that it says."""

    def __init__(self, *arguments):
        if '--import-seconds' not in arguments:
            arguments += ('--import-seconds', '0.05')
        self.events = []
        self._news = threading.Condition()
        self._closed = False
        self.process = subprocess.Popen(
            [SIMULATOR, '--port', '0', '--org', 'demo', '--user', 'demo', '--password', PASSWORD,
             *arguments],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, encoding='utf-8')
        first = self.process.stdout.readline().split()
        self.url = first[0]
        self.trust = first[1] if len(first) > 1 else None
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        for line in self.process.stdout:
            with self._news:
                self.events.append(line.rstrip('\n'))
                self._news.notify_all()
        with self._news:
            self._closed = True
            self._news.notify_all()

    def find(self, pattern):
        with self._news:
            return [match for match in (re.search(pattern, line) for line in self.events) if match]

    def wait_for(self, pattern, count=1):
        """The matches of pattern among the events, once there are so many."""
        deadline = time.monotonic() + TIMEOUT
        with self._news:
            while True:
                found = [m for m in (re.search(pattern, line) for line in self.events) if m]
                if len(found) >= count:
                    return found
                left = deadline - time.monotonic()
                if left <= 0 or self._closed:
                    raise AssertionError(f'no event {pattern!r} in {self.events}')
                self._news.wait(left)

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


class Terminal:
    """A process on a terminal of its own, and what the terminal shows of it."""

    def __init__(self, command, env, columns=80, rows=24):
        self.output = b''
        self.master, slave = pty.openpty()
        self.resize(columns, rows)

        def take_terminal():
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)

        self.process = subprocess.Popen(command, env=env, stdin=slave, stdout=slave, stderr=slave,
                                        start_new_session=True, preexec_fn=take_terminal)
        os.close(slave)

    def resize(self, columns, rows=24):
        self.columns = columns
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack('HHHH', rows, columns, 0, 0))

    def read(self):
        """Some more output; False at its end."""
        ready, _, _ = select.select([self.master], [], [], TIMEOUT)
        if not ready:
            raise AssertionError(f'silence after {self.output!r}')
        try:
            more = os.read(self.master, 65536)
        except OSError:
            more = b''
        self.output += more
        return bool(more)

    def read_until(self, text):
        while text.encode() not in self.output:
            if not self.read():
                raise AssertionError(f'{text!r} not in {self.output!r}')

    def type(self, text):
        os.write(self.master, text.encode())

    def echoes(self):
        return bool(termios.tcgetattr(self.master)[3] & termios.ECHO)

    def finish(self):
        while self.read():
            pass
        return self.process.wait(TIMEOUT)

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self.master)


def width_of(character):
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in 'WF' else 1


class Screen:
    """A terminal's screen, as much of one as airliftctl uses, which notes what must not happen."""

    def __init__(self, columns):
        self.columns = columns
        self.lines = [[]]
        self.row = 0
        self.column = 0
        self.wrapped = []
        self.frames = 0

    def feed(self, data):
        text = data.decode()
        pattern = re.compile(r'\x1b\[(\d*)([A-Z])|\r|\n|[^\x1b\r\n]')
        position = 0
        while position < len(text):
            match = pattern.match(text, position)
            if match is None:
                raise AssertionError(f'unknown control sequence at {text[position:position + 9]!r}')
            self._put(match)
            position = match.end()

    def _put(self, match):
        token = match.group(0)
        if token == '\r':
            self.column = 0
            self.frames += 1
        elif token == '\n':
            self.row += 1
            if self.row == len(self.lines):
                self.lines.append([])
        elif match.group(2) == 'A':
            self.row = max(0, self.row - int(match.group(1) or 1))
        elif match.group(2) == 'K':
            del self.lines[self.row][self.column:]
        elif match.group(2) == 'J':
            del self.lines[self.row][self.column:]
            del self.lines[self.row + 1:]
        else:
            self._put_character(token)

    def _put_character(self, character):
        if unicodedata.category(character) == 'Cc':
            raise AssertionError(f'control character {character!r}')
        width = width_of(character)
        if self.column + width > self.columns:
            self.wrapped.append(''.join(self.lines[self.row]))
        line = self.lines[self.row]
        line.extend(' ' * (self.column - len(line)))
        cells = [character] + [''] * (width - 1) if width else []
        line[self.column:self.column + width] = cells
        self.column += width

    def text(self):
        return '\n'.join(''.join(line).rstrip() for line in self.lines).rstrip()


class TestCase(unittest.TestCase):
    """A directory of its own, an environment of its own, and simulators that end with the test."""

    maxDiff = None

    def setUp(self):
        self.directory = tempfile.mkdtemp(prefix='airliftctl-')
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)
        self.env = {
            'HOME': self.directory,
            'LANG': 'C.UTF-8',
            'PATH': os.environ['PATH'],
            'TERM': 'xterm',
            'XDG_CACHE_HOME': os.path.join(self.directory, 'cache'),
            'XDG_CONFIG_HOME': os.path.join(self.directory, 'config'),
            'XDG_DATA_HOME': os.path.join(self.directory, 'data'),
            'XDG_STATE_HOME': os.path.join(self.directory, 'state'),
            'GSETTINGS_BACKEND': 'keyfile',
            'NO_PROXY': '*',
        }
        for name in ('ASAN_OPTIONS', 'DBUS_SESSION_BUS_ADDRESS', 'G_DEBUG', 'GSETTINGS_SCHEMA_DIR',
                     'LSAN_OPTIONS', 'MALLOC_PERTURB_', 'UBSAN_OPTIONS', 'XDG_RUNTIME_DIR'):
            if name in os.environ:
                self.env[name] = os.environ[name]

    def path(self, *names):
        return os.path.join(self.directory, *names)

    def make_file(self, name, size=100_000, seed=b'airlift'):
        """A file of reproducible noise; returns its path and SHA-256."""
        path = self.path(name)
        block = hashlib.shake_256(seed + str(size).encode()).digest(min(size, 1 << 20))
        digest = hashlib.sha256()
        with open(path, 'wb') as file:
            left = size
            while left > 0:
                piece = block[:left]
                file.write(piece)
                digest.update(piece)
                left -= len(piece)
        return path, digest.hexdigest()

    def start_simulator(self, *arguments):
        simulator = Simulator(*arguments)
        self.addCleanup(simulator.stop)
        return simulator

    def options(self, simulator, user='demo'):
        """The options that name the simulator's account."""
        options = ['--server', simulator.url, '--org', 'demo', '--user', user]
        if simulator.trust:
            options += ['--trust', simulator.trust]
        return options

    def environment(self, password=None, **more):
        env = dict(self.env)
        if password is not None:
            env['AIRLIFT_PASSWORD'] = password
        env.update(more)
        return env

    def run_cli(self, *arguments, stdin=None, env=None, cwd=None):
        """Without a controlling terminal, so that nothing can be asked."""
        return subprocess.run([AIRLIFTCTL, *arguments], env=env or self.environment(),
                              cwd=cwd or self.directory, input=stdin, capture_output=True,
                              text=True, encoding='utf-8', timeout=TIMEOUT,
                              start_new_session=True, check=False)

    def run_on(self, simulator, *arguments, **more):
        """With the simulator's account and its password."""
        more.setdefault('env', self.environment(PASSWORD))
        return self.run_cli(*self.options(simulator), *arguments, **more)

    def start_on(self, simulator, *arguments, env=None):
        process = subprocess.Popen([AIRLIFTCTL, *self.options(simulator), *arguments],
                                   env=env or self.environment(PASSWORD), cwd=self.directory,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True, encoding='utf-8',
                                   start_new_session=True)

        def end():
            if process.poll() is None:
                process.kill()
            with contextlib.suppress(ValueError):
                process.communicate()

        self.addCleanup(end)
        return process

    def start_terminal(self, *arguments, env=None, columns=80, rows=24):
        terminal = Terminal([AIRLIFTCTL, *arguments], env or self.environment(), columns, rows)
        self.addCleanup(terminal.close)
        return terminal

    def assert_exit(self, result, code):
        self.assertEqual(result.returncode, code, f'{result.stdout}\n{result.stderr}')

    def records(self, text):
        return [json.loads(line) for line in text.splitlines()]

    def names_in(self, simulator, catalog='ISOs'):
        result = self.run_on(simulator, '--json', 'list', catalog)
        self.assert_exit(result, EXIT_DONE)
        return sorted(record['name'] for record in self.records(result.stdout))


def interrupt(process):
    process.send_signal(signal.SIGINT)


def main():
    unittest.main(verbosity=2)
