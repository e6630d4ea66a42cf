/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-session-private.h"

G_BEGIN_DECLS

typedef enum
{
  VCD_TASK_NONE,
  VCD_TASK_QUEUED,
  VCD_TASK_PRE_RUNNING,
  VCD_TASK_RUNNING,
  VCD_TASK_SUCCESS,
  VCD_TASK_ERROR,
  VCD_TASK_CANCELED,
  VCD_TASK_ABORTED,
} VcdTaskStatus;

/* What a Task element says. */
typedef struct
{
  char          *href;
  char          *cancel_href;
  char          *operation;
  VcdTaskStatus  status;
  int            progress; /* percent, or -1 */
  GError        *error;    /* only with VCD_TASK_ERROR */
} VcdTask;

VcdTask   *vcd_task_new_from_element (VcdElement *element);
/* Of an element with Tasks in it the running one, else a failed one, else any; NULL without. */
VcdTask   *vcd_task_new_from_owner   (VcdElement *owner);
void       vcd_task_free             (VcdTask    *self);
gboolean   vcd_task_is_running       (VcdTask    *self);

/* Follows the task that @reply holds (as root or below Tasks), if any, to its end: resolves to
 * TRUE, also when there is none; rejects with the task's error, or G_IO_ERROR_CANCELLED if it was
 * cancelled. Polls from 1 s on, ever slower to 5 s. */
DexFuture *vcd_task_follow           (VcdSession *session,
                                      VcdReply   *reply);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcdTask, vcd_task_free)

G_END_DECLS
