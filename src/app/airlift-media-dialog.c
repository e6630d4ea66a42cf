/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-media-dialog.h"

#include <glib/gi18n.h>

#include "airlift-media-text.h"

/* What an image is called and what is said of it, to be changed, and what else is known of it.
 *
 * It stays open until the server has agreed; what was typed is kept when it does not.
 */
struct _AirliftMediaDialog
{
  AdwDialog            parent_instance;

  AdwBanner           *error_banner;
  GtkWidget           *cancel_button;
  GtkWidget           *save_button;
  GtkWidget           *spinner;
  GtkWidget           *edit_box;
  AdwEntryRow         *name_row;
  GtkLabel            *name_hint;
  GtkWidget           *description_box;
  GtkTextView         *description_view;
  GtkTextBuffer       *description_buffer;
  GtkWidget           *properties_group;
  AdwActionRow        *size_row;
  AdwActionRow        *status_row;
  AdwActionRow        *created_row;
  AdwActionRow        *owner_row;
  AdwActionRow        *storage_row;
  AdwActionRow        *urn_row;

  VcdMedia            *media;
  GCancellable        *cancellable;
  gboolean             rename;
  gboolean             saving;
  gboolean             filling;
  gboolean             described;  /* a person changed the description */
};

G_DEFINE_FINAL_TYPE (AirliftMediaDialog, airlift_media_dialog, ADW_TYPE_DIALOG)

enum
{
  SAVED,
  N_SIGNALS
};

static unsigned int signals[N_SIGNALS];

static char *
dup_name (AirliftMediaDialog *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_row))));
}

static char *
dup_description (AirliftMediaDialog *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->description_buffer, &start, &end);

  return gtk_text_buffer_get_text (self->description_buffer, &start, &end, FALSE);
}

static gboolean
is_read_only (AirliftMediaDialog *self)
{
  VcdCatalog *catalog = vcd_media_get_catalog (self->media);

  return catalog == NULL || vcd_catalog_get_read_only_reason (catalog) != NULL;
}

/* What is wrong with the name, as a sentence. */
static char *
find_fault (AirliftMediaDialog *self,
            const char         *name)
{
  VcdCatalog *catalog = vcd_media_get_catalog (self->media);
  g_autoptr (VcdMedia) other = NULL;
  g_autoptr (GError) error = NULL;

  if (!vcd_media_check_name (name, &error))
    return g_strdup (error->message);

  if (catalog != NULL)
    other = vcd_catalog_find_media (catalog, name);
  if (other != NULL && other != self->media)
    return g_strdup (_("The catalog already has an image of this name."));

  return NULL;
}

static void
update (AirliftMediaDialog *self)
{
  g_autofree char *name = dup_name (self);
  g_autofree char *fault = find_fault (self, name);
  gboolean renamed = g_strcmp0 (name, vcd_media_get_name (self->media)) != 0;
  gboolean read_only = is_read_only (self);

  if (fault != NULL && !read_only)
    gtk_widget_add_css_class (GTK_WIDGET (self->name_row), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->name_row), "error");
  gtk_label_set_label (self->name_hint, fault);
  gtk_widget_set_visible (GTK_WIDGET (self->name_hint), fault != NULL && !read_only);

  gtk_widget_set_visible (self->spinner, self->saving);
  gtk_widget_set_visible (self->save_button, !self->saving && !read_only);
  gtk_widget_set_sensitive (self->edit_box, !self->saving);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.save",
                                 fault == NULL && !self->saving && !read_only &&
                                 (renamed || self->described));
}

static void
on_changed (AirliftMediaDialog *self,
            GObject            *changed)
{
  if (self->filling)
    return;

  if (changed == G_OBJECT (self->description_buffer))
    self->described = TRUE;
  adw_banner_set_revealed (self->error_banner, FALSE);
  update (self);
}

static void
fill_row (AdwActionRow *row,
          const char   *text)
{
  adw_action_row_set_subtitle (row, text);
  gtk_widget_set_visible (GTK_WIDGET (row), text != NULL && *text != '\0');
}

static void
fill_properties (AirliftMediaDialog *self)
{
  g_autofree char *size = airlift_media_dup_size (self->media);
  g_autofree char *n_bytes = g_strdup_printf ("%'" G_GUINT64_FORMAT,
                                              vcd_media_get_size (self->media));
  g_autofree char *bytes = NULL;
  uint64_t n_transferred;
  g_autofree char *status = airlift_media_dup_status (self->media);
  g_autofree char *transferred = NULL;
  g_autofree char *arrived = NULL;
  g_autofree char *created = airlift_media_dup_created_exactly (self->media);
  g_autofree char *urn = g_strdup_printf ("urn:vcloud:media:%s", vcd_media_get_id (self->media));

  /* Translators: a size in units and in bytes: "658.5 MB (658,505,728 bytes)" */
  bytes = g_strdup_printf (_("%s (%s bytes)"), size, n_bytes);
  fill_row (self->size_row, bytes);
  if (vcd_media_is_unfinished (self->media, &n_transferred))
    {
      transferred = g_format_size (n_transferred);
      /* Translators: a status, and how much of an image has arrived: "Upload interrupted, 1.2 MB
       * have arrived" */
      arrived = g_strdup_printf (_("%s, %s have arrived"), status, transferred);
    }
  fill_row (self->status_row, arrived != NULL ? arrived : status);
  fill_row (self->created_row, created);
  fill_row (self->owner_row, vcd_media_get_owner (self->media));
  fill_row (self->storage_row, vcd_media_get_storage_profile (self->media));
  fill_row (self->urn_row, urn);

  if (!self->described)
    {
      const char *description = vcd_media_get_description (self->media);

      self->filling = TRUE;
      gtk_text_buffer_set_text (self->description_buffer, description != NULL ? description : "",
                                -1);
      self->filling = FALSE;
    }
}

/* The extension stays as it is, unless one wants otherwise. */
static void
select_stem (gpointer data)
{
  g_autoptr (AirliftMediaDialog) self = data;
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name_row));
  const char *dot = g_utf8_strrchr (name, -1, '.');
  int end = dot != NULL && dot > name ? (int) g_utf8_pointer_to_offset (name, dot) : -1;

  gtk_editable_select_region (GTK_EDITABLE (self->name_row), 0, end);
}

/* What gets the focus selects all of itself just after that. */
static void
on_focus (AirliftMediaDialog *self,
          GParamSpec         *pspec,
          GtkWidget          *text)
{
  if (!gtk_widget_has_focus (text))
    return;

  g_signal_handlers_disconnect_by_func (text, on_focus, self);
  g_idle_add_once (select_stem, g_object_ref (self));
}

static void
on_saved (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (AirliftMediaDialog) self = data;
  g_autoptr (GError) error = NULL;

  self->saving = FALSE;
  if (vcd_media_edit_finish (VCD_MEDIA (object), result, &error))
    {
      g_signal_emit (self, signals[SAVED], 0);
      adw_dialog_close (ADW_DIALOG (self));
      return;
    }

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  adw_banner_set_title (self->error_banner, error->message);
  adw_banner_set_revealed (self->error_banner, TRUE);
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
}

static void
save (GtkWidget  *widget,
      const char *action,
      GVariant   *parameter)
{
  AirliftMediaDialog *self = AIRLIFT_MEDIA_DIALOG (widget);
  g_autofree char *name = dup_name (self);
  g_autofree char *description = self->described ? dup_description (self) : NULL;
  gboolean renamed = g_strcmp0 (name, vcd_media_get_name (self->media)) != 0;

  self->saving = TRUE;
  adw_banner_set_revealed (self->error_banner, FALSE);
  update (self);
  vcd_media_edit_async (self->media, renamed ? name : NULL, description, self->cancellable,
                        on_saved, g_object_ref (self));
}

static void
on_cancel (AirliftMediaDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static void
airlift_media_dialog_closed (AdwDialog *dialog)
{
  g_cancellable_cancel (AIRLIFT_MEDIA_DIALOG (dialog)->cancellable);
}

static void
airlift_media_dialog_dispose (GObject *object)
{
  AirliftMediaDialog *self = AIRLIFT_MEDIA_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), AIRLIFT_TYPE_MEDIA_DIALOG);
  g_clear_object (&self->media);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (airlift_media_dialog_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/vcdairlift/Airlift/airlift-media-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AirliftMediaDialog, error_banner);
  gtk_widget_class_bind_template_child (widget_class, AirliftMediaDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, AirliftMediaDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, AirliftMediaDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, AirliftMediaDialog, edit_box);
  gtk_widget_class_bind_template_child (widget_class, AirliftMediaDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, AirliftMediaDialog, name_hint);
  gtk_widget_class_bind_template_child (widget_class, AirliftMediaDialog, description_box);
  gtk_widget_class_bind_template_child (widget_class, AirliftMediaDialog, description_view);
  gtk_widget_class_bind_template_child (widget_class, AirliftMediaDialog, description_buffer);
  gtk_widget_class_bind_template_child (widget_class, AirliftMediaDialog, properties_group);
  gtk_widget_class_bind_template_child (widget_class, AirliftMediaDialog, size_row);
  gtk_widget_class_bind_template_child (widget_class, AirliftMediaDialog, status_row);
  gtk_widget_class_bind_template_child (widget_class, AirliftMediaDialog, created_row);
  gtk_widget_class_bind_template_child (widget_class, AirliftMediaDialog, owner_row);
  gtk_widget_class_bind_template_child (widget_class, AirliftMediaDialog, storage_row);
  gtk_widget_class_bind_template_child (widget_class, AirliftMediaDialog, urn_row);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
}

static void
airlift_media_dialog_class_init (AirliftMediaDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = airlift_media_dialog_dispose;
  ADW_DIALOG_CLASS (klass)->closed = airlift_media_dialog_closed;

  /* The image is as it was wished. */
  signals[SAVED] = g_signal_new ("saved", AIRLIFT_TYPE_MEDIA_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);

  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "dialog.save", NULL, save);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK,
                                       "dialog.save", NULL);
}

static void
airlift_media_dialog_init (AirliftMediaDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

AirliftMediaDialog *
airlift_media_dialog_new (VcdMedia *media,
                          gboolean  rename)
{
  AirliftMediaDialog *self = g_object_new (AIRLIFT_TYPE_MEDIA_DIALOG, NULL);

  self->media = g_object_ref (media);
  self->rename = rename;
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), vcd_media_get_name (media));
  g_signal_connect_object (media, "notify", G_CALLBACK (fill_properties), self,
                           G_CONNECT_SWAPPED);
  fill_properties (self);

  if (rename)
    adw_dialog_set_title (ADW_DIALOG (self), _("Rename Image"));
  gtk_widget_set_visible (self->description_box, !rename);
  gtk_widget_set_visible (self->properties_group, !rename);

  if (is_read_only (self))
    {
      gtk_editable_set_editable (GTK_EDITABLE (self->name_row), FALSE);
      gtk_text_view_set_editable (self->description_view, FALSE);
      gtk_button_set_label (GTK_BUTTON (self->cancel_button), _("_Close"));
    }
  g_signal_connect_object (gtk_editable_get_delegate (GTK_EDITABLE (self->name_row)),
                           "notify::has-focus", G_CALLBACK (on_focus), self, G_CONNECT_SWAPPED);
  update (self);

  /* Lists do not tell all of it. */
  if (!rename)
    vcd_media_refresh_async (media, self->cancellable, NULL, NULL);

  return self;
}
