/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <nettle/sha2.h>
#include <unistd.h>

#include "vcd-error-private.h"
#include "vcd-receiver-private.h"

#define BLOCK (512 * 1024)

/* The local file of a download, or the pipe to whoever wants its bytes. A file with a path is a
 * descriptor; else it is a stream of GIO's. */
struct _VcdReceiver
{
  char              *name;
  int                fd;
  GIOStream         *stream;
  VcdPipe           *pipe;
  uint64_t           position;
  uint64_t           written;
  uint8_t           *buffer;
  size_t             filled;
  struct sha256_ctx  sha256;
};

static gboolean
fail (VcdReceiver  *self,
      GError       *cause,
      GError      **error)
{
  g_autoptr (GError) owned = cause;

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    g_propagate_error (error, vcd_error_new (VCD_ERROR_NO_SPACE, cause->message,
                                             _("There is no room for “%s” on this "
                                               "computer's disk."), self->name));
  else
    g_propagate_error (error, vcd_error_new (VCD_ERROR_FILE, cause->message,
                                             _("“%s” cannot be written: %s"), self->name,
                                             cause->message));

  return FALSE;
}

static gboolean
fail_errno (VcdReceiver  *self,
            int           number,
            GError      **error)
{
  /* A quota is a disk that is full for one person. */
  GIOErrorEnum code = number == EDQUOT || number == EFBIG ? G_IO_ERROR_NO_SPACE
                                                          : g_io_error_from_errno (number);

  return fail (self, g_error_new_literal (G_IO_ERROR, code, g_strerror (number)), error);
}

static gboolean
open_path (VcdReceiver  *self,
           const char   *path,
           uint64_t      offset,
           GError      **error)
{
  self->fd = open (path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY, 0666);

  if (self->fd < 0 || ftruncate (self->fd, offset) < 0)
    return fail_errno (self, errno, error);

  return TRUE;
}

static gboolean
open_stream (VcdReceiver  *self,
             GFile        *target,
             uint64_t      offset,
             GError      **error)
{
  GError *cause = NULL;

  self->stream = G_IO_STREAM (g_file_open_readwrite (target, NULL, &cause));
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      g_clear_error (&cause);
      self->stream = G_IO_STREAM (g_file_create_readwrite (target, G_FILE_CREATE_NONE, NULL,
                                                           &cause));
    }

  if (self->stream == NULL ||
      !g_seekable_truncate (G_SEEKABLE (self->stream), offset, NULL, &cause) ||
      !g_seekable_seek (G_SEEKABLE (self->stream), offset, G_SEEK_SET, NULL, &cause))
    return fail (self, cause, error);

  return TRUE;
}

VcdReceiver *
vcd_receiver_new (GFile     *target,
                  uint64_t   offset,
                  GError   **error)
{
  VcdReceiver *self = g_new0 (VcdReceiver, 1);
  g_autofree char *basename = g_file_get_basename (target);
  const char *path = g_file_peek_path (target);
  gboolean opened;

  self->fd = -1;
  self->name = basename != NULL ? g_filename_display_name (basename)
                                : g_file_get_parse_name (target);
  self->position = offset;
  self->buffer = g_malloc (BLOCK);
  sha256_init (&self->sha256);

  opened = path != NULL ? open_path (self, path, offset, error)
                        : open_stream (self, target, offset, error);
  if (!opened)
    g_clear_pointer (&self, vcd_receiver_free);

  return self;
}

VcdReceiver *
vcd_receiver_new_for_pipe (VcdPipe *pipe)
{
  VcdReceiver *self = g_new0 (VcdReceiver, 1);

  self->fd = -1;
  self->pipe = vcd_pipe_ref (pipe);

  return self;
}

void
vcd_receiver_free (VcdReceiver *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_clear_object (&self->stream);
  g_clear_pointer (&self->pipe, vcd_pipe_unref);
  g_free (self->name);
  g_free (self->buffer);
  g_free (self);
}

uint8_t *
vcd_receiver_reserve (VcdReceiver *self,
                      size_t      *length)
{
  if (self->pipe != NULL)
    return vcd_pipe_reserve (self->pipe, length);

  *length = BLOCK - self->filled;

  return self->buffer + self->filled;
}

gboolean
vcd_receiver_commit (VcdReceiver  *self,
                     size_t        length,
                     GError      **error)
{
  if (self->pipe != NULL)
    {
      vcd_pipe_commit (self->pipe, length);
      self->written += length;
      return TRUE;
    }

  self->filled += length;

  return self->filled < BLOCK || vcd_receiver_flush (self, error);
}

static gboolean
write_all (VcdReceiver  *self,
           GError      **error)
{
  GError *cause = NULL;
  size_t done = 0;

  if (self->stream != NULL)
    {
      GOutputStream *stream = g_io_stream_get_output_stream (self->stream);

      return g_output_stream_write_all (stream, self->buffer, self->filled, NULL, NULL, &cause) ||
             fail (self, cause, error);
    }

  while (done < self->filled)
    {
      ssize_t n = pwrite (self->fd, self->buffer + done, self->filled - done,
                          self->position + done);

      if (n < 0 && errno != EINTR)
        return fail_errno (self, errno, error);
      if (n > 0)
        done += n;
    }

  return TRUE;
}

gboolean
vcd_receiver_flush (VcdReceiver  *self,
                    GError      **error)
{
  if (self->pipe != NULL)
    return TRUE;

  if (!write_all (self, error))
    return FALSE;

  sha256_update (&self->sha256, self->filled, self->buffer);
  self->position += self->filled;
  self->written += self->filled;
  self->filled = 0;

  return TRUE;
}

gboolean
vcd_receiver_finish (VcdReceiver  *self,
                     GError      **error)
{
  GError *cause = NULL;

  if (self->pipe != NULL)
    return TRUE;

  if (!vcd_receiver_flush (self, error))
    return FALSE;

  if (self->stream != NULL)
    return g_io_stream_close (self->stream, NULL, &cause) || fail (self, cause, error);

  /* Some file systems find only now that there is no room. */
  return fsync (self->fd) == 0 || errno == EINVAL || fail_errno (self, errno, error);
}

uint64_t
vcd_receiver_get_written (VcdReceiver *self)
{
  return self->written;
}

char *
vcd_receiver_make_sha256 (VcdReceiver *self)
{
  uint8_t bytes[SHA256_DIGEST_SIZE];
  GString *text;

  if (self->pipe != NULL)
    return NULL;

  text = g_string_sized_new (2 * sizeof bytes);
  sha256_digest (&self->sha256, sizeof bytes, bytes);
  for (size_t i = 0; i < sizeof bytes; i++)
    g_string_append_printf (text, "%02x", bytes[i]);

  return g_string_free_and_steal (text);
}
