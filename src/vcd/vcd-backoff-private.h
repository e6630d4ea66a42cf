/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How long to wait before the next try: 1, 2, 4 … 60 seconds, a quarter more or less, so that those
 * who were cut off together do not come back together. */
typedef struct
{
  unsigned attempts;
  double   scale; /* of all times; 1 but in tests */
} VcdBackoff;

void     vcd_backoff_init  (VcdBackoff *self);
void     vcd_backoff_reset (VcdBackoff *self);
/* In milliseconds; each call is a try. */
unsigned vcd_backoff_next  (VcdBackoff *self);
/* @milliseconds, scaled as the others are. */
unsigned vcd_backoff_scale (VcdBackoff *self,
                            unsigned    milliseconds);

G_END_DECLS
