/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-context.h"

#include <glib/gi18n.h>

#include "cli-await.h"

/* Catalogs and images by their names. */

/* Returns: (transfer full): the catalog called @name, or ORG/NAME */
VcdCatalog *
cli_context_find_catalog (CliContext  *self,
                          VcdSession  *session,
                          const char  *name,
                          GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  vcd_session_load_catalogs_async (session, cli_context_get_cancellable (self), cli_await_ready,
                                   &result);
  if (!vcd_session_load_catalogs_finish (session, cli_await (&result), error))
    return NULL;

  return vcd_session_find_catalog (session, name, error);
}

gboolean
cli_context_load_media (CliContext  *self,
                        VcdCatalog  *catalog,
                        GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  vcd_catalog_load_async (catalog, cli_context_get_cancellable (self), cli_await_ready, &result);
  return vcd_catalog_load_finish (catalog, cli_await (&result), error);
}

/* Returns: (transfer full): the image called @name, in a loaded catalog */
VcdMedia *
cli_context_find_media (CliContext  *self,
                        VcdCatalog  *catalog,
                        const char  *name,
                        GError     **error)
{
  VcdMedia *media = vcd_catalog_find_media (catalog, name);

  if (media == NULL)
    {
      g_set_error (error, VCD_ERROR, VCD_ERROR_NOT_FOUND,
                   _("There is no image “%s” in the catalog “%s”"), name,
                   vcd_catalog_get_name (catalog));
      return NULL;
    }

  return g_object_ref (media);
}
