/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <libsoup/soup.h>

#include "vcd-account.h"
#include "vcd-enums.h"
#include "vcd-error-private.h"
#include "vcd-media-upload.h"
#include "vcd-transfer-inside-private.h"

/* What somebody needs to know who was not there. It is in English, for it is passed on, and nothing
 * in it opens anything: a transfer's address is as good as a password. */

/* The first steps and the last ones tell most. */
#define FIRST_STEPS 20
#define MAX_STEPS   120

static const char *
get_nick (GType type,
          int   value)
{
  g_autoptr (GEnumClass) values = g_type_class_ref (type);
  GEnumValue *found = g_enum_get_value (values, value);

  return found != NULL ? found->value_nick : "?";
}

void
vcd_transfer_note_step (VcdTransfer *self,
                        const char  *reason)
{
  VcdTransferPrivate *priv = vcd_transfer_get_private (self);
  int64_t now = g_get_monotonic_time ();
  GString *step = g_string_new (NULL);

  if (priv->steps == NULL)
    {
      priv->steps = g_ptr_array_new_with_free_func (g_free);
      priv->first_step = now;
    }

  g_string_printf (step, "%9.1f s  %s", (double) (now - priv->first_step) / G_USEC_PER_SEC,
                   get_nick (VCD_TYPE_TRANSFER_STATE, (int) priv->state));
  if (priv->sent > 0)
    g_string_append_printf (step, ", %" G_GUINT64_FORMAT " bytes", priv->sent);
  if (reason != NULL)
    g_string_append_printf (step, ": %s", reason);

  if (priv->steps->len == MAX_STEPS)
    g_ptr_array_remove_index (priv->steps, FIRST_STEPS);
  g_ptr_array_add (priv->steps, g_string_free (step, FALSE));
}

static void
append_sessions (GString            *report,
                 VcdTransferPrivate *priv)
{
  VcdSession *sessions[] = { priv->session, priv->source_session };

  for (unsigned i = 0; i < G_N_ELEMENTS (sessions); i++)
    {
      VcdAccount *account = sessions[i] != NULL ? vcd_session_get_account (sessions[i]) : NULL;
      const char *version = account != NULL ? vcd_session_get_api_version (sessions[i]) : NULL;

      if (account == NULL)
        continue;

      g_string_append_printf (report, "%s: %s, organization %s, API %s, %s\n",
                              i == 0 ? "Server" : "Source", vcd_account_get_server (account),
                              vcd_account_get_organization (account),
                              version != NULL ? version : "unknown",
                              get_nick (VCD_TYPE_SESSION_STATE,
                                        (int) vcd_session_get_state (sessions[i])));
    }
}

static void
append_subject (GString     *report,
                VcdTransfer *self)
{
  VcdTransferPrivate *priv = vcd_transfer_get_private (self);
  VcdMediaUpload *upload = VCD_IS_MEDIA_UPLOAD (self) ? VCD_MEDIA_UPLOAD (self) : NULL;

  if (upload == NULL)
    g_string_append_printf (report, "Download of “%s”\n", priv->name);
  else
    g_string_append_printf (report, "%s of “%s” to “%s”, %s if the name is taken\n",
                            vcd_media_upload_is_copy (upload) ? "Copy" : "Upload", priv->name,
                            vcd_media_upload_get_catalog_name (upload),
                            get_nick (VCD_TYPE_CONFLICT_POLICY,
                                      (int) vcd_media_upload_get_conflict_policy (upload)));
  g_string_append_printf (report, "Bytes: %" G_GUINT64_FORMAT ", sent %" G_GUINT64_FORMAT
                          ", confirmed %" G_GUINT64_FORMAT "\n", priv->size, priv->sent,
                          priv->confirmed);
}

static void
append_error (GString      *report,
              const GError *error)
{
  unsigned status = vcd_error_get_status (error);
  const char *details = vcd_error_get_details (error);

  if (error == NULL)
    return;

  g_string_append_printf (report, "\nError: %s", error->domain == VCD_ERROR
                                                   ? get_nick (VCD_TYPE_ERROR, error->code)
                                                   : g_quark_to_string (error->domain));
  if (error->domain != VCD_ERROR)
    g_string_append_printf (report, " %d", error->code);
  if (status != 0)
    g_string_append_printf (report, ", HTTP %u", status);
  g_string_append_printf (report, "\n%s\n", error->message);
  if (details != NULL)
    g_string_append_printf (report, "%s\n", details);
}

char *
vcd_transfer_conceal (const char *text)
{
  g_autoptr (GRegex) places = g_regex_new ("/transfer/[^\\s\"'<>]*", G_REGEX_CASELESS,
                                           G_REGEX_MATCH_DEFAULT, NULL);
  g_autoptr (GRegex) secrets = g_regex_new ("\\b(bearer|basic|password|token|secret)\\b"
                                            "(\\s*[:=]\\s*|\\s+)[^\\s\"'<>]{8,}",
                                            G_REGEX_CASELESS, G_REGEX_MATCH_DEFAULT, NULL);
  g_autofree char *shown = g_regex_replace_literal (places, text, -1, 0, "/transfer/…",
                                                    G_REGEX_MATCH_DEFAULT, NULL);

  return g_regex_replace (secrets, shown, -1, 0, "\\1 …", G_REGEX_MATCH_DEFAULT, NULL);
}

/**
 * vcd_transfer_dup_report:
 * @self: a transfer
 *
 * Writes down what is known of a transfer, for somebody who is to find out what went wrong: the
 * versions of what takes part, which states it went through and when, what was tried again and why,
 * how many bytes there are, and the error with the server's own words.
 *
 * There is neither a secret in it nor a token, no user's name, and no address to which bytes can be
 * sent.
 *
 * Returns: (transfer full): lines of text, in English
 */
char *
vcd_transfer_dup_report (VcdTransfer *self)
{
  VcdTransferPrivate *priv;
  g_autoptr (GString) report = NULL;

  g_return_val_if_fail (VCD_IS_TRANSFER (self), NULL);

  priv = vcd_transfer_get_private (self);
  report = g_string_new (NULL);
  g_string_append_printf (report, "Airlift %s, GLib %u.%u.%u, libsoup %u.%u.%u\n", PACKAGE_VERSION,
                          glib_major_version, glib_minor_version, glib_micro_version,
                          soup_get_major_version (), soup_get_minor_version (),
                          soup_get_micro_version ());
  append_subject (report, self);
  append_sessions (report, priv);
  g_string_append_printf (report, "State: %s\n",
                          get_nick (VCD_TYPE_TRANSFER_STATE, (int) priv->state));

  for (unsigned i = 0; priv->steps != NULL && i < priv->steps->len; i++)
    {
      if (i == FIRST_STEPS && priv->steps->len == MAX_STEPS)
        g_string_append (report, "              …\n");
      g_string_append_printf (report, "%s\n", (char *) priv->steps->pdata[i]);
    }

  append_error (report, priv->error);
  if (priv->note != NULL)
    g_string_append_printf (report, "\nNote: %s\n", priv->note);

  return vcd_transfer_conceal (report->str);
}
