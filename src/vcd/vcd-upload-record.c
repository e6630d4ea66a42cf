/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "vcd-account.h"
#include "vcd-error.h"
#include "vcd-media-upload-private.h"

/* What the journal knows of an upload. */

static void
fill_entry (VcdMediaUpload  *self,
            VcdJournalEntry *entry)
{
  VcdTransfer *transfer = VCD_TRANSFER (self);

  g_set_str (&entry->name, self->media_name);
  g_set_str (&entry->description, self->description);
  entry->renamed = self->renamed;
  entry->described = self->described;
  g_set_str (&entry->fingerprint, self->fingerprint);
  g_set_str (&entry->declared_name, self->declared_name);
  g_set_str (&entry->operation_key, self->operation_key);
  g_set_str (&entry->media_href, self->media_href);
  g_set_str (&entry->item_href, self->item_href);
  g_set_str (&entry->old_href, self->old_href);
  g_set_str (&entry->old_name, self->old_name);
  entry->confirmed = vcd_transfer_get_confirmed (transfer);
  entry->paused = vcd_transfer_get_control (transfer)->lasting;
}

/* What is sent: a file, or an image that some account can read. */
static void
fill_source (VcdMediaUpload  *self,
             VcdJournalEntry *entry)
{
  VcdAccount *account;

  if (self->origin == NULL)
    {
      entry->file_uri = g_file_get_uri (vcd_transfer_get_file (VCD_TRANSFER (self)));
      return;
    }

  account = vcd_session_get_account (self->origin->session);
  entry->source_server = g_strdup (vcd_account_get_server (account));
  entry->source_organization = g_strdup (vcd_account_get_organization (account));
  entry->source_user = g_strdup (vcd_account_get_user (account));
  entry->source_href = g_strdup (self->origin->media_href);
  entry->source_name = g_strdup (self->source_name);
  entry->source_catalog_name = g_strdup (self->source_catalog_name);
}

VcdJournalEntry *
vcd_media_upload_dup_entry (VcdMediaUpload *self)
{
  VcdTransfer *transfer = VCD_TRANSFER (self);
  VcdAccount *account = vcd_session_get_account (vcd_transfer_get_session (transfer));
  VcdJournalEntry *entry = vcd_journal_entry_new ();

  entry->id = g_strdup (vcd_transfer_get_id (transfer));
  entry->server = g_strdup (vcd_account_get_server (account));
  entry->organization = g_strdup (vcd_account_get_organization (account));
  entry->user = g_strdup (vcd_account_get_user (account));
  entry->catalog_href = g_strdup (self->catalog_href);
  entry->catalog_name = g_strdup (self->catalog_name);
  fill_source (self, entry);
  entry->storage_profile = g_strdup (self->storage_profile);
  entry->policy = self->policy;
  entry->record_checksum = self->record_checksum;
  entry->created = g_get_real_time () / G_USEC_PER_SEC;
  fill_entry (self, entry);

  return entry;
}

static DexFuture *
vcd_upload_save (VcdMediaUpload *self)
{
  VcdJournalEntry *entry = vcd_journal_claim_get_entry (self->claim);

  entry->failed = FALSE;
  g_clear_pointer (&entry->failure, g_free);
  g_clear_pointer (&entry->failure_kind, g_free);
  fill_entry (self, entry);

  return vcd_journal_claim_save (self->claim);
}

gboolean
vcd_upload_record (VcdMediaUpload  *self,
                   GError         **error)
{
  if (self->claim == NULL)
    return TRUE;

  return dex_await (vcd_transfer_unless_stopped (VCD_TRANSFER (self), vcd_upload_save (self)),
                    error);
}

void
vcd_upload_record_soon (VcdMediaUpload *self)
{
  if (self->claim != NULL)
    dex_future_disown (vcd_upload_save (self));
}

void
vcd_upload_record_place (VcdMediaUpload *self)
{
  VcdJournalEntry *entry;

  if (self->claim == NULL)
    return;

  entry = vcd_journal_claim_get_entry (self->claim);
  g_free (entry->file_uri);
  entry->file_uri = g_file_get_uri (vcd_transfer_get_file (VCD_TRANSFER (self)));
  fill_entry (self, entry);
  dex_future_disown (vcd_journal_claim_save (self->claim));
}

/* Of what failed: whether there may be something on the server that is to be cleaned away, or gone
 * on with. */
static gboolean
has_remains (VcdMediaUpload *self)
{
  return self->media_href != NULL || self->item_href != NULL || self->old_href != NULL ||
         self->unanswered;
}

void
vcd_upload_record_removal (VcdMediaUpload *self)
{
  VcdJournalEntry *entry;

  if (self->claim == NULL)
    return;

  entry = vcd_journal_claim_get_entry (self->claim);
  entry->failed = TRUE;
  g_clear_pointer (&entry->failure, g_free);
  g_clear_pointer (&entry->failure_kind, g_free);
  dex_future_disown (has_remains (self) ? vcd_journal_claim_save (self->claim)
                                        : vcd_journal_claim_remove (self->claim));
}

static void
end (VcdMediaUpload *self,
     gboolean        keep)
{
  DexFuture *future = keep ? vcd_journal_claim_save (self->claim)
                           : vcd_journal_claim_remove (self->claim);

  dex_await (vcd_transfer_unless_stopped (VCD_TRANSFER (self), future), NULL);
  if (!keep)
    g_clear_object (&self->claim);
}

void
vcd_upload_record_end (VcdMediaUpload *self,
                       gboolean        remains)
{
  if (self->claim == NULL)
    return;

  fill_entry (self, vcd_journal_claim_get_entry (self->claim));
  vcd_journal_claim_get_entry (self->claim)->failed = remains;
  end (self, remains);
}

static void
record_cause (VcdJournalEntry *entry,
              const GError    *cause)
{
  g_autofree char *message = vcd_transfer_conceal (cause->message);

  vcd_journal_entry_set_failure (entry, cause->domain == VCD_ERROR ? cause->code : VCD_ERROR_SERVER,
                                 message);
}

/* What lacks its file may have it later, or be told where it is. */
void
vcd_upload_record_failure (VcdMediaUpload *self,
                           const GError   *cause)
{
  VcdJournalEntry *entry;
  gboolean keep;

  if (self->claim == NULL)
    return;

  entry = vcd_journal_claim_get_entry (self->claim);
  keep = vcd_journal_claim_keeps_failed (self->claim);
  fill_entry (self, entry);
  entry->failed = !g_error_matches (cause, VCD_ERROR, VCD_ERROR_FILE);
  if (keep && entry->failed)
    record_cause (entry, cause);
  end (self, keep || has_remains (self));
}

void
vcd_media_upload_adopt (VcdMediaUpload  *self,
                        VcdJournalClaim *claim)
{
  VcdTransfer *transfer = VCD_TRANSFER (self);
  const VcdJournalEntry *entry = vcd_journal_claim_get_entry (claim);

  g_set_str (&self->fingerprint, entry->fingerprint);
  g_set_str (&self->declared_name, entry->declared_name);
  g_set_str (&self->operation_key, entry->operation_key);
  vcd_upload_take_hrefs (self, entry->media_href, entry->item_href);
  g_set_str (&self->old_href, entry->old_href);
  g_set_str (&self->old_name, entry->old_name);
  vcd_transfer_set_id (transfer, entry->id);
  vcd_transfer_set_confirmed (transfer, entry->confirmed);
  self->renamed = entry->renamed;
  self->described = entry->described;
  if (self->declared_name != NULL && self->policy != VCD_CONFLICT_REPLACE && !self->renamed)
    vcd_transfer_set_name (transfer, self->declared_name);
  g_set_object (&self->claim, claim);
}

void
vcd_media_upload_set_claim (VcdMediaUpload  *self,
                            VcdJournalClaim *claim)
{
  g_set_object (&self->claim, claim);
  vcd_upload_record_soon (self);
}

VcdJournalClaim *
vcd_media_upload_get_claim (VcdMediaUpload *self)
{
  return self->claim;
}

static VcdMediaUpload *
vcd_media_upload_new_for_entry (VcdCatalog            *catalog,
                                VcdSession            *source,
                                const VcdJournalEntry *entry)
{
  g_autoptr (GFile) file = NULL;

  if (entry->source_href != NULL)
    return vcd_media_upload_new_copy_of (catalog, source, entry->source_href, entry->source_name,
                                         entry->source_catalog_name);

  file = g_file_new_for_uri (entry->file_uri);

  return vcd_media_upload_new (catalog, file);
}

VcdMediaUpload *
vcd_media_upload_new_for_claim (VcdCatalog      *catalog,
                                VcdSession      *source,
                                VcdJournalClaim *claim)
{
  const VcdJournalEntry *entry = vcd_journal_claim_get_entry (claim);
  VcdMediaUpload *self = vcd_media_upload_new_for_entry (catalog, source, entry);

  vcd_media_upload_set_media_name (self, entry->name);
  vcd_media_upload_set_description (self, entry->description);
  vcd_media_upload_set_storage_profile (self, entry->storage_profile);
  vcd_media_upload_set_conflict_policy (self, entry->policy);
  vcd_media_upload_set_record_checksum (self, entry->record_checksum);
  vcd_media_upload_adopt (self, claim);
  if (entry->paused)
    vcd_transfer_pause (VCD_TRANSFER (self));

  return self;
}
