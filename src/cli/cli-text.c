/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-text.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

/* Text as a terminal shows it: how wide, how much, how long; and never able to steer it. */

#define MAX_FILE_NAME 240

static gboolean
is_harmful (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  if (type == G_UNICODE_CONTROL || type == G_UNICODE_LINE_SEPARATOR ||
      type == G_UNICODE_PARAGRAPH_SEPARATOR)
    return TRUE;

  /* Marks that turn the direction of what follows make one name look like another. */
  return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069);
}

/* Names come from servers and file systems: they must not move the cursor or break a line. */
char *
cli_text_dup_harmless (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  GString *harmless = g_string_sized_new (strlen (valid));

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (harmless, is_harmful (c) ? 0xfffd : c);
    }

  return g_string_free (harmless, FALSE);
}

static int
char_width (gunichar c)
{
  if (g_unichar_iszerowidth (c))
    return 0;

  return g_unichar_iswide (c) ? 2 : 1;
}

int
cli_text_width (const char *text)
{
  int width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    width += char_width (g_utf8_get_char (p));

  return width;
}

/* @text in at most @width columns: the middle goes first, for an end tells files apart, too. */
char *
cli_text_fit (const char *text,
              int         width)
{
  GString *fitted;
  const char *end = text + strlen (text);
  const char *head = text;
  const char *tail = end;
  int head_width = 0;
  int tail_width = 0;

  if (width <= 0)
    return g_strdup ("");
  if (cli_text_width (text) <= width)
    return g_strdup (text);

  for (; *head != '\0'; head = g_utf8_next_char (head))
    {
      int next = char_width (g_utf8_get_char (head));

      if (head_width + next > width / 2)
        break;
      head_width += next;
    }
  while (tail > head)
    {
      const char *previous = g_utf8_prev_char (tail);
      int next = char_width (g_utf8_get_char (previous));

      if (tail_width + next > width - 1 - head_width)
        break;
      tail_width += next;
      tail = previous;
    }
  /* A mark without the letter that carries it would sit on the dots. */
  while (*tail != '\0' && char_width (g_utf8_get_char (tail)) == 0)
    tail = g_utf8_next_char (tail);

  fitted = g_string_new_len (text, head - text);
  g_string_append (fitted, "…");
  g_string_append (fitted, tail);

  return g_string_free (fitted, FALSE);
}

char *
cli_text_pad (const char *text,
              int         width,
              gboolean    to_the_right)
{
  int missing = MAX (0, width - cli_text_width (text));

  if (to_the_right)
    return g_strdup_printf ("%*s%s", missing, "", text);

  return g_strdup_printf ("%s%*s", text, missing, "");
}

char *
cli_text_size (uint64_t bytes)
{
  return g_format_size (bytes);
}

char *
cli_text_rate (double bytes_per_second)
{
  g_autofree char *size = g_format_size (bytes_per_second > 0 ? (uint64_t) bytes_per_second : 0);

  return g_strdup_printf (_("%s/s"), size);
}

char *
cli_text_duration (int64_t seconds)
{
  int days;

  if (seconds < 60)
    return g_strdup_printf (_("%d s"), (int) MAX (seconds, 0));
  if (seconds < 3600)
    return g_strdup_printf (_("%d min %02d s"), (int) (seconds / 60), (int) (seconds % 60));
  if (seconds < 100 * 3600)
    return g_strdup_printf (_("%d h %02d min"), (int) (seconds / 3600),
                            (int) (seconds % 3600 / 60));

  days = (int) MIN (seconds / 86400, G_MAXINT);
  return g_strdup_printf (ngettext ("%d day", "%d days", days), days);
}

/* A name that a server gave, as the name of a file in one directory: never a path, never hidden. */
char *
cli_text_file_name (const char *media_name)
{
  g_autofree char *harmless = cli_text_dup_harmless (media_name);
  g_autofree char *stripped = NULL;
  GString *name;

  g_strdelimit (harmless, "/", '_');
  stripped = g_strdup (g_strstrip (harmless));
  if (stripped[0] == '.' || stripped[0] == '-')
    stripped[0] = '_';

  name = g_string_new (stripped);
  if (name->len > MAX_FILE_NAME)
    {
      const char *cut = g_utf8_find_prev_char (name->str, name->str + MAX_FILE_NAME + 1);

      g_string_truncate (name, cut - name->str);
    }
  if (name->len == 0)
    g_string_append (name, "image");

  return g_string_free (name, FALSE);
}

/* "500K", "1.5M", "1G", in multiples of 1024; "0" is no limit. */
gboolean
cli_text_parse_rate (const char  *text,
                     uint64_t    *bytes_per_second,
                     GError     **error)
{
  char *end = NULL;
  double number = g_ascii_isdigit (text[0]) ? g_ascii_strtod (text, &end) : -1;
  double factor = 1;

  if (end != NULL && *end != '\0')
    {
      switch (g_ascii_toupper (*end))
        {
        case 'K':
          factor = 1024.0;
          end++;
          break;
        case 'M':
          factor = 1024.0 * 1024.0;
          end++;
          break;
        case 'G':
          factor = 1024.0 * 1024.0 * 1024.0;
          end++;
          break;
        default:
          break;
        }
    }
  number *= factor;

  if (end == NULL || *end != '\0' || !isfinite (number) || number < 0 || number > 1e15 ||
      (number > 0 && number < 1))
    {
      g_autofree char *harmless = cli_text_dup_harmless (text);

      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _("“%s” is no rate: give bytes a second, as in 500K, 1.5M or 1G"), harmless);
      return FALSE;
    }

  *bytes_per_second = (uint64_t) number;
  return TRUE;
}
