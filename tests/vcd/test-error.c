/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "fixture.h"
#include "made-certificate.h"
#include "vcd-certificate-private.h"
#include "vcd-error-private.h"

static void
test_details (void)
{
  g_autoptr(GError) error = vcd_error_new (VCD_ERROR_NO_SPACE, "HTTP 400, request 7", "No %s.",
                                           "room");

  g_assert_error (error, VCD_ERROR, VCD_ERROR_NO_SPACE);
  g_assert_cmpstr (error->message, ==, "No room.");
  g_assert_cmpstr (vcd_error_get_details (error), ==, "HTTP 400, request 7");
  g_assert_null (vcd_error_get_certificate (error));
}

static void
test_no_details (void)
{
  g_autoptr(GError) error = vcd_error_new (VCD_ERROR_FILE, NULL, "100 %% wrong");
  g_autoptr(GError) other = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "no");

  g_assert_cmpstr (error->message, ==, "100 % wrong");
  g_assert_null (vcd_error_get_details (error));
  g_assert_null (vcd_error_get_details (other));
  g_assert_null (vcd_error_get_certificate (other));
  g_assert_null (vcd_error_get_details (NULL));
  g_assert_null (vcd_error_get_certificate (NULL));
}

static void
test_copy (void)
{
  g_autoptr(GError) error = vcd_error_new (VCD_ERROR_SERVER, "what it said", "No.");
  g_autoptr(GError) copy = g_error_copy (error);
  g_autoptr(GError) propagated = NULL;

  g_clear_error (&error);
  g_assert_error (copy, VCD_ERROR, VCD_ERROR_SERVER);
  g_assert_cmpstr (vcd_error_get_details (copy), ==, "what it said");

  g_propagate_prefixed_error (&propagated, g_steal_pointer (&copy), "debian.iso: ");
  g_assert_cmpstr (propagated->message, ==, "debian.iso: No.");
  g_assert_cmpstr (vcd_error_get_details (propagated), ==, "what it said");
}

static void
test_certificate (void)
{
  g_autoptr(GTlsCertificate) tls = made_certificate_new ("cell", -MADE_DAY, MADE_DAY);
  VcdCertificate *certificate = vcd_certificate_new (tls, "h:443", G_TLS_CERTIFICATE_UNKNOWN_CA,
                                                     FALSE);
  GError *error = vcd_error_new_certificate (certificate);
  GError *copy = g_error_copy (error);
  g_autofree char *reason = vcd_certificate_dup_reason (certificate);
  const char *details = vcd_error_get_details (copy);

  g_assert_error (copy, VCD_ERROR, VCD_ERROR_CERTIFICATE);
  g_assert_true (vcd_error_get_certificate (copy) == certificate);
  g_assert_nonnull (strstr (copy->message, "h:443"));
  g_assert_nonnull (strstr (copy->message, reason));
  g_assert_nonnull (strstr (details, "Host: h:443\n"));
  g_assert_nonnull (strstr (details, "Subject: CN=cell\n"));
  g_assert_nonnull (strstr (details, "Issuer: CN=cell\n"));
  g_assert_nonnull (strstr (details, vcd_certificate_get_fingerprint (certificate)));
  g_assert_nonnull (strstr (details, reason));

  /* Both hold the certificate, and let go of it. */
  g_error_free (error);
  g_error_free (copy);
  fixture_assert_finalized (certificate);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/error/details", test_details);
  g_test_add_func ("/error/no-details", test_no_details);
  g_test_add_func ("/error/copy", test_copy);
  g_test_add_func ("/error/certificate", test_certificate);

  return g_test_run ();
}
