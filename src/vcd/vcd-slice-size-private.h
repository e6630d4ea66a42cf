/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdint.h>

#include <glib.h>

G_BEGIN_DECLS

/* How many bytes the next slice has: as many as go in about a quarter of a minute. Larger ones are
 * cut off by balancers and lose more when they are; smaller ones spend time on round trips. */
typedef struct
{
  uint64_t next;
  uint64_t smallest;
  uint64_t largest;
} VcdSliceSize;

void     vcd_slice_size_init    (VcdSliceSize *self);
/* Of @left bytes; @rate_limit in bytes a second, or 0. */
uint64_t vcd_slice_size_choose  (VcdSliceSize *self,
                                 uint64_t      left,
                                 uint64_t      rate_limit);
/* A slice went through in so many microseconds. */
void     vcd_slice_size_worked  (VcdSliceSize *self,
                                 uint64_t      bytes,
                                 int64_t       microseconds);
/* One was cut off. */
void     vcd_slice_size_failed  (VcdSliceSize *self);
/* One was refused as too large: none of that size any more. */
void     vcd_slice_size_refused (VcdSliceSize *self,
                                 uint64_t      bytes);

G_END_DECLS
