/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "vcd-address.h"
#include "vcd-error-private.h"

/* From what people paste into a field to a server and, where it is in there, an organization. */

#define MAX_LENGTH 2048
#define MAX_PREFIX 1024
#define SYSTEM_ORGANIZATION "System"

/* The first segments that are the product's own; what stands before them is a reverse proxy's. */
static const char * const own_segments[] = {
  "api", "cloudapi", "cloud", "tenant", "provider", "oauth", "login", "transfer", NULL
};

static gboolean
fail (GError     **error,
      const char  *message)
{
  g_propagate_error (error, vcd_error_new (VCD_ERROR_INVALID, NULL, "%s", message));

  return FALSE;
}

/* Whether @text is one line of characters, as a name and an address are. */
static gboolean
is_text (const char *text)
{
  if (!g_utf8_validate (text, -1, NULL))
    return FALSE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (g_unichar_iscntrl (g_utf8_get_char (p)))
        return FALSE;
    }

  return TRUE;
}

/* What mail and chat programs put around an address, and people around a quotation. */
static const struct
{
  const char *before;
  const char *after;
} wrappings[] = {
  { "<", ">" }, { "\"", "\"" }, { "'", "'" }, { "`", "`" }, { "(", ")" },
  { "“", "”" }, { "„", "“" }, { "«", "»" }, { "‘", "’" },
};

static gboolean
unwrap (char       *text,
        const char *before,
        const char *after)
{
  size_t length = strlen (text);

  if (length < strlen (before) + strlen (after) || !g_str_has_prefix (text, before) ||
      !g_str_has_suffix (text, after))
    return FALSE;

  text[length - strlen (after)] = '\0';
  memmove (text, text + strlen (before), strlen (text + strlen (before)) + 1);
  g_strstrip (text);

  return TRUE;
}

static char *
dup_bare (const char *text)
{
  char *bare = g_strstrip (g_strdup (text));
  unsigned i = 0;

  /* There may be one within another. */
  while (i < G_N_ELEMENTS (wrappings))
    i = unwrap (bare, wrappings[i].before, wrappings[i].after) ? 0 : i + 1;

  return bare;
}

static gboolean
is_loopback (const char *host)
{
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (host);

  if (address != NULL)
    return g_inet_address_get_is_loopback (address);

  return g_str_equal (host, "localhost") || g_str_has_suffix (host, ".localhost");
}

/* The host as it goes into addresses and pins: in ASCII and small letters; NULL if it is none. */
static char *
dup_canonical_host (const char *host)
{
  g_autofree char *ascii = NULL;
  g_autofree char *lower = NULL;

  if (g_hostname_is_ip_address (host))
    return g_ascii_strdown (host, -1);

  ascii = g_hostname_to_ascii (host);
  if (ascii == NULL || *ascii == '\0' || strlen (ascii) > 253 || strstr (ascii, "..") != NULL)
    return NULL;

  lower = g_ascii_strdown (ascii, -1);
  if (g_str_has_suffix (lower, "."))
    lower[strlen (lower) - 1] = '\0';

  for (const char *p = lower; *p != '\0'; p++)
    {
      if (!g_ascii_isalnum (*p) && *p != '-' && *p != '.' && *p != '_')
        return NULL;
    }

  return *lower != '\0' && *lower != '.' && *lower != '-' ? g_steal_pointer (&lower) : NULL;
}

/* `/tenant/NAME/…` and `/cloud/org/NAME/…` name an organization, `/provider` the provider's. */
static char *
dup_organization (const char * const *segments,
                  const char         *first)
{
  g_autofree char *decoded = NULL;
  const char *name = NULL;

  if (g_str_equal (first, "provider") ||
      (g_str_equal (first, "oauth") && g_strcmp0 (segments[1], "provider") == 0))
    return g_strdup (SYSTEM_ORGANIZATION);

  if (g_str_equal (first, "tenant"))
    name = segments[1];
  else if (g_str_equal (first, "cloud") && g_strcmp0 (segments[1], "org") == 0)
    name = segments[2];
  else if (g_str_equal (first, "oauth") && g_strcmp0 (segments[1], "tenant") == 0)
    name = segments[2];

  decoded = name != NULL && *name != '\0' ? g_uri_unescape_string (name, NULL) : NULL;

  return decoded != NULL && is_text (decoded) ? g_steal_pointer (&decoded) : NULL;
}

/* What stands before the product's own part of @path, without a slash at its end; NULL if it is not
 * the path of anything. */
static char *
split_path (const char  *path,
            char       **organization)
{
  g_auto(GStrv) segments = g_strsplit (path, "/", -1);
  g_autoptr(GString) prefix = g_string_new (NULL);

  for (unsigned i = 0; segments[i] != NULL; i++)
    {
      g_autofree char *decoded = g_uri_unescape_string (segments[i], NULL);

      if (decoded == NULL || !is_text (decoded))
        return NULL;

      if (*decoded == '\0')
        continue;

      if (g_strv_contains (own_segments, decoded))
        {
          *organization = dup_organization ((const char * const *) segments + i, decoded);
          break;
        }

      g_string_append_c (prefix, '/');
      g_string_append_uri_escaped (prefix, decoded, G_URI_RESERVED_CHARS_ALLOWED_IN_PATH_ELEMENT,
                                   FALSE);
    }

  return g_string_free_and_steal (g_steal_pointer (&prefix));
}

static char *
dup_server (const char *scheme,
            const char *host,
            int         port,
            const char *prefix)
{
  g_autoptr(GString) server = g_string_new (scheme);

  g_string_append_printf (server, strchr (host, ':') != NULL ? "://[%s]" : "://%s", host);
  if (port > 0 && port != (g_str_equal (scheme, "https") ? 443 : 80))
    g_string_append_printf (server, ":%d", port);
  g_string_append (server, prefix);

  return g_string_free_and_steal (g_steal_pointer (&server));
}

/* Passwords in addresses end in histories and logs, so they are not taken, nor said again. */
static gboolean
fail_for_user (GError **error)
{
  return fail (error, _("The address must not hold a user or a password; they are asked for "
                        "separately."));
}

static gboolean
has_user (const char *address)
{
  const char *authority = strstr (address, "://");
  const char *start = authority != NULL ? authority + strlen ("://") : address;
  size_t length = strcspn (start, "/?#");

  return memchr (start, '@', length) != NULL;
}

/**
 * vcd_address_parse:
 * @text: what a person typed or pasted
 * @server: (out) (optional): return location for the server's address, such as
 *   `https://vcd.example.com:8443`, without a slash at the end
 * @organization: (out) (optional) (nullable): return location for the organization, or %NULL if the
 *   text names none
 * @error: return location for an error
 *
 * Reads any form of a server's address: a host, with a port or without, or an address that was
 * copied from a browser or from a script, such as `https://vcd.example.com/tenant/acme/vdcs`.
 *
 * The address is one of `https`; plain `http` is left only for this machine itself.
 *
 * Returns: %TRUE, or %FALSE with `VCD_ERROR_INVALID`
 */
gboolean
vcd_address_parse (const char  *text,
                   char       **server,
                   char       **organization,
                   GError     **error)
{
  g_autofree char *bare = NULL;
  g_autofree char *address = NULL;
  g_autofree char *host = NULL;
  g_autofree char *prefix = NULL;
  g_autofree char *found = NULL;
  g_autoptr(GUri) uri = NULL;
  const char *scheme;
  int port;

  g_return_val_if_fail (text != NULL, FALSE);

  if (strlen (text) > MAX_LENGTH || !g_utf8_validate (text, -1, NULL))
    return fail (error, _("This is not the address of a server."));

  bare = dup_bare (text);
  if (*bare == '\0')
    return fail (error, _("An address is needed, such as vcd.example.com."));

  if (!is_text (bare))
    return fail (error, _("This is not the address of a server."));

  if (has_user (bare))
    return fail_for_user (error);

  address = strstr (bare, "://") != NULL ? g_strdup (bare) : g_strconcat ("https://", bare, NULL);
  uri = g_uri_parse (address, G_URI_FLAGS_PARSE_RELAXED | G_URI_FLAGS_ENCODED_PATH |
                              G_URI_FLAGS_ENCODED_QUERY, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL ||
      (host = dup_canonical_host (g_uri_get_host (uri))) == NULL)
    return fail (error, _("This is not the address of a server. It should look like "
                          "vcd.example.com."));

  scheme = g_uri_get_scheme (uri);
  if (!g_str_equal (scheme, "https") && !g_str_equal (scheme, "http"))
    return fail (error, _("The address of a server begins with https://."));

  port = g_uri_get_port (uri);
  if (port == 0)
    return fail (error, _("This is not the address of a server."));

  /* Port 80 belongs to http, which the server would only send on to https. */
  if (g_str_equal (scheme, "http") && !is_loopback (host))
    {
      scheme = "https";
      if (port == 80)
        port = -1;
    }

  prefix = split_path (g_uri_get_path (uri), &found);
  if (prefix == NULL || strlen (prefix) > MAX_PREFIX)
    return fail (error, _("This is not the address of a server."));
  if (strchr (prefix, '@') != NULL)
    return fail_for_user (error);

  if (server != NULL)
    *server = dup_server (scheme, host, port, prefix);
  if (organization != NULL)
    *organization = g_steal_pointer (&found);

  return TRUE;
}
