/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "vcd.h"

G_BEGIN_DECLS

#define AIRLIFT_TYPE_INTAKE_DIALOG (airlift_intake_dialog_get_type ())

G_DECLARE_FINAL_TYPE (AirliftIntakeDialog, airlift_intake_dialog, AIRLIFT, INTAKE_DIALOG, AdwDialog)

/* Asks once about all names that are taken. The signal "accepted" comes when all is decided, and
 * @candidates know it then. */
AirliftIntakeDialog *airlift_intake_dialog_new (VcdCandidates *candidates);

G_END_DECLS
