/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Uploads in a queue, with what is in its journal. */

#include "upload-fixture.h"
#include "vcd-transfer-queue.h"

/* A queue with a journal in the fixture's directory. */
G_GNUC_UNUSED static VcdTransferQueue *
queue_new (UploadFixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->directory, "journal", NULL);
  g_autoptr (GFile) directory = g_file_new_for_path (path);

  return vcd_transfer_queue_new (directory);
}

G_GNUC_UNUSED static unsigned
queue_count_files (UploadFixture *fixture,
             const char    *suffix)
{
  g_autofree char *path = g_build_filename (fixture->directory, "journal", NULL);
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
  unsigned n_files = 0;
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    if (g_str_has_suffix (name, suffix))
      n_files++;

  return n_files;
}

G_GNUC_UNUSED static VcdMediaUpload *
queue_add (UploadFixture    *fixture,
     VcdTransferQueue *queue,
     const char       *name,
     unsigned          slices)
{
  VcdMediaUpload *upload = upload_fixture_new (fixture, name, slices * UPLOAD_SLICE);

  vcd_transfer_queue_add (queue, VCD_TRANSFER (upload));
  g_object_unref (upload);

  return upload;
}

G_GNUC_UNUSED static gboolean
queue_is_over (VcdTransferQueue *queue)
{
  for (unsigned i = 0; i < sim_n_items (queue); i++)
    {
      g_autoptr (VcdTransfer) transfer = g_list_model_get_item (G_LIST_MODEL (queue), i);

      if (!vcd_transfer_is_final (transfer) || vcd_transfer_is_running (transfer))
        return FALSE;
    }

  return TRUE;
}

G_GNUC_UNUSED static unsigned
queue_count_state (VcdTransferQueue *queue,
             VcdTransferState  state)
{
  unsigned n_transfers = 0;

  for (unsigned i = 0; i < sim_n_items (queue); i++)
    {
      g_autoptr (VcdTransfer) transfer = g_list_model_get_item (G_LIST_MODEL (queue), i);

      if (vcd_transfer_get_state (transfer) == state)
        n_transfers++;
    }

  return n_transfers;
}
