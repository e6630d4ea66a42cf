/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <gio/gio.h>

#include "vcd-ring-private.h"
#include "vcd-worker-private.h"

/* Few large slots: reads are cheap, and the reader is asleep most of the time. */
#define SLOTS     4
#define SLOT_SIZE (256 * 1024)

struct _VcdRing
{
  GMutex     lock;
  GCond      changed;
  VcdSource *source;
  uint64_t   offset;
  uint64_t   length;

  /* Counts of slots ever filled and emptied; their difference is what is there. */
  uint64_t   filled;
  uint64_t   emptied;
  size_t     slot_size;
  uint8_t   *memory;
  size_t     fill[SLOTS];
  size_t     used;
  GError    *error;
  gboolean   stopped;
  GPtrArray *waiting;
};

/* A child source: made ready by the reader thread. */
typedef struct
{
  GSource  parent;
  VcdRing *ring;
} VcdRingSource;

static void
vcd_ring_clear (gpointer data)
{
  VcdRing *self = data;

  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_clear_object (&self->source);
  g_clear_pointer (&self->memory, g_free);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_clear_error (&self->error);
}

static void
vcd_ring_unref (VcdRing *self)
{
  g_atomic_rc_box_release_full (self, vcd_ring_clear);
}

/* With the lock held. */
static void
vcd_ring_wake (VcdRing *self)
{
  for (unsigned i = 0; i < self->waiting->len; i++)
    g_source_set_ready_time (g_ptr_array_index (self->waiting, i), 0);
  g_ptr_array_set_size (self->waiting, 0);
  g_cond_broadcast (&self->changed);
}

/* One slot, without the lock: nobody else looks at a slot that is not filled. */
static gboolean
vcd_ring_fill (VcdRing   *self,
               uint8_t   *slot,
               uint64_t   position,
               size_t     count,
               GError   **error)
{
  if (!vcd_source_read (self->source, self->offset + position, slot, count, error))
    return FALSE;

  /* A file that changed meanwhile must not look like one that was sent whole. */
  return position + count < self->length || vcd_source_verify (self->source, error);
}

static void
vcd_ring_read_ahead (gpointer data)
{
  VcdRing *self = data;
  uint64_t position = 0;

  g_mutex_lock (&self->lock);

  while (!self->stopped && self->error == NULL && position < self->length)
    {
      unsigned index = self->filled % SLOTS;
      uint8_t *slot = self->memory + index * self->slot_size;
      size_t count = MIN (self->slot_size, self->length - position);
      GError *error = NULL;

      if (self->filled - self->emptied == SLOTS)
        {
          g_cond_wait (&self->changed, &self->lock);
          continue;
        }

      g_mutex_unlock (&self->lock);
      vcd_ring_fill (self, slot, position, count, &error);
      g_mutex_lock (&self->lock);

      if (error == NULL)
        {
          self->fill[index] = count;
          self->filled++;
        }
      else
        {
          self->error = error;
        }
      vcd_ring_wake (self);

      if (error == NULL)
        {
          /* Only this thread ever writes into the slot, so it may still be read here. */
          g_mutex_unlock (&self->lock);
          vcd_source_feed (self->source, self->offset + position, slot, count);
          g_mutex_lock (&self->lock);
          position += count;
        }
    }

  g_mutex_unlock (&self->lock);
  vcd_ring_unref (self);
}

VcdRing *
vcd_ring_new (VcdSource *source,
              uint64_t   offset,
              uint64_t   length)
{
  VcdRing *self = g_atomic_rc_box_new0 (VcdRing);

  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->source = g_object_ref (source);
  self->offset = offset;
  self->length = length;
  self->slot_size = MIN (SLOT_SIZE, length);
  self->memory = g_malloc (MIN (SLOTS * SLOT_SIZE, length + self->slot_size));
  self->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) g_source_unref);

  vcd_worker_run_busy ("vcd-read", vcd_ring_read_ahead, g_atomic_rc_box_acquire (self));

  return self;
}

void
vcd_ring_stop (VcdRing *self)
{
  g_mutex_lock (&self->lock);
  self->stopped = TRUE;
  vcd_ring_wake (self);
  g_mutex_unlock (&self->lock);

  vcd_ring_unref (self);
}

const uint8_t *
vcd_ring_peek (VcdRing   *self,
               gboolean   wait,
               size_t    *length,
               GError   **error)
{
  const uint8_t *bytes = NULL;

  g_mutex_lock (&self->lock);

  while (wait && self->filled == self->emptied && self->error == NULL)
    g_cond_wait (&self->changed, &self->lock);

  if (self->filled > self->emptied)
    {
      unsigned index = self->emptied % SLOTS;

      bytes = self->memory + index * self->slot_size + self->used;
      *length = self->fill[index] - self->used;
    }
  else if (self->error != NULL)
    {
      g_propagate_error (error, g_error_copy (self->error));
    }
  else
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "Not read yet");
    }

  g_mutex_unlock (&self->lock);

  return bytes;
}

void
vcd_ring_consume (VcdRing *self,
                  size_t   length)
{
  self->used += length;

  /* The slot that is being used up is the consumer's alone. */
  if (self->used < self->fill[self->emptied % SLOTS])
    return;

  g_mutex_lock (&self->lock);
  self->used = 0;
  self->emptied++;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

static gboolean
vcd_ring_source_dispatch (GSource     *source,
                          GSourceFunc  callback,
                          gpointer     user_data)
{
  g_source_set_ready_time (source, -1);

  return callback != NULL ? callback (user_data) : G_SOURCE_CONTINUE;
}

static void
vcd_ring_source_finalize (GSource *source)
{
  vcd_ring_unref (((VcdRingSource *) source)->ring);
}

/* Never called; GIO wants to be able to set it on every source that it makes pollable. */
static gboolean
vcd_ring_source_closure (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

GSource *
vcd_ring_create_source (VcdRing *self)
{
  static GSourceFuncs funcs = {
    .dispatch = vcd_ring_source_dispatch,
    .finalize = vcd_ring_source_finalize,
    .closure_callback = vcd_ring_source_closure,
  };
  GSource *source = g_source_new (&funcs, sizeof (VcdRingSource));

  ((VcdRingSource *) source)->ring = g_atomic_rc_box_acquire (self);
  g_source_set_static_name (source, "VcdRing");

  g_mutex_lock (&self->lock);
  if (self->filled > self->emptied || self->error != NULL || self->stopped)
    g_source_set_ready_time (source, 0);
  else
    g_ptr_array_add (self->waiting, g_source_ref (source));
  g_mutex_unlock (&self->lock);

  return source;
}
