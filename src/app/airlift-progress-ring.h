/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What is in the middle of the ring. */
typedef enum
{
  AIRLIFT_RING_ACTIVE,
  AIRLIFT_RING_PAUSED,
  AIRLIFT_RING_ATTENTION,
  AIRLIFT_RING_DONE,
} AirliftRingMark;

#define AIRLIFT_TYPE_PROGRESS_RING (airlift_progress_ring_get_type ())

G_DECLARE_FINAL_TYPE (AirliftProgressRing, airlift_progress_ring, AIRLIFT, PROGRESS_RING, GtkWidget)

void airlift_progress_ring_set_fraction (AirliftProgressRing *self,
                                         double               fraction);
void airlift_progress_ring_set_mark     (AirliftProgressRing *self,
                                         AirliftRingMark      mark);

G_END_DECLS
