/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sim-request.h"

G_BEGIN_DECLS

const SimRoute *sim_routes_find (const char *method,
                                 char **path,
                                 gboolean *path_exists);

G_END_DECLS
