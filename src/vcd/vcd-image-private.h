/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-types.h"

G_BEGIN_DECLS

/* How many bytes from a file's start vcd_image_sniff() wants to see: UDF's anchor is at 512 KiB,
 * and what it points to is mostly before it or right behind. */
#define VCD_IMAGE_HEAD (640 * 1024)

VcdImageKind vcd_image_sniff (const uint8_t  *head,
                              size_t          length,
                              char          **volume_name);

G_END_DECLS
