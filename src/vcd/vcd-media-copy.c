/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "vcd-media-name-private.h"
#include "vcd-media-private.h"
#include "vcd-media-upload-private.h"

/* An upload whose bytes come from another catalog: what it is made of, and what it says of that. */

VcdMediaUpload *
vcd_media_upload_new_copy_of (VcdCatalog *target,
                              VcdSession *session,
                              const char *media_href,
                              const char *media_name,
                              const char *catalog_name)
{
  VcdMediaUpload *self = vcd_media_upload_new_named (target, media_name);

  self->origin = vcd_origin_new (VCD_TRANSFER (self), session, media_href);
  self->source_name = g_strdup (media_name);
  self->source_catalog_name = g_strdup (catalog_name);
  vcd_transfer_set_source_session (VCD_TRANSFER (self), session);

  return self;
}

/**
 * vcd_media_upload_new_copy:
 * @target: the catalog that is to take the copy
 * @media: an image in another catalog, perhaps of another account on another cloud
 *
 * Makes an upload whose bytes come from another catalog. They go through this computer, and are not
 * stored there. It starts when a queue has it and its turn comes, or when it is run.
 *
 * The copy has the image's name and description until others are set. It needs the sessions of both
 * catalogs, and waits for a person if one of them does; see
 * [method@Vcd.MediaUpload.get_source_session]. There is no [property@Vcd.Transfer:file].
 *
 * A copy that a later process goes on with has no SHA-256, because a part of it did not pass that
 * process.
 *
 * Returns: (transfer full): an upload
 */
VcdMediaUpload *
vcd_media_upload_new_copy (VcdCatalog *target,
                           VcdMedia   *media)
{
  VcdMediaUpload *self;
  VcdCatalog *source;

  g_return_val_if_fail (VCD_IS_CATALOG (target), NULL);
  g_return_val_if_fail (VCD_IS_MEDIA (media), NULL);
  g_return_val_if_fail (VCD_IS_CATALOG (vcd_media_get_catalog (media)), NULL);

  source = vcd_media_get_catalog (media);
  self = vcd_media_upload_new_copy_of (target, vcd_catalog_get_session (source),
                                       vcd_media_get_href (media), vcd_media_get_name (media),
                                       vcd_catalog_get_name (source));
  vcd_media_upload_set_description (self, vcd_media_get_description (media));
  vcd_transfer_set_size (VCD_TRANSFER (self), vcd_media_get_size (media));

  return self;
}

/**
 * vcd_media_upload_is_copy:
 * @self: an upload
 *
 * Tells whether its bytes come from another catalog.
 *
 * Returns: %FALSE if they come from a local file
 */
gboolean
vcd_media_upload_is_copy (VcdMediaUpload *self)
{
  g_return_val_if_fail (VCD_IS_MEDIA_UPLOAD (self), FALSE);

  return self->origin != NULL;
}

/**
 * vcd_media_upload_get_source_session:
 * @self: an upload
 *
 * Gets the session with which a copy's bytes are fetched. While the upload waits for a person, it
 * is this one or [property@Vcd.Transfer:session] that is not signed in.
 *
 * Returns: (transfer none) (nullable): a session, or %NULL if it is no copy
 */
VcdSession *
vcd_media_upload_get_source_session (VcdMediaUpload *self)
{
  g_return_val_if_fail (VCD_IS_MEDIA_UPLOAD (self), NULL);

  return self->origin != NULL ? self->origin->session : NULL;
}

/**
 * vcd_media_upload_get_source_catalog_name:
 * @self: an upload
 *
 * Gets the name of the catalog that it copies from.
 *
 * Returns: (transfer none) (nullable): the name, or %NULL if it is no copy
 */
const char *
vcd_media_upload_get_source_catalog_name (VcdMediaUpload *self)
{
  g_return_val_if_fail (VCD_IS_MEDIA_UPLOAD (self), NULL);

  return self->source_catalog_name;
}

/**
 * vcd_media_upload_get_source_media_name:
 * @self: an upload
 *
 * Gets the name of the image that it copies.
 *
 * Returns: (transfer none) (nullable): the name, or %NULL if it is no copy
 */
const char *
vcd_media_upload_get_source_media_name (VcdMediaUpload *self)
{
  g_return_val_if_fail (VCD_IS_MEDIA_UPLOAD (self), NULL);

  return self->source_name;
}

/**
 * vcd_media_upload_get_source_media_href:
 * @self: an upload
 *
 * Gets where the server keeps the image that it copies.
 *
 * Returns: (transfer none) (nullable): an address, or %NULL if it is no copy
 */
const char *
vcd_media_upload_get_source_media_href (VcdMediaUpload *self)
{
  g_return_val_if_fail (VCD_IS_MEDIA_UPLOAD (self), NULL);

  return self->origin != NULL ? self->origin->media_href : NULL;
}

char *
vcd_media_upload_dup_default_name (VcdMediaUpload *self)
{
  if (self->origin != NULL)
    return g_strdup (self->source_name);

  return vcd_media_name_for_file (vcd_transfer_get_file (VCD_TRANSFER (self)));
}
