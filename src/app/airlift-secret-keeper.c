/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-secret-keeper.h"

#include <glib/gi18n.h>

static void
on_answered (GObject      *object,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (GTask) task = data;
  const char *response = adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (object), result);

  g_task_return_boolean (task, g_str_equal (response, "remember"));
}

static void
on_stored (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  AdwDialog *dialog;
  GtkWidget *parent;

  if (vcd_account_store_secret_finish (VCD_ACCOUNT (object), result, &error))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  dialog = adw_alert_dialog_new (_("No Keyring"),
                                 _("The password or token cannot be kept, for there is no keyring "
                                   "that is open. Airlift can remember it until you quit, and asks "
                                   "for it the next time."));
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"), "remember",
                                  _("_Remember Until I Quit"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "remember",
                                            ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "remember");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  parent = g_task_get_task_data (task);
  adw_alert_dialog_choose (ADW_ALERT_DIALOG (dialog), parent, NULL, on_answered,
                           g_steal_pointer (&task));
}

void
airlift_secret_keeper_keep_async (VcdAccount          *account,
                                  GtkWidget           *parent,
                                  GAsyncReadyCallback  callback,
                                  gpointer             data)
{
  GTask *task = g_task_new (account, NULL, callback, data);

  g_task_set_source_tag (task, airlift_secret_keeper_keep_async);
  g_task_set_task_data (task, g_object_ref (parent), g_object_unref);
  vcd_account_store_secret_async (account, NULL, on_stored, task);
}

gboolean
airlift_secret_keeper_keep_finish (VcdAccount   *account,
                                   GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, account), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}
