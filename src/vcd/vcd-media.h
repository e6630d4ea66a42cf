/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-types.h"

G_BEGIN_DECLS

#define VCD_TYPE_MEDIA (vcd_media_get_type ())

VCD_EXPORT
G_DECLARE_FINAL_TYPE (VcdMedia, vcd_media, VCD, MEDIA, GObject)

VCD_EXPORT
VcdCatalog      *vcd_media_get_catalog         (VcdMedia             *self);
VCD_EXPORT
const char      *vcd_media_get_href            (VcdMedia             *self);
VCD_EXPORT
const char      *vcd_media_get_item_href       (VcdMedia             *self);
VCD_EXPORT
const char      *vcd_media_get_id              (VcdMedia             *self);
VCD_EXPORT
const char      *vcd_media_get_name            (VcdMedia             *self);
VCD_EXPORT
const char      *vcd_media_get_description     (VcdMedia             *self);
VCD_EXPORT
uint64_t         vcd_media_get_size            (VcdMedia             *self);
VCD_EXPORT
VcdMediaStatus   vcd_media_get_status          (VcdMedia             *self);
VCD_EXPORT
const char      *vcd_media_get_status_text     (VcdMedia             *self);
VCD_EXPORT
GDateTime       *vcd_media_get_created         (VcdMedia             *self);
VCD_EXPORT
const char      *vcd_media_get_owner           (VcdMedia             *self);
VCD_EXPORT
const char      *vcd_media_get_storage_profile (VcdMedia             *self);
VCD_EXPORT
gboolean         vcd_media_get_is_iso          (VcdMedia             *self);
VCD_EXPORT
gboolean         vcd_media_is_unfinished       (VcdMedia             *self,
                                                uint64_t             *transferred);
VCD_EXPORT
gboolean         vcd_media_get_deleting        (VcdMedia             *self);
VCD_EXPORT
char            *vcd_media_dup_file_name       (VcdMedia             *self);
VCD_EXPORT
gboolean         vcd_media_check_name          (const char           *name,
                                                GError              **error);

VCD_EXPORT
void             vcd_media_refresh_async       (VcdMedia             *self,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
VCD_EXPORT
gboolean         vcd_media_refresh_finish      (VcdMedia             *self,
                                                GAsyncResult         *result,
                                                GError              **error);
VCD_EXPORT
void             vcd_media_edit_async          (VcdMedia             *self,
                                                const char           *name,
                                                const char           *description,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
VCD_EXPORT
gboolean         vcd_media_edit_finish         (VcdMedia             *self,
                                                GAsyncResult         *result,
                                                GError              **error);
VCD_EXPORT
void             vcd_media_delete_async        (VcdMedia             *self,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
VCD_EXPORT
gboolean         vcd_media_delete_finish       (VcdMedia             *self,
                                                GAsyncResult         *result,
                                                GError              **error);

G_END_DECLS
