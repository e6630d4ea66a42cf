/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "vcd.h"

G_BEGIN_DECLS

/* The images that a drag which begins at this place of @widget takes along; (transfer full), or
 * NULL if there are none. */
typedef GListModel *(*AirliftMediaDragPrepare) (GtkWidget *widget,
                                                double     x,
                                                double     y,
                                                gpointer   data);

/* Lets images be dragged out of @widget. */
GtkEventController *airlift_media_drag_new (AirliftMediaDragPrepare prepare,
                                            gpointer                data);

G_END_DECLS
