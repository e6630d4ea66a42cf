/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-source-private.h"
#include "vcd-wire-private.h"

G_BEGIN_DECLS

/* An image in a catalog that is being sent to another one. It only knows where the bytes are; that
 * they are there, and that they may be fetched, is its user's business. */
#define VCD_TYPE_REMOTE_SOURCE (vcd_remote_source_get_type ())

G_DECLARE_FINAL_TYPE (VcdRemoteSource, vcd_remote_source, VCD, REMOTE_SOURCE, VcdSource)

/* @mark is what tells it from all other images. Its size and fingerprint are there when it has been
 * prepared once. */
VcdSource *vcd_remote_source_new       (VcdWire         *wire,
                                        const char      *mark,
                                        uint64_t         size);
/* Where the bytes are from now on; @authorization may be NULL. */
void       vcd_remote_source_set_place (VcdRemoteSource *self,
                                        const char      *uri,
                                        const char      *authorization);

G_END_DECLS
