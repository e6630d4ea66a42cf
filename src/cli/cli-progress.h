/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "vcd.h"

G_BEGIN_DECLS

/* What a line of progress says. */
typedef struct
{
  const char *name;
  const char *phase;
  uint64_t    moved;
  uint64_t    size;
  double      rate;      /* bytes a second, 0 if nothing moves */
  int64_t     time_left; /* seconds, or -1 */
  int         percent;   /* or -1 */
} CliProgressLine;

char *cli_progress_format (const CliProgressLine *line,
                           int                    columns,
                           gboolean               utf8);

/* The lines at the bottom of a terminal that are drawn over and over. */
typedef struct _CliProgress CliProgress;

CliProgress *cli_progress_new         (void);
int          cli_progress_get_columns (CliProgress *self);
int          cli_progress_get_rows    (CliProgress *self);
void         cli_progress_draw        (CliProgress *self,
                                       GPtrArray   *lines);
void         cli_progress_clear       (CliProgress *self);
void         cli_progress_free        (CliProgress *self);

G_END_DECLS
