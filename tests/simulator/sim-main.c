/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib-unix.h>
#include <locale.h>

#include "sim-cell.h"

/*
 * vcd-simulator: a cell as a program.
 */

static void
on_event (const char *event,
          gpointer user_data)
{
  g_print ("%s\n", event);
  fflush (stdout);
}

static gboolean
on_signal (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_CONTINUE;
}

static char *
describe (const char *uri,
          const char *fingerprint)
{
  return *fingerprint ? g_strdup_printf ("%s sha256:%s\n", uri, fingerprint)
                      : g_strdup_printf ("%s\n", uri);
}

/* Whoever started us waits for this. */
static gboolean
announce (SimCell *cell,
          GError **error)
{
  g_autofree char *line = describe (cell->uri, cell->fingerprint);
  g_autofree char *transfer = describe (cell->transfer_uri, cell->transfer_fingerprint);

  if (cell->options->port_file &&
      !g_file_set_contents (cell->options->port_file, line, -1, error))
    return FALSE;

  g_print ("%s", line);
  if (cell->transfer_server != cell->api_server)
    g_print ("transfer %s", transfer);
  fflush (stdout);

  return TRUE;
}

int
main (int argc,
      char *argv[])
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (SimOptions) options = NULL;
  g_autoptr (SimCell) cell = NULL;

  setlocale (LC_ALL, "");
  options = sim_options_parse ((const char *const *) argv, &error);
  if (!options)
    {
      g_printerr ("vcd-simulator: %s\n", error->message);
      return 2;
    }
  if (options->list_faults)
    {
      g_autofree char *text = sim_faults_describe ();

      g_print ("%s", text);
      return 0;
    }

  cell = sim_cell_new (g_steal_pointer (&options), &error);
  if (!cell || !announce (cell, &error))
    {
      g_printerr ("vcd-simulator: %s\n", error->message);
      return 1;
    }

  if (!cell->options->quiet)
    cell->event_func = on_event;
  g_unix_signal_add (SIGINT, on_signal, loop);
  g_unix_signal_add (SIGTERM, on_signal, loop);
  g_main_loop_run (loop);

  return 0;
}
