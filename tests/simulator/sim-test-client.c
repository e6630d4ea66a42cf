/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-test-client.h"

#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

struct _SimTestClient
{
  Simulator *cell;
  SoupSession *session;
  char *version;
  GHashTable *headers; /* of every request */
};

void
sim_test_reply_free (SimTestReply *reply)
{
  g_free (reply->reason);
  g_free (reply->body);
  g_clear_pointer (&reply->headers, soup_message_headers_unref);
  g_free (reply);
}

/* VERSION may be NULL: then no Accept goes out by itself. */
SimTestClient *
sim_test_client_new (Simulator *cell,
                     const char *version)
{
  SimTestClient *self = g_new0 (SimTestClient, 1);

  self->cell = cell;
  self->session = soup_session_new_with_options ("timeout", 20, "proxy-resolver", NULL, NULL);
  self->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (version)
    {
      g_autofree char *accept = g_strdup_printf ("application/*+xml;version=%s", version);

      self->version = g_strdup (version);
      sim_test_client_set_header (self, "Accept", accept);
    }

  return self;
}

void
sim_test_client_free (SimTestClient *self)
{
  soup_session_abort (self->session);
  g_object_unref (self->session);
  g_hash_table_unref (self->headers);
  g_free (self->version);
  g_free (self);
}

/* VALUE may be NULL: then it is no longer sent. */
void
sim_test_client_set_header (SimTestClient *self,
                            const char *name,
                            const char *value)
{
  if (value)
    g_hash_table_insert (self->headers, g_strdup (name), g_strdup (value));
  else
    g_hash_table_remove (self->headers, name);
}

static gboolean
on_accept_certificate (SoupMessage *message,
                       GTlsCertificate *certificate,
                       GTlsCertificateFlags errors,
                       gpointer user_data)
{
  SimTestClient *self = user_data;
  g_autoptr (GByteArray) der = NULL;
  g_autofree char *fingerprint = NULL;

  g_object_get (certificate, "certificate", &der, NULL);
  fingerprint = g_compute_checksum_for_data (G_CHECKSUM_SHA256, der->data, der->len);

  return g_str_equal (fingerprint, simulator_get_fingerprint (self->cell)) ||
         g_str_equal (fingerprint, simulator_get_transfer_fingerprint (self->cell));
}

static SimTestReply *
send_message (SimTestClient *self,
              const char *method,
              const char *href,
              GBytes *body,
              va_list headers)
{
  g_autofree char *uri = g_str_has_prefix (href, "/")
                           ? g_strconcat (simulator_get_uri (self->cell), href, NULL)
                           : g_strdup (href);
  g_autoptr (SoupMessage) message = soup_message_new (method, uri);
  g_autoptr (GBytes) answer = NULL;
  SimTestReply *reply = g_new0 (SimTestReply, 1);
  SoupMessageHeaders *request_headers = soup_message_get_request_headers (message);
  GHashTableIter iter;
  gpointer name, value;

  soup_message_disable_feature (message, SOUP_TYPE_AUTH_MANAGER);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_NEW_CONNECTION);
  g_signal_connect (message, "accept-certificate", G_CALLBACK (on_accept_certificate), self);
  g_hash_table_iter_init (&iter, self->headers);
  while (g_hash_table_iter_next (&iter, &name, &value))
    soup_message_headers_append (request_headers, name, value);
  for (const char *h = va_arg (headers, const char *); h; h = va_arg (headers, const char *))
    soup_message_headers_append (request_headers, h, va_arg (headers, const char *));
  if (body)
    soup_message_set_request_body_from_bytes (message, NULL, body);

  answer = soup_session_send_and_read (self->session, message, NULL, NULL);
  if (answer)
    {
      reply->status = soup_message_get_status (message);
      reply->reason = g_strdup (soup_message_get_reason_phrase (message));
      reply->length = g_bytes_get_size (answer);
      /* A text is to end somewhere. */
      reply->body = g_malloc0 (reply->length + 1);
      if (reply->length)
        memcpy (reply->body, g_bytes_get_data (answer, NULL), reply->length);
      reply->headers = soup_message_headers_ref (soup_message_get_response_headers (message));
    }

  return reply;
}

SimTestReply *
sim_test_send_bytes (SimTestClient *self,
                     const char *method,
                     const char *href,
                     GBytes *body,
                     ...)
{
  SimTestReply *reply;
  va_list headers;

  va_start (headers, body);
  reply = send_message (self, method, href, body, headers);
  va_end (headers);

  return reply;
}

SimTestReply *
sim_test_send (SimTestClient *self,
               const char *method,
               const char *href,
               const char *body,
               ...)
{
  g_autoptr (GBytes) bytes = body ? g_bytes_new (body, strlen (body)) : NULL;
  SimTestReply *reply;
  va_list headers;

  va_start (headers, body);
  reply = send_message (self, method, href, bytes, headers);
  va_end (headers);

  return reply;
}

SimTestReply *
sim_test_get (SimTestClient *self,
              const char *href)
{
  return sim_test_send (self, "GET", href, NULL, NULL);
}

/* A slice of CONTENT, with its Content-Range. */
SimTestReply *
sim_test_put (SimTestClient *self,
              const char *href,
              GBytes *content,
              size_t first,
              size_t length)
{
  g_autoptr (GBytes) slice = g_bytes_new_from_bytes (content, first, length);
  g_autofree char *range = g_strdup_printf ("bytes %zu-%zu/%zu", first, first + length - 1,
                                            g_bytes_get_size (content));

  return sim_test_send_bytes (self, "PUT", href, slice, "Content-Range", range, NULL);
}

/* A session, and its token in the headers from now on. */
void
sim_test_client_log_in (SimTestClient *self)
{
  g_autofree char *accept = g_strdup_printf ("application/json;version=%s", self->version);
  g_autoptr (SimTestReply) reply = NULL;
  g_autofree char *bearer = NULL;

  sim_test_client_set_header (self, "Accept", accept);
  /* demo@demo:demo */
  reply = sim_test_send (self, "POST", "/cloudapi/1.0.0/sessions", NULL, "Authorization",
                         "Basic ZGVtb0BkZW1vOmRlbW8=", NULL);
  g_assert_cmpuint (reply->status, ==, 200);
  bearer = g_strconcat ("Bearer ", sim_test_get_header (reply, "X-VMWARE-VCLOUD-ACCESS-TOKEN"),
                        NULL);
  sim_test_client_set_header (self, "Authorization", bearer);
  g_free (accept);
  accept = g_strdup_printf ("application/*+xml;version=%s", self->version);
  sim_test_client_set_header (self, "Accept", accept);
}

char *
sim_test_find (SimTestReply *reply,
               const char *xpath)
{
  xmlDoc *doc = xmlReadMemory (reply->body, (int) reply->length, NULL, NULL, XML_PARSE_NONET);
  xmlXPathContext *context;
  xmlXPathObject *object;
  xmlChar *value;
  char *text;

  g_assert_nonnull (doc);
  context = xmlXPathNewContext (doc);
  xmlXPathRegisterNs (context, (const xmlChar *) "v",
                      (const xmlChar *) "http://www.vmware.com/vcloud/v1.5");
  xmlXPathRegisterNs (context, (const xmlChar *) "versions",
                      (const xmlChar *) "http://www.vmware.com/vcloud/versions");
  object = xmlXPathEvalExpression ((const xmlChar *) xpath, context);
  g_assert_nonnull (object);
  value = xmlXPathCastToString (object);
  text = g_strdup ((const char *) value);
  xmlFree (value);
  xmlXPathFreeObject (object);
  xmlXPathFreeContext (context);
  xmlFreeDoc (doc);

  return text;
}

const char *
sim_test_get_header (SimTestReply *reply,
                     const char *name)
{
  return soup_message_headers_get_one (reply->headers, name);
}

/* No two places of it are alike for long. */
GBytes *
sim_test_make_content (size_t length)
{
  guint8 *data = g_malloc (length);

  for (size_t i = 0; i < length; i++)
    data[i] = (guint8) (i * 2654435761u >> 13);

  return g_bytes_new_take (data, length);
}

char *
sim_test_find_catalog (SimTestClient *self,
                       const char *name)
{
  g_autoptr (SimTestReply) reply = sim_test_get (self, "/api/query?type=catalog&pageSize=128");
  g_autofree char *xpath = g_strdup_printf ("//v:CatalogRecord[@name='%s']/@href", name);

  g_assert_cmpuint (reply->status, ==, 200);

  return sim_test_find (reply, xpath);
}

/* The address of the new image. */
char *
sim_test_declare (SimTestClient *self,
                  const char *catalog,
                  const char *name,
                  size_t size)
{
  g_autofree char *href = g_strconcat (catalog, "/action/upload", NULL);
  g_autofree char *body = g_markup_printf_escaped ("<Media "
                                                   "xmlns=\"http://www.vmware.com/vcloud/v1.5\" "
                                                   "name=\"%s\" imageType=\"iso\" size=\"%zu\"/>",
                                                   name, size);
  g_autoptr (SimTestReply) reply = sim_test_send (self, "POST", href, body, "Content-Type",
                                                  "application/vnd.vmware.vcloud.media+xml", NULL);

  g_assert_cmpuint (reply->status, ==, 201);

  return sim_test_find (reply, "/v:CatalogItem/v:Entity/@href");
}

char *
sim_test_find_upload (SimTestClient *self,
                      const char *media)
{
  g_autoptr (SimTestReply) reply = sim_test_get (self, media);

  return sim_test_find (reply, "/v:Media/v:Files/v:File/v:Link[@rel='upload:default']/@href");
}

/* Asks again until it is so. */
void
sim_test_await_status (SimTestClient *self,
                       const char *media,
                       int status)
{
  for (int i = 0; i < 10000; i++)
    {
      g_autoptr (SimTestReply) reply = sim_test_get (self, media);
      g_autofree char *found = sim_test_find (reply, "/v:Media/@status");

      if (atoi (found) == status)
        return;
    }
  g_error ("The image does not get status %d", status);
}

/* REPLY has a Task. */
void
sim_test_await_task (SimTestClient *self,
                     SimTestReply *reply,
                     const char *status)
{
  g_autofree char *href = sim_test_find (reply, "/v:Task/@href");

  for (int i = 0; i < 10000; i++)
    {
      g_autoptr (SimTestReply) task = sim_test_get (self, href);
      g_autofree char *found = sim_test_find (task, "/v:Task/@status");

      if (g_str_equal (found, status))
        return;
      g_assert_cmpstr (found, ==, "running");
    }
  g_error ("The task does not get to %s", status);
}
