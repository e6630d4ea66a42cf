/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "vcd-account-private.h"
#include "vcd-error-private.h"
#include "vcd-fiber-private.h"
#include "vcd-grant-private.h"
#include "vcd-server-probe-private.h"

#define XML_TYPE        "application/*+xml"
#define JSON_TYPE       "application/json"
#define ORG_TYPE        "application/vnd.vmware.vcloud.org+xml"
#define ORG_LIST_TYPE   "application/vnd.vmware.vcloud.orgList+xml"
#define QUERY_LIST_TYPE "application/vnd.vmware.vcloud.query.queryList+xml"

/* Which of the two families of sign-in a server has is known by its version, mostly. */
#define FIRST_CLOUDAPI_VERSION 33
#define MAX_TOKEN              (64 * 1024)

/* A sign-in on its way: versions, then the token, then the session's own document. */
typedef struct
{
  VcdHttp         *http;
  VcdAccount      *account;
  char            *server;
  char            *organization;
  char            *user;
  char            *wish;
  char            *secret;
  VcdSignInMethod  method;
  gboolean         provider;
  VcdGrant        *grant;
  GCancellable    *cancellable;
} VcdSignIn;

static GType vcd_grant_get_type (void);

G_DEFINE_BOXED_TYPE (VcdGrant, vcd_grant, vcd_grant_ref, vcd_grant_unref)

static void
vcd_sign_in_free (gpointer data)
{
  VcdSignIn *self = data;

  g_clear_object (&self->http);
  g_clear_object (&self->account);
  g_free (self->server);
  g_free (self->organization);
  g_free (self->user);
  g_free (self->wish);
  g_free (self->secret);
  g_clear_pointer (&self->grant, vcd_grant_unref);
  g_free (self);
}

/* The account's secret from memory, else from the keyring; FALSE with an error that says so. */
static gboolean
load_secret (VcdSignIn  *self,
             GError    **error)
{
  g_autoptr(GError) local_error = NULL;

  if (vcd_account_get_secret (self->account) == NULL)
    dex_await (vcd_unless_cancelled (vcd_account_load_secret (self->account), self->cancellable),
               &local_error);

  if (g_set_str (&self->secret, vcd_account_get_secret (self->account)))
    return TRUE;

  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (self->method == VCD_SIGN_IN_API_TOKEN)
    g_propagate_error (error, vcd_error_new (VCD_ERROR_SIGN_IN,
                                             local_error != NULL ? local_error->message : NULL,
                                             _("The API token for %s is not known. Enter it."),
                                             self->server));
  else
    g_propagate_error (error, vcd_error_new (VCD_ERROR_SIGN_IN,
                                             local_error != NULL ? local_error->message : NULL,
                                             _("The password of %s for %s is not known. Enter it."),
                                             self->user,
                                             self->server));

  return FALSE;
}

static VcdReply *
send (VcdSignIn         *self,
      const VcdRequest  *request,
      GError           **error)
{
  return dex_await_object (vcd_unless_cancelled (vcd_http_send (self->http, request),
                                                 self->cancellable), error);
}

static char *
dup_uri (VcdSignIn  *self,
         const char *path)
{
  size_t length = strlen (self->server);

  if (length > 0 && self->server[length - 1] == '/')
    length--;

  return g_strdup_printf ("%.*s%s", (int) length, self->server, path);
}

/* The reply's own error, under another code and with a sentence that fits a sign-in. */
static GError *
refuse (VcdReply   *reply,
        VcdError    code,
        const char *sentence)
{
  g_autoptr(GError) error = vcd_reply_dup_error (reply);

  return vcd_error_new (code, error != NULL ? vcd_error_get_details (error) : NULL, "%s", sentence);
}

static gboolean
find_version (VcdSignIn  *self,
              GError    **error)
{
  g_autoptr(VcdApiVersion) version = vcd_server_find_version (self->http, self->server, self->wish,
                                                              self->cancellable, error);

  if (version == NULL)
    return FALSE;

  self->grant = vcd_grant_new (self->server, version->version);
  vcd_grant_add_origin (self->grant, version->login_href);

  return TRUE;
}

/* The token is in the headers; which one tells how it wants to be shown. */
static gboolean
take_token (VcdSignIn *self,
            VcdReply  *reply)
{
  const char *access = vcd_reply_get_header (reply, "X-VMWARE-VCLOUD-ACCESS-TOKEN");
  const char *legacy = vcd_reply_get_header (reply, "x-vcloud-authorization");

  if (access != NULL && *access != '\0' && strlen (access) < MAX_TOKEN)
    self->grant->authorization = g_strconcat ("Bearer ", access, NULL);
  else if (legacy != NULL && *legacy != '\0' && strlen (legacy) < MAX_TOKEN)
    self->grant->legacy_token = g_strdup (legacy);

  return self->grant->authorization != NULL || self->grant->legacy_token != NULL;
}

static JsonObject *
parse_json (VcdReply   *reply,
            JsonParser *parser)
{
  gsize size;
  const char *data = g_bytes_get_data (vcd_reply_get_body (reply), &size);
  JsonNode *root;

  if (size == 0 || !json_parser_load_from_data (parser, data, (gssize) size, NULL))
    return NULL;

  root = json_parser_get_root (parser);

  return root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
}

static void
take_session_json (VcdSignIn *self,
                   VcdReply  *reply)
{
  g_autoptr(JsonParser) parser = json_parser_new ();
  JsonObject *object = parse_json (reply, parser);
  JsonNode *node = object != NULL ? json_object_get_member (object, "sessionIdleTimeoutMinutes")
                                  : NULL;

  if (node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_double (node) > 0)
    self->grant->idle_minutes = json_node_get_double (node);
}

static char *
dup_session_link (VcdSignIn  *self,
                  VcdElement *session,
                  const char *rel,
                  const char *type)
{
  g_autofree char *href = vcd_element_dup_link (session, rel, type);
  char *resolved;

  if (href == NULL)
    return NULL;

  resolved = vcd_grant_resolve (self->grant, href, NULL);
  vcd_grant_add_origin (self->grant, resolved);

  return resolved;
}

static gboolean
take_session_xml (VcdSignIn *self,
                  VcdReply  *reply)
{
  VcdXml *xml = vcd_reply_get_xml (reply, NULL);
  VcdElement *root = xml != NULL ? vcd_xml_get_root (xml) : NULL;
  VcdGrant *grant = self->grant;

  if (root == NULL || g_strcmp0 (vcd_element_get_name (root), "Session") != 0)
    return FALSE;

  grant->organization = vcd_element_dup_attribute (root, "org");
  grant->user = vcd_element_dup_attribute (root, "user");
  grant->query_href = dup_session_link (self, root, "down", QUERY_LIST_TYPE);
  grant->org_href = dup_session_link (self, root, "down", ORG_TYPE);
  grant->org_list_href = dup_session_link (self, root, "down", ORG_LIST_TYPE);

  return TRUE;
}

static VcdReply *
post_login (VcdSignIn   *self,
            const char  *path,
            const char  *type,
            GError     **error)
{
  g_autofree char *uri = dup_uri (self, path);
  g_autofree char *accept = vcd_grant_dup_accept (self->grant, type);
  g_autofree char *plain = NULL;
  g_autofree char *base64 = NULL;
  g_autofree char *authorization = NULL;

  plain = g_strdup_printf ("%s@%s:%s", self->user, self->organization, self->secret);
  base64 = g_base64_encode ((const uint8_t *) plain, strlen (plain));
  authorization = g_strconcat ("Basic ", base64, NULL);

  return send (self, &(const VcdRequest) {
    .method = "POST",
    .uri = uri,
    .accept = accept,
    .authorization = authorization,
  }, error);
}

static gboolean
is_missing (VcdReply *reply)
{
  unsigned status = vcd_reply_get_status (reply);

  return status == 403 || status == 404 || status == 405 || status == 406 || status == 410;
}

/* Another try at the other family only where the first one seems not to be there: each refused
 * password counts towards the account being locked. */
static VcdReply *
post_either_login (VcdSignIn  *self,
                   gboolean   *cloudapi,
                   GError    **error)
{
  const char *path = self->provider ? "/cloudapi/1.0.0/sessions/provider"
                                    : "/cloudapi/1.0.0/sessions";
  g_autoptr(VcdReply) first = NULL;
  g_autoptr(VcdReply) second = NULL;

  *cloudapi = vcd_grant_at_least (self->grant, FIRST_CLOUDAPI_VERSION);
  first = *cloudapi ? post_login (self, path, JSON_TYPE, error)
                    : post_login (self, "/api/sessions", XML_TYPE, error);

  if (first == NULL || !is_missing (first))
    return g_steal_pointer (&first);

  second = *cloudapi ? post_login (self, "/api/sessions", XML_TYPE, error)
                     : post_login (self, path, JSON_TYPE, error);

  if (second == NULL)
    return NULL;

  if (is_missing (second))
    return g_steal_pointer (&first);

  *cloudapi = !*cloudapi;

  return g_steal_pointer (&second);
}

static gboolean
sign_in_by_password (VcdSignIn  *self,
                     GError    **error)
{
  gboolean cloudapi;
  g_autoptr(VcdReply) reply = post_either_login (self, &cloudapi, error);
  unsigned status;

  if (reply == NULL)
    return FALSE;

  status = vcd_reply_get_status (reply);

  if (status == 401 || status == 403)
    {
      g_propagate_error (error, refuse (reply, VCD_ERROR_SIGN_IN,
                                        _("The server refused the sign-in. Check the organization, "
                                          "the user name and the password.")));
      return FALSE;
    }

  if (status < 200 || status > 299)
    {
      g_propagate_error (error, vcd_reply_dup_error (reply));
      return FALSE;
    }

  if (!take_token (self, reply))
    {
      g_propagate_error (error, refuse (reply, VCD_ERROR_SERVER,
                                        _("The server accepted the sign-in, but gave no token.")));
      return FALSE;
    }

  if (cloudapi)
    take_session_json (self, reply);
  else
    take_session_xml (self, reply);

  return TRUE;
}

static gboolean
take_access_token (VcdSignIn *self,
                   VcdReply  *reply)
{
  g_autoptr(JsonParser) parser = json_parser_new ();
  JsonObject *object = parse_json (reply, parser);
  JsonNode *node = object != NULL ? json_object_get_member (object, "access_token") : NULL;
  const char *token;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return FALSE;

  token = json_node_get_string (node);
  if (*token == '\0' || strlen (token) > MAX_TOKEN || strpbrk (token, "\r\n") != NULL)
    return FALSE;

  self->grant->authorization = g_strconcat ("Bearer ", token, NULL);

  return TRUE;
}

static VcdReply *
post_api_token (VcdSignIn  *self,
                GError    **error)
{
  g_autofree char *organization = g_uri_escape_string (self->organization, NULL, FALSE);
  g_autofree char *path = NULL;
  g_autofree char *uri = NULL;
  g_autofree char *form = NULL;
  g_autoptr(GBytes) body = NULL;

  path = self->provider ? g_strdup ("/oauth/provider/token")
                        : g_strdup_printf ("/oauth/tenant/%s/token", organization);
  uri = dup_uri (self, path);
  form = soup_form_encode ("grant_type", "refresh_token", "refresh_token", self->secret, NULL);
  body = g_bytes_new (form, strlen (form));

  return send (self, &(const VcdRequest) {
    .method = "POST",
    .uri = uri,
    .accept = JSON_TYPE,
    .content_type = "application/x-www-form-urlencoded",
    .body = body,
  }, error);
}

static gboolean
sign_in_by_api_token (VcdSignIn  *self,
                      GError    **error)
{
  g_autoptr(VcdReply) reply = post_api_token (self, error);
  unsigned status;

  if (reply == NULL)
    return FALSE;

  status = vcd_reply_get_status (reply);

  if (status >= 200 && status <= 299 && take_access_token (self, reply))
    return TRUE;

  if (status == 400 || status == 401 || status == 403)
    g_propagate_error (error, refuse (reply, VCD_ERROR_SIGN_IN,
                                      _("The server refused the API token. Check the token and the "
                                        "organization.")));
  else if (status == 404 || status == 405)
    g_propagate_error (error, refuse (reply, VCD_ERROR_NOT_SUPPORTED,
                                      _("This server does not take API tokens, or it does not know "
                                        "the organization. Sign in with a password.")));
  else if (status < 200 || status > 299)
    g_propagate_error (error, vcd_reply_dup_error (reply));
  else
    g_propagate_error (error, refuse (reply, VCD_ERROR_SERVER,
                                      _("The server accepted the sign-in, but gave no token.")));

  return FALSE;
}

static VcdReply *
get_signed_in (VcdSignIn   *self,
               const char  *uri,
               const char  *type,
               GError     **error)
{
  g_autofree char *accept = vcd_grant_dup_accept (self->grant, type);

  return send (self, &(const VcdRequest) {
    .method = "GET",
    .uri = uri,
    .accept = accept,
    .authorization = self->grant->authorization,
    .legacy_token = self->grant->legacy_token,
  }, error);
}

/* Where things are; the old family's sign-in said so already. */
static gboolean
load_session (VcdSignIn  *self,
              GError    **error)
{
  VcdGrant *grant = self->grant;
  g_autoptr(VcdReply) reply = NULL;

  grant->session_href = dup_uri (self, "/api/session");

  if (grant->organization == NULL)
    {
      if ((reply = get_signed_in (self, grant->session_href, XML_TYPE, error)) == NULL)
        return FALSE;

      if (vcd_reply_get_status (reply) == 401)
        {
          g_propagate_error (error, refuse (reply, VCD_ERROR_SERVER,
                                            _("The server gave a token, but does not take it.")));
          return FALSE;
        }

      /* A server without this document still has the places where all others keep things. */
      if (vcd_reply_get_status (reply) != 200 || !take_session_xml (self, reply))
        {
          grant->query_href = dup_uri (self, "/api/query");
          grant->org_list_href = dup_uri (self, "/api/org");
        }
    }

  if (grant->organization == NULL)
    grant->organization = g_strdup (self->organization);

  return TRUE;
}

/* How long the session lives without a request; an API token's sign-in does not say. */
static void
load_idle_minutes (VcdSignIn *self)
{
  g_autofree char *uri = dup_uri (self, "/cloudapi/1.0.0/sessions/current");
  g_autoptr(VcdReply) reply = get_signed_in (self, uri, JSON_TYPE, NULL);

  if (reply != NULL && vcd_reply_get_status (reply) == 200)
    take_session_json (self, reply);
}

static DexFuture *
sign_in_fiber (gpointer      data,
               GCancellable *cancellable)
{
  VcdSignIn *self = data;
  GError *error = NULL;
  gboolean done;

  self->cancellable = cancellable;

  if (!load_secret (self, &error) || !find_version (self, &error))
    return dex_future_new_for_error (error);

  done = self->method == VCD_SIGN_IN_API_TOKEN ? sign_in_by_api_token (self, &error)
                                               : sign_in_by_password (self, &error);

  if (!done || !load_session (self, &error))
    return dex_future_new_for_error (error);

  if (self->method == VCD_SIGN_IN_API_TOKEN)
    load_idle_minutes (self);

  return dex_future_new_take_boxed (vcd_grant_get_type (), g_steal_pointer (&self->grant));
}

DexFuture *
vcd_sign_in (VcdHttp    *http,
             VcdAccount *account)
{
  VcdSignIn *self = g_new0 (VcdSignIn, 1);

  self->http = g_object_ref (http);
  self->account = g_object_ref (account);
  self->server = g_strdup (vcd_account_get_server (account));
  self->organization = g_strdup (vcd_account_get_organization (account));
  self->user = g_strdup (vcd_account_get_user (account));
  self->wish = g_strdup (vcd_account_get_api_version (account));
  self->method = vcd_account_get_sign_in_method (account);
  self->provider = vcd_account_is_provider (account);

  return vcd_fiber_spawn (sign_in_fiber, self, vcd_sign_in_free);
}

VcdGrant *
vcd_sign_in_await (DexFuture  *future,
                   GError    **error)
{
  return dex_await_boxed (future, error);
}
