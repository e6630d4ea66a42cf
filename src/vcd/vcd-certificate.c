/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "vcd-certificate-private.h"
#include "vcd-error-private.h"

#define FINGERPRINT_DIGITS 64

/**
 * VcdCertificate:
 *
 * What a server showed to prove its name, and why that was not enough.
 */
struct _VcdCertificate
{
  GObject               parent_instance;

  char                 *host;
  char                 *subject;
  char                 *issuer;
  char                 *fingerprint;
  GDateTime            *not_before;
  GDateTime            *not_after;
  GTlsCertificateFlags  problems;
  gboolean              changed;
};

G_DEFINE_FINAL_TYPE (VcdCertificate, vcd_certificate, G_TYPE_OBJECT)

static void
vcd_certificate_finalize (GObject *object)
{
  VcdCertificate *self = VCD_CERTIFICATE (object);

  g_clear_pointer (&self->host, g_free);
  g_clear_pointer (&self->subject, g_free);
  g_clear_pointer (&self->issuer, g_free);
  g_clear_pointer (&self->fingerprint, g_free);
  g_clear_pointer (&self->not_before, g_date_time_unref);
  g_clear_pointer (&self->not_after, g_date_time_unref);

  G_OBJECT_CLASS (vcd_certificate_parent_class)->finalize (object);
}

static void
vcd_certificate_class_init (VcdCertificateClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vcd_certificate_finalize;
}

static void
vcd_certificate_init (VcdCertificate *self)
{
}

VcdCertificate *
vcd_certificate_new (GTlsCertificate      *certificate,
                     const char           *host_and_port,
                     GTlsCertificateFlags  problems,
                     gboolean              changed)
{
  VcdCertificate *self = g_object_new (VCD_TYPE_CERTIFICATE, NULL);

  self->host = g_strdup (host_and_port);
  self->subject = g_tls_certificate_get_subject_name (certificate);
  self->issuer = g_tls_certificate_get_issuer_name (certificate);
  self->not_before = g_tls_certificate_get_not_valid_before (certificate);
  self->not_after = g_tls_certificate_get_not_valid_after (certificate);
  self->fingerprint = vcd_certificate_compute_fingerprint (certificate);
  self->problems = problems;
  self->changed = changed;

  return self;
}

char *
vcd_certificate_compute_fingerprint (GTlsCertificate *certificate)
{
  g_autoptr(GByteArray) der = NULL;

  g_object_get (certificate, "certificate", &der, NULL);
  if (der == NULL)
    return g_strdup ("");

  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, der->data, der->len);
}

/**
 * vcd_certificate_get_host:
 * @self: a certificate
 *
 * Gets the server that showed the certificate, as `host:port`.
 *
 * Returns: (transfer none): the host and port
 */
const char *
vcd_certificate_get_host (VcdCertificate *self)
{
  g_return_val_if_fail (VCD_IS_CERTIFICATE (self), NULL);

  return self->host;
}

/**
 * vcd_certificate_get_subject:
 * @self: a certificate
 *
 * Gets whom the certificate speaks of, as a distinguished name.
 *
 * Returns: (transfer none) (nullable): the subject
 */
const char *
vcd_certificate_get_subject (VcdCertificate *self)
{
  g_return_val_if_fail (VCD_IS_CERTIFICATE (self), NULL);

  return self->subject;
}

/**
 * vcd_certificate_get_issuer:
 * @self: a certificate
 *
 * Gets who issued the certificate, as a distinguished name.
 *
 * Returns: (transfer none) (nullable): the issuer
 */
const char *
vcd_certificate_get_issuer (VcdCertificate *self)
{
  g_return_val_if_fail (VCD_IS_CERTIFICATE (self), NULL);

  return self->issuer;
}

/**
 * vcd_certificate_get_not_before:
 * @self: a certificate
 *
 * Gets the time from which on the certificate is valid.
 *
 * Returns: (transfer none) (nullable): the time
 */
GDateTime *
vcd_certificate_get_not_before (VcdCertificate *self)
{
  g_return_val_if_fail (VCD_IS_CERTIFICATE (self), NULL);

  return self->not_before;
}

/**
 * vcd_certificate_get_not_after:
 * @self: a certificate
 *
 * Gets the time until which the certificate is valid.
 *
 * Returns: (transfer none) (nullable): the time
 */
GDateTime *
vcd_certificate_get_not_after (VcdCertificate *self)
{
  g_return_val_if_fail (VCD_IS_CERTIFICATE (self), NULL);

  return self->not_after;
}

/**
 * vcd_certificate_get_fingerprint:
 * @self: a certificate
 *
 * Gets the SHA-256 of the certificate's DER form, as 64 lower-case hexadecimal digits.
 *
 * Returns: (transfer none): the fingerprint
 */
const char *
vcd_certificate_get_fingerprint (VcdCertificate *self)
{
  g_return_val_if_fail (VCD_IS_CERTIFICATE (self), NULL);

  return self->fingerprint;
}

/**
 * vcd_certificate_get_problems:
 * @self: a certificate
 *
 * Gets what the system's verification found.
 *
 * Returns: the problems
 */
GTlsCertificateFlags
vcd_certificate_get_problems (VcdCertificate *self)
{
  g_return_val_if_fail (VCD_IS_CERTIFICATE (self), G_TLS_CERTIFICATE_GENERIC_ERROR);

  return self->problems;
}

/**
 * vcd_certificate_dup_reason:
 * @self: a certificate
 *
 * Says in one sentence why the certificate was refused.
 *
 * Returns: (transfer full): a sentence for a person
 */
char *
vcd_certificate_dup_reason (VcdCertificate *self)
{
  g_return_val_if_fail (VCD_IS_CERTIFICATE (self), NULL);

  if (self->changed)
    return g_strdup (_("it is not the one that was trusted before."));
  if (self->problems & G_TLS_CERTIFICATE_REVOKED)
    return g_strdup (_("it was revoked."));
  if (self->problems & G_TLS_CERTIFICATE_EXPIRED)
    return g_strdup (_("it has expired."));
  if (self->problems & G_TLS_CERTIFICATE_NOT_ACTIVATED)
    return g_strdup (_("it is not valid yet."));
  if (self->problems & G_TLS_CERTIFICATE_UNKNOWN_CA)
    return g_strdup (_("it was not issued by an authority that this system knows."));
  if (self->problems & G_TLS_CERTIFICATE_BAD_IDENTITY)
    return g_strdup (_("it was made for another name."));
  if (self->problems & G_TLS_CERTIFICATE_INSECURE)
    return g_strdup (_("it uses methods that are no longer safe."));

  return g_strdup (_("it could not be verified."));
}

/**
 * vcd_certificate_get_changed:
 * @self: a certificate
 *
 * Gets whether another certificate was trusted for the same server before.
 *
 * Returns: %TRUE if it replaces one that was trusted
 */
gboolean
vcd_certificate_get_changed (VcdCertificate *self)
{
  g_return_val_if_fail (VCD_IS_CERTIFICATE (self), FALSE);

  return self->changed;
}

/**
 * vcd_certificate_parse_fingerprint:
 * @text: a fingerprint as people write it
 * @error: return location for an error
 *
 * Reads a SHA-256 fingerprint: in upper or lower case, with or without colons and spaces, with or
 * without `sha256:` before it.
 *
 * Returns: (transfer full): 64 lower-case hexadecimal digits, or %NULL with `VCD_ERROR_INVALID`
 */
char *
vcd_certificate_parse_fingerprint (const char  *text,
                                   GError     **error)
{
  g_autoptr(GString) digits = g_string_new (NULL);
  const char *p = text;

  g_return_val_if_fail (text != NULL, NULL);

  while (g_ascii_isspace (*p))
    p++;

  if (g_ascii_strncasecmp (p, "sha256:", strlen ("sha256:")) == 0)
    p += strlen ("sha256:");

  for (; *p != '\0' && digits->len <= FINGERPRINT_DIGITS; p++)
    {
      if (g_ascii_isxdigit (*p))
        g_string_append_c (digits, g_ascii_tolower (*p));
      else if (*p != ':' && !g_ascii_isspace (*p))
        break;
    }

  if (*p != '\0' || digits->len != FINGERPRINT_DIGITS)
    {
      g_propagate_error (error, vcd_error_new (VCD_ERROR_INVALID, NULL,
                                               _("A fingerprint has 64 hexadecimal digits, as in "
                                                 "sha256:0123…; this one does not.")));
      return NULL;
    }

  return g_string_free_and_steal (g_steal_pointer (&digits));
}
