/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "vcd.h"

G_BEGIN_DECLS

#define AIRLIFT_TYPE_UNFINISHED_WATCH (airlift_unfinished_watch_get_type ())

G_DECLARE_FINAL_TYPE (AirliftUnfinishedWatch, airlift_unfinished_watch, AIRLIFT, UNFINISHED_WATCH,
                      GObject)

AirliftUnfinishedWatch *airlift_unfinished_watch_new         (void);
/* @catalog: (nullable) */
void                    airlift_unfinished_watch_set_catalog (AirliftUnfinishedWatch *self,
                                                              VcdCatalog             *catalog);
/* Whether anybody looks: nothing is asked of the server for nobody. */
void                    airlift_unfinished_watch_set_seen    (AirliftUnfinishedWatch *self,
                                                              gboolean                seen);

G_END_DECLS
