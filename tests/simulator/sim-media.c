/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-media.h"

#include "sim-content.h"
#include "sim-event.h"
#include "sim-task.h"

/*
 * A media image from its declaration to its end: waiting for bytes, being imported, ready, fetched.
 */

static void
metadata_free (gpointer data)
{
  SimMetadata *metadata = data;

  g_free (metadata->key);
  g_free (metadata->type);
  g_free (metadata->value);
  g_free (metadata);
}

static void
media_clear (gpointer data)
{
  SimMedia *self = data;

  g_clear_pointer (&self->transfer, sim_transfer_drop);
  g_clear_pointer (&self->content, sim_content_unref);
  g_ptr_array_unref (self->metadata);
  g_free (self->id);
  g_free (self->item_id);
  g_free (self->name);
  g_free (self->description);
  g_free (self->image_type);
  g_free (self->operation_key);
  g_free (self->owner);
}

SimMedia *
sim_media_ref (SimMedia *self)
{
  return g_rc_box_acquire (self);
}

void
sim_media_unref (SimMedia *self)
{
  g_rc_box_release_full (self, media_clear);
}

/* The new image belongs to the catalog. */
SimMedia *
sim_media_new (SimCell *cell,
               SimCatalog *catalog,
               const char *name,
               guint64 size)
{
  SimMedia *self = g_rc_box_new0 (SimMedia);

  self->id = sim_cell_new_id (cell);
  self->item_id = sim_cell_new_id (cell);
  self->name = g_strdup (name);
  self->description = g_strdup ("");
  self->owner = g_strdup (cell->options->user);
  self->catalog = catalog;
  self->profile = &cell->profiles[0];
  self->size = size;
  self->created = sim_clock_now (cell->clock);
  self->version = 1;
  self->metadata = g_ptr_array_new_with_free_func (metadata_free);
  g_ptr_array_add (catalog->media, self);
  g_hash_table_replace (catalog->by_name, self->name, self);
  catalog->version++;
  g_hash_table_insert (cell->media_by_id, self->id, sim_media_ref (self));
  g_hash_table_insert (cell->items_by_id, self->item_id, self);

  return self;
}

/* One whose bytes are long there; they read as zeros. */
SimMedia *
sim_media_new_ready (SimCell *cell,
                     SimCatalog *catalog,
                     const char *name,
                     guint64 size)
{
  SimMedia *self = sim_media_new (cell, catalog, name, size);

  self->status = SIM_MEDIA_RESOLVED;
  self->image_type = g_strdup ("iso");

  return self;
}

static void
leave_catalog (SimMedia *self)
{
  SimCatalog *catalog = g_steal_pointer (&self->catalog);

  if (g_hash_table_lookup (catalog->by_name, self->name) == self)
    g_hash_table_remove (catalog->by_name, self->name);
  catalog->version++;
  g_ptr_array_remove (catalog->media, self);
}

/* At once, and whatever it is doing. */
void
sim_media_remove (SimCell *cell,
                  SimMedia *self)
{
  if (!self->catalog)
    return;

  sim_event (cell, "deleted", self->name, "media=%s", self->id);
  g_clear_pointer (&self->transfer, sim_transfer_drop);
  g_hash_table_remove (cell->items_by_id, self->item_id);
  leave_catalog (self);
  /* The last thing that surely keeps it. */
  g_hash_table_remove (cell->media_by_id, self->id);
}

/* The same as somebody else does it: what still runs is stopped first. */
void
sim_media_delete (SimCell *cell,
                  SimMedia *self)
{
  g_autofree char *id = g_strdup (self->id);

  if (self->task)
    sim_task_stop (self->task, SIM_TASK_CANCELED);
  self = g_hash_table_lookup (cell->media_by_id, id);
  if (self)
    sim_media_remove (cell, self);
}

void
sim_media_rename (SimMedia *self,
                  const char *name)
{
  if (g_hash_table_lookup (self->catalog->by_name, self->name) == self)
    g_hash_table_remove (self->catalog->by_name, self->name);
  g_set_str (&self->name, name);
  g_hash_table_replace (self->catalog->by_name, self->name, self);
  self->version++;
}

void
sim_media_move (SimMedia *self,
                SimCatalog *catalog)
{
  sim_media_ref (self);
  leave_catalog (self);
  self->catalog = catalog;
  g_ptr_array_add (catalog->media, self);
  g_hash_table_replace (catalog->by_name, self->name, self);
  catalog->version++;
}

/* The newest of that name in any catalog. */
SimMedia *
sim_media_find (SimCell *cell,
                const char *name)
{
  SimMedia *newest = NULL;

  for (unsigned i = 0; i < cell->catalogs->len; i++)
    {
      SimCatalog *catalog = g_ptr_array_index (cell->catalogs, i);
      SimMedia *media = g_hash_table_lookup (catalog->by_name, name);

      if (media && (!newest || media->created >= newest->created))
        newest = media;
    }

  return newest;
}

gboolean
sim_media_is_busy (SimMedia *self)
{
  return self->task && !sim_task_is_over (self->task);
}

/* As queries say it. */
const char *
sim_media_get_status_name (SimMedia *self)
{
  switch (self->status)
    {
    case SIM_MEDIA_FAILED:
      return "FAILED_CREATION";
    case SIM_MEDIA_UNRESOLVED:
      return "UNRESOLVED";
    case SIM_MEDIA_RESOLVED:
      return "RESOLVED";
    case SIM_MEDIA_TIMED_OUT:
      return "TRANSFER_TIMEOUT";
    default:
      g_return_val_if_reached ("UNKNOWN");
    }
}

static void
set_operation (SimTask *task,
               const char *verb,
               SimMedia *media)
{
  g_free (task->operation);
  task->operation = g_strdup_printf ("%s Media File %s(%s)", verb, media->name, media->id);
}

/* VERB: "Deleting" and so on. */
SimTask *
sim_media_start_task (SimCell *cell,
                      SimMedia *self,
                      const char *operation_name,
                      const char *verb,
                      SimTaskFunc done)
{
  SimTask *task = sim_task_new (cell, operation_name, NULL, done);
  g_autofree char *path = g_strconcat ("/api/media/", self->id, NULL);

  set_operation (task, verb, self);
  sim_task_set_owner (task, self, path, self->name, "application/vnd.vmware.vcloud.media+xml");

  return task;
}

static void
on_import_over (SimCell *cell,
                SimTask *task)
{
  SimMedia *media = task->media;
  const SimSite *site;

  if (!media->catalog)
    return;

  if (task->status == SIM_TASK_SUCCESS)
    {
      media->status = SIM_MEDIA_RESOLVED;
      media->content = sim_content_ref (media->transfer->content);
      g_clear_pointer (&media->transfer, sim_transfer_drop);
      sim_event (cell, "ready", media->name, "media=%s", media->id);
      return;
    }

  sim_event (cell, task->status == SIM_TASK_ERROR ? "failed" : "cancelled", media->name, "media=%s",
             media->id);
  g_clear_pointer (&media->transfer, sim_transfer_drop);
  media->status = SIM_MEDIA_FAILED;
  site = SIM_SITE ("cancel", media->name);
  if (task->status != SIM_TASK_ERROR &&
      !sim_faults_strike (cell->faults, SIM_FAULT_CANCEL_KEEPS_ITEM, site))
    sim_media_remove (cell, media);
}

static void
on_transfer_idle (gpointer user_data)
{
  SimTransfer *self = user_data;
  SimCell *cell = self->cell;
  double limit = cell->options->transfer_idle_minutes * 60;
  double idle = (double) (sim_clock_now (cell->clock) - self->last_activity) / G_USEC_PER_SEC;

  self->alarm = 0;
  if (idle < limit)
    self->alarm = sim_clock_add_alarm (cell->clock, limit - idle, on_transfer_idle, self);
  else if (self->is_download)
    g_clear_pointer (&self->media->transfer, sim_transfer_drop);
  else
    sim_media_time_out (cell, self->media);
}

/* Takes CONTENT over. */
static SimTransfer *
transfer_new (SimCell *cell,
              SimMedia *media,
              SimContent *content)
{
  SimTransfer *self = g_new0 (SimTransfer, 1);

  self->cell = cell;
  self->id = sim_cell_new_id (cell);
  self->media = media;
  self->content = content;
  self->last_activity = sim_clock_now (cell->clock);
  self->alarm = sim_clock_add_alarm (cell->clock, cell->options->transfer_idle_minutes * 60,
                                     on_transfer_idle, self);
  g_hash_table_insert (cell->transfers_by_id, self->id, self);

  return self;
}

/* Opens its transfer, and the task that ends with the import. */
void
sim_media_begin_upload (SimCell *cell,
                        SimMedia *self)
{
  self->transfer = transfer_new (cell, self, sim_content_new (cell));
  sim_media_start_task (cell, self, "vdcUploadMedia", "Importing", on_import_over);
}

/* All bytes are there. */
void
sim_media_begin_import (SimCell *cell,
                        SimMedia *self)
{
  const SimSite *site = SIM_SITE ("import", self->name);
  SimFault *fault;

  if ((fault = sim_faults_strike (cell->faults, SIM_FAULT_TASK_ERROR, site)))
    sim_task_set_outcome (self->task, SIM_TASK_ERROR, "INTERNAL_SERVER_ERROR",
                          sim_fault_get_string (fault, "message",
                                                "Unable to perform this action. Contact your cloud "
                                                "administrator."));
  else if (sim_faults_strike (cell->faults, SIM_FAULT_QUOTA_TASK, site))
    sim_task_set_outcome (self->task, SIM_TASK_ERROR, "BAD_REQUEST",
                          "The requested operation will exceed the vDC's storage quota.");
  else if (sim_faults_strike (cell->faults, SIM_FAULT_TASK_CANCELLED, site))
    sim_task_set_outcome (self->task, SIM_TASK_CANCELED, NULL, NULL);
  else if (sim_faults_strike (cell->faults, SIM_FAULT_TASK_ABORTED, site))
    sim_task_set_outcome (self->task, SIM_TASK_ABORTED, NULL, NULL);

  sim_clock_clear_alarm (cell->clock, &self->transfer->alarm);
  set_operation (self->task, "Finalizing upload of", self);
  sim_task_work (self->task, cell->options->import_seconds);
}

/* Its transfer was idle for too long, or is gone. */
void
sim_media_time_out (SimCell *cell,
                    SimMedia *self)
{
  sim_event (cell, "expired", self->name, "media=%s", self->id);
  sim_task_fail (self->task, "TIMEDOUT", "Timed out.");
  self->status = SIM_MEDIA_TIMED_OUT;
}

static void
on_delete_over (SimCell *cell,
                SimTask *task)
{
  if (task->status == SIM_TASK_SUCCESS)
    sim_media_remove (cell, task->media);
}

SimTask *
sim_media_begin_delete (SimCell *cell,
                        SimMedia *self)
{
  const SimSite *site = SIM_SITE ("delete", self->name);
  SimTask *task = sim_media_start_task (cell, self, "vdcDeleteMedia", "Deleting", on_delete_over);

  if (sim_faults_strike (cell->faults, SIM_FAULT_DELETE_IN_USE, site))
    sim_task_set_outcome (task, SIM_TASK_ERROR, "BAD_REQUEST",
                          "The media is attached to a virtual machine.");
  sim_task_work (task, 0);

  return task;
}

static void
on_enable_over (SimCell *cell,
                SimTask *task)
{
  SimMedia *media = task->media;
  SimContent *content;

  if (task->status != SIM_TASK_SUCCESS || !media->catalog || media->transfer)
    return;

  if (media->content)
    content = sim_content_ref (media->content);
  else
    {
      /* One that was there from the start. */
      content = g_rc_box_new0 (SimContent);
      content->fd = -1;
      content->length = media->size;
    }
  media->transfer = transfer_new (cell, media, content);
  media->transfer->is_download = TRUE;
  sim_event (cell, "enabled", media->name, "media=%s", media->id);
}

SimTask *
sim_media_begin_download (SimCell *cell,
                          SimMedia *self)
{
  SimTask *task = sim_media_start_task (cell, self, "catalogItemEnableDownload",
                                        "Enabling download of", on_enable_over);

  if (self->content && self->content->fd < 0)
    sim_task_set_outcome (task, SIM_TASK_ERROR, "INTERNAL_SERVER_ERROR",
                          "Its bytes were counted and not kept.");
  sim_task_work (task, MIN (cell->options->import_seconds, 1));

  return task;
}

/* Its address is no longer known; a request that is under way finds that out. */
void
sim_transfer_drop (SimTransfer *self)
{
  sim_clock_clear_alarm (self->cell->clock, &self->alarm);
  g_hash_table_remove (self->cell->transfers_by_id, self->id);
  sim_content_unref (self->content);
  g_free (self->id);
  g_free (self);
}

void
sim_transfer_touch (SimTransfer *self)
{
  self->last_activity = sim_clock_now (self->cell->clock);
}

/* NULL if there is none. */
const char *
sim_media_get_metadata (SimMedia *self,
                        const char *key)
{
  for (unsigned i = 0; i < self->metadata->len; i++)
    {
      SimMetadata *metadata = g_ptr_array_index (self->metadata, i);

      if (g_str_equal (metadata->key, key))
        return metadata->value;
    }

  return NULL;
}

/* VALUE may be NULL: then the entry goes. */
void
sim_media_set_metadata (SimMedia *self,
                        const char *key,
                        const char *type,
                        const char *value)
{
  for (unsigned i = 0; i < self->metadata->len; i++)
    if (g_str_equal (((SimMetadata *) g_ptr_array_index (self->metadata, i))->key, key))
      {
        g_ptr_array_remove_index (self->metadata, i);
        break;
      }

  if (value)
    {
      SimMetadata *metadata = g_new0 (SimMetadata, 1);

      metadata->key = g_strdup (key);
      metadata->type = g_strdup (type);
      metadata->value = g_strdup (value);
      g_ptr_array_add (self->metadata, metadata);
    }
}
