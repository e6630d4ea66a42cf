/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libdex.h>

G_BEGIN_DECLS

typedef DexFuture *(*VcdFiberFunc) (gpointer      data,
                                    GCancellable *cancellable);

/* Runs @func on a fiber of the main context. Whoever discards the future that this returns cancels
 * @cancellable, and the fiber ends by itself at its next wait. A fiber's own future must not be
 * discarded: libdex 0.10.0 breaks its queues when what the fiber waits for completes meanwhile. */
DexFuture *vcd_fiber_spawn      (VcdFiberFunc    func,
                                 gpointer        data,
                                 GDestroyNotify  destroy);
/* What comes of @future (taken), or G_IO_ERROR_CANCELLED as soon as @cancellable is cancelled. */
DexFuture *vcd_unless_cancelled (DexFuture      *future,
                                 GCancellable   *cancellable);
/* Whether everybody who waited for a future of vcd_fiber_spawn() went away. */
gboolean   vcd_fiber_is_given_up (DexFuture     *future);

/* Calls @callback, from the main loop and not from within a fiber, with a GTask that says what came
 * of @future (taken): a boolean, an int or an object. Unlike DexAsyncResult it may be asked later,
 * too. */
void       vcd_async_run        (gpointer             object,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data,
                                 DexFuture           *future);

G_END_DECLS
