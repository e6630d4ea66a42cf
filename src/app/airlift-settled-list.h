/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AIRLIFT_TYPE_SETTLED_LIST (airlift_settled_list_get_type ())

G_DECLARE_FINAL_TYPE (AirliftSettledList, airlift_settled_list, AIRLIFT, SETTLED_LIST, GObject)

/* From here on the list stays as it is, until the model has sorted. */
void airlift_settled_list_hold   (AirliftSettledList *self);
/* Shows the new order, if it is there already; else that happens by itself as soon as it is. */
void airlift_settled_list_settle (AirliftSettledList *self);

G_END_DECLS
