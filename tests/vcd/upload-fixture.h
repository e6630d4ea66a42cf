/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Uploads to a simulator: small files, small slices, and no patience. */

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sim-session.h"
#include "vcd-media-upload-private.h"

#define UPLOAD_SLICE    (64 * 1024)
#define UPLOAD_PATIENCE 0.01

typedef struct
{
  Simulator  *simulator;
  VcdSession *session;
  VcdCatalog *catalog;
  char       *directory;
} UploadFixture;

/* @data: (nullable): an array of options for the simulator */
G_GNUC_UNUSED static void
upload_fixture_set_up (UploadFixture *fixture,
                       gconstpointer  data)
{
  const char *const none[] = { NULL };
  const char *const *more = data != NULL ? data : none;
  g_autoptr (GPtrArray) options = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (options, (char *) "--quiet");
  g_ptr_array_add (options, (char *) "--import-seconds=0.02");
  while (*more != NULL)
    g_ptr_array_add (options, (char *) *more++);
  g_ptr_array_add (options, NULL);

  fixture->simulator = simulator_start_with ((const char *const *) options->pdata, &error);
  g_assert_no_error (error);
  fixture->session = sim_session_new (fixture->simulator);
  fixture->catalog = sim_session_dup_catalog (fixture->session, "ISOs");
  fixture->directory = g_dir_make_tmp ("vcd-upload-XXXXXX", NULL);
  g_assert_nonnull (fixture->directory);
}

G_GNUC_UNUSED static void
upload_fixture_remove_tree (const char *path)
{
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      upload_fixture_remove_tree (child);
    }

  g_assert_cmpint (g_remove (path), ==, 0);
}

G_GNUC_UNUSED static void
upload_fixture_tear_down (UploadFixture *fixture,
                          gconstpointer  data)
{
  /* The session has the catalog in its list. */
  g_object_add_weak_pointer (G_OBJECT (fixture->catalog), (gpointer *) &fixture->catalog);
  g_object_unref (fixture->catalog);
  fixture_assert_finalized (fixture->session);
  g_assert_null (fixture->catalog);
  simulator_free (fixture->simulator);
  upload_fixture_remove_tree (fixture->directory);
  g_free (fixture->directory);
}

/* Bytes that never repeat, beginning as @seed says. */
G_GNUC_UNUSED static void
upload_fixture_write (const char *path,
                      uint64_t    size,
                      uint32_t    seed)
{
  g_autofree uint32_t *words = g_new (uint32_t, size / 4 + 1);

  for (uint64_t i = 0; i <= size / 4; i++)
    words[i] = ((uint32_t) i + seed) * 2654435761u ^ (uint32_t) (i >> 7);

  g_assert_true (g_file_set_contents (path, (const char *) words, (gssize) size, NULL));
}

G_GNUC_UNUSED static GFile *
upload_fixture_file (UploadFixture *fixture,
                     const char    *name,
                     uint64_t       size)
{
  g_autofree char *path = g_build_filename (fixture->directory, name, NULL);

  upload_fixture_write (path, size, 0);

  return g_file_new_for_path (path);
}

G_GNUC_UNUSED static void
upload_hurry (VcdMediaUpload *upload)
{
  vcd_transfer_set_patience (VCD_TRANSFER (upload), UPLOAD_PATIENCE);
  vcd_media_upload_set_slice_size (upload, UPLOAD_SLICE, UPLOAD_SLICE, UPLOAD_SLICE);
}

/* Of a new file. */
G_GNUC_UNUSED static VcdMediaUpload *
upload_fixture_new (UploadFixture *fixture,
                    const char    *name,
                    uint64_t       size)
{
  g_autoptr (GFile) file = upload_fixture_file (fixture, name, size);
  VcdMediaUpload *upload = vcd_media_upload_new (fixture->catalog, file);

  upload_hurry (upload);

  return upload;
}

G_GNUC_UNUSED static VcdTransferState
upload_state (gpointer upload)
{
  return vcd_transfer_get_state (upload);
}

G_GNUC_UNUSED static void
upload_start (gpointer upload)
{
  dex_future_disown (vcd_transfer_run (upload));
}

/* To its end, whatever that is. */
G_GNUC_UNUSED static VcdTransferState
upload_run (gpointer upload)
{
  upload_start (upload);
  fixture_wait_until (vcd_transfer_is_final (upload) && !vcd_transfer_is_running (upload));

  return upload_state (upload);
}

G_GNUC_UNUSED static void
upload_assert_state (gpointer         upload,
                     VcdTransferState state)
{
  const GError *error = vcd_transfer_get_error (upload);

  if (upload_state (upload) != state)
    g_test_message ("state %d: %s (%s)", upload_state (upload),
                    error != NULL ? error->message : "no error",
                    error != NULL ? vcd_error_get_details (error) : "");
  g_assert_cmpint (upload_state (upload), ==, state);
}

G_GNUC_UNUSED static char *
upload_dup_sha256 (gpointer upload)
{
  g_autoptr (GFile) file = g_object_ref (vcd_transfer_get_file (upload));
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *contents = NULL;
  gsize length;

  g_assert_true (g_file_load_contents (file, NULL, &contents, &length, NULL, NULL));
  g_checksum_update (checksum, (uint8_t *) contents, (gssize) length);

  return g_strdup (g_checksum_get_string (checksum));
}

/* It is ready on the server, byte for byte. */
G_GNUC_UNUSED static void
upload_assert_done (UploadFixture  *fixture,
                    VcdMediaUpload *upload,
                    const char     *name)
{
  g_autoptr (SimulatorMedia) media = NULL;
  g_autofree char *sha256 = upload_dup_sha256 (upload);

  upload_assert_state (upload, VCD_TRANSFER_DONE);
  media = simulator_dup_media (fixture->simulator, name);
  g_assert_nonnull (media);
  g_assert_cmpint (media->status, ==, 1);
  g_assert_cmpstr (media->sha256, ==, sha256);
  g_assert_cmpuint (media->stored, ==, media->size);
  g_assert_cmpstr (vcd_media_upload_get_sha256 (upload), ==, sha256);
  g_assert_cmpuint (vcd_transfer_get_confirmed (VCD_TRANSFER (upload)), ==, media->size);
  g_assert_cmpuint (vcd_transfer_get_sent (VCD_TRANSFER (upload)), ==, media->size);
}

/* It failed so, and with a sentence. */
#define upload_assert_failed(upload, error_code)                                   \
  G_STMT_START                                                                     \
    {                                                                              \
      upload_assert_state ((upload), VCD_TRANSFER_FAILED);                         \
      g_assert_error (vcd_transfer_get_error (VCD_TRANSFER (upload)), VCD_ERROR,   \
                      (int) (error_code));                                             \
    }                                                                              \
  G_STMT_END

/* Nothing of any upload is left on the server. */
#define upload_assert_nothing_left(fixture)                                        \
  G_STMT_START                                                                     \
    {                                                                              \
      g_assert_cmpuint (simulator_count_media ((fixture)->simulator, NULL), ==, 0); \
      g_assert_cmpuint (simulator_count_spool ((fixture)->simulator), ==, 0);      \
    }                                                                              \
  G_STMT_END

/* Runs one of @slices slices, with that fault, to its good end. */
G_GNUC_UNUSED static void
upload_fixture_survive (UploadFixture *fixture,
                        const char    *fault,
                        unsigned       slices)
{
  g_autoptr (VcdMediaUpload) upload = NULL;

  simulator_set_fault (fixture->simulator, fault);
  upload = upload_fixture_new (fixture, "image.iso", slices * UPLOAD_SLICE);
  upload_run (upload);
  upload_assert_done (fixture, upload, "image.iso");
  fixture_assert_finalized (g_steal_pointer (&upload));
}

#define upload_add(path, func)                                                     \
  g_test_add ((path), UploadFixture, NULL, upload_fixture_set_up, (func),          \
              upload_fixture_tear_down)
#define upload_add_with(path, options, func)                                       \
  g_test_add ((path), UploadFixture, (options), upload_fixture_set_up, (func),     \
              upload_fixture_tear_down)
