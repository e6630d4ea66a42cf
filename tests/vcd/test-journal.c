/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "fixture.h"
#include "vcd-error.h"
#include "vcd-journal-private.h"

#include <glib/gstdio.h>

typedef struct
{
  char       *path;
  GFile      *directory;
  VcdJournal *journal;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *base = g_dir_make_tmp ("vcd-journal-XXXXXX", NULL);

  /* One that is not there yet. */
  fixture->path = g_build_filename (base, "state", NULL);
  fixture->directory = g_file_new_for_path (fixture->path);
  fixture->journal = vcd_journal_new (fixture->directory);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *base = g_path_get_dirname (fixture->path);
  g_autoptr (GDir) directory = g_dir_open (fixture->path, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->path, name, NULL);

      g_unlink (path);
    }
  g_rmdir (fixture->path);
  g_assert_cmpint (g_rmdir (base), ==, 0);
  vcd_journal_free (fixture->journal);
  g_object_unref (fixture->directory);
  g_free (fixture->path);
}

static VcdJournalEntry *
make_entry (int64_t created)
{
  VcdJournalEntry *entry = vcd_journal_entry_new ();

  entry->id = g_uuid_string_random ();
  entry->server = g_strdup ("https://vcd.example.com");
  entry->organization = g_strdup ("acme");
  entry->user = g_strdup ("mia");
  entry->catalog_href = g_strdup ("https://vcd.example.com/api/catalog/1");
  entry->catalog_name = g_strdup ("ISOs");
  entry->file_uri = g_strdup ("file:///tmp/a%20b.iso");
  entry->name = g_strdup ("a & b <c> \"d\" é 漢\\.iso");
  entry->description = g_strdup ("two\nlines");
  entry->policy = VCD_CONFLICT_REPLACE;
  entry->record_checksum = TRUE;
  entry->operation_key = g_strdup ("key");
  entry->media_href = g_strdup ("https://vcd.example.com/api/media/1");
  entry->old_href = g_strdup ("https://vcd.example.com/api/media/2");
  entry->old_name = g_strdup ("old");
  entry->confirmed = G_GUINT64_CONSTANT (5000000000);
  entry->created = created;

  return entry;
}

static void
test_round_trip (void)
{
  g_autoptr (VcdJournalEntry) entry = make_entry (77);
  g_autoptr (VcdJournalEntry) again = NULL;
  g_autoptr (GBytes) bytes = vcd_journal_entry_write (entry);
  g_autoptr (GError) error = NULL;

  again = vcd_journal_entry_parse (bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again->id, ==, entry->id);
  g_assert_cmpstr (again->server, ==, entry->server);
  g_assert_cmpstr (again->organization, ==, entry->organization);
  g_assert_cmpstr (again->user, ==, entry->user);
  g_assert_cmpstr (again->catalog_href, ==, entry->catalog_href);
  g_assert_cmpstr (again->catalog_name, ==, entry->catalog_name);
  g_assert_cmpstr (again->file_uri, ==, entry->file_uri);
  g_assert_cmpstr (again->name, ==, entry->name);
  g_assert_cmpstr (again->description, ==, entry->description);
  g_assert_cmpstr (again->operation_key, ==, entry->operation_key);
  g_assert_cmpstr (again->media_href, ==, entry->media_href);
  g_assert_cmpstr (again->old_href, ==, entry->old_href);
  g_assert_cmpstr (again->old_name, ==, entry->old_name);
  g_assert_null (again->item_href);
  g_assert_null (again->fingerprint);
  g_assert_cmpint (again->policy, ==, VCD_CONFLICT_REPLACE);
  g_assert_true (again->record_checksum);
  g_assert_false (again->failed);
  g_assert_cmpuint (again->confirmed, ==, entry->confirmed);
  g_assert_cmpint (again->created, ==, 77);
}

static void
test_copy_round_trip (void)
{
  g_autoptr (VcdJournalEntry) entry = make_entry (77);
  g_autoptr (VcdJournalEntry) again = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&entry->file_uri, g_free);
  entry->source_server = g_strdup ("https://other.example.com");
  entry->source_organization = g_strdup ("acme");
  entry->source_user = g_strdup ("max");
  entry->source_href = g_strdup ("https://other.example.com/api/media/1");
  entry->source_name = g_strdup ("a b.iso");
  entry->source_catalog_name = g_strdup ("Masters");
  bytes = vcd_journal_entry_write (entry);

  again = vcd_journal_entry_parse (bytes, &error);
  g_assert_no_error (error);
  g_assert_null (again->file_uri);
  g_assert_cmpstr (again->source_server, ==, entry->source_server);
  g_assert_cmpstr (again->source_organization, ==, entry->source_organization);
  g_assert_cmpstr (again->source_user, ==, entry->source_user);
  g_assert_cmpstr (again->source_href, ==, entry->source_href);
  g_assert_cmpstr (again->source_name, ==, entry->source_name);
  g_assert_cmpstr (again->source_catalog_name, ==, entry->source_catalog_name);

  /* Without its account nobody could read it. */
  g_clear_pointer (&entry->source_user, g_free);
  g_clear_pointer (&bytes, g_bytes_unref);
  bytes = vcd_journal_entry_write (entry);
  g_assert_null (vcd_journal_entry_parse (bytes, &error));
  g_assert_error (error, VCD_ERROR, VCD_ERROR_INVALID);
}

static void
test_hostile (void)
{
  g_autoptr (VcdJournalEntry) entry = make_entry (1);
  g_autoptr (GBytes) bytes = vcd_journal_entry_write (entry);
  g_autofree char *good = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autofree char *deep = g_strnfill (60000, '[');
  g_autofree char *large = g_strnfill (70000, ' ');
  const char *replacements[][2] = {
    { "\"version\" : 1", "\"version\" : \"1\"" },
    { "\"version\" : 1", "\"version\" : -1" },
    { "\"confirmed\" : 5000000000", "\"confirmed\" : -5" },
    { "\"confirmed\" : 5000000000", "\"confirmed\" : {}" },
    { "\"replace\"", "\"destroy\"" },
    { "\"old-name\"", "\"new-name\"" },
    { "\"acme\"", "null" },
    { "\"acme\"", "[\"acme\"]" },
    { "\"mia\"", "7" },
    { "\"file\"", "\"files\"" },
    { "\"version\" : 1", "\"version\" : 2, \"source\" : \"https://vcd.example.com/api/media/1\"" },
    { entry->id, "../../../etc/passwd" },
  };
  const char *texts[] = { "", "{", "[]", "null", "7", "{}", deep, large, "\xff\xfe",
                          "{\"version\":1}" };

  for (unsigned i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) bad = g_bytes_new_static (texts[i], strlen (texts[i]));
      g_autoptr (GError) error = NULL;

      g_assert_null (vcd_journal_entry_parse (bad, &error));
      g_assert_error (error, VCD_ERROR, VCD_ERROR_INVALID);
    }

  for (unsigned i = 0; i < G_N_ELEMENTS (replacements); i++)
    {
      g_autoptr (GString) text = g_string_new (good);
      g_autoptr (GBytes) bad = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_cmpuint (g_string_replace (text, replacements[i][0], replacements[i][1], 1), ==, 1);
      bad = g_bytes_new (text->str, text->len);
      g_assert_null (vcd_journal_entry_parse (bad, &error));
      g_assert_error (error, VCD_ERROR, VCD_ERROR_INVALID);
    }

  /* Every part of it, cut off anywhere. */
  for (size_t length = 0; length + 1 < strlen (good); length++)
    {
      g_autoptr (GBytes) part = g_bytes_new_static (good, length);

      g_assert_null (vcd_journal_entry_parse (part, NULL));
    }
}

static void
test_later_version (void)
{
  const char *text = "{\"version\":3,\"id\":7}";
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (GError) error = NULL;

  g_assert_null (vcd_journal_entry_parse (bytes, &error));
  g_assert_error (error, VCD_ERROR, VCD_ERROR_NOT_SUPPORTED);
}

static char *
dup_file_path (Fixture    *fixture,
               const char *id,
               const char *suffix)
{
  g_autofree char *name = g_strconcat (id, suffix, NULL);

  return g_build_filename (fixture->path, name, NULL);
}

static void
test_save (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (VcdJournalClaim) claim = vcd_journal_create (fixture->journal, make_entry (1));
  VcdJournalEntry *entry = vcd_journal_claim_get_entry (claim);
  g_autofree char *path = dup_file_path (fixture, entry->id, ".json");
  g_autofree char *lock = dup_file_path (fixture, entry->id, ".lock");
  g_autoptr (GPtrArray) claims = NULL;
  GStatBuf status;

  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  fixture_assert_resolves (vcd_journal_claim_save (claim));
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);

  /* Many at once: the last one counts. */
  for (unsigned i = 0; i < 20; i++)
    {
      entry->confirmed = i;
      dex_future_disown (vcd_journal_claim_save (claim));
    }
  entry->confirmed = 99;
  fixture_assert_resolves (vcd_journal_claim_save (claim));

  /* Who owns it has it to himself, in this process, too. */
  claims = vcd_journal_claim_all (fixture->journal, NULL, NULL);
  g_assert_cmpuint (claims->len, ==, 0);
  g_clear_pointer (&claims, g_ptr_array_unref);
  fixture_assert_finalized (g_steal_pointer (&claim));

  claims = vcd_journal_claim_all (fixture->journal, NULL, NULL);
  g_assert_cmpuint (claims->len, ==, 1);
  g_assert_cmpuint (vcd_journal_claim_get_entry (claims->pdata[0])->confirmed, ==, 99);

  fixture_assert_resolves (vcd_journal_claim_remove (claims->pdata[0]));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));

  /* What comes too late does not bring it back. */
  fixture_assert_resolves (vcd_journal_claim_save (claims->pdata[0]));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_clear_pointer (&claims, g_ptr_array_unref);
  fixture_wait_until (!g_file_test (lock, G_FILE_TEST_EXISTS));
}

static void
test_order (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (GPtrArray) claims = NULL;

  for (int64_t i = 0; i < 5; i++)
    {
      g_autoptr (VcdJournalClaim) claim = NULL;

      claim = vcd_journal_create (fixture->journal, make_entry ((i * 3) % 5));
      fixture_assert_resolves (vcd_journal_claim_save (claim));
      fixture_assert_finalized (g_steal_pointer (&claim));
    }

  claims = vcd_journal_claim_all (fixture->journal, NULL, NULL);
  g_assert_cmpuint (claims->len, ==, 5);
  for (unsigned i = 0; i < 5; i++)
    g_assert_cmpint (vcd_journal_claim_get_entry (claims->pdata[i])->created, ==, i);
}

static void
put_file (Fixture    *fixture,
          const char *id,
          const char *content)
{
  g_autofree char *path = dup_file_path (fixture, id, ".json");

  g_assert_true (g_file_set_contents (path, content, -1, NULL));
}

static void
test_damaged (Fixture       *fixture,
              gconstpointer  data)
{
  const char *damaged = "11111111-2222-4333-8444-555555555555";
  const char *later = "11111111-2222-4333-8444-666666666666";
  const char *renamed = "11111111-2222-4333-8444-777777777777";
  g_autofree char *aside = dup_file_path (fixture, damaged, ".json.damaged");
  g_autofree char *kept = dup_file_path (fixture, later, ".json");
  g_autoptr (VcdJournalEntry) entry = make_entry (1);
  g_autoptr (GBytes) bytes = vcd_journal_entry_write (entry);
  g_autofree char *good = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autofree char *pipe = NULL;
  g_autofree char *link = NULL;
  g_autoptr (GPtrArray) claims = NULL;

  put_file (fixture, damaged, "{ half of");
  put_file (fixture, later, "{\"version\":3}");
  put_file (fixture, renamed, good);
  put_file (fixture, "..", "{}");
  put_file (fixture, entry->id, good);
  pipe = dup_file_path (fixture, "11111111-2222-4333-8444-888888888888", ".json");
  link = dup_file_path (fixture, "11111111-2222-4333-8444-999999999999", ".json");
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_cmpint (symlink ("/etc/passwd", link), ==, 0);

  claims = vcd_journal_claim_all (fixture->journal, NULL, NULL);
  g_assert_cmpuint (claims->len, ==, 1);
  g_assert_cmpstr (vcd_journal_claim_get_entry (claims->pdata[0])->id, ==, entry->id);
  g_assert_true (g_file_test (aside, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (kept, G_FILE_TEST_EXISTS));
}

static void
test_nowhere (void)
{
  g_autoptr (VcdJournal) none = vcd_journal_new (NULL);
  g_autoptr (GFile) file = g_file_new_for_path ("/proc/airlift");
  g_autoptr (VcdJournal) impossible = vcd_journal_new (file);
  g_autoptr (GPtrArray) claims = vcd_journal_claim_all (impossible, NULL, NULL);

  g_assert_null (vcd_journal_create (none, make_entry (1)));
  g_assert_null (vcd_journal_create (impossible, make_entry (1)));
  g_assert_cmpuint (claims->len, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  g_test_add_func ("/journal/entry/round-trip", test_round_trip);
  g_test_add_func ("/journal/entry/hostile", test_hostile);
  g_test_add_func ("/journal/entry/copy-round-trip", test_copy_round_trip);
  g_test_add_func ("/journal/entry/later-version", test_later_version);
  g_test_add ("/journal/save", Fixture, NULL, set_up, test_save, tear_down);
  g_test_add ("/journal/order", Fixture, NULL, set_up, test_order, tear_down);
  g_test_add ("/journal/damaged", Fixture, NULL, set_up, test_damaged, tear_down);
  g_test_add_func ("/journal/nowhere", test_nowhere);

  return g_test_run ();
}
