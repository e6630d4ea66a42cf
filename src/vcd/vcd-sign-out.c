/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "vcd-fiber-private.h"
#include "vcd-grant-private.h"

#define XML_TYPE  "application/*+xml"
#define JSON_TYPE "application/json"

/* A token on its way back. */
typedef struct
{
  VcdHttp  *http;
  VcdGrant *grant;
} VcdSignOut;

static void
vcd_sign_out_free (gpointer data)
{
  VcdSignOut *self = data;

  g_clear_object (&self->http);
  g_clear_pointer (&self->grant, vcd_grant_unref);
  g_free (self);
}

static gboolean
delete_session (VcdSignOut   *self,
                const char   *path,
                const char   *type,
                GCancellable *cancellable)
{
  g_autofree char *uri = g_strconcat (self->grant->server, path, NULL);
  g_autofree char *accept = vcd_grant_dup_accept (self->grant, type);
  const VcdRequest request = {
    .method = "DELETE",
    .uri = uri,
    .accept = accept,
    .authorization = self->grant->authorization,
    .legacy_token = self->grant->legacy_token,
  };
  g_autoptr(VcdReply) reply = NULL;

  reply = dex_await_object (vcd_unless_cancelled (vcd_http_send (self->http, &request),
                                                  cancellable), NULL);

  return reply == NULL || (vcd_reply_get_status (reply) != 404 &&
                           vcd_reply_get_status (reply) != 405);
}

static DexFuture *
sign_out_fiber (gpointer      data,
                GCancellable *cancellable)
{
  VcdSignOut *self = data;

  if (!vcd_grant_at_least (self->grant, 36) ||
      !delete_session (self, "/cloudapi/1.0.0/sessions/current", JSON_TYPE, cancellable))
    delete_session (self, "/api/session", XML_TYPE, cancellable);

  return dex_future_new_true ();
}

DexFuture *
vcd_sign_out (VcdHttp  *http,
              VcdGrant *grant)
{
  VcdSignOut *self = g_new0 (VcdSignOut, 1);

  self->http = g_object_ref (http);
  self->grant = vcd_grant_ref (grant);

  return vcd_fiber_spawn (sign_out_fiber, self, vcd_sign_out_free);
}
