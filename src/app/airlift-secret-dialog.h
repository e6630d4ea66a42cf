/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "vcd.h"

G_BEGIN_DECLS

#define AIRLIFT_TYPE_SECRET_DIALOG (airlift_secret_dialog_get_type ())

G_DECLARE_FINAL_TYPE (AirliftSecretDialog, airlift_secret_dialog, AIRLIFT, SECRET_DIALOG,
                      AdwAlertDialog)

/* Asks for the password or the API token of @account, and says why: response "sign-in", or
 * "cancel". */
AdwDialog *airlift_secret_dialog_new          (VcdAccount          *account,
                                               const char          *why);
/* Gives the account what was typed. */
void       airlift_secret_dialog_apply        (AirliftSecretDialog *self);
gboolean   airlift_secret_dialog_get_remember (AirliftSecretDialog *self);

G_END_DECLS
