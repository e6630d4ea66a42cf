/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "queue-fixture.h"
#include "vcd-account-private.h"

/* What one process leaves behind, and the next one finds in the journal. */

/* The process ends with an upload under way, after it was paused by @pause if that is not NULL: all
 * that is left of it is in the journal. */
static void
leave_behind_after (UploadFixture *fixture,
                    void         (*pause) (VcdTransfer *))
{
  g_autoptr (VcdTransferQueue) queue = queue_new (fixture);
  g_autoptr (VcdMediaUpload) upload = NULL;
  g_autofree char *href = NULL;

  simulator_set_fault (fixture->simulator, "throttle=rate:200K");
  upload = g_object_ref (queue_add (fixture, queue, "a.iso", 8));
  fixture_wait_until (vcd_transfer_get_confirmed (VCD_TRANSFER (upload)) > 0);
  href = g_strdup (vcd_media_upload_get_media_href (upload));
  if (pause != NULL)
    {
      pause (VCD_TRANSFER (upload));
      fixture_wait_until (upload_state (upload) == VCD_TRANSFER_PAUSED);
    }
  fixture_assert_finalized (g_steal_pointer (&queue));
  fixture_wait_until (!vcd_transfer_is_running (VCD_TRANSFER (upload)));
  fixture_assert_finalized (g_steal_pointer (&upload));
  simulator_clear_faults (fixture->simulator);
  g_assert_cmpuint (simulator_count_media (fixture->simulator, NULL), ==, 1);
  g_assert_cmpuint (queue_count_files (fixture, ".json"), ==, 1);

  /* A thread that writes the journal holds the entry until it has. */
  queue = queue_new (fixture);
  fixture_wait_until (!vcd_transfer_queue_is_claimed (queue, href));
}

static void
leave_behind (UploadFixture *fixture)
{
  leave_behind_after (fixture, NULL);
}

static VcdSession *
look_up (const char *server,
         const char *organization,
         const char *user,
         gpointer    data)
{
  UploadFixture *fixture = data;

  if (fixture == NULL)
    return NULL;

  g_assert_cmpstr (server, ==, simulator_get_uri (fixture->simulator));
  g_assert_cmpstr (organization, ==, "demo");
  g_assert_cmpstr (user, ==, "demo");

  return g_object_ref (fixture->session);
}

static unsigned
restore (VcdTransferQueue *queue,
         UploadFixture    *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  unsigned n_restored;

  vcd_transfer_queue_restore_async (queue, look_up, fixture, NULL, NULL, fixture_on_ready, &result);
  fixture_wait_until (result != NULL);
  n_restored = vcd_transfer_queue_restore_finish (queue, result, &error);
  g_assert_no_error (error);

  for (unsigned i = 0; i < sim_n_items (queue); i++)
    {
      g_autoptr (VcdMediaUpload) upload = g_list_model_get_item (G_LIST_MODEL (queue), i);

      upload_hurry (upload);
    }

  return n_restored;
}

static void
test_restore (UploadFixture *fixture,
              gconstpointer  data)
{
  g_autoptr (VcdTransferQueue) queue = queue_new (fixture);
  g_autoptr (VcdMediaUpload) upload = NULL;

  leave_behind (fixture);
  g_assert_cmpuint (restore (queue, NULL), ==, 0);
  g_assert_cmpuint (restore (queue, fixture), ==, 1);
  g_assert_cmpuint (restore (queue, fixture), ==, 0);
  upload = g_list_model_get_item (G_LIST_MODEL (queue), 0);
  g_assert_cmpuint (vcd_transfer_get_confirmed (VCD_TRANSFER (upload)), >, 0);
  fixture_wait_until (queue_is_over (queue));
  upload_assert_done (fixture, upload, "a.iso");
  g_assert_cmpuint (simulator_count_requests (fixture->simulator, "create"), ==, 1);
  g_assert_cmpuint (queue_count_files (fixture, ".json"), ==, 0);
}

/* What its user has paused goes on when its user says so. */
static void
test_restore_paused (UploadFixture *fixture,
                     gconstpointer  data)
{
  g_autoptr (VcdTransferQueue) queue = NULL;
  g_autoptr (VcdMediaUpload) upload = NULL;

  leave_behind_after (fixture, vcd_transfer_pause);
  for (unsigned round = 0; round < 2; round++)
    {
      g_clear_object (&upload);
      g_clear_object (&queue);
      queue = queue_new (fixture);
      fixture_wait_until (sim_n_items (queue) == 1 || restore (queue, fixture) == 1);
      upload = g_list_model_get_item (G_LIST_MODEL (queue), 0);
      g_assert_cmpuint (vcd_transfer_get_confirmed (VCD_TRANSFER (upload)), >, 0);
      upload_assert_state (upload, VCD_TRANSFER_PAUSED);
    }

  vcd_transfer_resume (VCD_TRANSFER (upload));
  fixture_wait_until (queue_is_over (queue));
  upload_assert_done (fixture, upload, "a.iso");
  g_assert_cmpuint (simulator_count_requests (fixture->simulator, "create"), ==, 1);
}

/* Who only made room for something else does not have to be asked. */
static void
test_restore_suspended (UploadFixture *fixture,
                        gconstpointer  data)
{
  g_autoptr (VcdTransferQueue) queue = queue_new (fixture);

  leave_behind_after (fixture, vcd_transfer_suspend);
  g_assert_cmpuint (restore (queue, fixture), ==, 1);
  fixture_wait_until (queue_is_over (queue));
  g_assert_cmpuint (queue_count_state (queue, VCD_TRANSFER_DONE), ==, 1);
}

static void
test_restore_expired (UploadFixture *fixture,
                      gconstpointer  data)
{
  for (unsigned way = 0; way < 2; way++)
    {
      g_autoptr (VcdTransferQueue) queue = queue_new (fixture);
      g_autoptr (VcdMediaUpload) upload = NULL;

      leave_behind (fixture);
      if (way == 0)
        simulator_advance_clock (fixture->simulator, 61 * 60);
      else
        simulator_delete_media (fixture->simulator, "a.iso");
      g_assert_cmpuint (restore (queue, fixture), ==, 1);
      upload = g_list_model_get_item (G_LIST_MODEL (queue), 0);
      fixture_wait_until (queue_is_over (queue));
      upload_assert_done (fixture, upload, "a.iso");
      g_assert_cmpuint (simulator_count_media (fixture->simulator, NULL), ==, 1);
      simulator_delete_media (fixture->simulator, "a.iso");
      fixture_assert_resolves (vcd_catalog_load (fixture->catalog));
    }
}

static void
test_adopt (UploadFixture *fixture,
            gconstpointer  data)
{
  g_autoptr (VcdTransferQueue) queue = queue_new (fixture);
  g_autoptr (VcdMediaUpload) upload = NULL;
  g_autoptr (VcdMediaUpload) other = NULL;
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = g_build_filename (fixture->directory, "a.iso", NULL);

  leave_behind (fixture);
  file = g_file_new_for_path (path);
  other = vcd_media_upload_new (fixture->catalog, file);
  vcd_media_upload_set_media_name (other, "b.iso");
  g_assert_false (vcd_transfer_queue_adopt (queue, other));

  upload = vcd_media_upload_new (fixture->catalog, file);
  upload_hurry (upload);
  g_assert_true (vcd_transfer_queue_adopt (queue, upload));
  vcd_transfer_queue_add (queue, VCD_TRANSFER (upload));
  fixture_wait_until (queue_is_over (queue));
  upload_assert_done (fixture, upload, "a.iso");
  g_assert_cmpuint (simulator_count_requests (fixture->simulator, "create"), ==, 1);
}

static void
test_adopt_changed_file (UploadFixture *fixture,
                         gconstpointer  data)
{
  g_autoptr (VcdTransferQueue) queue = queue_new (fixture);
  g_autoptr (VcdMediaUpload) upload = NULL;
  g_autofree char *path = g_build_filename (fixture->directory, "a.iso", NULL);

  leave_behind (fixture);
  upload_fixture_write (path, 3 * UPLOAD_SLICE, 7);
  {
    g_autoptr (GFile) file = g_file_new_for_path (path);

    upload = vcd_media_upload_new (fixture->catalog, file);
  }
  upload_hurry (upload);
  g_assert_true (vcd_transfer_queue_adopt (queue, upload));
  vcd_transfer_queue_add (queue, VCD_TRANSFER (upload));
  fixture_wait_until (queue_is_over (queue));
  upload_assert_done (fixture, upload, "a.iso");
  g_assert_cmpuint (simulator_count_media (fixture->simulator, NULL), ==, 1);
}

static void
test_adopt_owned (UploadFixture *fixture,
                  gconstpointer  data)
{
  g_autoptr (VcdTransferQueue) queue = queue_new (fixture);
  g_autoptr (VcdTransferQueue) second = queue_new (fixture);
  g_autoptr (VcdMediaUpload) again = NULL;
  VcdMediaUpload *upload;
  const char *href;

  simulator_set_fault (fixture->simulator, "throttle=rate:200K");
  upload = queue_add (fixture, queue, "a.iso", 8);
  fixture_wait_until (vcd_transfer_get_confirmed (VCD_TRANSFER (upload)) > 0);
  href = vcd_media_upload_get_media_href (upload);
  again = vcd_media_upload_new (fixture->catalog, vcd_transfer_get_file (VCD_TRANSFER (upload)));

  g_assert_false (vcd_transfer_queue_adopt (second, again));
  g_assert_cmpuint (restore (second, fixture), ==, 0);
  g_assert_true (vcd_transfer_queue_is_claimed (second, href));
  g_assert_false (vcd_transfer_queue_discard (second, href));
  g_assert_cmpuint (queue_count_files (fixture, ".json"), ==, 1);

  simulator_clear_faults (fixture->simulator);
  fixture_wait_until (queue_is_over (queue));
  upload_assert_done (fixture, upload, "a.iso");
}

static void
test_discard (UploadFixture *fixture,
              gconstpointer  data)
{
  g_autoptr (VcdTransferQueue) queue = queue_new (fixture);
  g_autoptr (SimulatorMedia) media = NULL;
  g_autofree char *href = NULL;

  leave_behind (fixture);
  media = simulator_dup_media (fixture->simulator, "a.iso");
  href = g_strdup_printf ("%s/api/media/%s", simulator_get_uri (fixture->simulator), media->id);
  g_assert_false (vcd_transfer_queue_is_claimed (queue, href));
  g_assert_true (vcd_transfer_queue_discard (queue, href));
  fixture_wait_until (queue_count_files (fixture, ".json") == 0);
  g_assert_cmpuint (restore (queue, fixture), ==, 0);
  fixture_wait_until (queue_count_files (fixture, ".lock") == 0);
}

static void
test_cancel_restored (UploadFixture *fixture,
                      gconstpointer  data)
{
  g_autoptr (VcdTransferQueue) queue = queue_new (fixture);
  g_autoptr (VcdTransfer) transfer = NULL;

  leave_behind (fixture);
  restore (queue, fixture);
  transfer = g_list_model_get_item (G_LIST_MODEL (queue), 0);
  upload_assert_state (transfer, VCD_TRANSFER_QUEUED);
  vcd_transfer_cancel (transfer);
  fixture_wait_until (queue_is_over (queue));
  upload_assert_state (transfer, VCD_TRANSFER_CANCELLED);
  upload_assert_nothing_left (fixture);
  g_assert_cmpuint (queue_count_files (fixture, ".json"), ==, 0);
}

static VcdTransferQueue *
make_keeping_queue (UploadFixture *fixture)
{
  VcdTransferQueue *queue = queue_new (fixture);

  vcd_transfer_queue_set_keep_failed (queue, TRUE);

  return queue;
}

/* With a queue that keeps them, a failed upload is there again, says why, and can be retried. */
static void
test_failed_is_kept (UploadFixture *fixture,
                     gconstpointer  data)
{
  for (unsigned way = 0; way < 2; way++)
    {
      g_autoptr (VcdTransferQueue) queue = make_keeping_queue (fixture);
      g_autoptr (VcdTransfer) transfer = NULL;

      /* Once with something on the server, and once with nothing. */
      simulator_set_fault (fixture->simulator, way == 0 ? "task-error=message:The disk is full"
                                                        : "forbidden-403");
      queue_add (fixture, queue, "a.iso", 1);
      fixture_wait_until (queue_is_over (queue));
      g_assert_cmpuint (queue_count_state (queue, VCD_TRANSFER_FAILED), ==, 1);
      fixture_assert_finalized (g_steal_pointer (&queue));
      simulator_clear_faults (fixture->simulator);

      queue = make_keeping_queue (fixture);
      fixture_wait_until (sim_n_items (queue) == 1 || restore (queue, fixture) == 1);
      transfer = g_list_model_get_item (G_LIST_MODEL (queue), 0);
      upload_assert_state (transfer, VCD_TRANSFER_FAILED);
      g_assert_nonnull (vcd_transfer_get_error (transfer));
      if (way == 0)
        g_assert_nonnull (strstr (vcd_transfer_get_error (transfer)->message, "The disk is full"));
      else
        g_assert_error (vcd_transfer_get_error (transfer), VCD_ERROR, VCD_ERROR_PERMISSION);

      vcd_transfer_queue_retry (queue, transfer);
      fixture_wait_until (queue_is_over (queue));
      upload_assert_done (fixture, VCD_MEDIA_UPLOAD (transfer), "a.iso");
      g_assert_cmpuint (queue_count_files (fixture, ".json"), ==, 0);
      simulator_delete_media (fixture->simulator, "a.iso");
      fixture_assert_resolves (vcd_catalog_load (fixture->catalog));
    }
}

/* What a person has taken out of the list does not come back. */
static void
test_failed_is_removed (UploadFixture *fixture,
                        gconstpointer  data)
{
  for (unsigned way = 0; way < 2; way++)
    {
      g_autoptr (VcdTransferQueue) queue = make_keeping_queue (fixture);
      VcdMediaUpload *upload;

      simulator_set_fault (fixture->simulator, way == 0 ? "forbidden-403"
                                                        : "task-error=message:The disk is full");
      upload = queue_add (fixture, queue, "a.iso", 1);
      fixture_wait_until (queue_is_over (queue));
      vcd_transfer_queue_remove (queue, VCD_TRANSFER (upload));
      fixture_assert_finalized (g_steal_pointer (&queue));
      /* What it left on the server is known to who asks for the same again. */
      fixture_wait_until (queue_count_files (fixture, ".json") == (way));
      simulator_clear_faults (fixture->simulator);

      queue = make_keeping_queue (fixture);
      g_assert_cmpuint (restore (queue, fixture), ==, 0);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  upload_add ("/transfer-restore/restore", test_restore);
  upload_add ("/transfer-restore/restore-paused", test_restore_paused);
  upload_add ("/transfer-restore/restore-suspended", test_restore_suspended);
  upload_add ("/transfer-restore/restore-expired", test_restore_expired);
  upload_add ("/transfer-restore/adopt", test_adopt);
  upload_add ("/transfer-restore/adopt-changed-file", test_adopt_changed_file);
  upload_add ("/transfer-restore/adopt-owned", test_adopt_owned);
  upload_add ("/transfer-restore/discard", test_discard);
  upload_add ("/transfer-restore/cancel-restored", test_cancel_restored);
  upload_add ("/transfer-restore/failed-is-kept", test_failed_is_kept);
  upload_add ("/transfer-restore/failed-is-removed", test_failed_is_removed);

  return g_test_run ();
}
