/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Gives the columns of @view their cells, in the order of AirliftMediaColumn, and its rows their
 * sentences. @owner lives as long as @view and has a property "compact". */
void airlift_media_columns_fill (GtkColumnView *view,
                                 GObject       *owner);

G_END_DECLS
