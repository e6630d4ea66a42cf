/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <utime.h>

#include "upload-fixture.h"

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

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  upload_add ("/upload-place/moved", test_moved);
  upload_add ("/upload-place/other-time", test_other_time);
  upload_add ("/upload-place/other-file", test_other_file);

  return g_test_run ();
}
