/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define AIRLIFT_TYPE_SHORTCUTS_DIALOG (airlift_shortcuts_dialog_get_type ())

G_DECLARE_FINAL_TYPE (AirliftShortcutsDialog, airlift_shortcuts_dialog, AIRLIFT, SHORTCUTS_DIALOG,
                      AdwDialog)

AdwDialog *airlift_shortcuts_dialog_new (void);

G_END_DECLS
