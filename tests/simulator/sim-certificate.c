/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-certificate.h"

#include <gnutls/crypto.h>
#include <gnutls/x509.h>

/*
 * A self-signed certificate with a key of its own, as a freshly installed cell has.
 */

#define VALID_SECONDS (30 * 24 * 60 * 60)

static void
add_names (gnutls_x509_crt_t crt,
           const char *common_name)
{
  static const guint8 ipv4[4] = { 127, 0, 0, 1 };
  static const guint8 ipv6[16] = { [15] = 1 };

  gnutls_x509_crt_set_dn_by_oid (crt, GNUTLS_OID_X520_COMMON_NAME, 0, common_name,
                                 strlen (common_name));
  gnutls_x509_crt_set_subject_alt_name (crt, GNUTLS_SAN_DNSNAME, "localhost", strlen ("localhost"),
                                        GNUTLS_FSAN_SET);
  gnutls_x509_crt_set_subject_alt_name (crt, GNUTLS_SAN_IPADDRESS, ipv4, sizeof ipv4,
                                        GNUTLS_FSAN_APPEND);
  gnutls_x509_crt_set_subject_alt_name (crt, GNUTLS_SAN_IPADDRESS, ipv6, sizeof ipv6,
                                        GNUTLS_FSAN_APPEND);
}

static int
fill (gnutls_x509_crt_t crt,
      gnutls_x509_privkey_t key,
      const char *common_name)
{
  guint8 serial[16];
  time_t now = time (NULL);
  int result;

  result = gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA,
                                         GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0);
  if (result < 0)
    return result;

  gnutls_rnd (GNUTLS_RND_NONCE, serial, sizeof serial);
  serial[0] &= 0x7f;
  gnutls_x509_crt_set_version (crt, 3);
  gnutls_x509_crt_set_serial (crt, serial, sizeof serial);
  gnutls_x509_crt_set_activation_time (crt, now - 60 * 60);
  gnutls_x509_crt_set_expiration_time (crt, now + VALID_SECONDS);
  gnutls_x509_crt_set_basic_constraints (crt, 0, -1);
  gnutls_x509_crt_set_key_usage (crt, GNUTLS_KEY_DIGITAL_SIGNATURE);
  gnutls_x509_crt_set_key_purpose_oid (crt, GNUTLS_KP_TLS_WWW_SERVER, 0);
  add_names (crt, common_name);
  gnutls_x509_crt_set_key (crt, key);

  return gnutls_x509_crt_sign2 (crt, crt, key, GNUTLS_DIG_SHA256, 0);
}

static GTlsCertificate *
to_gio (gnutls_x509_crt_t crt,
        gnutls_x509_privkey_t key,
        GError **error)
{
  gnutls_datum_t crt_pem = { NULL, 0 }, key_pem = { NULL, 0 };
  g_autoptr (GString) pem = g_string_new (NULL);

  gnutls_x509_crt_export2 (crt, GNUTLS_X509_FMT_PEM, &crt_pem);
  gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, &key_pem);
  g_string_append_len (pem, (const char *) key_pem.data, key_pem.size);
  g_string_append_len (pem, (const char *) crt_pem.data, crt_pem.size);
  gnutls_free (crt_pem.data);
  gnutls_free (key_pem.data);

  return g_tls_certificate_new_from_pem (pem->str, pem->len, error);
}

GTlsCertificate *
sim_certificate_new (const char *common_name,
                     GError **error)
{
  gnutls_x509_crt_t crt;
  gnutls_x509_privkey_t key;
  GTlsCertificate *certificate = NULL;
  int result;

  gnutls_x509_crt_init (&crt);
  gnutls_x509_privkey_init (&key);
  result = fill (crt, key, common_name);
  if (result < 0)
    g_set_error (error, G_TLS_ERROR, G_TLS_ERROR_MISC, "Cannot make a certificate: %s",
                 gnutls_strerror (result));
  else
    certificate = to_gio (crt, key, error);
  gnutls_x509_privkey_deinit (key);
  gnutls_x509_crt_deinit (crt);

  return certificate;
}

/* SHA-256 of the DER form, in lower-case hexadecimal. */
char *
sim_certificate_dup_fingerprint (GTlsCertificate *certificate)
{
  g_autoptr (GByteArray) der = NULL;

  g_object_get (certificate, "certificate", &der, NULL);

  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, der->data, der->len);
}
