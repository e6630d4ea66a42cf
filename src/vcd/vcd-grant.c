/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <libsoup/soup.h>
#include <string.h>

#include "vcd-grant-private.h"

/* Scheme, host and port of @uri, or NULL. */
static char *
dup_origin (const char *uri)
{
  g_autoptr(GUri) parsed = g_uri_parse (uri, SOUP_HTTP_URI_FLAGS, NULL);
  g_autofree char *host = NULL;

  if (parsed == NULL || g_uri_get_host (parsed) == NULL || *g_uri_get_host (parsed) == '\0')
    return NULL;

  host = g_ascii_strdown (g_uri_get_host (parsed), -1);

  return g_strdup_printf ("%s://%s:%d", g_uri_get_scheme (parsed), host, g_uri_get_port (parsed));
}

/* @uri at the scheme, host and port of @server. */
static char *
move_uri (const char *uri,
          const char *server)
{
  g_autoptr(GUri) parsed = g_uri_parse (uri, SOUP_HTTP_URI_FLAGS, NULL);
  g_autoptr(GUri) target = g_uri_parse (server, SOUP_HTTP_URI_FLAGS, NULL);

  if (parsed == NULL || target == NULL)
    return NULL;

  return g_uri_join (SOUP_HTTP_URI_FLAGS, g_uri_get_scheme (target), NULL, g_uri_get_host (target),
                     g_uri_get_port (target), g_uri_get_path (parsed), g_uri_get_query (parsed),
                     NULL);
}

VcdGrant *
vcd_grant_new (const char *server,
               const char *api_version)
{
  VcdGrant *self = g_atomic_rc_box_new0 (VcdGrant);
  char *origin = dup_origin (server);

  self->server = g_strdup (server);
  if (g_str_has_suffix (self->server, "/"))
    self->server[strlen (self->server) - 1] = '\0';
  self->api_version = g_strdup (api_version);
  self->idle_minutes = 30;
  self->origins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->detours = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  /* What a person typed may also be http: that is then what it is, at a test server. */
  if (origin != NULL)
    g_hash_table_add (self->origins, origin);

  return self;
}

VcdGrant *
vcd_grant_ref (VcdGrant *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
vcd_grant_clear (gpointer data)
{
  VcdGrant *self = data;

  g_free (self->server);
  g_free (self->api_version);
  g_free (self->authorization);
  g_free (self->legacy_token);
  g_free (self->organization);
  g_free (self->user);
  g_free (self->session_href);
  g_free (self->query_href);
  g_free (self->org_href);
  g_free (self->org_list_href);
  g_hash_table_unref (self->origins);
  g_hash_table_unref (self->detours);
}

void
vcd_grant_unref (VcdGrant *self)
{
  g_atomic_rc_box_release_full (self, vcd_grant_clear);
}

gboolean
vcd_grant_at_least (VcdGrant *self,
                    unsigned  major)
{
  return g_ascii_strtoull (self->api_version, NULL, 10) >= major;
}

void
vcd_grant_add_origin (VcdGrant   *self,
                      const char *uri)
{
  char *origin = uri != NULL ? dup_origin (uri) : NULL;

  if (origin != NULL && g_str_has_prefix (origin, "https://"))
    g_hash_table_add (self->origins, origin);
  else
    g_free (origin);
}

gboolean
vcd_grant_covers (VcdGrant   *self,
                  const char *uri)
{
  g_autofree char *origin = dup_origin (uri);

  return origin != NULL && g_hash_table_contains (self->origins, origin);
}

/* Behind a balancer some servers hand out links to themselves as if they had no TLS. */
static char *
upgrade_uri (VcdGrant *self,
             char     *uri)
{
  g_autoptr(GUri) parsed = NULL;
  g_autoptr(GUri) server = NULL;
  char *moved;

  if (!g_str_has_prefix (uri, "http://") || !g_str_has_prefix (self->server, "https://"))
    return uri;

  parsed = g_uri_parse (uri, SOUP_HTTP_URI_FLAGS, NULL);
  server = g_uri_parse (self->server, SOUP_HTTP_URI_FLAGS, NULL);

  if (parsed == NULL || server == NULL || g_uri_get_host (parsed) == NULL ||
      g_ascii_strcasecmp (g_uri_get_host (parsed), g_uri_get_host (server)) != 0 ||
      (g_uri_get_port (parsed) != 80 && g_uri_get_port (parsed) != g_uri_get_port (server)) ||
      (moved = move_uri (uri, self->server)) == NULL)
    return uri;

  g_free (uri);

  return moved;
}

char *
vcd_grant_resolve (VcdGrant   *self,
                   const char *uri,
                   const char *base)
{
  g_autofree char *scheme = g_uri_parse_scheme (uri);
  g_autofree char *origin = NULL;
  char *resolved = NULL;

  if (scheme != NULL)
    resolved = g_strdup (uri);
  else if (base == NULL && *uri == '/')
    resolved = g_strconcat (self->server, uri, NULL);
  else
    resolved = g_uri_resolve_relative (base != NULL ? base : self->server, uri,
                                       SOUP_HTTP_URI_FLAGS, NULL);

  if (resolved == NULL)
    return g_strdup (uri);

  resolved = upgrade_uri (self, resolved);
  origin = dup_origin (resolved);

  if (origin != NULL && g_hash_table_contains (self->detours, origin))
    {
      char *moved = move_uri (resolved, self->server);

      if (moved != NULL)
        {
          g_free (resolved);
          resolved = moved;
        }
    }

  return resolved;
}

char *
vcd_grant_dup_detour (VcdGrant   *self,
                      const char *uri)
{
  g_autofree char *origin = dup_origin (uri);
  g_autofree char *home = dup_origin (self->server);

  if (origin == NULL || g_strcmp0 (origin, home) == 0)
    return NULL;

  return move_uri (uri, self->server);
}

void
vcd_grant_use_detour (VcdGrant   *self,
                      const char *uri)
{
  char *origin = dup_origin (uri);

  if (origin != NULL)
    g_hash_table_add (self->detours, origin);
}

char *
vcd_grant_dup_accept (VcdGrant   *self,
                      const char *type)
{
  return g_strdup_printf ("%s;version=%s", type, self->api_version);
}
