/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-report.h"

#include <glib/gi18n.h>

#include "cli-output.h"
#include "cli-text.h"

/* With what went wrong, and on a terminal, where it counts down, with how long it takes. */
static char *
dup_retrying (VcdTransfer *transfer)
{
  g_autofree char *left = NULL;
  g_autofree char *reason = NULL;
  int64_t time = vcd_transfer_get_retry_time (transfer);

  if (vcd_transfer_get_retry_reason (transfer) == NULL)
    return g_strdup (_("trying again"));

  reason = cli_text_dup_harmless (vcd_transfer_get_retry_reason (transfer));
  if (time == 0 || !cli_output_is_terminal ())
    return g_strdup_printf (_("trying again: %s"), reason);

  time = MAX (time - g_get_monotonic_time (), 0) + G_USEC_PER_SEC - 1;
  left = cli_text_duration (time / G_USEC_PER_SEC);
  /* Translators: a duration, and what went wrong. */
  return g_strdup_printf (_("trying again in %s: %s"), left, reason);
}

static char *
dup_waiting (VcdTransfer *transfer)
{
  switch (vcd_transfer_get_wait_reason (transfer))
    {
    case VCD_WAIT_OFFLINE:
      return g_strdup (_("waiting for the network"));
    case VCD_WAIT_SIGN_IN:
      return g_strdup (_("waiting to be signed in"));
    case VCD_WAIT_CERTIFICATE:
      return g_strdup (_("waiting for a trusted certificate"));
    case VCD_WAIT_NONE:
    case VCD_WAIT_RETRY:
    default:
      return dup_retrying (transfer);
    }
}

/* In which phase @transfer is, in a word or two. */
char *
cli_report_dup_phase (VcdTransfer *transfer)
{
  switch (vcd_transfer_get_state (transfer))
    {
    case VCD_TRANSFER_QUEUED:
      return g_strdup (_("waiting for its turn"));
    case VCD_TRANSFER_OPENING:
      return g_strdup (_("reading"));
    case VCD_TRANSFER_DECLARING:
      return g_strdup (_("announcing"));
    case VCD_TRANSFER_LOCATING:
    case VCD_TRANSFER_ENABLING:
      return g_strdup (_("preparing"));
    case VCD_TRANSFER_SENDING:
      return g_strdup (_("uploading"));
    case VCD_TRANSFER_SETTLING:
      return g_strdup (_("importing"));
    case VCD_TRANSFER_RECEIVING:
      return g_strdup (_("downloading"));
    case VCD_TRANSFER_WAITING:
      return dup_waiting (transfer);
    case VCD_TRANSFER_PAUSED:
      return g_strdup (_("paused"));
    case VCD_TRANSFER_DONE:
      return g_strdup (_("done"));
    case VCD_TRANSFER_SKIPPED:
      return g_strdup (_("skipped"));
    case VCD_TRANSFER_FAILED:
      return g_strdup (_("failed"));
    case VCD_TRANSFER_CANCELLED:
      return g_strdup (_("cancelled"));
    default:
      return g_strdup ("?");
    }
}

const char *
cli_report_get_sha256 (VcdTransfer *transfer)
{
  if (VCD_IS_MEDIA_UPLOAD (transfer))
    return vcd_media_upload_get_sha256 (VCD_MEDIA_UPLOAD (transfer));
  if (VCD_IS_MEDIA_DOWNLOAD (transfer))
    return vcd_media_download_get_sha256 (VCD_MEDIA_DOWNLOAD (transfer));

  return NULL;
}

static JsonBuilder *
new_record (const char  *event,
            VcdTransfer *transfer)
{
  g_autoptr (GEnumClass) states = g_type_class_ref (VCD_TYPE_TRANSFER_STATE);
  const GEnumValue *state = g_enum_get_value (states, vcd_transfer_get_state (transfer));
  JsonBuilder *record = cli_record_new ();

  cli_record_set_string (record, "event", event);
  cli_record_set_string (record, "name", vcd_transfer_get_name (transfer));
  cli_record_set_string (record, "state", state != NULL ? state->value_nick : NULL);
  cli_record_set_integer (record, "sent", vcd_transfer_get_sent (transfer));
  cli_record_set_integer (record, "confirmed", vcd_transfer_get_confirmed (transfer));
  cli_record_set_integer (record, "size", vcd_transfer_get_size (transfer));
  cli_record_set_integer (record, "rate", (int64_t) vcd_transfer_get_rate (transfer));

  return record;
}

/* What did not work beside the transfer itself. */
static void
set_note (JsonBuilder *record,
          VcdTransfer *transfer)
{
  if (vcd_transfer_get_note (transfer) != NULL)
    cli_record_set_string (record, "message", vcd_transfer_get_note (transfer));
}

/* To be said after what else there is to say of @transfer. */
void
cli_report_note (VcdTransfer *transfer)
{
  g_autofree char *name = cli_text_dup_harmless (vcd_transfer_get_name (transfer));
  g_autofree char *note = NULL;

  if (vcd_transfer_get_note (transfer) == NULL)
    return;

  note = cli_text_dup_harmless (vcd_transfer_get_note (transfer));
  cli_output_note (_("airliftctl: %s: %s"), name, note);
}

void
cli_report_state (VcdTransfer *transfer)
{
  g_autoptr (JsonBuilder) record = NULL;
  g_autofree char *name = NULL;
  g_autofree char *phase = NULL;

  if (cli_output_is_json ())
    {
      record = new_record ("state", transfer);
      if (vcd_transfer_get_retry_reason (transfer) != NULL)
        cli_record_set_string (record, "retry-reason", vcd_transfer_get_retry_reason (transfer));
      set_note (record, transfer);
      cli_record_print (record);
    }
  else if (!cli_output_is_terminal ())
    {
      name = cli_text_dup_harmless (vcd_transfer_get_name (transfer));
      phase = cli_report_dup_phase (transfer);
      cli_output_print ("%s: %s", name, phase);
    }
}

void
cli_report_progress (VcdTransfer *transfer)
{
  g_autoptr (JsonBuilder) record = new_record ("progress", transfer);

  cli_record_print (record);
}

static void
print_done (VcdTransfer *transfer,
            int64_t      microseconds,
            double       bytes_per_second)
{
  g_autofree char *name = cli_text_dup_harmless (vcd_transfer_get_name (transfer));
  g_autofree char *size = cli_text_size (vcd_transfer_get_size (transfer));
  g_autofree char *duration = cli_text_duration ((microseconds + 500000) / G_USEC_PER_SEC);
  g_autofree char *rate = NULL;
  g_autoptr (GString) line = g_string_new (NULL);
  const char *sha256 = cli_report_get_sha256 (transfer);

  g_string_printf (line, "%s %s  ", cli_output_is_utf8 () ? "✓" : _("Done:"), name);
  if (vcd_transfer_get_state (transfer) == VCD_TRANSFER_SKIPPED)
    {
      g_string_append (line, _("skipped: the catalog has an image of this name"));
      cli_output_print ("%s", line->str);
      return;
    }

  rate = cli_text_rate (bytes_per_second);
  if (bytes_per_second > 0)
    g_string_append_printf (line, _("%s in %s (%s)"), size, duration, rate);
  else
    g_string_append_printf (line, _("%s in %s"), size, duration);
  if (sha256 != NULL)
    g_string_append_printf (line, _(", sha256 %s"), sha256);
  if (vcd_transfer_get_state (transfer) == VCD_TRANSFER_SETTLING)
    g_string_append (line, _("; the server is importing it"));
  cli_output_print ("%s", line->str);
}

/* @microseconds: how long all of it took
 * @bytes_per_second: how fast the bytes were, or 0 */
void
cli_report_done (VcdTransfer *transfer,
                 int64_t      microseconds,
                 double       bytes_per_second)
{
  g_autoptr (JsonBuilder) record = NULL;

  if (!cli_output_is_json ())
    {
      print_done (transfer, microseconds, bytes_per_second);
      return;
    }

  record = new_record ("done", transfer);
  cli_record_set_string (record, "sha256", cli_report_get_sha256 (transfer));
  if (VCD_IS_MEDIA_UPLOAD (transfer))
    cli_record_set_string (record, "media",
                           vcd_media_upload_get_media_href (VCD_MEDIA_UPLOAD (transfer)));
  set_note (record, transfer);
  cli_record_print (record);
}

static void
print_report (VcdTransfer *transfer)
{
  g_autofree char *report = vcd_transfer_dup_report (transfer);
  g_auto (GStrv) lines = g_strsplit (g_strchomp (report), "\n", -1);

  for (unsigned int i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *line = cli_text_dup_harmless (lines[i]);

      cli_output_note ("  %s", line);
    }
}

CliExit
cli_report_error (VcdTransfer  *transfer,
                  const GError *error)
{
  CliExit code;

  if (cli_output_is_json ())
    {
      g_autoptr (JsonBuilder) record = new_record ("error", transfer);

      cli_record_set_error (record, error);
      cli_record_print (record);
    }

  code = cli_output_note_error (vcd_transfer_get_name (transfer), error);
  if (cli_output_is_verbose ())
    print_report (transfer);

  return code;
}
