/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "airlift-application.h"

G_BEGIN_DECLS

/* Adds app.new-catalog(s) and app.sign-out(s), which take the id of an account. */
void airlift_catalog_actions_install (AirliftApplication *application);

G_END_DECLS
