/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <utime.h>

#include "upload-fixture.h"
#include "vcd-transfer-queue.h"

/* The file of an upload is not where it was, and somebody says where it is. */

#define SLICES 6

static GFile *
sibling (VcdMediaUpload *upload,
         const char     *name)
{
  g_autoptr (GFile) folder = g_file_get_parent (vcd_transfer_get_file (VCD_TRANSFER (upload)));

  return g_file_get_child (folder, name);
}

/* One that failed half-way, for its file was moved to "moved.iso". */
static VcdMediaUpload *
lose_file (UploadFixture *fixture)
{
  VcdMediaUpload *upload = upload_fixture_new (fixture, "image.iso", SLICES * UPLOAD_SLICE);
  VcdTransfer *transfer = VCD_TRANSFER (upload);
  g_autoptr (GFile) moved = sibling (upload, "moved.iso");

  simulator_set_fault (fixture->simulator, "throttle=rate:1M");
  upload_start (upload);
  fixture_wait_until (vcd_transfer_get_confirmed (transfer) > 0);
  vcd_transfer_pause (transfer);
  fixture_wait_until (upload_state (upload) == VCD_TRANSFER_PAUSED);
  g_assert_cmpuint (vcd_transfer_get_confirmed (transfer), <, SLICES * UPLOAD_SLICE);
  simulator_clear_faults (fixture->simulator);

  g_assert_true (g_file_move (vcd_transfer_get_file (transfer), moved, 0, NULL, NULL, NULL, NULL));
  vcd_transfer_resume (transfer);
  fixture_wait_until (vcd_transfer_is_final (transfer) && !vcd_transfer_is_running (transfer));
  upload_assert_failed (upload, VCD_ERROR_FILE_CHANGED);

  vcd_transfer_rewind (transfer);
  upload_run (upload);
  upload_assert_failed (upload, VCD_ERROR_FILE);

  return upload;
}

static gboolean
locate (VcdMediaUpload  *upload,
        GFile           *file,
        GError         **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  vcd_media_upload_locate_async (upload, file, NULL, fixture_on_ready, &result);
  fixture_wait_until (result != NULL);

  return vcd_media_upload_locate_finish (upload, result, error);
}

static void
finish (UploadFixture  *fixture,
        VcdMediaUpload *upload)
{
  vcd_transfer_rewind (VCD_TRANSFER (upload));
  upload_run (upload);
  upload_assert_done (fixture, upload, "image.iso");
}

static void
test_moved (UploadFixture *fixture,
            gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = lose_file (fixture);
  g_autoptr (GFile) moved = sibling (upload, "moved.iso");
  g_autoptr (GError) error = NULL;

  g_assert_true (locate (upload, moved, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_equal (vcd_transfer_get_file (VCD_TRANSFER (upload)), moved));
  finish (fixture, upload);
  /* It is the same image, and keeps its name. */
  g_assert_cmpuint (simulator_count_requests (fixture->simulator, "create"), ==, 1);
  fixture_assert_finalized (g_steal_pointer (&upload));
}

/* One that looks alike may differ where it was not looked at. */
static void
test_other_time (UploadFixture *fixture,
                 gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = lose_file (fixture);
  g_autoptr (GFile) moved = sibling (upload, "moved.iso");
  const struct utimbuf times = { 1000000000, 1000000000 };
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (utime (g_file_peek_path (moved), &times), ==, 0);
  g_assert_true (locate (upload, moved, &error));
  g_assert_no_error (error);
  finish (fixture, upload);
  g_assert_cmpuint (simulator_count_requests (fixture->simulator, "create"), ==, 2);
  g_assert_cmpuint (simulator_count_media (fixture->simulator, NULL), ==, 1);
  fixture_assert_finalized (g_steal_pointer (&upload));
}

static void
test_other_file (UploadFixture *fixture,
                 gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = lose_file (fixture);
  GFile *before = vcd_transfer_get_file (VCD_TRANSFER (upload));
  g_autoptr (GFile) longer = upload_fixture_file (fixture, "longer.iso",
                                                  SLICES * UPLOAD_SLICE + 512);
  g_autoptr (GFile) other = sibling (upload, "other.iso");
  g_autoptr (GFile) nowhere = sibling (upload, "nowhere.iso");
  g_autoptr (GFile) moved = sibling (upload, "moved.iso");
  g_autoptr (GError) error = NULL;

  g_assert_false (locate (upload, longer, &error));
  g_assert_error (error, VCD_ERROR, VCD_ERROR_FILE_CHANGED);
  g_assert_nonnull (strstr (error->message, "it has"));
  g_clear_error (&error);

  upload_fixture_write (g_file_peek_path (other), SLICES * UPLOAD_SLICE, 7);
  g_assert_false (locate (upload, other, &error));
  g_assert_error (error, VCD_ERROR, VCD_ERROR_FILE_CHANGED);
  g_assert_nonnull (strstr (error->message, "begins differently"));
  g_clear_error (&error);

  g_assert_false (locate (upload, nowhere, &error));
  g_assert_error (error, VCD_ERROR, VCD_ERROR_FILE);
  g_clear_error (&error);

  /* Nothing was changed by that. */
  g_assert_true (vcd_transfer_get_file (VCD_TRANSFER (upload)) == before);
  g_assert_true (locate (upload, moved, NULL));
  finish (fixture, upload);
  g_assert_cmpuint (simulator_count_requests (fixture->simulator, "create"), ==, 1);
  fixture_assert_finalized (g_steal_pointer (&upload));
}

static VcdTransferQueue *
make_queue (UploadFixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->directory, "journal", NULL);
  g_autoptr (GFile) journal = g_file_new_for_path (path);

  return vcd_transfer_queue_new (journal);
}

static VcdSession *
lookup (const char *server,
        const char *organization,
        const char *user,
        gpointer    data)
{
  return g_object_ref (data);
}

/* The process ends; the journal is free again when all of it is written. */
static void
end (UploadFixture    *fixture,
     VcdTransferQueue *queue,
     gpointer          upload)
{
  g_autofree char *href = g_strdup (vcd_media_upload_get_media_href (upload));
  g_autoptr (VcdTransferQueue) other = make_queue (fixture);

  fixture_assert_finalized (queue);
  fixture_wait_until (!vcd_transfer_is_running (upload));
  fixture_assert_finalized (upload);
  fixture_wait_until (!vcd_transfer_queue_is_claimed (other, href));
}

static unsigned
restore (UploadFixture    *fixture,
         VcdTransferQueue *queue)
{
  g_autoptr (GAsyncResult) result = NULL;

  vcd_transfer_queue_restore_async (queue, lookup, fixture->session, NULL, NULL, fixture_on_ready,
                                    &result);
  fixture_wait_until (result != NULL);

  return (unsigned) vcd_transfer_queue_restore_finish (queue, result, NULL);
}

/* What a later process finds: an upload without its file, as often as it is looked at. */
static gpointer
restore_lost (UploadFixture    *fixture,
              VcdTransferQueue *queue)
{
  gpointer upload;

  g_assert_cmpuint (restore (fixture, queue), ==, 1);
  upload = g_list_model_get_item (G_LIST_MODEL (queue), 0);
  upload_hurry (upload);
  fixture_wait_until (upload_state (upload) == VCD_TRANSFER_FAILED &&
                      !vcd_transfer_is_running (upload));
  upload_assert_failed (upload, VCD_ERROR_FILE);

  return upload;
}

/* A process ends half-way, and then the file is moved. */
static GFile *
leave_behind (UploadFixture *fixture)
{
  VcdTransferQueue *queue = make_queue (fixture);
  VcdMediaUpload *upload = upload_fixture_new (fixture, "image.iso", SLICES * UPLOAD_SLICE);
  g_autoptr (GFile) file = g_object_ref (vcd_transfer_get_file (VCD_TRANSFER (upload)));
  GFile *moved = sibling (upload, "moved.iso");

  simulator_set_fault (fixture->simulator, "throttle=rate:1M");
  vcd_transfer_queue_add (queue, VCD_TRANSFER (upload));
  fixture_wait_until (vcd_transfer_get_confirmed (VCD_TRANSFER (upload)) > 0);
  end (fixture, queue, upload);
  simulator_clear_faults (fixture->simulator);
  g_assert_true (g_file_move (file, moved, 0, NULL, NULL, NULL, NULL));

  return moved;
}

static void
test_restored (UploadFixture *fixture,
               gconstpointer  data)
{
  g_autoptr (GFile) moved = leave_behind (fixture);
  VcdTransferQueue *queue = make_queue (fixture);

  gpointer upload = restore_lost (fixture, queue);

  end (fixture, queue, upload);
  queue = make_queue (fixture);
  upload = restore_lost (fixture, queue);
  g_assert_true (locate (upload, moved, NULL));
  vcd_transfer_queue_retry (queue, upload);
  fixture_wait_until (vcd_transfer_is_final (upload) && !vcd_transfer_is_running (upload));
  upload_assert_done (fixture, upload, "image.iso");
  g_assert_cmpuint (simulator_count_requests (fixture->simulator, "create"), ==, 1);
  end (fixture, queue, upload);
}

static void
test_given_up (UploadFixture *fixture,
               gconstpointer  data)
{
  g_autoptr (GFile) moved = leave_behind (fixture);
  VcdTransferQueue *queue = make_queue (fixture);
  gpointer upload = restore_lost (fixture, queue);

  vcd_transfer_queue_remove (queue, upload);
  end (fixture, queue, upload);
  queue = make_queue (fixture);
  g_assert_cmpuint (restore (fixture, queue), ==, 0);
  fixture_assert_finalized (queue);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  upload_add ("/upload-place/moved", test_moved);
  upload_add ("/upload-place/other-time", test_other_time);
  upload_add ("/upload-place/other-file", test_other_file);

  upload_add ("/upload-place/restored", test_restored);
  upload_add ("/upload-place/given-up", test_given_up);

  return g_test_run ();
}
