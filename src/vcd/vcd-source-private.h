/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libdex.h>

#include "vcd-types.h"

G_BEGIN_DECLS

/* Where the bytes of an upload come from: a local file, or an image in another catalog. Its size is
 * fixed when it is opened, and its SHA-256 is computed as its bytes are read for sending. */
#define VCD_TYPE_SOURCE (vcd_source_get_type ())

G_DECLARE_DERIVABLE_TYPE (VcdSource, vcd_source, VCD, SOURCE, GObject)

/* How much of the start goes into a fingerprint; more than VCD_IMAGE_HEAD. */
#define VCD_SOURCE_HEAD (1024 * 1024)

/* What the kinds of sources do in their own ways. All but rest() block, and are called on threads
 * that wait for them. */
struct _VcdSourceClass
{
  GObjectClass parent_class;

  /* All of @count bytes, or an error. */
  gboolean (*read)    (VcdSource   *self,
                       uint64_t     offset,
                       void        *buffer,
                       size_t       count,
                       GError     **error);
  /* Whether it is still what was opened. */
  gboolean (*verify)  (VcdSource   *self,
                       GError     **error);
  /* May be NULL: makes what lies at @offset ready to be read at once. */
  gboolean (*prepare) (VcdSource   *self,
                       uint64_t     offset,
                       GError     **error);
  /* May be NULL: bytes that were just read, and are on their way. */
  void     (*feed)    (VcdSource   *self,
                       uint64_t     offset,
                       const void  *buffer,
                       size_t       count);
  /* The SHA-256 of the whole as lower-case hexadecimal digits. */
  char    *(*digest)  (VcdSource   *self,
                       GError     **error);
  /* May be NULL: nobody reads for a while, and who is reading is to end. */
  void     (*rest)    (VcdSource   *self);
};

/* Resolves to a VcdSource; rejects with VCD_ERROR_FILE (not there, unreadable, a directory, not
 * regular, empty). Looks at the file on a thread. */
DexFuture    *vcd_source_open            (GFile       *file);
uint64_t      vcd_source_get_size        (VcdSource   *self);
VcdImageKind  vcd_source_get_kind        (VcdSource   *self);
const char   *vcd_source_get_volume_name (VcdSource   *self);
/* What it is, its size and a digest of the first bytes, as one string for the journal. */
const char   *vcd_source_get_fingerprint (VcdSource   *self);
/* Resolves to TRUE once what lies at @offset can be read at once; rejects with
 * VCD_ERROR_FILE_CHANGED with a plain sentence if it is not what was opened. */
DexFuture    *vcd_source_prepare         (VcdSource   *self,
                                          uint64_t     offset);
/* Resolves to the SHA-256 of the whole as lower-case hexadecimal digits. Of a file this reads what
 * no slice has read before, which after a resumed upload is what an earlier process had sent. */
DexFuture    *vcd_source_hash            (VcdSource   *self);
/* Nobody reads for a while: what is kept open for it is closed, and who waits for bytes gets an
 * error. */
void          vcd_source_rest            (VcdSource   *self);
/* Whether reading it has failed since this was asked last. */
gboolean      vcd_source_take_fault      (VcdSource   *self);

/* For comparisons: whether bytes are hashed while they are sent, or read again for it. */
void          vcd_source_set_hashing     (VcdSource   *self,
                                          gboolean     hashing);

/* The rest blocks, and is for the threads that read ahead. */

/* All of @count bytes at @offset, or an error: a file that ends before is one that changed. */
gboolean      vcd_source_read            (VcdSource   *self,
                                          uint64_t     offset,
                                          void        *buffer,
                                          size_t       count,
                                          GError     **error);
/* Whether it is still the one that was opened; what vcd_source_prepare() asks on a thread. */
gboolean      vcd_source_verify          (VcdSource   *self,
                                          GError     **error);
/* Takes bytes that were just read into the SHA-256, if their turn has come. Bytes of a file that
 * come too early are read again by a thread that catches up; those that came before are ignored. */
void          vcd_source_feed            (VcdSource   *self,
                                          uint64_t     offset,
                                          const void  *buffer,
                                          size_t       count);

/* For the kinds. */

typedef gboolean (*VcdSourceWork) (VcdSource  *self,
                                   uint64_t    offset,
                                   GError    **error);

/* Runs @work on a thread; resolves to the source. */
DexFuture    *vcd_source_open_with       (VcdSource     *self,
                                          VcdSourceWork  work);
/* Once, when it is opened: looks at what it begins with. @mark is what else tells it from another
 * one, for the fingerprint. */
void          vcd_source_take_head       (VcdSource   *self,
                                          uint64_t     size,
                                          const char  *mark,
                                          const void  *head,
                                          size_t       length);

G_END_DECLS
