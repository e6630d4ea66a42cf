/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "vcd-error-private.h"
#include "vcd-fiber-private.h"
#include "vcd-http-private.h"

/* Balancers drop connections that were silent for 15 s: do not reuse those that are about to be. */
#define IDLE_SECONDS    10
#define TIMEOUT_SECONDS 60
#define MAX_CONNECTIONS 6
#define MAX_BODY        (16 * 1024 * 1024)
#define READ_SIZE       (64 * 1024)
#define MAX_REDIRECTS   3

/* The one door to the API of one account. What travels here is small and whole: documents, not
 * images. Sessions of libsoup are bound to a context, and this one is to that of its user. */
struct _VcdHttp
{
  GObject      parent_instance;

  SoupSession *session;
  VcdTrust    *trust;
};

G_DEFINE_FINAL_TYPE (VcdHttp, vcd_http, G_TYPE_OBJECT)

/* A request on its way, with strings of its own. */
typedef struct
{
  VcdHttp *http;
  char    *method;
  char    *uri;
  char    *accept;
  char    *content_type;
  char    *authorization;
  char    *legacy_token;
  GBytes  *body;
} VcdExchange;

static void
vcd_exchange_free (gpointer data)
{
  VcdExchange *exchange = data;

  g_clear_object (&exchange->http);
  g_free (exchange->method);
  g_free (exchange->uri);
  g_free (exchange->accept);
  g_free (exchange->content_type);
  g_free (exchange->authorization);
  g_free (exchange->legacy_token);
  g_clear_pointer (&exchange->body, g_bytes_unref);
  g_free (exchange);
}

static GError *
translate_error (VcdHttp      *self,
                 SoupMessage  *message,
                 GCancellable *cancellable,
                 const GError *error)
{
  GError *refusal;

  if (g_cancellable_is_cancelled (cancellable) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _("The request was cancelled."));

  if ((refusal = vcd_trust_dup_error (self->trust, message)) != NULL)
    return refusal;

  return vcd_http_make_error (error, soup_message_get_uri (message));
}

/* A message on its way through libsoup, which is not told to cancel it once there is a connection:
 * in 3.6.5 that may come between two of its steps and make it use what it freed. Shutting the
 * socket down ends a message as a lost connection does, at any time. */
typedef struct
{
  VcdHttp      *http;
  DexPromise   *promise;
  GCancellable *connecting;
  GSocket      *socket;
  gboolean      begun;
  gboolean      given_up;
} VcdSending;

static void
vcd_sending_clear (gpointer data)
{
  VcdSending *sending = data;

  g_clear_object (&sending->http);
  dex_clear (&sending->promise);
  g_clear_object (&sending->connecting);
  g_clear_object (&sending->socket);
}

static void
vcd_sending_unref (VcdSending *sending)
{
  g_rc_box_release_full (sending, vcd_sending_clear);
}

static void
vcd_sending_closure_unref (gpointer  data,
                           GClosure *closure)
{
  vcd_sending_unref (data);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcdSending, vcd_sending_unref)

static void
vcd_sending_give_up (VcdSending *sending)
{
  sending->given_up = TRUE;
  if (sending->socket != NULL)
    g_socket_shutdown (sending->socket, TRUE, TRUE, NULL);
  else
    g_cancellable_cancel (sending->connecting);
}

static void
on_network_event (SoupMessage        *message,
                  GSocketClientEvent  event,
                  GIOStream          *connection,
                  gpointer            data)
{
  VcdSending *sending = data;

  if (event != G_SOCKET_CLIENT_CONNECTED || !G_IS_SOCKET_CONNECTION (connection))
    return;

  g_set_object (&sending->socket,
                g_socket_connection_get_socket (G_SOCKET_CONNECTION (connection)));
  if (sending->given_up)
    vcd_sending_give_up (sending);
}

/* There is a connection; from now on the server may get to see the request. */
static void
on_starting (SoupMessage *message,
             gpointer     data)
{
  VcdSending *sending = data;

  sending->begun = TRUE;
}

static void
on_sent (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr(VcdSending) sending = data;
  GError *error = NULL;
  g_autoptr(GInputStream) stream = NULL;

  stream = soup_session_send_finish (SOUP_SESSION (object), result, &error);

  if (stream == NULL)
    dex_promise_reject (sending->promise, error);
  else if (!sending->given_up)
    dex_promise_resolve_object (sending->promise, g_steal_pointer (&stream));

  /* The stream holds its message, and that what is connected to it. */
  dex_clear (&sending->promise);
}

/* Sends @message; its promise resolves to the stream of the answer's body. */
static VcdSending *
vcd_sending_start (VcdHttp     *http,
                   SoupMessage *message)
{
  VcdSending *sending = g_rc_box_new0 (VcdSending);

  sending->http = g_object_ref (http);
  sending->promise = dex_promise_new ();
  sending->connecting = g_cancellable_new ();
  g_signal_connect_data (message, "network-event", G_CALLBACK (on_network_event),
                         g_rc_box_acquire (sending), vcd_sending_closure_unref, G_CONNECT_DEFAULT);
  g_signal_connect_data (message, "starting", G_CALLBACK (on_starting),
                         g_rc_box_acquire (sending), vcd_sending_closure_unref, G_CONNECT_DEFAULT);
  soup_session_send_async (http->session, message, G_PRIORITY_DEFAULT, sending->connecting, on_sent,
                           g_rc_box_acquire (sending));

  return sending;
}

/* All of @stream, or NULL with an error; what is larger than any honest answer is not taken in. */
static GBytes *
read_body (GInputStream  *stream,
           GUri          *uri,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr(GByteArray) body = g_byte_array_new ();

  for (;;)
    {
      g_autoptr(GBytes) bytes = NULL;

      bytes = dex_await_boxed (
        vcd_unless_cancelled (dex_input_stream_read_bytes (stream, READ_SIZE, G_PRIORITY_DEFAULT),
                              cancellable), error);
      if (bytes == NULL)
        return NULL;

      if (g_bytes_get_size (bytes) == 0)
        break;

      if (body->len + g_bytes_get_size (bytes) > MAX_BODY)
        {
          g_propagate_error (error, vcd_error_new (VCD_ERROR_SERVER, NULL,
                                                   _("The answer of “%s” is far too large."),
                                                   g_uri_get_host (uri)));
          return NULL;
        }

      g_byte_array_append (body, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&body));
}

static SoupMessage *
make_message (const VcdExchange *exchange,
              GUri              *uri)
{
  SoupMessage *message = soup_message_new_from_uri (exchange->method, uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  /* On a reused connection that turns out to be dead libsoup 3.6 sends the request again, and
   * without its body; and if the second connection dies as well, it lets go of its own features
   * once too often, and may never answer to the next request. On a new one it does none of it. */
  SoupMessageFlags flags = SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_NEW_CONNECTION;

  if (exchange->accept != NULL)
    soup_message_headers_replace (headers, "Accept", exchange->accept);

  if (exchange->authorization != NULL)
    soup_message_headers_replace (headers, "Authorization", exchange->authorization);
  else if (exchange->legacy_token != NULL)
    soup_message_headers_replace (headers, "x-vcloud-authorization", exchange->legacy_token);

  if (exchange->body != NULL)
    soup_message_set_request_body_from_bytes (message, exchange->content_type, exchange->body);
  else if (g_str_equal (exchange->method, "POST") || g_str_equal (exchange->method, "PUT"))
    {
      soup_message_headers_set_content_length (headers, 0);
      if (exchange->content_type != NULL)
        soup_message_headers_replace (headers, "Content-Type", exchange->content_type);
    }

  soup_message_set_flags (message, flags);
  soup_message_set_force_http1 (message, TRUE);

  return message;
}

/* Where a GET may go on: the same host, and never from TLS to plain text. */
static GUri *
dup_redirect (const VcdExchange *exchange,
              SoupMessage       *message)
{
  GUri *uri = soup_message_get_uri (message);
  unsigned status = soup_message_get_status (message);
  const char *location;
  g_autoptr(GUri) target = NULL;

  if (!g_str_equal (exchange->method, "GET") || !SOUP_STATUS_IS_REDIRECTION (status) ||
      status == SOUP_STATUS_NOT_MODIFIED)
    return NULL;

  location = soup_message_headers_get_one (soup_message_get_response_headers (message), "Location");
  if (location == NULL ||
      (target = g_uri_parse_relative (uri, location, SOUP_HTTP_URI_FLAGS, NULL)) == NULL)
    return NULL;

  if (g_uri_get_host (target) == NULL ||
      g_ascii_strcasecmp (g_uri_get_host (target), g_uri_get_host (uri)) != 0)
    return NULL;

  if (g_strcmp0 (g_uri_get_scheme (target), g_uri_get_scheme (uri)) == 0)
    return g_uri_get_port (target) == g_uri_get_port (uri) ? g_steal_pointer (&target) : NULL;

  return g_strcmp0 (g_uri_get_scheme (target), "https") == 0 ? g_steal_pointer (&target) : NULL;
}

static void
write_log (const VcdExchange *exchange,
           SoupMessage       *message,
           VcdReply          *reply,
           int64_t            started)
{
  g_autofree char *uri = NULL;
  g_autofree char *line = NULL;

  uri = g_uri_to_string (soup_message_get_uri (message));
  line = vcd_http_format_log (exchange->method, uri,
                              reply != NULL ? vcd_reply_get_status (reply) : 0,
                              reply != NULL ? vcd_reply_get_request_id (reply) : NULL,
                              exchange->body != NULL ? g_bytes_get_size (exchange->body) : 0,
                              reply != NULL ? g_bytes_get_size (vcd_reply_get_body (reply)) : 0,
                              g_get_monotonic_time () - started);
  g_debug ("%s", line);
}

/* libsoup takes a connection that ends early for the end of the body. */
static gboolean
check_length (SoupMessage  *message,
              GBytes       *body,
              GError      **error)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);

  if (soup_message_headers_get_encoding (headers) != SOUP_ENCODING_CONTENT_LENGTH ||
      soup_message_headers_get_one (headers, "Content-Encoding") != NULL ||
      (int64_t) g_bytes_get_size (body) >= soup_message_headers_get_content_length (headers))
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, "%zu of %" G_GOFFSET_FORMAT " bytes",
               g_bytes_get_size (body), soup_message_headers_get_content_length (headers));

  return FALSE;
}

/* One message and its answer; NULL with an error when there was none. */
static VcdReply *
send_message (const VcdExchange  *exchange,
              SoupMessage        *message,
              GCancellable       *cancellable,
              GError            **error)
{
  int64_t started = g_get_monotonic_time ();
  g_autoptr(VcdSending) sending = NULL;
  g_autoptr(GInputStream) stream = NULL;
  g_autoptr(VcdReply) reply = NULL;
  g_autoptr(GBytes) body = NULL;
  GError *local_error = NULL;

  vcd_trust_watch (exchange->http->trust, message);
  sending = vcd_sending_start (exchange->http, message);

  stream = dex_await_object (vcd_unless_cancelled (dex_ref (DEX_FUTURE (sending->promise)),
                                                   cancellable), &local_error);
  if (stream != NULL)
    body = read_body (stream, soup_message_get_uri (message), cancellable, &local_error);

  if (body != NULL && check_length (message, body, &local_error))
    reply = vcd_reply_new (message, body);

  write_log (exchange, message, reply, started);

  if (reply != NULL)
    return g_steal_pointer (&reply);

  if (g_cancellable_is_cancelled (cancellable))
    vcd_sending_give_up (sending);

  if (local_error->domain != VCD_ERROR)
    {
      GError *translated = translate_error (exchange->http, message, cancellable, local_error);

      g_clear_error (&local_error);
      local_error = translated;
      if (local_error->domain == VCD_ERROR && !sending->begun)
        vcd_error_set_unsent (local_error);
    }

  g_propagate_error (error, local_error);

  return NULL;
}

static DexFuture *
exchange_fiber (gpointer      data,
                GCancellable *cancellable)
{
  const VcdExchange *exchange = data;
  g_autoptr(GUri) uri = g_uri_parse (exchange->uri, SOUP_HTTP_URI_FLAGS, NULL);
  gboolean again = FALSE;
  GError *error = NULL;

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' ||
      (g_strcmp0 (g_uri_get_scheme (uri), "https") != 0 &&
       g_strcmp0 (g_uri_get_scheme (uri), "http") != 0))
    return dex_future_new_for_error (vcd_error_new (VCD_ERROR_SERVER, NULL,
                                                    _("The server refers to an address that "
                                                      "makes no sense.")));

  for (int redirects = 0;; redirects++)
    {
      g_autoptr(SoupMessage) message = make_message (exchange, uri);
      g_autoptr(VcdReply) reply = send_message (exchange, message, cancellable, &error);
      GUri *target;

      /* Once more, if asking again changes nothing: balancers drop connections now and then. */
      if (reply == NULL && !again && g_str_equal (exchange->method, "GET") &&
          g_error_matches (error, VCD_ERROR, VCD_ERROR_NETWORK))
        {
          again = TRUE;
          g_clear_error (&error);
          continue;
        }

      if (reply == NULL)
        return dex_future_new_for_error (error);

      if (redirects >= MAX_REDIRECTS || (target = dup_redirect (exchange, message)) == NULL)
        return dex_future_new_take_object (g_steal_pointer (&reply));

      g_uri_unref (uri);
      uri = target;
    }
}

static void
vcd_http_dispose (GObject *object)
{
  VcdHttp *self = VCD_HTTP (object);

  if (self->session != NULL)
    soup_session_abort (self->session);

  g_clear_object (&self->session);
  g_clear_object (&self->trust);

  G_OBJECT_CLASS (vcd_http_parent_class)->dispose (object);
}

static void
vcd_http_class_init (VcdHttpClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = vcd_http_dispose;
}

static void
vcd_http_init (VcdHttp *self)
{
  /* libsoup has a cookie jar only where one is added; authentication is done by hand, since its
   * manager repeats requests without their bodies. */
  self->session = soup_session_new_with_options ("user-agent", "airlift/" PACKAGE_VERSION,
                                                 "idle-timeout", IDLE_SECONDS,
                                                 "timeout", TIMEOUT_SECONDS,
                                                 "max-conns", MAX_CONNECTIONS,
                                                 "max-conns-per-host", MAX_CONNECTIONS,
                                                 NULL);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_AUTH_MANAGER);
}

VcdHttp *
vcd_http_new (VcdTrust *trust)
{
  VcdHttp *self = g_object_new (VCD_TYPE_HTTP, NULL);

  self->trust = g_object_ref (trust);

  return self;
}

DexFuture *
vcd_http_send (VcdHttp          *self,
               const VcdRequest *request)
{
  VcdExchange *exchange;

  g_return_val_if_fail (VCD_IS_HTTP (self), NULL);
  g_return_val_if_fail (request->method != NULL && request->uri != NULL, NULL);

  exchange = g_new0 (VcdExchange, 1);
  exchange->http = g_object_ref (self);
  exchange->method = g_strdup (request->method);
  exchange->uri = g_strdup (request->uri);
  exchange->accept = g_strdup (request->accept);
  exchange->content_type = g_strdup (request->content_type);
  exchange->authorization = g_strdup (request->authorization);
  exchange->legacy_token = g_strdup (request->legacy_token);
  exchange->body = request->body != NULL ? g_bytes_ref (request->body) : NULL;

  return vcd_fiber_spawn (exchange_fiber, exchange, vcd_exchange_free);
}

GError *
vcd_http_make_error (const GError *error,
                     GUri         *uri)
{
  const char *host = g_uri_get_host (uri);

  if (g_error_matches (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND))
    return vcd_error_new (VCD_ERROR_NETWORK, error->message,
                          _("There is no server named “%s”. Check the address."), host);

  if (error->domain == G_RESOLVER_ERROR)
    return vcd_error_new (VCD_ERROR_NETWORK, error->message,
                          _("The name “%s” cannot be looked up. Check the network."), host);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return vcd_error_new (VCD_ERROR_NETWORK, error->message,
                          _("“%s” refuses the connection. Check the address and its port."), host);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return vcd_error_new (VCD_ERROR_NETWORK, error->message,
                          _("“%s” did not answer in time."), host);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE))
    return vcd_error_new (VCD_ERROR_NETWORK, error->message,
                          _("“%s” cannot be reached from this network."), host);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PROXY_FAILED) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PROXY_AUTH_FAILED) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PROXY_NEED_AUTH) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PROXY_NOT_ALLOWED))
    return vcd_error_new (VCD_ERROR_NETWORK, error->message,
                          _("The proxy of this network does not connect to “%s”."), host);

  if (error->domain == G_TLS_ERROR)
    return vcd_error_new (VCD_ERROR_NETWORK, error->message,
                          _("No secure connection to “%s” could be made."), host);

  return vcd_error_new (VCD_ERROR_NETWORK, error->message,
                        _("The connection to “%s” was lost."), host);
}
