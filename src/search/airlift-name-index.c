/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-name-index.h"

#include <stdint.h>

/* Version, then catalogs: account, its title, address, name, and the media's names by address. */
#define VERSION 1
#define FORMAT "(ua(ssssa{ss}))"
/* Far more than anybody has; what is larger was not written by the app. */
#define SIZE_LIMIT (64 * 1024 * 1024)

/* Stands in no identifier of an account and in no address. */
#define SEPARATOR "\n"

typedef struct
{
  char       *account_id;
  char       *account_title;
  char       *href;
  char       *name;
  GHashTable *media;        /* address → name */
} Catalog;

/* What catalogs and media were called when they were last seen, for those who look without a
 * network. The app writes it, the search provider reads it. */
struct _AirliftNameIndex
{
  GObject    parent_instance;

  GPtrArray *catalogs;
};

G_DEFINE_FINAL_TYPE (AirliftNameIndex, airlift_name_index, G_TYPE_OBJECT)

typedef struct
{
  unsigned int rank;
  char        *name;
  char        *id;
} Match;

static void
catalog_free (gpointer data)
{
  Catalog *catalog = data;

  g_free (catalog->account_id);
  g_free (catalog->account_title);
  g_free (catalog->href);
  g_free (catalog->name);
  g_hash_table_unref (catalog->media);
  g_free (catalog);
}

static GHashTable *
new_names (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static Catalog *
find_catalog (AirliftNameIndex *self,
              const char       *account_id,
              const char       *href)
{
  for (unsigned int i = 0; i < self->catalogs->len; i++)
    {
      Catalog *catalog = self->catalogs->pdata[i];

      if (g_str_equal (catalog->account_id, account_id) && g_str_equal (catalog->href, href))
        return catalog;
    }

  return NULL;
}

static Catalog *
add_catalog (AirliftNameIndex *self,
             const char       *account_id,
             const char       *href)
{
  Catalog *catalog = g_new0 (Catalog, 1);

  catalog->account_id = g_strdup (account_id);
  catalog->href = g_strdup (href);
  catalog->media = new_names ();
  g_ptr_array_add (self->catalogs, catalog);

  return catalog;
}

static void
airlift_name_index_finalize (GObject *object)
{
  AirliftNameIndex *self = AIRLIFT_NAME_INDEX (object);

  g_ptr_array_unref (self->catalogs);

  G_OBJECT_CLASS (airlift_name_index_parent_class)->finalize (object);
}

static void
airlift_name_index_class_init (AirliftNameIndexClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = airlift_name_index_finalize;
}

static void
airlift_name_index_init (AirliftNameIndex *self)
{
  self->catalogs = g_ptr_array_new_with_free_func (catalog_free);
}

AirliftNameIndex *
airlift_name_index_new (void)
{
  return g_object_new (AIRLIFT_TYPE_NAME_INDEX, NULL);
}

GFile *
airlift_name_index_dup_file (void)
{
  g_autofree char *path = g_build_filename (g_get_user_cache_dir (), "airlift", "names", NULL);

  return g_file_new_for_path (path);
}

static void
take (AirliftNameIndex *self,
      GVariant         *catalogs)
{
  GVariantIter iter;
  const char *account_id, *account_title, *href, *name, *media_href, *media_name;
  GVariantIter *media;

  g_variant_iter_init (&iter, catalogs);
  while (g_variant_iter_next (&iter, "(&s&s&s&sa{ss})", &account_id, &account_title, &href, &name,
                              &media))
    {
      Catalog *catalog = add_catalog (self, account_id, href);

      catalog->account_title = g_strdup (account_title);
      catalog->name = g_strdup (name);
      while (g_variant_iter_next (media, "{&s&s}", &media_href, &media_name))
        g_hash_table_insert (catalog->media, g_strdup (media_href), g_strdup (media_name));
      g_variant_iter_free (media);
    }
}

gboolean
airlift_name_index_load (AirliftNameIndex *self,
                         GFile            *file,
                         GError          **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GVariant) stored = NULL, normal = NULL, catalogs = NULL;
  uint32_t version;

  g_ptr_array_set_size (self->catalogs, 0);

  bytes = g_file_load_bytes (file, NULL, NULL, &local_error);
  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return TRUE;
  if (bytes == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (g_bytes_get_size (bytes) > SIZE_LIMIT)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "The index of names is too large");
      return FALSE;
    }

  /* Not trusted: damaged parts become empty ones. */
  stored = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (FORMAT), bytes, FALSE));
  normal = g_variant_get_normal_form (stored);
  g_variant_get (normal, "(u@a(ssssa{ss}))", &version, &catalogs);
  if (version == VERSION)
    take (self, catalogs);

  return TRUE;
}

GBytes *
airlift_name_index_dup_bytes (AirliftNameIndex *self)
{
  GVariantBuilder catalogs = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(ssssa{ss})"));
  g_autoptr (GVariant) all = NULL;

  for (unsigned int i = 0; i < self->catalogs->len; i++)
    {
      const Catalog *catalog = self->catalogs->pdata[i];
      GHashTableIter iter;
      gpointer href, name;

      g_variant_builder_open (&catalogs, G_VARIANT_TYPE ("(ssssa{ss})"));
      g_variant_builder_add (&catalogs, "s", catalog->account_id);
      g_variant_builder_add (&catalogs, "s", catalog->account_title);
      g_variant_builder_add (&catalogs, "s", catalog->href);
      g_variant_builder_add (&catalogs, "s", catalog->name);
      g_variant_builder_open (&catalogs, G_VARIANT_TYPE ("a{ss}"));
      g_hash_table_iter_init (&iter, catalog->media);
      while (g_hash_table_iter_next (&iter, &href, &name))
        g_variant_builder_add (&catalogs, "{ss}", href, name);
      g_variant_builder_close (&catalogs);
      g_variant_builder_close (&catalogs);
    }
  all = g_variant_ref_sink (g_variant_new ("(ua(ssssa{ss}))", VERSION, &catalogs));

  return g_variant_get_data_as_bytes (all);
}

void
airlift_name_index_set_catalog (AirliftNameIndex *self,
                                const char       *account_id,
                                const char       *account_title,
                                const char       *catalog_href,
                                const char       *catalog_name,
                                GHashTable       *names)
{
  Catalog *catalog = find_catalog (self, account_id, catalog_href);

  if (catalog == NULL)
    catalog = add_catalog (self, account_id, catalog_href);

  g_set_str (&catalog->account_title, account_title);
  g_set_str (&catalog->name, catalog_name);
  if (names != NULL)
    {
      g_hash_table_ref (names);
      g_hash_table_unref (catalog->media);
      catalog->media = names;
    }
}

void
airlift_name_index_keep (AirliftNameIndex *self,
                         const char       *account_id,
                         GStrv             catalog_hrefs)
{
  for (unsigned int i = self->catalogs->len; i > 0; i--)
    {
      const Catalog *catalog = self->catalogs->pdata[i - 1];

      if (g_str_equal (catalog->account_id, account_id) &&
          !g_strv_contains ((const char *const *) catalog_hrefs, catalog->href))
        g_ptr_array_remove_index (self->catalogs, i - 1);
    }
}

void
airlift_name_index_keep_accounts (AirliftNameIndex *self,
                                  GStrv             account_ids)
{
  for (unsigned int i = self->catalogs->len; i > 0; i--)
    {
      const Catalog *catalog = self->catalogs->pdata[i - 1];

      if (!g_strv_contains ((const char *const *) account_ids, catalog->account_id))
        g_ptr_array_remove_index (self->catalogs, i - 1);
    }
}

/* For comparing without regard to case and to how accents are written. */
static char *
fold (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);

  return g_utf8_casefold (normal != NULL ? normal : "", -1);
}

static gboolean
matches (const char *folded,
         GStrv       terms)
{
  for (unsigned int i = 0; terms[i] != NULL; i++)
    if (strstr (folded, terms[i]) == NULL)
      return FALSE;

  return TRUE;
}

static void
match_free (gpointer data)
{
  Match *match = data;

  g_free (match->name);
  g_free (match->id);
  g_free (match);
}

static void
look_at (GPtrArray  *found,
         Catalog    *catalog,
         const char *media_href,
         const char *name,
         GStrv       terms)
{
  g_autofree char *folded = fold (name);
  Match *match;

  if (!matches (folded, terms))
    return;

  match = g_new (Match, 1);
  match->rank = (media_href != NULL ? 2 : 0) + (g_str_has_prefix (folded, terms[0]) ? 0 : 1);
  match->name = g_steal_pointer (&folded);
  match->id = g_strjoin (SEPARATOR, catalog->account_id, catalog->href, media_href, NULL);
  g_ptr_array_add (found, match);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const Match *x = *(const Match *const *) a, *y = *(const Match *const *) b;

  if (x->rank != y->rank)
    return x->rank < y->rank ? -1 : 1;

  return strcmp (x->name, y->name);
}

GStrv
airlift_name_index_search (AirliftNameIndex  *self,
                           const char *const *terms,
                           unsigned int       limit)
{
  g_autoptr (GStrvBuilder) folded_builder = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (match_free);
  g_auto (GStrv) folded = NULL;

  for (unsigned int i = 0; terms[i] != NULL; i++)
    g_strv_builder_take (folded_builder, fold (terms[i]));
  folded = g_strv_builder_end (folded_builder);
  if (folded[0] == NULL)
    return g_strv_builder_end (ids);

  for (unsigned int i = 0; i < self->catalogs->len; i++)
    {
      Catalog *catalog = self->catalogs->pdata[i];
      GHashTableIter iter;
      gpointer href, name;

      look_at (found, catalog, NULL, catalog->name, folded);
      g_hash_table_iter_init (&iter, catalog->media);
      while (g_hash_table_iter_next (&iter, &href, &name))
        look_at (found, catalog, href, name, folded);
    }

  g_ptr_array_sort (found, compare);
  for (unsigned int i = 0; i < MIN (found->len, limit); i++)
    g_strv_builder_add (ids, ((const Match *) found->pdata[i])->id);

  return g_strv_builder_end (ids);
}

gboolean
airlift_name_index_find (AirliftNameIndex    *self,
                         const char          *id,
                         AirliftNameIndexHit *hit)
{
  g_auto (GStrv) parts = g_strsplit (id, SEPARATOR, 3);
  unsigned int n_parts = g_strv_length (parts);
  const Catalog *catalog = n_parts >= 2 ? find_catalog (self, parts[0], parts[1]) : NULL;
  gpointer href = NULL, name = NULL;

  if (catalog == NULL)
    return FALSE;
  if (n_parts == 3 && !g_hash_table_lookup_extended (catalog->media, parts[2], &href, &name))
    return FALSE;

  *hit = (AirliftNameIndexHit) {
    .account_id = catalog->account_id, .account_title = catalog->account_title,
    .catalog_href = catalog->href, .catalog_name = catalog->name,
    .media_href = href, .media_name = name,
  };

  return TRUE;
}
