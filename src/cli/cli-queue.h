/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "vcd.h"

G_BEGIN_DECLS

/* The queue whose journal all Airlift programs of this user share. */
VcdTransferQueue *cli_queue_new (int          parallel,
                                 const char  *rate_limit,
                                 GError     **error);

G_END_DECLS
