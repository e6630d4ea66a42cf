/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdatomic.h>
#include <string.h>
#include <sys/socket.h>

#include "sim-certificate.h"
#include "wire-peer.h"

#define MAX_RECORD 32768

struct _WirePeer
{
  GSocketService  *service;
  GTlsCertificate *certificate;
  char            *uri;
  char            *host;
  GCancellable    *stop;

  GMutex           lock;
  GCond            changed;
  WirePeerMode     mode;
  unsigned         status;
  uint64_t         amount;
  GBytes          *content;
  gboolean         released;
  char            *head;
  char            *sha256;
  unsigned         records[MAX_RECORD];

  _Atomic unsigned connections;
  _Atomic unsigned open;
  _Atomic unsigned requests;
  _Atomic uint64_t bytes;
};

/* One connection. */
typedef struct
{
  WirePeer          *peer;
  GSocketConnection *connection;
  GIOStream         *stream;
  /* Of the stream, that is. */
  GSocket           *socket;
  GDataInputStream  *input;
  GOutputStream     *output;
  GThread           *in;
  GThread           *out;
  WirePeerMode       mode;
  unsigned           status;
  uint64_t           amount;
  char              *head;
  uint64_t           length;
  gboolean           broken;
} Talk;

/* Between a socket and the TLS of this end: looks at the records that pass. */
typedef struct
{
  WirePeer *peer;
  GSocket  *from;
  GSocket  *to;
  gboolean  count;
  size_t    left;
  uint8_t   header[5];
  size_t    have;
} Pump;

static void
pump_look (Pump          *pump,
           const uint8_t *bytes,
           size_t         length)
{
  while (length > 0)
    {
      size_t skip = MIN (pump->left, length);

      bytes += skip;
      length -= skip;
      pump->left -= skip;

      for (; pump->left == 0 && length > 0 && pump->have < sizeof pump->header; length--)
        pump->header[pump->have++] = *bytes++;

      if (pump->have == sizeof pump->header)
        {
          pump->left = pump->header[3] << 8 | pump->header[4];
          pump->have = 0;
          if (pump->header[0] == 23)
            {
              g_mutex_lock (&pump->peer->lock);
              pump->peer->records[MIN (pump->left, MAX_RECORD - 1)]++;
              g_mutex_unlock (&pump->peer->lock);
            }
        }
    }
}

static gpointer
pump_run (gpointer data)
{
  Pump *pump = data;
  GCancellable *stop = pump->peer->stop;
  char buffer[16384];
  gssize n;

  while ((n = g_socket_receive (pump->from, buffer, sizeof buffer, stop, NULL)) > 0)
    {
      gssize done = 0;

      if (pump->count)
        pump_look (pump, (uint8_t *) buffer, n);
      while (done < n)
        {
          gssize sent = g_socket_send (pump->to, buffer + done, n - done, stop, NULL);

          if (sent <= 0)
            break;
          done += sent;
        }
      if (done < n)
        break;
    }

  g_socket_shutdown (pump->to, FALSE, TRUE, NULL);
  g_object_unref (pump->from);
  g_object_unref (pump->to);
  g_free (pump);

  return NULL;
}

static GThread *
pump_start (WirePeer *peer,
            GSocket  *from,
            GSocket  *to,
            gboolean  count)
{
  Pump *pump = g_new0 (Pump, 1);

  pump->peer = peer;
  pump->from = g_object_ref (from);
  pump->to = g_object_ref (to);
  pump->count = count;

  return g_thread_new ("pump", pump_run, pump);
}

/* The connection's plain side. */
static GIOStream *
talk_open (Talk *talk)
{
  g_autoptr (GSocket) near = NULL;
  g_autoptr (GSocket) far = NULL;
  g_autoptr (GSocketConnection) inner = NULL;
  GSocket *socket = g_socket_connection_get_socket (talk->connection);
  int pair[2];

  talk->socket = socket;
  if (talk->peer->certificate == NULL)
    return G_IO_STREAM (g_object_ref (talk->connection));

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), ==, 0);
  near = g_socket_new_from_fd (pair[0], NULL);
  far = g_socket_new_from_fd (pair[1], NULL);
  talk->in = pump_start (talk->peer, socket, near, TRUE);
  talk->out = pump_start (talk->peer, near, socket, FALSE);
  inner = g_socket_connection_factory_create_connection (far);
  talk->socket = far;

  return g_tls_server_connection_new (G_IO_STREAM (inner), talk->peer->certificate, NULL);
}

static gboolean
talk_read_head (Talk *talk)
{
  g_autoptr (GString) head = g_string_new (NULL);
  char *line;

  while ((line = g_data_input_stream_read_line (talk->input, NULL, talk->peer->stop, NULL)) != NULL)
    {
      g_autofree char *owned = line;
      size_t length = strlen (line);

      if (length > 0 && line[length - 1] == '\r')
        line[length - 1] = '\0';
      if (line[0] == '\0')
        break;

      if (g_ascii_strncasecmp (line, "Content-Length: ", 16) == 0)
        talk->length = g_ascii_strtoull (line + 16, NULL, 10);
      g_string_append_printf (head, "%s\n", line);
    }

  if (line == NULL)
    return FALSE;

  talk->head = g_string_free_and_steal (g_steal_pointer (&head));
  g_mutex_lock (&talk->peer->lock);
  g_free (talk->peer->head);
  talk->peer->head = g_strdup (talk->head);
  g_mutex_unlock (&talk->peer->lock);
  talk->peer->requests++;

  return TRUE;
}

/* Never with a write that blocks: those make glib-networking lose an error's memory. */
static gboolean
talk_send (Talk       *talk,
           const char *bytes,
           size_t      length)
{
  GPollableOutputStream *output = G_POLLABLE_OUTPUT_STREAM (talk->output);
  GCancellable *stop = talk->peer->stop;

  while (length > 0)
    {
      g_autoptr (GError) error = NULL;
      gssize n = g_pollable_output_stream_write_nonblocking (output, bytes, length, stop, &error);

      if (n > 0)
        {
          bytes += n;
          length -= n;
        }
      else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK) ||
               !g_socket_condition_wait (talk->socket, G_IO_OUT, stop, NULL))
        {
          talk->broken = TRUE;
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
talk_say (Talk       *talk,
          const char *text)
{
  return talk_send (talk, text, strlen (text));
}

static void
talk_answer (Talk *talk)
{
  g_autofree char *text = g_strdup_printf ("HTTP/1.1 %u Because\r\nContent-Length: 5\r\n"
                                           "Location: http://127.0.0.1:1/elsewhere\r\n"
                                           "WWW-Authenticate: Basic realm=\"x\"\r\n"
                                           "X-VMWARE-VCLOUD-REQUEST-ID: r-1\r\n\r\nwords",
                                           talk->status);

  talk_say (talk, text);
}

/* As much of the body as there is, at most @amount. */
static gboolean
talk_read_body (Talk     *talk,
                uint64_t  amount)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree uint8_t *buffer = g_malloc (65536);
  uint64_t left = MIN (amount, talk->length);

  while (left > 0)
    {
      gssize n = g_input_stream_read (G_INPUT_STREAM (talk->input), buffer, MIN (65536, left),
                                      talk->peer->stop, NULL);

      if (n <= 0)
        return FALSE;
      g_checksum_update (checksum, buffer, n);
      talk->peer->bytes += n;
      left -= n;
    }

  g_mutex_lock (&talk->peer->lock);
  g_free (talk->peer->sha256);
  talk->peer->sha256 = g_strdup (g_checksum_get_string (checksum));
  g_mutex_unlock (&talk->peer->lock);

  return TRUE;
}

/* Until the other end goes away, or the test ends, without reading. */
static void
talk_idle (Talk *talk)
{
  GSocket *socket = g_socket_connection_get_socket (talk->connection);

  g_socket_condition_wait (socket, G_IO_HUP | G_IO_ERR, talk->peer->stop, NULL);
}

/* Its end will be a reset. */
static void
talk_reset (Talk *talk)
{
  GSocket *socket = g_socket_connection_get_socket (talk->connection);
  struct linger now = { 1, 0 };

  setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

static void
talk_wait_for_release (Talk *talk)
{
  WirePeer *peer = talk->peer;

  g_mutex_lock (&peer->lock);
  while (!peer->released && !g_cancellable_is_cancelled (peer->stop))
    g_cond_wait_until (&peer->changed, &peer->lock, g_get_monotonic_time () + 20000);
  g_mutex_unlock (&peer->lock);
}

static void
talk_take (Talk *talk)
{
  gboolean expects = strstr (talk->head, "Expect: 100-continue") != NULL;

  if (expects && talk->mode == WIRE_PEER_NO_EXPECTATIONS)
    {
      talk_say (talk, "HTTP/1.1 417 No\r\nContent-Length: 0\r\n\r\n");
      return;
    }

  if (expects && talk->mode != WIRE_PEER_NEVER_CONTINUE)
    talk_say (talk, "HTTP/1.1 100 Continue\r\n\r\n");

  if (!talk_read_body (talk, G_MAXUINT64))
    return;

  if (talk->mode == WIRE_PEER_ANSWER_LATE)
    talk_wait_for_release (talk);
  talk_answer (talk);
}

static void
talk_take_part (Talk *talk)
{
  if (strstr (talk->head, "Expect: 100-continue") != NULL)
    talk_say (talk, "HTTP/1.1 100 Continue\r\n\r\n");
  if (!talk_read_body (talk, talk->amount))
    return;

  if (talk->mode == WIRE_PEER_RESET)
    talk_reset (talk);
  else if (talk->mode == WIRE_PEER_STOP_READING)
    talk_idle (talk);
  else
    talk_answer (talk);

  if (talk->mode == WIRE_PEER_ANSWER_AND_STOP)
    talk_idle (talk);
}

static void
talk_serve (Talk *talk)
{
  g_autoptr (GBytes) content = NULL;
  g_autofree char *text = NULL;
  const char *range = strstr (talk->head, "Range: bytes=");
  uint64_t first = range != NULL ? g_ascii_strtoull (range + 13, NULL, 10) : 0;
  const char *bytes;
  gsize size;
  gsize count;

  g_mutex_lock (&talk->peer->lock);
  content = g_bytes_ref (talk->peer->content);
  g_mutex_unlock (&talk->peer->lock);
  bytes = g_bytes_get_data (content, &size);

  if (talk->mode == WIRE_PEER_SERVE_WHOLE)
    range = NULL;
  if (talk->mode == WIRE_PEER_SERVE_OTHER)
    first++;
  if (range == NULL)
    first = 0;

  if (talk->mode == WIRE_PEER_SERVE_CHUNKED)
    text = g_strdup_printf ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%zx\r\n", size);
  else if (range != NULL)
    text = g_strdup_printf ("HTTP/1.1 206 Partial\r\nContent-Length: %zu\r\n"
                            "Content-Range: bytes %zu-%zu/%zu\r\n\r\n",
                            size - (size_t) first, (size_t) first, size - 1, size);
  else
    text = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n", size);

  count = size - first;
  if (talk->mode == WIRE_PEER_SERVE_PART || talk->mode == WIRE_PEER_SERVE_AND_STOP)
    count = MIN (count, talk->amount);

  talk_say (talk, text);
  talk_send (talk, bytes + first, count);
  if (talk->mode == WIRE_PEER_SERVE_CHUNKED)
    talk_say (talk, "\r\n0\r\n\r\n");
  if (talk->mode == WIRE_PEER_SERVE_AND_STOP)
    talk_idle (talk);
}

static void
talk_run (Talk *talk)
{
  if (talk->mode == WIRE_PEER_ANSWER_AT_ONCE)
    talk_answer (talk);
  if (!talk_read_head (talk))
    return;

  switch (talk->mode)
    {
    case WIRE_PEER_TAKE:
    case WIRE_PEER_ANSWER_LATE:
    case WIRE_PEER_NEVER_CONTINUE:
    case WIRE_PEER_NO_EXPECTATIONS:
    default:
      talk_take (talk);
      break;

    case WIRE_PEER_STOP_READING:
    case WIRE_PEER_RESET:
    case WIRE_PEER_ANSWER_AND_CLOSE:
    case WIRE_PEER_ANSWER_AND_STOP:
      talk_take_part (talk);
      break;

    case WIRE_PEER_REFUSE:
      talk_answer (talk);
      break;

    case WIRE_PEER_ANSWER_AT_ONCE:
      break;

    case WIRE_PEER_SERVE:
    case WIRE_PEER_SERVE_WHOLE:
    case WIRE_PEER_SERVE_OTHER:
    case WIRE_PEER_SERVE_PART:
    case WIRE_PEER_SERVE_AND_STOP:
    case WIRE_PEER_SERVE_CHUNKED:
      talk_serve (talk);
      break;
    }
}

/* What was said still goes out; then the connection goes, with what was not read. */
static void
talk_close (Talk *talk)
{
  GSocket *socket = g_socket_connection_get_socket (talk->connection);

  g_object_unref (talk->input);
  if (!talk->broken)
    g_io_stream_close (talk->stream, talk->peer->stop, NULL);
  g_object_unref (talk->stream);
  if (talk->in != NULL)
    {
      g_thread_join (talk->out);
      g_socket_shutdown (socket, TRUE, TRUE, NULL);
      g_thread_join (talk->in);
    }
  g_io_stream_close (G_IO_STREAM (talk->connection), NULL, NULL);
  g_free (talk->head);
}

static gboolean
on_connection (GThreadedSocketService *service,
               GSocketConnection      *connection,
               GObject                *source,
               gpointer                data)
{
  WirePeer *self = data;
  Talk talk = { .peer = self, .connection = connection };

  self->connections++;
  self->open++;
  g_mutex_lock (&self->lock);
  talk.mode = self->mode;
  talk.status = self->status;
  talk.amount = self->amount;
  g_mutex_unlock (&self->lock);

  talk.stream = talk_open (&talk);
  talk.input = g_data_input_stream_new (g_io_stream_get_input_stream (talk.stream));
  g_data_input_stream_set_newline_type (talk.input, G_DATA_STREAM_NEWLINE_TYPE_LF);
  talk.output = g_io_stream_get_output_stream (talk.stream);
  talk_run (&talk);

  talk_close (&talk);
  self->open--;

  return TRUE;
}

WirePeer *
wire_peer_new (gboolean tls)
{
  WirePeer *self = g_new0 (WirePeer, 1);
  guint16 port;

  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->status = 200;
  self->stop = g_cancellable_new ();
  if (tls)
    self->certificate = sim_certificate_new ("127.0.0.1", NULL, NULL);

  self->service = g_threaded_socket_service_new (-1);
  g_signal_connect (self->service, "run", G_CALLBACK (on_connection), self);
  port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (self->service), NULL, NULL);
  g_assert_cmpint (port, !=, 0);
  self->host = g_strdup_printf ("127.0.0.1:%u", port);
  self->uri = g_strdup_printf ("%s://%s/transfer/1/file", tls ? "https" : "http", self->host);
  g_socket_service_start (self->service);

  return self;
}

void
wire_peer_free (WirePeer *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_cancellable_cancel (self->stop);
  while (self->open > 0)
    g_main_context_iteration (NULL, FALSE);

  g_object_unref (self->service);
  g_clear_object (&self->certificate);
  g_object_unref (self->stop);
  g_clear_pointer (&self->content, g_bytes_unref);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self->uri);
  g_free (self->host);
  g_free (self->head);
  g_free (self->sha256);
  g_free (self);
}

const char *
wire_peer_get_uri (WirePeer *self)
{
  return self->uri;
}

const char *
wire_peer_get_host (WirePeer *self)
{
  return self->host;
}

char *
wire_peer_dup_fingerprint (WirePeer *self)
{
  return sim_certificate_dup_fingerprint (self->certificate);
}

void
wire_peer_set_mode (WirePeer     *self,
                    WirePeerMode  mode,
                    unsigned      status,
                    uint64_t      amount)
{
  g_mutex_lock (&self->lock);
  self->mode = mode;
  self->status = status;
  self->amount = amount;
  g_mutex_unlock (&self->lock);
}

void
wire_peer_set_content (WirePeer *self,
                       GBytes   *content)
{
  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->content, g_bytes_unref);
  self->content = g_bytes_ref (content);
  g_mutex_unlock (&self->lock);
}

void
wire_peer_release (WirePeer *self)
{
  g_mutex_lock (&self->lock);
  self->released = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

unsigned
wire_peer_count_connections (WirePeer *self)
{
  return self->connections;
}

unsigned
wire_peer_count_open (WirePeer *self)
{
  return self->open;
}

unsigned
wire_peer_count_requests (WirePeer *self)
{
  return self->requests;
}

uint64_t
wire_peer_count_bytes (WirePeer *self)
{
  return self->bytes;
}

unsigned
wire_peer_get_record_size (WirePeer *self)
{
  unsigned best = 0;

  g_mutex_lock (&self->lock);
  for (unsigned i = 0; i < MAX_RECORD; i++)
    if (self->records[i] > self->records[best])
      best = i;
  g_mutex_unlock (&self->lock);

  return best;
}

char *
wire_peer_dup_head (WirePeer *self)
{
  char *head;

  g_mutex_lock (&self->lock);
  head = g_strdup (self->head);
  g_mutex_unlock (&self->lock);

  return head;
}

char *
wire_peer_dup_sha256 (WirePeer *self)
{
  char *digest;

  g_mutex_lock (&self->lock);
  digest = g_strdup (self->sha256);
  g_mutex_unlock (&self->lock);

  return digest;
}
