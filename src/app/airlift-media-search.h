/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Lets those images of @model pass whose name or description has @search in it, whatever the case;
 * all of them if it is NULL or empty. */
void airlift_media_search_set (GtkFilterListModel *model,
                               const char         *search);

G_END_DECLS
