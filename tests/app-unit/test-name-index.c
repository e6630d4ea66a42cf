/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "airlift-name-index.h"

/* The names that the desktop's search knows: what is found, in which order, and what of a file that
 * somebody else has written. */

static GHashTable *
new_names (const char *first,
           ...)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  va_list more;

  va_start (more, first);
  for (const char *name = first; name != NULL; name = va_arg (more, const char *))
    g_hash_table_insert (names, g_strconcat ("https://cell/media/", name, NULL), g_strdup (name));
  va_end (more);

  return names;
}

static AirliftNameIndex *
new_index (void)
{
  AirliftNameIndex *index = airlift_name_index_new ();
  g_autoptr (GHashTable) systems = new_names ("Fedora.iso", "Straße Ärger.iso", "old fedora", NULL);

  airlift_name_index_set_catalog (index, "a", "Work", "https://cell/catalog/1", "Systems", systems);
  airlift_name_index_set_catalog (index, "a", "Work", "https://cell/catalog/2", "Fedora things",
                                  NULL);
  airlift_name_index_set_catalog (index, "b", "Home", "https://cell/catalog/1", "Mine", NULL);

  return index;
}

/* The names of what is found, in its order, in one line. */
static char *
dup_found (AirliftNameIndex *index,
           const char       *words)
{
  g_auto (GStrv) terms = g_strsplit (words, " ", -1);
  g_auto (GStrv) ids = airlift_name_index_search (index, (const char *const *) terms, 50);
  GString *found = g_string_new (NULL);

  for (unsigned int i = 0; ids[i] != NULL; i++)
    {
      AirliftNameIndexHit hit;

      g_assert_true (airlift_name_index_find (index, ids[i], &hit));
      g_string_append_printf (found, "%s%s", i > 0 ? ", " : "",
                              hit.media_name != NULL ? hit.media_name : hit.catalog_name);
    }

  return g_string_free_and_steal (found);
}

#define assert_found(index, words, expected)                    \
  G_STMT_START                                                  \
  {                                                             \
    g_autofree char *_found = dup_found (index, words);         \
    g_assert_cmpstr (_found, ==, expected);                     \
  }                                                             \
  G_STMT_END

static void
test_order (void)
{
  g_autoptr (AirliftNameIndex) index = new_index ();
  const char *const none[] = { NULL };
  g_auto (GStrv) nothing = airlift_name_index_search (index, none, 50);
  const char *const terms[] = { "fedora", NULL };
  g_auto (GStrv) one = airlift_name_index_search (index, terms, 1);

  assert_found (index, "fedora", "Fedora things, Fedora.iso, old fedora");
  assert_found (index, "FEDORA iso", "Fedora.iso");
  assert_found (index, "STRASSE", "Straße Ärger.iso");
  assert_found (index, "debian", "");
  g_assert_cmpuint (g_strv_length (nothing), ==, 0);
  g_assert_cmpuint (g_strv_length (one), ==, 1);
}

static void
test_forgetting (void)
{
  g_autoptr (AirliftNameIndex) index = new_index ();
  const char *kept[] = { "https://cell/catalog/2", NULL }, *accounts[] = { "b", NULL };
  AirliftNameIndexHit hit;

  airlift_name_index_keep (index, "a", (GStrv) kept);
  assert_found (index, "fedora", "Fedora things");
  assert_found (index, "mine", "Mine");
  g_assert_false (airlift_name_index_find (index, "a\nhttps://cell/catalog/1", &hit));

  airlift_name_index_keep_accounts (index, (GStrv) accounts);
  assert_found (index, "fedora", "");
  assert_found (index, "mine", "Mine");
}

/* Reading a catalog again that nobody has opened keeps what was known of its media. */
static void
test_unseen (void)
{
  g_autoptr (AirliftNameIndex) index = new_index ();

  airlift_name_index_set_catalog (index, "a", "Job", "https://cell/catalog/1", "OS", NULL);
  assert_found (index, "old", "old fedora");
  assert_found (index, "os", "OS");
}

static void
test_file (void)
{
  g_autoptr (AirliftNameIndex) index = new_index (), again = airlift_name_index_new ();
  g_autofree char *path = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GBytes) bytes = airlift_name_index_dup_bytes (index);
  g_autoptr (GError) error = NULL;
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  int fd = g_file_open_tmp ("names-XXXXXX", &path, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  file = g_file_new_for_path (path);
  g_assert_true (g_file_set_contents (path, data, (gssize) size, &error));
  g_assert_true (airlift_name_index_load (again, file, &error));
  g_assert_no_error (error);
  assert_found (again, "fedora", "Fedora things, Fedora.iso, old fedora");

  /* Cut off and turned over anywhere: less is found, and nothing breaks. */
  for (gsize i = 0; i < size; i++)
    {
      g_autofree char *damaged = g_memdup2 (data, size);
      g_autofree char *found = NULL;

      damaged[i] = (char) ~damaged[i];
      g_assert_true (g_file_set_contents (path, damaged, (gssize) (i % 2 == 0 ? size : i), NULL));
      g_assert_true (airlift_name_index_load (again, file, NULL));
      found = dup_found (again, "e");
    }

  g_unlink (path);
  g_assert_true (airlift_name_index_load (again, file, &error));
  assert_found (again, "fedora", "");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/name-index/order", test_order);
  g_test_add_func ("/name-index/forgetting", test_forgetting);
  g_test_add_func ("/name-index/unseen", test_unseen);
  g_test_add_func ("/name-index/file", test_file);

  return g_test_run ();
}
