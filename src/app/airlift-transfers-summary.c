/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-transfers-summary.h"

#include <glib/gi18n.h>

#include "airlift-text.h"

AirliftRingMark
airlift_transfers_get_mark (AirliftTransferGroups *groups)
{
  if (airlift_transfer_groups_count (groups, AIRLIFT_GROUP_ATTENTION) > 0)
    return AIRLIFT_RING_ATTENTION;
  if (airlift_transfer_groups_count (groups, AIRLIFT_GROUP_ACTIVE) > 0)
    return AIRLIFT_RING_ACTIVE;
  if (airlift_transfer_groups_count (groups, AIRLIFT_GROUP_WAITING) == 0)
    return AIRLIFT_RING_DONE;

  return airlift_transfer_groups_get_can_pause (groups) ? AIRLIFT_RING_ACTIVE
                                                        : AIRLIFT_RING_PAUSED;
}

static char *
dup_open (AirliftTransferGroups *groups,
          unsigned int           uploads,
          unsigned int           downloads)
{
  g_autofree char *count = airlift_text_dup_count (uploads, downloads);
  int percent = (int) (100 * airlift_transfer_groups_get_fraction (groups));

  if (airlift_transfers_get_mark (groups) == AIRLIFT_RING_PAUSED)
    /* Translators: as in “2 uploads, paused at 43 %” */
    return g_strdup_printf (_("%s, paused at %d %%"), count, percent);

  /* Translators: as in “2 uploads, 43 %” */
  return g_strdup_printf (_("%s, %d %%"), count, percent);
}

char *
airlift_transfers_dup_summary (AirliftTransferGroups *groups)
{
  unsigned int attention = airlift_transfer_groups_count (groups, AIRLIFT_GROUP_ATTENTION);
  unsigned int uploads, downloads;
  g_autofree char *trouble = NULL;
  g_autofree char *open = NULL;

  airlift_transfer_groups_count_open (groups, &uploads, &downloads);
  if (uploads + downloads > 0)
    open = dup_open (groups, uploads, downloads);
  if (attention > 0)
    trouble = g_strdup_printf (ngettext ("%u needs attention", "%u need attention", attention),
                               attention);

  if (open != NULL && trouble != NULL)
    return g_strdup_printf ("%s · %s", open, trouble);
  if (open != NULL)
    return g_steal_pointer (&open);
  if (trouble != NULL)
    return g_steal_pointer (&trouble);
  if (g_list_model_get_n_items (G_LIST_MODEL (groups)) == 0)
    return g_strdup (_("No transfers"));

  return g_strdup (_("All transfers are done"));
}

char *
airlift_transfers_dup_tooltip (AirliftTransferGroups *groups)
{
  g_autofree char *summary = airlift_transfers_dup_summary (groups);
  g_autofree char *left = airlift_text_dup_duration_left (
    airlift_transfer_groups_get_time_left (groups));

  if (left == NULL)
    return g_steal_pointer (&summary);

  return g_strdup_printf ("%s · %s", summary, left);
}
