/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-output.h"

/* An object of --json. */

JsonBuilder *
cli_record_new (void)
{
  JsonBuilder *record = json_builder_new ();

  json_builder_begin_object (record);
  return record;
}

void
cli_record_set_string (JsonBuilder *record,
                       const char  *member,
                       const char  *value)
{
  json_builder_set_member_name (record, member);
  if (value != NULL)
    {
      g_autofree char *valid = g_utf8_make_valid (value, -1);

      json_builder_add_string_value (record, valid);
    }
  else
    {
      json_builder_add_null_value (record);
    }
}

void
cli_record_set_integer (JsonBuilder *record,
                        const char  *member,
                        int64_t      value)
{
  json_builder_set_member_name (record, member);
  json_builder_add_int_value (record, value);
}

void
cli_record_set_boolean (JsonBuilder *record,
                        const char  *member,
                        gboolean     value)
{
  json_builder_set_member_name (record, member);
  json_builder_add_boolean_value (record, value);
}

/* "code" and "message"; of a certificate, the message says what to add, for it is all there is. */
void
cli_record_set_error (JsonBuilder  *record,
                      const GError *error)
{
  VcdCertificate *certificate = NULL;

  if (error->domain == VCD_ERROR)
    certificate = vcd_error_get_certificate (error);

  cli_record_set_string (record, "code", cli_exit_error_code (error));
  if (certificate != NULL)
    {
      g_autofree char *message = NULL;

      message = g_strdup_printf ("%s (--trust sha256:%s)", error->message,
                                 vcd_certificate_get_fingerprint (certificate));
      cli_record_set_string (record, "message", message);
    }
  else
    {
      cli_record_set_string (record, "message", error->message);
    }
}

void
cli_record_print (JsonBuilder *record)
{
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;

  json_builder_end_object (record);
  root = json_builder_get_root (record);
  text = json_to_string (root, FALSE);
  line = g_strconcat (text, "\n", NULL);
  /* JSON is UTF-8, whatever the locale. */
  fputs (line, stdout);
  fflush (stdout);
}
