/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "airlift-application.h"

G_BEGIN_DECLS

/* Adds app.edit-account, app.remove-account, app.sign-in, app.move-account-up and
 * app.move-account-down, all of them with the account's id. */
void airlift_account_actions_install (AirliftApplication *application);

G_END_DECLS
