/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "vcd-media-list-private.h"

struct _VcdMediaList
{
  GObject     parent_instance;

  GPtrArray  *media;
  GHashTable *by_id;     /* borrowed id → borrowed media */
  GHashTable *seen;      /* ids, while loading: what is there */
  GHashTable *forgotten; /* ids, while loading: what went away meanwhile */
};

static void vcd_media_list_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VcdMediaList, vcd_media_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      vcd_media_list_list_model_init))

static GType
vcd_media_list_get_item_type (GListModel *model)
{
  return VCD_TYPE_MEDIA;
}

static unsigned
vcd_media_list_get_n_items (GListModel *model)
{
  return VCD_MEDIA_LIST (model)->media->len;
}

static gpointer
vcd_media_list_get_item (GListModel *model,
                         unsigned    position)
{
  VcdMediaList *self = VCD_MEDIA_LIST (model);

  return position < self->media->len ? g_object_ref (self->media->pdata[position]) : NULL;
}

static void
vcd_media_list_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = vcd_media_list_get_item_type;
  iface->get_n_items = vcd_media_list_get_n_items;
  iface->get_item = vcd_media_list_get_item;
}

static void
remove_range (VcdMediaList *self,
              unsigned      position,
              unsigned      n_items)
{
  for (unsigned i = position; i < position + n_items; i++)
    g_hash_table_remove (self->by_id, vcd_media_get_id (self->media->pdata[i]));

  g_ptr_array_remove_range (self->media, position, n_items);
  g_list_model_items_changed (G_LIST_MODEL (self), position, n_items, 0);
}

static void
note_seen (VcdMediaList *self,
           const char   *id)
{
  if (self->seen == NULL)
    return;

  g_hash_table_add (self->seen, g_strdup (id));
  g_hash_table_remove (self->forgotten, id);
}

static void
vcd_media_list_finalize (GObject *object)
{
  VcdMediaList *self = VCD_MEDIA_LIST (object);

  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_clear_pointer (&self->seen, g_hash_table_unref);
  g_clear_pointer (&self->forgotten, g_hash_table_unref);
  g_clear_pointer (&self->media, g_ptr_array_unref);

  G_OBJECT_CLASS (vcd_media_list_parent_class)->finalize (object);
}

static void
vcd_media_list_class_init (VcdMediaListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vcd_media_list_finalize;
}

static void
vcd_media_list_init (VcdMediaList *self)
{
  self->media = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
}

VcdMediaList *
vcd_media_list_new (void)
{
  return g_object_new (VCD_TYPE_MEDIA_LIST, NULL);
}

VcdMedia *
vcd_media_list_look_up (VcdMediaList *self,
                        const char   *id)
{
  note_seen (self, id);

  return g_hash_table_lookup (self->by_id, id);
}

VcdMedia *
vcd_media_list_find (VcdMediaList *self,
                     const char   *name)
{
  for (unsigned i = 0; i < self->media->len; i++)
    {
      if (g_strcmp0 (vcd_media_get_name (self->media->pdata[i]), name) == 0)
        return g_object_ref (self->media->pdata[i]);
    }

  return NULL;
}

void
vcd_media_list_append (VcdMediaList *self,
                       GPtrArray    *media)
{
  unsigned position = self->media->len;

  for (unsigned i = 0; i < media->len; i++)
    {
      g_hash_table_insert (self->by_id, (gpointer) vcd_media_get_id (media->pdata[i]),
                           media->pdata[i]);
      g_ptr_array_add (self->media, g_object_ref (media->pdata[i]));
    }

  if (media->len > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), position, 0, media->len);
}

void
vcd_media_list_forget (VcdMediaList *self,
                       const char   *id)
{
  VcdMedia *media = g_hash_table_lookup (self->by_id, id);
  unsigned position;

  if (self->forgotten != NULL)
    g_hash_table_add (self->forgotten, g_strdup (id));

  if (media != NULL && g_ptr_array_find (self->media, media, &position))
    remove_range (self, position, 1);
}

gboolean
vcd_media_list_is_forgotten (VcdMediaList *self,
                             const char   *id)
{
  return self->forgotten != NULL && g_hash_table_contains (self->forgotten, id);
}

void
vcd_media_list_begin_load (VcdMediaList *self)
{
  g_clear_pointer (&self->seen, g_hash_table_unref);
  g_clear_pointer (&self->forgotten, g_hash_table_unref);
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->forgotten = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

void
vcd_media_list_end_load (VcdMediaList *self,
                         gboolean      whole)
{
  /* Neighbours that went away together leave the list together. */
  for (unsigned end = self->media->len; whole && end > 0;)
    {
      unsigned start = end;

      while (start > 0 && !g_hash_table_contains (self->seen,
                                                  vcd_media_get_id (self->media->pdata[start - 1])))
        start--;

      if (start < end)
        remove_range (self, start, end - start);

      end = start > 0 ? start - 1 : 0;
    }

  g_clear_pointer (&self->seen, g_hash_table_unref);
  g_clear_pointer (&self->forgotten, g_hash_table_unref);
}
