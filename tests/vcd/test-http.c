/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "canned-server.h"
#include "fixture.h"
#include "vcd-error-private.h"
#include "vcd-http-private.h"

typedef struct
{
  CannedServer *server;
  VcdTrust     *trust;
  VcdHttp      *http;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->server = canned_server_new ();
  fixture->trust = vcd_trust_new ();
  fixture->http = vcd_http_new (fixture->trust);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  fixture_assert_finalized (fixture->http);
  fixture_assert_finalized (fixture->trust);
  canned_server_free (fixture->server);
}

static DexFuture *
start (Fixture    *fixture,
       const char *method,
       const char *path,
       GBytes     *body)
{
  g_autofree char *uri = g_strconcat (fixture->server->uri, path, NULL);

  return vcd_http_send (fixture->http, &(const VcdRequest) {
    .method = method,
    .uri = uri,
    .accept = "application/*+xml;version=37.0",
    .authorization = "Bearer s3cret",
    .content_type = body != NULL ? "text/xml" : NULL,
    .body = body,
  });
}

static VcdReply *
send (Fixture    *fixture,
      const char *method,
      const char *path,
      GBytes     *body)
{
  g_autoptr(GError) error = NULL;
  VcdReply *reply = fixture_settle_object (start (fixture, method, path, body), &error);

  g_assert_no_error (error);

  return reply;
}

static void
test_request (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(VcdReply) reply = NULL;
  g_autofree char *request = NULL;
  g_autoptr(GError) error = NULL;

  canned_server_push_reply (fixture->server, "200 OK",
                            "X-VMWARE-VCLOUD-REQUEST-ID: ab-12\r\nX-Other: 1\r\n",
                            "<a xmlns='http://www.vmware.com/vcloud/v1.5' x='1'/>");
  reply = send (fixture, "GET", "/api/session", NULL);

  g_assert_cmpuint (vcd_reply_get_status (reply), ==, 200);
  g_assert_cmpstr (vcd_reply_get_request_id (reply), ==, "ab-12");
  g_assert_cmpstr (vcd_reply_get_header (reply, "x-other"), ==, "1");
  g_assert_null (vcd_reply_dup_error (reply));
  g_assert_cmpstr (vcd_element_get_name (vcd_xml_get_root (vcd_reply_get_xml (reply, &error))), ==,
                   "a");
  g_assert_no_error (error);
  g_assert_true (vcd_reply_get_xml (reply, NULL) == vcd_reply_get_xml (reply, NULL));

  request = canned_server_dup_request (fixture->server, 0);
  g_assert_true (g_str_has_prefix (request, "GET /api/session HTTP/1.1\n"));
  g_assert_nonnull (strstr (request, "\nAuthorization: Bearer s3cret\n"));
  g_assert_nonnull (strstr (request, "\nAccept: application/*+xml;version=37.0\n"));
  g_assert_nonnull (strstr (request, "\nUser-Agent: airlift/" PACKAGE_VERSION "\n"));
  g_assert_null (strstr (strstr (request, "Authorization") + 1, "Authorization"));
}

static void
test_legacy_token (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *uri = g_strconcat (fixture->server->uri, "/api/org", NULL);
  g_autofree char *request = NULL;

  canned_server_push_reply (fixture->server, "200 OK", "", "");
  fixture_assert_resolves (vcd_http_send (fixture->http, &(const VcdRequest) {
    .method = "GET", .uri = uri, .legacy_token = "0123" }));

  request = canned_server_dup_request (fixture->server, 0);
  g_assert_nonnull (strstr (request, "\nx-vcloud-authorization: 0123\n"));
  g_assert_null (strstr (request, "\nAuthorization"));
}

static void
test_empty_post (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(VcdReply) reply = NULL;
  g_autofree char *request = NULL;

  canned_server_push_reply (fixture->server, "204 No Content", "", "");
  reply = send (fixture, "POST", "/api/task/1/action/cancel", NULL);
  request = canned_server_dup_request (fixture->server, 0);

  g_assert_cmpuint (vcd_reply_get_status (reply), ==, 204);
  g_assert_nonnull (strstr (request, "\nContent-Length: 0\n"));
}

typedef struct
{
  const char *status;
  const char *body;
  VcdError    code;
  const char *message;
  const char *details;
} ErrorCase;

#define ERROR_XML(more) \
  "<Error xmlns=\"http://www.vmware.com/vcloud/v1.5\" stackTrace=\"at.some.Java(Class)\" " more "/>"

static const ErrorCase error_cases[] = {
  { "401 Unauthorized", "", VCD_ERROR_SIGN_IN, "sign in", "HTTP 401" },
  { "403 Forbidden", ERROR_XML ("majorErrorCode=\"403\" "
                                "minorErrorCode=\"ACCESS_TO_RESOURCE_IS_FORBIDDEN\" "
                                "message=\"[ ae49-01 ] Either you need rights.\""),
    VCD_ERROR_PERMISSION, "right", "Either you need rights." },
  { "404 Not Found", "", VCD_ERROR_NOT_FOUND, "no such", "HTTP 404" },
  { "400 Bad Request", ERROR_XML ("minorErrorCode=\"DUPLICATE_NAME\" message=\"taken\""),
    VCD_ERROR_NAME_EXISTS, "already used", "DUPLICATE_NAME" },
  { "409 Conflict", "", VCD_ERROR_NAME_EXISTS, "already used", "HTTP 409" },
  { "500 Internal Server Error", ERROR_XML ("message=\"[ 1 ] An item a.iso already exists.\""),
    VCD_ERROR_NAME_EXISTS, "already used", "An item a.iso already exists." },
  { "400 Bad Request", ERROR_XML ("minorErrorCode=\"BUSY_ENTITY\" message=\"Entity is busy\""),
    VCD_ERROR_SERVER, "busy", "BUSY_ENTITY" },
  { "409 Conflict", ERROR_XML ("minorErrorCode=\"BUSY_ENTITY\" message=\"Entity is busy\""),
    VCD_ERROR_SERVER, "busy", "BUSY_ENTITY" },
  { "400 Bad Request", ERROR_XML ("minorErrorCode=\"BAD_REQUEST\" "
                                  "message=\"The requested operation will exceed the vDC's "
                                  "storage quota.\""),
    VCD_ERROR_NO_SPACE, "storage", "quota" },
  { "507 Insufficient Storage", "", VCD_ERROR_NO_SPACE, "storage", "HTTP 507" },
  { "410 Gone", "", VCD_ERROR_EXPIRED, "interrupted", "HTTP 410" },
  { "405 Method Not Allowed", "", VCD_ERROR_NOT_SUPPORTED, "405", "HTTP 405" },
  { "406 Not Acceptable", "", VCD_ERROR_NOT_SUPPORTED, "406", "HTTP 406" },
  { "415 Unsupported Media Type", "", VCD_ERROR_NOT_SUPPORTED, "415", "HTTP 415" },
  { "400 Bad Request", ERROR_XML ("message=\"[ 77-a ] Wrong\nthing\"\n"
                                  "minorErrorCode=\"BAD_REQUEST\""),
    VCD_ERROR_SERVER, "The server says: Wrong thing", "[ 77-a ] Wrong thing" },
  { "400 Bad Request", "<v:Error xmlns:v=\"http://www.vmware.com/vcloud/v1.5\" "
                       "minorErrorCode=\"DUPLICATE_NAME\" message=\"x\"/>",
    VCD_ERROR_NAME_EXISTS, "already used", "DUPLICATE_NAME" },
  { "400 Bad Request", "{\"minorErrorCode\":\"BAD\",\"message\":\"[ 5 ] No JSON for you\","
                       "\"stackTrace\":null}",
    VCD_ERROR_SERVER, "No JSON for you", "BAD" },
  { "400 Bad Request", "{\"error\":\"invalid_grant\",\"error_description\":\"The token is bad\"}",
    VCD_ERROR_SIGN_IN, "sign in", "The token is bad" },
  { "400 Bad Request", "{\"message\": 17, \"error\": {}}", VCD_ERROR_SERVER, "did not say", "400" },
  { "503 Service Unavailable", "<html><head><title>Please wait</title></head><body>…</body></html>",
    VCD_ERROR_SERVER, "not available at the moment", "Please wait" },
  { "502 Bad Gateway", "", VCD_ERROR_SERVER, "not available at the moment", "HTTP 502" },
  { "500 Internal Server Error", "", VCD_ERROR_SERVER, "did not say", "HTTP 500" },
  { "413 Payload Too Large", "<html", VCD_ERROR_SERVER, "413", "HTTP 413" },
  { "302 Found", "", VCD_ERROR_SERVER, "another address", "HTTP 302" },
  { "500 Oops", "\x01\x02\xff\xfe plain \x1b[31mwords", VCD_ERROR_SERVER, "plain", "plain" },
};

static void
test_errors (Fixture       *fixture,
             gconstpointer  data)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (error_cases); i++)
    {
      const ErrorCase *expected = &error_cases[i];
      g_autoptr(VcdReply) reply = NULL;
      g_autoptr(GError) error = NULL;
      const char *details;

      g_test_message ("%s %s", expected->status, expected->body);
      canned_server_push_reply (fixture->server, expected->status,
                                "X-VMWARE-VCLOUD-REQUEST-ID: id-4711\r\n", expected->body);
      reply = send (fixture, "DELETE", "/api/media/1", NULL);
      error = vcd_reply_dup_error (reply);
      details = vcd_error_get_details (error);

      g_assert_error (error, VCD_ERROR, (int) expected->code);
      g_assert_nonnull (strstr (error->message, expected->message));
      g_assert_nonnull (strstr (details, expected->details));
      g_assert_nonnull (strstr (details, "id-4711"));
      g_assert_null (strstr (details, "Java"));
      g_assert_null (strstr (error->message, "[ "));
      g_assert_null (strchr (error->message, '\x1b'));
      g_assert_null (strchr (details, '\x1b'));
      g_assert_true (g_utf8_validate (details, -1, NULL));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

/* However long a server's words are, only so much of them is kept. */
static void
test_long_error (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *words = g_strnfill (100000, 'w');
  g_autofree char *body = g_strdup_printf (ERROR_XML ("message=\"%s\""), words);
  g_autoptr(VcdReply) reply = NULL;
  g_autoptr(GError) error = NULL;

  canned_server_push_reply (fixture->server, "400 Bad Request", "", body);
  reply = send (fixture, "GET", "/api/org", NULL);
  error = vcd_reply_dup_error (reply);

  g_assert_cmpuint (strlen (vcd_error_get_details (error)), <=, 2048);
  g_assert_cmpuint (strlen (error->message), <=, 400);
}

static void
test_not_xml (Fixture       *fixture,
              gconstpointer  data)
{
  static const char * const bodies[] = {
    "", "<a", "<a><b></a>", "<html><p>hello<br></html>", "{}",
    "<!DOCTYPE a [<!ENTITY x \"xx\"><!ENTITY y \"&x;&x;\">]><a>&y;</a>",
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr(VcdReply) reply = NULL;
      g_autoptr(GError) error = NULL;

      canned_server_push_reply (fixture->server, "200 OK", "", bodies[i]);
      reply = send (fixture, "GET", "/api/org", NULL);
      g_assert_null (vcd_reply_get_xml (reply, &error));
      g_assert_error (error, VCD_ERROR, VCD_ERROR_SERVER);
    }
}

static void
test_flood (Fixture       *fixture,
            gconstpointer  data)
{
  canned_server_push (fixture->server, CANNED_FLOOD);
  fixture_assert_rejects (start (fixture, "GET", "/api/org", NULL), VCD_ERROR_SERVER);
}

static void
test_truncated (Fixture       *fixture,
                gconstpointer  data)
{
  canned_server_push (fixture->server,
                      "HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\nshort");
  fixture_assert_rejects (start (fixture, "GET", "/api/org", NULL), VCD_ERROR_NETWORK);
}

static void
test_garbage (Fixture       *fixture,
              gconstpointer  data)
{
  canned_server_push (fixture->server, "SSH-2.0-OpenSSH_9\r\nConnection: close\r\n");
  fixture_assert_rejects (start (fixture, "GET", "/api/org", NULL), VCD_ERROR_NETWORK);
}

static void
test_redirect_followed (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr(VcdReply) reply = NULL;

  canned_server_push_reply (fixture->server, "301 Moved", "Location: /api/org/2\r\n", "");
  canned_server_push_reply (fixture->server, "200 OK", "", "");
  reply = send (fixture, "GET", "/api/org/1", NULL);
  g_assert_cmpuint (vcd_reply_get_status (reply), ==, 200);
  g_assert_cmpuint (canned_server_count (fixture->server), ==, 2);
}

/* A loop ends, another host is not visited, and nothing but a GET goes anywhere. */
static void
test_redirect_refused (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr(CannedServer) other = canned_server_new ();
  g_autofree char *elsewhere = g_strdup_printf ("Location: %s/api/org\r\n", other->uri);
  g_autoptr(GBytes) body = g_bytes_new_static ("<a/>", 4);
  g_autoptr(VcdReply) foreign = NULL;
  g_autoptr(VcdReply) put = NULL;
  g_autoptr(VcdReply) loop = NULL;

  canned_server_push_reply (fixture->server, "302 Found", elsewhere, "");
  foreign = send (fixture, "GET", "/api/org", NULL);
  g_assert_cmpuint (vcd_reply_get_status (foreign), ==, 302);
  g_assert_cmpuint (canned_server_count (other), ==, 0);

  canned_server_push_reply (fixture->server, "302 Found", "Location: /api/x\r\n", "");
  put = send (fixture, "PUT", "/api/media/1", body);
  g_assert_cmpuint (vcd_reply_get_status (put), ==, 302);
  g_assert_cmpuint (canned_server_count (fixture->server), ==, 2);

  for (int i = 0; i < 10; i++)
    canned_server_push_reply (fixture->server, "302 Found", "Location: /api/again\r\n", "");
  loop = send (fixture, "GET", "/api/again", NULL);
  g_assert_cmpuint (vcd_reply_get_status (loop), ==, 302);
  g_assert_cmpuint (canned_server_count (fixture->server), <=, 7);
}

/* The server closed a kept connection just as the next request came: a GET is simply sent again. */
static void
test_dead_connection_get (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autoptr(VcdReply) first = NULL;
  g_autoptr(VcdReply) second = NULL;

  canned_server_push_reply (fixture->server, "200 OK", "", "");
  canned_server_push (fixture->server, CANNED_DROP);
  canned_server_push_reply (fixture->server, "200 OK", "", "<a/>");

  first = send (fixture, "GET", "/api/org", NULL);
  second = send (fixture, "GET", "/api/org", NULL);

  g_assert_cmpuint (vcd_reply_get_status (second), ==, 200);
  g_assert_cmpuint (canned_server_count (fixture->server), ==, 3);
  g_assert_cmpint (g_atomic_int_get (&fixture->server->connections), ==, 3);
}

/* A body is never sent again by the library below, which would send it empty. */
static void
test_dead_connection_put (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autoptr(GBytes) body = g_bytes_new_static ("<Media/>", 8);
  g_autoptr(VcdReply) first = NULL;
  g_autofree char *request = NULL;

  canned_server_push_reply (fixture->server, "200 OK", "", "");
  canned_server_push (fixture->server, CANNED_DROP);
  canned_server_push_reply (fixture->server, "200 OK", "", "");

  first = send (fixture, "GET", "/api/org", NULL);
  fixture_assert_rejects (start (fixture, "PUT", "/api/media/1", body), VCD_ERROR_NETWORK);

  request = canned_server_dup_request (fixture->server, 1);
  g_assert_true (g_str_has_suffix (request, "\n\n<Media/>"));
  g_assert_cmpuint (canned_server_count (fixture->server), ==, 2);
}

static void
test_unreachable (Fixture       *fixture,
                  gconstpointer  data)
{
  static const struct
  {
    const char *uri;
    const char *host;
  } cases[] = {
    { "https://127.0.0.1:1/api/org", "127.0.0.1" },
    { "https://no-such-host.invalid/api/org", "no-such-host.invalid" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (fixture_settle (vcd_http_send (fixture->http, &(const VcdRequest) {
        .method = "GET", .uri = cases[i].uri }), &error));
      g_assert_error (error, VCD_ERROR, VCD_ERROR_NETWORK);
      g_assert_nonnull (strstr (error->message, cases[i].host));
      g_assert_true (vcd_error_is_unsent (error));
    }
}

static void
test_bad_uri (Fixture       *fixture,
              gconstpointer  data)
{
  static const char * const uris[] = { "", "/api", "file:///etc/passwd", "http://", "https:///x" };

  for (unsigned i = 0; i < G_N_ELEMENTS (uris); i++)
    fixture_assert_rejects (vcd_http_send (fixture->http, &(const VcdRequest) {
      .method = "GET", .uri = uris[i] }), VCD_ERROR_SERVER);
}

/* Who no longer wants the answer closes the connection. */
static void
test_discard (Fixture       *fixture,
              gconstpointer  data)
{
  DexCancellable *cancellable = dex_cancellable_new ();
  DexFuture *first;
  g_autoptr(GError) error = NULL;

  canned_server_push (fixture->server, CANNED_WAIT);
  first = dex_future_first (start (fixture, "GET", "/api/org", NULL), dex_ref (cancellable), NULL);
  fixture_wait_until (canned_server_count (fixture->server) == 1);
  dex_cancellable_cancel (cancellable);

  g_assert_false (fixture_settle (first, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  fixture_wait_until (g_atomic_int_get (&fixture->server->closed) == 1);
  dex_unref (cancellable);
}

/* Who gives up a server that does not even take the connection does not keep waiting for it. */
static void
test_discard_connecting (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autoptr(GSocketAddress) any = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr(GSocketAddress) address = NULL;
  g_autoptr(GPtrArray) sockets = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *uri = NULL;
  DexCancellable *cancellable = dex_cancellable_new ();
  DexFuture *future;
  int64_t start = g_get_monotonic_time ();

  /* The first is not to accept anything, and the others are as much as it has room for. */
  for (int i = 0; i < 4; i++)
    {
      GSocket *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_TCP, NULL);

      g_ptr_array_add (sockets, socket);
      g_socket_set_blocking (socket, FALSE);
      if (i > 0)
        {
          g_socket_connect (socket, address, NULL, NULL);
          continue;
        }
      g_socket_set_listen_backlog (socket, 0);
      g_assert_true (g_socket_bind (socket, any, FALSE, NULL));
      g_assert_true (g_socket_listen (socket, NULL));
      address = g_socket_get_local_address (socket, NULL);
    }

  uri = g_strdup_printf ("http://127.0.0.1:%u/api/org",
                         g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
  future = vcd_http_send (fixture->http, &(const VcdRequest) { .method = "GET", .uri = uri });
  future = dex_future_first (future, dex_ref (cancellable), NULL);
  for (int i = 0; i < 10; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_true (dex_future_is_pending (future));
  dex_cancellable_cancel (cancellable);
  dex_unref (cancellable);
  dex_unref (future);

  fixture_assert_finalized (g_steal_pointer (&fixture->http));
  g_assert_cmpint (g_get_monotonic_time () - start, <, 20 * G_USEC_PER_SEC);
  fixture->http = vcd_http_new (fixture->trust);
}

/* Giving up at any moment, also just as the answer comes, harms nothing that runs beside. */
static void
test_discard_any_time (Fixture       *fixture,
                       gconstpointer  data)
{
  for (int i = 0; i < 200; i++)
    {
      DexCancellable *cancellable = dex_cancellable_new ();
      DexFuture *given_up;
      DexFuture *kept;

      /* Two a round, and none is taken back: a request that was given up may come rounds later. */
      canned_server_push_reply (fixture->server, "200 OK", "", "<a/>");
      canned_server_push_reply (fixture->server, "200 OK", "", "<a/>");
      given_up = dex_future_first (start (fixture, "GET", "/api/org", NULL), dex_ref (cancellable),
                                   NULL);
      kept = start (fixture, "GET", "/api/org", NULL);

      for (int k = 0; k < i % 25 && dex_future_is_pending (given_up); k++)
        g_main_context_iteration (NULL, TRUE);

      dex_cancellable_cancel (cancellable);
      fixture_assert_resolves (kept);
      dex_unref (given_up);
      dex_unref (cancellable);
    }
}

static void
test_log_line (void)
{
  static const struct
  {
    const char *uri;
    const char *expected;
  } cases[] = {
    { "https://vcd.example.com/api/query?type=media&page=2&pageSize=128&filter=name==s3cret",
      "GET https://vcd.example.com:443/api/query?type=media&page=2&pageSize=128&… → 200, "
      "5 bytes sent, 6 received, 1.5 ms, request id" },
    { "https://mia:s3cret@vcd.example.com:8443/api/org",
      "GET https://vcd.example.com:8443/api/org → 200, 5 bytes sent, 6 received, 1.5 ms, "
      "request id" },
    { "https://vcd.example.com/transfer/s3cret/file",
      "GET https://vcd.example.com:443/… → 200, 5 bytes sent, 6 received, 1.5 ms, request id" },
    { "https://vcd.example.com/api/transfer/s3cret/file",
      "GET https://vcd.example.com:443/… → 200, 5 bytes sent, 6 received, 1.5 ms, request id" },
    { "https://vcd.example.com/spool/s3cret",
      "GET https://vcd.example.com:443/… → 200, 5 bytes sent, 6 received, 1.5 ms, request id" },
    { "https://vcd.example.com/oauth/tenant/acme/token?s3cret",
      "GET https://vcd.example.com:443/oauth/tenant/acme/token?… → 200, 5 bytes sent, 6 received, "
      "1.5 ms, request id" },
    { "https://[::1]:8443/api/org?refresh_token=s3cret&s3cret=type",
      "GET https://[::1]:8443/api/org?… → 200, 5 bytes sent, 6 received, 1.5 ms, request id" },
    { "s3cret", "GET … → 200, 5 bytes sent, 6 received, 1.5 ms, request id" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *line = vcd_http_format_log ("GET", cases[i].uri, 200, "id", 5, 6, 1500);

      g_assert_cmpstr (line, ==, cases[i].expected);
    }
}

#define ADD(name, func) \
  g_test_add ("/http/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("request", test_request);
  ADD ("legacy-token", test_legacy_token);
  ADD ("empty-post", test_empty_post);
  ADD ("errors", test_errors);
  ADD ("long-error", test_long_error);
  ADD ("not-xml", test_not_xml);
  ADD ("flood", test_flood);
  ADD ("truncated", test_truncated);
  ADD ("garbage", test_garbage);
  ADD ("redirect/followed", test_redirect_followed);
  ADD ("redirect/refused", test_redirect_refused);
  ADD ("dead-connection/get", test_dead_connection_get);
  ADD ("dead-connection/put", test_dead_connection_put);
  ADD ("unreachable", test_unreachable);
  ADD ("bad-uri", test_bad_uri);
  ADD ("discard/waiting", test_discard);
  ADD ("discard/connecting", test_discard_connecting);
  ADD ("discard/any-time", test_discard_any_time);
  g_test_add_func ("/http/log-line", test_log_line);

  return g_test_run ();
}
