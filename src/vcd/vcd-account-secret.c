/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

#include "vcd-account-private.h"
#include "vcd-error-private.h"
#include "vcd-fiber-private.h"

/* The keyring's side of an account: one item, found by the account's id. */

static const SecretSchema *
get_schema (void)
{
  static const SecretSchema schema = {
    "io.github.vcdairlift.Airlift.Account", SECRET_SCHEMA_NONE,
    { { "account", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } },
    0, NULL, NULL, NULL, NULL, NULL, NULL, NULL
  };

  return &schema;
}

/* What libsecret says names services and interfaces; a person has a keyring, or none. */
static GError *
translate_error (GError *error)
{
  GError *translated;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return error;

  translated = vcd_error_new (VCD_ERROR_SIGN_IN, error->message,
                              _("The keyring cannot be used. The password has to be given each "
                                "time."));
  g_error_free (error);

  return translated;
}

static void
on_stored (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr(DexPromise) promise = data;
  GError *error = NULL;

  if (secret_password_store_finish (result, &error))
    dex_promise_resolve_boolean (promise, TRUE);
  else
    dex_promise_reject (promise, translate_error (error));
}

DexFuture *
vcd_account_store_secret (VcdAccount *self)
{
  g_autoptr(DexPromise) promise = NULL;
  g_autofree char *label = NULL;

  if (!vcd_account_has_secret (self))
    return dex_future_new_for_error (vcd_error_new (VCD_ERROR_INVALID, NULL,
                                                    _("There is no password to keep.")));

  promise = dex_promise_new_cancellable ();
  label = g_strdup_printf (_("Airlift: %s"), vcd_account_get_title (self));
  secret_password_store (get_schema (), SECRET_COLLECTION_DEFAULT, label,
                         vcd_account_get_secret (self), dex_promise_get_cancellable (promise),
                         on_stored, dex_ref (promise),
                         "account", vcd_account_get_id (self),
                         NULL);

  return DEX_FUTURE (g_steal_pointer (&promise));
}

typedef struct
{
  VcdAccount *account;
  DexPromise *promise;
} VcdLookup;

static void
on_loaded (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autofree VcdLookup *lookup = data;
  g_autoptr(VcdAccount) account = lookup->account;
  g_autoptr(DexPromise) promise = lookup->promise;
  GError *error = NULL;
  char *secret = secret_password_lookup_nonpageable_finish (result, &error);

  if (error != NULL)
    {
      dex_promise_reject (promise, translate_error (error));
      return;
    }

  if (secret != NULL)
    vcd_account_set_secret (account, secret);
  dex_promise_resolve_boolean (promise, secret != NULL);
  g_clear_pointer (&secret, secret_password_free);
}

/* Resolves to whether the keyring had one. */
DexFuture *
vcd_account_load_secret (VcdAccount *self)
{
  DexPromise *promise = dex_promise_new_cancellable ();
  VcdLookup *lookup = g_new (VcdLookup, 1);

  lookup->account = g_object_ref (self);
  lookup->promise = dex_ref (promise);
  secret_password_lookup (get_schema (), dex_promise_get_cancellable (promise), on_loaded, lookup,
                          "account", vcd_account_get_id (self),
                          NULL);

  return DEX_FUTURE (promise);
}

static void
on_cleared (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr(DexPromise) promise = data;
  GError *error = NULL;

  secret_password_clear_finish (result, &error);
  if (error == NULL)
    dex_promise_resolve_boolean (promise, TRUE);
  else
    dex_promise_reject (promise, translate_error (error));
}

DexFuture *
vcd_account_clear_secret (VcdAccount *self)
{
  DexPromise *promise = dex_promise_new_cancellable ();

  vcd_account_set_secret (self, NULL);
  secret_password_clear (get_schema (), dex_promise_get_cancellable (promise), on_cleared,
                         dex_ref (promise),
                         "account", vcd_account_get_id (self),
                         NULL);

  return DEX_FUTURE (promise);
}

/**
 * vcd_account_store_secret_async:
 * @self: an account
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async): called when it is done
 * @user_data: data for @callback
 *
 * Keeps the secret in the keyring, as one item that is named after the account.
 */
void
vcd_account_store_secret_async (VcdAccount          *self,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_return_if_fail (VCD_IS_ACCOUNT (self));

  vcd_async_run (self, cancellable, callback, user_data, vcd_account_store_secret (self));
}

/**
 * vcd_account_store_secret_finish:
 * @self: an account
 * @result: a result
 * @error: return location for an error
 *
 * Finishes what [method@Vcd.Account.store_secret_async] began.
 *
 * Returns: %TRUE if the keyring has the secret; else `VCD_ERROR_SIGN_IN` if there is no keyring,
 *   and `VCD_ERROR_INVALID` if there is no secret
 */
gboolean
vcd_account_store_secret_finish (VcdAccount    *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  g_return_val_if_fail (VCD_IS_ACCOUNT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * vcd_account_load_secret_async:
 * @self: an account
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async): called when it is done
 * @user_data: data for @callback
 *
 * Takes the secret from the keyring into memory.
 */
void
vcd_account_load_secret_async (VcdAccount          *self,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (VCD_IS_ACCOUNT (self));

  vcd_async_run (self, cancellable, callback, user_data, vcd_account_load_secret (self));
}

/**
 * vcd_account_load_secret_finish:
 * @self: an account
 * @result: a result
 * @error: return location for an error
 *
 * Finishes what [method@Vcd.Account.load_secret_async] began.
 *
 * Returns: %TRUE if the keyring had one; %FALSE without an error if it had none, and with
 *   `VCD_ERROR_SIGN_IN` if there is no keyring
 */
gboolean
vcd_account_load_secret_finish (VcdAccount    *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (VCD_IS_ACCOUNT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * vcd_account_clear_secret_async:
 * @self: an account
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async): called when it is done
 * @user_data: data for @callback
 *
 * Forgets the secret, in memory and in the keyring.
 */
void
vcd_account_clear_secret_async (VcdAccount          *self,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_return_if_fail (VCD_IS_ACCOUNT (self));

  vcd_async_run (self, cancellable, callback, user_data, vcd_account_clear_secret (self));
}

/**
 * vcd_account_clear_secret_finish:
 * @self: an account
 * @result: a result
 * @error: return location for an error
 *
 * Finishes what [method@Vcd.Account.clear_secret_async] began.
 *
 * Returns: %TRUE if the keyring has no secret of this account any more
 */
gboolean
vcd_account_clear_secret_finish (VcdAccount    *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  g_return_val_if_fail (VCD_IS_ACCOUNT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
