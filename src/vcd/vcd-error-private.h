/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-error.h"

G_BEGIN_DECLS

GError *vcd_error_new             (VcdError        code,
                                   const char     *details,
                                   const char     *format,
                                   ...) G_GNUC_PRINTF (3, 4);
GError *vcd_error_new_certificate (VcdCertificate *certificate);
/* The HTTP status that it came with, or that a task gave; 0 if there was none. */
unsigned vcd_error_get_status     (const GError   *error);
void    vcd_error_set_status      (GError         *error,
                                   unsigned        status);
/* How many seconds the server wants to be left alone, or 0. */
unsigned vcd_error_get_retry_after (const GError  *error);
void    vcd_error_set_retry_after (GError         *error,
                                   unsigned        seconds);
/* Whether the server cannot have seen anything of the request. */
gboolean vcd_error_is_unsent      (const GError   *error);
void    vcd_error_set_unsent      (GError         *error);

G_END_DECLS
