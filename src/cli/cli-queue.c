/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-queue.h"

#include <glib/gi18n.h>

#include "cli-text.h"

#define MAX_PARALLEL 16

/* @parallel: how many transfers at once, or 0 for the queue's own number
 * @rate_limit: (nullable): bytes a second for all together, as it was typed */
VcdTransferQueue *
cli_queue_new (int          parallel,
               const char  *rate_limit,
               GError     **error)
{
  g_autofree char *path = NULL;
  g_autoptr (GFile) journal = NULL;
  VcdTransferQueue *queue;
  uint64_t limit = 0;

  if (parallel < 0 || parallel > MAX_PARALLEL)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _("--parallel takes a number from 1 to %d"), MAX_PARALLEL);
      return NULL;
    }
  if (rate_limit != NULL && !cli_text_parse_rate (rate_limit, &limit, error))
    return NULL;

  path = g_build_filename (g_get_user_state_dir (), "airlift", "transfers", NULL);
  journal = g_file_new_for_path (path);
  queue = vcd_transfer_queue_new (journal);
  vcd_transfer_queue_set_rate_limit (queue, limit);
  if (parallel > 0)
    {
      vcd_transfer_queue_set_max_active (queue, parallel);
      vcd_transfer_queue_set_max_per_account (queue, parallel);
    }

  return queue;
}
