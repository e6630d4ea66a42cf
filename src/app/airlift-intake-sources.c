/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-intake.h"

#include <glib/gi18n.h>

/* Where files come from that were not dropped: the file dialog and the clipboard. */

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

  gtk_file_filter_set_name (images, _("Disk Images"));
  for (const char *const *suffix = (const char *const[]) { "iso", "img", "udf", "flp", NULL };
       *suffix != NULL; suffix++)
    gtk_file_filter_add_suffix (images, *suffix);
  gtk_file_filter_set_name (all, _("All Files"));
  gtk_file_filter_add_pattern (all, "*");
  g_list_store_append (filters, images);
  g_list_store_append (filters, all);

  gtk_file_dialog_set_title (dialog, _("Upload Disk Images"));
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
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GSList) list = NULL;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (object), result, NULL);

  if (value == NULL)
    {
      airlift_window_add_toast (window, adw_toast_new (_("There are no files in the clipboard.")));
      return;
    }

  list = gdk_file_list_get_files (g_value_get_boxed (value));
  for (GSList *l = list; l != NULL; l = l->next)
    g_list_store_append (files, l->data);
  airlift_intake_files (window, G_LIST_MODEL (files), airlift_window_get_catalog (window));
}

void
airlift_intake_paste (AirliftWindow *window)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (window));

  gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL,
                                  on_pasted, g_object_ref (window));
}
