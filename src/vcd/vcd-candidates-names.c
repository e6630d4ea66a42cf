/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "vcd-candidates-private.h"
#include "vcd-error-private.h"
#include "vcd-fiber-private.h"
#include "vcd-media-name-private.h"
#include "vcd-media-upload.h"
#include "vcd-media.h"

/* Whose names are taken: by images of the catalog, by uploads of the queue, by one another. */

static VcdMediaUpload *
peek_upload (VcdCandidates *self,
             unsigned int   position)
{
  VcdTransfer *transfer = self->transfers->pdata[position];

  if (!VCD_IS_MEDIA_UPLOAD (transfer) ||
      g_strcmp0 (vcd_media_upload_get_catalog_href (VCD_MEDIA_UPLOAD (transfer)),
                 vcd_catalog_get_href (self->catalog)) != 0)
    return NULL;

  return VCD_MEDIA_UPLOAD (transfer);
}

/* One that failed may be tried again, and wants its name then. */
static gboolean
has_future (VcdTransfer *transfer)
{
  return !vcd_transfer_is_final (transfer) ||
         (vcd_transfer_get_state (transfer) == VCD_TRANSFER_FAILED &&
          !g_error_matches (vcd_transfer_get_error (transfer), VCD_ERROR,
                            VCD_ERROR_NOT_SUPPORTED));
}

static gboolean
is_coming (VcdCandidates *self,
           const char    *name)
{
  for (unsigned int i = 0; i < self->transfers->len; i++)
    {
      VcdMediaUpload *upload = peek_upload (self, i);

      /* What it is called now may be another name than the one that was asked for. */
      if (upload != NULL && has_future (VCD_TRANSFER (upload)) &&
          (g_strcmp0 (vcd_media_upload_get_media_name (upload), name) == 0 ||
           g_strcmp0 (vcd_transfer_get_name (VCD_TRANSFER (upload)), name) == 0))
        return TRUE;
    }

  return FALSE;
}

gboolean
vcd_candidates_is_queued (VcdCandidates *self,
                          GFile         *file)
{
  for (unsigned int i = 0; i < self->transfers->len; i++)
    {
      VcdMediaUpload *upload = peek_upload (self, i);
      GFile *own = upload != NULL ? vcd_transfer_get_file (VCD_TRANSFER (upload)) : NULL;

      if (own != NULL && !vcd_transfer_is_final (VCD_TRANSFER (upload)) && g_file_equal (own, file))
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
      VcdCandidate *other = vcd_candidates_peek (self, i);

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
  else if (is_coming (self, name))
    vcd_candidate_set_conflict (candidate, VCD_CANDIDATE_COMING, NULL);
  else
    vcd_candidate_set_conflict (candidate, VCD_CANDIDATE_FREE, NULL);
}

void
vcd_candidates_update_conflicts (VcdCandidates *self)
{
  for (unsigned int i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->list)); i++)
    {
      VcdCandidate *candidate = vcd_candidates_peek (self, i);

      if (vcd_candidate_get_problem (candidate) == VCD_CANDIDATE_GOOD)
        update_conflict (self, candidate);
    }
  vcd_candidates_update_counts (self);
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

  vcd_candidates_update_conflicts (self);
  return dex_future_new_true ();
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
       is_there (self, name) || is_coming (self, name) || is_twice (self, candidate, name);
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
      VcdCandidate *candidate = vcd_candidates_peek (self, i);
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
