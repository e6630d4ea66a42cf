/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-session.h"
#include "vcd-media-upload-private.h"
#include "vcd-transfer-queue.h"

/* Uploads a file as any program would, and lets itself be killed while it does. */

int
main (int   argc,
      char *argv[])
{
  g_autoptr (VcdTransferQueue) queue = NULL;
  g_autoptr (VcdMediaUpload) upload = NULL;
  g_autoptr (VcdSession) session = NULL;
  g_autoptr (VcdAccount) account = NULL;
  g_autoptr (VcdCatalog) catalog = NULL;
  g_autoptr (GFile) journal = NULL;
  g_autoptr (GFile) file = NULL;

  g_assert_cmpint (argc, ==, 6);
  dex_init ();

  account = vcd_account_new (argv[1], "demo", "demo");
  vcd_account_set_secret (account, "demo");
  g_assert_true (vcd_account_trust (account, NULL, argv[2], NULL));
  session = vcd_session_new (account);
  catalog = sim_session_dup_catalog (session, "ISOs");

  file = g_file_new_for_path (argv[3]);
  journal = g_file_new_for_path (argv[4]);
  queue = vcd_transfer_queue_new (journal);
  upload = vcd_media_upload_new (catalog, file);
  vcd_transfer_set_patience (VCD_TRANSFER (upload), 0.01);
  vcd_media_upload_set_slice_size (upload, 64 * 1024, 64 * 1024, 64 * 1024);
  if (g_str_equal (argv[5], "replace"))
    vcd_media_upload_set_conflict_policy (upload, VCD_CONFLICT_REPLACE);
  vcd_transfer_queue_adopt (queue, upload);
  vcd_transfer_queue_add (queue, VCD_TRANSFER (upload));

  while (!vcd_transfer_is_final (VCD_TRANSFER (upload)))
    g_main_context_iteration (NULL, TRUE);

  if (vcd_transfer_get_state (VCD_TRANSFER (upload)) != VCD_TRANSFER_DONE)
    {
      g_printerr ("%s\n", vcd_transfer_get_error (VCD_TRANSFER (upload))->message);
      return 1;
    }
  g_print ("%s", vcd_media_upload_get_sha256 (upload));

  return 0;
}
