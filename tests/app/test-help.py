# SPDX-License-Identifier: GPL-3.0-or-later
"""The help opens, in whatever there is to open it."""

import os
import pathlib
import re
import urllib.parse

import base

PAGES = pathlib.Path(__file__).resolve().parent.parent.parent / 'help' / 'C'
DOCUMENTS = pathlib.Path(os.environ['AIRLIFT_HELP'])
HANDLER = '''[Desktop Entry]
Type=Application
Name=Stand-in
Exec=sh -c 'echo "$1" >>"{log}"' handler %u
MimeType={kinds}
'''


class Help(base.TestCase):
    """With a program that notes what it is to open, in the place of a help viewer and a browser."""

    def setUp(self):
        super().setUp()
        self.data = self.directory / 'data'
        self.log = self.directory / 'opened'
        # Nothing of what the system has installed.
        self.env['XDG_DATA_DIRS'] = f'{self.directory}/none:/usr/share'
        (self.data / 'applications').mkdir(parents=True)

    def install(self, *kinds):
        lines = ';'.join(kinds)
        (self.data / 'applications' / 'handler.desktop').write_text(
            HANDLER.format(log=self.log, kinds=lines + ';'))
        (self.data / 'applications' / 'mimeapps.list').write_text(
            '[Default Applications]\n' + ''.join(f'{kind}=handler.desktop\n' for kind in kinds)
            + '[Removed Associations]\nx-scheme-handler/help=yelp.desktop\n')

    def install_pages(self):
        (self.data / 'help' / 'C').mkdir(parents=True)
        (self.data / 'help' / 'C' / 'airlift').symlink_to(PAGES)

    def install_documents(self):
        (self.data / 'airlift').mkdir()
        (self.data / 'airlift' / 'help').symlink_to(DOCUMENTS)

    def opened(self):
        return base.wait_for('something to be opened',
                             lambda: self.log.exists() and self.log.read_text().split())

    def test_menu_opens_viewer(self):
        self.install('x-scheme-handler/help', 'text/html')
        self.install_pages()
        self.install_documents()
        app = self.start_app()
        app.click('toggle button|button', 'Main Menu')
        app.find('menu')
        self.shot('menu')
        # Underlined in it; GTK gives menu items no names.
        app.key('h')
        self.assertEqual(self.opened(), ['help:airlift'])

    def test_key_opens_document_without_viewer(self):
        self.install('text/html')
        self.install_pages()
        self.install_documents()
        app = self.start_app()
        app.key('F1')
        address, = self.opened()
        self.assert_document(address, 'C')

    def test_document_where_pages_are_not_seen(self):
        self.install('x-scheme-handler/help', 'text/html')
        self.install_documents()
        app = self.start_app(LANGUAGE='de')
        app.key('F1')
        address, = self.opened()
        self.assert_document(address, 'de')

    def test_says_that_there_is_none(self):
        self.install('x-scheme-handler/help', 'text/html')
        app = self.start_app()
        app.key('F1')
        app.wait_for_words('The help could not be opened')
        self.assertFalse(self.log.exists())

    def assert_document(self, address, language):
        path = pathlib.Path(urllib.parse.urlsplit(address).path)
        self.assertEqual(path, self.data / 'airlift' / 'help' / f'{language}.html')
        text = path.read_text()
        self.assertIn('</html>', text)
        # Each link leads somewhere, and none out of it.
        names = set(re.findall(' id="([^"]+)"', text))
        links = re.findall(' href="([^"]+)"', text)
        self.assertTrue(links)
        self.assertEqual([link for link in links if link[0] != '#' or link[1:] not in names], [])


if __name__ == '__main__':
    base.main()
