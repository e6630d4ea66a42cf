/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "vcd.h"

G_BEGIN_DECLS

#define AIRLIFT_TYPE_CONFLICT_GROUP (airlift_conflict_group_get_type ())

G_DECLARE_FINAL_TYPE (AirliftConflictGroup, airlift_conflict_group, AIRLIFT, CONFLICT_GROUP, AdwBin)

/* @candidate: one of @candidates whose name is taken */
AirliftConflictGroup *airlift_conflict_group_new        (VcdCandidates        *candidates,
                                                         VcdCandidate         *candidate);
VcdConflictPolicy     airlift_conflict_group_get_policy (AirliftConflictGroup *self);
/* Only what is in the catalog can be replaced. */
gboolean              airlift_conflict_group_can        (AirliftConflictGroup *self,
                                                         VcdConflictPolicy     policy);
void                  airlift_conflict_group_set_policy (AirliftConflictGroup *self,
                                                         VcdConflictPolicy     policy);
/* Whether what is chosen can be done; "changed" says when to ask again. */
gboolean              airlift_conflict_group_is_settled (AirliftConflictGroup *self);
/* Gives the candidate what was chosen and typed. */
void                  airlift_conflict_group_apply      (AirliftConflictGroup *self);

G_END_DECLS
