/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "vcd.h"

G_BEGIN_DECLS

#define AIRLIFT_TYPE_MEDIA_DIALOG (airlift_media_dialog_get_type ())

G_DECLARE_FINAL_TYPE (AirliftMediaDialog, airlift_media_dialog, AIRLIFT, MEDIA_DIALOG, AdwDialog)

/* @rename: whether the name alone is asked for */
AirliftMediaDialog *airlift_media_dialog_new (VcdMedia *media,
                                              gboolean  rename);

G_END_DECLS
