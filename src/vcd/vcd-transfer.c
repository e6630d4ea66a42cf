/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "vcd-transfer.h"

#include "vcd-account-private.h"
#include "vcd-enums.h"
#include "vcd-transfer-inside-private.h"

/**
 * VcdTransfer:
 *
 * A file on its way to or from the server.
 *
 * A transfer is run by a [class@Vcd.TransferQueue], or by itself with
 * [method@Vcd.Transfer.run_async]. It goes through the phases of [enum@Vcd.TransferState], can be
 * paused, resumed and cancelled in each of them, and waits by itself for what passes: a network
 * that is gone, a server that restarts, a password that has to be entered again.
 */
G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (VcdTransfer, vcd_transfer, G_TYPE_OBJECT)

GParamSpec *vcd_transfer_properties[N_PROPS];

VcdTransferPrivate *
vcd_transfer_get_private (VcdTransfer *self)
{
  return vcd_transfer_get_instance_private (self);
}

static void
vcd_transfer_set_property (GObject      *object,
                           guint         id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  switch (id)
    {
    case PROP_RATE_LIMIT:
      vcd_transfer_set_rate_limit (VCD_TRANSFER (object), g_value_get_uint64 (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
vcd_transfer_dispose (GObject *object)
{
  VcdTransfer *self = VCD_TRANSFER (object);
  VcdTransferPrivate *priv = vcd_transfer_get_private (self);

  vcd_transfer_watch_slice (self, NULL, 0);
  vcd_transfer_set_held (self, FALSE);
  dex_clear (&priv->running);
  dex_clear (&priv->control.wake);
  g_clear_object (&priv->control.stop);
  g_clear_object (&priv->control.interrupt);
  g_clear_object (&priv->session);
  g_clear_object (&priv->source_session);
  g_clear_object (&priv->file);
  g_clear_object (&priv->limiter);
  g_clear_object (&priv->shared_limiter);

  G_OBJECT_CLASS (vcd_transfer_parent_class)->dispose (object);
}

static void
vcd_transfer_finalize (GObject *object)
{
  VcdTransferPrivate *priv = vcd_transfer_get_private (VCD_TRANSFER (object));

  g_clear_error (&priv->error);
  g_free (priv->id);
  g_free (priv->name);
  g_free (priv->note);
  g_free (priv->retry_reason);
  g_clear_pointer (&priv->steps, g_ptr_array_unref);

  G_OBJECT_CLASS (vcd_transfer_parent_class)->finalize (object);
}

static void
vcd_transfer_install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GParamSpec **properties = vcd_transfer_properties;

  /**
   * VcdTransfer:id:
   *
   * A name for this transfer that stays the same in the journal.
   */
  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  /**
   * VcdTransfer:session:
   *
   * The session with which it goes.
   */
  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, VCD_TYPE_SESSION, flags);
  /**
   * VcdTransfer:file:
   *
   * The local file; `NULL` of a copy, which has none.
   */
  properties[PROP_FILE] = g_param_spec_object ("file", NULL, NULL, G_TYPE_FILE, flags);
  /**
   * VcdTransfer:name:
   *
   * What it is called: the name of the image on the server.
   */
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  /**
   * VcdTransfer:state:
   *
   * The phase that it is in.
   */
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, VCD_TYPE_TRANSFER_STATE,
                                              VCD_TRANSFER_QUEUED, flags);
  /**
   * VcdTransfer:wait-reason:
   *
   * What it waits for while its state is `VCD_TRANSFER_WAITING`.
   */
  properties[PROP_WAIT_REASON] = g_param_spec_enum ("wait-reason", NULL, NULL,
                                                    VCD_TYPE_WAIT_REASON, VCD_WAIT_NONE, flags);
  /**
   * VcdTransfer:error:
   *
   * Why it failed, or why it waits.
   */
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  /**
   * VcdTransfer:note:
   *
   * A sentence about something beside the transfer that did not work, such as removing the
   * remains of a cancelled one.
   */
  properties[PROP_NOTE] = g_param_spec_string ("note", NULL, NULL, NULL, flags);
  /**
   * VcdTransfer:retry-reason:
   *
   * What went wrong the last time, in a sentence, as long as nothing has worked since; `NULL` if
   * all is well, if it waits for a person, or if it has ended.
   */
  properties[PROP_RETRY_REASON] = g_param_spec_string ("retry-reason", NULL, NULL, NULL, flags);
  /**
   * VcdTransfer:retry-time:
   *
   * When it tries again, in the time of [func@GLib.get_monotonic_time]; 0 if it does not wait for
   * that.
   */
  properties[PROP_RETRY_TIME] = g_param_spec_int64 ("retry-time", NULL, NULL, 0, INT64_MAX, 0,
                                                    flags);
  /**
   * VcdTransfer:size:
   *
   * The size of the file in bytes; 0 as long as it is not known.
   */
  properties[PROP_SIZE] = g_param_spec_uint64 ("size", NULL, NULL, 0, UINT64_MAX, 0, flags);
  /**
   * VcdTransfer:sent:
   *
   * How many bytes have left this machine, or have come to it. May go back when some are lost.
   */
  properties[PROP_SENT] = g_param_spec_uint64 ("sent", NULL, NULL, 0, UINT64_MAX, 0, flags);
  /**
   * VcdTransfer:confirmed:
   *
   * How many bytes are safe: an upload goes on from there whatever happens.
   */
  properties[PROP_CONFIRMED] = g_param_spec_uint64 ("confirmed", NULL, NULL, 0, UINT64_MAX, 0,
                                                    flags);
  /**
   * VcdTransfer:rate:
   *
   * Bytes a second over the last five seconds; 0 while nothing moves.
   */
  properties[PROP_RATE] = g_param_spec_double ("rate", NULL, NULL, 0, G_MAXDOUBLE, 0, flags);
  /**
   * VcdTransfer:time-left:
   *
   * Seconds until all bytes are there, at the present rate, or -1.
   */
  properties[PROP_TIME_LEFT] = g_param_spec_int64 ("time-left", NULL, NULL, -1, INT64_MAX, -1,
                                                   flags);
  /**
   * VcdTransfer:percent:
   *
   * How far the phase is: of the bytes, or of what the server does with them. -1 if nobody knows.
   */
  properties[PROP_PERCENT] = g_param_spec_int ("percent", NULL, NULL, -1, 100, -1, flags);
  /**
   * VcdTransfer:rate-limit:
   *
   * How many bytes a second it may use, or 0 for as many as there are.
   */
  properties[PROP_RATE_LIMIT] = g_param_spec_uint64 ("rate-limit", NULL, NULL, 0, UINT64_MAX, 0,
                                                     G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                                                     G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
vcd_transfer_class_init (VcdTransferClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = vcd_transfer_dispose;
  object_class->finalize = vcd_transfer_finalize;
  object_class->get_property = vcd_transfer_get_property;
  object_class->set_property = vcd_transfer_set_property;

  vcd_transfer_install_properties (object_class);
  dex_init ();
}

static void
vcd_transfer_init (VcdTransfer *self)
{
  VcdTransferPrivate *priv = vcd_transfer_get_private (self);

  priv->id = g_uuid_string_random ();
  priv->time_left = -1;
  priv->percent = -1;
  priv->shown_percent = -1;
  priv->limiter = vcd_limiter_new ();
  priv->control.stop = g_cancellable_new ();
  priv->control.interrupt = g_cancellable_new ();
  vcd_backoff_init (&priv->control.backoff);
}

/**
 * vcd_transfer_get_id:
 * @self: a transfer
 *
 * Gets a name for the transfer that stays the same when a later process goes on with it.
 *
 * Returns: (transfer none): the name
 */
const char *
vcd_transfer_get_id (VcdTransfer *self)
{
  g_return_val_if_fail (VCD_IS_TRANSFER (self), NULL);

  return vcd_transfer_get_private (self)->id;
}

/**
 * vcd_transfer_get_session:
 * @self: a transfer
 *
 * Gets the session with which it goes.
 *
 * Returns: (transfer none): the session
 */
VcdSession *
vcd_transfer_get_session (VcdTransfer *self)
{
  g_return_val_if_fail (VCD_IS_TRANSFER (self), NULL);

  return vcd_transfer_get_private (self)->session;
}

/**
 * vcd_transfer_get_file:
 * @self: a transfer
 *
 * Gets the local file.
 *
 * Returns: (transfer none) (nullable): the file, or %NULL of a copy, which has none
 */
GFile *
vcd_transfer_get_file (VcdTransfer *self)
{
  g_return_val_if_fail (VCD_IS_TRANSFER (self), NULL);

  return vcd_transfer_get_private (self)->file;
}

/**
 * vcd_transfer_get_name:
 * @self: a transfer
 *
 * Gets what the image is called on the server.
 *
 * Returns: (transfer none): the name
 */
const char *
vcd_transfer_get_name (VcdTransfer *self)
{
  g_return_val_if_fail (VCD_IS_TRANSFER (self), NULL);

  return vcd_transfer_get_private (self)->name;
}

/**
 * vcd_transfer_get_state:
 * @self: a transfer
 *
 * Gets the phase that it is in.
 *
 * Returns: the state
 */
VcdTransferState
vcd_transfer_get_state (VcdTransfer *self)
{
  g_return_val_if_fail (VCD_IS_TRANSFER (self), VCD_TRANSFER_QUEUED);

  return vcd_transfer_get_private (self)->state;
}

/**
 * vcd_transfer_get_wait_reason:
 * @self: a transfer
 *
 * Gets what it waits for.
 *
 * Returns: the reason; `VCD_WAIT_NONE` unless its state is `VCD_TRANSFER_WAITING`
 */
VcdWaitReason
vcd_transfer_get_wait_reason (VcdTransfer *self)
{
  g_return_val_if_fail (VCD_IS_TRANSFER (self), VCD_WAIT_NONE);

  return vcd_transfer_get_private (self)->wait_reason;
}

/**
 * vcd_transfer_is_final:
 * @self: a transfer
 *
 * Tells whether it has ended. One that failed may be tried again.
 *
 * Returns: whether it is done, skipped, failed or cancelled
 */
gboolean
vcd_transfer_is_final (VcdTransfer *self)
{
  g_return_val_if_fail (VCD_IS_TRANSFER (self), TRUE);

  return vcd_transfer_get_private (self)->state >= VCD_TRANSFER_DONE;
}

/**
 * vcd_transfer_get_error:
 * @self: a transfer
 *
 * Gets why it failed, or why it waits.
 *
 * Returns: (transfer none) (nullable): the error
 */
const GError *
vcd_transfer_get_error (VcdTransfer *self)
{
  g_return_val_if_fail (VCD_IS_TRANSFER (self), NULL);

  return vcd_transfer_get_private (self)->error;
}

/**
 * vcd_transfer_get_note:
 * @self: a transfer
 *
 * Gets what did not work beside the transfer itself.
 *
 * Returns: (transfer none) (nullable): a sentence for people
 */
const char *
vcd_transfer_get_note (VcdTransfer *self)
{
  g_return_val_if_fail (VCD_IS_TRANSFER (self), NULL);

  return vcd_transfer_get_private (self)->note;
}

/**
 * vcd_transfer_get_retry_reason:
 * @self: a transfer
 *
 * Gets what went wrong the last time, as long as nothing has worked since. It is there while the
 * transfer waits, and while it tries again.
 *
 * Returns: (transfer none) (nullable): a sentence for people
 */
const char *
vcd_transfer_get_retry_reason (VcdTransfer *self)
{
  g_return_val_if_fail (VCD_IS_TRANSFER (self), NULL);

  return vcd_transfer_get_private (self)->retry_reason;
}

/**
 * vcd_transfer_get_retry_time:
 * @self: a transfer
 *
 * Gets when it tries again.
 *
 * Returns: microseconds in the time of [func@GLib.get_monotonic_time]; 0 if it does not wait for
 *   that
 */
int64_t
vcd_transfer_get_retry_time (VcdTransfer *self)
{
  g_return_val_if_fail (VCD_IS_TRANSFER (self), 0);

  return vcd_transfer_get_private (self)->retry_time;
}

/**
 * vcd_transfer_get_size:
 * @self: a transfer
 *
 * Gets the size of the file.
 *
 * Returns: bytes; 0 as long as it is not known
 */
uint64_t
vcd_transfer_get_size (VcdTransfer *self)
{
  g_return_val_if_fail (VCD_IS_TRANSFER (self), 0);

  return vcd_transfer_get_private (self)->size;
}

/**
 * vcd_transfer_get_sent:
 * @self: a transfer
 *
 * Gets how many bytes have left this machine, or have come to it.
 *
 * Returns: bytes
 */
uint64_t
vcd_transfer_get_sent (VcdTransfer *self)
{
  g_return_val_if_fail (VCD_IS_TRANSFER (self), 0);

  return vcd_transfer_get_private (self)->sent;
}

/**
 * vcd_transfer_get_confirmed:
 * @self: a transfer
 *
 * Gets how many bytes are safe: with the server, by its own word, or on the local disk.
 *
 * Returns: bytes
 */
uint64_t
vcd_transfer_get_confirmed (VcdTransfer *self)
{
  g_return_val_if_fail (VCD_IS_TRANSFER (self), 0);

  return vcd_transfer_get_private (self)->confirmed;
}

/**
 * vcd_transfer_get_rate:
 * @self: a transfer
 *
 * Gets how fast it is, over the last five seconds.
 *
 * Returns: bytes a second; 0 while nothing moves
 */
double
vcd_transfer_get_rate (VcdTransfer *self)
{
  g_return_val_if_fail (VCD_IS_TRANSFER (self), 0);

  return vcd_transfer_get_private (self)->rate;
}

/**
 * vcd_transfer_get_time_left:
 * @self: a transfer
 *
 * Gets how long the bytes will still take, at the present rate.
 *
 * Returns: seconds, or -1 if nobody knows
 */
int64_t
vcd_transfer_get_time_left (VcdTransfer *self)
{
  g_return_val_if_fail (VCD_IS_TRANSFER (self), -1);

  return vcd_transfer_get_private (self)->time_left;
}

/**
 * vcd_transfer_get_percent:
 * @self: a transfer
 *
 * Gets how far the present phase is.
 *
 * Returns: percent of the bytes, or of what the server does with them; -1 if nobody knows
 */
int
vcd_transfer_get_percent (VcdTransfer *self)
{
  g_return_val_if_fail (VCD_IS_TRANSFER (self), -1);

  return vcd_transfer_get_private (self)->shown_percent;
}

/**
 * vcd_transfer_get_end_time:
 * @self: a transfer
 *
 * Gets when it came to its end.
 *
 * Returns: seconds since 1970, in UTC; 0 if it has not ended
 */
int64_t
vcd_transfer_get_end_time (VcdTransfer *self)
{
  g_return_val_if_fail (VCD_IS_TRANSFER (self), 0);

  return vcd_transfer_get_private (self)->end_time;
}

/**
 * vcd_transfer_get_rate_limit:
 * @self: a transfer
 *
 * Gets the transfer's own limit.
 *
 * Returns: bytes a second, or 0 for none
 */
uint64_t
vcd_transfer_get_rate_limit (VcdTransfer *self)
{
  g_return_val_if_fail (VCD_IS_TRANSFER (self), 0);

  return vcd_limiter_get_rate (vcd_transfer_get_private (self)->limiter);
}

/**
 * vcd_transfer_set_rate_limit:
 * @self: a transfer
 * @bytes_per_second: a limit, or 0 for none
 *
 * Limits how fast the transfer may be. Takes effect at once. A queue's limit counts beside it.
 */
void
vcd_transfer_set_rate_limit (VcdTransfer *self,
                             uint64_t     bytes_per_second)
{
  VcdTransferPrivate *priv;

  g_return_if_fail (VCD_IS_TRANSFER (self));

  priv = vcd_transfer_get_private (self);
  if (vcd_limiter_get_rate (priv->limiter) == bytes_per_second)
    return;

  vcd_limiter_set_rate (priv->limiter, bytes_per_second);
  g_object_notify_by_pspec (G_OBJECT (self), vcd_transfer_properties[PROP_RATE_LIMIT]);
}
