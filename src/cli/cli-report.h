/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli-exit.h"

G_BEGIN_DECLS

/* What is said of one transfer: as a record with --json, as a line without. */
char       *cli_report_dup_phase (VcdTransfer  *transfer);
const char *cli_report_get_sha256 (VcdTransfer *transfer);
void        cli_report_state     (VcdTransfer  *transfer);
void        cli_report_note      (VcdTransfer  *transfer);
void        cli_report_progress  (VcdTransfer  *transfer);
void        cli_report_done      (VcdTransfer  *transfer,
                                  int64_t       microseconds,
                                  double        bytes_per_second);
CliExit     cli_report_error     (VcdTransfer  *transfer,
                                  const GError *error);

G_END_DECLS
