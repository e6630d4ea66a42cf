/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "vcd-catalog-inside-private.h"
#include "vcd-fiber-private.h"
#include "vcd-media-private.h"
#include "vcd-query-private.h"

/* How the list of a catalog's images fills: page by page, and one by one as things happen. */

DexFuture *
vcd_catalog_dup_load (VcdCatalog *self)
{
  if (self->load == NULL || !dex_future_is_pending (self->load) ||
      vcd_fiber_is_given_up (self->load))
    return NULL;

  return dex_ref (self->load);
}

void
vcd_catalog_set_load (VcdCatalog *self,
                      DexFuture  *load)
{
  dex_clear (&self->load);
  self->load = dex_ref (load);
}

unsigned
vcd_catalog_begin_load (VcdCatalog *self)
{
  vcd_media_list_begin_load (self->media);

  vcd_catalog_set_loading (self, TRUE, FALSE);

  return ++self->load_serial;
}

VcdMedia *
vcd_catalog_take_record (VcdCatalog *self,
                         VcdElement *record,
                         GPtrArray  *added)
{
  g_autofree char *href = vcd_element_dup_attribute (record, "href");
  const char *id = vcd_href_get_id (href);
  VcdMedia *media;

  if (id == NULL || vcd_media_list_is_forgotten (self->media, id))
    return NULL;

  media = vcd_media_list_look_up (self->media, id);

  if (media != NULL)
    vcd_media_update_from_record (media, record);
  else
    {
      media = vcd_media_new_from_record (self, record);
      g_ptr_array_add (added, media);
    }

  return media;
}

void
vcd_catalog_take_page (VcdCatalog *self,
                       VcdXml     *page)
{
  g_autoptr(GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GHashTable) on_page = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  VcdElement *record = vcd_query_get_record (vcd_element_get_first (vcd_xml_get_root (page)));

  for (; record != NULL; record = vcd_query_get_record (vcd_element_get_next (record)))
    {
      g_autofree char *href = vcd_element_dup_attribute (record, "href");

      if (href != NULL && g_hash_table_add (on_page, g_strdup (vcd_href_get_id (href))))
        vcd_catalog_take_record (self, record, added);
    }

  vcd_media_list_append (self->media, added);
}

void
vcd_catalog_end_load (VcdCatalog *self,
                      unsigned    serial,
                      gboolean    whole)
{
  if (serial != self->load_serial)
    return;

  vcd_media_list_end_load (self->media, whole);

  vcd_catalog_set_loading (self, FALSE, whole);
}

VcdMedia *
vcd_catalog_merge (VcdCatalog             *self,
                   const VcdMediaDocument *document)
{
  const char *id = vcd_href_get_id (document->href);
  g_autoptr(GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);
  VcdMedia *media;

  g_return_val_if_fail (id != NULL, NULL);

  media = vcd_media_list_look_up (self->media, id);

  if (media != NULL)
    {
      vcd_media_update (media, document);
      return media;
    }

  g_ptr_array_add (added, vcd_media_new_from_document (self, document));
  vcd_media_list_append (self->media, added);

  return added->pdata[0];
}

VcdMedia *
vcd_catalog_merge_record (VcdCatalog *self,
                          VcdElement *record)
{
  g_autoptr(GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);
  VcdMedia *media = vcd_catalog_take_record (self, record, added);

  vcd_media_list_append (self->media, added);

  return media;
}

void
vcd_catalog_forget (VcdCatalog *self,
                    const char *media_href)
{
  vcd_media_list_forget (self->media, vcd_href_get_id (media_href));
}
