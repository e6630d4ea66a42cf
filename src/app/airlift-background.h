/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "airlift-application.h"

G_BEGIN_DECLS

#define AIRLIFT_TYPE_BACKGROUND (airlift_background_get_type ())

G_DECLARE_FINAL_TYPE (AirliftBackground, airlift_background, AIRLIFT, BACKGROUND, GObject)

/* Does not keep @application; to be let go of before the application's queue. */
AirliftBackground *airlift_background_new (AirliftApplication *application);

G_END_DECLS
