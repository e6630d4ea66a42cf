/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-request.h"

#include <sys/socket.h>

#include "sim-event.h"
#include "sim-reply-faults.h"

/*
 * A request on its way through the cell: what it says, and the reply to it.
 */

#define REQUEST_KEY "sim-request"

static void
request_free (gpointer data)
{
  SimRequest *self = data;

  sim_clock_clear_alarm (self->cell->clock, &self->alarm);
  g_strfreev (self->path);
  g_free (self->site_name);
  if (self->body)
    self->body_free (self->body);
  g_free (self);
}

/* The version that Accept asks for, whichever of its values names one; FALSE if none does. */
static gboolean
read_version (SoupMessageHeaders *headers,
              SimVersion *version)
{
  const char *accept = soup_message_headers_get_list (headers, "Accept");
  const char *found = accept ? strstr (accept, "version=") : NULL;

  return found && sscanf (found, "version=%d.%d", &version->major, &version->minor) == 2;
}

static SimVersion
get_lowest_version (SimCell *cell)
{
  SimVersion lowest = { G_MAXINT, 0 };

  for (char **v = cell->options->versions; *v; v++)
    {
      SimVersion version = { 0, 0 };

      sscanf (*v, "%d.%d", &version.major, &version.minor);
      if (version.major < lowest.major ||
          (version.major == lowest.major && version.minor < lowest.minor))
        lowest = version;
    }

  return lowest;
}

/* Takes PATH over. ROUTE may be NULL: then nothing is at that path. */
SimRequest *
sim_request_new (SimCell *cell,
                 SoupServerMessage *message,
                 const SimRoute *route,
                 char **path)
{
  SimRequest *self = g_new0 (SimRequest, 1);
  size_t n_ids = 0;

  self->cell = cell;
  self->message = message;
  self->route = route;
  self->kind = route ? route->kind : "other";
  self->path = path;
  self->site = (SimSite) { .kind = self->kind, .first = -1, .last = -1 };
  if (!read_version (soup_server_message_get_request_headers (message), &self->version))
    self->version = get_lowest_version (cell);
  if (route)
    {
      g_auto (GStrv) pattern = g_strsplit (route->path, "/", -1);

      for (size_t i = 0; pattern[i] && n_ids < G_N_ELEMENTS (self->ids); i++)
        if (g_str_equal (pattern[i], "*"))
          self->ids[n_ids++] = path[i];
    }
  g_object_set_data_full (G_OBJECT (message), REQUEST_KEY, self, request_free);

  return self;
}

SimRequest *
sim_request_get (SoupServerMessage *message)
{
  return g_object_get_data (G_OBJECT (message), REQUEST_KEY);
}

/* Those that came. */
SoupMessageHeaders *
sim_request_get_headers (SimRequest *self)
{
  return soup_server_message_get_request_headers (self->message);
}

/* NULL if there is none. */
const char *
sim_request_get_header (SimRequest *self,
                        const char *name)
{
  return soup_message_headers_get_one (sim_request_get_headers (self), name);
}

/* From the query string, decoded; NULL if it is not there. Pairs are split at "&" only. */
char *
sim_request_dup_parameter (SimRequest *self,
                           const char *name)
{
  const char *query = g_uri_get_query (soup_server_message_get_uri (self->message));
  g_auto (GStrv) pairs = g_strsplit (query ? query : "", "&", -1);

  for (char **pair = pairs; *pair; pair++)
    {
      const char *equals = strchr (*pair, '=');
      size_t length = equals ? (size_t) (equals - *pair) : strlen (*pair);

      if (length != strlen (name) || strncmp (*pair, name, length) != 0)
        continue;

      g_autofree char *value = g_strdup (equals ? equals + 1 : "");
      char *decoded = g_uri_unescape_string (g_strdelimit (value, "+", ' '), NULL);

      return decoded ? decoded : g_steal_pointer (&value);
    }

  return NULL;
}

GBytes *
sim_request_dup_body (SimRequest *self)
{
  return soup_message_body_flatten (soup_server_message_get_request_body (self->message));
}

/* The body if it is such a document; else replies and gives NULL. */
xmlDoc *
sim_request_parse_body (SimRequest *self,
                        const char *root,
                        const char *type)
{
  const char *content_type = sim_request_get_header (self, "Content-Type");
  g_autoptr (GBytes) body = sim_request_dup_body (self);
  xmlDoc *doc;

  if (!content_type || g_ascii_strncasecmp (content_type, type, strlen (type)) != 0)
    {
      sim_request_reply_error (self, 415, "UNSUPPORTED_MEDIA_TYPE", "The Content-Type has to be %s",
                               type);
      return NULL;
    }

  doc = sim_xml_parse (body, root);
  if (!doc)
    sim_request_reply_error (self, 400, "BAD_REQUEST", "The body is not a valid %s document", root);

  return doc;
}

gboolean
sim_request_is_before (SimRequest *self,
                       int major,
                       int minor)
{
  return self->version.major < major ||
         (self->version.major == major && self->version.minor < minor);
}

/* An absolute address of the API. */
char *
sim_request_href (SimRequest *self,
                  const char *format,
                  ...)
{
  g_autofree char *path = NULL;
  va_list arguments;

  va_start (arguments, format);
  path = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  return g_strconcat (self->cell->uri, path, NULL);
}

/* The name of the image that it turned out to be about, for faults that ask for it. */
void
sim_request_about (SimRequest *self,
                   const char *name)
{
  g_set_str (&self->site_name, name);
  self->site.name = self->site_name;
}

SimFault *
sim_request_strike (SimRequest *self,
                    SimFaultId id)
{
  return sim_faults_strike (self->cell->faults, id, &self->site);
}

SimXml *
sim_request_new_xml (SimRequest *self,
                     const char *root)
{
  SimXmlStyle style = SIM_XML_PLAIN;
  SimFault *prefixed = sim_request_strike (self, SIM_FAULT_PREFIXED_XML);

  if (sim_request_strike (self, SIM_FAULT_LINK_TWINS))
    style |= SIM_XML_TWINS;
  if (sim_request_strike (self, SIM_FAULT_SPARSE_XML))
    style |= SIM_XML_SPARSE;
  if (sim_request_strike (self, SIM_FAULT_EXTRA_ELEMENTS))
    style |= SIM_XML_EXTRA;

  return sim_xml_new (root, SIM_NS_VCLOUD, style,
                      prefixed ? sim_fault_get_string (prefixed, "prefix", "ns7") : NULL);
}

void
sim_request_add_header (SimRequest *self,
                        const char *name,
                        const char *value)
{
  soup_message_headers_replace (soup_server_message_get_response_headers (self->message), name,
                                value);
}

/* With an empty body. REASON may be NULL. */
void
sim_request_reply (SimRequest *self,
                   unsigned status,
                   const char *reason)
{
  soup_server_message_set_status (self->message, status, reason);
  sim_request_finish (self);
}

static void
set_body (SimRequest *self,
          unsigned status,
          const char *type,
          GBytes *body)
{
  soup_server_message_set_status (self->message, status, NULL);
  sim_request_add_header (self, "Content-Type", type);
  if (g_bytes_get_size (body) > 0)
    soup_message_body_append_bytes (soup_server_message_get_response_body (self->message), body);
  sim_request_finish (self);
}

/* Ends XML. */
void
sim_request_reply_xml (SimRequest *self,
                       unsigned status,
                       const char *type,
                       SimXml *xml)
{
  g_autoptr (GBytes) body = sim_xml_finish (xml);
  g_autoptr (GBytes) spoilt = status < 300 ? sim_reply_faults_spoil (self, body) : NULL;
  g_autofree char *versioned = g_strdup_printf ("%s;version=%d.%d", type, self->version.major,
                                                self->version.minor);

  set_body (self, status, versioned, spoilt ? spoilt : body);
}

/* Takes TEXT over. */
void
sim_request_reply_text (SimRequest *self,
                        unsigned status,
                        const char *type,
                        char *text)
{
  g_autoptr (GBytes) body = g_bytes_new_take (text, strlen (text));

  set_body (self, status, type, body);
}

/* The cell's own kind of error, in the form that the part of the API has. */
void
sim_request_reply_error (SimRequest *self,
                         unsigned status,
                         const char *minor,
                         const char *format,
                         ...)
{
  g_autofree char *id = sim_cell_new_id (self->cell);
  g_autofree char *text = NULL, *message = NULL;
  g_autoptr (SimXml) xml = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  message = g_strdup_printf ("[ %s ] %s", id, text);

  xml = sim_request_new_xml (self, "Error");
  sim_xml_set_number (xml, "majorErrorCode", status);
  sim_xml_set (xml, "minorErrorCode", minor);
  sim_xml_set (xml, "message", message);
  sim_xml_set_optional (xml, "stackTrace", "com.vmware.vcloud.api.presentation.service.Exception");
  sim_request_reply_xml (self, status, SIM_TYPE ("error"), xml);
}

/* What a cell says of anything that is not there, too. */
void
sim_request_reply_forbidden (SimRequest *self)
{
  sim_request_reply_error (self, 403, "ACCESS_TO_RESOURCE_IS_FORBIDDEN",
                           "Either you need some or all of the following rights [Base] to perform "
                           "operations [VIEW] for this entity or the target entity is invalid.");
}

void
sim_request_reply_unauthorized (SimRequest *self)
{
  if (sim_request_strike (self, SIM_FAULT_OLD_403))
    {
      sim_request_reply_error (self, 403, "ACCESS_TO_RESOURCE_IS_FORBIDDEN", "Access is forbidden");
      return;
    }
  if (sim_request_strike (self, SIM_FAULT_DROP_EMPTY_401))
    sim_request_add_header (self, "Connection", "close");
  sim_request_reply (self, 401, NULL);
}

/* As a load balancer does it. */
void
sim_request_reply_html (SimRequest *self,
                        unsigned status)
{
  const char *phrase = soup_status_get_phrase (status);

  /* Of which libsoup would cut the part that a client wants of what it thinks is a file. */
  soup_message_headers_remove (sim_request_get_headers (self), "Range");
  sim_request_reply_text (self, status, "text/html",
                          g_strdup_printf ("<html>\r\n<head><title>%u %s</title></head>\r\n"
                                           "<body>\r\n<center><h1>%u %s</h1></center>\r\n"
                                           "</body>\r\n</html>\r\n",
                                           status, phrase, status, phrase));
}

static void
on_late (gpointer user_data)
{
  SimRequest *self = user_data;

  self->alarm = 0;
  soup_server_message_unpause (self->message);
}

/* The reply is complete: gives it the headers of every reply, or keeps it from going out. */
void
sim_request_finish (SimRequest *self)
{
  g_autofree char *id = sim_cell_new_id (self->cell);
  const char *wish = sim_request_get_header (self, "X-VMWARE-VCLOUD-CLIENT-REQUEST-ID");
  g_autofree char *full = wish ? g_strdup_printf ("%.128s-%s", wish, id) : g_strdup (id);
  SimFault *fault;

  sim_request_add_header (self, "X-VMWARE-VCLOUD-REQUEST-ID", full);
  if (sim_request_strike (self, SIM_FAULT_CONNECTION_CLOSE))
    sim_request_add_header (self, "Connection", "close");
  if (self->is_refused)
    return;

  if (sim_request_strike (self, SIM_FAULT_LOST_REPLY))
    sim_request_drop (self);
  else if ((fault = sim_request_strike (self, SIM_FAULT_SLOW_REPLY)))
    {
      double seconds = (double) sim_fault_get_number (fault, "seconds", 70);

      soup_server_message_pause (self->message);
      self->alarm = sim_clock_add_alarm (self->cell->clock, seconds, on_late, self);
    }
}

/* Drops the connection as a balancer does: without an answer, and with a reset. */
void
sim_request_drop (SimRequest *self)
{
  GSocket *socket = soup_server_message_get_socket (self->message);
  struct linger at_once = { 1, 0 };

  sim_event (self->cell, "dropped", self->site_name, "kind=%s", self->kind);
  if (!socket)
    return;

  setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  g_socket_shutdown (socket, TRUE, TRUE, NULL);
}
