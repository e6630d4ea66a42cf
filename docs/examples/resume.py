# SPDX-License-Identifier: LGPL-2.1-or-later
"""resume.py JOURNAL SERVER ORGANIZATION USER SHA256 CATALOG [FILE...]

Goes on with the uploads that an earlier run could not finish, and uploads the files. The directory
JOURNAL keeps what a later run has to know; SHA256 is the fingerprint of the server's certificate.
The password is the first line of standard input.
"""

import sys

import gi

gi.require_version("Vcd", "1.0")
from gi.repository import Gio, GLib, Vcd  # noqa: E402 (the version comes first)


def wait_for(start, *arguments):
    """Calls an asynchronous function and turns the main context until it has its result."""
    results = []
    start(*arguments, None, lambda source, result: results.append(result))
    while not results:
        GLib.MainContext.default().iteration(True)
    return results[0]


def sign_in(server, organization, user, fingerprint):
    account = Vcd.Account.new(server, organization, user)
    account.trust(server.removeprefix("https://"), fingerprint)
    account.set_secret(sys.stdin.readline().rstrip("\n"))
    session = Vcd.Session.new(account)
    session.sign_in_finish(wait_for(session.sign_in_async))
    session.load_catalogs_finish(wait_for(session.load_catalogs_async))
    return session


def restore(queue, session):
    """The journal names accounts, and who knows their sessions is asked for them."""
    account = session.get_account()

    def lookup(server, organization, user):
        mine = (account.get_server(), account.get_organization(), account.get_user())
        return session if (server, organization, user) == mine else None

    # The tuple is of what the function is to be called with besides.
    return queue.restore_finish(wait_for(queue.restore_async, lookup, ()))


def tell(transfer, _property):
    print(transfer.get_name(), transfer.get_state().value_nick, flush=True)


def main(journal, server, organization, user, fingerprint, catalog, *files):
    session = sign_in(server, organization, user, fingerprint)
    queue = Vcd.TransferQueue.new(Gio.File.new_for_path(journal))
    print("restored", restore(queue, session), flush=True)
    for path in files:
        upload = Vcd.MediaUpload.new(session.find_catalog(catalog), Gio.File.new_for_path(path))
        queue.adopt(upload)
        queue.add(upload)

    transfers = list(queue)
    for transfer in transfers:
        transfer.connect("notify::state", tell)
    while not all(transfer.is_final() for transfer in transfers):
        GLib.MainContext.default().iteration(True)
    return all(transfer.get_state() == Vcd.TransferState.DONE for transfer in transfers)


if __name__ == "__main__":
    sys.exit(0 if main(*sys.argv[1:]) else 1)
