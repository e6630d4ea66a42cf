/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define AIRLIFT_TYPE_NAUTILUS_MENU (airlift_nautilus_menu_get_type ())
G_DECLARE_FINAL_TYPE (AirliftNautilusMenu, airlift_nautilus_menu, AIRLIFT, NAUTILUS_MENU, GObject)

/* For the module that it lives in. */
void airlift_nautilus_menu_register (GTypeModule *module);

G_END_DECLS
