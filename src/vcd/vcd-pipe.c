/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "vcd-pipe-private.h"

/* Who puts bytes in is called again when so much of the whole is free. */
#define ROOM 4

struct _VcdPipe
{
  GMutex    lock;
  GCond     changed;
  uint8_t  *memory;
  size_t    capacity;
  /* Counts of bytes since the beginning; their difference is what is there. */
  uint64_t  put;
  uint64_t  taken;
  GSource  *waiting;
  gboolean  ended;
  gboolean  closed;
  GError   *error;
};

static void
vcd_pipe_clear (gpointer data)
{
  VcdPipe *self = data;

  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_clear_pointer (&self->waiting, g_source_unref);
  g_clear_error (&self->error);
  g_free (self->memory);
}

VcdPipe *
vcd_pipe_new (size_t capacity)
{
  VcdPipe *self = g_atomic_rc_box_new0 (VcdPipe);

  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->memory = g_malloc (capacity);
  self->capacity = capacity;

  return self;
}

VcdPipe *
vcd_pipe_ref (VcdPipe *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
vcd_pipe_unref (VcdPipe *self)
{
  g_atomic_rc_box_release_full (self, vcd_pipe_clear);
}

uint8_t *
vcd_pipe_reserve (VcdPipe *self,
                  size_t  *length)
{
  size_t at, room;

  g_mutex_lock (&self->lock);
  at = self->put % self->capacity;
  room = self->capacity - (size_t) (self->put - self->taken);
  g_mutex_unlock (&self->lock);

  *length = MIN (room, self->capacity - at);

  return self->memory + at;
}

void
vcd_pipe_commit (VcdPipe *self,
                 size_t   length)
{
  g_mutex_lock (&self->lock);
  self->put += length;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

/* With the lock held. */
static void
vcd_pipe_call (VcdPipe *self)
{
  size_t room = self->capacity - (size_t) (self->put - self->taken);

  if (self->waiting != NULL && room >= self->capacity / ROOM)
    {
      g_source_set_ready_time (self->waiting, 0);
      g_clear_pointer (&self->waiting, g_source_unref);
    }
}

void
vcd_pipe_notify (VcdPipe *self,
                 GSource *source)
{
  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->waiting, g_source_unref);
  self->waiting = g_source_ref (source);
  vcd_pipe_call (self);
  g_mutex_unlock (&self->lock);
}

void
vcd_pipe_end (VcdPipe *self,
              GError  *error)
{
  g_mutex_lock (&self->lock);
  if (!self->ended)
    self->error = g_steal_pointer (&error);
  self->ended = TRUE;
  g_clear_pointer (&self->waiting, g_source_unref);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);

  g_clear_error (&error);
}

/* With the lock held. What has come counts, however it ended then. */
static gboolean
vcd_pipe_wait_locked (VcdPipe  *self,
                      GError  **error)
{
  while (!self->closed && !self->ended && self->put == self->taken)
    g_cond_wait (&self->changed, &self->lock);

  if (self->closed)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Nobody reads any more");
  else if (self->put == self->taken && self->error != NULL)
    g_propagate_error (error, g_error_copy (self->error));

  return !self->closed && self->put > self->taken;
}

gboolean
vcd_pipe_wait (VcdPipe  *self,
               GError  **error)
{
  gboolean some;

  g_mutex_lock (&self->lock);
  some = vcd_pipe_wait_locked (self, error);
  g_mutex_unlock (&self->lock);

  return some;
}

ssize_t
vcd_pipe_read (VcdPipe  *self,
               void     *buffer,
               size_t    count,
               GError  **error)
{
  GError *cause = NULL;
  ssize_t n = 0;

  g_mutex_lock (&self->lock);

  if (vcd_pipe_wait_locked (self, &cause))
    {
      size_t at = self->taken % self->capacity;

      count = MIN (count, (size_t) (self->put - self->taken));
      count = MIN (count, self->capacity - at);
      memcpy (buffer, self->memory + at, count);
      self->taken += count;
      n = (ssize_t) count;
      vcd_pipe_call (self);
    }

  g_mutex_unlock (&self->lock);

  if (cause != NULL)
    {
      g_propagate_error (error, cause);
      return -1;
    }

  return n;
}

void
vcd_pipe_close (VcdPipe *self)
{
  g_mutex_lock (&self->lock);
  self->closed = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}
