/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "vcd-splice-private.h"
#include "vcd-wire-private.h"

/* bench-wire URL FINGERPRINT FILE: sends a file by PUT, without any of the protocol around it. */

static int count = 1;
static gboolean stock;
static gboolean no_hash;
static gboolean probe;

static const GOptionEntry options[] = {
  { "count", 'n', 0, G_OPTION_ARG_INT, &count, "Send it N times at once", "N" },
  { "stock", 0, 0, G_OPTION_ARG_NONE, &stock, "Let libsoup move the body", NULL },
  { "no-hash", 0, 0, G_OPTION_ARG_NONE, &no_hash, "Leave out the SHA-256", NULL },
  { "probe", 0, 0, G_OPTION_ARG_NONE, &probe, "Print how long the main context was held up", NULL },
  { NULL },
};

typedef struct
{
  char   **argv;
  int      status;
  gboolean done;
} Run;

/* A timer of 1 ms that notes how late it comes. */
typedef struct
{
  GArray  *lags;
  int64_t  last;
} Probe;

static gboolean
on_tick (gpointer data)
{
  Probe *self = data;
  int64_t now = g_get_monotonic_time ();
  int64_t lag = MAX (0, now - self->last - 1000);

  g_array_append_val (self->lags, lag);
  self->last = now;

  return G_SOURCE_CONTINUE;
}

static int
compare_lags (gconstpointer a,
              gconstpointer b)
{
  int64_t x = *(const int64_t *) a;
  int64_t y = *(const int64_t *) b;

  return (x > y) - (x < y);
}

static void
print_probe (Probe *self)
{
  g_array_sort (self->lags, compare_lags);
  if (self->lags->len > 0)
    g_printerr ("\nstall %.3f %.3f\n",
                (double) g_array_index (self->lags, int64_t, self->lags->len * 99 / 100) / 1000,
                (double) g_array_index (self->lags, int64_t, self->lags->len - 1) / 1000);
  g_array_unref (self->lags);
}

static int
send_all (VcdTrust  *trust,
          Run       *run)
{
  g_autoptr (VcdWire) wire = vcd_wire_new (trust);
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (run->argv[3]);
  g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);

  for (int i = 0; i < count; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (VcdSource) source = dex_await_object (vcd_source_open (file), &error);
      g_autoptr (VcdSlice) slice = NULL;

      if (source == NULL)
        {
          g_printerr ("bench-wire: %s\n", error->message);
          return 1;
        }

      vcd_source_set_hashing (source, !no_hash);
      slice = vcd_slice_new_upload (source, run->argv[1], NULL, 0, vcd_source_get_size (source));
      g_ptr_array_add (futures, vcd_wire_send (wire, slice));
    }

  for (int i = 0; i < count; i++)
    {
      g_autoptr (GError) error = NULL;
      DexFuture *future = dex_ref (g_ptr_array_index (futures, i));
      g_autoptr (VcdReply) reply = dex_await_object (future, &error);

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
  g_autoptr (GOptionContext) context = g_option_context_new ("URL FINGERPRINT FILE");
  g_autoptr (GError) error = NULL;
  Probe lags = { g_array_new (FALSE, FALSE, sizeof (int64_t)), 0 };
  Run run = { argv };

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc != 4)
    {
      g_printerr ("bench-wire: %s\n", error != NULL ? error->message : "see --help");
      return 2;
    }

  dex_init ();
  vcd_splice_set_enabled (!stock);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, run_fiber, &run, NULL));
  lags.last = g_get_monotonic_time ();
  if (probe)
    g_timeout_add_full (G_PRIORITY_DEFAULT, 1, on_tick, &lags, NULL);
  while (!run.done)
    g_main_context_iteration (NULL, TRUE);
  print_probe (&lags);

  return run.status;
}
