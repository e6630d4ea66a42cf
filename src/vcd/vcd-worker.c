/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "vcd-worker-private.h"

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
