/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-drop-target.h"

#include <glib/gi18n.h>

#include "airlift-intake.h"
#include "airlift-media-list.h"
#include "airlift-window.h"

/* A place where files and images can be dropped. What would happen is said while the drag is above
 * it: the widget lights up, and the window shows a sentence. */

typedef struct
{
  AirliftDropGetCatalog get_catalog;
  gpointer              data;
} DropPlace;

static AirliftWindow *
get_window (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  return AIRLIFT_IS_WINDOW (root) ? AIRLIFT_WINDOW (root) : NULL;
}

/* Images are not dropped on the catalog that they are in. */
static gboolean
is_at_home (GtkDropTarget *target,
            VcdCatalog    *catalog)
{
  const GValue *value = gtk_drop_target_get_value (target);
  g_autoptr (VcdMedia) first = NULL;

  if (catalog == NULL || value == NULL || !G_VALUE_HOLDS (value, AIRLIFT_TYPE_MEDIA_LIST))
    return FALSE;

  first = g_list_model_get_item (airlift_media_list_get_media (g_value_get_object (value)), 0);
  return first != NULL && vcd_media_get_catalog (first) == catalog;
}

/* Why nothing can be put into the catalog now, as a sentence; NULL if it can. */
static char *
dup_refusal (VcdCatalog *catalog)
{
  VcdSession *session = vcd_catalog_get_session (catalog);

  if (session == NULL || vcd_session_get_state (session) != VCD_SESSION_SIGNED_IN)
    return g_strdup (_("The account is not signed in."));

  return g_strdup (vcd_catalog_get_read_only_reason (catalog));
}

static gboolean
ask (GtkDropTarget  *target,
     VcdCatalog    **catalog,
     char          **reason)
{
  GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target));
  DropPlace *place = g_object_get_data (G_OBJECT (target), "place");

  if (!place->get_catalog (widget, catalog, place->data))
    return FALSE;

  if (is_at_home (target, *catalog))
    *reason = g_strdup (_("This is the catalog that the images are in."));
  else if (*catalog != NULL)
    *reason = dup_refusal (*catalog);

  return *reason == NULL;
}

/* What is dragged is said in the hint: files are uploaded, images are copied. */
static gboolean
is_media (GtkDropTarget *target)
{
  const GValue *value = gtk_drop_target_get_value (target);

  return value != NULL && G_VALUE_HOLDS (value, AIRLIFT_TYPE_MEDIA_LIST);
}

static void
show_hint (GtkDropTarget *target,
           gboolean       accepted,
           VcdCatalog    *catalog,
           const char    *reason)
{
  GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target));
  AirliftWindow *window = get_window (widget);
  g_autofree char *text = NULL;

  if (!accepted)
    text = g_strdup (reason);
  else if (catalog != NULL && is_media (target))
    text = g_strdup_printf (_("Drop to copy to “%s”"), vcd_catalog_get_name (catalog));
  else if (is_media (target))
    text = g_strdup (_("Drop to copy, and choose a catalog then"));
  else if (catalog != NULL)
    text = g_strdup_printf (_("Drop to upload to “%s”"), vcd_catalog_get_name (catalog));
  else
    text = g_strdup (_("Drop to upload, and choose a catalog then"));

  if (accepted)
    gtk_widget_add_css_class (widget, "drop-accepted");
  else if (reason != NULL)
    gtk_widget_add_css_class (widget, "drop-refused");
  if (window != NULL)
    airlift_window_set_drop_hint (window, text, accepted);
}

static void
hide_hint (GtkDropTarget *target)
{
  GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target));
  AirliftWindow *window = get_window (widget);

  gtk_widget_remove_css_class (widget, "drop-accepted");
  gtk_widget_remove_css_class (widget, "drop-refused");
  if (window != NULL)
    airlift_window_set_drop_hint (window, NULL, FALSE);
}

static GdkDragAction
on_move (GtkDropTarget *target,
         double         x,
         double         y,
         gpointer       data)
{
  g_autofree char *reason = NULL;
  VcdCatalog *catalog = NULL;
  gboolean accepted = ask (target, &catalog, &reason);

  hide_hint (target);
  show_hint (target, accepted, catalog, reason);

  return accepted ? GDK_ACTION_COPY : 0;
}

static GListStore *
list_files (const GValue *value)
{
  GListStore *files = g_list_store_new (G_TYPE_FILE);

  if (G_VALUE_HOLDS (value, G_TYPE_FILE))
    {
      g_list_store_append (files, g_value_get_object (value));
    }
  else
    {
      g_autoptr (GSList) list = gdk_file_list_get_files (g_value_get_boxed (value));

      for (GSList *l = list; l != NULL; l = l->next)
        g_list_store_append (files, l->data);
    }

  return files;
}

static gboolean
on_drop (GtkDropTarget *target,
         const GValue  *value,
         double         x,
         double         y,
         gpointer       data)
{
  GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target));
  AirliftWindow *window = get_window (widget);
  g_autofree char *reason = NULL;
  VcdCatalog *catalog = NULL;

  hide_hint (target);
  if (window == NULL || !ask (target, &catalog, &reason))
    return FALSE;

  if (G_VALUE_HOLDS (value, AIRLIFT_TYPE_MEDIA_LIST))
    {
      airlift_intake_media (window, airlift_media_list_get_media (g_value_get_object (value)),
                            catalog);
    }
  else
    {
      g_autoptr (GListStore) files = list_files (value);

      airlift_intake_files (window, G_LIST_MODEL (files), catalog);
    }

  return TRUE;
}

GtkEventController *
airlift_drop_target_new (AirliftDropGetCatalog get_catalog,
                         gpointer              data)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);
  GType types[] = { AIRLIFT_TYPE_MEDIA_LIST, GDK_TYPE_FILE_LIST, G_TYPE_FILE };
  DropPlace *place = g_new0 (DropPlace, 1);

  place->get_catalog = get_catalog;
  place->data = data;
  g_object_set_data_full (G_OBJECT (target), "place", place, g_free);
  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  gtk_drop_target_set_preload (target, TRUE);
  g_signal_connect (target, "enter", G_CALLBACK (on_move), NULL);
  g_signal_connect (target, "motion", G_CALLBACK (on_move), NULL);
  g_signal_connect (target, "leave", G_CALLBACK (hide_hint), NULL);
  g_signal_connect (target, "drop", G_CALLBACK (on_drop), NULL);

  return GTK_EVENT_CONTROLLER (target);
}
