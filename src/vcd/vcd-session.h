/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-types.h"

G_BEGIN_DECLS

#define VCD_TYPE_SESSION (vcd_session_get_type ())

VCD_EXPORT
G_DECLARE_FINAL_TYPE (VcdSession, vcd_session, VCD, SESSION, GObject)

VCD_EXPORT
VcdSession      *vcd_session_new                   (VcdAccount           *account);
VCD_EXPORT
VcdAccount      *vcd_session_get_account           (VcdSession           *self);
VCD_EXPORT
VcdSessionState  vcd_session_get_state             (VcdSession           *self);
VCD_EXPORT
const GError    *vcd_session_get_error             (VcdSession           *self);
VCD_EXPORT
const char      *vcd_session_get_api_version       (VcdSession           *self);
VCD_EXPORT
GListModel      *vcd_session_get_catalogs          (VcdSession           *self);
VCD_EXPORT
gboolean         vcd_session_get_can_create_catalog (VcdSession          *self);

VCD_EXPORT
void             vcd_session_sign_in_async         (VcdSession           *self,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
VCD_EXPORT
gboolean         vcd_session_sign_in_finish        (VcdSession           *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);
VCD_EXPORT
void             vcd_session_sign_out_async        (VcdSession           *self,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
VCD_EXPORT
gboolean         vcd_session_sign_out_finish       (VcdSession           *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);
VCD_EXPORT
void             vcd_session_load_catalogs_async   (VcdSession           *self,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
VCD_EXPORT
gboolean         vcd_session_load_catalogs_finish  (VcdSession           *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);
VCD_EXPORT
VcdCatalog      *vcd_session_find_catalog          (VcdSession           *self,
                                                    const char           *name,
                                                    GError              **error);
VCD_EXPORT
void             vcd_session_create_catalog_async  (VcdSession           *self,
                                                    const char           *name,
                                                    const char           *description,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
VCD_EXPORT
VcdCatalog      *vcd_session_create_catalog_finish (VcdSession           *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);

G_END_DECLS
