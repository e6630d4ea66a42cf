/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "vcd-catalog.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "vcd-account.h"
#include "vcd-catalog-inside-private.h"
#include "vcd-enums.h"
#include "vcd-fiber-private.h"
#include "vcd-media-private.h"
#include "vcd-query-private.h"

/**
 * VcdCatalog:
 *
 * A catalog on the server, and the list of the images in it, as [class@Vcd.Media].
 *
 * The list is empty until [method@Vcd.Catalog.load_async] and fills page by page. Loading again
 * brings it up to date: known images stay the same objects.
 *
 * A catalog belongs to the list of its [class@Vcd.Session] and does not keep it alive.
 */

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VcdCatalog, vcd_catalog, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

enum
{
  PROP_0,
  PROP_SESSION,
  PROP_HREF,
  PROP_NAME,
  PROP_DESCRIPTION,
  PROP_ORGANIZATION,
  PROP_OWNER,
  PROP_KIND,
  PROP_CAN_UPLOAD,
  PROP_READ_ONLY_REASON,
  PROP_LOADING,
  PROP_LOADED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GType
vcd_catalog_get_item_type (GListModel *model)
{
  return VCD_TYPE_MEDIA;
}

static unsigned
vcd_catalog_get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (VCD_CATALOG (model)->media));
}

static gpointer
vcd_catalog_get_item (GListModel *model,
                      unsigned    position)
{
  return g_list_model_get_item (G_LIST_MODEL (VCD_CATALOG (model)->media), position);
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = vcd_catalog_get_item_type;
  iface->get_n_items = vcd_catalog_get_n_items;
  iface->get_item = vcd_catalog_get_item;
}

static void
set_string (VcdCatalog  *self,
            char       **field,
            const char  *value,
            unsigned     property)
{
  if (g_set_str (field, value))
    g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_kind (VcdCatalog     *self,
          VcdCatalogKind  kind)
{
  if (self->kind == kind)
    return;

  self->kind = kind;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KIND]);
}

void
vcd_catalog_set_upload_href (VcdCatalog *self,
                             const char *href,
                             const char *read_only_reason)
{
  gboolean could = self->upload_href != NULL;

  g_set_str (&self->upload_href, href);
  if (could != (href != NULL))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_UPLOAD]);

  set_string (self, &self->read_only_reason, read_only_reason, PROP_READ_ONLY_REASON);
}

void
vcd_catalog_set_description (VcdCatalog *self,
                             const char *description)
{
  set_string (self, &self->description, description, PROP_DESCRIPTION);
}

static void
vcd_catalog_get_property (GObject    *object,
                          guint       id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  VcdCatalog *self = VCD_CATALOG (object);

  switch (id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_HREF:
      g_value_set_string (value, self->href);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_DESCRIPTION:
      g_value_set_string (value, self->description);
      break;
    case PROP_ORGANIZATION:
      g_value_set_string (value, self->organization);
      break;
    case PROP_OWNER:
      g_value_set_string (value, self->owner);
      break;
    case PROP_KIND:
      g_value_set_enum (value, self->kind);
      break;
    case PROP_CAN_UPLOAD:
      g_value_set_boolean (value, self->upload_href != NULL);
      break;
    case PROP_READ_ONLY_REASON:
      g_value_set_string (value, self->read_only_reason);
      break;
    case PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;
    case PROP_LOADED:
      g_value_set_boolean (value, self->loaded);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
vcd_catalog_dispose (GObject *object)
{
  VcdCatalog *self = VCD_CATALOG (object);

  g_clear_weak_pointer (&self->session);
  dex_clear (&self->load);

  G_OBJECT_CLASS (vcd_catalog_parent_class)->dispose (object);
}

static void
vcd_catalog_finalize (GObject *object)
{
  VcdCatalog *self = VCD_CATALOG (object);

  g_clear_object (&self->media);
  g_free (self->href);
  g_free (self->name);
  g_free (self->description);
  g_free (self->organization);
  g_free (self->owner);
  g_free (self->upload_href);
  g_free (self->read_only_reason);

  G_OBJECT_CLASS (vcd_catalog_parent_class)->finalize (object);
}

static void
vcd_catalog_class_init (VcdCatalogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = vcd_catalog_dispose;
  object_class->finalize = vcd_catalog_finalize;
  object_class->get_property = vcd_catalog_get_property;

  /**
   * VcdCatalog:session:
   *
   * The session that sees the catalog; `NULL` once that is gone.
   */
  properties[PROP_SESSION] =
    g_param_spec_object ("session", NULL, NULL, VCD_TYPE_SESSION, flags);
  /**
   * VcdCatalog:href:
   *
   * Where the server keeps the catalog's document.
   */
  properties[PROP_HREF] = g_param_spec_string ("href", NULL, NULL, NULL, flags);
  /**
   * VcdCatalog:name:
   *
   * The catalog's name, unique in its organization.
   */
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  /**
   * VcdCatalog:description:
   *
   * What a person wrote about it.
   */
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, flags);
  /**
   * VcdCatalog:organization:
   *
   * The name of the organization that it belongs to.
   */
  properties[PROP_ORGANIZATION] = g_param_spec_string ("organization", NULL, NULL, NULL, flags);
  /**
   * VcdCatalog:owner:
   *
   * The name of the user that it belongs to.
   */
  properties[PROP_OWNER] = g_param_spec_string ("owner", NULL, NULL, NULL, flags);
  /**
   * VcdCatalog:kind:
   *
   * How it came to be visible.
   */
  properties[PROP_KIND] =
    g_param_spec_enum ("kind", NULL, NULL, VCD_TYPE_CATALOG_KIND, VCD_CATALOG_OWN, flags);
  /**
   * VcdCatalog:can-upload:
   *
   * Whether images can be added; known once it was checked, and `FALSE` before.
   */
  properties[PROP_CAN_UPLOAD] = g_param_spec_boolean ("can-upload", NULL, NULL, FALSE, flags);
  /**
   * VcdCatalog:read-only-reason:
   *
   * Why no images can be added, as a sentence; `NULL` if they can, or before it was checked.
   */
  properties[PROP_READ_ONLY_REASON] =
    g_param_spec_string ("read-only-reason", NULL, NULL, NULL, flags);
  /**
   * VcdCatalog:loading:
   *
   * Whether the list is being filled.
   */
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
  /**
   * VcdCatalog:loaded:
   *
   * Whether the list was whole at least once.
   */
  properties[PROP_LOADED] = g_param_spec_boolean ("loaded", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
vcd_catalog_init (VcdCatalog *self)
{
  self->media = vcd_media_list_new ();
  g_signal_connect_object (self->media, "items-changed", G_CALLBACK (g_list_model_items_changed),
                           self, G_CONNECT_SWAPPED);
}

VcdCatalog *
vcd_catalog_new_for_href (VcdSession *session,
                          const char *href,
                          const char *name)
{
  VcdCatalog *self = g_object_new (VCD_TYPE_CATALOG, NULL);

  g_set_weak_pointer (&self->session, session);
  self->href = g_strdup (href);
  self->name = g_strdup (name);
  self->organization = g_strdup (vcd_account_get_organization (vcd_session_get_account (session)));

  return self;
}

VcdCatalog *
vcd_catalog_new_from_record (VcdSession *session,
                             VcdElement *record)
{
  g_autofree char *href = vcd_element_dup_attribute (record, "href");
  VcdCatalog *self = vcd_catalog_new_for_href (session, href, NULL);

  vcd_catalog_update (self, record);

  return self;
}

/* Providers see every organization's catalogs, and none of them is somebody else's. */
static VcdCatalogKind
parse_kind (VcdCatalog *self,
            VcdElement *record)
{
  VcdAccount *account = vcd_session_get_account (self->session);
  g_autofree char *subscription = vcd_element_dup_attribute (record, "publishSubscriptionType");

  if (subscription != NULL && g_ascii_strcasecmp (subscription, "SUBSCRIBED") == 0)
    return VCD_CATALOG_SUBSCRIBED;

  if (self->organization == NULL || vcd_account_is_provider (account) ||
      g_ascii_strcasecmp (self->organization, vcd_account_get_organization (account)) == 0)
    return VCD_CATALOG_OWN;

  return vcd_element_get_boolean (record, "isPublished", FALSE) ? VCD_CATALOG_PUBLISHED
                                                                : VCD_CATALOG_SHARED;
}

void
vcd_catalog_update (VcdCatalog *self,
                    VcdElement *record)
{
  g_autofree char *name = vcd_element_dup_attribute (record, "name");
  g_autofree char *description = vcd_element_dup_attribute (record, "description");
  g_autofree char *organization = vcd_element_dup_attribute (record, "orgName");
  g_autofree char *owner = vcd_element_dup_attribute (record, "ownerName");

  if (self->session == NULL)
    return;

  g_object_freeze_notify (G_OBJECT (self));

  set_string (self, &self->name, name, PROP_NAME);
  set_string (self, &self->description, description, PROP_DESCRIPTION);
  set_string (self, &self->owner, owner, PROP_OWNER);
  if (organization != NULL)
    set_string (self, &self->organization, organization, PROP_ORGANIZATION);
  set_kind (self, parse_kind (self, record));

  g_object_thaw_notify (G_OBJECT (self));
}

const char *
vcd_catalog_get_upload_href (VcdCatalog *self)
{
  return self->upload_href;
}

void
vcd_catalog_set_loading (VcdCatalog *self,
                         gboolean    loading,
                         gboolean    loaded)
{
  g_object_freeze_notify (G_OBJECT (self));

  if (self->loading != loading)
    {
      self->loading = loading;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
    }

  if (loaded && !self->loaded)
    {
      self->loaded = TRUE;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADED]);
    }

  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * vcd_catalog_get_session:
 * @self: a catalog
 *
 * Returns: (transfer none) (nullable): the session that sees it, if that still exists
 */
VcdSession *
vcd_catalog_get_session (VcdCatalog *self)
{
  g_return_val_if_fail (VCD_IS_CATALOG (self), NULL);

  return self->session;
}

/**
 * vcd_catalog_get_href:
 * @self: a catalog
 *
 * Returns: (transfer none): where the server keeps its document
 */
const char *
vcd_catalog_get_href (VcdCatalog *self)
{
  g_return_val_if_fail (VCD_IS_CATALOG (self), NULL);

  return self->href;
}

/**
 * vcd_catalog_get_name:
 * @self: a catalog
 *
 * Returns: (transfer none): its name, unique in its organization
 */
const char *
vcd_catalog_get_name (VcdCatalog *self)
{
  g_return_val_if_fail (VCD_IS_CATALOG (self), NULL);

  return self->name;
}

/**
 * vcd_catalog_get_description:
 * @self: a catalog
 *
 * Returns: (transfer none) (nullable): what a person wrote about it
 */
const char *
vcd_catalog_get_description (VcdCatalog *self)
{
  g_return_val_if_fail (VCD_IS_CATALOG (self), NULL);

  return self->description;
}

/**
 * vcd_catalog_get_organization:
 * @self: a catalog
 *
 * Returns: (transfer none) (nullable): the name of the organization that it belongs to
 */
const char *
vcd_catalog_get_organization (VcdCatalog *self)
{
  g_return_val_if_fail (VCD_IS_CATALOG (self), NULL);

  return self->organization;
}

/**
 * vcd_catalog_get_owner:
 * @self: a catalog
 *
 * Returns: (transfer none) (nullable): the name of the user that it belongs to
 */
const char *
vcd_catalog_get_owner (VcdCatalog *self)
{
  g_return_val_if_fail (VCD_IS_CATALOG (self), NULL);

  return self->owner;
}

/**
 * vcd_catalog_get_kind:
 * @self: a catalog
 *
 * Returns: how it came to be visible
 */
VcdCatalogKind
vcd_catalog_get_kind (VcdCatalog *self)
{
  g_return_val_if_fail (VCD_IS_CATALOG (self), VCD_CATALOG_OWN);

  return self->kind;
}

/**
 * vcd_catalog_get_can_upload:
 * @self: a catalog
 *
 * Returns: whether images can be added, as far as [method@Vcd.Catalog.check_async] found
 */
gboolean
vcd_catalog_get_can_upload (VcdCatalog *self)
{
  g_return_val_if_fail (VCD_IS_CATALOG (self), FALSE);

  return self->upload_href != NULL;
}

/**
 * vcd_catalog_get_read_only_reason:
 * @self: a catalog
 *
 * Returns: (transfer none) (nullable): why no images can be added
 */
const char *
vcd_catalog_get_read_only_reason (VcdCatalog *self)
{
  g_return_val_if_fail (VCD_IS_CATALOG (self), NULL);

  return self->read_only_reason;
}

/**
 * vcd_catalog_get_loading:
 * @self: a catalog
 *
 * Returns: whether its list is being filled
 */
gboolean
vcd_catalog_get_loading (VcdCatalog *self)
{
  g_return_val_if_fail (VCD_IS_CATALOG (self), FALSE);

  return self->loading;
}

/**
 * vcd_catalog_get_loaded:
 * @self: a catalog
 *
 * Returns: whether its list was whole at least once
 */
gboolean
vcd_catalog_get_loaded (VcdCatalog *self)
{
  g_return_val_if_fail (VCD_IS_CATALOG (self), FALSE);

  return self->loaded;
}

/**
 * vcd_catalog_find_media:
 * @self: a catalog
 * @name: a name
 *
 * Finds one of the loaded images.
 *
 * Returns: (transfer full) (nullable): the image of exactly that name
 */
VcdMedia *
vcd_catalog_find_media (VcdCatalog *self,
                        const char *name)
{
  g_return_val_if_fail (VCD_IS_CATALOG (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return vcd_media_list_find (self->media, name);
}
