/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "vcd-candidates-private.h"
#include "vcd-error-private.h"
#include "vcd-fiber-private.h"

/* What comes into a list of candidates. */

static gboolean
has_file (VcdCandidates *self,
          GFile         *file)
{
  for (unsigned int i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->list)); i++)
    {
      GFile *other = vcd_candidate_get_file (vcd_candidates_peek (self, i));

      if (other != NULL && g_file_equal (other, file))
        return TRUE;
    }

  return FALSE;
}

static void
append (VcdCandidates *self,
        VcdCandidate  *candidate)
{
  g_signal_connect_object (candidate, "notify::name",
                           G_CALLBACK (vcd_candidates_update_conflicts), self, G_CONNECT_SWAPPED);
  g_list_store_append (self->list, candidate);
}

static void
take_folder (VcdCandidates     *self,
             VcdCandidateFacts *facts)
{
  if (facts->left_out)
    vcd_candidates_take_note (self, g_strdup_printf (
      ngettext ("In “%s” there is more than is looked at, or too many folders are in one another. "
                "Only %u image is taken.",
                "In “%s” there is more than is looked at, or too many folders are in one another. "
                "Only %u images are taken.", facts->n_images), facts->name, facts->n_images));

  if (facts->entered)
    return;

  g_list_store_append (self->folders, facts->file);
  vcd_candidates_add_in_folders (self, facts->n_images);
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
      take_folder (self, facts);
      return;
    }

  candidate = vcd_candidate_new_for_facts (facts);
  if (facts->problem == VCD_CANDIDATE_GOOD && vcd_candidates_is_queued (self, facts->file))
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
  vcd_candidates_update_conflicts (addition->candidates);

  return dex_future_new_true ();
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
  vcd_candidates_update_conflicts (self);
}
