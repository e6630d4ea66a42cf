/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-source-private.h"

G_BEGIN_DECLS

/* The SHA-256 of a file whose bytes pass by in any order, on any threads, while they are sent. */
typedef struct _VcdSourceHash VcdSourceHash;

VcdSourceHash *vcd_source_hash_new    (void);
void           vcd_source_hash_free   (VcdSourceHash  *self);
/* FALSE if there is a gap before @offset that nobody is filling yet. */
gboolean       vcd_source_hash_feed   (VcdSourceHash  *self,
                                       uint64_t        offset,
                                       const void     *buffer,
                                       size_t          count);
/* Reads and hashes up to what has been fed so far, or with @whole to the file's end. */
gboolean       vcd_source_hash_fill   (VcdSourceHash  *self,
                                       VcdSource      *source,
                                       gboolean        whole,
                                       GError        **error);
/* Whether all up to @size was fed, each byte in its turn. */
gboolean       vcd_source_hash_covers (VcdSourceHash  *self,
                                       uint64_t        size);
/* The digits; only after all was filled. */
char          *vcd_source_hash_finish (VcdSourceHash  *self);

G_END_DECLS
