/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "vcd-error-private.h"
#include "vcd-media-name-private.h"
#include "vcd-media-private.h"
#include "vcd-media-upload-private.h"

/* A new image takes the place of an old one. A server cannot do that in one step: the old one gets
 * another name, the new one gets the name, and the old one is deleted. So there is never a moment
 * without one of them, and each step can be undone but for the last, after which nothing has to be.
 *
 * What is written down is which one the old image is and what it is called meanwhile; how far it
 * has come the names on the server say. */

/* A cancel does not wait longer for a name. */
#define LAST_RENAME 15000

/* What passes by itself: then the next try finds out what has become of it. */
static gboolean
is_passing (const GError *error)
{
  switch (vcd_error_get_status (error))
    {
    case 408:
    case 429:
    case 502:
    case 503:
    case 504:
      return TRUE;
    default:
      return g_error_matches (error, VCD_ERROR, VCD_ERROR_NETWORK) ||
             g_error_matches (error, VCD_ERROR, VCD_ERROR_SIGN_IN) ||
             g_error_matches (error, VCD_ERROR, VCD_ERROR_CERTIFICATE) ||
             error->domain != VCD_ERROR;
    }
}

static gboolean
vcd_upload_await (VcdMediaUpload  *self,
                  DexFuture       *future,
                  GError         **error)
{
  return dex_await (vcd_transfer_unless_stopped (VCD_TRANSFER (self), future), error);
}

/* *document is NULL of an image that is no more; FALSE with an error if nobody knows. */
static gboolean
vcd_upload_load_named (VcdMediaUpload    *self,
                       const char        *href,
                       VcdMediaDocument **document,
                       GError           **error)
{
  g_autoptr (GError) local_error = NULL;
  DexFuture *future = vcd_media_document_load (vcd_upload_get_session (self), href);

  *document = vcd_media_document_await (vcd_transfer_unless_stopped (VCD_TRANSFER (self), future),
                                        &local_error);
  if (*document != NULL || vcd_upload_is_gone (local_error))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

static void
vcd_upload_forget_old (VcdMediaUpload *self,
                       gboolean        gone)
{
  if (gone)
    vcd_catalog_forget (self->catalog, self->old_href);
  g_clear_pointer (&self->old_href, g_free);
  g_clear_pointer (&self->old_name, g_free);
}

/* Which image it is that has the name. */
static gboolean
vcd_upload_find_old (VcdMediaUpload  *self,
                     GError         **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (VcdMedia) old = NULL;
  DexFuture *future = vcd_catalog_look_up (self->catalog, self->media_name);

  old = dex_await_object (vcd_transfer_unless_stopped (VCD_TRANSFER (self), future), &local_error);
  if (old == NULL && !g_error_matches (local_error, VCD_ERROR, VCD_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (old == NULL || g_strcmp0 (vcd_media_get_href (old), self->media_href) == 0)
    return TRUE;

  self->old_href = g_strdup (vcd_media_get_href (old));
  self->old_name = vcd_media_name_replaced (self->media_name);

  return vcd_upload_record (self, error);
}

static gboolean
vcd_upload_move_old (VcdMediaUpload  *self,
                     GError         **error)
{
  g_autoptr (VcdMediaDocument) document = NULL;
  g_autoptr (VcdMedia) old = NULL;

  if (self->old_href == NULL)
    return TRUE;

  if (!vcd_upload_load_named (self, self->old_href, &document, error))
    return FALSE;

  if (document != NULL && g_strcmp0 (document->name, self->old_name) == 0)
    return TRUE;

  /* Somebody has renamed it, or deleted it: it is not in the way. */
  if (document == NULL || g_strcmp0 (document->name, self->media_name) != 0)
    {
      vcd_upload_forget_old (self, document == NULL);
      return TRUE;
    }

  old = g_object_ref (vcd_catalog_merge (self->catalog, document));

  return vcd_upload_await (self, vcd_media_edit (old, self->old_name, NULL), error);
}

static gboolean
vcd_upload_name_new (VcdMediaUpload  *self,
                     VcdMedia        *media,
                     GError         **error)
{
  g_autoptr (VcdMediaDocument) document = NULL;

  if (!vcd_upload_load_named (self, self->media_href, &document, error))
    return FALSE;

  if ((document == NULL || g_strcmp0 (document->name, self->media_name) != 0) &&
      !vcd_upload_await (self, vcd_media_edit (media, self->media_name, NULL), error))
    return FALSE;

  g_set_str (&self->declared_name, self->media_name);

  return vcd_upload_record (self, error);
}

/* The new image is in its place, with or without this. */
static gboolean
vcd_upload_delete_old (VcdMediaUpload  *self,
                       GError         **error)
{
  g_autoptr (VcdMediaDocument) document = NULL;
  g_autoptr (VcdMedia) old = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *note = NULL;

  if (self->old_href == NULL)
    return TRUE;

  if (vcd_upload_load_named (self, self->old_href, &document, &local_error) && document != NULL &&
      g_strcmp0 (document->name, self->old_name) == 0)
    {
      old = g_object_ref (vcd_catalog_merge (self->catalog, document));
      vcd_upload_await (self, vcd_media_delete (old), &local_error);
    }

  if (local_error != NULL && is_passing (local_error))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (local_error != NULL)
    {
      note = g_strdup_printf (_("The old image could not be deleted: %s It is there under the name "
                                "“%s”."), local_error->message, self->old_name);
      vcd_transfer_set_note (VCD_TRANSFER (self), note);
    }
  vcd_upload_forget_old (self, document == NULL);

  return TRUE;
}

gboolean
vcd_upload_replace (VcdMediaUpload  *self,
                    VcdMedia        *media,
                    GError         **error)
{
  g_autoptr (GError) local_error = NULL;

  /* From here on nothing stops it but the end of the process. */
  vcd_transfer_get_control (VCD_TRANSFER (self))->committed = TRUE;

  if ((self->old_href != NULL || vcd_upload_find_old (self, &local_error)) &&
      vcd_upload_move_old (self, &local_error) &&
      vcd_upload_name_new (self, media, &local_error) &&
      vcd_upload_delete_old (self, &local_error))
    return TRUE;

  if (is_passing (local_error))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  self->verdict = TRUE;
  g_propagate_error (error, vcd_error_new ((VcdError) local_error->code,
                                           vcd_error_get_details (local_error),
                                           _("“%s” could not be replaced: %s The new image is "
                                             "there under the name “%s”."), self->media_name,
                                           local_error->message, self->declared_name));

  return FALSE;
}

/* TRUE if the old image has no reason (any more) to be called otherwise. */
static gboolean
vcd_upload_rename_back (VcdMediaUpload  *self,
                        GError         **error)
{
  g_autoptr (VcdMediaDocument) new = NULL;
  g_autoptr (VcdMediaDocument) document = NULL;
  g_autoptr (VcdMedia) old = NULL;
  DexFuture *future;

  if (self->media_href != NULL && !vcd_upload_load_named (self, self->media_href, &new, error))
    return FALSE;

  /* It was not the answer that was asked for, but it was done: a later try finishes it. */
  if (new != NULL && g_strcmp0 (new->name, self->media_name) == 0)
    return TRUE;

  if (!vcd_upload_load_named (self, self->old_href, &document, error))
    return FALSE;

  if (document != NULL && g_strcmp0 (document->name, self->old_name) == 0)
    {
      old = g_object_ref (vcd_catalog_merge (self->catalog, document));
      future = dex_future_first (vcd_media_edit (old, self->media_name, NULL),
                                 dex_timeout_new_msec (LAST_RENAME), NULL);
      if (!vcd_upload_await (self, future, error))
        return FALSE;
    }
  vcd_upload_forget_old (self, document == NULL);

  return TRUE;
}

gboolean
vcd_upload_undo_replace (VcdMediaUpload  *self,
                         GError         **error)
{
  g_autoptr (GError) local_error = NULL;

  if (self->old_href == NULL || vcd_upload_rename_back (self, &local_error))
    return TRUE;

  g_propagate_error (error, vcd_error_new (VCD_ERROR_SERVER, vcd_error_get_details (local_error),
                                           _("The image that was to be replaced is there under the "
                                             "name “%s”."), self->old_name));

  return FALSE;
}
