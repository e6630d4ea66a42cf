/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-commands.h"

#include <glib/gi18n.h>

#include "cli-await.h"
#include "cli-output.h"
#include "cli-secret.h"
#include "cli-store.h"

/* airliftctl account add: stored only once the server has taken it. */

static char *option_title;

static const GOptionEntry entries[] = {
  { "title", 't', 0, G_OPTION_ARG_STRING, &option_title,
    N_("Call the account NAME"), N_("NAME") },
  G_OPTION_ENTRY_NULL
};

static gboolean
ask_if_missing (CliContext  *context,
                char       **option,
                const char  *question,
                GError     **error)
{
  g_autofree char *answer = NULL;

  if (*option != NULL || !cli_secret_can_prompt ())
    return TRUE;

  answer = cli_secret_prompt (question, FALSE, cli_context_get_cancellable (context), error);
  if (answer == NULL)
    return FALSE;
  if (*g_strstrip (answer) != '\0')
    *option = g_steal_pointer (&answer);

  return TRUE;
}

/* What the options leave open is asked, where there is somebody to ask. */
static gboolean
ask_for_missing (CliContext  *context,
                 CliOptions  *options,
                 GError     **error)
{
  g_autofree char *server = NULL;
  g_autofree char *organization = NULL;

  if (!ask_if_missing (context, &options->server, _("Server: "), error))
    return FALSE;
  if (options->server == NULL)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           _("No server is named: add --server"));
      return FALSE;
    }
  if (!vcd_address_parse (options->server, &server, &organization, error))
    return FALSE;
  if (organization == NULL &&
      !ask_if_missing (context, &options->organization, _("Organization: "), error))
    return FALSE;

  return options->token_file != NULL ||
         ask_if_missing (context, &options->user,
                         _("User (leave empty to sign in with an API token): "), error);
}

/* An account is of use without a keyring, too: then the secret comes with each command. */
static gboolean
store_secret (CliContext  *context,
              VcdAccount  *account,
              GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) local_error = NULL;

  vcd_account_store_secret_async (account, cli_context_get_cancellable (context), cli_await_ready,
                                  &result);
  if (vcd_account_store_secret_finish (account, cli_await (&result), &local_error))
    return TRUE;
  if (cli_exit_is_cancel (local_error))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  cli_output_note_error (NULL, local_error);
  return TRUE;
}

/* A title belongs to one account. */
static gboolean
check_title (VcdAccountStore  *store,
             VcdAccount       *same,
             GError          **error)
{
  VcdAccount *titled = option_title != NULL ? vcd_account_store_find (store, option_title) : NULL;

  if (titled == NULL || titled == same)
    return TRUE;

  g_set_error (error, VCD_ERROR, VCD_ERROR_NAME_EXISTS,
               _("There is another account “%s” already"), option_title);
  return FALSE;
}

/* The new one takes the old one's title and place. */
static void
replace (CliContext      *context,
         VcdAccountStore *store,
         VcdAccount      *old,
         VcdAccount      *account)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  unsigned int n = g_list_model_get_n_items (G_LIST_MODEL (store));
  unsigned int position = 0;

  for (unsigned int i = 0; i < n; i++)
    {
      g_autoptr (VcdAccount) candidate = g_list_model_get_item (G_LIST_MODEL (store), i);

      if (candidate == old)
        position = i;
    }

  if (option_title == NULL)
    vcd_account_set_title (account, vcd_account_get_title (old));
  vcd_account_store_remove_async (store, old, cli_context_get_cancellable (context),
                                  cli_await_ready, &result);
  if (!vcd_account_store_remove_finish (store, cli_await (&result), &error))
    g_debug ("The old secret stays in the keyring: %s", error->message);

  vcd_account_store_add (store, account);
  vcd_account_store_move (store, account, position);
}

static VcdAccount *
find_same (VcdAccountStore *store,
           VcdAccount      *account)
{
  for (unsigned int i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (store)); i++)
    {
      g_autoptr (VcdAccount) candidate = g_list_model_get_item (G_LIST_MODEL (store), i);

      if (vcd_account_is_same (account, candidate))
        return candidate; /* the store keeps it */
    }

  return NULL;
}

static VcdAccount *
sign_in_and_store (CliContext       *context,
                   VcdAccountStore  *store,
                   GError          **error)
{
  g_autoptr (VcdAccount) account = cli_context_new_account (context, error);
  g_autoptr (VcdSession) session = NULL;
  VcdAccount *same;

  if (account == NULL || !cli_context_prepare (context, account, error))
    return NULL;

  session = cli_context_sign_in (context, account, error);
  if (session == NULL)
    return NULL;

  /* Whose an API token is is known now. */
  same = find_same (store, account);
  if (!check_title (store, same, error) || !store_secret (context, account, error))
    return NULL;
  if (option_title != NULL)
    vcd_account_set_title (account, option_title);
  if (same == NULL)
    vcd_account_store_add (store, account);
  else
    replace (context, store, same, account);
  g_settings_sync ();

  return g_steal_pointer (&account);
}

static CliExit
run (CliContext *context,
     char      **arguments)
{
  g_autoptr (GError) error = NULL;
  CliOptions *options = cli_context_get_options (context);
  VcdAccountStore *store = cli_context_get_store (context, &error);
  g_autoptr (VcdAccount) account = NULL;

  if (store == NULL)
    return cli_output_error (error);
  if (options->account != NULL)
    return cli_usage_error (_("A new account is described by --server, --org and --user"));
  if (ask_for_missing (context, options, &error))
    account = sign_in_and_store (context, store, &error);
  if (account == NULL)
    return error->domain == G_OPTION_ERROR ? cli_usage_error ("%s", error->message)
                                           : cli_output_error (error);

  cli_output_print (_("The account “%s” is stored."), cli_store_get_title (account));
  return CLI_EXIT_DONE;
}

const CliCommand cli_account_add = {
  .name = "account add",
  .arguments = "",
  .summary = N_("Store an account, after signing in with it"),
  .description = N_("The secret goes to the keyring. What is not given is asked for."),
  .entries = entries,
  .run = run,
};
