/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-records.h"

#include "sim-media.h"
#include "sim-model.h"
#include "sim-task.h"

/*
 * What can be asked for by queries: the types, their attributes, and how to come by them.
 */

/* A getter: an expression of "self", a TYPE, and of "scratch". */
#define TEXT(function, type, expression)         \
  static const char *                            \
  function (gconstpointer object,                \
            SimScratch *scratch)                 \
  {                                              \
    const type *self G_GNUC_UNUSED = object;     \
                                                 \
    return expression;                           \
  }

static const char *
put_number (SimScratch *scratch,
            gint64 number)
{
  g_snprintf (scratch->text, sizeof scratch->text, "%" G_GINT64_FORMAT, number);

  return scratch->text;
}

static const char *
put_time (SimScratch *scratch,
          gint64 time)
{
  g_autofree char *text = time ? sim_clock_format (time) : NULL;

  if (!text)
    return NULL;
  g_strlcpy (scratch->text, text, sizeof scratch->text);

  return scratch->text;
}

static const char *
put_address (SimScratch *scratch,
             const char *path)
{
  g_snprintf (scratch->text, sizeof scratch->text, "%s%s", scratch->request->cell->uri, path);

  return scratch->text;
}

static const char *
put_boolean (gboolean value)
{
  return value ? "true" : "false";
}

static const char *
get_user_id (SimScratch *scratch)
{
  return scratch->request->cell->user_id;
}

static const char *
get_user (SimScratch *scratch)
{
  return scratch->request->cell->options->user;
}

/* Catalogs. */

TEXT (catalog_id, SimCatalog, self->id)
TEXT (catalog_name, SimCatalog, self->name)
TEXT (catalog_description, SimCatalog, self->description)
TEXT (catalog_is_published, SimCatalog, put_boolean (self->kind == SIM_CATALOG_PUBLISHED))
TEXT (catalog_is_shared, SimCatalog,
      put_boolean (self->kind == SIM_CATALOG_SHARED || self->kind == SIM_CATALOG_READONLY))
TEXT (catalog_is_local, SimCatalog, put_boolean (self->kind != SIM_CATALOG_SUBSCRIBED))
TEXT (catalog_created, SimCatalog, put_time (scratch, self->created))
TEXT (catalog_org, SimCatalog, self->org->id)
TEXT (catalog_org_name, SimCatalog, self->org->name)
TEXT (catalog_owner, SimCatalog, get_user_id (scratch))
TEXT (catalog_owner_name, SimCatalog, get_user (scratch))
TEXT (catalog_n_media, SimCatalog, put_number (scratch, self->media->len))
TEXT (catalog_n_templates, SimCatalog, put_number (scratch, 0))
TEXT (catalog_subscription, SimCatalog,
      self->kind == SIM_CATALOG_SUBSCRIBED ? "SUBSCRIBED" : "UNPUBLISHED")
TEXT (catalog_version, SimCatalog, put_number (scratch, self->version))
TEXT (catalog_status, SimCatalog, "READY")

#define CATALOG_ATTRIBUTES(catalog_path)                                                       \
  {                                                                                            \
    { "name", catalog_name, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },                               \
    { "description", catalog_description, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },                 \
    { "isPublished", catalog_is_published, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },                \
    { "isShared", catalog_is_shared, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },                      \
    { "isLocal", catalog_is_local, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },                        \
    { "creationDate", catalog_created, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },                    \
    { "org", catalog_org, SIM_ATTRIBUTE_REFERENCE, "/api/org/", "org", 0 },                    \
    { "orgName", catalog_org_name, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },                        \
    { "owner", catalog_owner, SIM_ATTRIBUTE_REFERENCE, "/api/admin/user/", "user", 0 },        \
    { "ownerName", catalog_owner_name, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },                    \
    { "numberOfVAppTemplates", catalog_n_templates, SIM_ATTRIBUTE_NUMBER, NULL, NULL, 0 },     \
    { "numberOfMedia", catalog_n_media, SIM_ATTRIBUTE_NUMBER, NULL, NULL, 0 },                 \
    { "publishSubscriptionType", catalog_subscription, SIM_ATTRIBUTE_TEXT, NULL, NULL, 5 },    \
    { "version", catalog_version, SIM_ATTRIBUTE_NUMBER, NULL, NULL, 0 },                       \
    { "status", catalog_status, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },                           \
    { "href", catalog_id, SIM_ATTRIBUTE_REFERENCE, catalog_path, "catalog", 0 },               \
    { NULL },                                                                                  \
  }

static const SimAttribute catalog_attributes[] = CATALOG_ATTRIBUTES ("/api/catalog/");
static const SimAttribute admin_catalog_attributes[] = CATALOG_ATTRIBUTES ("/api/admin/catalog/");

static void
collect_catalogs (SimRequest *request,
                  GPtrArray *objects)
{
  for (unsigned i = 0; i < request->cell->catalogs->len; i++)
    {
      SimCatalog *catalog = g_ptr_array_index (request->cell->catalogs, i);

      if (sim_catalog_is_visible (catalog, request->session))
        g_ptr_array_add (objects, catalog);
    }
}

/* Images, and the items that they are in catalogs. */

TEXT (media_id, SimMedia, self->id)
TEXT (media_item_id, SimMedia, self->item_id)
TEXT (media_name, SimMedia, self->name)
TEXT (media_description, SimMedia, self->description)
TEXT (media_status, SimMedia, sim_media_get_status_name ((SimMedia *) self))
TEXT (media_storage, SimMedia,
      put_number (scratch, self->status == SIM_MEDIA_RESOLVED ? (gint64) self->size : 0))
TEXT (media_created, SimMedia, put_time (scratch, self->created))
TEXT (media_is_busy, SimMedia, put_boolean (sim_media_is_busy ((SimMedia *) self)))
TEXT (media_is_iso, SimMedia, put_boolean (g_strcmp0 (self->image_type, "iso") == 0))
TEXT (media_is_published, SimMedia, catalog_is_published (self->catalog, scratch))
TEXT (media_owner, SimMedia, get_user_id (scratch))
TEXT (media_owner_name, SimMedia, self->owner)
TEXT (media_catalog, SimMedia, self->catalog->id)
TEXT (media_catalog_name, SimMedia, self->catalog->name)
TEXT (media_vdc, SimMedia, self->catalog->org->vdc_id)
TEXT (media_vdc_name, SimMedia, "vdc")
TEXT (media_org, SimMedia, self->catalog->org->id)
TEXT (media_profile, SimMedia, self->profile->name)
TEXT (media_version, SimMedia, put_number (scratch, self->version))
TEXT (media_task, SimMedia, self->task ? self->task->id : NULL)
TEXT (media_task_status, SimMedia, self->task ? sim_task_get_status_name (self->task) : NULL)
TEXT (media_task_name, SimMedia, self->task ? self->task->operation_name : NULL)
TEXT (media_type, SimMedia, "media")
TEXT (always_true, SimMedia, "true")
TEXT (always_false, SimMedia, "false")

static const SimAttribute media_attributes[] = {
  { "name", media_name, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "description", media_description, SIM_ATTRIBUTE_TEXT, NULL, NULL, 39 },
  { "status", media_status, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "storageB", media_storage, SIM_ATTRIBUTE_NUMBER, NULL, NULL, 0 },
  { "isPublished", media_is_published, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "isBusy", media_is_busy, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "creationDate", media_created, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "ownerName", media_owner_name, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "owner", media_owner, SIM_ATTRIBUTE_REFERENCE, "/api/admin/user/", "user", 0 },
  { "catalogName", media_catalog_name, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "catalog", media_catalog, SIM_ATTRIBUTE_REFERENCE, "/api/catalog/", "catalog", 0 },
  { "catalogItem", media_item_id, SIM_ATTRIBUTE_REFERENCE, "/api/catalogItem/", "catalogitem", 0 },
  { "vdc", media_vdc, SIM_ATTRIBUTE_REFERENCE, "/api/vdc/", "vdc", 0 },
  { "vdcName", media_vdc_name, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "org", media_org, SIM_ATTRIBUTE_REFERENCE, "/api/org/", "org", 0 },
  { "storageProfileName", media_profile, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "version", media_version, SIM_ATTRIBUTE_NUMBER, NULL, NULL, 0 },
  { "isInCatalog", always_true, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "isIso", media_is_iso, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "isVdcEnabled", always_true, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "task", media_task, SIM_ATTRIBUTE_REFERENCE, "/api/task/", "task", 0 },
  { "taskStatus", media_task_status, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "taskStatusName", media_task_name, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "attached", always_false, SIM_ATTRIBUTE_TEXT, NULL, NULL, 39 },
  { "href", media_id, SIM_ATTRIBUTE_REFERENCE, "/api/media/", "media", 0 },
  { NULL },
};

static const SimAttribute item_attributes[] = {
  { "name", media_name, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "status", media_status, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "entity", media_id, SIM_ATTRIBUTE_REFERENCE, "/api/media/", "media", 0 },
  { "entityName", media_name, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "entityType", media_type, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "catalog", media_catalog, SIM_ATTRIBUTE_REFERENCE, "/api/catalog/", "catalog", 0 },
  { "catalogName", media_catalog_name, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "owner", media_owner, SIM_ATTRIBUTE_REFERENCE, "/api/admin/user/", "user", 0 },
  { "ownerName", media_owner_name, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "isPublished", media_is_published, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "vdc", media_vdc, SIM_ATTRIBUTE_REFERENCE, "/api/vdc/", "vdc", 0 },
  { "vdcName", media_vdc_name, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "isVdcEnabled", always_true, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "isExpired", always_false, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "creationDate", media_created, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "href", media_item_id, SIM_ATTRIBUTE_REFERENCE, "/api/catalogItem/", "catalogitem", 0 },
  { NULL },
};

static void
collect_media (SimRequest *request,
               GPtrArray *objects)
{
  for (unsigned i = 0; i < request->cell->catalogs->len; i++)
    {
      SimCatalog *catalog = g_ptr_array_index (request->cell->catalogs, i);

      if (sim_catalog_is_visible (catalog, request->session))
        g_ptr_array_extend (objects, catalog->media, NULL, NULL);
    }
}

/* Tasks. */

TEXT (task_id, SimTask, self->id)
TEXT (task_name, SimTask, self->operation_name)
TEXT (task_operation, SimTask, self->operation)
TEXT (task_status, SimTask, sim_task_get_status_name ((SimTask *) self))
TEXT (task_object, SimTask, put_address (scratch, self->owner_path))
TEXT (task_object_name, SimTask, self->owner_name)
TEXT (task_object_type, SimTask, strstr (self->owner_path, "/media/") ? "media" : "catalog")
TEXT (task_org, SimTask, self->org->id)
TEXT (task_org_name, SimTask, self->org->name)
TEXT (task_owner_name, SimTask, self->user)
TEXT (task_start, SimTask, put_time (scratch, self->start))
TEXT (task_end, SimTask, put_time (scratch, self->end))
TEXT (task_progress, SimTask, put_number (scratch, sim_task_get_progress ((SimTask *) self)))
TEXT (task_message, SimTask, self->error_message)
TEXT (task_service, SimTask, "com.vmware.vcloud")

static const SimAttribute task_attributes[] = {
  { "name", task_name, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "operation", task_operation, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "status", task_status, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "object", task_object, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "objectName", task_object_name, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "objectType", task_object_type, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "org", task_org, SIM_ATTRIBUTE_REFERENCE, "/api/org/", "org", 0 },
  { "orgName", task_org_name, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "ownerName", task_owner_name, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "startDate", task_start, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "endDate", task_end, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "progress", task_progress, SIM_ATTRIBUTE_NUMBER, NULL, NULL, 0 },
  { "message", task_message, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "serviceNamespace", task_service, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "href", task_id, SIM_ATTRIBUTE_REFERENCE, "/api/task/", "task", 0 },
  { NULL },
};

static int
compare_tasks (gconstpointer a,
               gconstpointer b)
{
  const SimTask *first = *(SimTask *const *) a, *second = *(SimTask *const *) b;

  return first->start < second->start ? -1 : first->start > second->start;
}

static void
collect_tasks (SimRequest *request,
               GPtrArray *objects)
{
  GHashTableIter iter;
  gpointer task;

  g_hash_table_iter_init (&iter, request->cell->tasks_by_id);
  while (g_hash_table_iter_next (&iter, NULL, &task))
    g_ptr_array_add (objects, task);
  g_ptr_array_sort (objects, compare_tasks);
}

/* Storage profiles, organizations and their virtual data centers. */

TEXT (profile_id, SimProfile, self->id)
TEXT (profile_name, SimProfile, self->name)
TEXT (profile_is_default, SimProfile, put_boolean (self->is_default))
TEXT (profile_is_enabled, SimProfile, "true")
TEXT (profile_used, SimProfile, "0")
TEXT (profile_vdc, SimProfile,
      ((SimOrg *) g_ptr_array_index (scratch->request->cell->orgs, 0))->vdc_id)
TEXT (profile_vdc_name, SimProfile, "vdc")

static const SimAttribute profile_attributes[] = {
  { "name", profile_name, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "isEnabled", profile_is_enabled, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "isDefaultStorageProfile", profile_is_default, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "isVdcBusy", always_false, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "storageUsedMB", profile_used, SIM_ATTRIBUTE_NUMBER, NULL, NULL, 0 },
  { "storageLimitMB", profile_used, SIM_ATTRIBUTE_NUMBER, NULL, NULL, 0 },
  { "vdc", profile_vdc, SIM_ATTRIBUTE_REFERENCE, "/api/vdc/", "vdc", 0 },
  { "vdcName", profile_vdc_name, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "href", profile_id, SIM_ATTRIBUTE_REFERENCE,
    "/api/vdcStorageProfile/", "vdcstorageProfile", 0 },
  { NULL },
};

static void
collect_profiles (SimRequest *request,
                  GPtrArray *objects)
{
  for (size_t i = 0; i < G_N_ELEMENTS (request->cell->profiles); i++)
    g_ptr_array_add (objects, &request->cell->profiles[i]);
}

TEXT (org_id, SimOrg, self->id)
TEXT (org_name, SimOrg, self->name)
TEXT (org_full_name, SimOrg, self->full_name)
TEXT (org_vdc_id, SimOrg, self->vdc_id)
TEXT (org_vdc_name, SimOrg, "vdc")

static const SimAttribute org_attributes[] = {
  { "name", org_name, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "displayName", org_full_name, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "isEnabled", always_true, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "href", org_id, SIM_ATTRIBUTE_REFERENCE, "/api/org/", "org", 0 },
  { NULL },
};

static const SimAttribute vdc_attributes[] = {
  { "name", org_vdc_name, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "org", org_id, SIM_ATTRIBUTE_REFERENCE, "/api/org/", "org", 0 },
  { "orgName", org_name, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "isEnabled", always_true, SIM_ATTRIBUTE_TEXT, NULL, NULL, 0 },
  { "href", org_vdc_id, SIM_ATTRIBUTE_REFERENCE, "/api/vdc/", "vdc", 0 },
  { NULL },
};

static void
collect_orgs (SimRequest *request,
              GPtrArray *objects)
{
  for (unsigned i = 0; i < request->cell->orgs->len; i++)
    {
      SimOrg *org = g_ptr_array_index (request->cell->orgs, i);

      if (sim_model_sees_org (request->session, org))
        g_ptr_array_add (objects, org);
    }
}

/* There are no templates of machines here; clients that look over a catalog ask for them too. */
static void
collect_templates (SimRequest *request,
                   GPtrArray *objects)
{
}

static const SimRecordType types[] = {
  { "catalog", "Catalog", SIM_TYPE ("catalog"), catalog_attributes, collect_catalogs },
  { "adminCatalog", "AdminCatalog", SIM_ADMIN_TYPE ("catalog"),
    admin_catalog_attributes, collect_catalogs },
  { "media", "Media", SIM_TYPE ("media"), media_attributes, collect_media },
  { "adminMedia", "AdminMedia", SIM_TYPE ("media"), media_attributes, collect_media },
  { "catalogItem", "CatalogItem", SIM_TYPE ("catalogItem"), item_attributes, collect_media },
  { "adminCatalogItem", "AdminCatalogItem", SIM_TYPE ("catalogItem"),
    item_attributes, collect_media },
  { "vAppTemplate", "VAppTemplate", SIM_TYPE ("vAppTemplate"), item_attributes, collect_templates },
  { "adminVAppTemplate", "AdminVAppTemplate", SIM_TYPE ("vAppTemplate"),
    item_attributes, collect_templates },
  { "task", "Task", SIM_TYPE ("task"), task_attributes, collect_tasks },
  { "adminTask", "AdminTask", SIM_TYPE ("task"), task_attributes, collect_tasks },
  { "orgVdcStorageProfile", "OrgVdcStorageProfile", SIM_TYPE ("vdcStorageProfile"),
    profile_attributes, collect_profiles },
  { "organization", "Org", SIM_TYPE ("org"), org_attributes, collect_orgs },
  { "orgVdc", "OrgVdc", SIM_TYPE ("vdc"), vdc_attributes, collect_orgs },
  { "adminOrgVdc", "AdminVdc", SIM_ADMIN_TYPE ("vdc"), vdc_attributes, collect_orgs },
};

/* Type names are case-sensitive. NULL if there is none of that name. */
const SimRecordType *
sim_records_find (const char *type)
{
  for (size_t i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_equal (types[i].type, type))
      return &types[i];

  return NULL;
}

/* NULL after the last. */
const SimRecordType *
sim_records_get (size_t index)
{
  return index < G_N_ELEMENTS (types) ? &types[index] : NULL;
}

/* NULL if it has none of that name. Who asks by "id" gets the address, which compares by the id. */
const SimAttribute *
sim_record_type_find (const SimRecordType *self,
                      const char *attribute)
{
  if (g_str_equal (attribute, "id"))
    attribute = "href";
  for (const SimAttribute *a = self->attributes; a->name; a++)
    if (g_str_equal (a->name, attribute))
      return a;

  return NULL;
}
