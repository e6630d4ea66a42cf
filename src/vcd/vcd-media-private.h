/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libdex.h>

#include "vcd-catalog-private.h"
#include "vcd-media.h"

G_BEGIN_DECLS

VcdMedia  *vcd_media_new_from_record (VcdCatalog             *catalog,
                                      VcdElement             *record);
VcdMedia  *vcd_media_new_from_document (VcdCatalog             *catalog,
                                        const VcdMediaDocument *document);
void       vcd_media_update_from_record (VcdMedia               *self,
                                         VcdElement             *record);
void       vcd_media_update          (VcdMedia               *self,
                                      const VcdMediaDocument *document);
/* As its catalog item says it. */
void       vcd_media_take_created    (VcdMedia               *self,
                                      const char             *text);
void       vcd_media_set_deleting    (VcdMedia               *self,
                                      gboolean                deleting);
DexFuture *vcd_media_refresh         (VcdMedia               *self);
DexFuture *vcd_media_edit            (VcdMedia               *self,
                                      const char             *name,
                                      const char             *description);
DexFuture *vcd_media_delete          (VcdMedia               *self);

G_END_DECLS
