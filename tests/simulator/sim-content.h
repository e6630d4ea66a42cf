/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sim-cell.h"

G_BEGIN_DECLS

SimContent *sim_content_new (SimCell *cell);
SimContent *sim_content_ref (SimContent *self);
void sim_content_unref (SimContent *self);

gboolean sim_content_append (SimContent *self,
                             gconstpointer data,
                             size_t length);
GBytes *sim_content_read (SimContent *self,
                          guint64 offset,
                          size_t length);
char *sim_content_dup_sha256 (SimContent *self);

G_END_DECLS
