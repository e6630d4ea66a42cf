/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Self-signed certificates, made to measure. */

#include <gio/gio.h>
#include <gnutls/x509.h>

#define MADE_DAY (24 * 60 * 60)

/* For 127.0.0.1, with a new key each time; valid from @from until @until, in seconds from now. */
G_GNUC_UNUSED static GTlsCertificate *
made_certificate_new (const char *common_name,
                      int64_t     from,
                      int64_t     until)
{
  static const uint8_t address[4] = { 127, 0, 0, 1 };
  g_autoptr(GString) pem = g_string_new (NULL);
  g_autoptr(GError) error = NULL;
  gnutls_datum_t crt_pem, key_pem;
  gnutls_x509_crt_t crt;
  gnutls_x509_privkey_t key;
  GTlsCertificate *certificate;
  time_t now = time (NULL);

  gnutls_x509_crt_init (&crt);
  gnutls_x509_privkey_init (&key);
  gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA,
                                GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0);
  gnutls_x509_crt_set_version (crt, 3);
  gnutls_x509_crt_set_serial (crt, address, sizeof address);
  gnutls_x509_crt_set_activation_time (crt, now + from);
  gnutls_x509_crt_set_expiration_time (crt, now + until);
  gnutls_x509_crt_set_dn_by_oid (crt, GNUTLS_OID_X520_COMMON_NAME, 0, common_name,
                                 (unsigned) strlen (common_name));
  gnutls_x509_crt_set_subject_alt_name (crt, GNUTLS_SAN_IPADDRESS, address, sizeof address,
                                        GNUTLS_FSAN_SET);
  gnutls_x509_crt_set_key (crt, key);
  gnutls_x509_crt_sign2 (crt, crt, key, GNUTLS_DIG_SHA256, 0);

  gnutls_x509_crt_export2 (crt, GNUTLS_X509_FMT_PEM, &crt_pem);
  gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, &key_pem);
  g_string_append_len (pem, (const char *) key_pem.data, key_pem.size);
  g_string_append_len (pem, (const char *) crt_pem.data, crt_pem.size);
  gnutls_free (crt_pem.data);
  gnutls_free (key_pem.data);
  gnutls_x509_privkey_deinit (key);
  gnutls_x509_crt_deinit (crt);

  certificate = g_tls_certificate_new_from_pem (pem->str, (gssize) pem->len, &error);
  g_assert_no_error (error);

  return certificate;
}
