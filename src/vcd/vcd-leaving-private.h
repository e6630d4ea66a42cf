/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libdex.h>

#include "vcd-session.h"

G_BEGIN_DECLS

/* Sessions on their way out: what a program waits for before it ends. */
typedef struct _VcdLeaving VcdLeaving;

VcdLeaving *vcd_leaving_new  (void);
/* Those that are still under way go on. */
void        vcd_leaving_free (VcdLeaving *self);
void        vcd_leaving_add  (VcdLeaving *self,
                              VcdSession *session);
/* Whether all servers have been told; those that take too long are given up. */
DexFuture  *vcd_leaving_wait (VcdLeaving *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcdLeaving, vcd_leaving_free)

G_END_DECLS
