/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-pipe-private.h"

G_BEGIN_DECLS

/* Where a download goes. A local file takes bytes in any pieces and writes them in large ones,
 * which blocks, and is for the wire's threads. A pipe takes them as long as there is room. */
typedef struct _VcdReceiver VcdReceiver;

/* Makes @target, if it is not there, and cuts off what is in it from @offset on. */
VcdReceiver *vcd_receiver_new        (GFile        *target,
                                      uint64_t      offset,
                                      GError      **error);
VcdReceiver *vcd_receiver_new_for_pipe (VcdPipe    *pipe);
void         vcd_receiver_free       (VcdReceiver  *self);

/* Where the next bytes may be put, and how many: 0 if they have to wait. */
uint8_t     *vcd_receiver_reserve    (VcdReceiver  *self,
                                      size_t       *length);
/* That many were put there. */
gboolean     vcd_receiver_commit     (VcdReceiver  *self,
                                      size_t        length,
                                      GError      **error);
gboolean     vcd_receiver_flush      (VcdReceiver  *self,
                                      GError      **error);
/* Waits until all is on the disk. */
gboolean     vcd_receiver_finish     (VcdReceiver  *self,
                                      GError      **error);
uint64_t     vcd_receiver_get_written (VcdReceiver *self);
/* The SHA-256 of what was written, which is that of the file if it began at 0; NULL of a pipe. */
char        *vcd_receiver_make_sha256 (VcdReceiver *self);

G_END_DECLS
