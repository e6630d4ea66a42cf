/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-transfer-groups.h"

/* The transfers of a queue, sorted into sections, and what is to be said of all of them together.
 *
 *   VcdTransferQueue ─► Active, Waiting, Needs Attention, Done; each in the queue's order
 *
 * A transfer that comes into another section is told as one change of a stretch of the list, so
 * that a view keeps the row, and the focus in it, and filters look at nothing but that stretch.
 * What happens at once, as when many files are dropped, is told at once, and a moment later. */
struct _AirliftTransferGroups
{
  GObject           parent_instance;

  VcdTransferQueue *queue;
  GPtrArray        *watched;  /* of VcdTransfer, as in the queue */
  GPtrArray        *sorted;   /* of VcdTransfer */
  unsigned int      starts[AIRLIFT_N_GROUPS + 1];
  GHashTable       *batch;    /* of VcdTransfer: what was begun together */
  GHashTable       *moved;    /* of VcdTransfer: what came into another section */
  gboolean          unsorted;
  unsigned int      update;
};

static void list_model_iface_init    (GListModelInterface      *iface);
static void section_model_iface_init (GtkSectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AirliftTransferGroups, airlift_transfer_groups, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init)
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SECTION_MODEL,
                                                      section_model_iface_init))

enum
{
  SIGNAL_CHANGED,
  SIGNAL_ENDED,
  N_SIGNALS
};

static unsigned int signals[N_SIGNALS];

static GType
get_item_type (GListModel *model)
{
  return VCD_TYPE_TRANSFER;
}

static unsigned int
get_n_items (GListModel *model)
{
  return AIRLIFT_TRANSFER_GROUPS (model)->sorted->len;
}

static gpointer
get_item (GListModel   *model,
          unsigned int  position)
{
  GPtrArray *sorted = AIRLIFT_TRANSFER_GROUPS (model)->sorted;

  return position < sorted->len ? g_object_ref (sorted->pdata[position]) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
get_section (GtkSectionModel *model,
             unsigned int     position,
             unsigned int    *start,
             unsigned int    *end)
{
  AirliftTransferGroups *self = AIRLIFT_TRANSFER_GROUPS (model);

  for (int group = 0; group < AIRLIFT_N_GROUPS; group++)
    {
      if (position < self->starts[group + 1])
        {
          *start = self->starts[group];
          *end = self->starts[group + 1];
          return;
        }
    }

  *start = self->sorted->len;
  *end = G_MAXUINT;
}

static void
section_model_iface_init (GtkSectionModelInterface *iface)
{
  iface->get_section = get_section;
}

static gboolean
is_same (AirliftTransferGroups *self,
         GPtrArray             *old,
         unsigned int           old_position,
         unsigned int           position)
{
  return old->pdata[old_position] == self->sorted->pdata[position] &&
         !g_hash_table_contains (self->moved, old->pdata[old_position]);
}

/* Tells what has changed from the first to the last difference. What came into another section
 * counts as different also where it stayed in its place. */
static void
sort (AirliftTransferGroups *self)
{
  g_autoptr (GPtrArray) old = self->sorted;
  unsigned int first = 0, last = 0;

  self->sorted = g_ptr_array_new_full (self->watched->len, g_object_unref);
  for (int group = 0; group < AIRLIFT_N_GROUPS; group++)
    {
      self->starts[group] = self->sorted->len;
      for (unsigned int i = 0; i < self->watched->len; i++)
        {
          if ((int) airlift_transfer_get_group (self->watched->pdata[i]) == group)
            g_ptr_array_add (self->sorted, g_object_ref (self->watched->pdata[i]));
        }
    }
  self->starts[AIRLIFT_N_GROUPS] = self->sorted->len;

  while (first < old->len && first < self->sorted->len && is_same (self, old, first, first))
    first++;
  while (last < old->len - first && last < self->sorted->len - first &&
         is_same (self, old, old->len - last - 1, self->sorted->len - last - 1))
    last++;

  g_hash_table_remove_all (self->moved);
  if (old->len - first - last > 0 || self->sorted->len - first - last > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), first, old->len - first - last,
                                self->sorted->len - first - last);
}

static gboolean
update (gpointer data)
{
  AirliftTransferGroups *self = AIRLIFT_TRANSFER_GROUPS (data);

  self->update = 0;
  if (self->unsorted)
    {
      self->unsorted = FALSE;
      sort (self);
    }
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);

  return G_SOURCE_REMOVE;
}

static void
schedule (AirliftTransferGroups *self)
{
  if (self->update == 0)
    self->update = g_idle_add_full (G_PRIORITY_DEFAULT, update, self, NULL);
}

static gboolean
is_open (VcdTransfer *transfer)
{
  return !vcd_transfer_is_final (transfer);
}

static unsigned int
count_open (AirliftTransferGroups *self)
{
  unsigned int n = 0;

  for (unsigned int i = 0; i < self->watched->len; i++)
    n += is_open (self->watched->pdata[i]) ? 1 : 0;

  return n;
}

/* What is begun while something is under way is measured together with it, so that the end of one
 * does not set the whole back; what begins after everything has ended begins at nothing. */
static void
join_batch (AirliftTransferGroups *self,
            VcdTransfer           *transfer)
{
  if (!is_open (transfer) || g_hash_table_contains (self->batch, transfer))
    return;

  if (count_open (self) <= 1)
    g_hash_table_remove_all (self->batch);
  g_hash_table_add (self->batch, transfer);
}

static void
on_state (AirliftTransferGroups *self,
          GParamSpec            *pspec,
          VcdTransfer           *transfer)
{
  AirliftGroup group = airlift_transfer_get_group (transfer);
  unsigned int position;

  if (g_str_equal (pspec->name, "state") && vcd_transfer_is_final (transfer))
    {
      /* One that fails meanwhile may be tried again. */
      g_object_set_data (G_OBJECT (transfer), "airlift-cancelling", NULL);
      g_signal_emit (self, signals[SIGNAL_ENDED], 0, transfer);
    }

  join_batch (self, transfer);
  if (g_ptr_array_find (self->sorted, transfer, &position) &&
      (position < self->starts[group] || position >= self->starts[group + 1]))
    {
      g_hash_table_add (self->moved, transfer);
      self->unsorted = TRUE;
    }
  schedule (self);
}

static void
watch (AirliftTransferGroups *self,
       VcdTransfer           *transfer)
{
  g_signal_connect_object (transfer, "notify::state", G_CALLBACK (on_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (transfer, "notify::wait-reason", G_CALLBACK (on_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (transfer, "notify::sent", G_CALLBACK (schedule), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (transfer, "notify::size", G_CALLBACK (schedule), self,
                           G_CONNECT_SWAPPED);
}

static void
on_items_changed (AirliftTransferGroups *self,
                  unsigned int           position,
                  unsigned int           removed,
                  unsigned int           added)
{
  g_autoptr (GPtrArray) gone = g_ptr_array_new_with_free_func (g_object_unref);

  for (unsigned int i = position; i < position + removed; i++)
    {
      g_signal_handlers_disconnect_by_data (self->watched->pdata[i], self);
      g_ptr_array_add (gone, g_object_ref (self->watched->pdata[i]));
    }
  if (removed > 0)
    g_ptr_array_remove_range (self->watched, position, removed);

  for (unsigned int i = position; i < position + added; i++)
    {
      VcdTransfer *transfer = g_list_model_get_item (G_LIST_MODEL (self->queue), i);

      g_ptr_array_insert (self->watched, (int) i, transfer);
      watch (self, transfer);
      join_batch (self, transfer);
    }

  for (unsigned int i = 0; i < gone->len; i++)
    {
      if (!g_ptr_array_find (self->watched, gone->pdata[i], NULL))
        g_hash_table_remove (self->batch, gone->pdata[i]);
    }

  self->unsorted = TRUE;
  schedule (self);
}

static void
airlift_transfer_groups_finalize (GObject *object)
{
  AirliftTransferGroups *self = AIRLIFT_TRANSFER_GROUPS (object);

  g_object_set_data (G_OBJECT (self->queue), "airlift-groups", NULL);
  g_clear_handle_id (&self->update, g_source_remove);
  g_clear_pointer (&self->moved, g_hash_table_unref);
  g_clear_pointer (&self->batch, g_hash_table_unref);
  g_clear_pointer (&self->watched, g_ptr_array_unref);
  g_clear_pointer (&self->sorted, g_ptr_array_unref);
  g_clear_object (&self->queue);

  G_OBJECT_CLASS (airlift_transfer_groups_parent_class)->finalize (object);
}

static void
airlift_transfer_groups_class_init (AirliftTransferGroupsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = airlift_transfer_groups_finalize;

  /* Something that is said of all of them together has changed. */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass),
                                           G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 0);
  /* A transfer has come to its end, whatever it is. */
  signals[SIGNAL_ENDED] = g_signal_new ("ended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, VCD_TYPE_TRANSFER);
}

static void
airlift_transfer_groups_init (AirliftTransferGroups *self)
{
  self->watched = g_ptr_array_new_with_free_func (g_object_unref);
  self->sorted = g_ptr_array_new_with_free_func (g_object_unref);
  self->batch = g_hash_table_new (NULL, NULL);
  self->moved = g_hash_table_new (NULL, NULL);
}

AirliftGroup
airlift_transfer_get_group (VcdTransfer *transfer)
{
  VcdWaitReason reason = vcd_transfer_get_wait_reason (transfer);

  switch (vcd_transfer_get_state (transfer))
    {
    case VCD_TRANSFER_QUEUED:
    case VCD_TRANSFER_PAUSED:
      return AIRLIFT_GROUP_WAITING;
    case VCD_TRANSFER_WAITING:
      if (reason == VCD_WAIT_SIGN_IN || reason == VCD_WAIT_CERTIFICATE)
        return AIRLIFT_GROUP_ATTENTION;
      return reason == VCD_WAIT_OFFLINE ? AIRLIFT_GROUP_WAITING : AIRLIFT_GROUP_ACTIVE;
    case VCD_TRANSFER_FAILED:
      return AIRLIFT_GROUP_ATTENTION;
    case VCD_TRANSFER_DONE:
    case VCD_TRANSFER_SKIPPED:
    case VCD_TRANSFER_CANCELLED:
      return AIRLIFT_GROUP_DONE;
    case VCD_TRANSFER_OPENING:
    case VCD_TRANSFER_DECLARING:
    case VCD_TRANSFER_LOCATING:
    case VCD_TRANSFER_SENDING:
    case VCD_TRANSFER_SETTLING:
    case VCD_TRANSFER_ENABLING:
    case VCD_TRANSFER_RECEIVING:
    default:
      return AIRLIFT_GROUP_ACTIVE;
    }
}

gboolean
airlift_transfer_is_cancelling (VcdTransfer *transfer)
{
  return !vcd_transfer_is_final (transfer) &&
         g_object_get_data (G_OBJECT (transfer), "airlift-cancelling") != NULL;
}

void
airlift_transfer_set_cancelling (VcdTransfer *transfer)
{
  g_object_set_data (G_OBJECT (transfer), "airlift-cancelling", transfer);
}

AirliftTransferGroups *
airlift_transfer_groups_get (VcdTransferQueue *queue)
{
  AirliftTransferGroups *self = g_object_get_data (G_OBJECT (queue), "airlift-groups");

  if (self != NULL)
    return g_object_ref (self);

  self = g_object_new (AIRLIFT_TYPE_TRANSFER_GROUPS, NULL);
  self->queue = g_object_ref (queue);
  g_object_set_data (G_OBJECT (queue), "airlift-groups", self);
  g_signal_connect_object (queue, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED);
  on_items_changed (self, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (queue)));
  sort (self);

  return self;
}

VcdTransferQueue *
airlift_transfer_groups_get_queue (AirliftTransferGroups *self)
{
  return self->queue;
}

unsigned int
airlift_transfer_groups_count (AirliftTransferGroups *self,
                               AirliftGroup           group)
{
  return self->starts[group + 1] - self->starts[group];
}

/* One whose size nobody knows yet counts as much as one of the others. */
double
airlift_transfer_groups_get_fraction (AirliftTransferGroups *self)
{
  double size = 0, sent = 0;
  unsigned int known = 0, unknown = 0;

  for (unsigned int i = 0; i < self->watched->len; i++)
    {
      VcdTransfer *transfer = self->watched->pdata[i];
      VcdTransferState state = vcd_transfer_get_state (transfer);
      uint64_t bytes = vcd_transfer_get_size (transfer);

      if (!g_hash_table_contains (self->batch, transfer) || state == VCD_TRANSFER_FAILED ||
          state == VCD_TRANSFER_CANCELLED || state == VCD_TRANSFER_SKIPPED)
        continue;

      if (bytes == 0)
        unknown++;
      else
        known++;
      size += (double) bytes;
      sent += state == VCD_TRANSFER_DONE ? (double) bytes
                                         : (double) MIN (vcd_transfer_get_sent (transfer), bytes);
    }

  if (known == 0)
    return unknown > 0 ? 0 : 1;

  return sent / (size + size / known * unknown);
}

void
airlift_transfer_groups_count_open (AirliftTransferGroups *self,
                                    unsigned int          *uploads,
                                    unsigned int          *downloads)
{
  *uploads = 0;
  *downloads = 0;
  for (unsigned int i = 0; i < self->watched->len; i++)
    {
      VcdTransfer *transfer = self->watched->pdata[i];

      if (is_open (transfer))
        *(VCD_IS_MEDIA_DOWNLOAD (transfer) ? downloads : uploads) += 1;
    }
}

int64_t
airlift_transfer_groups_get_time_left (AirliftTransferGroups *self)
{
  double left = 0, rate = 0;

  for (unsigned int i = 0; i < self->starts[AIRLIFT_GROUP_WAITING]; i++)
    {
      VcdTransfer *transfer = self->sorted->pdata[i];
      uint64_t size = vcd_transfer_get_size (transfer);

      left += (double) (size - MIN (vcd_transfer_get_sent (transfer), size));
      rate += vcd_transfer_get_rate (transfer);
    }

  return rate >= 1 ? (int64_t) (left / rate + 0.5) : -1;
}

gboolean
airlift_transfer_groups_get_can_pause (AirliftTransferGroups *self)
{
  for (unsigned int i = 0; i < self->starts[AIRLIFT_GROUP_ATTENTION]; i++)
    {
      if (vcd_transfer_get_state (self->sorted->pdata[i]) != VCD_TRANSFER_PAUSED)
        return TRUE;
    }

  return FALSE;
}

gboolean
airlift_transfer_groups_get_can_resume (AirliftTransferGroups *self)
{
  for (unsigned int i = self->starts[AIRLIFT_GROUP_WAITING];
       i < self->starts[AIRLIFT_GROUP_ATTENTION]; i++)
    {
      if (vcd_transfer_get_state (self->sorted->pdata[i]) == VCD_TRANSFER_PAUSED)
        return TRUE;
    }

  return FALSE;
}

gboolean
airlift_transfer_groups_move (AirliftTransferGroups *self,
                              VcdTransfer           *transfer,
                              int                    direction,
                              gboolean               only_look)
{
  AirliftGroup group = airlift_transfer_get_group (transfer);
  unsigned int position;

  if (!g_ptr_array_find (self->sorted, transfer, &position) || group == AIRLIFT_GROUP_DONE)
    return FALSE;
  if (direction < 0 ? position == self->starts[group] : position + 1 == self->starts[group + 1])
    return FALSE;

  return only_look ||
         airlift_transfer_groups_move_to (
           self, transfer, self->sorted->pdata[direction < 0 ? position - 1 : position + 1]);
}

gboolean
airlift_transfer_groups_move_to (AirliftTransferGroups *self,
                                 VcdTransfer           *transfer,
                                 VcdTransfer           *other)
{
  unsigned int position;

  if (transfer == other ||
      airlift_transfer_get_group (transfer) != airlift_transfer_get_group (other) ||
      !g_ptr_array_find (self->watched, other, &position))
    return FALSE;

  vcd_transfer_queue_move (self->queue, transfer, position);
  return TRUE;
}
