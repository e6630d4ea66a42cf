/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "vcd-limiter-private.h"

/* The bucket holds a quarter of a second, so that a burst after a rest stays unnoticed. Out of a
 * full one at 1 KiB/s this many bytes go at once, or it would be spent on tiny records. */
#define BURST_PER_SECOND 4
#define WORTH_WHILE      256

/* Who waits looks again at least this often, since the rate may have been raised meanwhile. */
#define LONGEST_DELAY (G_USEC_PER_SEC / 4)

/* A token bucket, shared by threads: tokens are bytes, and they come at a steady rate. */
struct _VcdLimiter
{
  GObject   parent_instance;

  GMutex    mutex;
  VcdClock  clock;
  uint64_t  rate;   /* bytes a second; 0: no limit */
  double    tokens;
  int64_t   filled; /* when tokens were last counted */
};

G_DEFINE_FINAL_TYPE (VcdLimiter, vcd_limiter, G_TYPE_OBJECT)

static double
capacity_locked (VcdLimiter *self)
{
  return MAX ((double) self->rate / BURST_PER_SECOND, 1);
}

static void
fill_locked (VcdLimiter *self)
{
  int64_t now = self->clock ();
  double seconds = (double) (now - self->filled) / G_USEC_PER_SEC;

  self->tokens = MIN (self->tokens + seconds * (double) self->rate, capacity_locked (self));
  self->filled = now;
}

static void
vcd_limiter_finalize (GObject *object)
{
  g_mutex_clear (&VCD_LIMITER (object)->mutex);

  G_OBJECT_CLASS (vcd_limiter_parent_class)->finalize (object);
}

static void
vcd_limiter_class_init (VcdLimiterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vcd_limiter_finalize;
}

static void
vcd_limiter_init (VcdLimiter *self)
{
  g_mutex_init (&self->mutex);
  self->clock = g_get_monotonic_time;
}

VcdLimiter *
vcd_limiter_new (void)
{
  return g_object_new (VCD_TYPE_LIMITER, NULL);
}

VcdLimiter *
vcd_limiter_new_with_clock (VcdClock clock)
{
  VcdLimiter *self = vcd_limiter_new ();

  self->clock = clock;

  return self;
}

uint64_t
vcd_limiter_get_rate (VcdLimiter *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->rate;
}

void
vcd_limiter_set_rate (VcdLimiter *self,
                      uint64_t    bytes_per_second)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (self->rate == bytes_per_second)
    return;

  /* What was saved up at the old rate is not spent at the new one. */
  fill_locked (self);
  self->rate = bytes_per_second;
  self->tokens = MIN (self->tokens, capacity_locked (self));
}

size_t
vcd_limiter_take (VcdLimiter *self,
                  size_t      wanted,
                  int64_t    *delay)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  double least;
  size_t granted;

  *delay = 0;
  if (self->rate == 0)
    return wanted;

  fill_locked (self);

  /* Less than this is not worth a record of its own, unless no more is wanted. */
  least = MIN (MIN ((double) wanted, WORTH_WHILE), capacity_locked (self));
  if (self->tokens < least)
    {
      double seconds = (least - self->tokens) / (double) self->rate;

      *delay = CLAMP ((int64_t) (seconds * G_USEC_PER_SEC) + 1, 1000, LONGEST_DELAY);
      return 0;
    }

  granted = MIN (wanted, (size_t) self->tokens);
  self->tokens -= (double) granted;

  return granted;
}
