/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "properties.h"
#include "queue-fixture.h"

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
  g_autoptr (VcdTransferQueue) queue = queue_new (fixture);
  unsigned most = 0;

  g_signal_connect (queue, "notify::n-active", G_CALLBACK (note_most), &most);
  for (unsigned i = 0; i < 5; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.iso", i);

      queue_add (fixture, queue, name, 2);
    }

  fixture_wait_until (queue_is_over (queue));
  g_assert_cmpuint (most, ==, 2);
  g_assert_cmpuint (queue_count_state (queue, VCD_TRANSFER_DONE), ==, 5);
  fixture_wait_until (vcd_transfer_queue_get_n_active (queue) == 0);

  /* What is done is in no journal. */
  g_assert_cmpuint (queue_count_files (fixture, ".json"), ==, 0);
  vcd_transfer_queue_clear_done (queue);
  g_assert_cmpuint (sim_n_items (queue), ==, 0);
  fixture_assert_finalized (g_steal_pointer (&queue));
}

static void
test_per_account (UploadFixture *fixture,
                  gconstpointer  data)
{
  g_autoptr (VcdTransferQueue) queue = queue_new (fixture);
  unsigned most = 0;

  g_signal_connect (queue, "notify::n-active", G_CALLBACK (note_most), &most);
  vcd_transfer_queue_set_max_active (queue, 4);
  vcd_transfer_queue_set_max_per_account (queue, 1);
  for (unsigned i = 0; i < 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.iso", i);

      queue_add (fixture, queue, name, 1);
    }
  fixture_wait_until (queue_is_over (queue));
  g_assert_cmpuint (most, ==, 1);
}

static void
test_order (UploadFixture *fixture,
            gconstpointer  data)
{
  g_autoptr (VcdTransferQueue) queue = queue_new (fixture);
  g_auto (GStrv) events = NULL;
  g_autoptr (GString) order = g_string_new (NULL);
  VcdMediaUpload *last;

  vcd_transfer_queue_set_max_active (queue, 1);
  queue_add (fixture, queue, "a.iso", 1);
  queue_add (fixture, queue, "b.iso", 1);
  last = queue_add (fixture, queue, "c.iso", 1);
  vcd_transfer_queue_move (queue, VCD_TRANSFER (last), 0);
  fixture_wait_until (queue_is_over (queue));

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
  g_autoptr (VcdTransferQueue) queue = queue_new (fixture);
  VcdMediaUpload *first, *second;

  vcd_transfer_queue_set_max_active (queue, 1);
  simulator_set_fault (fixture->simulator, "throttle=rate:200K,name:a*");
  first = queue_add (fixture, queue, "a.iso", 8);
  second = queue_add (fixture, queue, "b.iso", 1);
  fixture_wait_until (vcd_transfer_get_confirmed (VCD_TRANSFER (first)) > 0);
  upload_assert_state (second, VCD_TRANSFER_QUEUED);

  vcd_transfer_pause (VCD_TRANSFER (first));
  fixture_wait_until (upload_state (second) == VCD_TRANSFER_DONE);
  upload_assert_state (first, VCD_TRANSFER_PAUSED);

  /* Then there is a place again. */
  simulator_clear_faults (fixture->simulator);
  vcd_transfer_queue_resume_all (queue);
  fixture_wait_until (queue_is_over (queue));
  upload_assert_done (fixture, first, "a.iso");
}

static void
test_resume_waits_its_turn (UploadFixture *fixture,
                            gconstpointer  data)
{
  g_autoptr (VcdTransferQueue) queue = queue_new (fixture);
  VcdMediaUpload *first, *second;

  vcd_transfer_queue_set_max_active (queue, 1);
  simulator_set_fault (fixture->simulator, "throttle=rate:200K");
  first = queue_add (fixture, queue, "a.iso", 8);
  second = queue_add (fixture, queue, "b.iso", 8);
  fixture_wait_until (vcd_transfer_get_confirmed (VCD_TRANSFER (first)) > 0);
  vcd_transfer_pause (VCD_TRANSFER (first));
  fixture_wait_until (vcd_transfer_get_confirmed (VCD_TRANSFER (second)) > 0);

  vcd_transfer_resume (VCD_TRANSFER (first));
  fixture_wait_until (upload_state (first) == VCD_TRANSFER_QUEUED);
  g_assert_cmpuint (vcd_transfer_queue_get_n_active (queue), ==, 1);
  simulator_clear_faults (fixture->simulator);
  fixture_wait_until (queue_is_over (queue));
  upload_assert_done (fixture, first, "a.iso");
  upload_assert_done (fixture, second, "b.iso");
}

static void
test_waiting_gives_place (UploadFixture *fixture,
                          gconstpointer  data)
{
  g_autoptr (VcdTransferQueue) queue = queue_new (fixture);
  VcdAccount *account = vcd_session_get_account (fixture->session);
  VcdMediaUpload *first, *second;

  vcd_transfer_queue_set_max_active (queue, 1);
  vcd_account_set_secret (account, "wrong");
  simulator_expire_sessions (fixture->simulator);
  first = queue_add (fixture, queue, "a.iso", 1);
  second = queue_add (fixture, queue, "b.iso", 1);
  fixture_wait_until (upload_state (first) == VCD_TRANSFER_WAITING &&
                      upload_state (second) == VCD_TRANSFER_WAITING);
  fixture_wait_until (vcd_transfer_queue_get_n_active (queue) == 0);

  vcd_account_set_secret (account, "demo");
  fixture_wait_until (queue_is_over (queue));
  upload_assert_done (fixture, first, "a.iso");
  upload_assert_done (fixture, second, "b.iso");
}

static void
test_retry (UploadFixture *fixture,
            gconstpointer  data)
{
  g_autoptr (VcdTransferQueue) queue = queue_new (fixture);
  VcdMediaUpload *upload;

  simulator_set_fault (fixture->simulator, "task-error=no");
  upload = queue_add (fixture, queue, "a.iso", 1);
  fixture_wait_until (queue_is_over (queue));
  upload_assert_failed (upload, VCD_ERROR_SERVER);
  simulator_clear_faults (fixture->simulator);
  vcd_transfer_queue_clear_done (queue);
  g_assert_cmpuint (sim_n_items (queue), ==, 1);

  vcd_transfer_queue_retry (queue, VCD_TRANSFER (upload));
  upload_assert_state (upload, VCD_TRANSFER_QUEUED);
  fixture_wait_until (queue_is_over (queue));
  upload_assert_done (fixture, upload, "a.iso");
  g_assert_cmpuint (queue_count_files (fixture, ".json"), ==, 0);
}

static void
test_remove (UploadFixture *fixture,
             gconstpointer  data)
{
  g_autoptr (VcdTransferQueue) queue = queue_new (fixture);
  g_autoptr (VcdMediaUpload) upload = NULL;

  simulator_set_fault (fixture->simulator, "throttle=rate:200K");
  upload = g_object_ref (queue_add (fixture, queue, "a.iso", 8));
  fixture_wait_until (vcd_transfer_get_confirmed (VCD_TRANSFER (upload)) > 0);
  vcd_transfer_queue_remove (queue, VCD_TRANSFER (upload));
  g_assert_cmpuint (sim_n_items (queue), ==, 0);
  fixture_wait_until (upload_state (upload) == VCD_TRANSFER_CANCELLED);
  upload_assert_nothing_left (fixture);
  g_assert_cmpuint (queue_count_files (fixture, ".json"), ==, 0);
  fixture_wait_until (!vcd_transfer_is_running (VCD_TRANSFER (upload)));
}

static void
test_rate_limit (UploadFixture *fixture,
                 gconstpointer  data)
{
  g_autoptr (VcdTransferQueue) queue = queue_new (fixture);
  int64_t started = g_get_monotonic_time ();

  vcd_transfer_queue_set_rate_limit (queue, 512 * 1024);
  queue_add (fixture, queue, "a.iso", 2);
  queue_add (fixture, queue, "b.iso", 2);
  fixture_wait_until (queue_is_over (queue));
  g_assert_cmpuint (queue_count_state (queue, VCD_TRANSFER_DONE), ==, 2);
  g_assert_cmpint (g_get_monotonic_time () - started, >, 200 * 1000);
}

static void
test_properties (UploadFixture *fixture,
                 gconstpointer  data)
{
  g_autoptr (VcdTransferQueue) queue = queue_new (fixture);
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
  upload = queue_add (fixture, queue, "a.iso", 1);
  fixture_wait_until (vcd_transfer_queue_get_n_active (queue) == 1);
  property_assert_number (queue, "n-active", 1);
  fixture_wait_until (queue_is_over (queue));
  upload_assert_done (fixture, upload, "a.iso");
  fixture_wait_until (vcd_transfer_queue_get_n_active (queue) == 0);
  property_assert_number (queue, "n-active", 0);
}

/* All stop, also those that had not begun, and all go on. */
static void
test_pause_all (UploadFixture *fixture,
                gconstpointer  data)
{
  g_autoptr (VcdTransferQueue) queue = queue_new (fixture);
  VcdMediaUpload *first;

  simulator_set_fault (fixture->simulator, "throttle=rate:200K");
  first = queue_add (fixture, queue, "a.iso", 8);
  queue_add (fixture, queue, "b.iso", 8);
  queue_add (fixture, queue, "c.iso", 1);
  fixture_wait_until (vcd_transfer_get_confirmed (VCD_TRANSFER (first)) > 0);
  vcd_transfer_queue_pause_all (queue);
  fixture_wait_until (queue_count_state (queue, VCD_TRANSFER_PAUSED) == 3 &&
                      vcd_transfer_queue_get_n_active (queue) == 0);

  simulator_clear_faults (fixture->simulator);
  vcd_transfer_queue_resume_all (queue);
  fixture_wait_until (queue_is_over (queue));
  g_assert_cmpuint (queue_count_state (queue, VCD_TRANSFER_DONE), ==, 3);
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
  upload_add ("/transfer-queue/properties", test_properties);
  upload_add ("/transfer-queue/pause-all", test_pause_all);

  return g_test_run ();
}
