/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "simulator-private.h"

#include "sim-auth.h"
#include "sim-content.h"
#include "sim-media.h"
#include "sim-model.h"
#include "sim-task.h"

/*
 * Looking into a running cell, and disturbing it.
 */

/* A question with a text in it and a number as its answer. */
typedef struct
{
  const char *name;
  const char *text;
  guint64 size;
  double seconds;
  unsigned count;
  gboolean is_found;
  gpointer result;
} Question;

char *
simulator_describe_faults (void)
{
  return sim_faults_describe ();
}

void
simulator_media_free (SimulatorMedia *media)
{
  g_free (media->id);
  g_free (media->item_id);
  g_free (media->name);
  g_free (media->catalog);
  g_free (media->description);
  g_free (media->image_type);
  g_free (media->storage_profile);
  g_free (media->operation_key);
  g_free (media->sha256);
  g_free (media->task_status);
  g_free (media->metadata_sha256);
  g_free (media);
}

static void
set_fault (Simulator *self,
           gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!sim_faults_set (self->cell->faults, data, &error))
    g_error ("%s", error->message);
}

void
simulator_set_fault (Simulator *self,
                     const char *fault)
{
  simulator_call (self, set_fault, (gpointer) fault);
}

static void
clear_fault (Simulator *self,
             gpointer data)
{
  sim_faults_clear (self->cell->faults, data);
}

void
simulator_clear_fault (Simulator *self,
                       const char *name)
{
  simulator_call (self, clear_fault, (gpointer) name);
}

void
simulator_clear_faults (Simulator *self)
{
  simulator_call (self, clear_fault, NULL);
}

static void
count_fault (Simulator *self,
             gpointer data)
{
  Question *question = data;

  question->count = sim_faults_count (self->cell->faults, question->name);
}

unsigned
simulator_count_fault (Simulator *self,
                       const char *name)
{
  Question question = { .name = name };

  simulator_call (self, count_fault, &question);

  return question.count;
}

static void
set_clock_rate (Simulator *self,
                gpointer data)
{
  sim_clock_set_rate (self->cell->clock, ((Question *) data)->seconds);
}

void
simulator_set_clock_rate (Simulator *self,
                          double rate)
{
  simulator_call (self, set_clock_rate, &(Question) { .seconds = rate });
}

static void
advance_clock (Simulator *self,
               gpointer data)
{
  sim_clock_advance (self->cell->clock, ((Question *) data)->seconds);
}

void
simulator_advance_clock (Simulator *self,
                         double seconds)
{
  simulator_call (self, advance_clock, &(Question) { .seconds = seconds });
}

static void
count_sign_ins (Simulator *self,
                gpointer data)
{
  ((Question *) data)->count = self->cell->n_sign_ins;
}

unsigned
simulator_count_sign_ins (Simulator *self)
{
  Question question = { 0 };

  simulator_call (self, count_sign_ins, &question);

  return question.count;
}

static void
count_sessions (Simulator *self,
                gpointer data)
{
  ((Question *) data)->count = self->cell->session_list.length;
}

unsigned
simulator_count_sessions (Simulator *self)
{
  Question question = { 0 };

  simulator_call (self, count_sessions, &question);

  return question.count;
}

static void
expire_sessions (Simulator *self,
                 gpointer data)
{
  sim_auth_end_all (self->cell);
}

void
simulator_expire_sessions (Simulator *self)
{
  simulator_call (self, expire_sessions, NULL);
}

static void
count_media (Simulator *self,
             gpointer data)
{
  Question *question = data;

  for (unsigned i = 0; i < self->cell->catalogs->len; i++)
    {
      SimCatalog *catalog = g_ptr_array_index (self->cell->catalogs, i);

      if (!question->name || g_str_equal (catalog->name, question->name))
        question->count += catalog->media->len;
    }
}

unsigned
simulator_count_media (Simulator *self,
                       const char *catalog)
{
  Question question = { .name = catalog };

  simulator_call (self, count_media, &question);

  return question.count;
}

static void
dup_media (Simulator *self,
           gpointer data)
{
  Question *question = data;
  SimMedia *media = sim_media_find (self->cell, question->name);
  SimulatorMedia *copy;
  SimContent *content;

  if (!media)
    return;

  content = media->transfer ? media->transfer->content : media->content;
  copy = g_new0 (SimulatorMedia, 1);
  copy->id = g_strdup (media->id);
  copy->item_id = g_strdup (media->item_id);
  copy->name = g_strdup (media->name);
  copy->catalog = g_strdup (media->catalog->name);
  copy->description = g_strdup (media->description);
  copy->image_type = g_strdup (media->image_type);
  copy->storage_profile = g_strdup (media->profile->name);
  copy->operation_key = g_strdup (media->operation_key);
  copy->sha256 = content ? sim_content_dup_sha256 (content) : NULL;
  copy->task_status = media->task ? g_strdup (sim_task_get_status_name (media->task)) : NULL;
  copy->metadata_sha256 = g_strdup (sim_media_get_metadata (media, "sha256"));
  copy->status = media->status;
  copy->size = media->size;
  copy->stored = content ? content->length : 0;
  copy->puts = media->puts;
  copy->has_spool = media->transfer != NULL;
  question->result = copy;
}

SimulatorMedia *
simulator_dup_media (Simulator *self,
                     const char *name)
{
  Question question = { .name = name };

  simulator_call (self, dup_media, &question);

  return question.result;
}

static void
count_spool (Simulator *self,
             gpointer data)
{
  ((Question *) data)->count = g_hash_table_size (self->cell->transfers_by_id);
}

unsigned
simulator_count_spool (Simulator *self)
{
  Question question = { 0 };

  simulator_call (self, count_spool, &question);

  return question.count;
}

static void
add_catalog (Simulator *self,
             gpointer data)
{
  Question *question = data;

  question->is_found = sim_catalog_add_from_option (self->cell, question->name, NULL);
}

gboolean
simulator_add_catalog (Simulator *self,
                       const char *catalog)
{
  Question question = { .name = catalog };

  simulator_call (self, add_catalog, &question);

  return question.is_found;
}

static void
add_media (Simulator *self,
           gpointer data)
{
  Question *question = data;
  SimCatalog *catalog = sim_catalog_find (self->cell, question->text);

  question->is_found = catalog && !g_hash_table_contains (catalog->by_name, question->name);
  if (question->is_found)
    sim_media_new_ready (self->cell, catalog, question->name, question->size);
}

gboolean
simulator_add_media (Simulator *self,
                     const char *catalog,
                     const char *name,
                     guint64 size)
{
  Question question = { .name = name, .text = catalog, .size = size };

  simulator_call (self, add_media, &question);

  return question.is_found;
}

static void
delete_media (Simulator *self,
              gpointer data)
{
  Question *question = data;
  SimMedia *media = sim_media_find (self->cell, question->name);

  question->is_found = media != NULL;
  if (media)
    sim_media_delete (self->cell, media);
}

gboolean
simulator_delete_media (Simulator *self,
                        const char *name)
{
  Question question = { .name = name };

  simulator_call (self, delete_media, &question);

  return question.is_found;
}

static void
cancel_task (Simulator *self,
             gpointer data)
{
  Question *question = data;
  SimMedia *media = sim_media_find (self->cell, question->name);

  question->is_found = media && sim_media_is_busy (media);
  if (question->is_found)
    sim_task_stop (media->task, SIM_TASK_CANCELED);
}

gboolean
simulator_cancel_task (Simulator *self,
                       const char *media_name)
{
  Question question = { .name = media_name };

  simulator_call (self, cancel_task, &question);

  return question.is_found;
}

static void
fail_task (Simulator *self,
           gpointer data)
{
  Question *question = data;
  SimMedia *media = sim_media_find (self->cell, question->name);

  question->is_found = media && sim_media_is_busy (media);
  if (question->is_found)
    sim_task_fail (media->task, "INTERNAL_SERVER_ERROR", question->text);
}

gboolean
simulator_fail_task (Simulator *self,
                     const char *media_name,
                     const char *message)
{
  Question question = { .name = media_name, .text = message };

  simulator_call (self, fail_task, &question);

  return question.is_found;
}

static void
count_requests (Simulator *self,
                gpointer data)
{
  Question *question = data;
  GHashTableIter iter;
  gpointer kind, count;

  g_hash_table_iter_init (&iter, self->cell->request_counts);
  while (g_hash_table_iter_next (&iter, &kind, &count))
    if (!question->name || g_str_equal (kind, question->name))
      question->count += GPOINTER_TO_UINT (count);
}

unsigned
simulator_count_requests (Simulator *self,
                          const char *kind)
{
  Question question = { .name = kind };

  simulator_call (self, count_requests, &question);

  return question.count;
}

static void
dup_request (Simulator *self,
             gpointer data)
{
  Question *question = data;

  question->result = g_strdup (g_hash_table_lookup (self->cell->last_requests, question->name));
}

char *
simulator_dup_request (Simulator *self,
                       const char *kind)
{
  Question question = { .name = kind };

  simulator_call (self, dup_request, &question);

  return question.result;
}

static void
dup_events (Simulator *self,
            gpointer data)
{
  GPtrArray *events = self->cell->events;
  char **copy = g_new0 (char *, events->len + 1);

  for (unsigned i = 0; i < events->len; i++)
    copy[i] = g_strdup (g_ptr_array_index (events, i));
  ((Question *) data)->result = copy;
}

char **
simulator_dup_events (Simulator *self)
{
  Question question = { 0 };

  simulator_call (self, dup_events, &question);

  return question.result;
}
