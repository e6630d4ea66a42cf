/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "copy-fixture.h"

#define LARGE  (192 * 1024 * 1024)
/* In KiB: what may be under way at a time, with room for what simulators and allocators keep. */
#define MEMORY (48 * 1024)

static VcdTransferQueue *
make_queue (CopyFixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->target.directory, "journal", NULL);
  g_autoptr (GFile) directory = g_file_new_for_path (path);

  return vcd_transfer_queue_new (directory);
}

/* As if by a process that is no more. */
static void
leave_behind (CopyFixture *fixture)
{
  g_autoptr (VcdTransferQueue) queue = make_queue (fixture);
  g_autoptr (VcdMediaUpload) copy = make (fixture);
  g_autofree char *href = NULL;

  vcd_transfer_set_rate_limit (VCD_TRANSFER (copy), 2 * 1024 * 1024);
  vcd_transfer_queue_add (queue, VCD_TRANSFER (copy));
  /* So much that not all of it is in what is looked at first. */
  fixture_wait_until (vcd_transfer_get_confirmed (VCD_TRANSFER (copy)) > SIZE / 2);
  href = g_strdup (vcd_media_upload_get_media_href (copy));
  vcd_transfer_abandon (VCD_TRANSFER (copy));
  fixture_wait_until (!vcd_transfer_is_running (VCD_TRANSFER (copy)));
  fixture_assert_finalized (g_steal_pointer (&queue));
  fixture_assert_finalized (g_steal_pointer (&copy));

  /* A thread that writes the journal holds the entry until it has. */
  queue = make_queue (fixture);
  fixture_wait_until (!vcd_transfer_queue_is_claimed (queue, href));
}

static VcdSession *
look_up (const char *server,
         const char *organization,
         const char *user,
         gpointer    data)
{
  CopyFixture *fixture = data;

  if (g_str_equal (server, simulator_get_uri (fixture->target.simulator)))
    return g_object_ref (fixture->target.session);

  g_assert_cmpstr (server, ==, simulator_get_uri (fixture->source));
  g_assert_cmpstr (organization, ==, "demo");
  g_assert_cmpstr (user, ==, "demo");

  return g_object_ref (fixture->source_session);
}

/* Who only counts accounts, and who has but one. */
static VcdSession *
look_up_none (const char *server,
              const char *organization,
              const char *user,
              gpointer    data)
{
  CopyFixture *fixture = data;

  fixture->looked_up++;

  return NULL;
}

static VcdSession *
look_up_target (const char *server,
                const char *organization,
                const char *user,
                gpointer    data)
{
  CopyFixture *fixture = data;

  if (g_str_equal (server, simulator_get_uri (fixture->target.simulator)))
    return g_object_ref (fixture->target.session);

  return NULL;
}

static unsigned
restore (CopyFixture      *fixture,
         VcdTransferQueue *queue,
         VcdSessionLookup  lookup)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  unsigned n_restored;

  vcd_transfer_queue_restore_async (queue, lookup, fixture, NULL, NULL, fixture_on_ready, &result);
  fixture_wait_until (result != NULL);
  n_restored = vcd_transfer_queue_restore_finish (queue, result, &error);
  g_assert_no_error (error);

  return n_restored;
}

static void
test_restore (CopyFixture   *fixture,
              gconstpointer  data)
{
  g_autoptr (VcdTransferQueue) queue = make_queue (fixture);
  g_autoptr (VcdMediaUpload) copy = NULL;

  leave_behind (fixture);
  g_assert_cmpuint (restore (fixture, queue, look_up_none), ==, 0);
  g_assert_cmpuint (fixture->looked_up, ==, 2);
  g_assert_cmpuint (restore (fixture, queue, look_up_target), ==, 0);
  g_assert_cmpuint (restore (fixture, queue, look_up), ==, 1);
  copy = g_list_model_get_item (G_LIST_MODEL (queue), 0);
  vcd_transfer_set_patience (VCD_TRANSFER (copy), UPLOAD_PATIENCE);
  g_assert_true (vcd_media_upload_is_copy (copy));
  g_assert_cmpstr (vcd_media_upload_get_source_catalog_name (copy), ==, "Masters");
  vcd_media_upload_set_record_checksum (copy, TRUE);
  finish (fixture, copy);

  /* It went on: the image was made once, and what had been sent was not fetched again. */
  g_assert_cmpuint (simulator_count_requests (fixture->target.simulator, "create"), ==, 1);
  g_assert_null (vcd_media_upload_get_sha256 (copy));
  g_assert_nonnull (vcd_transfer_get_note (VCD_TRANSFER (copy)));
}

static void
test_restore_lost (CopyFixture   *fixture,
                   gconstpointer  data)
{
  g_autoptr (VcdTransferQueue) queue = make_queue (fixture);
  g_autoptr (VcdMediaUpload) copy = NULL;

  leave_behind (fixture);
  simulator_delete_media (fixture->source, "source.iso");
  g_assert_cmpuint (restore (fixture, queue, look_up), ==, 1);
  copy = g_list_model_get_item (G_LIST_MODEL (queue), 0);
  vcd_transfer_set_patience (VCD_TRANSFER (copy), UPLOAD_PATIENCE);
  fixture_wait_until (vcd_transfer_is_final (VCD_TRANSFER (copy)) &&
                      !vcd_transfer_is_running (VCD_TRANSFER (copy)));
  upload_assert_failed (copy, VCD_ERROR_FILE_CHANGED);
  upload_assert_nothing_left (&fixture->target);
}

static void
test_adopt (CopyFixture   *fixture,
            gconstpointer  data)
{
  g_autoptr (VcdTransferQueue) queue = make_queue (fixture);
  g_autoptr (VcdMediaUpload) copy = NULL;

  leave_behind (fixture);
  copy = make (fixture);
  g_assert_true (vcd_transfer_queue_adopt (queue, copy));
  vcd_transfer_queue_add (queue, VCD_TRANSFER (copy));
  finish (fixture, copy);
  g_assert_cmpuint (simulator_count_requests (fixture->target.simulator, "create"), ==, 1);
}

/* It takes a place of either account. */
static void
test_per_account (CopyFixture   *fixture,
                  gconstpointer  data)
{
  g_autoptr (VcdTransferQueue) queue = make_queue (fixture);
  g_autoptr (VcdMediaUpload) copy = make (fixture);
  g_autoptr (VcdMediaUpload) upload = NULL;
  g_autoptr (GFile) file = upload_fixture_file (&fixture->target, "more.iso", UPLOAD_SLICE);

  vcd_transfer_queue_set_max_per_account (queue, 1);
  vcd_transfer_set_rate_limit (VCD_TRANSFER (copy), 2 * 1024 * 1024);
  upload = vcd_media_upload_new (fixture->source_catalog, file);
  upload_hurry (upload);
  vcd_transfer_queue_add (queue, VCD_TRANSFER (copy));
  vcd_transfer_queue_add (queue, VCD_TRANSFER (upload));
  fixture_wait_until (vcd_transfer_get_confirmed (VCD_TRANSFER (copy)) > 0);
  g_assert_cmpint (upload_state (upload), ==, VCD_TRANSFER_QUEUED);
  g_assert_cmpuint (vcd_transfer_queue_get_n_active (queue), ==, 1);
  finish (fixture, copy);
  fixture_wait_until (upload_state (upload) == VCD_TRANSFER_DONE);
}

/* In one slice. */
static VcdMediaUpload *
make_large (CopyFixture *fixture)
{
  g_autoptr (VcdMedia) media = NULL;
  VcdMediaUpload *copy;

  g_assert_true (simulator_add_media (fixture->source, "Masters", "large.iso", LARGE));
  fixture_assert_resolves (vcd_catalog_load (fixture->source_catalog));
  media = vcd_catalog_find_media (fixture->source_catalog, "large.iso");
  copy = vcd_media_upload_new_copy (fixture->target.catalog, media);
  vcd_media_upload_set_slice_size (copy, LARGE, LARGE, LARGE);
  vcd_transfer_set_patience (VCD_TRANSFER (copy), UPLOAD_PATIENCE);

  return copy;
}

/* That the source's server has to wait is nothing that it could be blamed for. */
static void
test_slow_target (CopyFixture   *fixture,
                  gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) copy = make_large (fixture);
  VcdTransfer *transfer = VCD_TRANSFER (copy);
  uint64_t sent;

  vcd_transfer_set_rate_limit (transfer, 16 * 1024 * 1024);
  upload_start (copy);
  fixture_wait_until (vcd_transfer_get_sent (transfer) > 4 * 1024 * 1024);

  /* So slowly that there is room for more only four times a second, for longer than what has come
   * by then would last. */
  vcd_transfer_set_rate_limit (transfer, 1024 * 1024);
  vcd_wire_set_stall_timeout (vcd_wire_for_session (fixture->source_session), 150);
  sent = vcd_transfer_get_sent (transfer);
  fixture_wait_until (vcd_transfer_get_sent (transfer) > sent + 5 * 512 * 1024);
  g_assert_cmpuint (simulator_count_requests (fixture->source, "get"), ==, 1);

  vcd_transfer_cancel (transfer);
  fixture_wait_until (!vcd_transfer_is_running (transfer));
  upload_assert_nothing_left (&fixture->target);
}

#ifndef __SANITIZE_ADDRESS__
/* A sanitizer keeps what is freed, and this is about how much there is. */

/* In KiB, as the kernel has it. */
static uint64_t
get_memory (void)
{
  g_autofree char *status = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  line = strstr (status, "VmRSS:");
  g_assert_nonnull (line);

  return g_ascii_strtoull (line + strlen ("VmRSS:"), NULL, 10);
}

/* The source's server could send all of it at once; the target's takes it slowly. */
static void
test_memory (CopyFixture   *fixture,
             gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) copy = NULL;
  uint64_t before, most = 0;

  copy = make_large (fixture);
  before = get_memory ();

  vcd_transfer_set_rate_limit (VCD_TRANSFER (copy), LARGE / 2);
  upload_start (copy);
  while (!vcd_transfer_is_final (VCD_TRANSFER (copy)))
    {
      g_main_context_iteration (NULL, TRUE);
      most = MAX (most, get_memory ());
    }
  upload_assert_state (copy, VCD_TRANSFER_DONE);
  fixture_wait_until (!vcd_transfer_is_running (VCD_TRANSFER (copy)));
  g_test_message ("%" G_GUINT64_FORMAT " KiB before, at most %" G_GUINT64_FORMAT, before, most);
  g_assert_cmpuint (most - MIN (most, before), <, MEMORY);
}
#endif

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  copy_add ("/media-copy/per-account", test_per_account);
  copy_add ("/media-copy/restore", test_restore);
  copy_add ("/media-copy/restore-lost", test_restore_lost);
  copy_add ("/media-copy/adopt", test_adopt);
  copy_add ("/media-copy/slow-target", test_slow_target);
#ifndef __SANITIZE_ADDRESS__
  copy_add ("/media-copy/memory", test_memory);
#endif

  return g_test_run ();
}
