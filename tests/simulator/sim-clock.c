/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-clock.h"

/*
 * The cell's time: it begins at the real time, may go faster and may be moved forward. What has to
 * happen later is an alarm on it, so that a test can make an hour pass at once.
 */

typedef struct
{
  unsigned id;
  gint64 at;
  SimAlarmFunc func;
  gpointer user_data;
} Alarm;

struct _SimClock
{
  double rate;
  gint64 base; /* our time at .. */
  gint64 since; /* .. this monotonic time */
  unsigned last_id;
  GQueue alarms; /* of Alarm, the earliest first */
  GSource *source;
};

static void schedule (SimClock *self);

static void
clear_source (SimClock *self)
{
  if (self->source)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
}

static gboolean
on_due (gpointer user_data)
{
  SimClock *self = user_data;
  gint64 now = sim_clock_now (self);
  Alarm *alarm;

  clear_source (self);
  while ((alarm = g_queue_peek_head (&self->alarms)) && alarm->at <= now)
    {
      g_queue_pop_head (&self->alarms);
      alarm->func (alarm->user_data);
      g_free (alarm);
    }
  schedule (self);

  return G_SOURCE_REMOVE;
}

static void
schedule (SimClock *self)
{
  Alarm *next = g_queue_peek_head (&self->alarms);

  clear_source (self);
  if (!next)
    return;

  double wait = MAX (0, next->at - sim_clock_now (self)) / self->rate / 1000;

  self->source = g_timeout_source_new ((unsigned) MIN (wait + 0.999, G_MAXINT));
  g_source_set_callback (self->source, on_due, self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
}

static int
compare_alarms (gconstpointer a,
                gconstpointer b,
                gpointer user_data)
{
  const Alarm *first = a, *second = b;

  return first->at < second->at ? -1 : first->at > second->at;
}

SimClock *
sim_clock_new (double rate)
{
  SimClock *self = g_new0 (SimClock, 1);

  self->rate = rate;
  self->base = g_get_real_time ();
  self->since = g_get_monotonic_time ();
  g_queue_init (&self->alarms);

  return self;
}

void
sim_clock_free (SimClock *self)
{
  g_queue_clear_full (&self->alarms, g_free);
  schedule (self);
  g_free (self);
}

/* Microseconds since 1970. */
gint64
sim_clock_now (SimClock *self)
{
  return self->base + (gint64) ((g_get_monotonic_time () - self->since) * self->rate);
}

/* As xs:dateTime with milliseconds. */
char *
sim_clock_format (gint64 time)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc_usec (time);
  g_autofree char *seconds = g_date_time_format (date, "%Y-%m-%dT%H:%M:%S");

  return g_strdup_printf ("%s.%03dZ", seconds, g_date_time_get_microsecond (date) / 1000);
}

void
sim_clock_set_rate (SimClock *self,
                    double rate)
{
  self->base = sim_clock_now (self);
  self->since = g_get_monotonic_time ();
  self->rate = rate;
  schedule (self);
}

/* Alarms that become due are set off before this returns. */
void
sim_clock_advance (SimClock *self,
                   double seconds)
{
  self->base += (gint64) (seconds * G_USEC_PER_SEC);
  on_due (self);
}

unsigned
sim_clock_add_alarm (SimClock *self,
                     double seconds,
                     SimAlarmFunc func,
                     gpointer user_data)
{
  Alarm *alarm = g_new0 (Alarm, 1);

  alarm->id = ++self->last_id;
  alarm->at = sim_clock_now (self) + (gint64) (seconds * G_USEC_PER_SEC);
  alarm->func = func;
  alarm->user_data = user_data;
  g_queue_insert_sorted (&self->alarms, alarm, compare_alarms, NULL);
  schedule (self);

  return alarm->id;
}

/* ID may be 0, or one that has gone off. */
void
sim_clock_clear_alarm (SimClock *self,
                       unsigned *id)
{
  for (GList *l = self->alarms.head; *id && l; l = l->next)
    {
      Alarm *alarm = l->data;

      if (alarm->id != *id)
        continue;

      g_free (alarm);
      g_queue_delete_link (&self->alarms, l);
      schedule (self);
      break;
    }
  *id = 0;
}
