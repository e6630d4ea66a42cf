/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "airlift-application.h"

G_BEGIN_DECLS

/* Signs @session in, and asks a person for what that takes: once for a password, and about a
 * certificate. */
void airlift_account_sign_in (AirliftApplication *application,
                              VcdSession         *session);

G_END_DECLS
