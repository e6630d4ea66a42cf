/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include "airlift-text.h"
#include "upload-fixture.h"

/* The words for a transfer, in each of its states. */

#define MB (UINT64_C (1000) * 1000)

static void
assert_text (char       *text,
             const char *expected)
{
  g_autofree char *plain = text != NULL ? g_strdup (text) : NULL;

  /* Sizes have a space that does not break. */
  for (char *space; plain != NULL && (space = strstr (plain, "\302\240")) != NULL;)
    {
      *space = ' ';
      memmove (space + 1, space + 2, strlen (space + 2) + 1);
    }
  g_assert_cmpstr (plain, ==, expected);
  g_free (text);
}

static void
test_durations (void)
{
  const struct { int64_t seconds; const char *text; } durations[] = {
    { -1, NULL },
    { 0, "1 second left" },
    { 1, "1 second left" },
    { 59, "59 seconds left" },
    { 60, "1 minute left" },
    { 61, "2 minutes left" },
    { 59 * 60, "59 minutes left" },
    { 3600, "1 hour left" },
    { 5400, "2 hours left" },
    { 86400, "1 day left" },
    { 10 * 86400, "10 days left" },
    { INT64_MAX / 2, "2147483647 days left" },
  };

  for (unsigned int i = 0; i < G_N_ELEMENTS (durations); i++)
    assert_text (airlift_text_dup_duration_left (durations[i].seconds), durations[i].text);
}

static void
test_counts (void)
{
  assert_text (airlift_text_dup_count (1, 0), "1 upload");
  assert_text (airlift_text_dup_count (2, 0), "2 uploads");
  assert_text (airlift_text_dup_count (0, 1), "1 download");
  assert_text (airlift_text_dup_count (2, 1), "3 transfers");
}

static void
test_phases (UploadFixture *fixture,
             gconstpointer  data)
{
  const struct { VcdTransferState state; const char *text; } phases[] = {
    { VCD_TRANSFER_QUEUED, "Waiting for its turn" },
    { VCD_TRANSFER_OPENING, "Reading the file…" },
    { VCD_TRANSFER_DECLARING, "Preparing…" },
    { VCD_TRANSFER_LOCATING, "Preparing…" },
    { VCD_TRANSFER_SENDING, "Sending…" },
    { VCD_TRANSFER_SETTLING, "Importing…" },
    { VCD_TRANSFER_PAUSED, "Paused" },
    { VCD_TRANSFER_SKIPPED, "Skipped: the catalog has an image of this name" },
    { VCD_TRANSFER_CANCELLED, "Cancelled" },
  };
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 1000);
  g_autoptr (GError) error = g_error_new_literal (VCD_ERROR, VCD_ERROR_SERVER, "It is full.");
  VcdTransfer *transfer = VCD_TRANSFER (upload);

  for (unsigned int i = 0; i < G_N_ELEMENTS (phases); i++)
    {
      vcd_transfer_set_state (transfer, phases[i].state);
      assert_text (airlift_text_dup_phase (transfer), phases[i].text);
      assert_text (airlift_text_dup_status (transfer), phases[i].text);
    }

  vcd_transfer_set_waiting (transfer, VCD_WAIT_OFFLINE, NULL);
  assert_text (airlift_text_dup_phase (transfer), "Waiting for the network");
  vcd_transfer_set_waiting (transfer, VCD_WAIT_SIGN_IN, NULL);
  assert_text (airlift_text_dup_phase (transfer), "Waiting for you to sign in");
  vcd_transfer_set_waiting (transfer, VCD_WAIT_CERTIFICATE, NULL);
  assert_text (airlift_text_dup_phase (transfer), "Waiting for you to look at the certificate");
  vcd_transfer_set_waiting (transfer, VCD_WAIT_RETRY, NULL);
  assert_text (airlift_text_dup_phase (transfer), "Trying again…");
  vcd_transfer_set_retrying (transfer, VCD_WAIT_RETRY, error, 90 * 1000);
  assert_text (airlift_text_dup_phase (transfer), "Trying again in 90 seconds");
}

static void
test_progress (UploadFixture *fixture,
               gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 1000);
  VcdTransfer *transfer = VCD_TRANSFER (upload);

  assert_text (airlift_text_dup_amount (transfer), NULL);
  vcd_transfer_set_size (transfer, 200 * MB);
  assert_text (airlift_text_dup_amount (transfer), "200.0 MB");

  vcd_transfer_set_state (transfer, VCD_TRANSFER_SENDING);
  vcd_transfer_set_confirmed (transfer, 94 * MB);
  assert_text (airlift_text_dup_status (transfer), "Sending, 47 % · 94.0 MB of 200.0 MB");
  assert_text (airlift_text_dup_rate (transfer), NULL);
  assert_text (airlift_text_dup_time_left (transfer), NULL);

  vcd_transfer_get_control (transfer)->phase = VCD_TRANSFER_SENDING;
  vcd_transfer_set_state (transfer, VCD_TRANSFER_PAUSED);
  assert_text (airlift_text_dup_status (transfer), "Paused at 47 % · 94.0 MB of 200.0 MB");

  vcd_transfer_set_confirmed (transfer, 200 * MB);
  vcd_transfer_set_state (transfer, VCD_TRANSFER_SETTLING);
  vcd_transfer_set_percent (transfer, 30);
  assert_text (airlift_text_dup_status (transfer), "Importing, 30 % · 200.0 MB");
}

/* The sentence that is read aloud moves by tenths. */
static void
test_sentence (UploadFixture *fixture,
               gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 1000);
  VcdTransfer *transfer = VCD_TRANSFER (upload);
  VcdAccount *account = vcd_session_get_account (fixture->session);
  g_autoptr (GError) error = g_error_new_literal (VCD_ERROR, VCD_ERROR_FILE, "It is empty.");

  vcd_account_set_title (account, "Cloud");
  assert_text (airlift_text_dup_target (transfer), "ISOs · Cloud");
  vcd_transfer_set_size (transfer, 100 * MB);
  vcd_transfer_set_state (transfer, VCD_TRANSFER_SENDING);
  vcd_transfer_set_confirmed (transfer, 41 * MB);
  assert_text (airlift_text_dup_sentence (transfer), "image.iso, to ISOs · Cloud: Sending, 40 %");
  vcd_transfer_set_confirmed (transfer, 49 * MB);
  assert_text (airlift_text_dup_sentence (transfer), "image.iso, to ISOs · Cloud: Sending, 40 %");

  vcd_transfer_set_failed (transfer, error);
  assert_text (airlift_text_dup_sentence (transfer), "image.iso, to ISOs · Cloud: It is empty.");
  assert_text (airlift_text_dup_status (transfer), "It is empty.");
}

/* One that is ready says when that was. */
static void
test_ready (UploadFixture *fixture,
            gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 1000);
  VcdTransfer *transfer = VCD_TRANSFER (upload);
  int64_t before = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (GDateTime) end = NULL;
  g_autofree char *time = NULL;
  g_autofree char *expected = NULL;

  g_assert_cmpint (vcd_transfer_get_end_time (transfer), ==, 0);
  upload_run (upload);
  upload_assert_done (fixture, upload, "image.iso");
  g_assert_cmpint (vcd_transfer_get_end_time (transfer), >=, before);
  g_assert_cmpint (vcd_transfer_get_end_time (transfer), <=, g_get_real_time () / G_USEC_PER_SEC);

  end = g_date_time_new_from_unix_local (vcd_transfer_get_end_time (transfer));
  time = g_date_time_format (end, "%H:%M");
  expected = g_strdup_printf ("Ready · %s · 1.0 kB", time);
  assert_text (airlift_text_dup_status (transfer), expected);
}

#define add(path, function)                                                        \
  g_test_add (path, UploadFixture, NULL, upload_fixture_set_up, function,          \
              upload_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/text/durations", test_durations);
  g_test_add_func ("/text/counts", test_counts);
  add ("/text/phases", test_phases);
  add ("/text/progress", test_progress);
  add ("/text/sentence", test_sentence);
  add ("/text/ready", test_ready);

  return g_test_run ();
}
