/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "vcd.h"

G_BEGIN_DECLS

#define AIRLIFT_TYPE_ACCOUNT_EDIT_DIALOG (airlift_account_edit_dialog_get_type ())

G_DECLARE_FINAL_TYPE (AirliftAccountEditDialog, airlift_account_edit_dialog, AIRLIFT,
                      ACCOUNT_EDIT_DIALOG, AdwDialog)

AdwDialog *airlift_account_edit_dialog_new (VcdAccount *account);

G_END_DECLS
