/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "vcd.h"

G_BEGIN_DECLS

#define AIRLIFT_TYPE_TRANSFERS_BAR (airlift_transfers_bar_get_type ())

G_DECLARE_FINAL_TYPE (AirliftTransfersBar, airlift_transfers_bar, AIRLIFT, TRANSFERS_BAR, AdwBin)

/* The application's own queue is there from the beginning. */
void airlift_transfers_bar_set_queue (AirliftTransfersBar *self,
                                     VcdTransferQueue    *queue);

G_END_DECLS
