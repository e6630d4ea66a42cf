/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "vcd-media-upload.h"

#include "vcd-enums.h"
#include "vcd-media-name-private.h"
#include "vcd-media-upload-private.h"

/**
 * VcdMediaUpload:
 *
 * One local file, or a copy of an image in another catalog, on its way to a catalog.
 *
 * What is asked for (name, description, storage profile, what to do if the name is taken) is set
 * before it starts. It ends as done when the server says that the image is ready, not when the last
 * byte is sent.
 */
G_DEFINE_FINAL_TYPE (VcdMediaUpload, vcd_media_upload, VCD_TYPE_TRANSFER)

enum
{
  PROP_0,
  PROP_CATALOG_NAME,
  PROP_CATALOG_HREF,
  PROP_MEDIA_NAME,
  PROP_DESCRIPTION,
  PROP_STORAGE_PROFILE,
  PROP_CONFLICT_POLICY,
  PROP_RECORD_CHECKSUM,
  PROP_IMAGE_KIND,
  PROP_VOLUME_NAME,
  PROP_SHA256,
  PROP_MEDIA_HREF,
  PROP_IS_COPY,
  PROP_SOURCE_MEDIA_NAME,
  PROP_SOURCE_CATALOG_NAME,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

VcdSession *
vcd_upload_get_session (VcdMediaUpload *self)
{
  return vcd_transfer_get_session (VCD_TRANSFER (self));
}

void
vcd_upload_take_source (VcdMediaUpload *self,
                        VcdSource      *source)
{
  GObject *object = G_OBJECT (self);

  g_object_freeze_notify (object);
  g_set_object (&self->source, source);
  dex_clear (&self->hash);
  vcd_transfer_set_size (VCD_TRANSFER (self), vcd_source_get_size (source));

  if (self->kind != vcd_source_get_kind (source))
    {
      self->kind = vcd_source_get_kind (source);
      g_object_notify_by_pspec (object, properties[PROP_IMAGE_KIND]);
    }
  if (g_set_str (&self->volume_name, vcd_source_get_volume_name (source)))
    g_object_notify_by_pspec (object, properties[PROP_VOLUME_NAME]);
  g_object_thaw_notify (object);
}

static DexFuture *
vcd_media_upload_run (VcdTransfer *transfer)
{
  return vcd_transfer_spawn (transfer, vcd_upload_work, vcd_upload_clean_up);
}

static void
vcd_media_upload_remember (VcdTransfer *transfer)
{
  vcd_upload_record_soon (VCD_MEDIA_UPLOAD (transfer));
}

static void
vcd_media_upload_get_property (GObject    *object,
                               guint       id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  VcdMediaUpload *self = VCD_MEDIA_UPLOAD (object);

  switch (id)
    {
    case PROP_CATALOG_NAME:
      g_value_set_string (value, self->catalog_name);
      break;
    case PROP_CATALOG_HREF:
      g_value_set_string (value, self->catalog_href);
      break;
    case PROP_MEDIA_NAME:
      g_value_set_string (value, self->media_name);
      break;
    case PROP_DESCRIPTION:
      g_value_set_string (value, self->description);
      break;
    case PROP_STORAGE_PROFILE:
      g_value_set_string (value, self->storage_profile);
      break;
    case PROP_CONFLICT_POLICY:
      g_value_set_enum (value, self->policy);
      break;
    case PROP_RECORD_CHECKSUM:
      g_value_set_boolean (value, self->record_checksum);
      break;
    case PROP_IMAGE_KIND:
      g_value_set_enum (value, self->kind);
      break;
    case PROP_VOLUME_NAME:
      g_value_set_string (value, self->volume_name);
      break;
    case PROP_SHA256:
      g_value_set_string (value, self->sha256);
      break;
    case PROP_MEDIA_HREF:
      g_value_set_string (value, self->media_href);
      break;
    case PROP_IS_COPY:
      g_value_set_boolean (value, vcd_media_upload_is_copy (self));
      break;
    case PROP_SOURCE_MEDIA_NAME:
      g_value_set_string (value, self->source_name);
      break;
    case PROP_SOURCE_CATALOG_NAME:
      g_value_set_string (value, self->source_catalog_name);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
vcd_media_upload_set_property (GObject      *object,
                               guint         id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  VcdMediaUpload *self = VCD_MEDIA_UPLOAD (object);

  switch (id)
    {
    case PROP_MEDIA_NAME:
      vcd_media_upload_set_media_name (self, g_value_get_string (value));
      break;
    case PROP_DESCRIPTION:
      vcd_media_upload_set_description (self, g_value_get_string (value));
      break;
    case PROP_STORAGE_PROFILE:
      vcd_media_upload_set_storage_profile (self, g_value_get_string (value));
      break;
    case PROP_CONFLICT_POLICY:
      vcd_media_upload_set_conflict_policy (self, g_value_get_enum (value));
      break;
    case PROP_RECORD_CHECKSUM:
      vcd_media_upload_set_record_checksum (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
vcd_media_upload_dispose (GObject *object)
{
  VcdMediaUpload *self = VCD_MEDIA_UPLOAD (object);

  g_clear_object (&self->catalog);
  g_clear_object (&self->claim);
  g_clear_object (&self->source);
  g_clear_pointer (&self->origin, vcd_origin_free);
  dex_clear (&self->hash);

  G_OBJECT_CLASS (vcd_media_upload_parent_class)->dispose (object);
}

static void
vcd_media_upload_finalize (GObject *object)
{
  VcdMediaUpload *self = VCD_MEDIA_UPLOAD (object);

  g_free (self->catalog_href);
  g_free (self->catalog_name);
  g_free (self->media_name);
  g_free (self->description);
  g_free (self->storage_profile);
  g_free (self->source_name);
  g_free (self->source_catalog_name);
  g_free (self->volume_name);
  g_free (self->sha256);
  g_free (self->fingerprint);
  g_free (self->declared_name);
  g_free (self->operation_key);
  g_free (self->media_href);
  g_free (self->item_href);
  g_free (self->old_href);
  g_free (self->old_name);
  g_free (self->task_href);
  g_free (self->upload_href);

  G_OBJECT_CLASS (vcd_media_upload_parent_class)->finalize (object);
}

static void
vcd_media_upload_install_properties (GObjectClass *object_class)
{
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  const GParamFlags settable = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  /**
   * VcdMediaUpload:catalog-name:
   *
   * The name of the catalog that takes the image.
   */
  properties[PROP_CATALOG_NAME] = g_param_spec_string ("catalog-name", NULL, NULL, NULL, readable);
  /**
   * VcdMediaUpload:catalog-href:
   *
   * Where the server keeps that catalog.
   */
  properties[PROP_CATALOG_HREF] = g_param_spec_string ("catalog-href", NULL, NULL, NULL, readable);
  /**
   * VcdMediaUpload:media-name:
   *
   * What the image is to be called; at first as the file is.
   */
  properties[PROP_MEDIA_NAME] = g_param_spec_string ("media-name", NULL, NULL, NULL, settable);
  /**
   * VcdMediaUpload:description:
   *
   * A text to go with the image.
   */
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, settable);
  /**
   * VcdMediaUpload:storage-profile:
   *
   * The name of the storage profile to put the image on; `NULL` for the catalog's own.
   */
  properties[PROP_STORAGE_PROFILE] = g_param_spec_string ("storage-profile", NULL, NULL, NULL,
                                                          settable);
  /**
   * VcdMediaUpload:conflict-policy:
   *
   * What to do if the catalog has an image of that name.
   */
  properties[PROP_CONFLICT_POLICY] = g_param_spec_enum ("conflict-policy", NULL, NULL,
                                                        VCD_TYPE_CONFLICT_POLICY,
                                                        VCD_CONFLICT_FAIL, settable);
  /**
   * VcdMediaUpload:record-checksum:
   *
   * Whether to record the SHA-256 in the image's metadata, as `sha256`.
   */
  properties[PROP_RECORD_CHECKSUM] = g_param_spec_boolean ("record-checksum", NULL, NULL, FALSE,
                                                           settable);
  /**
   * VcdMediaUpload:image-kind:
   *
   * What is in the file, once it was opened.
   */
  properties[PROP_IMAGE_KIND] = g_param_spec_enum ("image-kind", NULL, NULL, VCD_TYPE_IMAGE_KIND,
                                                   VCD_IMAGE_OTHER, readable);
  /**
   * VcdMediaUpload:volume-name:
   *
   * The name that the image gives itself.
   */
  properties[PROP_VOLUME_NAME] = g_param_spec_string ("volume-name", NULL, NULL, NULL, readable);
  /**
   * VcdMediaUpload:sha256:
   *
   * The SHA-256 of what was sent, once all is, as lower-case hexadecimal digits.
   */
  properties[PROP_SHA256] = g_param_spec_string ("sha256", NULL, NULL, NULL, readable);
  /**
   * VcdMediaUpload:media-href:
   *
   * Where the server keeps the image, as soon as there is one.
   */
  properties[PROP_MEDIA_HREF] = g_param_spec_string ("media-href", NULL, NULL, NULL, readable);
  /**
   * VcdMediaUpload:is-copy:
   *
   * Whether its bytes come from another catalog, and not from a local file.
   */
  properties[PROP_IS_COPY] = g_param_spec_boolean ("is-copy", NULL, NULL, FALSE, readable);
  /**
   * VcdMediaUpload:source-media-name:
   *
   * The name of the image that is copied; `NULL` if it is no copy.
   */
  properties[PROP_SOURCE_MEDIA_NAME] = g_param_spec_string ("source-media-name", NULL, NULL, NULL,
                                                            readable);
  /**
   * VcdMediaUpload:source-catalog-name:
   *
   * The name of the catalog that the image is copied from; `NULL` if it is no copy.
   */
  properties[PROP_SOURCE_CATALOG_NAME] = g_param_spec_string ("source-catalog-name", NULL, NULL,
                                                              NULL, readable);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
vcd_media_upload_class_init (VcdMediaUploadClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = vcd_media_upload_dispose;
  object_class->finalize = vcd_media_upload_finalize;
  object_class->get_property = vcd_media_upload_get_property;
  object_class->set_property = vcd_media_upload_set_property;
  VCD_TRANSFER_CLASS (klass)->run = vcd_media_upload_run;
  VCD_TRANSFER_CLASS (klass)->remember = vcd_media_upload_remember;

  vcd_media_upload_install_properties (object_class);
}

static void
vcd_media_upload_init (VcdMediaUpload *self)
{
  vcd_slice_size_init (&self->sizes);
}

void
vcd_media_upload_set_slice_size (VcdMediaUpload *self,
                                 uint64_t        first,
                                 uint64_t        smallest,
                                 uint64_t        largest)
{
  self->sizes.next = first;
  self->sizes.smallest = smallest;
  self->sizes.largest = largest;
}

VcdMediaUpload *
vcd_media_upload_new_named (VcdCatalog *catalog,
                            const char *name)
{
  VcdMediaUpload *self = g_object_new (VCD_TYPE_MEDIA_UPLOAD, NULL);

  self->catalog = g_object_ref (catalog);
  self->catalog_href = g_strdup (vcd_catalog_get_href (catalog));
  self->catalog_name = g_strdup (vcd_catalog_get_name (catalog));
  self->media_name = g_strdup (name);
  vcd_transfer_set_session (VCD_TRANSFER (self), vcd_catalog_get_session (catalog));
  vcd_transfer_set_name (VCD_TRANSFER (self), name);

  return self;
}

/**
 * vcd_media_upload_new:
 * @catalog: the catalog that is to take the image
 * @file: a local file
 *
 * Makes an upload. It starts when a queue has it and its turn comes, or when it is run.
 *
 * Returns: (transfer full): an upload
 */
VcdMediaUpload *
vcd_media_upload_new (VcdCatalog *catalog,
                      GFile      *file)
{
  g_autofree char *name = NULL;
  VcdMediaUpload *self;

  g_return_val_if_fail (VCD_IS_CATALOG (catalog), NULL);
  g_return_val_if_fail (G_IS_FILE (file), NULL);

  name = vcd_media_name_for_file (file);
  self = vcd_media_upload_new_named (catalog, name);
  vcd_transfer_set_file (VCD_TRANSFER (self), file);

  return self;
}

/**
 * vcd_media_upload_get_catalog_name:
 * @self: an upload
 *
 * Gets the name of the catalog.
 *
 * Returns: (transfer none): the name
 */
const char *
vcd_media_upload_get_catalog_name (VcdMediaUpload *self)
{
  g_return_val_if_fail (VCD_IS_MEDIA_UPLOAD (self), NULL);

  return self->catalog_name;
}

/**
 * vcd_media_upload_get_catalog_href:
 * @self: an upload
 *
 * Gets where the server keeps the catalog.
 *
 * Returns: (transfer none): an address
 */
const char *
vcd_media_upload_get_catalog_href (VcdMediaUpload *self)
{
  g_return_val_if_fail (VCD_IS_MEDIA_UPLOAD (self), NULL);

  return self->catalog_href;
}

/**
 * vcd_media_upload_set_storage_profile:
 * @self: an upload that has not started
 * @name: (nullable): a storage profile's name, or %NULL for the catalog's own
 *
 * Sets where the server is to store the image.
 */
void
vcd_media_upload_set_storage_profile (VcdMediaUpload *self,
                                      const char     *name)
{
  g_return_if_fail (VCD_IS_MEDIA_UPLOAD (self));

  if (g_set_str (&self->storage_profile, name))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STORAGE_PROFILE]);
}

/**
 * vcd_media_upload_get_storage_profile:
 * @self: an upload
 *
 * Gets where the server is to store the image.
 *
 * Returns: (transfer none) (nullable): a storage profile's name
 */
const char *
vcd_media_upload_get_storage_profile (VcdMediaUpload *self)
{
  g_return_val_if_fail (VCD_IS_MEDIA_UPLOAD (self), NULL);

  return self->storage_profile;
}

/**
 * vcd_media_upload_set_conflict_policy:
 * @self: an upload that has not started
 * @policy: what to do
 *
 * Sets what to do if the catalog already has an image of that name.
 */
void
vcd_media_upload_set_conflict_policy (VcdMediaUpload    *self,
                                      VcdConflictPolicy  policy)
{
  g_return_if_fail (VCD_IS_MEDIA_UPLOAD (self));

  if (self->policy == policy)
    return;

  self->policy = policy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONFLICT_POLICY]);
}

/**
 * vcd_media_upload_get_conflict_policy:
 * @self: an upload
 *
 * Gets what it does if the name is taken.
 *
 * Returns: the policy
 */
VcdConflictPolicy
vcd_media_upload_get_conflict_policy (VcdMediaUpload *self)
{
  g_return_val_if_fail (VCD_IS_MEDIA_UPLOAD (self), VCD_CONFLICT_FAIL);

  return self->policy;
}

/**
 * vcd_media_upload_set_record_checksum:
 * @self: an upload that has not started
 * @record_checksum: whether to
 *
 * Sets whether the SHA-256 is to be recorded in the image's metadata. That this does not work is no
 * failure; see [property@Vcd.Transfer:note].
 */
void
vcd_media_upload_set_record_checksum (VcdMediaUpload *self,
                                      gboolean        record_checksum)
{
  g_return_if_fail (VCD_IS_MEDIA_UPLOAD (self));

  record_checksum = !!record_checksum;
  if (self->record_checksum == record_checksum)
    return;

  self->record_checksum = record_checksum;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RECORD_CHECKSUM]);
}

/**
 * vcd_media_upload_get_record_checksum:
 * @self: an upload
 *
 * Gets whether the SHA-256 is to be recorded in the image's metadata.
 *
 * Returns: whether it is
 */
gboolean
vcd_media_upload_get_record_checksum (VcdMediaUpload *self)
{
  g_return_val_if_fail (VCD_IS_MEDIA_UPLOAD (self), FALSE);

  return self->record_checksum;
}

/**
 * vcd_media_upload_get_image_kind:
 * @self: an upload
 *
 * Gets what is in the file, or in the image that is copied.
 *
 * Returns: the kind; `VCD_IMAGE_OTHER` before it was opened
 */
VcdImageKind
vcd_media_upload_get_image_kind (VcdMediaUpload *self)
{
  g_return_val_if_fail (VCD_IS_MEDIA_UPLOAD (self), VCD_IMAGE_OTHER);

  return self->kind;
}

/**
 * vcd_media_upload_get_volume_name:
 * @self: an upload
 *
 * Gets the name that the image gives itself.
 *
 * Returns: (transfer none) (nullable): the volume's name
 */
const char *
vcd_media_upload_get_volume_name (VcdMediaUpload *self)
{
  g_return_val_if_fail (VCD_IS_MEDIA_UPLOAD (self), NULL);

  return self->volume_name;
}

/**
 * vcd_media_upload_get_sha256:
 * @self: an upload
 *
 * Gets the SHA-256 of what was sent.
 *
 * Returns: (transfer none) (nullable): lower-case hexadecimal digits, once all is sent
 */
const char *
vcd_media_upload_get_sha256 (VcdMediaUpload *self)
{
  g_return_val_if_fail (VCD_IS_MEDIA_UPLOAD (self), NULL);

  return self->sha256;
}

/**
 * vcd_media_upload_get_media_href:
 * @self: an upload
 *
 * Gets where the server keeps the image.
 *
 * Returns: (transfer none) (nullable): an address, as soon as there is an image
 */
const char *
vcd_media_upload_get_media_href (VcdMediaUpload *self)
{
  g_return_val_if_fail (VCD_IS_MEDIA_UPLOAD (self), NULL);

  return self->media_href;
}
