/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "vcd-error-private.h"
#include "vcd-media-name-private.h"
#include "vcd-media-upload-private.h"

/* An upload from its first phase to its last, and what is done about what goes wrong in between. */

/* Bytes that do not get through, in a row, at one place. */
#define MAX_BYTE_FAILURES 12
/* So often a server may fail to remove what it gave up. */
#define MAX_CLEANINGS     3

/* The image on the server is the beginning of a file that is no more: it goes. */
static gboolean
vcd_upload_drop_other (VcdMediaUpload  *self,
                       GError         **error)
{
  const char *fingerprint = vcd_source_get_fingerprint (self->source);

  if (self->fingerprint != NULL && !g_str_equal (self->fingerprint, fingerprint) &&
      (self->media_href != NULL || self->item_href != NULL || self->operation_key != NULL) &&
      !vcd_upload_clean (self, error))
    return FALSE;

  g_set_str (&self->fingerprint, fingerprint);

  return TRUE;
}

/* OPENING: what is to be sent is looked at, after what was typed. */
static gboolean
vcd_upload_open (VcdMediaUpload  *self,
                 GError         **error)
{
  VcdTransfer *transfer = VCD_TRANSFER (self);
  g_autoptr (VcdSource) source = NULL;

  vcd_transfer_enter (transfer, VCD_TRANSFER_OPENING);
  if (!vcd_media_name_check (self->media_name, error))
    return FALSE;

  source = vcd_upload_open_source (self, error);
  if (source == NULL)
    return FALSE;

  vcd_upload_take_source (self, source);
  self->unanswered = self->operation_key != NULL && self->media_href == NULL &&
                     self->item_href == NULL;
  if (!vcd_upload_drop_other (self, error))
    return FALSE;

  self->inherited = self->media_href != NULL || self->item_href != NULL;
  self->moved_at = g_get_real_time ();
  self->offset = 0;
  self->sure = FALSE;
  self->phase = self->inherited ? VCD_UPLOAD_LOCATE : VCD_UPLOAD_DECLARE;

  return vcd_upload_record (self, error);
}

/* The server gave up what it had: away with it, and from the beginning. */
static gboolean
vcd_upload_start_anew (VcdMediaUpload  *self,
                       GError          *cause,
                       GError         **error)
{
  gboolean inherited = self->inherited;

  if (!vcd_upload_clean (self, NULL))
    return vcd_transfer_retry_later (VCD_TRANSFER (self), cause, MAX_CLEANINGS, error);

  g_error_free (cause);
  self->restarted = !inherited;
  self->phase = VCD_UPLOAD_DECLARE;

  return TRUE;
}

/* What to do about @cause (taken): TRUE to call the phase again. */
static gboolean
vcd_upload_handle (VcdMediaUpload  *self,
                   GError          *cause,
                   GError         **error)
{
  VcdTransfer *transfer = VCD_TRANSFER (self);
  gboolean bytes_failed = self->bytes_failed;
  gboolean verdict = self->verdict;
  gboolean overdue = self->overdue;

  self->bytes_failed = FALSE;
  self->verdict = FALSE;
  self->overdue = FALSE;

  /* What comes next may take its time. */
  if (self->source != NULL)
    vcd_source_rest (self->source);

  if (vcd_transfer_is_interrupted (transfer))
    return vcd_transfer_recover (transfer, cause, error);

  if ((self->media_href != NULL || self->item_href != NULL) &&
      ((verdict && self->inherited) ||
       (g_error_matches (cause, VCD_ERROR, VCD_ERROR_EXPIRED) && !self->restarted)))
    return vcd_upload_start_anew (self, cause, error);

  if (g_error_matches (cause, VCD_ERROR, VCD_ERROR_FILE_CHANGED) &&
      vcd_upload_is_other_source (self))
    vcd_upload_clean (self, NULL);

  if (verdict || overdue)
    {
      g_propagate_error (error, cause);
      return FALSE;
    }

  if (bytes_failed && !g_error_matches (cause, VCD_ERROR, VCD_ERROR_CERTIFICATE))
    return vcd_transfer_retry_later (transfer, cause, MAX_BYTE_FAILURES, error);

  return vcd_transfer_recover (transfer, cause, error);
}

static void
vcd_upload_fail (VcdMediaUpload *self,
                 const GError   *cause)
{
  g_autoptr (GError) error = NULL;

  if (!vcd_upload_undo_replace (self, &error))
    vcd_transfer_set_note (VCD_TRANSFER (self), error->message);
  vcd_upload_record_failure (self, cause);
}

gboolean
vcd_upload_work (VcdTransfer  *transfer,
                 GError      **error)
{
  static gboolean (*const phases[]) (VcdMediaUpload *, GError **) = {
    [VCD_UPLOAD_OPEN] = vcd_upload_open,
    [VCD_UPLOAD_DECLARE] = vcd_upload_declare,
    [VCD_UPLOAD_LOCATE] = vcd_upload_locate,
    [VCD_UPLOAD_SEND] = vcd_upload_send,
    [VCD_UPLOAD_SETTLE] = vcd_upload_settle,
    [VCD_UPLOAD_FINISH] = vcd_upload_finish,
  };
  VcdMediaUpload *self = VCD_MEDIA_UPLOAD (transfer);
  VcdTransferControl *control = vcd_transfer_get_control (transfer);

  self->phase = VCD_UPLOAD_OPEN;
  self->restarted = FALSE;
  while (self->phase != VCD_UPLOAD_OVER)
    {
      VcdUploadPhase before = self->phase;
      GError *cause = NULL;

      /* Between two phases is a place to stop, too. */
      if (vcd_transfer_is_interrupted (transfer) && !control->committed)
        g_set_error_literal (&cause, G_IO_ERROR, G_IO_ERROR_CANCELLED, "");
      else
        (*phases[self->phase]) (self, &cause);

      if (cause != NULL && !vcd_upload_handle (self, cause, error))
        {
          if (!control->stopped && !control->cancelled)
            vcd_upload_fail (self, error != NULL ? *error : NULL);
          return FALSE;
        }

      if (self->phase != before)
        self->looks = 0;
    }

  vcd_upload_record_end (self, FALSE);
  vcd_upload_release_source (self);
  vcd_transfer_set_state (transfer, self->media_href != NULL ? VCD_TRANSFER_DONE
                                                             : VCD_TRANSFER_SKIPPED);

  return TRUE;
}

/* After a cancel. */
gboolean
vcd_upload_clean_up (VcdTransfer  *transfer,
                     GError      **error)
{
  VcdMediaUpload *self = VCD_MEDIA_UPLOAD (transfer);
  gboolean clean;

  /* It may never have been opened. */
  self->unanswered = self->unanswered || (self->operation_key != NULL && self->media_href == NULL &&
                                          self->item_href == NULL);
  clean = vcd_upload_clean (self, error);
  vcd_upload_record_end (self, !clean);
  vcd_upload_release_source (self);

  return clean;
}
