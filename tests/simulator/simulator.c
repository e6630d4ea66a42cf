/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "simulator-private.h"

#include "sim-server.h"

/*
 * A cell on a thread of its own. Each public function is carried out there while its caller waits.
 */

typedef struct
{
  Simulator *self;
  SimulatorFunc func;
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

/* Has FUNC done on the cell's thread, and waits for it. */
void
simulator_call (Simulator *self,
                SimulatorFunc func,
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
    simulator_call (self, quit, NULL);
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

  simulator_call (self, set_event_func, &values);
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
  simulator_call (self, drop_connections, NULL);
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
  simulator_call (self, stop_listening, NULL);
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
  simulator_call (self, listen_again, NULL);
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
  simulator_call (self, change_certificate, NULL);
}
