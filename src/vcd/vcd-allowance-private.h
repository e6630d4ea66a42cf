/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-limiter-private.h"

G_BEGIN_DECLS

/* What may move now where several limiters have to agree. For one thread. */
typedef struct _VcdAllowance VcdAllowance;

VcdAllowance *vcd_allowance_new  (void);
void          vcd_allowance_free (VcdAllowance *self);
void          vcd_allowance_add  (VcdAllowance *self,
                                  VcdLimiter   *limiter);
/* How much of @wanted all limiters allow; when it is 0, @delay is the time in microseconds after
 * which to ask again. */
size_t        vcd_allowance_ask  (VcdAllowance *self,
                                  size_t        wanted,
                                  int64_t      *delay);
/* Of what was allowed so much was moved; the rest stays. */
void          vcd_allowance_use  (VcdAllowance *self,
                                  size_t        length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcdAllowance, vcd_allowance_free)

G_END_DECLS
