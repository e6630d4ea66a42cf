/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <stdatomic.h>
#include <string.h>

#include "vcd-allowance-private.h"
#include "vcd-body-stream-private.h"
#include "vcd-ring-private.h"

/* A piece of a file as a request's body. libsoup reads it as any pollable stream, 8 KiB at a time
 * and copied; the splice of vcd-splice.c takes the bytes where they lie. */
struct _VcdBodyStream
{
  GInputStream         parent_instance;

  VcdRing             *ring;
  VcdAllowance        *allowance;
  uint64_t             length;
  _Atomic uint64_t     taken;
  _Atomic int          state;
  int64_t              delay;
  VcdBodyPeer          peer;
  gpointer             peer_data;
};

static void vcd_body_stream_pollable_init (GPollableInputStreamInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VcdBodyStream, vcd_body_stream, G_TYPE_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM,
                                                      vcd_body_stream_pollable_init))

static const uint8_t *
vcd_body_stream_look (VcdBodyStream  *self,
                      gboolean        wait,
                      size_t         *length,
                      GError        **error)
{
  const uint8_t *bytes;
  GError *cause = NULL;
  size_t available = 0;

  *length = 0;
  if (self->taken == self->length)
    return NULL;

  if (self->ring == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED, "The stream is closed");
      return NULL;
    }

  bytes = vcd_ring_peek (self->ring, wait, &available, &cause);
  if (bytes == NULL)
    {
      if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        self->state = VCD_BODY_STARVED;
      else if (self->peer.fail != NULL)
        self->peer.fail (self->peer_data);

      g_propagate_error (error, cause);
      return NULL;
    }

  *length = vcd_allowance_ask (self->allowance, available, &self->delay);
  if (*length == 0)
    {
      self->state = VCD_BODY_THROTTLED;
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "Held back by a limit");
      return NULL;
    }

  self->state = VCD_BODY_MOVING;

  return bytes;
}

static ssize_t
vcd_body_stream_copy (VcdBodyStream  *self,
                      gboolean        wait,
                      void           *buffer,
                      size_t          count,
                      GError        **error)
{
  const uint8_t *bytes;
  size_t available;
  g_autoptr (GError) cause = NULL;

  bytes = vcd_body_stream_look (self, wait, &available, &cause);
  while (wait && bytes == NULL && self->state == VCD_BODY_THROTTLED && cause != NULL)
    {
      g_clear_error (&cause);
      g_usleep (self->delay);
      bytes = vcd_body_stream_look (self, wait, &available, &cause);
    }

  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return -1;
    }

  if (bytes == NULL)
    return 0;

  count = MIN (count, available);
  memcpy (buffer, bytes, count);
  vcd_body_stream_consume (self, count);

  return count;
}

static gssize
vcd_body_stream_read (GInputStream  *stream,
                      void          *buffer,
                      gsize          count,
                      GCancellable  *cancellable,
                      GError       **error)
{
  return vcd_body_stream_copy (VCD_BODY_STREAM (stream), TRUE, buffer, count, error);
}

static gssize
vcd_body_stream_read_nonblocking (GPollableInputStream  *stream,
                                  void                  *buffer,
                                  gsize                  count,
                                  GError               **error)
{
  return vcd_body_stream_copy (VCD_BODY_STREAM (stream), FALSE, buffer, count, error);
}

static gboolean
vcd_body_stream_close (GInputStream  *stream,
                       GCancellable  *cancellable,
                       GError       **error)
{
  VcdBodyStream *self = VCD_BODY_STREAM (stream);

  g_clear_pointer (&self->ring, vcd_ring_stop);

  return TRUE;
}

static gboolean
vcd_body_stream_can_poll (GPollableInputStream *stream)
{
  return TRUE;
}

static gboolean
vcd_body_stream_is_readable (GPollableInputStream *stream)
{
  g_autoptr (GError) error = NULL;
  size_t length;

  /* An end or an error can be read at once, too. */
  return vcd_body_stream_look (VCD_BODY_STREAM (stream), FALSE, &length, &error) != NULL ||
         !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
}

static GSource *
vcd_body_stream_create_source (GPollableInputStream *stream,
                               GCancellable         *cancellable)
{
  VcdBodyStream *self = VCD_BODY_STREAM (stream);
  g_autoptr (GSource) child = NULL;

  if (self->ring != NULL && self->state != VCD_BODY_THROTTLED)
    {
      child = vcd_ring_create_source (self->ring);
    }
  else
    {
      int64_t delay = self->state == VCD_BODY_THROTTLED ? self->delay : 0;

      child = g_timeout_source_new (0);
      g_source_set_ready_time (child, g_get_monotonic_time () + delay);
    }

  return g_pollable_source_new_full (stream, child, cancellable);
}

static void
vcd_body_stream_finalize (GObject *object)
{
  VcdBodyStream *self = VCD_BODY_STREAM (object);

  /* libsoup does not close what it did not begin to read. */
  g_clear_pointer (&self->ring, vcd_ring_stop);
  g_clear_pointer (&self->allowance, vcd_allowance_free);

  G_OBJECT_CLASS (vcd_body_stream_parent_class)->finalize (object);
}

static void
vcd_body_stream_class_init (VcdBodyStreamClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GInputStreamClass *stream_class = G_INPUT_STREAM_CLASS (klass);

  object_class->finalize = vcd_body_stream_finalize;
  stream_class->read_fn = vcd_body_stream_read;
  stream_class->close_fn = vcd_body_stream_close;
}

static void
vcd_body_stream_pollable_init (GPollableInputStreamInterface *iface)
{
  iface->can_poll = vcd_body_stream_can_poll;
  iface->is_readable = vcd_body_stream_is_readable;
  iface->create_source = vcd_body_stream_create_source;
  iface->read_nonblocking = vcd_body_stream_read_nonblocking;
}

static void
vcd_body_stream_init (VcdBodyStream *self)
{
  self->allowance = vcd_allowance_new ();
}

VcdBodyStream *
vcd_body_stream_new (VcdSource *source,
                     uint64_t   offset,
                     uint64_t   length)
{
  VcdBodyStream *self = g_object_new (VCD_TYPE_BODY_STREAM, NULL);

  self->length = length;
  self->ring = vcd_ring_new (source, offset, length);

  return self;
}

void
vcd_body_stream_add_limiter (VcdBodyStream *self,
                             VcdLimiter    *limiter)
{
  vcd_allowance_add (self->allowance, limiter);
}

void
vcd_body_stream_set_peer (VcdBodyStream     *self,
                          const VcdBodyPeer *peer,
                          gpointer           data)
{
  self->peer = peer != NULL ? *peer : (VcdBodyPeer) { NULL };
  self->peer_data = data;
}

void
vcd_body_stream_stop (VcdBodyStream *self)
{
  g_clear_pointer (&self->ring, vcd_ring_stop);
}

uint64_t
vcd_body_stream_get_taken (VcdBodyStream *self)
{
  return self->taken;
}

VcdBodyState
vcd_body_stream_get_state (VcdBodyStream *self)
{
  return self->state;
}

const uint8_t *
vcd_body_stream_peek (VcdBodyStream  *self,
                      size_t         *length,
                      GError        **error)
{
  return vcd_body_stream_look (self, FALSE, length, error);
}

void
vcd_body_stream_consume (VcdBodyStream *self,
                         size_t         length)
{
  vcd_allowance_use (self->allowance, length);
  vcd_ring_consume (self->ring, length);
  self->taken += length;
}

void
vcd_body_stream_tell_broken (VcdBodyStream *self)
{
  if (self->peer.broken != NULL)
    self->peer.broken (self->peer_data);
}
