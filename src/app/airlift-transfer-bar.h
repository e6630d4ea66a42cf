/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AIRLIFT_TYPE_TRANSFER_BAR (airlift_transfer_bar_get_type ())

G_DECLARE_FINAL_TYPE (AirliftTransferBar, airlift_transfer_bar, AIRLIFT, TRANSFER_BAR, GtkWidget)

GtkWidget *airlift_transfer_bar_new         (void);
/* @percent: how far it is; less than 0 if nobody knows, but something goes on */
void       airlift_transfer_bar_set_percent (AirliftTransferBar *self,
                                             int                 percent);

G_END_DECLS
