/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-transfer-actions.h"

#include <glib/gi18n.h>

#include "airlift-media-dialog.h"
#include "airlift-text.h"
#include "airlift-transfer-groups.h"
#include "airlift-transfer-locate.h"
#include "airlift-upload-dialog.h"
#include "airlift-window.h"

/* From so many bytes on, ending a transfer is asked about first: they would have to go again. */
#define PRECIOUS (UINT64_C (50) * 1000 * 1000)

static const char *
get_account_id (VcdTransfer *transfer)
{
  VcdSession *session = vcd_transfer_get_session (transfer);

  return session != NULL ? vcd_account_get_id (vcd_session_get_account (session)) : "";
}

/* What leads elsewhere in the window takes the list out of the way. */
static void
close_popover (GtkWidget *widget)
{
  GtkWidget *popover = gtk_widget_get_ancestor (widget, GTK_TYPE_POPOVER);

  if (popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (popover));
}

static void
pause_transfer (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  vcd_transfer_pause (airlift_transfer_row_get_transfer (AIRLIFT_TRANSFER_ROW (widget)));
}

static void
resume_transfer (GtkWidget  *widget,
                 const char *action,
                 GVariant   *parameter)
{
  vcd_transfer_resume (airlift_transfer_row_get_transfer (AIRLIFT_TRANSFER_ROW (widget)));
}

/* What was cancelled, and left nothing to be said, need not be cleared away by hand. */
static void
on_cancelled (VcdTransfer      *transfer,
              GParamSpec       *pspec,
              VcdTransferQueue *queue)
{
  if (vcd_transfer_get_state (transfer) == VCD_TRANSFER_CANCELLED &&
      vcd_transfer_get_note (transfer) == NULL)
    vcd_transfer_queue_remove (queue, transfer);
}

static void
really_cancel (AirliftTransferRow *row)
{
  VcdTransfer *transfer = airlift_transfer_row_get_transfer (row);
  VcdTransferQueue *queue = airlift_transfer_row_get_queue (row);

  if (transfer == NULL || vcd_transfer_is_final (transfer))
    return;

  airlift_transfer_set_cancelling (transfer);
  if (queue != NULL)
    g_signal_connect_object (transfer, "notify::state", G_CALLBACK (on_cancelled), queue,
                             G_CONNECT_AFTER);
  vcd_transfer_cancel (transfer);
  airlift_transfer_row_refresh (row);
}

static void
on_response (AdwAlertDialog     *dialog,
             const char         *response,
             AirliftTransferRow *row)
{
  /* The row may show another one by now. */
  if (g_str_equal (response, "cancel-transfer") &&
      g_object_get_data (G_OBJECT (dialog), "transfer") == airlift_transfer_row_get_transfer (row))
    really_cancel (row);
}

static void
ask_cancel (AirliftTransferRow *row,
            VcdTransfer        *transfer)
{
  gboolean download = VCD_IS_MEDIA_DOWNLOAD (transfer);
  g_autofree char *sent = airlift_text_dup_size (vcd_transfer_get_sent (transfer));
  AdwDialog *dialog = adw_alert_dialog_new (download ? _("Cancel Download?")
                                                     : _("Cancel Upload?"), NULL);
  AdwAlertDialog *alert = ADW_ALERT_DIALOG (dialog);

  adw_alert_dialog_format_body (alert,
                                download ? _("%s of “%s” are here already. They will be deleted.")
                                         : _("%s of “%s” have been sent already. They will be "
                                             "deleted from the server."),
                                sent, vcd_transfer_get_name (transfer));
  adw_alert_dialog_add_responses (alert,
                                  "keep", download ? _("_Keep Downloading")
                                                   : _("_Keep Uploading"),
                                  "cancel-transfer", download ? _("_Cancel Download")
                                                              : _("_Cancel Upload"),
                                  NULL);
  adw_alert_dialog_set_response_appearance (alert, "cancel-transfer",
                                            ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (alert, "keep");
  adw_alert_dialog_set_close_response (alert, "keep");
  g_object_set_data_full (G_OBJECT (dialog), "transfer", g_object_ref (transfer), g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response), row, G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, GTK_WIDGET (row));
}

static void
cancel_transfer (GtkWidget  *widget,
                 const char *action,
                 GVariant   *parameter)
{
  AirliftTransferRow *row = AIRLIFT_TRANSFER_ROW (widget);
  VcdTransfer *transfer = airlift_transfer_row_get_transfer (row);

  if (vcd_transfer_get_sent (transfer) > PRECIOUS)
    ask_cancel (row, transfer);
  else
    really_cancel (row);
}

static void
remove_transfer (GtkWidget  *widget,
                 const char *action,
                 GVariant   *parameter)
{
  AirliftTransferRow *row = AIRLIFT_TRANSFER_ROW (widget);
  g_autoptr (VcdTransfer) transfer = g_object_ref (airlift_transfer_row_get_transfer (row));

  vcd_transfer_queue_remove (airlift_transfer_row_get_queue (row), transfer);
}

static void
retry_transfer (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  AirliftTransferRow *row = AIRLIFT_TRANSFER_ROW (widget);
  VcdTransfer *transfer = airlift_transfer_row_get_transfer (row);

  if (vcd_transfer_get_state (transfer) == VCD_TRANSFER_FAILED)
    vcd_transfer_queue_retry (airlift_transfer_row_get_queue (row), transfer);
  else
    vcd_transfer_resume (transfer);
}

static void
locate_file (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  AirliftTransferRow *row = AIRLIFT_TRANSFER_ROW (widget);
  VcdTransfer *transfer = airlift_transfer_row_get_transfer (row);
  GtkRoot *root = gtk_widget_get_root (widget);

  airlift_transfer_locate (VCD_MEDIA_UPLOAD (transfer), airlift_transfer_row_get_queue (row),
                           GTK_WINDOW (root));
  close_popover (widget);
}

static void
sign_in (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  VcdTransfer *transfer = airlift_transfer_row_get_transfer (AIRLIFT_TRANSFER_ROW (widget));

  gtk_widget_activate_action (widget, "app.sign-in", "s", get_account_id (transfer));
  close_popover (widget);
}

/* Until it is there the upload itself can be changed; after that, the image. */
static gboolean
can_edit (VcdTransfer *transfer)
{
  VcdTransferState state = vcd_transfer_get_state (transfer);

  return VCD_IS_MEDIA_UPLOAD (transfer) && !airlift_transfer_is_cancelling (transfer) &&
         (!vcd_transfer_is_final (transfer) || state == VCD_TRANSFER_DONE ||
          (state == VCD_TRANSFER_FAILED &&
           vcd_media_upload_get_media_href (VCD_MEDIA_UPLOAD (transfer)) == NULL));
}

static VcdMedia *
find_media (VcdMediaUpload *upload)
{
  VcdSession *session = vcd_transfer_get_session (VCD_TRANSFER (upload));
  GListModel *catalogs = session != NULL ? vcd_session_get_catalogs (session) : NULL;
  const char *href = vcd_media_upload_get_media_href (upload);

  for (unsigned int i = 0; catalogs != NULL && i < g_list_model_get_n_items (catalogs); i++)
    {
      g_autoptr (GListModel) catalog = g_list_model_get_item (catalogs, i);

      if (g_strcmp0 (vcd_catalog_get_href (VCD_CATALOG (catalog)),
                     vcd_media_upload_get_catalog_href (upload)) != 0)
        continue;

      for (unsigned int k = 0; k < g_list_model_get_n_items (catalog); k++)
        {
          g_autoptr (VcdMedia) media = g_list_model_get_item (catalog, k);

          if (g_strcmp0 (vcd_media_get_href (media), href) == 0)
            return g_steal_pointer (&media);
        }
    }

  return NULL;
}

static void
edit_transfer (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  AirliftTransferRow *row = AIRLIFT_TRANSFER_ROW (widget);
  VcdMediaUpload *upload = VCD_MEDIA_UPLOAD (airlift_transfer_row_get_transfer (row));
  GtkRoot *root = gtk_widget_get_root (widget);
  g_autoptr (VcdMedia) media = NULL;
  AdwDialog *dialog;

  if (vcd_transfer_get_state (VCD_TRANSFER (upload)) != VCD_TRANSFER_DONE)
    {
      dialog = ADW_DIALOG (airlift_upload_dialog_new (upload,
                                                      airlift_transfer_row_get_queue (row)));
    }
  else if ((media = find_media (upload)) != NULL)
    {
      dialog = ADW_DIALOG (airlift_media_dialog_new (media, FALSE));
    }
  else
    {
      if (AIRLIFT_IS_WINDOW (root))
        airlift_window_add_toast (AIRLIFT_WINDOW (root),
                                  adw_toast_new (_("The image is no longer there.")));
      return;
    }

  adw_dialog_present (dialog, GTK_WIDGET (root));
  close_popover (widget);
}

static void
copy_report (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  VcdTransfer *transfer = airlift_transfer_row_get_transfer (AIRLIFT_TRANSFER_ROW (widget));
  GtkRoot *root = gtk_widget_get_root (widget);
  g_autofree char *report = vcd_transfer_dup_report (transfer);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), report);
  if (AIRLIFT_IS_WINDOW (root))
    airlift_window_add_toast (AIRLIFT_WINDOW (root), adw_toast_new (_("Report copied")));
}

static void
on_shown (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (GtkWidget) widget = data;
  g_autoptr (GError) error = NULL;
  GtkRoot *root = gtk_widget_get_root (widget);

  if (gtk_file_launcher_open_containing_folder_finish (GTK_FILE_LAUNCHER (source), result,
                                                       &error) ||
      g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    return;

  if (AIRLIFT_IS_WINDOW (root))
    airlift_window_add_toast (AIRLIFT_WINDOW (root),
                              adw_toast_new (_("The folder could not be shown")));
}

static void
show_file (GtkWidget  *widget,
           const char *action,
           GVariant   *parameter)
{
  VcdTransfer *transfer = airlift_transfer_row_get_transfer (AIRLIFT_TRANSFER_ROW (widget));
  g_autoptr (GtkFileLauncher) launcher = gtk_file_launcher_new (vcd_transfer_get_file (transfer));
  GtkRoot *root = gtk_widget_get_root (widget);

  gtk_file_launcher_open_containing_folder (launcher, GTK_WINDOW (root), NULL, on_shown,
                                            g_object_ref (widget));
}

static void
show_catalog (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  VcdTransfer *transfer = airlift_transfer_row_get_transfer (AIRLIFT_TRANSFER_ROW (widget));
  const char *href = vcd_media_upload_get_catalog_href (VCD_MEDIA_UPLOAD (transfer));

  gtk_widget_activate_action (widget, "app.show-catalog", "(ss)", get_account_id (transfer),
                              href != NULL ? href : "");
  close_popover (widget);
}

static void
move (GtkWidget  *widget,
      const char *action,
      GVariant   *parameter)
{
  AirliftTransferRow *row = AIRLIFT_TRANSFER_ROW (widget);
  g_autoptr (AirliftTransferGroups) groups =
    airlift_transfer_groups_get (airlift_transfer_row_get_queue (row));

  airlift_transfer_groups_move (groups, airlift_transfer_row_get_transfer (row),
                                g_str_has_suffix (action, "-up") ? -1 : 1, FALSE);
}

void
airlift_transfer_actions_install (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "transfer.pause", NULL, pause_transfer);
  gtk_widget_class_install_action (widget_class, "transfer.resume", NULL, resume_transfer);
  gtk_widget_class_install_action (widget_class, "transfer.cancel", NULL, cancel_transfer);
  gtk_widget_class_install_action (widget_class, "transfer.remove", NULL, remove_transfer);
  gtk_widget_class_install_action (widget_class, "transfer.retry", NULL, retry_transfer);
  gtk_widget_class_install_action (widget_class, "transfer.locate", NULL, locate_file);
  gtk_widget_class_install_action (widget_class, "transfer.sign-in", NULL, sign_in);
  gtk_widget_class_install_action (widget_class, "transfer.edit", NULL, edit_transfer);
  gtk_widget_class_install_action (widget_class, "transfer.copy-report", NULL, copy_report);
  gtk_widget_class_install_action (widget_class, "transfer.show-file", NULL, show_file);
  gtk_widget_class_install_action (widget_class, "transfer.show-catalog", NULL, show_catalog);
  gtk_widget_class_install_action (widget_class, "transfer.move-up", NULL, move);
  gtk_widget_class_install_action (widget_class, "transfer.move-down", NULL, move);
}

static gboolean
can_retry (VcdTransfer *transfer)
{
  const GError *error = vcd_transfer_get_error (transfer);

  if (vcd_transfer_get_state (transfer) != VCD_TRANSFER_FAILED)
    return vcd_transfer_get_state (transfer) == VCD_TRANSFER_WAITING;

  return !g_error_matches (error, VCD_ERROR, VCD_ERROR_NOT_SUPPORTED);
}

/* Its file is not where it was; or, in a sandbox, the way to it is closed. */
static gboolean
can_locate (VcdTransfer *transfer)
{
  return VCD_IS_MEDIA_UPLOAD (transfer) &&
         !vcd_media_upload_is_copy (VCD_MEDIA_UPLOAD (transfer)) &&
         vcd_transfer_get_state (transfer) == VCD_TRANSFER_FAILED &&
         g_error_matches (vcd_transfer_get_error (transfer), VCD_ERROR, VCD_ERROR_FILE);
}

/* What the server does with bytes that are all there cannot be paused. */
gboolean
airlift_transfer_can_pause (VcdTransfer *transfer)
{
  VcdTransferState state = vcd_transfer_get_state (transfer);

  return !vcd_transfer_is_final (transfer) && !airlift_transfer_is_cancelling (transfer) &&
         state != VCD_TRANSFER_PAUSED && state != VCD_TRANSFER_SETTLING &&
         state != VCD_TRANSFER_ENABLING &&
         airlift_transfer_get_group (transfer) != AIRLIFT_GROUP_ATTENTION;
}

void
airlift_transfer_actions_update (AirliftTransferRow *row)
{
  VcdTransfer *transfer = airlift_transfer_row_get_transfer (row);
  VcdTransferState state = vcd_transfer_get_state (transfer);
  gboolean final = vcd_transfer_is_final (transfer);
  gboolean cancelling = airlift_transfer_is_cancelling (transfer);
  const struct { const char *name; gboolean enabled; } actions[] = {
    { "transfer.pause", airlift_transfer_can_pause (transfer) },
    { "transfer.resume", state == VCD_TRANSFER_PAUSED && !cancelling },
    { "transfer.cancel", !final && !cancelling },
    { "transfer.remove", final },
    { "transfer.retry", can_retry (transfer) && !cancelling },
    { "transfer.locate", can_locate (transfer) },
    { "transfer.edit", can_edit (transfer) },
    { "transfer.show-catalog", VCD_IS_MEDIA_UPLOAD (transfer) },
    { "transfer.show-file", vcd_transfer_get_file (transfer) != NULL },
    { "transfer.move-up", state != VCD_TRANSFER_DONE },
    { "transfer.move-down", state != VCD_TRANSFER_DONE },
  };

  for (unsigned int i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (row), actions[i].name, actions[i].enabled);
}

void
airlift_transfer_get_help (VcdTransfer *transfer,
                           const char **label,
                           const char **action)
{
  const GError *error = vcd_transfer_get_error (transfer);
  VcdWaitReason reason = vcd_transfer_get_wait_reason (transfer);

  *label = NULL;
  *action = NULL;
  if (airlift_transfer_is_cancelling (transfer) ||
      airlift_transfer_get_group (transfer) != AIRLIFT_GROUP_ATTENTION)
    return;

  if (reason == VCD_WAIT_CERTIFICATE ||
      g_error_matches (error, VCD_ERROR, VCD_ERROR_CERTIFICATE))
    {
      *label = _("_Look at Certificate…");
      *action = "transfer.sign-in";
    }
  else if (reason == VCD_WAIT_SIGN_IN || g_error_matches (error, VCD_ERROR, VCD_ERROR_SIGN_IN))
    {
      *label = _("_Sign In…");
      *action = "transfer.sign-in";
    }
  else if (g_error_matches (error, VCD_ERROR, VCD_ERROR_NAME_EXISTS) && can_edit (transfer))
    {
      *label = _("_Rename…");
      *action = "transfer.edit";
    }
  else if (can_locate (transfer))
    {
      *label = _("_Locate File…");
      *action = "transfer.locate";
    }
  else if (can_retry (transfer))
    {
      *label = _("_Try Again");
      *action = "transfer.retry";
    }
}

static void
add (GMenu      *menu,
     const char *label,
     const char *action)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, action);

  g_menu_item_set_attribute (item, "hidden-when", "s", "action-disabled");
  g_menu_append_item (menu, item);
}

GMenuModel *
airlift_transfer_dup_menu (VcdTransfer *transfer)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) course = g_menu_new ();
  g_autoptr (GMenu) order = g_menu_new ();
  g_autoptr (GMenu) places = g_menu_new ();
  g_autoptr (GMenu) end = g_menu_new ();

  add (course, _("_Pause"), "transfer.pause");
  add (course, _("_Resume"), "transfer.resume");
  add (course, _("_Try Again"), "transfer.retry");
  add (course, _("_Locate File…"), "transfer.locate");
  add (course, _("_Edit Details…"), "transfer.edit");
  add (order, _("Move _Up"), "transfer.move-up");
  add (order, _("Move _Down"), "transfer.move-down");
  add (places, _("Show in _Catalog"), "transfer.show-catalog");
  add (places, _("Show in _Files"), "transfer.show-file");
  add (places, _("Copy _Report"), "transfer.copy-report");
  add (end, _("_Cancel"), "transfer.cancel");
  add (end, _("Remove From _List"), "transfer.remove");

  g_menu_append_section (menu, NULL, G_MENU_MODEL (course));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (order));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (places));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (end));

  return G_MENU_MODEL (g_steal_pointer (&menu));
}
