/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "vcd-error-private.h"
#include "vcd-media-private.h"
#include "vcd-media-upload-private.h"

/* What the image is called and what is said of it. Both may change at any time: before the server
 * is told, it is told so; after that, it is told at the end, for many a server lets nobody change
 * an image that is not whole yet. */

/* Whether the server may know what it was before. */
static gboolean
vcd_upload_is_declared (VcdMediaUpload *self)
{
  return self->declared_name != NULL && !vcd_transfer_is_final (VCD_TRANSFER (self));
}

/**
 * vcd_media_upload_set_media_name:
 * @self: an upload that is not done
 * @name: (nullable): at most 128 characters, or %NULL for that of the file, or of what is copied
 *
 * Sets what the image is to be called. A name that cannot be is refused when the upload starts.
 *
 * While it runs, the image is renamed at its end; if the server refuses that, the transfer has a
 * note, [property@Vcd.Transfer:note]. One that is to replace another is called like that one, and
 * cannot be renamed once it has begun.
 */
void
vcd_media_upload_set_media_name (VcdMediaUpload *self,
                                 const char     *name)
{
  g_autofree char *own = NULL;

  g_return_if_fail (VCD_IS_MEDIA_UPLOAD (self));

  own = name != NULL ? g_strstrip (g_strdup (name)) : vcd_media_upload_dup_default_name (self);
  if ((vcd_upload_is_declared (self) && self->policy == VCD_CONFLICT_REPLACE) ||
      !g_set_str (&self->media_name, own))
    return;

  self->renamed = vcd_upload_is_declared (self);
  vcd_transfer_set_name (VCD_TRANSFER (self), own);
  vcd_upload_record_soon (self);
  g_object_notify (G_OBJECT (self), "media-name");
}

/**
 * vcd_media_upload_get_media_name:
 * @self: an upload
 *
 * Gets what the image is to be called. Where that name was taken, [method@Vcd.Transfer.get_name]
 * is what it is really called.
 *
 * Returns: (transfer none): the name
 */
const char *
vcd_media_upload_get_media_name (VcdMediaUpload *self)
{
  g_return_val_if_fail (VCD_IS_MEDIA_UPLOAD (self), NULL);

  return self->media_name;
}

/**
 * vcd_media_upload_set_description:
 * @self: an upload that is not done
 * @description: (nullable): a text, or %NULL for none
 *
 * Sets the text that goes with the image. While the upload runs, the server gets it at the end.
 */
void
vcd_media_upload_set_description (VcdMediaUpload *self,
                                  const char     *description)
{
  g_return_if_fail (VCD_IS_MEDIA_UPLOAD (self));

  if (!g_set_str (&self->description, description))
    return;

  self->described = vcd_upload_is_declared (self);
  vcd_upload_record_soon (self);
  g_object_notify (G_OBJECT (self), "description");
}

/**
 * vcd_media_upload_get_description:
 * @self: an upload
 *
 * Gets the text that goes with the image.
 *
 * Returns: (transfer none) (nullable): the text
 */
const char *
vcd_media_upload_get_description (VcdMediaUpload *self)
{
  g_return_val_if_fail (VCD_IS_MEDIA_UPLOAD (self), NULL);

  return self->description;
}

gboolean
vcd_upload_apply_changes (VcdMediaUpload  *self,
                          VcdMedia        *media,
                          GError         **error)
{
  gboolean renamed = self->renamed, described = self->described;
  const char *description = self->description != NULL ? self->description : "";
  g_autoptr (GError) local_error = NULL;
  g_autofree char *note = NULL;
  DexFuture *future;

  if (!renamed && !described)
    return TRUE;

  future = vcd_media_edit (media, renamed ? self->media_name : NULL,
                           described ? description : NULL);
  /* What is changed from here on is another change. */
  self->renamed = FALSE;
  self->described = FALSE;
  if (dex_await (vcd_transfer_unless_interrupted (VCD_TRANSFER (self), future), &local_error))
    {
      g_set_str (&self->declared_name, vcd_media_get_name (media));
      return TRUE;
    }

  if (g_error_matches (local_error, VCD_ERROR, VCD_ERROR_NETWORK) ||
      g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      self->renamed = self->renamed || renamed;
      self->described = self->described || described;
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  note = g_strdup_printf (_("The name and the description could not be changed: %s"),
                          local_error->message);
  vcd_transfer_set_note (VCD_TRANSFER (self), note);

  return TRUE;
}

/* One that was in the journal may have begun before the session knew its catalogs; what becomes of
 * it is to be seen in the session's list. */
void
vcd_upload_join_catalog (VcdMediaUpload *self)
{
  GListModel *catalogs = vcd_session_get_catalogs (vcd_upload_get_session (self));

  for (unsigned i = 0; i < g_list_model_get_n_items (catalogs); i++)
    {
      g_autoptr (VcdCatalog) catalog = g_list_model_get_item (catalogs, i);

      if (g_strcmp0 (vcd_catalog_get_href (catalog), self->catalog_href) == 0)
        g_set_object (&self->catalog, catalog);
    }
}

/* An image does not say when it was made; its catalog item does. */
static void
vcd_upload_date (VcdMediaUpload *self,
                 VcdMedia       *media)
{
  const char *href = vcd_media_get_item_href (media);
  g_autoptr (VcdReply) reply = NULL;
  g_autofree char *created = NULL;
  VcdXml *xml;
  DexFuture *future;

  if (href == NULL || vcd_media_get_created (media) != NULL)
    return;

  future = vcd_session_request (vcd_upload_get_session (self), "GET", href, NULL, NULL);
  reply = dex_await_object (vcd_transfer_unless_interrupted (VCD_TRANSFER (self), future), NULL);
  xml = reply != NULL ? vcd_reply_get_xml (reply, NULL) : NULL;
  if (xml != NULL)
    created = vcd_element_dup_child_text (vcd_xml_get_root (xml), "DateCreated");
  vcd_media_take_created (media, created);
}

void
vcd_upload_list (VcdMediaUpload         *self,
                 const VcdMediaDocument *document)
{
  g_autoptr (VcdMedia) media = g_object_ref (vcd_catalog_merge (self->catalog, document));

  vcd_transfer_set_name (VCD_TRANSFER (self), vcd_media_get_name (media));
  vcd_upload_date (self, media);
}
