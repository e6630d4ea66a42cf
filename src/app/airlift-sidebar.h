/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "vcd.h"

G_BEGIN_DECLS

#define AIRLIFT_TYPE_SIDEBAR (airlift_sidebar_get_type ())

G_DECLARE_FINAL_TYPE (AirliftSidebar, airlift_sidebar, AIRLIFT, SIDEBAR, GtkWidget)

/* Returns: (transfer none) (nullable): a VcdCatalog, or the VcdSession of an account */
GObject *airlift_sidebar_get_selected (AirliftSidebar *self);
/* Selects a catalog, or an account if @catalog_href is empty: now, or when it has been loaded. */
void     airlift_sidebar_select       (AirliftSidebar *self,
                                       const char     *account_id,
                                       const char     *catalog_href);

G_END_DECLS
