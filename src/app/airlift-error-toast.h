/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Says in the window of @widget that something went wrong, with a button for more about it. */
void airlift_error_toast_add     (GtkWidget    *widget,
                                  const char   *title,
                                  const GError *error);
/* The same with @message and, nullable, @details: what the server said. */
void airlift_error_toast_add_text (GtkWidget  *widget,
                                   const char *title,
                                   const char *message,
                                   const char *details);

G_END_DECLS
