/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libdex.h>

#include "vcd-account.h"
#include "vcd-trust-private.h"

G_BEGIN_DECLS

VcdAccount *vcd_account_new_with_id  (const char *id,
                                      const char *server,
                                      const char *organization,
                                      const char *user);
/* As the server calls who has an API token. */
void        vcd_account_learn_user   (VcdAccount *self,
                                      const char *user);
VcdTrust   *vcd_account_get_trust    (VcdAccount *self);
const char *vcd_account_get_secret   (VcdAccount *self);
DexFuture  *vcd_account_load_secret  (VcdAccount *self);
DexFuture  *vcd_account_store_secret (VcdAccount *self);
DexFuture  *vcd_account_clear_secret (VcdAccount *self);

G_END_DECLS
