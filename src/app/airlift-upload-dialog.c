/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-upload-dialog.h"

#include <glib/gi18n.h>

/* What an image will be called, and what will be said of it, as long as the server knows nothing of
 * it. For one that failed, because its name was taken for instance, it is the way to try again. */
struct _AirliftUploadDialog
{
  AdwDialog         parent_instance;

  AdwEntryRow      *name_row;
  AdwEntryRow      *description_row;
  GtkLabel         *hint;
  GtkButton        *save_button;

  VcdMediaUpload   *upload;
  VcdTransferQueue *queue;
  GSignalGroup     *signals;
};

G_DEFINE_FINAL_TYPE (AirliftUploadDialog, airlift_upload_dialog, ADW_TYPE_DIALOG)

static const char *
get_text (AdwEntryRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
on_changed (AirliftUploadDialog *self)
{
  g_autofree char *name = g_strstrip (g_strdup (get_text (self->name_row)));
  g_autoptr (GError) error = NULL;
  gboolean right;

  if (self->upload == NULL)
    return;

  right = vcd_media_check_name (name, &error);
  gtk_label_set_label (self->hint, error != NULL ? error->message : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->hint), !right);
  if (right)
    gtk_widget_remove_css_class (GTK_WIDGET (self->name_row), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->name_row), "error");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "upload.save", right);
}

/* Its turn may come while somebody types: the server is told then, and it is too late. */
static void
on_state (AirliftUploadDialog *self)
{
  VcdTransferState state = vcd_transfer_get_state (VCD_TRANSFER (self->upload));

  if (state != VCD_TRANSFER_QUEUED && state != VCD_TRANSFER_PAUSED &&
      state != VCD_TRANSFER_WAITING && state != VCD_TRANSFER_FAILED)
    adw_dialog_force_close (ADW_DIALOG (self));
}

static void
save (GtkWidget  *widget,
      const char *action,
      GVariant   *parameter)
{
  AirliftUploadDialog *self = AIRLIFT_UPLOAD_DIALOG (widget);
  const char *description = get_text (self->description_row);

  vcd_media_upload_set_media_name (self->upload, get_text (self->name_row));
  vcd_media_upload_set_description (self->upload, *description != '\0' ? description : NULL);
  if (self->queue != NULL &&
      vcd_transfer_get_state (VCD_TRANSFER (self->upload)) == VCD_TRANSFER_FAILED)
    vcd_transfer_queue_retry (self->queue, VCD_TRANSFER (self->upload));

  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
airlift_upload_dialog_dispose (GObject *object)
{
  AirliftUploadDialog *self = AIRLIFT_UPLOAD_DIALOG (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->upload);
  g_clear_object (&self->queue);
  gtk_widget_dispose_template (GTK_WIDGET (self), AIRLIFT_TYPE_UPLOAD_DIALOG);

  G_OBJECT_CLASS (airlift_upload_dialog_parent_class)->dispose (object);
}

static void
airlift_upload_dialog_class_init (AirliftUploadDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = airlift_upload_dialog_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/vcdairlift/Airlift/airlift-upload-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AirliftUploadDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, AirliftUploadDialog, description_row);
  gtk_widget_class_bind_template_child (widget_class, AirliftUploadDialog, hint);
  gtk_widget_class_bind_template_child (widget_class, AirliftUploadDialog, save_button);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_install_action (widget_class, "upload.save", NULL, save);
}

static void
airlift_upload_dialog_init (AirliftUploadDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->signals = g_signal_group_new (VCD_TYPE_MEDIA_UPLOAD);
  g_signal_group_connect_swapped (self->signals, "notify::state", G_CALLBACK (on_state), self);
}

AirliftUploadDialog *
airlift_upload_dialog_new (VcdMediaUpload   *upload,
                           VcdTransferQueue *queue)
{
  AirliftUploadDialog *self = g_object_new (AIRLIFT_TYPE_UPLOAD_DIALOG, NULL);
  const char *description = vcd_media_upload_get_description (upload);
  gboolean failed = vcd_transfer_get_state (VCD_TRANSFER (upload)) == VCD_TRANSFER_FAILED;

  self->upload = g_object_ref (upload);
  self->queue = queue != NULL ? g_object_ref (queue) : NULL;
  g_signal_group_set_target (self->signals, upload);
  gtk_button_set_label (self->save_button, failed ? _("_Try Again") : _("_Apply"));
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), vcd_media_upload_get_media_name (upload));
  gtk_editable_set_text (GTK_EDITABLE (self->description_row),
                         description != NULL ? description : "");
  on_changed (self);

  return self;
}
