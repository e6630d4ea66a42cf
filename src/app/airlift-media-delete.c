/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-media-delete.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "airlift-error-toast.h"
#include "airlift-media-text.h"
#include "vcd.h"

/* So many names are listed before it says how many more there are. */
#define MAX_NAMES 8
/* So many are deleted at once. */
#define MAX_ACTIVE 4

/* Images on their way out. Lives until the last of them is gone or refused. */
typedef struct
{
  GtkWidget    *widget;
  GListModel   *media;
  unsigned int  next;
  unsigned int  n_active;
  unsigned int  n_failed;
  char         *failed_name;
  GError       *error;       /* the first one */
  GString      *report;      /* a line for each that stayed */
} Deletion;

static void
deletion_free (Deletion *self)
{
  g_object_unref (self->widget);
  g_object_unref (self->media);
  g_free (self->failed_name);
  g_clear_error (&self->error);
  g_string_free (self->report, TRUE);
  g_free (self);
}

static void
tell (Deletion *self)
{
  g_autofree char *title = NULL;

  if (self->n_failed == 0)
    return;

  if (self->n_failed == 1)
    title = g_strdup_printf (_("“%s” could not be deleted"), self->failed_name);
  else
    title = g_strdup_printf (ngettext ("%u image could not be deleted",
                                       "%u images could not be deleted", self->n_failed),
                             self->n_failed);
  airlift_error_toast_add_text (self->widget, title, self->error->message, self->report->str);
}

static void
note_failure (Deletion     *self,
              VcdMedia     *media,
              const GError *error)
{
  const char *details = vcd_error_get_details (error);

  self->n_failed++;
  g_string_append_printf (self->report, "%s: %s\n", vcd_media_get_name (media), error->message);
  if (details != NULL)
    g_string_append_printf (self->report, "%s\n", details);

  if (self->error == NULL)
    {
      self->error = g_error_copy (error);
      self->failed_name = g_strdup (vcd_media_get_name (media));
    }
}

static void go_on (Deletion *self);

static void
on_deleted (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  Deletion *self = data;
  g_autoptr (GError) error = NULL;

  if (!vcd_media_delete_finish (VCD_MEDIA (object), result, &error))
    note_failure (self, VCD_MEDIA (object), error);

  self->n_active--;
  go_on (self);
}

static void
go_on (Deletion *self)
{
  unsigned int n_items = g_list_model_get_n_items (self->media);

  while (self->n_active < MAX_ACTIVE && self->next < n_items)
    {
      g_autoptr (VcdMedia) media = g_list_model_get_item (self->media, self->next++);
      VcdTransfer *upload = airlift_media_find_upload (media);

      /* An upload that is cancelled takes away what it began. */
      if (upload != NULL)
        {
          vcd_transfer_cancel (upload);
          continue;
        }

      self->n_active++;
      vcd_media_delete_async (media, NULL, on_deleted, self);
    }

  if (self->n_active == 0)
    {
      tell (self);
      deletion_free (self);
    }
}

static void
on_confirmed (AdwAlertDialog *dialog,
              const char     *response,
              GListModel     *media)
{
  Deletion *self = g_new0 (Deletion, 1);

  self->widget = g_object_ref (g_object_get_data (G_OBJECT (dialog), "widget"));
  self->media = g_object_ref (media);
  self->report = g_string_new (NULL);
  go_on (self);
}

static char *
dup_heading (GListModel *media)
{
  unsigned int n_items = g_list_model_get_n_items (media);
  g_autoptr (VcdMedia) first = g_list_model_get_item (media, 0);

  if (n_items == 1)
    return g_strdup_printf (_("Delete “%s”?"), vcd_media_get_name (first));

  return g_strdup_printf (ngettext ("Delete %u Image?", "Delete %u Images?", n_items), n_items);
}

static char *
dup_body (GListModel *media)
{
  unsigned int n_items = g_list_model_get_n_items (media);
  unsigned int n_named = n_items > MAX_NAMES ? MAX_NAMES - 1 : n_items;
  g_autoptr (VcdMedia) first = g_list_model_get_item (media, 0);
  VcdCatalog *catalog = vcd_media_get_catalog (first);
  GString *body = g_string_new (NULL);

  for (unsigned int i = 0; n_items > 1 && i < n_named; i++)
    {
      g_autoptr (VcdMedia) item = g_list_model_get_item (media, i);

      g_string_append_printf (body, "%s\n", vcd_media_get_name (item));
    }
  if (n_items > n_named)
    g_string_append_printf (body, ngettext ("and %u more", "and %u more", n_items - n_named),
                            n_items - n_named);
  if (n_items > n_named)
    g_string_append_c (body, '\n');
  if (n_items > 1)
    g_string_append_c (body, '\n');

  g_string_append_printf (body,
                          n_items == 1
                            ? _("It is deleted from “%s” for everybody who uses that catalog, and "
                                "cannot be brought back.")
                            : _("They are deleted from “%s” for everybody who uses that catalog, "
                                "and cannot be brought back."),
                          catalog != NULL ? vcd_catalog_get_name (catalog) : "");

  return g_string_free_and_steal (body);
}

void
airlift_media_delete (GtkWidget  *widget,
                      GListModel *media)
{
  g_autofree char *heading = dup_heading (media);
  g_autofree char *body = dup_body (media);
  AdwDialog *dialog = adw_alert_dialog_new (heading, body);

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"), "delete",
                                  _("_Delete"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "delete",
                                            ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "widget", g_object_ref (widget), g_object_unref);
  g_signal_connect_object (dialog, "response::delete", G_CALLBACK (on_confirmed), media,
                           G_CONNECT_DEFAULT);
  g_object_set_data_full (G_OBJECT (dialog), "media", g_object_ref (media), g_object_unref);
  adw_dialog_present (dialog, widget);
}
