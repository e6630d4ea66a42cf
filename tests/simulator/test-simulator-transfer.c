/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-test-client.h"

#define SIZE 100000

typedef struct
{
  Simulator *cell;
  SimTestClient *client;
  GBytes *content;
  char *sha256;
  char *catalog;
  char *media;
  char *upload;
} Fixture;

/* DATA: a fault, or NULL. */
static void
set_up (Fixture *fixture,
        gconstpointer data)
{
  fixture->cell = simulator_start ("--import-seconds", "60", NULL);
  fixture->client = sim_test_client_new (fixture->cell, "37.0");
  fixture->content = sim_test_make_content (SIZE);
  fixture->sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, fixture->content);
  if (data)
    simulator_set_fault (fixture->cell, data);
  sim_test_client_log_in (fixture->client);
  fixture->catalog = sim_test_find_catalog (fixture->client, "ISOs");
  fixture->media = sim_test_declare (fixture->client, fixture->catalog, "a & b.iso", SIZE);
  fixture->upload = sim_test_find_upload (fixture->client, fixture->media);
}

static void
tear_down (Fixture *fixture,
           gconstpointer data)
{
  g_bytes_unref (fixture->content);
  g_free (fixture->sha256);
  g_free (fixture->catalog);
  g_free (fixture->media);
  g_free (fixture->upload);
  sim_test_client_free (fixture->client);
  simulator_free (fixture->cell);
}

static unsigned
put (Fixture *fixture,
     size_t first,
     size_t length)
{
  g_autoptr (SimTestReply) reply = sim_test_put (fixture->client, fixture->upload, fixture->content,
                                                 first, length);

  return reply->status;
}

static void
assert_stored (Fixture *fixture,
               const char *expected)
{
  g_autoptr (SimTestReply) reply = sim_test_get (fixture->client, fixture->media);

  sim_test_assert_found (reply, "string(//v:File/@bytesTransferred)", expected);
}

static void
test_slices (Fixture *fixture,
             gconstpointer data)
{
  g_autoptr (SimulatorMedia) media = NULL;
  g_autoptr (SimTestReply) busy = NULL, ready = NULL;

  g_assert_cmpuint (put (fixture, 0, 1), ==, 200);
  assert_stored (fixture, "1");
  g_assert_cmpuint (put (fixture, 1, 49999), ==, 200);
  assert_stored (fixture, "50000");
  g_assert_cmpuint (put (fixture, 50000, 50000), ==, 200);

  busy = sim_test_get (fixture->client, fixture->media);
  sim_test_assert_found (busy, "string(/v:Media/@status)", "0");
  sim_test_assert_found (busy, "string(//v:Task/@status)", "running");
  sim_test_assert_found (busy, "count(//v:Link[@rel='remove'])", "0");
  simulator_advance_clock (fixture->cell, 30);
  {
    g_autoptr (SimTestReply) half = sim_test_get (fixture->client, fixture->media);
    g_autofree char *progress = sim_test_find (half, "string(//v:Progress)");

    g_assert_cmpint (atoi (progress), >=, 50);
    g_assert_cmpint (atoi (progress), <, 90);
  }
  simulator_advance_clock (fixture->cell, 31);
  ready = sim_test_get (fixture->client, fixture->media);
  sim_test_assert_found (ready, "string(/v:Media/@status)", "1");
  sim_test_assert_found (ready, "count(//v:Tasks | //v:Files)", "0");
  sim_test_assert_found (ready, "count(//v:Link[@rel='enable' and not(@type)])", "1");

  media = simulator_dup_media (fixture->cell, "a & b.iso");
  g_assert_cmpstr (media->sha256, ==, fixture->sha256);
  g_assert_cmpuint (media->stored, ==, SIZE);
  g_assert_cmpuint (media->puts, ==, 3);
  g_assert_cmpuint (simulator_count_spool (fixture->cell), ==, 0);
}

static void
test_wrong_offset (Fixture *fixture,
                   gconstpointer data)
{
  static const size_t firsts[] = { 0, 9999, 10001, 90000 };

  g_assert_cmpuint (put (fixture, 0, 10000), ==, 200);
  for (size_t i = 0; i < G_N_ELEMENTS (firsts); i++)
    {
      g_autoptr (SimTestReply) reply = sim_test_put (fixture->client, fixture->upload,
                                                     fixture->content, firsts[i], 1000);

      g_assert_cmpuint (reply->status, ==, 416);
      g_assert_cmpstr (reply->reason, ==,
                       "Content-Range not satisifiable: "
                       "Request must begin at the last byte stored");
      g_assert_cmpstr (sim_test_get_header (reply, "Content-Length"), ==, "0");
    }
  assert_stored (fixture, "10000");
}

static void
test_odd_requests (Fixture *fixture,
                   gconstpointer data)
{
  g_autoptr (GBytes) slice = g_bytes_new_from_bytes (fixture->content, 0, 1000);
  g_autoptr (GBytes) more = g_bytes_new_take (g_malloc0 (SIZE + 1), SIZE + 1);
  static const char *const ranges[] = { "bytes 0-998/100000", "bytes 0-999/99999", "nonsense" };

  for (size_t i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      g_autoptr (SimTestReply) reply = sim_test_send_bytes (fixture->client, "PUT", fixture->upload,
                                                            slice, "Content-Range", ranges[i],
                                                            NULL);

      g_assert_cmpuint (reply->status, ==, 400);
    }
  {
    g_autoptr (SimTestReply) beyond = sim_test_send_bytes (fixture->client, "PUT", fixture->upload,
                                                           more, NULL);
    g_autoptr (SimTestReply) unknown = sim_test_send_bytes (fixture->client, "PUT",
                                                            "/transfer/nothing/file", slice, NULL);

    g_assert_cmpuint (beyond->status, ==, 416);
    g_assert_cmpuint (unknown->status, ==, 404);
  }
  assert_stored (fixture, "0");
}

/* What came in before a break stays, and the rest may follow from there. */
static void
test_broken_slice (Fixture *fixture,
                   gconstpointer data)
{
  g_autoptr (SimulatorMedia) media = NULL;

  g_assert_cmpuint (put (fixture, 0, SIZE), ==, 0);
  g_assert_cmpuint (simulator_count_fault (fixture->cell, "drop-connection"), ==, 1);
  assert_stored (fixture, "54321");
  g_assert_cmpuint (put (fixture, 54321, SIZE - 54321), ==, 200);
  media = simulator_dup_media (fixture->cell, "a & b.iso");
  g_assert_cmpstr (media->sha256, ==, fixture->sha256);
}

/* A whole PUT without a range is good as long as nothing is there. */
static void
test_whole (Fixture *fixture,
            gconstpointer data)
{
  g_autoptr (SimTestReply) reply = sim_test_send_bytes (fixture->client, "PUT", fixture->upload,
                                                        fixture->content, NULL);
  g_autoptr (SimulatorMedia) media = simulator_dup_media (fixture->cell, "a & b.iso");

  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpstr (media->sha256, ==, fixture->sha256);
}

static void
test_idle (Fixture *fixture,
           gconstpointer data)
{
  g_autoptr (SimTestReply) reply = NULL;

  g_assert_cmpuint (put (fixture, 0, 1000), ==, 200);
  simulator_advance_clock (fixture->cell, 59 * 60);
  g_assert_cmpuint (put (fixture, 1000, 1000), ==, 200);
  simulator_advance_clock (fixture->cell, 61 * 60);
  g_assert_cmpuint (put (fixture, 2000, 1000), ==, 404);
  sim_test_client_log_in (fixture->client);
  reply = sim_test_get (fixture->client, fixture->media);
  sim_test_assert_found (reply, "string(/v:Media/@status)", "17");
  sim_test_assert_found (reply, "string(//v:Task/v:Error/@minorErrorCode)", "TIMEDOUT");
  sim_test_assert_found (reply, "count(//v:Files)", "0");
}

static unsigned
cancel (Fixture *fixture)
{
  g_autoptr (SimTestReply) media = sim_test_get (fixture->client, fixture->media);
  g_autofree char *href = sim_test_find (media, "string(//v:Link[@rel='task:cancel']/@href)");
  g_autoptr (SimTestReply) reply = sim_test_send (fixture->client, "POST", href, NULL, NULL);

  return reply->status;
}

static void
test_cancel (Fixture *fixture,
             gconstpointer data)
{
  g_autoptr (SimTestReply) reply = NULL;

  g_assert_cmpuint (put (fixture, 0, 1000), ==, 200);
  g_assert_cmpuint (cancel (fixture), ==, 204);
  g_assert_cmpuint (simulator_count_spool (fixture->cell), ==, 0);
  g_assert_cmpuint (put (fixture, 1000, 1000), ==, 404);
  reply = sim_test_get (fixture->client, fixture->media);
  if (data)
    sim_test_assert_found (reply, "string(/v:Media/@status)", "-1");
  else
    g_assert_cmpuint (reply->status, ==, 403);
  g_assert_cmpuint (simulator_count_media (fixture->cell, NULL), ==, data ? 1 : 0);
}

static void
enable_download (Fixture *fixture)
{
  g_autofree char *href = g_strconcat (fixture->media, "/action/enableDownload", NULL);
  g_autoptr (SimTestReply) reply = sim_test_send (fixture->client, "POST", href, NULL, NULL);

  g_assert_cmpuint (reply->status, ==, 202);
  sim_test_assert_found (reply, "string(/v:Task/@operationName)", "catalogItemEnableDownload");
  simulator_advance_clock (fixture->cell, 2);
  sim_test_await_task (fixture->client, reply, "success");
}

static void
test_download (Fixture *fixture,
               gconstpointer data)
{
  g_autoptr (SimTestReply) document = NULL, whole = NULL, part = NULL, gone = NULL, late = NULL;
  g_autofree char *disable = g_strconcat (fixture->media, "/action/disableDownload", NULL);
  g_autofree char *download = NULL;

  g_assert_cmpuint (put (fixture, 0, SIZE), ==, 200);
  simulator_advance_clock (fixture->cell, 61);
  sim_test_await_status (fixture->client, fixture->media, 1);
  enable_download (fixture);
  document = sim_test_get (fixture->client, fixture->media);
  download = sim_test_find (document, "string(//v:Link[@rel='download:default']/@href)");

  whole = sim_test_get (fixture->client, download);
  g_assert_cmpuint (whole->status, ==, 200);
  g_assert_cmpmem (whole->body, whole->length, g_bytes_get_data (fixture->content, NULL), SIZE);

  part = sim_test_send (fixture->client, "GET", download, NULL, "Range", "bytes=70000-", NULL);
  if (data)
    {
      g_assert_cmpuint (part->status, ==, 200);
      g_assert_cmpuint (part->length, ==, SIZE);
    }
  else
    {
      const char *content = g_bytes_get_data (fixture->content, NULL);

      g_assert_cmpuint (part->status, ==, 206);
      g_assert_cmpmem (part->body, part->length, content + 70000, SIZE - 70000);
      g_assert_cmpstr (sim_test_get_header (part, "Content-Range"), ==, "bytes 70000-99999/100000");
    }

  late = sim_test_send (fixture->client, "POST", disable, NULL, NULL);
  g_assert_cmpuint (late->status, ==, 204);
  gone = sim_test_get (fixture->client, download);
  g_assert_cmpuint (gone->status, ==, 404);
}

static void
test_counted_only (void)
{
  g_autoptr (Simulator) cell = simulator_start ("--storage", "none", "--import-seconds", "0",
                                                "--transfer-port", "0", NULL);
  g_autoptr (SimTestClient) client = sim_test_client_new (cell, "36.0");
  g_autoptr (GBytes) content = sim_test_make_content (SIZE);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, content);
  g_autofree char *catalog = NULL, *media = NULL, *upload = NULL;
  g_autoptr (SimTestReply) reply = NULL;
  g_autoptr (SimulatorMedia) state = NULL;

  g_assert_cmpstr (simulator_get_fingerprint (cell), !=, simulator_get_transfer_fingerprint (cell));
  sim_test_client_log_in (client);
  catalog = sim_test_find_catalog (client, "ISOs");
  media = sim_test_declare (client, catalog, "漢.iso", SIZE);
  upload = sim_test_find_upload (client, media);
  g_assert_true (g_str_has_prefix (upload, simulator_get_transfer_uri (cell)));
  reply = sim_test_put (client, upload, content, 0, SIZE);
  g_assert_cmpuint (reply->status, ==, 200);
  sim_test_await_status (client, media, 1);
  state = simulator_dup_media (cell, "漢.iso");
  g_assert_cmpstr (state->sha256, ==, sha256);
}

static void
test_restart (Fixture *fixture,
              gconstpointer data)
{
  g_autofree char *before = g_strdup (simulator_get_fingerprint (fixture->cell));

  g_assert_cmpuint (put (fixture, 0, 1000), ==, 200);
  simulator_stop_listening (fixture->cell);
  g_assert_cmpuint (put (fixture, 1000, 1000), ==, 0);
  simulator_listen_again (fixture->cell);
  g_assert_cmpuint (put (fixture, 1000, 1000), ==, 200);
  simulator_restart (fixture->cell);
  assert_stored (fixture, "2000");
  simulator_change_certificate (fixture->cell);
  g_assert_cmpstr (before, !=, simulator_get_fingerprint (fixture->cell));
  assert_stored (fixture, "2000");
}

#define ADD(path, data, function)                                                        \
  g_test_add ("/simulator/transfer/" path, Fixture, data, set_up, function, tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("slices", NULL, test_slices);
  ADD ("wrong-offset", NULL, test_wrong_offset);
  ADD ("odd-requests", NULL, test_odd_requests);
  ADD ("broken-slice", "drop-connection=byte:54321", test_broken_slice);
  ADD ("whole", NULL, test_whole);
  ADD ("idle", NULL, test_idle);
  ADD ("cancel", NULL, test_cancel);
  ADD ("cancel-keeps", "cancel-keeps-item", test_cancel);
  ADD ("download", NULL, test_download);
  ADD ("download-whole", "ignore-range", test_download);
  ADD ("restart", NULL, test_restart);
  g_test_add_func ("/simulator/transfer/counted-only", test_counted_only);

  return g_test_run ();
}
