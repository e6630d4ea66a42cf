/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <nettle/sha2.h>

#include "vcd-source-hash-private.h"

#define BLOCK (1024 * 1024)
/* So little is waited for: some milliseconds. */
#define NEAR  (4 * 1024 * 1024)

/* SHA-256 goes from the first byte to the last, and there is one place where it stands. Who finds
 * its bytes there hashes them. Who is ahead of it leaves them to be read again, because a
 * connection must not pause for a digest; except when whoever fills the gap has nearly caught up,
 * or he might run behind for ever. */
struct _VcdSourceHash
{
  GMutex            lock;
  GCond             idle;
  struct sha256_ctx context;
  /* All bytes before are hashed. */
  uint64_t          position;
  /* The end of what has been sent, and so is due to be hashed. */
  uint64_t          due;
  gboolean          busy;
  gboolean          filling;
  char             *digest;
};

VcdSourceHash *
vcd_source_hash_new (void)
{
  VcdSourceHash *self = g_new0 (VcdSourceHash, 1);

  g_mutex_init (&self->lock);
  g_cond_init (&self->idle);
  sha256_init (&self->context);

  return self;
}

void
vcd_source_hash_free (VcdSourceHash *self)
{
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->idle);
  g_free (self->digest);
  g_free (self);
}

/* With the lock held; gives it away while it computes. */
static void
update (VcdSourceHash *self,
        const uint8_t *buffer,
        size_t         count)
{
  self->busy = TRUE;
  g_mutex_unlock (&self->lock);

  sha256_update (&self->context, count, buffer);

  g_mutex_lock (&self->lock);
  self->busy = FALSE;
  self->position += count;
  g_cond_broadcast (&self->idle);
}

gboolean
vcd_source_hash_feed (VcdSourceHash *self,
                      uint64_t       offset,
                      const void    *buffer,
                      size_t         count)
{
  uint64_t end = offset + count;
  gboolean covered = TRUE;

  g_mutex_lock (&self->lock);

  self->due = MAX (self->due, end);
  while ((self->busy && !self->filling) ||
         (self->filling && self->due - MIN (self->due, self->position) <= NEAR))
    g_cond_wait (&self->idle, &self->lock);

  if (!self->busy && !self->filling && offset <= self->position && end > self->position)
    {
      size_t skip = self->position - offset;

      update (self, (const uint8_t *) buffer + skip, count - skip);
    }
  else if (end > self->position && !self->filling)
    {
      covered = FALSE;
    }

  g_mutex_unlock (&self->lock);

  return covered;
}

gboolean
vcd_source_hash_fill (VcdSourceHash  *self,
                      VcdSource      *source,
                      gboolean        whole,
                      GError        **error)
{
  g_autofree uint8_t *buffer = NULL;
  gboolean success = TRUE;

  g_mutex_lock (&self->lock);

  if (self->filling && !whole)
    {
      g_mutex_unlock (&self->lock);
      return TRUE;
    }

  while (self->busy || self->filling)
    g_cond_wait (&self->idle, &self->lock);

  if (whole)
    self->due = vcd_source_get_size (source);

  self->filling = TRUE;
  while (success && self->position < self->due)
    {
      uint64_t position = self->position;
      size_t count = MIN (BLOCK, self->due - position);

      g_mutex_unlock (&self->lock);
      if (buffer == NULL)
        buffer = g_malloc (BLOCK);
      success = vcd_source_read (source, position, buffer, count, error);
      g_mutex_lock (&self->lock);

      if (success)
        update (self, buffer, count);
    }
  self->filling = FALSE;
  g_cond_broadcast (&self->idle);

  g_mutex_unlock (&self->lock);

  return success;
}

gboolean
vcd_source_hash_covers (VcdSourceHash *self,
                        uint64_t       size)
{
  gboolean covers;

  g_mutex_lock (&self->lock);
  covers = self->position == size;
  g_mutex_unlock (&self->lock);

  return covers;
}

char *
vcd_source_hash_finish (VcdSourceHash *self)
{
  char *digest;

  g_mutex_lock (&self->lock);

  if (self->digest == NULL)
    {
      uint8_t bytes[SHA256_DIGEST_SIZE];
      GString *text = g_string_sized_new (2 * sizeof bytes);

      sha256_digest (&self->context, sizeof bytes, bytes);
      for (size_t i = 0; i < sizeof bytes; i++)
        g_string_append_printf (text, "%02x", bytes[i]);
      self->digest = g_string_free_and_steal (text);
    }
  digest = g_strdup (self->digest);

  g_mutex_unlock (&self->lock);

  return digest;
}
