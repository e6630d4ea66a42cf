/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sim-request.h"

G_BEGIN_DECLS

gboolean sim_transfer_admit (SimRequest *request,
                             SimTransfer *transfer);

G_END_DECLS
