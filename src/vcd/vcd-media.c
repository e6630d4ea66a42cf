/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "vcd-media.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "vcd-enums.h"
#include "vcd-media-inside-private.h"
#include "vcd-query-private.h"

/**
 * VcdMedia:
 *
 * One image in a catalog on the server.
 *
 * An image belongs to the list of its [class@Vcd.Catalog] and does not keep it alive.
 */
G_DEFINE_FINAL_TYPE (VcdMedia, vcd_media, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_CATALOG,
  PROP_HREF,
  PROP_ITEM_HREF,
  PROP_ID,
  PROP_NAME,
  PROP_DESCRIPTION,
  PROP_SIZE,
  PROP_STATUS,
  PROP_STATUS_TEXT,
  PROP_CREATED,
  PROP_OWNER,
  PROP_STORAGE_PROFILE,
  PROP_IS_ISO,
  PROP_UNFINISHED,
  PROP_TRANSFERRED,
  PROP_DELETING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* Absent means that this kind of document does not say it, and what was known stays. */
static void
set_string (VcdMedia   *self,
            char      **field,
            const char *value,
            unsigned    property)
{
  if (value != NULL && g_set_str (field, value))
    g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_bytes (VcdMedia *self,
           uint64_t *field,
           uint64_t  value,
           unsigned  property)
{
  if (*field == value)
    return;

  *field = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_boolean (VcdMedia *self,
             gboolean *field,
             gboolean  value,
             unsigned  property)
{
  if (*field == value)
    return;

  *field = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/* @unknown is the server's own name or number for a status that has no name here. */
static void
set_status (VcdMedia       *self,
            VcdMediaStatus  status,
            const char     *unknown)
{
  g_autofree char *text = NULL;

  switch (status)
    {
    case VCD_MEDIA_UNRESOLVED:
      text = g_strdup (_("Incomplete"));
      break;
    case VCD_MEDIA_RESOLVED:
      text = g_strdup (_("Ready"));
      break;
    case VCD_MEDIA_FAILED:
      text = g_strdup (_("Failed"));
      break;
    case VCD_MEDIA_TRANSFER_TIMEOUT:
      text = g_strdup (_("Given up by the server"));
      break;
    case VCD_MEDIA_UNKNOWN:
    default:
      /* Translators: a status that only the server knows the meaning of. */
      text = unknown != NULL ? g_strdup_printf (_("Status %s"), unknown) : g_strdup (_("Unknown"));
      break;
    }

  set_string (self, &self->status_text, text, PROP_STATUS_TEXT);

  if (self->status == status)
    return;

  self->status = status;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS]);
}

static VcdMediaStatus
parse_status (const char *text)
{
  if (g_strcmp0 (text, "RESOLVED") == 0 || g_strcmp0 (text, "1") == 0)
    return VCD_MEDIA_RESOLVED;
  if (g_strcmp0 (text, "UNRESOLVED") == 0 || g_strcmp0 (text, "0") == 0)
    return VCD_MEDIA_UNRESOLVED;
  if (g_strcmp0 (text, "FAILED_CREATION") == 0 || g_strcmp0 (text, "-1") == 0)
    return VCD_MEDIA_FAILED;
  if (g_strcmp0 (text, "TRANSFER_TIMEOUT") == 0 || g_strcmp0 (text, "17") == 0)
    return VCD_MEDIA_TRANSFER_TIMEOUT;

  return VCD_MEDIA_UNKNOWN;
}

static void
set_created (VcdMedia   *self,
             const char *text)
{
  g_autoptr(GTimeZone) utc = NULL;
  g_autoptr(GDateTime) created = NULL;

  if (text == NULL)
    return;

  utc = g_time_zone_new_utc ();
  created = g_date_time_new_from_iso8601 (text, utc);

  if (created == NULL || (self->created != NULL && g_date_time_equal (created, self->created)))
    return;

  g_clear_pointer (&self->created, g_date_time_unref);
  self->created = g_steal_pointer (&created);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CREATED]);
}

static void
vcd_media_get_property (GObject    *object,
                        guint       id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  VcdMedia *self = VCD_MEDIA (object);

  switch (id)
    {
    case PROP_CATALOG:
      g_value_set_object (value, self->catalog);
      break;
    case PROP_HREF:
      g_value_set_string (value, self->href);
      break;
    case PROP_ITEM_HREF:
      g_value_set_string (value, self->item_href);
      break;
    case PROP_ID:
      g_value_set_string (value, vcd_media_get_id (self));
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_DESCRIPTION:
      g_value_set_string (value, self->description);
      break;
    case PROP_SIZE:
      g_value_set_uint64 (value, self->size);
      break;
    case PROP_STATUS:
      g_value_set_enum (value, self->status);
      break;
    case PROP_STATUS_TEXT:
      g_value_set_string (value, self->status_text);
      break;
    case PROP_CREATED:
      g_value_set_boxed (value, self->created);
      break;
    case PROP_OWNER:
      g_value_set_string (value, self->owner);
      break;
    case PROP_STORAGE_PROFILE:
      g_value_set_string (value, self->storage_profile);
      break;
    case PROP_IS_ISO:
      g_value_set_boolean (value, self->is_iso);
      break;
    case PROP_UNFINISHED:
      g_value_set_boolean (value, self->unfinished);
      break;
    case PROP_TRANSFERRED:
      g_value_set_uint64 (value, self->transferred);
      break;
    case PROP_DELETING:
      g_value_set_boolean (value, self->deleting);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
vcd_media_dispose (GObject *object)
{
  VcdMedia *self = VCD_MEDIA (object);

  g_clear_weak_pointer (&self->catalog);

  G_OBJECT_CLASS (vcd_media_parent_class)->dispose (object);
}

static void
vcd_media_finalize (GObject *object)
{
  VcdMedia *self = VCD_MEDIA (object);

  g_free (self->href);
  g_free (self->item_href);
  g_free (self->name);
  g_free (self->description);
  g_free (self->status_text);
  g_clear_pointer (&self->created, g_date_time_unref);
  g_free (self->owner);
  g_free (self->storage_profile);

  G_OBJECT_CLASS (vcd_media_parent_class)->finalize (object);
}

static void
vcd_media_class_init (VcdMediaClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = vcd_media_dispose;
  object_class->finalize = vcd_media_finalize;
  object_class->get_property = vcd_media_get_property;

  /**
   * VcdMedia:catalog:
   *
   * The catalog that the image is in; `NULL` once that is gone.
   */
  properties[PROP_CATALOG] =
    g_param_spec_object ("catalog", NULL, NULL, VCD_TYPE_CATALOG, flags);
  /**
   * VcdMedia:href:
   *
   * Where the server keeps the image's document.
   */
  properties[PROP_HREF] = g_param_spec_string ("href", NULL, NULL, NULL, flags);
  /**
   * VcdMedia:item-href:
   *
   * Where the server keeps the catalog item that the image is in.
   */
  properties[PROP_ITEM_HREF] = g_param_spec_string ("item-href", NULL, NULL, NULL, flags);
  /**
   * VcdMedia:id:
   *
   * The image's UUID.
   */
  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  /**
   * VcdMedia:name:
   *
   * The image's name, unique in its catalog.
   */
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  /**
   * VcdMedia:description:
   *
   * What a person wrote about it. Lists of servers before API 39 do not tell it:
   * [method@Vcd.Media.refresh_async] does.
   */
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, flags);
  /**
   * VcdMedia:size:
   *
   * The image's size in bytes, as the server stores it.
   */
  properties[PROP_SIZE] = g_param_spec_uint64 ("size", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  /**
   * VcdMedia:status:
   *
   * What the server says of the image.
   */
  properties[PROP_STATUS] =
    g_param_spec_enum ("status", NULL, NULL, VCD_TYPE_MEDIA_STATUS, VCD_MEDIA_UNKNOWN, flags);
  /**
   * VcdMedia:status-text:
   *
   * The status in words, for a person.
   */
  properties[PROP_STATUS_TEXT] = g_param_spec_string ("status-text", NULL, NULL, NULL, flags);
  /**
   * VcdMedia:created:
   *
   * When the image was declared to the server.
   */
  properties[PROP_CREATED] = g_param_spec_boxed ("created", NULL, NULL, G_TYPE_DATE_TIME, flags);
  /**
   * VcdMedia:owner:
   *
   * The name of the user that the image belongs to.
   */
  properties[PROP_OWNER] = g_param_spec_string ("owner", NULL, NULL, NULL, flags);
  /**
   * VcdMedia:storage-profile:
   *
   * The name of the storage that the image lies on.
   */
  properties[PROP_STORAGE_PROFILE] =
    g_param_spec_string ("storage-profile", NULL, NULL, NULL, flags);
  /**
   * VcdMedia:is-iso:
   *
   * Whether a virtual machine can be given it as a disk.
   */
  properties[PROP_IS_ISO] = g_param_spec_boolean ("is-iso", NULL, NULL, FALSE, flags);
  /**
   * VcdMedia:unfinished:
   *
   * Whether the server waits for bytes of it; see [method@Vcd.Media.is_unfinished].
   */
  properties[PROP_UNFINISHED] = g_param_spec_boolean ("unfinished", NULL, NULL, FALSE, flags);
  /**
   * VcdMedia:transferred:
   *
   * How many bytes of it the server has, as of the last [method@Vcd.Media.refresh_async]; 0 before.
   */
  properties[PROP_TRANSFERRED] =
    g_param_spec_uint64 ("transferred", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  /**
   * VcdMedia:deleting:
   *
   * Whether [method@Vcd.Media.delete_async] is at work.
   */
  properties[PROP_DELETING] = g_param_spec_boolean ("deleting", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
vcd_media_init (VcdMedia *self)
{
}

VcdMedia *
vcd_media_new_from_record (VcdCatalog *catalog,
                           VcdElement *record)
{
  VcdMedia *self = g_object_new (VCD_TYPE_MEDIA, NULL);

  g_set_weak_pointer (&self->catalog, catalog);
  self->href = vcd_element_dup_attribute (record, "href");
  vcd_media_update_from_record (self, record);

  return self;
}

VcdMedia *
vcd_media_new_from_document (VcdCatalog             *catalog,
                             const VcdMediaDocument *document)
{
  VcdMedia *self = g_object_new (VCD_TYPE_MEDIA, NULL);

  g_set_weak_pointer (&self->catalog, catalog);
  self->href = g_strdup (document->href);
  vcd_media_update (self, document);

  return self;
}

/* Says a record nothing of it, the name has to do. */
static gboolean
record_is_iso (VcdElement *record,
               const char *name)
{
  g_autofree char *folded = name != NULL ? g_ascii_strdown (name, -1) : NULL;

  return vcd_element_get_boolean (record, "isIso",
                                  folded != NULL && g_str_has_suffix (folded, ".iso"));
}

void
vcd_media_update_from_record (VcdMedia   *self,
                              VcdElement *record)
{
  g_autofree char *item_href = vcd_element_dup_attribute (record, "catalogItem");
  g_autofree char *name = vcd_element_dup_attribute (record, "name");
  g_autofree char *description = vcd_element_dup_attribute (record, "description");
  g_autofree char *status = vcd_element_dup_attribute (record, "status");
  g_autofree char *created = vcd_element_dup_attribute (record, "creationDate");
  g_autofree char *owner = vcd_element_dup_attribute (record, "ownerName");
  g_autofree char *storage_profile = vcd_element_dup_attribute (record, "storageProfileName");
  uint64_t size;

  g_object_freeze_notify (G_OBJECT (self));

  set_string (self, &self->item_href, item_href, PROP_ITEM_HREF);
  set_string (self, &self->name, name, PROP_NAME);
  set_string (self, &self->description, description, PROP_DESCRIPTION);
  set_string (self, &self->owner, owner, PROP_OWNER);
  set_string (self, &self->storage_profile, storage_profile, PROP_STORAGE_PROFILE);
  set_status (self, parse_status (status), status);
  set_created (self, created);
  set_boolean (self, &self->is_iso, record_is_iso (record, name), PROP_IS_ISO);
  if (self->status != VCD_MEDIA_UNRESOLVED)
    set_boolean (self, &self->unfinished, FALSE, PROP_UNFINISHED);
  if (vcd_element_get_uint64 (record, "storageB", &size))
    set_bytes (self, &self->size, size, PROP_SIZE);

  g_object_thaw_notify (G_OBJECT (self));
}

void
vcd_media_update (VcdMedia               *self,
                  const VcdMediaDocument *document)
{
  g_autofree char *number = g_strdup_printf ("%d", document->status_code);

  g_object_freeze_notify (G_OBJECT (self));

  set_string (self, &self->item_href, document->item_href, PROP_ITEM_HREF);
  set_string (self, &self->name, document->name, PROP_NAME);
  set_string (self, &self->owner, document->owner, PROP_OWNER);
  set_string (self, &self->storage_profile, document->storage_profile, PROP_STORAGE_PROFILE);
  /* The document is whole: without a description it has none. */
  set_string (self, &self->description,
              document->description != NULL ? document->description : "", PROP_DESCRIPTION);
  set_status (self, document->status, number);
  set_boolean (self, &self->is_iso, g_strcmp0 (document->image_type, "iso") == 0, PROP_IS_ISO);
  set_bytes (self, &self->size, document->size, PROP_SIZE);
  set_bytes (self, &self->transferred, document->transferred, PROP_TRANSFERRED);
  set_boolean (self, &self->unfinished,
               document->status == VCD_MEDIA_UNRESOLVED && document->upload_href != NULL &&
                   document->transferred < document->size,
               PROP_UNFINISHED);

  g_object_thaw_notify (G_OBJECT (self));
}

void
vcd_media_take_created (VcdMedia   *self,
                        const char *text)
{
  set_created (self, text);
}

void
vcd_media_set_deleting (VcdMedia *self,
                        gboolean  deleting)
{
  set_boolean (self, &self->deleting, deleting, PROP_DELETING);
}
