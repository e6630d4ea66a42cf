/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "vcd-error-private.h"
#include "vcd-wire-run-private.h"

/* What a server says of an upload is short; more is cut off. */
#define MAX_DOCUMENT (256 * 1024)
#define READ_SIZE    (32 * 1024)

static void vcd_run_read_document (VcdRun *self);

void
vcd_run_clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

/* What belongs to one message. */
static void
vcd_run_clear_message (VcdRun *self)
{
  vcd_run_clear_source (&self->patience);
  vcd_run_clear_source (&self->listening);

  if (self->body != NULL)
    vcd_body_stream_set_peer (self->body, NULL, NULL);
  if (self->message != NULL)
    g_signal_handlers_disconnect_by_data (self->message, self);

  vcd_slice_set_socket (self->slice, NULL);
  g_clear_object (&self->body);
  g_clear_object (&self->connection);
  g_clear_object (&self->answer);
  g_clear_object (&self->message);
  g_clear_object (&self->connecting);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->document, g_byte_array_unref);
  g_clear_pointer (&self->early, vcd_early_answer_free);
  g_clear_pointer (&self->receiver, vcd_receiver_free);
}

static void
vcd_run_clear (gpointer data)
{
  VcdRun *self = data;

  vcd_run_clear_message (self);
  g_clear_object (&self->slice);
  g_clear_pointer (&self->promise, dex_unref);
  g_clear_pointer (&self->host, g_free);
  vcd_wire_lane_unref (self->lane);
}

VcdRun *
vcd_run_new (VcdWireLane *lane,
             VcdSlice    *slice,
             DexPromise  *promise)
{
  VcdRun *self = g_atomic_rc_box_new0 (VcdRun);

  self->lane = vcd_wire_lane_ref (lane);
  self->slice = g_object_ref (slice);
  self->promise = dex_ref (promise);
  self->seen_at = g_get_monotonic_time ();

  return self;
}

VcdRun *
vcd_run_ref (VcdRun *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
vcd_run_unref (VcdRun *self)
{
  g_atomic_rc_box_release_full (self, vcd_run_clear);
}

/* The last thing that happens; the caller has settled the promise. */
static void
vcd_run_end (VcdRun   *self,
             gboolean  complete)
{
  VcdWireHub *hub = self->lane->hub;

  /* Before the message goes: its bytes are counted by what is in its socket. */
  vcd_slice_end (self->slice, complete);
  vcd_run_clear_message (self);

  g_mutex_lock (&hub->lock);
  g_ptr_array_remove_fast (hub->runs, self);
  self->lane->active--;
  g_cond_broadcast (&hub->changed);
  g_mutex_unlock (&hub->lock);

  vcd_run_unref (self);
}

static void
vcd_run_log (VcdRun   *self,
             VcdReply *reply)
{
  uint64_t bytes = vcd_slice_get_transferred (self->slice);
  gboolean upload = vcd_slice_is_upload (self->slice);
  g_autofree char *line = NULL;

  line = vcd_http_format_log (upload ? "PUT" : "GET", vcd_slice_get_uri (self->slice),
                              reply != NULL ? vcd_reply_get_status (reply) : 0,
                              reply != NULL ? vcd_reply_get_request_id (reply) : NULL,
                              upload ? bytes : 0, upload ? 0 : bytes,
                              g_get_monotonic_time () - self->started_at);
  g_debug ("%s", line);
}

void
vcd_run_reply (VcdRun   *self,
               VcdReply *reply)
{
  g_autoptr (DexPromise) promise = dex_ref (self->promise);
  g_autoptr (GError) refusal = vcd_reply_dup_error (reply);

  vcd_run_log (self, reply);
  vcd_slice_tell_end (self->slice, refusal);
  vcd_run_end (self, SOUP_STATUS_IS_SUCCESSFUL (vcd_reply_get_status (reply)));
  dex_promise_resolve_object (promise, reply);
}

void
vcd_run_fail (VcdRun *self,
              GError *error)
{
  g_autoptr (DexPromise) promise = dex_ref (self->promise);

  vcd_run_log (self, NULL);
  vcd_slice_tell_end (self->slice, error);
  vcd_run_end (self, FALSE);
  dex_promise_reject (promise, error);
}

/* What waits for something else than the socket. A message that has a connection is not cancelled:
 * in libsoup 3.6.5 that may come between two of its steps, and its end is never told, or told
 * twice. The socket that was shut down ends it. */
static gboolean
vcd_run_cancel (gpointer data)
{
  VcdRun *self = data;

  /* It may be too late, or the next message's turn already. */
  if (self->message == NULL || self->cause == VCD_CAUSE_NONE)
    return G_SOURCE_REMOVE;

  g_cancellable_cancel (self->cancellable);
  if (!self->connected)
    g_cancellable_cancel (self->connecting);
  if (self->body != NULL)
    vcd_body_stream_stop (self->body);

  return G_SOURCE_REMOVE;
}

void
vcd_run_break (VcdRun   *self,
               VcdCause  cause)
{
  int none = VCD_CAUSE_NONE;

  if (!atomic_compare_exchange_strong (&self->cause, &none, cause))
    return;

  /* First the socket: a TLS connection says goodbye when it is closed, and waits for room in the
   * send buffer to say it. */
  vcd_slice_shut_down (self->slice);
  vcd_wire_lane_post (self->lane, vcd_run_cancel, vcd_run_ref (self),
                      (GDestroyNotify) vcd_run_unref);
}

static GError *
vcd_run_make_stall_error (VcdRun     *self,
                          const char *host,
                          unsigned    factor)
{
  unsigned seconds = factor * self->lane->hub->stall_timeout / 1000;

  if (factor > 1)
    return vcd_error_new (VCD_ERROR_NETWORK, NULL,
                          g_dngettext (GETTEXT_PACKAGE,
                                       "“%s” took all bytes, but did not answer for %u second.",
                                       "“%s” took all bytes, but did not answer for %u seconds.",
                                       seconds), host, seconds);

  return vcd_error_new (VCD_ERROR_NETWORK, NULL,
                        g_dngettext (GETTEXT_PACKAGE,
                                     "Nothing moved between here and “%s” for %u second.",
                                     "Nothing moved between here and “%s” for %u seconds.",
                                     seconds), host, seconds);
}

/* Why there is no answer. */
static GError *
vcd_run_make_error (VcdRun       *self,
                    const GError *error)
{
  GUri *uri = soup_message_get_uri (self->message);
  const char *host = g_uri_get_host (uri);
  GError *refusal;

  switch ((VcdCause) self->cause)
    {
    case VCD_CAUSE_ABORTED:
      return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _("The transfer was stopped."));

    case VCD_CAUSE_STALLED:
      return vcd_run_make_stall_error (self, host, 1);

    case VCD_CAUSE_UNANSWERED:
      return vcd_run_make_stall_error (self, host, VCD_ANSWER_FACTOR);

    case VCD_CAUSE_STARVED:
      return vcd_error_new (VCD_ERROR_NETWORK, NULL,
                            _("What is to be sent to “%s” was too slow to be read."), host);

    case VCD_CAUSE_RESTARTED:
      return vcd_error_new (VCD_ERROR_NETWORK, NULL, _("The connection to “%s” was lost."), host);

    case VCD_CAUSE_NONE:
    case VCD_CAUSE_IMPATIENT:
    case VCD_CAUSE_EARLY:
    default:
      break;
    }

  if (error->domain == VCD_ERROR)
    return g_error_copy (error);

  if ((refusal = vcd_trust_dup_error (self->lane->hub->trust, self->message)) != NULL)
    return refusal;

  return vcd_http_make_error (error, uri);
}

void
vcd_run_give_up (VcdRun       *self,
                 const GError *error)
{
  vcd_run_fail (self, vcd_run_make_error (self, error));
}

static void
vcd_run_message_failed (VcdRun       *self,
                        const GError *error)
{
  g_autoptr (VcdReply) reply = NULL;

  if (self->cause == VCD_CAUSE_IMPATIENT)
    {
      vcd_run_again (self);
      return;
    }

  if (self->early != NULL && (self->cause == VCD_CAUSE_NONE || self->cause == VCD_CAUSE_EARLY))
    reply = vcd_early_answer_make_reply (self->early);

  if (reply != NULL)
    vcd_run_reply (self, g_steal_pointer (&reply));
  else
    vcd_run_give_up (self, error);
}

static void
vcd_run_on_document (GObject      *stream,
                     GAsyncResult *result,
                     gpointer      data)
{
  VcdRun *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) body = NULL;

  bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (stream), result, &error);
  if (bytes != NULL && g_bytes_get_size (bytes) > 0 && self->document->len < MAX_DOCUMENT)
    {
      g_byte_array_append (self->document, g_bytes_get_data (bytes, NULL),
                           g_bytes_get_size (bytes));
      vcd_run_read_document (self);
      return;
    }

  /* The status has come; if its explanation breaks off, so be it. But who aborts wants an end. */
  if (self->cause == VCD_CAUSE_ABORTED)
    {
      vcd_run_give_up (self, error);
      return;
    }

  body = g_byte_array_free_to_bytes (g_steal_pointer (&self->document));
  vcd_run_reply (self, vcd_reply_new (self->message, body));
}

static void
vcd_run_read_document (VcdRun *self)
{
  g_input_stream_read_bytes_async (self->answer, READ_SIZE, G_PRIORITY_DEFAULT, self->cancellable,
                                   vcd_run_on_document, self);
}

static void
vcd_run_on_sent (GObject      *session,
                 GAsyncResult *result,
                 gpointer      data)
{
  VcdRun *self = data;
  g_autoptr (GError) error = NULL;

  self->answer = soup_session_send_finish (SOUP_SESSION (session), result, &error);
  if (self->answer == NULL)
    {
      vcd_run_message_failed (self, error);
      return;
    }

  self->answered = TRUE;
  if (self->expecting && soup_message_get_status (self->message) == SOUP_STATUS_EXPECTATION_FAILED)
    vcd_run_again (self);
  else if (vcd_slice_is_upload (self->slice) || !vcd_run_receive (self))
    {
      self->document = g_byte_array_new ();
      vcd_run_read_document (self);
    }
}

/* Keeps the socket, which is to be shut down before anything is cancelled. */
static void
vcd_run_on_network_event (SoupMessage        *message,
                          GSocketClientEvent  event,
                          GIOStream          *connection,
                          gpointer            data)
{
  VcdRun *self = data;

  if (event == G_SOCKET_CLIENT_CONNECTED && G_IS_SOCKET_CONNECTION (connection))
    {
      GSocket *socket = g_socket_connection_get_socket (G_SOCKET_CONNECTION (connection));

      self->connected = vcd_slice_set_socket (self->slice, socket);
      /* An abort that came before there was a socket to shut down. */
      if (self->cause != VCD_CAUSE_NONE)
        vcd_slice_shut_down (self->slice);
    }

  if (event == G_SOCKET_CLIENT_COMPLETE)
    g_set_object (&self->connection, connection);
}

/* libsoup sends a message again by itself, if it thinks that the server has not seen it; but it has
 * dropped the body then, and an empty upload would look like one that worked. */
static void
vcd_run_on_restarted (SoupMessage *message,
                      gpointer     data)
{
  VcdRun *self = data;

  self->connected = FALSE;
  vcd_run_break (self, VCD_CAUSE_RESTARTED);
}

static void
vcd_run_on_wrote_headers (SoupMessage *message,
                          gpointer     data)
{
  VcdRun *self = data;

  self->phase = VCD_PHASE_SENDING;
}

static void
vcd_run_on_got_headers (SoupMessage *message,
                        gpointer     data)
{
  VcdRun *self = data;

  self->phase = VCD_PHASE_RECEIVING;
}

void
vcd_run_connect (VcdRun *self)
{
  SoupMessage *message = self->message;
  const char *authorization = vcd_slice_get_authorization (self->slice);
  const char *legacy_token = vcd_slice_get_legacy_token (self->slice);

  soup_message_set_force_http1 (message, TRUE);
  soup_message_add_flags (message, SOUP_MESSAGE_NEW_CONNECTION | SOUP_MESSAGE_NO_REDIRECT);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Connection", "close");
  if (authorization != NULL)
    soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization",
                                  authorization);
  else if (legacy_token != NULL)
    soup_message_headers_replace (soup_message_get_request_headers (message),
                                  "x-vcloud-authorization", legacy_token);

  g_signal_connect (message, "network-event", G_CALLBACK (vcd_run_on_network_event), self);
  g_signal_connect (message, "restarted", G_CALLBACK (vcd_run_on_restarted), self);
  g_signal_connect (message, "wrote-headers", G_CALLBACK (vcd_run_on_wrote_headers), self);
  g_signal_connect (message, "got-headers", G_CALLBACK (vcd_run_on_got_headers), self);
  vcd_trust_watch (self->lane->hub->trust, message);

  soup_session_send_async (self->lane->session, message, G_PRIORITY_DEFAULT, self->connecting,
                           vcd_run_on_sent, self);
}

void
vcd_run_start (VcdRun *self)
{
  g_autoptr (GUri) uri = NULL;
  const char *text = vcd_slice_get_uri (self->slice);

  self->started_at = g_get_monotonic_time ();
  uri = g_uri_parse (text, SOUP_HTTP_URI_FLAGS, NULL);
  if (self->cause != VCD_CAUSE_NONE)
    {
      vcd_run_fail (self, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                               _("The transfer was stopped.")));
      return;
    }

  if (uri == NULL || g_uri_get_host (uri) == NULL ||
      (g_strcmp0 (g_uri_get_scheme (uri), "https") != 0 &&
       g_strcmp0 (g_uri_get_scheme (uri), "http") != 0))
    {
      vcd_run_fail (self, vcd_error_new (VCD_ERROR_SERVER, NULL,
                                         _("The server named a place for the bytes that is not an "
                                           "address.")));
      return;
    }

  self->host = g_strdup_printf ("%s:%d", g_uri_get_host (uri), g_uri_get_port (uri));
  self->connecting = g_cancellable_new ();
  self->cancellable = g_cancellable_new ();
  self->connected = FALSE;
  self->message = soup_message_new_from_uri (vcd_slice_is_upload (self->slice) ? "PUT" : "GET",
                                             uri);

  if (vcd_slice_is_upload (self->slice))
    vcd_run_prepare_put (self);
  else
    vcd_run_prepare_get (self);
  vcd_run_connect (self);
}

/* Once more, without asking first: nothing of the body was sent. */
void
vcd_run_again (VcdRun *self)
{
  VcdWireHub *hub = self->lane->hub;
  int impatient = VCD_CAUSE_IMPATIENT;

  g_mutex_lock (&hub->lock);
  g_hash_table_add (hub->impatient, g_strdup (self->host));
  g_mutex_unlock (&hub->lock);

  vcd_run_clear_message (self);
  g_clear_pointer (&self->host, g_free);
  self->answered = FALSE;
  self->phase = VCD_PHASE_CONNECTING;
  atomic_compare_exchange_strong (&self->cause, &impatient, VCD_CAUSE_NONE);

  vcd_run_start (self);
}
