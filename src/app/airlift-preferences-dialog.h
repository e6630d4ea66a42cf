/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define AIRLIFT_TYPE_PREFERENCES_DIALOG (airlift_preferences_dialog_get_type ())

G_DECLARE_FINAL_TYPE (AirliftPreferencesDialog, airlift_preferences_dialog, AIRLIFT,
                      PREFERENCES_DIALOG, AdwPreferencesDialog)

AdwDialog *airlift_preferences_dialog_new (GSettings *settings);

G_END_DECLS
