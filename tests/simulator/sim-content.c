/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-content.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

/*
 * The bytes of an image: appended to a file and to a hash as they come, never held in memory.
 */

static void
content_clear (gpointer data)
{
  SimContent *self = data;

  if (self->fd >= 0)
    g_close (self->fd, NULL);
  if (self->path)
    g_unlink (self->path);
  g_free (self->path);
}

SimContent *
sim_content_new (SimCell *cell)
{
  SimContent *self = g_rc_box_new0 (SimContent);

  self->fd = -1;
  self->hash = !cell->options->no_hash;
  sha256_init (&self->sha256);
  if (cell->storage)
    {
      g_autofree char *id = sim_cell_new_id (cell);

      self->path = g_build_filename (cell->storage, id, NULL);
      self->fd = g_open (self->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
      if (self->fd < 0)
        g_warning ("Cannot keep an image in %s: %s", cell->storage, g_strerror (errno));
    }

  return self;
}

SimContent *
sim_content_ref (SimContent *self)
{
  return g_rc_box_acquire (self);
}

void
sim_content_unref (SimContent *self)
{
  g_rc_box_release_full (self, content_clear);
}

/* FALSE if the disk did not take it. */
gboolean
sim_content_append (SimContent *self,
                    gconstpointer data,
                    size_t length)
{
  const guint8 *bytes = data;

  for (size_t done = 0; self->fd >= 0 && done < length;)
    {
      ssize_t written = pwrite (self->fd, bytes + done, length - done, self->length + done);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        return FALSE;
      done += written;
    }
  if (self->hash)
    sha256_update (&self->sha256, length, bytes);
  self->length += length;

  return TRUE;
}

/* What is not kept reads as zeros. */
GBytes *
sim_content_read (SimContent *self,
                  guint64 offset,
                  size_t length)
{
  size_t wanted = MIN (length, self->length - MIN (offset, self->length));
  g_autofree guint8 *buffer = g_malloc0 (wanted);

  if (self->fd >= 0)
    {
      ssize_t got = pread (self->fd, buffer, wanted, offset);

      wanted = MAX (got, 0);
    }

  return g_bytes_new_take (g_steal_pointer (&buffer), wanted);
}

/* Of the bytes so far, in lower-case hexadecimal; NULL if they are not hashed. */
char *
sim_content_dup_sha256 (SimContent *self)
{
  struct sha256_ctx copy = self->sha256;
  guint8 digest[SHA256_DIGEST_SIZE];
  GString *text = g_string_new (NULL);

  if (!self->hash)
    return g_string_free (text, TRUE);

  sha256_digest (&copy, sizeof digest, digest);
  for (size_t i = 0; i < sizeof digest; i++)
    g_string_append_printf (text, "%02x", digest[i]);

  return g_string_free (text, FALSE);
}
