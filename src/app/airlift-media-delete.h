/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Asks whether the images in @media are to be deleted, and deletes them. */
void airlift_media_delete (GtkWidget  *widget,
                           GListModel *media);

G_END_DECLS
