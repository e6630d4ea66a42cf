/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "vcd-error-private.h"
#include "vcd-media-upload-private.h"
#include "vcd-source-remote-private.h"

/* What the bytes of an upload come from. A file is there, or it is not. An image in another catalog
 * has to be asked for, and again whenever it cannot be read: its server may have forgotten that it
 * was asked, or who asks, or have lost it. */

/* One that is not found may be one that a cell does not see yet. */
#define GONE_INTERVAL 1000

static gboolean
vcd_upload_refuse_source (VcdMediaUpload  *self,
                          GError          *cause,
                          GError         **error)
{
  g_propagate_error (error, vcd_error_new (VCD_ERROR_FILE_CHANGED, vcd_error_get_details (cause),
                                           _("“%s” is no longer in “%s”. It may have been deleted, "
                                             "or closed to you."),
                                           self->source_name, self->source_catalog_name));
  g_error_free (cause);

  return FALSE;
}

/* The image's server has its bytes ready; FALSE with a plain sentence if there is no such image. */
static gboolean
vcd_upload_ready_origin (VcdMediaUpload  *self,
                         GError         **error)
{
  VcdOrigin *origin = self->origin;
  GError *cause = NULL;

  if (!vcd_origin_make_ready (origin, &cause))
    {
      if (origin->final || !vcd_upload_is_gone (cause))
        {
          g_propagate_error (error, cause);
          return FALSE;
        }

      g_clear_error (&cause);
      if (!vcd_transfer_sleep (VCD_TRANSFER (self), GONE_INTERVAL, error))
        return FALSE;

      if (!vcd_origin_make_ready (origin, &cause))
        {
          if (!origin->final && vcd_upload_is_gone (cause))
            return vcd_upload_refuse_source (self, cause, error);

          g_propagate_error (error, cause);
          return FALSE;
        }
    }

  vcd_origin_authorize (origin);

  return TRUE;
}

static VcdSource *
vcd_upload_open_origin (VcdMediaUpload  *self,
                        GError         **error)
{
  VcdTransfer *transfer = VCD_TRANSFER (self);
  VcdOrigin *origin = self->origin;
  g_autoptr (VcdSource) source = NULL;
  GError *cause = NULL;

  if (!vcd_upload_ready_origin (self, error))
    return NULL;

  if (origin->size == 0)
    {
      g_propagate_error (error, vcd_error_new (VCD_ERROR_NOT_SUPPORTED, NULL,
                                               _("The server does not say how large “%s” is."),
                                               self->source_name));
      return NULL;
    }

  /* An image does not change. What has passed of it has been hashed. */
  if (self->source != NULL && vcd_source_get_size (self->source) == origin->size)
    source = g_object_ref (self->source);
  else
    source = vcd_remote_source_new (vcd_wire_for_session (origin->session), origin->media_href,
                                    origin->size);
  vcd_remote_source_set_place (VCD_REMOTE_SOURCE (source), origin->href, origin->authorization);
  if (dex_await (vcd_transfer_unless_interrupted (transfer, vcd_source_prepare (source, 0)),
                 &cause))
    {
      self->source_lost = FALSE;
      return g_steal_pointer (&source);
    }

  vcd_source_rest (source);
  vcd_upload_blame_source (self, cause, error);

  return NULL;
}

VcdSource *
vcd_upload_open_source (VcdMediaUpload  *self,
                        GError         **error)
{
  DexFuture *future;

  if (self->origin != NULL)
    return vcd_upload_open_origin (self, error);

  future = vcd_source_open (vcd_transfer_get_file (VCD_TRANSFER (self)));

  return dex_await_object (vcd_transfer_unless_interrupted (VCD_TRANSFER (self), future), error);
}

/* After it could not be read: it may have become another one. */
static gboolean
vcd_upload_find_origin_again (VcdMediaUpload  *self,
                              GError         **error)
{
  VcdOrigin *origin = self->origin;

  if (!vcd_upload_ready_origin (self, error))
    return FALSE;

  if (origin->size != vcd_source_get_size (self->source))
    {
      g_propagate_error (error, vcd_error_new (VCD_ERROR_FILE_CHANGED, NULL,
                                               _("“%s” was changed while it was being copied."),
                                               self->source_name));
      return FALSE;
    }

  vcd_remote_source_set_place (VCD_REMOTE_SOURCE (self->source), origin->href,
                               origin->authorization);
  self->source_lost = FALSE;

  return TRUE;
}

gboolean
vcd_upload_prepare_source (VcdMediaUpload  *self,
                           GError         **error)
{
  VcdTransfer *transfer = VCD_TRANSFER (self);
  GError *cause = NULL;
  DexFuture *future;

  if (self->source_lost && !vcd_upload_find_origin_again (self, error))
    return FALSE;

  vcd_transfer_enter (transfer, VCD_TRANSFER_SENDING);
  future = vcd_source_prepare (self->source, self->offset);
  if (dex_await (vcd_transfer_unless_interrupted (transfer, future), &cause))
    return TRUE;

  vcd_upload_blame_source (self, cause, error);

  return FALSE;
}

void
vcd_upload_blame_source (VcdMediaUpload  *self,
                         GError          *cause,
                         GError         **error)
{
  if (self->origin != NULL && cause->domain == VCD_ERROR)
    {
      if (vcd_error_get_status (cause) == 401)
        vcd_origin_expire (self->origin);
      self->source_lost = TRUE;
      self->bytes_failed = TRUE;
    }

  g_propagate_error (error, cause);
}

gboolean
vcd_upload_is_other_source (VcdMediaUpload *self)
{
  g_autoptr (VcdSource) now = NULL;

  /* Its server was asked, which knows. */
  if (self->origin != NULL)
    return TRUE;

  now = vcd_upload_open_source (self, NULL);

  return now != NULL && g_strcmp0 (vcd_source_get_fingerprint (now), self->fingerprint) != 0;
}

void
vcd_upload_release_source (VcdMediaUpload *self)
{
  if (self->source != NULL)
    vcd_source_rest (self->source);
  if (self->origin != NULL && self->origin->href != NULL)
    vcd_origin_give_back (self->origin);
}
