/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-catalog-page.h"

#include <glib/gi18n.h>

#include "airlift-application.h"
#include "airlift-drop-target.h"
#include "airlift-error-toast.h"
#include "airlift-media-actions.h"
#include "airlift-media-view.h"
#include "airlift-unfinished-watch.h"
#include "airlift-uploads-box.h"

/* A list that is older than this is read again when somebody comes back to it. */
#define STALE_USEC (60 * G_USEC_PER_SEC)
/* So often images are looked at that are not ready, and so many at once. */

/* One catalog: its images, the uploads to it, and what to say when there is nothing to show.
 *
 *   catalog ─► AirliftMediaView ─► n-items, selection ─► which page of the stack, which actions
 *      └─ session ─► state: signed in anew, the list is read again
 */
struct _AirliftCatalogPage
{
  AdwBin                  parent_instance;

  GtkSearchBar           *search_bar;
  GtkSearchEntry         *search_entry;
  AdwBanner              *read_only_banner;
  GtkStack               *stack;
  AirliftMediaView       *view;
  AdwStatusPage          *loading_page;
  AdwStatusPage          *failed_page;
  GtkRevealer            *busy_revealer;

  VcdCatalog             *catalog;
  gboolean                search_mode;
  GSignalGroup           *catalog_signals;
  GSignalGroup           *session_signals;
  GError                 *error;         /* why the list cannot be read */
  char                   *wanted_href;   /* to be selected once it is listed */
  AirliftUnfinishedWatch *watch;
};

G_DEFINE_FINAL_TYPE (AirliftCatalogPage, airlift_catalog_page, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_CATALOG,
  PROP_SEARCH_MODE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const char *
choose_page (AirliftCatalogPage *self)
{
  GListModel *matches = G_LIST_MODEL (airlift_media_view_get_selection (self->view));
  VcdSession *session;

  if (self->catalog == NULL)
    return "none";
  if (g_list_model_get_n_items (matches) > 0)
    return "list";
  if (g_list_model_get_n_items (G_LIST_MODEL (self->catalog)) > 0)
    return "no-match";
  if (vcd_catalog_get_loading (self->catalog))
    return "loading";

  session = vcd_catalog_get_session (self->catalog);
  if (session != NULL && vcd_session_get_state (session) == VCD_SESSION_SIGNING_IN)
    return "loading";
  if (session == NULL || vcd_session_get_state (session) != VCD_SESSION_SIGNED_IN)
    return "signed-out";
  if (self->error != NULL)
    return "failed";

  return vcd_catalog_get_read_only_reason (self->catalog) != NULL ? "empty-read-only" : "empty";
}

static void
update (AirliftCatalogPage *self)
{
  const char *page = choose_page (self);
  const char *reason = self->catalog != NULL ? vcd_catalog_get_read_only_reason (self->catalog)
                                             : NULL;

  if (self->error != NULL)
    {
      g_autofree char *description = g_markup_escape_text (self->error->message, -1);

      adw_status_page_set_description (self->failed_page, description);
    }
  if (reason != NULL)
    adw_banner_set_title (self->read_only_banner, reason);
  adw_banner_set_revealed (self->read_only_banner, reason != NULL);
  gtk_stack_set_visible_child_name (self->stack, page);
  gtk_revealer_set_reveal_child (self->busy_revealer,
                                 g_str_equal (page, "list") &&
                                 vcd_catalog_get_loading (self->catalog) &&
                                 !vcd_catalog_get_loaded (self->catalog));
}

static void
update_actions (AirliftCatalogPage *self)
{
  airlift_media_actions_update (GTK_WIDGET (self), self->catalog,
                                airlift_media_view_get_selection (self->view));
}

static void
select_wanted (AirliftCatalogPage *self)
{
  if (self->wanted_href != NULL && airlift_media_view_select (self->view, self->wanted_href))
    g_clear_pointer (&self->wanted_href, g_free);
}

static void
on_items_changed (AirliftCatalogPage *self)
{
  update (self);
  select_wanted (self);
}

/* Loading */

static GQuark
loaded_at_quark (void)
{
  return g_quark_from_static_string ("airlift-loaded-at");
}

static gboolean
is_stale (VcdCatalog *catalog)
{
  int64_t *loaded_at = g_object_get_qdata (G_OBJECT (catalog), loaded_at_quark ());

  return loaded_at == NULL || g_get_monotonic_time () - *loaded_at > STALE_USEC;
}

static void
remember_loaded (VcdCatalog *catalog)
{
  int64_t now = g_get_monotonic_time ();

  g_object_set_qdata_full (G_OBJECT (catalog), loaded_at_quark (),
                           g_memdup2 (&now, sizeof now), g_free);
}

static void
on_loaded (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (AirliftCatalogPage) self = data;
  VcdCatalog *catalog = VCD_CATALOG (object);
  gboolean again = g_object_get_qdata (G_OBJECT (catalog), loaded_at_quark ()) != NULL;
  g_autoptr (GError) error = NULL;

  if (vcd_catalog_load_finish (catalog, result, &error))
    remember_loaded (catalog);
  if (self->catalog != catalog)
    return;

  g_clear_error (&self->error);
  if (error != NULL && g_list_model_get_n_items (G_LIST_MODEL (catalog)) > 0)
    airlift_error_toast_add (GTK_WIDGET (self), _("The list could not be updated"), error);
  else if (error != NULL)
    self->error = g_steal_pointer (&error);
  /* What came for the first time was sorted as it came. */
  else if (again)
    airlift_media_view_resort (self->view);
  update (self);
}

static void
load (AirliftCatalogPage *self)
{
  VcdSession *session = vcd_catalog_get_session (self->catalog);

  /* Else the list is read as soon as it is signed in. */
  if (session == NULL || vcd_session_get_state (session) != VCD_SESSION_SIGNED_IN)
    return;

  if (!vcd_catalog_get_can_upload (self->catalog) &&
      vcd_catalog_get_read_only_reason (self->catalog) == NULL)
    vcd_catalog_check_async (self->catalog, NULL, NULL, NULL);
  vcd_catalog_load_async (self->catalog, NULL, on_loaded, g_object_ref (self));
}

static void
on_session_state (AirliftCatalogPage *self,
                  GParamSpec         *pspec,
                  VcdSession         *session)
{
  if (vcd_session_get_state (session) == VCD_SESSION_SIGNED_IN)
    load (self);
  update (self);
  update_actions (self);
}

static void
on_catalog_changed (AirliftCatalogPage *self)
{
  update (self);
  update_actions (self);
}

/* Searching */

static void
on_search_changed (AirliftCatalogPage *self)
{
  g_object_set (self->view, "search", gtk_editable_get_text (GTK_EDITABLE (self->search_entry)),
                NULL);
  airlift_media_view_scroll_to_start (self->view);
  update (self);
}

/* Enter goes from what was typed to what was found. */
static void
on_search_activate (AirliftCatalogPage *self)
{
  airlift_media_view_select_first (self->view);
}

/* Dropping */

static gboolean
get_drop_catalog (GtkWidget   *widget,
                  VcdCatalog **catalog,
                  gpointer     data)
{
  *catalog = AIRLIFT_CATALOG_PAGE (widget)->catalog;

  return *catalog != NULL;
}

static void
refresh_action (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  airlift_catalog_page_refresh (AIRLIFT_CATALOG_PAGE (widget));
}

static void
airlift_catalog_page_map (GtkWidget *widget)
{
  AirliftCatalogPage *self = AIRLIFT_CATALOG_PAGE (widget);

  GTK_WIDGET_CLASS (airlift_catalog_page_parent_class)->map (widget);
  airlift_unfinished_watch_set_seen (self->watch, TRUE);
}

static void
airlift_catalog_page_unmap (GtkWidget *widget)
{
  airlift_unfinished_watch_set_seen (AIRLIFT_CATALOG_PAGE (widget)->watch, FALSE);
  GTK_WIDGET_CLASS (airlift_catalog_page_parent_class)->unmap (widget);
}

static gboolean
airlift_catalog_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_child_focus (GTK_WIDGET (AIRLIFT_CATALOG_PAGE (widget)->stack),
                                 GTK_DIR_TAB_FORWARD);
}

static void
airlift_catalog_page_get_property (GObject      *object,
                                   unsigned int  prop_id,
                                   GValue       *value,
                                   GParamSpec   *pspec)
{
  AirliftCatalogPage *self = AIRLIFT_CATALOG_PAGE (object);

  switch (prop_id)
    {
    case PROP_CATALOG:
      g_value_set_object (value, self->catalog);
      break;
    case PROP_SEARCH_MODE:
      g_value_set_boolean (value, self->search_mode);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
airlift_catalog_page_set_property (GObject      *object,
                                   unsigned int  prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  AirliftCatalogPage *self = AIRLIFT_CATALOG_PAGE (object);

  switch (prop_id)
    {
    case PROP_CATALOG:
      airlift_catalog_page_set_catalog (self, g_value_get_object (value));
      break;
    case PROP_SEARCH_MODE:
      airlift_catalog_page_set_search_mode (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
airlift_catalog_page_dispose (GObject *object)
{
  AirliftCatalogPage *self = AIRLIFT_CATALOG_PAGE (object);

  /* The list changes once more while its columns go. */
  if (self->view != NULL)
    {
      g_signal_handlers_disconnect_by_data (airlift_media_view_get_selection (self->view), self);
      g_signal_handlers_disconnect_by_data (self->view, self);
    }
  g_clear_object (&self->catalog_signals);
  g_clear_object (&self->session_signals);
  gtk_widget_dispose_template (GTK_WIDGET (self), AIRLIFT_TYPE_CATALOG_PAGE);
  g_clear_object (&self->watch);
  g_clear_object (&self->catalog);

  G_OBJECT_CLASS (airlift_catalog_page_parent_class)->dispose (object);
}

static void
airlift_catalog_page_finalize (GObject *object)
{
  AirliftCatalogPage *self = AIRLIFT_CATALOG_PAGE (object);

  g_clear_error (&self->error);
  g_free (self->wanted_href);

  G_OBJECT_CLASS (airlift_catalog_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/vcdairlift/Airlift/airlift-catalog-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AirliftCatalogPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, AirliftCatalogPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, AirliftCatalogPage, read_only_banner);
  gtk_widget_class_bind_template_child (widget_class, AirliftCatalogPage, stack);
  gtk_widget_class_bind_template_child (widget_class, AirliftCatalogPage, view);
  gtk_widget_class_bind_template_child (widget_class, AirliftCatalogPage, loading_page);
  gtk_widget_class_bind_template_child (widget_class, AirliftCatalogPage, failed_page);
  gtk_widget_class_bind_template_child (widget_class, AirliftCatalogPage, busy_revealer);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate);
}

static void
airlift_catalog_page_class_init (AirliftCatalogPageClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = airlift_catalog_page_get_property;
  object_class->set_property = airlift_catalog_page_set_property;
  object_class->dispose = airlift_catalog_page_dispose;
  object_class->finalize = airlift_catalog_page_finalize;
  widget_class->map = airlift_catalog_page_map;
  widget_class->unmap = airlift_catalog_page_unmap;
  widget_class->grab_focus = airlift_catalog_page_grab_focus;

  properties[PROP_CATALOG] =
    g_param_spec_object ("catalog", NULL, NULL, VCD_TYPE_CATALOG, flags);
  properties[PROP_SEARCH_MODE] = g_param_spec_boolean ("search-mode", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (AIRLIFT_TYPE_MEDIA_VIEW);
  g_type_ensure (AIRLIFT_TYPE_UPLOADS_BOX);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "catalog.refresh", NULL, refresh_action);
  airlift_media_actions_install (widget_class);
}

static void
airlift_catalog_page_init (AirliftCatalogPage *self)
{
  GtkSelectionModel *selection;
  g_autoptr (AdwSpinnerPaintable) spinner = NULL;

  self->watch = airlift_unfinished_watch_new ();
  self->catalog_signals = g_signal_group_new (VCD_TYPE_CATALOG);
  g_signal_group_connect_swapped (self->catalog_signals, "notify", G_CALLBACK (on_catalog_changed),
                                  self);
  self->session_signals = g_signal_group_new (VCD_TYPE_SESSION);
  g_signal_group_connect_swapped (self->session_signals, "notify::state",
                                  G_CALLBACK (on_session_state), self);

  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
  spinner = adw_spinner_paintable_new (GTK_WIDGET (self->loading_page));
  adw_status_page_set_paintable (self->loading_page, GDK_PAINTABLE (spinner));
  gtk_widget_add_controller (GTK_WIDGET (self), airlift_drop_target_new (get_drop_catalog, NULL));
  selection = airlift_media_view_get_selection (self->view);
  g_signal_connect_object (selection, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (selection, "selection-changed", G_CALLBACK (update_actions), self,
                           G_CONNECT_SWAPPED);
  update (self);
  update_actions (self);
}

VcdCatalog *
airlift_catalog_page_get_catalog (AirliftCatalogPage *self)
{
  return self->catalog;
}

void
airlift_catalog_page_set_catalog (AirliftCatalogPage *self,
                                  VcdCatalog         *catalog)
{
  if (self->catalog == catalog)
    return;

  g_clear_error (&self->error);
  g_clear_pointer (&self->wanted_href, g_free);
  airlift_catalog_page_set_search_mode (self, FALSE);
  g_set_object (&self->catalog, catalog);
  g_signal_group_set_target (self->catalog_signals, catalog);
  g_signal_group_set_target (self->session_signals,
                             catalog != NULL ? vcd_catalog_get_session (catalog) : NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CATALOG]);

  if (catalog != NULL && (!vcd_catalog_get_loaded (catalog) || is_stale (catalog)))
    load (self);
  airlift_unfinished_watch_set_catalog (self->watch, catalog);
  update (self);
  update_actions (self);
}

gboolean
airlift_catalog_page_get_search_mode (AirliftCatalogPage *self)
{
  return self->search_mode;
}

void
airlift_catalog_page_set_search_mode (AirliftCatalogPage *self,
                                      gboolean            search_mode)
{
  if (self->search_mode == search_mode)
    return;

  self->search_mode = search_mode;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCH_MODE]);
}

void
airlift_catalog_page_select_media (AirliftCatalogPage *self,
                                   const char         *media_href)
{
  /* A search would hide it. */
  airlift_catalog_page_set_search_mode (self, FALSE);
  g_set_str (&self->wanted_href, media_href);
  select_wanted (self);
}

void
airlift_catalog_page_refresh (AirliftCatalogPage *self)
{
  if (self->catalog == NULL)
    return;

  load (self);
  update (self);
}

AirliftMediaView *
airlift_catalog_page_get_view (AirliftCatalogPage *self)
{
  return self->view;
}
