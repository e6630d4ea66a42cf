/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli-commands.h"

G_BEGIN_DECLS

void cli_help_print (const CliCommand        *command,
                     const CliCommand *const *commands,
                     size_t                   n_commands,
                     const GOptionEntry      *global_entries);

G_END_DECLS
