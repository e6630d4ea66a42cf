/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Asks where the images in @media are to be put, and queues their downloads. */
void airlift_media_save (GtkWidget  *widget,
                         GListModel *media);

G_END_DECLS
