/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-types.h"

G_BEGIN_DECLS

#define VCD_TYPE_CATALOG (vcd_catalog_get_type ())

VCD_EXPORT
G_DECLARE_FINAL_TYPE (VcdCatalog, vcd_catalog, VCD, CATALOG, GObject)

VCD_EXPORT
VcdSession      *vcd_catalog_get_session          (VcdCatalog           *self);
VCD_EXPORT
const char      *vcd_catalog_get_href             (VcdCatalog           *self);
VCD_EXPORT
const char      *vcd_catalog_get_name             (VcdCatalog           *self);
VCD_EXPORT
const char      *vcd_catalog_get_description      (VcdCatalog           *self);
VCD_EXPORT
const char      *vcd_catalog_get_organization     (VcdCatalog           *self);
VCD_EXPORT
const char      *vcd_catalog_get_owner            (VcdCatalog           *self);
VCD_EXPORT
VcdCatalogKind   vcd_catalog_get_kind             (VcdCatalog           *self);
VCD_EXPORT
gboolean         vcd_catalog_get_can_upload       (VcdCatalog           *self);
VCD_EXPORT
const char      *vcd_catalog_get_read_only_reason (VcdCatalog           *self);
VCD_EXPORT
gboolean         vcd_catalog_get_loading          (VcdCatalog           *self);
VCD_EXPORT
gboolean         vcd_catalog_get_loaded           (VcdCatalog           *self);
VCD_EXPORT
VcdMedia        *vcd_catalog_find_media           (VcdCatalog           *self,
                                                   const char           *name);

VCD_EXPORT
void             vcd_catalog_load_async           (VcdCatalog           *self,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
VCD_EXPORT
gboolean         vcd_catalog_load_finish          (VcdCatalog           *self,
                                                   GAsyncResult         *result,
                                                   GError              **error);
VCD_EXPORT
void             vcd_catalog_check_async          (VcdCatalog           *self,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
VCD_EXPORT
gboolean         vcd_catalog_check_finish         (VcdCatalog           *self,
                                                   GAsyncResult         *result,
                                                   GError              **error);
VCD_EXPORT
void             vcd_catalog_delete_async         (VcdCatalog           *self,
                                                   gboolean              recursive,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
VCD_EXPORT
gboolean         vcd_catalog_delete_finish        (VcdCatalog           *self,
                                                   GAsyncResult         *result,
                                                   GError              **error);

G_END_DECLS
