/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "vcd-account.h"
#include "vcd-error-private.h"
#include "vcd-media-upload-private.h"

/* LOCATING: the server prepares the place for the bytes. SENDING: the bytes, slice by slice. */

#define LOCATE_INTERVAL 1000
#define MAX_LOOKS       60

gboolean
vcd_upload_locate (VcdMediaUpload  *self,
                   GError         **error)
{
  VcdTransfer *transfer = VCD_TRANSFER (self);

  vcd_transfer_enter (transfer, VCD_TRANSFER_LOCATING);
  for (; self->phase == VCD_UPLOAD_LOCATE; self->looks++)
    {
      if (self->looks > MAX_LOOKS)
        {
          self->verdict = TRUE;
          g_propagate_error (error, vcd_error_new (VCD_ERROR_SERVER, NULL, "%s",
                                                   _("The server did not prepare a place for the "
                                                     "bytes. Try again later.")));
          return FALSE;
        }

      if (self->looks > 0 && !vcd_transfer_sleep (transfer, LOCATE_INTERVAL, error))
        return FALSE;

      if (!vcd_upload_look (self, error))
        return FALSE;

      vcd_transfer_go_on (transfer);
    }

  return TRUE;
}

/* A transfer's host may be a name that only the provider's own network knows. If its place begins
 * as those of transfers do, the API's host has it too. */
static char *
vcd_upload_dup_uri (VcdMediaUpload *self)
{
  VcdAccount *account = vcd_session_get_account (vcd_upload_get_session (self));
  g_autoptr (GUri) place = NULL;
  g_autoptr (GUri) server = NULL;
  g_autoptr (GUri) moved = NULL;

  if (!self->detour)
    return g_strdup (self->upload_href);

  place = g_uri_parse (self->upload_href, SOUP_HTTP_URI_FLAGS, NULL);
  server = g_uri_parse (vcd_account_get_server (account), SOUP_HTTP_URI_FLAGS, NULL);
  if (place == NULL || server == NULL || !g_str_has_prefix (g_uri_get_path (place), "/transfer"))
    return g_strdup (self->upload_href);

  moved = g_uri_build (SOUP_HTTP_URI_FLAGS, g_uri_get_scheme (server), NULL,
                       g_uri_get_host (server), g_uri_get_port (server), g_uri_get_path (place),
                       g_uri_get_query (place), NULL);

  return g_uri_to_string (moved);
}

static void
vcd_upload_accepted (VcdMediaUpload *self,
                     uint64_t        length,
                     int64_t         started)
{
  VcdTransfer *transfer = VCD_TRANSFER (self);

  self->offset += length;
  self->sure = TRUE;
  self->lagged = FALSE;
  self->unauthorized = 0;
  self->moved_at = g_get_real_time ();
  vcd_slice_size_worked (&self->sizes, length, g_get_monotonic_time () - started);
  vcd_transfer_set_confirmed (transfer, self->offset);
  vcd_transfer_progressed (transfer);
}

/* Servers before 9.1 take bytes from whoever knows where they go; some ask who it is all the same.
 * Then the token goes along, to the API's own host and to no other. */
static const char *
vcd_upload_peek_legacy_token (VcdMediaUpload *self,
                              const char     *uri)
{
  VcdGrant *grant = vcd_session_get_grant (vcd_upload_get_session (self));

  return grant != NULL && vcd_grant_covers (grant, uri) ? grant->legacy_token : NULL;
}

/* What an answer that is no success says of the next try. */
static gboolean
vcd_upload_refused (VcdMediaUpload  *self,
                    VcdReply        *reply,
                    VcdGrant        *grant,
                    uint64_t         length,
                    const char      *uri,
                    GError         **error)
{
  unsigned status = vcd_reply_get_status (reply);

  if ((status == 401 || status == 403) && grant == NULL && !self->token_wanted &&
      vcd_upload_peek_legacy_token (self, uri) != NULL)
    {
      self->token_wanted = TRUE;
      return TRUE;
    }

  if (status == 413)
    vcd_slice_size_refused (&self->sizes, length);
  else if (status >= 500)
    vcd_slice_size_failed (&self->sizes);

  if (status == 401 && grant != NULL)
    {
      vcd_session_expire (vcd_upload_get_session (self), grant);
      /* The first time the token was simply too old. */
      if (self->unauthorized++ == 0)
        return TRUE;
    }

  self->bytes_failed = TRUE;
  g_propagate_error (error, vcd_reply_dup_error (reply));

  return FALSE;
}

static gboolean
vcd_upload_send_slice (VcdMediaUpload  *self,
                       GError         **error)
{
  VcdTransfer *transfer = VCD_TRANSFER (self);
  VcdSession *session = vcd_upload_get_session (self);
  uint64_t length = vcd_slice_size_choose (&self->sizes,
                                           vcd_transfer_get_size (transfer) - self->offset,
                                           vcd_transfer_get_lowest_limit (transfer));
  g_autofree char *uri = vcd_upload_dup_uri (self);
  g_autofree char *authorization = vcd_session_dup_authorization_for (session, uri);
  g_autoptr (VcdGrant) grant = NULL;
  g_autoptr (VcdSlice) slice = NULL;
  g_autoptr (VcdReply) reply = NULL;
  g_autoptr (GError) local_error = NULL;
  const char *legacy_token;
  int64_t started = g_get_monotonic_time ();

  legacy_token = self->token_wanted ? vcd_upload_peek_legacy_token (self, uri) : NULL;
  if ((authorization != NULL || legacy_token != NULL) && vcd_session_get_grant (session) != NULL)
    grant = vcd_grant_ref (vcd_session_get_grant (session));

  slice = vcd_slice_new_upload (self->source, uri, authorization, self->offset, length);
  vcd_slice_set_legacy_token (slice, legacy_token);
  self->sure = FALSE;
  vcd_source_take_fault (self->source);
  reply = vcd_transfer_await_slice (transfer, slice, self->offset, &local_error);

  if (reply != NULL && SOUP_STATUS_IS_SUCCESSFUL (vcd_reply_get_status (reply)))
    {
      vcd_upload_accepted (self, length, started);
      return TRUE;
    }

  if (reply != NULL)
    return vcd_upload_refused (self, reply, grant, length, uri, error);

  if (vcd_source_take_fault (self->source))
    {
      vcd_upload_blame_source (self, g_steal_pointer (&local_error), error);
      return FALSE;
    }

  if (g_error_matches (local_error, VCD_ERROR, VCD_ERROR_NETWORK))
    {
      self->bytes_failed = TRUE;
      if (vcd_slice_get_transferred (slice) > 0)
        vcd_slice_size_failed (&self->sizes);
      else
        self->detour = !self->detour;
    }
  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

gboolean
vcd_upload_send (VcdMediaUpload  *self,
                 GError         **error)
{
  VcdTransfer *transfer = VCD_TRANSFER (self);
  uint64_t size = vcd_transfer_get_size (transfer);

  vcd_transfer_enter (transfer, VCD_TRANSFER_SENDING);
  while (self->phase == VCD_UPLOAD_SEND && self->offset < size)
    {
      if (!self->sure && !vcd_upload_look (self, error))
        return FALSE;
      if (self->phase != VCD_UPLOAD_SEND)
        break;

      /* The server has just not said where to send them; it did before. */
      if (!self->sure && !vcd_transfer_sleep (transfer, LOCATE_INTERVAL, error))
        return FALSE;
      if (!self->sure)
        continue;

      vcd_transfer_go_on (transfer);
      if (!vcd_upload_prepare_source (self, error) || !vcd_upload_send_slice (self, error))
        return FALSE;
      vcd_upload_record_soon (self);
    }

  if (self->phase == VCD_UPLOAD_SEND)
    {
      self->all_sent = TRUE;
      self->phase = VCD_UPLOAD_SETTLE;
    }

  return self->phase != VCD_UPLOAD_SETTLE || vcd_upload_record (self, error);
}
