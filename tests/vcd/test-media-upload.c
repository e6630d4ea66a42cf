/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "properties.h"
#include "upload-fixture.h"

/* What uploads do when nothing goes wrong, and what they do with names, files and wishes. */

static void
note_state (VcdTransfer *transfer,
            GParamSpec  *pspec,
            gpointer     data)
{
  VcdTransferState state = vcd_transfer_get_state (transfer);

  g_array_append_val ((GArray *) data, state);
}

static void
test_states (UploadFixture *fixture,
             gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 100);
  g_autoptr (GArray) states = g_array_new (FALSE, FALSE, sizeof (VcdTransferState));
  const VcdTransferState expected[] = {
    VCD_TRANSFER_OPENING, VCD_TRANSFER_DECLARING, VCD_TRANSFER_LOCATING,
    VCD_TRANSFER_SENDING, VCD_TRANSFER_SETTLING, VCD_TRANSFER_DONE,
  };

  upload_assert_state (upload, VCD_TRANSFER_QUEUED);
  g_signal_connect (upload, "notify::state", G_CALLBACK (note_state), states);
  upload_run (upload);

  g_assert_cmpuint (states->len, ==, G_N_ELEMENTS (expected));
  for (unsigned i = 0; i < states->len; i++)
    g_assert_cmpint (g_array_index (states, VcdTransferState, i), ==, expected[i]);
  g_assert_cmpint (vcd_transfer_get_percent (VCD_TRANSFER (upload)), ==, 100);
  upload_assert_done (fixture, upload, "image.iso");
  fixture_assert_finalized (g_steal_pointer (&upload));
}

static void
test_catalog_shows_it (UploadFixture *fixture,
                       gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 100);
  VcdMedia *media;

  upload_run (upload);
  upload_assert_done (fixture, upload, "image.iso");
  g_assert_cmpuint (sim_n_items (fixture->catalog), ==, 1);
  media = vcd_catalog_find_media (fixture->catalog, "image.iso");
  g_assert_nonnull (media);
  g_assert_cmpint (vcd_media_get_status (media), ==, VCD_MEDIA_RESOLVED);
  g_assert_cmpuint (vcd_media_get_size (media), ==, 100);
  g_assert_cmpstr (vcd_media_get_href (media), ==, vcd_media_upload_get_media_href (upload));
  g_object_unref (media);
}

static void
test_wishes (UploadFixture *fixture,
             gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 100);
  g_autoptr (SimulatorMedia) media = NULL;

  vcd_media_upload_set_media_name (upload, "another name.iso");
  vcd_media_upload_set_description (upload, "with <words> & \"more\"");
  vcd_media_upload_set_storage_profile (upload, "Silver");
  vcd_media_upload_set_record_checksum (upload, TRUE);
  upload_run (upload);
  upload_assert_done (fixture, upload, "another name.iso");

  media = simulator_dup_media (fixture->simulator, "another name.iso");
  g_assert_cmpstr (media->description, ==, "with <words> & \"more\"");
  g_assert_cmpstr (media->storage_profile, ==, "Silver");
  g_assert_cmpstr (media->metadata_sha256, ==, vcd_media_upload_get_sha256 (upload));
  g_assert_null (media->image_type);
  g_assert_nonnull (media->operation_key);
  g_assert_null (vcd_transfer_get_note (VCD_TRANSFER (upload)));
}

static void
test_unknown_profile (UploadFixture *fixture,
                      gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 100);

  vcd_media_upload_set_storage_profile (upload, "Platinum");
  upload_run (upload);
  upload_assert_failed (upload, VCD_ERROR_NOT_FOUND);
  upload_assert_nothing_left (fixture);
}

/* Sectors of 2048 bytes, the 17th of which says what this is. */
static void
test_image_type (UploadFixture *fixture,
                 gconstpointer  data)
{
  g_autoptr (GFile) file = upload_fixture_file (fixture, "image.iso", 40 * 2048);
  g_autoptr (VcdMediaUpload) upload = NULL;
  g_autoptr (SimulatorMedia) media = NULL;
  uint8_t sectors[2 * 2048] = { 1, 'C', 'D', '0', '0', '1', 1 };
  int fd = open (g_file_peek_path (file), O_WRONLY);

  memset (sectors + 40, ' ', 32);
  memcpy (sectors + 40, "DEBIAN", 6);
  memcpy (sectors + 2048, "\xff" "CD001\1", 7);
  g_assert_cmpint (pwrite (fd, sectors, sizeof sectors, 16 * 2048), ==, sizeof sectors);
  close (fd);

  upload = vcd_media_upload_new (fixture->catalog, file);
  upload_hurry (upload);
  upload_run (upload);
  upload_assert_done (fixture, upload, "image.iso");
  g_assert_cmpint (vcd_media_upload_get_image_kind (upload), ==, VCD_IMAGE_ISO9660);
  g_assert_cmpstr (vcd_media_upload_get_volume_name (upload), ==, "DEBIAN");
  media = simulator_dup_media (fixture->simulator, "image.iso");
  g_assert_cmpstr (media->image_type, ==, "iso");
}

static void
test_image_type_wanted (UploadFixture *fixture,
                        gconstpointer  data)
{
  g_autoptr (SimulatorMedia) media = NULL;

  upload_fixture_survive (fixture, "strict-image-type", 1);
  media = simulator_dup_media (fixture->simulator, "image.iso");
  g_assert_cmpstr (media->image_type, ==, "iso");
}

static void
test_sizes (UploadFixture *fixture,
            gconstpointer  data)
{
  const struct
  {
    uint64_t size;
    unsigned puts;
  } cases[] = {
    { 1, 1 }, { UPLOAD_SLICE - 1, 1 }, { UPLOAD_SLICE, 1 }, { UPLOAD_SLICE + 1, 2 },
    { 3 * UPLOAD_SLICE, 3 },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.iso", i);
      g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, name, cases[i].size);
      g_autoptr (SimulatorMedia) media = NULL;
      g_autofree char *request = NULL;

      upload_run (upload);
      upload_assert_done (fixture, upload, name);
      media = simulator_dup_media (fixture->simulator, name);
      g_assert_cmpuint (media->puts, ==, cases[i].puts);

      request = simulator_dup_request (fixture->simulator, "put");
      if (cases[i].puts == 1)
        g_assert_null (strstr (request, "Content-Range"));
      else
        g_assert_nonnull (strstr (request, "Content-Range"));
    }
}

static void
test_empty (UploadFixture *fixture,
            gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 0);

  upload_run (upload);
  upload_assert_failed (upload, VCD_ERROR_FILE);
  g_assert_cmpuint (simulator_count_requests (fixture->simulator, "create"), ==, 0);
}

static void
test_large (UploadFixture *fixture,
            gconstpointer  data)
{
  const uint64_t size = G_GUINT64_CONSTANT (4) * 1024 * 1024 * 1024 + 5;
  g_autoptr (GFile) file = upload_fixture_file (fixture, "large.iso", 1);
  g_autoptr (VcdMediaUpload) upload = NULL;
  g_autoptr (SimulatorMedia) media = NULL;

  g_assert_cmpint (truncate (g_file_peek_path (file), (off_t) size), ==, 0);
  upload = vcd_media_upload_new (fixture->catalog, file);
  vcd_transfer_set_patience (VCD_TRANSFER (upload), UPLOAD_PATIENCE);
  upload_start (upload);
  for (int i = 0; i < 10 && !vcd_transfer_is_final (VCD_TRANSFER (upload)); i++)
    {
      uint64_t sent = vcd_transfer_get_sent (VCD_TRANSFER (upload));

      fixture_wait_until (vcd_transfer_is_final (VCD_TRANSFER (upload)) ||
                          vcd_transfer_get_sent (VCD_TRANSFER (upload)) > sent + size / 10);
    }
  fixture_wait_until (vcd_transfer_is_final (VCD_TRANSFER (upload)));

  upload_assert_state (upload, VCD_TRANSFER_DONE);
  media = simulator_dup_media (fixture->simulator, "large.iso");
  g_assert_cmpuint (media->size, ==, size);
  g_assert_cmpuint (media->stored, ==, size);
  /* In slices of 16 MiB it would be 257: they grow as fast as the machine allows. */
  g_assert_cmpuint (media->puts, <, 128);
  g_assert_cmpuint (media->puts, >=, 4);
}

static void
test_names (UploadFixture *fixture,
            gconstpointer  data)
{
  const char *names[] = { "a & b <c> \"d\" é 漢.iso", "no extension", "100% + a;b=c?d#e*.iso" };

  for (unsigned i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, names[i], 10);

      upload_run (upload);
      upload_assert_done (fixture, upload, names[i]);
      g_assert_cmpstr (vcd_transfer_get_name (VCD_TRANSFER (upload)), ==, names[i]);
    }
}

static void
test_bad_names (UploadFixture *fixture,
                gconstpointer  data)
{
  g_autofree char *long_name = g_strnfill (129, 'n');
  const char *names[] = { long_name, "a\nb.iso", "  ", "a\x7f" "b" };

  for (unsigned i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 10);

      vcd_media_upload_set_media_name (upload, names[i]);
      upload_run (upload);
      upload_assert_failed (upload, VCD_ERROR_INVALID);
    }

  long_name[128] = '\0';
  {
    g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 10);

    vcd_media_upload_set_media_name (upload, long_name);
    upload_run (upload);
    upload_assert_done (fixture, upload, long_name);
  }
  g_assert_cmpuint (simulator_count_requests (fixture->simulator, "create"), ==, 1);
}

static void
test_conflict_fail (UploadFixture *fixture,
                    gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 10);

  simulator_add_media (fixture->simulator, "ISOs", "image.iso", 5);
  upload_run (upload);
  upload_assert_failed (upload, VCD_ERROR_NAME_EXISTS);
  g_assert_nonnull (strstr (vcd_transfer_get_error (VCD_TRANSFER (upload))->message, "image.iso"));
  g_assert_cmpuint (simulator_count_media (fixture->simulator, NULL), ==, 1);
}

static void
test_conflict_rename (UploadFixture *fixture,
                      gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 10);

  simulator_add_media (fixture->simulator, "ISOs", "image.iso", 5);
  simulator_add_media (fixture->simulator, "ISOs", "image (2).iso", 5);
  vcd_media_upload_set_conflict_policy (upload, VCD_CONFLICT_RENAME);
  upload_run (upload);
  upload_assert_done (fixture, upload, "image (3).iso");
  g_assert_cmpstr (vcd_transfer_get_name (VCD_TRANSFER (upload)), ==, "image (3).iso");
  g_assert_cmpstr (vcd_media_upload_get_media_name (upload), ==, "image.iso");
}

static void
test_conflict_skip (UploadFixture *fixture,
                    gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 10);

  simulator_add_media (fixture->simulator, "ISOs", "image.iso", 5);
  vcd_media_upload_set_conflict_policy (upload, VCD_CONFLICT_SKIP);
  upload_run (upload);
  upload_assert_state (upload, VCD_TRANSFER_SKIPPED);
  g_assert_cmpuint (simulator_count_requests (fixture->simulator, "create"), ==, 0);
}

static void
test_conflict_replace (UploadFixture *fixture,
                       gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 3 * UPLOAD_SLICE);
  g_autoptr (SimulatorMedia) during = NULL;

  simulator_add_media (fixture->simulator, "ISOs", "image.iso", 5);
  simulator_set_fault (fixture->simulator, "throttle=100K");
  vcd_media_upload_set_conflict_policy (upload, VCD_CONFLICT_REPLACE);
  upload_start (upload);

  /* The old one stays until there is a new one. */
  fixture_wait_until (upload_state (upload) == VCD_TRANSFER_SENDING);
  during = simulator_dup_media (fixture->simulator, "image.iso");
  g_assert_cmpint (during->status, ==, 1);
  g_assert_cmpuint (during->size, ==, 5);
  simulator_clear_faults (fixture->simulator);

  upload_run (upload);
  upload_assert_done (fixture, upload, "image.iso");
  g_assert_cmpuint (simulator_count_media (fixture->simulator, NULL), ==, 1);
  g_assert_cmpuint (sim_n_items (fixture->catalog), ==, 1);
}

/* A machine has the old one in its drive: it stays, under another name, and that is said. */
static void
test_replace_in_use (UploadFixture *fixture,
                     gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 10);
  g_autoptr (SimulatorMedia) old = NULL;
  g_autofree char *name = NULL;
  const char *note;

  simulator_add_media (fixture->simulator, "ISOs", "image.iso", 5);
  simulator_set_fault (fixture->simulator, "delete-in-use");
  vcd_media_upload_set_conflict_policy (upload, VCD_CONFLICT_REPLACE);
  upload_run (upload);
  upload_assert_done (fixture, upload, "image.iso");

  g_assert_cmpuint (simulator_count_media (fixture->simulator, NULL), ==, 2);
  note = strstr (vcd_transfer_get_note (VCD_TRANSFER (upload)), "image.iso.replaced-");
  g_assert_nonnull (note);
  name = g_strndup (note, strlen ("image.iso.replaced-abcd"));
  old = simulator_dup_media (fixture->simulator, name);
  g_assert_nonnull (old);
  g_assert_cmpuint (old->size, ==, 5);
}

/* One of the two renamings is refused: the old image has its name then. */
static void
test_replace_refused (UploadFixture *fixture,
                      gconstpointer  data)
{
  const char *faults[] = { "status-403=on:edit,times:0", "status-403=on:edit,after:1,times:1" };

  for (unsigned i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *image = g_strdup_printf ("%u.iso", i);
      g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, image, 10);
      g_autofree char *temporary = g_strconcat (image, ".uploading-", NULL);
      g_autoptr (SimulatorMedia) old = NULL;

      simulator_add_media (fixture->simulator, "ISOs", image, 5);
      simulator_set_fault (fixture->simulator, faults[i]);
      vcd_media_upload_set_conflict_policy (upload, VCD_CONFLICT_REPLACE);
      upload_run (upload);
      upload_assert_failed (upload, VCD_ERROR_PERMISSION);

      /* Both are there, and the sentence says where the new one is. */
      old = simulator_dup_media (fixture->simulator, image);
      g_assert_nonnull (old);
      g_assert_cmpuint (old->size, ==, 5);
      g_assert_cmpuint (simulator_count_media (fixture->simulator, NULL), ==, i + 2);
      g_assert_nonnull (strstr (vcd_transfer_get_error (VCD_TRANSFER (upload))->message,
                                temporary));

      /* Once it may be, a retry only puts the new one in place. */
      simulator_clear_faults (fixture->simulator);
      upload_run (upload);
      upload_assert_done (fixture, upload, image);
      g_assert_cmpuint (simulator_count_media (fixture->simulator, NULL), ==, i + 1);
      g_assert_cmpuint (simulator_count_requests (fixture->simulator, "put"), ==, i + 1);
    }
}

/* Answers that are lost, at each of the steps. */
static void
test_replace_unanswered (UploadFixture *fixture,
                         gconstpointer  data)
{
  const char *faults[] = {
    "lost-reply=on:edit,times:1", "lost-reply=on:edit,after:1,times:1",
    "lost-reply=on:delete,times:1", "status-503=on:edit,times:3", "status-503=on:delete,times:3",
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *image = g_strdup_printf ("%u.iso", i);
      g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, image, 10);

      simulator_add_media (fixture->simulator, "ISOs", image, 5);
      simulator_set_fault (fixture->simulator, faults[i]);
      vcd_media_upload_set_conflict_policy (upload, VCD_CONFLICT_REPLACE);
      upload_run (upload);
      upload_assert_done (fixture, upload, image);
      g_assert_null (vcd_transfer_get_note (VCD_TRANSFER (upload)));
      g_assert_cmpuint (simulator_count_media (fixture->simulator, NULL), ==, i + 1);
      g_assert_cmpuint (sim_n_items (fixture->catalog), ==, i + 1);
      simulator_clear_faults (fixture->simulator);
    }
}

static const char *const old_versions[] = { "--api-versions=27.0,29.0", NULL };

/* The token of an old server goes where the bytes go only if the server asks for it. */
static void
test_old_server_token (UploadFixture *fixture,
                       gconstpointer  data)
{
  for (unsigned i = 0; i < 2; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.iso", i);
      g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, name, 2 * UPLOAD_SLICE);
      g_autofree char *request = NULL;

      if (i == 1)
        simulator_set_fault (fixture->simulator, "auth-required-on-transfer");
      upload_run (upload);
      upload_assert_done (fixture, upload, name);
      request = simulator_dup_request (fixture->simulator, "put");
      g_assert_true ((strcasestr (request, "\nx-vcloud-authorization: ") != NULL) == (i == 1));
    }
  g_assert_cmpuint (simulator_count_fault (fixture->simulator, "auth-required-on-transfer"), ==, 1);
}

static const char *const read_only[] = { "--catalog=ISOs:readonly", NULL };

static void
test_read_only (UploadFixture *fixture,
                gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 10);

  upload_run (upload);
  upload_assert_failed (upload, VCD_ERROR_PERMISSION);
  g_assert_cmpstr (vcd_transfer_get_error (VCD_TRANSFER (upload))->message, ==,
                   vcd_catalog_get_read_only_reason (fixture->catalog));
}

static void
test_no_metadata (UploadFixture *fixture,
                  gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 10);

  simulator_set_fault (fixture->simulator, "status-403=on:metadata");
  vcd_media_upload_set_record_checksum (upload, TRUE);
  upload_run (upload);
  upload_assert_done (fixture, upload, "image.iso");
  g_assert_nonnull (vcd_transfer_get_note (VCD_TRANSFER (upload)));
}

static void
test_authorization (UploadFixture *fixture,
                    gconstpointer  data)
{
  g_autofree char *request = NULL;
  const char *header;

  upload_fixture_survive (fixture, "auth-required-on-transfer", 2);
  request = simulator_dup_request (fixture->simulator, "put");
  header = strstr (request, "Authorization: Bearer ");
  g_assert_nonnull (header);
  g_assert_null (strstr (header + 1, "Authorization:"));
}

static void
test_run_async (UploadFixture *fixture,
                gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 10);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  vcd_transfer_run_async (VCD_TRANSFER (upload), NULL, fixture_on_ready, &result);
  fixture_wait_until (result != NULL);
  vcd_transfer_run_finish (VCD_TRANSFER (upload), result, &error);
  g_assert_no_error (error);
  upload_assert_done (fixture, upload, "image.iso");
}

static void
test_stop_and_run_again (UploadFixture *fixture,
                         gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 4 * UPLOAD_SLICE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  simulator_set_fault (fixture->simulator, "throttle=200K");
  vcd_transfer_run_async (VCD_TRANSFER (upload), cancellable, fixture_on_ready, &result);
  fixture_wait_until (vcd_transfer_get_confirmed (VCD_TRANSFER (upload)) > 0);
  g_cancellable_cancel (cancellable);
  fixture_wait_until (result != NULL && !vcd_transfer_is_running (VCD_TRANSFER (upload)));
  g_assert_false (vcd_transfer_run_finish (VCD_TRANSFER (upload), result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  upload_assert_state (upload, VCD_TRANSFER_QUEUED);
  g_assert_cmpuint (simulator_count_media (fixture->simulator, NULL), ==, 1);

  simulator_clear_faults (fixture->simulator);
  upload_run (upload);
  upload_assert_done (fixture, upload, "image.iso");
  g_assert_cmpuint (simulator_count_requests (fixture->simulator, "create"), ==, 1);
}

/* What a row of a list is bound to. */
static void
test_properties (UploadFixture *fixture,
                 gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 10);
  VcdTransfer *transfer = VCD_TRANSFER (upload);

  property_assert_settable (upload, "media-name", "b.iso");
  property_assert_settable (upload, "description", "new");
  property_assert_settable (upload, "storage-profile", "Silver");
  property_assert_settable (upload, "conflict-policy", VCD_CONFLICT_RENAME);
  property_assert_settable (upload, "record-checksum", TRUE);
  property_assert_settable (upload, "rate-limit", (uint64_t) 1024 * 1024);
  upload_run (upload);
  upload_assert_done (fixture, upload, "b.iso");

  property_assert_string (upload, "catalog-name", "ISOs");
  property_assert_string (upload, "catalog-name", vcd_media_upload_get_catalog_name (upload));
  property_assert_string (upload, "catalog-href", vcd_catalog_get_href (fixture->catalog));
  property_assert_string (upload, "catalog-href", vcd_media_upload_get_catalog_href (upload));
  property_assert_string (upload, "media-name", vcd_media_upload_get_media_name (upload));
  property_assert_string (upload, "description", vcd_media_upload_get_description (upload));
  property_assert_string (upload, "storage-profile", vcd_media_upload_get_storage_profile (upload));
  property_assert_number (upload, "conflict-policy", vcd_media_upload_get_conflict_policy (upload));
  property_assert_number (upload, "record-checksum", vcd_media_upload_get_record_checksum (upload));
  property_assert_number (upload, "image-kind", vcd_media_upload_get_image_kind (upload));
  property_assert_string (upload, "volume-name", vcd_media_upload_get_volume_name (upload));
  property_assert_string (upload, "sha256", vcd_media_upload_get_sha256 (upload));
  property_assert_string (upload, "media-href", vcd_media_upload_get_media_href (upload));

  property_assert_string (transfer, "id", vcd_transfer_get_id (transfer));
  property_assert_object (transfer, "session", fixture->session);
  property_assert_object (transfer, "file", vcd_transfer_get_file (transfer));
  property_assert_string (transfer, "name", vcd_transfer_get_name (transfer));
  property_assert_number (transfer, "state", VCD_TRANSFER_DONE);
  property_assert_number (transfer, "wait-reason", VCD_WAIT_NONE);
  property_assert_error (transfer, "error", NULL);
  property_assert_string (transfer, "note", vcd_transfer_get_note (transfer));
  property_assert_number (transfer, "size", 10);
  property_assert_number (transfer, "sent", 10);
  property_assert_number (transfer, "confirmed", 10);
  property_assert_number (transfer, "rate", (int64_t) vcd_transfer_get_rate (transfer));
  property_assert_number (transfer, "time-left", -1);
  property_assert_number (transfer, "percent", vcd_transfer_get_percent (transfer));
  property_assert_number (transfer, "rate-limit",
                          (int64_t) vcd_transfer_get_rate_limit (transfer));
}

static void
test_error_property (UploadFixture *fixture,
                     gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 10);

  simulator_set_fault (fixture->simulator, "quota-400");
  upload_run (upload);
  upload_assert_failed (upload, VCD_ERROR_NO_SPACE);
  property_assert_error (upload, "error", vcd_transfer_get_error (VCD_TRANSFER (upload)));
  property_assert_number (upload, "state", VCD_TRANSFER_FAILED);
}

int
main (int   argc,
      char *argv[])
{
  static const char *const uncounted[] = { "--storage=none", "--no-hash", NULL };

  g_test_init (&argc, &argv, NULL);
  dex_init ();

  upload_add ("/media-upload/states", test_states);
  upload_add ("/media-upload/catalog-shows-it", test_catalog_shows_it);
  upload_add ("/media-upload/wishes", test_wishes);
  upload_add ("/media-upload/unknown-profile", test_unknown_profile);
  upload_add ("/media-upload/image-type", test_image_type);
  upload_add ("/media-upload/image-type-wanted", test_image_type_wanted);
  upload_add ("/media-upload/sizes", test_sizes);
  upload_add ("/media-upload/empty", test_empty);
  upload_add_with ("/media-upload/large", uncounted, test_large);
  upload_add ("/media-upload/names", test_names);
  upload_add ("/media-upload/bad-names", test_bad_names);
  upload_add ("/media-upload/conflict-fail", test_conflict_fail);
  upload_add ("/media-upload/conflict-rename", test_conflict_rename);
  upload_add ("/media-upload/conflict-skip", test_conflict_skip);
  upload_add ("/media-upload/conflict-replace", test_conflict_replace);
  upload_add ("/media-upload/replace-in-use", test_replace_in_use);
  upload_add_with ("/media-upload/old-server-token", old_versions, test_old_server_token);
  upload_add ("/media-upload/replace-refused", test_replace_refused);
  upload_add ("/media-upload/replace-unanswered", test_replace_unanswered);
  upload_add_with ("/media-upload/read-only", read_only, test_read_only);
  upload_add ("/media-upload/no-metadata", test_no_metadata);
  upload_add ("/media-upload/authorization", test_authorization);
  upload_add ("/media-upload/run-async", test_run_async);
  upload_add ("/media-upload/stop-and-run-again", test_stop_and_run_again);
  upload_add ("/media-upload/properties", test_properties);
  upload_add ("/media-upload/error-property", test_error_property);

  return g_test_run ();
}
