/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-intake.h"

#include <glib/gi18n.h>

#include "airlift-media-list.h"

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
refuse_paste (AirliftWindow *window)
{
  airlift_window_add_toast (window, adw_toast_new (_("There are no files in the clipboard.")));
}

static void
on_files_pasted (GObject      *object,
                 GAsyncResult *result,
                 gpointer      data)
{
  g_autoptr (AirliftWindow) window = data;
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GSList) list = NULL;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (object), result, NULL);

  if (value != NULL)
    list = gdk_file_list_get_files (g_value_get_boxed (value));
  for (GSList *l = list; l != NULL; l = l->next)
    g_list_store_append (files, l->data);

  if (list != NULL)
    airlift_intake_files (window, G_LIST_MODEL (files), airlift_window_get_catalog (window));
  else
    refuse_paste (window);
}

/* Addresses of files or paths, one a line, as a terminal or a location bar gives them. Text that
 * has anything else is no list of files. */
static GListStore *
parse_files (const char *text)
{
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (unsigned int i = 0; lines[i] != NULL; i++)
    {
      const char *line = g_strstrip (lines[i]);
      g_autoptr (GFile) file = NULL;

      if (*line == '\0' || *line == '#')
        continue;
      if (g_path_is_absolute (line))
        file = g_file_new_for_path (line);
      else if (g_ascii_strncasecmp (line, "file://", 7) == 0)
        file = g_file_new_for_uri (line);
      else
        return NULL;
      g_list_store_append (files, file);
    }

  return g_list_model_get_n_items (G_LIST_MODEL (files)) > 0 ? g_steal_pointer (&files) : NULL;
}

static void
on_text_pasted (GObject      *object,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (AirliftWindow) window = data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (object), result, NULL);
  g_autoptr (GListStore) files = text != NULL ? parse_files (text) : NULL;

  if (files != NULL)
    airlift_intake_files (window, G_LIST_MODEL (files), airlift_window_get_catalog (window));
  else
    refuse_paste (window);
}

/* Images that were copied in this program: the other way to drag them to another catalog. */
static void
on_media_pasted (GObject      *object,
                 GAsyncResult *result,
                 gpointer      data)
{
  g_autoptr (AirliftWindow) window = data;
  g_autoptr (GListStore) media = g_list_store_new (VCD_TYPE_MEDIA);
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (object), result, NULL);
  GListModel *copied = value != NULL ? airlift_media_list_get_media (g_value_get_object (value))
                                     : NULL;
  VcdCatalog *catalog = airlift_window_get_catalog (window);

  for (unsigned int i = 0; copied != NULL && i < g_list_model_get_n_items (copied); i++)
    {
      g_autoptr (VcdMedia) item = g_list_model_get_item (copied, i);

      /* Its catalog may be gone, with the account. */
      if (vcd_media_get_catalog (item) != NULL && vcd_media_get_catalog (item) != catalog)
        g_list_store_append (media, item);
    }

  if (g_list_model_get_n_items (G_LIST_MODEL (media)) > 0)
    airlift_intake_media (window, G_LIST_MODEL (media), catalog);
  else
    airlift_window_add_toast (window, adw_toast_new (_("The images are in this catalog already.")));
}

void
airlift_intake_paste (AirliftWindow *window)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (window));
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);
  g_autoptr (GdkContentFormats) readable = NULL;

  readable = gdk_content_formats_union_deserialize_gtypes (gdk_content_formats_ref (formats));
  if (gdk_content_formats_contain_gtype (readable, AIRLIFT_TYPE_MEDIA_LIST))
    gdk_clipboard_read_value_async (clipboard, AIRLIFT_TYPE_MEDIA_LIST, G_PRIORITY_DEFAULT, NULL,
                                    on_media_pasted, g_object_ref (window));
  else if (gdk_content_formats_contain_gtype (readable, GDK_TYPE_FILE_LIST))
    gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL,
                                    on_files_pasted, g_object_ref (window));
  else if (gdk_content_formats_contain_gtype (readable, G_TYPE_STRING))
    gdk_clipboard_read_text_async (clipboard, NULL, on_text_pasted, g_object_ref (window));
  else
    refuse_paste (window);
}
