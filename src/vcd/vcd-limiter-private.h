/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-types.h"

G_BEGIN_DECLS

/* A token bucket, shared by threads: bytes a second, and never so slow that a connection looks
 * dead. */
#define VCD_TYPE_LIMITER (vcd_limiter_get_type ())

G_DECLARE_FINAL_TYPE (VcdLimiter, vcd_limiter, VCD, LIMITER, GObject)

/* Microseconds that never go back, as g_get_monotonic_time() has them. */
typedef int64_t (*VcdClock) (void);

VcdLimiter *vcd_limiter_new      (void);
VcdLimiter *vcd_limiter_new_with_clock (VcdClock clock);
uint64_t    vcd_limiter_get_rate (VcdLimiter *self);
/* 0 means no limit; takes effect at once, also for those who wait. */
void        vcd_limiter_set_rate (VcdLimiter *self,
                                  uint64_t    bytes_per_second);
/* Takes up to @wanted bytes now; when 0 can be had, @delay is the time in microseconds to wait. */
size_t      vcd_limiter_take     (VcdLimiter *self,
                                  size_t      wanted,
                                  int64_t    *delay);

G_END_DECLS
