/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-application.h"

#include <glib/gi18n.h>

#include "airlift-application-actions.h"
#include "airlift-background.h"
#include "airlift-intake.h"
#include "airlift-name-keeper.h"
#include "airlift-notifier.h"
#include "airlift-target.h"

/* The program: the accounts, their sessions and the one queue, and the actions that need no window.
 *
 *   VcdAccountStore ─► VcdSessionList ─► sidebar, catalog pages
 *                            └─► VcdTransferQueue ─► transfers, notifications, what keeps running
 */
struct _AirliftApplication
{
  AdwApplication    parent_instance;

  GSettings        *settings;
  VcdAccountStore  *accounts;
  VcdSessionList   *sessions;
  VcdTransferQueue *queue;
  gboolean          restored;

  AirliftBackground *background;
  AirliftNotifier   *notifier;
  AirliftNameKeeper *names;
};

G_DEFINE_FINAL_TYPE (AirliftApplication, airlift_application, ADW_TYPE_APPLICATION)

enum
{
  RESTORED,
  N_SIGNALS
};

static unsigned int signals[N_SIGNALS];

static VcdSession *
find_session (const char *server,
              const char *organization,
              const char *user,
              gpointer    data)
{
  AirliftApplication *self = data;
  VcdSession *session = vcd_session_list_find_match (self->sessions, server, organization, user);

  return session != NULL ? g_object_ref (session) : NULL;
}

static void
release (gpointer data)
{
  g_autoptr (GApplication) application = data;

  g_application_release (application);
}

static void
on_restored (GObject      *object,
             GAsyncResult *result,
             gpointer      data)
{
  AirliftApplication *self = AIRLIFT_APPLICATION (g_application_get_default ());
  g_autoptr (GError) error = NULL;

  vcd_transfer_queue_restore_finish (VCD_TRANSFER_QUEUE (object), result, &error);
  if (error != NULL)
    g_warning ("Unfinished transfers cannot be read: %s", error->message);

  self->restored = TRUE;
  /* Not while it ends. */
  if (self->queue != NULL)
    g_signal_emit (self, signals[RESTORED], 0);
  /* What has become a reason to run is looked at before that. */
  g_idle_add_once (release, g_object_ref (self));
}

static VcdTransferQueue *
new_queue (GSettings *settings)
{
  g_autofree char *path = g_build_filename (g_get_user_state_dir (), "airlift", "transfers", NULL);
  g_autoptr (GFile) journal = g_file_new_for_path (path);
  VcdTransferQueue *queue = vcd_transfer_queue_new (journal);

  vcd_transfer_queue_set_courteous (queue, TRUE);
  vcd_transfer_queue_set_keep_failed (queue, TRUE);
  g_settings_bind (settings, "max-active", queue, "max-active", G_SETTINGS_BIND_GET);
  g_settings_bind (settings, "max-per-account", queue, "max-per-account", G_SETTINGS_BIND_GET);
  g_settings_bind (settings, "rate-limit", queue, "rate-limit", G_SETTINGS_BIND_GET);

  return queue;
}

static void
airlift_application_startup (GApplication *application)
{
  AirliftApplication *self = AIRLIFT_APPLICATION (application);

  G_APPLICATION_CLASS (airlift_application_parent_class)->startup (application);

  self->settings = g_settings_new (APPLICATION_ID);
  self->accounts = vcd_account_store_new (self->settings);
  vcd_account_store_clean_async (self->accounts, NULL, NULL, NULL);
  self->sessions = vcd_session_list_new (self->accounts);
  self->queue = new_queue (self->settings);

  self->background = airlift_background_new (self);
  self->notifier = airlift_notifier_new (self);
  self->names = airlift_name_keeper_new (self->sessions);
  airlift_application_install_actions (self);

  vcd_session_list_sign_in_all (self->sessions);
  /* The button of a notification may start it without a window, only to go on with these. */
  g_application_hold (application);
  vcd_transfer_queue_restore_async (self->queue, find_session, self, NULL, NULL, on_restored, NULL);
}

static void
airlift_application_activate (GApplication *application)
{
  AirliftApplication *self = AIRLIFT_APPLICATION (application);

  /* Not while it ends. */
  if (self->queue != NULL)
    airlift_application_present (self);
}

static void
airlift_application_open (GApplication  *application,
                          GFile        **files,
                          int            n_files,
                          const char    *hint)
{
  AirliftApplication *self = AIRLIFT_APPLICATION (application);
  g_autoptr (GListStore) list = g_list_store_new (G_TYPE_FILE);

  if (self->queue == NULL)
    return;

  g_list_store_splice (list, 0, 0, (gpointer *) files, n_files);
  airlift_intake_files (airlift_application_present (self), G_LIST_MODEL (list), NULL);
}

/* Of files named in the command line, relative to where that was written. */
static GListStore *
dup_files (GVariantDict *options)
{
  GListStore *files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GVariant) names = g_variant_dict_lookup_value (options, G_OPTION_REMAINING,
                                                            G_VARIANT_TYPE_BYTESTRING_ARRAY);
  GVariantIter iter;
  const char *name;

  if (names == NULL)
    return files;

  g_variant_iter_init (&iter, names);
  while (g_variant_iter_next (&iter, "^&ay", &name))
    {
      g_autoptr (GFile) file = g_file_new_for_commandline_arg (name);

      g_list_store_append (files, file);
    }

  return files;
}

static GVariant *
new_upload_arguments (const char *target,
                      GListModel *files)
{
  GVariantBuilder uris = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("as"));

  for (unsigned int i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      g_variant_builder_add_value (&uris, g_variant_new_take_string (g_file_get_uri (file)));
    }

  return g_variant_new ("(sas)", target, &uris);
}

/* Files go to the instance that is there already, or to this one if it is the first. */
static int
airlift_application_handle_local_options (GApplication *application,
                                          GVariantDict *options)
{
  g_autoptr (GListStore) files = dup_files (options);
  unsigned int n_files = g_list_model_get_n_items (G_LIST_MODEL (files));
  g_autoptr (GError) error = NULL;
  const char *target = "";

  if (g_variant_dict_lookup (options, "to", "&s", &target) && n_files == 0)
    {
      g_printerr ("%s\n", _("“--to” wants the names of files after it."));
      return 2;
    }
  if (n_files == 0)
    return -1;

  if (!g_application_register (application, NULL, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  g_action_group_activate_action (G_ACTION_GROUP (application), "upload",
                                  new_upload_arguments (target, G_LIST_MODEL (files)));
  if (!g_application_get_is_remote (application))
    return -1;

  g_dbus_connection_flush_sync (g_application_get_dbus_connection (application), NULL, NULL);
  return 0;
}

static void
on_closed (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GError) error = NULL;

  if (!vcd_session_list_close_finish (VCD_SESSION_LIST (object), result, &error))
    g_debug ("Signing out: %s", error->message);

  *(gboolean *) data = TRUE;
}

/* What is to be seen and done from here on would find half of the program gone. */
static void
withdraw (AirliftApplication *self)
{
  g_auto (GStrv) actions = g_action_group_list_actions (G_ACTION_GROUP (self));
  GList *windows;

  for (unsigned int i = 0; actions[i] != NULL; i++)
    g_action_map_remove_action (G_ACTION_MAP (self), actions[i]);
  while ((windows = gtk_application_get_windows (GTK_APPLICATION (self))) != NULL)
    gtk_window_destroy (windows->data);
}

/* The servers get their tokens back; those that do not answer are waited for only for a moment. */
static void
sign_out_all (AirliftApplication *self)
{
  gboolean closed = FALSE;

  vcd_session_list_close_async (self->sessions, NULL, on_closed, &closed);
  while (!closed)
    g_main_context_iteration (NULL, TRUE);
}

static void
airlift_application_shutdown (GApplication *application)
{
  AirliftApplication *self = AIRLIFT_APPLICATION (application);

  g_clear_object (&self->names);
  g_clear_object (&self->notifier);
  g_clear_object (&self->background);
  withdraw (self);
  g_clear_object (&self->queue);
  sign_out_all (self);
  g_clear_object (&self->sessions);
  g_clear_object (&self->accounts);
  g_clear_object (&self->settings);

  G_APPLICATION_CLASS (airlift_application_parent_class)->shutdown (application);
}

static void
airlift_application_class_init (AirliftApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = airlift_application_startup;
  application_class->activate = airlift_application_activate;
  application_class->open = airlift_application_open;
  application_class->handle_local_options = airlift_application_handle_local_options;
  application_class->shutdown = airlift_application_shutdown;

  /* The transfers of earlier are in the queue. */
  signals[RESTORED] = g_signal_new ("restored", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
airlift_application_init (AirliftApplication *self)
{
  const GOptionEntry entries[] = {
    { "to", 't', G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING, NULL,
      _("Upload the files to this catalog"), N_("ACCOUNT/CATALOG") },
    { G_OPTION_REMAINING, 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME_ARRAY, NULL, NULL,
      _("[FILE…]") },
    { NULL }
  };

  g_application_set_version (G_APPLICATION (self), PACKAGE_VERSION);
  g_application_add_main_option_entries (G_APPLICATION (self), entries);
}

AirliftApplication *
airlift_application_new (void)
{
  return g_object_new (AIRLIFT_TYPE_APPLICATION,
                       "application-id", APPLICATION_ID,
                       "flags", G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path", "/io/github/vcdairlift/Airlift",
                       "register-session", TRUE,
                       NULL);
}

AirliftApplication *
airlift_application_get (void)
{
  return AIRLIFT_APPLICATION (g_application_get_default ());
}

AirliftWindow *
airlift_application_present (AirliftApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));
  GtkWindow *window = NULL;

  for (GList *l = windows; l != NULL && window == NULL; l = l->next)
    window = AIRLIFT_IS_WINDOW (l->data) ? l->data : NULL;
  if (window == NULL)
    window = GTK_WINDOW (airlift_window_new (ADW_APPLICATION (self)));

  gtk_window_present (window);
  return AIRLIFT_WINDOW (window);
}

GSettings *
airlift_application_get_settings (AirliftApplication *self)
{
  return self->settings;
}

VcdAccountStore *
airlift_application_get_accounts (AirliftApplication *self)
{
  return self->accounts;
}

VcdSessionList *
airlift_application_get_sessions (AirliftApplication *self)
{
  return self->sessions;
}

VcdTransferQueue *
airlift_application_get_queue (AirliftApplication *self)
{
  return self->queue;
}

gboolean
airlift_application_is_restored (AirliftApplication *self)
{
  return self->restored;
}
