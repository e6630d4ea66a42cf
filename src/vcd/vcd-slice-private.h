/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-body-stream-private.h"
#include "vcd-wire-private.h"

G_BEGIN_DECLS

/* What the wire does with a slice, on its own threads. */

/* Called with the slice's data when it is aborted: once, on any thread, or at once if it was. */
typedef void (*VcdSliceAborted) (gpointer data);

gboolean     vcd_slice_is_upload         (VcdSlice        *self);
VcdSource   *vcd_slice_get_source        (VcdSlice        *self);
GFile       *vcd_slice_get_target        (VcdSlice        *self);
VcdPipe     *vcd_slice_get_pipe          (VcdSlice        *self);
const char  *vcd_slice_get_uri           (VcdSlice        *self);
const char  *vcd_slice_get_authorization (VcdSlice        *self);
const char  *vcd_slice_get_legacy_token  (VcdSlice        *self);
uint64_t     vcd_slice_get_offset        (VcdSlice        *self);
uint64_t     vcd_slice_get_length        (VcdSlice        *self);
uint64_t     vcd_slice_get_total         (VcdSlice        *self);
GPtrArray   *vcd_slice_get_limiters      (VcdSlice        *self);

/* FALSE if it was sent or aborted before. @data is referenced by @ref while it is needed. */
gboolean     vcd_slice_begin             (VcdSlice        *self,
                                          VcdSliceAborted  aborted,
                                          gpointer         data,
                                          GDestroyNotify   unref);
gboolean     vcd_slice_is_aborted        (VcdSlice        *self);
/* Ends its being under way; @complete if all of it is with the server. */
void         vcd_slice_end               (VcdSlice        *self,
                                          gboolean         complete);

/* Tells whoever reads what it brings that nothing more comes: because of @error, or because that
 * was all. */
void         vcd_slice_tell_end          (VcdSlice        *self,
                                          const GError    *error);

/* The connection on which it travels: a descriptor of our own for the same socket, because
 * libsoup's may be closed at any time. NULL when there is none any more. Returns whether there is
 * one that can be shut down, which takes a free descriptor. */
gboolean     vcd_slice_set_socket        (VcdSlice        *self,
                                          GSocket         *socket);
void         vcd_slice_shut_down         (VcdSlice        *self);
/* Bytes in this machine's send buffer. */
uint64_t     vcd_slice_get_queued        (VcdSlice        *self);
void         vcd_slice_set_body          (VcdSlice        *self,
                                          VcdBodyStream   *body);
VcdBodyState vcd_slice_get_state         (VcdSlice        *self,
                                          uint64_t        *taken);
void         vcd_slice_set_start         (VcdSlice        *self,
                                          uint64_t         start);
void         vcd_slice_set_received      (VcdSlice        *self,
                                          uint64_t         received,
                                          gboolean         throttled);
void         vcd_slice_take_sha256       (VcdSlice        *self,
                                          char            *digest);

G_END_DECLS
