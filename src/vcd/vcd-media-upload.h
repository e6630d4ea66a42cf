/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-transfer.h"

G_BEGIN_DECLS

#define VCD_TYPE_MEDIA_UPLOAD (vcd_media_upload_get_type ())

VCD_EXPORT
G_DECLARE_FINAL_TYPE (VcdMediaUpload, vcd_media_upload, VCD, MEDIA_UPLOAD, VcdTransfer)

VCD_EXPORT
VcdMediaUpload    *vcd_media_upload_new                  (VcdCatalog        *catalog,
                                                          GFile             *file);
VCD_EXPORT
VcdMediaUpload    *vcd_media_upload_new_copy             (VcdCatalog        *target,
                                                          VcdMedia          *media);
VCD_EXPORT
gboolean           vcd_media_upload_is_copy              (VcdMediaUpload    *self);
VCD_EXPORT
VcdSession        *vcd_media_upload_get_source_session   (VcdMediaUpload    *self);
VCD_EXPORT
const char        *vcd_media_upload_get_source_catalog_name (VcdMediaUpload *self);
VCD_EXPORT
const char        *vcd_media_upload_get_source_media_name (VcdMediaUpload   *self);
VCD_EXPORT
const char        *vcd_media_upload_get_source_media_href (VcdMediaUpload   *self);
VCD_EXPORT
const char        *vcd_media_upload_get_catalog_name     (VcdMediaUpload    *self);
VCD_EXPORT
const char        *vcd_media_upload_get_catalog_href     (VcdMediaUpload    *self);
VCD_EXPORT
void               vcd_media_upload_set_media_name       (VcdMediaUpload    *self,
                                                          const char        *name);
VCD_EXPORT
const char        *vcd_media_upload_get_media_name       (VcdMediaUpload    *self);
VCD_EXPORT
void               vcd_media_upload_set_description      (VcdMediaUpload    *self,
                                                          const char        *description);
VCD_EXPORT
const char        *vcd_media_upload_get_description      (VcdMediaUpload    *self);
VCD_EXPORT
void               vcd_media_upload_set_storage_profile  (VcdMediaUpload    *self,
                                                          const char        *name);
VCD_EXPORT
const char        *vcd_media_upload_get_storage_profile  (VcdMediaUpload    *self);
VCD_EXPORT
void               vcd_media_upload_set_conflict_policy  (VcdMediaUpload    *self,
                                                          VcdConflictPolicy  policy);
VCD_EXPORT
VcdConflictPolicy  vcd_media_upload_get_conflict_policy  (VcdMediaUpload    *self);
VCD_EXPORT
void               vcd_media_upload_set_record_checksum  (VcdMediaUpload    *self,
                                                          gboolean           record_checksum);
VCD_EXPORT
gboolean           vcd_media_upload_get_record_checksum  (VcdMediaUpload    *self);
VCD_EXPORT
void               vcd_media_upload_set_import_limit     (VcdMediaUpload    *self,
                                                          unsigned int       seconds);
VCD_EXPORT
unsigned int       vcd_media_upload_get_import_limit     (VcdMediaUpload    *self);
VCD_EXPORT
void               vcd_media_upload_locate_async         (VcdMediaUpload    *self,
                                                          GFile             *file,
                                                          GCancellable      *cancellable,
                                                          GAsyncReadyCallback callback,
                                                          gpointer           user_data);
VCD_EXPORT
gboolean           vcd_media_upload_locate_finish        (VcdMediaUpload    *self,
                                                          GAsyncResult      *result,
                                                          GError           **error);
VCD_EXPORT
VcdImageKind       vcd_media_upload_get_image_kind       (VcdMediaUpload    *self);
VCD_EXPORT
const char        *vcd_media_upload_get_volume_name      (VcdMediaUpload    *self);
VCD_EXPORT
const char        *vcd_media_upload_get_sha256           (VcdMediaUpload    *self);
VCD_EXPORT
const char        *vcd_media_upload_get_media_href       (VcdMediaUpload    *self);

G_END_DECLS
