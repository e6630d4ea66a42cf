/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "simulator.h"

#include "sim-auth.h"
#include "sim-content.h"
#include "sim-event.h"
#include "sim-media.h"
#include "sim-model.h"
#include "sim-server.h"
#include "sim-task.h"

/*
 * A cell on a thread of its own. Each public function is carried out there while its caller waits.
 */

struct _Simulator
{
  GThread *thread;
  GMainContext *context;
  GMainLoop *loop;
  SimCell *cell; /* belongs to the thread */
  SimOptions *options;
  GError *error;
  GMutex mutex;
  GCond cond;
  gboolean is_started;
  char *uri;
  char *transfer_uri;
  char *fingerprint;
  char *transfer_fingerprint;
  /* Set and used on the thread. */
  SimulatorEventFunc event_func;
  gpointer event_data;
  GMainContext *event_context;
};

typedef struct
{
  Simulator *self;
  void (*func) (Simulator *self,
                gpointer data);
  gpointer data;
  gboolean is_done;
} Call;

typedef struct
{
  SimulatorEventFunc func;
  gpointer user_data;
  char *event;
} Delivery;

static void
delivery_free (gpointer data)
{
  Delivery *delivery = data;

  g_free (delivery->event);
  g_free (delivery);
}

static gboolean
on_delivery (gpointer user_data)
{
  Delivery *delivery = user_data;

  delivery->func (delivery->event, delivery->user_data);

  return G_SOURCE_REMOVE;
}

static void
on_event (const char *event,
          gpointer user_data)
{
  Simulator *self = user_data;
  Delivery *delivery;
  GSource *idle;

  if (!self->event_func)
    return;

  delivery = g_new0 (Delivery, 1);
  delivery->func = self->event_func;
  delivery->user_data = self->event_data;
  delivery->event = g_strdup (event);
  idle = g_idle_source_new ();
  g_source_set_priority (idle, G_PRIORITY_DEFAULT);
  g_source_set_callback (idle, on_delivery, delivery, delivery_free);
  g_source_attach (idle, self->event_context);
  g_source_unref (idle);
}

static void
update_addresses (Simulator *self)
{
  g_set_str (&self->uri, self->cell->uri);
  g_set_str (&self->transfer_uri, self->cell->transfer_uri);
  g_set_str (&self->fingerprint, self->cell->fingerprint);
  g_set_str (&self->transfer_fingerprint, self->cell->transfer_fingerprint);
}

static gpointer
run (gpointer user_data)
{
  Simulator *self = user_data;

  g_main_context_push_thread_default (self->context);
  self->cell = sim_cell_new (g_steal_pointer (&self->options), &self->error);
  if (self->cell)
    {
      self->cell->event_func = on_event;
      self->cell->event_data = self;
      update_addresses (self);
    }

  g_mutex_lock (&self->mutex);
  self->is_started = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);

  if (self->cell)
    {
      g_main_loop_run (self->loop);
      g_clear_pointer (&self->cell, sim_cell_free);
    }
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

static gboolean
on_call (gpointer user_data)
{
  Call *call = user_data;

  call->func (call->self, call->data);
  g_mutex_lock (&call->self->mutex);
  call->is_done = TRUE;
  g_cond_broadcast (&call->self->cond);
  g_mutex_unlock (&call->self->mutex);

  return G_SOURCE_REMOVE;
}

static void
call (Simulator *self,
      void (*func) (Simulator *self,
                    gpointer data),
      gpointer data)
{
  Call request = { self, func, data, FALSE };
  GSource *source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_call, &request, NULL);
  g_source_attach (source, self->context);
  g_mutex_lock (&self->mutex);
  while (!request.is_done)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
  g_source_unref (source);
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

Simulator *
simulator_start (const char *first_option,
                 ...)
{
  g_autoptr (GPtrArray) options = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  Simulator *self;
  va_list arguments;

  va_start (arguments, first_option);
  for (const char *option = first_option; option; option = va_arg (arguments, const char *))
    g_ptr_array_add (options, (gpointer) option);
  va_end (arguments);
  g_ptr_array_add (options, NULL);

  self = simulator_start_with ((const char *const *) options->pdata, &error);
  if (!self)
    g_error ("Cannot start the simulator: %s", error->message);

  return self;
}

Simulator *
simulator_start_with (const char *const *options,
                      GError **error)
{
  g_autoptr (Simulator) self = NULL;
  g_autoptr (SimOptions) parsed = NULL;
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();

  g_ptr_array_add (arguments, (gpointer) "vcd-simulator");
  for (; *options; options++)
    g_ptr_array_add (arguments, (gpointer) *options);
  g_ptr_array_add (arguments, NULL);
  parsed = sim_options_parse ((const char *const *) arguments->pdata, error);
  if (!parsed)
    return NULL;

  self = g_new0 (Simulator, 1);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->options = g_steal_pointer (&parsed);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_new ("simulator", run, self);
  g_mutex_lock (&self->mutex);
  while (!self->is_started)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
  if (self->error)
    {
      g_propagate_error (error, g_steal_pointer (&self->error));
      return NULL;
    }

  return g_steal_pointer (&self);
}

static void
quit (Simulator *self,
      gpointer data)
{
  self->event_func = NULL;
  g_main_loop_quit (self->loop);
}

void
simulator_free (Simulator *self)
{
  if (self->uri)
    call (self, quit, NULL);
  g_thread_join (self->thread);
  g_clear_pointer (&self->event_context, g_main_context_unref);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self->uri);
  g_free (self->transfer_uri);
  g_free (self->fingerprint);
  g_free (self->transfer_fingerprint);
  g_free (self);
}

const char *
simulator_get_uri (Simulator *self)
{
  return self->uri;
}

const char *
simulator_get_transfer_uri (Simulator *self)
{
  return self->transfer_uri;
}

const char *
simulator_get_fingerprint (Simulator *self)
{
  return self->fingerprint;
}

const char *
simulator_get_transfer_fingerprint (Simulator *self)
{
  return self->transfer_fingerprint;
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
  call (self, set_fault, (gpointer) fault);
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
  call (self, clear_fault, (gpointer) name);
}

void
simulator_clear_faults (Simulator *self)
{
  call (self, clear_fault, NULL);
}

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

  call (self, count_fault, &question);

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
  call (self, set_clock_rate, &(Question) { .seconds = rate });
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
  call (self, advance_clock, &(Question) { .seconds = seconds });
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

  call (self, count_sign_ins, &question);

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

  call (self, count_sessions, &question);

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
  call (self, expire_sessions, NULL);
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

  call (self, count_media, &question);

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

  call (self, dup_media, &question);

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

  call (self, count_spool, &question);

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

  call (self, add_catalog, &question);

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

  call (self, add_media, &question);

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

  call (self, delete_media, &question);

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

  call (self, cancel_task, &question);

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

  call (self, fail_task, &question);

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

  call (self, count_requests, &question);

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

  call (self, dup_request, &question);

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

  call (self, dup_events, &question);

  return question.result;
}

static void
set_event_func (Simulator *self,
                gpointer data)
{
  Simulator *values = data;

  g_clear_pointer (&self->event_context, g_main_context_unref);
  self->event_func = values->event_func;
  self->event_data = values->event_data;
  self->event_context = values->event_context;
}

void
simulator_set_event_func (Simulator *self,
                          SimulatorEventFunc event_func,
                          gpointer user_data)
{
  Simulator values = {
    .event_func = event_func,
    .event_data = user_data,
    .event_context = g_main_context_ref_thread_default (),
  };

  call (self, set_event_func, &values);
}

static void
drop_connections (Simulator *self,
                  gpointer data)
{
  sim_server_drop_connections (self->cell);
}

void
simulator_drop_connections (Simulator *self)
{
  call (self, drop_connections, NULL);
}

static void
stop_listening (Simulator *self,
                gpointer data)
{
  sim_server_stop (self->cell);
}

void
simulator_stop_listening (Simulator *self)
{
  call (self, stop_listening, NULL);
}

static void
listen_again (Simulator *self,
              gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!sim_server_listen_again (self->cell, &error))
    g_error ("%s", error->message);
}

void
simulator_listen_again (Simulator *self)
{
  call (self, listen_again, NULL);
}

void
simulator_restart (Simulator *self)
{
  simulator_stop_listening (self);
  simulator_listen_again (self);
}

static void
change_certificate (Simulator *self,
                    gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!sim_server_change_certificate (self->cell, &error))
    g_error ("%s", error->message);
  update_addresses (self);
}

void
simulator_change_certificate (Simulator *self)
{
  call (self, change_certificate, NULL);
}
