/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "vcd-splice-private.h"
#include "vcd-wire-private.h"

/* bench-wire URL FINGERPRINT FILE [COUNT] [plain]: sends FILE COUNT times at once by PUT, each as
 * one slice, and prints nothing: who runs it measures. */

typedef struct
{
  int      argc;
  char   **argv;
  int      status;
  gboolean done;
} Run;

static int
send_all (VcdTrust  *trust,
          Run       *run)
{
  g_autoptr (VcdWire) wire = vcd_wire_new (trust);
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (run->argv[3]);
  g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);
  unsigned count = run->argc > 4 ? atoi (run->argv[4]) : 1;

  for (unsigned i = 0; i < count; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (VcdSource) source = dex_await_object (vcd_source_open (file), &error);
      g_autoptr (VcdSlice) slice = NULL;

      if (source == NULL)
        {
          g_printerr ("bench-wire: %s\n", error->message);
          return 1;
        }

      slice = vcd_slice_new_upload (source, run->argv[1], NULL, 0, vcd_source_get_size (source));
      g_ptr_array_add (futures, vcd_wire_send (wire, slice));
    }

  for (unsigned i = 0; i < count; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (VcdReply) reply = dex_await_object (dex_ref (g_ptr_array_index (futures, i)), &error);

      if (reply == NULL || !SOUP_STATUS_IS_SUCCESSFUL (vcd_reply_get_status (reply)))
        {
          g_printerr ("bench-wire: %s\n", error != NULL ? error->message : "refused");
          return 1;
        }
    }

  return 0;
}

static DexFuture *
run_fiber (gpointer data)
{
  Run *run = data;
  g_autoptr (VcdTrust) trust = vcd_trust_new ();
  g_autoptr (GUri) uri = g_uri_parse (run->argv[1], SOUP_HTTP_URI_FLAGS, NULL);
  g_autofree char *host = g_strdup_printf ("%s:%d", g_uri_get_host (uri), g_uri_get_port (uri));

  vcd_splice_set_enabled (run->argc < 6);
  if (!vcd_trust_add (trust, host, run->argv[2], NULL))
    run->status = 2;
  else
    run->status = send_all (trust, run);
  run->done = TRUE;

  return NULL;
}

int
main (int    argc,
      char **argv)
{
  Run run = { argc, argv };

  if (argc < 4)
    return 2;

  dex_init ();
  dex_future_disown (dex_scheduler_spawn (NULL, 0, run_fiber, &run, NULL));
  while (!run.done)
    g_main_context_iteration (NULL, TRUE);

  return run.status;
}
