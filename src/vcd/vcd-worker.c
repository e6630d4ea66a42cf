/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "vcd-worker-private.h"

#include <stdatomic.h>
#include <sys/resource.h>

/* Enough for a window on one processor to be drawn beside four uploads. */
#define COURTESY 8

static _Atomic gboolean is_courteous;

typedef struct
{
  VcdWorkerFunc func;
  gpointer      data;
} VcdJob;

static void
vcd_worker_work (gpointer item,
                 gpointer user_data)
{
  VcdJob job = *(VcdJob *) item;

  g_free (item);
  job.func (job.data);
}

static gpointer
vcd_worker_start (gpointer data)
{
  return g_thread_pool_new (vcd_worker_work, NULL, -1, FALSE, NULL);
}

void
vcd_worker_run (VcdWorkerFunc func,
                gpointer      data)
{
  static GOnce once = G_ONCE_INIT;
  VcdJob *job = g_new (VcdJob, 1);

  job->func = func;
  job->data = data;
  g_thread_pool_push (g_once (&once, vcd_worker_start, NULL), job, NULL);
}

static gpointer
vcd_worker_start_busy (gpointer data)
{
  VcdJob *job = data;

  vcd_worker_be_courteous ();
  vcd_worker_work (job, NULL);

  return NULL;
}

void
vcd_worker_run_busy (const char    *name,
                     VcdWorkerFunc  func,
                     gpointer       data)
{
  VcdJob *job = g_new (VcdJob, 1);

  job->func = func;
  job->data = data;
  /* A thread of its own: once it has given way, it is of no use to others. */
  g_thread_unref (g_thread_new (name, vcd_worker_start_busy, job));
}

void
vcd_worker_set_courteous (gboolean courteous)
{
  is_courteous = courteous;
}

void
vcd_worker_be_courteous (void)
{
  /* Of this thread, as Linux has it; elsewhere perhaps of the process, which is no use. */
#ifdef __linux__
  if (is_courteous)
    setpriority (PRIO_PROCESS, 0, COURTESY);
#endif
}
