/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "vcd-error-private.h"
#include "vcd-media-upload-private.h"

/* What the server says of an image that is being uploaded, and what follows from it. The server's
 * word is the truth; now and then it is an old one. */

/* After this silence a server may have given the transfer up, and removed what there was of it. */
#define FORGETTING (30 * 60 * G_USEC_PER_SEC)
/* One that is not found may be one that a cell does not see yet. */
#define MAX_GONE   2

gboolean
vcd_upload_is_gone (const GError *error)
{
  return g_error_matches (error, VCD_ERROR, VCD_ERROR_NOT_FOUND) ||
         g_error_matches (error, VCD_ERROR, VCD_ERROR_PERMISSION);
}

void
vcd_upload_take_hrefs (VcdMediaUpload *self,
                       const char     *media_href,
                       const char     *item_href)
{
  if (media_href != NULL && g_set_str (&self->media_href, media_href))
    g_object_notify (G_OBJECT (self), "media-href");
  if (item_href != NULL)
    g_set_str (&self->item_href, item_href);
}

void
vcd_upload_forget (VcdMediaUpload *self)
{
  gboolean had = self->media_href != NULL;

  g_clear_pointer (&self->media_href, g_free);
  g_clear_pointer (&self->item_href, g_free);
  g_clear_pointer (&self->operation_key, g_free);
  g_clear_pointer (&self->declared_name, g_free);
  g_clear_pointer (&self->task_href, g_free);
  g_clear_pointer (&self->upload_href, g_free);
  self->inherited = FALSE;
  self->unanswered = FALSE;
  self->verdict = FALSE;
  self->number = 0;
  self->conflicts = 0;
  self->offset = 0;
  self->sure = FALSE;
  self->all_sent = FALSE;
  self->lagged = FALSE;
  self->detour = FALSE;
  self->gone = 0;
  self->in_place = FALSE;
  self->recorded = FALSE;
  self->renamed = FALSE;
  self->described = FALSE;
  vcd_transfer_set_confirmed (VCD_TRANSFER (self), 0);

  if (had)
    g_object_notify (G_OBJECT (self), "media-href");
}

/* Of an item whose image is not known yet. */
static gboolean
vcd_upload_find_image (VcdMediaUpload  *self,
                       GError         **error)
{
  g_autoptr (VcdReply) reply = NULL;
  g_autoptr (VcdMediaCreated) created = NULL;
  DexFuture *future;

  future = vcd_session_request (vcd_upload_get_session (self), "GET", self->item_href, NULL, NULL);
  reply = dex_await_object (vcd_transfer_unless_interrupted (VCD_TRANSFER (self), future), error);
  if (reply == NULL || (created = vcd_media_created_new (reply, error)) == NULL)
    return FALSE;

  if (created->media_href == NULL)
    {
      g_propagate_error (error, vcd_error_new (VCD_ERROR_SERVER, NULL, "%s",
                                               _("The server did not say where the image is.")));
      return FALSE;
    }

  vcd_upload_take_hrefs (self, created->media_href, NULL);

  return vcd_upload_record (self, error);
}

static GError *
make_expired (void)
{
  return vcd_error_new (VCD_ERROR_EXPIRED, NULL, "%s",
                        _("The upload was interrupted for too long, and the server gave it up."));
}

/* Why the image is gone: the task may remember. */
static GError *
vcd_upload_explain_absence (VcdMediaUpload *self)
{
  g_autoptr (VcdReply) reply = NULL;
  g_autoptr (VcdTask) task = NULL;
  VcdXml *xml = NULL;

  if (self->inherited || g_get_real_time () - self->moved_at > FORGETTING)
    return make_expired ();

  if (self->task_href != NULL)
    {
      DexFuture *future = vcd_session_request (vcd_upload_get_session (self), "GET",
                                               self->task_href, NULL, NULL);

      reply = dex_await_object (vcd_transfer_unless_interrupted (VCD_TRANSFER (self), future),
                                NULL);
      xml = reply != NULL ? vcd_reply_get_xml (reply, NULL) : NULL;
      task = xml != NULL ? vcd_task_new_from_owner (vcd_xml_get_root (xml)) : NULL;
    }

  if (task != NULL && task->error != NULL)
    return g_error_copy (task->error);

  if (task != NULL && (task->status == VCD_TASK_CANCELED || task->status == VCD_TASK_ABORTED))
    return vcd_error_new (VCD_ERROR_SERVER, NULL, "%s",
                          _("The upload was cancelled on the server."));

  return vcd_error_new (VCD_ERROR_NOT_FOUND, NULL, "%s",
                        _("The image was deleted on the server while it was being uploaded."));
}

static VcdMediaDocument *
vcd_upload_load (VcdMediaUpload  *self,
                 GError         **error)
{
  g_autoptr (GError) local_error = NULL;
  VcdMediaDocument *document;
  DexFuture *future;

  future = vcd_media_document_load (vcd_upload_get_session (self), self->media_href);
  document = vcd_media_document_await (vcd_transfer_unless_interrupted (VCD_TRANSFER (self),
                                                                        future), &local_error);
  if (document != NULL)
    {
      self->gone = 0;
      return document;
    }

  if (vcd_upload_is_gone (local_error))
    {
      if (++self->gone < MAX_GONE)
        {
          /* Worth another look. */
          g_propagate_error (error, vcd_error_new (VCD_ERROR_SERVER, NULL, "%s",
                                                   local_error->message));
          return NULL;
        }
      g_clear_error (&local_error);
      local_error = vcd_upload_explain_absence (self);
      self->verdict = !vcd_transfer_is_interrupted (VCD_TRANSFER (self));
    }

  g_propagate_error (error, g_steal_pointer (&local_error));

  return NULL;
}

/* Whether the image can still become what it is to be; else an error. */
static gboolean
vcd_upload_judge (VcdMediaUpload          *self,
                  const VcdMediaDocument  *document,
                  GError                 **error)
{
  const VcdTask *task = document->task;

  if (document->status == VCD_MEDIA_RESOLVED)
    return TRUE;

  if (document->status == VCD_MEDIA_TRANSFER_TIMEOUT)
    g_propagate_error (error, make_expired ());
  else if (task != NULL && task->error != NULL)
    g_propagate_error (error, g_error_copy (task->error));
  else if (task != NULL && (task->status == VCD_TASK_CANCELED || task->status == VCD_TASK_ABORTED))
    g_propagate_error (error, vcd_error_new (VCD_ERROR_SERVER, NULL, "%s",
                                             _("The upload was cancelled on the server.")));
  else if (document->status == VCD_MEDIA_FAILED)
    g_propagate_error (error, vcd_error_new (VCD_ERROR_SERVER, NULL, "%s",
                                             _("The server could not make an image of what it "
                                               "was sent, and did not say why.")));
  else if (document->has_file && document->upload_href != NULL &&
           document->file_size != vcd_transfer_get_size (VCD_TRANSFER (self)))
    g_propagate_error (error, make_expired ());
  else
    return TRUE;

  self->verdict = TRUE;

  return FALSE;
}

/* The server knows of fewer bytes than it has taken. Another cell may not have seen the last ones
 * yet; but what it says twice is so. */
static gboolean
vcd_upload_accept_offset (VcdMediaUpload  *self,
                          uint64_t         offset,
                          GError         **error)
{
  if (offset < self->offset && !(self->lagged && self->lagging == offset))
    {
      self->lagged = TRUE;
      self->lagging = offset;
      self->bytes_failed = TRUE;
      g_propagate_error (error, vcd_error_new (VCD_ERROR_SERVER, NULL, "%s",
                                               _("The server has not yet seen all that it was "
                                                 "sent.")));
      return FALSE;
    }

  if (offset > self->offset)
    {
      vcd_transfer_progressed (VCD_TRANSFER (self));
      self->moved_at = g_get_real_time ();
    }

  self->lagged = FALSE;
  self->offset = offset;
  self->sure = TRUE;
  vcd_transfer_set_confirmed (VCD_TRANSFER (self), offset);

  return TRUE;
}

/* Where the bytes go, and which of them. */
static gboolean
vcd_upload_follow (VcdMediaUpload          *self,
                   const VcdMediaDocument  *document,
                   GError                 **error)
{
  g_autofree char *href = NULL;

  href = vcd_session_resolve (vcd_upload_get_session (self), document->upload_href,
                              self->media_href);
  g_set_str (&self->upload_href, href);
  if (!vcd_upload_accept_offset (self, document->transferred, error))
    return FALSE;

  self->all_sent = FALSE;
  self->phase = VCD_UPLOAD_SEND;

  return TRUE;
}

gboolean
vcd_upload_look (VcdMediaUpload  *self,
                 GError         **error)
{
  VcdTransfer *transfer = VCD_TRANSFER (self);
  g_autoptr (VcdMediaDocument) document = NULL;
  uint64_t size = vcd_transfer_get_size (transfer);
  gboolean running;

  if (self->media_href == NULL && !vcd_upload_find_image (self, error))
    return FALSE;

  document = vcd_upload_load (self, error);
  if (document == NULL || !vcd_upload_judge (self, document, error))
    return FALSE;

  vcd_upload_take_hrefs (self, NULL, document->item_href);
  running = vcd_task_is_running (document->task);
  if (document->task != NULL && document->task->href != NULL)
    g_set_str (&self->task_href, document->task->href);

  if (document->status == VCD_MEDIA_RESOLVED && !running)
    {
      vcd_transfer_set_confirmed (transfer, size);
      self->phase = VCD_UPLOAD_FINISH;
    }
  else if (document->upload_href != NULL && document->transferred < size)
    {
      if (!vcd_upload_follow (self, document, error))
        return FALSE;
    }
  else if ((document->has_file && document->transferred >= size) || self->all_sent ||
           (running && self->inherited && document->status != VCD_MEDIA_RESOLVED &&
            vcd_transfer_get_confirmed (transfer) > 0))
    {
      vcd_transfer_set_confirmed (transfer, size);
      vcd_transfer_set_percent (transfer, document->task != NULL ? document->task->progress : -1);
      self->all_sent = TRUE;
      self->phase = VCD_UPLOAD_SETTLE;
    }

  /* It lives: what happens to it from now on happens to this run. */
  if (self->phase != VCD_UPLOAD_LOCATE)
    self->inherited = FALSE;

  return TRUE;
}
