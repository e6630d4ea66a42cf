/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "vcd-api-version-private.h"
#include "vcd-catalog-private.h"
#include "vcd-error-private.h"
#include "vcd-fiber-private.h"
#include "vcd-media-private.h"
#include "vcd-query-private.h"
#include "vcd-task-private.h"

#define CATALOG_TYPE       "application/vnd.vmware.vcloud.catalog+xml"
#define ADMIN_CATALOG_TYPE "application/vnd.vmware.admin.catalog+xml"
#define MEDIA_TYPE         "application/vnd.vmware.vcloud.media+xml"
#define ORG_TYPE           "application/vnd.vmware.vcloud.org+xml"
#define VDC_TYPE           "application/vnd.vmware.vcloud.vdc+xml"

/* Something that is done with a catalog; it keeps alive what it needs for that. */
typedef struct
{
  VcdCatalog   *catalog;
  VcdSession   *session;
  char         *name;
  VcdMedia     *found;
  gboolean      recursive;
  GCancellable *cancellable;
} VcdCatalogJob;

static void
vcd_catalog_job_free (gpointer data)
{
  VcdCatalogJob *job = data;

  g_clear_object (&job->catalog);
  g_clear_object (&job->session);
  g_clear_object (&job->found);
  g_free (job->name);
  g_free (job);
}

static DexFuture *
spawn_job (VcdCatalog   *self,
           const char   *name,
           gboolean      recursive,
           VcdFiberFunc  func)
{
  VcdSession *session = vcd_catalog_get_session (self);
  VcdCatalogJob *job;

  if (session == NULL)
    return dex_future_new_for_error (vcd_error_new (VCD_ERROR_NOT_FOUND, NULL, "%s",
                                                    _("The catalog's account is no longer "
                                                      "there.")));

  job = g_new0 (VcdCatalogJob, 1);
  job->catalog = g_object_ref (self);
  job->session = g_object_ref (session);
  job->name = g_strdup (name);
  job->recursive = recursive;

  return vcd_fiber_spawn (func, job, vcd_catalog_job_free);
}

static VcdReply *
request (VcdCatalogJob  *job,
         const char     *method,
         const char     *href,
         GError        **error)
{
  return dex_await_object (vcd_unless_cancelled (vcd_session_request (job->session, method, href,
                                                                      NULL, NULL),
                                                 job->cancellable), error);
}

/* The reply keeps its document, and the element with it. */
static VcdElement *
get_root (VcdReply  *reply,
          GError   **error)
{
  VcdXml *xml = vcd_reply_get_xml (reply, error);

  return xml != NULL ? vcd_xml_get_root (xml) : NULL;
}

static gboolean
has_query (VcdCatalogJob *job)
{
  VcdGrant *grant = vcd_session_get_grant (job->session);

  return grant != NULL && grant->query_href != NULL;
}

/* Whether @record, which was found by its name, is in the job's catalog. */
static gboolean
is_in_catalog (VcdCatalogJob *job,
               VcdElement    *record)
{
  g_autofree char *href = vcd_element_dup_attribute (record, "catalog");
  g_autofree char *name = vcd_element_dup_attribute (record, "catalogName");

  if (href != NULL)
    return g_strcmp0 (vcd_href_get_id (href),
                      vcd_href_get_id (vcd_catalog_get_href (job->catalog))) == 0;

  return g_strcmp0 (name, vcd_catalog_get_name (job->catalog)) == 0;
}

static void
on_media_page (VcdXml   *page,
               gpointer  data)
{
  VcdCatalogJob *job = data;

  vcd_catalog_take_page (job->catalog, page);
}

static void
on_look_up_page (VcdXml   *page,
                 gpointer  data)
{
  VcdCatalogJob *job = data;
  VcdElement *record = vcd_query_get_record (vcd_element_get_first (vcd_xml_get_root (page)));

  for (; record != NULL; record = vcd_query_get_record (vcd_element_get_next (record)))
    {
      g_autofree char *name = vcd_element_dup_attribute (record, "name");

      if (job->found == NULL && g_strcmp0 (name, job->name) == 0 && is_in_catalog (job, record))
        g_set_object (&job->found, vcd_catalog_merge_record (job->catalog, record));
    }
}

/* Without a query service each item has to be asked what it is. */
static gboolean
load_item (VcdCatalogJob  *job,
           const char     *href,
           GError        **error)
{
  g_autoptr(VcdReply) reply = request (job, "GET", href, error);
  g_autoptr(VcdMediaDocument) document = NULL;
  g_autofree char *type = NULL;
  g_autofree char *media = NULL;
  VcdElement *root;
  VcdElement *entity;

  if (reply == NULL || (root = get_root (reply, error)) == NULL)
    return FALSE;

  entity = vcd_element_get_child (root, "Entity");
  if (entity == NULL)
    return TRUE;

  type = vcd_element_dup_attribute (entity, "type");
  media = vcd_element_dup_attribute (entity, "href");
  if (type == NULL || media == NULL || g_ascii_strcasecmp (type, MEDIA_TYPE) != 0)
    return TRUE;

  document = vcd_media_document_await (
    vcd_unless_cancelled (vcd_media_document_load (job->session, media), job->cancellable), error);
  if (document == NULL)
    return FALSE;

  if (document->item_href == NULL)
    document->item_href = g_strdup (href);
  vcd_catalog_merge (job->catalog, document);

  return TRUE;
}

static gboolean
load_items (VcdCatalogJob  *job,
            GError        **error)
{
  g_autoptr(VcdReply) reply = request (job, "GET", vcd_catalog_get_href (job->catalog), error);
  VcdElement *root;
  VcdElement *items;
  VcdElement *item;

  if (reply == NULL || (root = get_root (reply, error)) == NULL)
    return FALSE;

  items = vcd_element_get_child (root, "CatalogItems");
  item = items != NULL ? vcd_element_get_first (items) : NULL;

  for (; item != NULL; item = vcd_element_get_next (item))
    {
      g_autofree char *href = vcd_element_dup_attribute (item, "href");
      g_autoptr(GError) local_error = NULL;

      /* One that went away meanwhile is not the list's end. */
      if (href != NULL && !load_item (job, href, &local_error) &&
          !g_error_matches (local_error, VCD_ERROR, VCD_ERROR_NOT_FOUND) &&
          !g_error_matches (local_error, VCD_ERROR, VCD_ERROR_PERMISSION))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
query_media (VcdCatalogJob  *job,
             const char     *attribute,
             const char     *value,
             VcdPageFunc     page,
             GError        **error)
{
  return dex_await (vcd_unless_cancelled (vcd_session_query (job->session, "media", attribute,
                                                             value, page, job, NULL),
                                          job->cancellable), error);
}

static DexFuture *
load_fiber (gpointer      data,
            GCancellable *cancellable)
{
  VcdCatalogJob *job = data;
  GError *error = NULL;
  unsigned serial;
  gboolean whole;

  job->cancellable = cancellable;

  if (!dex_await (vcd_unless_cancelled (vcd_session_ensure (job->session), cancellable), &error))
    return dex_future_new_for_error (error);

  serial = vcd_catalog_begin_load (job->catalog);
  whole = has_query (job) ? query_media (job, "catalog", vcd_catalog_get_href (job->catalog),
                                         on_media_page, &error)
                          : load_items (job, &error);
  vcd_catalog_end_load (job->catalog, serial, whole);

  return whole ? dex_future_new_true () : dex_future_new_for_error (error);
}

static DexFuture *
look_up_fiber (gpointer      data,
               GCancellable *cancellable)
{
  VcdCatalogJob *job = data;
  GError *error = NULL;
  gboolean done;

  job->cancellable = cancellable;

  if (!dex_await (vcd_unless_cancelled (vcd_session_ensure (job->session), cancellable), &error))
    return dex_future_new_for_error (error);

  if (has_query (job))
    done = query_media (job, "name", job->name, on_look_up_page, &error);
  else if ((done = load_items (job, &error)))
    job->found = vcd_catalog_find_media (job->catalog, job->name);

  if (!done)
    return dex_future_new_for_error (error);

  if (job->found == NULL)
    return dex_future_new_for_error (vcd_error_new (VCD_ERROR_NOT_FOUND, NULL,
                                                    _("There is no image named “%s” in this "
                                                      "catalog."), job->name));

  return dex_future_new_for_object (job->found);
}

static char *
make_read_only_reason (VcdCatalog *catalog)
{
  const char *organization = vcd_catalog_get_organization (catalog);

  switch (vcd_catalog_get_kind (catalog))
    {
    case VCD_CATALOG_SUBSCRIBED:
      return g_strdup (_("This catalog is a copy of another one. Images can be added only there."));
    case VCD_CATALOG_PUBLISHED:
      return g_strdup_printf (_("This catalog is published by “%s”. Only that organization can add "
                                "images."), organization);
    case VCD_CATALOG_SHARED:
      return g_strdup_printf (_("“%s” shares this catalog for reading only."), organization);
    case VCD_CATALOG_OWN:
    default:
      return g_strdup (_("The account has no right to add images to this catalog."));
    }
}

/* Up to 5.1 media was declared to a virtual data center, and put into a catalog afterwards. */
static char *
find_vdc_upload_href (VcdCatalogJob *job,
                      VcdElement    *catalog)
{
  g_autofree char *org_href = vcd_element_dup_link (catalog, "up", ORG_TYPE);
  g_autoptr(VcdReply) org = org_href != NULL ? request (job, "GET", org_href, NULL) : NULL;
  VcdElement *root = org != NULL ? get_root (org, NULL) : NULL;
  VcdElement *link = root != NULL ? vcd_element_get_first (root) : NULL;

  for (; link != NULL; link = vcd_element_get_next (link))
    {
      g_autofree char *type = vcd_element_dup_attribute (link, "type");
      g_autofree char *href = vcd_element_dup_attribute (link, "href");
      g_autoptr(VcdReply) vdc = NULL;
      VcdElement *vdc_root;
      char *upload;

      if (type == NULL || href == NULL || g_ascii_strcasecmp (type, VDC_TYPE) != 0 ||
          (vdc = request (job, "GET", href, NULL)) == NULL ||
          (vdc_root = get_root (vdc, NULL)) == NULL)
        continue;

      if ((upload = vcd_element_dup_link (vdc_root, "add", MEDIA_TYPE)) != NULL)
        return upload;
    }

  return NULL;
}

/* The catalog's document; of the provider's view the one that users have, if it says where. */
static VcdReply *
get_document (VcdCatalogJob  *job,
              GError        **error)
{
  g_autoptr(VcdReply) reply = request (job, "GET", vcd_catalog_get_href (job->catalog), error);
  g_autofree char *alternate = NULL;
  VcdElement *root;

  if (reply == NULL || (root = get_root (reply, error)) == NULL)
    return NULL;

  if (g_strcmp0 (vcd_element_get_name (root), "AdminCatalog") == 0)
    alternate = vcd_element_dup_link (root, "alternate", CATALOG_TYPE);

  if (alternate != NULL)
    return request (job, "GET", alternate, error);

  if (g_strcmp0 (vcd_element_get_name (root), "Catalog") != 0 &&
      g_strcmp0 (vcd_element_get_name (root), "AdminCatalog") != 0)
    {
      g_propagate_error (error, vcd_error_new (VCD_ERROR_SERVER, vcd_reply_get_request_id (reply),
                                               "%s", _("The server gave something else than the "
                                                       "catalog that was asked for.")));
      return NULL;
    }

  return g_steal_pointer (&reply);
}

static DexFuture *
check_fiber (gpointer      data,
             GCancellable *cancellable)
{
  VcdCatalogJob *job = data;
  g_autoptr(VcdReply) reply = NULL;
  g_autofree char *description = NULL;
  g_autofree char *upload = NULL;
  g_autofree char *reason = NULL;
  GError *error = NULL;
  VcdElement *root;
  VcdGrant *grant;

  job->cancellable = cancellable;

  if ((reply = get_document (job, &error)) == NULL || (root = get_root (reply, &error)) == NULL)
    return dex_future_new_for_error (error);

  description = vcd_element_dup_child_text (root, "Description");
  upload = vcd_element_dup_link (root, "add", MEDIA_TYPE);

  grant = vcd_session_get_grant (job->session);
  if (upload == NULL && grant != NULL && vcd_api_version_compare (grant->api_version, "5.1") <= 0)
    upload = find_vdc_upload_href (job, root);

  if (upload == NULL)
    reason = make_read_only_reason (job->catalog);

  vcd_catalog_set_description (job->catalog, description);
  vcd_catalog_set_upload_href (job->catalog, upload, reason);

  return dex_future_new_true ();
}

/* Catalogs are removed in the administrators' view of them. */
static char *
find_remove_href (VcdCatalogJob  *job,
                  GError        **error)
{
  g_autoptr(VcdReply) reply = request (job, "GET", vcd_catalog_get_href (job->catalog), error);
  g_autoptr(VcdReply) admin_reply = NULL;
  g_autofree char *admin = NULL;
  VcdElement *root;

  if (reply == NULL || (root = get_root (reply, error)) == NULL)
    return NULL;

  if (g_strcmp0 (vcd_element_get_name (root), "AdminCatalog") != 0 &&
      (admin = vcd_element_dup_link (root, "alternate", ADMIN_CATALOG_TYPE)) != NULL)
    {
      admin_reply = request (job, "GET", admin, error);
      if (admin_reply == NULL || (root = get_root (admin_reply, error)) == NULL)
        return NULL;
    }

  return vcd_element_dup_link (root, "remove", NULL);
}

static DexFuture *
delete_fiber (gpointer      data,
              GCancellable *cancellable)
{
  VcdCatalogJob *job = data;
  g_autoptr(VcdReply) reply = NULL;
  g_autofree char *remove = NULL;
  g_autofree char *uri = NULL;
  GError *error = NULL;

  job->cancellable = cancellable;
  remove = find_remove_href (job, &error);

  if (remove == NULL)
    return dex_future_new_for_error (error != NULL
                                     ? error
                                     : vcd_error_new (VCD_ERROR_PERMISSION, NULL, "%s",
                                                      _("The account has no right to delete this "
                                                        "catalog.")));

  uri = g_strdup_printf ("%s%sforce=%s&recursive=%s", remove,
                         strchr (remove, '?') != NULL ? "&" : "?",
                         job->recursive ? "true" : "false", job->recursive ? "true" : "false");

  reply = request (job, "DELETE", uri, &error);
  if (reply != NULL)
    dex_await (vcd_unless_cancelled (vcd_task_follow (job->session, reply), cancellable), &error);

  if (error != NULL && !g_error_matches (error, VCD_ERROR, VCD_ERROR_NOT_FOUND))
    return dex_future_new_for_error (error);

  g_clear_error (&error);
  vcd_session_forget_catalog (job->session, job->catalog);

  return dex_future_new_true ();
}

DexFuture *
vcd_catalog_load (VcdCatalog *self)
{
  DexFuture *load = vcd_catalog_dup_load (self);

  if (load != NULL || vcd_catalog_get_session (self) == NULL)
    return load != NULL ? load : spawn_job (self, NULL, FALSE, load_fiber);

  load = spawn_job (self, NULL, FALSE, load_fiber);
  vcd_catalog_set_load (self, load);

  return load;
}

DexFuture *
vcd_catalog_check (VcdCatalog *self)
{
  return spawn_job (self, NULL, FALSE, check_fiber);
}

DexFuture *
vcd_catalog_look_up (VcdCatalog *self,
                     const char *name)
{
  return spawn_job (self, name, FALSE, look_up_fiber);
}

DexFuture *
vcd_catalog_delete (VcdCatalog *self,
                    gboolean    recursive)
{
  return spawn_job (self, NULL, recursive, delete_fiber);
}

/**
 * vcd_catalog_load_async:
 * @self: a catalog
 * @cancellable: (nullable): to give up
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Fills the list, page by page, or brings it up to date: known images are updated in place, and
 * those that are gone leave. Calls meanwhile wait for the same.
 */
void
vcd_catalog_load_async (VcdCatalog          *self,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_return_if_fail (VCD_IS_CATALOG (self));

  vcd_async_run (self, cancellable, callback, user_data, vcd_catalog_load (self));
}

/**
 * vcd_catalog_load_finish:
 * @self: a catalog
 * @result: what the callback got
 * @error: a place for an error
 *
 * Returns: whether the list is whole
 */
gboolean
vcd_catalog_load_finish (VcdCatalog    *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (VCD_IS_CATALOG (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * vcd_catalog_check_async:
 * @self: a catalog
 * @cancellable: (nullable): to give up
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Asks the server whether images can be added to the catalog, and if not, finds out why:
 * [property@Vcd.Catalog:can-upload], [property@Vcd.Catalog:read-only-reason].
 */
void
vcd_catalog_check_async (VcdCatalog          *self,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_return_if_fail (VCD_IS_CATALOG (self));

  vcd_async_run (self, cancellable, callback, user_data, vcd_catalog_check (self));
}

/**
 * vcd_catalog_check_finish:
 * @self: a catalog
 * @result: what the callback got
 * @error: a place for an error
 *
 * Returns: whether the server could be asked; not whether images can be added
 */
gboolean
vcd_catalog_check_finish (VcdCatalog    *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (VCD_IS_CATALOG (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * vcd_catalog_delete_async:
 * @self: a catalog
 * @recursive: whether to delete what is in it, too
 * @cancellable: (nullable): to stop waiting
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Deletes the catalog from the server and takes it out of its session's list.
 */
void
vcd_catalog_delete_async (VcdCatalog          *self,
                          gboolean             recursive,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_return_if_fail (VCD_IS_CATALOG (self));

  vcd_async_run (self, cancellable, callback, user_data, vcd_catalog_delete (self, recursive));
}

/**
 * vcd_catalog_delete_finish:
 * @self: a catalog
 * @result: what the callback got
 * @error: a place for an error: `VCD_ERROR_PERMISSION`, or `VCD_ERROR_SERVER` when the catalog is
 *   not empty and @recursive was not asked for
 *
 * Returns: whether it is gone
 */
gboolean
vcd_catalog_delete_finish (VcdCatalog    *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (VCD_IS_CATALOG (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
