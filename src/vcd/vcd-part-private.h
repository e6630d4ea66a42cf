/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libdex.h>

#include "vcd-types.h"

G_BEGIN_DECLS

/* A download that is not complete: `NAME.part` beside its target, and `NAME.part.info`, which says
 * what it is a part of. All of this is done on a thread. */
#define VCD_TYPE_PART (vcd_part_get_type ())

G_DECLARE_FINAL_TYPE (VcdPart, vcd_part, VCD, PART, GObject)

VcdPart   *vcd_part_new     (GFile      *target);
GFile     *vcd_part_get_file (VcdPart   *self);
/* Resolves to TRUE if there is nothing at the target; rejects with VCD_ERROR_FILE. */
DexFuture *vcd_part_check   (VcdPart    *self);
/* Makes it a part of @media_href, which has @size bytes: what is there of something else goes.
 * Resolves to how many bytes there are, as a uint64. */
DexFuture *vcd_part_begin   (VcdPart    *self,
                             const char *media_href,
                             uint64_t    size);
/* Resolves to TRUE when it is the target; nothing is ever overwritten. */
DexFuture *vcd_part_finish  (VcdPart    *self);
/* Resolves to TRUE when nothing of it is left. */
DexFuture *vcd_part_discard (VcdPart    *self);

G_END_DECLS
