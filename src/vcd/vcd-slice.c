/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <fcntl.h>
#include <linux/sockios.h>
#include <stdatomic.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "vcd-slice-private.h"

/* A piece of a file on its way. What describes it is set before it is sent and not changed; what
 * happens to it is told by the wire's threads and asked for by any other. */
struct _VcdSlice
{
  GObject           parent_instance;

  VcdSource        *source;
  GFile            *target;
  VcdPipe          *pipe;
  char             *uri;
  char             *authorization;
  char             *legacy_token;
  uint64_t          offset;
  uint64_t          length;
  uint64_t          total;
  GPtrArray        *limiters;

  _Atomic uint64_t  start;
  _Atomic uint64_t  received;
  _Atomic gboolean  throttled;
  _Atomic gboolean  aborted;

  /* Everything below. */
  GMutex            lock;
  gboolean          begun;
  VcdSliceAborted   tell_aborted;
  gpointer          data;
  GDestroyNotify    unref;
  int               socket;
  VcdBodyStream    *body;
  uint64_t          sent;
  char             *sha256;
};

G_DEFINE_FINAL_TYPE (VcdSlice, vcd_slice, G_TYPE_OBJECT)

static uint64_t
vcd_slice_count_queued (VcdSlice *self)
{
  int queued = 0;

  if (self->socket >= 0 && ioctl (self->socket, SIOCOUTQ, &queued) == 0 && queued > 0)
    return queued;

  return 0;
}

/* With the lock held. What waits in the socket is encrypted and so a little more than its content,
 * and an acknowledgement may come between two looks: it never goes back. */
static uint64_t
vcd_slice_count_sent (VcdSlice *self)
{
  if (self->body != NULL)
    {
      uint64_t queued = vcd_slice_count_queued (self);
      uint64_t taken = vcd_body_stream_get_taken (self->body);

      if (taken > queued)
        self->sent = MAX (self->sent, taken - queued);
    }

  return self->sent;
}

static void
vcd_slice_close_socket (VcdSlice *self)
{
  if (self->socket >= 0)
    close (self->socket);
  self->socket = -1;
}

static void
vcd_slice_finalize (GObject *object)
{
  VcdSlice *self = VCD_SLICE (object);

  vcd_slice_close_socket (self);
  g_clear_object (&self->body);
  g_clear_object (&self->source);
  g_clear_object (&self->target);
  g_clear_pointer (&self->pipe, vcd_pipe_unref);
  g_clear_pointer (&self->uri, g_free);
  g_clear_pointer (&self->authorization, g_free);
  g_clear_pointer (&self->legacy_token, g_free);
  g_clear_pointer (&self->limiters, g_ptr_array_unref);
  g_clear_pointer (&self->sha256, g_free);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (vcd_slice_parent_class)->finalize (object);
}

static void
vcd_slice_class_init (VcdSliceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = vcd_slice_finalize;
}

static void
vcd_slice_init (VcdSlice *self)
{
  g_mutex_init (&self->lock);
  self->socket = -1;
  self->total = UINT64_MAX;
  self->limiters = g_ptr_array_new_with_free_func (g_object_unref);
}

VcdSlice *
vcd_slice_new_upload (VcdSource  *source,
                      const char *uri,
                      const char *authorization,
                      uint64_t    offset,
                      uint64_t    length)
{
  VcdSlice *self;

  g_return_val_if_fail (length > 0, NULL);
  g_return_val_if_fail (offset + length <= vcd_source_get_size (source), NULL);

  self = g_object_new (VCD_TYPE_SLICE, NULL);
  self->source = g_object_ref (source);
  self->uri = g_strdup (uri);
  self->authorization = g_strdup (authorization);
  self->offset = offset;
  self->length = length;

  return self;
}

VcdSlice *
vcd_slice_new_download (GFile      *target,
                        const char *uri,
                        const char *authorization,
                        uint64_t    offset)
{
  VcdSlice *self = g_object_new (VCD_TYPE_SLICE, NULL);

  self->target = g_object_ref (target);
  self->uri = g_strdup (uri);
  self->authorization = g_strdup (authorization);
  self->offset = offset;
  self->start = offset;

  return self;
}

VcdSlice *
vcd_slice_new_stream (VcdPipe    *pipe,
                      const char *uri,
                      const char *authorization,
                      uint64_t    offset)
{
  VcdSlice *self = g_object_new (VCD_TYPE_SLICE, NULL);

  self->pipe = vcd_pipe_ref (pipe);
  self->uri = g_strdup (uri);
  self->authorization = g_strdup (authorization);
  self->offset = offset;
  self->start = offset;

  return self;
}

void
vcd_slice_add_limiter (VcdSlice   *self,
                       VcdLimiter *limiter)
{
  g_ptr_array_add (self->limiters, g_object_ref (limiter));
}

void
vcd_slice_set_total (VcdSlice *self,
                     uint64_t  bytes)
{
  self->total = bytes;
}

uint64_t
vcd_slice_get_transferred (VcdSlice *self)
{
  uint64_t sent;

  if (self->source == NULL)
    return self->received;

  g_mutex_lock (&self->lock);
  sent = vcd_slice_count_sent (self);
  g_mutex_unlock (&self->lock);

  return sent;
}

uint64_t
vcd_slice_get_start (VcdSlice *self)
{
  return self->start;
}

char *
vcd_slice_dup_sha256 (VcdSlice *self)
{
  char *digest;

  g_mutex_lock (&self->lock);
  digest = g_strdup (self->sha256);
  g_mutex_unlock (&self->lock);

  return digest;
}

void
vcd_slice_abort (VcdSlice *self)
{
  VcdSliceAborted tell;
  GDestroyNotify unref;
  gpointer data;

  g_mutex_lock (&self->lock);
  self->aborted = TRUE;
  tell = g_steal_pointer (&self->tell_aborted);
  data = g_steal_pointer (&self->data);
  unref = self->unref;
  g_mutex_unlock (&self->lock);

  if (tell != NULL)
    {
      tell (data);
      unref (data);
    }
}

gboolean
vcd_slice_is_upload (VcdSlice *self)
{
  return self->source != NULL;
}

VcdSource *
vcd_slice_get_source (VcdSlice *self)
{
  return self->source;
}

GFile *
vcd_slice_get_target (VcdSlice *self)
{
  return self->target;
}

VcdPipe *
vcd_slice_get_pipe (VcdSlice *self)
{
  return self->pipe;
}

const char *
vcd_slice_get_uri (VcdSlice *self)
{
  return self->uri;
}

const char *
vcd_slice_get_authorization (VcdSlice *self)
{
  return self->authorization;
}

void
vcd_slice_set_legacy_token (VcdSlice   *self,
                            const char *token)
{
  g_set_str (&self->legacy_token, token);
}

const char *
vcd_slice_get_legacy_token (VcdSlice *self)
{
  return self->legacy_token;
}

uint64_t
vcd_slice_get_offset (VcdSlice *self)
{
  return self->offset;
}

uint64_t
vcd_slice_get_length (VcdSlice *self)
{
  return self->length;
}

uint64_t
vcd_slice_get_total (VcdSlice *self)
{
  return self->total;
}

GPtrArray *
vcd_slice_get_limiters (VcdSlice *self)
{
  return self->limiters;
}

gboolean
vcd_slice_begin (VcdSlice        *self,
                 VcdSliceAborted  aborted,
                 gpointer         data,
                 GDestroyNotify   unref)
{
  gboolean fresh;

  g_mutex_lock (&self->lock);
  fresh = !self->begun && !self->aborted;
  if (fresh)
    {
      self->begun = TRUE;
      self->tell_aborted = aborted;
      self->data = data;
      self->unref = unref;
    }
  g_mutex_unlock (&self->lock);

  return fresh;
}

gboolean
vcd_slice_is_aborted (VcdSlice *self)
{
  return self->aborted;
}

void
vcd_slice_end (VcdSlice *self,
               gboolean  complete)
{
  g_autoptr (VcdBodyStream) body = NULL;
  gpointer data;

  g_mutex_lock (&self->lock);
  vcd_slice_count_sent (self);
  if (complete)
    self->sent = self->length;
  body = g_steal_pointer (&self->body);
  vcd_slice_close_socket (self);
  self->tell_aborted = NULL;
  data = g_steal_pointer (&self->data);
  g_mutex_unlock (&self->lock);

  if (data != NULL)
    self->unref (data);
}

void
vcd_slice_tell_end (VcdSlice     *self,
                    const GError *error)
{
  if (self->pipe != NULL)
    vcd_pipe_end (self->pipe, error != NULL ? g_error_copy (error) : NULL);
}

gboolean
vcd_slice_set_socket (VcdSlice *self,
                      GSocket  *socket)
{
  gboolean has_socket;

  g_mutex_lock (&self->lock);
  vcd_slice_close_socket (self);
  if (socket != NULL)
    self->socket = fcntl (g_socket_get_fd (socket), F_DUPFD_CLOEXEC, 3);
  has_socket = self->socket >= 0;
  g_mutex_unlock (&self->lock);

  return has_socket;
}

void
vcd_slice_shut_down (VcdSlice *self)
{
  g_mutex_lock (&self->lock);
  if (self->socket >= 0)
    shutdown (self->socket, SHUT_RDWR);
  g_mutex_unlock (&self->lock);
}

uint64_t
vcd_slice_get_queued (VcdSlice *self)
{
  uint64_t queued;

  g_mutex_lock (&self->lock);
  queued = vcd_slice_count_queued (self);
  g_mutex_unlock (&self->lock);

  return queued;
}

void
vcd_slice_set_body (VcdSlice      *self,
                    VcdBodyStream *body)
{
  g_mutex_lock (&self->lock);
  g_set_object (&self->body, body);
  self->sent = 0;
  g_mutex_unlock (&self->lock);
}

VcdBodyState
vcd_slice_get_state (VcdSlice *self,
                     uint64_t *taken)
{
  VcdBodyState state = self->throttled ? VCD_BODY_THROTTLED : VCD_BODY_MOVING;

  g_mutex_lock (&self->lock);
  *taken = self->body != NULL ? vcd_body_stream_get_taken (self->body) : 0;
  if (self->body != NULL)
    state = vcd_body_stream_get_state (self->body);
  g_mutex_unlock (&self->lock);

  return state;
}

void
vcd_slice_set_start (VcdSlice *self,
                     uint64_t  start)
{
  self->start = start;
}

void
vcd_slice_set_received (VcdSlice *self,
                        uint64_t  received,
                        gboolean  throttled)
{
  self->received = received;
  self->throttled = throttled;
}

void
vcd_slice_take_sha256 (VcdSlice *self,
                       char     *digest)
{
  g_mutex_lock (&self->lock);
  g_free (self->sha256);
  self->sha256 = digest;
  g_mutex_unlock (&self->lock);
}
