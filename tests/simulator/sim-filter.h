/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sim-records.h"

G_BEGIN_DECLS

typedef struct _SimFilter SimFilter;

SimFilter *sim_filter_parse (const char *text,
                             gboolean values_are_encoded,
                             const SimRecordType *type,
                             GError **error);
void sim_filter_free (SimFilter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimFilter, sim_filter_free)

gboolean sim_filter_matches (SimFilter *self,
                             gconstpointer object,
                             SimScratch *scratch);

G_END_DECLS
