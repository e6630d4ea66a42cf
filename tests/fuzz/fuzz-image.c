/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "vcd-image-private.h"

/* The first sectors of a file. So that small inputs reach them, the input is laid out from where
 * the descriptors begin on, in pieces of 256 bytes: each is the start of a sector. */

#define SECTOR 2048
#define PIECE  256

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  size_t length = MIN (16 * SECTOR + size * (SECTOR / PIECE), VCD_IMAGE_HEAD);
  g_autofree uint8_t *head = g_malloc0 (length);
  g_autofree char *label = NULL;

  for (size_t i = 0; i < size; i++)
    {
      size_t place = (16 + i / PIECE) * SECTOR + i % PIECE;

      if (place < length)
        head[place] = data[i];
    }

  vcd_image_sniff (head, length, &label);
  fuzz_check (label == NULL || (*label != '\0' && g_utf8_validate (label, -1, NULL)));

  return 0;
}
