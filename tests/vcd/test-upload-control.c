/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "upload-fixture.h"
#include "vcd-fiber-private.h"
#include "vcd-transfer-queue.h"

/* What its user does to an upload, and what somebody does to its file. */

static VcdMediaUpload *
start (UploadFixture *fixture)
{
  VcdMediaUpload *upload = upload_fixture_new (fixture, "image.iso", 8 * UPLOAD_SLICE);

  simulator_set_fault (fixture->simulator, "throttle=200K");
  upload_start (upload);
  fixture_wait_until (vcd_transfer_get_confirmed (VCD_TRANSFER (upload)) > 0);

  return upload;
}

static void
finish (UploadFixture *fixture,
        gpointer       upload)
{
  simulator_clear_faults (fixture->simulator);
  fixture_wait_until (vcd_transfer_is_final (upload) && !vcd_transfer_is_running (upload));
}

/* What is to be done as soon as a state is reached. */
typedef struct
{
  VcdTransferState   state;
  void             (*act) (VcdTransfer *self);
} Plan;

static void
on_state (VcdTransfer *transfer,
          GParamSpec  *pspec,
          gpointer     data)
{
  Plan *plan = data;

  if (plan->act != NULL && vcd_transfer_get_state (transfer) == plan->state)
    g_steal_pointer (&plan->act) (transfer);
}

static void
test_pause (UploadFixture *fixture,
            gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = start (fixture);
  g_autoptr (SimulatorMedia) media = NULL;

  vcd_transfer_pause (VCD_TRANSFER (upload));
  fixture_wait_until (upload_state (upload) == VCD_TRANSFER_PAUSED);
  g_assert_cmpfloat (vcd_transfer_get_rate (VCD_TRANSFER (upload)), ==, 0);

  /* The connection is closed, and what came is kept. */
  do
    {
      g_clear_pointer (&media, simulator_media_free);
      media = simulator_dup_media (fixture->simulator, "image.iso");
    }
  while (media->stored == 0);
  g_assert_cmpint (media->status, ==, 0);

  vcd_transfer_resume (VCD_TRANSFER (upload));
  finish (fixture, upload);
  upload_assert_done (fixture, upload, "image.iso");
  g_assert_cmpuint (simulator_count_requests (fixture->simulator, "create"), ==, 1);
}

static void
test_pause_before (UploadFixture *fixture,
                   gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 10);

  vcd_transfer_pause (VCD_TRANSFER (upload));
  upload_assert_state (upload, VCD_TRANSFER_PAUSED);
  vcd_transfer_resume (VCD_TRANSFER (upload));
  upload_assert_state (upload, VCD_TRANSFER_QUEUED);
  upload_run (upload);
  upload_assert_done (fixture, upload, "image.iso");
}

static void
test_pause_in_each_state (UploadFixture *fixture,
                          gconstpointer  data)
{
  const VcdTransferState states[] = {
    VCD_TRANSFER_OPENING, VCD_TRANSFER_DECLARING, VCD_TRANSFER_LOCATING, VCD_TRANSFER_SENDING,
    VCD_TRANSFER_SETTLING,
  };

  simulator_set_fault (fixture->simulator, "late-files");
  for (unsigned i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.iso", i);
      g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, name, 2 * UPLOAD_SLICE);
      Plan plan = { states[i], vcd_transfer_pause };

      g_signal_connect (upload, "notify::state", G_CALLBACK (on_state), &plan);
      upload_start (upload);
      fixture_wait_until (upload_state (upload) == VCD_TRANSFER_PAUSED);
      vcd_transfer_resume (VCD_TRANSFER (upload));
      fixture_wait_until (vcd_transfer_is_final (VCD_TRANSFER (upload)));
      upload_assert_done (fixture, upload, name);
    }
  g_assert_cmpuint (simulator_count_media (fixture->simulator, NULL), ==, G_N_ELEMENTS (states));
}

static void
test_paused_too_long (UploadFixture *fixture,
                      gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = start (fixture);

  vcd_transfer_pause (VCD_TRANSFER (upload));
  fixture_wait_until (upload_state (upload) == VCD_TRANSFER_PAUSED);
  simulator_advance_clock (fixture->simulator, 61 * 60);
  vcd_transfer_resume (VCD_TRANSFER (upload));
  finish (fixture, upload);
  upload_assert_done (fixture, upload, "image.iso");
  g_assert_cmpuint (simulator_count_requests (fixture->simulator, "create"), ==, 2);
  g_assert_cmpuint (simulator_count_media (fixture->simulator, NULL), ==, 1);
}

static const char *const slow_import[] = { "--import-seconds=3600", NULL };

/* The server takes an hour, and nobody wants to wait that long: but nothing is sent twice. */
static void
test_long_import (UploadFixture *fixture,
                  gconstpointer  data)
{
  g_autoptr (VcdTransferQueue) queue = vcd_transfer_queue_new (NULL);
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", UPLOAD_SLICE);

  vcd_transfer_queue_set_import_limit (queue, 1);
  vcd_transfer_queue_add (queue, VCD_TRANSFER (upload));
  g_assert_cmpuint (vcd_media_upload_get_import_limit (upload), ==, 1);

  /* The second time it is one that an earlier run has declared. */
  for (unsigned i = 0; i < 2; i++)
    {
      fixture_wait_until (vcd_transfer_is_final (VCD_TRANSFER (upload)));
      upload_assert_failed (upload, VCD_ERROR_SERVER);
      g_assert_cmpuint (simulator_count_media (fixture->simulator, NULL), ==, 1);
      vcd_transfer_queue_retry (queue, VCD_TRANSFER (upload));
    }

  vcd_transfer_queue_set_import_limit (queue, 0);
  g_assert_cmpuint (vcd_media_upload_get_import_limit (upload), ==, 0);
  simulator_advance_clock (fixture->simulator, 2 * 60 * 60);
  finish (fixture, upload);
  upload_assert_done (fixture, upload, "image.iso");
  g_assert_cmpuint (simulator_count_requests (fixture->simulator, "create"), ==, 1);
  vcd_transfer_queue_remove (queue, VCD_TRANSFER (upload));
  fixture_assert_finalized (g_steal_pointer (&queue));
}

static void
assert_cancelled (UploadFixture  *fixture,
                  VcdMediaUpload *upload)
{
  finish (fixture, upload);
  upload_assert_state (upload, VCD_TRANSFER_CANCELLED);
  g_assert_null (vcd_transfer_get_error (VCD_TRANSFER (upload)));
  g_assert_null (vcd_transfer_get_note (VCD_TRANSFER (upload)));
  upload_assert_nothing_left (fixture);
  g_assert_cmpuint (sim_n_items (fixture->catalog), ==, 0);
}

static void
test_cancel (UploadFixture *fixture,
             gconstpointer  data)
{
  const char *ways[] = { "connection-close", "cancel-keeps-item", "delete-no-task",
                         "busy-delete=times:2" };

  for (unsigned i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr (VcdMediaUpload) upload = start (fixture);

      simulator_set_fault (fixture->simulator, ways[i]);
      if (i == 3)
        simulator_set_fault (fixture->simulator, "cancel-keeps-item");
      vcd_transfer_cancel (VCD_TRANSFER (upload));
      fixture_wait_until (upload_state (upload) == VCD_TRANSFER_CANCELLED);
      assert_cancelled (fixture, upload);
      fixture_assert_finalized (g_steal_pointer (&upload));
    }
}

static void
test_cancel_in_each_state (UploadFixture *fixture,
                           gconstpointer  data)
{
  const VcdTransferState states[] = {
    VCD_TRANSFER_OPENING, VCD_TRANSFER_DECLARING, VCD_TRANSFER_LOCATING, VCD_TRANSFER_SENDING,
    VCD_TRANSFER_SETTLING,
  };

  for (unsigned way = 0; way < 2; way++)
    for (unsigned i = 0; i < G_N_ELEMENTS (states); i++)
      {
        g_autoptr (VcdMediaUpload) upload = NULL;
        Plan plan = { states[i], vcd_transfer_cancel };

        upload = upload_fixture_new (fixture, "image.iso", 2 * UPLOAD_SLICE);
        simulator_set_fault (fixture->simulator, way == 0 ? "late-files" : "cancel-keeps-item");
        simulator_set_fault (fixture->simulator, "late-files");
        g_signal_connect (upload, "notify::state", G_CALLBACK (on_state), &plan);
        upload_start (upload);
        fixture_wait_until (plan.act == NULL);
        assert_cancelled (fixture, upload);
      }
}

static void
test_cancel_queued (UploadFixture *fixture,
                    gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 10);

  vcd_transfer_cancel (VCD_TRANSFER (upload));
  assert_cancelled (fixture, upload);
  g_assert_cmpuint (simulator_count_requests (fixture->simulator, "create"), ==, 0);
}

static void
test_cancel_paused (UploadFixture *fixture,
                    gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = start (fixture);

  vcd_transfer_pause (VCD_TRANSFER (upload));
  fixture_wait_until (upload_state (upload) == VCD_TRANSFER_PAUSED);
  vcd_transfer_cancel (VCD_TRANSFER (upload));
  assert_cancelled (fixture, upload);
}

static void
test_cancel_waiting (UploadFixture *fixture,
                     gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 8 * UPLOAD_SLICE);

  vcd_transfer_set_patience (VCD_TRANSFER (upload), 1);
  simulator_set_fault (fixture->simulator, "status-503=piece:2,times:0");
  upload_start (upload);
  fixture_wait_until (vcd_transfer_get_wait_reason (VCD_TRANSFER (upload)) == VCD_WAIT_RETRY);
  vcd_transfer_cancel (VCD_TRANSFER (upload));
  assert_cancelled (fixture, upload);
}

/* The image is made, but nobody is told where it is; whoever cancels finds it all the same. */
static void
test_cancel_unanswered (UploadFixture *fixture,
                        gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 10);

  simulator_set_fault (fixture->simulator, "lost-create-reply");
  simulator_set_fault (fixture->simulator, "slow-reply=on:create,seconds:0.2");
  upload_start (upload);
  fixture_wait_until (simulator_count_media (fixture->simulator, NULL) == 1);
  vcd_transfer_cancel (VCD_TRANSFER (upload));
  assert_cancelled (fixture, upload);
}

/* Nobody can be asked to clean up: that is said, and is no error. */
static void
test_cancel_unable (UploadFixture *fixture,
                    gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = start (fixture);

  simulator_set_fault (fixture->simulator, "cancel-keeps-item");
  simulator_set_fault (fixture->simulator, "status-403=on:delete");
  vcd_transfer_cancel (VCD_TRANSFER (upload));
  fixture_wait_until (upload_state (upload) == VCD_TRANSFER_CANCELLED);
  g_assert_null (vcd_transfer_get_error (VCD_TRANSFER (upload)));
  g_assert_nonnull (strstr (vcd_transfer_get_note (VCD_TRANSFER (upload)), "image.iso"));
  fixture_wait_until (!vcd_transfer_is_running (VCD_TRANSFER (upload)));
}

static void
truncate_file (const char *path)
{
  g_assert_cmpint (truncate (path, 3 * UPLOAD_SLICE), ==, 0);
}

static void
grow_file (const char *path)
{
  g_assert_cmpint (truncate (path, 9 * UPLOAD_SLICE), ==, 0);
}

static void
replace_file (const char *path)
{
  g_autofree char *other = g_strconcat (path, ".new", NULL);

  upload_fixture_write (other, 8 * UPLOAD_SLICE, 99);
  g_assert_cmpint (g_rename (other, path), ==, 0);
}

static void
rewrite_file (const char *path)
{
  int fd = open (path, O_WRONLY);

  g_assert_cmpint (write (fd, "other", 5), ==, 5);
  close (fd);
}

/* What is on the server is the beginning of a file that is no more, and goes. */
static void
test_file_changes (UploadFixture *fixture,
                   gconstpointer  data)
{
  void (*const changes[]) (const char *) = { truncate_file, grow_file, replace_file, rewrite_file };

  for (unsigned i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (VcdMediaUpload) upload = start (fixture);

      (*changes[i]) (g_file_peek_path (vcd_transfer_get_file (VCD_TRANSFER (upload))));
      finish (fixture, upload);
      upload_assert_failed (upload, VCD_ERROR_FILE_CHANGED);
      upload_assert_nothing_left (fixture);

      /* A retry sends what is there now. */
      upload_run (upload);
      upload_assert_done (fixture, upload, "image.iso");
      simulator_delete_media (fixture->simulator, "image.iso");
      fixture_assert_resolves (vcd_catalog_load (fixture->catalog));
    }
}

/* A disk that is unplugged may come back: then it goes on where it was. */
static void
test_file_out_of_reach (UploadFixture *fixture,
                        gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = start (fixture);
  const char *path = g_file_peek_path (vcd_transfer_get_file (VCD_TRANSFER (upload)));
  g_autofree char *away = g_strconcat (path, ".away", NULL);

  g_assert_cmpint (g_rename (path, away), ==, 0);
  finish (fixture, upload);
  upload_assert_failed (upload, VCD_ERROR_FILE_CHANGED);
  g_assert_cmpuint (simulator_count_media (fixture->simulator, NULL), ==, 1);

  g_assert_cmpint (g_rename (away, path), ==, 0);
  upload_run (upload);
  upload_assert_done (fixture, upload, "image.iso");
  g_assert_cmpuint (simulator_count_requests (fixture->simulator, "create"), ==, 1);
}

static void
test_rate_limit (UploadFixture *fixture,
                 gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 4 * UPLOAD_SLICE);
  int64_t started = g_get_monotonic_time ();

  vcd_transfer_set_rate_limit (VCD_TRANSFER (upload), 512 * 1024);
  upload_run (upload);
  upload_assert_done (fixture, upload, "image.iso");
  /* Half a second at that rate, less what may come at once. */
  g_assert_cmpint (g_get_monotonic_time () - started, >, 200 * 1000);
}

static void
count_notify (GObject    *object,
              GParamSpec *pspec,
              gpointer    data)
{
  (*(unsigned *) data)++;
}

static void
test_progress (UploadFixture *fixture,
               gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 16 * UPLOAD_SLICE);
  VcdTransfer *transfer = VCD_TRANSFER (upload);
  unsigned n_sent = 0;

  vcd_media_upload_set_slice_size (upload, 16 * UPLOAD_SLICE, UPLOAD_SLICE, 16 * UPLOAD_SLICE);
  vcd_transfer_set_rate_limit (transfer, 1024 * 1024);
  g_signal_connect (upload, "notify::sent", G_CALLBACK (count_notify), &n_sent);
  upload_start (upload);
  fixture_wait_until (vcd_transfer_get_rate (transfer) > 0);
  g_assert_cmpuint (vcd_transfer_get_sent (transfer), >, 0);
  g_assert_cmpuint (vcd_transfer_get_sent (transfer), <=, 16 * UPLOAD_SLICE);
  g_assert_cmpuint (vcd_transfer_get_confirmed (transfer), ==, 0);
  g_assert_cmpint (vcd_transfer_get_time_left (transfer), >=, 0);
  g_assert_cmpint (vcd_transfer_get_percent (transfer), >, 0);
  finish (fixture, upload);
  upload_assert_done (fixture, upload, "image.iso");
  g_assert_cmpint (vcd_transfer_get_time_left (transfer), ==, -1);
  /* Four times a second at most. */
  g_assert_cmpuint (n_sent, <, 20);
}

/* What somebody types while it runs is what the image is called in the end. */
static void
test_edit (UploadFixture *fixture,
           gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = start (fixture);
  g_autoptr (SimulatorMedia) media = NULL;
  g_autoptr (VcdMedia) listed = NULL;

  vcd_media_upload_set_media_name (upload, "other.iso");
  vcd_media_upload_set_description (upload, "As it was typed");
  g_assert_cmpstr (vcd_transfer_get_name (VCD_TRANSFER (upload)), ==, "other.iso");
  finish (fixture, upload);
  upload_assert_done (fixture, upload, "other.iso");
  g_assert_null (vcd_transfer_get_note (VCD_TRANSFER (upload)));
  g_assert_cmpuint (simulator_count_requests (fixture->simulator, "create"), ==, 1);

  listed = vcd_catalog_find_media (fixture->catalog, "other.iso");
  g_assert_nonnull (listed);
  g_assert_cmpstr (vcd_media_get_description (listed), ==, "As it was typed");
  g_assert_nonnull (vcd_media_get_created (listed));
}

/* The bytes are there all the same. */
static void
test_edit_refused (UploadFixture *fixture,
                   gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) first = upload_fixture_new (fixture, "taken.iso", UPLOAD_SLICE);
  g_autoptr (VcdMediaUpload) upload = NULL;

  g_assert_cmpint (upload_run (first), ==, VCD_TRANSFER_DONE);
  upload = start (fixture);
  vcd_media_upload_set_media_name (upload, "taken.iso");
  finish (fixture, upload);
  upload_assert_done (fixture, upload, "image.iso");
  g_assert_cmpstr (vcd_transfer_get_name (VCD_TRANSFER (upload)), ==, "image.iso");
  g_assert_nonnull (vcd_transfer_get_note (VCD_TRANSFER (upload)));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  upload_add ("/upload-control/pause", test_pause);
  upload_add ("/upload-control/pause-before", test_pause_before);
  upload_add ("/upload-control/pause-in-each-state", test_pause_in_each_state);
  upload_add ("/upload-control/paused-too-long", test_paused_too_long);
  upload_add_with ("/upload-control/long-import", slow_import, test_long_import);
  upload_add ("/upload-control/cancel", test_cancel);
  upload_add ("/upload-control/cancel-in-each-state", test_cancel_in_each_state);
  upload_add ("/upload-control/cancel-queued", test_cancel_queued);
  upload_add ("/upload-control/cancel-paused", test_cancel_paused);
  upload_add ("/upload-control/cancel-waiting", test_cancel_waiting);
  upload_add ("/upload-control/cancel-unanswered", test_cancel_unanswered);
  upload_add ("/upload-control/cancel-unable", test_cancel_unable);
  upload_add ("/upload-control/file-changes", test_file_changes);
  upload_add ("/upload-control/file-out-of-reach", test_file_out_of_reach);
  upload_add ("/upload-control/rate-limit", test_rate_limit);
  upload_add ("/upload-control/progress", test_progress);
  upload_add ("/upload-control/edit", test_edit);
  upload_add ("/upload-control/edit-refused", test_edit_refused);

  return g_test_run ();
}
