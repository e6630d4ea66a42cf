/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "airlift-application.h"

G_BEGIN_DECLS

/* Ends the program; asks before that, once, if transfers are under way. @window may be NULL. */
void airlift_quit (AirliftApplication *application,
                   GtkWindow          *window);

G_END_DECLS
