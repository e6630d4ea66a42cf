/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "canned-server.h"
#include "sim-session.h"
#include "vcd-account-private.h"
#include "vcd-query-private.h"
#include "wire-peer.h"

typedef struct
{
  CannedServer *server;
  VcdAccount   *account;
  VcdSession   *session;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->server = canned_server_new ();
  fixture->account = vcd_account_new (fixture->server->uri, "acme", "mia");
  vcd_account_set_secret (fixture->account, "s3cret:ü");
  fixture->session = vcd_session_new (fixture->account);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  fixture_assert_finalized (fixture->session);
  fixture_assert_finalized (fixture->account);
  canned_server_free (fixture->server);
}

static void
assert_request (Fixture    *fixture,
                unsigned    i,
                const char *start,
                const char *header)
{
  g_autofree char *request = canned_server_dup_request (fixture->server, i);

  if (!g_str_has_prefix (request, start))
    g_test_message ("request %u: %s", i, request);
  g_assert_true (g_str_has_prefix (request, start));
  if (header != NULL)
    g_assert_nonnull (strstr (request, header));
}

static void
sign_in (Fixture *fixture)
{
  canned_server_push_sign_in (fixture->server);
  fixture_assert_resolves (vcd_session_sign_in (fixture->session));
}

static DexFuture *
get (Fixture    *fixture,
     const char *uri)
{
  return vcd_session_request (fixture->session, "GET", uri, NULL, NULL);
}

static void
on_notify (GObject    *object,
           GParamSpec *pspec,
           gpointer    data)
{
  g_string_append_printf (data, "%s ", g_param_spec_get_name (pspec));
}

static void
test_password (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(GString) notified = g_string_new (NULL);
  g_autofree char *plain = g_base64_encode ((const guchar *) "mia@acme:s3cret:ü", 18);
  g_autofree char *basic = g_strdup_printf ("\nAuthorization: Basic %s\n", plain);

  g_signal_connect (fixture->session, "notify", G_CALLBACK (on_notify), notified);
  g_assert_cmpint (vcd_session_get_state (fixture->session), ==, VCD_SESSION_SIGNED_OUT);

  canned_server_push_sign_in (fixture->server);
  fixture_assert_resolves (vcd_session_sign_in (fixture->session));

  g_assert_cmpint (vcd_session_get_state (fixture->session), ==, VCD_SESSION_SIGNED_IN);
  g_assert_cmpstr (vcd_session_get_api_version (fixture->session), ==, "37.0");
  g_assert_null (vcd_session_get_error (fixture->session));
  g_assert_cmpstr (notified->str, ==, "state api-version state ");

  assert_request (fixture, 0, "GET /api/versions ", NULL);
  assert_request (fixture, 1, "POST /cloudapi/1.0.0/sessions ", basic);
  assert_request (fixture, 1, "POST ", "\nAccept: application/json;version=37.0\n");
  assert_request (fixture, 2, "GET /api/session ", "\nAuthorization: Bearer " CANNED_TOKEN "\n");

  /* Signed in is signed in. */
  fixture_assert_resolves (vcd_session_sign_in (fixture->session));
  g_assert_cmpuint (canned_server_count (fixture->server), ==, 3);
}

static void
test_provider (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(VcdAccount) account = vcd_account_new (fixture->server->uri, "System", "root");
  g_autoptr(VcdSession) session = vcd_session_new (account);

  vcd_account_set_secret (account, "pw");
  canned_server_push_sign_in (fixture->server);
  fixture_assert_resolves (vcd_session_sign_in (session));
  assert_request (fixture, 1, "POST /cloudapi/1.0.0/sessions/provider ", NULL);
}

/* Servers before 10.0: the old family of sign-in, whose reply is the session's document. */
static void
test_old_server (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *body = canned_server_dup_session (fixture->server, "");

  canned_server_push_versions (fixture->server, "9.0");
  canned_server_push_reply (fixture->server, "200 OK", "x-vcloud-authorization: 0123abcd\r\n",
                            body);
  fixture_assert_resolves (vcd_session_sign_in (fixture->session));
  assert_request (fixture, 1, "POST /api/sessions ", "\nAccept: application/*+xml;version=9.0\n");
  g_assert_cmpuint (canned_server_count (fixture->server), ==, 2);

  canned_server_push_reply (fixture->server, "200 OK", "", "<Org " CANNED_XMLNS "/>");
  fixture_assert_resolves (get (fixture, "/api/org/1"));
  assert_request (fixture, 2, "GET /api/org/1 ", "\nx-vcloud-authorization: 0123abcd\n");
  g_assert_null (vcd_session_dup_authorization_for (fixture->session, fixture->server->uri));
}

/* The other family where the first is not there. */
static void
test_fallback (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *body = canned_server_dup_session (fixture->server, "");

  canned_server_push_versions (fixture->server, "37.0");
  canned_server_push_reply (fixture->server, "404 Not Found", "", "");
  canned_server_push_reply (fixture->server, "200 OK",
                            "X-VMWARE-VCLOUD-ACCESS-TOKEN: t\r\nx-vcloud-authorization: u\r\n",
                            body);
  fixture_assert_resolves (vcd_session_sign_in (fixture->session));
  assert_request (fixture, 2, "POST /api/sessions ", NULL);
}

/* But a refused password is not tried twice: accounts get locked. */
static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  const GError *error;

  canned_server_push_versions (fixture->server, "37.0");
  canned_server_push_reply (fixture->server, "401 Unauthorized", "", "");
  fixture_assert_rejects (vcd_session_sign_in (fixture->session), VCD_ERROR_SIGN_IN);
  g_assert_cmpuint (canned_server_count (fixture->server), ==, 2);

  g_assert_cmpint (vcd_session_get_state (fixture->session), ==, VCD_SESSION_FAILED);
  error = vcd_session_get_error (fixture->session);
  g_assert_error (error, VCD_ERROR, VCD_ERROR_SIGN_IN);
  g_assert_nonnull (strstr (error->message, "organization"));
  g_assert_null (strstr (error->message, "s3cret"));

  /* Requests do not bring it up again … */
  fixture_assert_rejects (get (fixture, "/api/org"), VCD_ERROR_SIGN_IN);
  fixture_assert_rejects (vcd_session_load_catalogs (fixture->session), VCD_ERROR_SIGN_IN);
  g_assert_cmpuint (canned_server_count (fixture->server), ==, 2);

  /* … until there is another secret. */
  vcd_account_set_secret (fixture->account, "better");
  canned_server_push_sign_in (fixture->server);
  canned_server_push_reply (fixture->server, "200 OK", "", "<Org " CANNED_XMLNS "/>");
  fixture_assert_resolves (get (fixture, "/api/org"));
  g_assert_cmpint (vcd_session_get_state (fixture->session), ==, VCD_SESSION_SIGNED_IN);
  g_assert_null (vcd_session_get_error (fixture->session));
}

static void
test_api_token (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(VcdAccount) account = vcd_account_new (fixture->server->uri, "a cme/é", "");
  g_autoptr(VcdSession) session = vcd_session_new (account);
  g_autofree char *body = canned_server_dup_session (fixture->server, "");

  vcd_account_set_sign_in_method (account, VCD_SIGN_IN_API_TOKEN);
  vcd_account_set_secret (account, "tok&en=+");
  canned_server_push_versions (fixture->server, "37.0");
  canned_server_push_reply (fixture->server, "200 OK", "",
                            "{\"access_token\":\"" CANNED_TOKEN "\",\"token_type\":\"Bearer\","
                            "\"expires_in\":3600,\"refresh_token\":null}");
  canned_server_push_reply (fixture->server, "200 OK", "", body);
  canned_server_push_reply (fixture->server, "200 OK", "", "{\"sessionIdleTimeoutMinutes\":5}");
  fixture_assert_resolves (vcd_session_sign_in (session));

  assert_request (fixture, 1, "POST /oauth/tenant/a%20cme%2F%C3%A9/token ",
                  "grant_type=refresh_token&refresh_token=tok%26en%3D%2B");
  assert_request (fixture, 2, "GET /api/session ", "\nAuthorization: Bearer " CANNED_TOKEN "\n");
  g_assert_cmpfloat (vcd_session_get_grant (session)->idle_minutes, ==, 5.0);
  /* Whose it is the server says. */
  g_assert_cmpstr (vcd_account_get_user (account), ==, "mia");
}

static void
test_api_token_refused (Fixture       *fixture,
                        gconstpointer  data)
{
  static const struct
  {
    const char *status;
    const char *body;
    VcdError    code;
  } cases[] = {
    { "400 Bad Request", "{\"error\":\"invalid_grant\"}", VCD_ERROR_SIGN_IN },
    { "404 Not Found", "", VCD_ERROR_NOT_SUPPORTED },
    { "200 OK", "{}", VCD_ERROR_SERVER },
    { "200 OK", "{\"access_token\":\"a\\r\\nX: y\"}", VCD_ERROR_SERVER },
    { "503 Service Unavailable", "<html>", VCD_ERROR_SERVER },
  };

  vcd_account_set_sign_in_method (fixture->account, VCD_SIGN_IN_API_TOKEN);
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      canned_server_push_versions (fixture->server, "37.0");
      canned_server_push_reply (fixture->server, cases[i].status, "", cases[i].body);
      fixture_assert_rejects (vcd_session_sign_in (fixture->session), cases[i].code);
    }
}

static void
test_no_server (Fixture       *fixture,
                gconstpointer  data)
{
  static const struct
  {
    const char *status;
    const char *body;
    VcdError    code;
  } cases[] = {
    { "404 Not Found", "<html>", VCD_ERROR_NOT_SUPPORTED },
    { "200 OK", "<html><body>Hello<br></body></html>", VCD_ERROR_NOT_SUPPORTED },
    { "200 OK", "", VCD_ERROR_NOT_SUPPORTED },
    { "200 OK", "<Org " CANNED_XMLNS "/>", VCD_ERROR_NOT_SUPPORTED },
    { "503 Service Unavailable", "<html>", VCD_ERROR_SERVER },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      canned_server_push_reply (fixture->server, cases[i].status, "", cases[i].body);
      fixture_assert_rejects (vcd_session_sign_in (fixture->session), cases[i].code);
      g_assert_cmpint (vcd_session_get_state (fixture->session), ==, VCD_SESSION_FAILED);
    }
}

/* All who want a session at once wait for one sign-in. */
static void
test_shared (Fixture       *fixture,
             gconstpointer  data)
{
  DexFuture *first;
  DexFuture *second;

  canned_server_push_sign_in (fixture->server);
  first = vcd_session_sign_in (fixture->session);
  second = vcd_session_sign_in (fixture->session);
  g_assert_cmpint (vcd_session_get_state (fixture->session), ==, VCD_SESSION_SIGNING_IN);
  fixture_assert_resolves (first);
  fixture_assert_resolves (second);
  g_assert_cmpuint (canned_server_count (fixture->server), ==, 3);
}

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  canned_server_push (fixture->server, CANNED_WAIT);
  vcd_session_sign_in_async (fixture->session, cancellable, fixture_on_ready, &result);
  fixture_wait_until (canned_server_count (fixture->server) == 1);
  g_cancellable_cancel (cancellable);
  fixture_wait_until (result != NULL);
  g_assert_false (vcd_session_sign_in_finish (fixture->session, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  /* What was given up is in nobody's way. */
  sign_in (fixture);
  g_assert_cmpint (vcd_session_get_state (fixture->session), ==, VCD_SESSION_SIGNED_IN);
}

/* A token that is no longer taken is replaced, once, and the request sent again with its body. */
static void
test_renewal (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GString) notified = g_string_new (NULL);
  g_autoptr(GBytes) body = g_bytes_new_static ("<Media/>", 8);

  sign_in (fixture);
  g_signal_connect (fixture->session, "notify::state", G_CALLBACK (on_notify), notified);
  canned_server_push_reply (fixture->server, "401 Unauthorized", "", "");
  canned_server_push_sign_in (fixture->server);
  canned_server_push_reply (fixture->server, "201 Created", "", "<Media " CANNED_XMLNS "/>");
  fixture_assert_resolves (vcd_session_request (fixture->session, "POST", "/api/x", "text/xml",
                                                body));

  g_assert_cmpuint (canned_server_count (fixture->server), ==, 8);
  assert_request (fixture, 7, "POST /api/x ", "\n\n<Media/>");
  g_assert_cmpstr (notified->str, ==, "");

  /* A fresh token that is refused, too, is the end of it. */
  canned_server_push_reply (fixture->server, "401 Unauthorized", "", "");
  canned_server_push_sign_in (fixture->server);
  canned_server_push_reply (fixture->server, "401 Unauthorized", "", "");
  fixture_assert_rejects (get (fixture, "/api/x"), VCD_ERROR_SIGN_IN);
  g_assert_cmpuint (canned_server_count (fixture->server), ==, 13);
}

/* 403 is "not allowed" while the session's own document can be read, and "expired" otherwise. */
static void
test_forbidden (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *session = canned_server_dup_session (fixture->server, "");

  sign_in (fixture);
  canned_server_push_reply (fixture->server, "403 Forbidden", "", "");
  canned_server_push_reply (fixture->server, "200 OK", "", session);
  fixture_assert_rejects (get (fixture, "/api/x"), VCD_ERROR_PERMISSION);
  g_assert_cmpuint (canned_server_count (fixture->server), ==, 5);

  canned_server_push_reply (fixture->server, "403 Forbidden", "", "");
  canned_server_push_reply (fixture->server, "403 Forbidden", "", "");
  canned_server_push_sign_in (fixture->server);
  canned_server_push_reply (fixture->server, "200 OK", "", "");
  fixture_assert_resolves (get (fixture, "/api/x"));
}

static void
test_sign_out (Fixture       *fixture,
               gconstpointer  data)
{
  sign_in (fixture);
  canned_server_push_reply (fixture->server, "500 Internal Server Error", "", "");
  fixture_assert_resolves (vcd_session_sign_out (fixture->session));
  assert_request (fixture, 3, "DELETE /cloudapi/1.0.0/sessions/current ",
                  "\nAuthorization: Bearer " CANNED_TOKEN "\n");
  g_assert_cmpint (vcd_session_get_state (fixture->session), ==, VCD_SESSION_SIGNED_OUT);

  /* Who signed out does not come back by accident. */
  fixture_assert_rejects (get (fixture, "/api/x"), VCD_ERROR_SIGN_IN);
  g_assert_cmpuint (canned_server_count (fixture->server), ==, 4);
  fixture_assert_resolves (vcd_session_sign_out (fixture->session));
  g_assert_cmpuint (canned_server_count (fixture->server), ==, 4);

  /* The other way out, where the first is not there. */
  sign_in (fixture);
  canned_server_push_reply (fixture->server, "404 Not Found", "", "");
  canned_server_push_reply (fixture->server, "204 No Content", "", "");
  fixture_assert_resolves (vcd_session_sign_out (fixture->session));
  assert_request (fixture, 8, "DELETE /api/session ", NULL);
}

static void
test_sign_out_meanwhile (Fixture       *fixture,
                         gconstpointer  data)
{
  DexFuture *future;
  g_autoptr(GError) error = NULL;

  canned_server_push_sign_in (fixture->server);
  canned_server_push_reply (fixture->server, "204 No Content", "", "");
  future = vcd_session_sign_in (fixture->session);
  fixture_wait_until (canned_server_count (fixture->server) == 1);
  fixture_assert_resolves (vcd_session_sign_out (fixture->session));

  g_assert_false (fixture_settle (future, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (vcd_session_get_state (fixture->session), ==, VCD_SESSION_SIGNED_OUT);
  g_assert_null (vcd_session_get_grant (fixture->session));
  /* The token that nobody wanted any more went back. */
  fixture_wait_until (canned_server_count (fixture->server) == 4);
}

/* A sign-in to a session that ends after 60 ms of silence. */
static void
push_short_session (Fixture    *fixture,
                    const char *session)
{
  canned_server_push_versions (fixture->server, "37.0");
  canned_server_push_reply (fixture->server, "200 OK", "X-VMWARE-VCLOUD-ACCESS-TOKEN: t\r\n",
                            "{\"sessionIdleTimeoutMinutes\": 0.001}");
  canned_server_push_reply (fixture->server, "200 OK", "", session);
}

static void
test_heartbeat (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *session = canned_server_dup_session (fixture->server, "");

  push_short_session (fixture, session);
  fixture_assert_resolves (vcd_session_sign_in (fixture->session));

  canned_server_push_reply (fixture->server, "200 OK", "", session);
  canned_server_push_reply (fixture->server, "200 OK", "", session);
  vcd_session_hold (fixture->session);
  vcd_session_hold (fixture->session);
  vcd_session_release (fixture->session);
  fixture_wait_until (canned_server_count (fixture->server) == 5);
  assert_request (fixture, 3, "GET /api/session ", NULL);
  vcd_session_release (fixture->session);
}

/* Transfers need a token all the time: a failed renewal is tried again without their asking. */
static void
test_heartbeat_renews (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autofree char *session = canned_server_dup_session (fixture->server, "");

  push_short_session (fixture, session);
  fixture_assert_resolves (vcd_session_sign_in (fixture->session));

  canned_server_push_reply (fixture->server, "401 Unauthorized", "", "");
  canned_server_push_reply (fixture->server, "503 Service Unavailable", "", "");
  push_short_session (fixture, session);
  vcd_session_hold (fixture->session);
  fixture_wait_until (vcd_session_get_state (fixture->session) == VCD_SESSION_FAILED);
  fixture_wait_until (vcd_session_get_state (fixture->session) == VCD_SESSION_SIGNED_IN);
  vcd_session_release (fixture->session);
}

/* The token goes to the server that was typed and to hosts that it named over TLS; to no other. */
static void
test_foreign_host (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(CannedServer) foreign = canned_server_new ();
  g_autofree char *foreign_uri = g_strconcat (foreign->uri, "/api/org", NULL);
  g_autofree char *links = NULL;
  g_autofree char *session = NULL;
  g_autofree char *own = NULL;
  g_autofree char *named = NULL;
  g_autofree char *transfer = g_strconcat (fixture->server->uri, "/transfer/1/file", NULL);

  links = g_strdup_printf ("<Link rel=\"down\" href=\"https://public.example.com/api/org/\" "
                           "type=\"application/vnd.vmware.vcloud.orgList+xml\"/>");
  session = canned_server_dup_session (fixture->server, links);
  canned_server_push_versions (fixture->server, "37.0");
  canned_server_push_reply (fixture->server, "200 OK", "X-VMWARE-VCLOUD-ACCESS-TOKEN: t\r\n", "{}");
  canned_server_push_reply (fixture->server, "200 OK", "", session);
  fixture_assert_resolves (vcd_session_sign_in (fixture->session));

  fixture_assert_rejects (get (fixture, foreign_uri), VCD_ERROR_NOT_SUPPORTED);
  g_assert_cmpuint (canned_server_count (foreign), ==, 0);

  own = vcd_session_dup_authorization_for (fixture->session, transfer);
  g_assert_cmpstr (own, ==, "Bearer t");
  named = vcd_session_dup_authorization_for (fixture->session,
                                             "https://PUBLIC.example.com:443/transfer/1/file");
  g_assert_cmpstr (named, ==, "Bearer t");
  g_assert_null (vcd_session_dup_authorization_for (fixture->session, foreign_uri));
  g_assert_null (vcd_session_dup_authorization_for (fixture->session,
                                                    "http://public.example.com/transfer/1"));
  g_assert_null (vcd_session_dup_authorization_for (fixture->session,
                                                    "https://public.example.com.evil.org/"));
  g_assert_null (vcd_session_dup_authorization_for (fixture->session,
                                                    "https://public.example.com@evil.org/"));
  g_assert_null (vcd_session_dup_authorization_for (fixture->session, "nonsense"));
}

/* A public name that does not resolve here: the same path at the server that was typed. */
static void
test_detour (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *session = NULL;

  session = canned_server_dup_session (
    fixture->server, "<Link rel=\"down\" href=\"https://vcd.invalid/api/org/\" "
                     "type=\"application/vnd.vmware.vcloud.orgList+xml\"/>");
  canned_server_push_versions (fixture->server, "37.0");
  canned_server_push_reply (fixture->server, "200 OK", "X-VMWARE-VCLOUD-ACCESS-TOKEN: t\r\n", "{}");
  canned_server_push_reply (fixture->server, "200 OK", "", session);
  fixture_assert_resolves (vcd_session_sign_in (fixture->session));

  canned_server_push_reply (fixture->server, "200 OK", "", "");
  canned_server_push_reply (fixture->server, "200 OK", "", "");
  fixture_assert_resolves (get (fixture, "https://vcd.invalid/api/org/?a=b"));
  assert_request (fixture, 3, "GET /api/org/?a=b ", "\nAuthorization: Bearer t\n");
  fixture_assert_resolves (get (fixture, "https://vcd.invalid/api/x"));
  assert_request (fixture, 4, "GET /api/x ", NULL);
}

/* A public name whose server is lost in the middle: it may have done already what it was asked to.
 * Only what changes nothing is asked for again elsewhere. */
static void
test_no_detour (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(WirePeer) peer = wire_peer_new (TRUE);
  g_autofree char *fingerprint = wire_peer_dup_fingerprint (peer);
  g_autofree char *uri = g_strdup_printf ("https://%s/api/x", wire_peer_get_host (peer));
  g_autofree char *link = NULL;
  g_autofree char *session = NULL;
  DexFuture *future;

  g_assert_true (vcd_trust_add (vcd_account_get_trust (fixture->account), NULL, fingerprint, NULL));
  link = g_strdup_printf ("<Link rel=\"down\" href=\"%s\" "
                          "type=\"application/vnd.vmware.vcloud.orgList+xml\"/>", uri);
  session = canned_server_dup_session (fixture->server, link);
  canned_server_push_versions (fixture->server, "37.0");
  canned_server_push_reply (fixture->server, "200 OK", "X-VMWARE-VCLOUD-ACCESS-TOKEN: t\r\n", "{}");
  canned_server_push_reply (fixture->server, "200 OK", "", session);
  fixture_assert_resolves (vcd_session_sign_in (fixture->session));

  wire_peer_set_mode (peer, WIRE_PEER_RESET, 0, 0);
  future = vcd_session_request (fixture->session, "POST", uri, NULL, NULL);
  fixture_assert_rejects (future, VCD_ERROR_NETWORK);
  g_assert_cmpuint (wire_peer_count_requests (peer), ==, 1);
  g_assert_cmpuint (canned_server_count (fixture->server), ==, 3);

  canned_server_push_reply (fixture->server, "200 OK", "", "");
  fixture_assert_resolves (get (fixture, uri));
  assert_request (fixture, 3, "GET /api/x ", NULL);
}

static void
test_resolve (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *relative = vcd_session_resolve (fixture->session, "/api/x", NULL);
  g_autofree char *expected = g_strconcat (fixture->server->uri, "/api/x", NULL);
  g_autofree char *based = vcd_session_resolve (fixture->session, "/transfer/1",
                                                "https://v.example.com/api/media/1");
  g_autofree char *absolute = vcd_session_resolve (fixture->session, "https://w/api/x", NULL);
  g_autoptr(VcdGrant) grant = vcd_grant_new ("https://v.example.com", "37.0");
  g_autofree char *upgraded = vcd_grant_resolve (grant, "http://V.example.com/api/x?y", NULL);
  g_autofree char *foreign = vcd_grant_resolve (grant, "http://w.example.com/api/x", NULL);

  g_assert_cmpstr (relative, ==, expected);
  g_assert_cmpstr (based, ==, "https://v.example.com/transfer/1");
  g_assert_cmpstr (absolute, ==, "https://w/api/x");
  g_assert_true (g_str_has_prefix (upgraded, "https://v.example.com"));
  g_assert_cmpstr (foreign, ==, "http://w.example.com/api/x");
}

static void
test_filter (void)
{
  static const struct
  {
    const char *value;
    const char *from_35;
    const char *before;
  } cases[] = {
    { "ISOs", "filter=name==ISOs", "filter=name==ISOs&filterEncoded=true" },
    { "VM,1", "filter=name==VM%5C%2C1", "filter=name==VM%252C1&filterEncoded=true" },
    { "a&b;c", "filter=name==a%26b%5C%3Bc", "filter=name==a%2526b%253Bc&filterEncoded=true" },
    { "(x)\\", "filter=name==%5C%28x%5C%29%5C%5C",
      "filter=name==%2528x%2529%255C&filterEncoded=true" },
    { "a+b %\"*", "filter=name==a%2Bb%20%25%22%2A",
      "filter=name==a%252Bb%2520%2525%2522%252A&filterEncoded=true" },
    { "é漢", "filter=name==%C3%A9%E6%BC%A2",
      "filter=name==%25C3%25A9%25E6%25BC%25A2&filterEncoded=true" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *from_35 = vcd_query_encode_filter ("name", cases[i].value, TRUE);
      g_autofree char *before = vcd_query_encode_filter ("name", cases[i].value, FALSE);

      g_assert_cmpstr (from_35, ==, cases[i].from_35);
      g_assert_cmpstr (before, ==, cases[i].before);
    }
}

#define ADD(name, func) \
  g_test_add ("/session/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("sign-in/password", test_password);
  ADD ("sign-in/provider", test_provider);
  ADD ("sign-in/old-server", test_old_server);
  ADD ("sign-in/fallback", test_fallback);
  ADD ("sign-in/refused", test_refused);
  ADD ("sign-in/api-token", test_api_token);
  ADD ("sign-in/api-token-refused", test_api_token_refused);
  ADD ("sign-in/no-server", test_no_server);
  ADD ("sign-in/shared", test_shared);
  ADD ("sign-in/cancelled", test_cancelled);
  ADD ("renewal", test_renewal);
  ADD ("forbidden", test_forbidden);
  ADD ("sign-out/normal", test_sign_out);
  ADD ("sign-out/meanwhile", test_sign_out_meanwhile);
  ADD ("heartbeat", test_heartbeat);
  ADD ("heartbeat-renews", test_heartbeat_renews);
  ADD ("foreign-host", test_foreign_host);
  ADD ("detour", test_detour);
  ADD ("no-detour", test_no_detour);
  ADD ("resolve", test_resolve);
  g_test_add_func ("/session/filter", test_filter);

  return g_test_run ();
}
