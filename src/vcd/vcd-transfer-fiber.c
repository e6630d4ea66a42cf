/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "vcd-error-private.h"
#include "vcd-fiber-private.h"
#include "vcd-transfer-inside-private.h"

/* How a transfer runs: what its fiber does around its own work, and how it waits. */

/* In a row, without anything getting better. A server that is not available comes back; one that
 * fails has a reason. */
#define MAX_UNAVAILABLE   100
#define MAX_FAILURES      6
/* After the network came back it may still be settling. */
#define NETWORK_MSEC      500

typedef struct
{
  VcdTransfer     *transfer;
  VcdTransferWork  work;
  VcdTransferWork  clean;
} VcdTransferStart;

static void
vcd_transfer_start_free (gpointer data)
{
  VcdTransferStart *start = data;

  g_object_unref (start->transfer);
  g_free (start);
}

static void
vcd_transfer_on_given_up (GCancellable *cancellable,
                          gpointer      data)
{
  vcd_transfer_abandon (data);
}

static DexFuture *
vcd_transfer_end_stopped (VcdTransfer *self)
{
  VcdTransferControl *control = vcd_transfer_get_control (self);

  vcd_transfer_set_state (self, control->paused ? VCD_TRANSFER_PAUSED : VCD_TRANSFER_QUEUED);

  return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s",
                                _("The transfer was stopped."));
}

/* What was begun is taken back; from now on only a stop counts. */
static void
vcd_transfer_take_back (VcdTransfer     *self,
                        VcdTransferWork  clean)
{
  VcdTransferControl *control = vcd_transfer_get_control (self);
  g_autoptr (GError) error = NULL;

  g_set_object (&control->interrupt, control->stop);
  if (!clean (self, &error) && !control->stopped)
    vcd_transfer_set_note (self, error->message);
}

static DexFuture *
vcd_transfer_fiber (gpointer      data,
                    GCancellable *cancellable)
{
  VcdTransferStart *start = data;
  VcdTransfer *self = start->transfer;
  VcdTransferControl *control = vcd_transfer_get_control (self);
  g_autoptr (GError) error = NULL;
  DexFuture *result = NULL;
  gulong handler;
  gboolean done;

  handler = g_cancellable_connect (cancellable, G_CALLBACK (vcd_transfer_on_given_up), self, NULL);
  done = start->work (self, &error);
  vcd_transfer_watch_slice (self, NULL, 0);

  if (!done && !control->stopped && control->cancelled)
    {
      vcd_transfer_take_back (self, start->clean);
      if (!control->stopped)
        {
          vcd_transfer_set_state (self, VCD_TRANSFER_CANCELLED);
          done = TRUE;
        }
    }

  if (!done && control->stopped)
    {
      result = vcd_transfer_end_stopped (self);
    }
  else if (!done)
    {
      vcd_transfer_set_failed (self, error);
      result = dex_future_new_for_error (g_steal_pointer (&error));
    }

  g_cancellable_disconnect (cancellable, handler);
  vcd_transfer_ended (self);

  return result != NULL ? result : dex_future_new_true ();
}

DexFuture *
vcd_transfer_spawn (VcdTransfer     *self,
                    VcdTransferWork  work,
                    VcdTransferWork  clean)
{
  VcdTransferStart *start = g_new0 (VcdTransferStart, 1);

  start->transfer = g_object_ref (self);
  start->work = work;
  start->clean = clean;

  return vcd_fiber_spawn (vcd_transfer_fiber, start, vcd_transfer_start_free);
}

void
vcd_transfer_enter (VcdTransfer      *self,
                    VcdTransferState  phase)
{
  VcdTransferControl *control = vcd_transfer_get_control (self);

  control->phase = phase;
  if (vcd_transfer_get_state (self) != VCD_TRANSFER_WAITING)
    vcd_transfer_set_state (self, phase);
}

void
vcd_transfer_go_on (VcdTransfer *self)
{
  if (!vcd_transfer_is_interrupted (self))
    vcd_transfer_set_state (self, vcd_transfer_get_control (self)->phase);
}

void
vcd_transfer_progressed (VcdTransfer *self)
{
  VcdTransferControl *control = vcd_transfer_get_control (self);

  control->failures = 0;
  vcd_backoff_reset (&control->backoff);
  vcd_transfer_set_tried (self, FALSE);
}

gboolean
vcd_transfer_is_interrupted (VcdTransfer *self)
{
  return g_cancellable_is_cancelled (vcd_transfer_get_control (self)->interrupt);
}

DexFuture *
vcd_transfer_unless_interrupted (VcdTransfer *self,
                                 DexFuture   *future)
{
  return vcd_unless_cancelled (future, vcd_transfer_get_control (self)->interrupt);
}

DexFuture *
vcd_transfer_unless_stopped (VcdTransfer *self,
                             DexFuture   *future)
{
  return vcd_unless_cancelled (future, vcd_transfer_get_control (self)->stop);
}

gboolean
vcd_transfer_sleep (VcdTransfer  *self,
                    unsigned      milliseconds,
                    GError      **error)
{
  VcdTransferControl *control = vcd_transfer_get_control (self);
  unsigned scaled = vcd_backoff_scale (&control->backoff, milliseconds);

  /* The wait ends by "timed out", which is what it is for. */
  dex_await (vcd_transfer_unless_interrupted (self, dex_timeout_new_msec ((int) scaled)), NULL);

  return !g_cancellable_set_error_if_cancelled (control->interrupt, error);
}

void
vcd_transfer_wake (VcdTransfer *self)
{
  VcdTransferControl *control = vcd_transfer_get_control (self);

  if (control->wake != NULL && dex_future_is_pending (DEX_FUTURE (control->wake)))
    dex_promise_resolve_boolean (control->wake, TRUE);
}

/* Until somebody wakes it, it is interrupted, or @milliseconds have passed if they are not 0. */
static void
vcd_transfer_wait (VcdTransfer *self,
                   unsigned     milliseconds)
{
  VcdTransferControl *control = vcd_transfer_get_control (self);
  DexFuture *wake;

  control->wake = dex_promise_new ();
  wake = vcd_transfer_unless_interrupted (self, dex_ref (control->wake));
  if (milliseconds > 0)
    wake = dex_future_first (wake, dex_timeout_new_msec ((int) milliseconds), NULL);

  dex_await (wake, NULL);
  dex_clear (&control->wake);
}

/* Who had to give up its place waits for another one. */
static gboolean
vcd_transfer_await_turn (VcdTransfer  *self,
                         GError      **error)
{
  VcdTransferControl *control = vcd_transfer_get_control (self);

  if (!control->managed)
    return TRUE;

  control->has_turn = FALSE;
  vcd_transfer_set_state (self, VCD_TRANSFER_QUEUED);
  while (!control->has_turn && !g_cancellable_is_cancelled (control->interrupt))
    vcd_transfer_wait (self, 0);

  return !g_cancellable_set_error_if_cancelled (control->interrupt, error);
}

/* After an interruption: stays paused as long as it is to be; FALSE if it is to end. */
static gboolean
vcd_transfer_obey (VcdTransfer  *self,
                   GError      **error)
{
  VcdTransferControl *control = vcd_transfer_get_control (self);

  while (!control->stopped && !control->cancelled)
    {
      g_object_unref (control->interrupt);
      control->interrupt = g_cancellable_new ();

      if (!control->paused)
        return TRUE;

      vcd_transfer_set_state (self, VCD_TRANSFER_PAUSED);
      while (control->paused && !g_cancellable_is_cancelled (control->interrupt))
        vcd_transfer_wait (self, 0);

      if (!control->paused && !g_cancellable_is_cancelled (control->interrupt) &&
          vcd_transfer_await_turn (self, NULL))
        {
          vcd_transfer_progressed (self);
          vcd_transfer_set_state (self, control->phase);
          return TRUE;
        }
    }

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("The transfer was stopped."));

  return FALSE;
}

static void
vcd_transfer_on_session_state (VcdSession  *session,
                               GParamSpec  *pspec,
                               VcdTransfer *self)
{
  if (vcd_session_get_state (session) == VCD_SESSION_SIGNED_IN)
    vcd_transfer_wake (self);
}

/* What a person may do about a session wakes the transfer. */
static void
vcd_transfer_listen (VcdTransfer *self,
                     VcdSession  *session)
{
  VcdAccount *account = vcd_session_get_account (session);

  g_signal_connect (session, "notify::state", G_CALLBACK (vcd_transfer_on_session_state), self);
  g_signal_connect_swapped (account, "notify::has-secret", G_CALLBACK (vcd_transfer_wake), self);
  g_signal_connect_swapped (account, "notify::trusted", G_CALLBACK (vcd_transfer_wake), self);
}

static void
vcd_transfer_stop_listening (VcdTransfer *self,
                             VcdSession  *session)
{
  g_signal_handlers_disconnect_by_func (session, vcd_transfer_on_session_state, self);
  g_signal_handlers_disconnect_by_func (vcd_session_get_account (session), vcd_transfer_wake, self);
}

/* There is nothing to be done here until a person has done something: entered a password, looked
 * at a certificate. */
static gboolean
vcd_transfer_wait_for_person (VcdTransfer    *self,
                              VcdWaitReason   reason,
                              const GError   *cause,
                              GError        **error)
{
  VcdSession *session = vcd_transfer_get_session (self);
  VcdSession *source = vcd_transfer_get_source_session (self);

  vcd_transfer_set_waiting (self, reason, cause);

  vcd_transfer_listen (self, session);
  if (source != NULL && source != session)
    vcd_transfer_listen (self, source);

  vcd_transfer_wait (self, 0);

  vcd_transfer_stop_listening (self, session);
  if (source != NULL && source != session)
    vcd_transfer_stop_listening (self, source);

  if (vcd_transfer_is_interrupted (self))
    return vcd_transfer_obey (self, error);

  if (!vcd_transfer_await_turn (self, NULL))
    return vcd_transfer_obey (self, error);

  vcd_transfer_progressed (self);

  return TRUE;
}

/* Of all the sessions that it needs. */
static gboolean
vcd_transfer_is_signed_in (VcdTransfer *self)
{
  VcdSession *source = vcd_transfer_get_source_session (self);

  return vcd_session_get_state (vcd_transfer_get_session (self)) == VCD_SESSION_SIGNED_IN &&
         (source == NULL || vcd_session_get_state (source) == VCD_SESSION_SIGNED_IN);
}

static void
vcd_transfer_on_network (GNetworkMonitor *monitor,
                         gboolean         available,
                         gpointer         data)
{
  if (available)
    vcd_transfer_wake (data);
}

/* The network's own word is a hint: it is probed all the same, and sooner when it says that it is
 * there again. */
static gboolean
vcd_transfer_wait_for_time (VcdTransfer    *self,
                            VcdWaitReason   reason,
                            const GError   *cause,
                            GError        **error)
{
  VcdTransferControl *control = vcd_transfer_get_control (self);
  GNetworkMonitor *monitor = g_network_monitor_get_default ();
  gulong handler;
  int64_t start = g_get_monotonic_time ();
  unsigned delay = vcd_backoff_next (&control->backoff);

  delay = MAX (delay, 1);
  /* Not sooner than the server wishes. */
  delay = MAX (delay, vcd_backoff_scale (&control->backoff,
                                         vcd_error_get_retry_after (cause) * 1000));
  vcd_transfer_set_retrying (self, g_network_monitor_get_network_available (monitor)
                                     ? reason : VCD_WAIT_OFFLINE, cause, delay);

  handler = g_signal_connect (monitor, "network-changed", G_CALLBACK (vcd_transfer_on_network),
                              self);
  vcd_transfer_wait (self, delay);
  g_signal_handler_disconnect (monitor, handler);
  vcd_transfer_set_tried (self, TRUE);

  if (g_get_monotonic_time () - start < delay * 1000 && !vcd_transfer_is_interrupted (self))
    vcd_transfer_sleep (self, NETWORK_MSEC, NULL);

  return !vcd_transfer_is_interrupted (self) || vcd_transfer_obey (self, error);
}

static gboolean
vcd_transfer_count_failure (VcdTransfer  *self,
                            GError       *cause,
                            unsigned      tries,
                            GError      **error)
{
  if (++vcd_transfer_get_control (self)->failures < tries)
    return TRUE;

  g_propagate_error (error, g_error_copy (cause));

  return FALSE;
}

/* Of errors that the server gives: how often they may come before they are believed. */
static unsigned
count_tries (const GError *cause)
{
  unsigned status = vcd_error_get_status (cause);

  if (!g_error_matches (cause, VCD_ERROR, VCD_ERROR_SERVER))
    return 0;

  switch (status)
    {
    case 408:
    case 429:
    case 502:
    case 503:
    case 504:
      return MAX_UNAVAILABLE;
    default:
      return status == 0 || status >= 500 ? MAX_FAILURES : 0;
    }
}

gboolean
vcd_transfer_recover (VcdTransfer  *self,
                      GError       *cause,
                      GError      **error)
{
  g_autoptr (GError) owned = cause;
  VcdTransferControl *control = vcd_transfer_get_control (self);

  if (vcd_transfer_is_interrupted (self))
    return vcd_transfer_obey (self, error);

  if (g_error_matches (cause, VCD_ERROR, VCD_ERROR_CERTIFICATE))
    return vcd_transfer_wait_for_person (self, VCD_WAIT_CERTIFICATE, cause, error);

  if (g_error_matches (cause, VCD_ERROR, VCD_ERROR_SIGN_IN))
    {
      /* The session is fine, or so it thinks: then it is worth some tries. */
      if (vcd_transfer_is_signed_in (self) && ++control->failures < MAX_FAILURES)
        return vcd_transfer_wait_for_time (self, VCD_WAIT_RETRY, cause, error);

      return vcd_transfer_wait_for_person (self, VCD_WAIT_SIGN_IN, cause, error);
    }

  if (g_error_matches (cause, VCD_ERROR, VCD_ERROR_NETWORK))
    return vcd_transfer_wait_for_time (self, VCD_WAIT_OFFLINE, cause, error);

  return vcd_transfer_count_failure (self, cause, count_tries (cause), error) &&
         vcd_transfer_wait_for_time (self, VCD_WAIT_RETRY, cause, error);
}

gboolean
vcd_transfer_retry_later (VcdTransfer  *self,
                          GError       *cause,
                          unsigned      tries,
                          GError      **error)
{
  g_autoptr (GError) owned = cause;

  if (vcd_transfer_is_interrupted (self))
    return vcd_transfer_obey (self, error);

  return vcd_transfer_count_failure (self, cause, tries, error) &&
         vcd_transfer_wait_for_time (self, VCD_WAIT_RETRY, cause, error);
}

VcdReply *
vcd_transfer_await_slice (VcdTransfer  *self,
                          VcdSlice     *slice,
                          uint64_t      offset,
                          GError      **error)
{
  g_autoptr (DexFuture) future = NULL;
  VcdReply *reply;

  vcd_transfer_add_limiters (self, slice);
  vcd_transfer_watch_slice (self, slice, offset);
  future = vcd_wire_send (vcd_transfer_get_wire (self), slice);
  reply = dex_await_object (vcd_transfer_unless_interrupted (self, dex_ref (future)), error);

  if (dex_future_is_pending (future))
    {
      vcd_slice_abort (slice);
      dex_await (g_steal_pointer (&future), NULL);
    }
  vcd_transfer_watch_slice (self, NULL, 0);

  return reply;
}
