/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-journal-private.h"
#include "vcd-transfer-queue.h"

G_BEGIN_DECLS

VcdJournal *vcd_transfer_queue_get_journal (VcdTransferQueue *self);
/* Gives an upload that has none its entry in the journal. */
void        vcd_transfer_queue_write_down  (VcdTransferQueue *self,
                                            VcdTransfer      *transfer);

G_END_DECLS
