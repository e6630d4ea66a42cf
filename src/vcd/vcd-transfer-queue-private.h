/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-journal-private.h"
#include "vcd-transfer-queue.h"

G_BEGIN_DECLS

VcdJournal *vcd_transfer_queue_get_journal (VcdTransferQueue *self);

G_END_DECLS
