/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "vcd-error-private.h"
#include "vcd-media-name-private.h"
#include "vcd-media.h"

/* An extension is short: in "Windows 11 vs. all others" there is none. */
#define MAX_EXTENSION 5

/* Bytes; leaves room for ".iso" and what a download in the making adds to its name. */
#define MAX_FILE_NAME 230

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

char *
vcd_media_name_replaced (const char *name)
{
  g_autofree char *middle = g_strdup_printf (".replaced-%04x", g_random_int () & 0xffff);

  return fit (name, middle, "");
}

/* Neither a path, nor hidden, nor an option; without what is not seen or turns the text round. */
static char *
make_file_name (const char *name)
{
  GString *made = g_string_new (NULL);

  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      GUnicodeType type = g_unichar_type (c);

      if (type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT || c == G_DIR_SEPARATOR)
        c = '_';
      if (made->len == 0 && (c == '.' || c == '-' || g_unichar_isspace (c)))
        c = '_';
      if (made->len + 6 > MAX_FILE_NAME)
        break;
      g_string_append_unichar (made, c);
    }

  return g_strchomp (g_string_free_and_steal (made));
}

/**
 * vcd_media_dup_file_name:
 * @self: an image
 *
 * What a local file with the image could be called: its name without what a file name must not
 * have, and with the extension of a disk image if it is one.
 *
 * Returns: (transfer full): the name of a file, never a path
 */
char *
vcd_media_dup_file_name (VcdMedia *self)
{
  g_autofree char *name = NULL;
  g_autofree char *folded = NULL;

  g_return_val_if_fail (VCD_IS_MEDIA (self), NULL);

  name = make_file_name (vcd_media_get_name (self) != NULL ? vcd_media_get_name (self) : "");
  if (*name == '\0')
    g_set_str (&name, "image");

  folded = g_ascii_strdown (name, -1);
  if (vcd_media_get_is_iso (self) && !g_str_has_suffix (folded, ".iso"))
    return g_strconcat (name, ".iso", NULL);

  return g_steal_pointer (&name);
}

/**
 * vcd_media_check_name:
 * @name: a name
 * @error: a place for an error: `VCD_ERROR_INVALID`, with a sentence about what to change
 *
 * Looks whether an image can be called so: 1 to 128 characters that can be seen. Whether the name
 * is free only the catalog knows.
 *
 * Returns: whether it can
 */
gboolean
vcd_media_check_name (const char  *name,
                      GError     **error)
{
  g_return_val_if_fail (name != NULL, FALSE);

  return vcd_media_name_check (name, error);
}
