/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-transfer-watch.h"
#include "upload-fixture.h"
#include "vcd-transfer-queue.h"

/* What is told of transfers: that they come, change and go, and not that they are moved. */

typedef struct
{
  UploadFixture         uploads;
  VcdTransferQueue     *queue;
  AirliftTransferWatch *watch;
  GString              *told;
} Fixture;

static void
on_added (Fixture     *fixture,
          VcdTransfer *transfer)
{
  g_string_append_printf (fixture->told, "+%s", vcd_transfer_get_name (transfer));
}

static void
on_removed (Fixture     *fixture,
            VcdTransfer *transfer)
{
  g_string_append_printf (fixture->told, "-%s", vcd_transfer_get_name (transfer));
}

static void
on_changed (Fixture     *fixture,
            VcdTransfer *transfer)
{
  g_string_append_printf (fixture->told, "!%s", vcd_transfer_get_name (transfer));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  upload_fixture_set_up (&fixture->uploads, NULL);
  fixture->queue = vcd_transfer_queue_new (NULL);
  fixture->watch = airlift_transfer_watch_new (G_LIST_MODEL (fixture->queue));
  fixture->told = g_string_new (NULL);
  g_signal_connect_swapped (fixture->watch, "added", G_CALLBACK (on_added), fixture);
  g_signal_connect_swapped (fixture->watch, "removed", G_CALLBACK (on_removed), fixture);
  g_signal_connect_swapped (fixture->watch, "changed", G_CALLBACK (on_changed), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  fixture_assert_finalized (fixture->watch);
  fixture_assert_finalized (fixture->queue);
  g_string_free (fixture->told, TRUE);
  upload_fixture_tear_down (&fixture->uploads, NULL);
}

/* One that the queue never starts. */
static VcdTransfer *
add_paused (Fixture    *fixture,
            const char *name)
{
  VcdMediaUpload *upload = upload_fixture_new (&fixture->uploads, name, 1000);

  vcd_transfer_pause (VCD_TRANSFER (upload));
  vcd_transfer_queue_add (fixture->queue, VCD_TRANSFER (upload));

  return VCD_TRANSFER (upload);
}

static void
assert_told (Fixture    *fixture,
             const char *expected)
{
  g_assert_cmpstr (fixture->told->str, ==, expected);
  g_string_truncate (fixture->told, 0);
}

static void
test_come_and_go (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (VcdTransfer) a = add_paused (fixture, "a");
  g_autoptr (VcdTransfer) b = add_paused (fixture, "b");

  assert_told (fixture, "+a+b");
  vcd_transfer_queue_move (fixture->queue, b, 0);
  assert_told (fixture, "");
  vcd_transfer_cancel (b);
  fixture_wait_until (vcd_transfer_is_final (b));
  g_assert_true (g_str_has_prefix (fixture->told->str, "!b"));
  g_string_truncate (fixture->told, 0);
  vcd_transfer_queue_remove (fixture->queue, b);
  vcd_transfer_queue_remove (fixture->queue, a);
  assert_told (fixture, "-b-a");
}

static void
test_kinds (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (VcdTransfer) a = add_paused (fixture, "a");

  g_assert_false (airlift_transfer_is_working (a));
  simulator_set_fault (fixture->uploads.simulator, "throttle=1K");
  vcd_transfer_resume (a);
  g_assert_true (airlift_transfer_is_working (a));
  fixture_wait_until (airlift_transfer_is_moving (a));
  g_assert_true (airlift_transfer_is_working (a));
  g_assert_false (airlift_transfer_needs_person (a));

  simulator_clear_faults (fixture->uploads.simulator);
  fixture_wait_until (vcd_transfer_is_final (a));
  upload_assert_state (a, VCD_TRANSFER_DONE);
  g_assert_false (airlift_transfer_is_working (a));
  g_assert_false (airlift_transfer_is_moving (a));
  vcd_transfer_queue_remove (fixture->queue, a);
}

static void
test_failed (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (VcdTransfer) empty = VCD_TRANSFER (upload_fixture_new (&fixture->uploads, "e", 0));

  vcd_transfer_queue_add (fixture->queue, empty);
  fixture_wait_until (vcd_transfer_is_final (empty));
  upload_assert_failed (empty, VCD_ERROR_FILE);
  g_assert_true (airlift_transfer_needs_person (empty));
  g_assert_false (airlift_transfer_is_working (empty));
  vcd_transfer_queue_remove (fixture->queue, empty);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/transfer-watch/come-and-go", Fixture, NULL, set_up, test_come_and_go, tear_down);
  g_test_add ("/transfer-watch/kinds", Fixture, NULL, set_up, test_kinds, tear_down);
  g_test_add ("/transfer-watch/failed", Fixture, NULL, set_up, test_failed, tear_down);

  return g_test_run ();
}
