/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "vcd-error-private.h"
#include "vcd-fiber-private.h"
#include "vcd-media-private.h"

#define MEDIA_TYPE        "application/vnd.vmware.vcloud.media+xml"
#define CATALOG_ITEM_TYPE "application/vnd.vmware.vcloud.catalogItem+xml"

/* How often, and how many milliseconds apart, a task is looked at that was cancelled. */
#define CANCEL_LOOKS    30
#define CANCEL_INTERVAL 500

/* Something that is done to an image; it keeps alive what it needs for that. */
typedef struct
{
  VcdMedia     *media;
  VcdCatalog   *catalog;
  VcdSession   *session;
  char         *name;
  char         *description;
  GCancellable *cancellable;
} VcdMediaJob;

static void
vcd_media_job_free (gpointer data)
{
  VcdMediaJob *job = data;

  g_clear_object (&job->media);
  g_clear_object (&job->catalog);
  g_clear_object (&job->session);
  g_free (job->name);
  g_free (job->description);
  g_free (job);
}

static DexFuture *
spawn_job (VcdMedia     *self,
           const char   *name,
           const char   *description,
           VcdFiberFunc  func)
{
  VcdCatalog *catalog = vcd_media_get_catalog (self);
  VcdSession *session = catalog != NULL ? vcd_catalog_get_session (catalog) : NULL;
  VcdMediaJob *job;

  if (session == NULL)
    return dex_future_new_for_error (vcd_error_new (VCD_ERROR_NOT_FOUND, NULL, "%s",
                                                    _("The image's catalog is no longer there.")));

  job = g_new0 (VcdMediaJob, 1);
  job->media = g_object_ref (self);
  job->catalog = g_object_ref (catalog);
  job->session = g_object_ref (session);
  job->name = g_strdup (name);
  job->description = g_strdup (description);

  return vcd_fiber_spawn (func, job, vcd_media_job_free);
}

/* Servers say "forbidden" of what does not exist (any more). */
static gboolean
is_gone (const GError *error)
{
  return g_error_matches (error, VCD_ERROR, VCD_ERROR_NOT_FOUND) ||
         g_error_matches (error, VCD_ERROR, VCD_ERROR_PERMISSION);
}

static VcdMediaDocument *
load_document (VcdMediaJob  *job,
               GError      **error)
{
  return vcd_media_document_await (
    vcd_unless_cancelled (vcd_media_document_load (job->session, vcd_media_get_href (job->media)),
                          job->cancellable), error);
}

static VcdReply *
request (VcdMediaJob  *job,
         const char   *method,
         const char   *href,
         const char   *type,
         GBytes       *body,
         GError      **error)
{
  return dex_await_object (vcd_unless_cancelled (vcd_session_request (job->session, method, href,
                                                                      type, body),
                                                 job->cancellable), error);
}

/* The link of the image's catalog item, where the image itself has none. */
static char *
find_item_link (VcdMediaJob             *job,
                const VcdMediaDocument  *document,
                const char              *rel,
                const char              *type,
                GError                 **error)
{
  const char *href = document->item_href != NULL ? document->item_href
                                                 : vcd_media_get_item_href (job->media);
  g_autoptr(VcdReply) reply = NULL;
  VcdXml *xml;

  if (href == NULL)
    return NULL;

  reply = request (job, "GET", href, NULL, NULL, error);
  if (reply == NULL || (xml = vcd_reply_get_xml (reply, error)) == NULL)
    return NULL;

  return vcd_element_dup_link (vcd_xml_get_root (xml), rel, type);
}

static GBytes *
write_item (const char             *name,
            const char             *description,
            const VcdMediaDocument *document)
{
  VcdXmlWriter *writer = vcd_xml_writer_new ("CatalogItem");

  vcd_xml_writer_attribute (writer, "name", name);
  if (description != NULL)
    vcd_xml_writer_element (writer, "Description", description);
  vcd_xml_writer_start (writer, "Entity");
  vcd_xml_writer_attribute (writer, "href", document->href);
  vcd_xml_writer_end (writer);

  return vcd_xml_writer_finish (writer);
}

/* A PUT replaces the whole: what is not to change has to be said again. */
static VcdReply *
put_changes (VcdMediaJob             *job,
             const VcdMediaDocument  *document,
             GError                 **error)
{
  const char *name = job->name != NULL ? job->name : document->name;
  const char *description = job->description != NULL ? job->description : document->description;
  g_autofree char *item_edit = NULL;
  g_autoptr(GBytes) body = NULL;
  GError *local_error = NULL;

  if (description != NULL && *description == '\0')
    description = NULL;

  if (document->edit_href != NULL)
    {
      body = vcd_media_document_write (name, description, document->image_type, document->size,
                                       NULL, NULL);
      return request (job, "PUT", document->edit_href, MEDIA_TYPE, body, error);
    }

  item_edit = find_item_link (job, document, "edit", CATALOG_ITEM_TYPE, &local_error);
  if (item_edit != NULL)
    {
      body = write_item (name, description, document);
      return request (job, "PUT", item_edit, CATALOG_ITEM_TYPE, body, error);
    }

  if (local_error == NULL)
    local_error = vcd_error_new (VCD_ERROR_PERMISSION, NULL, "%s",
                                 _("The account has no right to change this image."));
  g_propagate_error (error, local_error);

  return NULL;
}

static gboolean
follow (VcdMediaJob  *job,
        VcdReply     *reply,
        GError      **error)
{
  return dex_await (vcd_unless_cancelled (vcd_task_follow (job->session, reply), job->cancellable),
                    error);
}

static DexFuture *
refresh_fiber (gpointer      data,
               GCancellable *cancellable)
{
  VcdMediaJob *job = data;
  g_autoptr(VcdMediaDocument) document = NULL;
  GError *error = NULL;

  job->cancellable = cancellable;

  if ((document = load_document (job, &error)) == NULL)
    {
      if (is_gone (error))
        vcd_catalog_forget (job->catalog, vcd_media_get_href (job->media));
      return dex_future_new_for_error (error);
    }

  vcd_media_update (job->media, document);

  return dex_future_new_true ();
}

static DexFuture *
edit_fiber (gpointer      data,
            GCancellable *cancellable)
{
  VcdMediaJob *job = data;
  g_autoptr(VcdMediaDocument) before = NULL;
  g_autoptr(VcdReply) reply = NULL;
  GError *error = NULL;

  job->cancellable = cancellable;

  if ((before = load_document (job, &error)) == NULL ||
      (reply = put_changes (job, before, &error)) == NULL ||
      !follow (job, reply, &error))
    return dex_future_new_for_error (error);

  return refresh_fiber (job, cancellable);
}

static gboolean
is_still_there (VcdMediaJob *job)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VcdMediaDocument) document = load_document (job, &error);

  return document != NULL || !is_gone (error);
}

/* FALSE with an error; that the image is gone already is no error. */
static gboolean
delete_document (VcdMediaJob             *job,
                 const VcdMediaDocument  *document,
                 GError                 **error)
{
  g_autofree char *item_remove = NULL;
  g_autoptr(VcdReply) reply = NULL;
  GError *local_error = NULL;
  const char *href = document->remove_href;

  if (href == NULL)
    href = item_remove = find_item_link (job, document, "remove", NULL, &local_error);

  if (href == NULL && local_error == NULL)
    local_error = vcd_error_new (VCD_ERROR_PERMISSION, NULL, "%s",
                                 _("The account has no right to delete this image."));

  if (href != NULL && (reply = request (job, "DELETE", href, NULL, NULL, &local_error)) != NULL &&
      follow (job, reply, &local_error))
    return TRUE;

  if (is_gone (local_error) && !is_still_there (job))
    {
      g_clear_error (&local_error);
      return TRUE;
    }

  g_propagate_error (error, local_error);

  return FALSE;
}

/* An upload that is not done has a task that keeps it busy. Cancels that, and waits until the task
 * ended or, with some servers, took the image with it: then @document is freed and NULL. */
static gboolean
cancel_upload (VcdMediaJob       *job,
               VcdMediaDocument **document,
               GError           **error)
{
  g_autoptr(VcdReply) reply = NULL;

  if (!vcd_task_is_running ((*document)->task) || (*document)->task->cancel_href == NULL)
    return TRUE;

  /* What comes of it the next look says. */
  reply = request (job, "POST", (*document)->task->cancel_href, NULL, NULL, NULL);

  for (int i = 0; i < CANCEL_LOOKS && *document != NULL &&
                  vcd_task_is_running ((*document)->task); i++)
    {
      GError *local_error = NULL;

      if (!dex_await (vcd_unless_cancelled (dex_timeout_new_msec (CANCEL_INTERVAL),
                                            job->cancellable), &local_error) &&
          g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_propagate_error (error, local_error);
          return FALSE;
        }
      g_clear_error (&local_error);

      g_clear_pointer (document, vcd_media_document_free);
      *document = load_document (job, &local_error);
      if (*document == NULL && !is_gone (local_error))
        {
          g_propagate_error (error, local_error);
          return FALSE;
        }
      g_clear_error (&local_error);
    }

  return TRUE;
}

/* That it is gone already is as good. */
static gboolean
delete_image (VcdMediaJob  *job,
              GError      **error)
{
  g_autoptr(VcdMediaDocument) document = NULL;
  g_autoptr(GError) local_error = NULL;

  document = load_document (job, &local_error);
  if (document == NULL && is_gone (local_error))
    return TRUE;

  if (document == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (!cancel_upload (job, &document, error))
    return FALSE;

  return document == NULL || delete_document (job, document, error);
}

static DexFuture *
delete_fiber (gpointer      data,
              GCancellable *cancellable)
{
  VcdMediaJob *job = data;
  GError *error = NULL;

  job->cancellable = cancellable;

  vcd_media_set_deleting (job->media, TRUE);
  if (delete_image (job, &error))
    vcd_catalog_forget (job->catalog, vcd_media_get_href (job->media));
  vcd_media_set_deleting (job->media, FALSE);

  if (error != NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

DexFuture *
vcd_media_refresh (VcdMedia *self)
{
  return spawn_job (self, NULL, NULL, refresh_fiber);
}

DexFuture *
vcd_media_edit (VcdMedia   *self,
                const char *name,
                const char *description)
{
  g_autofree char *trimmed = name != NULL ? g_strstrip (g_strdup (name)) : NULL;
  GError *error = NULL;

  if (trimmed != NULL && !vcd_media_check_name (trimmed, &error))
    return dex_future_new_for_error (error);

  return spawn_job (self, trimmed, description, edit_fiber);
}

DexFuture *
vcd_media_delete (VcdMedia *self)
{
  return spawn_job (self, NULL, NULL, delete_fiber);
}

/**
 * vcd_media_refresh_async:
 * @self: an image
 * @cancellable: (nullable): to give up
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Reads the image's document, which tells more than the catalog's list does. An image that is gone
 * leaves the list.
 */
void
vcd_media_refresh_async (VcdMedia            *self,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_return_if_fail (VCD_IS_MEDIA (self));

  vcd_async_run (self, cancellable, callback, user_data, vcd_media_refresh (self));
}

/**
 * vcd_media_refresh_finish:
 * @self: an image
 * @result: what the callback got
 * @error: a place for an error: `VCD_ERROR_NOT_FOUND` or `VCD_ERROR_PERMISSION` when it is gone
 *
 * Returns: whether it was read
 */
gboolean
vcd_media_refresh_finish (VcdMedia      *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (VCD_IS_MEDIA (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * vcd_media_edit_async:
 * @self: an image
 * @name: (nullable): a new name of 1 to 128 characters, or `NULL` to keep it
 * @description: (nullable): a new description, empty for none, or `NULL` to keep it
 * @cancellable: (nullable): to stop waiting
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Renames or describes the image, and waits until the server did it.
 */
void
vcd_media_edit_async (VcdMedia            *self,
                      const char          *name,
                      const char          *description,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_return_if_fail (VCD_IS_MEDIA (self));

  vcd_async_run (self, cancellable, callback, user_data, vcd_media_edit (self, name, description));
}

/**
 * vcd_media_edit_finish:
 * @self: an image
 * @result: what the callback got
 * @error: a place for an error: `VCD_ERROR_NAME_EXISTS`, `VCD_ERROR_PERMISSION`,
 *   `VCD_ERROR_INVALID` for a name that is empty or too long
 *
 * Returns: whether the image is as wished
 */
gboolean
vcd_media_edit_finish (VcdMedia      *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (VCD_IS_MEDIA (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * vcd_media_delete_async:
 * @self: an image
 * @cancellable: (nullable): to stop waiting
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Deletes the image from the server, waits until it is gone, and takes it out of its catalog's
 * list. An upload of it that is not done is cancelled. That it was gone before is no error.
 */
void
vcd_media_delete_async (VcdMedia            *self,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_return_if_fail (VCD_IS_MEDIA (self));

  vcd_async_run (self, cancellable, callback, user_data, vcd_media_delete (self));
}

/**
 * vcd_media_delete_finish:
 * @self: an image
 * @result: what the callback got
 * @error: a place for an error: `VCD_ERROR_PERMISSION`, or `VCD_ERROR_SERVER` while the image is
 *   in use
 *
 * Returns: whether it is gone
 */
gboolean
vcd_media_delete_finish (VcdMedia      *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (VCD_IS_MEDIA (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
