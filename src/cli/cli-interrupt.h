/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef void (*CliInterruptFunc) (gpointer data);

void          cli_interrupt_init            (void);
GCancellable *cli_interrupt_get_cancellable (void);
gboolean      cli_interrupt_happened        (void);
void          cli_interrupt_set_handler     (CliInterruptFunc first,
                                             CliInterruptFunc second,
                                             gpointer         data);

G_END_DECLS
