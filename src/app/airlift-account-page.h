/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "vcd.h"

G_BEGIN_DECLS

#define AIRLIFT_TYPE_ACCOUNT_PAGE (airlift_account_page_get_type ())

G_DECLARE_FINAL_TYPE (AirliftAccountPage, airlift_account_page, AIRLIFT, ACCOUNT_PAGE, AdwBin)

void airlift_account_page_set_session (AirliftAccountPage *self,
                                       VcdSession         *session);

G_END_DECLS
