/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-account-actions.h"

#include "airlift-account-dialog.h"
#include "airlift-account-removal.h"
#include "airlift-account-sign-in.h"

/* What can be done with one account, by its id. */

static VcdAccount *
find_account (AirliftApplication *application,
              GVariant           *id)
{
  return vcd_account_store_find (airlift_application_get_accounts (application),
                                 g_variant_get_string (id, NULL));
}

static void
edit_account (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  AirliftApplication *application = data;
  VcdAccount *account = find_account (application, parameter);

  if (account != NULL)
    adw_dialog_present (airlift_account_dialog_new (account),
                        GTK_WIDGET (airlift_application_present (application)));
}

static void
move_account (AirliftApplication *application,
              GVariant           *parameter,
              int                 by)
{
  VcdAccountStore *store = airlift_application_get_accounts (application);
  VcdAccount *account = find_account (application, parameter);
  int n = (int) g_list_model_get_n_items (G_LIST_MODEL (store));

  for (int i = 0; i < n; i++)
    {
      g_autoptr (VcdAccount) candidate = g_list_model_get_item (G_LIST_MODEL (store), i);

      if (candidate == account)
        {
          vcd_account_store_move (store, account, (unsigned int) CLAMP (i + by, 0, n - 1));
          return;
        }
    }
}

static void
move_account_up (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       data)
{
  move_account (data, parameter, -1);
}

static void
move_account_down (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       data)
{
  move_account (data, parameter, 1);
}

static void
sign_in (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  AirliftApplication *application = data;
  VcdAccount *account = find_account (application, parameter);

  if (account != NULL)
    airlift_account_sign_in (application,
                             vcd_session_list_find (airlift_application_get_sessions (application),
                                                    account));
}

static void
remove_account (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  VcdAccount *account = find_account (data, parameter);

  if (account != NULL)
    airlift_account_remove (data, account);
}

void
airlift_account_actions_install (AirliftApplication *application)
{
  static const GActionEntry entries[] = {
    { .name = "edit-account", .activate = edit_account, .parameter_type = "s" },
    { .name = "remove-account", .activate = remove_account, .parameter_type = "s" },
    { .name = "move-account-up", .activate = move_account_up, .parameter_type = "s" },
    { .name = "move-account-down", .activate = move_account_down, .parameter_type = "s" },
    { .name = "sign-in", .activate = sign_in, .parameter_type = "s" },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries),
                                   application);
}
