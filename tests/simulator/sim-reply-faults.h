/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sim-request.h"

G_BEGIN_DECLS

gboolean sim_reply_faults_refuse (SimRequest *request);
GBytes *sim_reply_faults_spoil (SimRequest *request,
                                GBytes *body);

G_END_DECLS
