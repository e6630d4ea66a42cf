/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-application-actions.h"

#include "airlift-about.h"
#include "airlift-account-actions.h"
#include "airlift-account-dialog.h"
#include "airlift-catalog-actions.h"
#include "airlift-help.h"
#include "airlift-preferences-dialog.h"
#include "airlift-quit.h"
#include "airlift-shortcuts-dialog.h"
#include "airlift-target.h"
#include "airlift-window.h"

/* What can be asked of the program as a whole: from its menus, by keys, and by the buttons of
 * notifications, which may come when there is no window. */

static AirliftWindow *
ensure_window (gpointer data)
{
  return airlift_application_present (AIRLIFT_APPLICATION (data));
}

static void
add_account (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       data)
{
  adw_dialog_present (ADW_DIALOG (airlift_account_dialog_new (NULL)),
                      GTK_WIDGET (ensure_window (data)));
}

static void
preferences (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       data)
{
  GSettings *settings = airlift_application_get_settings (AIRLIFT_APPLICATION (data));

  adw_dialog_present (airlift_preferences_dialog_new (settings),
                      GTK_WIDGET (ensure_window (data)));
}

static void
shortcuts (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       data)
{
  adw_dialog_present (airlift_shortcuts_dialog_new (),
                      GTK_WIDGET (ensure_window (data)));
}

static void
help (GSimpleAction *action,
      GVariant      *parameter,
      gpointer       data)
{
  airlift_help_open (GTK_WINDOW (ensure_window (data)));
}

static void
about (GSimpleAction *action,
       GVariant      *parameter,
       gpointer       data)
{
  adw_dialog_present (airlift_about_dialog_new (AIRLIFT_APPLICATION (data)),
                      GTK_WIDGET (ensure_window (data)));
}

static void
quit (GSimpleAction *action,
      GVariant      *parameter,
      gpointer       data)
{
  airlift_quit (AIRLIFT_APPLICATION (data),
                gtk_application_get_active_window (GTK_APPLICATION (data)));
}

static void
show_transfers (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  airlift_window_show_transfers (ensure_window (data));
}

static void
show_catalog (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  const char *account_id, *catalog_href;

  g_variant_get (parameter, "(&s&s)", &account_id, &catalog_href);
  airlift_window_select (ensure_window (data), account_id, catalog_href);
}

static void
upload (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       data)
{
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GVariantIter) uris = NULL;
  const char *target, *uri;

  g_variant_get (parameter, "(&sas)", &target, &uris);
  while (g_variant_iter_next (uris, "&s", &uri))
    {
      g_autoptr (GFile) file = g_file_new_for_uri (uri);

      g_list_store_append (files, file);
    }
  if (g_list_model_get_n_items (G_LIST_MODEL (files)) > 0)
    airlift_target_send (AIRLIFT_APPLICATION (data), target, G_LIST_MODEL (files));
}

/* Without the address of an image it is the catalog alone. */
static void
show_media (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  const char *account_id, *catalog_href, *media_href;

  g_variant_get (parameter, "(&s&s&s)", &account_id, &catalog_href, &media_href);
  if (*media_href != '\0')
    airlift_window_select_media (ensure_window (data), account_id, catalog_href, media_href);
  else
    airlift_window_select (ensure_window (data), account_id, catalog_href);
}

static VcdTransfer *
find_transfer (gpointer  data,
               GVariant *id)
{
  GListModel *queue = G_LIST_MODEL (airlift_application_get_queue (AIRLIFT_APPLICATION (data)));

  for (unsigned int i = 0; i < g_list_model_get_n_items (queue); i++)
    {
      /* The queue keeps it alive. */
      g_autoptr (VcdTransfer) transfer = g_list_model_get_item (queue, i);

      if (g_str_equal (vcd_transfer_get_id (transfer), g_variant_get_string (id, NULL)))
        return transfer;
    }

  return NULL;
}

/* Notifications outlive the program: the one that is started for their button may not yet know the
 * transfer that they are about. */
static void
do_later (AirliftApplication *application,
          GCallback           callback,
          GVariant           *id)
{
  g_signal_connect_data (application, "restored", callback, g_variant_ref (id),
                         (GClosureNotify) (void (*) (void)) g_variant_unref, G_CONNECT_DEFAULT);
}

/* An upload is shown in its catalog; whatever else there is, in the list of transfers. */
static void
show_known_transfer (AirliftApplication *application,
                     GVariant           *id)
{
  AirliftWindow *window = ensure_window (application);
  VcdTransfer *transfer = find_transfer (application, id);
  VcdSession *session = transfer != NULL ? vcd_transfer_get_session (transfer) : NULL;

  if (session != NULL && VCD_IS_MEDIA_UPLOAD (transfer))
    airlift_window_select (window, vcd_account_get_id (vcd_session_get_account (session)),
                           vcd_media_upload_get_catalog_href (VCD_MEDIA_UPLOAD (transfer)));
  else
    airlift_window_show_transfers (window);
}

static void
show_transfer (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       data)
{
  ensure_window (data);
  if (airlift_application_is_restored (data))
    show_known_transfer (data, parameter);
  else
    do_later (data, G_CALLBACK (show_known_transfer), parameter);
}

static void
retry_known_transfer (AirliftApplication *application,
                      GVariant           *id)
{
  VcdTransfer *transfer = find_transfer (application, id);

  if (transfer != NULL)
    vcd_transfer_queue_retry (airlift_application_get_queue (application), transfer);
}

static void
retry_transfer (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  if (airlift_application_is_restored (data))
    retry_known_transfer (data, parameter);
  else
    do_later (data, G_CALLBACK (retry_known_transfer), parameter);
}

static void
pause_all (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       data)
{
  vcd_transfer_queue_pause_all (airlift_application_get_queue (AIRLIFT_APPLICATION (data)));
}

static void
resume_all (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  vcd_transfer_queue_resume_all (airlift_application_get_queue (AIRLIFT_APPLICATION (data)));
}

static void
clear_done (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  vcd_transfer_queue_clear_done (airlift_application_get_queue (AIRLIFT_APPLICATION (data)));
}

static void
set_keys (GtkApplication *application)
{
  const struct { const char *action; const char *keys[3]; } keys[] = {
    { "app.add-account", { "<Control>n" } },
    { "app.preferences", { "<Control>comma" } },
    { "app.shortcuts", { "<Control>question" } },
    { "app.help", { "F1" } },
    { "app.quit", { "<Control>q" } },
    { "win.open-files", { "<Control>o" } },
    { "win.paste", { "<Control>v" } },
    { "win.search", { "<Control>f" } },
    { "win.refresh", { "<Control>r", "F5" } },
    { "win.show-transfers", { "<Control>j" } },
    { "win.toggle-sidebar", { "F9" } },
    { "window.close", { "<Control>w" } },
  };

  for (unsigned int i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_application_set_accels_for_action (application, keys[i].action, keys[i].keys);
}

void
airlift_application_install_actions (AirliftApplication *self)
{
  static const GActionEntry entries[] = {
    { .name = "add-account", .activate = add_account },
    { .name = "preferences", .activate = preferences },
    { .name = "shortcuts", .activate = shortcuts },
    { .name = "help", .activate = help },
    { .name = "about", .activate = about },
    { .name = "quit", .activate = quit },
    { .name = "show-transfers", .activate = show_transfers },
    { .name = "show-catalog", .activate = show_catalog, .parameter_type = "(ss)" },
    { .name = "show-media", .activate = show_media, .parameter_type = "(sss)" },
    { .name = "show-transfer", .activate = show_transfer, .parameter_type = "s" },
    { .name = "retry-transfer", .activate = retry_transfer, .parameter_type = "s" },
    { .name = "upload", .activate = upload, .parameter_type = "(sas)" },
    { .name = "pause-all", .activate = pause_all },
    { .name = "resume-all", .activate = resume_all },
    { .name = "clear-done", .activate = clear_done },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  airlift_account_actions_install (self);
  airlift_catalog_actions_install (self);
  set_keys (GTK_APPLICATION (self));
}
