/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-upload-dialog.h"

#include <glib/gi18n.h>

/* What an image will be called, and what will be said of it, until it is there. For one that
 * failed, because its name was taken for instance, it is the way to try again. */
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
  char             *name;    /* as it was at first */
};

G_DEFINE_FINAL_TYPE (AirliftUploadDialog, airlift_upload_dialog, ADW_TYPE_DIALOG)

static const char *
get_text (AdwEntryRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

/* Among those that are there already; NULL as long as they were not asked for. */
static VcdMedia *
find_other (VcdMediaUpload *upload,
            const char     *name)
{
  VcdSession *session = vcd_transfer_get_session (VCD_TRANSFER (upload));
  GListModel *catalogs = session != NULL ? vcd_session_get_catalogs (session) : NULL;

  for (unsigned int i = 0; catalogs != NULL && i < g_list_model_get_n_items (catalogs); i++)
    {
      g_autoptr (VcdCatalog) catalog = g_list_model_get_item (catalogs, i);

      if (g_strcmp0 (vcd_catalog_get_href (catalog),
                     vcd_media_upload_get_catalog_href (upload)) == 0)
        return vcd_catalog_find_media (catalog, name);
    }

  return NULL;
}

/* What is wrong with the name, as a sentence. */
static char *
dup_fault (AirliftUploadDialog *self,
           const char          *name)
{
  VcdConflictPolicy policy = vcd_media_upload_get_conflict_policy (self->upload);
  g_autoptr (VcdMedia) other = NULL;
  g_autoptr (GError) error = NULL;

  if (!vcd_media_check_name (name, &error))
    return g_strdup (error->message);

  other = find_other (self->upload, name);
  if (other == NULL || policy == VCD_CONFLICT_REPLACE ||
      g_strcmp0 (vcd_media_get_href (other),
                 vcd_media_upload_get_media_href (self->upload)) == 0)
    return NULL;

  return g_strdup (_("The catalog already has an image of this name."));
}

static void
on_changed (AirliftUploadDialog *self)
{
  g_autofree char *name = g_strstrip (g_strdup (get_text (self->name_row)));
  g_autofree char *fault = NULL;

  if (self->upload == NULL)
    return;

  fault = dup_fault (self, name);
  gtk_label_set_label (self->hint, fault);
  gtk_widget_set_visible (GTK_WIDGET (self->hint), fault != NULL);
  if (fault == NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->name_row), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->name_row), "error");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "upload.save", fault == NULL);
}

/* It is there, or will not be, while somebody types: the catalog's list is the place then. */
static void
on_state (AirliftUploadDialog *self)
{
  VcdTransfer *transfer = VCD_TRANSFER (self->upload);

  if (vcd_transfer_is_final (transfer) &&
      vcd_transfer_get_state (transfer) != VCD_TRANSFER_FAILED)
    adw_dialog_force_close (ADW_DIALOG (self));
}

/* What replaces another image is called like that one. */
static gboolean
has_own_name (VcdMediaUpload *upload)
{
  return vcd_media_upload_get_conflict_policy (upload) != VCD_CONFLICT_REPLACE ||
         vcd_media_upload_get_media_href (upload) == NULL;
}

static void
save (GtkWidget  *widget,
      const char *action,
      GVariant   *parameter)
{
  AirliftUploadDialog *self = AIRLIFT_UPLOAD_DIALOG (widget);
  const char *description = get_text (self->description_row);

  if (g_strcmp0 (get_text (self->name_row), self->name) != 0)
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
  g_clear_pointer (&self->name, g_free);
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
  gboolean numbered = vcd_media_upload_get_media_href (upload) != NULL && has_own_name (upload);
  gboolean failed = vcd_transfer_get_state (VCD_TRANSFER (upload)) == VCD_TRANSFER_FAILED;

  self->upload = g_object_ref (upload);
  self->queue = queue != NULL ? g_object_ref (queue) : NULL;
  g_signal_group_set_target (self->signals, upload);
  gtk_button_set_label (self->save_button, failed ? _("_Try Again") : _("_Apply"));
  self->name = g_strdup (numbered ? vcd_transfer_get_name (VCD_TRANSFER (upload))
                                  : vcd_media_upload_get_media_name (upload));
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), self->name);
  gtk_widget_set_sensitive (GTK_WIDGET (self->name_row), has_own_name (upload));
  gtk_editable_set_text (GTK_EDITABLE (self->description_row),
                         description != NULL ? description : "");
  on_changed (self);

  return self;
}
