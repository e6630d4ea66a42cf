/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "vcd.h"

G_BEGIN_DECLS

#define AIRLIFT_TYPE_ACCOUNT_DIALOG (airlift_account_dialog_get_type ())

G_DECLARE_FINAL_TYPE (AirliftAccountDialog, airlift_account_dialog, AIRLIFT, ACCOUNT_DIALOG,
                      AdwDialog)

/* @account: (nullable): the account to edit; with none, one is added */
AdwDialog *airlift_account_dialog_new (VcdAccount *account);

G_END_DECLS
