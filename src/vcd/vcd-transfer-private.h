/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-transfer.h"
#include "vcd-wire-private.h"

G_BEGIN_DECLS

/* The base class is written with its first subclass; its virtual functions and protected setters
 * stand here. */

struct _VcdTransferClass
{
  GObjectClass parent_class;

  /* The whole of the transfer as a future: resolves at a final state. */
  DexFuture *(*run) (VcdTransfer *self);
};

G_END_DECLS
