/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-error.h"

G_BEGIN_DECLS

GError *vcd_error_new             (VcdError        code,
                                   const char     *details,
                                   const char     *format,
                                   ...) G_GNUC_PRINTF (3, 4);
GError *vcd_error_new_certificate (VcdCertificate *certificate);

G_END_DECLS
