/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "vcd-meter-private.h"

#define WINDOW  (5 * G_USEC_PER_SEC)
#define SILENCE (3 * G_USEC_PER_SEC)
#define MINIMUM (G_USEC_PER_SEC / 5)

void
vcd_meter_reset (VcdMeter *self)
{
  self->n_samples = 0;
}

static void
vcd_meter_drop_first (VcdMeter *self)
{
  self->n_samples--;
  memmove (self->samples, self->samples + 1, self->n_samples * sizeof self->samples[0]);
}

void
vcd_meter_add (VcdMeter *self,
               int64_t   time,
               uint64_t  count)
{
  if (self->n_samples > 0)
    {
      unsigned last = self->n_samples - 1;

      if (count < self->samples[last].count || time - self->samples[last].time > SILENCE)
        vcd_meter_reset (self);
    }

  while (self->n_samples > 0 && (self->n_samples == VCD_METER_SAMPLES ||
                                 time - self->samples[0].time > WINDOW))
    vcd_meter_drop_first (self);

  self->samples[self->n_samples].time = time;
  self->samples[self->n_samples].count = count;
  self->n_samples++;
}

double
vcd_meter_get_rate (VcdMeter *self)
{
  unsigned last = self->n_samples - 1;
  int64_t span;

  if (self->n_samples < 2)
    return 0;

  span = self->samples[last].time - self->samples[0].time;
  if (span < MINIMUM)
    return 0;

  return (double) (self->samples[last].count - self->samples[0].count) * G_USEC_PER_SEC / span;
}
