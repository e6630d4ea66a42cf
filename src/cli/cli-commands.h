/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli-context.h"

G_BEGIN_DECLS

/* A command: what help says of it, its own options, and how many arguments it takes. */
typedef struct
{
  const char         *name;      /* one word, or two */
  const char         *arguments; /* as in the usage line */
  const char         *summary;
  const char         *description;
  const GOptionEntry *entries;
  unsigned int        min_arguments;
  unsigned int        max_arguments;
  CliExit           (*run) (CliContext *context,
                            char      **arguments);
} CliCommand;

extern const CliCommand cli_account_add;
extern const CliCommand cli_account_list;
extern const CliCommand cli_account_remove;
extern const CliCommand cli_account_check;
extern const CliCommand cli_catalogs;
extern const CliCommand cli_list;
extern const CliCommand cli_upload;
extern const CliCommand cli_download;
extern const CliCommand cli_edit;
extern const CliCommand cli_delete;
extern const CliCommand cli_clean;
extern const CliCommand cli_resume;

CliExit cli_delete_media (CliContext *context,
                          VcdMedia   *media);
CliExit cli_usage_error  (const char *format,
                          ...) G_GNUC_PRINTF (1, 2);

G_END_DECLS
