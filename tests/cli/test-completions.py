# SPDX-License-Identifier: GPL-3.0-or-later
"""The completions: scripts that their shells take, and words that they find."""

import os
import re
import shutil
import subprocess
import unittest

import harness

COMPLETIONS = os.environ['AIRLIFT_COMPLETIONS']


class Completions(harness.TestCase):

    def setUp(self):
        super().setUp()
        os.mkdir(self.path('bin'))
        os.symlink(harness.AIRLIFTCTL, self.path('bin', 'airliftctl'))
        self.env['PATH'] = self.path('bin') + ':' + self.env['PATH']

    def shell(self, *command, stdin=None):
        if shutil.which(command[0]) is None:
            raise unittest.SkipTest(f'no {command[0]} here')
        result = subprocess.run(command, env=self.env, input=stdin, capture_output=True, text=True,
                                cwd=self.directory, timeout=harness.TIMEOUT, check=False)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout

    def complete_bash(self, *words):
        script = f'''
            . {COMPLETIONS}/airliftctl.bash
            COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
            _airliftctl
            for word in "${{COMPREPLY[@]}}"; do printf '%s\\n' "$word"; done
        '''
        return self.shell('bash', '-c', script, 'bash', 'airliftctl', *words).split('\n')[:-1]

    def test_scripts_are_well_formed(self):
        for shell, name in (('bash', 'airliftctl.bash'), ('zsh', '_airliftctl'),
                            ('fish', 'airliftctl.fish')):
            with self.subTest(shell):
                self.shell(shell, '-n', os.path.join(COMPLETIONS, name))

    def test_bash(self):
        open(self.path('some image.iso'), 'wb').close()
        self.assertEqual(self.complete_bash('up'), ['upload'])
        self.assertEqual(self.complete_bash('--json', '--org', 'x', 'acc'), ['account'])
        self.assertEqual(self.complete_bash('account', 'ch'), ['check'])
        self.assertEqual(self.complete_bash('upload', '--on-c'), ['--on-conflict'])
        self.assertEqual(self.complete_bash('upload', '--on-conflict', 're'), ['rename', 'replace'])
        self.assertEqual(self.complete_bash('upload', 'some'), ['some image.iso'])
        self.assertEqual(self.complete_bash('--password-file', 'some'), ['some image.iso'])
        self.assertEqual(self.complete_bash('list', '--api'), ['--api-version'])
        self.assertEqual(self.complete_bash('--trust', 'sha'), [])

    def test_fish(self):
        script = f'source {COMPLETIONS}/airliftctl.fish; complete -C "$argv"'

        def complete(line):
            lines = self.shell('fish', '--no-config', '-c', script, line).splitlines()
            return [text.split('\t')[0] for text in lines]

        self.assertEqual(complete('airliftctl up'), ['upload'])
        self.assertEqual(complete('airliftctl account ch'), ['check'])
        self.assertEqual(complete('airliftctl upload --on-c'), ['--on-conflict'])
        self.assertEqual(complete('airliftctl upload --on-conflict re'), ['rename', 'replace'])

    def test_zsh(self):
        if shutil.which('zsh') is None:
            raise unittest.SkipTest('no zsh here')
        terminal = harness.Terminal(['zsh', '-f', '-i'], {**self.env, 'PS1': '', 'TERM': 'dumb'})
        self.addCleanup(terminal.close)
        terminal.type(f'fpath=({COMPLETIONS} $fpath); autoload -U compinit; compinit -u -D; '
                      'unsetopt zle_bracketed_paste; print REA""DY\n')
        terminal.read_until('READY')
        # A line editor shows what it completes.
        terminal.type('\x15airliftctl uplo\t')
        terminal.read_until('airliftctl upload ')
        terminal.type('--on-c\t')
        terminal.read_until('--on-conflict ')
        terminal.type('\x15exit\n')

    def test_every_option_is_completed(self):
        help_text = ''
        for command in ('', 'account add', 'account list', 'upload', 'download', 'edit', 'delete',
                        'resume', 'clean'):
            help_text += self.run_cli(*command.split(), '--help').stdout
        options = set(re.findall(r'(?m)^  .*?(--[a-z][-a-z]+)', help_text))
        self.assertGreater(len(options), 20)
        for name in ('airliftctl.bash', '_airliftctl', 'airliftctl.fish'):
            with open(os.path.join(COMPLETIONS, name), encoding='utf-8') as file:
                text = file.read()
            for option in options:
                wanted = f'-l {option[2:]}' if name.endswith('.fish') else option
                self.assertIn(wanted, text, name)


if __name__ == '__main__':
    harness.main()
