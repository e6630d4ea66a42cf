/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libsoup/soup.h>

#include "vcd-types.h"

G_BEGIN_DECLS

#define VCD_TYPE_TRUST (vcd_trust_get_type ())

G_DECLARE_FINAL_TYPE (VcdTrust, vcd_trust, VCD, TRUST, GObject)

/* All of these may be called from any thread. */
VcdTrust  *vcd_trust_new       (void);
gboolean   vcd_trust_add       (VcdTrust     *self,
                                const char   *host_and_port,
                                const char   *fingerprint,
                                GError      **error);
void       vcd_trust_remove    (VcdTrust     *self,
                                const char   *host_and_port);
char     **vcd_trust_dup_pins  (VcdTrust     *self);
void       vcd_trust_watch     (VcdTrust     *self,
                                SoupMessage  *message);
GError    *vcd_trust_dup_error (VcdTrust     *self,
                                SoupMessage  *message);

G_END_DECLS
