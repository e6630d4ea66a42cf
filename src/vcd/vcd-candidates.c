/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "vcd-candidates.h"

#include <glib/gi18n-lib.h>

#include "vcd-candidate-private.h"
#include "vcd-catalog-private.h"
#include "vcd-error-private.h"
#include "vcd-fiber-private.h"
#include "vcd-media-name-private.h"
#include "vcd-media-upload.h"
#include "vcd-media.h"
#include "vcd-transfer-queue.h"

/**
 * VcdCandidates:
 *
 * What may be uploaded to a catalog, as a list of [class@Vcd.Candidate]: files that somebody chose
 * or dropped, and images of other catalogs. Before the first byte is sent it is known which of them
 * are any good, and whose names are taken.
 *
 * Add files, look whether there were folders among them, check the names, let a person decide, and
 * have uploads made.
 */
/*   files ─► thread that looks ─► VcdCandidate ─┐
 *   catalog's images, queue's uploads ──────────┴─► conflicts, at each change of a name */
struct _VcdCandidates
{
  GObject           parent_instance;

  VcdCatalog       *catalog;
  VcdTransferQueue *queue;
  GListStore       *list;
  GListStore       *folders;
  unsigned int      n_in_folders;
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VcdCandidates, vcd_candidates, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static GType
vcd_candidates_get_item_type (GListModel *model)
{
  return VCD_TYPE_CANDIDATE;
}

static unsigned int
vcd_candidates_get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (VCD_CANDIDATES (model)->list));
}

static gpointer
vcd_candidates_get_item (GListModel   *model,
                         unsigned int  position)
{
  return g_list_model_get_item (G_LIST_MODEL (VCD_CANDIDATES (model)->list), position);
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = vcd_candidates_get_item_type;
  iface->get_n_items = vcd_candidates_get_n_items;
  iface->get_item = vcd_candidates_get_item;
}

/* The list keeps it alive. */
static VcdCandidate *
peek (VcdCandidates *self,
      unsigned int   position)
{
  g_autoptr (VcdCandidate) candidate = g_list_model_get_item (G_LIST_MODEL (self->list), position);

  return candidate;
}

/* Unfinished uploads to the catalog: one that is called @name, or one of @file. */
static gboolean
is_coming (VcdCandidates *self,
           const char    *name,
           GFile         *file)
{
  const char *href = vcd_catalog_get_href (self->catalog);

  for (unsigned int i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->queue)); i++)
    {
      g_autoptr (VcdTransfer) transfer = g_list_model_get_item (G_LIST_MODEL (self->queue), i);
      VcdMediaUpload *upload = VCD_IS_MEDIA_UPLOAD (transfer) ? VCD_MEDIA_UPLOAD (transfer) : NULL;

      if (upload == NULL || vcd_transfer_is_final (transfer) ||
          g_strcmp0 (vcd_media_upload_get_catalog_href (upload), href) != 0)
        continue;
      if (name != NULL && g_strcmp0 (vcd_media_upload_get_media_name (upload), name) == 0)
        return TRUE;
      if (file != NULL && vcd_transfer_get_file (transfer) != NULL &&
          g_file_equal (vcd_transfer_get_file (transfer), file))
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_twice (VcdCandidates *self,
          VcdCandidate  *candidate,
          const char    *name)
{
  for (unsigned int i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->list)); i++)
    {
      VcdCandidate *other = peek (self, i);

      /* The first of that name has it. */
      if (other == candidate)
        return FALSE;
      if (vcd_candidate_get_problem (other) == VCD_CANDIDATE_GOOD &&
          g_strcmp0 (vcd_candidate_get_name (other), name) == 0)
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_there (VcdCandidates *self,
          const char    *name)
{
  g_autoptr (VcdMedia) existing = vcd_catalog_find_media (self->catalog, name);

  return existing != NULL;
}

static void
update_conflict (VcdCandidates *self,
                 VcdCandidate  *candidate)
{
  const char *name = vcd_candidate_get_name (candidate);
  g_autoptr (VcdMedia) existing = vcd_catalog_find_media (self->catalog, name);

  /* Before all else: two that replace the same image would replace each other. */
  if (is_twice (self, candidate, name))
    vcd_candidate_set_conflict (candidate, VCD_CANDIDATE_TWICE, NULL);
  else if (existing != NULL)
    vcd_candidate_set_conflict (candidate, VCD_CANDIDATE_TAKEN, existing);
  else if (is_coming (self, name, NULL))
    vcd_candidate_set_conflict (candidate, VCD_CANDIDATE_COMING, NULL);
  else
    vcd_candidate_set_conflict (candidate, VCD_CANDIDATE_FREE, NULL);
}

static void
update_conflicts (VcdCandidates *self)
{
  for (unsigned int i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->list)); i++)
    {
      VcdCandidate *candidate = peek (self, i);

      if (vcd_candidate_get_problem (candidate) == VCD_CANDIDATE_GOOD)
        update_conflict (self, candidate);
    }
}

static gboolean
has_file (VcdCandidates *self,
          GFile         *file)
{
  for (unsigned int i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->list)); i++)
    {
      GFile *other = vcd_candidate_get_file (peek (self, i));

      if (other != NULL && g_file_equal (other, file))
        return TRUE;
    }

  return FALSE;
}

static void
append (VcdCandidates *self,
        VcdCandidate  *candidate)
{
  g_signal_connect_object (candidate, "notify::name", G_CALLBACK (update_conflicts), self,
                           G_CONNECT_SWAPPED);
  g_list_store_append (self->list, candidate);
}

static void
take_facts (VcdCandidates     *self,
            VcdCandidateFacts *facts)
{
  g_autoptr (VcdCandidate) candidate = NULL;

  /* Dropped twice is meant once. */
  if (has_file (self, facts->file))
    return;

  if (facts->is_folder)
    {
      g_list_store_append (self->folders, facts->file);
      self->n_in_folders += facts->n_images;
      return;
    }

  candidate = vcd_candidate_new_for_facts (facts);
  if (facts->problem == VCD_CANDIDATE_GOOD && is_coming (self, NULL, facts->file))
    {
      g_autoptr (GError) error = vcd_error_new (VCD_ERROR_FILE, NULL,
                                                _("The file is already on its way."));

      vcd_candidate_set_problem (candidate, VCD_CANDIDATE_QUEUED, error);
    }
  append (self, candidate);
}

/* Files that are being looked at. The thread knows nothing of the candidates: they end where they
 * began, even if it is still waiting for a share that is gone. */
typedef struct
{
  VcdCandidates *candidates;
  GPtrArray     *files;
  gboolean       enter;
} Addition;

static void
addition_free (gpointer data)
{
  Addition *addition = data;

  g_object_unref (addition->candidates);
  g_ptr_array_unref (addition->files);
  g_free (addition);
}

static DexFuture *
add_fiber (gpointer      data,
           GCancellable *cancellable)
{
  Addition *addition = data;
  g_autoptr (GPtrArray) facts = NULL;
  GError *error = NULL;

  facts = dex_await_boxed (vcd_unless_cancelled (vcd_candidate_look (addition->files,
                                                                     addition->enter,
                                                                     cancellable),
                                                 cancellable), &error);
  if (facts == NULL)
    return dex_future_new_for_error (error);

  for (unsigned int i = 0; i < facts->len; i++)
    take_facts (addition->candidates, g_ptr_array_index (facts, i));
  update_conflicts (addition->candidates);

  return dex_future_new_true ();
}

static DexFuture *
check_fiber (gpointer      data,
             GCancellable *cancellable)
{
  VcdCandidates *self = data;
  GError *error = NULL;

  if (!dex_await (vcd_unless_cancelled (vcd_catalog_check (self->catalog), cancellable), &error))
    return dex_future_new_for_error (error);

  if (!vcd_catalog_get_can_upload (self->catalog))
    {
      const char *reason = vcd_catalog_get_read_only_reason (self->catalog);

      return dex_future_new_for_error (
        vcd_error_new (VCD_ERROR_PERMISSION, NULL, "%s",
                       reason != NULL ? reason : _("The catalog takes no images.")));
    }

  if (!vcd_catalog_get_loaded (self->catalog) &&
      !dex_await (vcd_unless_cancelled (vcd_catalog_load (self->catalog), cancellable), &error))
    return dex_future_new_for_error (error);

  update_conflicts (self);
  return dex_future_new_true ();
}

static void
vcd_candidates_finalize (GObject *object)
{
  VcdCandidates *self = VCD_CANDIDATES (object);

  g_clear_object (&self->catalog);
  g_clear_object (&self->queue);
  g_clear_object (&self->list);
  g_clear_object (&self->folders);

  G_OBJECT_CLASS (vcd_candidates_parent_class)->finalize (object);
}

static void
vcd_candidates_class_init (VcdCandidatesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vcd_candidates_finalize;
}

static void
on_list_changed (VcdCandidates *self,
                 unsigned int   position,
                 unsigned int   removed,
                 unsigned int   added)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static void
vcd_candidates_init (VcdCandidates *self)
{
  self->list = g_list_store_new (VCD_TYPE_CANDIDATE);
  self->folders = g_list_store_new (G_TYPE_FILE);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (on_list_changed), self,
                           G_CONNECT_SWAPPED);
}

/**
 * vcd_candidates_new:
 * @catalog: where the images are to go
 * @queue: what is already on its way
 *
 * Makes a list without candidates.
 *
 * Returns: (transfer full): a list without candidates
 */
VcdCandidates *
vcd_candidates_new (VcdCatalog       *catalog,
                    VcdTransferQueue *queue)
{
  VcdCandidates *self;

  g_return_val_if_fail (VCD_IS_CATALOG (catalog), NULL);
  g_return_val_if_fail (VCD_IS_TRANSFER_QUEUE (queue), NULL);

  self = g_object_new (VCD_TYPE_CANDIDATES, NULL);
  self->catalog = g_object_ref (catalog);
  self->queue = g_object_ref (queue);
  g_signal_connect_object (catalog, "items-changed", G_CALLBACK (update_conflicts), self,
                           G_CONNECT_SWAPPED);

  return self;
}

/**
 * vcd_candidates_get_catalog:
 * @self: candidates
 *
 * Gets the catalog.
 *
 * Returns: (transfer none): where the images are to go
 */
VcdCatalog *
vcd_candidates_get_catalog (VcdCandidates *self)
{
  g_return_val_if_fail (VCD_IS_CANDIDATES (self), NULL);

  return self->catalog;
}

/**
 * vcd_candidates_add_async:
 * @self: candidates
 * @files: files, as [iface@Gio.File]
 * @enter_folders: whether the images in folders are meant
 * @cancellable: (nullable): to give up
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Looks at files, and adds those that are not there yet. Folders are not entered unless
 * @enter_folders is set, but counted: see [method@Vcd.Candidates.get_folders].
 */
void
vcd_candidates_add_async (VcdCandidates       *self,
                          GListModel          *files,
                          gboolean             enter_folders,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  Addition *addition;

  g_return_if_fail (VCD_IS_CANDIDATES (self));
  g_return_if_fail (G_IS_LIST_MODEL (files));

  addition = g_new0 (Addition, 1);
  addition->candidates = g_object_ref (self);
  addition->files = g_ptr_array_new_with_free_func (g_object_unref);
  addition->enter = enter_folders;
  for (unsigned int i = 0; i < g_list_model_get_n_items (files); i++)
    g_ptr_array_add (addition->files, g_list_model_get_item (files, i));

  vcd_async_run (self, cancellable, callback, user_data,
                 vcd_fiber_spawn (add_fiber, addition, addition_free));
}

/**
 * vcd_candidates_add_finish:
 * @self: candidates
 * @result: what the callback got
 * @error: a place for an error: only `G_IO_ERROR_CANCELLED`
 *
 * Returns: whether all were looked at; what is wrong with one of them is its own
 *   [property@Vcd.Candidate:problem]
 */
gboolean
vcd_candidates_add_finish (VcdCandidates  *self,
                           GAsyncResult   *result,
                           GError        **error)
{
  g_return_val_if_fail (VCD_IS_CANDIDATES (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * vcd_candidates_add_media:
 * @self: candidates
 * @media: an image of another catalog
 *
 * Adds an image that is to be copied.
 */
void
vcd_candidates_add_media (VcdCandidates *self,
                          VcdMedia      *media)
{
  g_autoptr (VcdCandidate) candidate = NULL;

  g_return_if_fail (VCD_IS_CANDIDATES (self));
  g_return_if_fail (VCD_IS_MEDIA (media));

  candidate = vcd_candidate_new_for_media (media);
  append (self, candidate);
  update_conflict (self, candidate);
}

/**
 * vcd_candidates_get_folders:
 * @self: candidates
 *
 * Gets the folders that were not entered.
 *
 * Returns: (transfer none): the folders among the files that were added, as [iface@Gio.File]
 */
GListModel *
vcd_candidates_get_folders (VcdCandidates *self)
{
  g_return_val_if_fail (VCD_IS_CANDIDATES (self), NULL);

  return G_LIST_MODEL (self->folders);
}

/**
 * vcd_candidates_get_n_in_folders:
 * @self: candidates
 *
 * Counts the images in folders that were not entered.
 *
 * Returns: how many images there are in those folders and below them
 */
unsigned int
vcd_candidates_get_n_in_folders (VcdCandidates *self)
{
  g_return_val_if_fail (VCD_IS_CANDIDATES (self), 0);

  return self->n_in_folders;
}

/**
 * vcd_candidates_check_async:
 * @self: candidates
 * @cancellable: (nullable): to give up
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Asks whether the catalog takes images, and for the names in it, unless they are known.
 */
void
vcd_candidates_check_async (VcdCandidates       *self,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (VCD_IS_CANDIDATES (self));

  vcd_async_run (self, cancellable, callback, user_data,
                 vcd_fiber_spawn (check_fiber, g_object_ref (self), g_object_unref));
}

/**
 * vcd_candidates_check_finish:
 * @self: candidates
 * @result: what the callback got
 * @error: a place for an error: `VCD_ERROR_PERMISSION` if the catalog takes no images, or what kept
 *   the server from being asked
 *
 * Returns: whether the catalog takes images and each candidate's conflict is known
 */
gboolean
vcd_candidates_check_finish (VcdCandidates  *self,
                             GAsyncResult   *result,
                             GError        **error)
{
  g_return_val_if_fail (VCD_IS_CANDIDATES (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * vcd_candidates_get_n_good:
 * @self: candidates
 *
 * Counts what can be uploaded.
 *
 * Returns: how many can be uploaded, in conflict or not
 */
unsigned int
vcd_candidates_get_n_good (VcdCandidates *self)
{
  unsigned int n = 0;

  g_return_val_if_fail (VCD_IS_CANDIDATES (self), 0);

  for (unsigned int i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->list)); i++)
    n += vcd_candidate_get_problem (peek (self, i)) == VCD_CANDIDATE_GOOD;

  return n;
}

/**
 * vcd_candidates_get_n_problems:
 * @self: candidates
 *
 * Counts what cannot be uploaded.
 *
 * Returns: how many cannot be uploaded
 */
unsigned int
vcd_candidates_get_n_problems (VcdCandidates *self)
{
  g_return_val_if_fail (VCD_IS_CANDIDATES (self), 0);

  return g_list_model_get_n_items (G_LIST_MODEL (self->list)) - vcd_candidates_get_n_good (self);
}

/**
 * vcd_candidates_get_n_conflicts:
 * @self: candidates
 *
 * Counts the names that are taken.
 *
 * Returns: how many of the good ones have a name that is taken
 */
unsigned int
vcd_candidates_get_n_conflicts (VcdCandidates *self)
{
  unsigned int n = 0;

  g_return_val_if_fail (VCD_IS_CANDIDATES (self), 0);

  for (unsigned int i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->list)); i++)
    {
      VcdCandidate *candidate = peek (self, i);

      n += vcd_candidate_get_problem (candidate) == VCD_CANDIDATE_GOOD &&
           vcd_candidate_get_conflict (candidate) != VCD_CANDIDATE_FREE;
    }

  return n;
}

/**
 * vcd_candidates_dup_free_name:
 * @self: candidates
 * @candidate: one of them
 *
 * Finds a name for a candidate that nothing has yet.
 *
 * Returns: (transfer full): the candidate's name if it is free, else the next one like it that is
 */
char *
vcd_candidates_dup_free_name (VcdCandidates *self,
                              VcdCandidate  *candidate)
{
  const char *wanted;
  g_autofree char *name = NULL;

  g_return_val_if_fail (VCD_IS_CANDIDATES (self), NULL);
  g_return_val_if_fail (VCD_IS_CANDIDATE (candidate), NULL);

  wanted = vcd_candidate_get_name (candidate);
  name = g_strdup (wanted);
  for (unsigned int number = 2;
       is_there (self, name) || is_coming (self, name, NULL) || is_twice (self, candidate, name);
       number++)
    {
      g_free (name);
      name = vcd_media_name_number (wanted, number);
    }

  return g_steal_pointer (&name);
}

/**
 * vcd_candidates_create_uploads:
 * @self: candidates
 *
 * Makes an upload of each good candidate, in their order, without those that are to be skipped
 * because their name is taken. They are yet to be added to a queue.
 *
 * Returns: (transfer full): a list of [class@Vcd.MediaUpload]
 */
GListModel *
vcd_candidates_create_uploads (VcdCandidates *self)
{
  g_autoptr (GListStore) uploads = g_list_store_new (VCD_TYPE_MEDIA_UPLOAD);

  g_return_val_if_fail (VCD_IS_CANDIDATES (self), NULL);

  for (unsigned int i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->list)); i++)
    {
      VcdCandidate *candidate = peek (self, i);
      VcdConflictPolicy policy = vcd_candidate_get_policy (candidate);
      g_autoptr (VcdMediaUpload) upload = NULL;

      if (vcd_candidate_get_problem (candidate) != VCD_CANDIDATE_GOOD ||
          (vcd_candidate_get_conflict (candidate) != VCD_CANDIDATE_FREE &&
           policy == VCD_CONFLICT_SKIP))
        continue;

      upload = vcd_candidate_get_media (candidate) != NULL
                 ? vcd_media_upload_new_copy (self->catalog, vcd_candidate_get_media (candidate))
                 : vcd_media_upload_new (self->catalog, vcd_candidate_get_file (candidate));
      vcd_media_upload_set_media_name (upload, vcd_candidate_get_name (candidate));
      if (*vcd_candidate_get_description (candidate) != '\0')
        vcd_media_upload_set_description (upload, vcd_candidate_get_description (candidate));
      vcd_media_upload_set_conflict_policy (upload, policy);
      g_list_store_append (uploads, upload);
    }

  return G_LIST_MODEL (g_steal_pointer (&uploads));
}
