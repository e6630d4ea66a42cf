/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sim-request.h"

G_BEGIN_DECLS

SimOrg *sim_find_org (SimRequest *request);
SimCatalog *sim_find_catalog (SimRequest *request,
                              gboolean to_change);
SimMedia *sim_find_media (SimRequest *request,
                          gboolean to_change);
SimMedia *sim_find_item (SimRequest *request,
                         gboolean to_change);
char *sim_find_id (const char *href);

G_END_DECLS
