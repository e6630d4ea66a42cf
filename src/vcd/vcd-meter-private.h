/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdint.h>

#include <glib.h>

G_BEGIN_DECLS

#define VCD_METER_SAMPLES 21

/* How fast a count grows, over the last five seconds of samples. */
typedef struct
{
  struct
  {
    int64_t  time;
    uint64_t count;
  }        samples[VCD_METER_SAMPLES];
  unsigned n_samples;
} VcdMeter;

void   vcd_meter_reset    (VcdMeter *self);
/* @time in microseconds. A count that goes back, or a long silence, is a new beginning. */
void   vcd_meter_add      (VcdMeter *self,
                           int64_t   time,
                           uint64_t  count);
/* A second; 0 as long as there is nothing to tell it from. */
double vcd_meter_get_rate (VcdMeter *self);

G_END_DECLS
