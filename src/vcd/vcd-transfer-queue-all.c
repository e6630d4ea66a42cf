/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "vcd-transfer-queue-private.h"
#include "vcd-transfer.h"
#include "vcd-worker-private.h"

/* What is done with all transfers of a queue. */

/**
 * vcd_transfer_queue_pause_all:
 * @self: a queue
 *
 * Pauses all that have not ended.
 */
void
vcd_transfer_queue_pause_all (VcdTransferQueue *self)
{
  g_return_if_fail (VCD_IS_TRANSFER_QUEUE (self));

  for (unsigned i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self)); i++)
    {
      g_autoptr (VcdTransfer) transfer = g_list_model_get_item (G_LIST_MODEL (self), i);

      vcd_transfer_pause (transfer);
    }
}

/**
 * vcd_transfer_queue_resume_all:
 * @self: a queue
 *
 * Goes on with all that are paused. Those that wait try again at once.
 */
void
vcd_transfer_queue_resume_all (VcdTransferQueue *self)
{
  g_return_if_fail (VCD_IS_TRANSFER_QUEUE (self));

  for (unsigned i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self)); i++)
    {
      g_autoptr (VcdTransfer) transfer = g_list_model_get_item (G_LIST_MODEL (self), i);

      vcd_transfer_resume (transfer);
    }
}

/**
 * vcd_transfer_queue_clear_done:
 * @self: a queue
 *
 * Takes out all that are done, skipped or cancelled. Those that failed stay.
 */
void
vcd_transfer_queue_clear_done (VcdTransferQueue *self)
{
  g_return_if_fail (VCD_IS_TRANSFER_QUEUE (self));

  for (unsigned i = g_list_model_get_n_items (G_LIST_MODEL (self)); i > 0; i--)
    {
      g_autoptr (VcdTransfer) transfer = g_list_model_get_item (G_LIST_MODEL (self), i - 1);

      if (vcd_transfer_is_final (transfer) &&
          vcd_transfer_get_state (transfer) != VCD_TRANSFER_FAILED)
        vcd_transfer_queue_remove (self, transfer);
    }
}

/**
 * vcd_transfer_queue_set_courteous:
 * @self: a queue
 * @courteous: whether drawing comes first
 *
 * Lets the threads that read, hash, encrypt and send give way to all others where processors are
 * scarce: a window stays smooth, and transfers are as fast as before wherever there is one
 * processor to spare. It holds for all of the process, and for threads that begin from now on.
 */
void
vcd_transfer_queue_set_courteous (VcdTransferQueue *self,
                                  gboolean          courteous)
{
  g_return_if_fail (VCD_IS_TRANSFER_QUEUE (self));

  vcd_worker_set_courteous (courteous);
}
