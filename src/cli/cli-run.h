/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli-exit.h"

G_BEGIN_DECLS

typedef struct _CliRun CliRun;

CliRun  *cli_run_new           (VcdTransferQueue *queue);
void     cli_run_set_wait      (CliRun           *self,
                                gboolean          wait);
void     cli_run_set_trust     (CliRun           *self,
                                GPtrArray        *fingerprints);
void     cli_run_watch         (CliRun           *self,
                                VcdTransfer      *transfer);
void     cli_run_fail          (CliRun           *self,
                                const char       *name,
                                const GError     *error);
CliExit  cli_run_until_done    (CliRun           *self);
void     cli_run_free          (CliRun           *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliRun, cli_run_free)

G_END_DECLS
