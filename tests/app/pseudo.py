# SPDX-License-Identifier: GPL-3.0-or-later
"""A translation for tests: longer by two fifths, and written from right to left."""

import re
import struct

# Begins each message; it is not seen, and makes the text run from right to left.
MARK = '\u200f'
# What printf and g_date_time_format() fill in, and markup.
KEPT = re.compile(r'(%[-0-9.#+ ]*(?:l|h|z)*[a-zA-Z%]|<[^>]*>|&\w+;|https?://\S+)')


def stretch(text):
    """@text as it is in the translation."""
    if not text:
        return text
    pieces = KEPT.split(text)
    pieces[::2] = [re.sub('[aeiou]', lambda match: match[0] * 2, piece) for piece in pieces[::2]]
    return MARK + ''.join(pieces)


def _read(path):
    data = path.read_bytes()
    _, _, count, originals, translations = struct.unpack_from('<5I', data)

    def string(table, i):
        length, offset = struct.unpack_from('<2I', data, table + 8 * i)
        return data[offset:offset + length].decode()

    return [(string(originals, i), string(translations, i)) for i in range(count)]


def _translate(original, translation):
    if not original:
        return translation
    forms = original.rpartition('\x04')[2].split('\x00')
    return '\x00'.join(stretch(form) for form in forms)


def write(source, target):
    """Makes a .mo file of all messages of another language's."""
    messages = sorted((original.encode(), _translate(original, translation).encode())
                      for original, translation in _read(source))
    head = 28 + 16 * len(messages)
    tables, strings = [], b''
    for column in (0, 1):
        for message in messages:
            tables.append(struct.pack('<2I', len(message[column]), head + len(strings)))
            strings += message[column] + b'\0'
    target.parent.mkdir(parents=True)
    target.write_bytes(struct.pack('<7I', 0x950412de, 0, len(messages), 28,
                                   28 + 8 * len(messages), 0, head)
                       + b''.join(tables) + strings)
