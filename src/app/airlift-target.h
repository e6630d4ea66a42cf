/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "airlift-application.h"

G_BEGIN_DECLS

/* What a catalog is called where there is no list to choose it from: "ACCOUNT/CATALOG". */
char *airlift_target_dup_name  (VcdCatalog         *catalog);
/* Takes @files, of GFile, as soon as the catalog of that name is there. Of one that is not it says
 * so, in a window; an empty name lets the person choose. */
void  airlift_target_send      (AirliftApplication *application,
                                const char         *name,
                                GListModel         *files);
/* Puts a catalog before those that were used earlier. */
void  airlift_target_remember  (GSettings          *settings,
                                VcdCatalog         *catalog);

G_END_DECLS
