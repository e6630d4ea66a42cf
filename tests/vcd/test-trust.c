/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "fixture.h"
#include "made-certificate.h"
#include "vcd-certificate-private.h"
#include "vcd-error.h"
#include "vcd-trust-private.h"

#define HEX "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define OTHER "1123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

/* A real server with a certificate of its own, a client, and the policy between them. */
typedef struct
{
  GSocketService  *service;
  GMutex           mutex;
  GTlsCertificate *certificate; /* which it shows from now on */
  SoupSession     *session;
  VcdTrust        *trust;
  char            *uri;
  char            *host_and_port;
  char            *fingerprint;
  int              changes;
  int              answered;
} Fixture;

static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

static gboolean
on_run (GThreadedSocketService *service,
        GSocketConnection      *connection,
        GObject                *source,
        gpointer                data)
{
  Fixture *fixture = data;
  g_autoptr(GTlsCertificate) certificate = NULL;
  g_autoptr(GIOStream) tls = NULL;
  char request[4096];

  g_mutex_lock (&fixture->mutex);
  certificate = g_object_ref (fixture->certificate);
  g_mutex_unlock (&fixture->mutex);

  tls = g_tls_server_connection_new (G_IO_STREAM (connection), certificate, NULL);
  if (g_input_stream_read (g_io_stream_get_input_stream (tls), request, sizeof request, NULL,
                           NULL) > 0)
    g_output_stream_write_all (g_io_stream_get_output_stream (tls), answer, strlen (answer), NULL,
                               NULL, NULL);
  g_io_stream_close (tls, NULL, NULL);

  return TRUE;
}

static void
on_changed (VcdTrust *trust,
            int      *changes)
{
  (*changes)++;
}

static void
show_certificate (Fixture         *fixture,
                  GTlsCertificate *certificate)
{
  g_mutex_lock (&fixture->mutex);
  g_set_object (&fixture->certificate, certificate);
  g_mutex_unlock (&fixture->mutex);
  g_free (fixture->fingerprint);
  fixture->fingerprint = vcd_certificate_compute_fingerprint (certificate);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GTlsCertificate) certificate = made_certificate_new ("cell", -MADE_DAY, MADE_DAY);
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) wanted = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocketAddress) address = NULL;
  g_autoptr(GError) error = NULL;

  fixture->session = soup_session_new ();
  fixture->trust = vcd_trust_new ();
  g_signal_connect (fixture->trust, "changed", G_CALLBACK (on_changed), &fixture->changes);

  g_mutex_init (&fixture->mutex);
  show_certificate (fixture, certificate);
  fixture->service = g_threaded_socket_service_new (10);
  g_signal_connect (fixture->service, "run", G_CALLBACK (on_run), fixture);
  g_socket_listener_add_address (G_SOCKET_LISTENER (fixture->service), wanted, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &address, &error);
  g_assert_no_error (error);
  fixture->host_and_port =
    g_strdup_printf ("127.0.0.1:%d",
                     g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
  fixture->uri = g_strdup_printf ("https://%s/", fixture->host_and_port);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  fixture_assert_finalized (fixture->session);
  g_socket_service_stop (fixture->service);
  g_socket_listener_close (G_SOCKET_LISTENER (fixture->service));
  fixture_assert_finalized (fixture->service);
  g_clear_object (&fixture->certificate);
  g_mutex_clear (&fixture->mutex);
  fixture_assert_finalized (fixture->trust);
  g_free (fixture->uri);
  g_free (fixture->host_and_port);
  g_free (fixture->fingerprint);
}

/* Asks the server for something over a new connection; returns why that was refused, or NULL. */
static GError *
ask (Fixture *fixture)
{
  g_autoptr(SoupMessage) message = soup_message_new ("GET", fixture->uri);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GBytes) body = NULL;
  g_autoptr(GError) error = NULL;
  GError *refusal;

  vcd_trust_watch (fixture->trust, message);
  soup_session_send_and_read_async (fixture->session, message, G_PRIORITY_DEFAULT, NULL,
                                    fixture_on_ready, &result);
  fixture_wait_until (result != NULL);
  body = soup_session_send_and_read_finish (fixture->session, result, &error);
  refusal = vcd_trust_dup_error (fixture->trust, message);

  if (refusal == NULL)
    g_assert_no_error (error);
  else
    g_assert_error (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE);

  return refusal;
}

static void
assert_trusted (Fixture *fixture)
{
  g_autoptr(GError) error = ask (fixture);

  g_assert_no_error (error);
}

static void
assert_refused (Fixture    *fixture,
                const char *words,
                gboolean    changed)
{
  g_autoptr(GError) error = ask (fixture);
  VcdCertificate *certificate;

  g_assert_error (error, VCD_ERROR, VCD_ERROR_CERTIFICATE);
  certificate = vcd_error_get_certificate (error);
  g_assert_nonnull (certificate);
  g_assert_cmpstr (vcd_certificate_get_host (certificate), ==, fixture->host_and_port);
  g_assert_cmpstr (vcd_certificate_get_fingerprint (certificate), ==, fixture->fingerprint);
  g_assert_cmpint (vcd_certificate_get_changed (certificate), ==, changed);
  g_assert_nonnull (strstr (error->message, words));
}

static void
assert_pins (VcdTrust   *trust,
             const char *expected)
{
  g_auto(GStrv) pins = vcd_trust_dup_pins (trust);
  g_autofree char *joined = g_strjoinv (" ", pins);

  g_assert_cmpstr (joined, ==, expected);
}

static void
add_pin (VcdTrust   *trust,
         const char *host_and_port,
         const char *fingerprint)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (vcd_trust_add (trust, host_and_port, fingerprint, &error));
  g_assert_no_error (error);
}

static void
test_unknown (Fixture       *fixture,
              gconstpointer  data)
{
  assert_refused (fixture, "authority", FALSE);
}

static void
test_pinned (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *upper = g_ascii_strup (fixture->fingerprint, -1);

  add_pin (fixture->trust, fixture->host_and_port, upper);
  assert_trusted (fixture);
  assert_trusted (fixture);
  g_assert_cmpint (fixture->changes, ==, 0);
}

/* What is right for another port, or another host, proves nothing here. */
static void
test_pinned_elsewhere (Fixture       *fixture,
                       gconstpointer  data)
{
  add_pin (fixture->trust, "127.0.0.1:1", fixture->fingerprint);
  add_pin (fixture->trust, "127.0.0.1", fixture->fingerprint);
  add_pin (fixture->trust, "other.example:443", fixture->fingerprint);
  assert_refused (fixture, "authority", FALSE);
}

static void
test_changed (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GTlsCertificate) certificate = made_certificate_new ("cell", -MADE_DAY, MADE_DAY);

  add_pin (fixture->trust, fixture->host_and_port, fixture->fingerprint);
  assert_trusted (fixture);
  show_certificate (fixture, certificate);
  assert_refused (fixture, "trusted before", TRUE);

  /* A person looked at it: now both are good. */
  add_pin (fixture->trust, fixture->host_and_port, fixture->fingerprint);
  assert_trusted (fixture);
}

static void
test_bound_by_use (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *unbound = g_strdup_printf ("*=%s", fixture->fingerprint);
  g_autofree char *bound = g_strdup_printf ("%s=%s", fixture->host_and_port, fixture->fingerprint);

  add_pin (fixture->trust, NULL, fixture->fingerprint);
  assert_pins (fixture->trust, unbound);
  assert_trusted (fixture);
  assert_pins (fixture->trust, bound);
  fixture_wait_until (fixture->changes == 1);
  assert_trusted (fixture);
  g_assert_cmpint (fixture->changes, ==, 1);
}

/* It belongs to the one that showed it: a second server with the same certificate is a new
 * question. */
static void
test_bound_once (Fixture       *fixture,
                 gconstpointer  data)
{
  Fixture second = { 0 };
  VcdTrust *own;

  set_up (&second, NULL);
  show_certificate (&second, fixture->certificate);
  own = second.trust;
  second.trust = fixture->trust;

  add_pin (fixture->trust, NULL, fixture->fingerprint);
  assert_trusted (fixture);
  assert_refused (&second, "authority", FALSE);

  second.trust = own;
  tear_down (&second, NULL);
}

static void
test_expired (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GTlsCertificate) certificate = made_certificate_new ("cell", -2 * MADE_DAY, -MADE_DAY);

  show_certificate (fixture, certificate);
  assert_refused (fixture, "expired", FALSE);
}

static void
test_not_valid_yet (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(GTlsCertificate) certificate = made_certificate_new ("cell", MADE_DAY, 2 * MADE_DAY);

  show_certificate (fixture, certificate);
  assert_refused (fixture, "not valid yet", FALSE);
}

/* The bytes travel on a thread of their own; who keeps the pins is told on its own. */
static gpointer
ask_on_thread (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr(GMainContext) context = g_main_context_new ();
  g_autoptr(SoupMessage) message = soup_message_new ("GET", fixture->uri);
  g_autoptr(SoupSession) session = NULL;
  g_autoptr(GBytes) body = NULL;
  g_autoptr(GError) error = NULL;

  g_main_context_push_thread_default (context);
  session = soup_session_new ();
  vcd_trust_watch (fixture->trust, message);
  body = soup_session_send_and_read (session, message, NULL, &error);
  g_assert_no_error (error);
  g_main_context_pop_thread_default (context);
  g_atomic_int_inc (&fixture->answered);

  return NULL;
}

static void
test_threads (Fixture       *fixture,
              gconstpointer  data)
{
  GThread *threads[4];

  add_pin (fixture->trust, NULL, fixture->fingerprint);
  for (unsigned i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("asks", ask_on_thread, fixture);

  /* Their connections are accepted on this thread. */
  fixture_wait_until (g_atomic_int_get (&fixture->answered) == G_N_ELEMENTS (threads));
  for (unsigned i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  fixture_wait_until (fixture->changes > 0);
  g_assert_cmpint (fixture->changes, ==, 1);
}

static void
test_pins (void)
{
  VcdTrust *trust = vcd_trust_new ();
  g_autoptr(GError) error = NULL;

  assert_pins (trust, "");
  add_pin (trust, "VCD.example.com", "sha256:" HEX);
  add_pin (trust, "vcd.example.com:443", HEX);
  add_pin (trust, "vcd.example.com:443", OTHER);
  add_pin (trust, "[::1]", HEX);
  add_pin (trust, "[::1]:8443", HEX);
  assert_pins (trust, "[::1]:443=" HEX " [::1]:8443=" HEX " vcd.example.com:443=" HEX
                      " vcd.example.com:443=" OTHER);

  g_assert_false (vcd_trust_add (trust, "vcd.example.com:443", "no", &error));
  g_assert_error (error, VCD_ERROR, VCD_ERROR_INVALID);
  fixture_assert_finalized (trust);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/trust/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("unknown", test_unknown);
  ADD ("pinned", test_pinned);
  ADD ("pinned-elsewhere", test_pinned_elsewhere);
  ADD ("changed", test_changed);
  ADD ("bound-by-use", test_bound_by_use);
  ADD ("bound-once", test_bound_once);
  ADD ("expired", test_expired);
  ADD ("not-valid-yet", test_not_valid_yet);
  ADD ("threads", test_threads);
#undef ADD
  g_test_add_func ("/trust/pins", test_pins);

  return g_test_run ();
}
