/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "vcd-slice-size-private.h"

#define KIB            G_GUINT64_CONSTANT (1024)
#define FIRST          (16 * KIB * KIB)
#define SMALLEST       (KIB * KIB)
#define LARGEST        (2 * KIB * KIB * KIB)
#define TARGET_SECONDS 15
/* One slow slice is no reason to crawl, and a fast one none to leap. */
#define MAX_STEP       4

void
vcd_slice_size_init (VcdSliceSize *self)
{
  self->next = FIRST;
  self->smallest = SMALLEST;
  self->largest = LARGEST;
}

uint64_t
vcd_slice_size_choose (VcdSliceSize *self,
                       uint64_t      left,
                       uint64_t      rate_limit)
{
  uint64_t size = self->next;

  if (rate_limit > 0 && rate_limit < self->largest / TARGET_SECONDS)
    size = MIN (size, MAX (rate_limit * TARGET_SECONDS, self->smallest));

  return MIN (size, left);
}

static void
vcd_slice_size_set (VcdSliceSize *self,
                    uint64_t      size)
{
  self->next = CLAMP (size, self->smallest, self->largest);
}

void
vcd_slice_size_worked (VcdSliceSize *self,
                       uint64_t      bytes,
                       int64_t       microseconds)
{
  double wanted = (double) bytes * TARGET_SECONDS * G_USEC_PER_SEC / MAX (microseconds, 1);

  /* The rest of a file says little about what would fit. */
  if (bytes < self->next && wanted >= (double) self->next)
    return;

  vcd_slice_size_set (self, (uint64_t) CLAMP (wanted, (double) self->next / MAX_STEP,
                                              (double) self->next * MAX_STEP));
}

void
vcd_slice_size_failed (VcdSliceSize *self)
{
  vcd_slice_size_set (self, self->next / 2);
}

void
vcd_slice_size_refused (VcdSliceSize *self,
                        uint64_t      bytes)
{
  self->largest = MAX (bytes / 2, self->smallest);
  vcd_slice_size_set (self, bytes / MAX_STEP);
}
