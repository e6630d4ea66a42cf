/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "vcd-error-private.h"
#include "vcd-fiber-private.h"
#include "vcd-session-private.h"

#define XML_TYPE "application/*+xml"

/* A request on its way; it keeps its session alive. */
typedef struct
{
  VcdSession *session;
  char       *method;
  char       *uri;
  char       *content_type;
  GBytes     *body;
} VcdJob;

static void
vcd_job_free (gpointer data)
{
  VcdJob *job = data;

  g_clear_object (&job->session);
  g_free (job->method);
  g_free (job->uri);
  g_free (job->content_type);
  g_clear_pointer (&job->body, g_bytes_unref);
  g_free (job);
}

/* Before 9.1 an expired session was a 403, as is much else: the session itself tells. */
static gboolean
is_expired (VcdSession   *self,
            VcdGrant     *grant,
            VcdReply     *reply,
            GCancellable *cancellable)
{
  VcdRequest request = { .method = "GET" };
  g_autoptr(VcdReply) probe = NULL;
  g_autofree char *accept = NULL;

  if (vcd_reply_get_status (reply) == 401)
    return TRUE;

  if (vcd_reply_get_status (reply) != 403)
    return FALSE;

  accept = vcd_grant_dup_accept (grant, XML_TYPE);
  request.uri = grant->session_href;
  request.accept = accept;
  request.authorization = grant->authorization;
  request.legacy_token = grant->legacy_token;
  probe = dex_await_object (vcd_unless_cancelled (vcd_http_send (vcd_session_get_http (self),
                                                                 &request), cancellable), NULL);

  return probe != NULL && (vcd_reply_get_status (probe) == 401 ||
                           vcd_reply_get_status (probe) == 403);
}

static DexFuture *
send_job (VcdJob     *job,
          VcdGrant   *grant,
          const char *uri)
{
  g_autofree char *accept = vcd_grant_dup_accept (grant, XML_TYPE);

  return vcd_http_send (vcd_session_get_http (job->session), &(const VcdRequest) {
    .method = job->method,
    .uri = uri,
    .accept = accept,
    .content_type = job->content_type,
    .body = job->body,
    .authorization = grant->authorization,
    .legacy_token = grant->legacy_token,
  });
}

/* Whether a request that failed so may be repeated elsewhere. What changes something may have done
 * so already, unless nothing of it was sent. */
static gboolean
may_repeat (VcdJob       *job,
            const GError *error)
{
  return g_error_matches (error, VCD_ERROR, VCD_ERROR_NETWORK) &&
         (g_str_equal (job->method, "GET") || vcd_error_is_unsent (error));
}

/* Servers hand out links to the name that their administrator gave them, which need not be known
 * here. What cannot be reached there is asked for where the account's server is. */
static VcdReply *
exchange (VcdJob        *job,
          VcdGrant      *grant,
          GCancellable  *cancellable,
          GError       **error)
{
  g_autofree char *uri = vcd_grant_resolve (grant, job->uri, NULL);
  g_autofree char *detour = NULL;
  g_autoptr(VcdReply) reply = NULL;

  if (!vcd_grant_covers (grant, uri))
    {
      g_autoptr(GUri) parsed = g_uri_parse (uri, SOUP_HTTP_URI_FLAGS, NULL);
      const char *host = parsed != NULL ? g_uri_get_host (parsed) : NULL;

      g_propagate_error (error, vcd_error_new (VCD_ERROR_NOT_SUPPORTED, NULL,
                                               _("The server refers to “%s”, which is not a part "
                                                 "of it as far as it told."),
                                               host != NULL ? host : "?"));
      return NULL;
    }

  reply = dex_await_object (vcd_unless_cancelled (send_job (job, grant, uri), cancellable), error);
  if (reply != NULL || !may_repeat (job, *error) ||
      (detour = vcd_grant_dup_detour (grant, uri)) == NULL)
    return g_steal_pointer (&reply);

  reply = dex_await_object (vcd_unless_cancelled (send_job (job, grant, detour), cancellable),
                            NULL);
  if (reply != NULL)
    {
      g_clear_error (error);
      vcd_grant_use_detour (grant, uri);
    }

  return g_steal_pointer (&reply);
}

static DexFuture *
request_fiber (gpointer      data,
               GCancellable *cancellable)
{
  VcdJob *job = data;
  VcdSession *self = job->session;

  for (gboolean renewed = FALSE;; renewed = TRUE)
    {
      g_autoptr(VcdGrant) grant = NULL;
      g_autoptr(VcdReply) reply = NULL;
      GError *error = NULL;

      if (!dex_await (vcd_unless_cancelled (vcd_session_ensure (self), cancellable), &error))
        return dex_future_new_for_error (error);

      /* It may be gone again by the time this fiber runs. */
      if (vcd_session_get_grant (self) == NULL)
        return dex_future_new_for_error (vcd_error_new (VCD_ERROR_SIGN_IN, NULL, "%s",
                                                        _("The account is signed out. "
                                                          "Sign in first.")));

      grant = vcd_grant_ref (vcd_session_get_grant (self));
      if ((reply = exchange (job, grant, cancellable, &error)) == NULL)
        return dex_future_new_for_error (error);

      if (!renewed && is_expired (self, grant, reply, cancellable))
        {
          vcd_session_expire (self, grant);
          continue;
        }

      if ((error = vcd_reply_dup_error (reply)) != NULL)
        return dex_future_new_for_error (error);

      return dex_future_new_take_object (g_steal_pointer (&reply));
    }
}

DexFuture *
vcd_session_request (VcdSession *self,
                     const char *method,
                     const char *uri,
                     const char *content_type,
                     GBytes     *body)
{
  VcdJob *job = g_new0 (VcdJob, 1);

  job->session = g_object_ref (self);
  job->method = g_strdup (method);
  job->uri = g_strdup (uri);
  job->content_type = g_strdup (content_type);
  job->body = body != NULL ? g_bytes_ref (body) : NULL;

  return vcd_fiber_spawn (request_fiber, job, vcd_job_free);
}
