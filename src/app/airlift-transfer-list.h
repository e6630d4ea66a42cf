/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "vcd.h"

G_BEGIN_DECLS

#define AIRLIFT_TYPE_TRANSFER_LIST (airlift_transfer_list_get_type ())

G_DECLARE_FINAL_TYPE (AirliftTransferList, airlift_transfer_list, AIRLIFT, TRANSFER_LIST, AdwBin)

/* @model: (nullable): of VcdTransfer; with sections if it has some and the list is not compact */
void airlift_transfer_list_set_model (AirliftTransferList *self,
                                      VcdTransferQueue    *queue,
                                      GListModel          *model);

G_END_DECLS
