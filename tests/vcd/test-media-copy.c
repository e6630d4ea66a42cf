/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "copy-fixture.h"

static void
test_whole (CopyFixture   *fixture,
            gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) copy = make (fixture);
  g_autoptr (SimulatorMedia) media = NULL;

  vcd_media_upload_set_record_checksum (copy, TRUE);
  upload_run (copy);
  assert_done (fixture, copy);
  assert_hashed (fixture, copy);
  g_assert_null (vcd_transfer_get_note (VCD_TRANSFER (copy)));
  media = simulator_dup_media (fixture->target.simulator, "source.iso");
  g_assert_cmpstr (media->metadata_sha256, ==, media->sha256);
  /* All of it through one download. */
  g_assert_cmpuint (simulator_count_requests (fixture->source, "get"), ==, 1);
  fixture_assert_finalized (g_steal_pointer (&copy));
}

static void
test_properties (CopyFixture   *fixture,
                 gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) copy = make (fixture);
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (&fixture->target, "a.iso", 1);
  g_autoptr (VcdMedia) media = vcd_catalog_find_media (fixture->source_catalog, "source.iso");

  property_assert_number (copy, "is-copy", TRUE);
  property_assert_string (copy, "source-media-name", "source.iso");
  property_assert_string (copy, "source-catalog-name", "Masters");
  property_assert_string (copy, "media-name", "source.iso");
  property_assert_object (copy, "file", NULL);
  g_assert_cmpuint (vcd_transfer_get_size (VCD_TRANSFER (copy)), ==, SIZE);
  g_assert_cmpstr (vcd_media_upload_get_source_media_href (copy), ==, vcd_media_get_href (media));
  g_assert_true (vcd_media_upload_get_source_session (copy) == fixture->source_session);
  vcd_media_upload_set_media_name (copy, "other.iso");
  vcd_media_upload_set_media_name (copy, NULL);
  g_assert_cmpstr (vcd_media_upload_get_media_name (copy), ==, "source.iso");

  property_assert_number (upload, "is-copy", FALSE);
  property_assert_string (upload, "source-media-name", NULL);
  property_assert_string (upload, "source-catalog-name", NULL);
  g_assert_null (vcd_media_upload_get_source_media_href (upload));
  g_assert_null (vcd_media_upload_get_source_session (upload));
}

/* From one catalog to another one of the same account, where the name is taken. */
static void
test_same_cloud (CopyFixture   *fixture,
                 gconstpointer  data)
{
  g_autoptr (VcdMedia) media = vcd_catalog_find_media (fixture->source_catalog, "source.iso");
  g_autoptr (VcdMediaUpload) copy = NULL;
  g_autoptr (SimulatorMedia) source = simulator_dup_media (fixture->source, "source.iso");
  g_autoptr (SimulatorMedia) target = NULL;

  copy = vcd_media_upload_new_copy (fixture->source_catalog, media);
  upload_hurry (copy);
  vcd_media_upload_set_conflict_policy (copy, VCD_CONFLICT_RENAME);
  upload_run (copy);
  upload_assert_state (copy, VCD_TRANSFER_DONE);
  target = simulator_dup_media (fixture->source, vcd_transfer_get_name (VCD_TRANSFER (copy)));
  g_assert_cmpstr (target->id, !=, source->id);
  g_assert_cmpstr (target->sha256, ==, source->sha256);
  g_assert_cmpuint (simulator_count_media (fixture->source, "Masters"), ==, 2);
}

static void
test_source_faults (CopyFixture   *fixture,
                    gconstpointer  data)
{
  const char *faults[] = {
    "drop-download=byte:1500000", "drop-download=byte:100000", "drop-download=byte:1,times:3",
    "status-503=on:get,times:2", "session-401=on:get,times:1", "status-404=on:get,times:1",
    "drop-request=on:get,times:2", "session-401=on:media,times:1", "status-503=on:media,times:2",
    "session-401=on:enable,times:1", "html-200=on:get,times:2",
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (faults); i++)
    run_with (fixture, faults[i], NULL);
}

static void
test_cut_goes_on (CopyFixture   *fixture,
                  gconstpointer  data)
{
  g_autofree char *request = NULL;

  run_with (fixture, "drop-download=byte:1500000", NULL);
  request = simulator_dup_request (fixture->source, "get");
  g_assert_nonnull (strstr (request, "Range: bytes=1500000-"));
  g_assert_cmpuint (simulator_count_requests (fixture->source, "get"), ==, 2);
}

static void
test_range_ignored (CopyFixture   *fixture,
                    gconstpointer  data)
{
  simulator_set_fault (fixture->source, "ignore-range");
  run_with (fixture, "drop-download=byte:1500000", NULL);
}

static void
test_target_faults (CopyFixture   *fixture,
                    gconstpointer  data)
{
  const char *faults[] = {
    "drop-connection=byte:1500000", "lost-reply=piece:5", "status-503=piece:3,times:2",
    "session-401=piece:7", "early-reply=piece:2", "swallow=piece:4", "session-gone-404=piece:6",
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (faults); i++)
    run_with (fixture, NULL, faults[i]);
}

static void
test_both (CopyFixture   *fixture,
           gconstpointer  data)
{
  run_with (fixture, "drop-download=probability:0.5,times:4", "drop-connection=times:4,after:3");
}

static void
test_sessions_expire (CopyFixture   *fixture,
                      gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) copy = start_cut (fixture);

  simulator_expire_sessions (fixture->source);
  simulator_expire_sessions (fixture->target.simulator);
  simulator_clear_faults (fixture->source);
  finish (fixture, copy);
  assert_hashed (fixture, copy);
  g_assert_cmpuint (simulator_count_sign_ins (fixture->target.simulator), ==, 2);
}

static void
test_restarts (CopyFixture   *fixture,
               gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) copy = start_cut (fixture);

  simulator_restart (fixture->source);
  simulator_restart (fixture->target.simulator);
  simulator_clear_faults (fixture->source);
  finish (fixture, copy);
  assert_hashed (fixture, copy);
}

/* The server forgets that it was asked for the bytes. */
static void
test_download_expires (CopyFixture   *fixture,
                       gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) copy = start_cut (fixture);

  simulator_advance_clock (fixture->source, 24 * 60 * 60);
  simulator_clear_faults (fixture->source);
  finish (fixture, copy);
  g_assert_cmpuint (simulator_count_requests (fixture->source, "enable"), >=, 2);
}

static void
test_source_away (CopyFixture   *fixture,
                  gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) copy = start_cut (fixture);

  simulator_stop_listening (fixture->source);
  simulator_clear_faults (fixture->source);
  fixture_wait_until (upload_state (copy) == VCD_TRANSFER_WAITING &&
                      vcd_transfer_get_wait_reason (VCD_TRANSFER (copy)) == VCD_WAIT_OFFLINE);
  simulator_listen_again (fixture->source);
  finish (fixture, copy);
}

static void
test_source_lost (CopyFixture   *fixture,
                  gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) copy = start_cut (fixture);

  simulator_delete_media (fixture->source, "source.iso");
  simulator_clear_faults (fixture->source);
  fixture_wait_until (vcd_transfer_is_final (VCD_TRANSFER (copy)) &&
                      !vcd_transfer_is_running (VCD_TRANSFER (copy)));
  upload_assert_failed (copy, VCD_ERROR_FILE_CHANGED);
  g_assert_nonnull (strstr (vcd_transfer_get_error (VCD_TRANSFER (copy))->message,
                            "“source.iso” is no longer in “Masters”"));
  upload_assert_nothing_left (&fixture->target);
}

static void
test_source_never_there (CopyFixture   *fixture,
                         gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) copy = make (fixture);

  simulator_delete_media (fixture->source, "source.iso");
  upload_run (copy);
  upload_assert_failed (copy, VCD_ERROR_FILE_CHANGED);
  g_assert_cmpuint (simulator_count_requests (fixture->target.simulator, "create"), ==, 0);
}

static void
test_source_incomplete (CopyFixture   *fixture,
                        gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (&fixture->target, "slow.iso",
                                                          8 * UPLOAD_SLICE);
  g_autoptr (VcdMediaUpload) copy = NULL;
  g_autoptr (VcdMedia) media = NULL;

  simulator_set_fault (fixture->target.simulator, "throttle=200K");
  upload_start (upload);
  fixture_wait_until (vcd_transfer_get_confirmed (VCD_TRANSFER (upload)) > 0);
  fixture_assert_resolves (vcd_catalog_load (fixture->target.catalog));
  media = vcd_catalog_find_media (fixture->target.catalog, "slow.iso");
  copy = vcd_media_upload_new_copy (fixture->source_catalog, media);
  upload_run (copy);
  upload_assert_failed (copy, VCD_ERROR_NOT_SUPPORTED);
  g_assert_cmpuint (simulator_count_media (fixture->source, NULL), ==, 1);
  simulator_clear_faults (fixture->target.simulator);
  fixture_wait_until (vcd_transfer_is_final (VCD_TRANSFER (upload)));
}

/* The password of the source's account has to be entered again. */
static void
test_waits_for_source (CopyFixture   *fixture,
                       gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) copy = start_cut (fixture);
  VcdAccount *account = vcd_session_get_account (fixture->source_session);

  vcd_account_set_secret (account, "wrong");
  simulator_expire_sessions (fixture->source);
  simulator_clear_faults (fixture->source);
  fixture_wait_until (upload_state (copy) == VCD_TRANSFER_WAITING &&
                      vcd_transfer_get_wait_reason (VCD_TRANSFER (copy)) == VCD_WAIT_SIGN_IN);
  g_assert_cmpint (vcd_session_get_state (fixture->target.session), ==, VCD_SESSION_SIGNED_IN);

  vcd_account_set_secret (account, "demo");
  fixture_assert_resolves (vcd_session_sign_in (fixture->source_session));
  finish (fixture, copy);
}

/* What is not known any more gets not a byte, and no token. */
static void
test_certificate (CopyFixture   *fixture,
                  gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) copy = start_cut (fixture);
  g_autoptr (GError) error = NULL;

  simulator_change_certificate (fixture->source);
  simulator_clear_faults (fixture->source);
  fixture_wait_until (upload_state (copy) == VCD_TRANSFER_WAITING &&
                      vcd_transfer_get_wait_reason (VCD_TRANSFER (copy)) == VCD_WAIT_CERTIFICATE);
  g_assert_true (vcd_account_trust (vcd_session_get_account (fixture->source_session),
                                    strstr (simulator_get_uri (fixture->source), "//") + 2,
                                    simulator_get_fingerprint (fixture->source), &error));
  g_assert_no_error (error);
  finish (fixture, copy);
}

static char *
dup_authorization (Simulator  *simulator,
                   const char *kind)
{
  g_autofree char *request = simulator_dup_request (simulator, kind);
  const char *start = strstr (request, "Authorization: ");

  return start != NULL ? g_strndup (start, strcspn (start, "\r\n")) : NULL;
}

/* Each server gets its own token. */
static void
test_credentials (CopyFixture   *fixture,
                  gconstpointer  data)
{
  g_autofree char *got = NULL;
  g_autofree char *put = NULL;

  simulator_set_fault (fixture->source, "auth-required-on-transfer=on:get");
  run_with (fixture, NULL, NULL);
  got = dup_authorization (fixture->source, "get");
  put = dup_authorization (fixture->target.simulator, "put");
  g_assert_nonnull (got);
  g_assert_nonnull (put);
  g_assert_cmpstr (got, !=, put);
}

static void
test_pause (CopyFixture   *fixture,
            gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) copy = start_slowly (fixture);

  vcd_transfer_pause (VCD_TRANSFER (copy));
  fixture_wait_until (upload_state (copy) == VCD_TRANSFER_PAUSED);
  vcd_transfer_resume (VCD_TRANSFER (copy));
  finish (fixture, copy);
  assert_hashed (fixture, copy);
}

static void
test_cancel (CopyFixture   *fixture,
             gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) copy = start_slowly (fixture);

  vcd_transfer_cancel (VCD_TRANSFER (copy));
  fixture_wait_until (upload_state (copy) == VCD_TRANSFER_CANCELLED);
  upload_assert_nothing_left (&fixture->target);
  fixture_wait_until (simulator_count_spool (fixture->source) == 0);
  g_assert_null (vcd_transfer_get_note (VCD_TRANSFER (copy)));
  fixture_wait_until (!vcd_transfer_is_running (VCD_TRANSFER (copy)));
  fixture_assert_finalized (g_steal_pointer (&copy));
}

static void
test_cancel_waiting (CopyFixture   *fixture,
                     gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) copy = start_cut (fixture);

  vcd_transfer_cancel (VCD_TRANSFER (copy));
  fixture_wait_until (upload_state (copy) == VCD_TRANSFER_CANCELLED);
  upload_assert_nothing_left (&fixture->target);
  fixture_wait_until (!vcd_transfer_is_running (VCD_TRANSFER (copy)));
  fixture_assert_finalized (g_steal_pointer (&copy));
}

static void
test_retry (CopyFixture   *fixture,
            gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) copy = make (fixture);

  simulator_set_fault (fixture->target.simulator, "task-error=times:1");
  upload_run (copy);
  upload_assert_failed (copy, VCD_ERROR_SERVER);
  upload_run (copy);
  assert_done (fixture, copy);
  assert_hashed (fixture, copy);
}

static void
test_rate_limit (CopyFixture   *fixture,
                 gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) copy = make (fixture);
  int64_t start = g_get_monotonic_time ();

  vcd_transfer_set_rate_limit (VCD_TRANSFER (copy), 4 * SIZE);
  upload_run (copy);
  assert_done (fixture, copy);
  g_assert_cmpint (g_get_monotonic_time () - start, >, G_USEC_PER_SEC / 8);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  copy_add ("/media-copy/whole", test_whole);
  copy_add ("/media-copy/properties", test_properties);
  copy_add ("/media-copy/same-cloud", test_same_cloud);
  copy_add ("/media-copy/source-faults", test_source_faults);
  copy_add ("/media-copy/cut-goes-on", test_cut_goes_on);
  copy_add ("/media-copy/range-ignored", test_range_ignored);
  copy_add ("/media-copy/target-faults", test_target_faults);
  copy_add ("/media-copy/both", test_both);
  copy_add ("/media-copy/sessions-expire", test_sessions_expire);
  copy_add ("/media-copy/restarts", test_restarts);
  copy_add ("/media-copy/download-expires", test_download_expires);
  copy_add ("/media-copy/source-away", test_source_away);
  copy_add ("/media-copy/source-lost", test_source_lost);
  copy_add ("/media-copy/source-never-there", test_source_never_there);
  copy_add ("/media-copy/source-incomplete", test_source_incomplete);
  copy_add ("/media-copy/waits-for-source", test_waits_for_source);
  copy_add ("/media-copy/certificate", test_certificate);
  copy_add ("/media-copy/credentials", test_credentials);
  copy_add ("/media-copy/pause", test_pause);
  copy_add ("/media-copy/cancel", test_cancel);
  copy_add ("/media-copy/cancel-waiting", test_cancel_waiting);
  copy_add ("/media-copy/retry", test_retry);
  copy_add ("/media-copy/rate-limit", test_rate_limit);

  return g_test_run ();
}
