/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "vcd-error-private.h"
#include "vcd-fiber-private.h"
#include "vcd-media-upload-private.h"

/* Where the file of an upload is. It may be moved before all of it is sent; and for a program in a
 * sandbox the way to it may be closed, at the end of a session or by the user. */

typedef struct
{
  VcdMediaUpload *upload;
  GFile          *file;
} VcdPlace;

static void
vcd_place_free (gpointer data)
{
  VcdPlace *self = data;

  g_object_unref (self->upload);
  g_object_unref (self->file);
  g_free (self);
}

/* What a fingerprint says: "size:time of change:inode:digest of the first bytes". */
static gboolean
split_fingerprint (const char   *fingerprint,
                   char       ***parts)
{
  *parts = g_strsplit (fingerprint, ":", -1);

  return g_strv_length (*parts) == 4;
}

/* Whether @source can be what was being sent; then @same tells whether it surely is, for a file
 * that only was moved keeps its time. */
static gboolean
vcd_upload_compare_source (VcdMediaUpload  *self,
                           VcdSource       *source,
                           gboolean        *same,
                           GError         **error)
{
  g_auto (GStrv) then = NULL;
  g_auto (GStrv) now = NULL;
  g_autofree char *size_then = NULL;
  g_autofree char *size_now = NULL;

  *same = FALSE;
  if (self->fingerprint == NULL || !split_fingerprint (self->fingerprint, &then) ||
      !split_fingerprint (vcd_source_get_fingerprint (source), &now))
    return TRUE;

  if (!g_str_equal (then[0], now[0]))
    {
      size_then = g_format_size_full (g_ascii_strtoull (then[0], NULL, 10),
                                      G_FORMAT_SIZE_LONG_FORMAT);
      size_now = g_format_size_full (vcd_source_get_size (source), G_FORMAT_SIZE_LONG_FORMAT);
      g_propagate_error (error, vcd_error_new (VCD_ERROR_FILE_CHANGED, NULL,
                                               _("This is another file than the one that was being "
                                                 "sent: it has %s, not %s."),
                                               size_now, size_then));
      return FALSE;
    }

  if (!g_str_equal (then[3], now[3]))
    {
      g_propagate_error (error, vcd_error_new (VCD_ERROR_FILE_CHANGED, NULL,
                                               _("This is another file than the one that was being "
                                                 "sent: it is as large, but begins differently.")));
      return FALSE;
    }

  *same = g_str_equal (then[1], now[1]);

  return TRUE;
}

static DexFuture *
vcd_place_look (gpointer      data,
                GCancellable *cancellable)
{
  VcdPlace *place = data;
  VcdMediaUpload *self = place->upload;
  g_autoptr (VcdSource) source = NULL;
  GError *error = NULL;
  gboolean same;

  source = dex_await_object (vcd_unless_cancelled (vcd_source_open (place->file), cancellable),
                             &error);
  if (source == NULL || !vcd_upload_compare_source (self, source, &same, &error))
    return dex_future_new_for_error (error);

  /* One of another time may differ further on: it is sent from the beginning. */
  if (same)
    g_set_str (&self->fingerprint, vcd_source_get_fingerprint (source));
  vcd_transfer_set_file (VCD_TRANSFER (self), place->file);
  vcd_upload_record_place (self);

  return dex_future_new_for_boolean (TRUE);
}

/**
 * vcd_media_upload_locate_async:
 * @self: an upload of a file that is not under way
 * @file: where the file is now
 * @cancellable: (nullable): stops it
 * @callback: (scope async): called when the file was looked at
 * @user_data: for @callback
 *
 * Tells where the file is, after it was not found where it had been.
 *
 * What was begun goes on with a file that has the size, the first bytes and the time of the last
 * change of the one that was being sent. One of another time is sent from its beginning, and one of
 * another size or with other first bytes is refused. Nothing is sent by this: see
 * [method@Vcd.TransferQueue.retry].
 */
void
vcd_media_upload_locate_async (VcdMediaUpload      *self,
                               GFile               *file,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  VcdPlace *place;

  g_return_if_fail (VCD_IS_MEDIA_UPLOAD (self) && !vcd_media_upload_is_copy (self));
  g_return_if_fail (G_IS_FILE (file));

  place = g_new0 (VcdPlace, 1);
  place->upload = g_object_ref (self);
  place->file = g_object_ref (file);
  vcd_async_run (self, cancellable, callback, user_data,
                 vcd_fiber_spawn (vcd_place_look, place, vcd_place_free));
}

/**
 * vcd_media_upload_locate_finish:
 * @self: an upload
 * @result: a result
 * @error: what went wrong
 *
 * Finishes what [method@Vcd.MediaUpload.locate_async] began.
 *
 * Returns: %TRUE if the upload has that file now; else %FALSE, with `VCD_ERROR_FILE_CHANGED` if it
 *   is another one, and `VCD_ERROR_FILE` if it cannot be read
 */
gboolean
vcd_media_upload_locate_finish (VcdMediaUpload  *self,
                                GAsyncResult    *result,
                                GError         **error)
{
  g_return_val_if_fail (VCD_IS_MEDIA_UPLOAD (self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
