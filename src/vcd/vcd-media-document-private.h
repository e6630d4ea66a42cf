/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-media.h"
#include "vcd-task-private.h"

G_BEGIN_DECLS

/* What a Media document says, as far as an upload or a download needs it. */
typedef struct
{
  char           *href;
  char           *item_href;   /* of its catalog item, or NULL */
  char           *name;
  char           *description;
  char           *image_type;
  char           *owner;
  char           *storage_profile;
  char           *edit_href;
  char           *remove_href;
  char           *enable_href;
  char           *disable_href;
  char           *metadata_href;
  uint64_t        size;
  int             status_code; /* as the server numbers it */
  VcdMediaStatus  status;
  VcdTask        *task;        /* the running one before a finished one, or NULL */
  gboolean        has_file;    /* Files/File is there */
  uint64_t        file_size;
  uint64_t        transferred;
  char           *upload_href;
  char           *download_href;
} VcdMediaDocument;

VcdMediaDocument *vcd_media_document_new  (VcdElement       *media);
void              vcd_media_document_free (VcdMediaDocument *self);

/* What a reply to creating media says: a CatalogItem, or (old servers) the Media itself. */
typedef struct
{
  char    *item_href;
  char    *media_href;
  VcdTask *task;
} VcdMediaCreated;

VcdMediaCreated *vcd_media_created_new  (VcdReply         *reply,
                                         GError          **error);
void             vcd_media_created_free (VcdMediaCreated  *self);

/* Resolves to a VcdMediaDocument (boxed pointer, owned by the future; take a copy of what you need
 * by awaiting with vcd_media_document_await()). */
DexFuture        *vcd_media_document_load  (VcdSession  *session,
                                            const char  *href);
VcdMediaDocument *vcd_media_document_await (DexFuture   *future,
                                            GError     **error);

/* The body of a Media description; everything but @name may be NULL or 0. */
GBytes *vcd_media_document_write (const char *name,
                                  const char *description,
                                  const char *image_type,
                                  uint64_t    size,
                                  const char *storage_profile_href,
                                  const char *operation_key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcdMediaDocument, vcd_media_document_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcdMediaCreated, vcd_media_created_free)

G_END_DECLS
