/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-catalog-chooser.h"

#include <glib/gi18n.h>

/* Asks where images go.
 *
 *   VcdSessionList ─► each one's catalogs ─► flattened ─► those that take images
 *                                                         └─► that match what is typed ─► chosen
 */
struct _AirliftCatalogChooser
{
  AdwDialog           parent_instance;

  AdwWindowTitle     *window_title;
  GtkWidget          *choose_button;
  GtkSearchEntry     *search_entry;
  GtkStack           *stack;
  GtkListView        *list;
  AdwStatusPage      *none_page;
  AdwStatusPage      *waiting_page;
  GtkWidget          *add_button;

  VcdSessionList     *sessions;
  VcdCatalog         *except;
  char               *proposed;   /* until it was there to be selected */
  GtkFilter          *filter;
  GtkSingleSelection *selection;
};

G_DEFINE_FINAL_TYPE (AirliftCatalogChooser, airlift_catalog_chooser, ADW_TYPE_DIALOG)

enum
{
  CHOSEN,
  N_SIGNALS
};

static unsigned int signals[N_SIGNALS];

static void
choose (AirliftCatalogChooser *self)
{
  g_autoptr (VcdCatalog) catalog = NULL;

  g_set_object (&catalog, gtk_single_selection_get_selected_item (self->selection));
  if (catalog == NULL)
    return;

  adw_dialog_close (ADW_DIALOG (self));
  g_signal_emit (self, signals[CHOSEN], 0, catalog);
}

static void
stop (AirliftCatalogChooser *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static char *
describe (GtkListItem *item,
          VcdCatalog  *catalog)
{
  VcdSession *session = catalog != NULL ? vcd_catalog_get_session (catalog) : NULL;

  if (session == NULL)
    return NULL;

  /* Translators: a catalog, and the account that it belongs to */
  return g_strdup_printf (_("%s in %s"), vcd_catalog_get_name (catalog),
                          vcd_account_get_title (vcd_session_get_account (session)));
}

static gboolean
contains (const char *text,
          const char *folded)
{
  g_autofree char *folded_text = g_utf8_casefold (text, -1);

  return strstr (folded_text, folded) != NULL;
}

static gboolean
matches (gpointer item,
         gpointer data)
{
  AirliftCatalogChooser *self = data;
  VcdCatalog *catalog = VCD_CATALOG (item);
  VcdSession *session = vcd_catalog_get_session (catalog);
  g_autofree char *folded = NULL;

  if (session == NULL || catalog == self->except ||
      vcd_catalog_get_read_only_reason (catalog) != NULL)
    return FALSE;

  folded = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search_entry)), -1);
  return contains (vcd_catalog_get_name (catalog), folded) ||
         contains (vcd_account_get_title (vcd_session_get_account (session)), folded);
}

/* As a program does that was started to open files: the catalogs come later. */
static gboolean
is_waiting (AirliftCatalogChooser *self)
{
  GListModel *sessions = G_LIST_MODEL (self->sessions);

  for (unsigned int i = 0; i < g_list_model_get_n_items (sessions); i++)
    {
      g_autoptr (VcdSession) session = g_list_model_get_item (sessions, i);

      if (vcd_session_get_state (session) == VCD_SESSION_SIGNING_IN)
        return TRUE;
    }

  return FALSE;
}

static void
update (AirliftCatalogChooser *self)
{
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0;
  gboolean searching = *gtk_editable_get_text (GTK_EDITABLE (self->search_entry)) != '\0';
  gboolean accounts = g_list_model_get_n_items (G_LIST_MODEL (self->sessions)) > 0;
  const char *page = any ? "list" : !searching && is_waiting (self) ? "waiting" : "none";
  const char *description;

  if (searching)
    description = _("Try a different search.");
  else if (!accounts)
    description = _("Images go to catalogs of an account.");
  else
    description = _("No account that is signed in has a catalog that takes images.");

  gtk_stack_set_visible_child_name (self->stack, page);
  gtk_widget_set_sensitive (self->choose_button, any);
  gtk_widget_set_visible (self->add_button, !searching && !accounts);
  adw_status_page_set_description (self->none_page, description);
}

/* What was shown last is what is meant most often. */
static void
select_proposed (AirliftCatalogChooser *self)
{
  GListModel *model = G_LIST_MODEL (self->selection);

  for (unsigned int i = 0; self->proposed != NULL && i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (VcdCatalog) catalog = g_list_model_get_item (model, i);

      if (g_strcmp0 (vcd_catalog_get_href (catalog), self->proposed) == 0)
        {
          gtk_single_selection_set_selected (self->selection, i);
          gtk_list_view_scroll_to (self->list, i, GTK_LIST_SCROLL_NONE, NULL);
          g_clear_pointer (&self->proposed, g_free);
        }
    }
}

static void
on_items_changed (AirliftCatalogChooser *self)
{
  update (self);
  select_proposed (self);
}

static void
refilter (AirliftCatalogChooser *self)
{
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  update (self);
}

/* What is typed is meant more than what was proposed. An entry says this, too, when it is new. */
static void
on_search (AirliftCatalogChooser *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->search_entry)) != '\0')
    g_clear_pointer (&self->proposed, g_free);
  refilter (self);
}

static void
add_account (AirliftCatalogChooser *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  adw_dialog_close (ADW_DIALOG (self));
  gtk_widget_activate_action (GTK_WIDGET (root), "app.add-account", NULL);
}

/* Whether a catalog takes images may be known only later. */
static void
on_catalogs_changed (AirliftCatalogChooser *self,
                     unsigned int           position,
                     unsigned int           removed,
                     unsigned int           added,
                     GListModel            *catalogs)
{
  for (unsigned int i = position; i < position + added; i++)
    {
      g_autoptr (VcdCatalog) catalog = g_list_model_get_item (catalogs, i);

      g_signal_connect_object (catalog, "notify::read-only-reason", G_CALLBACK (refilter), self,
                               G_CONNECT_SWAPPED);
    }
}

static gpointer
map_session (gpointer item,
             gpointer data)
{
  g_autoptr (VcdSession) session = item;

  return g_object_ref (vcd_session_get_catalogs (session));
}

static void
airlift_catalog_chooser_dispose (GObject *object)
{
  AirliftCatalogChooser *self = AIRLIFT_CATALOG_CHOOSER (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), AIRLIFT_TYPE_CATALOG_CHOOSER);
  g_clear_object (&self->selection);
  g_clear_object (&self->filter);
  g_clear_object (&self->except);
  g_clear_object (&self->sessions);
  g_clear_pointer (&self->proposed, g_free);

  G_OBJECT_CLASS (airlift_catalog_chooser_parent_class)->dispose (object);
}

static void
airlift_catalog_chooser_class_init (AirliftCatalogChooserClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = airlift_catalog_chooser_dispose;

  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, VCD_TYPE_CATALOG);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/vcdairlift/Airlift/airlift-catalog-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, AirliftCatalogChooser, window_title);
  gtk_widget_class_bind_template_child (widget_class, AirliftCatalogChooser, choose_button);
  gtk_widget_class_bind_template_child (widget_class, AirliftCatalogChooser, search_entry);
  gtk_widget_class_bind_template_child (widget_class, AirliftCatalogChooser, stack);
  gtk_widget_class_bind_template_child (widget_class, AirliftCatalogChooser, list);
  gtk_widget_class_bind_template_child (widget_class, AirliftCatalogChooser, none_page);
  gtk_widget_class_bind_template_child (widget_class, AirliftCatalogChooser, waiting_page);
  gtk_widget_class_bind_template_child (widget_class, AirliftCatalogChooser, add_button);
  gtk_widget_class_bind_template_callback (widget_class, add_account);
  gtk_widget_class_bind_template_callback (widget_class, choose);
  gtk_widget_class_bind_template_callback (widget_class, describe);
  gtk_widget_class_bind_template_callback (widget_class, on_search);
  gtk_widget_class_bind_template_callback (widget_class, stop);
}

static void
airlift_catalog_chooser_init (AirliftCatalogChooser *self)
{
  g_autoptr (AdwSpinnerPaintable) spinner = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  spinner = adw_spinner_paintable_new (GTK_WIDGET (self->waiting_page));
  adw_status_page_set_paintable (self->waiting_page, GDK_PAINTABLE (spinner));
}

static void
watch_sessions (AirliftCatalogChooser *self)
{
  GListModel *sessions = G_LIST_MODEL (self->sessions);

  for (unsigned int i = 0; i < g_list_model_get_n_items (sessions); i++)
    {
      g_autoptr (VcdSession) session = g_list_model_get_item (sessions, i);

      g_signal_connect_object (session, "notify::state", G_CALLBACK (update), self,
                               G_CONNECT_SWAPPED);
    }
}

AirliftCatalogChooser *
airlift_catalog_chooser_new (VcdSessionList *sessions,
                             const char     *question,
                             const char     *proposed,
                             VcdCatalog     *except)
{
  AirliftCatalogChooser *self = g_object_new (AIRLIFT_TYPE_CATALOG_CHOOSER, NULL);
  GtkMapListModel *mapped;
  GtkFlattenListModel *flat;

  self->sessions = g_object_ref (sessions);
  self->proposed = g_strdup (proposed);
  g_set_object (&self->except, except);
  watch_sessions (self);
  adw_window_title_set_subtitle (self->window_title, question);
  mapped = gtk_map_list_model_new (g_object_ref (G_LIST_MODEL (sessions)), map_session, NULL, NULL);
  flat = gtk_flatten_list_model_new (G_LIST_MODEL (mapped));
  g_signal_connect_object (flat, "items-changed", G_CALLBACK (on_catalogs_changed), self,
                           G_CONNECT_SWAPPED);
  on_catalogs_changed (self, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (flat)),
                       G_LIST_MODEL (flat));
  self->filter = GTK_FILTER (gtk_custom_filter_new (matches, self, NULL));
  self->selection = gtk_single_selection_new (
    G_LIST_MODEL (gtk_filter_list_model_new (G_LIST_MODEL (flat), g_object_ref (self->filter))));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  /* After the list, which is asked to select one. */
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  on_items_changed (self);

  return self;
}
