/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-text.h"

#include <glib/gi18n.h>

#define MINUTE 60
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

char *
airlift_text_dup_size (uint64_t bytes)
{
  return g_format_size (bytes);
}

char *
airlift_text_dup_rate (VcdTransfer *transfer)
{
  double rate = vcd_transfer_get_rate (transfer);
  g_autofree char *size = NULL;

  if (rate < 1)
    return NULL;

  size = g_format_size ((uint64_t) rate);
  /* Translators: a speed, as in “5.2 MB/s” */
  return g_strdup_printf (_("%s/s"), size);
}

/* Rounded up the more the longer it takes: an estimate that names seconds of an hour lies. */
char *
airlift_text_dup_duration_left (int64_t seconds)
{
  int n;

  if (seconds < 0)
    return NULL;

  if (seconds < MINUTE)
    {
      n = (int) MAX (seconds, 1);
      return g_strdup_printf (ngettext ("%d second left", "%d seconds left", n), n);
    }
  if (seconds < HOUR)
    {
      n = (int) ((seconds + MINUTE - 1) / MINUTE);
      return g_strdup_printf (ngettext ("%d minute left", "%d minutes left", n), n);
    }
  if (seconds < DAY)
    {
      n = (int) ((seconds + HOUR / 2) / HOUR);
      return g_strdup_printf (ngettext ("%d hour left", "%d hours left", n), n);
    }

  n = (int) MIN ((seconds + DAY / 2) / DAY, G_MAXINT);
  return g_strdup_printf (ngettext ("%d day left", "%d days left", n), n);
}

char *
airlift_text_dup_time_left (VcdTransfer *transfer)
{
  if (vcd_transfer_get_rate (transfer) < 1)
    return NULL;

  return airlift_text_dup_duration_left (vcd_transfer_get_time_left (transfer));
}

char *
airlift_text_dup_amount (VcdTransfer *transfer)
{
  uint64_t size = vcd_transfer_get_size (transfer);
  uint64_t sent = MIN (vcd_transfer_get_sent (transfer), size);
  g_autofree char *whole = NULL;
  g_autofree char *part = NULL;

  if (size == 0)
    return NULL;

  whole = g_format_size (size);
  if (sent == 0 || sent == size)
    return g_steal_pointer (&whole);

  part = g_format_size (sent);
  /* Translators: two sizes, as in “301.2 MB of 658.5 MB” */
  return g_strdup_printf (_("%s of %s"), part, whole);
}

static char *
dup_retry (VcdTransfer *transfer)
{
  int64_t left = vcd_transfer_get_retry_time (transfer) - g_get_monotonic_time ();
  int n;

  if (left <= 0)
    return g_strdup (_("Trying again…"));

  n = (int) MIN ((left + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC, G_MAXINT);
  return g_strdup_printf (ngettext ("Trying again in %d second", "Trying again in %d seconds", n),
                          n);
}

static char *
dup_wait (VcdTransfer *transfer)
{
  switch (vcd_transfer_get_wait_reason (transfer))
    {
    case VCD_WAIT_OFFLINE:
      return g_strdup (_("Waiting for the network"));
    case VCD_WAIT_SIGN_IN:
      return g_strdup (_("Waiting for you to sign in"));
    case VCD_WAIT_CERTIFICATE:
      return g_strdup (_("Waiting for you to look at the certificate"));
    case VCD_WAIT_RETRY:
    case VCD_WAIT_NONE:
    default:
      return dup_retry (transfer);
    }
}

static const char *
get_ending (VcdTransfer *transfer)
{
  switch ((int) vcd_transfer_get_state (transfer))
    {
    case VCD_TRANSFER_DONE:
      return VCD_IS_MEDIA_DOWNLOAD (transfer) ? _("Downloaded") : _("Ready");
    case VCD_TRANSFER_SKIPPED:
      return _("Skipped: the catalog has an image of this name");
    case VCD_TRANSFER_CANCELLED:
      return _("Cancelled");
    default:
      return _("Failed");
    }
}

/* @step is what the percentage is rounded down to. */
static char *
dup_phase (VcdTransfer *transfer,
           int          step)
{
  int percent = vcd_transfer_get_percent (transfer);
  gboolean known = percent >= 0;

  percent -= percent % step;
  switch (vcd_transfer_get_state (transfer))
    {
    case VCD_TRANSFER_QUEUED:
      return g_strdup (_("Waiting for its turn"));
    case VCD_TRANSFER_OPENING:
      return g_strdup (_("Reading the file…"));
    case VCD_TRANSFER_DECLARING:
    case VCD_TRANSFER_LOCATING:
      return g_strdup (_("Preparing…"));
    case VCD_TRANSFER_SENDING:
      return known ? g_strdup_printf (_("Sending, %d %%"), percent) : g_strdup (_("Sending…"));
    case VCD_TRANSFER_SETTLING:
      return known ? g_strdup_printf (_("Importing, %d %%"), percent)
                   : g_strdup (_("Importing…"));
    case VCD_TRANSFER_ENABLING:
      return known ? g_strdup_printf (_("The server prepares it, %d %%"), percent)
                   : g_strdup (_("The server prepares it…"));
    case VCD_TRANSFER_RECEIVING:
      return known ? g_strdup_printf (_("Receiving, %d %%"), percent)
                   : g_strdup (_("Receiving…"));
    case VCD_TRANSFER_WAITING:
      return dup_wait (transfer);
    case VCD_TRANSFER_PAUSED:
      if (vcd_transfer_is_suspended (transfer))
        return g_strdup (_("Waiting for a network that is not metered"));
      return known && percent > 0 ? g_strdup_printf (_("Paused at %d %%"), percent)
                                  : g_strdup (_("Paused"));
    case VCD_TRANSFER_DONE:
    case VCD_TRANSFER_SKIPPED:
    case VCD_TRANSFER_FAILED:
    case VCD_TRANSFER_CANCELLED:
    default:
      return g_strdup (get_ending (transfer));
    }
}

char *
airlift_text_dup_phase (VcdTransfer *transfer)
{
  return dup_phase (transfer, 1);
}

static void
append (GString *text,
        char    *piece)
{
  if (piece != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", piece);

  g_free (piece);
}

static char *
dup_end_time (VcdTransfer *transfer)
{
  int64_t seconds = vcd_transfer_get_end_time (transfer);
  g_autoptr (GDateTime) end = seconds > 0 ? g_date_time_new_from_unix_local (seconds) : NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  if (end == NULL)
    return NULL;
  if (g_date_time_get_year (end) == g_date_time_get_year (now) &&
      g_date_time_get_day_of_year (end) == g_date_time_get_day_of_year (now))
    /* Translators: a time of today, for g_date_time_format() */
    return g_date_time_format (end, _("%H:%M"));

  /* Translators: an earlier day, for g_date_time_format() */
  return g_date_time_format (end, _("%-e %b %H:%M"));
}

char *
airlift_text_dup_status (VcdTransfer *transfer)
{
  const GError *error = vcd_transfer_get_error (transfer);
  VcdTransferState state = vcd_transfer_get_state (transfer);
  GString *text;

  if (state == VCD_TRANSFER_FAILED && error != NULL)
    return g_strdup (error->message);

  text = g_string_new (NULL);
  append (text, airlift_text_dup_phase (transfer));
  if (state == VCD_TRANSFER_SENDING || state == VCD_TRANSFER_RECEIVING)
    {
      append (text, airlift_text_dup_time_left (transfer));
      append (text, airlift_text_dup_rate (transfer));
    }
  if (state == VCD_TRANSFER_DONE)
    append (text, dup_end_time (transfer));
  if (state != VCD_TRANSFER_SKIPPED && state != VCD_TRANSFER_CANCELLED)
    append (text, airlift_text_dup_amount (transfer));

  return g_string_free (text, FALSE);
}

static const char *
get_account_title (VcdTransfer *transfer)
{
  VcdSession *session = vcd_transfer_get_session (transfer);

  return session != NULL ? vcd_account_get_title (vcd_session_get_account (session)) : NULL;
}

char *
airlift_text_dup_target (VcdTransfer *transfer)
{
  GString *text = g_string_new (NULL);

  if (VCD_IS_MEDIA_UPLOAD (transfer))
    append (text, g_strdup (vcd_media_upload_get_catalog_name (VCD_MEDIA_UPLOAD (transfer))));
  append (text, g_strdup (get_account_title (transfer)));

  return g_string_free (text, FALSE);
}

char *
airlift_text_dup_sentence (VcdTransfer *transfer)
{
  g_autofree char *target = airlift_text_dup_target (transfer);
  g_autofree char *phase = dup_phase (transfer, 10);
  const GError *error = vcd_transfer_get_error (transfer);
  const char *name = vcd_transfer_get_name (transfer);

  if (vcd_transfer_get_state (transfer) == VCD_TRANSFER_FAILED && error != NULL)
    g_set_str (&phase, error->message);
  /* Read aloud once a try, and not once a second. */
  else if (vcd_transfer_get_wait_reason (transfer) == VCD_WAIT_RETRY &&
           vcd_transfer_get_retry_reason (transfer) != NULL)
    g_set_str (&phase, vcd_transfer_get_retry_reason (transfer));
  if (name == NULL)
    name = "";

  if (VCD_IS_MEDIA_DOWNLOAD (transfer))
    /* Translators: an image, an account, and how far the download is */
    return g_strdup_printf (_("%s, from %s: %s"), name, target, phase);

  /* Translators: an image, catalog and account, and how far the upload is */
  return g_strdup_printf (_("%s, to %s: %s"), name, target, phase);
}

char *
airlift_text_dup_count (unsigned int uploads,
                        unsigned int downloads)
{
  unsigned int n = uploads + downloads;

  if (downloads == 0)
    return g_strdup_printf (ngettext ("%u upload", "%u uploads", n), n);
  if (uploads == 0)
    return g_strdup_printf (ngettext ("%u download", "%u downloads", n), n);

  return g_strdup_printf (ngettext ("%u transfer", "%u transfers", n), n);
}
