/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-transfer-watch.h"

/* Tells of each transfer in a queue when it comes, when its state is another, and when it goes. One
 * that is moved within the queue neither comes nor goes. */
struct _AirliftTransferWatch
{
  GObject     parent_instance;

  GListModel *queue;
  GPtrArray  *transfers;
};

G_DEFINE_FINAL_TYPE (AirliftTransferWatch, airlift_transfer_watch, G_TYPE_OBJECT)

enum
{
  ADDED,
  CHANGED,
  REMOVED,
  N_SIGNALS
};

static unsigned int signals[N_SIGNALS];

static void
on_changed (AirliftTransferWatch *self,
            GParamSpec           *pspec,
            VcdTransfer          *transfer)
{
  g_signal_emit (self, signals[CHANGED], 0, transfer);
}

static void
tell_differences (AirliftTransferWatch *self,
                  GPtrArray            *from,
                  GPtrArray            *to,
                  unsigned int          signal)
{
  g_autoptr (GHashTable) known = g_hash_table_new (NULL, NULL);

  for (unsigned int i = 0; i < from->len; i++)
    g_hash_table_add (known, from->pdata[i]);
  for (unsigned int i = 0; i < to->len; i++)
    if (!g_hash_table_contains (known, to->pdata[i]))
      g_signal_emit (self, signals[signal], 0, to->pdata[i]);
}

static void
on_items_changed (AirliftTransferWatch *self,
                  unsigned int          position,
                  unsigned int          n_removed,
                  unsigned int          n_added)
{
  g_autoptr (GPtrArray) removed = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);

  for (unsigned int i = 0; i < n_removed; i++)
    {
      VcdTransfer *transfer = g_ptr_array_steal_index (self->transfers, position);

      g_signal_handlers_disconnect_by_data (transfer, self);
      g_ptr_array_add (removed, transfer);
    }

  for (unsigned int i = 0; i < n_added; i++)
    {
      VcdTransfer *transfer = g_list_model_get_item (self->queue, position + i);

      g_signal_connect_swapped (transfer, "notify::state", G_CALLBACK (on_changed), self);
      g_signal_connect_swapped (transfer, "notify::wait-reason", G_CALLBACK (on_changed), self);
      g_ptr_array_insert (self->transfers, (int) (position + i), transfer);
      g_ptr_array_add (added, g_object_ref (transfer));
    }

  tell_differences (self, added, removed, REMOVED);
  tell_differences (self, removed, added, ADDED);
}

static void
airlift_transfer_watch_dispose (GObject *object)
{
  AirliftTransferWatch *self = AIRLIFT_TRANSFER_WATCH (object);

  if (self->queue != NULL)
    g_signal_handlers_disconnect_by_data (self->queue, self);
  for (unsigned int i = 0; i < self->transfers->len; i++)
    g_signal_handlers_disconnect_by_data (self->transfers->pdata[i], self);
  g_ptr_array_set_size (self->transfers, 0);
  g_clear_object (&self->queue);

  G_OBJECT_CLASS (airlift_transfer_watch_parent_class)->dispose (object);
}

static void
airlift_transfer_watch_finalize (GObject *object)
{
  g_ptr_array_unref (AIRLIFT_TRANSFER_WATCH (object)->transfers);

  G_OBJECT_CLASS (airlift_transfer_watch_parent_class)->finalize (object);
}

static void
airlift_transfer_watch_class_init (AirliftTransferWatchClass *klass)
{
  const char *names[N_SIGNALS] = { "added", "changed", "removed" };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = airlift_transfer_watch_dispose;
  object_class->finalize = airlift_transfer_watch_finalize;

  for (unsigned int i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], AIRLIFT_TYPE_TRANSFER_WATCH, G_SIGNAL_RUN_LAST, 0, NULL,
                               NULL, NULL, G_TYPE_NONE, 1, VCD_TYPE_TRANSFER);
}

static void
airlift_transfer_watch_init (AirliftTransferWatch *self)
{
  self->transfers = g_ptr_array_new_with_free_func (g_object_unref);
}

AirliftTransferWatch *
airlift_transfer_watch_new (GListModel *queue)
{
  AirliftTransferWatch *self = g_object_new (AIRLIFT_TYPE_TRANSFER_WATCH, NULL);

  self->queue = g_object_ref (queue);
  g_signal_connect_swapped (queue, "items-changed", G_CALLBACK (on_items_changed), self);
  on_items_changed (self, 0, 0, g_list_model_get_n_items (queue));

  return self;
}

GListModel *
airlift_transfer_watch_get_queue (AirliftTransferWatch *self)
{
  return self->queue;
}

gboolean
airlift_transfer_is_working (VcdTransfer *transfer)
{
  return !vcd_transfer_is_final (transfer) &&
         vcd_transfer_get_state (transfer) != VCD_TRANSFER_PAUSED &&
         !airlift_transfer_needs_person (transfer);
}

gboolean
airlift_transfer_is_moving (VcdTransfer *transfer)
{
  VcdTransferState state = vcd_transfer_get_state (transfer);

  return state == VCD_TRANSFER_SENDING || state == VCD_TRANSFER_RECEIVING;
}

gboolean
airlift_transfer_needs_person (VcdTransfer *transfer)
{
  VcdWaitReason reason = vcd_transfer_get_wait_reason (transfer);

  return vcd_transfer_get_state (transfer) == VCD_TRANSFER_FAILED ||
         (vcd_transfer_get_state (transfer) == VCD_TRANSFER_WAITING &&
          (reason == VCD_WAIT_SIGN_IN || reason == VCD_WAIT_CERTIFICATE));
}
