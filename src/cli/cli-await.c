/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-await.h"

#include <glib-unix.h>

void
cli_await_ready (GObject      *source,
                 GAsyncResult *result,
                 gpointer      slot)
{
  g_set_object ((GAsyncResult **) slot, result);
}

GAsyncResult *
cli_await (GAsyncResult **slot)
{
  while (*slot == NULL)
    g_main_context_iteration (NULL, TRUE);

  return *slot;
}

static gboolean
note_input (int          fd,
            GIOCondition condition,
            gpointer     data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
note_cancel (GCancellable *cancellable,
             gpointer      data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Waits until @fd can be read, with signals handled meanwhile. */
gboolean
cli_await_input (int            fd,
                 GCancellable  *cancellable,
                 GError       **error)
{
  g_autoptr (GSource) input = g_unix_fd_source_new (fd, G_IO_IN | G_IO_HUP | G_IO_ERR);
  g_autoptr (GSource) cancel = g_cancellable_source_new (cancellable);
  gboolean readable = FALSE;
  gboolean cancelled = FALSE;

  g_source_set_callback (input, G_SOURCE_FUNC (note_input), &readable, NULL);
  g_source_attach (input, NULL);
  g_source_set_callback (cancel, G_SOURCE_FUNC (note_cancel), &cancelled, NULL);
  g_source_attach (cancel, NULL);

  while (!readable && !cancelled)
    g_main_context_iteration (NULL, TRUE);

  g_source_destroy (input);
  g_source_destroy (cancel);

  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}
