/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-shortcuts-dialog.h"

#include <glib/gi18n.h>

/* All keys that do something, in groups. */
struct _AirliftShortcutsDialog
{
  AdwDialog           parent_instance;

  AdwPreferencesPage *page;
};

G_DEFINE_FINAL_TYPE (AirliftShortcutsDialog, airlift_shortcuts_dialog, ADW_TYPE_DIALOG)

typedef struct
{
  const char *title;
  const char *action;   /* whose keys the application knows, or NULL */
  const char *keys[2];
} Shortcut;

static const Shortcut general[] = {
  { N_("Add account"), "app.add-account" },
  { N_("Show transfers"), "win.show-transfers" },
  { N_("Go to the accounts"), "win.toggle-sidebar" },
  { N_("Preferences"), "app.preferences" },
  { N_("Keyboard shortcuts"), "app.shortcuts" },
  { N_("Help"), "app.help" },
  { N_("Close the window"), "window.close" },
  { N_("Quit"), "app.quit" },
  { NULL }
};

static const Shortcut catalog[] = {
  { N_("Upload files"), "win.open-files" },
  { N_("Upload what was copied"), "win.paste" },
  { N_("Search"), "win.search" },
  { N_("Refresh"), "win.refresh" },
  { NULL }
};

static const Shortcut images[] = {
  { N_("Rename"), .keys = { "F2" } },
  { N_("Details"), .keys = { "<Alt>Return" } },
  { N_("Download"), .keys = { "<Control>s" } },
  { N_("Copy to another catalog"), .keys = { "<Shift><Control>s" } },
  { N_("Delete"), .keys = { "Delete" } },
  { N_("Copy name"), .keys = { "<Control>c" } },
  { N_("Select all"), .keys = { "<Control>a" } },
  { N_("Show menu"), .keys = { "Menu", "<Shift>F10" } },
  { NULL }
};

static const Shortcut transfers[] = {
  { N_("Pause or go on"), .keys = { "space" } },
  { N_("Cancel"), .keys = { "Delete" } },
  { N_("Move up"), .keys = { "<Alt>Up" } },
  { N_("Move down"), .keys = { "<Alt>Down" } },
  { NULL }
};

typedef struct
{
  const char     *title;
  const Shortcut *shortcuts;
} Group;

static const Group groups[] = {
  { N_("General"), general },
  { N_("Catalog"), catalog },
  { N_("Images"), images },
  { N_("Transfers"), transfers },
};

static void
add_key (GtkBox     *box,
         const char *accelerator)
{
  g_autofree char *text = NULL;
  GdkModifierType modifiers;
  GtkWidget *label;
  unsigned int key;

  if (!gtk_accelerator_parse (accelerator, &key, &modifiers))
    g_return_if_reached ();

  text = gtk_accelerator_get_label (key, modifiers);
  label = gtk_label_new (text);
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (label, "keycap");
  gtk_box_append (box, label);
}

static GtkWidget *
new_row (const Shortcut *shortcut)
{
  GtkApplication *application = GTK_APPLICATION (g_application_get_default ());
  GtkWidget *row = adw_action_row_new ();
  GtkBox *box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6));
  g_auto (GStrv) keys = NULL;

  if (shortcut->action != NULL && application != NULL)
    keys = gtk_application_get_accels_for_action (application, shortcut->action);
  for (unsigned int i = 0; keys != NULL && keys[i] != NULL; i++)
    add_key (box, keys[i]);
  for (unsigned int i = 0; i < G_N_ELEMENTS (shortcut->keys) && shortcut->keys[i] != NULL; i++)
    add_key (box, shortcut->keys[i]);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _(shortcut->title));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), GTK_WIDGET (box));

  return row;
}

static void
add_group (AirliftShortcutsDialog *self,
           const Group            *group)
{
  AdwPreferencesGroup *widget = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (widget, _(group->title));
  for (const Shortcut *shortcut = group->shortcuts; shortcut->title != NULL; shortcut++)
    adw_preferences_group_add (widget, new_row (shortcut));

  adw_preferences_page_add (self->page, widget);
}

static void
airlift_shortcuts_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), AIRLIFT_TYPE_SHORTCUTS_DIALOG);

  G_OBJECT_CLASS (airlift_shortcuts_dialog_parent_class)->dispose (object);
}

static void
airlift_shortcuts_dialog_class_init (AirliftShortcutsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = airlift_shortcuts_dialog_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/vcdairlift/Airlift/airlift-shortcuts-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AirliftShortcutsDialog, page);
}

static void
airlift_shortcuts_dialog_init (AirliftShortcutsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (unsigned int i = 0; i < G_N_ELEMENTS (groups); i++)
    add_group (self, &groups[i]);
}

AdwDialog *
airlift_shortcuts_dialog_new (void)
{
  return g_object_new (AIRLIFT_TYPE_SHORTCUTS_DIALOG, NULL);
}
