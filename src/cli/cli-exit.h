/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "vcd.h"

G_BEGIN_DECLS

/* What the program's exit status tells a script. Written down in the manual: never renumber. */
typedef enum
{
  CLI_EXIT_DONE = 0,
  CLI_EXIT_SERVER = 1,
  CLI_EXIT_USAGE = 2,
  CLI_EXIT_SIGN_IN = 3,
  CLI_EXIT_CERTIFICATE = 4,
  CLI_EXIT_REFUSED = 5,
  CLI_EXIT_NAME_TAKEN = 6,
  CLI_EXIT_FILE = 7,
  CLI_EXIT_INTERRUPTED = 130,
} CliExit;

CliExit     cli_exit_for_error  (const GError *error);
const char *cli_exit_error_code (const GError *error);
gboolean    cli_exit_is_cancel  (const GError *error);

G_END_DECLS
