/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "vcd.h"

G_BEGIN_DECLS

/* Images that are dragged or copied within the app: what a drag out of a catalog offers, and a drop
 * on another one takes. */
#define AIRLIFT_TYPE_MEDIA_LIST (airlift_media_list_get_type ())

G_DECLARE_FINAL_TYPE (AirliftMediaList, airlift_media_list, AIRLIFT, MEDIA_LIST, GObject)

AirliftMediaList *airlift_media_list_new       (GListModel       *media);
/* Returns: (transfer none): a list of VcdMedia */
GListModel       *airlift_media_list_get_media (AirliftMediaList *self);

G_END_DECLS
