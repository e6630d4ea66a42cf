/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libdex.h>

#include "vcd-types.h"

G_BEGIN_DECLS

/* A local file that is being sent: opened once, its size and time of change remembered, its SHA-256
 * computed as its bytes are read for sending. */
#define VCD_TYPE_SOURCE (vcd_source_get_type ())

G_DECLARE_FINAL_TYPE (VcdSource, vcd_source, VCD, SOURCE, GObject)

/* Resolves to a VcdSource; rejects with VCD_ERROR_FILE (not there, unreadable, a directory, not
 * regular, empty). Looks at the file on a thread. */
DexFuture    *vcd_source_open            (GFile       *file);
GFile        *vcd_source_get_file        (VcdSource   *self);
uint64_t      vcd_source_get_size        (VcdSource   *self);
VcdImageKind  vcd_source_get_kind        (VcdSource   *self);
const char   *vcd_source_get_volume_name (VcdSource   *self);
/* Size, time of change, inode and a digest of the first bytes, as one string for the journal. */
const char   *vcd_source_get_fingerprint (VcdSource   *self);
/* Resolves to TRUE; rejects with VCD_ERROR_FILE_CHANGED with a plain sentence. */
DexFuture    *vcd_source_check           (VcdSource   *self);
/* Resolves to the SHA-256 of the whole file as lower-case hexadecimal digits. Reads only what no
 * slice has read before, which after a resumed upload is what an earlier process had sent. */
DexFuture    *vcd_source_hash            (VcdSource   *self);

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
/* Whether the file is still the one that was opened; what vcd_source_check() asks on a thread. */
gboolean      vcd_source_verify          (VcdSource   *self,
                                          GError     **error);
/* Takes bytes that were just read into the SHA-256, if their turn has come. Bytes that come too
 * early are read again by a thread that catches up; those that came before are ignored. */
void          vcd_source_feed            (VcdSource   *self,
                                          uint64_t     offset,
                                          const void  *buffer,
                                          size_t       count);

G_END_DECLS
