/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "vcd-account-private.h"
#include "vcd-account-store.h"
#include "vcd-fiber-private.h"

/**
 * VcdAccountStore:
 *
 * The accounts that are kept, as a list of [class@Vcd.Account]. What is public about them is in
 * settings, and their secrets are in the keyring. Accounts are saved as they change.
 */
/*   GSettings «accounts» ─► GListModel of VcdAccount ◄─► GSettings «accounts/ID/» each */
struct _VcdAccountStore
{
  GObject    parent_instance;

  GSettings *settings;
  GPtrArray *accounts;
};

static void vcd_account_store_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VcdAccountStore, vcd_account_store, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      vcd_account_store_list_model_init))

static GType
vcd_account_store_get_item_type (GListModel *model)
{
  return VCD_TYPE_ACCOUNT;
}

static unsigned
vcd_account_store_get_n_items (GListModel *model)
{
  return VCD_ACCOUNT_STORE (model)->accounts->len;
}

static gpointer
vcd_account_store_get_item (GListModel *model,
                            unsigned    position)
{
  VcdAccountStore *self = VCD_ACCOUNT_STORE (model);

  return position < self->accounts->len ? g_object_ref (self->accounts->pdata[position]) : NULL;
}

static void
vcd_account_store_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = vcd_account_store_get_item_type;
  iface->get_n_items = vcd_account_store_get_n_items;
  iface->get_item = vcd_account_store_get_item;
}

/* Where one account is kept: beside the list, in its backend. */
static GSettings *
dup_child (VcdAccountStore *self,
           const char      *id)
{
  g_autoptr(GSettingsSchema) schema = NULL;
  g_autoptr(GSettingsSchema) child_schema = NULL;
  g_autoptr(GSettingsBackend) backend = NULL;
  g_autofree char *parent_path = NULL;
  g_autofree char *child_id = NULL;
  g_autofree char *path = NULL;

  g_object_get (self->settings, "settings-schema", &schema, "path", &parent_path,
                "backend", &backend, NULL);
  child_id = g_strconcat (g_settings_schema_get_id (schema), ".Account", NULL);
  child_schema = g_settings_schema_source_lookup (g_settings_schema_source_get_default (), child_id,
                                                  TRUE);
  g_return_val_if_fail (child_schema != NULL, NULL);
  path = g_strdup_printf ("%saccounts/%s/", parent_path, id);

  return g_settings_new_full (child_schema, backend, path);
}

static void
save_account (VcdAccountStore *self,
              VcdAccount      *account)
{
  g_autoptr(GSettings) child = dup_child (self, vcd_account_get_id (account));
  g_auto(GStrv) trusted = vcd_account_dup_trusted (account);
  const char *version = vcd_account_get_api_version (account);

  g_settings_delay (child);
  g_settings_set_string (child, "title", vcd_account_get_title (account));
  g_settings_set_string (child, "server", vcd_account_get_server (account));
  g_settings_set_string (child, "organization", vcd_account_get_organization (account));
  g_settings_set_string (child, "user", vcd_account_get_user (account));
  g_settings_set_enum (child, "sign-in-method", vcd_account_get_sign_in_method (account));
  g_settings_set_string (child, "api-version", version != NULL ? version : "");
  g_settings_set_strv (child, "trusted", (const char * const *) trusted);
  g_settings_apply (child);
}

static void
save_order (VcdAccountStore *self)
{
  g_autoptr(GStrvBuilder) ids = g_strv_builder_new ();
  g_auto(GStrv) strv = NULL;

  for (unsigned i = 0; i < self->accounts->len; i++)
    g_strv_builder_add (ids, vcd_account_get_id (self->accounts->pdata[i]));

  strv = g_strv_builder_end (ids);
  g_settings_set_strv (self->settings, "accounts", (const char * const *) strv);
}

/* What is taken out may be put back, as long as this process lives, so the secret stays. That is
 * written down, for a process may end at any time. */
static void
set_withdrawn (VcdAccountStore *self,
               const char      *id,
               gboolean         withdrawn)
{
  g_auto(GStrv) old = g_settings_get_strv (self->settings, "withdrawn-accounts");
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) new = NULL;

  if (g_strv_contains ((const char * const *) old, id) == withdrawn)
    return;

  for (unsigned i = 0; old[i] != NULL; i++)
    {
      if (!g_str_equal (old[i], id))
        g_strv_builder_add (builder, old[i]);
    }
  if (withdrawn)
    g_strv_builder_add (builder, id);

  new = g_strv_builder_end (builder);
  g_settings_set_strv (self->settings, "withdrawn-accounts", (const char * const *) new);
}

static void
on_account_notify (VcdAccountStore *self,
                   GParamSpec      *pspec,
                   VcdAccount      *account)
{
  /* Whether the secret is in memory is nobody's business but the account's. */
  if (!g_str_equal (pspec->name, "has-secret"))
    save_account (self, account);
}

static void
watch_account (VcdAccountStore *self,
               VcdAccount      *account)
{
  g_signal_connect_object (account, "notify", G_CALLBACK (on_account_notify), self,
                           G_CONNECT_SWAPPED);
}

static void
unwatch_account (VcdAccountStore *self,
                 VcdAccount      *account)
{
  g_signal_handlers_disconnect_by_func (account, on_account_notify, self);
}

/* Settings can be edited by anybody: what makes no account is left alone and not shown. */
static VcdAccount *
load_account (VcdAccountStore *self,
              const char      *id)
{
  g_autoptr(GSettings) child = NULL;
  g_autofree char *title = NULL;
  g_autofree char *server = NULL;
  g_autofree char *organization = NULL;
  g_autofree char *user = NULL;
  g_autofree char *version = NULL;
  g_auto(GStrv) trusted = NULL;
  VcdAccount *account;
  int method;

  if (!g_uuid_string_is_valid (id))
    return NULL;

  child = dup_child (self, id);
  server = g_settings_get_string (child, "server");
  organization = g_settings_get_string (child, "organization");
  if (*server == '\0' || *organization == '\0')
    return NULL;

  user = g_settings_get_string (child, "user");
  title = g_settings_get_string (child, "title");
  version = g_settings_get_string (child, "api-version");
  trusted = g_settings_get_strv (child, "trusted");

  account = vcd_account_new_with_id (id, server, organization, user);
  vcd_account_set_title (account, title);
  vcd_account_set_api_version (account, version);
  method = g_settings_get_enum (child, "sign-in-method");
  vcd_account_set_sign_in_method (account, (VcdSignInMethod) method);
  for (unsigned i = 0; trusted[i] != NULL; i++)
    {
      char *equals = strrchr (trusted[i], '=');

      if (equals == NULL)
        continue;

      *equals = '\0';
      vcd_account_trust (account, g_str_equal (trusted[i], "*") ? NULL : trusted[i], equals + 1,
                         NULL);
    }

  return account;
}

static VcdAccount *
find_by_id (GPtrArray  *accounts,
            const char *id)
{
  for (unsigned i = 0; i < accounts->len; i++)
    {
      if (g_str_equal (vcd_account_get_id (accounts->pdata[i]), id))
        return accounts->pdata[i];
    }

  return NULL;
}

static gboolean
is_same_list (GPtrArray *a,
              GPtrArray *b)
{
  for (unsigned i = 0; i < MIN (a->len, b->len); i++)
    {
      if (a->pdata[i] != b->pdata[i])
        return FALSE;
    }

  return a->len == b->len;
}

/* Another program may add, remove and move accounts as well; those that stay are the same
 * objects. */
static void
load_accounts (VcdAccountStore *self)
{
  g_auto(GStrv) ids = g_settings_get_strv (self->settings, "accounts");
  g_autoptr(GPtrArray) loaded = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) old = NULL;

  for (unsigned i = 0; ids[i] != NULL; i++)
    {
      VcdAccount *account;

      if (find_by_id (loaded, ids[i]) != NULL)
        continue;

      account = find_by_id (self->accounts, ids[i]);
      account = account != NULL ? g_object_ref (account) : load_account (self, ids[i]);
      if (account != NULL)
        g_ptr_array_add (loaded, account);
    }

  if (is_same_list (self->accounts, loaded))
    return;

  for (unsigned i = 0; i < loaded->len; i++)
    {
      if (!g_ptr_array_find (self->accounts, loaded->pdata[i], NULL))
        watch_account (self, loaded->pdata[i]);
    }

  for (unsigned i = 0; i < self->accounts->len; i++)
    {
      if (!g_ptr_array_find (loaded, self->accounts->pdata[i], NULL))
        unwatch_account (self, self->accounts->pdata[i]);
    }

  old = g_steal_pointer (&self->accounts);
  self->accounts = g_steal_pointer (&loaded);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, old->len, self->accounts->len);
}

static void
vcd_account_store_finalize (GObject *object)
{
  VcdAccountStore *self = VCD_ACCOUNT_STORE (object);

  g_clear_object (&self->settings);
  g_clear_pointer (&self->accounts, g_ptr_array_unref);

  G_OBJECT_CLASS (vcd_account_store_parent_class)->finalize (object);
}

static void
vcd_account_store_class_init (VcdAccountStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vcd_account_store_finalize;
}

static void
vcd_account_store_init (VcdAccountStore *self)
{
  self->accounts = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * vcd_account_store_new:
 * @settings: settings with the keys `accounts` and `withdrawn-accounts`, whose schema has a sibling
 *   that ends in `.Account`
 *
 * Makes the list of the accounts that @settings keep.
 *
 * Returns: (transfer full): a list model of [class@Vcd.Account]
 */
VcdAccountStore *
vcd_account_store_new (GSettings *settings)
{
  VcdAccountStore *self;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (VCD_TYPE_ACCOUNT_STORE, NULL);
  self->settings = g_object_ref (settings);
  g_signal_connect_object (settings, "changed::accounts", G_CALLBACK (load_accounts), self,
                           G_CONNECT_SWAPPED);
  load_accounts (self);

  return self;
}

/**
 * vcd_account_store_find:
 * @self: an account store
 * @id_or_title: an account's id, or its title
 *
 * Finds an account. Titles are compared as people read them, without regard of case.
 *
 * Returns: (transfer none) (nullable): the account, or %NULL if there is none or more than one has
 *   that title
 */
VcdAccount *
vcd_account_store_find (VcdAccountStore *self,
                        const char      *id_or_title)
{
  g_autofree char *wanted = NULL;
  VcdAccount *found = NULL;

  g_return_val_if_fail (VCD_IS_ACCOUNT_STORE (self), NULL);
  g_return_val_if_fail (id_or_title != NULL, NULL);

  wanted = g_utf8_casefold (id_or_title, -1);
  for (unsigned i = 0; i < self->accounts->len; i++)
    {
      VcdAccount *account = self->accounts->pdata[i];
      g_autofree char *title = g_utf8_casefold (vcd_account_get_title (account), -1);

      if (g_str_equal (vcd_account_get_id (account), id_or_title))
        return account;

      if (!g_str_equal (title, wanted))
        continue;

      if (found != NULL)
        return NULL;

      found = account;
    }

  return found;
}

/**
 * vcd_account_store_add:
 * @self: an account store
 * @account: an account that the store does not have
 *
 * Adds an account at the end and keeps it, but not its secret; see
 * [method@Vcd.Account.store_secret_async].
 */
void
vcd_account_store_add (VcdAccountStore *self,
                       VcdAccount      *account)
{
  g_return_if_fail (VCD_IS_ACCOUNT_STORE (self));
  g_return_if_fail (VCD_IS_ACCOUNT (account));
  g_return_if_fail (!g_ptr_array_find (self->accounts, account, NULL));

  save_account (self, account);
  watch_account (self, account);
  g_ptr_array_add (self->accounts, g_object_ref (account));
  save_order (self);
  set_withdrawn (self, vcd_account_get_id (account), FALSE);
  g_list_model_items_changed (G_LIST_MODEL (self), self->accounts->len - 1, 0, 1);
}

/**
 * vcd_account_store_move:
 * @self: an account store
 * @account: an account of the store
 * @position: where it is to stand
 *
 * Changes the order of the accounts.
 */
void
vcd_account_store_move (VcdAccountStore *self,
                        VcdAccount      *account,
                        unsigned int     position)
{
  unsigned old, first, n;

  g_return_if_fail (VCD_IS_ACCOUNT_STORE (self));

  if (!g_ptr_array_find (self->accounts, account, &old))
    return;

  position = MIN (position, self->accounts->len - 1);
  if (position == old)
    return;

  g_ptr_array_insert (self->accounts, (int) position,
                      g_ptr_array_steal_index (self->accounts, old));
  save_order (self);

  first = MIN (old, position);
  n = MAX (old, position) - first + 1;
  g_list_model_items_changed (G_LIST_MODEL (self), first, n, n);
}

static void
reset_child (VcdAccountStore *self,
             const char      *id)
{
  static const char * const keys[] = {
    "title", "server", "organization", "user", "sign-in-method", "api-version", "trusted"
  };
  g_autoptr(GSettings) child = dup_child (self, id);

  for (unsigned i = 0; i < G_N_ELEMENTS (keys); i++)
    g_settings_reset (child, keys[i]);
}

/**
 * vcd_account_store_withdraw:
 * @self: a store of accounts
 * @account: an account
 *
 * Takes @account out of the store, but leaves its secret in the keyring, so that
 * [method@Vcd.AccountStore.add] and [method@Vcd.AccountStore.move] can put it back.
 *
 * Whoever does not put it back calls [method@Vcd.Account.clear_secret_async]. If the process ends
 * before that, [method@Vcd.AccountStore.clean_async] of a later one does.
 *
 * Returns: where it was
 */
unsigned int
vcd_account_store_withdraw (VcdAccountStore *self,
                            VcdAccount      *account)
{
  g_autoptr(VcdAccount) kept = NULL;
  unsigned int position;

  g_return_val_if_fail (VCD_IS_ACCOUNT_STORE (self), 0);
  g_return_val_if_fail (VCD_IS_ACCOUNT (account), 0);

  if (!g_ptr_array_find (self->accounts, account, &position))
    return self->accounts->len;

  kept = g_object_ref (account);
  unwatch_account (self, account);
  set_withdrawn (self, vcd_account_get_id (account), TRUE);
  g_ptr_array_remove_index (self->accounts, position);
  save_order (self);
  reset_child (self, vcd_account_get_id (account));
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);

  return position;
}

/* Accounts whose secrets are to go. */
typedef struct
{
  VcdAccountStore *store;
  GPtrArray       *accounts;
} VcdForgetting;

static void
vcd_forgetting_free (gpointer data)
{
  VcdForgetting *forgetting = data;

  g_object_unref (forgetting->store);
  g_ptr_array_unref (forgetting->accounts);
  g_free (forgetting);
}

static DexFuture *
forget_fiber (gpointer      data,
              GCancellable *cancellable)
{
  VcdForgetting *forgetting = data;
  GError *error = NULL;

  for (unsigned i = 0; i < forgetting->accounts->len; i++)
    {
      VcdAccount *account = forgetting->accounts->pdata[i];

      if (dex_await (vcd_unless_cancelled (vcd_account_clear_secret (account), cancellable),
                     error == NULL ? &error : NULL))
        set_withdrawn (forgetting->store, vcd_account_get_id (account), FALSE);
    }

  return error != NULL ? dex_future_new_for_error (error) : dex_future_new_true ();
}

static VcdForgetting *
vcd_forgetting_new (VcdAccountStore *store)
{
  VcdForgetting *forgetting = g_new0 (VcdForgetting, 1);

  forgetting->store = g_object_ref (store);
  forgetting->accounts = g_ptr_array_new_with_free_func (g_object_unref);

  return forgetting;
}

/**
 * vcd_account_store_clean_async:
 * @self: an account store
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async): called when it is done
 * @user_data: data for @callback
 *
 * Takes out of the keyring what earlier processes have left in it: the secrets of accounts that
 * were withdrawn and not put back. To be called once, by a program that is the only one that
 * withdraws accounts, before it does.
 */
void
vcd_account_store_clean_async (VcdAccountStore     *self,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_auto(GStrv) ids = NULL;
  VcdForgetting *forgetting;

  g_return_if_fail (VCD_IS_ACCOUNT_STORE (self));

  ids = g_settings_get_strv (self->settings, "withdrawn-accounts");
  forgetting = vcd_forgetting_new (self);
  for (unsigned i = 0; ids[i] != NULL; i++)
    {
      /* The process may have ended before it was taken out. */
      if (find_by_id (self->accounts, ids[i]) != NULL || !g_uuid_string_is_valid (ids[i]))
        set_withdrawn (self, ids[i], FALSE);
      else
        g_ptr_array_add (forgetting->accounts, vcd_account_new_with_id (ids[i], "", "", ""));
    }

  vcd_async_run (self, cancellable, callback, user_data,
                 vcd_fiber_spawn (forget_fiber, forgetting, vcd_forgetting_free));
}

/**
 * vcd_account_store_clean_finish:
 * @self: an account store
 * @result: a result
 * @error: return location for an error
 *
 * Finishes what [method@Vcd.AccountStore.clean_async] began.
 *
 * Returns: %TRUE if the keyring has no such secret any more; else `VCD_ERROR_SIGN_IN`, and a later
 *   process tries again
 */
gboolean
vcd_account_store_clean_finish (VcdAccountStore  *self,
                                GAsyncResult     *result,
                                GError          **error)
{
  g_return_val_if_fail (VCD_IS_ACCOUNT_STORE (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * vcd_account_store_remove_async:
 * @self: an account store
 * @account: an account of the store
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async): called when it is done
 * @user_data: data for @callback
 *
 * Takes an account out of the store at once, and its secret out of the keyring.
 */
void
vcd_account_store_remove_async (VcdAccountStore     *self,
                                VcdAccount          *account,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  VcdForgetting *forgetting;

  g_return_if_fail (VCD_IS_ACCOUNT_STORE (self));
  g_return_if_fail (VCD_IS_ACCOUNT (account));

  forgetting = vcd_forgetting_new (self);
  g_ptr_array_add (forgetting->accounts, g_object_ref (account));
  vcd_account_store_withdraw (self, account);

  vcd_async_run (self, cancellable, callback, user_data,
                 vcd_fiber_spawn (forget_fiber, forgetting, vcd_forgetting_free));
}

/**
 * vcd_account_store_remove_finish:
 * @self: an account store
 * @result: a result
 * @error: return location for an error
 *
 * Finishes what [method@Vcd.AccountStore.remove_async] began.
 *
 * Returns: %TRUE if the keyring has no secret of the account any more; else `VCD_ERROR_SIGN_IN`,
 *   with the account taken out of the store all the same
 */
gboolean
vcd_account_store_remove_finish (VcdAccountStore  *self,
                                 GAsyncResult     *result,
                                 GError          **error)
{
  g_return_val_if_fail (VCD_IS_ACCOUNT_STORE (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
