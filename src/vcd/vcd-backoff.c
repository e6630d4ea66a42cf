/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "vcd-backoff-private.h"

#define FIRST_MSEC 1000
#define LAST_MSEC  60000
#define JITTER     0.25

void
vcd_backoff_init (VcdBackoff *self)
{
  self->attempts = 0;
  self->scale = 1;
}

void
vcd_backoff_reset (VcdBackoff *self)
{
  self->attempts = 0;
}

unsigned
vcd_backoff_next (VcdBackoff *self)
{
  unsigned doublings = MIN (self->attempts, 6);
  double milliseconds = MIN (FIRST_MSEC << doublings, LAST_MSEC);

  self->attempts++;
  milliseconds *= g_random_double_range (1 - JITTER, 1 + JITTER);

  return vcd_backoff_scale (self, (unsigned) MIN (milliseconds, LAST_MSEC));
}

unsigned
vcd_backoff_scale (VcdBackoff *self,
                   unsigned    milliseconds)
{
  return (unsigned) (milliseconds * self->scale);
}
