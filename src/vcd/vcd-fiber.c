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

/* What is to be returned once the main loop gets to it. */
typedef struct
{
  GTask     *task;
  DexFuture *completed;
} VcdReturn;

static void
vcd_return_free (gpointer data)
{
  VcdReturn *result = data;

  g_object_unref (result->task);
  dex_unref (result->completed);
  g_free (result);
}

static gboolean
vcd_return_now (gpointer data)
{
  VcdReturn *result = data;
  GError *error = NULL;
  const GValue *value = dex_future_get_value (result->completed, &error);

  if (value == NULL)
    g_task_return_error (result->task, error);
  else if (G_VALUE_HOLDS_OBJECT (value))
    g_task_return_pointer (result->task, g_value_dup_object (value), g_object_unref);
  else if (G_VALUE_HOLDS_INT (value))
    g_task_return_int (result->task, g_value_get_int (value));
  else
    g_task_return_boolean (result->task, g_value_get_boolean (value));

  return G_SOURCE_REMOVE;
}

static DexFuture *
vcd_async_settle (DexFuture *completed,
                  gpointer   data)
{
  VcdReturn *result = g_new (VcdReturn, 1);
  g_autoptr(GSource) source = g_idle_source_new ();

  result->task = g_object_ref (data);
  result->completed = dex_ref (completed);
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, vcd_return_now, result, vcd_return_free);
  g_source_set_static_name (source, "[vcd] async return");
  g_source_attach (source, g_task_get_context (data));

  return NULL;
}

void
vcd_async_run (gpointer             object,
               GCancellable        *cancellable,
               GAsyncReadyCallback  callback,
               gpointer             user_data,
               DexFuture           *future)
{
  GTask *task = g_task_new (object, cancellable, callback, user_data);

  g_task_set_check_cancellable (task, FALSE);
  if (cancellable != NULL)
    future = vcd_unless_cancelled (future, cancellable);

  dex_future_disown (dex_future_finally (future, vcd_async_settle, task, g_object_unref));
}
