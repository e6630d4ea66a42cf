/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-routes.h"

#include "sim-handlers.h"

/*
 * Every address of the cell, and who answers there.
 */

static const SimRoute routes[] = {
  /* sessions */
  { "GET", "/api/versions", "versions", SIM_ROUTE_OPEN, sim_handle_versions },
  { "GET", "/cloud/server_status", "other", SIM_ROUTE_OPEN, sim_handle_server_status },
  { "POST", "/api/sessions", "login", SIM_ROUTE_OPEN, sim_handle_old_login },
  { "POST", "/cloudapi/1.0.0/sessions", "login", SIM_ROUTE_OPEN, sim_handle_login },
  { "POST", "/cloudapi/1.0.0/sessions/provider", "login", SIM_ROUTE_OPEN,
    sim_handle_provider_login },
  { "POST", "/oauth/tenant/*/token", "token", SIM_ROUTE_OPEN, sim_handle_token },
  { "POST", "/oauth/provider/token", "token", SIM_ROUTE_OPEN, sim_handle_provider_token },
  { "GET", "/api/session", "session", 0, sim_handle_session },
  { "GET", "/cloudapi/1.0.0/sessions/current", "session", 0, sim_handle_current_session },
  { "DELETE", "/api/session", "logout", 0, sim_handle_logout },
  { "DELETE", "/cloudapi/1.0.0/sessions", "logout", 0, sim_handle_logout },
  { "DELETE", "/cloudapi/1.0.0/sessions/provider", "logout", 0, sim_handle_logout },
  { "DELETE", "/cloudapi/1.0.0/sessions/current", "logout", 0, sim_handle_logout },
  { "DELETE", "/cloudapi/1.0.0/sessions/*", "logout", 0, sim_handle_logout },

  /* organizations */
  { "GET", "/api/org", "org", 0, sim_handle_org_list },
  { "GET", "/api/org/*", "org", 0, sim_handle_org },
  { "GET", "/api/org/*/metadata", "metadata", 0, sim_handle_empty_metadata },
  { "GET", "/api/admin", "org", 0, sim_handle_admin },
  { "GET", "/api/admin/org/*", "org", 0, sim_handle_admin_org },
  { "GET", "/api/vdc/*", "org", 0, sim_handle_vdc },
  { "GET", "/api/vdcStorageProfile/*", "org", 0, sim_handle_profile },
  { "GET", "/api/query", "query", 0, sim_handle_query },

  /* catalogs */
  { "POST", "/api/admin/org/*/catalogs", "create-catalog", 0, sim_handle_create_catalog },
  { "GET", "/api/catalog/*", "catalog", 0, sim_handle_catalog },
  { "GET", "/api/admin/catalog/*", "catalog", 0, sim_handle_admin_catalog },
  { "PUT", "/api/admin/catalog/*", "edit", 0, sim_handle_edit_catalog },
  { "DELETE", "/api/admin/catalog/*", "delete-catalog", 0, sim_handle_delete_catalog },
  { "GET", "/api/catalog/*/metadata", "metadata", 0, sim_handle_empty_metadata },
  { "GET", "/api/admin/catalog/*/metadata", "metadata", 0, sim_handle_empty_metadata },
  { "POST", "/api/catalog/*/action/upload", "create", 0, sim_handle_upload },
  { "POST", "/api/catalog/*/action/copy", "copy", 0, sim_handle_copy },
  { "POST", "/api/catalog/*/action/move", "move", 0, sim_handle_move },
  { "POST", "/api/catalog/*/action/sync", "sync", 0, sim_handle_sync_catalog },
  { "POST", "/api/vdc/*/media", "create", 0, sim_handle_vdc_upload },

  /* images */
  { "GET", "/api/catalogItem/*", "item", 0, sim_handle_item },
  { "PUT", "/api/catalogItem/*", "edit", 0, sim_handle_edit_item },
  { "DELETE", "/api/catalogItem/*", "delete", 0, sim_handle_delete_item },
  { "GET", "/api/catalogItem/*/metadata", "metadata", 0, sim_handle_empty_metadata },
  { "GET", "/api/media/*", "media", 0, sim_handle_media },
  { "PUT", "/api/media/*", "edit", 0, sim_handle_edit_media },
  { "DELETE", "/api/media/*", "delete", 0, sim_handle_delete_media },
  { "POST", "/api/media/*/action/enableDownload", "enable", 0, sim_handle_enable },
  { "POST", "/api/media/*/action/disableDownload", "disable", 0, sim_handle_disable },
  { "GET", "/api/media/*/attachedVms", "media", 0, sim_handle_attached_vms },
  { "GET", "/api/media/*/owner", "owner", 0, sim_handle_owner },
  { "PUT", "/api/media/*/owner", "owner", 0, sim_handle_set_owner },
  { "GET", "/api/media/*/metadata", "metadata", 0, sim_handle_metadata },
  { "POST", "/api/media/*/metadata", "metadata", 0, sim_handle_add_metadata },
  { "GET", "/api/media/*/metadata/*", "metadata", 0, sim_handle_metadata_entry },
  { "PUT", "/api/media/*/metadata/*", "metadata", 0, sim_handle_set_metadata_entry },
  { "DELETE", "/api/media/*/metadata/*", "metadata", 0, sim_handle_delete_metadata_entry },

  /* tasks */
  { "GET", "/api/task/*", "task", 0, sim_handle_task },
  { "POST", "/api/task/*/action/cancel", "cancel", 0, sim_handle_cancel },

  /* bytes */
  { "PUT", "/transfer/*/file", "put", SIM_ROUTE_TRANSFER, sim_handle_put_body, sim_handle_put },
  { "GET", "/transfer/*/file", "get", SIM_ROUTE_TRANSFER, sim_handle_get },

  /* what no real cell has */
  { "GET", "/simulator/state", "control", SIM_ROUTE_OPEN | SIM_ROUTE_CONTROL,
    sim_handle_control_state },
  { "POST", "/simulator/*", "control", SIM_ROUTE_OPEN | SIM_ROUTE_CONTROL, sim_handle_control },
};

/* A slash at the end of PATH changes nothing. */
static gboolean
matches (const char *pattern,
         char **path)
{
  g_auto (GStrv) segments = g_strsplit (pattern, "/", -1);
  size_t i;

  for (i = 0; segments[i]; i++)
    {
      gboolean is_any = g_str_equal (segments[i], "*");

      if (!path[i] || (is_any ? !*path[i] : !g_str_equal (segments[i], path[i])))
        return FALSE;
    }

  return !path[i] || (!*path[i] && !path[i + 1]);
}

/* NULL if there is none; then PATH_EXISTS tells whether it is for the method only. */
const SimRoute *
sim_routes_find (const char *method,
                 char **path,
                 gboolean *path_exists)
{
  *path_exists = FALSE;
  for (size_t i = 0; i < G_N_ELEMENTS (routes); i++)
    if (matches (routes[i].path, path))
      {
        if (g_str_equal (routes[i].method, method))
          return &routes[i];
        *path_exists = TRUE;
      }

  return NULL;
}
