/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "vcd.h"

G_BEGIN_DECLS

typedef enum
{
  AIRLIFT_MEDIA_COLUMN_NAME,
  AIRLIFT_MEDIA_COLUMN_SIZE,
  AIRLIFT_MEDIA_COLUMN_STATUS,
  AIRLIFT_MEDIA_COLUMN_CREATED,
  AIRLIFT_MEDIA_COLUMN_OWNER,
} AirliftMediaColumn;

#define AIRLIFT_TYPE_MEDIA_CELL (airlift_media_cell_get_type ())

G_DECLARE_FINAL_TYPE (AirliftMediaCell, airlift_media_cell, AIRLIFT, MEDIA_CELL, GtkWidget)

GtkWidget *airlift_media_cell_new       (AirliftMediaColumn  column);
/* Returns: (transfer none) (nullable): the image that is shown */
VcdMedia  *airlift_media_cell_get_media (AirliftMediaCell   *self);
/* @media: (nullable) */
void       airlift_media_cell_set_media (AirliftMediaCell   *self,
                                         VcdMedia           *media);

G_END_DECLS
