/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-types.h"

G_BEGIN_DECLS

#define VCD_TYPE_SERVER_PROBE (vcd_server_probe_get_type ())

VCD_EXPORT
G_DECLARE_FINAL_TYPE (VcdServerProbe, vcd_server_probe, VCD, SERVER_PROBE, GObject)

VCD_EXPORT
VcdServerProbe *vcd_server_probe_new                  (const char           *server);
VCD_EXPORT
const char     *vcd_server_probe_get_server           (VcdServerProbe       *self);
VCD_EXPORT
const char     *vcd_server_probe_get_api_version      (VcdServerProbe       *self);
VCD_EXPORT
gboolean        vcd_server_probe_get_takes_api_tokens (VcdServerProbe       *self);
VCD_EXPORT
gboolean        vcd_server_probe_trust                (VcdServerProbe       *self,
                                                       VcdCertificate       *certificate,
                                                       GError              **error);
VCD_EXPORT
void            vcd_server_probe_run_async            (VcdServerProbe       *self,
                                                       GCancellable         *cancellable,
                                                       GAsyncReadyCallback   callback,
                                                       gpointer              user_data);
VCD_EXPORT
gboolean        vcd_server_probe_run_finish           (VcdServerProbe       *self,
                                                       GAsyncResult         *result,
                                                       GError              **error);
VCD_EXPORT
VcdAccount     *vcd_server_probe_create_account       (VcdServerProbe       *self,
                                                       const char           *organization,
                                                       const char           *user);

G_END_DECLS
