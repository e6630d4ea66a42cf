/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "airlift-window.h"
#include "vcd.h"

G_BEGIN_DECLS

#define AIRLIFT_TYPE_APPLICATION (airlift_application_get_type ())

G_DECLARE_FINAL_TYPE (AirliftApplication, airlift_application, AIRLIFT, APPLICATION, AdwApplication)

AirliftApplication *airlift_application_new          (void);
/* The one of this process. */
AirliftApplication *airlift_application_get          (void);
/* Brings the window to the front, and makes it if there is none. */
AirliftWindow      *airlift_application_present      (AirliftApplication *self);

GSettings          *airlift_application_get_settings (AirliftApplication *self);
VcdAccountStore    *airlift_application_get_accounts (AirliftApplication *self);
VcdSessionList     *airlift_application_get_sessions (AirliftApplication *self);
VcdTransferQueue   *airlift_application_get_queue    (AirliftApplication *self);
/* Whether the transfers of earlier are in the queue; the signal "restored" tells when. */
gboolean            airlift_application_is_restored  (AirliftApplication *self);

G_END_DECLS
