/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-store.h"

#include <glib/gi18n.h>

/* The stored accounts, which are the same ones that the graphical program shows. */

VcdAccountStore *
cli_store_open (GError **error)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettings) settings = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, APPLICATION_ID, TRUE);
  if (schema == NULL)
    {
      g_set_error (error, VCD_ERROR, VCD_ERROR_NOT_SUPPORTED,
                   _("Accounts cannot be stored: the settings schema %s is not installed"),
                   APPLICATION_ID);
      return NULL;
    }

  settings = g_settings_new_full (schema, NULL, NULL);
  return vcd_account_store_new (settings);
}

VcdAccount *
cli_store_find (VcdAccountStore  *store,
                const char       *name,
                GError          **error)
{
  VcdAccount *account = vcd_account_store_find (store, name);

  if (account == NULL)
    g_set_error (error, VCD_ERROR, VCD_ERROR_NOT_FOUND, _("There is no stored account “%s”"), name);

  return account;
}

/* Whose an API token is nobody knows before it was used. */
static gboolean
may_be_user (VcdAccount *account,
             const char *user)
{
  return *user == '\0' || (*vcd_account_get_user (account) == '\0' &&
                           vcd_account_get_sign_in_method (account) == VCD_SIGN_IN_API_TOKEN);
}

/* Returns: (transfer none) (nullable): the account of these, where %NULL stands for any; or the
 *   only one that may be it */
VcdAccount *
cli_store_find_match (VcdAccountStore *store,
                      const char      *server,
                      const char      *organization,
                      const char      *user)
{
  unsigned int n = g_list_model_get_n_items (G_LIST_MODEL (store));
  VcdAccount *possible = NULL;
  unsigned int n_possible = 0;

  for (unsigned int i = 0; i < n; i++)
    {
      g_autoptr (VcdAccount) account = g_list_model_get_item (G_LIST_MODEL (store), i);

      if ((server == NULL || g_strcmp0 (server, vcd_account_get_server (account)) == 0) &&
          (organization == NULL ||
           g_strcmp0 (organization, vcd_account_get_organization (account)) == 0))
        {
          /* The store keeps it. */
          if (user == NULL || g_strcmp0 (user, vcd_account_get_user (account)) == 0)
            return account;
          if (may_be_user (account, user))
            {
              possible = account;
              n_possible++;
            }
        }
    }

  return n_possible == 1 ? possible : NULL;
}

/* The titles in a row, for a sentence. */
char *
cli_store_dup_titles (VcdAccountStore *store)
{
  GString *titles = g_string_new (NULL);
  unsigned int n = g_list_model_get_n_items (G_LIST_MODEL (store));

  for (unsigned int i = 0; i < n; i++)
    {
      g_autoptr (VcdAccount) account = g_list_model_get_item (G_LIST_MODEL (store), i);

      g_string_append_printf (titles, "%s“%s”", i > 0 ? ", " : "", cli_store_get_title (account));
    }

  return g_string_free (titles, FALSE);
}

/* What the account is called, and can be named by. */
const char *
cli_store_get_title (VcdAccount *account)
{
  const char *title = vcd_account_get_title (account);

  return title != NULL && *title != '\0' ? title : vcd_account_get_id (account);
}
