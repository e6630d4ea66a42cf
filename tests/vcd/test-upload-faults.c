/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "upload-fixture.h"
#include "vcd-certificate.h"

/* What goes wrong on the way, and passes: each of these uploads ends as it should. */

/* The fault strikes at least so often, and every byte arrives all the same. */
static void
survive (UploadFixture *fixture,
         const char    *fault,
         unsigned       slices,
         unsigned       strikes)
{
  g_autofree char *name = g_strndup (fault, strcspn (fault, "="));

  upload_fixture_survive (fixture, fault, slices);
  g_assert_cmpuint (simulator_count_fault (fixture->simulator, name), >=, strikes);
  g_assert_cmpuint (simulator_count_media (fixture->simulator, NULL), ==, 1);
}

/* A fault, and how often it has to strike. */
typedef struct
{
  const char *fault;
  unsigned    strikes;
} SurviveCase;

static const SurviveCase survive_cases[] = {
  { "drop-connection=byte:70000", 1 },
  { "drop-connection=piece:1", 1 },
  { "lost-reply=piece:2", 1 },
  { "lost-reply=times:3", 3 },
  { "lagging-416=piece:2,times:3", 3 },
  { "swallow=piece:2", 1 },
  { "session-401=piece:2", 1 },
  { "status-500=piece:2,times:3", 3 },
  { "status-503=times:4", 4 },
  { "html-503=times:3", 3 },
  { "html-502=on:media,times:4", 4 },
  { "status-409=piece:3", 1 },
  { "early-reply=piece:2,times:2", 2 },
  { "connection-close", 1 },
  { "malformed-xml=times:2,after:1", 2 },
  { "empty-xml=times:2,after:1", 2 },
  { "drop-request=on:media,times:3,after:1", 3 },
  { "late-files=times:3", 3 },
  { "no-tasks", 1 },
  { "no-progress", 1 },
  { "sparse-xml", 1 },
  { "prefixed-xml", 1 },
  { "link-twins", 1 },
  { "relative-links", 1 },
  { "media-root", 1 },
  { "empty-create-reply", 1 },
  { "redirect=times:1", 1 },
  { "expect-417", 0 },
  { "status-403=piece:2,times:2", 2 },
  { "pre-running", 1 },
  { "offset-by-piece", 1 },
};

static void
set_up_survive (UploadFixture *fixture,
                gconstpointer  data)
{
  upload_fixture_set_up (fixture, NULL);
}

static void
test_survive (UploadFixture *fixture,
              gconstpointer  data)
{
  const SurviveCase *one = data;

  survive (fixture, one->fault, 4, one->strikes);
}

/* Nothing of the file is sent twice without a need: what was stored of a slice stays so. */
static void
test_partial_slice (UploadFixture *fixture,
                    gconstpointer  data)
{
  g_autofree char *last = NULL;

  survive (fixture, "drop-connection=byte:100000", 2, 1);
  last = simulator_dup_request (fixture->simulator, "put");
  g_assert_null (strstr (last, "Content-Range: bytes 65536-"));
  g_assert_cmpuint (simulator_count_requests (fixture->simulator, "put"), ==, 3);
}

/* A reply that was lost is asked for, not sent for again. */
static void
test_lost_reply (UploadFixture *fixture,
                 gconstpointer  data)
{
  survive (fixture, "lost-reply=piece:2", 4, 1);
  g_assert_cmpuint (simulator_count_requests (fixture->simulator, "put"), ==, 4);
}

static void
test_lost_last_reply (UploadFixture *fixture,
                      gconstpointer  data)
{
  survive (fixture, "lost-reply=piece:3", 3, 1);
  g_assert_cmpuint (simulator_count_requests (fixture->simulator, "put"), ==, 3);
}

/* One cell has not seen what another one has stored: what it says is believed the second time. */
static void
test_stale_offset (UploadFixture *fixture,
                   gconstpointer  data)
{
  simulator_set_fault (fixture->simulator, "stale-offset=times:1,after:2");
  survive (fixture, "lost-reply=piece:2", 4, 1);
}

static void
on_wait (VcdTransfer *transfer,
         GParamSpec  *pspec,
         unsigned    *waits)
{
  if (vcd_transfer_get_state (transfer) != VCD_TRANSFER_WAITING)
    return;

  ++*waits;
  g_assert_cmpuint (vcd_transfer_get_control (transfer)->backoff.attempts, ==, *waits);
}

/* Each failure makes the wait one step longer, and not more. */
static void
test_waits_double (UploadFixture *fixture,
                   gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", UPLOAD_SLICE);
  unsigned waits = 0;

  g_signal_connect (upload, "notify::state", G_CALLBACK (on_wait), &waits);
  simulator_set_fault (fixture->simulator, "lagging-416=3");
  upload_run (upload);
  upload_assert_done (fixture, upload, "image.iso");
  g_assert_cmpuint (waits, ==, 3);
}

static void
finish (UploadFixture  *fixture,
        VcdMediaUpload *upload)
{
  simulator_clear_faults (fixture->simulator);
  fixture_wait_until (vcd_transfer_is_final (VCD_TRANSFER (upload)));
}

/* A server that refuses the bytes for good is tried many times: from the first time on it is seen
 * why, and nothing of that is left when it has worked. */
static void
test_retry_reason (UploadFixture *fixture,
                   gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 3 * UPLOAD_SLICE);
  VcdTransfer *transfer = VCD_TRANSFER (upload);
  g_autofree char *reason = NULL;
  gint64 retry_time;

  simulator_set_fault (fixture->simulator, "status-403=piece:2,times:0");
  vcd_transfer_set_patience (transfer, 1);
  upload_start (upload);
  fixture_wait_until (vcd_transfer_get_wait_reason (transfer) == VCD_WAIT_RETRY);
  g_object_get (upload, "retry-reason", &reason, "retry-time", &retry_time, NULL);
  g_assert_cmpstr (reason, ==, "The server answered 403 Forbidden.");
  g_assert_cmpint (retry_time, >, g_get_monotonic_time ());
  g_assert_cmpuint (simulator_count_fault (fixture->simulator, "status-403"), ==, 1);

  /* While it tries, and is refused again. */
  vcd_transfer_resume (transfer);
  fixture_wait_until (vcd_transfer_get_retry_time (transfer) == 0);
  g_assert_cmpstr (vcd_transfer_get_retry_reason (transfer), ==, reason);

  /* Who has paused it does not wait for that. */
  fixture_wait_until (vcd_transfer_get_retry_time (transfer) != 0);
  vcd_transfer_pause (transfer);
  fixture_wait_until (upload_state (upload) == VCD_TRANSFER_PAUSED);
  g_assert_null (vcd_transfer_get_retry_reason (transfer));
  vcd_transfer_resume (transfer);
  fixture_wait_until (vcd_transfer_get_retry_reason (transfer) != NULL);

  simulator_clear_faults (fixture->simulator);
  vcd_transfer_resume (transfer);
  fixture_wait_until (upload_state (upload) == VCD_TRANSFER_SETTLING);
  g_assert_null (vcd_transfer_get_retry_reason (transfer));
  finish (fixture, upload);
  upload_assert_done (fixture, upload, "image.iso");
}

/* A server that is asked too much says for how long it wants to be left alone. */
static void
test_retry_after (UploadFixture *fixture,
                  gconstpointer  data)
{
  static const struct
  {
    const char *fault;
    int         seconds;
  } cases[] = {
    { "status-429=retry-after:90", 90 },
    { "status-503=on:media,retry-after:90", 90 },
    { "status-503=retry-after:100000", 300 },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.iso", i);
      g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, name, 10);
      VcdTransfer *transfer = VCD_TRANSFER (upload);
      int64_t left;

      simulator_set_fault (fixture->simulator, cases[i].fault);
      vcd_transfer_set_patience (transfer, 1);
      upload_start (upload);
      fixture_wait_until (vcd_transfer_get_wait_reason (transfer) == VCD_WAIT_RETRY);
      left = vcd_transfer_get_retry_time (transfer) - g_get_monotonic_time ();
      g_assert_cmpint (left, >, (cases[i].seconds - 30) * G_USEC_PER_SEC);
      g_assert_cmpint (left, <=, cases[i].seconds * G_USEC_PER_SEC);

      /* A person does not have to wait for that. */
      simulator_clear_faults (fixture->simulator);
      vcd_transfer_resume (transfer);
      finish (fixture, upload);
      upload_assert_done (fixture, upload, name);
    }
}

static void
test_hundred_cuts (UploadFixture *fixture,
                   gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 120 * UPLOAD_SLICE);

  simulator_set_fault (fixture->simulator, "drop-connection=probability:0.8,times:100");
  vcd_transfer_set_patience (VCD_TRANSFER (upload), 0.001);
  upload_run (upload);
  upload_assert_done (fixture, upload, "image.iso");
  g_assert_cmpuint (simulator_count_fault (fixture->simulator, "drop-connection"), ==, 100);
}

static void
test_too_large (UploadFixture *fixture,
                gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 8 * UPLOAD_SLICE);

  vcd_media_upload_set_slice_size (upload, 4 * UPLOAD_SLICE, UPLOAD_SLICE, 64 * UPLOAD_SLICE);
  simulator_set_fault (fixture->simulator, "413-above=100000");
  upload_run (upload);
  upload_assert_done (fixture, upload, "image.iso");
  /* Once was enough to learn it. */
  g_assert_cmpuint (simulator_count_fault (fixture->simulator, "413-above"), <=, 2);
}

static void
test_stall (UploadFixture *fixture,
            gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 40 * 1024 * 1024);

  vcd_media_upload_set_slice_size (upload, 20 * 1024 * 1024, UPLOAD_SLICE, 20 * 1024 * 1024);
  vcd_wire_set_stall_timeout (vcd_transfer_get_wire (VCD_TRANSFER (upload)), 300);
  simulator_set_fault (fixture->simulator, "stall=byte:2M");
  upload_run (upload);
  upload_assert_done (fixture, upload, "image.iso");
  g_assert_cmpuint (simulator_count_fault (fixture->simulator, "stall"), ==, 1);
}

static void
test_lost_create_reply (UploadFixture *fixture,
                        gconstpointer  data)
{
  const char *faults[] = {
    "lost-create-reply", "lost-create-reply=how:504", "ignore-operation-key",
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      unsigned before = simulator_count_requests (fixture->simulator, "create");
      g_autoptr (VcdMediaUpload) upload = NULL;
      g_autofree char *name = g_strdup_printf ("%u.iso", i);

      simulator_clear_faults (fixture->simulator);
      simulator_set_fault (fixture->simulator, faults[i]);
      if (i == 2)
        simulator_set_fault (fixture->simulator, "lost-create-reply");
      upload = upload_fixture_new (fixture, name, 10);
      upload_run (upload);
      upload_assert_done (fixture, upload, name);
      g_assert_cmpuint (simulator_count_media (fixture->simulator, NULL), ==, i + 1);
      g_assert_cmpuint (simulator_count_requests (fixture->simulator, "create"), ==, before + 1);
    }
}

/* The request never arrived: it is made again, and there is one image. */
static void
test_create_fails (UploadFixture *fixture,
                   gconstpointer  data)
{
  const char *faults[] = {
    "drop-request=on:create,times:2", "status-500=on:create,times:2", "html-503=on:create,times:4",
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      survive (fixture, faults[i], 1, 2);
      simulator_clear_faults (fixture->simulator);
      simulator_delete_media (fixture->simulator, "image.iso");
    }
}

static void
test_create_keeps_failing (UploadFixture *fixture,
                           gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 10);

  simulator_set_fault (fixture->simulator, "status-500=on:create");
  upload_run (upload);
  upload_assert_failed (upload, VCD_ERROR_SERVER);
  g_assert_cmpuint (simulator_count_requests (fixture->simulator, "create"), ==, 6);
  upload_assert_nothing_left (fixture);
}

static void
test_create_refused (UploadFixture *fixture,
                     gconstpointer  data)
{
  static const struct
  {
    const char *fault;
    VcdError    code;
  } cases[] = {
    { "quota-400", VCD_ERROR_NO_SPACE }, { "forbidden-403", VCD_ERROR_PERMISSION },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 10);

      simulator_set_fault (fixture->simulator, cases[i].fault);
      upload_run (upload);
      upload_assert_failed (upload, cases[i].code);
      g_assert_cmpuint (simulator_count_requests (fixture->simulator, "create"), ==, i + 1);
    }
}

static void
test_create_task_error (UploadFixture *fixture,
                        gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 10);

  simulator_set_fault (fixture->simulator, "create-task-error");
  upload_run (upload);
  upload_assert_failed (upload, VCD_ERROR_SERVER);
  g_assert_nonnull (strstr (vcd_transfer_get_error (VCD_TRANSFER (upload))->message,
                            "could not be prepared"));

  /* Trying again removes it first. */
  simulator_clear_faults (fixture->simulator);
  upload_run (upload);
  upload_assert_done (fixture, upload, "image.iso");
  g_assert_cmpuint (simulator_count_media (fixture->simulator, NULL), ==, 1);
}

/* Somebody takes the name between the look and the request. */
static void
test_duplicate_race (UploadFixture *fixture,
                     gconstpointer  data)
{
  const char *ways[] = { NULL, "duplicate-409", "duplicate-500" };

  for (unsigned i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.iso", i);
      g_autofree char *next = g_strdup_printf ("%u (2).iso", i);
      g_autoptr (VcdMediaUpload) failing = upload_fixture_new (fixture, name, 10);
      g_autoptr (VcdMediaUpload) renaming = upload_fixture_new (fixture, name, 10);

      if (ways[i] != NULL)
        simulator_set_fault (fixture->simulator, ways[i]);
      simulator_set_fault (fixture->simulator, "duplicate-race=times:1");
      upload_run (failing);
      upload_assert_failed (failing, VCD_ERROR_NAME_EXISTS);

      simulator_delete_media (fixture->simulator, name);
      simulator_set_fault (fixture->simulator, "duplicate-race=times:1");
      vcd_media_upload_set_conflict_policy (renaming, VCD_CONFLICT_RENAME);
      upload_run (renaming);
      upload_assert_done (fixture, renaming, next);
    }
}

static void
test_task_error (UploadFixture *fixture,
                 gconstpointer  data)
{
  static const struct
  {
    const char *fault;
    VcdError    code;
  } cases[] = {
    { "task-error=The disk is on fire", VCD_ERROR_SERVER },
    { "quota-task", VCD_ERROR_NO_SPACE },
    { "task-cancelled", VCD_ERROR_SERVER },
    { "task-aborted", VCD_ERROR_SERVER },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.iso", i);
      g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, name, 10);

      simulator_clear_faults (fixture->simulator);
      simulator_set_fault (fixture->simulator, cases[i].fault);
      upload_run (upload);
      upload_assert_failed (upload, cases[i].code);
      if (i == 0)
        g_assert_nonnull (strstr (vcd_transfer_get_error (VCD_TRANSFER (upload))->message,
                                  "The disk is on fire"));

      simulator_clear_faults (fixture->simulator);
      upload_run (upload);
      upload_assert_done (fixture, upload, name);
    }
  g_assert_cmpuint (simulator_count_media (fixture->simulator, NULL), ==, 4);
}

static void
start_sending (UploadFixture  *fixture,
               VcdMediaUpload *upload)
{
  simulator_set_fault (fixture->simulator, "throttle=200K");
  upload_start (upload);
  fixture_wait_until (vcd_transfer_get_confirmed (VCD_TRANSFER (upload)) > 0);
}

static void
test_cancelled_elsewhere (UploadFixture *fixture,
                          gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 8 * UPLOAD_SLICE);

  start_sending (fixture, upload);
  g_assert_true (simulator_cancel_task (fixture->simulator, "image.iso"));
  finish (fixture, upload);
  upload_assert_state (upload, VCD_TRANSFER_FAILED);
  g_assert_nonnull (strstr (vcd_transfer_get_error (VCD_TRANSFER (upload))->message, "cancelled"));
}

static void
test_deleted_elsewhere (UploadFixture *fixture,
                        gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 8 * UPLOAD_SLICE);

  start_sending (fixture, upload);
  g_assert_true (simulator_delete_media (fixture->simulator, "image.iso"));
  finish (fixture, upload);
  upload_assert_state (upload, VCD_TRANSFER_FAILED);
  g_assert_cmpuint (simulator_count_media (fixture->simulator, NULL), ==, 0);
}

static void
test_expired (UploadFixture *fixture,
              gconstpointer  data)
{
  const char *faults[] = { "session-gone-404=piece:3", "timed-out=times:1,after:1" };

  for (unsigned i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      /* It starts anew, and its first try leaves nothing behind. */
      if (i == 1)
        simulator_set_fault (fixture->simulator, "lost-reply=piece:2");
      survive (fixture, faults[i], 6, 1);
      g_assert_cmpuint (simulator_count_requests (fixture->simulator, "create"), ==, 2 * (i + 1));
      simulator_clear_faults (fixture->simulator);
      simulator_delete_media (fixture->simulator, "image.iso");
    }
}

static void
test_expires_again (UploadFixture *fixture,
                    gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 6 * UPLOAD_SLICE);

  simulator_set_fault (fixture->simulator, "session-gone-404=piece:3,times:0");
  upload_run (upload);
  upload_assert_failed (upload, VCD_ERROR_EXPIRED);
  g_assert_cmpuint (simulator_count_requests (fixture->simulator, "create"), ==, 2);
}

static void
test_token_ends_in_import (UploadFixture *fixture,
                           gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 10);
  unsigned before = simulator_count_sign_ins (fixture->simulator);

  upload_start (upload);
  fixture_wait_until (upload_state (upload) == VCD_TRANSFER_SETTLING);
  simulator_expire_sessions (fixture->simulator);
  fixture_wait_until (vcd_transfer_is_final (VCD_TRANSFER (upload)));
  upload_assert_done (fixture, upload, "image.iso");
  g_assert_cmpuint (simulator_count_sign_ins (fixture->simulator), ==, before + 1);
}

static void
test_cell_restarts (UploadFixture *fixture,
                    gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 8 * UPLOAD_SLICE);

  start_sending (fixture, upload);
  simulator_restart (fixture->simulator);
  finish (fixture, upload);
  upload_assert_done (fixture, upload, "image.iso");
}

static void
test_offline (UploadFixture *fixture,
              gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 8 * UPLOAD_SLICE);

  start_sending (fixture, upload);
  simulator_stop_listening (fixture->simulator);
  simulator_drop_connections (fixture->simulator);
  fixture_wait_until (vcd_transfer_get_wait_reason (VCD_TRANSFER (upload)) == VCD_WAIT_OFFLINE);
  g_assert_error (vcd_transfer_get_error (VCD_TRANSFER (upload)), VCD_ERROR, VCD_ERROR_NETWORK);
  simulator_listen_again (fixture->simulator);
  finish (fixture, upload);
  upload_assert_done (fixture, upload, "image.iso");
}

static void
test_password_changed (UploadFixture *fixture,
                       gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 8 * UPLOAD_SLICE);
  VcdAccount *account = vcd_session_get_account (fixture->session);

  simulator_set_fault (fixture->simulator, "auth-required-on-transfer");
  start_sending (fixture, upload);
  vcd_account_set_secret (account, "not any more");
  simulator_expire_sessions (fixture->simulator);
  fixture_wait_until (vcd_transfer_get_wait_reason (VCD_TRANSFER (upload)) == VCD_WAIT_SIGN_IN);
  g_assert_false (vcd_transfer_is_active (VCD_TRANSFER (upload)));

  vcd_account_set_secret (account, "demo");
  fixture_wait_until (upload_state (upload) != VCD_TRANSFER_WAITING);
  finish (fixture, upload);
  upload_assert_done (fixture, upload, "image.iso");
}

static const char *const other_port[] = { "--transfer-port=0", NULL };

static void
test_other_certificate (UploadFixture *fixture,
                        gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 3 * UPLOAD_SLICE);
  VcdAccount *account = vcd_session_get_account (fixture->session);
  VcdCertificate *certificate;
  g_autofree char *request = NULL;

  upload_start (upload);
  fixture_wait_until (vcd_transfer_get_wait_reason (VCD_TRANSFER (upload)) == VCD_WAIT_CERTIFICATE);
  certificate = vcd_error_get_certificate (vcd_transfer_get_error (VCD_TRANSFER (upload)));
  g_assert_cmpstr (vcd_certificate_get_fingerprint (certificate), ==,
                   simulator_get_transfer_fingerprint (fixture->simulator));
  g_assert_cmpuint (simulator_count_requests (fixture->simulator, "put"), ==, 0);

  g_assert_true (vcd_account_trust (account, vcd_certificate_get_host (certificate),
                                    vcd_certificate_get_fingerprint (certificate), NULL));
  fixture_wait_until (vcd_transfer_is_final (VCD_TRANSFER (upload)));
  upload_assert_done (fixture, upload, "image.iso");

  /* What is not the API's host gets no token. */
  request = simulator_dup_request (fixture->simulator, "put");
  g_assert_null (strstr (request, "Authorization"));
}

/* A host that cannot be reached, with a place that the API's host has too. */
static void
test_unreachable_host (UploadFixture *fixture,
                       gconstpointer  data)
{
  survive (fixture, "transfer-other-host=127.0.0.1:1", 3, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  for (unsigned i = 0; i < G_N_ELEMENTS (survive_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/upload-faults/survive/", survive_cases[i].fault, NULL);

      g_test_add (path, UploadFixture, &survive_cases[i], set_up_survive, test_survive,
                  upload_fixture_tear_down);
    }
  upload_add ("/upload-faults/partial-slice", test_partial_slice);
  upload_add ("/upload-faults/lost-reply", test_lost_reply);
  upload_add ("/upload-faults/lost-last-reply", test_lost_last_reply);
  upload_add ("/upload-faults/stale-offset", test_stale_offset);
  upload_add ("/upload-faults/waits-double", test_waits_double);
  upload_add ("/upload-faults/retry-reason", test_retry_reason);
  upload_add ("/upload-faults/retry-after", test_retry_after);
  upload_add ("/upload-faults/hundred-cuts", test_hundred_cuts);
  upload_add ("/upload-faults/too-large", test_too_large);
  upload_add ("/upload-faults/stall", test_stall);
  upload_add ("/upload-faults/lost-create-reply", test_lost_create_reply);
  upload_add ("/upload-faults/create-fails", test_create_fails);
  upload_add ("/upload-faults/create-keeps-failing", test_create_keeps_failing);
  upload_add ("/upload-faults/create-refused", test_create_refused);
  upload_add ("/upload-faults/create-task-error", test_create_task_error);
  upload_add ("/upload-faults/duplicate-race", test_duplicate_race);
  upload_add ("/upload-faults/task-error", test_task_error);
  upload_add ("/upload-faults/cancelled-elsewhere", test_cancelled_elsewhere);
  upload_add ("/upload-faults/deleted-elsewhere", test_deleted_elsewhere);
  upload_add ("/upload-faults/expired", test_expired);
  upload_add ("/upload-faults/expires-again", test_expires_again);
  upload_add ("/upload-faults/token-ends-in-import", test_token_ends_in_import);
  upload_add ("/upload-faults/cell-restarts", test_cell_restarts);
  upload_add ("/upload-faults/offline", test_offline);
  upload_add ("/upload-faults/password-changed", test_password_changed);
  upload_add_with ("/upload-faults/other-certificate", other_port, test_other_certificate);
  upload_add ("/upload-faults/unreachable-host", test_unreachable_host);

  return g_test_run ();
}
