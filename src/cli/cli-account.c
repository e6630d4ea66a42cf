/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-commands.h"

#include <glib/gi18n.h>

#include "cli-await.h"
#include "cli-output.h"
#include "cli-secret.h"
#include "cli-store.h"

/* airliftctl account list, remove, check: the stored accounts. */

static gboolean option_names;

static const GOptionEntry list_entries[] = {
  { "names", 0, 0, G_OPTION_ARG_NONE, &option_names, N_("Print the names only, one a line"),
    NULL },
  G_OPTION_ENTRY_NULL
};

static const char *
get_method_text (VcdAccount *account)
{
  return vcd_account_get_sign_in_method (account) == VCD_SIGN_IN_API_TOKEN ? _("API token")
                                                                           : _("password");
}

static void
print_account_record (VcdAccount *account)
{
  g_autoptr (JsonBuilder) record = cli_record_new ();
  g_autoptr (GEnumClass) methods = g_type_class_ref (VCD_TYPE_SIGN_IN_METHOD);
  GEnumValue *method = g_enum_get_value (methods, vcd_account_get_sign_in_method (account));

  cli_record_set_string (record, "name", cli_store_get_title (account));
  cli_record_set_string (record, "id", vcd_account_get_id (account));
  cli_record_set_string (record, "server", vcd_account_get_server (account));
  cli_record_set_string (record, "organization", vcd_account_get_organization (account));
  cli_record_set_string (record, "user", vcd_account_get_user (account));
  cli_record_set_string (record, "method", method->value_nick);
  cli_record_print (record);
}

static CliExit
run_list (CliContext *context,
          char      **arguments)
{
  g_autoptr (GError) error = NULL;
  VcdAccountStore *store = cli_context_get_store (context, &error);
  g_autoptr (CliTable) table = NULL;
  unsigned int n;

  if (store == NULL)
    return cli_output_error (error);

  n = g_list_model_get_n_items (G_LIST_MODEL (store));
  table = cli_table_new (_("NAME"), _("SERVER"), _("ORGANIZATION"), _("USER"), _("SIGN-IN"), NULL);
  for (unsigned int i = 0; i < n; i++)
    {
      g_autoptr (VcdAccount) account = g_list_model_get_item (G_LIST_MODEL (store), i);
      const char *user = vcd_account_get_user (account);

      if (cli_output_is_json ())
        print_account_record (account);
      else if (option_names)
        cli_output_print ("%s", cli_store_get_title (account));
      else
        cli_table_add (table, cli_store_get_title (account), vcd_account_get_server (account),
                       vcd_account_get_organization (account), user != NULL ? user : "",
                       get_method_text (account), NULL);
    }
  if (n == 0 && !option_names)
    cli_output_note (_("No account is stored. “airliftctl account add” adds one."));
  else if (!option_names)
    cli_table_print (table);

  return CLI_EXIT_DONE;
}

static CliExit
run_remove (CliContext *context,
            char      **arguments)
{
  g_autoptr (GError) error = NULL;
  VcdAccountStore *store = cli_context_get_store (context, &error);
  g_autoptr (VcdAccount) account = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  if (store == NULL)
    return cli_output_error (error);
  if (!g_set_object (&account, cli_store_find (store, arguments[0], &error)))
    return cli_output_error (error);

  vcd_account_store_remove_async (store, account, cli_context_get_cancellable (context),
                                  cli_await_ready, &result);
  /* The account is gone in any case; what stays is a secret in a keyring that nobody can open. */
  if (!vcd_account_store_remove_finish (store, cli_await (&result), &error))
    cli_output_note_error (NULL, error);

  g_settings_sync ();
  cli_output_print (_("The account “%s” is removed."),
                    cli_store_get_title (account));
  return CLI_EXIT_DONE;
}

static CliExit
run_check (CliContext *context,
           char      **arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VcdAccount) account = NULL;
  g_autoptr (VcdSession) session = NULL;
  VcdAccountStore *store;

  if (arguments[0] != NULL)
    {
      store = cli_context_get_store (context, &error);
      if (store != NULL)
        g_set_object (&account, cli_store_find (store, arguments[0], &error));
    }
  else
    {
      account = cli_context_find_account (context, &error);
    }
  if (account == NULL || !cli_context_prepare (context, account, &error))
    return cli_output_error (error);
  session = cli_context_sign_in (context, account, &error);
  if (session == NULL)
    return cli_output_error (error);

  if (cli_output_is_json ())
    {
      g_autoptr (JsonBuilder) record = cli_record_new ();

      cli_record_set_string (record, "server", vcd_account_get_server (account));
      cli_record_set_string (record, "organization", vcd_account_get_organization (account));
      cli_record_set_string (record, "user", vcd_account_get_user (account));
      cli_record_set_string (record, "api_version", vcd_session_get_api_version (session));
      cli_record_print (record);
    }
  cli_output_print (_("Signed in to %s (organization %s) with version %s of the API."),
                    vcd_account_get_server (account), vcd_account_get_organization (account),
                    vcd_session_get_api_version (session));
  return CLI_EXIT_DONE;
}

const CliCommand cli_account_list = {
  .name = "account list",
  .arguments = "",
  .summary = N_("List the stored accounts"),
  .entries = list_entries,
  .run = run_list,
};

const CliCommand cli_account_remove = {
  .name = "account remove",
  .arguments = N_("NAME"),
  .summary = N_("Forget an account and its secret"),
  .min_arguments = 1,
  .max_arguments = 1,
  .run = run_remove,
};

const CliCommand cli_account_check = {
  .name = "account check",
  .arguments = N_("[NAME]"),
  .summary = N_("Try to sign in"),
  .max_arguments = 1,
  .run = run_check,
};
