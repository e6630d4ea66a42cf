/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "vcd.h"

G_BEGIN_DECLS

#define AIRLIFT_TYPE_TRANSFER_WATCH (airlift_transfer_watch_get_type ())

G_DECLARE_FINAL_TYPE (AirliftTransferWatch, airlift_transfer_watch, AIRLIFT, TRANSFER_WATCH,
                      GObject)

/* @queue: a list of VcdTransfer. Signals "added", "changed" and "removed", each with a transfer. */
AirliftTransferWatch *airlift_transfer_watch_new        (GListModel  *queue);
GListModel           *airlift_transfer_watch_get_queue  (AirliftTransferWatch *self);

/* Goes on without anybody, now or soon. */
gboolean              airlift_transfer_is_working       (VcdTransfer *transfer);
/* Bytes travel. */
gboolean              airlift_transfer_is_moving        (VcdTransfer *transfer);
/* Stands still until a person does something that nobody asked them for yet. */
gboolean              airlift_transfer_needs_person     (VcdTransfer *transfer);

G_END_DECLS
