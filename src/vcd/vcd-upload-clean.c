/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "vcd-error-private.h"
#include "vcd-media-upload-private.h"

/* Leaves nothing of an upload on the server: cancels its task, deletes what is there then, and
 * looks that it is gone. Some servers remove a cancelled image by themselves, some leave it as
 * failed. */

#define DEADLINE      (15 * G_USEC_PER_SEC)
#define LOOK_INTERVAL 500
/* A task that was cancelled may take its time to notice. */
#define MAX_WAITS     8
/* Whoever has no right to delete it does not get one. */
#define MAX_DELETES   20

typedef struct
{
  VcdMediaUpload *upload;
  int64_t         deadline;
  gboolean        cancelled; /* its task was told so */
  unsigned        waits;
  unsigned        deletes;
} VcdCleaning;

/* Not longer than is left; interruptions do not count, an end of the run does. */
static DexFuture *
vcd_cleaning_bound (VcdCleaning *self,
                    DexFuture   *future)
{
  int64_t left = (self->deadline - g_get_monotonic_time ()) / 1000;

  return vcd_transfer_unless_stopped (VCD_TRANSFER (self->upload),
                                      dex_future_first (future,
                                                        dex_timeout_new_msec ((int) MAX (left, 1)),
                                                        NULL));
}

static VcdReply *
vcd_cleaning_request (VcdCleaning  *self,
                      const char   *method,
                      const char   *href,
                      GError      **error)
{
  VcdSession *session = vcd_upload_get_session (self->upload);

  return dex_await_object (vcd_cleaning_bound (self, vcd_session_request (session, method, href,
                                                                          NULL, NULL)), error);
}

/* FALSE if it is gone, or with an error if nobody knows. */
static gboolean
vcd_cleaning_look (VcdCleaning       *self,
                   VcdMediaDocument **document,
                   GError           **error)
{
  VcdMediaUpload *upload = self->upload;
  g_autoptr (GError) local_error = NULL;
  DexFuture *future;

  future = vcd_media_document_load (vcd_upload_get_session (upload), upload->media_href);
  *document = vcd_media_document_await (vcd_cleaning_bound (self, future), &local_error);
  if (*document != NULL)
    return TRUE;

  if (!vcd_upload_is_gone (local_error))
    g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

static void
vcd_cleaning_cancel_task (VcdCleaning             *self,
                          const VcdMediaDocument  *document)
{
  g_autoptr (VcdReply) reply = NULL;

  /* What comes of it the next look says. */
  self->cancelled = TRUE;
  if (document->task->cancel_href != NULL)
    reply = vcd_cleaning_request (self, "POST", document->task->cancel_href, NULL);
}

static void
vcd_cleaning_delete (VcdCleaning             *self,
                     const VcdMediaDocument  *document)
{
  VcdMediaUpload *upload = self->upload;
  VcdSession *session = vcd_upload_get_session (upload);
  const char *href = document->remove_href != NULL ? document->remove_href : upload->media_href;
  g_autoptr (VcdReply) reply = NULL;
  g_autoptr (GError) error = NULL;

  self->deletes++;
  reply = vcd_cleaning_request (self, "DELETE", href, &error);
  if (reply == NULL && upload->item_href != NULL &&
      (vcd_upload_is_gone (error) || g_error_matches (error, VCD_ERROR, VCD_ERROR_NOT_SUPPORTED)))
    reply = vcd_cleaning_request (self, "DELETE", upload->item_href, NULL);

  if (reply != NULL)
    dex_await (vcd_cleaning_bound (self, vcd_task_follow (session, reply)), NULL);
}

static void
vcd_cleaning_wait (VcdCleaning *self)
{
  VcdTransferControl *control = vcd_transfer_get_control (VCD_TRANSFER (self->upload));
  unsigned delay = vcd_backoff_scale (&control->backoff, LOOK_INTERVAL);

  dex_await (vcd_cleaning_bound (self, dex_timeout_new_msec ((int) delay)), NULL);
}

/* An item may be all that is known, or only what it was to be called. */
static gboolean
vcd_cleaning_find (VcdCleaning  *self,
                   GError      **error)
{
  VcdMediaUpload *upload = self->upload;
  g_autoptr (VcdReply) reply = NULL;
  g_autoptr (VcdMediaCreated) created = NULL;
  g_autoptr (GError) local_error = NULL;

  if (upload->media_href == NULL && upload->item_href == NULL && upload->unanswered)
    vcd_upload_find_own (upload, &local_error);

  if (local_error == NULL && upload->media_href == NULL && upload->item_href != NULL)
    {
      reply = vcd_cleaning_request (self, "GET", upload->item_href, &local_error);
      created = reply != NULL ? vcd_media_created_new (reply, &local_error) : NULL;
      if (created != NULL)
        vcd_upload_take_hrefs (upload, created->media_href, NULL);
      if (vcd_upload_is_gone (local_error))
        g_clear_error (&local_error);
    }

  if (local_error == NULL)
    return upload->media_href != NULL;

  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

/* One step nearer to its being gone; FALSE if it is, or with an error if nobody knows. */
static gboolean
vcd_cleaning_step (VcdCleaning  *self,
                   GError      **error)
{
  g_autoptr (VcdMediaDocument) document = NULL;

  if ((self->upload->media_href == NULL && !vcd_cleaning_find (self, error)) ||
      !vcd_cleaning_look (self, &document, error))
    return FALSE;

  if (vcd_task_is_running (document->task) && !self->cancelled)
    vcd_cleaning_cancel_task (self, document);
  else if (!vcd_task_is_running (document->task) || ++self->waits > MAX_WAITS)
    vcd_cleaning_delete (self, document);

  return TRUE;
}

gboolean
vcd_upload_clean (VcdMediaUpload  *self,
                  GError         **error)
{
  VcdTransferControl *control = vcd_transfer_get_control (VCD_TRANSFER (self));
  VcdCleaning cleaning = { self, g_get_monotonic_time () + DEADLINE, FALSE, 0, 0 };
  gboolean gone = FALSE;
  gboolean undone;

  while (!gone && !control->stopped && cleaning.deletes < MAX_DELETES &&
         g_get_monotonic_time () < cleaning.deadline)
    {
      g_autoptr (GError) local_error = NULL;

      gone = !vcd_cleaning_step (&cleaning, &local_error) && local_error == NULL;
      if (!gone)
        vcd_cleaning_wait (&cleaning);
    }

  if (gone)
    {
      if (self->media_href != NULL)
        vcd_catalog_forget (self->catalog, self->media_href);
      vcd_upload_forget (self);
    }

  undone = control->stopped || vcd_upload_undo_replace (self, gone ? error : NULL);
  if (gone)
    return undone;

  g_propagate_error (error, vcd_error_new (VCD_ERROR_SERVER, NULL,
                                           _("An unfinished image named “%s” may remain in “%s”."),
                                           self->declared_name, self->catalog_name));

  return FALSE;
}
