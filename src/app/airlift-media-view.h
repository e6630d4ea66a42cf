/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "vcd.h"

G_BEGIN_DECLS

#define AIRLIFT_TYPE_MEDIA_VIEW (airlift_media_view_get_type ())

G_DECLARE_FINAL_TYPE (AirliftMediaView, airlift_media_view, AIRLIFT, MEDIA_VIEW, GtkWidget)

/* Returns: (transfer none): what is listed, after searching and sorting */
GtkSelectionModel *airlift_media_view_get_selection   (AirliftMediaView *self);
/* Returns: (transfer full): the images that are selected, as a list of their own */
GListModel        *airlift_media_view_dup_selected    (AirliftMediaView *self);
/* Selects the one image and scrolls to it. Returns whether it is listed. */
gboolean           airlift_media_view_select          (AirliftMediaView *self,
                                                       const char       *media_href);
/* The first one, with the focus. */
void               airlift_media_view_select_first   (AirliftMediaView *self);
/* Puts the images into order again after some of them changed. */
void               airlift_media_view_resort          (AirliftMediaView *self);
/* Back to the first image. */
void               airlift_media_view_scroll_to_start (AirliftMediaView *self);

G_END_DECLS
