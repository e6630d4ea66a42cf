/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "vcd-certificate-private.h"
#include "vcd-error-private.h"
#include "vcd-trust-private.h"

#define ANY_HOST "*"

/* The one policy for certificates of an account, for its API and its transfers: what the system
 * trusts is trusted, and so is a certificate that a person pinned by its fingerprint. Nothing else
 * is, and nothing switches this off. Used by the threads on which bytes travel as well. */
struct _VcdTrust
{
  GObject       parent_instance;

  GMutex        mutex;
  GHashTable   *pins;    /* "host:port", or ANY_HOST → (set of fingerprints) */
  GMainContext *context; /* where "changed" is emitted */
};

G_DEFINE_FINAL_TYPE (VcdTrust, vcd_trust, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static unsigned signals[N_SIGNALS];

static GQuark
refusal_quark (void)
{
  return g_quark_from_static_string ("vcd-trust-refusal");
}

static gboolean
has_pin_locked (VcdTrust   *self,
                const char *host_and_port,
                const char *fingerprint)
{
  GHashTable *pins = g_hash_table_lookup (self->pins, host_and_port);

  return pins != NULL && g_hash_table_contains (pins, fingerprint);
}

static void
add_pin_locked (VcdTrust   *self,
                const char *host_and_port,
                const char *fingerprint)
{
  GHashTable *pins = g_hash_table_lookup (self->pins, host_and_port);

  if (pins == NULL)
    {
      pins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_hash_table_insert (self->pins, g_strdup (host_and_port), pins);
    }

  g_hash_table_add (pins, g_strdup (fingerprint));
}

static gboolean
emit_changed (gpointer data)
{
  g_signal_emit (data, signals[CHANGED], 0);

  return G_SOURCE_REMOVE;
}

/* A pin that came without a host (from a command line, say) belongs to the first one that shows
 * it. */
static void
bind_pin_locked (VcdTrust   *self,
                 const char *host_and_port,
                 const char *fingerprint)
{
  g_autoptr(GSource) source = g_idle_source_new ();
  GHashTable *unbound = g_hash_table_lookup (self->pins, ANY_HOST);

  g_hash_table_remove (unbound, fingerprint);
  add_pin_locked (self, host_and_port, fingerprint);

  g_source_set_callback (source, emit_changed, g_object_ref (self), g_object_unref);
  g_source_attach (source, self->context);
}

static char *
dup_host_and_port (SoupMessage *message)
{
  GUri *uri = soup_message_get_uri (message);
  g_autofree char *host = g_ascii_strdown (g_uri_get_host (uri), -1);
  int port = g_uri_get_port (uri);

  if (port <= 0)
    port = g_str_equal (g_uri_get_scheme (uri), "http") ? 80 : 443;

  return g_strdup_printf (strchr (host, ':') != NULL ? "[%s]:%d" : "%s:%d", host, port);
}

/* As messages have it: a host that is named without a port is that of https. */
static char *
dup_with_port (const char *host_and_port)
{
  g_autofree char *lower = g_ascii_strdown (host_and_port, -1);
  const char *bracket = strrchr (lower, ']');

  if (strchr (bracket != NULL ? bracket : lower, ':') != NULL)
    return g_steal_pointer (&lower);

  return g_strconcat (lower, ":443", NULL);
}

/* libsoup asks only about what the system does not trust. */
static gboolean
on_accept_certificate (SoupMessage          *message,
                       GTlsCertificate      *certificate,
                       GTlsCertificateFlags  problems,
                       gpointer              data)
{
  VcdTrust *self = VCD_TRUST (data);
  g_autofree char *host_and_port = dup_host_and_port (message);
  g_autofree char *fingerprint = vcd_certificate_compute_fingerprint (certificate);
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (has_pin_locked (self, host_and_port, fingerprint))
    return TRUE;

  if (has_pin_locked (self, ANY_HOST, fingerprint))
    {
      bind_pin_locked (self, host_and_port, fingerprint);
      return TRUE;
    }

  g_object_set_qdata_full (G_OBJECT (message), refusal_quark (),
                           vcd_certificate_new (certificate, host_and_port, problems,
                                                g_hash_table_contains (self->pins, host_and_port)),
                           g_object_unref);

  return FALSE;
}

static void
vcd_trust_finalize (GObject *object)
{
  VcdTrust *self = VCD_TRUST (object);

  g_clear_pointer (&self->pins, g_hash_table_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (vcd_trust_parent_class)->finalize (object);
}

static void
vcd_trust_class_init (VcdTrustClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vcd_trust_finalize;

  /* A pin without a host was bound to the one that showed it, so that it can be saved. */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
vcd_trust_init (VcdTrust *self)
{
  g_mutex_init (&self->mutex);
  self->context = g_main_context_ref_thread_default ();
  self->pins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                      (GDestroyNotify) g_hash_table_unref);
}

VcdTrust *
vcd_trust_new (void)
{
  return g_object_new (VCD_TYPE_TRUST, NULL);
}

gboolean
vcd_trust_add (VcdTrust    *self,
               const char  *host_and_port,
               const char  *fingerprint,
               GError     **error)
{
  g_autofree char *digits = vcd_certificate_parse_fingerprint (fingerprint, error);
  g_autofree char *host = NULL;
  g_autoptr(GMutexLocker) locker = NULL;

  if (digits == NULL)
    return FALSE;

  host = host_and_port != NULL ? dup_with_port (host_and_port) : g_strdup (ANY_HOST);
  locker = g_mutex_locker_new (&self->mutex);
  add_pin_locked (self, host, digits);

  return TRUE;
}

/* Forgets what was trusted of one server, or of all. */
void
vcd_trust_remove (VcdTrust   *self,
                  const char *host_and_port)
{
  g_autofree char *host = host_and_port != NULL ? dup_with_port (host_and_port) : NULL;
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (host != NULL)
    g_hash_table_remove (self->pins, host);
  else
    g_hash_table_remove_all (self->pins);
}

/* As `host:port=fingerprint`, the form in which settings keep them, in a stable order. */
char **
vcd_trust_dup_pins (VcdTrust *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autoptr(GPtrArray) lines = g_ptr_array_new ();
  GHashTableIter hosts;
  gpointer host, pins;

  g_hash_table_iter_init (&hosts, self->pins);
  while (g_hash_table_iter_next (&hosts, &host, &pins))
    {
      GHashTableIter fingerprints;
      gpointer fingerprint;

      g_hash_table_iter_init (&fingerprints, pins);
      while (g_hash_table_iter_next (&fingerprints, &fingerprint, NULL))
        g_ptr_array_add (lines, g_strdup_printf ("%s=%s", (const char *) host,
                                                 (const char *) fingerprint));
    }

  g_ptr_array_sort_values (lines, (GCompareFunc) g_strcmp0);
  g_ptr_array_add (lines, NULL);

  return (char **) g_ptr_array_steal (lines, NULL);
}

void
vcd_trust_watch (VcdTrust    *self,
                 SoupMessage *message)
{
  g_signal_connect_data (message, "accept-certificate", G_CALLBACK (on_accept_certificate),
                         g_object_ref (self), (GClosureNotify) (void (*) (void)) g_object_unref, 0);
}

GError *
vcd_trust_dup_error (VcdTrust    *self,
                     SoupMessage *message)
{
  VcdCertificate *certificate = g_object_get_qdata (G_OBJECT (message), refusal_quark ());

  return certificate != NULL ? vcd_error_new_certificate (certificate) : NULL;
}
