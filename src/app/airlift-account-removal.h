/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "airlift-application.h"

G_BEGIN_DECLS

/* Removes @account: at once for the eye, and for good when it can no longer be undone. Asks first
 * if it has transfers under way. */
void airlift_account_remove (AirliftApplication *application,
                             VcdAccount         *account);

G_END_DECLS
