/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "vcd.h"

G_BEGIN_DECLS

#define AIRLIFT_TYPE_ACCOUNT_BANNER (airlift_account_banner_get_type ())

G_DECLARE_FINAL_TYPE (AirliftAccountBanner, airlift_account_banner, AIRLIFT, ACCOUNT_BANNER, AdwBin)

GtkWidget  *airlift_account_banner_new         (void);
/* Returns: (transfer none) (nullable): the session whose trouble is shown */
VcdSession *airlift_account_banner_get_session (AirliftAccountBanner *self);
/* @session: (nullable): a session */
void        airlift_account_banner_set_session (AirliftAccountBanner *self,
                                                VcdSession           *session);

G_END_DECLS
