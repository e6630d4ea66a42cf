/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "vcd-error-private.h"
#include "vcd-pipe-private.h"
#include "vcd-source-hash-private.h"
#include "vcd-source-remote-private.h"

/* All that is kept of what the server sends faster than it can be sent on. */
#define CAPACITY (1024 * 1024)
#define SCRATCH  (64 * 1024)

/* An image in a catalog, read through one download that goes on from slice to slice. Another one
 * begins where that broke off, or where somebody wants to read next. What it begins with is kept,
 * because it is looked at before it is sent. Its bytes come here once, so they are hashed as they
 * come: those that an earlier process has sent are not fetched again for their sake. */
struct _VcdRemoteSource
{
  VcdSource      parent_instance;

  VcdWire       *wire;
  char          *mark;
  uint64_t       size;

  /* Held by who reads, which may take long. */
  GMutex         reading;
  VcdSourceHash *hash;
  uint8_t       *head;
  size_t         head_length;
  uint64_t       position;    /* of the download's next byte */
  gboolean       delivered;   /* the download has brought something */

  /* Held for a moment. */
  GMutex         lock;
  char          *uri;
  char          *authorization;
  VcdPipe       *pipe;
  VcdSlice      *slice;
};

G_DEFINE_FINAL_TYPE (VcdRemoteSource, vcd_remote_source, VCD_TYPE_SOURCE)

/* The download, if there is one; and from then on there is @pipe, or none. */
static void
vcd_remote_source_exchange (VcdRemoteSource *self,
                            VcdPipe         *pipe,
                            VcdSlice        *slice)
{
  g_autoptr (VcdSlice) old_slice = NULL;
  g_autoptr (VcdPipe) old_pipe = NULL;

  g_mutex_lock (&self->lock);
  old_pipe = g_steal_pointer (&self->pipe);
  old_slice = g_steal_pointer (&self->slice);
  self->pipe = pipe;
  self->slice = slice;
  g_mutex_unlock (&self->lock);

  if (old_pipe != NULL)
    {
      vcd_pipe_close (old_pipe);
      vcd_slice_abort (old_slice);
    }
}

static void
vcd_remote_source_rest (VcdSource *source)
{
  vcd_remote_source_exchange (VCD_REMOTE_SOURCE (source), NULL, NULL);
}

static VcdPipe *
vcd_remote_source_dup_pipe (VcdRemoteSource *self)
{
  VcdPipe *pipe;

  g_mutex_lock (&self->lock);
  pipe = self->pipe != NULL ? vcd_pipe_ref (self->pipe) : NULL;
  g_mutex_unlock (&self->lock);

  return pipe;
}

/* The next bytes of the download: 0 with an error. */
static size_t
vcd_remote_source_take (VcdRemoteSource  *self,
                        VcdPipe          *pipe,
                        void             *buffer,
                        size_t            count,
                        GError          **error)
{
  ssize_t n = vcd_pipe_read (pipe, buffer, count, error);

  if (n > 0)
    {
      vcd_source_hash_feed (self->hash, self->position, buffer, n);
      self->position += n;
      return n;
    }

  if (n == 0)
    g_propagate_error (error, vcd_error_new (VCD_ERROR_SERVER, NULL, "%s",
                                             _("The server sent another number of bytes than it "
                                               "announced.")));

  return 0;
}

/* Some servers send all of it, whatever part they are asked for. */
static gboolean
vcd_remote_source_skip (VcdRemoteSource  *self,
                        VcdPipe          *pipe,
                        uint64_t          offset,
                        GError          **error)
{
  g_autofree uint8_t *scratch = NULL;

  while (self->position < offset)
    {
      size_t count = MIN (SCRATCH, offset - self->position);

      if (scratch == NULL)
        scratch = g_malloc (SCRATCH);
      if (vcd_remote_source_take (self, pipe, scratch, count, error) == 0)
        return FALSE;
    }

  return TRUE;
}

/* A new download, waited for until its first byte is there. */
static VcdPipe *
vcd_remote_source_connect (VcdRemoteSource  *self,
                           uint64_t          offset,
                           GError          **error)
{
  g_autoptr (VcdPipe) pipe = vcd_pipe_new (CAPACITY);
  g_autoptr (VcdSlice) slice = NULL;
  GError *cause = NULL;

  g_mutex_lock (&self->lock);
  slice = vcd_slice_new_stream (pipe, self->uri, self->authorization, offset);
  g_mutex_unlock (&self->lock);

  vcd_slice_set_total (slice, self->size);
  vcd_remote_source_exchange (self, vcd_pipe_ref (pipe), g_object_ref (slice));
  dex_unref (vcd_wire_send (self->wire, slice));

  self->delivered = FALSE;
  if (vcd_pipe_wait (pipe, &cause))
    {
      self->position = vcd_slice_get_start (slice);
      if (vcd_remote_source_skip (self, pipe, offset, error))
        return g_steal_pointer (&pipe);
    }
  else if (cause != NULL)
    {
      g_propagate_error (error, cause);
    }
  else
    {
      g_propagate_error (error, vcd_error_new (VCD_ERROR_SERVER, NULL, "%s",
                                               _("The server sent an empty file.")));
    }

  return NULL;
}

/* The download that stands at @offset. */
static VcdPipe *
vcd_remote_source_reach (VcdRemoteSource  *self,
                         uint64_t          offset,
                         GError          **error)
{
  g_autoptr (VcdPipe) pipe = vcd_remote_source_dup_pipe (self);

  if (pipe != NULL && self->position == offset)
    return g_steal_pointer (&pipe);

  return vcd_remote_source_connect (self, offset, error);
}

/* Some bytes at @offset; 0 with an error. A connection that was lost is replaced at once, as long
 * as each of them brings something. */
static size_t
vcd_remote_source_receive (VcdRemoteSource  *self,
                           uint64_t          offset,
                           void             *buffer,
                           size_t            count,
                           GError          **error)
{
  for (;;)
    {
      GError *cause = NULL;
      g_autoptr (VcdPipe) pipe = vcd_remote_source_reach (self, offset, &cause);
      size_t n = pipe != NULL ? vcd_remote_source_take (self, pipe, buffer, count, &cause) : 0;

      if (n > 0)
        {
          self->delivered = TRUE;
          return n;
        }

      if (!self->delivered || !g_error_matches (cause, VCD_ERROR, VCD_ERROR_NETWORK))
        {
          vcd_remote_source_exchange (self, NULL, NULL);
          g_propagate_error (error, cause);
          return 0;
        }

      vcd_remote_source_exchange (self, NULL, NULL);
      self->delivered = FALSE;
      g_error_free (cause);
    }
}

/* With the lock for reading held. */
static gboolean
vcd_remote_source_read_all (VcdRemoteSource  *self,
                            uint64_t          offset,
                            uint8_t          *buffer,
                            size_t            count,
                            GError          **error)
{
  while (count > 0)
    {
      size_t n;

      if (offset < self->head_length)
        {
          n = MIN (count, self->head_length - offset);
          memcpy (buffer, self->head + offset, n);
        }
      else if ((n = vcd_remote_source_receive (self, offset, buffer, count, error)) == 0)
        {
          return FALSE;
        }

      offset += n;
      buffer += n;
      count -= n;
    }

  return TRUE;
}

static gboolean
vcd_remote_source_read (VcdSource  *source,
                        uint64_t    offset,
                        void       *buffer,
                        size_t      count,
                        GError    **error)
{
  VcdRemoteSource *self = VCD_REMOTE_SOURCE (source);
  gboolean success;

  g_mutex_lock (&self->reading);
  success = vcd_remote_source_read_all (self, offset, buffer, count, error);
  g_mutex_unlock (&self->reading);

  return success;
}

/* With the lock for reading held: what it is. */
static gboolean
vcd_remote_source_examine (VcdRemoteSource  *self,
                           GError          **error)
{
  size_t length = MIN (VCD_SOURCE_HEAD, self->size);
  g_autofree uint8_t *head = NULL;

  if (self->head != NULL)
    return TRUE;

  head = g_malloc (length);
  if (!vcd_remote_source_read_all (self, 0, head, length, error))
    return FALSE;

  vcd_source_take_head (VCD_SOURCE (self), self->size, self->mark, head, length);
  self->head = g_steal_pointer (&head);
  self->head_length = length;

  return TRUE;
}

static gboolean
vcd_remote_source_prepare (VcdSource  *source,
                           uint64_t    offset,
                           GError    **error)
{
  VcdRemoteSource *self = VCD_REMOTE_SOURCE (source);
  g_autoptr (VcdPipe) pipe = NULL;
  gboolean success;

  g_mutex_lock (&self->reading);
  success = vcd_remote_source_examine (self, error);
  if (success && offset >= self->head_length && offset < self->size)
    success = (pipe = vcd_remote_source_reach (self, offset, error)) != NULL;
  g_mutex_unlock (&self->reading);

  return success;
}

/* The server says what has become of it; the bytes do not. */
static gboolean
vcd_remote_source_verify (VcdSource  *source,
                          GError    **error)
{
  return TRUE;
}

static char *
vcd_remote_source_digest (VcdSource  *source,
                          GError    **error)
{
  VcdRemoteSource *self = VCD_REMOTE_SOURCE (source);

  if (vcd_source_hash_covers (self->hash, self->size))
    return vcd_source_hash_finish (self->hash);

  g_propagate_error (error, vcd_error_new (VCD_ERROR_NOT_SUPPORTED, NULL, "%s",
                                           _("A part of it was copied before this program was "
                                             "started.")));

  return NULL;
}

static void
vcd_remote_source_finalize (GObject *object)
{
  VcdRemoteSource *self = VCD_REMOTE_SOURCE (object);

  vcd_remote_source_exchange (self, NULL, NULL);
  g_clear_object (&self->wire);
  g_clear_pointer (&self->hash, vcd_source_hash_free);
  g_free (self->mark);
  g_free (self->head);
  g_free (self->uri);
  g_free (self->authorization);
  g_mutex_clear (&self->reading);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (vcd_remote_source_parent_class)->finalize (object);
}

static void
vcd_remote_source_class_init (VcdRemoteSourceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  VcdSourceClass *source_class = VCD_SOURCE_CLASS (klass);

  object_class->finalize = vcd_remote_source_finalize;
  source_class->read = vcd_remote_source_read;
  source_class->verify = vcd_remote_source_verify;
  source_class->prepare = vcd_remote_source_prepare;
  source_class->digest = vcd_remote_source_digest;
  source_class->rest = vcd_remote_source_rest;
}

static void
vcd_remote_source_init (VcdRemoteSource *self)
{
  self->hash = vcd_source_hash_new ();
  g_mutex_init (&self->reading);
  g_mutex_init (&self->lock);
}

VcdSource *
vcd_remote_source_new (VcdWire    *wire,
                       const char *mark,
                       uint64_t    size)
{
  VcdRemoteSource *self = g_object_new (VCD_TYPE_REMOTE_SOURCE, NULL);

  self->wire = g_object_ref (wire);
  self->mark = g_strdup (mark);
  self->size = size;

  return VCD_SOURCE (self);
}

void
vcd_remote_source_set_place (VcdRemoteSource *self,
                             const char      *uri,
                             const char      *authorization)
{
  g_mutex_lock (&self->lock);
  g_set_str (&self->uri, uri);
  g_set_str (&self->authorization, authorization);
  g_mutex_unlock (&self->lock);
}
