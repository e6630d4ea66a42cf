/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-uploads-box.h"

#include <glib/gi18n.h>

#include "airlift-default-queue.h"
#include "airlift-transfer-groups.h"
#include "airlift-transfer-list.h"

/* What is behind these is for the list of all transfers. */
#define MAX_ROWS 20

/* What is on its way to one catalog, above the list of what is there. Is gone when nothing is.
 *
 *   AirliftTransferGroups ─► GtkFilterListModel: uploads to the catalog that are not done
 *                         ─► GtkSliceListModel: the first ones
 */
struct _AirliftUploadsBox
{
  AdwBin                 parent_instance;

  AirliftTransferList   *list;
  GtkButton             *more_button;

  VcdCatalog            *catalog;
  AirliftTransferGroups *groups;
  GtkCustomFilter       *filter;
  GtkFilterListModel    *uploads;
  GtkSliceListModel     *first;
};

G_DEFINE_FINAL_TYPE (AirliftUploadsBox, airlift_uploads_box, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_CATALOG,
  PROP_QUEUE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* The list says that an item has changed when it comes into another section, so that this is asked
 * again then. What was cancelled and left something behind on the server stays to say so. */
static gboolean
is_wanted (gpointer item,
           gpointer data)
{
  AirliftUploadsBox *self = AIRLIFT_UPLOADS_BOX (data);
  VcdTransfer *transfer = VCD_TRANSFER (item);

  if (self->catalog == NULL || !VCD_IS_MEDIA_UPLOAD (transfer) ||
      airlift_transfer_get_group (transfer) == AIRLIFT_GROUP_DONE ||
      vcd_transfer_get_session (transfer) != vcd_catalog_get_session (self->catalog))
    return FALSE;

  return g_strcmp0 (vcd_media_upload_get_catalog_href (VCD_MEDIA_UPLOAD (transfer)),
                    vcd_catalog_get_href (self->catalog)) == 0;
}

static void
on_items_changed (AirliftUploadsBox *self)
{
  unsigned int n = g_list_model_get_n_items (G_LIST_MODEL (self->uploads));

  if (n > MAX_ROWS)
    {
      unsigned int more = n - MAX_ROWS;
      g_autofree char *label = g_strdup_printf (ngettext ("%u more upload", "%u more uploads",
                                                          more), more);

      gtk_button_set_label (self->more_button, label);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->more_button), n > MAX_ROWS);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}

static void
airlift_uploads_box_get_property (GObject      *object,
                                  unsigned int  id,
                                  GValue       *value,
                                  GParamSpec   *pspec)
{
  AirliftUploadsBox *self = AIRLIFT_UPLOADS_BOX (object);

  switch (id)
    {
    case PROP_CATALOG:
      g_value_set_object (value, self->catalog);
      break;
    case PROP_QUEUE:
      g_value_set_object (value, self->groups != NULL
                                   ? airlift_transfer_groups_get_queue (self->groups) : NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
airlift_uploads_box_set_property (GObject      *object,
                                  unsigned int  id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  AirliftUploadsBox *self = AIRLIFT_UPLOADS_BOX (object);

  switch (id)
    {
    case PROP_CATALOG:
      airlift_uploads_box_set_catalog (self, g_value_get_object (value));
      break;
    case PROP_QUEUE:
      airlift_uploads_box_set_queue (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
airlift_uploads_box_dispose (GObject *object)
{
  AirliftUploadsBox *self = AIRLIFT_UPLOADS_BOX (object);

  if (self->uploads != NULL)
    g_signal_handlers_disconnect_by_data (self->uploads, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), AIRLIFT_TYPE_UPLOADS_BOX);
  g_clear_object (&self->first);
  g_clear_object (&self->uploads);
  /* The filter may live on in a model that somebody holds. */
  if (self->filter != NULL)
    gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);
  g_clear_object (&self->filter);
  g_clear_object (&self->groups);
  g_clear_object (&self->catalog);

  G_OBJECT_CLASS (airlift_uploads_box_parent_class)->dispose (object);
}

static void
airlift_uploads_box_class_init (AirliftUploadsBoxClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = airlift_uploads_box_get_property;
  object_class->set_property = airlift_uploads_box_set_property;
  object_class->dispose = airlift_uploads_box_dispose;

  properties[PROP_CATALOG] =
    g_param_spec_object ("catalog", NULL, NULL, VCD_TYPE_CATALOG, flags);
  properties[PROP_QUEUE] =
    g_param_spec_object ("queue", NULL, NULL, VCD_TYPE_TRANSFER_QUEUE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (AIRLIFT_TYPE_TRANSFER_LIST);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/vcdairlift/Airlift/airlift-uploads-box.ui");
  gtk_widget_class_bind_template_child (widget_class, AirliftUploadsBox, list);
  gtk_widget_class_bind_template_child (widget_class, AirliftUploadsBox, more_button);
}

static void
airlift_uploads_box_init (AirliftUploadsBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->filter = gtk_custom_filter_new (is_wanted, self, NULL);
  self->uploads = gtk_filter_list_model_new (NULL, GTK_FILTER (g_object_ref (self->filter)));
  /* After the models behind it: what becomes visible then looks at them. */
  g_signal_connect_data (self->uploads, "items-changed", G_CALLBACK (on_items_changed), self, NULL,
                         G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  self->first = gtk_slice_list_model_new (g_object_ref (G_LIST_MODEL (self->uploads)), 0,
                                          MAX_ROWS);
  airlift_uploads_box_set_queue (self, airlift_transfers_get_default_queue ());
}

void
airlift_uploads_box_set_catalog (AirliftUploadsBox *self,
                                 VcdCatalog        *catalog)
{
  if (!g_set_object (&self->catalog, catalog))
    return;

  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CATALOG]);
}

void
airlift_uploads_box_set_queue (AirliftUploadsBox *self,
                               VcdTransferQueue  *queue)
{
  g_autoptr (AirliftTransferGroups) groups =
    queue != NULL ? airlift_transfer_groups_get (queue) : NULL;

  if (!g_set_object (&self->groups, groups))
    return;

  gtk_filter_list_model_set_model (self->uploads, G_LIST_MODEL (groups));
  airlift_transfer_list_set_model (self->list, queue, G_LIST_MODEL (self->first));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_QUEUE]);
}
