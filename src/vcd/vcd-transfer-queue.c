/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "vcd-transfer-queue.h"

#include "vcd-account.h"
#include "vcd-media-upload-private.h"
#include "vcd-transfer-queue-private.h"

#define DEFAULT_MAX_ACTIVE 2

/**
 * VcdTransferQueue:
 *
 * A list of transfers, as [class@Vcd.Transfer], that runs some of them at a time.
 *
 * The next one starts when there is a place. A transfer that is paused, or that waits for a person,
 * gives its place up. Uploads are written to a journal, so that a later process goes on with what
 * this one could not finish; processes that share a journal leave each other's uploads alone.
 */
struct _VcdTransferQueue
{
  GObject       parent_instance;

  GPtrArray    *transfers;
  VcdJournal   *journal;
  VcdLimiter   *limiter;
  unsigned      max_active;
  unsigned      max_per_account;
  unsigned      import_limit;  /* seconds */
  unsigned      n_active;
  unsigned      scheduled;
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VcdTransferQueue, vcd_transfer_queue, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

enum
{
  PROP_0,
  PROP_N_ACTIVE,
  PROP_MAX_ACTIVE,
  PROP_MAX_PER_ACCOUNT,
  PROP_RATE_LIMIT,
  PROP_IMPORT_LIMIT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GType
vcd_transfer_queue_get_item_type (GListModel *model)
{
  return VCD_TYPE_TRANSFER;
}

static unsigned
vcd_transfer_queue_get_n_items (GListModel *model)
{
  return VCD_TRANSFER_QUEUE (model)->transfers->len;
}

static gpointer
vcd_transfer_queue_get_item (GListModel *model,
                             unsigned    position)
{
  GPtrArray *transfers = VCD_TRANSFER_QUEUE (model)->transfers;

  return position < transfers->len ? g_object_ref (transfers->pdata[position]) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = vcd_transfer_queue_get_item_type;
  iface->get_n_items = vcd_transfer_queue_get_n_items;
  iface->get_item = vcd_transfer_queue_get_item;
}

static const char *
get_account_id (VcdSession *session)
{
  return vcd_account_get_id (vcd_session_get_account (session));
}

/* A copy is of two accounts. */
static gboolean
is_of_account (VcdTransfer *transfer,
               const char  *account_id)
{
  VcdSession *source = vcd_transfer_get_source_session (transfer);

  return g_str_equal (get_account_id (vcd_transfer_get_session (transfer)), account_id) ||
         (source != NULL && g_str_equal (get_account_id (source), account_id));
}

static unsigned
count_active (VcdTransferQueue *self,
              const char       *account_id)
{
  unsigned n_active = 0;

  for (unsigned i = 0; i < self->transfers->len; i++)
    {
      VcdTransfer *transfer = self->transfers->pdata[i];

      if (vcd_transfer_is_active (transfer) &&
          (account_id == NULL || is_of_account (transfer, account_id)))
        n_active++;
    }

  return n_active;
}

static gboolean
has_place_for (VcdTransferQueue *self,
               VcdSession       *session)
{
  return session == NULL || count_active (self, get_account_id (session)) < self->max_per_account;
}

static void
update_n_active (VcdTransferQueue *self)
{
  unsigned n_active = count_active (self, NULL);

  if (n_active == self->n_active)
    return;

  self->n_active = n_active;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ACTIVE]);
}

static gboolean
start_next (gpointer data)
{
  VcdTransferQueue *self = data;

  self->scheduled = 0;
  for (unsigned i = 0; i < self->transfers->len; i++)
    {
      VcdTransfer *transfer = self->transfers->pdata[i];

      if (count_active (self, NULL) >= self->max_active)
        break;

      if (vcd_transfer_get_state (transfer) != VCD_TRANSFER_QUEUED ||
          vcd_transfer_is_active (transfer) ||
          !has_place_for (self, vcd_transfer_get_session (transfer)) ||
          !has_place_for (self, vcd_transfer_get_source_session (transfer)))
        continue;

      /* One that had to give up its place is running, and waits for it. */
      if (vcd_transfer_is_running (transfer))
        vcd_transfer_give_turn (transfer);
      else
        dex_future_disown (vcd_transfer_run (transfer));
    }
  update_n_active (self);

  return G_SOURCE_REMOVE;
}

/* Not at once: whoever changes one transfer may be about to change the next one. */
static void
schedule (VcdTransferQueue *self)
{
  if (self->scheduled == 0)
    self->scheduled = g_idle_add_full (G_PRIORITY_DEFAULT, start_next, self, NULL);
}

static void
on_state (VcdTransferQueue *self)
{
  update_n_active (self);
  schedule (self);
}

static void
let_go (VcdTransferQueue *self,
        VcdTransfer      *transfer)
{
  g_signal_handlers_disconnect_by_data (transfer, self);
  vcd_transfer_set_managed (transfer, FALSE);
  vcd_transfer_set_shared_limiter (transfer, NULL);
}

static void
vcd_transfer_queue_get_property (GObject    *object,
                                 guint       id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  VcdTransferQueue *self = VCD_TRANSFER_QUEUE (object);

  switch (id)
    {
    case PROP_N_ACTIVE:
      g_value_set_uint (value, self->n_active);
      break;
    case PROP_MAX_ACTIVE:
      g_value_set_uint (value, self->max_active);
      break;
    case PROP_MAX_PER_ACCOUNT:
      g_value_set_uint (value, self->max_per_account);
      break;
    case PROP_RATE_LIMIT:
      g_value_set_uint64 (value, vcd_limiter_get_rate (self->limiter));
      break;
    case PROP_IMPORT_LIMIT:
      g_value_set_uint (value, self->import_limit);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
vcd_transfer_queue_set_property (GObject      *object,
                                 guint         id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  VcdTransferQueue *self = VCD_TRANSFER_QUEUE (object);

  switch (id)
    {
    case PROP_MAX_ACTIVE:
      vcd_transfer_queue_set_max_active (self, g_value_get_uint (value));
      break;
    case PROP_MAX_PER_ACCOUNT:
      vcd_transfer_queue_set_max_per_account (self, g_value_get_uint (value));
      break;
    case PROP_RATE_LIMIT:
      vcd_transfer_queue_set_rate_limit (self, g_value_get_uint64 (value));
      break;
    case PROP_IMPORT_LIMIT:
      vcd_transfer_queue_set_import_limit (self, g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
vcd_transfer_queue_dispose (GObject *object)
{
  VcdTransferQueue *self = VCD_TRANSFER_QUEUE (object);

  g_clear_handle_id (&self->scheduled, g_source_remove);
  for (unsigned i = 0; self->transfers != NULL && i < self->transfers->len; i++)
    {
      VcdTransfer *transfer = self->transfers->pdata[i];

      let_go (self, transfer);
      if (vcd_transfer_is_running (transfer))
        vcd_transfer_abandon (transfer);
    }
  g_clear_pointer (&self->transfers, g_ptr_array_unref);
  g_clear_pointer (&self->journal, vcd_journal_free);
  g_clear_object (&self->limiter);

  G_OBJECT_CLASS (vcd_transfer_queue_parent_class)->dispose (object);
}

static void
vcd_transfer_queue_class_init (VcdTransferQueueClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags settable = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = vcd_transfer_queue_dispose;
  object_class->get_property = vcd_transfer_queue_get_property;
  object_class->set_property = vcd_transfer_queue_set_property;

  /**
   * VcdTransferQueue:n-active:
   *
   * How many transfers are under way.
   */
  properties[PROP_N_ACTIVE] = g_param_spec_uint ("n-active", NULL, NULL, 0, G_MAXUINT, 0,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * VcdTransferQueue:max-active:
   *
   * How many may be under way at a time.
   */
  properties[PROP_MAX_ACTIVE] = g_param_spec_uint ("max-active", NULL, NULL, 1, G_MAXUINT,
                                                   DEFAULT_MAX_ACTIVE, settable);
  /**
   * VcdTransferQueue:max-per-account:
   *
   * How many of one account may be under way at a time.
   */
  properties[PROP_MAX_PER_ACCOUNT] = g_param_spec_uint ("max-per-account", NULL, NULL, 1, G_MAXUINT,
                                                        DEFAULT_MAX_ACTIVE, settable);
  /**
   * VcdTransferQueue:rate-limit:
   *
   * How many bytes a second all of them may use together, or 0 for as many as there are.
   */
  properties[PROP_RATE_LIMIT] = g_param_spec_uint64 ("rate-limit", NULL, NULL, 0, UINT64_MAX, 0,
                                                     settable);
  /**
   * VcdTransferQueue:import-limit:
   *
   * For how many seconds each upload waits for its import, or 0 for as long as it takes.
   */
  properties[PROP_IMPORT_LIMIT] = g_param_spec_uint ("import-limit", NULL, NULL, 0, G_MAXUINT, 0,
                                                     settable);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
vcd_transfer_queue_init (VcdTransferQueue *self)
{
  self->transfers = g_ptr_array_new_with_free_func (g_object_unref);
  self->limiter = vcd_limiter_new ();
  self->max_active = DEFAULT_MAX_ACTIVE;
  self->max_per_account = DEFAULT_MAX_ACTIVE;
}

VcdJournal *
vcd_transfer_queue_get_journal (VcdTransferQueue *self)
{
  return self->journal;
}

/**
 * vcd_transfer_queue_new:
 * @journal_directory: (nullable): a local directory that is made if it is not there, or %NULL to
 *   keep no journal
 *
 * Makes an empty queue.
 *
 * Returns: (transfer full): a queue
 */
VcdTransferQueue *
vcd_transfer_queue_new (GFile *journal_directory)
{
  VcdTransferQueue *self;

  g_return_val_if_fail (journal_directory == NULL || G_IS_FILE (journal_directory), NULL);

  self = g_object_new (VCD_TYPE_TRANSFER_QUEUE, NULL);
  self->journal = vcd_journal_new (journal_directory);

  return self;
}

/**
 * vcd_transfer_queue_add:
 * @self: a queue
 * @transfer: a transfer that is in no queue
 *
 * Adds a transfer at the end. It starts when its turn comes.
 */
void
vcd_transfer_queue_add (VcdTransferQueue *self,
                        VcdTransfer      *transfer)
{
  g_return_if_fail (VCD_IS_TRANSFER_QUEUE (self));
  g_return_if_fail (VCD_IS_TRANSFER (transfer));
  g_return_if_fail (!g_ptr_array_find (self->transfers, transfer, NULL));

  vcd_transfer_queue_write_down (self, transfer);
  if (VCD_IS_MEDIA_UPLOAD (transfer))
    vcd_media_upload_set_import_limit (VCD_MEDIA_UPLOAD (transfer), self->import_limit);
  vcd_transfer_set_shared_limiter (transfer, self->limiter);
  vcd_transfer_set_managed (transfer, TRUE);
  g_signal_connect_swapped (transfer, "notify::state", G_CALLBACK (on_state), self);

  g_ptr_array_add (self->transfers, g_object_ref (transfer));
  g_list_model_items_changed (G_LIST_MODEL (self), self->transfers->len - 1, 0, 1);
  schedule (self);
}

static void
remove_at (VcdTransferQueue *self,
           unsigned          position)
{
  g_autoptr (VcdTransfer) transfer = g_object_ref (self->transfers->pdata[position]);

  let_go (self, transfer);
  /* What a failed one has left on the server stays known to the journal, for whoever asks for the
   * same upload again. */
  if (vcd_transfer_get_state (transfer) == VCD_TRANSFER_FAILED && VCD_IS_MEDIA_UPLOAD (transfer))
    {
      vcd_upload_record_removal (VCD_MEDIA_UPLOAD (transfer));
      vcd_media_upload_set_claim (VCD_MEDIA_UPLOAD (transfer), NULL);
    }
  else
    {
      vcd_transfer_cancel (transfer);
    }

  g_ptr_array_remove_index (self->transfers, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

/**
 * vcd_transfer_queue_remove:
 * @self: a queue
 * @transfer: a transfer in the queue
 *
 * Takes a transfer out. One that has not ended is cancelled, and cleaned away on the server.
 */
void
vcd_transfer_queue_remove (VcdTransferQueue *self,
                           VcdTransfer      *transfer)
{
  unsigned position;

  g_return_if_fail (VCD_IS_TRANSFER_QUEUE (self));
  g_return_if_fail (VCD_IS_TRANSFER (transfer));

  if (g_ptr_array_find (self->transfers, transfer, &position))
    {
      remove_at (self, position);
      on_state (self);
    }
}

/**
 * vcd_transfer_queue_move:
 * @self: a queue
 * @transfer: a transfer in the queue
 * @position: where it is to be; beyond the end is the end
 *
 * Moves a transfer. What is under way stays so; the next one to start is the first that can.
 */
void
vcd_transfer_queue_move (VcdTransferQueue *self,
                         VcdTransfer      *transfer,
                         unsigned int      position)
{
  unsigned from;

  g_return_if_fail (VCD_IS_TRANSFER_QUEUE (self));
  g_return_if_fail (VCD_IS_TRANSFER (transfer));

  if (!g_ptr_array_find (self->transfers, transfer, &from))
    return;

  position = MIN (position, self->transfers->len - 1);
  if (position == from)
    return;

  g_ptr_array_insert (self->transfers, (int) position,
                      g_ptr_array_steal_index (self->transfers, from));
  g_list_model_items_changed (G_LIST_MODEL (self), MIN (from, position),
                              MAX (from, position) - MIN (from, position) + 1,
                              MAX (from, position) - MIN (from, position) + 1);
  schedule (self);
}

/**
 * vcd_transfer_queue_retry:
 * @self: a queue
 * @transfer: a transfer in the queue
 *
 * Queues a transfer that failed once more. It goes on where it was, if that is possible.
 */
void
vcd_transfer_queue_retry (VcdTransferQueue *self,
                          VcdTransfer      *transfer)
{
  g_return_if_fail (VCD_IS_TRANSFER_QUEUE (self));
  g_return_if_fail (VCD_IS_TRANSFER (transfer));

  if (!g_ptr_array_find (self->transfers, transfer, NULL))
    return;

  vcd_transfer_rewind (transfer);
  vcd_transfer_queue_write_down (self, transfer);
}

/**
 * vcd_transfer_queue_get_n_active:
 * @self: a queue
 *
 * Gets how many transfers are under way.
 *
 * Returns: a number
 */
unsigned int
vcd_transfer_queue_get_n_active (VcdTransferQueue *self)
{
  g_return_val_if_fail (VCD_IS_TRANSFER_QUEUE (self), 0);

  return self->n_active;
}

/**
 * vcd_transfer_queue_get_max_active:
 * @self: a queue
 *
 * Gets how many transfers may be under way at a time.
 *
 * Returns: a number
 */
unsigned int
vcd_transfer_queue_get_max_active (VcdTransferQueue *self)
{
  g_return_val_if_fail (VCD_IS_TRANSFER_QUEUE (self), 0);

  return self->max_active;
}

/**
 * vcd_transfer_queue_set_max_active:
 * @self: a queue
 * @max_active: at least 1
 *
 * Sets how many transfers may be under way at a time. None is stopped for it.
 */
void
vcd_transfer_queue_set_max_active (VcdTransferQueue *self,
                                   unsigned int      max_active)
{
  g_return_if_fail (VCD_IS_TRANSFER_QUEUE (self));
  g_return_if_fail (max_active > 0);

  if (self->max_active == max_active)
    return;

  self->max_active = max_active;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MAX_ACTIVE]);
  schedule (self);
}

/**
 * vcd_transfer_queue_get_max_per_account:
 * @self: a queue
 *
 * Gets how many transfers of one account may be under way at a time.
 *
 * Returns: a number
 */
unsigned int
vcd_transfer_queue_get_max_per_account (VcdTransferQueue *self)
{
  g_return_val_if_fail (VCD_IS_TRANSFER_QUEUE (self), 0);

  return self->max_per_account;
}

/**
 * vcd_transfer_queue_set_max_per_account:
 * @self: a queue
 * @max_per_account: at least 1
 *
 * Sets how many transfers of one account may be under way at a time.
 */
void
vcd_transfer_queue_set_max_per_account (VcdTransferQueue *self,
                                        unsigned int      max_per_account)
{
  g_return_if_fail (VCD_IS_TRANSFER_QUEUE (self));
  g_return_if_fail (max_per_account > 0);

  if (self->max_per_account == max_per_account)
    return;

  self->max_per_account = max_per_account;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MAX_PER_ACCOUNT]);
  schedule (self);
}

/**
 * vcd_transfer_queue_get_rate_limit:
 * @self: a queue
 *
 * Gets how fast all transfers may be together.
 *
 * Returns: bytes a second, or 0 for no limit
 */
uint64_t
vcd_transfer_queue_get_rate_limit (VcdTransferQueue *self)
{
  g_return_val_if_fail (VCD_IS_TRANSFER_QUEUE (self), 0);

  return vcd_limiter_get_rate (self->limiter);
}

/**
 * vcd_transfer_queue_set_rate_limit:
 * @self: a queue
 * @bytes_per_second: a limit, or 0 for none
 *
 * Sets how fast all transfers may be together. Takes effect at once.
 */
void
vcd_transfer_queue_set_rate_limit (VcdTransferQueue *self,
                                   uint64_t          bytes_per_second)
{
  g_return_if_fail (VCD_IS_TRANSFER_QUEUE (self));

  if (vcd_limiter_get_rate (self->limiter) == bytes_per_second)
    return;

  vcd_limiter_set_rate (self->limiter, bytes_per_second);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RATE_LIMIT]);
}

/**
 * vcd_transfer_queue_get_import_limit:
 * @self: a queue
 *
 * Gets how long uploads wait for their imports.
 *
 * Returns: a number of seconds, or 0 for as long as it takes
 */
unsigned int
vcd_transfer_queue_get_import_limit (VcdTransferQueue *self)
{
  g_return_val_if_fail (VCD_IS_TRANSFER_QUEUE (self), 0);

  return self->import_limit;
}

/**
 * vcd_transfer_queue_set_import_limit:
 * @self: a queue
 * @seconds: a number of seconds, or 0 for as long as it takes
 *
 * Sets how long uploads wait for their imports; see [method@Vcd.MediaUpload.set_import_limit]. It
 * holds for all that are in the queue, and all that come.
 */
void
vcd_transfer_queue_set_import_limit (VcdTransferQueue *self,
                                     unsigned int      seconds)
{
  g_return_if_fail (VCD_IS_TRANSFER_QUEUE (self));

  if (self->import_limit == seconds)
    return;

  self->import_limit = seconds;
  for (unsigned i = 0; i < self->transfers->len; i++)
    if (VCD_IS_MEDIA_UPLOAD (self->transfers->pdata[i]))
      vcd_media_upload_set_import_limit (self->transfers->pdata[i], seconds);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IMPORT_LIMIT]);
}
