/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sim-cell.h"

G_BEGIN_DECLS

char *sim_event_quote (const char *text);
void sim_event (SimCell *cell,
                const char *event,
                const char *name,
                const char *format,
                ...) G_GNUC_PRINTF (4, 5);

G_END_DECLS
