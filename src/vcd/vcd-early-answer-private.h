/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-http-private.h"

G_BEGIN_DECLS

/* A server's answer to a request that it did not read to its end. */
typedef struct _VcdEarlyAnswer VcdEarlyAnswer;

VcdEarlyAnswer *vcd_early_answer_new         (void);
void            vcd_early_answer_free        (VcdEarlyAnswer *self);
/* Takes what is there, without waiting. Whether something of an answer has come so far. */
gboolean        vcd_early_answer_read        (VcdEarlyAnswer *self,
                                              GIOStream      *connection);
/* Whether all of it is there. */
gboolean        vcd_early_answer_is_complete (VcdEarlyAnswer *self);
/* NULL if not even the headers have come. */
VcdReply       *vcd_early_answer_make_reply  (VcdEarlyAnswer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcdEarlyAnswer, vcd_early_answer_free)

G_END_DECLS
