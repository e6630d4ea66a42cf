/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "airlift-application.h"

G_BEGIN_DECLS

/* The actions of the menus and of notifications, and the keys for all actions. */
void airlift_application_install_actions (AirliftApplication *self);

G_END_DECLS
