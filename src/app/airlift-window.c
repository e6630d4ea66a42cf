/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-window.h"

#include <glib/gi18n.h>

#include "airlift-account-banner.h"
#include "airlift-account-page.h"
#include "airlift-application.h"
#include "airlift-catalog-page.h"
#include "airlift-drop-target.h"
#include "airlift-intake.h"
#include "airlift-sidebar.h"
#include "airlift-transfers-bar.h"
#include "airlift-transfers-button.h"
#include "airlift-transfers-view.h"

/* The window: accounts and their catalogs on the left, one catalog on the right, and the transfers
 * of all of them behind a ring in the header, or below when the window is narrow. */
struct _AirliftWindow
{
  AdwApplicationWindow     parent_instance;

  AdwToastOverlay         *toast_overlay;
  GtkRevealer             *drop_hint;
  GtkImage                *drop_icon;
  GtkLabel                *drop_label;
  GtkStack                *stack;
  AdwBottomSheet          *bottom_sheet;
  AdwNavigationSplitView  *split_view;
  AdwNavigationPage       *content_page;
  AdwWindowTitle          *window_title;
  GtkStack                *content_stack;
  AirliftSidebar          *sidebar;
  AirliftAccountBanner    *banner;
  AirliftAccountPage      *account_page;
  AirliftCatalogPage      *catalog_page;
  AirliftTransfersButton  *transfers_button;
  GtkWidget               *none_page;
  GtkWidget               *upload_button;

  GSettings               *settings;
  VcdCatalog              *catalog;
  /* An image to select as soon as its catalog is there. */
  char                    *wanted_catalog;
  char                    *wanted_media;
  GSignalGroup            *catalog_signals;
  GSignalGroup            *account_signals;
};

G_DEFINE_FINAL_TYPE (AirliftWindow, airlift_window, ADW_TYPE_APPLICATION_WINDOW)

enum
{
  PROP_0,
  PROP_HAS_CATALOG,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
update_title (AirliftWindow *self)
{
  GObject *selected = airlift_sidebar_get_selected (self->sidebar);
  const char *title = _("Catalog");
  const char *subtitle = "";

  if (VCD_IS_CATALOG (selected))
    {
      VcdSession *session = vcd_catalog_get_session (VCD_CATALOG (selected));

      title = vcd_catalog_get_name (VCD_CATALOG (selected));
      if (session != NULL)
        subtitle = vcd_account_get_title (vcd_session_get_account (session));
    }
  else if (VCD_IS_SESSION (selected))
    {
      title = vcd_account_get_title (vcd_session_get_account (VCD_SESSION (selected)));
    }

  adw_navigation_page_set_title (self->content_page, title);
  adw_window_title_set_subtitle (self->window_title, subtitle);
}

static void
select_wanted (AirliftWindow *self)
{
  if (self->catalog == NULL || self->wanted_media == NULL ||
      !g_str_equal (vcd_catalog_get_href (self->catalog), self->wanted_catalog))
    return;

  airlift_catalog_page_select_media (self->catalog_page, self->wanted_media);
  g_clear_pointer (&self->wanted_media, g_free);
}

static void
on_selected (AirliftWindow *self)
{
  GObject *selected = airlift_sidebar_get_selected (self->sidebar);
  VcdCatalog *catalog = VCD_IS_CATALOG (selected) ? VCD_CATALOG (selected) : NULL;
  VcdSession *session = NULL;
  const char *page = "none";

  g_set_object (&self->catalog, catalog);
  if (self->catalog != NULL)
    {
      session = vcd_catalog_get_session (self->catalog);
      page = "catalog";
    }
  else if (VCD_IS_SESSION (selected))
    {
      session = VCD_SESSION (selected);
      page = "account";
    }

  g_object_set (self->catalog_page, "catalog", self->catalog, NULL);
  /* What the page of an account says is not said twice. */
  g_object_set (self->banner, "session", self->catalog != NULL ? session : NULL, NULL);
  airlift_account_page_set_session (self->account_page, session);
  gtk_stack_set_visible_child_name (self->content_stack, page);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.refresh", selected != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.search", self->catalog != NULL);

  g_signal_group_set_target (self->catalog_signals, self->catalog);
  g_signal_group_set_target (self->account_signals,
                             session != NULL ? vcd_session_get_account (session) : NULL);
  update_title (self);
  select_wanted (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_CATALOG]);
}

static void
on_sidebar_activated (AirliftWindow *self)
{
  adw_navigation_split_view_set_show_content (self->split_view, TRUE);
}

static void
update_welcome (AirliftWindow *self)
{
  VcdAccountStore *accounts = airlift_application_get_accounts (airlift_application_get ());
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (accounts)) > 0;

  gtk_stack_set_visible_child_name (self->stack, any ? "main" : "welcome");
}

/* Below a narrow window, as long as there is something to be told. */
static void
update_bottom_bar (AirliftWindow *self)
{
  VcdTransferQueue *queue = airlift_application_get_queue (airlift_application_get ());
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (queue)) > 0;
  gboolean wanted = any && adw_navigation_split_view_get_collapsed (self->split_view);

  adw_bottom_sheet_set_reveal_bottom_bar (self->bottom_sheet, wanted);
  /* Toasts are above all of the window, and so would be above the bar. */
  if (wanted)
    gtk_widget_add_css_class (GTK_WIDGET (self->toast_overlay), "above-bar");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->toast_overlay), "above-bar");
}

static void
search (GtkWidget  *widget,
        const char *action,
        GVariant   *parameter)
{
  AirliftWindow *self = AIRLIFT_WINDOW (widget);

  adw_navigation_split_view_set_show_content (self->split_view, TRUE);
  g_object_set (self->catalog_page, "search-mode", TRUE, NULL);
}

static void
refresh (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  AirliftWindow *self = AIRLIFT_WINDOW (widget);
  GObject *selected = airlift_sidebar_get_selected (self->sidebar);
  VcdSessionList *sessions = airlift_application_get_sessions (airlift_application_get ());

  if (VCD_IS_CATALOG (selected))
    airlift_catalog_page_refresh (self->catalog_page);
  else if (VCD_IS_SESSION (selected))
    vcd_session_list_sign_in (sessions, VCD_SESSION (selected));
}

static void
open_files (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  airlift_intake_choose_files (AIRLIFT_WINDOW (widget));
}

static void
paste (GtkWidget  *widget,
       const char *action,
       GVariant   *parameter)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (widget));

  /* Text that is being typed is pasted where it is typed. */
  if (focus != NULL && GTK_IS_EDITABLE (focus))
    gtk_widget_activate_action (focus, "clipboard.paste", NULL);
  else
    airlift_intake_paste (AIRLIFT_WINDOW (widget));
}

static void
show_transfers (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  airlift_window_show_transfers (AIRLIFT_WINDOW (widget));
}

static void
toggle_sidebar (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  AirliftWindow *self = AIRLIFT_WINDOW (widget);

  if (adw_navigation_split_view_get_collapsed (self->split_view))
    adw_navigation_split_view_set_show_content (
      self->split_view, !adw_navigation_split_view_get_show_content (self->split_view));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->sidebar));
}

/* Where no catalog is shown, any may be chosen after the drop. */
static gboolean
get_drop_catalog (GtkWidget   *widget,
                  VcdCatalog **catalog,
                  gpointer     data)
{
  return TRUE;
}

/* Signed in, but nothing to be seen of it. */
static void
on_load_failed (AirliftWindow *self,
                VcdSession    *session,
                const GError  *error)
{
  g_autofree char *text = NULL;
  AdwToast *toast;

  /* Translators: the title of an account, and a sentence that says what happened */
  text = g_strdup_printf (_("%s: %s"), vcd_account_get_title (vcd_session_get_account (session)),
                          error->message);
  toast = adw_toast_new (text);
  adw_toast_set_use_markup (toast, FALSE);
  airlift_window_add_toast (self, toast);
}

static void
restore_size (AirliftWindow *self)
{
  int width, height;

  g_settings_get (self->settings, "window-size", "(ii)", &width, &height);
  gtk_window_set_default_size (GTK_WINDOW (self), width, height);
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

static void
airlift_window_unrealize (GtkWidget *widget)
{
  AirliftWindow *self = AIRLIFT_WINDOW (widget);
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set (self->settings, "window-size", "(ii)", width, height);
  g_settings_set_boolean (self->settings, "window-maximized",
                          gtk_window_is_maximized (GTK_WINDOW (self)));

  GTK_WIDGET_CLASS (airlift_window_parent_class)->unrealize (widget);
}

static void
airlift_window_get_property (GObject      *object,
                             unsigned int  prop_id,
                             GValue       *value,
                             GParamSpec   *pspec)
{
  AirliftWindow *self = AIRLIFT_WINDOW (object);

  switch (prop_id)
    {
    case PROP_HAS_CATALOG:
      g_value_set_boolean (value, self->catalog != NULL);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
airlift_window_dispose (GObject *object)
{
  AirliftWindow *self = AIRLIFT_WINDOW (object);

  g_clear_object (&self->catalog_signals);
  g_clear_object (&self->account_signals);
  gtk_widget_dispose_template (GTK_WIDGET (self), AIRLIFT_TYPE_WINDOW);
  g_clear_object (&self->catalog);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (airlift_window_parent_class)->dispose (object);
}

static void
airlift_window_finalize (GObject *object)
{
  AirliftWindow *self = AIRLIFT_WINDOW (object);

  g_free (self->wanted_catalog);
  g_free (self->wanted_media);

  G_OBJECT_CLASS (airlift_window_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search);
  gtk_widget_class_install_action (widget_class, "win.refresh", NULL, refresh);
  gtk_widget_class_install_action (widget_class, "win.open-files", NULL, open_files);
  gtk_widget_class_install_action (widget_class, "win.paste", NULL, paste);
  gtk_widget_class_install_action (widget_class, "win.show-transfers", NULL, show_transfers);
  gtk_widget_class_install_action (widget_class, "win.toggle-sidebar", NULL, toggle_sidebar);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, AirliftWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, AirliftWindow, drop_hint);
  gtk_widget_class_bind_template_child (widget_class, AirliftWindow, drop_icon);
  gtk_widget_class_bind_template_child (widget_class, AirliftWindow, drop_label);
  gtk_widget_class_bind_template_child (widget_class, AirliftWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, AirliftWindow, bottom_sheet);
  gtk_widget_class_bind_template_child (widget_class, AirliftWindow, split_view);
  gtk_widget_class_bind_template_child (widget_class, AirliftWindow, content_page);
  gtk_widget_class_bind_template_child (widget_class, AirliftWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, AirliftWindow, content_stack);
  gtk_widget_class_bind_template_child (widget_class, AirliftWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, AirliftWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, AirliftWindow, account_page);
  gtk_widget_class_bind_template_child (widget_class, AirliftWindow, catalog_page);
  gtk_widget_class_bind_template_child (widget_class, AirliftWindow, transfers_button);
  gtk_widget_class_bind_template_child (widget_class, AirliftWindow, none_page);
  gtk_widget_class_bind_template_child (widget_class, AirliftWindow, upload_button);
  gtk_widget_class_bind_template_callback (widget_class, on_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_sidebar_activated);
}

static void
airlift_window_class_init (AirliftWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = airlift_window_get_property;
  object_class->dispose = airlift_window_dispose;
  object_class->finalize = airlift_window_finalize;
  widget_class->unrealize = airlift_window_unrealize;

  properties[PROP_HAS_CATALOG] = g_param_spec_boolean ("has-catalog", NULL, NULL, FALSE,
                                                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (AIRLIFT_TYPE_SIDEBAR);
  g_type_ensure (AIRLIFT_TYPE_ACCOUNT_BANNER);
  g_type_ensure (AIRLIFT_TYPE_ACCOUNT_PAGE);
  g_type_ensure (AIRLIFT_TYPE_CATALOG_PAGE);
  g_type_ensure (AIRLIFT_TYPE_TRANSFERS_BAR);
  g_type_ensure (AIRLIFT_TYPE_TRANSFERS_BUTTON);
  g_type_ensure (AIRLIFT_TYPE_TRANSFERS_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/vcdairlift/Airlift/airlift-window.ui");
  bind_children (widget_class);
  install_actions (widget_class);
}

static void
airlift_window_init (AirliftWindow *self)
{
  AirliftApplication *application = airlift_application_get ();

  self->settings = g_object_ref (airlift_application_get_settings (application));
  self->catalog_signals = g_signal_group_new (VCD_TYPE_CATALOG);
  g_signal_group_connect_swapped (self->catalog_signals, "notify::name", G_CALLBACK (update_title),
                                  self);
  self->account_signals = g_signal_group_new (VCD_TYPE_ACCOUNT);
  g_signal_group_connect_swapped (self->account_signals, "notify::title",
                                  G_CALLBACK (update_title), self);

  gtk_widget_init_template (GTK_WIDGET (self));
  if (g_str_has_suffix (APPLICATION_ID, ".Devel"))
    gtk_widget_add_css_class (GTK_WIDGET (self), "devel");

  gtk_widget_add_controller (self->none_page, airlift_drop_target_new (get_drop_catalog, NULL));
  gtk_widget_add_controller (GTK_WIDGET (self->account_page),
                             airlift_drop_target_new (get_drop_catalog, NULL));

  g_signal_connect_object (airlift_application_get_accounts (application), "items-changed",
                           G_CALLBACK (update_welcome), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (airlift_application_get_sessions (application), "load-failed",
                           G_CALLBACK (on_load_failed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (airlift_application_get_queue (application), "items-changed",
                           G_CALLBACK (update_bottom_bar), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->split_view, "notify::collapsed", G_CALLBACK (update_bottom_bar),
                           self, G_CONNECT_SWAPPED);
  update_welcome (self);
  restore_size (self);
  on_selected (self);
}

AirliftWindow *
airlift_window_new (AdwApplication *application)
{
  return g_object_new (AIRLIFT_TYPE_WINDOW, "application", application, NULL);
}

VcdCatalog *
airlift_window_get_catalog (AirliftWindow *self)
{
  return self->catalog;
}

void
airlift_window_show_catalog (AirliftWindow *self,
                             VcdCatalog    *catalog)
{
  VcdSession *session = vcd_catalog_get_session (catalog);

  if (session == NULL)
    return;

  airlift_sidebar_select (self->sidebar, vcd_account_get_id (vcd_session_get_account (session)),
                          vcd_catalog_get_href (catalog));
  adw_navigation_split_view_set_show_content (self->split_view, TRUE);
}

void
airlift_window_select (AirliftWindow *self,
                       const char    *account_id,
                       const char    *catalog_href)
{
  airlift_sidebar_select (self->sidebar, account_id, catalog_href);
  adw_navigation_split_view_set_show_content (self->split_view, TRUE);
}

void
airlift_window_select_media (AirliftWindow *self,
                             const char    *account_id,
                             const char    *catalog_href,
                             const char    *media_href)
{
  g_set_str (&self->wanted_catalog, catalog_href);
  g_set_str (&self->wanted_media, media_href);
  airlift_window_select (self, account_id, catalog_href);
  select_wanted (self);
}

void
airlift_window_set_drop_hint (AirliftWindow *self,
                              const char    *text,
                              gboolean       accepted)
{
  if (text != NULL)
    {
      gtk_label_set_label (self->drop_label, text);
      gtk_image_set_from_icon_name (self->drop_icon, accepted ? "document-send-symbolic"
                                                              : "action-unavailable-symbolic");
    }
  gtk_revealer_set_reveal_child (self->drop_hint, text != NULL);
}

void
airlift_window_add_toast (AirliftWindow *self,
                          AdwToast      *toast)
{
  adw_toast_overlay_add_toast (self->toast_overlay, toast);
}

void
airlift_window_show_transfers (AirliftWindow *self)
{
  if (adw_navigation_split_view_get_collapsed (self->split_view))
    adw_bottom_sheet_set_open (self->bottom_sheet, TRUE);
  else
    airlift_transfers_button_popup (self->transfers_button);
}
