/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-certificate.h"

#include <gnutls/crypto.h>
#include <gnutls/x509.h>

/*
 * A certificate with a key of its own: signed by itself, as a freshly installed cell has it, or by
 * an authority that is made for it and that, like that of a company, no other system knows.
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

typedef struct
{
  gnutls_x509_crt_t crt;
  gnutls_x509_privkey_t key;
} Pair;

static void
pair_init (Pair *self)
{
  gnutls_x509_crt_init (&self->crt);
  gnutls_x509_privkey_init (&self->key);
}

static void
pair_clear (Pair *self)
{
  gnutls_x509_privkey_deinit (self->key);
  gnutls_x509_crt_deinit (self->crt);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pair, pair_clear)

/* What certificates of either kind have. */
static int
begin (Pair *self)
{
  guint8 serial[16];
  time_t now = time (NULL);
  int result;

  result = gnutls_x509_privkey_generate (self->key, GNUTLS_PK_ECDSA,
                                         GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0);
  if (result < 0)
    return result;

  gnutls_rnd (GNUTLS_RND_NONCE, serial, sizeof serial);
  serial[0] &= 0x7f;
  gnutls_x509_crt_set_version (self->crt, 3);
  gnutls_x509_crt_set_serial (self->crt, serial, sizeof serial);
  gnutls_x509_crt_set_activation_time (self->crt, now - 60 * 60);
  gnutls_x509_crt_set_expiration_time (self->crt, now + VALID_SECONDS);

  return gnutls_x509_crt_set_key (self->crt, self->key);
}

static int
fill_authority (Pair *self,
                const char *name)
{
  int result = begin (self);

  if (result < 0)
    return result;

  gnutls_x509_crt_set_dn_by_oid (self->crt, GNUTLS_OID_X520_COMMON_NAME, 0, name, strlen (name));
  gnutls_x509_crt_set_basic_constraints (self->crt, 1, 0);
  gnutls_x509_crt_set_key_usage (self->crt, GNUTLS_KEY_KEY_CERT_SIGN);

  return gnutls_x509_crt_sign2 (self->crt, self->crt, self->key, GNUTLS_DIG_SHA256, 0);
}

static int
fill (Pair *self,
      const char *common_name,
      const Pair *issuer)
{
  int result = begin (self);

  if (result < 0)
    return result;

  gnutls_x509_crt_set_basic_constraints (self->crt, 0, -1);
  gnutls_x509_crt_set_key_usage (self->crt, GNUTLS_KEY_DIGITAL_SIGNATURE);
  gnutls_x509_crt_set_key_purpose_oid (self->crt, GNUTLS_KP_TLS_WWW_SERVER, 0);
  add_names (self->crt, common_name);

  return gnutls_x509_crt_sign2 (self->crt, issuer->crt, issuer->key, GNUTLS_DIG_SHA256, 0);
}

static void
append_pem (GString *pem,
            gnutls_x509_crt_t crt)
{
  gnutls_datum_t data = { NULL, 0 };

  gnutls_x509_crt_export2 (crt, GNUTLS_X509_FMT_PEM, &data);
  g_string_append_len (pem, (const char *) data.data, data.size);
  gnutls_free (data.data);
}

static GTlsCertificate *
to_gio (const Pair *self,
        const Pair *issuer,
        GError **error)
{
  gnutls_datum_t key = { NULL, 0 };
  g_autoptr (GString) pem = g_string_new (NULL);

  gnutls_x509_privkey_export2_pkcs8 (self->key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, &key);
  g_string_append_len (pem, (const char *) key.data, key.size);
  gnutls_free (key.data);
  append_pem (pem, self->crt);
  if (issuer != self)
    append_pem (pem, issuer->crt);

  return g_tls_certificate_new_from_pem (pem->str, pem->len, error);
}

/* @authority: (nullable): the name of who issues it */
GTlsCertificate *
sim_certificate_new (const char *common_name,
                     const char *authority,
                     GError **error)
{
  g_auto (Pair) own = { 0 };
  g_auto (Pair) other = { 0 };
  const Pair *issuer = authority ? &other : &own;
  int result = 0;

  pair_init (&own);
  pair_init (&other);
  if (authority)
    result = fill_authority (&other, authority);
  if (result >= 0)
    result = fill (&own, common_name, issuer);
  if (result >= 0)
    return to_gio (&own, issuer, error);

  g_set_error (error, G_TLS_ERROR, G_TLS_ERROR_MISC, "Cannot make a certificate: %s",
               gnutls_strerror (result));

  return NULL;
}

/* SHA-256 of the DER form, in lower-case hexadecimal. */
char *
sim_certificate_dup_fingerprint (GTlsCertificate *certificate)
{
  g_autoptr (GByteArray) der = NULL;

  g_object_get (certificate, "certificate", &der, NULL);

  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, der->data, der->len);
}
