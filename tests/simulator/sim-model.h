/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sim-cell.h"

G_BEGIN_DECLS

gboolean sim_model_init (SimCell *cell,
                         GError **error);
void sim_model_clear (SimCell *cell);

SimOrg *sim_model_find_org (SimCell *cell,
                            const char *name);
SimOrg *sim_model_get_org (SimCell *cell,
                           const char *id);
gboolean sim_model_sees_org (SimSession *session,
                             SimOrg *org);

SimCatalog *sim_catalog_new (SimCell *cell,
                             SimOrg *org,
                             const char *name,
                             SimCatalogKind kind);
gboolean sim_catalog_add_from_option (SimCell *cell,
                                      const char *option,
                                      GError **error);
void sim_catalog_remove (SimCell *cell,
                         SimCatalog *catalog);
SimCatalog *sim_catalog_find (SimCell *cell,
                              const char *name);
gboolean sim_catalog_is_visible (SimCatalog *self,
                                 SimSession *session);
gboolean sim_catalog_takes_uploads (SimCatalog *self,
                                    SimSession *session);

SimProfile *sim_model_get_profile (SimCell *cell,
                                   const char *id);

G_END_DECLS
