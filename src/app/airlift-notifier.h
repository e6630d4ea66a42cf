/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "airlift-application.h"

G_BEGIN_DECLS

#define AIRLIFT_TYPE_NOTIFIER (airlift_notifier_get_type ())

G_DECLARE_FINAL_TYPE (AirliftNotifier, airlift_notifier, AIRLIFT, NOTIFIER, GObject)

/* Does not keep @application; to be let go of before the application's queue. */
AirliftNotifier *airlift_notifier_new (AirliftApplication *application);

G_END_DECLS
