/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "vcd.h"

G_BEGIN_DECLS

/* The sections of a list of transfers, in their order. */
typedef enum
{
  AIRLIFT_GROUP_ACTIVE,
  AIRLIFT_GROUP_WAITING,
  AIRLIFT_GROUP_ATTENTION,
  AIRLIFT_GROUP_DONE,
  AIRLIFT_N_GROUPS
} AirliftGroup;

#define AIRLIFT_TYPE_TRANSFER_GROUPS (airlift_transfer_groups_get_type ())

G_DECLARE_FINAL_TYPE (AirliftTransferGroups, airlift_transfer_groups, AIRLIFT, TRANSFER_GROUPS,
                      GObject)

/* Which section @transfer belongs into. */
AirliftGroup           airlift_transfer_get_group             (VcdTransfer           *transfer);
/* Whether it has got its order to end, and has not ended. */
gboolean               airlift_transfer_is_cancelling         (VcdTransfer           *transfer);
void                   airlift_transfer_set_cancelling        (VcdTransfer           *transfer);

/* (transfer full): all who look at @queue share one. */
AirliftTransferGroups *airlift_transfer_groups_get            (VcdTransferQueue      *queue);
VcdTransferQueue      *airlift_transfer_groups_get_queue      (AirliftTransferGroups *self);
unsigned int           airlift_transfer_groups_count          (AirliftTransferGroups *self,
                                                               AirliftGroup           group);
/* How much of all that was begun together is there, from 0 to 1. */
double                 airlift_transfer_groups_get_fraction   (AirliftTransferGroups *self);
/* What has not ended. */
void                   airlift_transfer_groups_count_open     (AirliftTransferGroups *self,
                                                               unsigned int          *uploads,
                                                               unsigned int          *downloads);
/* Seconds for all that is under way, or -1. */
int64_t                airlift_transfer_groups_get_time_left  (AirliftTransferGroups *self);
gboolean               airlift_transfer_groups_get_can_pause  (AirliftTransferGroups *self);
gboolean               airlift_transfer_groups_get_can_resume (AirliftTransferGroups *self);
/* Moves @transfer before (-1) or behind (1) its neighbour of the same section. */
gboolean               airlift_transfer_groups_move           (AirliftTransferGroups *self,
                                                               VcdTransfer           *transfer,
                                                               int                    direction,
                                                               gboolean               only_look);
/* Moves @transfer to where @other is, if both are of one section. */
gboolean               airlift_transfer_groups_move_to        (AirliftTransferGroups *self,
                                                               VcdTransfer           *transfer,
                                                               VcdTransfer           *other);

G_END_DECLS
