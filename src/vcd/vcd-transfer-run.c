/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "vcd-fiber-private.h"
#include "vcd-transfer-inside-private.h"

/* The run of a transfer, and what its user and a queue do to it. */

DexFuture *
vcd_transfer_run (VcdTransfer *self)
{
  VcdTransferPrivate *priv = vcd_transfer_get_private (self);
  VcdTransferControl *control = &priv->control;

  if (priv->running != NULL)
    return dex_ref (priv->running);

  if (priv->state == VCD_TRANSFER_FAILED)
    vcd_transfer_rewind (self);
  else if (vcd_transfer_is_final (self))
    return dex_future_new_true ();

  control->stopped = FALSE;
  control->committed = FALSE;
  control->has_turn = TRUE;
  control->failures = 0;
  vcd_backoff_reset (&control->backoff);
  g_set_object (&control->stop, NULL);
  control->stop = g_cancellable_new ();
  g_set_object (&control->interrupt, NULL);
  control->interrupt = g_cancellable_new ();
  if (control->cancelled || control->paused)
    g_cancellable_cancel (control->interrupt);

  priv->running = VCD_TRANSFER_GET_CLASS (self)->run (self);

  return dex_ref (priv->running);
}

gboolean
vcd_transfer_is_running (VcdTransfer *self)
{
  return vcd_transfer_get_private (self)->running != NULL;
}

/* Called by the fiber when it has come to its end. */
void
vcd_transfer_ended (VcdTransfer *self)
{
  dex_clear (&vcd_transfer_get_private (self)->running);
}

void
vcd_transfer_abandon (VcdTransfer *self)
{
  VcdTransferControl *control = vcd_transfer_get_control (self);

  control->stopped = TRUE;
  g_cancellable_cancel (control->interrupt);
  g_cancellable_cancel (control->stop);
}

gboolean
vcd_transfer_is_active (VcdTransfer *self)
{
  VcdTransferPrivate *priv = vcd_transfer_get_private (self);

  if (priv->running == NULL || vcd_transfer_is_final (self) ||
      priv->state == VCD_TRANSFER_PAUSED)
    return FALSE;

  if (priv->state == VCD_TRANSFER_WAITING)
    return priv->wait_reason != VCD_WAIT_SIGN_IN && priv->wait_reason != VCD_WAIT_CERTIFICATE;

  return priv->control.has_turn;
}

void
vcd_transfer_set_managed (VcdTransfer *self,
                          gboolean     managed)
{
  vcd_transfer_get_private (self)->control.managed = managed;
  if (!managed)
    vcd_transfer_give_turn (self);
}

void
vcd_transfer_give_turn (VcdTransfer *self)
{
  vcd_transfer_get_private (self)->control.has_turn = TRUE;
  vcd_transfer_wake (self);
}

void
vcd_transfer_rewind (VcdTransfer *self)
{
  if (vcd_transfer_get_private (self)->state == VCD_TRANSFER_FAILED)
    {
      vcd_transfer_get_private (self)->control.paused = FALSE;
      vcd_transfer_get_private (self)->control.lasting = FALSE;
      vcd_transfer_set_note (self, NULL);
      vcd_transfer_set_state (self, VCD_TRANSFER_QUEUED);
    }
}

static void
remember (VcdTransfer *self)
{
  if (VCD_TRANSFER_GET_CLASS (self)->remember != NULL)
    VCD_TRANSFER_GET_CLASS (self)->remember (self);
}

static void
pause_transfer (VcdTransfer *self,
                gboolean     lasting)
{
  VcdTransferPrivate *priv = vcd_transfer_get_private (self);

  if (vcd_transfer_is_final (self) || priv->control.committed || priv->control.cancelled ||
      (priv->control.paused && (priv->control.lasting || !lasting)))
    return;

  priv->control.lasting = lasting;
  remember (self);
  if (priv->control.paused)
    return;

  priv->control.paused = TRUE;
  if (priv->running != NULL)
    g_cancellable_cancel (priv->control.interrupt);
  else
    vcd_transfer_set_state (self, VCD_TRANSFER_PAUSED);
}

/**
 * vcd_transfer_pause:
 * @self: a transfer
 *
 * Pauses the transfer. Nothing moves any more; the server keeps what it has for about an hour.
 *
 * What is asked of the server at that moment is waited for. The journal remembers it: a later
 * process has the transfer paused, too.
 */
void
vcd_transfer_pause (VcdTransfer *self)
{
  g_return_if_fail (VCD_IS_TRANSFER (self));

  pause_transfer (self, TRUE);
}

/**
 * vcd_transfer_suspend:
 * @self: a transfer
 *
 * Pauses the transfer for a reason that is not its user's, such as a network that costs money. A
 * later process goes on with it.
 */
void
vcd_transfer_suspend (VcdTransfer *self)
{
  g_return_if_fail (VCD_IS_TRANSFER (self));

  pause_transfer (self, FALSE);
}

/**
 * vcd_transfer_is_suspended:
 * @self: a transfer
 *
 * Tells whether the transfer is paused by [method@Vcd.Transfer.suspend] alone.
 *
 * Returns: whether its user did not pause it
 */
gboolean
vcd_transfer_is_suspended (VcdTransfer *self)
{
  VcdTransferPrivate *priv;

  g_return_val_if_fail (VCD_IS_TRANSFER (self), FALSE);

  priv = vcd_transfer_get_private (self);

  return priv->state == VCD_TRANSFER_PAUSED && priv->control.paused && !priv->control.lasting;
}

/**
 * vcd_transfer_resume:
 * @self: a transfer
 *
 * Goes on with a paused transfer, from where the server is. One that waits tries again at once.
 */
void
vcd_transfer_resume (VcdTransfer *self)
{
  VcdTransferPrivate *priv;

  g_return_if_fail (VCD_IS_TRANSFER (self));

  priv = vcd_transfer_get_private (self);
  priv->control.paused = FALSE;
  if (priv->control.lasting)
    {
      priv->control.lasting = FALSE;
      remember (self);
    }
  if (priv->running != NULL)
    vcd_transfer_wake (self);
  else if (priv->state == VCD_TRANSFER_PAUSED)
    vcd_transfer_set_state (self, VCD_TRANSFER_QUEUED);
}

/**
 * vcd_transfer_cancel:
 * @self: a transfer
 *
 * Ends the transfer, and leaves nothing of it: on the server, or in the local folder.
 *
 * The state becomes `VCD_TRANSFER_CANCELLED` when that is done, which may take some seconds. Where
 * something had to be left behind, [property@Vcd.Transfer:note] says so.
 */
void
vcd_transfer_cancel (VcdTransfer *self)
{
  VcdTransferPrivate *priv;

  g_return_if_fail (VCD_IS_TRANSFER (self));

  priv = vcd_transfer_get_private (self);
  if (vcd_transfer_is_final (self) || priv->control.committed || priv->control.cancelled)
    return;

  priv->control.cancelled = TRUE;
  if (priv->running != NULL)
    g_cancellable_cancel (priv->control.interrupt);
  else
    dex_future_disown (vcd_transfer_run (self));
}

/**
 * vcd_transfer_run_async:
 * @self: a transfer
 * @cancellable: (nullable): to stop it where it is: the server is not told, and a later run goes on
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Runs the transfer to its end, without a queue.
 *
 * To cancel it, and clean up, use [method@Vcd.Transfer.cancel].
 */
void
vcd_transfer_run_async (VcdTransfer         *self,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_return_if_fail (VCD_IS_TRANSFER (self));

  vcd_async_run (self, cancellable, callback, user_data, vcd_transfer_run (self));
}

/**
 * vcd_transfer_run_finish:
 * @self: a transfer
 * @result: what the callback got
 * @error: a place for an error: why it failed, or `G_IO_ERROR_CANCELLED` if it was stopped
 *
 * Returns: whether it came to its end: as done, skipped, or cancelled by
 *   [method@Vcd.Transfer.cancel]
 */
gboolean
vcd_transfer_run_finish (VcdTransfer   *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (VCD_IS_TRANSFER (self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
