/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "vcd-error-private.h"
#include "vcd-media-private.h"
#include "vcd-media-upload-private.h"

/* SETTLING: the server imports the bytes. After that: the image gets its final name, its SHA-256,
 * and its place in the catalog's list. */

#define METADATA_TYPE  "application/vnd.vmware.vcloud.metadata+xml"
#define FIRST_INTERVAL 1000
#define LAST_INTERVAL  5000

/**
 * vcd_media_upload_set_import_limit:
 * @self: an upload
 * @seconds: how long to wait for the import, or 0 for as long as it takes
 *
 * Sets how long the server may import what it was sent before the upload counts as failed. Nothing
 * is removed from the server then: a retry goes on waiting, for as long again.
 */
void
vcd_media_upload_set_import_limit (VcdMediaUpload *self,
                                   unsigned int    seconds)
{
  g_return_if_fail (VCD_IS_MEDIA_UPLOAD (self));

  self->import_limit = seconds;
}

/**
 * vcd_media_upload_get_import_limit:
 * @self: an upload
 *
 * Gets how long the import may take.
 *
 * Returns: a number of seconds, or 0 for no limit
 */
unsigned int
vcd_media_upload_get_import_limit (VcdMediaUpload *self)
{
  g_return_val_if_fail (VCD_IS_MEDIA_UPLOAD (self), 0);

  return self->import_limit;
}

static gboolean
vcd_upload_check_import_time (VcdMediaUpload  *self,
                              int64_t          began,
                              GError         **error)
{
  if (self->import_limit == 0 ||
      g_get_monotonic_time () - began < (int64_t) self->import_limit * G_USEC_PER_SEC)
    return TRUE;

  self->overdue = TRUE;
  g_propagate_error (error, vcd_error_new (VCD_ERROR_SERVER, NULL, "%s",
                                           _("The server is still importing the image. Nothing "
                                             "is lost: try again to go on waiting.")));

  return FALSE;
}

gboolean
vcd_upload_settle (VcdMediaUpload  *self,
                   GError         **error)
{
  VcdTransfer *transfer = VCD_TRANSFER (self);
  int64_t began = g_get_monotonic_time ();

  vcd_transfer_enter (transfer, VCD_TRANSFER_SETTLING);
  /* Reads what an earlier process has sent, if one has, while the server is busy as well. */
  if (self->hash == NULL)
    self->hash = vcd_source_hash (self->source);

  while (self->phase == VCD_UPLOAD_SETTLE)
    {
      unsigned interval = MIN (FIRST_INTERVAL + self->looks * FIRST_INTERVAL / 4, LAST_INTERVAL);

      if (self->looks++ > 0 && !vcd_transfer_sleep (transfer, interval, error))
        return FALSE;
      if (!vcd_upload_look (self, error))
        return FALSE;

      vcd_transfer_progressed (transfer);
      vcd_transfer_go_on (transfer);
      if (self->phase == VCD_UPLOAD_SETTLE && !vcd_upload_check_import_time (self, began, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
vcd_upload_put_in_place (VcdMediaUpload  *self,
                         VcdMedia        *media,
                         GError         **error)
{
  gboolean begun = self->old_href != NULL ||
                   g_strcmp0 (self->declared_name, self->media_name) != 0;

  if (self->policy == VCD_CONFLICT_REPLACE && !self->in_place && self->declared_name != NULL &&
      begun && !vcd_upload_replace (self, media, error))
    return FALSE;

  self->in_place = TRUE;

  return TRUE;
}

static GBytes *
write_metadata (const char *sha256)
{
  VcdXmlWriter *writer = vcd_xml_writer_new ("Metadata");

  vcd_xml_writer_start (writer, "MetadataEntry");
  vcd_xml_writer_element (writer, "Key", "sha256");
  vcd_xml_writer_start (writer, "TypedValue");
  vcd_xml_writer_attribute (writer, "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
  vcd_xml_writer_attribute (writer, "xsi:type", "MetadataStringValue");
  vcd_xml_writer_element (writer, "Value", sha256);
  vcd_xml_writer_end (writer);
  vcd_xml_writer_end (writer);

  return vcd_xml_writer_finish (writer);
}

static void
vcd_upload_note_unrecorded (VcdMediaUpload *self,
                            const char     *reason)
{
  g_autofree char *note = NULL;

  note = g_strdup_printf (_("The SHA-256 could not be recorded with the image: %s"), reason);
  vcd_transfer_set_note (VCD_TRANSFER (self), note);
}

/* The image is there with or without it. */
static void
vcd_upload_record_checksum (VcdMediaUpload         *self,
                            const VcdMediaDocument *document)
{
  VcdTransfer *transfer = VCD_TRANSFER (self);
  VcdSession *session = vcd_upload_get_session (self);
  g_autoptr (VcdReply) reply = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = NULL;
  DexFuture *future;

  if (document->metadata_href != NULL)
    {
      body = write_metadata (self->sha256);
      future = vcd_session_request (session, "POST", document->metadata_href, METADATA_TYPE, body);
      reply = dex_await_object (vcd_transfer_unless_interrupted (transfer, future), &error);
      if (reply != NULL &&
          dex_await (vcd_transfer_unless_interrupted (transfer, vcd_task_follow (session, reply)),
                     &error))
        return;
    }

  vcd_upload_note_unrecorded (self, error != NULL ? error->message
                                                  : _("The server takes no metadata for it."));
}

/* That it cannot be computed (the file went away after it was sent, or only a part of a copy has
 * passed this process) is no failure of the upload. */
static gboolean
vcd_upload_take_hash (VcdMediaUpload  *self,
                      GError         **error)
{
  g_autoptr (GError) reason = NULL;
  g_autofree char *sha256 = NULL;

  if (self->hash == NULL)
    self->hash = vcd_source_hash (self->source);

  sha256 = dex_await_string (vcd_transfer_unless_interrupted (VCD_TRANSFER (self),
                                                              dex_ref (self->hash)), &reason);
  if (vcd_transfer_is_interrupted (VCD_TRANSFER (self)))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "");
      return FALSE;
    }

  if (sha256 == NULL && self->record_checksum)
    vcd_upload_note_unrecorded (self, reason->message);
  if (g_set_str (&self->sha256, sha256))
    g_object_notify (G_OBJECT (self), "sha256");

  return TRUE;
}

static VcdMediaDocument *
vcd_upload_load_final (VcdMediaUpload  *self,
                       GError         **error)
{
  DexFuture *future = vcd_media_document_load (vcd_upload_get_session (self), self->media_href);

  return vcd_media_document_await (vcd_transfer_unless_interrupted (VCD_TRANSFER (self), future),
                                   error);
}

gboolean
vcd_upload_finish (VcdMediaUpload  *self,
                   GError         **error)
{
  g_autoptr (VcdMediaDocument) document = NULL;
  g_autoptr (VcdMedia) media = NULL;

  vcd_upload_join_catalog (self);
  document = vcd_upload_load_final (self, error);
  if (document == NULL)
    return FALSE;

  media = vcd_media_new_from_document (self->catalog, document);
  if (!vcd_upload_put_in_place (self, media, error) || !vcd_upload_take_hash (self, error))
    return FALSE;

  if (self->record_checksum && self->sha256 != NULL && !self->recorded)
    {
      self->recorded = TRUE;
      vcd_upload_record_checksum (self, document);
    }

  /* Somebody may type until the very end. */
  do
    {
      g_clear_pointer (&document, vcd_media_document_free);
      if (!vcd_upload_apply_changes (self, media, error) ||
          (document = vcd_upload_load_final (self, error)) == NULL)
        return FALSE;
    }
  while (self->renamed || self->described);

  if (document->item_href == NULL)
    document->item_href = g_strdup (self->item_href);
  vcd_upload_list (self, document);
  self->phase = VCD_UPLOAD_OVER;

  return TRUE;
}
