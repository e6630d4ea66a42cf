/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "vcd-error-private.h"
#include "vcd-origin-private.h"

#define FIRST_INTERVAL 1000
#define LAST_INTERVAL  5000
#define MAX_LOOKS      60
/* What is only polite may not take long. */
#define POLITENESS     10000

VcdOrigin *
vcd_origin_new (VcdTransfer *transfer,
                VcdSession  *session,
                const char  *media_href)
{
  VcdOrigin *self = g_new0 (VcdOrigin, 1);

  self->transfer = transfer;
  self->session = g_object_ref (session);
  self->media_href = g_strdup (media_href);

  return self;
}

void
vcd_origin_free (VcdOrigin *self)
{
  g_clear_object (&self->session);
  g_clear_pointer (&self->grant, vcd_grant_unref);
  g_free (self->media_href);
  g_free (self->href);
  g_free (self->authorization);
  g_free (self);
}

static gboolean
vcd_origin_refuse (VcdOrigin   *self,
                   VcdError     code,
                   const char  *sentence,
                   GError     **error)
{
  self->final = TRUE;
  g_propagate_error (error, vcd_error_new (code, NULL, "%s", sentence));

  return FALSE;
}

/* What the server says; sets where the bytes are, if they are anywhere. */
static VcdMediaDocument *
vcd_origin_look (VcdOrigin  *self,
                 GError    **error)
{
  g_autoptr (VcdMediaDocument) document = NULL;
  DexFuture *future;

  future = vcd_media_document_load (self->session, self->media_href);
  document = vcd_media_document_await (vcd_transfer_unless_interrupted (self->transfer, future),
                                       error);
  if (document == NULL)
    return NULL;

  vcd_transfer_go_on (self->transfer);
  self->size = document->has_file && document->file_size > 0 ? document->file_size
                                                             : document->size;
  g_clear_pointer (&self->href, g_free);
  if (document->download_href != NULL)
    self->href = vcd_session_resolve (self->session, document->download_href, document->href);

  return g_steal_pointer (&document);
}

static gboolean
vcd_origin_is_complete (VcdOrigin               *self,
                        const VcdMediaDocument  *document,
                        GError                 **error)
{
  switch (document->status)
    {
    case VCD_MEDIA_UNRESOLVED:
      return vcd_origin_refuse (self, VCD_ERROR_NOT_SUPPORTED,
                                _("The image is not complete yet. Try again when its upload has "
                                  "ended."), error);
    case VCD_MEDIA_FAILED:
    case VCD_MEDIA_TRANSFER_TIMEOUT:
      return vcd_origin_refuse (self, VCD_ERROR_NOT_SUPPORTED,
                                _("The upload of the image has failed: there is nothing to "
                                  "download."), error);
    case VCD_MEDIA_UNKNOWN:
    case VCD_MEDIA_RESOLVED:
    default:
      return TRUE;
    }
}

static gboolean
vcd_origin_ask (VcdOrigin               *self,
                const VcdMediaDocument  *document,
                GError                 **error)
{
  g_autoptr (VcdReply) reply = NULL;
  DexFuture *future;

  if (document->enable_href == NULL)
    return vcd_origin_refuse (self, VCD_ERROR_PERMISSION,
                              _("The account has no right to download this image."), error);

  future = vcd_session_request (self->session, "POST", document->enable_href, NULL, NULL);
  reply = dex_await_object (vcd_transfer_unless_interrupted (self->transfer, future), error);
  if (reply == NULL)
    return FALSE;

  future = vcd_task_follow (self->session, reply);

  return dex_await (vcd_transfer_unless_interrupted (self->transfer, future), error);
}

gboolean
vcd_origin_make_ready (VcdOrigin  *self,
                       GError    **error)
{
  self->final = FALSE;
  /* The server copies the image to where it can be fetched from, which takes a while. */
  vcd_transfer_enter (self->transfer, VCD_TRANSFER_ENABLING);
  for (unsigned looks = 0; looks < MAX_LOOKS; looks++)
    {
      g_autoptr (VcdMediaDocument) document = vcd_origin_look (self, error);
      unsigned interval = MIN (FIRST_INTERVAL + looks * FIRST_INTERVAL, LAST_INTERVAL);

      if (document == NULL || !vcd_origin_is_complete (self, document, error))
        return FALSE;

      if (self->href != NULL)
        return TRUE;

      if (looks == 0 ? !vcd_origin_ask (self, document, error)
                     : !vcd_transfer_sleep (self->transfer, interval, error))
        return FALSE;
    }

  return vcd_origin_refuse (self, VCD_ERROR_SERVER,
                            _("The server did not prepare the download. Try again later."), error);
}

void
vcd_origin_authorize (VcdOrigin *self)
{
  VcdGrant *grant = vcd_session_get_grant (self->session);

  g_free (self->authorization);
  self->authorization = vcd_session_dup_authorization_for (self->session, self->href);
  g_clear_pointer (&self->grant, vcd_grant_unref);
  if (grant != NULL)
    self->grant = vcd_grant_ref (grant);
}

gboolean
vcd_origin_expire (VcdOrigin *self)
{
  if (self->grant == NULL)
    return FALSE;

  vcd_session_expire (self->session, self->grant);

  return TRUE;
}

/* Not for long; interruptions do not count, an end of the run does. */
static DexFuture *
vcd_origin_bound (VcdOrigin *self,
                  DexFuture *future)
{
  return vcd_transfer_unless_stopped (self->transfer,
                                      dex_future_first (future, dex_timeout_new_msec (POLITENESS),
                                                        NULL));
}

void
vcd_origin_give_back (VcdOrigin *self)
{
  g_autoptr (VcdMediaDocument) document = NULL;
  DexFuture *future = vcd_media_document_load (self->session, self->media_href);

  document = vcd_media_document_await (vcd_origin_bound (self, future), NULL);
  if (document == NULL || document->disable_href == NULL)
    return;

  future = vcd_session_request (self->session, "POST", document->disable_href, NULL, NULL);
  dex_await (vcd_origin_bound (self, future), NULL);
}
