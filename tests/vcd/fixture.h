/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the protocol's tests have in common: running futures and waiting for conditions. */

#include <stdint.h>

#include <libdex.h>

#define FIXTURE_DEADLINE (60 * G_USEC_PER_SEC)

/* Turns the main context until CONDITION holds; a test that waits for too long fails there. */
#define fixture_wait_until(condition)                                              \
  G_STMT_START                                                                     \
    {                                                                              \
      int64_t fixture_deadline = g_get_monotonic_time () + FIXTURE_DEADLINE;       \
      unsigned fixture_tick = g_timeout_add (20, fixture_on_tick, NULL);           \
      while (!(condition) && g_get_monotonic_time () < fixture_deadline)           \
        g_main_context_iteration (NULL, TRUE);                                     \
      g_source_remove (fixture_tick);                                              \
      g_assert_true (condition);                                                   \
    }                                                                              \
  G_STMT_END

/* Nothing holds OBJECT any more, not even what runs in the background. */
#define fixture_assert_finalized(object)                                           \
  G_STMT_START                                                                     \
    {                                                                              \
      gpointer fixture_weak = (object);                                            \
      g_object_add_weak_pointer (G_OBJECT (fixture_weak), &fixture_weak);          \
      g_object_unref (fixture_weak);                                               \
      fixture_wait_until (fixture_weak == NULL);                                   \
    }                                                                              \
  G_STMT_END

G_GNUC_UNUSED static gboolean
fixture_on_tick (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Waits for @future (taken), which is then settled: TRUE if it resolved. */
G_GNUC_UNUSED static gboolean
fixture_settle (DexFuture  *future,
                GError    **error)
{
  const GValue *value;

  fixture_wait_until (!dex_future_is_pending (future));
  value = dex_future_get_value (future, error);
  dex_unref (future);

  return value != NULL;
}

/* What @future (taken) resolves to, which has to be an object. */
G_GNUC_UNUSED static gpointer
fixture_settle_object (DexFuture  *future,
                       GError    **error)
{
  const GValue *value;
  gpointer object = NULL;

  fixture_wait_until (!dex_future_is_pending (future));
  if ((value = dex_future_get_value (future, error)) != NULL)
    object = g_value_dup_object (value);
  dex_unref (future);

  return object;
}

G_GNUC_UNUSED static void
fixture_assert_resolves (DexFuture *future)
{
  g_autoptr(GError) error = NULL;

  fixture_settle (future, &error);
  g_assert_no_error (error);
}

/* The error that @future (taken) has to reject with. */
#define fixture_assert_rejects(future, code)                                       \
  G_STMT_START                                                                     \
    {                                                                              \
      g_autoptr(GError) fixture_error = NULL;                                      \
      g_assert_false (fixture_settle (future, &fixture_error));                    \
      g_assert_error (fixture_error, VCD_ERROR, (int) (code));                     \
    }                                                                              \
  G_STMT_END

/* For the callback of an async call: keeps the result. */
G_GNUC_UNUSED static void
fixture_on_ready (GObject      *object,
                  GAsyncResult *result,
                  gpointer      data)
{
  GAsyncResult **place = data;

  *place = g_object_ref (result);
}
