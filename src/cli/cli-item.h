/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "vcd.h"

G_BEGIN_DECLS

/* A transfer that is watched, and what has to be remembered of it. */
typedef struct
{
  gpointer     run; /* owns this */
  VcdTransfer *transfer;
  int64_t      started;        /* monotonic, 0 before its turn */
  uint64_t     start_position; /* bytes that were there before */
  int64_t      moving_from;    /* monotonic, 0 before */
  int64_t      moving_to;      /* monotonic, 0 before */
  gboolean     ended;
  uint64_t     recorded_sent;
  uint64_t     recorded_confirmed;
  char        *trusted_host; /* because of --trust */
} CliItem;

CliItem  *cli_item_new          (gpointer     run,
                                 VcdTransfer *transfer);
void      cli_item_free         (CliItem     *self);
gboolean  cli_item_is_shown     (CliItem     *self);
char     *cli_item_format       (CliItem     *self,
                                 int          columns);
void      cli_item_note_state   (CliItem     *self);
gboolean  cli_item_note_bytes   (CliItem     *self);
int64_t   cli_item_get_duration (CliItem     *self);
double    cli_item_get_rate     (CliItem     *self);
GError   *cli_item_dup_cause    (CliItem     *self,
                                 VcdError     code);
gboolean  cli_item_trust        (CliItem     *self,
                                 GPtrArray   *fingerprints);

G_END_DECLS
