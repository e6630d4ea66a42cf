/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "vcd-account.h"
#include "vcd-fiber-private.h"
#include "vcd-media-upload-private.h"
#include "vcd-transfer-queue-private.h"
#include "vcd-worker-private.h"

/* What a queue finds in its journal, and in that of others. */

/* So long an upload that failed may be asked for again. */
#define KEEP_FAILED (7 * 24 * 60 * 60)

static gboolean
matches_media (const VcdJournalEntry *entry,
               gconstpointer          data)
{
  return g_strcmp0 (entry->media_href, data) == 0;
}

/* The same account, catalog, file and name; or image, of a copy. */
static gboolean
matches_entry (const VcdJournalEntry *entry,
               gconstpointer          data)
{
  const VcdJournalEntry *wanted = data;

  return g_strcmp0 (entry->server, wanted->server) == 0 &&
         g_strcmp0 (entry->organization, wanted->organization) == 0 &&
         g_strcmp0 (entry->user, wanted->user) == 0 &&
         g_strcmp0 (entry->catalog_href, wanted->catalog_href) == 0 &&
         g_strcmp0 (entry->file_uri, wanted->file_uri) == 0 &&
         g_strcmp0 (entry->source_server, wanted->source_server) == 0 &&
         g_strcmp0 (entry->source_organization, wanted->source_organization) == 0 &&
         g_strcmp0 (entry->source_user, wanted->source_user) == 0 &&
         g_strcmp0 (entry->source_href, wanted->source_href) == 0 &&
         g_strcmp0 (entry->name, wanted->name) == 0;
}

void
vcd_transfer_queue_write_down (VcdTransferQueue *self,
                               VcdTransfer      *transfer)
{
  VcdMediaUpload *upload = VCD_IS_MEDIA_UPLOAD (transfer) ? VCD_MEDIA_UPLOAD (transfer) : NULL;
  g_autoptr (VcdJournalClaim) claim = NULL;

  if (upload == NULL || vcd_media_upload_get_claim (upload) != NULL ||
      vcd_transfer_is_final (transfer))
    return;

  claim = vcd_journal_create (vcd_transfer_queue_get_journal (self),
                              vcd_media_upload_dup_entry (upload));
  if (claim != NULL)
    vcd_media_upload_set_claim (upload, claim);
}

/**
 * vcd_transfer_queue_adopt:
 * @self: a queue
 * @upload: an upload that is in no queue
 *
 * Looks into the journal for an unfinished upload of the same account, catalog, file (of a copy:
 * image) and name, that no living process works on. If there is one, @upload goes on where that
 * was, or cleans up after it if the file has changed since. To be called before the upload is
 * added.
 *
 * Returns: whether there was one that had begun
 */
gboolean
vcd_transfer_queue_adopt (VcdTransferQueue *self,
                          VcdMediaUpload   *upload)
{
  g_autoptr (VcdJournalEntry) wanted = NULL;
  g_autoptr (GPtrArray) claims = NULL;

  g_return_val_if_fail (VCD_IS_TRANSFER_QUEUE (self), FALSE);
  g_return_val_if_fail (VCD_IS_MEDIA_UPLOAD (upload), FALSE);

  wanted = vcd_media_upload_dup_entry (upload);
  claims = vcd_journal_claim_all (vcd_transfer_queue_get_journal (self), matches_entry, wanted);
  if (claims->len == 0)
    return FALSE;

  vcd_media_upload_adopt (upload, claims->pdata[0]);

  return vcd_journal_claim_get_entry (claims->pdata[0])->operation_key != NULL;
}

/**
 * vcd_transfer_queue_is_claimed:
 * @self: a queue
 * @media_href: where the server keeps an image
 *
 * Tells whether a living process works on the upload of that image, as far as the journal knows.
 *
 * Returns: whether one does
 */
gboolean
vcd_transfer_queue_is_claimed (VcdTransferQueue *self,
                               const char       *media_href)
{
  g_return_val_if_fail (VCD_IS_TRANSFER_QUEUE (self), FALSE);
  g_return_val_if_fail (media_href != NULL, FALSE);

  return vcd_journal_is_claimed (vcd_transfer_queue_get_journal (self), matches_media, media_href);
}

/**
 * vcd_transfer_queue_discard:
 * @self: a queue
 * @media_href: where the server keeps an image
 *
 * Makes the journal forget the upload of that image.
 *
 * Returns: %FALSE if a living process works on it
 */
gboolean
vcd_transfer_queue_discard (VcdTransferQueue *self,
                            const char       *media_href)
{
  g_autoptr (GPtrArray) claims = NULL;

  g_return_val_if_fail (VCD_IS_TRANSFER_QUEUE (self), FALSE);
  g_return_val_if_fail (media_href != NULL, FALSE);

  if (vcd_transfer_queue_is_claimed (self, media_href))
    return FALSE;

  claims = vcd_journal_claim_all (vcd_transfer_queue_get_journal (self), matches_media, media_href);
  for (unsigned i = 0; i < claims->len; i++)
    dex_future_disown (vcd_journal_claim_remove (claims->pdata[i]));

  return TRUE;
}

/**
 * vcd_transfer_queue_set_keep_failed:
 * @self: a queue
 * @keep_failed: whether they are kept
 *
 * Sets whether the journal keeps uploads that fail, with the reason, for a week. They come back by
 * [method@Vcd.TransferQueue.restore_async] as they were, to be retried or removed by a person. It
 * holds for uploads that are added, adopted or restored from now on.
 *
 * Else only what a failed upload has left on the server is known, to whoever asks for the same
 * upload again.
 */
void
vcd_transfer_queue_set_keep_failed (VcdTransferQueue *self,
                                    gboolean          keep_failed)
{
  g_return_if_fail (VCD_IS_TRANSFER_QUEUE (self));

  vcd_journal_set_keep_failed (vcd_transfer_queue_get_journal (self), keep_failed);
}

/* A restore on its way. */
typedef struct
{
  VcdTransferQueue *queue;
  VcdSessionLookup  lookup;
  gpointer          lookup_data;
  GDestroyNotify    lookup_destroy;
  DexPromise       *found;
  GPtrArray        *claims;
} VcdRestore;

static void
vcd_restore_free (gpointer data)
{
  VcdRestore *restore = data;

  if (restore->lookup_destroy != NULL)
    restore->lookup_destroy (restore->lookup_data);

  g_object_unref (restore->queue);
  dex_unref (restore->found);
  g_clear_pointer (&restore->claims, g_ptr_array_unref);
  g_free (restore);
}

static void
vcd_restore_find (gpointer data)
{
  VcdRestore *restore = data;

  restore->claims = vcd_journal_claim_all (vcd_transfer_queue_get_journal (restore->queue), NULL,
                                           NULL);
  dex_promise_resolve_boolean (restore->found, TRUE);
}

/* The catalog as the session knows it, if it does already. */
static VcdCatalog *
find_catalog (VcdSession            *session,
              const VcdJournalEntry *entry)
{
  GListModel *catalogs = vcd_session_get_catalogs (session);

  for (unsigned i = 0; i < g_list_model_get_n_items (catalogs); i++)
    {
      g_autoptr (VcdCatalog) catalog = g_list_model_get_item (catalogs, i);

      if (g_strcmp0 (vcd_catalog_get_href (catalog), entry->catalog_href) == 0)
        return g_steal_pointer (&catalog);
    }

  return vcd_catalog_new_for_href (session, entry->catalog_href, entry->catalog_name);
}

/* Of one that failed: whether it is to be seen once more. */
static gboolean
vcd_restore_is_wanted (VcdRestore      *restore,
                       VcdJournalClaim *claim)
{
  const VcdJournalEntry *entry = vcd_journal_claim_get_entry (claim);

  if (g_get_real_time () / G_USEC_PER_SEC - entry->created > KEEP_FAILED)
    {
      dex_future_disown (vcd_journal_claim_remove (claim));
      return FALSE;
    }

  return entry->failure != NULL &&
         vcd_journal_get_keep_failed (vcd_transfer_queue_get_journal (restore->queue));
}

static gboolean
vcd_restore_one (VcdRestore      *restore,
                 VcdJournalClaim *claim)
{
  const VcdJournalEntry *entry = vcd_journal_claim_get_entry (claim);
  g_autoptr (GError) failure = vcd_journal_entry_dup_failure (entry);
  g_autoptr (VcdSession) session = NULL;
  g_autoptr (VcdSession) source = NULL;
  g_autoptr (VcdCatalog) catalog = NULL;
  g_autoptr (VcdMediaUpload) upload = NULL;

  /* Nobody wants it to fail again by itself; who wants it asks for it. */
  if (entry->failed && !vcd_restore_is_wanted (restore, claim))
    return FALSE;

  session = restore->lookup (entry->server, entry->organization, entry->user,
                             restore->lookup_data);
  /* Asked for in any case: some only want to know which accounts there are. */
  if (entry->source_href != NULL)
    source = restore->lookup (entry->source_server, entry->source_organization,
                              entry->source_user, restore->lookup_data);

  if (session == NULL || (source == NULL && entry->source_href != NULL))
    return FALSE;

  catalog = find_catalog (session, entry);
  upload = vcd_media_upload_new_for_claim (catalog, source, claim);
  if (failure != NULL)
    vcd_transfer_set_failed (VCD_TRANSFER (upload), failure);
  vcd_transfer_queue_add (restore->queue, VCD_TRANSFER (upload));

  return TRUE;
}

static DexFuture *
vcd_restore_fiber (gpointer      data,
                   GCancellable *cancellable)
{
  VcdRestore *restore = data;
  int n_restored = 0;

  /* The thread uses what is in here, and is not waited for with a limit. */
  vcd_worker_run (vcd_restore_find, restore);
  dex_await (dex_ref (restore->found), NULL);

  for (unsigned i = 0; i < restore->claims->len && !g_cancellable_is_cancelled (cancellable); i++)
    if (vcd_restore_one (restore, restore->claims->pdata[i]))
      n_restored++;

  return dex_future_new_for_int (n_restored);
}

/**
 * vcd_transfer_queue_restore_async:
 * @self: a queue
 * @lookup: (scope notified) (closure lookup_data) (destroy lookup_destroy): finds sessions
 * @lookup_data: for @lookup
 * @lookup_destroy: (nullable): frees @lookup_data
 * @cancellable: (nullable): to stop it
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Adds the uploads that an earlier process could not finish, the oldest first. They go on where the
 * server is; those that their user had paused stay so. Those that another living process works on,
 * and those that failed, stay as they are, unless [method@Vcd.TransferQueue.set_keep_failed] says
 * otherwise; but what failed because its file could not be read is tried again.
 *
 * Of a copy @lookup is asked for both accounts, and has to find both: else it stays, too.
 */
void
vcd_transfer_queue_restore_async (VcdTransferQueue    *self,
                                  VcdSessionLookup     lookup,
                                  gpointer             lookup_data,
                                  GDestroyNotify       lookup_destroy,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  VcdRestore *restore;

  g_return_if_fail (VCD_IS_TRANSFER_QUEUE (self));
  g_return_if_fail (lookup != NULL);

  restore = g_new0 (VcdRestore, 1);
  restore->queue = g_object_ref (self);
  restore->lookup = lookup;
  restore->lookup_data = lookup_data;
  restore->lookup_destroy = lookup_destroy;
  restore->found = dex_promise_new ();

  vcd_async_run (self, cancellable, callback, user_data,
                 vcd_fiber_spawn (vcd_restore_fiber, restore, vcd_restore_free));
}

/**
 * vcd_transfer_queue_restore_finish:
 * @self: a queue
 * @result: what the callback got
 * @error: a place for an error: only `G_IO_ERROR_CANCELLED`
 *
 * Returns: how many uploads were added
 */
unsigned int
vcd_transfer_queue_restore_finish (VcdTransferQueue  *self,
                                   GAsyncResult      *result,
                                   GError           **error)
{
  gssize n_restored;

  g_return_val_if_fail (VCD_IS_TRANSFER_QUEUE (self), 0);

  n_restored = g_task_propagate_int (G_TASK (result), error);

  return n_restored > 0 ? (unsigned) n_restored : 0;
}
