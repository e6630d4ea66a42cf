/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "vcd.h"

G_BEGIN_DECLS

VcdAccountStore *cli_store_open       (GError          **error);
VcdAccount      *cli_store_find       (VcdAccountStore  *store,
                                       const char       *name,
                                       GError          **error);
VcdAccount      *cli_store_find_match (VcdAccountStore  *store,
                                       const char       *server,
                                       const char       *organization,
                                       const char       *user);
char            *cli_store_dup_titles (VcdAccountStore  *store);
const char      *cli_store_get_title  (VcdAccount       *account);

G_END_DECLS
