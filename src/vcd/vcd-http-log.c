/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "vcd-http-private.h"

/* Paths of the API name objects; any other path may be a capability, as that of a transfer is. */
static void
append_path (GString    *line,
             const char *path)
{
  g_auto(GStrv) segments = g_strsplit (path, "/", -1);
  gboolean known = FALSE;

  for (unsigned i = 0; segments[i] != NULL && !known; i++)
    known = g_str_equal (segments[i], "api") || g_str_equal (segments[i], "cloudapi") ||
            g_str_equal (segments[i], "oauth");

  if (!known || g_strv_contains ((const char * const *) segments, "transfer"))
    g_string_append (line, "/…");
  else
    g_string_append (line, path);
}

/* Names and filters stay out, and whatever a server puts into the query of its own links. */
static void
append_query (GString    *line,
              const char *query)
{
  static const char * const harmless[] = {
    "type", "format", "page", "pageSize", "force", "recursive", "filterEncoded", NULL
  };
  g_auto(GStrv) pairs = g_strsplit (query, "&", -1);
  const char *separator = "?";
  gboolean hidden = FALSE;

  for (unsigned i = 0; pairs[i] != NULL; i++)
    {
      const char *equals = strchr (pairs[i], '=');
      g_autofree char *key = equals != NULL ? g_strndup (pairs[i], (gsize) (equals - pairs[i]))
                                            : g_strdup (pairs[i]);

      if (!g_strv_contains (harmless, key) || strlen (pairs[i]) > 40)
        {
          hidden = hidden || *key != '\0';
          continue;
        }

      g_string_append_printf (line, "%s%s", separator, pairs[i]);
      separator = "&";
    }

  if (hidden)
    g_string_append_printf (line, "%s…", separator);
}

char *
vcd_http_format_log (const char *method,
                     const char *uri,
                     unsigned    status,
                     const char *request_id,
                     uint64_t    request_bytes,
                     uint64_t    reply_bytes,
                     int64_t     microseconds)
{
  g_autoptr(GUri) parsed = g_uri_parse (uri, SOUP_HTTP_URI_FLAGS, NULL);
  GString *line = g_string_new (method);

  if (parsed == NULL || g_uri_get_host (parsed) == NULL)
    g_string_append (line, " …");
  else
    {
      g_string_append_printf (line, strchr (g_uri_get_host (parsed), ':') != NULL ? " %s://[%s]"
                                                                                   : " %s://%s",
                              g_uri_get_scheme (parsed), g_uri_get_host (parsed));
      if (g_uri_get_port (parsed) > 0)
        g_string_append_printf (line, ":%d", g_uri_get_port (parsed));
      append_path (line, g_uri_get_path (parsed));
      if (g_uri_get_query (parsed) != NULL)
        append_query (line, g_uri_get_query (parsed));
    }

  if (status != 0)
    g_string_append_printf (line, " → %u", status);
  else
    g_string_append (line, " → no answer");

  g_string_append_printf (line, ", %" G_GUINT64_FORMAT " bytes sent, %" G_GUINT64_FORMAT
                          " received, %.1f ms", request_bytes, reply_bytes,
                          (double) microseconds / 1000.0);
  if (request_id != NULL)
    g_string_append_printf (line, ", request %s", request_id);

  return g_string_free_and_steal (line);
}
