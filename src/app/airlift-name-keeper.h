/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "vcd.h"

G_BEGIN_DECLS

#define AIRLIFT_TYPE_NAME_KEEPER (airlift_name_keeper_get_type ())
G_DECLARE_FINAL_TYPE (AirliftNameKeeper, airlift_name_keeper, AIRLIFT, NAME_KEEPER, GObject)

AirliftNameKeeper *airlift_name_keeper_new (VcdSessionList *sessions);

G_END_DECLS
