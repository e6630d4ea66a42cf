/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <sys/stat.h>

#include "vcd-error.h"
#include "wire-file.h"

#define MIB (1024 * 1024)

static void
assert_refused (const char *path,
                const char *words)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GError) error = NULL;

  g_assert_false (fixture_settle (vcd_source_open (file), &error));
  g_assert_error (error, VCD_ERROR, VCD_ERROR_FILE);
  g_assert_nonnull (strstr (error->message, words));
}

static void
test_refusals (void)
{
  g_autoptr(WireFile) path = wire_file_new (0);
  g_autofree char *directory = g_path_get_dirname (path);
  g_autofree char *pipe = g_build_filename (directory, "pipe", NULL);

  assert_refused (path, "“image.iso” is empty");
  assert_refused (directory, "is a folder");
  assert_refused ("/dev/null", "is not a regular file");
  assert_refused (pipe, "There is no file “pipe”");

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  assert_refused (pipe, "is not a regular file");
  g_unlink (pipe);

  if (geteuid () != 0)
    {
      g_chmod (path, 0);
      assert_refused (path, "not allowed to read");
    }
}

static void
test_description (void)
{
  g_autoptr(WireFile) path = wire_file_new (3 * MIB + 5);
  g_autoptr(VcdSource) source = wire_file_open (path);
  g_autoptr(VcdSource) again = wire_file_open (path);
  g_autofree char *fingerprint = g_strdup (vcd_source_get_fingerprint (source));
  g_autoptr(VcdSource) changed = NULL;
  int fd;

  g_assert_cmpuint (vcd_source_get_size (source), ==, 3 * MIB + 5);
  g_assert_cmpint (vcd_source_get_kind (source), ==, VCD_IMAGE_OTHER);
  g_assert_null (vcd_source_get_volume_name (source));
  g_assert_cmpstr (vcd_source_get_fingerprint (again), ==, fingerprint);

  fd = open (path, O_WRONLY);
  g_assert_cmpint (pwrite (fd, "x", 1, 10), ==, 1);
  close (fd);
  changed = wire_file_open (path);
  g_assert_cmpstr (vcd_source_get_fingerprint (changed), !=, fingerprint);

  fixture_assert_finalized (g_steal_pointer (&source));
}

/* An empty ISO 9660 file system of a name: what the sniffing needs. */
static void
test_image (void)
{
  g_autoptr(WireFile) path = wire_file_new (64 * 1024);
  g_autoptr(VcdSource) source = NULL;
  char descriptor[2048] = "\1CD001\1";
  int fd = open (path, O_WRONLY);

  memset (descriptor + 8, ' ', 64);
  memcpy (descriptor + 40, "DEBIAN_13", 9);
  g_assert_cmpint (pwrite (fd, descriptor, sizeof descriptor, 16 * 2048), ==, sizeof descriptor);
  memcpy (descriptor, "\377CD001\1", 8);
  g_assert_cmpint (pwrite (fd, descriptor, sizeof descriptor, 17 * 2048), ==, sizeof descriptor);
  close (fd);

  source = wire_file_open (path);
  g_assert_cmpint (vcd_source_get_kind (source), ==, VCD_IMAGE_ISO9660);
  g_assert_cmpstr (vcd_source_get_volume_name (source), ==, "DEBIAN_13");
}

static void
assert_changed (VcdSource  *source,
                const char *words)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (fixture_settle (vcd_source_prepare (source, 0), &error));
  g_assert_error (error, VCD_ERROR, VCD_ERROR_FILE_CHANGED);
  g_assert_nonnull (strstr (error->message, words));
}

static void
test_changes (void)
{
  g_autoptr(WireFile) path = wire_file_new (1000);
  g_autoptr(VcdSource) source = wire_file_open (path);
  g_autofree char *other = g_strconcat (path, ".other", NULL);
  struct timespec times[2] = { { 0, UTIME_OMIT }, { 1000, 0 } };

  fixture_assert_resolves (vcd_source_prepare (source, 0));

  g_assert_cmpint (truncate (path, 2000), ==, 0);
  assert_changed (source, "has grown from");
  g_assert_cmpint (truncate (path, 500), ==, 0);
  assert_changed (source, "has shrunk from");
  g_assert_cmpint (truncate (path, 1000), ==, 0);
  g_assert_cmpint (utimensat (AT_FDCWD, path, times, 0), ==, 0);
  assert_changed (source, "was changed");

  g_assert_cmpint (g_rename (path, other), ==, 0);
  assert_changed (source, "can no longer be read");
  g_assert_true (g_file_set_contents (path, "new", -1, NULL));
  assert_changed (source, "was replaced");
  g_unlink (other);
}

static void
test_hash (void)
{
  static const uint64_t sizes[] = { 1, 63, 64, MIB - 1, MIB, MIB + 1, 5 * MIB + 77 };

  for (unsigned i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr(WireFile) path = wire_file_new (sizes[i]);
      g_autoptr(VcdSource) source = wire_file_open (path);
      g_autofree char *expected = wire_file_sha256 (path, 0, sizes[i]);
      g_autofree char *digest = wire_file_settle_string (vcd_source_hash (source));
      g_autofree char *again = wire_file_settle_string (vcd_source_hash (source));

      g_assert_cmpstr (digest, ==, expected);
      g_assert_cmpstr (again, ==, expected);
    }
}

/* What passes by is hashed as it is, once; gaps are read. The buffer differs from the file where
 * it must not be read again, and where it must not be used. */
static void
test_feed (void)
{
  g_autoptr(WireFile) path = wire_file_new (4 * MIB);
  g_autoptr(VcdSource) source = wire_file_open (path);
  g_autofree char *contents = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *digest = NULL;

  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  contents[5] ^= 1;
  expected = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (uint8_t *) contents, 4 * MIB);

  vcd_source_feed (source, 0, contents, 1000);
  contents[6] ^= 1;
  vcd_source_feed (source, 0, contents, MIB);
  vcd_source_feed (source, 2 * MIB, contents + 2 * MIB, MIB);

  digest = wire_file_settle_string (vcd_source_hash (source));
  g_assert_cmpstr (digest, ==, expected);
}

static void
test_hash_of_changed_file (void)
{
  g_autoptr(WireFile) path = wire_file_new (4 * MIB);
  g_autoptr(VcdSource) source = wire_file_open (path);

  g_assert_cmpint (truncate (path, MIB), ==, 0);
  fixture_assert_rejects (vcd_source_hash (source), VCD_ERROR_FILE_CHANGED);
}

/* Where there is no path, as on mounts of GIO's own. */
static void
test_without_path (void)
{
  g_autoptr(GFile) file = g_file_new_for_uri ("resource:///org/gtk/nothing");
  g_autoptr(GError) error = NULL;

  g_assert_null (g_file_peek_path (file));
  g_assert_false (fixture_settle (vcd_source_open (file), &error));
  g_assert_error (error, VCD_ERROR, VCD_ERROR_FILE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  g_test_add_func ("/source/refusals", test_refusals);
  g_test_add_func ("/source/description", test_description);
  g_test_add_func ("/source/image", test_image);
  g_test_add_func ("/source/changes", test_changes);
  g_test_add_func ("/source/hash", test_hash);
  g_test_add_func ("/source/feed", test_feed);
  g_test_add_func ("/source/hash-of-changed-file", test_hash_of_changed_file);
  g_test_add_func ("/source/without-path", test_without_path);

  return g_test_run ();
}
