/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libdex.h>

#include "vcd-error.h"

G_BEGIN_DECLS

/* What a later process has to know to go on with an upload. There is no secret in it. */
typedef struct
{
  char              *id;
  char              *server;
  char              *organization;
  char              *user;
  char              *catalog_href;
  char              *catalog_name;
  char              *file_uri;        /* NULL of a copy, which has the next ones */
  char              *source_server;
  char              *source_organization;
  char              *source_user;
  char              *source_href;     /* of the image */
  char              *source_name;
  char              *source_catalog_name;
  char              *fingerprint;     /* NULL before the file was opened */
  char              *name;            /* as it was asked for */
  char              *declared_name;   /* as the server was told; NULL before */
  char              *description;
  char              *storage_profile;
  VcdConflictPolicy  policy;
  gboolean           record_checksum;
  gboolean           renamed;         /* after the server was told; it is to be told again */
  gboolean           described;
  char              *operation_key;   /* NULL before the server was told */
  char              *media_href;
  char              *item_href;
  char              *old_href;        /* of the image that is being replaced, once that began */
  char              *old_name;        /* what that is called meanwhile */
  uint64_t           confirmed;
  int64_t            created;         /* seconds since 1970 */
  gboolean           paused;          /* by its user */
  gboolean           failed;          /* for good: nobody goes on with it unasked */
  char              *failure;         /* why, for who is to see it again; NULL if nobody is */
  char              *failure_kind;    /* the nick of a VcdError */
} VcdJournalEntry;

VcdJournalEntry *vcd_journal_entry_new   (void);
void             vcd_journal_entry_free  (VcdJournalEntry  *self);
/* What is not such an entry, or a hostile one, gives VCD_ERROR_INVALID; one of a later version
 * gives VCD_ERROR_NOT_SUPPORTED. */
VcdJournalEntry *vcd_journal_entry_parse (GBytes           *bytes,
                                          GError          **error);
GBytes          *vcd_journal_entry_write (const VcdJournalEntry *self);
void             vcd_journal_entry_set_failure (VcdJournalEntry *self,
                                                VcdError         kind,
                                                const char      *message);
/* NULL if nobody is to see it. */
GError          *vcd_journal_entry_dup_failure (const VcdJournalEntry *self);

/* A file for each upload that is not done, in one directory that several processes share. */
typedef struct _VcdJournal VcdJournal;

/* An entry that belongs to this process, as long as this lives. */
#define VCD_TYPE_JOURNAL_CLAIM (vcd_journal_claim_get_type ())

G_DECLARE_FINAL_TYPE (VcdJournalClaim, vcd_journal_claim, VCD, JOURNAL_CLAIM, GObject)

typedef gboolean (*VcdJournalMatch) (const VcdJournalEntry *entry,
                                     gconstpointer          data);

/* All of these look into the directory at once, for they are small. */
VcdJournal      *vcd_journal_new         (GFile            *directory);
void             vcd_journal_free        (VcdJournal       *self);
/* Whether entries made or claimed from now on stay when their upload fails, with the reason. */
void             vcd_journal_set_keep_failed (VcdJournal   *self,
                                              gboolean      keep_failed);
gboolean         vcd_journal_get_keep_failed (VcdJournal   *self);
/* A new entry (taken); it is not on the disk before it is saved. NULL where there can be none. */
VcdJournalClaim *vcd_journal_create      (VcdJournal       *self,
                                          VcdJournalEntry  *entry);
/* The entries that nobody owns, as claims, the oldest first. @match may be NULL. */
GPtrArray       *vcd_journal_claim_all   (VcdJournal       *self,
                                          VcdJournalMatch   match,
                                          gconstpointer     data);
/* Whether a process that lives, this one too, owns a matching entry. */
gboolean         vcd_journal_is_claimed  (VcdJournal       *self,
                                          VcdJournalMatch   match,
                                          gconstpointer     data);

/* May be changed, on the main context; what is changed is kept when it is saved. */
VcdJournalEntry *vcd_journal_claim_get_entry (VcdJournalClaim *self);
gboolean         vcd_journal_claim_keeps_failed (VcdJournalClaim *self);
/* Resolves to TRUE when it is on the disk; that it cannot be written is said, and no error. */
DexFuture       *vcd_journal_claim_save      (VcdJournalClaim *self);
/* Resolves to TRUE when it is gone for ever. */
DexFuture       *vcd_journal_claim_remove    (VcdJournalClaim *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcdJournalEntry, vcd_journal_entry_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcdJournal, vcd_journal_free)

G_END_DECLS
