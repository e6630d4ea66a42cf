/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "properties.h"
#include "sim-session.h"
#include "vcd-candidates-private.h"
#include "vcd-media-upload.h"

#define SECTOR 2048

typedef struct
{
  Simulator        *simulator;
  VcdSession       *session;
  VcdCatalog       *catalog;
  VcdTransferQueue *queue;
  VcdCandidates    *candidates;
  char             *directory;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GFile) journal = NULL;
  g_autofree char *path = NULL;

  fixture->simulator = simulator_start ("--catalog", "ISOs", "--catalog", "Theirs:readonly",
                                        "--media", "3", NULL);
  fixture->session = sim_session_new (fixture->simulator);
  fixture->catalog = sim_session_dup_catalog (fixture->session, "ISOs");
  fixture->directory = g_dir_make_tmp ("candidates-XXXXXX", NULL);
  path = g_build_filename (fixture->directory, ".journal", NULL);
  journal = g_file_new_for_path (path);
  fixture->queue = vcd_transfer_queue_new (journal);
  fixture->candidates = vcd_candidates_new (fixture->catalog, fixture->queue);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) directory = g_file_test (path, G_FILE_TEST_IS_SYMLINK)
                                 ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  fixture_assert_finalized (fixture->candidates);
  fixture_assert_finalized (fixture->queue);
  g_object_unref (fixture->catalog);
  fixture_assert_finalized (fixture->session);
  simulator_free (fixture->simulator);
  remove_tree (fixture->directory);
  g_free (fixture->directory);
}

static GFile *
make_file (Fixture    *fixture,
           const char *name,
           const char *volume_name,
           size_t      size)
{
  g_autofree char *path = g_build_filename (fixture->directory, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autofree char *content = g_malloc0 (size + 1);
  g_autoptr (GError) error = NULL;

  if (volume_name != NULL)
    {
      char *descriptor = content + 16 * SECTOR;

      g_assert_cmpuint (size, >=, 18 * SECTOR);
      memcpy (descriptor, "\1CD001\1", 7);
      memset (descriptor + 40, ' ', 32);
      memcpy (descriptor + 40, volume_name, strlen (volume_name));
      memcpy (descriptor + SECTOR, "\377CD001\1", 7);
    }
  g_mkdir_with_parents (parent, 0700);
  g_file_set_contents (path, content, (gssize) size, &error);
  g_assert_no_error (error);

  return g_file_new_for_path (path);
}

/* @files: (transfer full) */
static void
add (Fixture    *fixture,
     GListStore *files,
     gboolean    enter)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  vcd_candidates_add_async (fixture->candidates, G_LIST_MODEL (files), enter, NULL,
                            fixture_on_ready, &result);
  fixture_wait_until (result != NULL);
  g_assert_true (vcd_candidates_add_finish (fixture->candidates, result, &error));
  g_assert_no_error (error);
  g_object_unref (files);
}

static GListStore *
list_of (GFile *first,
         ...)
{
  GListStore *files = g_list_store_new (G_TYPE_FILE);
  va_list rest;

  va_start (rest, first);
  for (GFile *file = first; file != NULL; file = va_arg (rest, GFile *))
    {
      g_list_store_append (files, file);
      g_object_unref (file);
    }
  va_end (rest);

  return files;
}

static gboolean
check (Fixture *fixture,
       GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  vcd_candidates_check_async (fixture->candidates, NULL, fixture_on_ready, &result);
  fixture_wait_until (result != NULL);

  return vcd_candidates_check_finish (fixture->candidates, result, error);
}

static VcdCandidate *
peek (Fixture      *fixture,
      unsigned int  position)
{
  g_autoptr (VcdCandidate) candidate = NULL;

  candidate = g_list_model_get_item (G_LIST_MODEL (fixture->candidates), position);
  g_assert_nonnull (candidate);

  return candidate;
}

static void
test_tells_what_files_are (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autofree char *gone = g_build_filename (fixture->directory, "gone.iso", NULL);
  g_autofree char *pipe = g_build_filename (fixture->directory, "pipe", NULL);
  VcdCandidate *image;

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  add (fixture, list_of (make_file (fixture, "disc.iso", "DEBIAN 13", 64 * 1024),
                         make_file (fixture, "notes.txt", NULL, 100),
                         make_file (fixture, "empty.iso", NULL, 0),
                         g_file_new_for_path (gone), g_file_new_for_path (pipe), NULL), FALSE);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->candidates)), ==, 5);
  image = peek (fixture, 0);
  g_assert_cmpint (vcd_candidate_get_problem (image), ==, VCD_CANDIDATE_GOOD);
  g_assert_cmpint (vcd_candidate_get_kind (image), ==, VCD_IMAGE_ISO9660);
  g_assert_cmpuint (vcd_candidate_get_size (image), ==, 64 * 1024);
  g_assert_cmpstr (vcd_candidate_get_name (image), ==, "disc.iso");
  g_assert_cmpstr (vcd_candidate_get_description (image), ==, "DEBIAN 13");
  g_assert_cmpint (vcd_candidate_get_kind (peek (fixture, 1)), ==, VCD_IMAGE_OTHER);
  g_assert_cmpint (vcd_candidate_get_problem (peek (fixture, 2)), ==, VCD_CANDIDATE_EMPTY);
  g_assert_cmpint (vcd_candidate_get_problem (peek (fixture, 3)), ==, VCD_CANDIDATE_UNREADABLE);
  g_assert_error (vcd_candidate_get_error (peek (fixture, 3)), VCD_ERROR, VCD_ERROR_FILE);
  g_assert_cmpint (vcd_candidate_get_problem (peek (fixture, 4)), ==, VCD_CANDIDATE_NOT_A_FILE);
  g_assert_cmpuint (vcd_candidates_get_n_good (fixture->candidates), ==, 2);
  g_assert_cmpuint (vcd_candidates_get_n_problems (fixture->candidates), ==, 3);
}

static void
test_asks_before_folders (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autofree char *folder = g_build_filename (fixture->directory, "images", NULL);
  g_autofree char *circle = g_build_filename (folder, "circle", NULL);

  g_object_unref (make_file (fixture, "images/one.iso", "ONE", 64 * 1024));
  g_object_unref (make_file (fixture, "images/deep/two.bin", "TWO", 64 * 1024));
  g_object_unref (make_file (fixture, "images/floppy.img", NULL, 1024));
  g_object_unref (make_file (fixture, "images/notes.txt", NULL, 100));
  g_object_unref (make_file (fixture, "images/.hidden.iso", "HIDDEN", 64 * 1024));
  g_assert_cmpint (symlink (folder, circle), ==, 0);

  add (fixture, list_of (g_file_new_for_path (folder), NULL), FALSE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->candidates)), ==, 0);
  g_assert_cmpuint (vcd_candidates_get_n_in_folders (fixture->candidates), ==, 3);

  add (fixture, g_object_ref (G_LIST_STORE (vcd_candidates_get_folders (fixture->candidates))),
       TRUE);
  g_assert_cmpuint (vcd_candidates_get_n_good (fixture->candidates), ==, 3);
  g_assert_cmpstr (vcd_candidate_get_name (peek (fixture, 0)), ==, "two.bin");
  g_assert_cmpstr (vcd_candidate_get_name (peek (fixture, 2)), ==, "one.iso");
}

static void
test_finds_conflicts (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autofree char *free_name = NULL;
  g_autoptr (GListModel) uploads = NULL;
  g_autoptr (VcdMediaUpload) upload = NULL;
  g_autoptr (GError) error = NULL;

  simulator_add_media (fixture->simulator, "ISOs", "taken.iso", 1000);
  add (fixture, list_of (make_file (fixture, "taken.iso", NULL, 100),
                         make_file (fixture, "a/same.iso", NULL, 100),
                         make_file (fixture, "b/same.iso", NULL, 200), NULL), FALSE);
  g_assert_true (check (fixture, &error));
  g_assert_no_error (error);

  g_assert_cmpint (vcd_candidate_get_conflict (peek (fixture, 0)), ==, VCD_CANDIDATE_TAKEN);
  g_assert_cmpuint (vcd_media_get_size (vcd_candidate_get_existing (peek (fixture, 0))), ==, 1000);
  g_assert_cmpint (vcd_candidate_get_conflict (peek (fixture, 1)), ==, VCD_CANDIDATE_FREE);
  g_assert_cmpint (vcd_candidate_get_conflict (peek (fixture, 2)), ==, VCD_CANDIDATE_TWICE);
  g_assert_cmpuint (vcd_candidates_get_n_conflicts (fixture->candidates), ==, 2);

  free_name = vcd_candidates_dup_free_name (fixture->candidates, peek (fixture, 0));
  g_assert_cmpstr (free_name, ==, "taken (2).iso");
  vcd_candidate_set_name (peek (fixture, 2), "other.iso");
  g_assert_cmpint (vcd_candidate_get_conflict (peek (fixture, 2)), ==, VCD_CANDIDATE_FREE);

  vcd_candidate_set_policy (peek (fixture, 0), VCD_CONFLICT_SKIP);
  uploads = vcd_candidates_create_uploads (fixture->candidates);
  g_assert_cmpuint (g_list_model_get_n_items (uploads), ==, 2);
  upload = g_list_model_get_item (uploads, 1);
  g_assert_cmpstr (vcd_media_upload_get_media_name (upload), ==, "other.iso");
}

/* The second one would otherwise replace the first. */
static void
test_replaces_once (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  simulator_add_media (fixture->simulator, "ISOs", "same.iso", 1000);
  add (fixture, list_of (make_file (fixture, "a/same.iso", NULL, 100),
                         make_file (fixture, "b/same.iso", NULL, 200), NULL), FALSE);
  g_assert_true (check (fixture, &error));
  g_assert_no_error (error);

  g_assert_cmpint (vcd_candidate_get_conflict (peek (fixture, 0)), ==, VCD_CANDIDATE_TAKEN);
  g_assert_cmpint (vcd_candidate_get_conflict (peek (fixture, 1)), ==, VCD_CANDIDATE_TWICE);
  g_assert_null (vcd_candidate_get_existing (peek (fixture, 1)));
}

static void
test_knows_the_queue (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr (GFile) file = make_file (fixture, "first.iso", NULL, 100);
  g_autoptr (VcdMediaUpload) upload = vcd_media_upload_new (fixture->catalog, file);

  simulator_set_fault (fixture->simulator, "stall=byte:1");
  vcd_transfer_queue_add (fixture->queue, VCD_TRANSFER (upload));
  add (fixture, list_of (g_object_ref (file), make_file (fixture, "a/first.iso", NULL, 50), NULL),
       FALSE);

  g_assert_cmpint (vcd_candidate_get_problem (peek (fixture, 0)), ==, VCD_CANDIDATE_QUEUED);
  g_assert_cmpint (vcd_candidate_get_conflict (peek (fixture, 1)), ==, VCD_CANDIDATE_COMING);

  vcd_transfer_cancel (VCD_TRANSFER (upload));
  fixture_wait_until (vcd_transfer_is_final (VCD_TRANSFER (upload)));
}

/* What happens to the queue while a person decides. */
static void
test_follows_the_queue (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr (GFile) file = make_file (fixture, "a/first.iso", NULL, 100);
  g_autoptr (VcdMediaUpload) upload = vcd_media_upload_new (fixture->catalog, file);
  g_autoptr (GError) error = NULL;
  VcdCandidate *candidate;

  add (fixture, list_of (make_file (fixture, "first.iso", NULL, 50), NULL), FALSE);
  g_assert_true (check (fixture, &error));
  g_assert_no_error (error);
  candidate = peek (fixture, 0);
  g_assert_cmpint (vcd_candidate_get_conflict (candidate), ==, VCD_CANDIDATE_FREE);
  property_assert_number (fixture->candidates, "n-conflicts", 0);

  simulator_set_fault (fixture->simulator, "forbidden-403");
  vcd_transfer_queue_add (fixture->queue, VCD_TRANSFER (upload));
  fixture_wait_until (vcd_candidate_get_conflict (candidate) == VCD_CANDIDATE_COMING);
  property_assert_number (fixture->candidates, "n-conflicts", 1);

  /* One that failed may be tried again. */
  fixture_wait_until (vcd_transfer_is_final (VCD_TRANSFER (upload)));
  fixture_wait_until (fixture->candidates->outdated == 0);
  g_assert_cmpint (vcd_transfer_get_state (VCD_TRANSFER (upload)), ==, VCD_TRANSFER_FAILED);
  g_assert_cmpint (vcd_candidate_get_conflict (candidate), ==, VCD_CANDIDATE_COMING);

  simulator_clear_faults (fixture->simulator);
  vcd_transfer_queue_retry (fixture->queue, VCD_TRANSFER (upload));
  fixture_wait_until (vcd_candidate_get_conflict (candidate) == VCD_CANDIDATE_TAKEN);
  g_assert_nonnull (vcd_candidate_get_existing (candidate));
  fixture_wait_until (vcd_transfer_is_final (VCD_TRANSFER (upload)));

  /* And one that is taken away is no more. */
  g_assert_true (simulator_delete_media (fixture->simulator, "first.iso"));
  fixture_assert_resolves (vcd_catalog_load (fixture->catalog));
  fixture_wait_until (vcd_candidate_get_conflict (candidate) == VCD_CANDIDATE_FREE);
}

static void
test_what_is_elsewhere (Fixture       *fixture,
                        gconstpointer  data)
{
  add (fixture, list_of (g_file_new_for_uri ("nowhere://host/first.iso"), NULL), FALSE);
  g_assert_cmpint (vcd_candidate_get_problem (peek (fixture, 0)), ==, VCD_CANDIDATE_UNREADABLE);
  g_assert_nonnull (strstr (vcd_candidate_get_error (peek (fixture, 0))->message,
                            "not on this computer"));
  property_assert_number (fixture->candidates, "n-problems", 1);
  property_assert_number (fixture->candidates, "n-good", 0);
}

/* Nobody is to believe that all of a folder was taken when it was not. */
static void
test_tells_what_is_left_out (Fixture       *fixture,
                             gconstpointer  data)
{
  for (unsigned enter = 0; enter < 2; enter++)
    {
      g_autofree char *path = g_build_filename (fixture->directory, "deep", NULL);
      g_autoptr (VcdCandidates) candidates = NULL;

      g_object_unref (make_file (fixture, "deep/1/first.iso", NULL, 100));
      g_object_unref (make_file (fixture, "deep/1/2/3/4/5/6/7/8/9/last.iso", NULL, 100));
      candidates = vcd_candidates_new (fixture->catalog, fixture->queue);
      g_set_object (&fixture->candidates, candidates);
      property_assert_string (candidates, "note", NULL);
      add (fixture, list_of (g_file_new_for_path (path), NULL), enter == 1);
      g_assert_nonnull (strstr (vcd_candidates_get_note (candidates),
                                "In “deep” there is more"));
      g_assert_nonnull (strstr (vcd_candidates_get_note (candidates), "Only 1 image"));
      property_assert_number (candidates, "n-good", enter);
      property_assert_number (candidates, "n-in-folders", 1 - enter);
    }
}

static void
test_refuses_read_only (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr (VcdCatalog) theirs = sim_session_dup_catalog (fixture->session, "Theirs");
  g_autoptr (GError) error = NULL;

  g_object_unref (fixture->candidates);
  fixture->candidates = vcd_candidates_new (theirs, fixture->queue);
  g_assert_false (check (fixture, &error));
  g_assert_error (error, VCD_ERROR, VCD_ERROR_PERMISSION);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

#define ADD(path, function) \
  g_test_add ("/candidates/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("tells-what-files-are", test_tells_what_files_are);
  ADD ("asks-before-folders", test_asks_before_folders);
  ADD ("finds-conflicts", test_finds_conflicts);
  ADD ("replaces-once", test_replaces_once);
  ADD ("knows-the-queue", test_knows_the_queue);
  ADD ("follows-the-queue", test_follows_the_queue);
  ADD ("what-is-elsewhere", test_what_is_elsewhere);
  ADD ("tells-what-is-left-out", test_tells_what_is_left_out);
  ADD ("refuses-read-only", test_refuses_read_only);

  return g_test_run ();
}
