/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "vcd.h"

G_BEGIN_DECLS

#define AIRLIFT_TYPE_TRANSFERS_VIEW (airlift_transfers_view_get_type ())

G_DECLARE_FINAL_TYPE (AirliftTransfersView, airlift_transfers_view, AIRLIFT, TRANSFERS_VIEW, AdwBin)

/* The application's own queue is there from the beginning. */
void airlift_transfers_view_set_queue (AirliftTransfersView *self,
                                      VcdTransferQueue     *queue);

G_END_DECLS
