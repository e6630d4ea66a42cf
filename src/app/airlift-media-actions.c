/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-media-actions.h"

#include <glib/gi18n.h>

#include "airlift-catalog-page.h"
#include "airlift-intake.h"
#include "airlift-media-delete.h"
#include "airlift-media-dialog.h"
#include "airlift-media-list.h"
#include "airlift-media-save.h"
#include "airlift-window.h"

/* What can be done to the images that are selected on a catalog page. */

static GListModel *
dup_selected (GtkWidget *page)
{
  return airlift_media_view_dup_selected (
    airlift_catalog_page_get_view (AIRLIFT_CATALOG_PAGE (page)));
}

static void
open_dialog (GtkWidget *page,
             gboolean   rename)
{
  g_autoptr (GListModel) selected = dup_selected (page);
  g_autoptr (VcdMedia) media = g_list_model_get_item (selected, 0);
  AirliftMediaDialog *dialog;

  if (media == NULL || g_list_model_get_n_items (selected) != 1)
    return;

  dialog = airlift_media_dialog_new (media, rename);
  g_signal_connect_object (dialog, "saved", G_CALLBACK (airlift_media_view_resort),
                           airlift_catalog_page_get_view (AIRLIFT_CATALOG_PAGE (page)),
                           G_CONNECT_SWAPPED);
  adw_dialog_present (ADW_DIALOG (dialog), page);
}

static void
rename_media (GtkWidget  *page,
              const char *action,
              GVariant   *parameter)
{
  open_dialog (page, TRUE);
}

static void
edit_media (GtkWidget  *page,
            const char *action,
            GVariant   *parameter)
{
  open_dialog (page, FALSE);
}

static void
download_media (GtkWidget  *page,
                const char *action,
                GVariant   *parameter)
{
  g_autoptr (GListModel) selected = dup_selected (page);

  if (g_list_model_get_n_items (selected) > 0)
    airlift_media_save (page, selected);
}

static void
delete_media (GtkWidget  *page,
              const char *action,
              GVariant   *parameter)
{
  g_autoptr (GListModel) selected = dup_selected (page);

  if (g_list_model_get_n_items (selected) > 0)
    airlift_media_delete (page, selected);
}

static void
copy_to (GtkWidget  *page,
         const char *action,
         GVariant   *parameter)
{
  g_autoptr (GListModel) selected = dup_selected (page);
  GtkRoot *window = gtk_widget_get_root (page);

  if (AIRLIFT_IS_WINDOW (window) && g_list_model_get_n_items (selected) > 0)
    airlift_intake_media (AIRLIFT_WINDOW (window), selected, NULL);
}

static char *
dup_name (VcdMedia *media)
{
  return g_strdup (vcd_media_get_name (media));
}

static char *
dup_link (VcdMedia *media)
{
  return g_strdup (vcd_media_get_href (media));
}

static char *
dup_urn (VcdMedia *media)
{
  return g_strdup_printf ("urn:vcloud:media:%s", vcd_media_get_id (media));
}

/* One a line. */
static char *
join (GListModel *media,
      char    *(*dup_text) (VcdMedia *))
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (unsigned int i = 0; i < g_list_model_get_n_items (media); i++)
    {
      g_autoptr (VcdMedia) item = g_list_model_get_item (media, i);
      g_autofree char *line = dup_text (item);

      if (i > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, line);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* As text, and for another catalog as the images themselves. */
static void
copy_text (GtkWidget *page,
           char    *(*dup_text) (VcdMedia *),
           const char *done)
{
  g_autoptr (GListModel) selected = dup_selected (page);
  g_autofree char *text = join (selected, dup_text);
  g_autoptr (AirliftMediaList) list = airlift_media_list_new (selected);
  g_autoptr (GdkContentProvider) content = NULL;
  GtkRoot *window = gtk_widget_get_root (page);

  if (g_list_model_get_n_items (selected) == 0)
    return;

  content = gdk_content_provider_new_union (
    (GdkContentProvider *[]) {
      gdk_content_provider_new_typed (AIRLIFT_TYPE_MEDIA_LIST, list),
      gdk_content_provider_new_typed (G_TYPE_STRING, text),
    }, 2);
  gdk_clipboard_set_content (gtk_widget_get_clipboard (page), content);
  if (AIRLIFT_IS_WINDOW (window))
    airlift_window_add_toast (AIRLIFT_WINDOW (window), adw_toast_new (done));
}

static void
copy_name (GtkWidget  *page,
           const char *action,
           GVariant   *parameter)
{
  copy_text (page, dup_name, _("Name copied"));
}

static void
copy_link (GtkWidget  *page,
           const char *action,
           GVariant   *parameter)
{
  copy_text (page, dup_link, _("Link copied"));
}

static void
copy_urn (GtkWidget  *page,
          const char *action,
          GVariant   *parameter)
{
  copy_text (page, dup_urn, _("URN copied"));
}

void
airlift_media_actions_install (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char                     *name;
    GtkWidgetActionActivateFunc     activate;
    unsigned int                    key;
    GdkModifierType                 modifiers;
  } actions[] = {
    { "media.rename", rename_media, GDK_KEY_F2, 0 },
    { "media.edit", edit_media, GDK_KEY_Return, GDK_ALT_MASK },
    { "media.download", download_media, GDK_KEY_s, GDK_CONTROL_MASK },
    { "media.delete", delete_media, GDK_KEY_Delete, 0 },
    { "media.copy-to", copy_to, GDK_KEY_s, GDK_CONTROL_MASK | GDK_SHIFT_MASK },
    { "media.copy-name", copy_name, GDK_KEY_c, GDK_CONTROL_MASK },
    { "media.copy-link", copy_link, GDK_KEY_c, GDK_CONTROL_MASK | GDK_SHIFT_MASK },
    { "media.copy-urn", copy_urn, 0, 0 },
  };

  /* The last one is shown in menus. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Delete, 0, "media.delete", NULL);
  for (unsigned int i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].activate);
      if (actions[i].key != 0)
        gtk_widget_class_add_binding_action (widget_class, actions[i].key, actions[i].modifiers,
                                             actions[i].name, NULL);
    }
}

void
airlift_media_actions_update (GtkWidget         *page,
                              VcdCatalog        *catalog,
                              GtkSelectionModel *selection)
{
  static const char *const for_any[] = {
    "media.download", "media.copy-to", "media.copy-name", "media.copy-link", "media.copy-urn",
  };
  g_autoptr (GtkBitset) bits = gtk_selection_model_get_selection (selection);
  uint64_t n_selected = catalog != NULL ? gtk_bitset_get_size (bits) : 0;
  gboolean writable = catalog != NULL && vcd_catalog_get_read_only_reason (catalog) == NULL;

  for (unsigned int i = 0; i < G_N_ELEMENTS (for_any); i++)
    gtk_widget_action_set_enabled (page, for_any[i], n_selected > 0);
  gtk_widget_action_set_enabled (page, "media.rename", n_selected == 1 && writable);
  gtk_widget_action_set_enabled (page, "media.edit", n_selected == 1);
  gtk_widget_action_set_enabled (page, "media.delete", n_selected > 0 && writable);
}
