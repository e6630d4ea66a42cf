/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "airlift-progress-ring.h"
#include "airlift-transfer-groups.h"

G_BEGIN_DECLS

/* How all transfers stand together, for the ring and the line below a narrow window. */

AirliftRingMark  airlift_transfers_get_mark    (AirliftTransferGroups *groups);
/* "2 uploads, 43 %", "1 needs attention", "All transfers are done" */
char            *airlift_transfers_dup_summary (AirliftTransferGroups *groups);
/* The summary and how long it takes. */
char            *airlift_transfers_dup_tooltip (AirliftTransferGroups *groups);

G_END_DECLS
