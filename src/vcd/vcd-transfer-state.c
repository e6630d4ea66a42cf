/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>

#include "vcd-account-private.h"
#include "vcd-error-private.h"
#include "vcd-transfer-inside-private.h"

/* What subclasses do to a transfer: its state, its progress, what it goes with. */

#define SAMPLE_INTERVAL 250

static void
notify (VcdTransfer *self,
        unsigned     property)
{
  g_object_notify_by_pspec (G_OBJECT (self), vcd_transfer_properties[property]);
}

static gboolean
is_moving (VcdTransferState state)
{
  return state == VCD_TRANSFER_SENDING || state == VCD_TRANSFER_RECEIVING;
}

static int
compute_percent (VcdTransferPrivate *priv)
{
  VcdTransferState state = priv->state;

  if (state == VCD_TRANSFER_WAITING || state == VCD_TRANSFER_PAUSED)
    state = priv->control.phase;

  if (state == VCD_TRANSFER_DONE)
    return 100;
  if (state == VCD_TRANSFER_SETTLING || state == VCD_TRANSFER_ENABLING)
    return priv->percent;
  if (priv->size == 0)
    return -1;

  return (int) (100.0 * (double) MIN (priv->sent, priv->size) / (double) priv->size);
}

static void
update_percent (VcdTransfer *self)
{
  VcdTransferPrivate *priv = vcd_transfer_get_private (self);
  int percent = compute_percent (priv);

  if (percent == priv->shown_percent)
    return;

  priv->shown_percent = percent;
  notify (self, PROP_PERCENT);
}

static void
set_rate (VcdTransfer *self,
          double       rate)
{
  VcdTransferPrivate *priv = vcd_transfer_get_private (self);
  int64_t time_left = -1;

  if (rate > 0 && priv->size >= priv->sent)
    time_left = (int64_t) ((double) (priv->size - priv->sent) / rate + 0.5);

  if (rate < priv->rate || rate > priv->rate)
    {
      priv->rate = rate;
      notify (self, PROP_RATE);
    }

  if (time_left != priv->time_left)
    {
      priv->time_left = time_left;
      notify (self, PROP_TIME_LEFT);
    }
}

static void
set_sent (VcdTransfer *self,
          uint64_t     sent)
{
  VcdTransferPrivate *priv = vcd_transfer_get_private (self);

  if (priv->sent == sent)
    return;

  priv->sent = sent;
  notify (self, PROP_SENT);
  update_percent (self);
}

static gboolean
sample (gpointer data)
{
  VcdTransfer *self = data;
  VcdTransferPrivate *priv = vcd_transfer_get_private (self);
  /* An upload's slice begins where it was told to, a download's where the server says. */
  uint64_t sent = priv->slice_offset + vcd_slice_get_start (priv->slice) +
                  vcd_slice_get_transferred (priv->slice);

  g_object_freeze_notify (G_OBJECT (self));
  vcd_meter_add (&priv->meter, g_get_monotonic_time (), sent);
  set_sent (self, sent);
  set_rate (self, vcd_meter_get_rate (&priv->meter));
  g_object_thaw_notify (G_OBJECT (self));

  return G_SOURCE_CONTINUE;
}

void
vcd_transfer_set_held (VcdTransfer *self,
                       gboolean     held)
{
  VcdTransferPrivate *priv = vcd_transfer_get_private (self);
  void (*change) (VcdSession *session) = held ? vcd_session_hold : vcd_session_release;

  if (held == priv->held || priv->session == NULL)
    return;

  priv->held = held;
  change (priv->session);
  if (priv->source_session != NULL)
    change (priv->source_session);
}

/* Bytes that travel are no activity of the session's, as the server sees it. */
static void
update_hold (VcdTransfer *self)
{
  VcdTransferPrivate *priv = vcd_transfer_get_private (self);
  gboolean hold = is_moving (priv->state) || priv->state == VCD_TRANSFER_SETTLING ||
                  priv->state == VCD_TRANSFER_ENABLING || priv->state == VCD_TRANSFER_LOCATING;

  vcd_transfer_set_held (self, hold);
}

static void
set_error (VcdTransfer  *self,
           const GError *error)
{
  VcdTransferPrivate *priv = vcd_transfer_get_private (self);

  if (priv->error == error)
    return;

  g_clear_error (&priv->error);
  priv->error = error != NULL ? g_error_copy (error) : NULL;
  notify (self, PROP_ERROR);
}

static void
set_retry (VcdTransfer *self,
           const char  *reason,
           int64_t      time)
{
  VcdTransferPrivate *priv = vcd_transfer_get_private (self);

  if (g_set_str (&priv->retry_reason, reason))
    notify (self, PROP_RETRY_REASON);

  if (priv->retry_time != time)
    {
      priv->retry_time = time;
      notify (self, PROP_RETRY_TIME);
    }
}

static void
change_state (VcdTransfer      *self,
              VcdTransferState  state,
              VcdWaitReason     reason,
              const GError     *error)
{
  VcdTransferPrivate *priv = vcd_transfer_get_private (self);

  g_object_freeze_notify (G_OBJECT (self));

  set_error (self, error);
  if (priv->wait_reason != reason)
    {
      priv->wait_reason = reason;
      notify (self, PROP_WAIT_REASON);
    }

  if (priv->state != state)
    {
      priv->state = state;
      vcd_transfer_note_step (self, error != NULL ? error->message : NULL);
      priv->end_time = vcd_transfer_is_final (self) ? g_get_real_time () / G_USEC_PER_SEC : 0;
      notify (self, PROP_STATE);
    }

  /* While it tries, what went wrong before stays to be seen. */
  if (vcd_transfer_is_final (self) || state == VCD_TRANSFER_QUEUED ||
      state == VCD_TRANSFER_PAUSED || state == VCD_TRANSFER_WAITING)
    set_retry (self, NULL, 0);

  if (!is_moving (state))
    {
      vcd_meter_reset (&priv->meter);
      set_rate (self, 0);
    }
  update_hold (self);
  update_percent (self);

  g_object_thaw_notify (G_OBJECT (self));
}

void
vcd_transfer_get_property (GObject    *object,
                           guint       id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  VcdTransferPrivate *priv = vcd_transfer_get_private (VCD_TRANSFER (object));

  switch (id)
    {
    case PROP_ID:
      g_value_set_string (value, priv->id);
      break;
    case PROP_SESSION:
      g_value_set_object (value, priv->session);
      break;
    case PROP_FILE:
      g_value_set_object (value, priv->file);
      break;
    case PROP_NAME:
      g_value_set_string (value, priv->name);
      break;
    case PROP_STATE:
      g_value_set_enum (value, priv->state);
      break;
    case PROP_WAIT_REASON:
      g_value_set_enum (value, priv->wait_reason);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, priv->error);
      break;
    case PROP_NOTE:
      g_value_set_string (value, priv->note);
      break;
    case PROP_RETRY_REASON:
      g_value_set_string (value, priv->retry_reason);
      break;
    case PROP_RETRY_TIME:
      g_value_set_int64 (value, priv->retry_time);
      break;
    case PROP_SIZE:
      g_value_set_uint64 (value, priv->size);
      break;
    case PROP_SENT:
      g_value_set_uint64 (value, priv->sent);
      break;
    case PROP_CONFIRMED:
      g_value_set_uint64 (value, priv->confirmed);
      break;
    case PROP_RATE:
      g_value_set_double (value, priv->rate);
      break;
    case PROP_TIME_LEFT:
      g_value_set_int64 (value, priv->time_left);
      break;
    case PROP_PERCENT:
      g_value_set_int (value, priv->shown_percent);
      break;
    case PROP_RATE_LIMIT:
      g_value_set_uint64 (value, vcd_limiter_get_rate (priv->limiter));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

VcdTransferControl *
vcd_transfer_get_control (VcdTransfer *self)
{
  return &vcd_transfer_get_private (self)->control;
}

void
vcd_transfer_set_patience (VcdTransfer *self,
                           double       scale)
{
  vcd_transfer_get_private (self)->control.backoff.scale = scale;
}

void
vcd_transfer_set_shared_limiter (VcdTransfer *self,
                                 VcdLimiter  *limiter)
{
  g_set_object (&vcd_transfer_get_private (self)->shared_limiter, limiter);
}

void
vcd_transfer_set_id (VcdTransfer *self,
                     const char  *id)
{
  if (g_set_str (&vcd_transfer_get_private (self)->id, id))
    notify (self, PROP_ID);
}

void
vcd_transfer_set_session (VcdTransfer *self,
                          VcdSession  *session)
{
  g_set_object (&vcd_transfer_get_private (self)->session, session);
}

void
vcd_transfer_set_source_session (VcdTransfer *self,
                                 VcdSession  *session)
{
  g_set_object (&vcd_transfer_get_private (self)->source_session, session);
}

VcdSession *
vcd_transfer_get_source_session (VcdTransfer *self)
{
  return vcd_transfer_get_private (self)->source_session;
}

void
vcd_transfer_set_file (VcdTransfer *self,
                       GFile       *file)
{
  if (g_set_object (&vcd_transfer_get_private (self)->file, file))
    notify (self, PROP_FILE);
}

void
vcd_transfer_set_name (VcdTransfer *self,
                       const char  *name)
{
  if (g_set_str (&vcd_transfer_get_private (self)->name, name))
    notify (self, PROP_NAME);
}

void
vcd_transfer_set_size (VcdTransfer *self,
                       uint64_t     size)
{
  VcdTransferPrivate *priv = vcd_transfer_get_private (self);

  if (priv->size == size)
    return;

  priv->size = size;
  notify (self, PROP_SIZE);
  update_percent (self);
}

void
vcd_transfer_set_confirmed (VcdTransfer *self,
                            uint64_t     confirmed)
{
  VcdTransferPrivate *priv = vcd_transfer_get_private (self);

  g_object_freeze_notify (G_OBJECT (self));
  if (priv->confirmed != confirmed)
    {
      priv->confirmed = confirmed;
      notify (self, PROP_CONFIRMED);
    }
  if (priv->slice == NULL)
    set_sent (self, confirmed);
  g_object_thaw_notify (G_OBJECT (self));
}

void
vcd_transfer_set_percent (VcdTransfer *self,
                          int          percent)
{
  vcd_transfer_get_private (self)->percent = CLAMP (percent, -1, 100);
  update_percent (self);
}

void
vcd_transfer_set_note (VcdTransfer *self,
                       const char  *note)
{
  if (g_set_str (&vcd_transfer_get_private (self)->note, note))
    notify (self, PROP_NOTE);
}

void
vcd_transfer_set_state (VcdTransfer      *self,
                        VcdTransferState  state)
{
  change_state (self, state, VCD_WAIT_NONE, NULL);
}

void
vcd_transfer_set_waiting (VcdTransfer   *self,
                          VcdWaitReason  reason,
                          const GError  *cause)
{
  change_state (self, VCD_TRANSFER_WAITING, reason, cause);
}

/* An error of the server's is known by its number, which says more than what may follow from it:
 * nobody can do anything about a transfer's address. */
static char *
dup_reason (const GError *cause)
{
  unsigned status = vcd_error_get_status (cause);

  if (status < 400 || (g_error_matches (cause, VCD_ERROR, VCD_ERROR_SERVER) &&
                       status != 429 && (status < 502 || status > 504)))
    return g_strdup (cause->message);

  /* Translators: a number and its name, as in “403 Forbidden”. */
  return g_strdup_printf (_("The server answered %u %s."), status,
                          soup_status_get_phrase (status));
}

void
vcd_transfer_set_retrying (VcdTransfer   *self,
                           VcdWaitReason  reason,
                           const GError  *cause,
                           unsigned       milliseconds)
{
  g_autofree char *sentence = dup_reason (cause);

  g_object_freeze_notify (G_OBJECT (self));
  change_state (self, VCD_TRANSFER_WAITING, reason, cause);
  set_retry (self, sentence, g_get_monotonic_time () + milliseconds * INT64_C (1000));
  g_object_thaw_notify (G_OBJECT (self));
}

void
vcd_transfer_set_tried (VcdTransfer *self,
                        gboolean     trying)
{
  g_autofree char *reason = NULL;

  if (trying)
    reason = g_strdup (vcd_transfer_get_private (self)->retry_reason);
  set_retry (self, reason, 0);
}

void
vcd_transfer_set_failed (VcdTransfer  *self,
                         const GError *error)
{
  change_state (self, VCD_TRANSFER_FAILED, VCD_WAIT_NONE, error);
}

/* One for each session, so that all that goes over the same trust shares threads. */
VcdWire *
vcd_wire_for_session (VcdSession *session)
{
  VcdWire *wire = g_object_get_data (G_OBJECT (session), "vcd-wire");

  if (wire == NULL)
    {
      wire = vcd_wire_new (vcd_account_get_trust (vcd_session_get_account (session)));
      g_object_set_data_full (G_OBJECT (session), "vcd-wire", wire, g_object_unref);
    }

  return wire;
}

VcdWire *
vcd_transfer_get_wire (VcdTransfer *self)
{
  return vcd_wire_for_session (vcd_transfer_get_private (self)->session);
}

void
vcd_transfer_add_limiters (VcdTransfer *self,
                           VcdSlice    *slice)
{
  VcdTransferPrivate *priv = vcd_transfer_get_private (self);

  vcd_slice_add_limiter (slice, priv->limiter);
  if (priv->shared_limiter != NULL)
    vcd_slice_add_limiter (slice, priv->shared_limiter);
}

uint64_t
vcd_transfer_get_lowest_limit (VcdTransfer *self)
{
  VcdTransferPrivate *priv = vcd_transfer_get_private (self);
  uint64_t own = vcd_limiter_get_rate (priv->limiter);
  uint64_t shared = priv->shared_limiter != NULL ? vcd_limiter_get_rate (priv->shared_limiter) : 0;

  if (own == 0 || shared == 0)
    return MAX (own, shared);

  return MIN (own, shared);
}

void
vcd_transfer_watch_slice (VcdTransfer *self,
                          VcdSlice    *slice,
                          uint64_t     offset)
{
  VcdTransferPrivate *priv = vcd_transfer_get_private (self);

  if (priv->slice != NULL)
    sample (self);

  g_clear_handle_id (&priv->sampling, g_source_remove);
  g_set_object (&priv->slice, slice);
  priv->slice_offset = offset;

  if (slice != NULL)
    priv->sampling = g_timeout_add (SAMPLE_INTERVAL, sample, self);
}
