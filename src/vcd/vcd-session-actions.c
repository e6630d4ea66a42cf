/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "vcd-fiber-private.h"
#include "vcd-session-private.h"

/* Signing in and out, as programs call it. */

/**
 * vcd_session_sign_in_async:
 * @self: a session
 * @cancellable: (nullable): to give up
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Signs in with the account's secret, from memory or else from the keyring.
 *
 * Does nothing while signed in. Calls during a sign-in wait for that one.
 */
void
vcd_session_sign_in_async (VcdSession          *self,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (VCD_IS_SESSION (self));

  vcd_async_run (self, cancellable, callback, user_data, vcd_session_sign_in (self));
}

/**
 * vcd_session_sign_in_finish:
 * @self: a session
 * @result: what the callback got
 * @error: a place for an error: `VCD_ERROR_SIGN_IN` when the server refused the secret or none is
 *   known, `VCD_ERROR_CERTIFICATE`, `VCD_ERROR_NETWORK`, `VCD_ERROR_NOT_SUPPORTED` when there is no
 *   server that this library can talk to, `VCD_ERROR_SERVER`
 *
 * Returns: whether the session is signed in
 */
gboolean
vcd_session_sign_in_finish (VcdSession    *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (VCD_IS_SESSION (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * vcd_session_sign_out_async:
 * @self: a session
 * @cancellable: (nullable): to stop waiting for the server
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Gives the token back to the server and forgets it, together with the catalogs.
 *
 * Whether the server takes it back makes no difference here.
 */
void
vcd_session_sign_out_async (VcdSession          *self,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (VCD_IS_SESSION (self));

  vcd_async_run (self, cancellable, callback, user_data, vcd_session_sign_out (self));
}

/**
 * vcd_session_sign_out_finish:
 * @self: a session
 * @result: what the callback got
 * @error: a place for an error: only `G_IO_ERROR_CANCELLED`
 *
 * Returns: whether the server was told
 */
gboolean
vcd_session_sign_out_finish (VcdSession    *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (VCD_IS_SESSION (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
