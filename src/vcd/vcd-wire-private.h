/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-http-private.h"
#include "vcd-limiter-private.h"
#include "vcd-pipe-private.h"
#include "vcd-source-private.h"

G_BEGIN_DECLS

/* A piece of a file on its way, up or down. Made and read on any thread; counters are atomics. */
#define VCD_TYPE_SLICE (vcd_slice_get_type ())

G_DECLARE_FINAL_TYPE (VcdSlice, vcd_slice, VCD, SLICE, GObject)

/* @total is the size of the whole file; a slice that is not the whole carries a Content-Range. */
VcdSlice  *vcd_slice_new_upload        (VcdSource  *source,
                                        const char *uri,
                                        const char *authorization,
                                        uint64_t    offset,
                                        uint64_t    length);
/* What a server before 9.1 has in place of @authorization; to be set before it is sent. */
void       vcd_slice_set_legacy_token  (VcdSlice   *self,
                                        const char *token);
/* From @offset to the end of what @uri names, written to @target at that offset. */
VcdSlice  *vcd_slice_new_download      (GFile      *target,
                                        const char *uri,
                                        const char *authorization,
                                        uint64_t    offset);
/* The same into @pipe, which makes the server wait while it is full, and is told of the end. */
VcdSlice  *vcd_slice_new_stream        (VcdPipe    *pipe,
                                        const char *uri,
                                        const char *authorization,
                                        uint64_t    offset);
void       vcd_slice_add_limiter       (VcdSlice   *self,
                                        VcdLimiter *limiter);
/* Downloads: the size of the whole file. An answer that is of another size is not that file, and
 * leaves the target as it was. */
void       vcd_slice_set_total         (VcdSlice   *self,
                                        uint64_t    bytes);
/* Bytes of this slice that are beyond this machine's socket buffers (or received and written). */
uint64_t   vcd_slice_get_transferred   (VcdSlice   *self);
/* Where the answer to a download begins: the offset that was asked for, or 0. */
uint64_t   vcd_slice_get_start         (VcdSlice   *self);
/* The SHA-256 of what a download from the start has written, once it is complete; else NULL. */
char      *vcd_slice_dup_sha256        (VcdSlice   *self);
/* Ends it soon, from any thread: its future rejects with G_IO_ERROR_CANCELLED. */
void       vcd_slice_abort             (VcdSlice   *self);

/* The threads, contexts and SoupSessions on which bytes travel. */
#define VCD_TYPE_WIRE (vcd_wire_get_type ())

G_DECLARE_FINAL_TYPE (VcdWire, vcd_wire, VCD, WIRE, GObject)

VcdWire   *vcd_wire_new                (VcdTrust   *trust);
/* Resolves on the caller's context to a VcdReply of any status once the server answered; rejects
 * with VCD_ERROR_NETWORK (lost, refused, stalled for 60 s), VCD_ERROR_CERTIFICATE,
 * VCD_ERROR_FILE_CHANGED, VCD_ERROR_FILE, VCD_ERROR_NO_SPACE (local, downloads). A slice is sent
 * once: the wire never repeats it. */
DexFuture *vcd_wire_send               (VcdWire    *self,
                                        VcdSlice   *slice);
/* How long nothing may move before the connection is given up, in milliseconds; 60000 at first. */
void       vcd_wire_set_stall_timeout  (VcdWire    *self,
                                        unsigned    milliseconds);

G_END_DECLS
