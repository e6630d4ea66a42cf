/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-transfer-list.h"

#include <glib/gi18n.h>

#include "airlift-transfer-groups.h"
#include "airlift-transfer-row.h"

/* So many rows are made at once, and the others one by one when there is nothing else to do: a view
 * keeps up to 200 of them, and to make all of those at once would be seen as a halt. */
#define FIRST_ROWS 8

/* A list that is scrolled by less is at its top: it may be that a header has come. */
#define AT_TOP 48

/* Transfers below each other, with the keys that work on the one that has the focus, and rows that
 * can be dragged to another place.
 *
 *   AirliftTransferGroups, or a filter of it ─► GtkSliceListModel ─► GtkNoSelection ─► GtkListView
 *
 * The slice grows while it is seen: what is in a closed popover costs nothing. */
struct _AirliftTransferList
{
  AdwBin              parent_instance;

  GtkScrolledWindow  *scroller;
  GtkListView        *view;

  VcdTransferQueue   *queue;
  GListModel         *model;
  GtkSliceListModel  *slice;
  unsigned int        growth;
  unsigned int        settling;
  GtkListItemFactory *header_factory;
  gboolean            compact;
};

G_DEFINE_FINAL_TYPE (AirliftTransferList, airlift_transfer_list, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_COMPACT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const char *
get_title (AirliftGroup group)
{
  switch (group)
    {
    case AIRLIFT_GROUP_ACTIVE:
      return _("Active");
    case AIRLIFT_GROUP_WAITING:
      return _("Waiting");
    case AIRLIFT_GROUP_ATTENTION:
      return _("Needs Attention");
    case AIRLIFT_GROUP_DONE:
    case AIRLIFT_N_GROUPS:
    default:
      return _("Done");
    }
}

/* Headers: a title and a count. */

static void
update_header (GtkListHeader *header)
{
  GtkWidget *box = gtk_list_header_get_child (header);
  VcdTransfer *first = gtk_list_header_get_item (header);
  g_autofree char *count = NULL;
  GtkWidget *title, *number;

  if (first == NULL || box == NULL)
    return;

  title = gtk_widget_get_first_child (box);
  number = gtk_widget_get_next_sibling (title);
  /* Translators: how many there are in a section of a list */
  count = g_strdup_printf (_("%u"), gtk_list_header_get_n_items (header));
  gtk_label_set_label (GTK_LABEL (title), get_title (airlift_transfer_get_group (first)));
  gtk_label_set_label (GTK_LABEL (number), count);
}

static void
setup_header (GtkListItemFactory *factory,
              GtkListHeader      *header)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *title = gtk_label_new (NULL);
  GtkWidget *number = gtk_label_new (NULL);

  gtk_widget_add_css_class (box, "transfer-header");
  gtk_widget_add_css_class (title, "heading");
  gtk_widget_add_css_class (number, "dimmed");
  gtk_widget_add_css_class (number, "numeric");
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), number);
  gtk_list_header_set_child (header, box);
  g_signal_connect (header, "notify::n-items", G_CALLBACK (update_header), NULL);
  g_signal_connect (header, "notify::item", G_CALLBACK (update_header), NULL);
}

/* Dragging a row to another place of its section. */

static GdkContentProvider *
on_drag_prepare (GtkDragSource      *source,
                 double              x,
                 double              y,
                 AirliftTransferRow *row)
{
  VcdTransfer *transfer = airlift_transfer_row_get_transfer (row);

  if (transfer == NULL || airlift_transfer_get_group (transfer) == AIRLIFT_GROUP_DONE)
    return NULL;

  return gdk_content_provider_new_typed (VCD_TYPE_TRANSFER, transfer);
}

static void
on_drag_begin (GtkDragSource      *source,
               GdkDrag            *drag,
               AirliftTransferRow *row)
{
  VcdTransfer *transfer = airlift_transfer_row_get_transfer (row);
  GtkWidget *label = gtk_label_new (vcd_transfer_get_name (transfer));

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 32);
  gtk_widget_add_css_class (label, "transfer-drag");
  gtk_drag_icon_set_child (GTK_DRAG_ICON (gtk_drag_icon_get_for_drag (drag)), label);
}

static gboolean
on_drop (GtkDropTarget      *target,
         const GValue       *value,
         double              x,
         double              y,
         AirliftTransferRow *row)
{
  VcdTransfer *dragged = g_value_get_object (value);
  VcdTransfer *here = airlift_transfer_row_get_transfer (row);
  VcdTransferQueue *queue = airlift_transfer_row_get_queue (row);
  g_autoptr (AirliftTransferGroups) groups = NULL;

  if (dragged == NULL || here == NULL || queue == NULL)
    return FALSE;

  groups = airlift_transfer_groups_get (queue);
  return airlift_transfer_groups_move_to (groups, dragged, here);
}

static void
add_drag (GtkWidget *row)
{
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (VCD_TYPE_TRANSFER, GDK_ACTION_MOVE);

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect_object (source, "prepare", G_CALLBACK (on_drag_prepare), row,
                           G_CONNECT_DEFAULT);
  g_signal_connect_object (source, "drag-begin", G_CALLBACK (on_drag_begin), row,
                           G_CONNECT_DEFAULT);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (source));

  gtk_drop_target_set_preload (target, TRUE);
  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop), row, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (target));
}

/* Rows. */

static void
on_setup (AirliftTransferList *self,
          GtkListItem         *item)
{
  GtkWidget *row = airlift_transfer_row_new ();

  g_object_set (row, "compact", self->compact, NULL);
  airlift_transfer_row_set_queue (AIRLIFT_TRANSFER_ROW (row), self->queue);
  add_drag (row);
  gtk_list_item_set_child (item, row);
  g_object_bind_property (row, "sentence", item, "accessible-label", G_BINDING_SYNC_CREATE);
}

static void
on_bind (AirliftTransferList *self,
         GtkListItem         *item)
{
  airlift_transfer_row_set_transfer (AIRLIFT_TRANSFER_ROW (gtk_list_item_get_child (item)),
                                     gtk_list_item_get_item (item));
}

static void
on_unbind (AirliftTransferList *self,
           GtkListItem         *item)
{
  airlift_transfer_row_set_transfer (AIRLIFT_TRANSFER_ROW (gtk_list_item_get_child (item)), NULL);
}

static void
on_activate (AirliftTransferList *self,
             unsigned int         position)
{
  GtkSelectionModel *model = gtk_list_view_get_model (self->view);
  g_autoptr (VcdTransfer) transfer = g_list_model_get_item (G_LIST_MODEL (model), position);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWidget *row = focus != NULL ? gtk_widget_get_first_child (focus) : NULL;

  if (row != NULL && AIRLIFT_IS_TRANSFER_ROW (row) &&
      airlift_transfer_row_get_transfer (AIRLIFT_TRANSFER_ROW (row)) == transfer)
    airlift_transfer_row_activate (AIRLIFT_TRANSFER_ROW (row));
}

/* Keys. The focus is on the list's own widget around a row, or on a button in it. */

static AirliftTransferRow *
get_focus_row (GtkWidget *view,
               gboolean  *inside)
{
  GtkRoot *root = gtk_widget_get_root (view);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *row;

  *inside = FALSE;
  if (focus == NULL || focus == view || !gtk_widget_is_ancestor (focus, view))
    return NULL;

  row = gtk_widget_get_first_child (focus);
  if (row != NULL && AIRLIFT_IS_TRANSFER_ROW (row))
    return AIRLIFT_TRANSFER_ROW (row);

  *inside = TRUE;
  row = gtk_widget_get_ancestor (focus, AIRLIFT_TYPE_TRANSFER_ROW);
  return row != NULL ? AIRLIFT_TRANSFER_ROW (row) : NULL;
}

/* What a key means for @transfer as it is. */
static const char *
get_action (const char  *key,
            VcdTransfer *transfer)
{
  if (g_str_equal (key, "toggle"))
    return vcd_transfer_get_state (transfer) == VCD_TRANSFER_PAUSED ? "transfer.resume"
                                                                    : "transfer.pause";
  if (g_str_equal (key, "end"))
    return vcd_transfer_is_final (transfer) ? "transfer.remove" : "transfer.cancel";

  return key;
}

static gboolean
on_key (GtkWidget *view,
        GVariant  *key,
        gpointer   data)
{
  gboolean inside;
  AirliftTransferRow *row = get_focus_row (view, &inside);
  VcdTransfer *transfer = row != NULL ? airlift_transfer_row_get_transfer (row) : NULL;
  const char *name = g_variant_get_string (key, NULL);

  /* Space on a button is the button's. */
  if (transfer == NULL || (inside && g_str_equal (name, "toggle")))
    return FALSE;

  gtk_widget_activate_action (GTK_WIDGET (row), get_action (name, transfer), NULL);
  return TRUE;
}

static void
add_keys (GtkWidget *view)
{
  const struct { const char *trigger; const char *key; } keys[] = {
    { "space|KP_Space", "toggle" },
    { "Delete|KP_Delete", "end" },
    { "<Alt>Up|<Alt>KP_Up", "transfer.move-up" },
    { "<Alt>Down|<Alt>KP_Down", "transfer.move-down" },
    { "<Control>e|F2", "transfer.edit" },
    { "Menu|<Shift>F10", "transfer.menu" },
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  for (unsigned int i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      GtkShortcut *shortcut =
        gtk_shortcut_new (gtk_shortcut_trigger_parse_string (keys[i].trigger),
                          gtk_callback_action_new (on_key, NULL, NULL));

      gtk_shortcut_set_arguments (shortcut, g_variant_new_string (keys[i].key));
      gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
    }
  gtk_widget_add_controller (view, controller);
}

static gboolean
is_at_top (AirliftTransferList *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);

  return gtk_adjustment_get_page_size (adjustment) > 0 &&
         gtk_adjustment_get_value (adjustment) < AT_TOP;
}

static gboolean
settle (gpointer data)
{
  AirliftTransferList *self = AIRLIFT_TRANSFER_LIST (data);

  self->settling = 0;
  if (is_at_top (self))
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);

  return G_SOURCE_REMOVE;
}

/* A popover gives the focus to the first row before it has a size, and that scrolls. */
static void
settle_later (AirliftTransferList *self)
{
  if (self->settling == 0)
    self->settling = g_idle_add (settle, self);
}

/* A view holds on to the row that it sees first, and goes with it when it comes into another
 * section: whoever is at the top wants to stay there. */
static void
stay_at_top (AirliftTransferList *self)
{
  if (!is_at_top (self) || g_list_model_get_n_items (G_LIST_MODEL (self->slice)) == 0)
    return;

  gtk_list_view_scroll_to (self->view, 0, GTK_LIST_SCROLL_NONE, NULL);
  settle_later (self);
}

static gboolean
grow (gpointer data)
{
  AirliftTransferList *self = AIRLIFT_TRANSFER_LIST (data);
  unsigned int size = gtk_slice_list_model_get_size (self->slice) + 1;

  gtk_slice_list_model_set_size (self->slice, size);
  if (size < g_list_model_get_n_items (self->model))
    return G_SOURCE_CONTINUE;

  self->growth = 0;
  return G_SOURCE_REMOVE;
}

static void
update_growth (AirliftTransferList *self)
{
  gboolean wanted = gtk_widget_get_mapped (GTK_WIDGET (self)) && self->model != NULL &&
                    gtk_slice_list_model_get_size (self->slice) <
                      g_list_model_get_n_items (self->model);

  if (wanted && self->growth == 0)
    self->growth = g_idle_add_full (G_PRIORITY_LOW, grow, self, NULL);
  else if (!wanted)
    g_clear_handle_id (&self->growth, g_source_remove);
}

static void
airlift_transfer_list_map (GtkWidget *widget)
{
  AirliftTransferList *self = AIRLIFT_TRANSFER_LIST (widget);

  if (gtk_slice_list_model_get_size (self->slice) == 0)
    gtk_slice_list_model_set_size (self->slice, FIRST_ROWS);

  GTK_WIDGET_CLASS (airlift_transfer_list_parent_class)->map (widget);
  update_growth (self);
}

static void
airlift_transfer_list_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (airlift_transfer_list_parent_class)->unmap (widget);
  update_growth (AIRLIFT_TRANSFER_LIST (widget));
}

static void
airlift_transfer_list_get_property (GObject      *object,
                                    unsigned int  id,
                                    GValue       *value,
                                    GParamSpec   *pspec)
{
  AirliftTransferList *self = AIRLIFT_TRANSFER_LIST (object);

  switch (id)
    {
    case PROP_COMPACT:
      g_value_set_boolean (value, self->compact);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
airlift_transfer_list_set_property (GObject      *object,
                                    unsigned int  id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  AirliftTransferList *self = AIRLIFT_TRANSFER_LIST (object);

  switch (id)
    {
    case PROP_COMPACT:
      self->compact = g_value_get_boolean (value);
      gtk_scrolled_window_set_propagate_natural_height (self->scroller, self->compact);
      gtk_scrolled_window_set_max_content_height (self->scroller, self->compact ? 232 : -1);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
airlift_transfer_list_dispose (GObject *object)
{
  AirliftTransferList *self = AIRLIFT_TRANSFER_LIST (object);

  g_clear_handle_id (&self->growth, g_source_remove);
  g_clear_handle_id (&self->settling, g_source_remove);
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  /* The template would unparent the bin's child behind its back. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), AIRLIFT_TYPE_TRANSFER_LIST);
  g_signal_handlers_disconnect_by_data (self->slice, self);
  g_clear_object (&self->slice);
  g_clear_object (&self->header_factory);
  g_clear_object (&self->model);
  g_clear_object (&self->queue);

  G_OBJECT_CLASS (airlift_transfer_list_parent_class)->dispose (object);
}

static void
airlift_transfer_list_class_init (AirliftTransferListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = airlift_transfer_list_get_property;
  object_class->set_property = airlift_transfer_list_set_property;
  object_class->dispose = airlift_transfer_list_dispose;
  widget_class->map = airlift_transfer_list_map;
  widget_class->unmap = airlift_transfer_list_unmap;

  /* As high as its rows, up to some; without sections and targets. */
  properties[PROP_COMPACT] =
    g_param_spec_boolean ("compact", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/vcdairlift/Airlift/airlift-transfer-list.ui");
  gtk_widget_class_bind_template_child (widget_class, AirliftTransferList, scroller);
  gtk_widget_class_bind_template_child (widget_class, AirliftTransferList, view);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_setup);
  gtk_widget_class_bind_template_callback (widget_class, on_bind);
  gtk_widget_class_bind_template_callback (widget_class, on_unbind);
}

static void
airlift_transfer_list_init (AirliftTransferList *self)
{
  g_autoptr (GtkNoSelection) selection = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));

  self->header_factory = gtk_signal_list_item_factory_new ();
  g_signal_connect (self->header_factory, "setup", G_CALLBACK (setup_header), NULL);
  self->slice = gtk_slice_list_model_new (NULL, 0, 0);
  selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->slice)));
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
  g_signal_connect_data (self->slice, "items-changed", G_CALLBACK (stay_at_top), self, NULL,
                         G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scroller),
                           "notify::page-size", G_CALLBACK (settle_later), self,
                           G_CONNECT_SWAPPED);
  add_keys (GTK_WIDGET (self->view));
}

void
airlift_transfer_list_set_model (AirliftTransferList *self,
                                 VcdTransferQueue    *queue,
                                 GListModel          *model)
{
  g_set_object (&self->queue, queue);
  if (self->model == model)
    return;

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_set_object (&self->model, model);

  gtk_list_view_set_header_factory (self->view, self->compact ? NULL : self->header_factory);
  gtk_slice_list_model_set_model (self->slice, model);
  if (model != NULL)
    g_signal_connect_swapped (model, "items-changed", G_CALLBACK (update_growth), self);
  update_growth (self);
}
