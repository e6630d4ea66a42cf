/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Opens the user help, outside of @window, which is told if that cannot be done. */
void airlift_help_open (GtkWindow *window);

G_END_DECLS
