# SPDX-License-Identifier: GPL-3.0-or-later
"""A hand at the pointer and the keys of a display without a screen, and an eye on it."""

import atexit
import json
import os
import subprocess
import time

KIND = os.environ['AIRLIFT_SESSION']
TIMEOUT = float(os.environ.get('AIRLIFT_TIMEOUT', '30'))


def run(*command):
    return subprocess.run([str(word) for word in command], check=True, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=TIMEOUT).stdout


def wait_for(what, test, timeout=None):
    """The first true result of @test. LookupError and failed programs mean: not yet."""
    deadline = time.monotonic() + (timeout or TIMEOUT)
    pause, reason = 0.01, None
    while True:
        try:
            result = test()
            if result:
                return result
        except (LookupError, subprocess.CalledProcessError) as error:
            reason = error
        if time.monotonic() > deadline:
            raise AssertionError(f'waited in vain for {what}' + (f': {reason}' if reason else ''))
        time.sleep(pause)
        pause = min(pause * 1.5, 0.2)


class X11:
    """XTest, by xdotool."""

    def move(self, x, y):
        run('xdotool', 'mousemove', round(x), round(y))

    def button(self, down, number=1):
        run('xdotool', 'mousedown' if down else 'mouseup', number)

    def key(self, *keys):
        run('xdotool', 'key', *keys)

    def hold(self, key, down):
        run('xdotool', 'keydown' if down else 'keyup', key)

    def type(self, text):
        run('xdotool', 'type', '--delay', 8, '--', text)

    def save(self, path):
        from PIL import ImageGrab
        ImageGrab.grab(xdisplay=os.environ['DISPLAY']).save(path)

    def find_windows(self, pid):
        """Those that a window manager manages; menus and tooltips are not."""
        managed = run('xprop', '-root', '_NET_CLIENT_LIST').partition('#')[2]
        windows = []
        for window in managed.replace(',', ' ').split():
            if run('xprop', '-id', window, '_NET_WM_PID').split()[-1] == str(pid):
                windows.append(str(int(window, 16)))
        return windows

    def rectangle(self, window):
        values = dict(line.split('=') for line in
                      run('xdotool', 'getwindowgeometry', '--shell', window).split())
        return tuple(int(values[name]) for name in ('X', 'Y', 'WIDTH', 'HEIGHT'))

    def frame(self, window):
        """How much of the window is its shadow: left, right, top, bottom."""
        said = run('xprop', '-id', window, '_GTK_FRAME_EXTENTS').partition('=')[2]
        return tuple(int(number) for number in said.split(',')) if said else (0, 0, 0, 0)

    def activate(self, window):
        if run('xdotool', 'getwindowfocus').strip() != window:
            run('xdotool', 'windowactivate', '--sync', window)

    def place(self, window, x, y, width=None, height=None):
        self.activate(window)
        if width:
            run('xdotool', 'windowsize', window, width, height)
        run('xdotool', 'windowmove', window, x, y)


class Wayland:
    """A virtual pointer of our own, wtype, and what sway says of windows."""

    def __init__(self):
        self.pointer = subprocess.Popen([os.environ['AIRLIFT_POINTER']], text=True, bufsize=1,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        atexit.register(self.end)
        self.tell()
        # Each wtype brings a keyboard and takes it away; one that stays keeps the focus.
        self.keyboard = subprocess.Popen(['wtype', '-s', '86400000', '-k', 'Escape'])

    def end(self):
        self.keyboard.kill()
        self.keyboard.wait()
        self.pointer.stdin.close()
        self.pointer.wait()
        self.pointer.stdout.close()

    def tell(self, *words):
        if words:
            print(*words, file=self.pointer.stdin)
        if self.pointer.stdout.readline() != 'done\n':
            raise AssertionError('there is no virtual pointer')

    def move(self, x, y):
        width, height = os.environ['AIRLIFT_SESSION_SIZE'].split('x')
        self.tell('move', round(x), round(y), width, height)

    def button(self, down, number=1):
        self.tell('press' if down else 'release', number)

    def key(self, *keys):
        names = {'ctrl': 'ctrl', 'shift': 'shift', 'alt': 'alt', 'super': 'logo'}
        for combination in keys:
            *modifiers, key = combination.split('+')
            held = [word for name in modifiers for word in ('-M', names[name])]
            freed = [word for name in modifiers for word in ('-m', names[name])]
            run('wtype', *held, '-k', key, *freed)

    def type(self, text):
        run('wtype', '-d', 8, '--', text)

    def save(self, path):
        run('grim', path)

    def windows(self):
        def walk(node):
            if node.get('pid') and not node['nodes'] and not node['floating_nodes']:
                yield node
            for child in node['nodes'] + node['floating_nodes']:
                yield from walk(child)
        return list(walk(json.loads(run('swaymsg', '-t', 'get_tree', '-r'))))

    def find_windows(self, pid):
        return [window['id'] for window in self.windows() if window['pid'] == pid]

    def rectangle(self, window):
        rect = next(node['rect'] for node in self.windows() if node['id'] == window)
        return rect['x'], rect['y'], rect['width'], rect['height']

    def frame(self, window):
        return 0, 0, 0, 0

    def activate(self, window):
        run('swaymsg', f'[con_id={window}] focus')

    def place(self, window, x, y, width=None, height=None):
        commands = ['focus', f'move absolute position {x} {y}']
        if width:
            commands.insert(1, f'resize set {width} {height}')
        run('swaymsg', f'[con_id={window}] {", ".join(commands)}')


screen = X11() if KIND == 'x11' else Wayland()


def click(x, y, number=1, times=1):
    screen.move(x, y)
    for _ in range(times):
        screen.button(True, number)
        screen.button(False, number)


def tremble(place, test, what):
    """Moves on the spot until @test is true, for only motion is answered."""
    shift = 0

    def move():
        nonlocal shift
        shift = 1 - shift
        x, y = place()
        screen.move(x + shift, y)
        return test()

    return wait_for(what, move)


class Drag:
    """A drag as a hand does it: beyond the threshold, in steps, resting before it lets go."""

    def __init__(self, start):
        self.place = start
        screen.move(*start)
        screen.button(True)
        self.to(start[0] + 24, start[1] + 12)

    def to(self, x, y, steps=10):
        start = self.place
        for step in range(1, steps + 1):
            screen.move(start[0] + (x - start[0]) * step / steps,
                        start[1] + (y - start[1]) * step / steps)
            # One motion a frame: what comes at once is one event to the toolkit.
            time.sleep(0.02)
        self.place = x, y

    def rest(self, test, what):
        return tremble(lambda: self.place, test, what)

    def drop(self):
        screen.button(False)
