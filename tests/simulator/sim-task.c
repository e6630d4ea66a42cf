/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-task.h"

#include "sim-media.h"

/*
 * A long-running operation. It runs from its making, comes to an end when its work has taken its
 * time, and then does what it is for.
 */

SimTask *
sim_task_new (SimCell *cell,
              const char *operation_name,
              char *operation,
              SimTaskFunc done)
{
  SimTask *self = g_new0 (SimTask, 1);

  self->cell = cell;
  self->id = sim_cell_new_id (cell);
  self->status = SIM_TASK_RUNNING;
  self->operation_name = operation_name;
  self->operation = operation;
  self->user = g_strdup (cell->options->user);
  self->org = g_ptr_array_index (cell->orgs, 0);
  self->start = sim_clock_now (cell->clock);
  self->outcome = SIM_TASK_SUCCESS;
  self->done = done;
  g_hash_table_insert (cell->tasks_by_id, self->id, self);

  return self;
}

void
sim_task_free (SimTask *self)
{
  sim_clock_clear_alarm (self->cell->clock, &self->alarm);
  sim_task_set_argument (self, NULL, NULL);
  g_clear_pointer (&self->media, sim_media_unref);
  g_free (self->id);
  g_free (self->operation);
  g_free (self->owner_path);
  g_free (self->owner_name);
  g_free (self->user);
  g_free (self->error_minor);
  g_free (self->error_message);
  g_free (self);
}

/* MEDIA, if any, has it as its newest task from now on. */
void
sim_task_set_owner (SimTask *self,
                    SimMedia *media,
                    const char *path,
                    const char *name,
                    const char *type)
{
  self->owner_path = g_strdup (path);
  self->owner_name = g_strdup (name);
  self->owner_type = type;
  if (media)
    {
      self->media = sim_media_ref (media);
      media->task = self;
    }
}

void
sim_task_set_argument (SimTask *self,
                       gpointer argument,
                       GDestroyNotify argument_free)
{
  if (self->argument_free)
    self->argument_free (self->argument);
  self->argument = argument;
  self->argument_free = argument_free;
}

static void
end (SimTask *self,
     SimTaskStatus status)
{
  sim_clock_clear_alarm (self->cell->clock, &self->alarm);
  self->status = status;
  self->end = sim_clock_now (self->cell->clock);
  if (self->done)
    self->done (self->cell, self);
  g_clear_pointer (&self->media, sim_media_unref);
}

static void
on_worked (gpointer user_data)
{
  SimTask *self = user_data;

  self->alarm = 0;
  end (self, self->outcome);
}

/* Begins what takes time; the task succeeds SECONDS from now. */
void
sim_task_work (SimTask *self,
               double seconds)
{
  self->work_start = sim_clock_now (self->cell->clock);
  self->work_seconds = seconds;
  self->alarm = sim_clock_add_alarm (self->cell->clock, seconds, on_worked, self);
}

/* Says how it will end when its work is done. MINOR and MESSAGE are for SIM_TASK_ERROR. */
void
sim_task_set_outcome (SimTask *self,
                      SimTaskStatus status,
                      const char *minor,
                      const char *message)
{
  self->outcome = status;
  self->error_major = g_strcmp0 (minor, "BAD_REQUEST") == 0 ? 400 : 500;
  g_set_str (&self->error_minor, minor);
  g_set_str (&self->error_message, message);
}

/* Ends it now. */
void
sim_task_fail (SimTask *self,
               const char *minor,
               const char *message)
{
  if (sim_task_is_over (self))
    return;

  sim_task_set_outcome (self, SIM_TASK_ERROR, minor, message);
  end (self, SIM_TASK_ERROR);
}

/* STATUS: SIM_TASK_CANCELED or SIM_TASK_ABORTED. */
void
sim_task_stop (SimTask *self,
               SimTaskStatus status)
{
  if (sim_task_is_over (self))
    return;

  self->cancel_requested = TRUE;
  end (self, status);
}

gboolean
sim_task_is_over (SimTask *self)
{
  return self->status >= SIM_TASK_SUCCESS;
}

const char *
sim_task_get_status_name (SimTask *self)
{
  static const char *const names[] = {
    "queued", "running", "success", "error", "canceled", "aborted",
  };

  return names[self->status];
}

/* In percent. */
int
sim_task_get_progress (SimTask *self)
{
  if (self->status == SIM_TASK_SUCCESS)
    return 100;
  if (!self->work_start || self->work_seconds <= 0)
    return 0;

  gint64 worked = sim_clock_now (self->cell->clock) - self->work_start;

  return (int) MIN (99, worked / self->work_seconds / (G_USEC_PER_SEC / 100));
}
