/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define AIRLIFT_TYPE_SIDEBAR_ROW (airlift_sidebar_row_get_type ())

G_DECLARE_FINAL_TYPE (AirliftSidebarRow, airlift_sidebar_row, AIRLIFT, SIDEBAR_ROW, GtkWidget)

G_END_DECLS
