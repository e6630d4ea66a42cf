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
/* Where media is declared, after a check: the catalog's add link, or (old servers) the VDC's. */
const char *vcd_catalog_get_upload_href (VcdCatalog *self);
/* Resolves to a VcdMedia of exactly that name, asked of the server, or rejects with NOT_FOUND. */
DexFuture  *vcd_catalog_look_up         (VcdCatalog *self,
                                         const char *name);
/* Puts what the server says of one image into the model: adds or updates it. Borrowed. */
VcdMedia   *vcd_catalog_merge           (VcdCatalog             *self,
                                         const VcdMediaDocument *document);
void        vcd_catalog_forget          (VcdCatalog             *self,
                                         const char             *media_href);
DexFuture  *vcd_catalog_delete          (VcdCatalog *self,
                                         gboolean    recursive);

/* What the loading of a list does to it. Between begin and end what else happens is remembered, so
 * that an older page does not undo it. */
unsigned    vcd_catalog_begin_load      (VcdCatalog *self);
void        vcd_catalog_take_page       (VcdCatalog *self,
                                         VcdXml     *page);
/* @serial is what begin said. @whole: every page came, so what was not on one is gone. */
void        vcd_catalog_end_load        (VcdCatalog *self,
                                         unsigned    serial,
                                         gboolean    whole);
/* The loading that is on its way, or NULL. */
DexFuture  *vcd_catalog_dup_load        (VcdCatalog *self);
void        vcd_catalog_set_load        (VcdCatalog *self,
                                         DexFuture  *load);
/* The image that @record is of, borrowed; a new one goes into @added. NULL for one that is gone. */
VcdMedia   *vcd_catalog_take_record     (VcdCatalog *self,
                                         VcdElement *record,
                                         GPtrArray  *added);
VcdMedia   *vcd_catalog_merge_record    (VcdCatalog *self,
                                         VcdElement *record);
void        vcd_catalog_set_upload_href (VcdCatalog *self,
                                         const char *href,
                                         const char *read_only_reason);
void        vcd_catalog_set_description (VcdCatalog *self,
                                         const char *description);

G_END_DECLS
