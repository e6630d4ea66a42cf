/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-transfer-locate.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* A file that was moved, or that the sandbox has lost its way to: the user says where it is, and
 * the library whether it is the same one. */
typedef struct
{
  VcdMediaUpload   *upload;
  VcdTransferQueue *queue;
  GtkWindow        *window;
} Search;

static void ask (Search *search);

static void
search_free (Search *self)
{
  g_object_unref (self->upload);
  g_object_unref (self->queue);
  g_object_unref (self->window);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Search, search_free)

static void
on_answered (GObject      *object,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (Search) search = data;

  if (g_str_equal (adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (object), result), "another"))
    ask (g_steal_pointer (&search));
}

/* Takes @search. */
static void
refuse (Search       *search,
        const GError *error)
{
  AdwDialog *dialog = adw_alert_dialog_new (_("This File Does Not Fit"), error->message);
  AdwAlertDialog *alert = ADW_ALERT_DIALOG (dialog);

  adw_alert_dialog_add_responses (alert, "cancel", _("_Cancel"), "another", _("_Locate File…"),
                                  NULL);
  adw_alert_dialog_set_response_appearance (alert, "another", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (alert, "another");
  adw_alert_dialog_set_close_response (alert, "cancel");
  adw_alert_dialog_choose (alert, GTK_WIDGET (search->window), NULL, on_answered, search);
}

static void
on_located (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (Search) search = data;
  g_autoptr (GError) error = NULL;

  if (vcd_media_upload_locate_finish (search->upload, result, &error))
    vcd_transfer_queue_retry (search->queue, VCD_TRANSFER (search->upload));
  else
    refuse (g_steal_pointer (&search), error);
}

static void
on_chosen (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (Search) search = data;
  g_autoptr (GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (object), result, NULL);

  /* It may have been removed from the list, or tried again, meanwhile. */
  if (file == NULL ||
      vcd_transfer_get_state (VCD_TRANSFER (search->upload)) != VCD_TRANSFER_FAILED)
    return;

  vcd_media_upload_locate_async (search->upload, file, NULL, on_located, search);
  g_steal_pointer (&search);
}

/* Takes @search. */
static void
ask (Search *search)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  GFile *file = vcd_transfer_get_file (VCD_TRANSFER (search->upload));
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *shown = g_filename_display_name (name);
  /* Translators: the title of a file dialog; %s is the name of a file */
  g_autofree char *title = g_strdup_printf (_("Locate “%s”"), shown);

  gtk_file_dialog_set_title (dialog, title);
  gtk_file_dialog_set_accept_label (dialog, _("_Use"));
  gtk_file_dialog_open (dialog, search->window, NULL, on_chosen, search);
}

void
airlift_transfer_locate (VcdMediaUpload   *upload,
                         VcdTransferQueue *queue,
                         GtkWindow        *window)
{
  Search *search = g_new0 (Search, 1);

  search->upload = g_object_ref (upload);
  search->queue = g_object_ref (queue);
  search->window = g_object_ref (window);
  ask (search);
}
