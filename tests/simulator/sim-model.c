/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-model.h"

#include <glib/gstdio.h>

#include "sim-event.h"
#include "sim-media.h"
#include "sim-task.h"

/*
 * Organizations, their storage profiles and their catalogs.
 */

#define OTHER_ORG "partner"

static void
org_free (gpointer data)
{
  SimOrg *org = data;

  g_free (org->id);
  g_free (org->name);
  g_free (org->full_name);
  g_free (org->vdc_id);
  g_free (org);
}

static void
add_org (SimCell *cell,
         const char *name,
         gboolean is_system)
{
  SimOrg *org = g_new0 (SimOrg, 1);

  org->id = sim_cell_new_id (cell);
  org->vdc_id = sim_cell_new_id (cell);
  org->name = g_strdup (name);
  org->full_name = g_strdup_printf ("Organization %s", name);
  org->is_system = is_system;
  g_ptr_array_add (cell->orgs, org);
}

static void
catalog_free (gpointer data)
{
  SimCatalog *self = data;

  for (unsigned i = 0; i < self->media->len; i++)
    ((SimMedia *) g_ptr_array_index (self->media, i))->catalog = NULL;
  g_ptr_array_unref (self->media);
  g_hash_table_unref (self->by_name);
  g_free (self->id);
  g_free (self->name);
  g_free (self->description);
  g_free (self);
}

static gboolean
open_storage (SimCell *cell,
              GError **error)
{
  if (g_strcmp0 (cell->options->storage, "none") == 0)
    return TRUE;

  cell->storage_is_ours = !cell->options->storage;
  cell->storage = cell->storage_is_ours ? g_dir_make_tmp ("vcd-simulator-XXXXXX", error)
                                        : g_strdup (cell->options->storage);
  if (!cell->storage)
    return FALSE;
  if (g_mkdir_with_parents (cell->storage, 0700) == 0)
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "Cannot make the directory %s", cell->storage);
  return FALSE;
}

static void
add_first_media (SimCell *cell)
{
  SimCatalog *catalog = g_ptr_array_index (cell->catalogs, 0);

  for (int i = 1; i <= cell->options->n_media; i++)
    {
      g_autofree char *name = g_strdup_printf ("image-%05d.iso", i);
      guint64 size = (guint64) 1024 * 1024 * (1 + (i * 37) % 4096);
      SimMedia *media = sim_media_new_ready (cell, catalog, name, size);

      /* Not all of them of this very moment. */
      media->created -= (gint64) (cell->options->n_media - i) * 60 * G_USEC_PER_SEC;
    }
}

gboolean
sim_model_init (SimCell *cell,
                GError **error)
{
  cell->orgs = g_ptr_array_new_with_free_func (org_free);
  cell->catalogs = g_ptr_array_new_with_free_func (catalog_free);
  cell->catalogs_by_id = g_hash_table_new (g_str_hash, g_str_equal);
  cell->media_by_id = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                             (GDestroyNotify) sim_media_unref);
  cell->items_by_id = g_hash_table_new (g_str_hash, g_str_equal);
  cell->tasks_by_id = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                             (GDestroyNotify) sim_task_free);
  cell->transfers_by_id = g_hash_table_new (g_str_hash, g_str_equal);
  cell->user_id = sim_cell_new_id (cell);
  cell->profiles[0] = (SimProfile) { sim_cell_new_id (cell), "Gold", TRUE };
  cell->profiles[1] = (SimProfile) { sim_cell_new_id (cell), "Silver", FALSE };
  if (!open_storage (cell, error))
    return FALSE;

  add_org (cell, cell->options->org, FALSE);
  add_org (cell, OTHER_ORG, FALSE);
  add_org (cell, "System", TRUE);
  for (char **option = cell->options->catalogs; *option; option++)
    if (!sim_catalog_add_from_option (cell, *option, error))
      return FALSE;
  add_first_media (cell);

  return TRUE;
}

void
sim_model_clear (SimCell *cell)
{
  if (!cell->orgs)
    return;

  while (cell->catalogs->len)
    sim_catalog_remove (cell, g_ptr_array_index (cell->catalogs, 0));
  g_ptr_array_unref (cell->catalogs);
  g_hash_table_unref (cell->tasks_by_id);
  g_hash_table_unref (cell->transfers_by_id);
  g_hash_table_unref (cell->items_by_id);
  g_hash_table_unref (cell->media_by_id);
  g_hash_table_unref (cell->catalogs_by_id);
  g_ptr_array_unref (cell->orgs);
  for (size_t i = 0; i < G_N_ELEMENTS (cell->profiles); i++)
    g_free (cell->profiles[i].id);
  if (cell->storage && cell->storage_is_ours)
    g_rmdir (cell->storage);
  g_free (cell->storage);
  g_free (cell->user_id);
}

/* As people write it: in any case. */
SimOrg *
sim_model_find_org (SimCell *cell,
                    const char *name)
{
  for (unsigned i = 0; i < cell->orgs->len; i++)
    {
      SimOrg *org = g_ptr_array_index (cell->orgs, i);

      if (g_ascii_strcasecmp (org->name, name) == 0)
        return org;
    }

  return NULL;
}

SimOrg *
sim_model_get_org (SimCell *cell,
                   const char *id)
{
  for (unsigned i = 0; i < cell->orgs->len; i++)
    {
      SimOrg *org = g_ptr_array_index (cell->orgs, i);

      if (g_str_equal (org->id, id))
        return org;
    }

  return NULL;
}

gboolean
sim_model_sees_org (SimSession *session,
                    SimOrg *org)
{
  return session->org == org || session->org->is_system;
}

SimCatalog *
sim_catalog_new (SimCell *cell,
                 SimOrg *org,
                 const char *name,
                 SimCatalogKind kind)
{
  SimCatalog *self = g_new0 (SimCatalog, 1);

  self->id = sim_cell_new_id (cell);
  self->name = g_strdup (name);
  self->description = g_strdup ("");
  self->org = org;
  self->kind = kind;
  self->created = sim_clock_now (cell->clock);
  self->version = 1;
  self->media = g_ptr_array_new_with_free_func ((GDestroyNotify) sim_media_unref);
  self->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  g_ptr_array_add (cell->catalogs, self);
  g_hash_table_insert (cell->catalogs_by_id, self->id, self);

  return self;
}

/* OPTION: "NAME" or "NAME:KIND". */
gboolean
sim_catalog_add_from_option (SimCell *cell,
                             const char *option,
                             GError **error)
{
  static const char *const kinds[] = { "own", "shared", "readonly", "published", "subscribed" };
  const char *colon = strrchr (option, ':');
  g_autofree char *name = colon ? g_strndup (option, colon - option) : g_strdup (option);
  SimCatalogKind kind = SIM_CATALOG_OWN;

  if (colon)
    {
      while (kind < G_N_ELEMENTS (kinds) && !g_str_equal (kinds[kind], colon + 1))
        kind++;
      if (kind == G_N_ELEMENTS (kinds))
        {
          g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       "“%s” is no kind of catalog: own, shared, readonly, published or subscribed",
                       colon + 1);
          return FALSE;
        }
    }

  gboolean is_ours = kind == SIM_CATALOG_OWN || kind == SIM_CATALOG_SUBSCRIBED;

  sim_catalog_new (cell, g_ptr_array_index (cell->orgs, is_ours ? 0 : 1), name, kind);

  return TRUE;
}

/* With all that is in it. */
void
sim_catalog_remove (SimCell *cell,
                    SimCatalog *catalog)
{
  while (catalog->media->len)
    sim_media_remove (cell, g_ptr_array_index (catalog->media, catalog->media->len - 1));
  g_hash_table_remove (cell->catalogs_by_id, catalog->id);
  g_ptr_array_remove (cell->catalogs, catalog);
}

/* The first of that name. */
SimCatalog *
sim_catalog_find (SimCell *cell,
                  const char *name)
{
  for (unsigned i = 0; i < cell->catalogs->len; i++)
    {
      SimCatalog *catalog = g_ptr_array_index (cell->catalogs, i);

      if (g_str_equal (catalog->name, name))
        return catalog;
    }

  return NULL;
}

gboolean
sim_catalog_is_visible (SimCatalog *self,
                        SimSession *session)
{
  if (sim_model_sees_org (session, self->org))
    return TRUE;

  return self->kind == SIM_CATALOG_SHARED || self->kind == SIM_CATALOG_READONLY ||
         self->kind == SIM_CATALOG_PUBLISHED;
}

gboolean
sim_catalog_takes_uploads (SimCatalog *self,
                           SimSession *session)
{
  if (self->kind == SIM_CATALOG_SUBSCRIBED)
    return FALSE;

  return sim_model_sees_org (session, self->org) || self->kind == SIM_CATALOG_SHARED;
}

/* NULL if there is none of that id. */
SimProfile *
sim_model_get_profile (SimCell *cell,
                       const char *id)
{
  for (size_t i = 0; i < G_N_ELEMENTS (cell->profiles); i++)
    if (g_str_equal (cell->profiles[i].id, id))
      return &cell->profiles[i];

  return NULL;
}
