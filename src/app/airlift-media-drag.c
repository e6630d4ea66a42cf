/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-media-drag.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "airlift-media-list.h"
#include "airlift-media-text.h"

/* Images on their way to another catalog, under the pointer. */
typedef struct
{
  AirliftMediaDragPrepare  prepare;
  gpointer                 data;
  GListModel              *media;  /* of the drag that goes on */
} MediaDrag;

static void
media_drag_free (gpointer data)
{
  MediaDrag *self = data;

  g_clear_object (&self->media);
  g_free (self);
}

static GdkContentProvider *
on_prepare (GtkDragSource *source,
            double         x,
            double         y,
            MediaDrag     *self)
{
  GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source));
  g_autoptr (AirliftMediaList) list = NULL;

  g_clear_object (&self->media);
  self->media = self->prepare (widget, x, y, self->data);
  if (self->media == NULL)
    return NULL;

  list = airlift_media_list_new (self->media);
  return gdk_content_provider_new_typed (AIRLIFT_TYPE_MEDIA_LIST, list);
}

/* One by its name, several by their number. */
static GtkWidget *
new_icon (GListModel *media)
{
  unsigned int n_items = g_list_model_get_n_items (media);
  g_autoptr (VcdMedia) first = g_list_model_get_item (media, 0);
  g_autofree char *text = n_items == 1
                            ? g_strdup (vcd_media_get_name (first))
                            : g_strdup_printf (ngettext ("%u image", "%u images", n_items),
                                               n_items);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 32);
  gtk_box_append (GTK_BOX (box),
                  gtk_image_new_from_icon_name (airlift_media_get_icon_name (first)));
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_add_css_class (box, "media-drag");

  return box;
}

static void
on_begin (GtkDragSource *source,
          GdkDrag       *drag,
          MediaDrag     *self)
{
  gtk_drag_icon_set_child (GTK_DRAG_ICON (gtk_drag_icon_get_for_drag (drag)),
                           new_icon (self->media));
  gdk_drag_set_hotspot (drag, -12, -12);
}

static void
on_end (GtkDragSource *source,
        GdkDrag       *drag,
        gboolean       delete_data,
        MediaDrag     *self)
{
  g_clear_object (&self->media);
}

GtkEventController *
airlift_media_drag_new (AirliftMediaDragPrepare prepare,
                        gpointer                data)
{
  GtkDragSource *source = gtk_drag_source_new ();
  MediaDrag *self = g_new0 (MediaDrag, 1);

  self->prepare = prepare;
  self->data = data;
  gtk_drag_source_set_actions (source, GDK_ACTION_COPY);
  g_object_set_data_full (G_OBJECT (source), "drag", self, media_drag_free);
  g_signal_connect (source, "prepare", G_CALLBACK (on_prepare), self);
  g_signal_connect (source, "drag-begin", G_CALLBACK (on_begin), self);
  g_signal_connect (source, "drag-end", G_CALLBACK (on_end), self);

  return GTK_EVENT_CONTROLLER (source);
}
