/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "vcd-image-private.h"

/* What is in a file, as far as its first sectors tell. ISO 9660 (ECMA-119) and UDF (ECMA-167, with
 * ISO 13346's volume recognition) both put 2048-byte descriptors from sector 16 on, each with a
 * type and five letters. */

#define SECTOR            2048
#define FIRST_DESCRIPTOR  16
#define LAST_DESCRIPTOR   64

#define ISO_PRIMARY       1
#define ISO_SUPPLEMENTARY 2
#define ISO_LABEL         40
#define ISO_LABEL_LENGTH  32
#define ISO_ESCAPES       88

#define UDF_ANCHOR        256
#define UDF_TAG_ANCHOR    2
#define UDF_TAG_LOGICAL   6
#define UDF_TAG_END       8
#define UDF_LABEL         84
#define UDF_LABEL_LENGTH  128

static const uint8_t *
get_sector (const uint8_t *head,
            size_t         length,
            uint32_t       sector)
{
  return sector < length / SECTOR ? head + (size_t) sector * SECTOR : NULL;
}

static uint32_t
read_le32 (const uint8_t *bytes)
{
  return (uint32_t) bytes[0] | (uint32_t) bytes[1] << 8 | (uint32_t) bytes[2] << 16 |
         (uint32_t) bytes[3] << 24;
}

/* A label as it may be shown: valid, without control characters and blanks around it, or NULL. */
static char *
clean_label (char *label)
{
  g_autofree char *text = label;

  if (text == NULL || !g_utf8_validate (text, -1, NULL))
    return NULL;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (!g_unichar_isprint (g_utf8_get_char (p)))
        return NULL;
    }

  g_strstrip (text);

  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

static char *
dup_latin1 (const uint8_t *bytes,
            size_t         length)
{
  const char *text = (const char *) bytes;

  return clean_label (g_convert (text, (gssize) strnlen (text, length), "UTF-8", "ISO-8859-1",
                                 NULL, NULL, NULL));
}

static char *
dup_utf16 (const uint8_t *bytes,
           size_t         length)
{
  size_t used = 0;

  while (used + 1 < length && (bytes[used] != 0 || bytes[used + 1] != 0))
    used += 2;

  return clean_label (g_convert ((const char *) bytes, (gssize) used, "UTF-8", "UTF-16BE", NULL,
                                 NULL, NULL));
}

/* Joliet marks its descriptor with one of three escape sequences. */
static gboolean
is_joliet (const uint8_t *descriptor)
{
  const uint8_t *escapes = descriptor + ISO_ESCAPES;

  return escapes[0] == '%' && escapes[1] == '/' &&
         (escapes[2] == '@' || escapes[2] == 'C' || escapes[2] == 'E');
}

/* UDF's strings begin with the width of a character and end with the length of all, OSTA CS0. */
static char *
dup_dstring (const uint8_t *field,
             size_t         length)
{
  size_t used = field[length - 1];

  if (used < 2 || used >= length)
    return NULL;

  if (field[0] == 8)
    return dup_latin1 (field + 1, used - 1);

  return field[0] == 16 ? dup_utf16 (field + 1, used - 1) : NULL;
}

/* The anchor at sector 256 says where the volume's descriptors lie; the logical one has the
 * name. */
static char *
dup_udf_label (const uint8_t *head,
               size_t         length)
{
  const uint8_t *anchor = get_sector (head, length, UDF_ANCHOR);
  uint32_t first, n_sectors;

  if (anchor == NULL || (anchor[0] | anchor[1] << 8) != UDF_TAG_ANCHOR)
    return NULL;

  n_sectors = MIN (read_le32 (anchor + 16) / SECTOR, LAST_DESCRIPTOR);
  first = read_le32 (anchor + 20);

  for (uint32_t i = 0; i < n_sectors && first <= UINT32_MAX - i; i++)
    {
      const uint8_t *descriptor = get_sector (head, length, first + i);
      int tag = descriptor != NULL ? descriptor[0] | descriptor[1] << 8 : UDF_TAG_END;

      if (tag == UDF_TAG_END)
        return NULL;

      if (tag == UDF_TAG_LOGICAL)
        return dup_dstring (descriptor + UDF_LABEL, UDF_LABEL_LENGTH);
    }

  return NULL;
}

/* Says what the first @length bytes of a file are. @volume_name may be NULL; it is set to the
 * volume's label or to NULL. */
VcdImageKind
vcd_image_sniff (const uint8_t  *head,
                 size_t          length,
                 char          **volume_name)
{
  VcdImageKind kind = VCD_IMAGE_OTHER;
  g_autofree char *label = NULL;
  g_autofree char *joliet = NULL;

  for (uint32_t sector = FIRST_DESCRIPTOR; sector < LAST_DESCRIPTOR; sector++)
    {
      const uint8_t *descriptor = get_sector (head, length, sector);

      if (descriptor == NULL)
        break;

      if (memcmp (descriptor + 1, "CD001", 5) == 0)
        {
          kind = VCD_IMAGE_ISO9660;
          if (descriptor[0] == ISO_PRIMARY && label == NULL)
            label = dup_latin1 (descriptor + ISO_LABEL, ISO_LABEL_LENGTH);
          else if (descriptor[0] == ISO_SUPPLEMENTARY && joliet == NULL && is_joliet (descriptor))
            joliet = dup_utf16 (descriptor + ISO_LABEL, ISO_LABEL_LENGTH);
        }
      else if (memcmp (descriptor + 1, "NSR02", 5) == 0 || memcmp (descriptor + 1, "NSR03", 5) == 0)
        {
          if (kind == VCD_IMAGE_OTHER)
            kind = VCD_IMAGE_UDF;
        }
      else if (memcmp (descriptor + 1, "BEA01", 5) != 0 && memcmp (descriptor + 1, "BOOT2", 5) != 0)
        break;
    }

  if (volume_name != NULL)
    {
      /* Joliet's label is the same name, with its small letters, unless it had to be cut. */
      if (kind == VCD_IMAGE_UDF)
        *volume_name = dup_udf_label (head, length);
      else if (joliet != NULL && (label == NULL || strlen (joliet) >= strlen (label)))
        *volume_name = g_steal_pointer (&joliet);
      else
        *volume_name = g_steal_pointer (&label);
    }

  return kind;
}
