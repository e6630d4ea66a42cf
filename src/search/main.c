/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include <glib/gi18n.h>

#include "airlift-search-provider.h"

int
main (int   argc,
      char *argv[])
{
  g_autoptr (AirliftSearchProvider) provider = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  provider = airlift_search_provider_new ();
  g_application_set_version (G_APPLICATION (provider), PACKAGE_VERSION);

  return g_application_run (G_APPLICATION (provider), argc, argv);
}
