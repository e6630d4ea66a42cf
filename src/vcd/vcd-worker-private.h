/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef void (*VcdWorkerFunc) (gpointer data);

/* Runs @func on a thread of its own for as long as it takes. Threads are kept for the next one, and
 * there are as many as are needed: one that is stuck on a dead network mount holds up no other. */
void vcd_worker_run (VcdWorkerFunc func,
                     gpointer      data);

/* The same for one that does nothing but work: it gives way to other threads if that is wished. */
void vcd_worker_run_busy      (const char    *name,
                               VcdWorkerFunc  func,
                               gpointer       data);
void vcd_worker_set_courteous (gboolean       courteous);
/* Lets the calling thread, which is nobody else's, give way to others if that is wished. */
void vcd_worker_be_courteous  (void);

G_END_DECLS
