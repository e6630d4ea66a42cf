/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-source-private.h"

G_BEGIN_DECLS

/* A file's bytes, read ahead of their use by a thread. It outlives its user for as long as that
 * thread is stuck in a read. All of this is for one consumer. */
typedef struct _VcdRing VcdRing;

VcdRing       *vcd_ring_new         (VcdSource  *source,
                                     uint64_t    offset,
                                     uint64_t    length);
/* Ends the thread as soon as it comes out of its read, and drops this reference. */
void           vcd_ring_stop        (VcdRing    *self);

/* What has been read and not consumed, as far as it lies in one piece; NULL if nothing is there,
 * with an error if nothing will come, G_IO_ERROR_WOULD_BLOCK unless @wait. */
const uint8_t *vcd_ring_peek        (VcdRing    *self,
                                     gboolean    wait,
                                     size_t     *length,
                                     GError    **error);
void           vcd_ring_consume     (VcdRing    *self,
                                     size_t      length);
/* Fires when there is something to peek at, be it an error. */
GSource       *vcd_ring_create_source (VcdRing  *self);

G_END_DECLS
