/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <vcd.h>

G_BEGIN_DECLS

/* @mood: (out) (nullable): a style class that goes with it */
const char *airlift_transfer_get_icon_name (VcdTransfer *transfer,
                                            const char **mood);

G_END_DECLS
