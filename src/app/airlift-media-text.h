/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "vcd.h"

G_BEGIN_DECLS

/* How a list shows that something is the matter with an image. */
typedef enum
{
  AIRLIFT_MEDIA_READY,
  AIRLIFT_MEDIA_BUSY,
  AIRLIFT_MEDIA_TROUBLE,
} AirliftMediaMood;

/* What is said of an image, in words. All of it may hold what a server wrote: no markup. */
/* Returns: (transfer none) (nullable): the upload of it that runs or waits in this process */
VcdTransfer      *airlift_media_find_upload   (VcdMedia *media);
const char       *airlift_media_get_icon_name (VcdMedia *media);
AirliftMediaMood  airlift_media_get_mood      (VcdMedia *media);
char             *airlift_media_dup_size      (VcdMedia *media);
char             *airlift_media_dup_status    (VcdMedia *media);
/* Short and relative: "Today 13:20", "3 Nov". */
char             *airlift_media_dup_created   (VcdMedia *media);
/* To the second. */
char             *airlift_media_dup_created_exactly (VcdMedia *media);
/* The second line where there is no room for columns. */
char             *airlift_media_dup_summary   (VcdMedia *media);
/* All of a row as one sentence, for those who hear it. */
char             *airlift_media_dup_sentence  (VcdMedia *media);

G_END_DECLS
