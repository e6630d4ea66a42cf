/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-api-version-private.h"
#include "vcd-http-private.h"
#include "vcd-server-probe.h"

G_BEGIN_DECLS

/* Within a fiber: asks @server which versions it has, and chooses the newest that both sides know,
 * or @wish. */
VcdApiVersion *vcd_server_find_version (VcdHttp       *http,
                                        const char    *server,
                                        const char    *wish,
                                        GCancellable  *cancellable,
                                        GError       **error);

G_END_DECLS
