/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sim-cell.h"

G_BEGIN_DECLS

SimMedia *sim_media_ref (SimMedia *self);
void sim_media_unref (SimMedia *self);

SimMedia *sim_media_new (SimCell *cell,
                         SimCatalog *catalog,
                         const char *name,
                         guint64 size);
SimMedia *sim_media_new_ready (SimCell *cell,
                               SimCatalog *catalog,
                               const char *name,
                               guint64 size);
void sim_media_remove (SimCell *cell,
                       SimMedia *self);
void sim_media_delete (SimCell *cell,
                       SimMedia *self);
void sim_media_rename (SimMedia *self,
                       const char *name);
void sim_media_move (SimMedia *self,
                     SimCatalog *catalog);
SimMedia *sim_media_find (SimCell *cell,
                          const char *name);
gboolean sim_media_is_busy (SimMedia *self);
const char *sim_media_get_status_name (SimMedia *self);

void sim_media_begin_upload (SimCell *cell,
                             SimMedia *self);
void sim_media_begin_import (SimCell *cell,
                             SimMedia *self);
void sim_media_time_out (SimCell *cell,
                         SimMedia *self);

SimTask *sim_media_start_task (SimCell *cell,
                               SimMedia *self,
                               const char *operation_name,
                               const char *verb,
                               SimTaskFunc done);
SimTask *sim_media_begin_delete (SimCell *cell,
                                 SimMedia *self);
SimTask *sim_media_begin_download (SimCell *cell,
                                   SimMedia *self);

void sim_transfer_drop (SimTransfer *self);
void sim_transfer_touch (SimTransfer *self);

const char *sim_media_get_metadata (SimMedia *self,
                                    const char *key);
void sim_media_set_metadata (SimMedia *self,
                             const char *key,
                             const char *type,
                             const char *value);

G_END_DECLS
