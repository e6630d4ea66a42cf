# SPDX-License-Identifier: GPL-3.0-or-later
"""What assistive technology is told about a program: a small client of AT-SPI on D-Bus.

It keeps nothing and asks the program each time, many questions at once, so that what it says is
what the program says now.
"""

from gi.repository import Gio, GLib

ACCESSIBLE = 'org.a11y.atspi.Accessible'
ROOT = '/org/a11y/atspi/accessible/root'
NOTHING = '/org/a11y/atspi/null'
PATIENCE = 10_000

STATES = {
    'active': 1, 'busy': 3, 'checked': 4, 'collapsed': 5, 'editable': 7, 'enabled': 8,
    'expandable': 9, 'expanded': 10, 'focusable': 11, 'focused': 12, 'selected': 23,
    'sensitive': 24, 'showing': 25, 'visible': 30,
}


class Node:
    """A widget, as it was when it was looked at."""

    def __init__(self, bus, name, path, parent=None):
        self.bus = bus
        self.owner = name
        self.path = path
        self.parent = parent
        self.children = []
        self.name = self.role = self.description = ''
        self._states = 0

    def __repr__(self):
        return f'{self.role} “{self.name}”'

    def is_(self, state):
        return bool(self._states >> STATES[state] & 1)

    def call(self, interface, method, arguments=None):
        return self.bus.call_sync(self.owner, self.path, interface, method, arguments, None,
                                  Gio.DBusCallFlags.NONE, PATIENCE, None).unpack()

    def get(self, interface, prop):
        return self.call('org.freedesktop.DBus.Properties', 'Get',
                         GLib.Variant('(ss)', (interface, prop)))[0]

    def press(self, action=0):
        done, = self.call('org.a11y.atspi.Action', 'DoAction', GLib.Variant('(i)', (action,)))
        if not done:
            raise AssertionError(f'{self} cannot be pressed')

    def actions(self):
        return self.call('org.a11y.atspi.Action', 'GetActions')[0]

    def text(self):
        return self.call('org.a11y.atspi.Text', 'GetText', GLib.Variant('(ii)', (0, -1)))[0]

    def value(self):
        return self.get('org.a11y.atspi.Value', 'CurrentValue')

    def extents(self):
        """Place and size within the window, without the padding that the style gives."""
        return self.call('org.a11y.atspi.Component', 'GetExtents', GLib.Variant('(u)', (1,)))[0]

    def parents(self):
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def walk(self):
        yield self
        for child in self.children:
            yield from child.walk()

    def words(self):
        """All that is to be read in it."""
        return ' '.join(node.name for node in self.walk() if node.name)

    def dump(self, depth=0):
        states = [name for name in ('focused', 'selected', 'checked', 'expanded') if self.is_(name)]
        if not self.is_('sensitive'):
            states.append('insensitive')
        line = f'{"  " * depth}{self!r}{" " if states else ""}{" ".join(states)}'
        return '\n'.join([line] + [child.dump(depth + 1) for child in self.children])


class Questions:
    """Calls that are made at once, and waited for together."""

    def __init__(self, bus):
        self.bus = bus
        self.left = 0

    def ask(self, node, interface, method, arguments, answer):
        self.left += 1

        def done(bus, result):
            self.left -= 1
            try:
                answer(bus.call_finish(result).unpack())
            except GLib.Error:
                # It went away meanwhile.
                pass

        self.bus.call(node.owner, node.path, interface, method, arguments, None,
                      Gio.DBusCallFlags.NONE, PATIENCE, None, done)

    def wait(self):
        while self.left:
            GLib.MainContext.default().iteration(True)


class Accessibility:
    """The accessibility bus."""

    def __init__(self):
        session = Gio.bus_get_sync(Gio.BusType.SESSION, None)
        address = session.call_sync('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress',
                                    None, None, Gio.DBusCallFlags.NONE, PATIENCE, None).unpack()[0]
        self.bus = Gio.DBusConnection.new_for_address_sync(
            address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
            | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        self.registry = Node(self.bus, 'org.a11y.atspi.Registry', ROOT)
        # A program may tell nothing to nobody: somebody listens.
        events = Node(self.bus, 'org.a11y.atspi.Registry', '/org/a11y/atspi/registry')
        for event in ('object:state-changed', 'object:announcement', 'object:children-changed'):
            events.call('org.a11y.atspi.Registry', 'RegisterEvent',
                        GLib.Variant('(sass)', (event, [], '')))
        self.announcements = []
        self.bus.signal_subscribe(None, 'org.a11y.atspi.Event.Object', 'Announcement', None, None,
                                  Gio.DBusSignalFlags.NONE, self._on_announcement)

    def _on_announcement(self, bus, sender, path, interface, signal, arguments):
        self.announcements.append(arguments.unpack()[3])

    def find_program(self, pid):
        """The root of the program with this process id; None if it is not on the bus."""
        for owner, path in self.registry.call(ACCESSIBLE, 'GetChildren')[0]:
            try:
                found, = self.bus.call_sync(
                    'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                    'GetConnectionUnixProcessID', GLib.Variant('(s)', (owner,)), None,
                    Gio.DBusCallFlags.NONE, PATIENCE, None).unpack()
            except GLib.Error:
                continue
            if found == pid:
                return Node(self.bus, owner, path)
        return None

    def look(self, root):
        """Fills in all that is below a node."""
        level = [root]
        root.children = []
        while level:
            questions = Questions(self.bus)
            for node in level:
                self._ask(questions, node)
            questions.wait()
            level = [child for node in level for child in node.children]
        return root

    @staticmethod
    def _ask(questions, node):
        def take_children(answer):
            node.children = [Node(node.bus, owner, path, node) for owner, path in answer[0]
                             if path != NOTHING]

        def take_states(answer):
            low, high = (answer[0] + [0, 0])[:2]
            node._states = low | high << 32

        def take(attribute):
            return lambda answer: setattr(node, attribute, answer[0])

        questions.ask(node, ACCESSIBLE, 'GetChildren', None, take_children)
        questions.ask(node, ACCESSIBLE, 'GetState', None, take_states)
        questions.ask(node, ACCESSIBLE, 'GetRoleName', None, take('role'))
        for attribute in ('name', 'description'):
            questions.ask(node, 'org.freedesktop.DBus.Properties', 'Get',
                          GLib.Variant('(ss)', (ACCESSIBLE, attribute.capitalize())),
                          take(attribute))
