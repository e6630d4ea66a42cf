/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "vcd.h"

G_BEGIN_DECLS

#define AIRLIFT_TYPE_TRANSFER_ROW (airlift_transfer_row_get_type ())

G_DECLARE_FINAL_TYPE (AirliftTransferRow, airlift_transfer_row, AIRLIFT, TRANSFER_ROW, GtkWidget)

GtkWidget        *airlift_transfer_row_new          (void);
VcdTransfer      *airlift_transfer_row_get_transfer (AirliftTransferRow *self);
void              airlift_transfer_row_set_transfer (AirliftTransferRow *self,
                                                     VcdTransfer        *transfer);
/* The application's own unless another was set. */
VcdTransferQueue *airlift_transfer_row_get_queue    (AirliftTransferRow *self);
void              airlift_transfer_row_set_queue    (AirliftTransferRow *self,
                                                     VcdTransferQueue   *queue);
/* What has changed that no property tells. */
void              airlift_transfer_row_refresh      (AirliftTransferRow *self);
void              airlift_transfer_row_popup_menu   (AirliftTransferRow *self);
/* The one thing that helps most: shows it in its catalog, or tries again. */
void              airlift_transfer_row_activate     (AirliftTransferRow *self);

G_END_DECLS
