/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef void (*VcdWorkerFunc) (gpointer data);

/* Runs @func on a thread of its own for as long as it takes. Threads are kept for the next one, and
 * there are as many as are needed: one that is stuck on a dead network mount holds up no other. */
void vcd_worker_run (VcdWorkerFunc func,
                     gpointer      data);

G_END_DECLS
