# SPDX-License-Identifier: GPL-3.0-or-later
"""build-aux/flatpak-lint finds what it is there for. Run by ./dev check flatpak."""

import copy
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROJECT = pathlib.Path(__file__).resolve().parent.parent.parent
LINT = PROJECT / 'build-aux' / 'flatpak-lint'
MANIFEST = PROJECT / 'flatpak' / 'io.github.vcdairlift.Airlift.json'


def change(manifest, place, value):
    *way, last = place
    for key in way:
        manifest = manifest[key]
    if value is None:
        del manifest[last]
    elif last == '+':
        manifest.append(value)
    else:
        manifest[last] = value


ARCHIVE = {'type': 'archive', 'url': 'https://example.org/a.tar.xz', 'sha256': 'a' * 64}
SOURCES = ('modules', 0, 'sources')
# What is changed in the manifest, and what is said of it.
FAULTS = [
    (('id',), 'org.Airlift', '3 to 5 parts'),
    (('id',), 'io.github.Airlift', 'an owner and a project'),
    (('id',), 'io.github.vcd-airlift.Airlift', 'a dash'),
    (('id',), 'io.github.vcdairlift.Airlift.desktop', 'ends in desktop'),
    (('id',), 'io.github.vcdairlift.Other', 'not named after the id'),
    (('app-id',), 'io.github.vcdairlift.Airlift', '“app-id”'),
    (('branch',), 'stable', '“branch”'),
    (('runtime',), 'org.kde.Platform', 'GNOME'),
    (('runtime-version',), 'master', 'stable release'),
    (('command',), '/app/bin/airlift', 'is a path'),
    (('build-options',), {'build-args': ['--share=network']}, '“build-options”'),
    (('separate-locales',), True, 'lack translations'),
    (('cleanup', '+'), '/lib/debug', 'debuggers'),
    (('finish-args', '+'), '--filesystem=home', '--filesystem=home is not asked for'),
    (('finish-args', '+'), '--talk-name=org.freedesktop.secrets', 'secrets is not asked for'),
    (('finish-args', '+'), '--socket=x11', '--socket=x11 is not asked for'),
    (('finish-args', '+'), '--share=network', 'stands there once'),
    (('finish-args', 0), None, '--share=network stands there once'),
    (('modules', 0, 'build-options'), {'build-args': ['--share=network']}, 'build-options'),
    (('modules', 0, 'buildsystem'), 'simple', 'not built by meson'),
    (('modules', 0), 'others.json', 'in another file'),
    ((*SOURCES, 0, 'skip'), ['.git'], 'built here before'),
    ((*SOURCES, 0), {**ARCHIVE, 'url': 'http://example.org/a.tar.xz'}, 'no https'),
    ((*SOURCES, 0), {**ARCHIVE, 'sha256': 'abc'}, 'not pinned'),
    ((*SOURCES, 0), {**ARCHIVE, 'md5': 'a' * 32}, 'weak checksum'),
    ((*SOURCES, 0), {'type': 'git', 'url': 'https://example.org/a', 'tag': 'v1'}, 'tag and commit'),
    ((*SOURCES, 0), {'type': 'git', 'url': 'https://example.org/a', 'branch': 'main'}, 'moves'),
    ((*SOURCES, 0), {'type': 'shell', 'commands': []}, 'type shell'),
]


class Lint(unittest.TestCase):
    def look(self, manifest):
        with tempfile.TemporaryDirectory() as directory:
            path = pathlib.Path(directory) / MANIFEST.name
            path.write_text(json.dumps(manifest))
            return subprocess.run([sys.executable, LINT, path], text=True, capture_output=True,
                                  check=False)

    def setUp(self):
        self.manifest = json.loads(MANIFEST.read_text())

    def test_ours(self):
        done = self.look(self.manifest)
        self.assertEqual((done.returncode, done.stderr), (0, ''))

    def test_faults(self):
        for place, value, said in FAULTS:
            with self.subTest(place=place, value=value):
                faulty = copy.deepcopy(self.manifest)
                change(faulty, place, value)
                done = self.look(faulty)
                self.assertEqual(done.returncode, 1)
                self.assertIn(said, done.stderr)
                self.assertNotIn('Traceback', done.stderr)

    def test_pinned_sources(self):
        for source in (ARCHIVE, {'type': 'git', 'url': 'https://example.org/a', 'tag': 'v1',
                                 'commit': 'a' * 40}):
            change(self.manifest, (*SOURCES, 0), source)
            self.assertEqual(self.look(self.manifest).stderr, '')


if __name__ == '__main__':
    unittest.main()
