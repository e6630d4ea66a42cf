/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-interrupt.h"

#include <signal.h>
#include <unistd.h>

#include <glib-unix.h>

#include "cli-exit.h"

/* Ctrl+C and SIGTERM: the first asks for an orderly end, the second leaves at once. By itself the
 * first cancels whatever waits on the process's cancellable; who has more to do sets a handler. */

static GCancellable    *cancellable;
static CliInterruptFunc first_handler;
static CliInterruptFunc second_handler;
static gpointer         handler_data;
static gboolean         happened;

static gboolean
on_signal (gpointer data)
{
  if (happened)
    {
      if (second_handler != NULL)
        second_handler (handler_data);
      /* Nothing is torn down: the journal on disk is what the next run goes by. */
      _exit (CLI_EXIT_INTERRUPTED);
    }

  happened = TRUE;
  if (first_handler != NULL)
    first_handler (handler_data);
  else
    g_cancellable_cancel (cancellable);

  return G_SOURCE_CONTINUE;
}

void
cli_interrupt_init (void)
{
  cancellable = g_cancellable_new ();
  g_unix_signal_add (SIGINT, on_signal, NULL);
  g_unix_signal_add (SIGTERM, on_signal, NULL);
}

GCancellable *
cli_interrupt_get_cancellable (void)
{
  return cancellable;
}

gboolean
cli_interrupt_happened (void)
{
  return happened;
}

void
cli_interrupt_set_handler (CliInterruptFunc first,
                           CliInterruptFunc second,
                           gpointer         data)
{
  first_handler = first;
  second_handler = second;
  handler_data = data;
}
