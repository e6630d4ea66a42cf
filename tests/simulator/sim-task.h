/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sim-cell.h"

G_BEGIN_DECLS

SimTask *sim_task_new (SimCell *cell,
                       const char *operation_name,
                       char *operation,
                       SimTaskFunc done);
void sim_task_free (SimTask *self);

void sim_task_set_owner (SimTask *self,
                         SimMedia *media,
                         const char *path,
                         const char *name,
                         const char *type);
void sim_task_set_argument (SimTask *self,
                            gpointer argument,
                            GDestroyNotify argument_free);

void sim_task_work (SimTask *self,
                    double seconds);
void sim_task_set_outcome (SimTask *self,
                           SimTaskStatus status,
                           const char *minor,
                           const char *message);
void sim_task_fail (SimTask *self,
                    const char *minor,
                    const char *message);
void sim_task_stop (SimTask *self,
                    SimTaskStatus status);

gboolean sim_task_is_over (SimTask *self);
const char *sim_task_get_status_name (SimTask *self);
int sim_task_get_progress (SimTask *self);

G_END_DECLS
