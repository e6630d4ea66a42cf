/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>
#include <stdint.h>

G_BEGIN_DECLS

/* Bytes from one thread that must not wait to one that does: so many and no more. Referenced by
 * both. */
typedef struct _VcdPipe VcdPipe;

VcdPipe  *vcd_pipe_new     (size_t     capacity);
VcdPipe  *vcd_pipe_ref     (VcdPipe   *self);
void      vcd_pipe_unref   (VcdPipe   *self);

/* Of the one that puts bytes in. */

/* Where the next bytes may be put, and how many: 0 if there is no room. */
uint8_t  *vcd_pipe_reserve (VcdPipe   *self,
                            size_t    *length);
void      vcd_pipe_commit  (VcdPipe   *self,
                            size_t     length);
/* Makes @source ready, once, as soon as there is room worth the while. */
void      vcd_pipe_notify  (VcdPipe   *self,
                            GSource   *source);
/* No more bytes will come: because of @error (taken), or because that was all. */
void      vcd_pipe_end     (VcdPipe   *self,
                            GError    *error);

/* Of the one that takes them out. */

/* Waits for bytes; FALSE at the end, with an error if it ended by one. */
gboolean  vcd_pipe_wait    (VcdPipe   *self,
                            GError   **error);
/* Waits for bytes, and takes some: 0 at the end, -1 with an error. */
ssize_t   vcd_pipe_read    (VcdPipe   *self,
                            void      *buffer,
                            size_t     count,
                            GError   **error);
/* Who waits for bytes, now or later, gets G_IO_ERROR_CANCELLED. From any thread. */
void      vcd_pipe_close   (VcdPipe   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcdPipe, vcd_pipe_unref)

G_END_DECLS
