/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-media-save.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "airlift-application.h"
#include "airlift-error-toast.h"

/* From images to downloads: a file for one, a folder for several.
 *
 * A download never writes over a file. One that a person chose to replace goes to the trash first;
 * in a folder a name that is taken gets a number.
 */
typedef struct
{
  GtkWidget  *widget;
  GListModel *media;
} Saving;

static Saving *
saving_new (GtkWidget  *widget,
            GListModel *media)
{
  Saving *self = g_new0 (Saving, 1);

  self->widget = g_object_ref (widget);
  self->media = g_object_ref (media);

  return self;
}

static void
saving_free (Saving *self)
{
  g_object_unref (self->widget);
  g_object_unref (self->media);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

static void
queue_download (VcdMedia *media,
                GFile    *file)
{
  VcdTransferQueue *queue = airlift_application_get_queue (airlift_application_get ());
  g_autoptr (VcdMediaDownload) download = NULL;

  /* It may have gone while the folder was chosen. */
  if (vcd_media_get_catalog (media) == NULL)
    return;

  download = vcd_media_download_new (media, file);
  vcd_transfer_queue_add (queue, VCD_TRANSFER (download));
}

static void
on_trashed (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (Saving) self = data;
  g_autoptr (VcdMedia) media = g_list_model_get_item (self->media, 0);
  g_autoptr (GError) error = NULL;

  if (!g_file_trash_finish (G_FILE (object), result, &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    airlift_error_toast_add (self->widget, _("The old file could not be replaced"), error);
  else
    queue_download (media, G_FILE (object));
}

static void
on_file_chosen (GObject      *object,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (Saving) self = data;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (object), result, NULL);

  if (file != NULL)
    g_file_trash_async (file, G_PRIORITY_DEFAULT, NULL, on_trashed, g_steal_pointer (&self));
}

/* A name that nothing in the folder has, nor another of these images. */
static GFile *
find_free_child (GFile      *folder,
                 const char *name,
                 GHashTable *taken)
{
  const char *dot = strrchr (name, '.');
  g_autofree char *stem = dot != NULL ? g_strndup (name, dot - name) : g_strdup (name);
  g_autofree char *candidate = g_strdup (name);

  for (unsigned int number = 2;; number++)
    {
      g_autoptr (GFile) file = g_file_get_child (folder, candidate);

      if (!g_hash_table_contains (taken, candidate) && !g_file_query_exists (file, NULL))
        {
          g_hash_table_add (taken, g_steal_pointer (&candidate));
          return g_steal_pointer (&file);
        }

      g_free (candidate);
      candidate = g_strdup_printf ("%s (%u)%s", stem, number, dot != NULL ? dot : "");
    }
}

/* On a thread: the folder may be far away. */
static void
find_files (GTask        *task,
            gpointer      source,
            gpointer      data,
            GCancellable *cancellable)
{
  const char *const *names = data;
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  for (unsigned int i = 0; names[i] != NULL; i++)
    g_ptr_array_add (files, find_free_child (G_FILE (source), names[i], taken));

  g_task_return_pointer (task, g_steal_pointer (&files), (GDestroyNotify) g_ptr_array_unref);
}

static void
on_files_found (GObject      *object,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (Saving) self = data;
  g_autoptr (GPtrArray) files = g_task_propagate_pointer (G_TASK (result), NULL);

  for (unsigned int i = 0; files != NULL && i < files->len; i++)
    {
      g_autoptr (VcdMedia) media = g_list_model_get_item (self->media, i);

      queue_download (media, files->pdata[i]);
    }
}

static void
on_folder_chosen (GObject      *object,
                  GAsyncResult *result,
                  gpointer      data)
{
  g_autoptr (Saving) self = data;
  g_autoptr (GFile) folder =
    gtk_file_dialog_select_folder_finish (GTK_FILE_DIALOG (object), result, NULL);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (GTask) task = NULL;

  if (folder == NULL)
    return;

  for (unsigned int i = 0; i < g_list_model_get_n_items (self->media); i++)
    {
      g_autoptr (VcdMedia) media = g_list_model_get_item (self->media, i);

      g_strv_builder_take (names, vcd_media_dup_file_name (media));
    }

  task = g_task_new (folder, NULL, on_files_found, g_steal_pointer (&self));
  g_task_set_task_data (task, g_strv_builder_end (names), (GDestroyNotify) g_strfreev);
  g_task_run_in_thread (task, find_files);
}

void
airlift_media_save (GtkWidget  *widget,
                    GListModel *media)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWindow *window = GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (VcdMedia) first = g_list_model_get_item (media, 0);

  gtk_file_dialog_set_accept_label (dialog, _("_Download"));
  if (g_list_model_get_n_items (media) == 1)
    {
      g_autofree char *name = vcd_media_dup_file_name (first);

      gtk_file_dialog_set_title (dialog, _("Download Image"));
      gtk_file_dialog_set_initial_name (dialog, name);
      gtk_file_dialog_save (dialog, window, NULL, on_file_chosen, saving_new (widget, media));
    }
  else
    {
      gtk_file_dialog_set_title (dialog, _("Download Images to Folder"));
      gtk_file_dialog_select_folder (dialog, window, NULL, on_folder_chosen,
                                     saving_new (widget, media));
    }
}
