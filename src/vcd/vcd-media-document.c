/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "vcd-error-private.h"
#include "vcd-fiber-private.h"
#include "vcd-media-document-private.h"

#define MEDIA_TYPE        "application/vnd.vmware.vcloud.media+xml"
#define METADATA_TYPE     "application/vnd.vmware.vcloud.metadata+xml"
#define CATALOG_ITEM_TYPE "application/vnd.vmware.vcloud.catalogItem+xml"

typedef struct
{
  VcdSession *session;
  char       *href;
} VcdLoad;

static void
vcd_load_free (gpointer data)
{
  VcdLoad *load = data;

  g_clear_object (&load->session);
  g_free (load->href);
  g_free (load);
}

/* Futures carry documents by reference: nobody changes one. */
static VcdMediaDocument *
vcd_media_document_ref (VcdMediaDocument *self)
{
  return g_atomic_rc_box_acquire (self);
}

static GType vcd_media_document_get_type (void);

G_DEFINE_BOXED_TYPE (VcdMediaDocument, vcd_media_document,
                     vcd_media_document_ref, vcd_media_document_free)

static void
vcd_media_document_clear (gpointer data)
{
  VcdMediaDocument *self = data;

  g_free (self->href);
  g_free (self->item_href);
  g_free (self->name);
  g_free (self->description);
  g_free (self->image_type);
  g_free (self->owner);
  g_free (self->storage_profile);
  g_free (self->edit_href);
  g_free (self->remove_href);
  g_free (self->enable_href);
  g_free (self->disable_href);
  g_free (self->metadata_href);
  g_clear_pointer (&self->task, vcd_task_free);
  g_free (self->upload_href);
  g_free (self->download_href);
}

static char *
dup_attribute_of (VcdElement *element,
                  const char *name)
{
  return element != NULL ? vcd_element_dup_attribute (element, name) : NULL;
}

static void
read_status (VcdMediaDocument *self,
             VcdElement       *media)
{
  g_autofree char *text = vcd_element_dup_attribute (media, "status");
  int64_t number;

  /* Servers that do not number it still say by Files and Tasks what is going on. */
  if (text == NULL || !g_ascii_string_to_signed (text, 10, -100, 1000, &number, NULL))
    {
      self->status_code = 0;
      self->status = VCD_MEDIA_UNKNOWN;
      return;
    }

  self->status_code = (int) number;

  switch (number)
    {
    case -1:
      self->status = VCD_MEDIA_FAILED;
      break;
    case 0:
      self->status = VCD_MEDIA_UNRESOLVED;
      break;
    case 1:
      self->status = VCD_MEDIA_RESOLVED;
      break;
    case 17:
      self->status = VCD_MEDIA_TRANSFER_TIMEOUT;
      break;
    default:
      self->status = VCD_MEDIA_UNKNOWN;
      break;
    }
}

static void
read_file (VcdMediaDocument *self,
           VcdElement       *media)
{
  VcdElement *files = vcd_element_get_child (media, "Files");
  VcdElement *file = files != NULL ? vcd_element_get_child (files, "File") : NULL;

  if (file == NULL)
    return;

  self->has_file = TRUE;
  if (!vcd_element_get_uint64 (file, "size", &self->file_size))
    self->file_size = self->size;
  if (!vcd_element_get_uint64 (file, "bytesTransferred", &self->transferred))
    self->transferred = 0;

  self->upload_href = vcd_element_dup_link (file, "upload:default", NULL);
  if (self->upload_href == NULL)
    self->upload_href = vcd_element_dup_link (file, "upload:alternate", NULL);
  self->download_href = vcd_element_dup_link (file, "download:default", NULL);
}

VcdMediaDocument *
vcd_media_document_new (VcdElement *media)
{
  VcdMediaDocument *self = g_atomic_rc_box_new0 (VcdMediaDocument);
  VcdElement *owner = vcd_element_get_child (media, "Owner");

  self->href = vcd_element_dup_attribute (media, "href");
  self->name = vcd_element_dup_attribute (media, "name");
  self->image_type = vcd_element_dup_attribute (media, "imageType");
  self->description = vcd_element_dup_child_text (media, "Description");
  self->owner = dup_attribute_of (owner != NULL ? vcd_element_get_child (owner, "User") : NULL,
                                  "name");
  self->storage_profile = dup_attribute_of (vcd_element_get_child (media, "VdcStorageProfile"),
                                            "name");

  self->item_href = vcd_element_dup_link (media, "catalogItem", CATALOG_ITEM_TYPE);
  self->edit_href = vcd_element_dup_link (media, "edit", MEDIA_TYPE);
  self->remove_href = vcd_element_dup_link (media, "remove", NULL);
  self->enable_href = vcd_element_dup_link (media, "enable", NULL);
  self->disable_href = vcd_element_dup_link (media, "disable", NULL);
  self->metadata_href = vcd_element_dup_link (media, "down", METADATA_TYPE);

  if (!vcd_element_get_uint64 (media, "size", &self->size))
    self->size = 0;

  read_status (self, media);
  read_file (self, media);
  self->task = vcd_task_new_from_owner (media);

  return self;
}

void
vcd_media_document_free (VcdMediaDocument *self)
{
  g_atomic_rc_box_release_full (self, vcd_media_document_clear);
}

/* The body of the reply may be missing; its Location says at least which item it is. */
static gboolean
read_created_location (VcdMediaCreated *self,
                       VcdReply        *reply)
{
  const char *location = vcd_reply_get_header (reply, "Location");

  if (location == NULL)
    return FALSE;

  if (strstr (location, "/catalogItem/") != NULL)
    self->item_href = g_strdup (location);
  else if (strstr (location, "/media/") != NULL)
    self->media_href = g_strdup (location);

  return self->item_href != NULL || self->media_href != NULL;
}

static gboolean
read_created_document (VcdMediaCreated *self,
                       VcdElement      *root)
{
  const char *name = vcd_element_get_name (root);

  if (g_strcmp0 (name, "CatalogItem") == 0)
    {
      self->item_href = vcd_element_dup_attribute (root, "href");
      self->media_href = dup_attribute_of (vcd_element_get_child (root, "Entity"), "href");
    }
  else if (g_strcmp0 (name, "Media") == 0)
    {
      self->media_href = vcd_element_dup_attribute (root, "href");
      self->item_href = vcd_element_dup_link (root, "catalogItem", CATALOG_ITEM_TYPE);
    }
  else
    return FALSE;

  self->task = vcd_task_new_from_owner (root);

  return self->item_href != NULL || self->media_href != NULL;
}

VcdMediaCreated *
vcd_media_created_new (VcdReply  *reply,
                       GError   **error)
{
  g_autoptr(VcdMediaCreated) self = g_new0 (VcdMediaCreated, 1);
  gboolean understood;

  if (g_bytes_get_size (vcd_reply_get_body (reply)) == 0)
    understood = read_created_location (self, reply);
  else
    {
      VcdXml *xml = vcd_reply_get_xml (reply, error);

      if (xml == NULL)
        return NULL;

      understood = read_created_document (self, vcd_xml_get_root (xml));
    }

  if (understood)
    return g_steal_pointer (&self);

  g_propagate_error (error, vcd_error_new (VCD_ERROR_SERVER, vcd_reply_get_request_id (reply), "%s",
                                           _("The server did not say what it made of the image.")));
  return NULL;
}

void
vcd_media_created_free (VcdMediaCreated *self)
{
  g_free (self->item_href);
  g_free (self->media_href);
  g_clear_pointer (&self->task, vcd_task_free);
  g_free (self);
}

static DexFuture *
load_fiber (gpointer      data,
            GCancellable *cancellable)
{
  const VcdLoad *load = data;
  g_autoptr(VcdMediaDocument) document = NULL;
  g_autoptr(VcdReply) reply = NULL;
  GError *error = NULL;
  VcdXml *xml;

  reply = dex_await_object (vcd_unless_cancelled (vcd_session_request (load->session, "GET",
                                                                       load->href, NULL, NULL),
                                                  cancellable), &error);
  if (reply == NULL || (xml = vcd_reply_get_xml (reply, &error)) == NULL)
    return dex_future_new_for_error (error);

  if (g_strcmp0 (vcd_element_get_name (vcd_xml_get_root (xml)), "Media") != 0)
    return dex_future_new_for_error (vcd_error_new (VCD_ERROR_SERVER,
                                                    vcd_reply_get_request_id (reply), "%s",
                                                    _("The server gave something else than the "
                                                      "image that was asked for.")));

  document = vcd_media_document_new (vcd_xml_get_root (xml));
  if (document->href == NULL)
    document->href = g_strdup (load->href);

  return dex_future_new_take_boxed (vcd_media_document_get_type (), g_steal_pointer (&document));
}

DexFuture *
vcd_media_document_load (VcdSession *session,
                         const char *href)
{
  VcdLoad *load = g_new0 (VcdLoad, 1);

  load->session = g_object_ref (session);
  load->href = g_strdup (href);

  return vcd_fiber_spawn (load_fiber, load, vcd_load_free);
}

VcdMediaDocument *
vcd_media_document_await (DexFuture  *future,
                          GError    **error)
{
  return dex_await_boxed (future, error);
}

GBytes *
vcd_media_document_write (const char *name,
                          const char *description,
                          const char *image_type,
                          uint64_t    size,
                          const char *storage_profile_href,
                          const char *operation_key)
{
  VcdXmlWriter *writer = vcd_xml_writer_new ("Media");

  vcd_xml_writer_attribute (writer, "name", name);

  if (image_type != NULL)
    vcd_xml_writer_attribute (writer, "imageType", image_type);

  if (size != 0)
    {
      g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, size);

      vcd_xml_writer_attribute (writer, "size", text);
    }

  if (operation_key != NULL)
    vcd_xml_writer_attribute (writer, "operationKey", operation_key);

  /* The schema wants them in this order. */
  if (description != NULL)
    vcd_xml_writer_element (writer, "Description", description);

  if (storage_profile_href != NULL)
    {
      vcd_xml_writer_start (writer, "VdcStorageProfile");
      vcd_xml_writer_attribute (writer, "href", storage_profile_href);
      vcd_xml_writer_attribute (writer, "type",
                                "application/vnd.vmware.vcloud.vdcStorageProfile+xml");
      vcd_xml_writer_end (writer);
    }

  return vcd_xml_writer_finish (writer);
}
