/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-documents.h"
#include "sim-event.h"
#include "sim-find.h"
#include "sim-handlers.h"
#include "sim-media.h"
#include "sim-task.h"

/*
 * Changing and deleting images.
 */

static gboolean
refuse_busy (SimRequest *request,
             SimMedia *media)
{
  if (!sim_media_is_busy (media) && !sim_request_strike (request, SIM_FAULT_BUSY_DELETE))
    return FALSE;

  sim_request_reply_error (request, 400, "BUSY_ENTITY",
                           "The entity media \"%s\" is busy completing an operation.", media->name);
  return TRUE;
}

/* New name and description; FALSE if they cannot be, which has been replied. */
static gboolean
edit (SimRequest *request,
      SimMedia *media,
      xmlNode *document)
{
  g_autofree char *name = sim_xml_get (document, "name");
  g_autofree char *description = sim_xml_get_text (document, "Description");
  SimMedia *other;

  if (!name || !*name || g_utf8_strlen (name, -1) > 128)
    {
      sim_request_reply_error (request, 400, "BAD_REQUEST", "A name has 1 to 128 characters");
      return FALSE;
    }
  other = g_hash_table_lookup (media->catalog->by_name, name);
  if (other && other != media)
    {
      sim_request_reply_error (request, 400, "DUPLICATE_NAME", "The VCD entity %s already exists.",
                               name);
      return FALSE;
    }

  /* Before it gets another name, for who reads along. */
  sim_event (request->cell, "edited", media->name, "media=%s", media->id);
  sim_media_rename (media, name);
  g_set_str (&media->description, description ? description : "");

  return TRUE;
}

/* PUT /api/media/{id} */
void
sim_handle_edit_media (SimRequest *request)
{
  SimMedia *media = sim_find_media (request, TRUE);
  g_autoptr (xmlDoc) doc = NULL;
  SimTask *task;

  if (!media || refuse_busy (request, media))
    return;
  doc = sim_request_parse_body (request, "Media", SIM_TYPE ("media"));
  if (!doc || !edit (request, media, xmlDocGetRootElement (doc)))
    return;

  if (sim_request_strike (request, SIM_FAULT_EDIT_NO_TASK))
    {
      sim_document_reply_media (request, 200, media);
      return;
    }
  task = sim_media_start_task (request->cell, media, "vdcUpdateMedia", "Updating", NULL);
  sim_task_work (task, 0);
  sim_document_reply_task (request, task);
}

/* PUT /api/catalogItem/{id} */
void
sim_handle_edit_item (SimRequest *request)
{
  SimMedia *media = sim_find_item (request, TRUE);
  g_autoptr (xmlDoc) doc = NULL;

  if (!media)
    return;
  doc = sim_request_parse_body (request, "CatalogItem", SIM_TYPE ("catalogItem"));
  if (doc && edit (request, media, xmlDocGetRootElement (doc)))
    sim_document_reply_item (request, 200, media);
}

/* DELETE /api/media/{id} */
void
sim_handle_delete_media (SimRequest *request)
{
  SimMedia *media = sim_find_media (request, TRUE);

  if (!media || refuse_busy (request, media))
    return;

  if (sim_request_strike (request, SIM_FAULT_DELETE_NO_TASK))
    {
      sim_media_remove (request->cell, media);
      sim_request_reply (request, 204, NULL);
    }
  else
    sim_document_reply_task (request, sim_media_begin_delete (request->cell, media));
}

/* DELETE /api/catalogItem/{id}: the image goes with it. */
void
sim_handle_delete_item (SimRequest *request)
{
  SimMedia *media = sim_find_item (request, TRUE);

  if (!media || refuse_busy (request, media))
    return;

  sim_media_remove (request->cell, media);
  sim_request_reply (request, 204, NULL);
}

/* POST /api/media/{id}/action/enableDownload */
void
sim_handle_enable (SimRequest *request)
{
  SimMedia *media = sim_find_media (request, FALSE);

  if (!media)
    return;
  if (media->status != SIM_MEDIA_RESOLVED)
    {
      sim_request_reply_error (request, 400, "BAD_REQUEST", "The media is not resolved.");
      return;
    }
  sim_document_reply_task (request, sim_media_begin_download (request->cell, media));
}

/* POST /api/media/{id}/action/disableDownload */
void
sim_handle_disable (SimRequest *request)
{
  SimMedia *media = sim_find_media (request, FALSE);

  if (!media)
    return;
  if (media->transfer && media->transfer->is_download)
    {
      g_clear_pointer (&media->transfer, sim_transfer_drop);
      sim_event (request->cell, "disabled", media->name, "media=%s", media->id);
    }
  sim_request_reply (request, 204, NULL);
}

/* PUT /api/media/{id}/owner: there is but one user to give it to. */
void
sim_handle_set_owner (SimRequest *request)
{
  SimMedia *media = sim_find_media (request, TRUE);
  g_autoptr (xmlDoc) doc = NULL;

  if (!media)
    return;
  doc = sim_request_parse_body (request, "Owner", SIM_TYPE ("owner"));
  if (doc)
    sim_request_reply (request, 204, NULL);
}

static void
reply_metadata_task (SimRequest *request,
                     SimMedia *media)
{
  SimTask *task = sim_media_start_task (request->cell, media, "metadataUpdate",
                                        "Updating metadata for", NULL);

  sim_task_work (task, 0);
  sim_document_reply_task (request, task);
}

/* ENTRY has a TypedValue. FALSE if it has not. */
static gboolean
read_typed_value (xmlNode *entry,
                  char **type,
                  char **value)
{
  xmlNode *typed = sim_xml_find (entry, "TypedValue");
  xmlChar *text = typed ? xmlGetNsProp (typed, (const xmlChar *) "type",
                                        (const xmlChar *) SIM_NS_INSTANCE)
                        : NULL;

  /* Possibly with a prefix. */
  *type = text ? sim_find_id ((const char *) text) : NULL;
  *value = sim_xml_get_text (typed, "Value");
  xmlFree (text);

  return *type && *value;
}

/* POST /api/media/{id}/metadata */
void
sim_handle_add_metadata (SimRequest *request)
{
  SimMedia *media = sim_find_media (request, TRUE);
  g_autoptr (xmlDoc) doc = NULL;

  if (!media || refuse_busy (request, media))
    return;
  doc = sim_request_parse_body (request, "Metadata", SIM_TYPE ("metadata"));
  if (!doc)
    return;

  for (xmlNode *node = xmlDocGetRootElement (doc)->children; node; node = node->next)
    {
      g_autofree char *key = NULL, *type = NULL, *value = NULL;

      if (node->type != XML_ELEMENT_NODE ||
          !g_str_equal ((const char *) node->name, "MetadataEntry"))
        continue;
      key = sim_xml_get_text (node, "Key");
      if (!key || !read_typed_value (node, &type, &value))
        {
          sim_request_reply_error (request, 400, "BAD_REQUEST", "A MetadataEntry is not complete");
          return;
        }
      sim_media_set_metadata (media, key, type, value);
      sim_event (request->cell, "metadata", media->name, "key=%s", key);
    }
  reply_metadata_task (request, media);
}

/* PUT /api/media/{id}/metadata/{key} */
void
sim_handle_set_metadata_entry (SimRequest *request)
{
  SimMedia *media = sim_find_media (request, TRUE);
  g_autoptr (xmlDoc) doc = NULL;
  g_autofree char *type = NULL, *value = NULL;

  if (!media || refuse_busy (request, media))
    return;
  doc = sim_request_parse_body (request, "MetadataValue", SIM_TYPE ("metadata.value"));
  if (!doc)
    return;
  if (!read_typed_value (xmlDocGetRootElement (doc), &type, &value))
    {
      sim_request_reply_error (request, 400, "BAD_REQUEST", "The MetadataValue is not complete");
      return;
    }
  sim_media_set_metadata (media, request->ids[1], type, value);
  reply_metadata_task (request, media);
}

/* DELETE /api/media/{id}/metadata/{key} */
void
sim_handle_delete_metadata_entry (SimRequest *request)
{
  SimMedia *media = sim_find_media (request, TRUE);

  if (!media || refuse_busy (request, media))
    return;
  sim_media_set_metadata (media, request->ids[1], NULL, NULL);
  reply_metadata_task (request, media);
}
