/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sim-cell.h"

G_BEGIN_DECLS

gboolean sim_server_start (SimCell *cell,
                           GError **error);
void sim_server_stop (SimCell *cell);
gboolean sim_server_listen_again (SimCell *cell,
                                  GError **error);
void sim_server_drop_connections (SimCell *cell);
gboolean sim_server_change_certificate (SimCell *cell,
                                        GError **error);
void sim_server_clear (SimCell *cell);

G_END_DECLS
