/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-notifier.h"

#include <glib/gi18n.h>

#include "airlift-transfer-watch.h"

/* What ends or stops within so many milliseconds is told of at once. */
#define MOMENT 1200
/* So many names are listed before it says how many more there are. */
#define MAX_NAMES 4

typedef enum
{
  TOPIC_NONE,
  TOPIC_READY,
  TOPIC_FAILED,
  TOPIC_SIGN_IN,
  TOPIC_CERTIFICATE,
  N_TOPICS
} Topic;

/* Tells those who look elsewhere that a file is ready, or that a transfer needs a person. There is
 * one notification a topic, which grows; it goes when its matter is settled, or was seen. */
struct _AirliftNotifier
{
  GObject               parent_instance;

  AirliftApplication   *application;  /* it owns this */
  AirliftTransferWatch *watch;
  GHashTable           *topics;       /* of VcdTransfer: the topic that it last had */
  GPtrArray            *told[N_TOPICS];
  gboolean              dirty[N_TOPICS];
  gboolean              sent[N_TOPICS];
  unsigned int          timer;
};

G_DEFINE_FINAL_TYPE (AirliftNotifier, airlift_notifier, G_TYPE_OBJECT)

static const char *const ids[N_TOPICS] = {
  [TOPIC_READY] = "ready",
  [TOPIC_FAILED] = "failed",
  [TOPIC_SIGN_IN] = "sign-in",
  [TOPIC_CERTIFICATE] = "certificate",
};

static Topic
get_topic (VcdTransfer *transfer)
{
  if (vcd_transfer_get_state (transfer) == VCD_TRANSFER_DONE)
    return TOPIC_READY;
  if (vcd_transfer_get_state (transfer) == VCD_TRANSFER_FAILED)
    return TOPIC_FAILED;
  if (!airlift_transfer_needs_person (transfer))
    return TOPIC_NONE;

  return vcd_transfer_get_wait_reason (transfer) == VCD_WAIT_SIGN_IN ? TOPIC_SIGN_IN
                                                                     : TOPIC_CERTIFICATE;
}

static VcdAccount *
get_account (VcdTransfer *transfer)
{
  VcdSession *session = vcd_transfer_get_session (transfer);

  return session != NULL ? vcd_session_get_account (session) : NULL;
}

static char *
dup_title (Topic        topic,
           VcdTransfer *first,
           unsigned int n)
{
  VcdAccount *account = get_account (first);

  switch (topic)
    {
    case TOPIC_READY:
      if (n > 1)
        /* Translators: of disk images, after an upload or a download */
        return g_strdup_printf (ngettext ("%u Image Is Ready", "%u Images Are Ready", n), n);
      if (VCD_IS_MEDIA_UPLOAD (first))
        return g_strdup (_("Image Ready"));
      return g_strdup (_("Download Complete"));
    case TOPIC_FAILED:
      return g_strdup_printf (ngettext ("Transfer Failed", "%u Transfers Failed", n), n);
    case TOPIC_SIGN_IN:
      return g_strdup_printf (_("Sign In to “%s”"),
                              account != NULL ? vcd_account_get_title (account) : "");
    case TOPIC_CERTIFICATE:
      return g_strdup_printf (_("Check the Certificate of “%s”"),
                              account != NULL ? vcd_account_get_title (account) : "");
    case TOPIC_NONE:
    case N_TOPICS:
    default:
      g_return_val_if_reached (NULL);
    }
}

static char *
dup_names (GPtrArray *transfers)
{
  unsigned int n_named = transfers->len > MAX_NAMES ? MAX_NAMES - 1 : transfers->len;
  GString *names = g_string_new (NULL);

  for (unsigned int i = 0; i < n_named; i++)
    {
      if (i > 0)
        /* Translators: between two names in a list */
        g_string_append (names, C_("list", ", "));
      /* The last ones are the news. */
      g_string_append (names, vcd_transfer_get_name (transfers->pdata[transfers->len - 1 - i]));
    }

  if (n_named < transfers->len)
    {
      unsigned int n_more = transfers->len - n_named;

      g_string_append_printf (names, ngettext (", and %u more", ", and %u more", n_more), n_more);
    }

  return g_string_free_and_steal (names);
}

static char *
dup_body (Topic      topic,
          GPtrArray *transfers)
{
  VcdTransfer *first = transfers->pdata[0];
  const GError *error = vcd_transfer_get_error (first);
  g_autofree char *names = dup_names (transfers);
  const char *catalog;

  if (transfers->len > 1)
    return g_steal_pointer (&names);

  if (topic == TOPIC_FAILED && error != NULL)
    /* Translators: the name of a file, and a sentence that says what happened */
    return g_strdup_printf (_("%s: %s"), names, error->message);

  if (topic == TOPIC_READY && VCD_IS_MEDIA_UPLOAD (first))
    {
      catalog = vcd_media_upload_get_catalog_name (VCD_MEDIA_UPLOAD (first));
      if (catalog != NULL)
        /* Translators: the name of a disk image and that of a catalog */
        return g_strdup_printf (_("“%s” is ready in “%s”."), names, catalog);
    }

  if (topic == TOPIC_SIGN_IN)
    return g_strdup_printf (_("“%s” goes on when you have signed in."), names);
  if (topic == TOPIC_CERTIFICATE)
    return g_strdup_printf (_("“%s” goes on when you have looked at the certificate."), names);

  return g_steal_pointer (&names);
}

/* The catalog, if all went to the same one. */
static GVariant *
get_common_catalog (GPtrArray *transfers)
{
  VcdAccount *account = get_account (transfers->pdata[0]);
  const char *common = NULL;

  for (unsigned int i = 0; i < transfers->len; i++)
    {
      const char *href;

      if (!VCD_IS_MEDIA_UPLOAD (transfers->pdata[i]) ||
          get_account (transfers->pdata[i]) != account)
        return NULL;

      href = vcd_media_upload_get_catalog_href (VCD_MEDIA_UPLOAD (transfers->pdata[i]));
      if (href == NULL || (common != NULL && !g_str_equal (common, href)))
        return NULL;

      common = href;
    }

  return account != NULL ? g_variant_new ("(ss)", vcd_account_get_id (account), common) : NULL;
}

static void
add_ready_actions (GNotification *notification,
                   GPtrArray     *transfers)
{
  g_autoptr (GVariant) catalog = get_common_catalog (transfers);

  if (catalog == NULL)
    {
      g_notification_set_default_action (notification, "app.show-transfers");
      return;
    }

  g_variant_ref_sink (catalog);
  g_notification_set_default_action_and_target_value (notification, "app.show-catalog", catalog);
  g_notification_add_button_with_target_value (notification, _("Show in Catalog"),
                                               "app.show-catalog", catalog);
}

static void
add_actions (GNotification *notification,
             Topic          topic,
             GPtrArray     *transfers)
{
  const char *id = vcd_transfer_get_id (transfers->pdata[0]);
  VcdAccount *account = get_account (transfers->pdata[0]);

  if (topic == TOPIC_READY)
    {
      add_ready_actions (notification, transfers);
    }
  else if (topic == TOPIC_FAILED && transfers->len == 1)
    {
      g_notification_set_default_action_and_target (notification, "app.show-transfer", "s", id);
      g_notification_add_button_with_target (notification, _("Retry"), "app.retry-transfer", "s",
                                             id);
    }
  else if (topic == TOPIC_FAILED || account == NULL)
    {
      g_notification_set_default_action (notification, "app.show-transfers");
    }
  else
    {
      g_notification_set_default_action_and_target (notification, "app.sign-in", "s",
                                                    vcd_account_get_id (account));
      g_notification_add_button_with_target (notification,
                                             topic == TOPIC_SIGN_IN ? _("Sign In")
                                                                    : _("Show Certificate"),
                                             "app.sign-in", "s", vcd_account_get_id (account));
    }
}

static void
send (AirliftNotifier *self,
      Topic            topic)
{
  GPtrArray *transfers = self->told[topic];
  g_autofree char *title = dup_title (topic, transfers->pdata[0], transfers->len);
  g_autofree char *body = dup_body (topic, transfers);
  g_autoptr (GNotification) notification = g_notification_new (title);

  g_notification_set_body (notification, body);
  if (topic != TOPIC_READY)
    g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_HIGH);
  add_actions (notification, topic, transfers);

  g_application_send_notification (G_APPLICATION (self->application), ids[topic], notification);
  self->sent[topic] = TRUE;
}

static void
withdraw (AirliftNotifier *self,
          Topic            topic)
{
  if (self->sent[topic])
    g_application_withdraw_notification (G_APPLICATION (self->application), ids[topic]);

  self->sent[topic] = FALSE;
  self->dirty[topic] = FALSE;
  g_ptr_array_set_size (self->told[topic], 0);
}

/* The window says it all itself. */
static gboolean
is_looked_at (AirliftNotifier *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self->application));

  return window != NULL && gtk_window_is_active (window);
}

static gboolean
flush (gpointer data)
{
  AirliftNotifier *self = data;

  self->timer = 0;
  for (Topic topic = TOPIC_READY; topic < N_TOPICS; topic++)
    {
      if (!self->dirty[topic])
        continue;

      self->dirty[topic] = FALSE;
      if (self->told[topic]->len == 0)
        withdraw (self, topic);
      else
        send (self, topic);
    }

  /* Nobody will ask for more; the application may end now. */
  g_application_release (G_APPLICATION (self->application));

  return G_SOURCE_REMOVE;
}

static void
schedule (AirliftNotifier *self,
          Topic            topic)
{
  self->dirty[topic] = TRUE;
  if (self->timer != 0)
    return;

  g_application_hold (G_APPLICATION (self->application));
  self->timer = g_timeout_add (MOMENT, flush, self);
}

static void
set_topic (AirliftNotifier *self,
           VcdTransfer     *transfer,
           Topic            topic)
{
  Topic before = GPOINTER_TO_UINT (g_hash_table_lookup (self->topics, transfer));

  if (topic == before)
    return;

  g_hash_table_insert (self->topics, transfer, GUINT_TO_POINTER (topic));
  if (before != TOPIC_NONE && g_ptr_array_remove (self->told[before], transfer))
    schedule (self, before);
  if (topic != TOPIC_NONE && !is_looked_at (self))
    {
      g_ptr_array_add (self->told[topic], g_object_ref (transfer));
      schedule (self, topic);
    }
}

static void
on_changed (AirliftNotifier *self,
            VcdTransfer     *transfer)
{
  set_topic (self, transfer, get_topic (transfer));
}

/* How it stood when it came is not news. */
static void
on_added (AirliftNotifier *self,
          VcdTransfer     *transfer)
{
  g_hash_table_insert (self->topics, transfer, GUINT_TO_POINTER (get_topic (transfer)));
}

static void
on_removed (AirliftNotifier *self,
            VcdTransfer     *transfer)
{
  set_topic (self, transfer, TOPIC_NONE);
  g_hash_table_remove (self->topics, transfer);
}

static void
on_window_active (AirliftNotifier *self)
{
  if (!is_looked_at (self))
    return;

  for (Topic topic = TOPIC_READY; topic < N_TOPICS; topic++)
    withdraw (self, topic);
}

static void
on_window_added (AirliftNotifier *self,
                 GtkWindow       *window)
{
  g_signal_connect_object (window, "notify::is-active", G_CALLBACK (on_window_active), self,
                           G_CONNECT_SWAPPED);
}

static void
airlift_notifier_dispose (GObject *object)
{
  AirliftNotifier *self = AIRLIFT_NOTIFIER (object);

  if (self->timer != 0)
    {
      g_clear_handle_id (&self->timer, g_source_remove);
      g_application_release (G_APPLICATION (self->application));
    }
  if (self->application != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->application, self);
      g_signal_handlers_disconnect_by_data (self->watch, self);
      self->application = NULL;
    }
  g_clear_object (&self->watch);
  g_clear_pointer (&self->topics, g_hash_table_unref);
  for (Topic topic = TOPIC_NONE; topic < N_TOPICS; topic++)
    g_clear_pointer (&self->told[topic], g_ptr_array_unref);

  G_OBJECT_CLASS (airlift_notifier_parent_class)->dispose (object);
}

static void
airlift_notifier_class_init (AirliftNotifierClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = airlift_notifier_dispose;
}

static void
airlift_notifier_init (AirliftNotifier *self)
{
  self->topics = g_hash_table_new (NULL, NULL);
  for (Topic topic = TOPIC_NONE; topic < N_TOPICS; topic++)
    self->told[topic] = g_ptr_array_new_with_free_func (g_object_unref);
}

AirliftNotifier *
airlift_notifier_new (AirliftApplication *application)
{
  AirliftNotifier *self = g_object_new (AIRLIFT_TYPE_NOTIFIER, NULL);
  GListModel *queue = G_LIST_MODEL (airlift_application_get_queue (application));

  self->application = application;
  self->watch = airlift_transfer_watch_new (queue);
  for (unsigned int i = 0; i < g_list_model_get_n_items (queue); i++)
    {
      g_autoptr (VcdTransfer) transfer = g_list_model_get_item (queue, i);

      on_added (self, transfer);
    }

  g_signal_connect_swapped (self->watch, "added", G_CALLBACK (on_added), self);
  g_signal_connect_swapped (self->watch, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (self->watch, "removed", G_CALLBACK (on_removed), self);
  g_signal_connect_swapped (application, "window-added", G_CALLBACK (on_window_added), self);

  return self;
}
