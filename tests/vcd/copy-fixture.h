/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <string.h>

#include "properties.h"
#include "upload-fixture.h"
#include "vcd-transfer-queue.h"

/* Images that go from one cloud to another, both of which have their troubles. */

/* More than what is kept of its beginning. */
#define SLICE  (4 * UPLOAD_SLICE)
#define SIZE   (10 * SLICE)

typedef struct
{
  UploadFixture  target;
  Simulator     *source;
  VcdSession    *source_session;
  VcdCatalog    *source_catalog;
  unsigned       looked_up;
} CopyFixture;

G_GNUC_UNUSED static void
set_up (CopyFixture   *fixture,
        gconstpointer  data)
{
  g_autoptr (VcdMediaUpload) upload = NULL;
  g_autoptr (GFile) file = NULL;

  upload_fixture_set_up (&fixture->target, NULL);
  fixture->source = simulator_start ("--quiet", "--catalog", "Masters", "--import-seconds=0.02",
                                     NULL);
  fixture->source_session = sim_session_new (fixture->source);
  fixture->source_catalog = sim_session_dup_catalog (fixture->source_session, "Masters");

  file = upload_fixture_file (&fixture->target, "source.iso", SIZE);
  upload = vcd_media_upload_new (fixture->source_catalog, file);
  vcd_transfer_set_patience (VCD_TRANSFER (upload), UPLOAD_PATIENCE);
  vcd_media_upload_set_description (upload, "All we need");
  upload_run (upload);
  upload_assert_state (upload, VCD_TRANSFER_DONE);
}

G_GNUC_UNUSED static void
tear_down (CopyFixture   *fixture,
           gconstpointer  data)
{
  g_object_unref (fixture->source_catalog);
  fixture_assert_finalized (fixture->source_session);
  simulator_free (fixture->source);
  upload_fixture_tear_down (&fixture->target, data);
}

G_GNUC_UNUSED static VcdMediaUpload *
make (CopyFixture *fixture)
{
  g_autoptr (VcdMedia) media = vcd_catalog_find_media (fixture->source_catalog, "source.iso");
  VcdMediaUpload *copy = vcd_media_upload_new_copy (fixture->target.catalog, media);

  upload_hurry (copy);
  vcd_media_upload_set_slice_size (copy, SLICE, SLICE, SLICE);

  return copy;
}

/* On its way, but slowly enough for what is done to it meanwhile. */
G_GNUC_UNUSED static VcdMediaUpload *
start_slowly (CopyFixture *fixture)
{
  VcdMediaUpload *copy = make (fixture);

  vcd_transfer_set_rate_limit (VCD_TRANSFER (copy), 2 * 1024 * 1024);
  upload_start (copy);
  fixture_wait_until (vcd_transfer_get_confirmed (VCD_TRANSFER (copy)) > 0);

  return copy;
}

/* Half of it is there, and the other half cannot be read now: a server that takes no request for it
 * does so until its faults are cleared. */
G_GNUC_UNUSED static VcdMediaUpload *
start_cut (CopyFixture *fixture)
{
  VcdMediaUpload *copy = make (fixture);

  simulator_set_fault (fixture->source, "drop-download=byte:1500000");
  simulator_set_fault (fixture->source, "status-503=on:get,after:1");
  upload_start (copy);
  fixture_wait_until (upload_state (copy) == VCD_TRANSFER_WAITING);
  g_assert_cmpuint (vcd_transfer_get_confirmed (VCD_TRANSFER (copy)), >, SIZE / 4);
  g_assert_cmpuint (vcd_transfer_get_confirmed (VCD_TRANSFER (copy)), <=, 1500000);

  return copy;
}

G_GNUC_UNUSED static void
assert_same (CopyFixture *fixture,
             const char  *name)
{
  g_autoptr (SimulatorMedia) source = simulator_dup_media (fixture->source, "source.iso");
  g_autoptr (SimulatorMedia) target = simulator_dup_media (fixture->target.simulator, name);

  g_assert_nonnull (target);
  g_assert_cmpint (target->status, ==, 1);
  g_assert_cmpuint (target->size, ==, source->size);
  g_assert_cmpuint (target->stored, ==, source->size);
  g_assert_cmpstr (target->sha256, ==, source->sha256);
  g_assert_cmpstr (target->description, ==, "All we need");
}

/* It is there, byte for byte, and nobody keeps anything for it any more. */
G_GNUC_UNUSED static void
assert_done (CopyFixture    *fixture,
             VcdMediaUpload *copy)
{
  upload_assert_state (copy, VCD_TRANSFER_DONE);
  assert_same (fixture, vcd_transfer_get_name (VCD_TRANSFER (copy)));
  g_assert_cmpuint (vcd_transfer_get_confirmed (VCD_TRANSFER (copy)), ==, SIZE);
  g_assert_cmpuint (simulator_count_media (fixture->target.simulator, NULL), ==, 1);
  fixture_wait_until (simulator_count_spool (fixture->source) == 0);
  fixture_wait_until (simulator_count_spool (fixture->target.simulator) == 0);
}

G_GNUC_UNUSED static void
assert_hashed (CopyFixture    *fixture,
               VcdMediaUpload *copy)
{
  g_autoptr (SimulatorMedia) source = simulator_dup_media (fixture->source, "source.iso");

  g_assert_cmpstr (vcd_media_upload_get_sha256 (copy), ==, source->sha256);
}

G_GNUC_UNUSED static void
finish (CopyFixture    *fixture,
        VcdMediaUpload *copy)
{
  vcd_transfer_set_rate_limit (VCD_TRANSFER (copy), 0);
  fixture_wait_until (vcd_transfer_is_final (VCD_TRANSFER (copy)) &&
                      !vcd_transfer_is_running (VCD_TRANSFER (copy)));
  assert_done (fixture, copy);
}

G_GNUC_UNUSED static void
run_with (CopyFixture *fixture,
          const char  *source_fault,
          const char  *target_fault)
{
  g_autoptr (VcdMediaUpload) copy = make (fixture);

  g_test_message ("%s, %s", source_fault != NULL ? source_fault : "-",
                  target_fault != NULL ? target_fault : "-");
  if (source_fault != NULL)
    simulator_set_fault (fixture->source, source_fault);
  if (target_fault != NULL)
    simulator_set_fault (fixture->target.simulator, target_fault);
  upload_run (copy);
  assert_done (fixture, copy);
  assert_hashed (fixture, copy);
  fixture_assert_finalized (g_steal_pointer (&copy));

  simulator_clear_faults (fixture->source);
  simulator_clear_faults (fixture->target.simulator);
  simulator_delete_media (fixture->target.simulator, "source.iso");
  fixture_assert_resolves (vcd_catalog_load (fixture->target.catalog));
}

#define copy_add(path, func) \
  g_test_add ((path), CopyFixture, NULL, set_up, (func), tear_down)
