/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "properties.h"
#include "upload-fixture.h"
#include "vcd-transfer-queue.h"

/* Images that go from one cloud to another, both of which have their troubles. */

/* More than what is kept of its beginning. */
#define SLICE  (4 * UPLOAD_SLICE)
#define SIZE   (10 * SLICE)
#define LARGE  (192 * 1024 * 1024)
/* What may be under way at a time, with room for what simulators and allocators keep. */
#define MEMORY (48 * 1024)

typedef struct
{
  UploadFixture  target;
  Simulator     *source;
  VcdSession    *source_session;
  VcdCatalog    *source_catalog;
  unsigned       looked_up;
} CopyFixture;

static void
set_up (CopyFixture   *fixture,
        gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = NULL;
  g_autoptr (GFile) file = NULL;

  upload_fixture_set_up (&fixture->target, NULL);
  fixture->source = simulator_start ("--quiet", "--catalog", "Masters", "--import-seconds=0.02",
                                     NULL);
  fixture->source_session = sim_session_new (fixture->source);
  fixture->source_catalog = sim_session_dup_catalog (fixture->source_session, "Masters");

  file = upload_fixture_file (&fixture->target, "source.iso", SIZE);
  upload = vcd_media_upload_new (fixture->source_catalog, file);
  vcd_transfer_set_patience (VCD_TRANSFER (upload), UPLOAD_PATIENCE);
  vcd_media_upload_set_description (upload, "All we need");
  upload_run (upload);
  upload_assert_state (upload, VCD_TRANSFER_DONE);
}

static void
tear_down (CopyFixture   *fixture,
           gconstpointer  data)
{
  g_object_unref (fixture->source_catalog);
  fixture_assert_finalized (fixture->source_session);
  simulator_free (fixture->source);
  upload_fixture_tear_down (&fixture->target, data);
}

static VcdMediaUpload *
make (CopyFixture *fixture)
{
  g_autoptr (VcdMedia) media = vcd_catalog_find_media (fixture->source_catalog, "source.iso");
  VcdMediaUpload *copy = vcd_media_upload_new_copy (fixture->target.catalog, media);

  upload_hurry (copy);
  vcd_media_upload_set_slice_size (copy, SLICE, SLICE, SLICE);

  return copy;
}

/* On its way, but slowly enough for what is done to it meanwhile. */
static VcdMediaUpload *
start_slowly (CopyFixture *fixture)
{
  VcdMediaUpload *copy = make (fixture);

  vcd_transfer_set_rate_limit (VCD_TRANSFER (copy), 2 * 1024 * 1024);
  upload_start (copy);
  fixture_wait_until (vcd_transfer_get_confirmed (VCD_TRANSFER (copy)) > 0);

  return copy;
}

/* Half of it is there, and the other half cannot be read now: a server that takes no request for it
 * does so until its faults are cleared. */
static VcdMediaUpload *
start_cut (CopyFixture *fixture)
{
  VcdMediaUpload *copy = make (fixture);

  simulator_set_fault (fixture->source, "drop-download=byte:1500000");
  simulator_set_fault (fixture->source, "status-503=on:get,after:1");
  upload_start (copy);
  fixture_wait_until (upload_state (copy) == VCD_TRANSFER_WAITING);
  g_assert_cmpuint (vcd_transfer_get_confirmed (VCD_TRANSFER (copy)), >, SIZE / 4);
  g_assert_cmpuint (vcd_transfer_get_confirmed (VCD_TRANSFER (copy)), <=, 1500000);

  return copy;
}

static void
assert_same (CopyFixture *fixture,
             const char  *name)
{
  g_autoptr (SimulatorMedia) source = simulator_dup_media (fixture->source, "source.iso");
  g_autoptr (SimulatorMedia) target = simulator_dup_media (fixture->target.simulator, name);

  g_assert_nonnull (target);
  g_assert_cmpint (target->status, ==, 1);
  g_assert_cmpuint (target->size, ==, source->size);
  g_assert_cmpuint (target->stored, ==, source->size);
  g_assert_cmpstr (target->sha256, ==, source->sha256);
  g_assert_cmpstr (target->description, ==, "All we need");
}

/* It is there, byte for byte, and nobody keeps anything for it any more. */
static void
assert_done (CopyFixture    *fixture,
             VcdMediaUpload *copy)
{
  upload_assert_state (copy, VCD_TRANSFER_DONE);
  assert_same (fixture, vcd_transfer_get_name (VCD_TRANSFER (copy)));
  g_assert_cmpuint (vcd_transfer_get_confirmed (VCD_TRANSFER (copy)), ==, SIZE);
  g_assert_cmpuint (simulator_count_media (fixture->target.simulator, NULL), ==, 1);
  fixture_wait_until (simulator_count_spool (fixture->source) == 0);
  fixture_wait_until (simulator_count_spool (fixture->target.simulator) == 0);
}

static void
assert_hashed (CopyFixture    *fixture,
               VcdMediaUpload *copy)
{
  g_autoptr (SimulatorMedia) source = simulator_dup_media (fixture->source, "source.iso");

  g_assert_cmpstr (vcd_media_upload_get_sha256 (copy), ==, source->sha256);
}

static void
finish (CopyFixture    *fixture,
        VcdMediaUpload *copy)
{
  vcd_transfer_set_rate_limit (VCD_TRANSFER (copy), 0);
  fixture_wait_until (vcd_transfer_is_final (VCD_TRANSFER (copy)) &&
                      !vcd_transfer_is_running (VCD_TRANSFER (copy)));
  assert_done (fixture, copy);
}

static void
run_with (CopyFixture *fixture,
          const char  *source_fault,
          const char  *target_fault)
{
  g_autoptr (VcdMediaUpload) copy = make (fixture);

  g_test_message ("%s, %s", source_fault != NULL ? source_fault : "-",
                  target_fault != NULL ? target_fault : "-");
  if (source_fault != NULL)
    simulator_set_fault (fixture->source, source_fault);
  if (target_fault != NULL)
    simulator_set_fault (fixture->target.simulator, target_fault);
  upload_run (copy);
  assert_done (fixture, copy);
  assert_hashed (fixture, copy);
  fixture_assert_finalized (g_steal_pointer (&copy));

  simulator_clear_faults (fixture->source);
  simulator_clear_faults (fixture->target.simulator);
  simulator_delete_media (fixture->target.simulator, "source.iso");
  fixture_assert_resolves (vcd_catalog_load (fixture->target.catalog));
}

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
    "session-401=on:enable,times:1",
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

/* The source's server could send all of it at once; the target's takes it slowly. */
static void
test_memory (CopyFixture   *fixture,
             gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) copy = NULL;
  uint64_t before, most = 0;

#if defined (__SANITIZE_ADDRESS__) || defined (__SANITIZE_THREAD__)
  g_test_skip ("A sanitizer keeps what is freed");
  return;
#endif

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

#define add(path, func) \
  g_test_add ((path), CopyFixture, NULL, set_up, (func), tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  add ("/media-copy/whole", test_whole);
  add ("/media-copy/properties", test_properties);
  add ("/media-copy/same-cloud", test_same_cloud);
  add ("/media-copy/source-faults", test_source_faults);
  add ("/media-copy/cut-goes-on", test_cut_goes_on);
  add ("/media-copy/range-ignored", test_range_ignored);
  add ("/media-copy/target-faults", test_target_faults);
  add ("/media-copy/both", test_both);
  add ("/media-copy/sessions-expire", test_sessions_expire);
  add ("/media-copy/restarts", test_restarts);
  add ("/media-copy/download-expires", test_download_expires);
  add ("/media-copy/source-away", test_source_away);
  add ("/media-copy/source-lost", test_source_lost);
  add ("/media-copy/source-never-there", test_source_never_there);
  add ("/media-copy/source-incomplete", test_source_incomplete);
  add ("/media-copy/waits-for-source", test_waits_for_source);
  add ("/media-copy/certificate", test_certificate);
  add ("/media-copy/credentials", test_credentials);
  add ("/media-copy/pause", test_pause);
  add ("/media-copy/cancel", test_cancel);
  add ("/media-copy/cancel-waiting", test_cancel_waiting);
  add ("/media-copy/retry", test_retry);
  add ("/media-copy/rate-limit", test_rate_limit);
  add ("/media-copy/per-account", test_per_account);
  add ("/media-copy/restore", test_restore);
  add ("/media-copy/restore-lost", test_restore_lost);
  add ("/media-copy/adopt", test_adopt);
  add ("/media-copy/slow-target", test_slow_target);
  add ("/media-copy/memory", test_memory);

  return g_test_run ();
}
