/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "vcd-image-private.h"

#define SECTOR 2048

/* The head of an image, written sector by sector. */
typedef struct
{
  uint8_t *bytes;
  size_t   length;
} Head;

static void
set_up (Head          *head,
        gconstpointer  data)
{
  head->length = VCD_IMAGE_HEAD;
  head->bytes = g_malloc0 (head->length);
}

static void
tear_down (Head          *head,
           gconstpointer  data)
{
  g_free (head->bytes);
}

static uint8_t *
sector (Head    *head,
        unsigned number)
{
  g_assert_cmpuint ((number + 1) * SECTOR, <=, head->length);

  return head->bytes + number * SECTOR;
}

static void
put_descriptor (Head       *head,
                unsigned    number,
                int         type,
                const char *identifier)
{
  sector (head, number)[0] = (uint8_t) type;
  memcpy (sector (head, number) + 1, identifier, 5);
}

static void
put_label (Head       *head,
           unsigned    number,
           const char *label)
{
  memset (sector (head, number) + 40, ' ', 32);
  memcpy (sector (head, number) + 40, label, strlen (label));
}

static void
put_joliet (Head       *head,
            unsigned    number,
            const char *label)
{
  put_descriptor (head, number, 2, "CD001");
  memcpy (sector (head, number) + 88, "%/E", 3);
  for (unsigned i = 0; i < 16; i++)
    sector (head, number)[40 + 2 * i + 1] = i < strlen (label) ? (uint8_t) label[i] : ' ';
}

/* A volume recognition area with a logical volume's name, as @label of @length bytes has it. */
static void
put_udf (Head       *head,
         unsigned    first,
         const char *label,
         size_t      length)
{
  uint8_t *anchor = sector (head, 256);
  uint8_t *primary = sector (head, first);
  uint8_t *logical = sector (head, first + 1);

  anchor[0] = 2;
  anchor[16 + 1] = 16 * SECTOR >> 8 & 0xff;
  anchor[16 + 2] = 16 * SECTOR >> 16 & 0xff;
  anchor[20] = first & 0xff;
  anchor[21] = (uint8_t) (first >> 8);
  primary[0] = 1;
  logical[0] = 6;
  memcpy (logical + 84, label, length);
  logical[84 + 127] = (uint8_t) length;
  sector (head, first + 2)[0] = 8;
}

static void
put_recognition (Head       *head,
                 unsigned    number,
                 const char *version)
{
  put_descriptor (head, number, 0, "BEA01");
  put_descriptor (head, number + 1, 0, version);
  put_descriptor (head, number + 2, 0, "TEA01");
}

static void
assert_is (Head         *head,
           VcdImageKind  kind,
           const char   *label)
{
  g_autofree char *found = NULL;

  g_assert_cmpint (vcd_image_sniff (head->bytes, head->length, &found), ==, kind);
  g_assert_cmpstr (found, ==, label);
  g_assert_cmpint (vcd_image_sniff (head->bytes, head->length, NULL), ==, kind);
}

static void
test_iso (Head          *head,
          gconstpointer  data)
{
  put_descriptor (head, 16, 1, "CD001");
  put_label (head, 16, "DEBIAN 13");
  put_descriptor (head, 17, 255, "CD001");
  assert_is (head, VCD_IMAGE_ISO9660, "DEBIAN 13");
}

static void
test_no_label (Head          *head,
               gconstpointer  data)
{
  put_descriptor (head, 16, 1, "CD001");
  put_label (head, 16, "");
  assert_is (head, VCD_IMAGE_ISO9660, NULL);
  memset (sector (head, 16) + 40, 0, 32);
  assert_is (head, VCD_IMAGE_ISO9660, NULL);
  put_label (head, 16, "BELL\x07");
  assert_is (head, VCD_IMAGE_ISO9660, NULL);
}

static void
test_joliet (Head          *head,
             gconstpointer  data)
{
  put_descriptor (head, 16, 1, "CD001");
  put_label (head, 16, "MY_LONG_NAME");
  put_descriptor (head, 17, 0, "CD001");
  put_joliet (head, 18, "My long name");
  put_descriptor (head, 19, 255, "CD001");
  assert_is (head, VCD_IMAGE_ISO9660, "My long name");

  /* Joliet has room for half as many characters. */
  put_label (head, 16, "MY_LONG_NAME_OF_AN_IMAGE");
  assert_is (head, VCD_IMAGE_ISO9660, "MY_LONG_NAME_OF_AN_IMAGE");

  /* Another supplementary descriptor is not Joliet. */
  put_label (head, 16, "A");
  sector (head, 18)[90] = 'X';
  assert_is (head, VCD_IMAGE_ISO9660, "A");
}

static void
test_bridge (Head          *head,
             gconstpointer  data)
{
  put_descriptor (head, 16, 1, "CD001");
  put_label (head, 16, "WINDOWS");
  put_descriptor (head, 17, 255, "CD001");
  put_recognition (head, 18, "NSR02");
  assert_is (head, VCD_IMAGE_ISO9660, "WINDOWS");
}

static void
test_udf (Head          *head,
          gconstpointer  data)
{
  put_recognition (head, 16, data);
  assert_is (head, VCD_IMAGE_UDF, NULL);

  put_udf (head, 32, "\x08" "caf\xe9", 5);
  assert_is (head, VCD_IMAGE_UDF, "café");
  put_udf (head, 260, "\x10\x6f\x22\0A", 5);
  assert_is (head, VCD_IMAGE_UDF, "漢A");

  /* Broken lengths, an unknown width, half a pair of surrogates. */
  for (unsigned length = 0; length < 256; length++)
    {
      sector (head, 261)[84 + 127] = (uint8_t) length;
      vcd_image_sniff (head->bytes, head->length, NULL);
    }
  put_udf (head, 260, "\x09" "name", 5);
  assert_is (head, VCD_IMAGE_UDF, NULL);
  put_udf (head, 260, "\x10\xd8\x00", 3);
  assert_is (head, VCD_IMAGE_UDF, NULL);
  put_udf (head, 260, "\x08", 1);
  assert_is (head, VCD_IMAGE_UDF, NULL);
}

/* Pointers into nowhere. */
static void
test_udf_astray (Head          *head,
                 gconstpointer  data)
{
  put_recognition (head, 16, "NSR03");
  put_udf (head, 32, "\x08" "name", 5);
  assert_is (head, VCD_IMAGE_UDF, "name");

  memset (sector (head, 256) + 20, 0xff, 4);
  assert_is (head, VCD_IMAGE_UDF, NULL);
  memset (sector (head, 256) + 16, 0xff, 8);
  assert_is (head, VCD_IMAGE_UDF, NULL);
  memset (sector (head, 256) + 16, 0, 8);
  assert_is (head, VCD_IMAGE_UDF, NULL);
  sector (head, 256)[0] = 3;
  assert_is (head, VCD_IMAGE_UDF, NULL);
}

static void
test_other (Head          *head,
            gconstpointer  data)
{
  assert_is (head, VCD_IMAGE_OTHER, NULL);

  /* A recognition area that says nothing, or says it too late, or elsewhere. */
  put_descriptor (head, 16, 0, "BEA01");
  put_descriptor (head, 17, 0, "TEA01");
  put_descriptor (head, 18, 0, "NSR02");
  assert_is (head, VCD_IMAGE_OTHER, NULL);
  memset (head->bytes, 0, head->length);
  put_descriptor (head, 15, 1, "CD001");
  put_descriptor (head, 17, 1, "CD001");
  assert_is (head, VCD_IMAGE_OTHER, NULL);
  memset (head->bytes, 'C', head->length);
  assert_is (head, VCD_IMAGE_OTHER, NULL);
}

/* A file may end anywhere. Each length is tried in memory of just that size. */
static void
test_short (Head          *head,
            gconstpointer  data)
{
  static const size_t lengths[] = {
    0, 1, 2047, 2048, 16 * SECTOR, 16 * SECTOR + 6, 17 * SECTOR - 1, 17 * SECTOR, 18 * SECTOR,
    256 * SECTOR, 257 * SECTOR - 1, 257 * SECTOR, 261 * SECTOR, 262 * SECTOR - 1
  };

  put_recognition (head, 16, "NSR02");
  put_udf (head, 260, "\x08" "name", 5);

  for (unsigned i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree uint8_t *bytes = g_memdup2 (head->bytes, lengths[i]);
      g_autofree char *label = NULL;
      VcdImageKind kind = vcd_image_sniff (bytes, lengths[i], &label);

      g_assert_cmpint (kind, ==, lengths[i] >= 18 * SECTOR ? VCD_IMAGE_UDF : VCD_IMAGE_OTHER);
      g_assert_null (label);
    }
}

/* The first sectors of anything: random bytes with the right letters at the right places. */
static void
test_random (Head          *head,
             gconstpointer  data)
{
  static const char * const identifiers[] = { "CD001", "BEA01", "NSR02", "NSR03", "BOOT2" };

  for (unsigned round = 0; round < 200; round++)
    {
      g_autofree char *label = NULL;

      for (unsigned i = 0; i < 48; i++)
        {
          uint8_t *bytes = sector (head, 16 + i);

          for (unsigned j = 0; j < 256; j++)
            bytes[j] = (uint8_t) g_test_rand_int ();
          put_descriptor (head, 16 + i, g_test_rand_int_range (0, 4),
                          identifiers[g_test_rand_int_range (0, G_N_ELEMENTS (identifiers))]);
        }
      sector (head, 256)[0] = 2;
      for (unsigned j = 16; j < 24; j++)
        sector (head, 256)[j] = (uint8_t) (g_test_rand_int_range (0,
                                                                  4) == 0 ? g_test_rand_int () : 0);

      vcd_image_sniff (head->bytes, head->length, &label);
      g_assert_true (label == NULL || (*label != '\0' && g_utf8_validate (label, -1, NULL)));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func, data) g_test_add ("/image/" name, Head, data, set_up, func, tear_down)
  ADD ("iso", test_iso, NULL);
  ADD ("no-label", test_no_label, NULL);
  ADD ("joliet", test_joliet, NULL);
  ADD ("bridge", test_bridge, NULL);
  ADD ("udf-2", test_udf, "NSR02");
  ADD ("udf-3", test_udf, "NSR03");
  ADD ("udf-astray", test_udf_astray, NULL);
  ADD ("other", test_other, NULL);
  ADD ("short", test_short, NULL);
  ADD ("random", test_random, NULL);
#undef ADD

  return g_test_run ();
}
