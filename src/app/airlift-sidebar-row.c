/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-sidebar-row.h"

#include <glib/gi18n.h>

#include "airlift-application.h"
#include "airlift-drop-target.h"
#include "airlift-inscription.h"

/* So long a drag rests on a folded account before it opens. */
#define HOVER_MSEC 600

/* A row of the sidebar: an account with the state of its sign-in, or a catalog of it.
 *
 *   GtkTreeListRow.item ─► VcdSession: title, spinner or warning, menu
 *                       └► VcdCatalog: name, icon by kind, lock if nothing can be put into it
 */
struct _AirliftSidebarRow
{
  GtkWidget        parent_instance;

  GtkTreeExpander *expander;
  GtkImage        *icon;
  GtkInscription  *label;
  AdwSpinner      *spinner;
  GtkImage        *badge;
  GtkMenuButton   *menu_button;
  GtkPopoverMenu  *context_menu;

  GtkTreeListRow  *list_row;
  GSignalGroup    *session_signals;
  GSignalGroup    *account_signals;
  GSignalGroup    *catalog_signals;
  unsigned int     hover;
};

G_DEFINE_FINAL_TYPE (AirliftSidebarRow, airlift_sidebar_row, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_LIST_ROW,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GMenuModel *
new_account_menu (VcdSession *session)
{
  VcdAccount *account = vcd_session_get_account (session);
  const char *id = vcd_account_get_id (account);
  gboolean signed_in = vcd_session_get_state (session) == VCD_SESSION_SIGNED_IN;
  gboolean can_create = vcd_session_get_can_create_catalog (session);
  const struct { const char *label; const char *action; int section; gboolean shown; } items[] = {
    { _("_Sign In"), "app.sign-in", 0, !signed_in },
    { _("Sign _Out"), "app.sign-out", 0, signed_in },
    { _("_New Catalog…"), "app.new-catalog", 1, can_create },
    { _("_Edit Account…"), "app.edit-account", 1, TRUE },
    { _("Move _Up"), "app.move-account-up", 2, TRUE },
    { _("Move _Down"), "app.move-account-down", 2, TRUE },
    { _("_Remove Account"), "app.remove-account", 3, TRUE },
  };
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) section = g_menu_new ();

  for (unsigned int i = 0; i < G_N_ELEMENTS (items); i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (items[i].label, NULL);

      if (items[i].shown)
        {
          g_menu_item_set_action_and_target (item, items[i].action, "s", id);
          g_menu_append_item (section, item);
        }
      if (i + 1 == G_N_ELEMENTS (items) || items[i + 1].section != items[i].section)
        {
          g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
          g_clear_object (&section);
          section = g_menu_new ();
        }
    }

  return G_MENU_MODEL (menu);
}

/* @tooltip: whether it says more than can be seen */
static void
set_sentence (AirliftSidebarRow *self,
              const char        *sentence,
              gboolean           tooltip)
{
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), tooltip ? sentence : NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->expander),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
}

static void
show_session (AirliftSidebarRow *self,
              VcdSession        *session)
{
  VcdAccount *account = vcd_session_get_account (session);
  VcdSessionState state = vcd_session_get_state (session);
  const GError *error = vcd_session_get_error (session);
  g_autofree char *sentence = NULL;
  const char *words;

  gtk_widget_add_css_class (GTK_WIDGET (self->label), "heading");
  gtk_tree_expander_set_indent_for_icon (self->expander, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), FALSE);
  gtk_inscription_set_text (self->label, vcd_account_get_title (account));
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), state == VCD_SESSION_SIGNING_IN);
  gtk_widget_set_visible (GTK_WIDGET (self->badge), state == VCD_SESSION_FAILED ||
                                                    state == VCD_SESSION_SIGNED_OUT);
  gtk_image_set_from_icon_name (self->badge, state == VCD_SESSION_FAILED
                                               ? "dialog-warning-symbolic"
                                               : "system-log-out-symbolic");
  gtk_widget_set_visible (GTK_WIDGET (self->menu_button), TRUE);

  switch (state)
    {
    case VCD_SESSION_SIGNING_IN: words = _("signing in"); break;
    case VCD_SESSION_SIGNED_IN: words = _("signed in"); break;
    case VCD_SESSION_FAILED: words = error != NULL ? error->message : _("not signed in"); break;
    case VCD_SESSION_SIGNED_OUT:
    default: words = _("signed out"); break;
    }
  /* Translators: title of an account, its server, and the state of its sign-in */
  sentence = g_strdup_printf (_("%s, %s, %s"), vcd_account_get_title (account),
                              vcd_account_get_server (account), words);
  set_sentence (self, sentence, TRUE);
}

static const char *
get_kind_icon (VcdCatalogKind kind)
{
  switch (kind)
    {
    case VCD_CATALOG_SHARED: return "folder-publicshare-symbolic";
    case VCD_CATALOG_PUBLISHED: return "network-server-symbolic";
    case VCD_CATALOG_SUBSCRIBED: return "folder-remote-symbolic";
    case VCD_CATALOG_OWN:
    default: return "folder-symbolic";
    }
}

static char *
dup_kind_sentence (VcdCatalog *catalog)
{
  const char *name = vcd_catalog_get_name (catalog);
  const char *organization = vcd_catalog_get_organization (catalog);

  switch (vcd_catalog_get_kind (catalog))
    {
    case VCD_CATALOG_SHARED:
      return g_strdup_printf (_("%s, shared by %s"), name, organization);
    case VCD_CATALOG_PUBLISHED:
      return g_strdup_printf (_("%s, published by %s"), name, organization);
    case VCD_CATALOG_SUBSCRIBED:
      return g_strdup_printf (_("%s, subscribed to from elsewhere"), name);
    case VCD_CATALOG_OWN:
    default:
      return g_strdup (name);
    }
}

static void
show_catalog (AirliftSidebarRow *self,
              VcdCatalog        *catalog)
{
  gboolean locked = vcd_catalog_get_read_only_reason (catalog) != NULL;
  g_autofree char *kind = dup_kind_sentence (catalog);
  g_autofree char *sentence = locked ? g_strdup_printf (_("%s, read-only"), kind)
                                     : g_steal_pointer (&kind);

  gtk_widget_remove_css_class (GTK_WIDGET (self->label), "heading");
  gtk_tree_expander_set_indent_for_icon (self->expander, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), TRUE);
  gtk_image_set_from_icon_name (self->icon, get_kind_icon (vcd_catalog_get_kind (catalog)));
  gtk_inscription_set_text (self->label, vcd_catalog_get_name (catalog));
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->badge), locked);
  gtk_image_set_from_icon_name (self->badge, "changes-prevent-symbolic");
  gtk_widget_set_visible (GTK_WIDGET (self->menu_button), FALSE);
  set_sentence (self, sentence, locked || vcd_catalog_get_kind (catalog) != VCD_CATALOG_OWN);
}

static void
update (AirliftSidebarRow *self)
{
  g_autoptr (GObject) item = NULL;

  if (self->list_row == NULL)
    return;

  item = gtk_tree_list_row_get_item (self->list_row);
  if (VCD_IS_SESSION (item))
    show_session (self, VCD_SESSION (item));
  else if (VCD_IS_CATALOG (item))
    show_catalog (self, VCD_CATALOG (item));
}

static void
set_list_row (AirliftSidebarRow *self,
              GtkTreeListRow    *list_row)
{
  g_autoptr (GObject) item = NULL;
  gboolean is_session;

  if (!g_set_object (&self->list_row, list_row))
    return;

  item = list_row != NULL ? gtk_tree_list_row_get_item (list_row) : NULL;
  is_session = VCD_IS_SESSION (item);
  g_signal_group_set_target (self->session_signals, is_session ? item : NULL);
  g_signal_group_set_target (self->account_signals,
                             is_session ? vcd_session_get_account (VCD_SESSION (item)) : NULL);
  g_signal_group_set_target (self->catalog_signals, VCD_IS_CATALOG (item) ? item : NULL);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LIST_ROW]);
}

/* What a drop on this row would go to. */
static gboolean
get_drop_catalog (GtkWidget   *widget,
                  VcdCatalog **catalog,
                  gpointer     data)
{
  AirliftSidebarRow *self = AIRLIFT_SIDEBAR_ROW (widget);
  g_autoptr (GObject) item = self->list_row != NULL ? gtk_tree_list_row_get_item (self->list_row)
                                                    : NULL;

  if (!VCD_IS_CATALOG (item))
    return FALSE;

  *catalog = VCD_CATALOG (item);

  return TRUE;
}

static gboolean
on_hovered (gpointer data)
{
  AirliftSidebarRow *self = data;

  self->hover = 0;
  if (self->list_row != NULL && gtk_tree_list_row_is_expandable (self->list_row))
    gtk_tree_list_row_set_expanded (self->list_row, TRUE);

  return G_SOURCE_REMOVE;
}

static void
on_drag_enter (AirliftSidebarRow *self)
{
  if (self->hover == 0)
    self->hover = g_timeout_add (HOVER_MSEC, on_hovered, self);
}

static void
on_drag_leave (AirliftSidebarRow *self)
{
  g_clear_handle_id (&self->hover, g_source_remove);
}

/* Menus are made when they are opened: those of fifty accounts are a lot of widgets. */
static GMenuModel *
dup_menu (AirliftSidebarRow *self)
{
  g_autoptr (GObject) item = self->list_row != NULL ? gtk_tree_list_row_get_item (self->list_row)
                                                    : NULL;

  return VCD_IS_SESSION (item) ? new_account_menu (VCD_SESSION (item)) : NULL;
}

static void
fill_menu_button (GtkMenuButton *button,
                  gpointer       data)
{
  g_autoptr (GMenuModel) menu = dup_menu (AIRLIFT_SIDEBAR_ROW (data));

  gtk_menu_button_set_popover (button, menu != NULL ? gtk_popover_menu_new_from_model (menu)
                                                    : NULL);
}

static gboolean
open_menu (AirliftSidebarRow  *self,
           const GdkRectangle *place)
{
  g_autoptr (GMenuModel) menu = dup_menu (self);

  if (menu == NULL)
    return FALSE;

  gtk_popover_menu_set_menu_model (self->context_menu, menu);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->context_menu), place);
  gtk_popover_popup (GTK_POPOVER (self->context_menu));

  return TRUE;
}

static void
on_secondary_press (AirliftSidebarRow *self,
                    int                n_press,
                    double             x,
                    double             y)
{
  open_menu (self, &(GdkRectangle) { (int) x, (int) y, 1, 1 });
}

static gboolean
on_menu_key (GtkWidget *widget,
             GVariant  *arguments,
             gpointer   data)
{
  return open_menu (AIRLIFT_SIDEBAR_ROW (widget),
                    &(GdkRectangle) { 0, 0, gtk_widget_get_width (widget),
                                      gtk_widget_get_height (widget) });
}

/* The list gives the focus to its rows, and they have what is to be operated. */
static gboolean
airlift_sidebar_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (AIRLIFT_SIDEBAR_ROW (widget)->expander));
}

static gboolean
airlift_sidebar_row_focus (GtkWidget        *widget,
                           GtkDirectionType  direction)
{
  GtkWidget *expander = GTK_WIDGET (AIRLIFT_SIDEBAR_ROW (widget)->expander);

  /* What is in it takes no focus; it has it already, or gets it. */
  return !gtk_widget_has_focus (expander) && gtk_widget_grab_focus (expander);
}

static void
airlift_sidebar_row_get_property (GObject      *object,
                                  unsigned int  prop_id,
                                  GValue       *value,
                                  GParamSpec   *pspec)
{
  AirliftSidebarRow *self = AIRLIFT_SIDEBAR_ROW (object);

  switch (prop_id)
    {
    case PROP_LIST_ROW:
      g_value_set_object (value, self->list_row);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
airlift_sidebar_row_set_property (GObject      *object,
                                  unsigned int  prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  AirliftSidebarRow *self = AIRLIFT_SIDEBAR_ROW (object);

  switch (prop_id)
    {
    case PROP_LIST_ROW:
      set_list_row (self, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
airlift_sidebar_row_dispose (GObject *object)
{
  AirliftSidebarRow *self = AIRLIFT_SIDEBAR_ROW (object);

  g_clear_handle_id (&self->hover, g_source_remove);
  set_list_row (self, NULL);
  g_clear_object (&self->session_signals);
  g_clear_object (&self->account_signals);
  g_clear_object (&self->catalog_signals);
  gtk_widget_dispose_template (GTK_WIDGET (self), AIRLIFT_TYPE_SIDEBAR_ROW);

  G_OBJECT_CLASS (airlift_sidebar_row_parent_class)->dispose (object);
}

static void
airlift_sidebar_row_class_init (AirliftSidebarRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = airlift_sidebar_row_get_property;
  object_class->set_property = airlift_sidebar_row_set_property;
  object_class->dispose = airlift_sidebar_row_dispose;
  widget_class->grab_focus = airlift_sidebar_row_grab_focus;
  widget_class->focus = airlift_sidebar_row_focus;

  properties[PROP_LIST_ROW] =
    g_param_spec_object ("list-row", NULL, NULL, GTK_TYPE_TREE_LIST_ROW,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/vcdairlift/Airlift/airlift-sidebar-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AirliftSidebarRow, expander);
  gtk_widget_class_bind_template_child (widget_class, AirliftSidebarRow, icon);
  gtk_widget_class_bind_template_child (widget_class, AirliftSidebarRow, label);
  gtk_widget_class_bind_template_child (widget_class, AirliftSidebarRow, spinner);
  gtk_widget_class_bind_template_child (widget_class, AirliftSidebarRow, badge);
  gtk_widget_class_bind_template_child (widget_class, AirliftSidebarRow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, AirliftSidebarRow, context_menu);
  gtk_widget_class_set_css_name (widget_class, "sidebarrow");
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, on_menu_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, on_menu_key, NULL);
}

static void
airlift_sidebar_row_init (AirliftSidebarRow *self)
{
  GtkEventController *controller;
  GtkGesture *gesture;

  gtk_widget_init_template (GTK_WIDGET (self));
  /* It would be called by all that is in it, rather than by the sentence that it is given. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (self->expander),
                                 GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  airlift_inscription_follow_direction (self->label);

  gtk_menu_button_set_create_popup_func (self->menu_button, fill_menu_button, self, NULL);

  self->session_signals = g_signal_group_new (VCD_TYPE_SESSION);
  g_signal_group_connect_swapped (self->session_signals, "notify", G_CALLBACK (update), self);
  self->account_signals = g_signal_group_new (VCD_TYPE_ACCOUNT);
  g_signal_group_connect_swapped (self->account_signals, "notify::title", G_CALLBACK (update),
                                  self);
  self->catalog_signals = g_signal_group_new (VCD_TYPE_CATALOG);
  g_signal_group_connect_swapped (self->catalog_signals, "notify", G_CALLBACK (update), self);

  gtk_widget_add_controller (GTK_WIDGET (self),
                             airlift_drop_target_new (get_drop_catalog, NULL));

  controller = gtk_drop_controller_motion_new ();
  g_signal_connect_swapped (controller, "enter", G_CALLBACK (on_drag_enter), self);
  g_signal_connect_swapped (controller, "leave", G_CALLBACK (on_drag_leave), self);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);

  gesture = gtk_gesture_click_new ();
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (gesture), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (gesture, "pressed", G_CALLBACK (on_secondary_press), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (gesture));
}
