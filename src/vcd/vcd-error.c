/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "vcd-certificate.h"
#include "vcd-error-private.h"

/* What a VCD_ERROR carries beside its sentence. */
typedef struct
{
  char           *details;
  VcdCertificate *certificate;
  unsigned        status;
  unsigned        retry_after;
  gboolean        unsent;
} VcdErrorPrivate;

static void
vcd_error_private_init (VcdErrorPrivate *priv)
{
}

static void
vcd_error_private_copy (const VcdErrorPrivate *source,
                        VcdErrorPrivate       *destination)
{
  destination->details = g_strdup (source->details);
  destination->status = source->status;
  destination->retry_after = source->retry_after;
  destination->unsent = source->unsent;
  g_set_object (&destination->certificate, source->certificate);
}

static void
vcd_error_private_clear (VcdErrorPrivate *priv)
{
  g_clear_pointer (&priv->details, g_free);
  g_clear_object (&priv->certificate);
}

/* The macro steps back from the error to what is allocated before it, which is aligned. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wcast-align"
G_DEFINE_EXTENDED_ERROR (VcdError, vcd_error)
#pragma GCC diagnostic pop

GError *
vcd_error_new (VcdError    code,
               const char *details,
               const char *format,
               ...)
{
  GError *error;
  va_list args;

  va_start (args, format);
  error = g_error_new_valist (VCD_ERROR, (int) code, format, args);
  va_end (args);

  vcd_error_get_private (error)->details = g_strdup (details);

  return error;
}

static char *
dup_date (GDateTime *date)
{
  return date != NULL ? g_date_time_format (date, "%F") : g_strdup ("?");
}

GError *
vcd_error_new_certificate (VcdCertificate *certificate)
{
  const char *subject = vcd_certificate_get_subject (certificate);
  const char *issuer = vcd_certificate_get_issuer (certificate);
  g_autofree char *reason = vcd_certificate_dup_reason (certificate);
  g_autofree char *not_before = dup_date (vcd_certificate_get_not_before (certificate));
  g_autofree char *not_after = dup_date (vcd_certificate_get_not_after (certificate));
  g_autofree char *details = NULL;
  GError *error;

  details = g_strdup_printf ("Host: %s\nSubject: %s\nIssuer: %s\nValid: %s to %s\n"
                             "Fingerprint: sha256:%s\nReason: %s",
                             vcd_certificate_get_host (certificate),
                             subject != NULL ? subject : "?", issuer != NULL ? issuer : "?",
                             not_before, not_after,
                             vcd_certificate_get_fingerprint (certificate), reason);
  error = vcd_error_new (VCD_ERROR_CERTIFICATE, details,
                         _("The certificate of “%s” is not trusted: %s"),
                         vcd_certificate_get_host (certificate), reason);
  vcd_error_get_private (error)->certificate = g_object_ref (certificate);

  return error;
}

/**
 * vcd_error_get_details:
 * @error: (nullable): an error
 *
 * Gets what a person who has to find out more wants to see: the server's own words, its status and
 * the id of the request, or all about a certificate. Never a secret.
 *
 * Returns: (transfer none) (nullable): lines of text, or %NULL if there is no more to say
 */
const char *
vcd_error_get_details (const GError *error)
{
  if (error == NULL || error->domain != VCD_ERROR)
    return NULL;

  return vcd_error_get_private (error)->details;
}

/**
 * vcd_error_get_certificate:
 * @error: (nullable): an error
 *
 * Gets the certificate that was refused.
 *
 * Returns: (transfer none) (nullable): the certificate, or %NULL unless @error is
 *   `VCD_ERROR_CERTIFICATE`
 */
VcdCertificate *
vcd_error_get_certificate (const GError *error)
{
  if (error == NULL || error->domain != VCD_ERROR)
    return NULL;

  return vcd_error_get_private (error)->certificate;
}

unsigned
vcd_error_get_status (const GError *error)
{
  if (error == NULL || error->domain != VCD_ERROR)
    return 0;

  return vcd_error_get_private (error)->status;
}

void
vcd_error_set_status (GError   *error,
                      unsigned  status)
{
  vcd_error_get_private (error)->status = status;
}

unsigned
vcd_error_get_retry_after (const GError *error)
{
  if (error == NULL || error->domain != VCD_ERROR)
    return 0;

  return vcd_error_get_private (error)->retry_after;
}

void
vcd_error_set_retry_after (GError   *error,
                           unsigned  seconds)
{
  vcd_error_get_private (error)->retry_after = seconds;
}

gboolean
vcd_error_is_unsent (const GError *error)
{
  return error != NULL && error->domain == VCD_ERROR && vcd_error_get_private (error)->unsent;
}

void
vcd_error_set_unsent (GError *error)
{
  vcd_error_get_private (error)->unsent = TRUE;
}
