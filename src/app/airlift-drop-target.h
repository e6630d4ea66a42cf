/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "vcd.h"

G_BEGIN_DECLS

/* Where a drop on @widget would go. Returns FALSE if nothing can be dropped there; @catalog
 * (transfer none) may stay NULL for "to be chosen". Whether it takes any is looked at later. */
typedef gboolean (*AirliftDropGetCatalog) (GtkWidget   *widget,
                                           VcdCatalog **catalog,
                                           gpointer     data);

/* Takes files from anywhere and images from within the app, and hands them to the intake. */
GtkEventController *airlift_drop_target_new (AirliftDropGetCatalog get_catalog,
                                             gpointer              data);

G_END_DECLS
