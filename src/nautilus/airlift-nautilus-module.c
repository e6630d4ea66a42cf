/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <nautilus-extension.h>

#include "airlift-nautilus-menu.h"

/* What the file manager looks for in an extension: the only symbols that are seen from outside. */

static GType types[1];

G_MODULE_EXPORT void
nautilus_module_initialize (GTypeModule *module)
{
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");

  airlift_nautilus_menu_register (module);
  types[0] = AIRLIFT_TYPE_NAUTILUS_MENU;
}

G_MODULE_EXPORT void
nautilus_module_shutdown (void)
{
}

G_MODULE_EXPORT void
nautilus_module_list_types (const GType **list,
                            int          *n_types)
{
  *list = types;
  *n_types = G_N_ELEMENTS (types);
}
