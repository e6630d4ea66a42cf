# SPDX-License-Identifier: GPL-3.0-or-later
"""The library by introspection, on a simulated cell: test-introspection.py VCD-SIMULATOR"""

import hashlib
import os
import subprocess
import sys
import tempfile
import unittest

import gi

gi.require_version("Vcd", "1.0")
from gi.repository import Gio, GLib, Vcd  # noqa: E402 (the version comes first)

SIMULATOR = sys.argv.pop()


def wait_for(start, *arguments):
    """Calls an asynchronous function and runs the main context until it has its result."""
    results = []
    start(*arguments, None, lambda source, result: results.append(result))
    while not results:
        GLib.MainContext.default().iteration(True)
    return results[0]


class IntrospectionTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.simulator = subprocess.Popen(
            [SIMULATOR, "--port", "0", "--catalog", "Images", "--catalog", "Drivers"],
            stdout=subprocess.PIPE, text=True)
        cls.server, fingerprint = cls.simulator.stdout.readline().split()[:2]
        cls.fingerprint = fingerprint.removeprefix("sha256:")

    @classmethod
    def tearDownClass(cls):
        cls.simulator.terminate()
        cls.simulator.communicate()

    def make_account(self, password="demo"):
        account = Vcd.Account.new(self.server, "demo", "demo")
        account.trust(self.server.removeprefix("https://"), self.fingerprint)
        account.set_secret(password)
        return account

    def sign_in(self):
        session = Vcd.Session.new(self.make_account())
        self.assertTrue(session.sign_in_finish(wait_for(session.sign_in_async)))
        session.load_catalogs_finish(wait_for(session.load_catalogs_async))
        return session

    def test_address(self):
        ok, server, organization = Vcd.address_parse("https://cloud.example.com/tenant/acme")
        self.assertTrue(ok)
        self.assertEqual(server, "https://cloud.example.com")
        self.assertEqual(organization, "acme")

    def test_wrong_password_is_a_sign_in_error(self):
        session = Vcd.Session.new(self.make_account("wrong"))
        with self.assertRaises(GLib.Error) as caught:
            session.sign_in_finish(wait_for(session.sign_in_async))
        self.assertTrue(caught.exception.matches(Vcd.error_quark(), Vcd.Error.SIGN_IN))
        self.assertEqual(session.get_state(), Vcd.SessionState.FAILED)

    def test_catalogs_are_a_list_model(self):
        catalogs = self.sign_in().get_catalogs()
        self.assertIsInstance(catalogs, Gio.ListModel)
        self.assertEqual({catalog.get_name() for catalog in catalogs}, {"Images", "Drivers"})

    def test_upload(self):
        content = os.urandom(300_000)
        # A catalog does not keep its session.
        session = self.sign_in()
        catalog = session.find_catalog("Images")
        with tempfile.NamedTemporaryFile(suffix=".iso") as file:
            file.write(content)
            file.flush()
            upload = Vcd.MediaUpload.new(catalog, Gio.File.new_for_path(file.name))
            states = []
            upload.connect("notify::state", lambda *_: states.append(upload.get_state()))
            self.assertTrue(upload.run_finish(wait_for(upload.run_async)))
        self.assertEqual(upload.get_state(), Vcd.TransferState.DONE)
        self.assertIn(Vcd.TransferState.SENDING, states)
        self.assertEqual(upload.get_sha256(), hashlib.sha256(content).hexdigest())


if __name__ == "__main__":
    unittest.main()
