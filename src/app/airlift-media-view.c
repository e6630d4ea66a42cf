/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-media-view.h"

#include <glib/gi18n.h>

#include "airlift-application.h"
#include "airlift-media-cell.h"
#include "airlift-media-columns.h"
#include "airlift-media-drag.h"
#include "airlift-media-search.h"
#include "airlift-settled-list.h"

/* So long after the last change the widths of columns are written down. */
#define SAVE_MSEC 500

/* The images of a catalog in columns.
 *
 *   VcdCatalog ─► GtkSortListModel ─► AirliftSettledList ─► GtkFilterListModel
 *                   by the header                             name or description
 *     ─► GtkMultiSelection ─► GtkColumnView
 *
 * Sorting comes first, so that a search does not sort anew. It goes on piece by piece between two
 * frames, and is seen when it is done.
 */
struct _AirliftMediaView
{
  GtkWidget           parent_instance;

  GtkScrolledWindow  *scrolled_window;
  GtkColumnView      *column_view;
  GtkMultiSelection  *selection;
  GtkFilterListModel *filtered;
  AirliftSettledList *settled;
  GtkSortListModel   *sorted;
  GtkPopoverMenu     *context_menu;

  GSettings          *settings;
  VcdCatalog         *catalog;
  char               *search;
  gboolean            compact;
  unsigned int        save_widths;
};

G_DEFINE_FINAL_TYPE (AirliftMediaView, airlift_media_view, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_CATALOG,
  PROP_SEARCH,
  PROP_COMPACT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
on_activate (AirliftMediaView *self,
             unsigned int      position)
{
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
  gtk_widget_activate_action (GTK_WIDGET (self), "media.edit", NULL);
}

/* What is remembered: order and widths */

static GtkColumnViewColumn *
find_column (AirliftMediaView *self,
             const char       *id)
{
  GListModel *columns = gtk_column_view_get_columns (self->column_view);

  for (unsigned int i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      /* The view keeps it. */
      if (g_strcmp0 (gtk_column_view_column_get_id (column), id) == 0)
        return column;
    }

  return NULL;
}

static void
save_order (AirliftMediaView *self)
{
  GtkColumnViewSorter *sorter =
    GTK_COLUMN_VIEW_SORTER (gtk_column_view_get_sorter (self->column_view));
  GtkColumnViewColumn *column = gtk_column_view_sorter_get_primary_sort_column (sorter);
  gboolean descending =
    gtk_column_view_sorter_get_primary_sort_order (sorter) == GTK_SORT_DESCENDING;

  if (column == NULL)
    return;

  g_settings_set_string (self->settings, "media-sort-column",
                         gtk_column_view_column_get_id (column));
  g_settings_set_boolean (self->settings, "media-sort-descending", descending);
}

/* The model, which was told first, has begun to sort. */
static void
on_order_changed (AirliftMediaView *self)
{
  airlift_settled_list_hold (self->settled);
  airlift_settled_list_settle (self->settled);
  save_order (self);
}

static gboolean
save_widths (gpointer data)
{
  AirliftMediaView *self = data;
  GListModel *columns = gtk_column_view_get_columns (self->column_view);
  GVariantBuilder widths = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{si}"));

  self->save_widths = 0;
  for (unsigned int i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
      int width = gtk_column_view_column_get_fixed_width (column);

      if (width > 0)
        g_variant_builder_add (&widths, "{si}", gtk_column_view_column_get_id (column), width);
    }
  g_settings_set_value (self->settings, "media-column-widths", g_variant_builder_end (&widths));

  return G_SOURCE_REMOVE;
}

static void
on_width_changed (AirliftMediaView *self)
{
  g_clear_handle_id (&self->save_widths, g_source_remove);
  self->save_widths = g_timeout_add (SAVE_MSEC, save_widths, self);
}

static void
restore_order (AirliftMediaView *self)
{
  g_autofree char *id = g_settings_get_string (self->settings, "media-sort-column");
  gboolean descending = g_settings_get_boolean (self->settings, "media-sort-descending");
  GtkColumnViewColumn *column = find_column (self, id);

  if (column == NULL)
    column = find_column (self, "name");
  gtk_column_view_sort_by_column (self->column_view, column,
                                  descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
  g_signal_connect_object (gtk_column_view_get_sorter (self->column_view), "changed",
                           G_CALLBACK (on_order_changed), self, G_CONNECT_SWAPPED);
}

static void
restore_widths (AirliftMediaView *self)
{
  g_autoptr (GVariant) widths = g_settings_get_value (self->settings, "media-column-widths");
  GListModel *columns = gtk_column_view_get_columns (self->column_view);

  for (unsigned int i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
      int width = 0;

      if (g_variant_lookup (widths, gtk_column_view_column_get_id (column), "i", &width) &&
          width > 0)
        gtk_column_view_column_set_fixed_width (column, width);
      g_signal_connect_object (column, "notify::fixed-width", G_CALLBACK (on_width_changed), self,
                               G_CONNECT_SWAPPED);
    }
}

/* The pointer, and what it points to */

static AirliftMediaCell *
find_cell (GtkWidget *widget)
{
  for (; widget != NULL; widget = gtk_widget_get_first_child (widget))
    if (AIRLIFT_IS_MEDIA_CELL (widget))
      return AIRLIFT_MEDIA_CELL (widget);

  return NULL;
}

/* The image in the row at this place. */
static VcdMedia *
pick_media (AirliftMediaView *self,
            double            x,
            double            y)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self->column_view), x, y, GTK_PICK_DEFAULT);
  GtkWidget *ancestor;
  AirliftMediaCell *cell;

  if (widget == NULL)
    return NULL;

  ancestor = gtk_widget_get_ancestor (widget, AIRLIFT_TYPE_MEDIA_CELL);
  if (ancestor != NULL)
    return airlift_media_cell_get_media (AIRLIFT_MEDIA_CELL (ancestor));

  /* The margin of a row or of a cell, and not the whole list or its head. */
  if (widget == GTK_WIDGET (self->column_view) || GTK_IS_LIST_BASE (widget))
    return NULL;
  cell = find_cell (widget);
  return cell != NULL ? airlift_media_cell_get_media (cell) : NULL;
}

static gboolean
find_position (AirliftMediaView *self,
               VcdMedia         *media,
               unsigned int     *position)
{
  GListModel *model = G_LIST_MODEL (self->selection);
  unsigned int n_items = g_list_model_get_n_items (model);

  for (unsigned int i = 0; i < n_items; i++)
    {
      g_autoptr (VcdMedia) item = g_list_model_get_item (model, i);

      if (item == media)
        {
          *position = i;
          return TRUE;
        }
    }

  return FALSE;
}

/* What is done to a row that is not selected is done to that row alone. */
static void
ensure_selected (AirliftMediaView *self,
                 VcdMedia         *media)
{
  unsigned int position;

  if (find_position (self, media, &position) &&
      !gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), position))
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
}

static void
show_menu (AirliftMediaView   *self,
           const GdkRectangle *where)
{
  gtk_popover_set_pointing_to (GTK_POPOVER (self->context_menu), where);
  gtk_popover_popup (GTK_POPOVER (self->context_menu));
}

static void
on_secondary_press (AirliftMediaView *self,
                    int               n_press,
                    double            x,
                    double            y,
                    GtkGesture       *gesture)
{
  VcdMedia *media = pick_media (self, x, y);
  graphene_point_t point;

  if (media == NULL ||
      !gtk_widget_compute_point (GTK_WIDGET (self->column_view), GTK_WIDGET (self),
                                 &GRAPHENE_POINT_INIT ((float) x, (float) y), &point))
    return;

  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  ensure_selected (self, media);
  show_menu (self, &(GdkRectangle) { (int) point.x, (int) point.y, 1, 1 });
}

/* The selected images, if the drag begins at one of them; else the one where it begins. */
static GListModel *
prepare_drag (GtkWidget *widget,
              double     x,
              double     y,
              gpointer   data)
{
  AirliftMediaView *self = data;
  VcdMedia *media = pick_media (self, x, y);

  if (media == NULL)
    return NULL;

  ensure_selected (self, media);
  return airlift_media_view_dup_selected (self);
}

/* By the keyboard: at the row that has the focus. */
static void
on_menu_key (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  AirliftMediaView *self = AIRLIFT_MEDIA_VIEW (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  AirliftMediaCell *cell;
  graphene_rect_t bounds;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->column_view)) ||
      (cell = find_cell (focus)) == NULL ||
      !gtk_widget_compute_bounds (GTK_WIDGET (cell), widget, &bounds))
    return;

  ensure_selected (self, airlift_media_cell_get_media (cell));
  show_menu (self, &(GdkRectangle) { (int) bounds.origin.x + 24, (int) bounds.origin.y,
                                     1, (int) bounds.size.height });
}

static void
set_catalog (AirliftMediaView *self,
             VcdCatalog       *catalog)
{
  if (!g_set_object (&self->catalog, catalog))
    return;

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CATALOG]);
  airlift_media_view_scroll_to_start (self);
}

static void
airlift_media_view_get_property (GObject      *object,
                                 unsigned int  prop_id,
                                 GValue       *value,
                                 GParamSpec   *pspec)
{
  AirliftMediaView *self = AIRLIFT_MEDIA_VIEW (object);

  switch (prop_id)
    {
    case PROP_CATALOG:
      g_value_set_object (value, self->catalog);
      break;
    case PROP_SEARCH:
      g_value_set_string (value, self->search);
      break;
    case PROP_COMPACT:
      g_value_set_boolean (value, self->compact);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
airlift_media_view_set_property (GObject      *object,
                                 unsigned int  prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  AirliftMediaView *self = AIRLIFT_MEDIA_VIEW (object);

  switch (prop_id)
    {
    case PROP_CATALOG:
      set_catalog (self, g_value_get_object (value));
      break;
    case PROP_SEARCH:
      if (g_set_str (&self->search, g_value_get_string (value)))
        {
          airlift_media_search_set (self->filtered, self->search);
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    case PROP_COMPACT:
      if (self->compact != g_value_get_boolean (value))
        {
          self->compact = g_value_get_boolean (value);
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static gboolean
airlift_media_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (AIRLIFT_MEDIA_VIEW (widget)->column_view));
}

static void
airlift_media_view_dispose (GObject *object)
{
  AirliftMediaView *self = AIRLIFT_MEDIA_VIEW (object);

  if (self->save_widths != 0)
    {
      g_clear_handle_id (&self->save_widths, g_source_remove);
      save_widths (self);
    }
  /* Columns that go with the view are no order that somebody chose. */
  if (self->column_view != NULL)
    g_signal_handlers_disconnect_by_func (gtk_column_view_get_sorter (self->column_view),
                                          on_order_changed, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), AIRLIFT_TYPE_MEDIA_VIEW);
  g_clear_object (&self->catalog);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (airlift_media_view_parent_class)->dispose (object);
}

static void
airlift_media_view_finalize (GObject *object)
{
  g_free (AIRLIFT_MEDIA_VIEW (object)->search);

  G_OBJECT_CLASS (airlift_media_view_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/vcdairlift/Airlift/airlift-media-view.ui");
  gtk_widget_class_bind_template_child (widget_class, AirliftMediaView, scrolled_window);
  gtk_widget_class_bind_template_child (widget_class, AirliftMediaView, column_view);
  gtk_widget_class_bind_template_child (widget_class, AirliftMediaView, selection);
  gtk_widget_class_bind_template_child (widget_class, AirliftMediaView, filtered);
  gtk_widget_class_bind_template_child (widget_class, AirliftMediaView, settled);
  gtk_widget_class_bind_template_child (widget_class, AirliftMediaView, sorted);
  gtk_widget_class_bind_template_child (widget_class, AirliftMediaView, context_menu);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
}

static void
airlift_media_view_class_init (AirliftMediaViewClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = airlift_media_view_get_property;
  object_class->set_property = airlift_media_view_set_property;
  object_class->dispose = airlift_media_view_dispose;
  object_class->finalize = airlift_media_view_finalize;
  widget_class->grab_focus = airlift_media_view_grab_focus;

  properties[PROP_CATALOG] =
    g_param_spec_object ("catalog", NULL, NULL, VCD_TYPE_CATALOG, flags);
  properties[PROP_SEARCH] = g_param_spec_string ("search", NULL, NULL, NULL, flags);
  properties[PROP_COMPACT] = g_param_spec_boolean ("compact", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (AIRLIFT_TYPE_SETTLED_LIST);
  g_type_ensure (VCD_TYPE_MEDIA);
  bind_template (widget_class);

  gtk_widget_class_install_action (widget_class, "media.show-menu", NULL, on_menu_key);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK,
                                       "media.show-menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "media.show-menu", NULL);
}

static void
airlift_media_view_init (AirliftMediaView *self)
{
  GtkGesture *gesture = gtk_gesture_click_new ();

  self->settings = g_object_ref (airlift_application_get_settings (airlift_application_get ()));
  gtk_widget_init_template (GTK_WIDGET (self));

  airlift_media_columns_fill (self->column_view, G_OBJECT (self));
  restore_order (self);
  restore_widths (self);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (gesture), GDK_BUTTON_SECONDARY);
  g_signal_connect_object (gesture, "pressed", G_CALLBACK (on_secondary_press), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->column_view), GTK_EVENT_CONTROLLER (gesture));
  gtk_widget_add_controller (GTK_WIDGET (self->column_view),
                             airlift_media_drag_new (prepare_drag, self));
}

GtkSelectionModel *
airlift_media_view_get_selection (AirliftMediaView *self)
{
  return GTK_SELECTION_MODEL (self->selection);
}

GListModel *
airlift_media_view_dup_selected (AirliftMediaView *self)
{
  GListStore *selected = g_list_store_new (VCD_TYPE_MEDIA);
  g_autoptr (GtkBitset) bits =
    gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  GtkBitsetIter iter;
  unsigned int position;

  for (gboolean more = gtk_bitset_iter_init_first (&iter, bits, &position); more;
       more = gtk_bitset_iter_next (&iter, &position))
    {
      g_autoptr (VcdMedia) media = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

      g_list_store_append (selected, media);
    }

  return G_LIST_MODEL (selected);
}

gboolean
airlift_media_view_select (AirliftMediaView *self,
                           const char       *media_href)
{
  GListModel *model = G_LIST_MODEL (self->selection);
  unsigned int n_items = g_list_model_get_n_items (model);

  for (unsigned int i = 0; i < n_items; i++)
    {
      g_autoptr (VcdMedia) media = g_list_model_get_item (model, i);

      if (g_strcmp0 (vcd_media_get_href (media), media_href) == 0)
        {
          gtk_column_view_scroll_to (self->column_view, i, NULL,
                                     GTK_LIST_SCROLL_FOCUS | GTK_LIST_SCROLL_SELECT, NULL);
          return TRUE;
        }
    }

  return FALSE;
}

void
airlift_media_view_select_first (AirliftMediaView *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0)
    gtk_column_view_scroll_to (self->column_view, 0, NULL,
                               GTK_LIST_SCROLL_FOCUS | GTK_LIST_SCROLL_SELECT, NULL);
}

/* A sorter that is told to have changed loses the keys it has made, and compares what may change
 * under its hands: the model gets it anew instead. */
void
airlift_media_view_resort (AirliftMediaView *self)
{
  GtkSorter *sorter = gtk_column_view_get_sorter (self->column_view);

  airlift_settled_list_hold (self->settled);
  g_object_freeze_notify (G_OBJECT (self->sorted));
  gtk_sort_list_model_set_sorter (self->sorted, NULL);
  gtk_sort_list_model_set_sorter (self->sorted, sorter);
  g_object_thaw_notify (G_OBJECT (self->sorted));
  airlift_settled_list_settle (self->settled);
}

void
airlift_media_view_scroll_to_start (AirliftMediaView *self)
{
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled_window), 0);
}
