/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "vcd-leaving-private.h"

#include <glib/gi18n-lib.h>

#include "vcd-error-private.h"
#include "vcd-fiber-private.h"
#include "vcd-session-private.h"

/* So long a program's end is put off for servers that do not answer. */
#define PATIENCE_MSEC 3000

struct _VcdLeaving
{
  GPtrArray *futures;
};

VcdLeaving *
vcd_leaving_new (void)
{
  VcdLeaving *self = g_new0 (VcdLeaving, 1);

  self->futures = g_ptr_array_new_with_free_func (dex_unref);

  return self;
}

void
vcd_leaving_free (VcdLeaving *self)
{
  while (self->futures->len > 0)
    dex_future_disown (g_ptr_array_steal_index_fast (self->futures, self->futures->len - 1));

  g_ptr_array_unref (self->futures);
  g_free (self);
}

static void
drop_settled (VcdLeaving *self)
{
  for (unsigned int i = self->futures->len; i > 0; i--)
    {
      if (!dex_future_is_pending (self->futures->pdata[i - 1]))
        g_ptr_array_remove_index_fast (self->futures, i - 1);
    }
}

void
vcd_leaving_add (VcdLeaving *self,
                 VcdSession *session)
{
  drop_settled (self);
  g_ptr_array_add (self->futures, vcd_session_sign_out (session));
}

static DexFuture *
wait_fiber (gpointer      data,
            GCancellable *cancellable)
{
  GPtrArray *futures = data;
  g_autoptr (GError) error = NULL;
  DexFuture *all;

  all = dex_future_first (dex_future_allv ((DexFuture **) futures->pdata, futures->len),
                          dex_timeout_new_msec (PATIENCE_MSEC), NULL);
  /* Who is not waited for any more gives up. */
  g_ptr_array_set_size (futures, 0);
  if (dex_await (vcd_unless_cancelled (all, cancellable), &error))
    return dex_future_new_true ();

  return dex_future_new_for_error (vcd_error_new (VCD_ERROR_NETWORK, error->message, "%s",
                                                  _("Some servers could not be told in time.")));
}

DexFuture *
vcd_leaving_wait (VcdLeaving *self)
{
  GPtrArray *futures;

  drop_settled (self);
  if (self->futures->len == 0)
    return dex_future_new_true ();

  futures = g_steal_pointer (&self->futures);
  self->futures = g_ptr_array_new_with_free_func (dex_unref);

  return vcd_fiber_spawn (wait_fiber, futures, (GDestroyNotify) g_ptr_array_unref);
}
