/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-documents.h"
#include "sim-event.h"
#include "sim-find.h"
#include "sim-handlers.h"
#include "sim-media.h"
#include "sim-model.h"
#include "sim-task.h"

/*
 * Making, changing and deleting catalogs.
 */

/* FALSE if such a catalog cannot be, which has been replied. */
static gboolean
check_name (SimRequest *request,
            SimOrg *org,
            SimCatalog *self,
            const char *name)
{
  if (!name || !*name || g_utf8_strlen (name, -1) > 128)
    {
      sim_request_reply_error (request, 400, "BAD_REQUEST", "A name has 1 to 128 characters");
      return FALSE;
    }
  for (unsigned i = 0; i < request->cell->catalogs->len; i++)
    {
      SimCatalog *catalog = g_ptr_array_index (request->cell->catalogs, i);

      if (catalog != self && catalog->org == org && g_str_equal (catalog->name, name))
        {
          sim_request_reply_error (request, 400, "DUPLICATE_NAME",
                                   "The VCD entity %s already exists.", name);
          return FALSE;
        }
    }

  return TRUE;
}

/* POST /api/admin/org/{id}/catalogs */
void
sim_handle_create_catalog (SimRequest *request)
{
  SimOrg *org = sim_find_org (request);
  g_autoptr (xmlDoc) doc = NULL;
  g_autofree char *name = NULL, *description = NULL, *location = NULL;
  SimCatalog *catalog;

  if (!org)
    return;
  doc = sim_request_parse_body (request, "AdminCatalog", SIM_ADMIN_TYPE ("catalog"));
  if (!doc)
    return;
  name = sim_xml_get (xmlDocGetRootElement (doc), "name");
  description = sim_xml_get_text (xmlDocGetRootElement (doc), "Description");
  if (!check_name (request, org, NULL, name))
    return;

  catalog = sim_catalog_new (request->cell, org, name, SIM_CATALOG_OWN);
  g_set_str (&catalog->description, description ? description : "");
  sim_event (request->cell, "catalog-created", name, "catalog=%s", catalog->id);
  location = sim_request_href (request, "/api/admin/catalog/%s", catalog->id);
  sim_request_add_header (request, "Location", location);
  sim_document_reply_catalog (request, 201, catalog, TRUE);
}

static SimCatalog *
find_own_catalog (SimRequest *request)
{
  SimCatalog *catalog = sim_find_catalog (request, FALSE);

  if (catalog && !sim_model_sees_org (request->session, catalog->org))
    {
      sim_request_reply_forbidden (request);
      return NULL;
    }

  return catalog;
}

/* PUT /api/admin/catalog/{id} */
void
sim_handle_edit_catalog (SimRequest *request)
{
  SimCatalog *catalog = find_own_catalog (request);
  g_autoptr (xmlDoc) doc = NULL;
  g_autofree char *name = NULL, *description = NULL;

  if (!catalog)
    return;
  doc = sim_request_parse_body (request, "AdminCatalog", SIM_ADMIN_TYPE ("catalog"));
  if (!doc)
    return;
  name = sim_xml_get (xmlDocGetRootElement (doc), "name");
  description = sim_xml_get_text (xmlDocGetRootElement (doc), "Description");
  if (!check_name (request, catalog->org, catalog, name))
    return;

  g_set_str (&catalog->name, name);
  g_set_str (&catalog->description, description ? description : "");
  catalog->version++;
  sim_document_reply_catalog (request, 200, catalog, TRUE);
}

static gboolean
is_true (SimRequest *request,
         const char *parameter)
{
  g_autofree char *value = sim_request_dup_parameter (request, parameter);

  /* "True" is what Python says. */
  return value && g_ascii_strcasecmp (value, "true") == 0;
}

static gboolean
has_running_tasks (SimCatalog *catalog)
{
  for (unsigned i = 0; i < catalog->media->len; i++)
    if (sim_media_is_busy (g_ptr_array_index (catalog->media, i)))
      return TRUE;

  return FALSE;
}

static void
on_delete_over (SimCell *cell,
                SimTask *task)
{
  SimCatalog *catalog = g_hash_table_lookup (cell->catalogs_by_id, task->argument);

  if (task->status == SIM_TASK_SUCCESS && catalog)
    {
      sim_event (cell, "catalog-deleted", catalog->name, "catalog=%s", catalog->id);
      sim_catalog_remove (cell, catalog);
    }
}

static SimTask *
start_catalog_task (SimRequest *request,
                    SimCatalog *catalog,
                    const char *operation_name,
                    const char *verb,
                    SimTaskFunc done)
{
  SimTask *task = sim_task_new (request->cell, operation_name,
                                g_strdup_printf ("%s Catalog %s(%s)", verb, catalog->name,
                                                 catalog->id),
                                done);
  g_autofree char *path = g_strconcat ("/api/catalog/", catalog->id, NULL);

  sim_task_set_owner (task, NULL, path, catalog->name, SIM_TYPE ("catalog"));
  sim_task_set_argument (task, g_strdup (catalog->id), g_free);
  sim_task_work (task, 0);

  return task;
}

/* DELETE /api/admin/catalog/{id} */
void
sim_handle_delete_catalog (SimRequest *request)
{
  SimCatalog *catalog = find_own_catalog (request);

  if (!catalog)
    return;
  if (catalog->media->len && !is_true (request, "recursive"))
    {
      sim_request_reply_error (request, 400, "BAD_REQUEST",
                               "The catalog \"%s\" is not empty.", catalog->name);
      return;
    }
  if (has_running_tasks (catalog) && !is_true (request, "force"))
    {
      sim_request_reply_error (request, 400, "BUSY_ENTITY",
                               "The catalog \"%s\" is busy completing an operation.",
                               catalog->name);
      return;
    }
  sim_document_reply_task (request, start_catalog_task (request, catalog, "catalogDelete",
                                                        "Deleting", on_delete_over));
}

/* POST /api/catalog/{id}/action/sync */
void
sim_handle_sync_catalog (SimRequest *request)
{
  SimCatalog *catalog = find_own_catalog (request);

  if (!catalog)
    return;
  if (catalog->kind != SIM_CATALOG_SUBSCRIBED)
    {
      sim_request_reply_error (request, 400, "BAD_REQUEST", "The catalog is not subscribed.");
      return;
    }
  sim_document_reply_task (request, start_catalog_task (request, catalog, "catalogSync", "Syncing",
                                                        NULL));
}
