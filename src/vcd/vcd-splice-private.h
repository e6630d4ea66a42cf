/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Makes libsoup move a VcdBodyStream in whole TLS records and without copies. To be called
 * before the first body is sent. Where libsoup is built otherwise than expected, nothing happens,
 * and bodies travel as libsoup moves any stream. */
void     vcd_splice_install      (void);
gboolean vcd_splice_is_installed (void);
/* For comparisons: whether the next bodies take the fast way, if there is one. */
void     vcd_splice_set_enabled  (gboolean enabled);

G_END_DECLS
