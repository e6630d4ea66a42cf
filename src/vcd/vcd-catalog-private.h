/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libdex.h>

#include "vcd-catalog.h"
#include "vcd-media-document-private.h"

G_BEGIN_DECLS

VcdCatalog *vcd_catalog_new_from_record (VcdSession *session,
                                         VcdElement *record);
VcdCatalog *vcd_catalog_new_for_href    (VcdSession *session,
                                         const char *href,
                                         const char *name);
void        vcd_catalog_update          (VcdCatalog *self,
                                         VcdElement *record);
DexFuture  *vcd_catalog_load            (VcdCatalog *self);
/* Reads the catalog document: whether it takes uploads, and where. */
DexFuture  *vcd_catalog_check           (VcdCatalog *self);
/* Where media is declared: the catalog's own add link, or (old servers) the VDC's; after a check. */
const char *vcd_catalog_get_upload_href (VcdCatalog *self);
/* Resolves to a VcdMedia of exactly that name, asked of the server, or rejects with NOT_FOUND. */
DexFuture  *vcd_catalog_look_up         (VcdCatalog *self,
                                         const char *name);
/* Puts what the server says of one image into the model: adds, updates, or takes it out. */
VcdMedia   *vcd_catalog_merge           (VcdCatalog             *self,
                                         const VcdMediaDocument *document);
void        vcd_catalog_forget          (VcdCatalog             *self,
                                         const char             *media_href);

G_END_DECLS
