/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Local files for the tests of what is sent and received. */

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "fixture.h"
#include "vcd-source-private.h"

/* A file of bytes that never repeat, in a directory of its own. */
G_GNUC_UNUSED static char *
wire_file_new (uint64_t size)
{
  g_autofree char *directory = g_dir_make_tmp ("vcd-wire-XXXXXX", NULL);
  char *path = g_build_filename (directory, "image.iso", NULL);
  g_autofree uint32_t *words = g_new (uint32_t, size / 4 + 1);

  for (uint64_t i = 0; i <= size / 4; i++)
    words[i] = (uint32_t) (i * 2654435761u) ^ (uint32_t) (i >> 7);
  g_assert_true (g_file_set_contents (path, (const char *) words, size, NULL));

  return path;
}

G_GNUC_UNUSED static void
wire_file_free (char *path)
{
  g_autofree char *directory = g_path_get_dirname (path);

  g_unlink (path);
  g_assert_cmpint (g_rmdir (directory), ==, 0);
  g_free (path);
}

G_GNUC_UNUSED static char *
wire_file_sha256 (const char *path,
                  uint64_t    offset,
                  uint64_t    length)
{
  g_autofree char *contents = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  g_assert_cmpuint (offset + length, <=, size);

  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (uint8_t *) contents + offset, length);
}

G_GNUC_UNUSED static VcdSource *
wire_file_open (const char *path)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GError) error = NULL;
  VcdSource *source = fixture_settle_object (vcd_source_open (file), &error);

  g_assert_no_error (error);

  return source;
}

G_GNUC_UNUSED static char *
wire_file_settle_string (DexFuture *future)
{
  g_autoptr(GError) error = NULL;
  const GValue *value;
  char *text;

  fixture_wait_until (!dex_future_is_pending (future));
  value = dex_future_get_value (future, &error);
  g_assert_no_error (error);
  text = g_value_dup_string (value);
  dex_unref (future);

  return text;
}

typedef char WireFile;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WireFile, wire_file_free)
