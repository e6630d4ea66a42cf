/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "airlift-application.h"

G_BEGIN_DECLS

AdwDialog *airlift_about_dialog_new (AirliftApplication *application);

G_END_DECLS
