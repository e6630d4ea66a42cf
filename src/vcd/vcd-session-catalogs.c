/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "vcd-account.h"
#include "vcd-catalog-private.h"
#include "vcd-error-private.h"
#include "vcd-fiber-private.h"
#include "vcd-query-private.h"
#include "vcd-task-private.h"

#define ORG_TYPE           "application/vnd.vmware.vcloud.org+xml"
#define CATALOG_TYPE       "application/vnd.vmware.vcloud.catalog+xml"
#define ADMIN_CATALOG_TYPE "application/vnd.vmware.admin.catalog+xml"

/* Loading the list of catalogs, or adding one to it. */
typedef struct
{
  VcdSession *session;
  char       *name;
  char       *description;
  GHashTable *known;      /* ids in the list as the loading began */
  GHashTable *seen;       /* ids that the server told of since */
} VcdCatalogJob;

static VcdCatalogJob *
vcd_catalog_job_new (VcdSession *session,
                     const char *name,
                     const char *description)
{
  VcdCatalogJob *job = g_new0 (VcdCatalogJob, 1);

  job->session = g_object_ref (session);
  job->name = g_strdup (name);
  job->description = g_strdup (description);
  job->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  job->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return job;
}

static void
vcd_catalog_job_free (gpointer data)
{
  VcdCatalogJob *job = data;

  g_clear_object (&job->session);
  g_free (job->name);
  g_free (job->description);
  g_hash_table_unref (job->known);
  g_hash_table_unref (job->seen);
  g_free (job);
}

static GListStore *
get_store (VcdSession *session)
{
  return G_LIST_STORE (vcd_session_get_catalogs (session));
}

static VcdCatalog *
dup_catalog (VcdSession *session,
             const char *id)
{
  GListModel *model = vcd_session_get_catalogs (session);

  for (unsigned i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(VcdCatalog) catalog = g_list_model_get_item (model, i);

      if (g_strcmp0 (vcd_href_get_id (vcd_catalog_get_href (catalog)), id) == 0)
        return g_steal_pointer (&catalog);
    }

  return NULL;
}

/* One change of the list a page; records may come twice, as the result moves between two pages. */
static void
on_page (VcdXml   *page,
         gpointer  data)
{
  VcdCatalogJob *job = data;
  g_autoptr(GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);
  GListStore *store = get_store (job->session);
  VcdElement *record = vcd_query_get_record (vcd_element_get_first (vcd_xml_get_root (page)));

  for (; record != NULL; record = vcd_query_get_record (vcd_element_get_next (record)))
    {
      g_autofree char *href = vcd_element_dup_attribute (record, "href");
      g_autoptr(VcdCatalog) known = NULL;

      if (href == NULL || !g_hash_table_add (job->seen, g_strdup (vcd_href_get_id (href))))
        continue;

      if ((known = dup_catalog (job->session, vcd_href_get_id (href))) != NULL)
        vcd_catalog_update (known, record);
      else
        g_ptr_array_add (added, vcd_catalog_new_from_record (job->session, record));
    }

  if (added->len > 0)
    g_list_store_splice (store, g_list_model_get_n_items (G_LIST_MODEL (store)), 0,
                         added->pdata, added->len);
}

static void
note_known (VcdCatalogJob *job)
{
  GListModel *model = vcd_session_get_catalogs (job->session);

  for (unsigned i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(VcdCatalog) catalog = g_list_model_get_item (model, i);

      g_hash_table_add (job->known, g_strdup (vcd_href_get_id (vcd_catalog_get_href (catalog))));
    }
}

/* What came into the list meanwhile may be younger than the answers that this loading got. */
static void
drop_unseen (VcdCatalogJob *job)
{
  GListStore *store = get_store (job->session);

  for (unsigned i = g_list_model_get_n_items (G_LIST_MODEL (store)); i > 0; i--)
    {
      g_autoptr(VcdCatalog) catalog = g_list_model_get_item (G_LIST_MODEL (store), i - 1);
      const char *id = vcd_href_get_id (vcd_catalog_get_href (catalog));

      if (g_hash_table_contains (job->known, id) && !g_hash_table_contains (job->seen, id))
        g_list_store_remove (store, i - 1);
    }
}

static VcdReply *
get_document (VcdSession    *session,
              const char    *href,
              GCancellable  *cancellable,
              GError       **error)
{
  return dex_await_object (vcd_unless_cancelled (vcd_session_request (session, "GET", href, NULL,
                                                                      NULL), cancellable), error);
}

/* Where the own organization's document is, for servers whose session did not say. */
static char *
find_org (VcdSession    *session,
          GCancellable  *cancellable,
          GError       **error)
{
  VcdGrant *grant = vcd_session_get_grant (session);
  g_autoptr(VcdReply) reply = NULL;
  VcdXml *xml;

  if (grant->org_href != NULL)
    return g_strdup (grant->org_href);

  if (grant->org_list_href == NULL)
    return NULL;

  reply = get_document (session, grant->org_list_href, cancellable, error);
  if (reply == NULL || (xml = vcd_reply_get_xml (reply, error)) == NULL)
    return NULL;

  for (VcdElement *org = vcd_element_get_first (vcd_xml_get_root (xml));
       org != NULL;
       org = vcd_element_get_next (org))
    {
      g_autofree char *name = vcd_element_dup_attribute (org, "name");
      const char *own = vcd_account_get_organization (vcd_session_get_account (session));

      if (name != NULL && g_ascii_strcasecmp (name, own) == 0)
        return vcd_element_dup_attribute (org, "href");
    }

  return NULL;
}

/* Old servers: the organization's document has a link for each of its catalogs. */
static void
take_org_catalogs (VcdCatalogJob *job,
                   VcdElement    *org)
{
  for (VcdElement *link = vcd_element_get_first (org);
       link != NULL;
       link = vcd_element_get_next (link))
    {
      g_autofree char *type = vcd_element_dup_attribute (link, "type");
      g_autofree char *rel = vcd_element_dup_attribute (link, "rel");
      g_autofree char *href = vcd_element_dup_attribute (link, "href");
      g_autofree char *name = vcd_element_dup_attribute (link, "name");
      g_autoptr(VcdCatalog) catalog = NULL;

      if (g_strcmp0 (vcd_element_get_name (link), "Link") != 0 || g_strcmp0 (rel, "down") != 0 ||
          type == NULL || g_ascii_strcasecmp (type, CATALOG_TYPE) != 0 || href == NULL ||
          !g_hash_table_add (job->seen, g_strdup (vcd_href_get_id (href))))
        continue;

      if ((catalog = dup_catalog (job->session, vcd_href_get_id (href))) == NULL)
        {
          catalog = vcd_catalog_new_for_href (job->session, href, name);
          g_list_store_append (get_store (job->session), catalog);
        }
    }
}

/* The organization's document, which also tells whether catalogs can be added. */
static gboolean
load_org (VcdCatalogJob  *job,
          gboolean        take_catalogs,
          GCancellable   *cancellable,
          GError        **error)
{
  g_autofree char *href = find_org (job->session, cancellable, error);
  g_autofree char *add = NULL;
  g_autoptr(VcdReply) reply = NULL;
  VcdXml *xml;

  if (href == NULL)
    return FALSE;

  reply = get_document (job->session, href, cancellable, error);
  if (reply == NULL || (xml = vcd_reply_get_xml (reply, error)) == NULL)
    return FALSE;

  add = vcd_element_dup_link (vcd_xml_get_root (xml), "add", ADMIN_CATALOG_TYPE);
  vcd_session_set_add_catalog_href (job->session, add);

  if (take_catalogs)
    take_org_catalogs (job, vcd_xml_get_root (xml));

  return TRUE;
}

static DexFuture *
load_catalogs (VcdCatalogJob *job,
               GCancellable  *cancellable)
{
  GError *error = NULL;
  gboolean has_query;

  if (!dex_await (vcd_unless_cancelled (vcd_session_ensure (job->session), cancellable), &error))
    return dex_future_new_for_error (error);

  note_known (job);
  has_query = vcd_session_get_grant (job->session) != NULL &&
              vcd_session_get_grant (job->session)->query_href != NULL;

  if (has_query &&
      !dex_await (vcd_unless_cancelled (vcd_session_query (job->session, "catalog", NULL, NULL,
                                                           on_page, job, NULL), cancellable),
                  &error))
    return dex_future_new_for_error (error);

  /* With the list at hand, whether one may add to it is no reason to fail. */
  if (vcd_session_get_grant (job->session) != NULL &&
      !load_org (job, !has_query, cancellable, &error))
    {
      if (error != NULL && (!has_query || g_error_matches (error, G_IO_ERROR,
                                                           G_IO_ERROR_CANCELLED)))
        return dex_future_new_for_error (error);

      vcd_session_set_add_catalog_href (job->session, NULL);
      g_clear_error (&error);
    }

  drop_unseen (job);

  return dex_future_new_true ();
}

static DexFuture *
load_catalogs_fiber (gpointer      data,
                     GCancellable *cancellable)
{
  return load_catalogs (data, cancellable);
}

DexFuture *
vcd_session_load_catalogs (VcdSession *self)
{
  return vcd_fiber_spawn (load_catalogs_fiber, vcd_catalog_job_new (self, NULL, NULL),
                          vcd_catalog_job_free);
}

/**
 * vcd_session_load_catalogs_async:
 * @self: a session
 * @cancellable: (nullable): to give up
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Brings [property@Vcd.Session:catalogs] up to date: adds new ones, updates known ones in place,
 * and takes out those that are gone. Signs in before if need be.
 */
void
vcd_session_load_catalogs_async (VcdSession          *self,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (VCD_IS_SESSION (self));

  vcd_async_run (self, cancellable, callback, user_data, vcd_session_load_catalogs (self));
}

/**
 * vcd_session_load_catalogs_finish:
 * @self: a session
 * @result: what the callback got
 * @error: a place for an error
 *
 * Returns: whether the list is whole
 */
gboolean
vcd_session_load_catalogs_finish (VcdSession    *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  g_return_val_if_fail (VCD_IS_SESSION (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
matches_path (VcdCatalog *catalog,
              const char *path)
{
  const char *organization = vcd_catalog_get_organization (catalog);
  size_t length = organization != NULL ? strlen (organization) : 0;

  return length > 0 && strncmp (path, organization, length) == 0 && path[length] == '/' &&
         g_strcmp0 (path + length + 1, vcd_catalog_get_name (catalog)) == 0;
}

static GError *
make_ambiguous_error (GPtrArray  *found,
                      const char *name)
{
  g_autoptr(GString) choices = g_string_new (NULL);

  for (unsigned i = 0; i < found->len; i++)
    {
      const char *organization = vcd_catalog_get_organization (found->pdata[i]);

      g_string_append_printf (choices, "%s%s/%s", i > 0 ? ", " : "",
                              organization != NULL ? organization : "?", name);
    }

  return vcd_error_new (VCD_ERROR_INVALID, NULL,
                        _("Several organizations have a catalog named “%s”. Say which one: %s."),
                        name, choices->str);
}

/**
 * vcd_session_find_catalog:
 * @self: a session
 * @name: a name, `organization/name`, or an href
 * @error: a place for an error: `VCD_ERROR_NOT_FOUND`, or `VCD_ERROR_INVALID` when several
 *   organizations, but not the account's own, have a catalog of that name
 *
 * Finds one of the loaded catalogs. Among equal names the own organization's comes first.
 *
 * Returns: (transfer full) (nullable): the catalog
 */
VcdCatalog *
vcd_session_find_catalog (VcdSession  *self,
                          const char  *name,
                          GError     **error)
{
  g_autoptr(GPtrArray) named = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(VcdCatalog) by_path = NULL;
  GListModel *model;

  g_return_val_if_fail (VCD_IS_SESSION (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  model = vcd_session_get_catalogs (self);

  for (unsigned i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(VcdCatalog) catalog = g_list_model_get_item (model, i);

      if (g_strcmp0 (vcd_catalog_get_href (catalog), name) == 0)
        return g_steal_pointer (&catalog);

      if (matches_path (catalog, name))
        g_set_object (&by_path, catalog);
      else if (g_strcmp0 (vcd_catalog_get_name (catalog), name) == 0)
        g_ptr_array_add (named, g_steal_pointer (&catalog));
    }

  if (named->len == 1)
    return g_object_ref (named->pdata[0]);

  for (unsigned i = 0; i < named->len; i++)
    {
      const char *own = vcd_account_get_organization (vcd_session_get_account (self));
      const char *organization = vcd_catalog_get_organization (named->pdata[i]);

      if (organization != NULL && g_ascii_strcasecmp (organization, own) == 0)
        return g_object_ref (named->pdata[i]);
    }

  if (by_path != NULL)
    return g_steal_pointer (&by_path);

  if (named->len > 1)
    g_propagate_error (error, make_ambiguous_error (named, name));
  else
    g_propagate_error (error, vcd_error_new (VCD_ERROR_NOT_FOUND, NULL,
                                             _("There is no catalog named “%s”."), name));

  return NULL;
}

static GBytes *
write_catalog (const char *name,
               const char *description)
{
  VcdXmlWriter *writer = vcd_xml_writer_new ("AdminCatalog");

  vcd_xml_writer_attribute (writer, "name", name);
  if (description != NULL && *description != '\0')
    vcd_xml_writer_element (writer, "Description", description);

  return vcd_xml_writer_finish (writer);
}

/* The new catalog as a user sees it; the list may lag behind, and then what the reply says does. */
static VcdCatalog *
settle_created (VcdCatalogJob *job,
                VcdReply      *reply,
                GCancellable  *cancellable)
{
  VcdXml *xml = vcd_reply_get_xml (reply, NULL);
  g_autofree char *admin_href = NULL;
  g_autofree char *href = NULL;
  VcdCatalog *catalog;

  if (xml != NULL)
    {
      admin_href = vcd_element_dup_attribute (vcd_xml_get_root (xml), "href");
      href = vcd_element_dup_link (vcd_xml_get_root (xml), "alternate", CATALOG_TYPE);
    }

  dex_await (vcd_unless_cancelled (vcd_session_load_catalogs (job->session), cancellable), NULL);

  if (admin_href == NULL)
    return vcd_session_find_catalog (job->session, job->name, NULL);

  catalog = dup_catalog (job->session, vcd_href_get_id (admin_href));
  if (catalog == NULL)
    {
      catalog = vcd_catalog_new_for_href (job->session, href != NULL ? href : admin_href,
                                          job->name);
      g_list_store_append (get_store (job->session), catalog);
    }

  return catalog;
}

static DexFuture *
create_catalog_fiber (gpointer      data,
                      GCancellable *cancellable)
{
  VcdCatalogJob *job = data;
  VcdSession *self = job->session;
  g_autoptr(VcdReply) reply = NULL;
  g_autoptr(GBytes) body = write_catalog (job->name, job->description);
  VcdCatalog *catalog;
  GError *error = NULL;

  if (!dex_await (vcd_unless_cancelled (vcd_session_ensure (self), cancellable), &error))
    return dex_future_new_for_error (error);

  if (!vcd_session_get_can_create_catalog (self) && !load_org (job, FALSE, cancellable, &error) &&
      error != NULL)
    return dex_future_new_for_error (error);

  if (!vcd_session_get_can_create_catalog (self))
    return dex_future_new_for_error (vcd_error_new (VCD_ERROR_PERMISSION, NULL, "%s",
                                                    _("The account has no right to create "
                                                      "catalogs.")));

  reply = dex_await_object (vcd_unless_cancelled (
    vcd_session_request (self, "POST", vcd_session_get_add_catalog_href (self), ADMIN_CATALOG_TYPE,
                         body), cancellable), &error);
  if (reply == NULL ||
      !dex_await (vcd_unless_cancelled (vcd_task_follow (self, reply), cancellable), &error))
    return dex_future_new_for_error (error);

  if ((catalog = settle_created (job, reply, cancellable)) == NULL)
    return dex_future_new_for_error (vcd_error_new (VCD_ERROR_SERVER, NULL, "%s",
                                                    _("The server did not say what it made of the "
                                                      "catalog.")));

  return dex_future_new_take_object (catalog);
}

DexFuture *
vcd_session_create_catalog (VcdSession *self,
                            const char *name,
                            const char *description)
{
  if (name == NULL || *name == '\0' || g_utf8_strlen (name, -1) > 128)
    return dex_future_new_for_error (vcd_error_new (VCD_ERROR_INVALID, NULL, "%s",
                                                    _("A catalog's name has between 1 and 128 "
                                                      "characters.")));

  return vcd_fiber_spawn (create_catalog_fiber, vcd_catalog_job_new (self, name, description),
                          vcd_catalog_job_free);
}

/**
 * vcd_session_create_catalog_async:
 * @self: a session
 * @name: a name that the organization does not use yet
 * @description: (nullable): what it is for
 * @cancellable: (nullable): to stop waiting
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Creates a catalog in the account's organization, and adds it to the list.
 */
void
vcd_session_create_catalog_async (VcdSession          *self,
                                  const char          *name,
                                  const char          *description,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_return_if_fail (VCD_IS_SESSION (self));

  vcd_async_run (self, cancellable, callback, user_data,
                 vcd_session_create_catalog (self, name, description));
}

/**
 * vcd_session_create_catalog_finish:
 * @self: a session
 * @result: what the callback got
 * @error: a place for an error: `VCD_ERROR_NAME_EXISTS`, `VCD_ERROR_PERMISSION`,
 *   `VCD_ERROR_INVALID` for a name that is too long or empty
 *
 * Returns: (transfer full) (nullable): the new catalog
 */
VcdCatalog *
vcd_session_create_catalog_finish (VcdSession    *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  g_return_val_if_fail (VCD_IS_SESSION (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
vcd_session_forget_catalog (VcdSession *self,
                            VcdCatalog *catalog)
{
  unsigned position;

  if (g_list_store_find (get_store (self), catalog, &position))
    g_list_store_remove (get_store (self), position);
}
