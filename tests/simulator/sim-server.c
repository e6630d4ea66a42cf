/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-server.h"

#include "sim-auth.h"
#include "sim-certificate.h"
#include "sim-event.h"
#include "sim-reply-faults.h"
#include "sim-request.h"
#include "sim-routes.h"

/*
 * The listeners, and the way of each request to its handler.
 */

static char **
split_path (SoupServerMessage *message)
{
  const char *path = g_uri_get_path (soup_server_message_get_uri (message));
  char **segments = g_strsplit (path, "/", -1);

  for (char **segment = segments; *segment; segment++)
    {
      char *decoded = g_uri_unescape_string (*segment, NULL);

      if (decoded)
        {
          g_free (*segment);
          *segment = decoded;
        }
    }

  return segments;
}

static void
append_header (const char *name,
               const char *value,
               gpointer user_data)
{
  g_string_append_printf (user_data, "%s: %s\n", name, value);
}

/* For who looks on. */
static void
remember (SimRequest *request)
{
  GUri *uri = soup_server_message_get_uri (request->message);
  const char *query = g_uri_get_query (uri);
  GString *text = g_string_new (soup_server_message_get_method (request->message));
  unsigned count;

  count = GPOINTER_TO_UINT (g_hash_table_lookup (request->cell->request_counts, request->kind));
  g_hash_table_insert (request->cell->request_counts, (gpointer) request->kind,
                       GUINT_TO_POINTER (count + 1));
  g_string_append_printf (text, " %s%s%s\n", g_uri_get_path (uri), query ? "?" : "",
                          query ? query : "");
  soup_message_headers_foreach (sim_request_get_headers (request),
                                append_header, text);
  g_hash_table_insert (request->cell->last_requests, (gpointer) request->kind,
                       g_string_free (text, FALSE));
}

static gboolean
is_version_offered (SimRequest *request)
{
  const char *accept = soup_message_headers_get_list (sim_request_get_headers (request), "Accept");

  if (!accept || !strstr (accept, "version="))
    return TRUE;

  g_autofree char *version = g_strdup_printf ("%d.%d", request->version.major,
                                              request->version.minor);

  return g_strv_contains ((const char *const *) request->cell->options->versions, version);
}

/* Finds the session again each time: it may have ended while the body came. */
static void
find_session (SimRequest *request)
{
  request->session = sim_auth_find (request->cell, sim_request_get_headers (request));
  if (request->session)
    sim_auth_touch (request->cell, request->session);
}

/* Everything that can be said before the body has come. */
static void
on_headers (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  SimCell *cell = user_data;
  char **segments = split_path (message);
  gboolean path_exists;
  const SimRoute *route = sim_routes_find (soup_server_message_get_method (message), segments,
                                           &path_exists);
  SimRequest *request = sim_request_new (cell, message, route, segments);

  if (route && route->flags & SIM_ROUTE_CONTROL)
    return;

  remember (request);
  if (!route)
    {
      find_session (request);
      sim_request_reply (request, path_exists ? 405 : 404, NULL);
      return;
    }
  if (route->early)
    {
      route->early (request);
      return;
    }
  if (route->flags & SIM_ROUTE_TRANSFER || sim_reply_faults_refuse (request))
    return;
  if (!is_version_offered (request) && !g_str_equal (route->kind, "versions"))
    {
      sim_request_reply_error (request, 406, "NOT_ACCEPTABLE",
                               "The requested version is not supported.");
      return;
    }
  if (!(route->flags & SIM_ROUTE_OPEN))
    {
      find_session (request);
      if (!request->session)
        sim_request_reply_unauthorized (request);
    }
}

static void
on_request (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  SimRequest *request = sim_request_get (message);

  if (!(request->route->flags & (SIM_ROUTE_OPEN | SIM_ROUTE_TRANSFER)))
    {
      find_session (request);
      if (!request->session)
        {
          sim_request_reply_unauthorized (request);
          return;
        }
    }
  request->route->handler (request);
  request->session = NULL;
}

static void
on_started (SoupServer *server,
            SoupServerMessage *message,
            gpointer user_data)
{
  SimCell *cell = user_data;
  GSocket *socket = soup_server_message_get_socket (message);
  GHashTableIter iter;
  gpointer known;

  g_hash_table_iter_init (&iter, cell->sockets);
  while (g_hash_table_iter_next (&iter, &known, NULL))
    if (g_socket_is_closed (known))
      g_hash_table_iter_remove (&iter);
  if (socket)
    g_hash_table_add (cell->sockets, g_object_ref (socket));
}

static SoupServer *
new_server (SimCell *cell,
            GTlsCertificate *certificate)
{
  SoupServer *server = soup_server_new ("raw-paths", TRUE, "tls-certificate", certificate, NULL);

  soup_server_add_early_handler (server, NULL, on_headers, cell, NULL);
  soup_server_add_handler (server, NULL, on_request, cell, NULL);
  g_signal_connect (server, "request-started", G_CALLBACK (on_started), cell);

  return server;
}

static gboolean
listen (SimCell *cell,
        SoupServer *server,
        int port,
        GError **error)
{
  return soup_server_listen_local (server, (unsigned) port,
                                   cell->options->plain_http ? 0 : SOUP_SERVER_LISTEN_HTTPS, error);
}

static int
get_port (SoupServer *server)
{
  GSList *uris = soup_server_get_uris (server);
  int port = g_uri_get_port (uris->data);

  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  return port;
}

static char *
dup_uri (SimCell *cell,
         SoupServer *server)
{
  return g_strdup_printf ("%s://127.0.0.1:%d", cell->options->plain_http ? "http" : "https",
                          get_port (server));
}

static gboolean
make_certificates (SimCell *cell,
                   GError **error)
{
  const char *authority = cell->options->authority;

  g_clear_object (&cell->certificate);
  g_clear_object (&cell->transfer_certificate);
  if (cell->options->plain_http)
    {
      g_set_str (&cell->fingerprint, "");
      g_set_str (&cell->transfer_fingerprint, "");
      return TRUE;
    }

  cell->certificate = sim_certificate_new ("vCloud cell simulator", authority, error);
  if (!cell->certificate)
    return FALSE;
  if (cell->options->transfer_port >= 0)
    cell->transfer_certificate = sim_certificate_new ("vCloud transfer simulator", authority,
                                                      error);
  else
    cell->transfer_certificate = g_object_ref (cell->certificate);
  if (!cell->transfer_certificate)
    return FALSE;

  g_free (cell->fingerprint);
  g_free (cell->transfer_fingerprint);
  cell->fingerprint = sim_certificate_dup_fingerprint (cell->certificate);
  cell->transfer_fingerprint = sim_certificate_dup_fingerprint (cell->transfer_certificate);

  return TRUE;
}

gboolean
sim_server_start (SimCell *cell,
                  GError **error)
{
  if (!make_certificates (cell, error))
    return FALSE;

  cell->sockets = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  cell->request_counts = g_hash_table_new (g_str_hash, g_str_equal);
  cell->last_requests = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  cell->api_server = new_server (cell, cell->certificate);
  if (!listen (cell, cell->api_server, cell->options->port, error))
    return FALSE;
  cell->uri = dup_uri (cell, cell->api_server);

  if (cell->options->transfer_port < 0)
    cell->transfer_server = g_object_ref (cell->api_server);
  else
    {
      cell->transfer_server = new_server (cell, cell->transfer_certificate);
      if (!listen (cell, cell->transfer_server, cell->options->transfer_port, error))
        return FALSE;
    }
  cell->transfer_uri = dup_uri (cell, cell->transfer_server);

  return TRUE;
}

/* Nobody listens any more, and who was connected is dropped; the ports are kept in mind. */
void
sim_server_stop (SimCell *cell)
{
  sim_server_drop_connections (cell);
  soup_server_disconnect (cell->transfer_server);
  soup_server_disconnect (cell->api_server);
}

/* On the same ports. */
gboolean
sim_server_listen_again (SimCell *cell,
                         GError **error)
{
  int port = atoi (strrchr (cell->uri, ':') + 1);
  int transfer_port = atoi (strrchr (cell->transfer_uri, ':') + 1);

  if (!listen (cell, cell->api_server, port, error))
    return FALSE;

  return cell->transfer_server == cell->api_server ||
         listen (cell, cell->transfer_server, transfer_port, error);
}

void
sim_server_drop_connections (SimCell *cell)
{
  GHashTableIter iter;
  gpointer socket;

  g_hash_table_iter_init (&iter, cell->sockets);
  while (g_hash_table_iter_next (&iter, &socket, NULL))
    {
      g_socket_shutdown (socket, TRUE, TRUE, NULL);
      g_hash_table_iter_remove (&iter);
    }
}

/* As after the administrator's renewal. */
gboolean
sim_server_change_certificate (SimCell *cell,
                               GError **error)
{
  sim_server_stop (cell);
  if (!make_certificates (cell, error))
    return FALSE;

  soup_server_set_tls_certificate (cell->api_server, cell->certificate);
  if (cell->transfer_server != cell->api_server)
    soup_server_set_tls_certificate (cell->transfer_server, cell->transfer_certificate);

  return sim_server_listen_again (cell, error);
}

/* What is closing comes to its end. */
static void
settle (void)
{
  while (g_main_context_iteration (g_main_context_get_thread_default (), FALSE))
    ;
}

void
sim_server_clear (SimCell *cell)
{
  if (cell->api_server && cell->transfer_server)
    {
      /* libsoup's own way through its connections trips over one that ends meanwhile. */
      sim_server_drop_connections (cell);
      settle ();
      sim_server_stop (cell);
    }
  settle ();
  g_clear_object (&cell->transfer_server);
  g_clear_object (&cell->api_server);
  g_clear_object (&cell->transfer_certificate);
  g_clear_object (&cell->certificate);
  g_clear_pointer (&cell->sockets, g_hash_table_unref);
  g_clear_pointer (&cell->request_counts, g_hash_table_unref);
  g_clear_pointer (&cell->last_requests, g_hash_table_unref);
  g_free (cell->uri);
  g_free (cell->transfer_uri);
  g_free (cell->fingerprint);
  g_free (cell->transfer_fingerprint);
}
