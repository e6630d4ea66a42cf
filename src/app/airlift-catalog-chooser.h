/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "vcd.h"

G_BEGIN_DECLS

#define AIRLIFT_TYPE_CATALOG_CHOOSER (airlift_catalog_chooser_get_type ())

G_DECLARE_FINAL_TYPE (AirliftCatalogChooser, airlift_catalog_chooser, AIRLIFT, CATALOG_CHOOSER,
                      AdwDialog)

/* Asks for one of the catalogs that take images. The signal "chosen" brings it.
 *
 * @proposed: (nullable): the address of the one that is selected at first
 * @except: (nullable): one that is not meant, because the images are in it */
AirliftCatalogChooser *airlift_catalog_chooser_new (VcdSessionList *sessions,
                                                    const char     *question,
                                                    const char     *proposed,
                                                    VcdCatalog     *except);

G_END_DECLS
