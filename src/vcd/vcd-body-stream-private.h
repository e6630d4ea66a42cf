/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-limiter-private.h"
#include "vcd-source-private.h"

G_BEGIN_DECLS

/* A piece of a file as a request's body: read ahead by a thread, handed out on another. */
#define VCD_TYPE_BODY_STREAM (vcd_body_stream_get_type ())

G_DECLARE_FINAL_TYPE (VcdBodyStream, vcd_body_stream, VCD, BODY_STREAM, GInputStream)

typedef enum
{
  VCD_BODY_MOVING,
  /* The next bytes are not read yet. */
  VCD_BODY_STARVED,
  /* A limiter says that it is not yet time. */
  VCD_BODY_THROTTLED,
} VcdBodyState;

/* What the stream's user is told, on the thread that takes the bytes. */
typedef struct
{
  /* There is going to be an error: nothing more must be sent on this connection. */
  void (*fail)   (gpointer data);
  /* The connection takes no more bytes, and what it still holds will be lost. */
  void (*broken) (gpointer data);
} VcdBodyPeer;

VcdBodyStream *vcd_body_stream_new           (VcdSource         *source,
                                              uint64_t           offset,
                                              uint64_t           length);
void           vcd_body_stream_add_limiter   (VcdBodyStream     *self,
                                              VcdLimiter        *limiter);
/* NULL for @peer ends it. */
void           vcd_body_stream_set_peer      (VcdBodyStream     *self,
                                              const VcdBodyPeer *peer,
                                              gpointer           data);
/* Nothing more can be read; who waits for it gets an error. */
void           vcd_body_stream_stop          (VcdBodyStream     *self);
/* From any thread. */
uint64_t       vcd_body_stream_get_taken     (VcdBodyStream     *self);
VcdBodyState   vcd_body_stream_get_state     (VcdBodyStream     *self);

/* The bytes that are to be taken next, where they lie: valid until they are consumed. NULL with an
 * error (G_IO_ERROR_WOULD_BLOCK among them), NULL without one at the end. */
const uint8_t *vcd_body_stream_peek          (VcdBodyStream     *self,
                                              size_t            *length,
                                              GError           **error);
void           vcd_body_stream_consume       (VcdBodyStream     *self,
                                              size_t             length);
void           vcd_body_stream_tell_broken   (VcdBodyStream     *self);

G_END_DECLS
