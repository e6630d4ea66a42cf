/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "vcd.h"

G_BEGIN_DECLS

/* The application's queue, or NULL where there is no application. */
VcdTransferQueue *airlift_transfers_get_default_queue (void);

G_END_DECLS
