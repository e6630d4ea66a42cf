/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-documents.h"

#include "sim-media.h"
#include "sim-model.h"
#include "sim-task.h"

/*
 * The documents of an image: its catalog item, itself, its owner and its metadata.
 */

void
sim_document_reply_item (SimRequest *request,
                         unsigned status,
                         SimMedia *media)
{
  g_autoptr (SimXml) xml = sim_request_new_xml (request, "CatalogItem");
  g_autofree char *href = sim_request_href (request, "/api/catalogItem/%s", media->item_id);
  g_autofree char *urn = g_strconcat ("urn:vcloud:catalogitem:", media->item_id, NULL);
  g_autofree char *up = sim_request_href (request, "/api/catalog/%s", media->catalog->id);
  g_autofree char *metadata = sim_request_href (request, "/api/catalogItem/%s/metadata",
                                                media->item_id);
  g_autofree char *entity = sim_request_href (request, "/api/media/%s", media->id);
  g_autofree char *entity_urn = g_strconcat ("urn:vcloud:media:", media->id, NULL);
  g_autofree char *created = sim_clock_format (media->created);

  sim_xml_set_number (xml, "size", 0);
  sim_xml_set (xml, "name", media->name);
  sim_xml_set (xml, "id", urn);
  sim_xml_set (xml, "href", href);
  sim_xml_set (xml, "type", SIM_TYPE ("catalogItem"));
  sim_xml_link (xml, "up", SIM_TYPE ("catalog"), NULL, up);
  sim_xml_link (xml, "down", SIM_TYPE ("metadata"), NULL, metadata);
  if (sim_catalog_takes_uploads (media->catalog, request->session))
    {
      sim_xml_link (xml, "edit", SIM_TYPE ("catalogItem"), NULL, href);
      sim_xml_link (xml, "remove", NULL, NULL, href);
    }
  sim_xml_text (xml, "Description", media->description);
  if (media->task && media->task->status == SIM_TASK_ERROR)
    {
      sim_xml_open (xml, "Tasks");
      sim_document_write_task (xml, request, media->task, FALSE);
      sim_xml_close (xml);
    }
  sim_document_write_reference (xml, "Entity", entity, entity_urn, media->name, SIM_TYPE ("media"));
  sim_xml_text (xml, "DateCreated", created);
  sim_xml_number (xml, "VersionNumber", media->version);
  sim_request_reply_xml (request, status, SIM_TYPE ("catalogItem"), xml);
}

static void
write_media_links (SimXml *xml,
                   SimRequest *request,
                   SimMedia *media)
{
  g_autofree char *self = sim_request_href (request, "/api/media/%s", media->id);
  g_autofree char *vdc = sim_request_href (request, "/api/vdc/%s", media->catalog->org->vdc_id);
  g_autofree char *profile = sim_request_href (request, "/api/vdcStorageProfile/%s",
                                               media->profile->id);
  g_autofree char *item = sim_request_href (request, "/api/catalogItem/%s", media->item_id);
  g_autofree char *enable = g_strconcat (self, "/action/enableDownload", NULL);
  g_autofree char *disable = g_strconcat (self, "/action/disableDownload", NULL);
  g_autofree char *owner = g_strconcat (self, "/owner", NULL);
  g_autofree char *metadata = g_strconcat (self, "/metadata", NULL);
  gboolean may_change = sim_catalog_takes_uploads (media->catalog, request->session);
  gboolean is_importing = media->transfer && media->task && media->task->work_start &&
                          !media->transfer->is_download;

  sim_xml_link (xml, "up", SIM_TYPE ("vdc"), NULL, vdc);
  sim_xml_link (xml, "storageProfile", SIM_TYPE ("vdcStorageProfile"), NULL, profile);
  sim_xml_link (xml, "catalogItem", SIM_TYPE ("catalogItem"), NULL, item);
  if (may_change && !is_importing)
    sim_xml_link (xml, "remove", NULL, NULL, self);
  if (media->status != SIM_MEDIA_RESOLVED)
    return;

  if (may_change)
    sim_xml_link (xml, "edit", SIM_TYPE ("media"), NULL, self);
  sim_xml_link (xml, "enable", NULL, NULL, enable);
  if (media->transfer)
    sim_xml_link (xml, "disable", NULL, NULL, disable);
  sim_xml_link (xml, "down", SIM_TYPE ("owner"), NULL, owner);
  sim_xml_link (xml, "down", SIM_TYPE ("metadata"), NULL, metadata);
}

static char *
dup_transfer_href (SimRequest *request,
                   SimTransfer *transfer)
{
  g_autofree char *path = g_strdup_printf ("/transfer/%s/file", transfer->id);
  SimFault *fault;

  if (sim_request_strike (request, SIM_FAULT_RELATIVE_LINKS))
    return g_steal_pointer (&path);

  fault = sim_request_strike (request, SIM_FAULT_TRANSFER_OTHER_HOST);
  if (fault)
    {
      const char *host = sim_fault_get_string (fault, "host", "localhost");
      const char *scheme = request->cell->options->plain_http ? "http" : "https";
      const char *port = strrchr (request->cell->transfer_uri, ':');

      return g_strconcat (scheme, "://", host, strchr (host, ':') ? "" : port, path, NULL);
    }

  return g_strconcat (request->cell->transfer_uri, path, NULL);
}

/* As some cells show it, which is not always how it is. */
static guint64
get_shown_length (SimRequest *request,
                  SimTransfer *transfer)
{
  if (sim_request_strike (request, SIM_FAULT_STALE_OFFSET))
    return transfer->shown_before;
  if (sim_request_strike (request, SIM_FAULT_OFFSET_BY_PIECE))
    return transfer->shown_ended;

  return transfer->content->length;
}

static void
write_files (SimXml *xml,
             SimRequest *request,
             SimMedia *media)
{
  SimTransfer *transfer = media->transfer;
  g_autofree char *href = NULL;

  if (!transfer || (!transfer->is_download && sim_request_strike (request, SIM_FAULT_LATE_FILES)))
    return;

  href = dup_transfer_href (request, transfer);
  sim_xml_open (xml, "Files");
  sim_xml_open (xml, "File");
  sim_xml_set (xml, "name", "file");
  sim_xml_set_number (xml, "size", (gint64) media->size);
  if (!transfer->is_download)
    sim_xml_set_number (xml, "bytesTransferred", (gint64) get_shown_length (request, transfer));
  sim_xml_link (xml, transfer->is_download ? "download:default" : "upload:default", NULL, NULL,
                href);
  sim_xml_close (xml);
  sim_xml_close (xml);
}

/* Those that run, and the one that an image failed with. */
static void
write_tasks (SimXml *xml,
             SimRequest *request,
             SimMedia *media)
{
  SimTask *task = media->task;
  gboolean has_failed = task && task->status == SIM_TASK_ERROR &&
                        media->status != SIM_MEDIA_RESOLVED;

  if (!task || (sim_task_is_over (task) && !has_failed))
    return;
  if (!task->work_start && !has_failed && sim_request_strike (request, SIM_FAULT_NO_TASKS))
    return;

  sim_xml_open (xml, "Tasks");
  sim_document_write_task (xml, request, task, FALSE);
  sim_xml_close (xml);
}

void
sim_document_reply_media (SimRequest *request,
                          unsigned status,
                          SimMedia *media)
{
  g_autoptr (SimXml) xml = NULL;
  g_autofree char *href = sim_request_href (request, "/api/media/%s", media->id);
  g_autofree char *urn = g_strconcat ("urn:vcloud:media:", media->id, NULL);
  g_autofree char *profile = sim_request_href (request, "/api/vdcStorageProfile/%s",
                                               media->profile->id);

  sim_request_about (request, media->name);
  if (media->transfer && !media->transfer->is_download &&
      sim_request_strike (request, SIM_FAULT_TIMED_OUT))
    sim_media_time_out (request->cell, media);

  xml = sim_request_new_xml (request, "Media");
  sim_xml_set_number (xml, "size", (gint64) media->size);
  /* What was declared without a type is listed as "other". */
  sim_xml_set (xml, "imageType",
               media->image_type && *media->image_type ? media->image_type : "other");
  sim_xml_set_number (xml, "status", media->status);
  sim_xml_set (xml, "name", media->name);
  sim_xml_set (xml, "id", urn);
  sim_xml_set (xml, "href", href);
  sim_xml_set (xml, "type", SIM_TYPE ("media"));
  write_media_links (xml, request, media);
  sim_xml_text (xml, "Description", media->description);
  write_tasks (xml, request, media);
  write_files (xml, request, media);
  sim_document_write_owner (xml, request, media->owner);
  sim_document_write_reference (xml, "VdcStorageProfile", profile, NULL, media->profile->name,
                                SIM_TYPE ("vdcStorageProfile"));
  sim_request_reply_xml (request, status, SIM_TYPE ("media"), xml);
}

void
sim_document_reply_owner (SimRequest *request,
                          SimMedia *media)
{
  g_autoptr (SimXml) xml = sim_request_new_xml (request, "Owner");
  g_autofree char *href = sim_request_href (request, "/api/admin/user/%s", request->cell->user_id);

  sim_xml_set (xml, "type", SIM_TYPE ("owner"));
  sim_document_write_reference (xml, "User", href, NULL, media->owner, SIM_ADMIN_TYPE ("user"));
  sim_request_reply_xml (request, 200, SIM_TYPE ("owner"), xml);
}

void
sim_document_reply_metadata (SimRequest *request,
                             SimMedia *media)
{
  g_autoptr (SimXml) xml = sim_request_new_xml (request, "Metadata");
  g_autofree char *href = sim_request_href (request, "/api/media/%s/metadata", media->id);
  g_autofree char *up = sim_request_href (request, "/api/media/%s", media->id);

  sim_xml_set (xml, "href", href);
  sim_xml_set (xml, "type", SIM_TYPE ("metadata"));
  sim_xml_set (xml, "xmlns:xsi", SIM_NS_INSTANCE);
  sim_xml_link (xml, "up", SIM_TYPE ("media"), NULL, up);
  sim_xml_link (xml, "add", SIM_TYPE ("metadata"), NULL, href);
  for (unsigned i = 0; i < media->metadata->len; i++)
    {
      SimMetadata *metadata = g_ptr_array_index (media->metadata, i);
      g_autofree char *key = g_uri_escape_string (metadata->key, NULL, FALSE);
      g_autofree char *entry = g_strdup_printf ("%s/%s", href, key);

      sim_xml_open (xml, "MetadataEntry");
      sim_xml_set (xml, "href", entry);
      sim_xml_set (xml, "type", SIM_TYPE ("metadata.value"));
      sim_xml_text (xml, "Key", metadata->key);
      sim_xml_open (xml, "TypedValue");
      sim_xml_set (xml, "xsi:type", metadata->type);
      sim_xml_text (xml, "Value", metadata->value);
      sim_xml_close (xml);
      sim_xml_close (xml);
    }
  sim_request_reply_xml (request, 200, SIM_TYPE ("metadata"), xml);
}
