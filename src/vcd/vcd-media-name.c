/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "vcd-error-private.h"
#include "vcd-media-name-private.h"

/* An extension is short: in "Windows 11 vs. all others" there is none. */
#define MAX_EXTENSION 5

char *
vcd_media_name_for_file (GFile *file)
{
  g_autofree char *basename = g_file_get_basename (file);

  return basename != NULL ? g_filename_display_name (basename) : g_file_get_parse_name (file);
}

gboolean
vcd_media_name_check (const char  *name,
                      GError     **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (name));
  long length;

  if (!g_utf8_validate (name, -1, NULL) || *trimmed == '\0')
    {
      g_propagate_error (error, vcd_error_new (VCD_ERROR_INVALID, NULL, "%s",
                                               _("An image needs a name.")));
      return FALSE;
    }

  length = g_utf8_strlen (name, -1);
  if (length > VCD_MEDIA_NAME_MAX)
    {
      g_propagate_error (error, vcd_error_new (VCD_ERROR_INVALID, NULL,
                                               _("The name has %ld characters; the server takes at "
                                                 "most %d. Choose a shorter one."),
                                               length, VCD_MEDIA_NAME_MAX));
      return FALSE;
    }

  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      {
        g_propagate_error (error, vcd_error_new (VCD_ERROR_INVALID, NULL, "%s",
                                                 _("The name has characters in it that cannot be "
                                                   "seen. Choose another one.")));
        return FALSE;
      }

  return TRUE;
}

/* Where the extension begins; the name's end if there is none. */
static size_t
find_extension (const char *name)
{
  const char *dot = strrchr (name, '.');
  size_t length = dot != NULL ? strlen (dot + 1) : 0;

  if (dot == NULL || dot == name || length == 0 || length > MAX_EXTENSION)
    return strlen (name);

  for (const char *p = dot + 1; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p))
      return strlen (name);

  return (size_t) (dot - name);
}

/* @stem, @middle and @tail, with as much of the stem as there is room for. */
static char *
fit (const char *stem,
     const char *middle,
     const char *tail)
{
  long room = VCD_MEDIA_NAME_MAX - g_utf8_strlen (middle, -1) - g_utf8_strlen (tail, -1);
  g_autofree char *start = g_utf8_substring (stem, 0, MIN (room, g_utf8_strlen (stem, -1)));

  return g_strconcat (start, middle, tail, NULL);
}

char *
vcd_media_name_number (const char *name,
                       unsigned    number)
{
  size_t extension = find_extension (name);
  g_autofree char *stem = g_strndup (name, extension);
  g_autofree char *middle = g_strdup_printf (" (%u)", number);

  return fit (stem, middle, name + extension);
}

char *
vcd_media_name_temporary (const char *name)
{
  g_autofree char *middle = g_strdup_printf (".uploading-%04x", g_random_int () & 0xffff);

  return fit (name, middle, "");
}
