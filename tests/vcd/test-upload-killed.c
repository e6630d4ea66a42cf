/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "upload-fixture.h"
#include "vcd-transfer-queue.h"

/* A process that uploads is killed, and another one goes on. */

#define SLICES 12

typedef struct
{
  const char *event; /* of the simulator's */
  unsigned    count;
} KillPoint;

static const KillPoint kill_points[] = {
  { "login", 1 }, { "created", 1 }, { "slice", 1 }, { "slice", 2 }, { "slice", 3 },
  { "slice", 5 }, { "slice", 8 }, { "slice", 11 }, { "slice", 12 }, { "finished", 1 },
};

typedef struct
{
  const KillPoint *point;
  GSubprocess     *victim;
  unsigned         seen;
} Killer;

static void
on_event (const char *event,
          gpointer    data)
{
  Killer *killer = data;

  if (killer->victim != NULL && g_str_has_prefix (event, killer->point->event) &&
      ++killer->seen == killer->point->count)
    g_subprocess_force_exit (killer->victim);
}

static char *
dup_victim_path (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *directory = g_path_get_dirname (self);

  return g_build_filename (directory, "upload-victim", NULL);
}

static GSubprocess *
start_victim (UploadFixture *fixture,
              GFile         *file,
              const char    *policy)
{
  g_autofree char *program = dup_victim_path ();
  g_autofree char *journal = g_build_filename (fixture->directory, "journal", NULL);
  g_autoptr (GError) error = NULL;
  GSubprocess *victim;

  victim = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program,
                             simulator_get_uri (fixture->simulator),
                             simulator_get_fingerprint (fixture->simulator),
                             g_file_peek_path (file), journal, policy, NULL);
  g_assert_no_error (error);

  return victim;
}

/* What it prints until it ends. */
static char *
wait_for (GSubprocess *victim)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *output = NULL;

  g_subprocess_communicate_utf8_async (victim, NULL, NULL, fixture_on_ready, &result);
  fixture_wait_until (result != NULL);
  g_subprocess_communicate_utf8_finish (victim, result, &output, NULL, &error);
  g_assert_no_error (error);

  return output;
}

/* Nothing is left to be gone on with. */
static void
assert_journal_empty (UploadFixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->directory, "journal", NULL);
  g_autoptr (GDir) journal = g_dir_open (path, 0, NULL);

  for (const char *name; (name = g_dir_read_name (journal)) != NULL;)
    g_assert_false (g_str_has_suffix (name, ".json"));
}

static void
set_up_killed (UploadFixture *fixture,
               gconstpointer  data)
{
  const char *const options[] = { "--import-seconds=0.1", NULL };

  upload_fixture_set_up (fixture, options);
}

static void
test_killed (UploadFixture *fixture,
             gconstpointer  data)
{
  g_autoptr (GFile) file = upload_fixture_file (fixture, "image.iso", SLICES * UPLOAD_SLICE);
  g_autoptr (GSubprocess) second = NULL;
  g_autoptr (SimulatorMedia) media = NULL;
  g_autofree char *nothing = NULL;
  g_autofree char *sha256 = NULL;
  Killer killer = { data };

  simulator_set_event_func (fixture->simulator, on_event, &killer);
  simulator_set_fault (fixture->simulator, "throttle=4M");
  killer.victim = start_victim (fixture, file, "fail");
  nothing = wait_for (killer.victim);
  g_assert_true (g_subprocess_get_if_signaled (killer.victim));
  g_clear_object (&killer.victim);
  simulator_clear_faults (fixture->simulator);

  second = start_victim (fixture, file, "fail");
  sha256 = wait_for (second);
  g_assert_true (g_subprocess_get_successful (second));

  media = simulator_dup_media (fixture->simulator, "image.iso");
  g_assert_cmpint (media->status, ==, 1);
  g_assert_cmpstr (media->sha256, ==, sha256);
  g_assert_cmpuint (media->size, ==, SLICES * UPLOAD_SLICE);
  g_assert_cmpuint (simulator_count_media (fixture->simulator, NULL), ==, 1);
  g_assert_cmpuint (simulator_count_requests (fixture->simulator, "create"), ==, 1);

  assert_journal_empty (fixture);
  simulator_set_event_func (fixture->simulator, NULL, NULL);
}

/* The step that it cannot take, for the server is not available just then; and what the old image
 * is called at that moment. */
static const struct
{
  const char *fault;
  gboolean    moved;
} replace_points[] = {
  { "status-503=on:edit,times:0", FALSE },
  { "status-503=on:edit,after:1,times:0", TRUE },
  { "status-503=on:delete,times:0", TRUE },
};

/* A process is killed between the steps of putting a new image in the place of an old one. */
static void
kill_replacing (UploadFixture *fixture,
                GFile         *file,
                const char    *fault)
{
  g_autoptr (GSubprocess) victim = NULL;
  g_autofree char *nothing = NULL;

  simulator_add_media (fixture->simulator, "ISOs", "image.iso", 5);
  simulator_set_fault (fixture->simulator, fault);
  victim = start_victim (fixture, file, "replace");
  fixture_wait_until (simulator_count_fault (fixture->simulator, "status-503") >= 2);
  g_subprocess_force_exit (victim);
  nothing = wait_for (victim);
  g_assert_true (g_subprocess_get_if_signaled (victim));
  g_assert_cmpuint (simulator_count_media (fixture->simulator, NULL), ==, 2);
  simulator_clear_faults (fixture->simulator);
}

static void
test_replacing (UploadFixture *fixture,
                gconstpointer  data)
{
  unsigned i = GPOINTER_TO_UINT (data);
  g_autoptr (GFile) file = upload_fixture_file (fixture, "image.iso", SLICES * UPLOAD_SLICE);
  g_autoptr (SimulatorMedia) before = NULL;
  g_autoptr (SimulatorMedia) media = NULL;
  g_autoptr (GSubprocess) second = NULL;
  g_autofree char *sha256 = NULL;

  kill_replacing (fixture, file, replace_points[i].fault);
  before = simulator_dup_media (fixture->simulator, "image.iso");
  g_assert_true ((before == NULL || before->size != 5) == replace_points[i].moved);

  second = start_victim (fixture, file, "replace");
  sha256 = wait_for (second);
  g_assert_true (g_subprocess_get_successful (second));
  media = simulator_dup_media (fixture->simulator, "image.iso");
  g_assert_nonnull (media);
  g_assert_cmpstr (media->sha256, ==, sha256);
  g_assert_cmpuint (simulator_count_media (fixture->simulator, NULL), ==, 1);
  g_assert_cmpuint (simulator_count_requests (fixture->simulator, "create"), ==, 1);
  assert_journal_empty (fixture);
}

/* Who does not want it any more has the old one. */
static void
test_replacing_cancelled (UploadFixture *fixture,
                          gconstpointer  data)
{
  unsigned i = GPOINTER_TO_UINT (data);
  g_autoptr (GFile) file = upload_fixture_file (fixture, "image.iso", SLICES * UPLOAD_SLICE);
  g_autofree char *path = g_build_filename (fixture->directory, "journal", NULL);
  g_autoptr (GFile) directory = g_file_new_for_path (path);
  g_autoptr (VcdTransferQueue) queue = vcd_transfer_queue_new (directory);
  g_autoptr (VcdMediaUpload) upload = vcd_media_upload_new (fixture->catalog, file);
  g_autoptr (SimulatorMedia) media = NULL;

  kill_replacing (fixture, file, replace_points[i].fault);
  upload_hurry (upload);
  vcd_media_upload_set_conflict_policy (upload, VCD_CONFLICT_REPLACE);
  g_assert_true (vcd_transfer_queue_adopt (queue, upload));
  vcd_transfer_cancel (VCD_TRANSFER (upload));
  fixture_wait_until (vcd_transfer_is_final (VCD_TRANSFER (upload)) &&
                      !vcd_transfer_is_running (VCD_TRANSFER (upload)));
  upload_assert_state (upload, VCD_TRANSFER_CANCELLED);
  g_assert_null (vcd_transfer_get_note (VCD_TRANSFER (upload)));

  media = simulator_dup_media (fixture->simulator, "image.iso");
  g_assert_nonnull (media);
  g_assert_cmpuint (media->size, ==, 5);
  g_assert_cmpuint (simulator_count_media (fixture->simulator, NULL), ==, 1);
  assert_journal_empty (fixture);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  for (unsigned i = 0; i < G_N_ELEMENTS (kill_points); i++)
    {
      g_autofree char *path = g_strdup_printf ("/upload-killed/%s-%u", kill_points[i].event,
                                               kill_points[i].count);

      g_test_add (path, UploadFixture, &kill_points[i], set_up_killed, test_killed,
                  upload_fixture_tear_down);
    }

  for (unsigned i = 0; i < G_N_ELEMENTS (replace_points); i++)
    {
      g_autofree char *path = g_strdup_printf ("/upload-killed/replacing-%u", i);
      g_autofree char *cancelled = g_strdup_printf ("/upload-killed/replacing-cancelled-%u", i);

      g_test_add (path, UploadFixture, GUINT_TO_POINTER (i), set_up_killed, test_replacing,
                  upload_fixture_tear_down);
      g_test_add (cancelled, UploadFixture, GUINT_TO_POINTER (i), set_up_killed,
                  test_replacing_cancelled, upload_fixture_tear_down);
    }

  return g_test_run ();
}
