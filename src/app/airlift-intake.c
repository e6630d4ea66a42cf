/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-intake.h"

#include <glib/gi18n.h>

#include "airlift-application.h"
#include "airlift-catalog-chooser.h"
#include "airlift-media-list.h"

/* From files that somebody gave to uploads in the queue. */

static void
say (AirliftWindow *window,
     const char    *text)
{
  AdwToast *toast = adw_toast_new (text);

  adw_toast_set_use_markup (toast, FALSE);
  airlift_window_add_toast (window, toast);
}

static void
add_upload (VcdMediaUpload *upload)
{
  AirliftApplication *application = airlift_application_get ();
  VcdTransferQueue *queue = airlift_application_get_queue (application);
  GSettings *settings = airlift_application_get_settings (application);

  vcd_media_upload_set_record_checksum (upload,
                                        g_settings_get_boolean (settings, "record-checksum"));
  vcd_transfer_queue_adopt (queue, upload);
  vcd_transfer_queue_add (queue, VCD_TRANSFER (upload));
}

static void
on_catalog_chosen (AirliftCatalogChooser *chooser,
                   VcdCatalog            *catalog,
                   gpointer               data)
{
  airlift_intake_files (AIRLIFT_WINDOW (data), g_object_get_data (G_OBJECT (chooser), "files"),
                        catalog);
}

static void
ask_for_catalog (AirliftWindow *window,
                 GListModel    *files)
{
  VcdSessionList *sessions = airlift_application_get_sessions (airlift_application_get ());
  unsigned int n = g_list_model_get_n_items (files);
  g_autofree char *question = g_strdup_printf (ngettext ("For %u file", "For %u files", n), n);
  AirliftCatalogChooser *chooser = airlift_catalog_chooser_new (sessions, question);

  g_object_set_data_full (G_OBJECT (chooser), "files", g_object_ref (files), g_object_unref);
  g_signal_connect_object (chooser, "chosen", G_CALLBACK (on_catalog_chosen), window, 0);
  adw_dialog_present (ADW_DIALOG (chooser), GTK_WIDGET (window));
}

void
airlift_intake_files (AirliftWindow *window,
                      GListModel    *files,
                      VcdCatalog    *catalog)
{
  if (catalog == NULL)
    {
      ask_for_catalog (window, files);
      return;
    }

  for (unsigned int i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);
      g_autoptr (VcdMediaUpload) upload = vcd_media_upload_new (catalog, file);

      add_upload (upload);
    }
}

void
airlift_intake_media (AirliftWindow *window,
                      GListModel    *media,
                      VcdCatalog    *catalog)
{
  for (unsigned int i = 0; catalog != NULL && i < g_list_model_get_n_items (media); i++)
    {
      g_autoptr (VcdMedia) image = g_list_model_get_item (media, i);
      g_autoptr (VcdMediaUpload) upload = vcd_media_upload_new_copy (catalog, image);

      add_upload (upload);
    }
}

static void
on_chosen (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (AirliftWindow) window = data;
  g_autoptr (GListModel) files = NULL;

  files = gtk_file_dialog_open_multiple_finish (GTK_FILE_DIALOG (object), result, NULL);
  if (files != NULL)
    airlift_intake_files (window, files, airlift_window_get_catalog (window));
}

void
airlift_intake_choose_files (AirliftWindow *window)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GtkFileFilter) images = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();
  g_autoptr (GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);

  gtk_file_filter_set_name (images, _("Disc Images"));
  for (const char *const *suffix = (const char *const[]) { "iso", "img", "udf", "flp", NULL };
       *suffix != NULL; suffix++)
    gtk_file_filter_add_suffix (images, *suffix);
  gtk_file_filter_set_name (all, _("All Files"));
  gtk_file_filter_add_pattern (all, "*");
  g_list_store_append (filters, images);
  g_list_store_append (filters, all);

  gtk_file_dialog_set_title (dialog, _("Upload Disc Images"));
  gtk_file_dialog_set_accept_label (dialog, _("_Upload"));
  gtk_file_dialog_set_filters (dialog, G_LIST_MODEL (filters));
  gtk_file_dialog_open_multiple (dialog, GTK_WINDOW (window), NULL, on_chosen,
                                 g_object_ref (window));
}

static void
on_pasted (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (AirliftWindow) window = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  const GValue *value;

  value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (object), result, &error);
  if (value == NULL)
    {
      say (window, _("There are no files in the clipboard."));
      return;
    }

  {
    g_autoptr (GSList) list = gdk_file_list_get_files (g_value_get_boxed (value));

    for (GSList *l = list; l != NULL; l = l->next)
      g_list_store_append (files, l->data);
  }
  airlift_intake_files (window, G_LIST_MODEL (files), airlift_window_get_catalog (window));
}

void
airlift_intake_paste (AirliftWindow *window)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (window));

  gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL,
                                  on_pasted, g_object_ref (window));
}
