/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-types.h"

G_BEGIN_DECLS

VCD_EXPORT
gboolean vcd_address_parse (const char  *text,
                            char       **server,
                            char       **organization,
                            GError     **error);

G_END_DECLS
