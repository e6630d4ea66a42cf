# SPDX-License-Identifier: GPL-3.0-or-later
"""Stand-ins for what a desktop offers on the session bus, which note what they are asked for.

Each has the real one's name, so that the program speaks to it as it would to GNOME: the
notifications of the shell, the session manager that suspend is inhibited at, and, where a test asks
for it, the portal for programs in the background and the file manager.
"""

import threading

from gi.repository import Gio, GLib

NOTIFICATIONS = '''<node><interface name="org.gtk.Notifications">
  <method name="AddNotification">
    <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="a{sv}" direction="in"/>
  </method>
  <method name="RemoveNotification">
    <arg type="s" direction="in"/><arg type="s" direction="in"/>
  </method>
</interface></node>'''

# Where the portal of a desktop that is not GNOME brings them.
FREEDESKTOP = '''<node><interface name="org.freedesktop.Notifications">
  <method name="GetCapabilities"><arg type="as" direction="out"/></method>
  <method name="GetServerInformation">
    <arg type="s" direction="out"/><arg type="s" direction="out"/>
    <arg type="s" direction="out"/><arg type="s" direction="out"/>
  </method>
  <method name="Notify">
    <arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
    <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
    <arg type="a{sv}" direction="in"/><arg type="i" direction="in"/><arg type="u" direction="out"/>
  </method>
  <method name="CloseNotification"><arg type="u" direction="in"/></method>
</interface></node>'''

SESSION_MANAGER = '''<node><interface name="org.gnome.SessionManager">
  <method name="RegisterClient">
    <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="o" direction="out"/>
  </method>
  <method name="UnregisterClient"><arg type="o" direction="in"/></method>
  <method name="Inhibit">
    <arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
    <arg type="u" direction="in"/><arg type="u" direction="out"/>
  </method>
  <method name="Uninhibit"><arg type="u" direction="in"/></method>
  <method name="IsInhibited">
    <arg type="u" direction="in"/><arg type="b" direction="out"/>
  </method>
  <property name="SessionIsActive" type="b" access="read"/>
</interface></node>'''

SCREEN_SAVER = '''<node><interface name="org.gnome.ScreenSaver">
  <method name="GetActive"><arg type="b" direction="out"/></method>
  <signal name="ActiveChanged"><arg type="b"/></signal>
</interface></node>'''

BACKGROUND = '''<node><interface name="org.freedesktop.portal.Background">
  <method name="RequestBackground">
    <arg type="s" direction="in"/><arg type="a{sv}" direction="in"/><arg type="o" direction="out"/>
  </method>
  <method name="SetStatus"><arg type="a{sv}" direction="in"/></method>
  <property name="version" type="u" access="read"/>
</interface></node>'''

FILE_MANAGER = '''<node><interface name="org.freedesktop.FileManager1">
  <method name="ShowItems"><arg type="as" direction="in"/><arg type="s" direction="in"/></method>
  <method name="ShowFolders"><arg type="as" direction="in"/><arg type="s" direction="in"/></method>
</interface></node>'''

# On the system bus of a desktop; what is asked for is a property alone.
NETWORK_MANAGER = '''<node><interface name="org.freedesktop.NetworkManager">
  <property name="Connectivity" type="u" access="read"/>
  <property name="Metered" type="u" access="read"/>
  <property name="State" type="u" access="read"/>
</interface></node>'''

PORTAL = '/org/freedesktop/portal/desktop'
PLACES = {
    'notifications': [(NOTIFICATIONS, 'org.gtk.Notifications', '/org/gtk/Notifications')],
    'freedesktop': [(FREEDESKTOP, 'org.freedesktop.Notifications',
                     '/org/freedesktop/Notifications')],
    'session': [(SESSION_MANAGER, 'org.gnome.SessionManager', '/org/gnome/SessionManager'),
                (SCREEN_SAVER, 'org.gnome.ScreenSaver', '/org/gnome/ScreenSaver')],
    'background': [(BACKGROUND, 'org.freedesktop.portal.Desktop', PORTAL)],
    'network': [(NETWORK_MANAGER, 'org.freedesktop.NetworkManager',
                 '/org/freedesktop/NetworkManager')],
    'files': [(FILE_MANAGER, 'org.freedesktop.FileManager1', '/org/freedesktop/FileManager1')],
}


class Services:
    """Some of them, on a connection and a thread of their own, until stop()."""

    def __init__(self, *kinds):
        self.notifications = {}
        self.withdrawn = []
        self.inhibitors = {}
        self.statuses = []
        self.shown = []
        self.requests = 0
        # Fully connected; not metered.
        self._network = {'Connectivity': GLib.Variant('u', 4), 'Metered': GLib.Variant('u', 2),
                         'State': GLib.Variant('u', 70)}
        self._cookies = self._notified = 0
        self._context = GLib.MainContext()
        self._loop = GLib.MainLoop(self._context)
        self._thread = threading.Thread(target=self._serve, args=(kinds,), daemon=True)
        self._ready = threading.Event()
        self._thread.start()
        if not self._ready.wait(10):
            raise AssertionError('the session bus does not answer')

    def stop(self):
        self._loop.quit()
        self._thread.join()

    def set_metered(self, metered):
        """As the network manager tells it."""
        self._network['Metered'] = GLib.Variant('u', 1 if metered else 2)
        name = 'org.freedesktop.NetworkManager'
        changed = {'Metered': self._network['Metered']}
        path = '/org/freedesktop/NetworkManager'
        self._bus.emit_signal(None, path, 'org.freedesktop.DBus.Properties', 'PropertiesChanged',
                              GLib.Variant('(sa{sv}as)', (name, changed, [])))

    def _serve(self, kinds):
        self._context.push_thread_default()
        address = Gio.dbus_address_get_for_bus_sync(Gio.BusType.SESSION)
        self._bus = Gio.DBusConnection.new_for_address_sync(
            address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
            | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        for xml, name, path in (place for kind in kinds for place in PLACES[kind]):
            interface, = Gio.DBusNodeInfo.new_for_xml(xml).interfaces
            self._bus.register_object_with_closures2(path, interface, self._on_call,
                                                     self._on_get, None)
            self._bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus',
                                'org.freedesktop.DBus', 'RequestName',
                                GLib.Variant('(su)', (name, 4)), None, 0, -1, None)
        self._ready.set()
        self._loop.run()
        self._bus.close_sync(None)
        self._context.pop_thread_default()

    def _on_get(self, bus, sender, path, interface, prop):
        if prop in self._network:
            return self._network[prop]
        return GLib.Variant('u', 2) if prop == 'version' else GLib.Variant('b', True)

    def _on_call(self, bus, sender, path, interface, method, arguments, invocation):
        answer = getattr(self, '_' + method)(sender, *arguments.unpack())
        invocation.return_value(answer)

    def _AddNotification(self, sender, program, name, notification):
        self.notifications[name] = notification

    def _RemoveNotification(self, sender, program, name):
        if self.notifications.pop(name, None) is not None:
            self.withdrawn.append(name)

    def _GetCapabilities(self, sender):
        return GLib.Variant('(as)', (['actions', 'body', 'persistence'],))

    def _GetServerInformation(self, sender):
        return GLib.Variant('(ssss)', ('stand-in', 'Airlift', '1', '1.2'))

    def _Notify(self, sender, program, replaced, icon, summary, body, actions, hints, timeout):
        self._notified += 1
        number = replaced or self._notified
        self.notifications[number] = {'title': summary, 'body': body}
        return GLib.Variant('(u)', (number,))

    def _CloseNotification(self, sender, number):
        self._RemoveNotification(sender, None, number)

    def _RegisterClient(self, sender, program, startup):
        return GLib.Variant('(o)', ('/org/gnome/SessionManager/Client1',))

    def _UnregisterClient(self, sender, client):
        return None

    def _Inhibit(self, sender, program, window, reason, flags):
        self._cookies += 1
        self.inhibitors[self._cookies] = (reason, flags)
        return GLib.Variant('(u)', (self._cookies,))

    def _Uninhibit(self, sender, cookie):
        self.inhibitors.pop(cookie, None)

    def _IsInhibited(self, sender, flags):
        return GLib.Variant('(b)', (bool(self.inhibitors),))

    def _GetActive(self, sender):
        return GLib.Variant('(b)', (False,))

    def _RequestBackground(self, sender, window, options):
        self.requests += 1
        caller = sender[1:].replace('.', '_')
        handle = f'{PORTAL}/request/{caller}/{options.get("handle_token", "t")}'
        result = {'background': GLib.Variant('b', True), 'autostart': GLib.Variant('b', False)}
        self._bus.emit_signal(sender, handle, 'org.freedesktop.portal.Request', 'Response',
                              GLib.Variant('(ua{sv})', (0, result)))
        return GLib.Variant('(o)', (handle,))

    def _SetStatus(self, sender, options):
        self.statuses.append(options.get('message', ''))

    def _ShowItems(self, sender, addresses, startup):
        self.shown.extend(addresses)

    def _ShowFolders(self, sender, addresses, startup):
        self.shown.extend(addresses)
