/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A command reads from top to bottom: it starts an operation with cli_await_ready() and the address
 * of a result, and cli_await() runs the main context until the result is there. */
void          cli_await_ready (GObject       *source,
                               GAsyncResult  *result,
                               gpointer       slot);
GAsyncResult *cli_await       (GAsyncResult **slot);
gboolean      cli_await_input (int            fd,
                               GCancellable  *cancellable,
                               GError       **error);

G_END_DECLS
