/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-cell.h"

#include "sim-auth.h"
#include "sim-model.h"
#include "sim-server.h"

/*
 * The cell as a whole. It lives on the thread that makes it, in that thread's default context.
 */

static gboolean
start (SimCell *cell,
       GError **error)
{
  for (char **fault = cell->options->faults; fault && *fault; fault++)
    if (!sim_faults_set (cell->faults, *fault, error))
      return FALSE;

  return sim_model_init (cell, error) && sim_server_start (cell, error);
}

/* Takes OPTIONS over. */
SimCell *
sim_cell_new (SimOptions *options,
              GError **error)
{
  g_autoptr (SimCell) cell = g_new0 (SimCell, 1);

  cell->options = options;
  cell->random = g_rand_new_with_seed ((guint32) options->seed);
  cell->clock = sim_clock_new (options->clock_rate);
  cell->faults = sim_faults_new (cell->random);
  cell->events = g_ptr_array_new_with_free_func (g_free);
  cell->sessions = g_hash_table_new (g_str_hash, g_str_equal);
  g_queue_init (&cell->session_list);
  if (!start (cell, error))
    return NULL;

  return g_steal_pointer (&cell);
}

void
sim_cell_free (SimCell *cell)
{
  cell->event_func = NULL;
  sim_server_clear (cell);
  sim_auth_end_all (cell);
  g_hash_table_unref (cell->sessions);
  sim_model_clear (cell);
  g_ptr_array_unref (cell->events);
  sim_faults_free (cell->faults);
  sim_clock_free (cell->clock);
  g_rand_free (cell->random);
  sim_options_free (cell->options);
  g_free (cell);
}

/* A new UUID; the same ones again with the same seed. */
char *
sim_cell_new_id (SimCell *cell)
{
  guint32 parts[4];

  for (size_t i = 0; i < G_N_ELEMENTS (parts); i++)
    parts[i] = g_rand_int (cell->random);

  return g_strdup_printf ("%08x-%04x-4%03x-8%03x-%04x%08x", parts[0], parts[1] >> 16,
                          parts[1] & 0xfff, parts[2] >> 20, parts[2] & 0xffff, parts[3]);
}
