/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-quit.h"

#include <glib/gi18n.h>

#include "airlift-transfer-watch.h"

#define ASKING_KEY "airlift-quit-asking"

static void
on_response (AdwAlertDialog     *dialog,
             const char         *response,
             AirliftApplication *application)
{
  if (g_str_equal (response, "quit"))
    g_application_quit (G_APPLICATION (application));
}

static void
on_closed (AirliftApplication *application)
{
  g_object_set_data (G_OBJECT (application), ASKING_KEY, NULL);
}

static void
count_working (GListModel   *queue,
               unsigned int *n_working,
               unsigned int *n_downloads)
{
  for (unsigned int i = 0; i < g_list_model_get_n_items (queue); i++)
    {
      g_autoptr (VcdTransfer) transfer = g_list_model_get_item (queue, i);

      if (!airlift_transfer_is_working (transfer))
        continue;

      (*n_working)++;
      if (VCD_IS_MEDIA_DOWNLOAD (transfer))
        (*n_downloads)++;
    }
}

static AdwDialog *
new_question (unsigned int n_working,
              unsigned int n_downloads)
{
  AdwDialog *dialog;
  g_autofree char *heading = NULL;
  const char *body;

  heading = g_strdup_printf (ngettext ("Quit and Stop %u Transfer?", "Quit and Stop %u Transfers?",
                                       n_working), n_working);
  if (n_downloads == 0)
    body = _("Uploads continue where they stopped when you start Airlift again. To let them go on "
             "now, close the window instead.");
  else
    body = _("Uploads continue where they stopped when you start Airlift again; downloads have to "
             "be started again. To let them go on now, close the window instead.");

  dialog = adw_alert_dialog_new (heading, body);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "keep", _("_Keep Running"),
                                  "quit", _("_Quit"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "quit",
                                            ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "keep");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "keep");

  return dialog;
}

void
airlift_quit (AirliftApplication *application,
              GtkWindow          *window)
{
  GListModel *queue = G_LIST_MODEL (airlift_application_get_queue (application));
  unsigned int n_working = 0, n_downloads = 0;
  AdwDialog *dialog;

  count_working (queue, &n_working, &n_downloads);
  if (n_working == 0)
    {
      g_application_quit (G_APPLICATION (application));
      return;
    }

  if (g_object_get_data (G_OBJECT (application), ASKING_KEY) != NULL)
    return;

  dialog = new_question (n_working, n_downloads);
  g_object_set_data (G_OBJECT (application), ASKING_KEY, dialog);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response), application, 0);
  g_signal_connect_object (dialog, "closed", G_CALLBACK (on_closed), application,
                           G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, window != NULL ? GTK_WIDGET (window) : NULL);
}
