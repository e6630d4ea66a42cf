/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-background.h"

#include <glib/gi18n.h>
#include <libportal/portal.h>

#include "airlift-text.h"
#include "airlift-transfer-watch.h"

#define STATUS_INTERVAL 10 /* seconds */
#define TOLD_ID "background"

/* What lets transfers go on without a window, keeps the machine awake while bytes travel, keeps
 * quiet on networks that cost by the byte, and waits for imports as long as was chosen. */
struct _AirliftBackground
{
  GObject               parent_instance;

  AirliftApplication   *application;  /* it owns this */
  AirliftTransferWatch *watch;
  GSettings            *settings;
  GNetworkMonitor      *monitor;
  XdpPortal            *portal;

  gboolean              held;
  unsigned int          inhibited;
  unsigned int          updating;
  unsigned int          status_timer;
  gboolean              metered;
  /* Transfers that were paused because of the network; the value is whether they have arrived at
   * PAUSED, so that one that leaves it again was resumed by a person. */
  GHashTable           *resting;
};

G_DEFINE_FINAL_TYPE (AirliftBackground, airlift_background, G_TYPE_OBJECT)

static gboolean
has_window (AirliftBackground *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self->application));

  for (GList *l = windows; l != NULL; l = l->next)
    if (AIRLIFT_IS_WINDOW (l->data))
      return TRUE;

  return FALSE;
}

/* One that rests because of the network goes on by itself as well. */
static gboolean
is_working (AirliftBackground *self,
            VcdTransfer       *transfer)
{
  return airlift_transfer_is_working (transfer) ||
         (!vcd_transfer_is_final (transfer) && g_hash_table_contains (self->resting, transfer));
}

static char *
dup_status (AirliftBackground *self)
{
  GListModel *queue = airlift_transfer_watch_get_queue (self->watch);
  unsigned int n_uploads = 0, n_downloads = 0;
  uint64_t sent = 0, size = 0;
  g_autofree char *count = NULL;

  for (unsigned int i = 0; i < g_list_model_get_n_items (queue); i++)
    {
      g_autoptr (VcdTransfer) transfer = g_list_model_get_item (queue, i);

      if (!is_working (self, transfer))
        continue;

      if (VCD_IS_MEDIA_UPLOAD (transfer))
        n_uploads++;
      else
        n_downloads++;
      sent += MIN (vcd_transfer_get_sent (transfer), vcd_transfer_get_size (transfer));
      size += vcd_transfer_get_size (transfer);
    }

  count = airlift_text_dup_count (n_uploads, n_downloads);
  if (g_hash_table_size (self->resting) > 0)
    /* Translators: “2 uploads, waiting for a network that is not metered” */
    return g_strdup_printf (_("%s, waiting for a network that is not metered"), count);
  if (size == 0)
    return g_steal_pointer (&count);

  /* Translators: “2 uploads, 43 %” */
  return g_strdup_printf (_("%s, %d %%"), count, (int) ((double) sent / (double) size * 100));
}

static gboolean
update_status (gpointer data)
{
  AirliftBackground *self = data;
  g_autofree char *status = dup_status (self);

  xdp_portal_set_background_status (self->portal, status, NULL, NULL, NULL);

  return G_SOURCE_CONTINUE;
}

static void
on_background_answered (GObject      *object,
                        GAsyncResult *result,
                        gpointer      data)
{
  g_autoptr (GError) error = NULL;

  if (!xdp_portal_request_background_finish (XDP_PORTAL (object), result, &error))
    g_info ("The desktop does not let transfers go on in the background: %s",
            error != NULL ? error->message : "refused");
}

/* Outside of a sandbox nobody ends a program for having no window. */
static void
enter_background (AirliftBackground *self)
{
  if (self->status_timer != 0 || !xdp_portal_running_under_sandbox ())
    return;

  if (self->portal == NULL)
    self->portal = xdp_portal_new ();

  xdp_portal_request_background (self->portal, NULL,
                                 (char *) _("Transfers go on when the window is closed."), NULL,
                                 XDP_BACKGROUND_FLAG_NONE, NULL, on_background_answered, NULL);
  self->status_timer = g_timeout_add_seconds (STATUS_INTERVAL, update_status, self);
  update_status (self);
}

static void
leave_background (AirliftBackground *self)
{
  if (self->status_timer == 0)
    return;

  g_clear_handle_id (&self->status_timer, g_source_remove);
  xdp_portal_set_background_status (self->portal, NULL, NULL, NULL, NULL);
}

static void
tell_once (AirliftBackground *self)
{
  g_autoptr (GNotification) notification = NULL;

  if (g_settings_get_boolean (self->settings, "told-of-background"))
    return;

  notification = g_notification_new (_("Transfers Go On"));
  g_notification_set_body (notification,
                           _("Airlift keeps running without a window until they are done."));
  g_notification_set_default_action (notification, "app.show-transfers");
  g_notification_add_button (notification, _("Show Transfers"), "app.show-transfers");
  g_application_send_notification (G_APPLICATION (self->application), TOLD_ID, notification);
  g_settings_set_boolean (self->settings, "told-of-background", TRUE);
}

static void
set_held (AirliftBackground *self,
          gboolean           held)
{
  if (self->held == held)
    return;

  self->held = held;
  if (held)
    {
      g_application_hold (G_APPLICATION (self->application));
    }
  else
    {
      g_application_withdraw_notification (G_APPLICATION (self->application), TOLD_ID);
      g_application_release (G_APPLICATION (self->application));
    }
}

static void
set_inhibited (AirliftBackground *self,
               gboolean           inhibited)
{
  GtkApplication *application = GTK_APPLICATION (self->application);

  if (inhibited && self->inhibited == 0)
    {
      self->inhibited = gtk_application_inhibit (application,
                                                 gtk_application_get_active_window (application),
                                                 GTK_APPLICATION_INHIBIT_SUSPEND |
                                                   GTK_APPLICATION_INHIBIT_LOGOUT,
                                                 _("Disk images are being transferred"));
    }
  else if (!inhibited && self->inhibited != 0)
    {
      gtk_application_uninhibit (application, self->inhibited);
      self->inhibited = 0;
    }
}

static void
update (AirliftBackground *self)
{
  GListModel *queue = airlift_transfer_watch_get_queue (self->watch);
  gboolean working = FALSE, moving = FALSE;

  for (unsigned int i = 0; i < g_list_model_get_n_items (queue); i++)
    {
      g_autoptr (VcdTransfer) transfer = g_list_model_get_item (queue, i);

      working = working || is_working (self, transfer);
      moving = moving || airlift_transfer_is_moving (transfer);
    }

  if (working && !has_window (self))
    enter_background (self);
  else
    leave_background (self);

  set_inhibited (self, moving);
  set_held (self, working);
}

static gboolean
on_idle (gpointer data)
{
  AirliftBackground *self = data;

  self->updating = 0;
  update (self);

  return G_SOURCE_REMOVE;
}

/* Many transfers may change at once, and each is looked at. Before the application sees whether
 * there is still a reason to run, so never at a low priority. */
static void
schedule (AirliftBackground *self)
{
  if (self->updating == 0)
    self->updating = g_idle_add_full (G_PRIORITY_HIGH, on_idle, self, NULL);
}

/* Nothing is saved by a pause once all bytes are there. */
static void
rest (AirliftBackground *self,
      VcdTransfer       *transfer)
{
  if (!airlift_transfer_is_working (transfer) ||
      vcd_transfer_get_state (transfer) == VCD_TRANSFER_SETTLING ||
      g_hash_table_contains (self->resting, transfer))
    return;

  g_hash_table_insert (self->resting, g_object_ref (transfer), GINT_TO_POINTER (FALSE));
  vcd_transfer_suspend (transfer);
  if (vcd_transfer_get_state (transfer) == VCD_TRANSFER_PAUSED)
    g_hash_table_insert (self->resting, g_object_ref (transfer), GINT_TO_POINTER (TRUE));
}

static void
resume_resting (AirliftBackground *self)
{
  g_autoptr (GPtrArray) resting = g_hash_table_steal_all_keys (self->resting);

  for (unsigned int i = 0; i < resting->len; i++)
    if (!vcd_transfer_is_final (resting->pdata[i]))
      vcd_transfer_resume (resting->pdata[i]);
}

static void
update_metered (AirliftBackground *self)
{
  GListModel *queue = airlift_transfer_watch_get_queue (self->watch);
  gboolean metered = g_network_monitor_get_network_metered (self->monitor) &&
                     g_settings_get_boolean (self->settings, "pause-on-metered");

  if (self->metered == metered)
    return;

  self->metered = metered;
  for (unsigned int i = 0; metered && i < g_list_model_get_n_items (queue); i++)
    {
      g_autoptr (VcdTransfer) transfer = g_list_model_get_item (queue, i);

      rest (self, transfer);
    }
  if (!metered)
    resume_resting (self);

  schedule (self);
}

static void
on_added (AirliftBackground *self,
          VcdTransfer       *transfer)
{
  if (self->metered)
    rest (self, transfer);

  /* What was begun earlier may be all that there is to run for. */
  if (self->held)
    schedule (self);
  else
    update (self);
}

static void
on_changed (AirliftBackground *self,
            VcdTransfer       *transfer)
{
  gpointer arrived;

  if (g_hash_table_lookup_extended (self->resting, transfer, NULL, &arrived))
    {
      if (vcd_transfer_get_state (transfer) == VCD_TRANSFER_PAUSED)
        g_hash_table_insert (self->resting, g_object_ref (transfer), GINT_TO_POINTER (TRUE));
      else if (GPOINTER_TO_INT (arrived) || vcd_transfer_is_final (transfer))
        g_hash_table_remove (self->resting, transfer);
    }

  schedule (self);
}

static void
on_removed (AirliftBackground *self,
            VcdTransfer       *transfer)
{
  g_hash_table_remove (self->resting, transfer);
  schedule (self);
}

static void
on_window_added (AirliftBackground *self)
{
  g_application_withdraw_notification (G_APPLICATION (self->application), TOLD_ID);
  schedule (self);
}

static void
on_window_removed (AirliftBackground *self)
{
  update (self);
  if (self->held && !has_window (self))
    tell_once (self);
}

/* People think of minutes, and the library of seconds. */
static void
on_import_wait_changed (AirliftBackground *self)
{
  unsigned int minutes = g_settings_get_uint (self->settings, "import-wait");
  VcdTransferQueue *queue = airlift_application_get_queue (self->application);

  vcd_transfer_queue_set_import_limit (queue, minutes * 60);
}

static void
airlift_background_dispose (GObject *object)
{
  AirliftBackground *self = AIRLIFT_BACKGROUND (object);

  g_clear_handle_id (&self->updating, g_source_remove);
  if (self->application != NULL)
    {
      leave_background (self);
      set_inhibited (self, FALSE);
      set_held (self, FALSE);
      g_signal_handlers_disconnect_by_data (self->application, self);
      g_signal_handlers_disconnect_by_data (self->settings, self);
      g_signal_handlers_disconnect_by_data (self->monitor, self);
      g_signal_handlers_disconnect_by_data (self->watch, self);
      self->application = NULL;
    }
  g_clear_object (&self->watch);
  g_clear_object (&self->settings);
  g_clear_object (&self->monitor);
  g_clear_object (&self->portal);
  g_clear_pointer (&self->resting, g_hash_table_unref);

  G_OBJECT_CLASS (airlift_background_parent_class)->dispose (object);
}

static void
airlift_background_class_init (AirliftBackgroundClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = airlift_background_dispose;
}

static void
airlift_background_init (AirliftBackground *self)
{
  self->resting = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
}

AirliftBackground *
airlift_background_new (AirliftApplication *application)
{
  AirliftBackground *self = g_object_new (AIRLIFT_TYPE_BACKGROUND, NULL);

  self->application = application;
  self->settings = g_object_ref (airlift_application_get_settings (application));
  self->monitor = g_object_ref (g_network_monitor_get_default ());
  self->watch = airlift_transfer_watch_new (
    G_LIST_MODEL (airlift_application_get_queue (application)));

  g_signal_connect_swapped (self->watch, "added", G_CALLBACK (on_added), self);
  g_signal_connect_swapped (self->watch, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (self->watch, "removed", G_CALLBACK (on_removed), self);
  g_signal_connect_swapped (application, "window-added", G_CALLBACK (on_window_added), self);
  g_signal_connect_swapped (application, "window-removed", G_CALLBACK (on_window_removed), self);
  g_signal_connect_swapped (self->monitor, "notify::network-metered", G_CALLBACK (update_metered),
                            self);
  g_signal_connect_swapped (self->settings, "changed::pause-on-metered",
                            G_CALLBACK (update_metered), self);
  g_signal_connect_swapped (self->settings, "changed::import-wait",
                            G_CALLBACK (on_import_wait_changed), self);
  on_import_wait_changed (self);
  update_metered (self);
  update (self);

  return self;
}
