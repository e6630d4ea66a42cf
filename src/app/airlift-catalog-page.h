/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "airlift-media-view.h"
#include "vcd.h"

G_BEGIN_DECLS

#define AIRLIFT_TYPE_CATALOG_PAGE (airlift_catalog_page_get_type ())

G_DECLARE_FINAL_TYPE (AirliftCatalogPage, airlift_catalog_page, AIRLIFT, CATALOG_PAGE, AdwBin)

/* Returns: (transfer none) (nullable): the catalog that is shown */
VcdCatalog *airlift_catalog_page_get_catalog     (AirliftCatalogPage *self);
/* @catalog: (nullable): loads it if that was not done yet */
void        airlift_catalog_page_set_catalog     (AirliftCatalogPage *self,
                                                  VcdCatalog         *catalog);
gboolean    airlift_catalog_page_get_search_mode (AirliftCatalogPage *self);
void        airlift_catalog_page_set_search_mode (AirliftCatalogPage *self,
                                                  gboolean            search_mode);
/* Selects the image and scrolls to it; once it is listed, if it is not yet. */
void        airlift_catalog_page_select_media    (AirliftCatalogPage *self,
                                                  const char         *media_href);
/* Reads the list again from the server. */
void        airlift_catalog_page_refresh         (AirliftCatalogPage *self);
/* Returns: (transfer none): the list */
AirliftMediaView *airlift_catalog_page_get_view  (AirliftCatalogPage *self);

G_END_DECLS
