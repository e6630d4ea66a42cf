/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A server that says what a test wants it to, byte for byte, and remembers what it was asked. It is
 * for what no server should say; what servers do say is the simulator's part. */

#include <gio/gio.h>
#include <stdint.h>
#include <string.h>

typedef struct
{
  GSocketService *service;
  GAsyncQueue    *answers;      /* strings; each goes to the next request that comes */
  GMutex          mutex;
  GPtrArray      *requests;     /* head and body, as they came */
  int             connections;
  int             closed;       /* by the client, while it was to wait */
  char           *uri;
} CannedServer;

/* Ends the connection without a word, after the request was read. */
#define CANNED_DROP ((char *) "drop")
/* Says nothing until the client goes away. */
#define CANNED_WAIT ((char *) "wait")
/* Sends 20 MiB without an end in sight. */
#define CANNED_FLOOD ((char *) "flood")

/* Head and body of one request; NULL when the client is gone. */
G_GNUC_UNUSED static char *
canned_read_request (GDataInputStream *stream)
{
  g_autoptr(GString) request = g_string_new (NULL);
  gsize length = 0;
  char *line;

  while ((line = g_data_input_stream_read_line (stream, NULL, NULL, NULL)) != NULL)
    {
      gboolean last = *line == '\0';

      if (g_ascii_strncasecmp (line, "Content-Length:", 15) == 0)
        length = g_ascii_strtoull (line + 15, NULL, 10);

      g_string_append_printf (request, "%s\n", line);
      g_free (line);

      if (last)
        {
          g_autofree char *body = g_malloc0 (length + 1);

          if (!g_input_stream_read_all (G_INPUT_STREAM (stream), body, length, NULL, NULL, NULL))
            return NULL;

          g_string_append (request, body);
          return g_string_free_and_steal (g_steal_pointer (&request));
        }
    }

  return NULL;
}

G_GNUC_UNUSED static void
canned_flood (GOutputStream *output)
{
  static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n";
  g_autofree char *block = g_malloc (1024 * 1024);

  memset (block, 'x', 1024 * 1024);
  g_output_stream_write_all (output, head, strlen (head), NULL, NULL, NULL);
  for (int i = 0; i < 20; i++)
    if (!g_output_stream_write_all (output, block, 1024 * 1024, NULL, NULL, NULL))
      return;
}

G_GNUC_UNUSED static gboolean
canned_on_run (GThreadedSocketService *service,
               GSocketConnection      *connection,
               GObject                *source,
               gpointer                data)
{
  CannedServer *self = data;
  g_autoptr(GDataInputStream) stream = NULL;
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  char *request;

  stream = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  g_data_input_stream_set_newline_type (stream, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  g_atomic_int_inc (&self->connections);

  while ((request = canned_read_request (stream)) != NULL)
    {
      char *answer = g_async_queue_try_pop (self->answers);

      g_mutex_lock (&self->mutex);
      g_ptr_array_add (self->requests, request);
      g_mutex_unlock (&self->mutex);

      if (answer == CANNED_FLOOD)
        canned_flood (output);
      else if (answer == CANNED_WAIT)
        {
          g_free (canned_read_request (stream));
          g_atomic_int_inc (&self->closed);
        }
      else if (answer != NULL && answer != CANNED_DROP)
        {
          gboolean stay = strstr (answer, "Connection: close") == NULL;

          g_output_stream_write_all (output, answer, strlen (answer), NULL, NULL, NULL);
          g_free (answer);
          if (stay)
            continue;
        }

      break;
    }

  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);

  return TRUE;
}

G_GNUC_UNUSED static CannedServer *
canned_server_new (void)
{
  CannedServer *self = g_new0 (CannedServer, 1);
  uint16_t port;

  g_mutex_init (&self->mutex);
  self->answers = g_async_queue_new ();
  self->requests = g_ptr_array_new_with_free_func (g_free);
  self->service = g_threaded_socket_service_new (10);
  g_signal_connect (self->service, "run", G_CALLBACK (canned_on_run), self);

  port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (self->service), NULL, NULL);
  g_assert_cmpuint (port, !=, 0);
  self->uri = g_strdup_printf ("http://127.0.0.1:%u", port);

  return self;
}

/* What nobody asked for in the end. */
G_GNUC_UNUSED static void
canned_server_forget_answers (CannedServer *self)
{
  char *answer;

  while ((answer = g_async_queue_try_pop (self->answers)) != NULL)
    if (answer != CANNED_DROP && answer != CANNED_WAIT && answer != CANNED_FLOOD)
      g_free (answer);
}

G_GNUC_UNUSED static void
canned_server_free (CannedServer *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_object_unref (self->service);
  canned_server_forget_answers (self);
  g_async_queue_unref (self->answers);
  g_ptr_array_unref (self->requests);
  g_mutex_clear (&self->mutex);
  g_free (self->uri);
  g_free (self);
}

G_GNUC_UNUSED static void
canned_server_push (CannedServer *self,
                    const char   *answer)
{
  gboolean special = answer == CANNED_DROP || answer == CANNED_WAIT || answer == CANNED_FLOOD;

  g_async_queue_push (self->answers, special ? (char *) answer : g_strdup (answer));
}

/* A whole answer of @status with @body. */
G_GNUC_UNUSED static void
canned_server_push_reply (CannedServer *self,
                          const char   *status,
                          const char   *headers,
                          const char   *body)
{
  g_autofree char *answer = g_strdup_printf ("HTTP/1.1 %s\r\nContent-Length: %zu\r\n%s\r\n%s",
                                             status, strlen (body), headers, body);

  canned_server_push (self, answer);
}

G_GNUC_UNUSED static unsigned
canned_server_count (CannedServer *self)
{
  unsigned count;

  g_mutex_lock (&self->mutex);
  count = self->requests->len;
  g_mutex_unlock (&self->mutex);

  return count;
}

G_GNUC_UNUSED static char *
canned_server_dup_request (CannedServer *self,
                           unsigned      i)
{
  char *request;

  g_mutex_lock (&self->mutex);
  g_assert_cmpuint (i, <, self->requests->len);
  request = g_strdup (self->requests->pdata[i]);
  g_mutex_unlock (&self->mutex);

  return request;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CannedServer, canned_server_free)

#define CANNED_XMLNS "xmlns=\"http://www.vmware.com/vcloud/v1.5\""
#define CANNED_TOKEN "eyJhbGciOiJSUzI1NiJ9.canned-token"

G_GNUC_UNUSED static void
canned_server_push_versions (CannedServer *self,
                             const char   *version)
{
  g_autofree char *body = g_strdup_printf (
    "<SupportedVersions xmlns=\"http://www.vmware.com/vcloud/versions\"><VersionInfo>"
    "<Version>%s</Version><LoginUrl>%s/api/sessions</LoginUrl>"
    "</VersionInfo></SupportedVersions>", version, self->uri);

  canned_server_push_reply (self, "200 OK", "Content-Type: text/xml\r\n", body);
}

/* A session's document; LINKS stand in it beside the ones to the query service and the Org. */
G_GNUC_UNUSED static char *
canned_server_dup_session (CannedServer *self,
                           const char   *links)
{
  return g_strdup_printf (
    "<Session " CANNED_XMLNS " user=\"mia\" org=\"acme\" href=\"%s/api/session\">"
    "<Link rel=\"down\" href=\"%s/api/query\" "
    "type=\"application/vnd.vmware.vcloud.query.queryList+xml\"/>"
    "<Link rel=\"down\" href=\"%s/api/org/1\" name=\"acme\" "
    "type=\"application/vnd.vmware.vcloud.org+xml\"/>%s</Session>",
    self->uri, self->uri, self->uri, links);
}

/* What a server answers to a sign-in by password at API 37.0. */
G_GNUC_UNUSED static void
canned_server_push_sign_in (CannedServer *self)
{
  g_autofree char *session = canned_server_dup_session (self, "");

  canned_server_push_versions (self, "37.0");
  canned_server_push_reply (self, "200 OK", "X-VMWARE-VCLOUD-ACCESS-TOKEN: " CANNED_TOKEN "\r\n",
                            "{\"sessionIdleTimeoutMinutes\": 30}");
  canned_server_push_reply (self, "200 OK", "", session);
}
