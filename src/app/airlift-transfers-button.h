/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "vcd.h"

G_BEGIN_DECLS

#define AIRLIFT_TYPE_TRANSFERS_BUTTON (airlift_transfers_button_get_type ())

G_DECLARE_FINAL_TYPE (AirliftTransfersButton, airlift_transfers_button, AIRLIFT, TRANSFERS_BUTTON,
                      AdwBin)

/* The application's own queue is there from the beginning. */
void airlift_transfers_button_set_queue (AirliftTransfersButton *self,
                                         VcdTransferQueue       *queue);
void airlift_transfers_button_popup     (AirliftTransfersButton *self);

G_END_DECLS
