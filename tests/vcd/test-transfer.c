/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "upload-fixture.h"
#include "vcd-enums.h"

/* What all transfers have in common, on uploads; and what a whole one says in the log. */

static void
test_properties (UploadFixture *fixture,
                 gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 1000);
  g_autoptr (VcdSession) session = NULL;
  g_autoptr (GFile) file = NULL;
  g_autofree char *id = NULL;
  g_autofree char *name = NULL;
  VcdTransferState state;
  VcdWaitReason reason;
  uint64_t size, sent, confirmed, limit;
  int64_t time_left;
  double rate;
  int percent;

  vcd_transfer_set_rate_limit (VCD_TRANSFER (upload), 7);
  g_object_set (upload, "rate-limit", (uint64_t) 0, "description", "text", NULL);
  upload_run (upload);
  upload_assert_done (fixture, upload, "image.iso");

  g_object_get (upload, "id", &id, "session", &session, "file", &file, "name", &name,
                "state", &state, "wait-reason", &reason, "size", &size, "sent", &sent,
                "confirmed", &confirmed, "rate", &rate, "time-left", &time_left,
                "percent", &percent, "rate-limit", &limit, NULL);
  g_assert_true (g_uuid_string_is_valid (id));
  g_assert_true (session == fixture->session);
  g_assert_true (file == vcd_transfer_get_file (VCD_TRANSFER (upload)));
  g_assert_cmpstr (name, ==, "image.iso");
  g_assert_cmpint (state, ==, VCD_TRANSFER_DONE);
  g_assert_cmpint (reason, ==, VCD_WAIT_NONE);
  g_assert_cmpuint (size, ==, 1000);
  g_assert_cmpuint (sent, ==, 1000);
  g_assert_cmpuint (confirmed, ==, 1000);
  g_assert_cmpfloat (rate, ==, 0);
  g_assert_cmpint (time_left, ==, -1);
  g_assert_cmpint (percent, ==, 100);
  g_assert_cmpuint (limit, ==, 0);
  g_assert_cmpstr (vcd_media_upload_get_description (upload), ==, "text");
}

static void
note (GObject    *object,
      GParamSpec *pspec,
      gpointer    data)
{
  g_string_append_printf (data, "%s ", g_param_spec_get_name (pspec));
}

/* A setter that changes nothing says nothing. */
static void
test_notifies_changes (UploadFixture *fixture,
                       gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 10);
  g_autoptr (GString) notified = g_string_new (NULL);

  g_signal_connect (upload, "notify", G_CALLBACK (note), notified);
  for (unsigned i = 0; i < 2; i++)
    {
      vcd_transfer_set_rate_limit (VCD_TRANSFER (upload), 5);
      vcd_media_upload_set_media_name (upload, "b.iso");
      vcd_media_upload_set_description (upload, "text");
      vcd_media_upload_set_storage_profile (upload, "Gold");
      vcd_media_upload_set_conflict_policy (upload, VCD_CONFLICT_SKIP);
      vcd_media_upload_set_record_checksum (upload, TRUE);
    }
  g_assert_cmpstr (notified->str, ==, "rate-limit name media-name description storage-profile "
                                      "conflict-policy record-checksum ");
}

static void
test_held_while_it_moves (UploadFixture *fixture,
                          gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 8 * UPLOAD_SLICE);
  unsigned before;

  /* The session would end long before the upload does, as bytes are no activity. */
  simulator_set_fault (fixture->simulator, "throttle=200K");
  upload_start (upload);
  fixture_wait_until (vcd_transfer_get_confirmed (VCD_TRANSFER (upload)) > 0);
  before = simulator_count_requests (fixture->simulator, "session");
  fixture_wait_until (simulator_count_requests (fixture->simulator, "session") > before);
  simulator_clear_faults (fixture->simulator);
  fixture_wait_until (vcd_transfer_is_final (VCD_TRANSFER (upload)));
  upload_assert_done (fixture, upload, "image.iso");
}

static GLogWriterOutput
keep_log (GLogLevelFlags   level,
          const GLogField *fields,
          size_t           n_fields,
          gpointer         data)
{
  static GMutex mutex;

  g_mutex_lock (&mutex);
  for (size_t i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE"))
      g_string_append_printf (data, "%s\n", (const char *) fields[i].value);
  g_mutex_unlock (&mutex);

  return G_LOG_WRITER_HANDLED;
}

static char *
dup_between (const char *text,
             const char *start,
             char        end)
{
  const char *found = strstr (text, start);

  g_assert_nonnull (found);
  found += strlen (start);

  return g_strndup (found, (size_t) (strchrnul (found, end) - found));
}

/* The writer of a process can be set once: this test runs in a process of its own. */
static void
test_log (void)
{
  g_autoptr (GString) log = g_string_new (NULL);
  UploadFixture fixture = { NULL };
  g_autoptr (VcdMediaUpload) upload = NULL;
  g_autofree char *request = NULL;
  g_autofree char *token = NULL;
  g_autofree char *place = NULL;
  g_autofree char *basic = g_base64_encode ((const uint8_t *) "demo@demo:s3cret-word", 21);
  const char *const options[] = { "--password=s3cret-word", NULL };

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      return;
    }

  g_setenv ("G_MESSAGES_DEBUG", "all", TRUE);
  g_log_set_writer_func (keep_log, log, NULL);
  fixture.simulator = simulator_start_with ((const char *const[]) { "--quiet",
                                            "--import-seconds=0.02", options[0], NULL }, NULL);
  fixture.session = sim_session_new_for (fixture.simulator, "demo", "demo", "s3cret-word");
  fixture_assert_resolves (vcd_session_sign_in (fixture.session));
  fixture.catalog = sim_session_dup_catalog (fixture.session, "ISOs");
  fixture.directory = g_dir_make_tmp ("vcd-log-XXXXXX", NULL);

  simulator_set_fault (fixture.simulator, "session-401=piece:2");
  upload = upload_fixture_new (&fixture, "image.iso", 3 * UPLOAD_SLICE);
  upload_run (upload);
  upload_assert_done (&fixture, upload, "image.iso");

  request = simulator_dup_request (fixture.simulator, "put");
  token = dup_between (request, "Authorization: Bearer ", '\n');
  place = dup_between (request, "/transfer/", '/');
  g_strchomp (token);
  g_assert_nonnull (strstr (log->str, "PUT https://"));
  g_assert_cmpuint (strlen (token), >, 32);
  g_assert_null (strstr (log->str, token));
  g_assert_null (strstr (log->str, place));
  g_assert_null (strstr (log->str, "s3cret-word"));
  g_assert_null (strstr (log->str, basic));
  g_assert_null (strstr (log->str, "Bearer"));
  g_assert_null (strstr (log->str, "Basic"));
  upload_fixture_remove_tree (fixture.directory);
  _exit (0);
}

/* Enough to find out what happened, and nothing that opens anything. */
static void
test_report (UploadFixture *fixture,
             gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 2 * UPLOAD_SLICE);
  g_autofree char *request = NULL;
  g_autofree char *place = NULL;
  g_autofree char *token = NULL;
  g_autofree char *report = NULL;
  const char *pieces[] = {
    "Airlift " PACKAGE_VERSION, "Upload of “image.iso” to “ISOs”", "organization demo, API ",
    "Bytes: 131072, sent ", " s  opening", " s  sending", " bytes: The server is not available",
    "Error: server", "The disk at https://there/transfer/… is full; password …",
  };

  simulator_set_fault (fixture->simulator, "status-503=piece:2");
  simulator_set_fault (fixture->simulator, "task-error=message:The disk at "
                       "https://there/transfer/abcdefgh/file is full; password=s3cret-word");
  upload_run (upload);
  upload_assert_failed (upload, VCD_ERROR_SERVER);
  report = vcd_transfer_dup_report (VCD_TRANSFER (upload));
  g_test_message ("%s", report);
  for (unsigned i = 0; i < G_N_ELEMENTS (pieces); i++)
    g_assert_nonnull (strstr (report, pieces[i]));

  request = simulator_dup_request (fixture->simulator, "put");
  place = dup_between (request, "/transfer/", '/');
  token = dup_between (request, "Authorization: Bearer ", '\n');
  g_assert_null (strstr (report, place));
  g_assert_null (strstr (report, g_strchomp (token)));
  g_assert_null (strstr (report, "abcdefgh"));
  g_assert_null (strstr (report, "s3cret-word"));
}

/* Of a transfer that goes on for days it stays short. */
static void
test_report_is_short (UploadFixture *fixture,
                      gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 10);
  g_autofree char *report = NULL;
  g_auto (GStrv) lines = NULL;

  for (unsigned i = 0; i < 1000; i++)
    {
      vcd_transfer_set_state (VCD_TRANSFER (upload), VCD_TRANSFER_OPENING);
      vcd_transfer_set_state (VCD_TRANSFER (upload), VCD_TRANSFER_SENDING);
    }
  report = vcd_transfer_dup_report (VCD_TRANSFER (upload));
  lines = g_strsplit (report, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), <, 150);
  vcd_transfer_set_state (VCD_TRANSFER (upload), VCD_TRANSFER_QUEUED);
}

int
main (int   argc,
      char *argv[])
{
  static const char *const short_sessions[] = { "--session-idle-minutes=0.01", NULL };

  g_test_init (&argc, &argv, NULL);
  dex_init ();

  upload_add ("/transfer/properties", test_properties);
  upload_add ("/transfer/notifies-changes", test_notifies_changes);
  upload_add_with ("/transfer/held-while-it-moves", short_sessions, test_held_while_it_moves);
  upload_add ("/transfer/report", test_report);
  upload_add ("/transfer/report-is-short", test_report_is_short);
  g_test_add_func ("/transfer/log", test_log);

  return g_test_run ();
}
