/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-name-keeper.h"

#include <gtk/gtk.h>

#include "airlift-name-index.h"

/* Lists come in pages, and are looked at when the last one is probably there. */
#define SAVE_SECONDS 3

/* Writes down what catalogs and media are called, for those who search while the app is not there.
 *
 *   sessions ─► their catalogs, flattened ─► their media, flattened ─► a change ─► the file
 */
struct _AirliftNameKeeper
{
  GObject           parent_instance;

  VcdSessionList   *sessions;
  GListModel       *catalogs;
  GListModel       *media;

  /* Of the thread that writes, while there is one. */
  AirliftNameIndex *index;
  unsigned int      timer;
  gboolean          writing;
};

G_DEFINE_FINAL_TYPE (AirliftNameKeeper, airlift_name_keeper, G_TYPE_OBJECT)

typedef struct
{
  char       *account_id;
  char       *account_title;
  char       *href;
  char       *name;
  GHashTable *media;          /* NULL: nobody has looked */
} SeenCatalog;

/* What a thread needs to know, as it was at one moment. */
typedef struct
{
  GPtrArray *catalogs;
  GStrv      accounts;
  GStrv      whole_accounts;  /* those that have no other catalogs */
} Seen;

static void
seen_catalog_free (gpointer data)
{
  SeenCatalog *catalog = data;

  g_free (catalog->account_id);
  g_free (catalog->account_title);
  g_free (catalog->href);
  g_free (catalog->name);
  g_clear_pointer (&catalog->media, g_hash_table_unref);
  g_free (catalog);
}

static void
seen_free (gpointer data)
{
  Seen *seen = data;

  g_ptr_array_unref (seen->catalogs);
  g_strfreev (seen->accounts);
  g_strfreev (seen->whole_accounts);
  g_free (seen);
}

static GHashTable *
dup_names (GListModel *media)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (unsigned int i = 0; i < g_list_model_get_n_items (media); i++)
    {
      g_autoptr (VcdMedia) item = g_list_model_get_item (media, i);

      g_hash_table_insert (names, g_strdup (vcd_media_get_href (item)),
                           g_strdup (vcd_media_get_name (item)));
    }

  return names;
}

static void
see_session (Seen         *seen,
             VcdSession   *session,
             GStrvBuilder *accounts,
             GStrvBuilder *whole_accounts)
{
  VcdAccount *account = vcd_session_get_account (session);
  GListModel *catalogs = vcd_session_get_catalogs (session);
  unsigned int n = g_list_model_get_n_items (catalogs);

  g_strv_builder_add (accounts, vcd_account_get_id (account));
  if (n > 0)
    g_strv_builder_add (whole_accounts, vcd_account_get_id (account));

  for (unsigned int i = 0; i < n; i++)
    {
      g_autoptr (VcdCatalog) catalog = g_list_model_get_item (catalogs, i);
      SeenCatalog *one = g_new0 (SeenCatalog, 1);

      one->account_id = g_strdup (vcd_account_get_id (account));
      one->account_title = g_strdup (vcd_account_get_title (account));
      one->href = g_strdup (vcd_catalog_get_href (catalog));
      one->name = g_strdup (vcd_catalog_get_name (catalog));
      if (vcd_catalog_get_loaded (catalog))
        one->media = dup_names (G_LIST_MODEL (catalog));
      g_ptr_array_add (seen->catalogs, one);
    }
}

static Seen *
see (AirliftNameKeeper *self)
{
  g_autoptr (GStrvBuilder) accounts = g_strv_builder_new (), whole = g_strv_builder_new ();
  Seen *seen = g_new0 (Seen, 1);

  seen->catalogs = g_ptr_array_new_with_free_func (seen_catalog_free);
  for (unsigned int i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->sessions)); i++)
    {
      g_autoptr (VcdSession) session = g_list_model_get_item (G_LIST_MODEL (self->sessions), i);

      see_session (seen, session, accounts, whole);
    }
  seen->accounts = g_strv_builder_end (accounts);
  seen->whole_accounts = g_strv_builder_end (whole);

  return seen;
}

static void
put_into_index (AirliftNameIndex *index,
                const Seen       *seen)
{
  airlift_name_index_keep_accounts (index, seen->accounts);

  for (unsigned int i = 0; seen->whole_accounts[i] != NULL; i++)
    {
      g_autoptr (GStrvBuilder) hrefs_builder = g_strv_builder_new ();
      g_auto (GStrv) hrefs = NULL;

      for (unsigned int j = 0; j < seen->catalogs->len; j++)
        {
          const SeenCatalog *catalog = seen->catalogs->pdata[j];

          if (g_str_equal (catalog->account_id, seen->whole_accounts[i]))
            g_strv_builder_add (hrefs_builder, catalog->href);
        }
      hrefs = g_strv_builder_end (hrefs_builder);
      airlift_name_index_keep (index, seen->whole_accounts[i], hrefs);
    }

  for (unsigned int i = 0; i < seen->catalogs->len; i++)
    {
      const SeenCatalog *catalog = seen->catalogs->pdata[i];

      airlift_name_index_set_catalog (index, catalog->account_id, catalog->account_title,
                                      catalog->href, catalog->name, catalog->media);
    }
}

static AirliftNameIndex *
load_index (GFile *file)
{
  g_autoptr (GError) error = NULL;
  AirliftNameIndex *index = airlift_name_index_new ();

  /* A cache: what is damaged is made anew. */
  if (!airlift_name_index_load (index, file, &error))
    g_info ("The names of images are collected anew: %s", error->message);

  return index;
}

static void
write_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      data,
                 GCancellable *cancellable)
{
  AirliftNameKeeper *self = source;
  g_autoptr (GFile) file = airlift_name_index_dup_file ();
  g_autoptr (GFile) directory = g_file_get_parent (file);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  if (self->index == NULL)
    self->index = load_index (file);
  put_into_index (self->index, data);
  bytes = airlift_name_index_dup_bytes (self->index);

  g_mkdir_with_parents (g_file_peek_path (directory), 0700);
  if (!g_file_replace_contents (file, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                NULL, FALSE,
                                G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION, NULL,
                                cancellable, &error))
    g_info ("The names of images cannot be kept for the desktop's search: %s", error->message);
  g_task_return_boolean (task, TRUE);
}

static void
on_written (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  AIRLIFT_NAME_KEEPER (object)->writing = FALSE;
}

static gboolean
save (gpointer data)
{
  AirliftNameKeeper *self = data;
  g_autoptr (GTask) task = NULL;

  if (self->writing)
    return G_SOURCE_CONTINUE;

  self->timer = 0;
  self->writing = TRUE;
  task = g_task_new (self, NULL, on_written, NULL);
  g_task_set_source_tag (task, save);
  g_task_set_task_data (task, see (self), seen_free);
  g_task_run_in_thread (task, write_in_thread);

  return G_SOURCE_REMOVE;
}

static void
schedule (AirliftNameKeeper *self)
{
  if (self->timer == 0)
    self->timer = g_timeout_add_seconds (SAVE_SECONDS, save, self);
}

static gpointer
get_catalogs (gpointer item,
              gpointer data)
{
  g_autoptr (VcdSession) session = item;

  return g_object_ref (vcd_session_get_catalogs (session));
}

static void
airlift_name_keeper_dispose (GObject *object)
{
  AirliftNameKeeper *self = AIRLIFT_NAME_KEEPER (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->catalogs != NULL)
    g_signal_handlers_disconnect_by_data (self->catalogs, self);
  if (self->media != NULL)
    g_signal_handlers_disconnect_by_data (self->media, self);
  g_clear_object (&self->media);
  g_clear_object (&self->catalogs);
  g_clear_object (&self->sessions);

  G_OBJECT_CLASS (airlift_name_keeper_parent_class)->dispose (object);
}

static void
airlift_name_keeper_finalize (GObject *object)
{
  AirliftNameKeeper *self = AIRLIFT_NAME_KEEPER (object);

  g_clear_object (&self->index);

  G_OBJECT_CLASS (airlift_name_keeper_parent_class)->finalize (object);
}

static void
airlift_name_keeper_class_init (AirliftNameKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = airlift_name_keeper_dispose;
  G_OBJECT_CLASS (klass)->finalize = airlift_name_keeper_finalize;
}

static void
airlift_name_keeper_init (AirliftNameKeeper *self)
{
}

AirliftNameKeeper *
airlift_name_keeper_new (VcdSessionList *sessions)
{
  AirliftNameKeeper *self = g_object_new (AIRLIFT_TYPE_NAME_KEEPER, NULL);
  GtkMapListModel *models = gtk_map_list_model_new (g_object_ref (G_LIST_MODEL (sessions)),
                                                    get_catalogs, NULL, NULL);

  self->sessions = g_object_ref (sessions);
  self->catalogs = G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (models)));
  self->media = G_LIST_MODEL (gtk_flatten_list_model_new (g_object_ref (self->catalogs)));

  g_signal_connect_swapped (self->catalogs, "items-changed", G_CALLBACK (schedule), self);
  g_signal_connect_swapped (self->media, "items-changed", G_CALLBACK (schedule), self);

  return self;
}
