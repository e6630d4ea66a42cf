/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "vcd-fiber-private.h"

/* What a fiber starts with. */
typedef struct
{
  VcdFiberFunc    func;
  gpointer        data;
  GDestroyNotify  destroy;
  GCancellable   *cancellable;
} VcdFiberStart;

static void
vcd_fiber_start_free (gpointer data)
{
  VcdFiberStart *start = data;

  if (start->destroy != NULL)
    start->destroy (start->data);

  g_clear_object (&start->cancellable);
  g_free (start);
}

static DexFuture *
vcd_fiber_run (gpointer data)
{
  VcdFiberStart *start = data;

  return start->func (start->data, start->cancellable);
}

static DexFuture *
vcd_fiber_settle (DexFuture *completed,
                  gpointer   data)
{
  DexPromise *promise = data;
  GError *error = NULL;
  const GValue *value = dex_future_get_value (completed, &error);

  if (value != NULL)
    dex_promise_resolve (promise, value);
  else
    dex_promise_reject (promise, error);

  return NULL;
}

DexFuture *
vcd_fiber_spawn (VcdFiberFunc   func,
                 gpointer       data,
                 GDestroyNotify destroy)
{
  DexPromise *promise = dex_promise_new_cancellable ();
  VcdFiberStart *start = g_new0 (VcdFiberStart, 1);
  DexFuture *fiber;

  start->func = func;
  start->data = data;
  start->destroy = destroy;
  start->cancellable = g_object_ref (dex_promise_get_cancellable (promise));

  fiber = dex_scheduler_spawn (NULL, 0, vcd_fiber_run, start, vcd_fiber_start_free);
  dex_future_disown (dex_future_finally (fiber, vcd_fiber_settle, dex_ref (promise), dex_unref));

  return DEX_FUTURE (promise);
}

DexFuture *
vcd_unless_cancelled (DexFuture    *future,
                      GCancellable *cancellable)
{
  return dex_future_first (future, dex_cancellable_new_from_cancellable (cancellable), NULL);
}

gboolean
vcd_fiber_is_given_up (DexFuture *future)
{
  return g_cancellable_is_cancelled (dex_promise_get_cancellable (DEX_PROMISE (future)));
}
