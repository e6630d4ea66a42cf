/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-item.h"

#include <glib/gi18n.h>

#include "cli-output.h"
#include "cli-progress.h"
#include "cli-report.h"

CliItem *
cli_item_new (gpointer     run,
              VcdTransfer *transfer)
{
  CliItem *self = g_new0 (CliItem, 1);

  self->run = run;
  self->transfer = g_object_ref (transfer);

  return self;
}

void
cli_item_free (CliItem *self)
{
  g_signal_handlers_disconnect_by_data (self->transfer, self);
  g_object_unref (self->transfer);
  g_free (self->trusted_host);
  g_free (self);
}

/* Whether it has a line on a terminal. */
gboolean
cli_item_is_shown (CliItem *self)
{
  return !self->ended && vcd_transfer_get_state (self->transfer) != VCD_TRANSFER_QUEUED;
}

char *
cli_item_format (CliItem *self,
                 int      columns)
{
  g_autofree char *phase = cli_report_dup_phase (self->transfer);
  VcdTransferState state = vcd_transfer_get_state (self->transfer);
  gboolean moving = state == VCD_TRANSFER_SENDING || state == VCD_TRANSFER_RECEIVING;
  int percent = vcd_transfer_get_percent (self->transfer);
  CliProgressLine line = {
    .name = vcd_transfer_get_name (self->transfer),
    .phase = phase,
    .moved = vcd_transfer_get_sent (self->transfer),
    .size = vcd_transfer_get_size (self->transfer),
    .rate = moving ? vcd_transfer_get_rate (self->transfer) : 0,
    .time_left = moving ? vcd_transfer_get_time_left (self->transfer) : -1,
    /* Nought is news only of something that moves. */
    .percent = moving || percent > 0 ? percent : -1,
  };

  return cli_progress_format (&line, columns, cli_output_is_utf8 ());
}

/* Takes down when it began, and how much was there before. */
void
cli_item_note_state (CliItem *self)
{
  VcdTransferState state = vcd_transfer_get_state (self->transfer);

  if (self->started == 0 && state != VCD_TRANSFER_QUEUED)
    self->started = g_get_monotonic_time ();
  if (self->moving_from == 0 &&
      (state == VCD_TRANSFER_SENDING || state == VCD_TRANSFER_RECEIVING))
    {
      self->moving_from = g_get_monotonic_time ();
      self->start_position = vcd_transfer_get_confirmed (self->transfer);
    }
  if (self->moving_to == 0 &&
      (state == VCD_TRANSFER_SETTLING || state == VCD_TRANSFER_DONE))
    self->moving_to = g_get_monotonic_time ();
}

/* Takes down the bytes; whether they are others than the last time. */
gboolean
cli_item_note_bytes (CliItem *self)
{
  uint64_t sent = vcd_transfer_get_sent (self->transfer);
  uint64_t confirmed = vcd_transfer_get_confirmed (self->transfer);

  if (sent == self->recorded_sent && confirmed == self->recorded_confirmed)
    return FALSE;

  self->recorded_sent = sent;
  self->recorded_confirmed = confirmed;
  return TRUE;
}

/* In microseconds, since it had its turn. */
int64_t
cli_item_get_duration (CliItem *self)
{
  return self->started != 0 ? g_get_monotonic_time () - self->started : 0;
}

/* Bytes a second while they moved, or 0 if none did. */
double
cli_item_get_rate (CliItem *self)
{
  uint64_t position = vcd_transfer_get_confirmed (self->transfer);

  if (self->moving_from == 0 || self->moving_to <= self->moving_from ||
      position <= self->start_position)
    return 0;

  return (position - self->start_position) * (double) G_USEC_PER_SEC /
         (self->moving_to - self->moving_from);
}

static const GError *
get_cause (CliItem *self)
{
  const GError *cause = vcd_transfer_get_error (self->transfer);
  VcdSession *session = vcd_transfer_get_session (self->transfer);

  return cause != NULL || session == NULL ? cause : vcd_session_get_error (session);
}

/* Why it waits for a person, which is an error of that @code. */
GError *
cli_item_dup_cause (CliItem *self,
                    VcdError code)
{
  const GError *cause = get_cause (self);

  if (cause != NULL && g_error_matches (cause, VCD_ERROR, code))
    return g_error_copy (cause);
  if (code == VCD_ERROR_CERTIFICATE)
    return g_error_new_literal (VCD_ERROR, code, _("The server’s certificate is not trusted"));

  return g_error_new_literal (VCD_ERROR, code, _("The server wants a new sign-in"));
}

static gboolean
resume_now (gpointer data)
{
  vcd_transfer_resume (data);
  return G_SOURCE_REMOVE;
}

/* Lets it go on if its host's certificate is one of @fingerprints. A certificate can be that of
 * several hosts, and each of them is trusted by itself. */
gboolean
cli_item_trust (CliItem   *self,
                GPtrArray *fingerprints)
{
  const GError *cause = get_cause (self);
  VcdSession *session = vcd_transfer_get_session (self->transfer);
  VcdCertificate *certificate;
  const char *fingerprint;
  const char *host;

  if (fingerprints == NULL || session == NULL ||
      !g_error_matches (cause, VCD_ERROR, VCD_ERROR_CERTIFICATE) ||
      (certificate = vcd_error_get_certificate (cause)) == NULL)
    return FALSE;

  fingerprint = vcd_certificate_get_fingerprint (certificate);
  host = vcd_certificate_get_host (certificate);
  if (!g_ptr_array_find_with_equal_func (fingerprints, fingerprint, g_str_equal, NULL) ||
      g_strcmp0 (self->trusted_host, host) == 0 ||
      !vcd_account_trust (vcd_session_get_account (session), host, fingerprint, NULL))
    return FALSE;

  g_set_str (&self->trusted_host, host);
  /* It has said that it will wait, and is not waiting yet. */
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, resume_now, g_object_ref (self->transfer),
                   g_object_unref);
  return TRUE;
}
