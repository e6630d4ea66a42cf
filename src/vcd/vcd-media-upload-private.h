/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-catalog-private.h"
#include "vcd-journal-private.h"
#include "vcd-media-upload.h"
#include "vcd-origin-private.h"
#include "vcd-slice-size-private.h"
#include "vcd-source-private.h"
#include "vcd-transfer-private.h"

G_BEGIN_DECLS

/* The inside of VcdMediaUpload, for the files that it is made of: vcd-media-upload.c has the
 * object, vcd-upload-fiber.c its fiber, and the other vcd-upload-*.c the fiber's phases. */

typedef enum
{
  VCD_UPLOAD_OPEN,
  VCD_UPLOAD_DECLARE,
  VCD_UPLOAD_LOCATE,
  VCD_UPLOAD_SEND,
  VCD_UPLOAD_SETTLE,
  VCD_UPLOAD_FINISH,
  VCD_UPLOAD_OVER,
} VcdUploadPhase;

struct _VcdMediaUpload
{
  VcdTransfer        parent_instance;

  /* What is asked for. */
  VcdCatalog        *catalog;
  char              *catalog_href;
  char              *catalog_name;
  char              *media_name;
  char              *description;
  char              *storage_profile;
  VcdConflictPolicy  policy;
  gboolean           record_checksum;
  unsigned           import_limit; /* seconds, or 0 */

  /* Of a copy: what is copied. Else NULL, and there is a file. */
  VcdOrigin         *origin;
  char              *source_name;
  char              *source_catalog_name;

  /* What is found out. */
  VcdImageKind       kind;
  char              *volume_name;
  char              *sha256;

  /* What a later process goes on with. */
  VcdJournalClaim   *claim;
  char              *fingerprint;
  char              *declared_name;
  char              *operation_key;
  char              *media_href;
  char              *item_href;
  char              *old_href;     /* of the image that is being replaced, once that began */
  char              *old_name;     /* what that is called meanwhile */
  gboolean           renamed;      /* after the server was told */
  gboolean           described;

  /* The fiber's. */
  VcdUploadPhase     phase;
  VcdSource         *source;
  gboolean           source_lost;  /* it could not be read: what has become of it the server says */
  gboolean           inherited;    /* an earlier process, or run, declared it; it may be dead */
  gboolean           unanswered;   /* the server was told, and nobody knows what it did */
  gboolean           plain;        /* the type of the image was left out, and may be needed */
  gboolean           restarted;    /* anew, because the server had given it up */
  gboolean           overdue;      /* the import takes longer than anybody wants to wait */
  gboolean           verdict;      /* what went wrong is the server's word on the whole */
  unsigned           number;       /* of the name, where it is numbered */
  unsigned           conflicts;    /* names that were refused */
  char              *task_href;

  uint64_t           offset;       /* where the next slice begins */
  char              *upload_href;
  gboolean           sure;         /* the server said so, or took all before it */
  gboolean           all_sent;
  VcdSliceSize       sizes;
  uint64_t           lagging;      /* what the server said that it has, when that was less */
  gboolean           lagged;
  unsigned           unauthorized;
  gboolean           token_wanted; /* by a server before 9.1, which seldom does */
  gboolean           detour;       /* the API's host in place of the transfer's */
  gboolean           bytes_failed; /* what went wrong went wrong where the bytes travel */
  int64_t            moved_at;     /* when bytes were last taken, in real microseconds */
  unsigned           looks;        /* since the phase began */
  unsigned           gone;         /* looks in a row that found no image */

  DexFuture         *hash;
  gboolean           in_place;     /* it has its final name */
  gboolean           recorded;     /* its SHA-256 is in its metadata, or cannot be */
};

/* The shape that tests give to slices, so that their files can be small. */
void      vcd_media_upload_set_slice_size (VcdMediaUpload   *self,
                                           uint64_t          first,
                                           uint64_t          smallest,
                                           uint64_t          largest);
/* Of either kind, in vcd-media-upload.c. */
VcdMediaUpload *vcd_media_upload_new_named (VcdCatalog      *catalog,
                                            const char      *name);
/* What is copied, by its address, in vcd-media-copy.c. */
VcdMediaUpload *vcd_media_upload_new_copy_of (VcdCatalog    *target,
                                              VcdSession    *session,
                                              const char    *media_href,
                                              const char    *media_name,
                                              const char    *catalog_name);
/* What it is called if nothing else is asked for. */
char           *vcd_media_upload_dup_default_name (VcdMediaUpload *self);
/* An upload as the journal has it; @source is of a copy's own account, else NULL. */
VcdMediaUpload *vcd_media_upload_new_for_claim (VcdCatalog      *catalog,
                                                VcdSession      *source,
                                                VcdJournalClaim *claim);
/* Goes on with what @claim says was begun. */
void      vcd_media_upload_adopt          (VcdMediaUpload   *self,
                                           VcdJournalClaim  *claim);
/* Where it is to be written down; NULL to stop that. */
void      vcd_media_upload_set_claim      (VcdMediaUpload   *self,
                                           VcdJournalClaim  *claim);
VcdJournalClaim *vcd_media_upload_get_claim (VcdMediaUpload *self);
/* What it would be in the journal. */
VcdJournalEntry *vcd_media_upload_dup_entry (VcdMediaUpload *self);

/* The whole of it, and what follows a cancel; both on the fiber. */
gboolean  vcd_upload_work         (VcdTransfer              *transfer,
                                   GError                  **error);
gboolean  vcd_upload_clean_up     (VcdTransfer              *transfer,
                                   GError                  **error);
void      vcd_upload_take_source  (VcdMediaUpload           *self,
                                   VcdSource                *source);

/* What the bytes come from, a file or another image; in vcd-upload-source.c, on the fiber. */
VcdSource *vcd_upload_open_source (VcdMediaUpload           *self,
                                   GError                  **error);
/* Before a slice: it is still what was opened, and can be read where the slice begins. */
gboolean  vcd_upload_prepare_source (VcdMediaUpload         *self,
                                     GError                **error);
/* What is to be thought of @cause (taken), with which reading it failed. */
void      vcd_upload_blame_source (VcdMediaUpload           *self,
                                   GError                   *cause,
                                   GError                  **error);
/* Whether what was opened is really something else by now, and not just out of reach. */
gboolean  vcd_upload_is_other_source (VcdMediaUpload        *self);
/* The upload has come to its end. */
void      vcd_upload_release_source (VcdMediaUpload         *self);

/* For the phases. Each of these is one, or a part of one: on the fiber, FALSE with an error. They
 * may be called again after any error. */
VcdSession *vcd_upload_get_session (VcdMediaUpload          *self);
gboolean  vcd_upload_declare      (VcdMediaUpload           *self,
                                   GError                  **error);
gboolean  vcd_upload_locate       (VcdMediaUpload           *self,
                                   GError                  **error);
gboolean  vcd_upload_send         (VcdMediaUpload           *self,
                                   GError                  **error);
gboolean  vcd_upload_settle       (VcdMediaUpload           *self,
                                   GError                  **error);
gboolean  vcd_upload_finish       (VcdMediaUpload           *self,
                                   GError                  **error);
/* Puts @media, which is complete, in the place of the image that has its name. */
gboolean  vcd_upload_replace      (VcdMediaUpload           *self,
                                   VcdMedia                 *media,
                                   GError                  **error);
/* After that was begun and cannot be finished: the old image gets its name back. */
gboolean  vcd_upload_undo_replace (VcdMediaUpload           *self,
                                   GError                  **error);
/* Leaves nothing of it on the server. Takes a quarter of a minute at most. */
gboolean  vcd_upload_clean        (VcdMediaUpload           *self,
                                   GError                  **error);

/* Writes down how things stand, and waits until that is on the disk. */
gboolean  vcd_upload_record       (VcdMediaUpload           *self,
                                   GError                  **error);
/* The same, without waiting. */
void      vcd_upload_record_soon  (VcdMediaUpload           *self);
/* Where its file is. */
void      vcd_upload_record_place (VcdMediaUpload           *self);
/* That it ended: as something of which there are remains, or as nothing that anybody need know. */
void      vcd_upload_record_end   (VcdMediaUpload           *self,
                                   gboolean                  remains);
void      vcd_upload_record_failure (VcdMediaUpload         *self,
                                     const GError           *cause);
/* Nobody wants it any more; what it left is remembered. */
void      vcd_upload_record_removal (VcdMediaUpload         *self);
/* Asks the server how things stand: sets the phase, offset and place that follow from it. */
gboolean  vcd_upload_look         (VcdMediaUpload           *self,
                                   GError                  **error);
/* Finds what an unanswered request has made. FALSE without an error if there is nothing. */
gboolean  vcd_upload_find_own     (VcdMediaUpload           *self,
                                   GError                  **error);
/* After the server gave it up: all that was known of it there is forgotten. */
void      vcd_upload_forget       (VcdMediaUpload           *self);
void      vcd_upload_take_hrefs   (VcdMediaUpload           *self,
                                   const char               *media_href,
                                   const char               *item_href);
/* At the end: what was changed after the server had been told. FALSE with an error to try again. */
gboolean  vcd_upload_apply_changes (VcdMediaUpload          *self,
                                   VcdMedia                 *media,
                                   GError                  **error);
/* Before what is done to images is to be seen: works in the catalog that the session lists. */
void      vcd_upload_join_catalog (VcdMediaUpload           *self);
/* Puts the image into the catalog's list, with all that is known of it. */
void      vcd_upload_list         (VcdMediaUpload           *self,
                                   const VcdMediaDocument   *document);
gboolean  vcd_upload_is_gone      (const GError             *error);

G_END_DECLS
