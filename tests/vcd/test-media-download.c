/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "upload-fixture.h"
#include "vcd-media-download.h"

#define SIZE (16 * UPLOAD_SLICE)

/* An image on the server, and where it is to be on this side. */
typedef struct
{
  UploadFixture  base;
  GFile         *target;
  GFile         *part;
  GFile         *info;
  char          *sha256;
} DownloadFixture;

static void
set_up (DownloadFixture *fixture,
        gconstpointer    data)
{
  g_autoptr (VcdMediaUpload) upload = NULL;
  g_autofree char *path = NULL;
  g_autofree char *part = NULL;
  g_autofree char *info = NULL;

  upload_fixture_set_up (&fixture->base, data);
  upload = upload_fixture_new (&fixture->base, "source.iso", SIZE);
  vcd_media_upload_set_slice_size (upload, SIZE, SIZE, SIZE);
  upload_run (upload);
  upload_assert_done (&fixture->base, upload, "source.iso");

  fixture->sha256 = g_strdup (vcd_media_upload_get_sha256 (upload));
  path = g_build_filename (fixture->base.directory, "target.iso", NULL);
  part = g_strconcat (path, ".part", NULL);
  info = g_strconcat (path, ".part.info", NULL);
  fixture->target = g_file_new_for_path (path);
  fixture->part = g_file_new_for_path (part);
  fixture->info = g_file_new_for_path (info);
}

static void
tear_down (DownloadFixture *fixture,
           gconstpointer    data)
{
  g_object_unref (fixture->target);
  g_object_unref (fixture->part);
  g_object_unref (fixture->info);
  g_free (fixture->sha256);
  upload_fixture_tear_down (&fixture->base, data);
}

static VcdMediaDownload *
make (DownloadFixture *fixture)
{
  g_autoptr (VcdMedia) media = vcd_catalog_find_media (fixture->base.catalog, "source.iso");
  VcdMediaDownload *download = vcd_media_download_new (media, fixture->target);

  vcd_transfer_set_patience (VCD_TRANSFER (download), UPLOAD_PATIENCE);

  return download;
}

static void
assert_done (DownloadFixture  *fixture,
             VcdMediaDownload *download)
{
  g_autofree char *sha256 = upload_dup_sha256 (download);

  upload_assert_state (download, VCD_TRANSFER_DONE);
  g_assert_cmpstr (sha256, ==, fixture->sha256);
  g_assert_cmpstr (vcd_media_download_get_sha256 (download), ==, fixture->sha256);
  g_assert_cmpuint (vcd_transfer_get_confirmed (VCD_TRANSFER (download)), ==, SIZE);
  g_assert_false (g_file_query_exists (fixture->part, NULL));
  g_assert_false (g_file_query_exists (fixture->info, NULL));

  /* And the server need keep nothing for it. */
  fixture_wait_until (simulator_count_spool (fixture->base.simulator) == 0);
}

static void
run_with (DownloadFixture *fixture,
          const char      *fault)
{
  g_autoptr (VcdMediaDownload) download = make (fixture);

  if (fault != NULL)
    simulator_set_fault (fixture->base.simulator, fault);
  upload_run (download);
  assert_done (fixture, download);
}

static void
test_whole (DownloadFixture *fixture,
            gconstpointer    data)
{
  run_with (fixture, NULL);
  g_assert_cmpuint (simulator_count_requests (fixture->base.simulator, "get"), ==, 1);
}

static void
test_cut (DownloadFixture *fixture,
          gconstpointer    data)
{
  g_autofree char *request = NULL;

  run_with (fixture, "drop-download=byte:600000");
  request = simulator_dup_request (fixture->base.simulator, "get");
  g_assert_nonnull (strstr (request, "Range: bytes="));
}

/* A balancer's page, with all signs of success: what had come before it stays. */
static void
test_page (DownloadFixture *fixture,
           gconstpointer    data)
{
  g_autofree char *request = NULL;
  const char *range;

  simulator_set_fault (fixture->base.simulator, "html-200=on:get,after:1,times:2");
  run_with (fixture, "drop-download=byte:600000");
  request = simulator_dup_request (fixture->base.simulator, "get");
  range = strstr (request, "Range: bytes=");
  g_assert_nonnull (range);
  g_assert_cmpuint (g_ascii_strtoull (range + strlen ("Range: bytes="), NULL, 10), >, 100000);
  g_assert_cmpuint (simulator_count_requests (fixture->base.simulator, "get"), ==, 4);
}

static void
test_range_ignored (DownloadFixture *fixture,
                    gconstpointer    data)
{
  simulator_set_fault (fixture->base.simulator, "ignore-range");
  run_with (fixture, "drop-download=byte:600000");
}

static void
test_faults (DownloadFixture *fixture,
             gconstpointer    data)
{
  const char *faults[] = {
    "status-503=on:get,times:2", "session-401=on:get,times:1", "status-404=on:get,times:1",
    "drop-request=on:get,times:1",
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      simulator_clear_faults (fixture->base.simulator);
      run_with (fixture, faults[i]);
      g_assert_true (g_file_delete (fixture->target, NULL, NULL));
    }
}

static void
test_existing_target (DownloadFixture *fixture,
                      gconstpointer    data)
{
  g_autoptr (VcdMediaDownload) download = make (fixture);
  g_autofree char *contents = NULL;

  g_assert_true (g_file_set_contents (g_file_peek_path (fixture->target), "mine", 4, NULL));
  upload_run (download);
  upload_assert_failed (download, VCD_ERROR_FILE);
  g_assert_true (g_file_get_contents (g_file_peek_path (fixture->target), &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "mine");
  g_assert_cmpuint (simulator_count_requests (fixture->base.simulator, "enable"), ==, 0);
}

/* Somebody makes a file of that name while the bytes travel. */
static void
test_target_appears (DownloadFixture *fixture,
                     gconstpointer    data)
{
  g_autoptr (VcdMediaDownload) download = make (fixture);
  g_autofree char *contents = NULL;

  vcd_transfer_set_rate_limit (VCD_TRANSFER (download), 4 * 1024 * 1024);
  upload_start (download);
  fixture_wait_until (upload_state (download) == VCD_TRANSFER_RECEIVING);
  g_assert_true (g_file_set_contents (g_file_peek_path (fixture->target), "mine", 4, NULL));
  fixture_wait_until (vcd_transfer_is_final (VCD_TRANSFER (download)));
  upload_assert_failed (download, VCD_ERROR_FILE);
  g_assert_true (g_file_get_contents (g_file_peek_path (fixture->target), &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "mine");
}

static void
test_pause (DownloadFixture *fixture,
            gconstpointer    data)
{
  g_autoptr (VcdMediaDownload) download = make (fixture);

  vcd_transfer_set_rate_limit (VCD_TRANSFER (download), 1024 * 1024);
  upload_start (download);
  fixture_wait_until (vcd_transfer_get_sent (VCD_TRANSFER (download)) > 0);
  vcd_transfer_pause (VCD_TRANSFER (download));
  fixture_wait_until (upload_state (download) == VCD_TRANSFER_PAUSED);
  g_assert_true (g_file_query_exists (fixture->part, NULL));
  vcd_transfer_set_rate_limit (VCD_TRANSFER (download), 0);
  vcd_transfer_resume (VCD_TRANSFER (download));
  fixture_wait_until (vcd_transfer_is_final (VCD_TRANSFER (download)));
  assert_done (fixture, download);
}

static void
test_cancel (DownloadFixture *fixture,
             gconstpointer    data)
{
  g_autoptr (VcdMediaDownload) download = make (fixture);

  vcd_transfer_set_rate_limit (VCD_TRANSFER (download), 1024 * 1024);
  upload_start (download);
  fixture_wait_until (vcd_transfer_get_sent (VCD_TRANSFER (download)) > 0);
  vcd_transfer_cancel (VCD_TRANSFER (download));
  fixture_wait_until (upload_state (download) == VCD_TRANSFER_CANCELLED);
  g_assert_false (g_file_query_exists (fixture->target, NULL));
  g_assert_false (g_file_query_exists (fixture->part, NULL));
  g_assert_false (g_file_query_exists (fixture->info, NULL));
  fixture_wait_until (!vcd_transfer_is_running (VCD_TRANSFER (download)));
}

/* A later process goes on with what an earlier one left. */
static void
test_resume (DownloadFixture *fixture,
             gconstpointer    data)
{
  g_autofree char *request = NULL;

  {
    g_autoptr (VcdMediaDownload) first = make (fixture);

    vcd_transfer_set_rate_limit (VCD_TRANSFER (first), 1024 * 1024);
    upload_start (first);
    fixture_wait_until (vcd_transfer_get_sent (VCD_TRANSFER (first)) > 0);
    vcd_transfer_abandon (VCD_TRANSFER (first));
    fixture_wait_until (!vcd_transfer_is_running (VCD_TRANSFER (first)));
    upload_assert_state (first, VCD_TRANSFER_QUEUED);
  }

  run_with (fixture, NULL);
  request = simulator_dup_request (fixture->base.simulator, "get");
  g_assert_nonnull (strstr (request, "Range: bytes="));
}

/* What is there is the beginning of something else. */
static void
test_other_part (DownloadFixture *fixture,
                 gconstpointer    data)
{
  const char *info = "[Part]\nMedia=https://example.com/api/media/1\nSize=1048576\n";

  g_assert_true (g_file_set_contents (g_file_peek_path (fixture->part), "something else", 14,
                                      NULL));
  g_assert_true (g_file_set_contents (g_file_peek_path (fixture->info), info, -1, NULL));
  run_with (fixture, NULL);
}

static void
test_not_ready (DownloadFixture *fixture,
                gconstpointer    data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (&fixture->base, "slow.iso",
                                                          8 * UPLOAD_SLICE);
  g_autoptr (VcdMediaDownload) download = NULL;
  g_autoptr (VcdMedia) media = NULL;

  simulator_set_fault (fixture->base.simulator, "throttle=200K");
  upload_start (upload);
  fixture_wait_until (vcd_transfer_get_confirmed (VCD_TRANSFER (upload)) > 0);
  fixture_assert_resolves (vcd_catalog_load (fixture->base.catalog));
  media = vcd_catalog_find_media (fixture->base.catalog, "slow.iso");
  download = vcd_media_download_new (media, fixture->target);
  upload_run (download);
  upload_assert_failed (download, VCD_ERROR_NOT_SUPPORTED);
  simulator_clear_faults (fixture->base.simulator);
  fixture_wait_until (vcd_transfer_is_final (VCD_TRANSFER (upload)));
}

static void
test_no_folder (DownloadFixture *fixture,
                gconstpointer    data)
{
  g_autofree char *path = g_build_filename (fixture->base.directory, "none", "target.iso", NULL);
  g_autoptr (VcdMedia) media = vcd_catalog_find_media (fixture->base.catalog, "source.iso");
  g_autoptr (GFile) target = g_file_new_for_path (path);
  g_autoptr (VcdMediaDownload) download = vcd_media_download_new (media, target);

  upload_run (download);
  upload_assert_failed (download, VCD_ERROR_FILE);
}

/* Files may not grow beyond a limit: to whoever writes, a disk that is full. */
static void
test_disk_full (DownloadFixture *fixture,
                gconstpointer    data)
{
  g_autoptr (VcdMediaDownload) download = make (fixture);
  struct rlimit before, small;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small = before;
  small.rlim_cur = SIZE / 2;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  upload_run (download);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  upload_assert_failed (download, VCD_ERROR_NO_SPACE);
  g_assert_false (g_file_query_exists (fixture->target, NULL));

  /* Once there is room it goes on. */
  upload_run (download);
  assert_done (fixture, download);
}

#define add(path, func) \
  g_test_add ((path), DownloadFixture, NULL, set_up, (func), tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  add ("/media-download/whole", test_whole);
  add ("/media-download/cut", test_cut);
  add ("/media-download/page", test_page);
  add ("/media-download/range-ignored", test_range_ignored);
  add ("/media-download/faults", test_faults);
  add ("/media-download/existing-target", test_existing_target);
  add ("/media-download/target-appears", test_target_appears);
  add ("/media-download/pause", test_pause);
  add ("/media-download/cancel", test_cancel);
  add ("/media-download/resume", test_resume);
  add ("/media-download/other-part", test_other_part);
  add ("/media-download/not-ready", test_not_ready);
  add ("/media-download/no-folder", test_no_folder);
  add ("/media-download/disk-full", test_disk_full);

  return g_test_run ();
}
