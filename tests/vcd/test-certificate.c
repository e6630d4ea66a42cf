/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "fixture.h"
#include "made-certificate.h"
#include "vcd-certificate-private.h"
#include "vcd-error.h"

#define HEX "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define UPPER "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF"
#define COLONS                                                                     \
  "01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:"                               \
  "01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF"
#define SPACES "01234567 89abcdef 01234567 89abcdef 01234567 89abcdef 01234567 89abcdef"

static void
test_read_fingerprint (void)
{
  static const char * const good[] = {
    HEX, UPPER, COLONS, SPACES, "sha256:" HEX, "SHA256:" UPPER, "sha256: " COLONS,
    "  sha256:" HEX " \n"
  };
  static const char * const bad[] = {
    "", "sha256:", "sha256", "abc", HEX "0", "0" HEX, "sha1:" HEX, "sha256:sha256:" HEX, HEX "x",
    "g123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", HEX HEX, "*",
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde"
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *digits = vcd_certificate_parse_fingerprint (good[i], &error);

      g_assert_no_error (error);
      g_assert_cmpstr (digits, ==, HEX);
    }

  for (unsigned i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (vcd_certificate_parse_fingerprint (bad[i], &error));
      g_assert_error (error, VCD_ERROR, VCD_ERROR_INVALID);
    }
}

static void
test_contents (void)
{
  g_autoptr(GTlsCertificate) tls = made_certificate_new ("cell.example", -MADE_DAY, 2 * MADE_DAY);
  g_autoptr(GByteArray) der = NULL;
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *sum = NULL;
  VcdCertificate *certificate;
  GTimeSpan age, rest;

  certificate = vcd_certificate_new (tls, "cell.example:443", G_TLS_CERTIFICATE_BAD_IDENTITY, TRUE);
  g_object_get (tls, "certificate", &der, NULL);
  sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, der->data, der->len);

  g_assert_cmpstr (vcd_certificate_get_host (certificate), ==, "cell.example:443");
  g_assert_cmpstr (vcd_certificate_get_subject (certificate), ==, "CN=cell.example");
  g_assert_cmpstr (vcd_certificate_get_issuer (certificate), ==, "CN=cell.example");
  g_assert_cmpstr (vcd_certificate_get_fingerprint (certificate), ==, sum);
  g_assert_cmpuint (vcd_certificate_get_problems (certificate), ==, G_TLS_CERTIFICATE_BAD_IDENTITY);
  g_assert_true (vcd_certificate_get_changed (certificate));

  age = g_date_time_difference (now, vcd_certificate_get_not_before (certificate));
  rest = g_date_time_difference (vcd_certificate_get_not_after (certificate), now);
  g_assert_cmpint (ABS (age / G_TIME_SPAN_MINUTE - 24 * 60), <=, 1);
  g_assert_cmpint (ABS (rest / G_TIME_SPAN_MINUTE - 48 * 60), <=, 1);

  fixture_assert_finalized (certificate);
}

/* Each has a sentence of its own; what is worst goes first. */
static void
test_reasons (void)
{
  static const struct
  {
    GTlsCertificateFlags  problems;
    gboolean              changed;
    const char           *words;
  } cases[] = {
    { G_TLS_CERTIFICATE_UNKNOWN_CA, FALSE, "authority" },
    { G_TLS_CERTIFICATE_BAD_IDENTITY, FALSE, "another name" },
    { G_TLS_CERTIFICATE_EXPIRED, FALSE, "expired" },
    { G_TLS_CERTIFICATE_NOT_ACTIVATED, FALSE, "not valid yet" },
    { G_TLS_CERTIFICATE_REVOKED, FALSE, "revoked" },
    { G_TLS_CERTIFICATE_INSECURE, FALSE, "no longer safe" },
    { G_TLS_CERTIFICATE_GENERIC_ERROR, FALSE, "could not be verified" },
    { 0, FALSE, "could not be verified" },
    { G_TLS_CERTIFICATE_UNKNOWN_CA, TRUE, "trusted before" },
    { G_TLS_CERTIFICATE_UNKNOWN_CA | G_TLS_CERTIFICATE_EXPIRED, FALSE, "expired" },
    { G_TLS_CERTIFICATE_VALIDATE_ALL, FALSE, "revoked" },
  };
  g_autoptr(GTlsCertificate) tls = made_certificate_new ("cell", -MADE_DAY, MADE_DAY);

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(VcdCertificate) certificate = NULL;
      g_autofree char *reason = NULL;

      certificate = vcd_certificate_new (tls, "h:1", cases[i].problems, cases[i].changed);
      reason = vcd_certificate_dup_reason (certificate);
      g_assert_nonnull (strstr (reason, cases[i].words));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/certificate/read-fingerprint", test_read_fingerprint);
  g_test_add_func ("/certificate/contents", test_contents);
  g_test_add_func ("/certificate/reasons", test_reasons);

  return g_test_run ();
}
