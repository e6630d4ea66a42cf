/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "vcd-media.h"

#include "vcd-media-inside-private.h"
#include "vcd-query-private.h"

/**
 * vcd_media_get_catalog:
 * @self: an image
 *
 * Returns: (transfer none) (nullable): the catalog that it is in, if that still exists
 */
VcdCatalog *
vcd_media_get_catalog (VcdMedia *self)
{
  g_return_val_if_fail (VCD_IS_MEDIA (self), NULL);

  return self->catalog;
}

/**
 * vcd_media_get_href:
 * @self: an image
 *
 * Returns: (transfer none): where the server keeps its document
 */
const char *
vcd_media_get_href (VcdMedia *self)
{
  g_return_val_if_fail (VCD_IS_MEDIA (self), NULL);

  return self->href;
}

/**
 * vcd_media_get_item_href:
 * @self: an image
 *
 * Returns: (transfer none) (nullable): where the server keeps its catalog item
 */
const char *
vcd_media_get_item_href (VcdMedia *self)
{
  g_return_val_if_fail (VCD_IS_MEDIA (self), NULL);

  return self->item_href;
}

/**
 * vcd_media_get_id:
 * @self: an image
 *
 * Returns: (transfer none): its UUID
 */
const char *
vcd_media_get_id (VcdMedia *self)
{
  g_return_val_if_fail (VCD_IS_MEDIA (self), NULL);

  return vcd_href_get_id (self->href);
}

/**
 * vcd_media_get_name:
 * @self: an image
 *
 * Returns: (transfer none): its name, unique in its catalog
 */
const char *
vcd_media_get_name (VcdMedia *self)
{
  g_return_val_if_fail (VCD_IS_MEDIA (self), NULL);

  return self->name;
}

/**
 * vcd_media_get_description:
 * @self: an image
 *
 * Returns: (transfer none) (nullable): what a person wrote about it; `NULL` if not known yet
 */
const char *
vcd_media_get_description (VcdMedia *self)
{
  g_return_val_if_fail (VCD_IS_MEDIA (self), NULL);

  return self->description;
}

/**
 * vcd_media_get_size:
 * @self: an image
 *
 * Returns: its size in bytes
 */
uint64_t
vcd_media_get_size (VcdMedia *self)
{
  g_return_val_if_fail (VCD_IS_MEDIA (self), 0);

  return self->size;
}

/**
 * vcd_media_get_status:
 * @self: an image
 *
 * Returns: what the server says of it
 */
VcdMediaStatus
vcd_media_get_status (VcdMedia *self)
{
  g_return_val_if_fail (VCD_IS_MEDIA (self), VCD_MEDIA_UNKNOWN);

  return self->status;
}

/**
 * vcd_media_get_status_text:
 * @self: an image
 *
 * Returns: (transfer none): the status in words
 */
const char *
vcd_media_get_status_text (VcdMedia *self)
{
  g_return_val_if_fail (VCD_IS_MEDIA (self), NULL);

  return self->status_text;
}

/**
 * vcd_media_get_created:
 * @self: an image
 *
 * Returns: (transfer none) (nullable): when it was declared to the server
 */
GDateTime *
vcd_media_get_created (VcdMedia *self)
{
  g_return_val_if_fail (VCD_IS_MEDIA (self), NULL);

  return self->created;
}

/**
 * vcd_media_get_owner:
 * @self: an image
 *
 * Returns: (transfer none) (nullable): the name of the user that it belongs to
 */
const char *
vcd_media_get_owner (VcdMedia *self)
{
  g_return_val_if_fail (VCD_IS_MEDIA (self), NULL);

  return self->owner;
}

/**
 * vcd_media_get_storage_profile:
 * @self: an image
 *
 * Returns: (transfer none) (nullable): the name of the storage that it lies on
 */
const char *
vcd_media_get_storage_profile (VcdMedia *self)
{
  g_return_val_if_fail (VCD_IS_MEDIA (self), NULL);

  return self->storage_profile;
}

/**
 * vcd_media_get_is_iso:
 * @self: an image
 *
 * Returns: whether a virtual machine can be given it as a disk
 */
gboolean
vcd_media_get_is_iso (VcdMedia *self)
{
  g_return_val_if_fail (VCD_IS_MEDIA (self), FALSE);

  return self->is_iso;
}

/**
 * vcd_media_is_unfinished:
 * @self: an image
 * @transferred: (out) (optional): how many bytes of it the server has
 *
 * Looks whether the server waits for bytes of the image, as of the last
 * [method@Vcd.Media.refresh_async]. Somebody may be sending them: then there are more of them at
 * the next look.
 *
 * Returns: whether bytes are missing
 */
gboolean
vcd_media_is_unfinished (VcdMedia *self,
                         uint64_t *transferred)
{
  g_return_val_if_fail (VCD_IS_MEDIA (self), FALSE);

  if (transferred != NULL)
    *transferred = self->transferred;

  return self->unfinished;
}

/**
 * vcd_media_get_deleting:
 * @self: an image
 *
 * Returns: whether [method@Vcd.Media.delete_async] is at work
 */
gboolean
vcd_media_get_deleting (VcdMedia *self)
{
  g_return_val_if_fail (VCD_IS_MEDIA (self), FALSE);

  return self->deleting;
}
