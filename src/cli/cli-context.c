/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-context.h"

#include <glib/gi18n.h>

#include "cli-await.h"
#include "cli-interrupt.h"
#include "cli-secret.h"
#include "cli-store.h"

/* What a command works with: the account that was meant, its secret and trust, and a session. */

struct _CliContext
{
  CliOptions       options;
  VcdAccountStore *store;
  GPtrArray       *sessions; /* to sign out of */
};

CliContext *
cli_context_new (const CliOptions *options)
{
  CliContext *self = g_new0 (CliContext, 1);

  self->options = *options;
  self->sessions = g_ptr_array_new_with_free_func (g_object_unref);

  return self;
}

static gboolean
on_sign_out_takes_too_long (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

/* Politeness: the servers would end the sessions by themselves, so nobody waits long for it. */
static void
sign_out_all (GPtrArray *sessions)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GSource) timeout = g_timeout_source_new_seconds (3);
  g_autofree GAsyncResult **results = g_new0 (GAsyncResult *, sessions->len);

  for (unsigned int i = 0; i < sessions->len; i++)
    vcd_session_sign_out_async (sessions->pdata[i], cancellable, cli_await_ready, &results[i]);

  g_source_set_callback (timeout, on_sign_out_takes_too_long, cancellable, NULL);
  g_source_attach (timeout, NULL);
  for (unsigned int i = 0; i < sessions->len; i++)
    {
      vcd_session_sign_out_finish (sessions->pdata[i], cli_await (&results[i]), NULL);
      g_object_unref (results[i]);
    }
  g_source_destroy (timeout);
}

void
cli_context_free (CliContext *self)
{
  sign_out_all (self->sessions);
  g_ptr_array_unref (self->sessions);
  g_clear_object (&self->store);
  g_free (self);
}

CliOptions *
cli_context_get_options (CliContext *self)
{
  return &self->options;
}

GCancellable *
cli_context_get_cancellable (CliContext *self)
{
  return cli_interrupt_get_cancellable ();
}

VcdAccountStore *
cli_context_get_store (CliContext  *self,
                       GError     **error)
{
  if (self->store == NULL)
    self->store = cli_store_open (error);

  return self->store;
}

gboolean
cli_context_names_account (CliContext *self)
{
  return self->options.account != NULL || self->options.server != NULL;
}

/* Whether what the command line brings is what @account signs in with. */
static gboolean
secret_suits (CliContext *self,
              VcdAccount *account)
{
  g_autoptr (CliSecret) password = cli_secret_dup_password ();
  g_autoptr (CliSecret) token = cli_secret_dup_api_token ();
  gboolean has_password = self->options.password_file != NULL || password != NULL;
  gboolean has_token = self->options.token_file != NULL || token != NULL;

  if (!has_password && !has_token)
    return TRUE;

  return vcd_account_get_sign_in_method (account) == VCD_SIGN_IN_API_TOKEN ? has_token
                                                                           : has_password;
}

/* The address may hold the organization; the option goes before it. */
static gboolean
parse_server (CliContext  *self,
              char       **server,
              char       **organization,
              GError     **error)
{
  g_autofree char *in_address = NULL;

  if (!vcd_address_parse (self->options.server, server, &in_address, error))
    return FALSE;

  if (self->options.organization != NULL)
    *organization = g_strdup (self->options.organization);
  else
    *organization = g_steal_pointer (&in_address);

  return TRUE;
}

/* An account from the options alone. */
VcdAccount *
cli_context_new_account (CliContext  *self,
                         GError     **error)
{
  g_autofree char *server = NULL;
  g_autofree char *organization = NULL;
  g_autoptr (CliSecret) password = cli_secret_dup_password ();
  g_autoptr (CliSecret) token = cli_secret_dup_api_token ();
  const char *user = self->options.user;
  VcdAccount *account;
  gboolean by_token;

  if (!parse_server (self, &server, &organization, error))
    return NULL;

  if (organization == NULL || *organization == '\0')
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           _("The organization is missing: add --org"));
      return NULL;
    }

  by_token = self->options.token_file != NULL ||
             (self->options.password_file == NULL && password == NULL &&
              (token != NULL || user == NULL || *user == '\0'));
  if (!by_token && (user == NULL || *user == '\0'))
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           _("The user is missing: add --user"));
      return NULL;
    }

  account = vcd_account_new (server, organization, user != NULL ? user : "");
  if (by_token)
    vcd_account_set_sign_in_method (account, VCD_SIGN_IN_API_TOKEN);

  return account;
}

static VcdAccount *
find_or_new_account (CliContext  *self,
                     GError     **error)
{
  g_autofree char *server = NULL;
  g_autofree char *organization = NULL;
  VcdAccountStore *store;
  VcdAccount *stored = NULL;

  if (!parse_server (self, &server, &organization, error))
    return NULL;

  /* Without a place for accounts there is still the one that was described. */
  store = cli_context_get_store (self, NULL);
  if (store != NULL)
    stored = cli_store_find_match (store, server, organization, self->options.user);
  if (stored != NULL && secret_suits (self, stored))
    return g_object_ref (stored);

  return cli_context_new_account (self, error);
}

static VcdAccount *
find_only_account (CliContext  *self,
                   GError     **error)
{
  VcdAccountStore *store = cli_context_get_store (self, NULL);
  unsigned int n = store != NULL ? g_list_model_get_n_items (G_LIST_MODEL (store)) : 0;

  if (n == 1)
    return g_list_model_get_item (G_LIST_MODEL (store), 0);

  if (n == 0)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           _("No server is named: add --server, --org and --user, or store an "
                             "account with “airliftctl account add”"));
    }
  else
    {
      g_autofree char *titles = cli_store_dup_titles (store);

      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                   _("Several accounts are stored: name one with --account, out of %s"), titles);
    }

  return NULL;
}

/* Returns: (transfer full): the account that is meant, without secret and trust */
VcdAccount *
cli_context_find_account (CliContext  *self,
                          GError     **error)
{
  VcdAccountStore *store;
  VcdAccount *account;

  if (self->options.server != NULL)
    return find_or_new_account (self, error);
  if (self->options.account == NULL &&
      (self->options.organization != NULL || self->options.user != NULL))
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           _("No server is named: add --server"));
      return NULL;
    }
  if (self->options.account == NULL)
    return find_only_account (self, error);

  store = cli_context_get_store (self, error);
  account = store != NULL ? cli_store_find (store, self->options.account, error) : NULL;

  return account != NULL ? g_object_ref (account) : NULL;
}

/* The secret that came with the command: %NULL without an error if none did. */
static char *
dup_given_secret (CliContext  *self,
                  VcdAccount  *account,
                  GError     **error)
{
  if (vcd_account_get_sign_in_method (account) == VCD_SIGN_IN_API_TOKEN)
    {
      if (self->options.token_file != NULL)
        return cli_secret_read_file (self->options.token_file, error);
      return cli_secret_dup_api_token ();
    }

  if (self->options.password_file != NULL)
    return cli_secret_read_file (self->options.password_file, error);
  return cli_secret_dup_password ();
}

static char *
ask_for_secret (CliContext  *self,
                VcdAccount  *account,
                GError     **error)
{
  gboolean token = vcd_account_get_sign_in_method (account) == VCD_SIGN_IN_API_TOKEN;
  g_autofree char *question = NULL;

  if (!cli_secret_can_prompt ())
    {
      if (token)
        g_set_error_literal (error, VCD_ERROR, VCD_ERROR_SIGN_IN,
                             _("There is no API token: set AIRLIFT_API_TOKEN, or add "
                               "--token-file"));
      else
        g_set_error_literal (error, VCD_ERROR, VCD_ERROR_SIGN_IN,
                             _("There is no password: set AIRLIFT_PASSWORD, or add "
                               "--password-file"));
      return NULL;
    }

  if (token)
    question = g_strdup_printf (_("API token for %s at %s: "),
                                vcd_account_get_organization (account),
                                vcd_account_get_server (account));
  else
    question = g_strdup_printf (_("Password of %s@%s at %s: "), vcd_account_get_user (account),
                                vcd_account_get_organization (account),
                                vcd_account_get_server (account));

  return cli_secret_prompt (question, TRUE, cli_interrupt_get_cancellable (), error);
}

static gboolean
is_stored (CliContext *self,
           VcdAccount *account)
{
  return self->store != NULL &&
         vcd_account_store_find (self->store, vcd_account_get_id (account)) == account;
}

static gboolean
give_secret (CliContext  *self,
             VcdAccount  *account,
             GError     **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CliSecret) secret = dup_given_secret (self, account, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (secret == NULL && is_stored (self, account))
    {
      g_autoptr (GAsyncResult) result = NULL;

      vcd_account_load_secret_async (account, cli_interrupt_get_cancellable (), cli_await_ready,
                                     &result);
      /* A locked or missing keyring leaves asking. */
      if (!vcd_account_load_secret_finish (account, cli_await (&result), &local_error))
        g_debug ("No secret in the keyring: %s", local_error->message);
      if (g_cancellable_set_error_if_cancelled (cli_interrupt_get_cancellable (), error))
        return FALSE;
    }
  if (secret == NULL && !vcd_account_has_secret (account))
    secret = ask_for_secret (self, account, error);
  if (secret != NULL)
    vcd_account_set_secret (account, secret);

  return vcd_account_has_secret (account);
}

/* Gives @account what it needs to sign in. */
gboolean
cli_context_prepare (CliContext  *self,
                     VcdAccount  *account,
                     GError     **error)
{
  /* What is said for one command holds for that command: the store saves what it is notified of. */
  if (is_stored (self, account))
    g_object_freeze_notify (G_OBJECT (account));

  if (self->options.api_version != NULL)
    vcd_account_set_api_version (account, self->options.api_version);

  for (unsigned int i = 0; i < self->options.trust->len; i++)
    {
      /* The server's host, or the one that takes the bytes: it is not known beforehand. */
      if (!vcd_account_trust (account, NULL, g_ptr_array_index (self->options.trust, i), error))
        return FALSE;
    }

  return give_secret (self, account, error);
}

VcdSession *
cli_context_sign_in (CliContext  *self,
                     VcdAccount  *account,
                     GError     **error)
{
  g_autoptr (VcdSession) session = vcd_session_new (account);
  g_autoptr (GAsyncResult) result = NULL;

  vcd_session_sign_in_async (session, cli_interrupt_get_cancellable (), cli_await_ready, &result);
  if (!vcd_session_sign_in_finish (session, cli_await (&result), error))
    return NULL;

  g_ptr_array_add (self->sessions, g_object_ref (session));
  return g_steal_pointer (&session);
}

/* Returns: (transfer full): the account's session, signed in */
VcdSession *
cli_context_open (CliContext  *self,
                  GError     **error)
{
  g_autoptr (VcdAccount) account = cli_context_find_account (self, error);

  if (account == NULL || !cli_context_prepare (self, account, error))
    return NULL;

  return cli_context_sign_in (self, account, error);
}
