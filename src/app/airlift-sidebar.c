/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-sidebar.h"

#include <glib/gi18n.h>

#include "airlift-application.h"
#include "airlift-sidebar-row.h"

/* Accounts with their catalogs.
 *
 *   VcdSessionList ─► GtkTreeListModel (a session's catalogs below it) ─► GtkSingleSelection
 *                                                                             └─► selected
 * What was selected last comes back when it has been loaded.
 */
struct _AirliftSidebar
{
  GtkWidget           parent_instance;

  GtkListView        *list;

  GSettings          *settings;
  GtkTreeListModel   *tree;
  GtkSingleSelection *selection;
  char               *wanted_account;
  char               *wanted_catalog;
};

G_DEFINE_FINAL_TYPE (AirliftSidebar, airlift_sidebar, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_SELECTED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  ACTIVATED,
  N_SIGNALS
};

static unsigned int signals[N_SIGNALS];

static GListModel *
create_children (gpointer item,
                 gpointer data)
{
  if (!VCD_IS_SESSION (item))
    return NULL;

  return g_object_ref (vcd_session_get_catalogs (VCD_SESSION (item)));
}

static void
on_expanded (GtkTreeListRow *row,
             GParamSpec     *pspec,
             gpointer        data)
{
  AirliftSidebar *self = data;
  g_auto (GStrv) collapsed = g_settings_get_strv (self->settings, "collapsed-accounts");
  g_autoptr (VcdSession) session = gtk_tree_list_row_get_item (row);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) ids = NULL;
  const char *id;

  /* A row that goes away, as one does whose account is moved, is not folded up by anybody. */
  if (session == NULL || !gtk_tree_list_row_is_expandable (row))
    return;

  id = vcd_account_get_id (vcd_session_get_account (session));
  for (unsigned int i = 0; collapsed[i] != NULL; i++)
    {
      if (!g_str_equal (collapsed[i], id))
        g_strv_builder_add (builder, collapsed[i]);
    }
  if (!gtk_tree_list_row_get_expanded (row))
    g_strv_builder_add (builder, id);

  ids = g_strv_builder_end (builder);
  g_settings_set_strv (self->settings, "collapsed-accounts", (const char * const *) ids);
}

/* Folds up what was folded up before, and remembers from now on. */
static void
watch_row (AirliftSidebar *self,
           unsigned int    position)
{
  g_auto (GStrv) collapsed = g_settings_get_strv (self->settings, "collapsed-accounts");
  g_autoptr (GtkTreeListRow) row = gtk_tree_list_model_get_row (self->tree, position);
  g_autoptr (GObject) item = row != NULL ? gtk_tree_list_row_get_item (row) : NULL;
  VcdAccount *account;

  if (!VCD_IS_SESSION (item) || g_object_get_data (G_OBJECT (row), "watched") != NULL)
    return;

  account = vcd_session_get_account (VCD_SESSION (item));
  if (g_strv_contains ((const char * const *) collapsed, vcd_account_get_id (account)))
    gtk_tree_list_row_set_expanded (row, FALSE);
  g_object_set_data (G_OBJECT (row), "watched", row);
  g_signal_connect_object (row, "notify::expanded", G_CALLBACK (on_expanded), self, 0);
}

static gboolean
is_wanted (AirliftSidebar *self,
           GObject        *item)
{
  VcdSession *session;

  if (VCD_IS_CATALOG (item))
    {
      if (g_strcmp0 (vcd_catalog_get_href (VCD_CATALOG (item)), self->wanted_catalog) != 0)
        return FALSE;
      session = vcd_catalog_get_session (VCD_CATALOG (item));
    }
  else
    {
      if (self->wanted_catalog != NULL && *self->wanted_catalog != '\0')
        return FALSE;
      session = VCD_SESSION (item);
    }

  return session != NULL &&
         g_strcmp0 (vcd_account_get_id (vcd_session_get_account (session)),
                    self->wanted_account) == 0;
}

static void
expand_wanted_account (AirliftSidebar *self)
{
  for (unsigned int i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->tree)); i++)
    {
      g_autoptr (GtkTreeListRow) row = gtk_tree_list_model_get_row (self->tree, i);
      g_autoptr (GObject) item = gtk_tree_list_row_get_item (row);

      if (VCD_IS_SESSION (item) &&
          g_strcmp0 (vcd_account_get_id (vcd_session_get_account (VCD_SESSION (item))),
                     self->wanted_account) == 0)
        gtk_tree_list_row_set_expanded (row, TRUE);
    }
}

static void
try_to_select (AirliftSidebar *self)
{
  if (self->wanted_account == NULL)
    return;

  for (unsigned int i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->tree)); i++)
    {
      g_autoptr (GtkTreeListRow) row = gtk_tree_list_model_get_row (self->tree, i);
      g_autoptr (GObject) item = gtk_tree_list_row_get_item (row);

      if (is_wanted (self, item))
        {
          g_clear_pointer (&self->wanted_account, g_free);
          g_clear_pointer (&self->wanted_catalog, g_free);
          gtk_single_selection_set_selected (self->selection, i);
          gtk_list_view_scroll_to (self->list, i, GTK_LIST_SCROLL_NONE, NULL);
          return;
        }
    }
}

static void
on_tree_changed (GListModel     *tree,
                 unsigned int    position,
                 unsigned int    removed,
                 unsigned int    added,
                 AirliftSidebar *self)
{
  for (unsigned int i = 0; i < added; i++)
    watch_row (self, position + i);
}

static void
on_selected (AirliftSidebar *self)
{
  GObject *selected = airlift_sidebar_get_selected (self);
  VcdSession *session = NULL;
  const char *href = "";

  if (VCD_IS_CATALOG (selected))
    {
      session = vcd_catalog_get_session (VCD_CATALOG (selected));
      href = vcd_catalog_get_href (VCD_CATALOG (selected));
    }
  else if (VCD_IS_SESSION (selected))
    {
      session = VCD_SESSION (selected);
    }

  g_clear_pointer (&self->wanted_account, g_free);
  g_clear_pointer (&self->wanted_catalog, g_free);
  if (session == NULL)
    {
      /* Signed out, perhaps: what was there is shown again when it is back. */
      self->wanted_account = g_settings_get_string (self->settings, "selected-account");
      self->wanted_catalog = g_settings_get_string (self->settings, "selected-catalog");
    }
  else
    {
      g_settings_set_string (self->settings, "selected-account",
                             vcd_account_get_id (vcd_session_get_account (session)));
      g_settings_set_string (self->settings, "selected-catalog", href);
    }

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

static void
on_activated (AirliftSidebar *self,
              unsigned int    position)
{
  gtk_single_selection_set_selected (self->selection, position);
  g_signal_emit (self, signals[ACTIVATED], 0);
}

/* A click selects by itself; on a narrow window it also has to go there. */
static void
on_released (AirliftSidebar *self)
{
  if (airlift_sidebar_get_selected (self) != NULL)
    g_signal_emit (self, signals[ACTIVATED], 0);
}

static void
airlift_sidebar_get_property (GObject      *object,
                              unsigned int  prop_id,
                              GValue       *value,
                              GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_SELECTED:
      g_value_set_object (value, airlift_sidebar_get_selected (AIRLIFT_SIDEBAR (object)));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static gboolean
airlift_sidebar_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (AIRLIFT_SIDEBAR (widget)->list));
}

/* Else it would take the focus back that is on its way out. */
static gboolean
airlift_sidebar_focus (GtkWidget        *widget,
                       GtkDirectionType  direction)
{
  return gtk_widget_child_focus (gtk_widget_get_first_child (widget), direction);
}

static void
airlift_sidebar_dispose (GObject *object)
{
  AirliftSidebar *self = AIRLIFT_SIDEBAR (object);
  GtkWidget *child;

  gtk_widget_dispose_template (GTK_WIDGET (self), AIRLIFT_TYPE_SIDEBAR);
  /* The template lets go of what is bound, and not of what that is in. */
  if ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->selection);
  g_clear_object (&self->tree);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->wanted_account, g_free);
  g_clear_pointer (&self->wanted_catalog, g_free);

  G_OBJECT_CLASS (airlift_sidebar_parent_class)->dispose (object);
}

static void
airlift_sidebar_class_init (AirliftSidebarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = airlift_sidebar_get_property;
  object_class->dispose = airlift_sidebar_dispose;
  widget_class->focus = airlift_sidebar_focus;
  widget_class->grab_focus = airlift_sidebar_grab_focus;

  properties[PROP_SELECTED] =
    g_param_spec_object ("selected", NULL, NULL, G_TYPE_OBJECT,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /* The person wants to see what is selected. */
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (AIRLIFT_TYPE_SIDEBAR_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/vcdairlift/Airlift/airlift-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, AirliftSidebar, list);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
}

static void
airlift_sidebar_init (AirliftSidebar *self)
{
  AirliftApplication *application = airlift_application_get ();
  GListModel *sessions = G_LIST_MODEL (airlift_application_get_sessions (application));
  GtkGesture *gesture;

  gtk_widget_init_template (GTK_WIDGET (self));

  self->settings = g_object_ref (airlift_application_get_settings (application));
  self->wanted_account = g_settings_get_string (self->settings, "selected-account");
  self->wanted_catalog = g_settings_get_string (self->settings, "selected-catalog");

  self->tree = gtk_tree_list_model_new (g_object_ref (sessions), FALSE, TRUE, create_children, NULL,
                                        NULL);
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->tree));
  g_signal_connect_object (self->tree, "items-changed", G_CALLBACK (on_tree_changed), self, 0);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (on_selected), self,
                           G_CONNECT_SWAPPED);
  on_tree_changed (G_LIST_MODEL (self->tree), 0, 0,
                   g_list_model_get_n_items (G_LIST_MODEL (self->tree)), self);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  /* After the list view's own handler, which has to know the rows that are selected here. */
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (try_to_select), self,
                           G_CONNECT_SWAPPED);
  try_to_select (self);

  gesture = gtk_gesture_click_new ();
  g_signal_connect_swapped (gesture, "released", G_CALLBACK (on_released), self);
  gtk_widget_add_controller (GTK_WIDGET (self->list), GTK_EVENT_CONTROLLER (gesture));
}

GObject *
airlift_sidebar_get_selected (AirliftSidebar *self)
{
  GtkTreeListRow *row = gtk_single_selection_get_selected_item (self->selection);
  GObject *item;

  if (row == NULL)
    return NULL;

  /* The model keeps it alive. */
  item = gtk_tree_list_row_get_item (row);
  g_object_unref (item);

  return item;
}

void
airlift_sidebar_select (AirliftSidebar *self,
                        const char     *account_id,
                        const char     *catalog_href)
{
  g_set_str (&self->wanted_account, account_id);
  g_set_str (&self->wanted_catalog, catalog_href);
  expand_wanted_account (self);
  try_to_select (self);
}
