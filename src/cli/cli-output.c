/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-output.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "cli-text.h"

/* Everything that is said: lines and records on standard output, errors on standard error. There is
 * one output for the process, so its state is the process's. */

static gboolean json_output;
static gboolean verbose_output;
static gboolean terminal_output;

void
cli_output_init (void)
{
  const char *terminal = g_getenv ("TERM");

  terminal_output = isatty (STDOUT_FILENO) && g_strcmp0 (terminal, "dumb") != 0;
  /* Debug messages would end up between records. */
  g_log_writer_default_set_use_stderr (TRUE);
}

void
cli_output_set_json (gboolean json)
{
  json_output = json;
}

void
cli_output_set_verbose (gboolean verbose)
{
  verbose_output = verbose;
}

/* Whether to say more about what fails. */
gboolean
cli_output_is_verbose (void)
{
  return verbose_output;
}

gboolean
cli_output_is_json (void)
{
  return json_output;
}

/* Whether standard output is a terminal that can redraw a line. */
gboolean
cli_output_is_terminal (void)
{
  return terminal_output && !json_output;
}

gboolean
cli_output_is_utf8 (void)
{
  return g_get_charset (NULL);
}

/* Asked of the pipe itself: what failed first may have been said long before this. */
static gboolean
reader_left (void)
{
  struct pollfd output = { .fd = STDOUT_FILENO };

  return poll (&output, 1, 0) == 1 && (output.revents & POLLERR) != 0;
}

/* What could not be written was not done, whatever else went well. A reader may leave, though. */
CliExit
cli_output_finish (CliExit code)
{
  if ((fflush (stdout) == 0 && !ferror (stdout)) || reader_left ())
    return code;

  cli_output_note (_("airliftctl: Cannot write to standard output: %s."), g_strerror (errno));
  return code == CLI_EXIT_DONE ? CLI_EXIT_FILE : code;
}

void
cli_output_write (FILE       *stream,
                  const char *text)
{
  const char *charset;

  if (g_get_charset (&charset))
    {
      fputs (text, stream);
    }
  else
    {
      g_autofree char *converted = g_convert_with_fallback (text, -1, charset, "UTF-8", "?", NULL,
                                                            NULL, NULL);

      fputs (converted != NULL ? converted : "?", stream);
    }
  fflush (stream);
}

/* A line on standard output; there is none with --json, which has records. */
void
cli_output_print (const char *format,
                  ...)
{
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;
  va_list arguments;

  if (json_output)
    return;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  line = g_strconcat (text, "\n", NULL);
  cli_output_write (stdout, line);
}

/* A line on standard error. */
void
cli_output_note (const char *format,
                 ...)
{
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  line = g_strconcat (text, "\n", NULL);
  cli_output_write (stderr, line);
}

static char *
dup_sentence (const char *message)
{
  g_autofree char *harmless = cli_text_dup_harmless (message);

  g_strchomp (harmless);
  if (*harmless == '\0')
    return g_strdup (_("Something went wrong."));
  if (strchr (".!?", harmless[strlen (harmless) - 1]) != NULL)
    return g_steal_pointer (&harmless);

  return g_strconcat (harmless, ".", NULL);
}

static char *
dup_date (GDateTime *date)
{
  g_autoptr (GDateTime) local = date != NULL ? g_date_time_to_local (date) : NULL;

  return local != NULL ? g_date_time_format (local, "%Y-%m-%d %H:%M") : g_strdup ("?");
}

static void
note_certificate (VcdCertificate *certificate)
{
  g_autofree char *subject = cli_text_dup_harmless (vcd_certificate_get_subject (certificate));
  g_autofree char *issuer = cli_text_dup_harmless (vcd_certificate_get_issuer (certificate));
  g_autofree char *host = cli_text_dup_harmless (vcd_certificate_get_host (certificate));
  g_autofree char *from = dup_date (vcd_certificate_get_not_before (certificate));
  g_autofree char *to = dup_date (vcd_certificate_get_not_after (certificate));
  g_autofree char *reason = vcd_certificate_dup_reason (certificate);
  const char *fingerprint = vcd_certificate_get_fingerprint (certificate);

  cli_output_note (_("  Server:      %s"), host);
  cli_output_note (_("  Issued to:   %s"), subject);
  cli_output_note (_("  Issued by:   %s"), issuer);
  cli_output_note (_("  Valid:       %s to %s"), from, to);
  cli_output_note (_("  Reason:      %s"), reason);
  cli_output_note (_("  Fingerprint: sha256:%s"), fingerprint);
  if (vcd_certificate_get_changed (certificate))
    cli_output_note (_("  It is not the certificate that was trusted before. Ask the server’s "
                       "administrator before you trust it."));
  cli_output_note (_("If this is the server’s own certificate, add:"));
  cli_output_note ("  --trust sha256:%s", fingerprint);
}

static void
note_details (const GError *error)
{
  const char *details = error->domain == VCD_ERROR ? vcd_error_get_details (error) : NULL;
  g_auto (GStrv) lines = NULL;

  if (details == NULL || *details == '\0')
    return;

  lines = g_strsplit (details, "\n", -1);
  for (int i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *line = cli_text_dup_harmless (g_strchomp (lines[i]));

      if (*line != '\0')
        cli_output_note ("  %s", line);
    }
}

static void
note_sentence (const char   *name,
               const GError *error)
{
  VcdCertificate *certificate = NULL;
  g_autofree char *sentence = dup_sentence (error->message);

  if (name != NULL)
    {
      g_autofree char *harmless = cli_text_dup_harmless (name);

      cli_output_note ("airliftctl: %s: %s", harmless, sentence);
    }
  else
    {
      cli_output_note ("airliftctl: %s", sentence);
    }
  if (error->domain == VCD_ERROR)
    certificate = vcd_error_get_certificate (error);
  /* The details of such an error are what is said of the certificate. */
  if (certificate != NULL)
    note_certificate (certificate);
  else
    note_details (error);
}

/* Says @error, which is about @name if that is not %NULL, on standard error and nowhere else. */
CliExit
cli_output_note_error (const char   *name,
                       const GError *error)
{
  if (cli_exit_is_cancel (error))
    cli_output_note (_("airliftctl: Interrupted."));
  else
    note_sentence (name, error);

  return cli_exit_for_error (error);
}

/* The same, and with --json a record of it. */
CliExit
cli_output_error_of (const char   *name,
                     const GError *error)
{
  if (json_output)
    {
      g_autoptr (JsonBuilder) record = cli_record_new ();

      cli_record_set_string (record, "event", "error");
      if (name != NULL)
        cli_record_set_string (record, "name", name);
      cli_record_set_error (record, error);
      cli_record_print (record);
    }

  return cli_output_note_error (name, error);
}

CliExit
cli_output_error (const GError *error)
{
  return cli_output_error_of (NULL, error);
}
