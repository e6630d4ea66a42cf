/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "properties.h"
#include "upload-fixture.h"
#include "vcd-account-private.h"
#include "vcd-transfer-queue.h"

/* A queue with a journal in the fixture's directory. */
static VcdTransferQueue *
make_queue (UploadFixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->directory, "journal", NULL);
  g_autoptr (GFile) directory = g_file_new_for_path (path);

  return vcd_transfer_queue_new (directory);
}

static unsigned
count_files (UploadFixture *fixture,
             const char    *suffix)
{
  g_autofree char *path = g_build_filename (fixture->directory, "journal", NULL);
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
  unsigned n_files = 0;
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    if (g_str_has_suffix (name, suffix))
      n_files++;

  return n_files;
}

static VcdMediaUpload *
add (UploadFixture    *fixture,
     VcdTransferQueue *queue,
     const char       *name,
     unsigned          slices)
{
  VcdMediaUpload *upload = upload_fixture_new (fixture, name, slices * UPLOAD_SLICE);

  vcd_transfer_queue_add (queue, VCD_TRANSFER (upload));
  g_object_unref (upload);

  return upload;
}

static gboolean
is_over (VcdTransferQueue *queue)
{
  for (unsigned i = 0; i < sim_n_items (queue); i++)
    {
      g_autoptr (VcdTransfer) transfer = g_list_model_get_item (G_LIST_MODEL (queue), i);

      if (!vcd_transfer_is_final (transfer) || vcd_transfer_is_running (transfer))
        return FALSE;
    }

  return TRUE;
}

static unsigned
count_state (VcdTransferQueue *queue,
             VcdTransferState  state)
{
  unsigned n_transfers = 0;

  for (unsigned i = 0; i < sim_n_items (queue); i++)
    {
      g_autoptr (VcdTransfer) transfer = g_list_model_get_item (G_LIST_MODEL (queue), i);

      if (vcd_transfer_get_state (transfer) == state)
        n_transfers++;
    }

  return n_transfers;
}

static void
note_most (VcdTransferQueue *queue,
           GParamSpec       *pspec,
           gpointer          data)
{
  unsigned *most = data;

  *most = MAX (*most, vcd_transfer_queue_get_n_active (queue));
}

static void
test_two_at_a_time (UploadFixture *fixture,
                    gconstpointer  data)
{
  g_autoptr (VcdTransferQueue) queue = make_queue (fixture);
  unsigned most = 0;

  g_signal_connect (queue, "notify::n-active", G_CALLBACK (note_most), &most);
  for (unsigned i = 0; i < 5; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.iso", i);

      add (fixture, queue, name, 2);
    }

  fixture_wait_until (is_over (queue));
  g_assert_cmpuint (most, ==, 2);
  g_assert_cmpuint (count_state (queue, VCD_TRANSFER_DONE), ==, 5);
  fixture_wait_until (vcd_transfer_queue_get_n_active (queue) == 0);

  /* What is done is in no journal. */
  g_assert_cmpuint (count_files (fixture, ".json"), ==, 0);
  vcd_transfer_queue_clear_done (queue);
  g_assert_cmpuint (sim_n_items (queue), ==, 0);
  fixture_assert_finalized (g_steal_pointer (&queue));
}

static void
test_per_account (UploadFixture *fixture,
                  gconstpointer  data)
{
  g_autoptr (VcdTransferQueue) queue = make_queue (fixture);
  unsigned most = 0;

  g_signal_connect (queue, "notify::n-active", G_CALLBACK (note_most), &most);
  vcd_transfer_queue_set_max_active (queue, 4);
  vcd_transfer_queue_set_max_per_account (queue, 1);
  for (unsigned i = 0; i < 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.iso", i);

      add (fixture, queue, name, 1);
    }
  fixture_wait_until (is_over (queue));
  g_assert_cmpuint (most, ==, 1);
}

static void
test_order (UploadFixture *fixture,
            gconstpointer  data)
{
  g_autoptr (VcdTransferQueue) queue = make_queue (fixture);
  g_auto (GStrv) events = NULL;
  g_autoptr (GString) order = g_string_new (NULL);
  VcdMediaUpload *last;

  vcd_transfer_queue_set_max_active (queue, 1);
  add (fixture, queue, "a.iso", 1);
  add (fixture, queue, "b.iso", 1);
  last = add (fixture, queue, "c.iso", 1);
  vcd_transfer_queue_move (queue, VCD_TRANSFER (last), 0);
  fixture_wait_until (is_over (queue));

  events = simulator_dup_events (fixture->simulator);
  for (unsigned i = 0; events[i] != NULL; i++)
    if (g_str_has_prefix (events[i], "created"))
      g_string_append_c (order, events[i][strlen ("created name=\"")]);
  g_assert_cmpstr (order->str, ==, "cab");
}

static void
test_pause_gives_place (UploadFixture *fixture,
                        gconstpointer  data)
{
  g_autoptr (VcdTransferQueue) queue = make_queue (fixture);
  VcdMediaUpload *first, *second;

  vcd_transfer_queue_set_max_active (queue, 1);
  simulator_set_fault (fixture->simulator, "throttle=rate:200K,name:a*");
  first = add (fixture, queue, "a.iso", 8);
  second = add (fixture, queue, "b.iso", 1);
  fixture_wait_until (vcd_transfer_get_confirmed (VCD_TRANSFER (first)) > 0);
  upload_assert_state (second, VCD_TRANSFER_QUEUED);

  vcd_transfer_pause (VCD_TRANSFER (first));
  fixture_wait_until (upload_state (second) == VCD_TRANSFER_DONE);
  upload_assert_state (first, VCD_TRANSFER_PAUSED);

  /* Then there is a place again. */
  simulator_clear_faults (fixture->simulator);
  vcd_transfer_queue_resume_all (queue);
  fixture_wait_until (is_over (queue));
  upload_assert_done (fixture, first, "a.iso");
}

static void
test_resume_waits_its_turn (UploadFixture *fixture,
                            gconstpointer  data)
{
  g_autoptr (VcdTransferQueue) queue = make_queue (fixture);
  VcdMediaUpload *first, *second;

  vcd_transfer_queue_set_max_active (queue, 1);
  simulator_set_fault (fixture->simulator, "throttle=rate:200K");
  first = add (fixture, queue, "a.iso", 8);
  second = add (fixture, queue, "b.iso", 8);
  fixture_wait_until (vcd_transfer_get_confirmed (VCD_TRANSFER (first)) > 0);
  vcd_transfer_pause (VCD_TRANSFER (first));
  fixture_wait_until (vcd_transfer_get_confirmed (VCD_TRANSFER (second)) > 0);

  vcd_transfer_resume (VCD_TRANSFER (first));
  fixture_wait_until (upload_state (first) == VCD_TRANSFER_QUEUED);
  g_assert_cmpuint (vcd_transfer_queue_get_n_active (queue), ==, 1);
  simulator_clear_faults (fixture->simulator);
  fixture_wait_until (is_over (queue));
  upload_assert_done (fixture, first, "a.iso");
  upload_assert_done (fixture, second, "b.iso");
}

static void
test_waiting_gives_place (UploadFixture *fixture,
                          gconstpointer  data)
{
  g_autoptr (VcdTransferQueue) queue = make_queue (fixture);
  VcdAccount *account = vcd_session_get_account (fixture->session);
  VcdMediaUpload *first, *second;

  vcd_transfer_queue_set_max_active (queue, 1);
  vcd_account_set_secret (account, "wrong");
  simulator_expire_sessions (fixture->simulator);
  first = add (fixture, queue, "a.iso", 1);
  second = add (fixture, queue, "b.iso", 1);
  fixture_wait_until (upload_state (first) == VCD_TRANSFER_WAITING &&
                      upload_state (second) == VCD_TRANSFER_WAITING);
  fixture_wait_until (vcd_transfer_queue_get_n_active (queue) == 0);

  vcd_account_set_secret (account, "demo");
  fixture_wait_until (is_over (queue));
  upload_assert_done (fixture, first, "a.iso");
  upload_assert_done (fixture, second, "b.iso");
}

static void
test_retry (UploadFixture *fixture,
            gconstpointer  data)
{
  g_autoptr (VcdTransferQueue) queue = make_queue (fixture);
  VcdMediaUpload *upload;

  simulator_set_fault (fixture->simulator, "task-error=no");
  upload = add (fixture, queue, "a.iso", 1);
  fixture_wait_until (is_over (queue));
  upload_assert_failed (upload, VCD_ERROR_SERVER);
  simulator_clear_faults (fixture->simulator);
  vcd_transfer_queue_clear_done (queue);
  g_assert_cmpuint (sim_n_items (queue), ==, 1);

  vcd_transfer_queue_retry (queue, VCD_TRANSFER (upload));
  upload_assert_state (upload, VCD_TRANSFER_QUEUED);
  fixture_wait_until (is_over (queue));
  upload_assert_done (fixture, upload, "a.iso");
  g_assert_cmpuint (count_files (fixture, ".json"), ==, 0);
}

static void
test_remove (UploadFixture *fixture,
             gconstpointer  data)
{
  g_autoptr (VcdTransferQueue) queue = make_queue (fixture);
  g_autoptr (VcdMediaUpload) upload = NULL;

  simulator_set_fault (fixture->simulator, "throttle=rate:200K");
  upload = g_object_ref (add (fixture, queue, "a.iso", 8));
  fixture_wait_until (vcd_transfer_get_confirmed (VCD_TRANSFER (upload)) > 0);
  vcd_transfer_queue_remove (queue, VCD_TRANSFER (upload));
  g_assert_cmpuint (sim_n_items (queue), ==, 0);
  fixture_wait_until (upload_state (upload) == VCD_TRANSFER_CANCELLED);
  upload_assert_nothing_left (fixture);
  g_assert_cmpuint (count_files (fixture, ".json"), ==, 0);
  fixture_wait_until (!vcd_transfer_is_running (VCD_TRANSFER (upload)));
}

static void
test_rate_limit (UploadFixture *fixture,
                 gconstpointer  data)
{
  g_autoptr (VcdTransferQueue) queue = make_queue (fixture);
  int64_t started = g_get_monotonic_time ();

  vcd_transfer_queue_set_rate_limit (queue, 512 * 1024);
  add (fixture, queue, "a.iso", 2);
  add (fixture, queue, "b.iso", 2);
  fixture_wait_until (is_over (queue));
  g_assert_cmpuint (count_state (queue, VCD_TRANSFER_DONE), ==, 2);
  g_assert_cmpint (g_get_monotonic_time () - started, >, 200 * 1000);
}

/* The process ends with an upload under way, after it was paused by @pause if that is not NULL: all
 * that is left of it is in the journal. */
static void
leave_behind_after (UploadFixture *fixture,
                    void         (*pause) (VcdTransfer *))
{
  g_autoptr (VcdTransferQueue) queue = make_queue (fixture);
  g_autoptr (VcdMediaUpload) upload = NULL;
  g_autofree char *href = NULL;

  simulator_set_fault (fixture->simulator, "throttle=rate:200K");
  upload = g_object_ref (add (fixture, queue, "a.iso", 8));
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
  g_assert_cmpuint (count_files (fixture, ".json"), ==, 1);

  /* A thread that writes the journal holds the entry until it has. */
  queue = make_queue (fixture);
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
  g_autoptr (VcdTransferQueue) queue = make_queue (fixture);
  g_autoptr (VcdMediaUpload) upload = NULL;

  leave_behind (fixture);
  g_assert_cmpuint (restore (queue, NULL), ==, 0);
  g_assert_cmpuint (restore (queue, fixture), ==, 1);
  g_assert_cmpuint (restore (queue, fixture), ==, 0);
  upload = g_list_model_get_item (G_LIST_MODEL (queue), 0);
  g_assert_cmpuint (vcd_transfer_get_confirmed (VCD_TRANSFER (upload)), >, 0);
  fixture_wait_until (is_over (queue));
  upload_assert_done (fixture, upload, "a.iso");
  g_assert_cmpuint (simulator_count_requests (fixture->simulator, "create"), ==, 1);
  g_assert_cmpuint (count_files (fixture, ".json"), ==, 0);
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
      queue = make_queue (fixture);
      fixture_wait_until (sim_n_items (queue) == 1 || restore (queue, fixture) == 1);
      upload = g_list_model_get_item (G_LIST_MODEL (queue), 0);
      g_assert_cmpuint (vcd_transfer_get_confirmed (VCD_TRANSFER (upload)), >, 0);
      upload_assert_state (upload, VCD_TRANSFER_PAUSED);
    }

  vcd_transfer_resume (VCD_TRANSFER (upload));
  fixture_wait_until (is_over (queue));
  upload_assert_done (fixture, upload, "a.iso");
  g_assert_cmpuint (simulator_count_requests (fixture->simulator, "create"), ==, 1);
}

/* Who only made room for something else does not have to be asked. */
static void
test_restore_suspended (UploadFixture *fixture,
                        gconstpointer  data)
{
  g_autoptr (VcdTransferQueue) queue = make_queue (fixture);

  leave_behind_after (fixture, vcd_transfer_suspend);
  g_assert_cmpuint (restore (queue, fixture), ==, 1);
  fixture_wait_until (is_over (queue));
  g_assert_cmpuint (count_state (queue, VCD_TRANSFER_DONE), ==, 1);
}

static void
test_restore_expired (UploadFixture *fixture,
                      gconstpointer  data)
{
  for (unsigned way = 0; way < 2; way++)
    {
      g_autoptr (VcdTransferQueue) queue = make_queue (fixture);
      g_autoptr (VcdMediaUpload) upload = NULL;

      leave_behind (fixture);
      if (way == 0)
        simulator_advance_clock (fixture->simulator, 61 * 60);
      else
        simulator_delete_media (fixture->simulator, "a.iso");
      g_assert_cmpuint (restore (queue, fixture), ==, 1);
      upload = g_list_model_get_item (G_LIST_MODEL (queue), 0);
      fixture_wait_until (is_over (queue));
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
  g_autoptr (VcdTransferQueue) queue = make_queue (fixture);
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
  fixture_wait_until (is_over (queue));
  upload_assert_done (fixture, upload, "a.iso");
  g_assert_cmpuint (simulator_count_requests (fixture->simulator, "create"), ==, 1);
}

static void
test_adopt_changed_file (UploadFixture *fixture,
                         gconstpointer  data)
{
  g_autoptr (VcdTransferQueue) queue = make_queue (fixture);
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
  fixture_wait_until (is_over (queue));
  upload_assert_done (fixture, upload, "a.iso");
  g_assert_cmpuint (simulator_count_media (fixture->simulator, NULL), ==, 1);
}

static void
test_adopt_owned (UploadFixture *fixture,
                  gconstpointer  data)
{
  g_autoptr (VcdTransferQueue) queue = make_queue (fixture);
  g_autoptr (VcdTransferQueue) second = make_queue (fixture);
  g_autoptr (VcdMediaUpload) again = NULL;
  VcdMediaUpload *upload;
  const char *href;

  simulator_set_fault (fixture->simulator, "throttle=rate:200K");
  upload = add (fixture, queue, "a.iso", 8);
  fixture_wait_until (vcd_transfer_get_confirmed (VCD_TRANSFER (upload)) > 0);
  href = vcd_media_upload_get_media_href (upload);
  again = vcd_media_upload_new (fixture->catalog, vcd_transfer_get_file (VCD_TRANSFER (upload)));

  g_assert_false (vcd_transfer_queue_adopt (second, again));
  g_assert_cmpuint (restore (second, fixture), ==, 0);
  g_assert_true (vcd_transfer_queue_is_claimed (second, href));
  g_assert_false (vcd_transfer_queue_discard (second, href));
  g_assert_cmpuint (count_files (fixture, ".json"), ==, 1);

  simulator_clear_faults (fixture->simulator);
  fixture_wait_until (is_over (queue));
  upload_assert_done (fixture, upload, "a.iso");
}

static void
test_discard (UploadFixture *fixture,
              gconstpointer  data)
{
  g_autoptr (VcdTransferQueue) queue = make_queue (fixture);
  g_autoptr (SimulatorMedia) media = NULL;
  g_autofree char *href = NULL;

  leave_behind (fixture);
  media = simulator_dup_media (fixture->simulator, "a.iso");
  href = g_strdup_printf ("%s/api/media/%s", simulator_get_uri (fixture->simulator), media->id);
  g_assert_false (vcd_transfer_queue_is_claimed (queue, href));
  g_assert_true (vcd_transfer_queue_discard (queue, href));
  fixture_wait_until (count_files (fixture, ".json") == 0);
  g_assert_cmpuint (restore (queue, fixture), ==, 0);
  fixture_wait_until (count_files (fixture, ".lock") == 0);
}

static void
test_cancel_restored (UploadFixture *fixture,
                      gconstpointer  data)
{
  g_autoptr (VcdTransferQueue) queue = make_queue (fixture);
  g_autoptr (VcdTransfer) transfer = NULL;

  leave_behind (fixture);
  restore (queue, fixture);
  transfer = g_list_model_get_item (G_LIST_MODEL (queue), 0);
  upload_assert_state (transfer, VCD_TRANSFER_QUEUED);
  vcd_transfer_cancel (transfer);
  fixture_wait_until (is_over (queue));
  upload_assert_state (transfer, VCD_TRANSFER_CANCELLED);
  upload_assert_nothing_left (fixture);
  g_assert_cmpuint (count_files (fixture, ".json"), ==, 0);
}

static void
test_properties (UploadFixture *fixture,
                 gconstpointer  data)
{
  g_autoptr (VcdTransferQueue) queue = make_queue (fixture);
  VcdMediaUpload *upload;

  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (queue)) == VCD_TYPE_TRANSFER);
  property_assert_number (queue, "max-active", 2);
  property_assert_settable (queue, "max-active", 3u);
  property_assert_settable (queue, "max-per-account", 1u);
  property_assert_settable (queue, "rate-limit", (uint64_t) 4 * UPLOAD_SLICE);
  g_assert_cmpuint (vcd_transfer_queue_get_max_active (queue), ==, 3);
  g_assert_cmpuint (vcd_transfer_queue_get_max_per_account (queue), ==, 1);
  g_assert_cmpuint (vcd_transfer_queue_get_rate_limit (queue), ==, 4 * UPLOAD_SLICE);

  simulator_set_fault (fixture->simulator, "throttle=rate:200K");
  upload = add (fixture, queue, "a.iso", 1);
  fixture_wait_until (vcd_transfer_queue_get_n_active (queue) == 1);
  property_assert_number (queue, "n-active", 1);
  fixture_wait_until (is_over (queue));
  upload_assert_done (fixture, upload, "a.iso");
  fixture_wait_until (vcd_transfer_queue_get_n_active (queue) == 0);
  property_assert_number (queue, "n-active", 0);
}

/* All stop, also those that had not begun, and all go on. */
static void
test_pause_all (UploadFixture *fixture,
                gconstpointer  data)
{
  g_autoptr (VcdTransferQueue) queue = make_queue (fixture);
  VcdMediaUpload *first;

  simulator_set_fault (fixture->simulator, "throttle=rate:200K");
  first = add (fixture, queue, "a.iso", 8);
  add (fixture, queue, "b.iso", 8);
  add (fixture, queue, "c.iso", 1);
  fixture_wait_until (vcd_transfer_get_confirmed (VCD_TRANSFER (first)) > 0);
  vcd_transfer_queue_pause_all (queue);
  fixture_wait_until (count_state (queue, VCD_TRANSFER_PAUSED) == 3 &&
                      vcd_transfer_queue_get_n_active (queue) == 0);

  simulator_clear_faults (fixture->simulator);
  vcd_transfer_queue_resume_all (queue);
  fixture_wait_until (is_over (queue));
  g_assert_cmpuint (count_state (queue, VCD_TRANSFER_DONE), ==, 3);
  g_assert_cmpuint (simulator_count_requests (fixture->simulator, "create"), ==, 3);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  upload_add ("/transfer-queue/two-at-a-time", test_two_at_a_time);
  upload_add ("/transfer-queue/per-account", test_per_account);
  upload_add ("/transfer-queue/order", test_order);
  upload_add ("/transfer-queue/pause-gives-place", test_pause_gives_place);
  upload_add ("/transfer-queue/resume-waits-its-turn", test_resume_waits_its_turn);
  upload_add ("/transfer-queue/waiting-gives-place", test_waiting_gives_place);
  upload_add ("/transfer-queue/retry", test_retry);
  upload_add ("/transfer-queue/remove", test_remove);
  upload_add ("/transfer-queue/rate-limit", test_rate_limit);
  upload_add ("/transfer-queue/restore", test_restore);
  upload_add ("/transfer-queue/restore-paused", test_restore_paused);
  upload_add ("/transfer-queue/restore-suspended", test_restore_suspended);
  upload_add ("/transfer-queue/restore-expired", test_restore_expired);
  upload_add ("/transfer-queue/adopt", test_adopt);
  upload_add ("/transfer-queue/adopt-changed-file", test_adopt_changed_file);
  upload_add ("/transfer-queue/adopt-owned", test_adopt_owned);
  upload_add ("/transfer-queue/discard", test_discard);
  upload_add ("/transfer-queue/cancel-restored", test_cancel_restored);
  upload_add ("/transfer-queue/properties", test_properties);
  upload_add ("/transfer-queue/pause-all", test_pause_all);

  return g_test_run ();
}
