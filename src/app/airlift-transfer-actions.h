/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "airlift-transfer-row.h"

G_BEGIN_DECLS

/* What can be done with a transfer: the actions of its row. */
void        airlift_transfer_actions_install (GtkWidgetClass     *widget_class);
/* Says which of them make sense now. */
void        airlift_transfer_actions_update  (AirliftTransferRow *row);
gboolean    airlift_transfer_can_pause       (VcdTransfer        *transfer);
/* The button that helps a transfer in trouble; both are NULL where none is needed. */
void        airlift_transfer_get_help        (VcdTransfer        *transfer,
                                              const char        **label,
                                              const char        **action);
/* (transfer full): a menu of what makes sense for @transfer as it is now. */
GMenuModel *airlift_transfer_dup_menu        (VcdTransfer        *transfer);

G_END_DECLS
