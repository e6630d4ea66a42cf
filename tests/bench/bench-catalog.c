/* SPDX-License-Identifier: GPL-3.0-or-later */

/* bench-catalog [MEDIA]: loads a large catalog and says what that costs the main context: all of
 * it, and the longest time between two looks at other events, by wall clock and by the thread's
 * own. */

#include <stdlib.h>
#include <time.h>

#include "simulator.h"
#include "vcd.h"

#define ROUNDS 5

static double busy_ms, longest_ms, longest_cpu_ms;
static double woken_at, woken_cpu;
static gboolean done;

static double
read_clock (clockid_t id)
{
  struct timespec now;

  clock_gettime (id, &now);

  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

/* Between two polls the main context does not look at anything else. */
static int
on_poll (GPollFD *fds,
         guint    n_fds,
         int      timeout)
{
  double busy = read_clock (CLOCK_MONOTONIC) - woken_at;
  double cpu = read_clock (CLOCK_THREAD_CPUTIME_ID) - woken_cpu;
  int n_ready;

  busy_ms += cpu;
  longest_ms = MAX (longest_ms, busy);
  longest_cpu_ms = MAX (longest_cpu_ms, cpu);
  n_ready = g_poll (fds, n_fds, timeout);
  woken_at = read_clock (CLOCK_MONOTONIC);
  woken_cpu = read_clock (CLOCK_THREAD_CPUTIME_ID);

  return n_ready;
}

static void
on_done (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (GError) error = NULL;
  gboolean ok = g_task_propagate_boolean (G_TASK (result), &error);

  if (!ok)
    g_error ("%s", error->message);

  done = TRUE;
}

static void
wait_until_done (void)
{
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  done = FALSE;
}

int
main (int    argc,
      char **argv)
{
  const char *media = argc > 1 ? argv[1] : "10000";
  g_autoptr (Simulator) simulator = NULL;
  g_autoptr (VcdAccount) account = NULL;
  g_autoptr (VcdSession) session = NULL;

  simulator = simulator_start ("--catalog", "ISOs", "--media", media, NULL);
  account = vcd_account_new (simulator_get_uri (simulator), "demo", "demo");
  vcd_account_set_secret (account, "demo");
  vcd_account_trust (account, NULL, simulator_get_fingerprint (simulator), NULL);
  session = vcd_session_new (account);
  vcd_session_sign_in_async (session, NULL, on_done, NULL);
  wait_until_done ();

  g_print ("| images | seconds | main thread, ms in all | longest ms at once (its CPU) |\n"
           "|---|---|---|---|\n");
  for (int round = 0; round < ROUNDS; round++)
    {
      g_autoptr (VcdCatalog) catalog = NULL;
      double started;

      /* Anew, so that nothing is known yet. */
      g_list_store_remove_all (G_LIST_STORE (vcd_session_get_catalogs (session)));
      vcd_session_load_catalogs_async (session, NULL, on_done, NULL);
      wait_until_done ();
      catalog = vcd_session_find_catalog (session, "ISOs", NULL);

      busy_ms = longest_ms = longest_cpu_ms = 0;
      started = woken_at = read_clock (CLOCK_MONOTONIC);
      woken_cpu = read_clock (CLOCK_THREAD_CPUTIME_ID);
      g_main_context_set_poll_func (NULL, on_poll);
      vcd_catalog_load_async (catalog, NULL, on_done, NULL);
      wait_until_done ();
      g_main_context_set_poll_func (NULL, NULL);

      g_print ("| %u | %.2f | %.0f | %.1f (%.1f) |\n",
               g_list_model_get_n_items (G_LIST_MODEL (catalog)),
               (read_clock (CLOCK_MONOTONIC) - started) / 1e3, busy_ms, longest_ms, longest_cpu_ms);
    }

  return EXIT_SUCCESS;
}
