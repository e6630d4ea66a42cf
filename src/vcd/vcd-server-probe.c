/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "vcd-account-private.h"
#include "vcd-certificate.h"
#include "vcd-error-private.h"
#include "vcd-fiber-private.h"
#include "vcd-server-probe-private.h"

#define XML_TYPE "application/*+xml"

/* API tokens came with the release after this version, as an update to some of its servers. */
#define FIRST_API_TOKEN_VERSION "36.0"

/**
 * VcdServerProbe:
 *
 * A server that is about to get an account: whether it is there, whether its certificate is
 * trusted, and what it speaks. No secret is sent, and none is needed.
 *
 * Certificates that are trusted on the way go to the account that
 * [method@Vcd.ServerProbe.create_account] makes.
 */
struct _VcdServerProbe
{
  GObject     parent_instance;

  VcdAccount *account; /* of nobody: it keeps what is trusted */
  VcdHttp    *http;
  char       *api_version;
};

G_DEFINE_FINAL_TYPE (VcdServerProbe, vcd_server_probe, G_TYPE_OBJECT)

/* The reply's own error, under another code and with a sentence that names the server. */
static GError *
make_no_server_error (VcdReply   *reply,
                      const char *server)
{
  g_autoptr (GError) error = vcd_reply_dup_error (reply);

  /* A cell that starts, or a balancer without cells, is a server at the right address. */
  if (vcd_reply_get_status (reply) >= 500 || vcd_reply_get_status (reply) == 429)
    return g_steal_pointer (&error);

  return vcd_error_new (VCD_ERROR_NOT_SUPPORTED,
                        error != NULL ? vcd_error_get_details (error) : NULL,
                        _("There is no VMware Cloud Director at %s. Check the address."), server);
}

VcdApiVersion *
vcd_server_find_version (VcdHttp       *http,
                         const char    *server,
                         const char    *wish,
                         GCancellable  *cancellable,
                         GError       **error)
{
  int length = (int) strlen (server) - (g_str_has_suffix (server, "/") ? 1 : 0);
  g_autofree char *uri = g_strdup_printf ("%.*s/api/versions", length, server);
  const VcdRequest request = { .method = "GET", .uri = uri, .accept = XML_TYPE };
  g_autoptr (VcdReply) reply = NULL;
  VcdXml *xml;

  reply = dex_await_object (vcd_unless_cancelled (vcd_http_send (http, &request), cancellable),
                            error);
  if (reply == NULL)
    return NULL;

  if (vcd_reply_get_status (reply) != 200 || (xml = vcd_reply_get_xml (reply, NULL)) == NULL ||
      g_strcmp0 (vcd_element_get_name (vcd_xml_get_root (xml)), "SupportedVersions") != 0)
    {
      g_propagate_error (error, make_no_server_error (reply, server));
      return NULL;
    }

  return vcd_api_version_choose (xml, wish, error);
}

static DexFuture *
run_fiber (gpointer      data,
           GCancellable *cancellable)
{
  VcdServerProbe *self = data;
  g_autoptr (VcdApiVersion) version = NULL;
  GError *error = NULL;

  version = vcd_server_find_version (self->http, vcd_account_get_server (self->account), NULL,
                                     cancellable, &error);
  if (version == NULL)
    return dex_future_new_for_error (error);

  g_set_str (&self->api_version, version->version);

  return dex_future_new_for_boolean (TRUE);
}

static void
vcd_server_probe_finalize (GObject *object)
{
  VcdServerProbe *self = VCD_SERVER_PROBE (object);

  g_clear_object (&self->http);
  g_clear_object (&self->account);
  g_clear_pointer (&self->api_version, g_free);

  G_OBJECT_CLASS (vcd_server_probe_parent_class)->finalize (object);
}

static void
vcd_server_probe_class_init (VcdServerProbeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vcd_server_probe_finalize;
}

static void
vcd_server_probe_init (VcdServerProbe *self)
{
}

/**
 * vcd_server_probe_new:
 * @server: the server's address, as [func@Vcd.address_parse] gives it
 *
 * Makes a probe of @server, which does nothing until [method@Vcd.ServerProbe.run_async].
 *
 * Returns: (transfer full): a probe
 */
VcdServerProbe *
vcd_server_probe_new (const char *server)
{
  VcdServerProbe *self;

  g_return_val_if_fail (server != NULL, NULL);

  self = g_object_new (VCD_TYPE_SERVER_PROBE, NULL);
  self->account = vcd_account_new (server, "", "");
  self->http = vcd_http_new (vcd_account_get_trust (self->account));

  return self;
}

/**
 * vcd_server_probe_get_server:
 * @self: a probe
 *
 * Gets the address that was asked.
 *
 * Returns: the server's address
 */
const char *
vcd_server_probe_get_server (VcdServerProbe *self)
{
  g_return_val_if_fail (VCD_IS_SERVER_PROBE (self), NULL);

  return vcd_account_get_server (self->account);
}

/**
 * vcd_server_probe_get_api_version:
 * @self: a probe
 *
 * Gets the newest version of the API that both sides know, such as `39.1`.
 *
 * Returns: (nullable): the version, or %NULL before the server has answered
 */
const char *
vcd_server_probe_get_api_version (VcdServerProbe *self)
{
  g_return_val_if_fail (VCD_IS_SERVER_PROBE (self), NULL);

  return self->api_version;
}

/**
 * vcd_server_probe_get_takes_api_tokens:
 * @self: a probe
 *
 * Gets whether API tokens are a way of signing in.
 *
 * Returns: whether one can sign in to the server with an API token; each takes a password
 */
gboolean
vcd_server_probe_get_takes_api_tokens (VcdServerProbe *self)
{
  g_return_val_if_fail (VCD_IS_SERVER_PROBE (self), FALSE);

  return self->api_version != NULL &&
         vcd_api_version_compare (self->api_version, FIRST_API_TOKEN_VERSION) >= 0;
}

/**
 * vcd_server_probe_trust:
 * @self: a probe
 * @certificate: what came with a `VCD_ERROR_CERTIFICATE`
 * @error: return location for an error
 *
 * Trusts @certificate of that host from now on.
 *
 * Returns: %TRUE, or %FALSE with `VCD_ERROR_INVALID` if the certificate has no fingerprint
 */
gboolean
vcd_server_probe_trust (VcdServerProbe  *self,
                        VcdCertificate  *certificate,
                        GError         **error)
{
  g_return_val_if_fail (VCD_IS_SERVER_PROBE (self), FALSE);
  g_return_val_if_fail (VCD_IS_CERTIFICATE (certificate), FALSE);

  return vcd_account_trust (self->account, vcd_certificate_get_host (certificate),
                            vcd_certificate_get_fingerprint (certificate), error);
}

/**
 * vcd_server_probe_run_async:
 * @self: a probe
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async): called when it is done
 * @user_data: data for @callback
 *
 * Asks the server which versions of the API it has. May be called again, as after
 * [method@Vcd.ServerProbe.trust].
 */
void
vcd_server_probe_run_async (VcdServerProbe      *self,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (VCD_IS_SERVER_PROBE (self));

  vcd_async_run (self, cancellable, callback, user_data,
                 vcd_fiber_spawn (run_fiber, g_object_ref (self), g_object_unref));
}

/**
 * vcd_server_probe_run_finish:
 * @self: a probe
 * @result: a result
 * @error: return location for an error
 *
 * Finishes what [method@Vcd.ServerProbe.run_async] began.
 *
 * Returns: %TRUE if the server can be used; else `VCD_ERROR_NETWORK` if it cannot be reached,
 *   `VCD_ERROR_CERTIFICATE` if somebody has to look at its certificate,
 *   `VCD_ERROR_NOT_SUPPORTED` if it is of another kind or age, and `VCD_ERROR_SERVER`
 */
gboolean
vcd_server_probe_run_finish (VcdServerProbe  *self,
                             GAsyncResult    *result,
                             GError         **error)
{
  g_return_val_if_fail (VCD_IS_SERVER_PROBE (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * vcd_server_probe_create_account:
 * @self: a probe
 * @organization: the organization to sign in to
 * @user: the user's name; may be empty with an API token
 *
 * Makes an account of the server, which trusts what was trusted here.
 *
 * Returns: (transfer full): an account
 */
VcdAccount *
vcd_server_probe_create_account (VcdServerProbe *self,
                                 const char     *organization,
                                 const char     *user)
{
  g_auto (GStrv) trusted = NULL;
  VcdAccount *account;

  g_return_val_if_fail (VCD_IS_SERVER_PROBE (self), NULL);
  g_return_val_if_fail (organization != NULL, NULL);
  g_return_val_if_fail (user != NULL, NULL);

  account = vcd_account_new (vcd_account_get_server (self->account), organization, user);
  trusted = vcd_account_dup_trusted (self->account);
  for (unsigned int i = 0; trusted[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (trusted[i], "=", 2);

      vcd_account_trust (account, parts[0], parts[1], NULL);
    }

  return account;
}
