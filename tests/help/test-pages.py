# SPDX-License-Identifier: GPL-3.0-or-later
"""The user help is valid, whole in each language, and calls things as the app does."""

import os
import pathlib
import re
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

SOURCE = pathlib.Path(os.environ['AIRLIFT_SOURCE'])
DOCUMENTS = pathlib.Path(os.environ['AIRLIFT_HELP'])
PAGES = sorted((SOURCE / 'help' / 'C').glob('*.page'))
MALLARD = '{http://projectmallard.org/1.0/}'


def languages():
    lines = (SOURCE / 'help' / 'LINGUAS').read_text().split('\n')
    return [line for line in lines if line and not line.startswith('#')]


def plain(text):
    """With blanks that are all alike."""
    return ' '.join(text.split())


def messages(catalog):
    """The app's messages, and what they are in the language of @catalog, without mnemonics."""
    pairs, blocks = {}, re.split(r'\n\n+', catalog.read_text())
    for block in blocks:
        texts = {}
        for name, lines in re.findall(r'^(msg\w+(?:\[\d\])?) ((?:".*"\n?)+)', block, re.M):
            text = ''.join(re.findall(r'"(.*)"', lines)).replace('\\"', '"')
            texts[name] = plain(re.sub(r'_(?=\w)', '', text))
        own = texts.get('msgid')
        if own:
            pairs[own] = texts.get('msgstr', texts.get('msgstr[0]'))
        if 'msgid_plural' in texts:
            pairs[texts['msgid_plural']] = texts['msgstr[1]']
        # What is to be chosen in the portal is named by one message, from step to step.
        if own and '→' in own:
            pairs.update(zip(path_in(own), path_in(pairs[own])))
    return pairs


def path_in(message):
    return [step.strip() for step in message.rstrip('.').rpartition(': ')[2].split('→')]


def pattern(message):
    """What @message looks like when numbers and names stand in it."""
    parts = re.split(r'%(?:\d\$)?[sdu]', message.replace('%%', '%'))
    return re.compile('.+'.join(re.escape(part) for part in parts))


def words(page):
    """What the page says that can be read in a window."""
    nodes = ElementTree.parse(page).iter(MALLARD + 'gui')
    return [plain(''.join(node.itertext())) for node in nodes]


def sources_of(word, pairs):
    if word in pairs:
        return [word]
    # Not those that are little else than what is put into them: they would fit anything.
    return [own for own in pairs if '%' in own and len(re.findall('[a-z]', own)) > 6
            and pattern(own).fullmatch(word)]


class Pages(unittest.TestCase):
    def yelp_check(self, *arguments):
        done = subprocess.run(['yelp-check', *arguments, *PAGES], capture_output=True, text=True,
                              check=False)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, '', ''))

    def test_valid(self):
        self.yelp_check('validate')

    def test_links(self):
        self.yelp_check('ids')
        self.yelp_check('links')
        self.yelp_check('orphans')

    def test_listed(self):
        listed = re.findall(r"'([a-z-]+\.page)'", (SOURCE / 'help' / 'meson.build').read_text())
        self.assertEqual(sorted(set(listed)), [page.name for page in PAGES])

    def test_keys(self):
        """Those that the app shows in its own list."""
        text = (SOURCE / 'src' / 'app' / 'airlift-shortcuts-dialog.c').read_text()
        shown = re.findall(r'\bN_\("([^"]+)"\)', text)
        told = words(SOURCE / 'help' / 'C' / 'keyboard.page')
        self.assertGreater(len(shown), 20)
        self.assertEqual([title for title in shown if title not in told], [])

    def test_words(self):
        for language in languages():
            pairs = messages(SOURCE / 'po' / f'{language}.po')
            self.assertGreater(len(pairs), 500)
            for page in PAGES:
                strange = [word for word in words(page) if not sources_of(word, pairs)]
                self.assertEqual(strange, [], page.name)


class Translations(unittest.TestCase):
    """Of each language."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_tool(self, *command):
        return subprocess.run(command, capture_output=True, text=True, check=True, cwd=SOURCE).stdout

    def test_whole(self):
        pages = [page.relative_to(SOURCE) for page in PAGES]
        template = self.folder / 'help.pot'
        self.run_tool('itstool', '-o', template, *pages)
        for language in languages():
            catalog = f'help/{language}/{language}.po'
            merged = self.folder / 'merged.po'
            self.run_tool('msgfmt', '--check', '-o', '/dev/null', catalog)
            self.run_tool('msgmerge', '--no-fuzzy-matching', catalog, template, '-o', merged)
            for state in ('--untranslated', '--only-fuzzy', '--only-obsolete'):
                self.assertEqual(self.run_tool('msgattrib', state, merged), '', (language, state))

    def test_words(self):
        for language in languages():
            pairs = messages(SOURCE / 'po' / f'{language}.po')
            catalog = self.folder / 'help.mo'
            self.run_tool('msgfmt', '-o', catalog, f'help/{language}/{language}.po')
            self.run_tool('itstool', '-m', catalog, '--lang', language, '-o', self.folder, *PAGES)
            for page in PAGES:
                own, theirs = words(page), words(self.folder / page.name)
                wanted = [pattern(pairs[source]) for word in own for source in sources_of(word, pairs)]
                strange = [word for word in theirs if not any(item.fullmatch(word) for item in wanted)]
                self.assertEqual(strange, [], (language, page.name))
                self.assertEqual(len(theirs), len(own), (language, page.name))

    def test_documents(self):
        """Each page is in the one document that browsers show, and nothing is left of Mallard."""
        for language in ['C', *languages()]:
            text = (DOCUMENTS / f'{language}.html').read_text()
            for page in PAGES:
                self.assertIn(f'<article id="{page.stem}">', text)
            self.assertNotIn('xref', text)


if __name__ == '__main__':
    unittest.main(verbosity=2)
