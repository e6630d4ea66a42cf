/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "vcd.h"

G_BEGIN_DECLS

/* Adds the actions "media.*" and their shortcuts to the class of a catalog page. */
void airlift_media_actions_install (GtkWidgetClass    *widget_class);
/* Enables those that can be done to what is selected. */
void airlift_media_actions_update  (GtkWidget         *page,
                                    VcdCatalog        *catalog,
                                    GtkSelectionModel *selection);

G_END_DECLS
