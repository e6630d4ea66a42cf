/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-documents.h"
#include "sim-event.h"
#include "sim-find.h"
#include "sim-handlers.h"
#include "sim-model.h"
#include "sim-task.h"

/*
 * Looking at things one by one.
 */

/* GET /api/org */
void
sim_handle_org_list (SimRequest *request)
{
  g_autoptr (SimXml) xml = sim_request_new_xml (request, "OrgList");
  g_autofree char *self = sim_request_href (request, "/api/org/");

  sim_xml_set (xml, "href", self);
  sim_xml_set (xml, "type", SIM_TYPE ("orgList"));
  for (unsigned i = 0; i < request->cell->orgs->len; i++)
    {
      SimOrg *org = g_ptr_array_index (request->cell->orgs, i);
      g_autofree char *href = sim_request_href (request, "/api/org/%s", org->id);

      if (sim_model_sees_org (request->session, org))
        sim_document_write_reference (xml, "Org", href, NULL, org->name, SIM_TYPE ("org"));
    }
  sim_request_reply_xml (request, 200, SIM_TYPE ("orgList"), xml);
}

/* GET /api/org/{id} */
void
sim_handle_org (SimRequest *request)
{
  SimOrg *org = sim_find_org (request);

  if (org)
    sim_document_reply_org (request, org, FALSE);
}

/* GET /api/admin/org/{id} */
void
sim_handle_admin_org (SimRequest *request)
{
  SimOrg *org = sim_find_org (request);

  if (org)
    sim_document_reply_org (request, org, TRUE);
}

/* GET /api/admin */
void
sim_handle_admin (SimRequest *request)
{
  g_autoptr (SimXml) xml = sim_request_new_xml (request, "VCloud");
  g_autofree char *self = sim_request_href (request, "/api/admin/");

  sim_xml_set (xml, "name", "VMware Cloud Director");
  sim_xml_set (xml, "href", self);
  sim_xml_set (xml, "type", SIM_ADMIN_TYPE ("vcloud"));
  /* The cell's version and when it was built, which clients tell apart at the blank. */
  sim_xml_text (xml, "Description", "10.4.0.1 Thu Jul 07 09:30:00 UTC 2022");
  sim_request_reply_xml (request, 200, SIM_ADMIN_TYPE ("vcloud"), xml);
}

/* GET /api/vdc/{id} */
void
sim_handle_vdc (SimRequest *request)
{
  for (unsigned i = 0; i < request->cell->orgs->len; i++)
    {
      SimOrg *org = g_ptr_array_index (request->cell->orgs, i);

      if (g_str_equal (org->vdc_id, request->ids[0]) && sim_model_sees_org (request->session, org))
        {
          sim_document_reply_vdc (request, org);
          return;
        }
    }
  sim_request_reply_forbidden (request);
}

/* GET /api/vdcStorageProfile/{id} */
void
sim_handle_profile (SimRequest *request)
{
  SimProfile *profile = sim_model_get_profile (request->cell, request->ids[0]);

  if (profile)
    sim_document_reply_profile (request, profile);
  else
    sim_request_reply_forbidden (request);
}

/* GET /api/catalog/{id} */
void
sim_handle_catalog (SimRequest *request)
{
  SimCatalog *catalog = sim_find_catalog (request, FALSE);

  if (catalog)
    sim_document_reply_catalog (request, 200, catalog, FALSE);
}

/* GET /api/admin/catalog/{id} */
void
sim_handle_admin_catalog (SimRequest *request)
{
  SimCatalog *catalog = sim_find_catalog (request, FALSE);

  if (!catalog)
    return;
  if (sim_model_sees_org (request->session, catalog->org))
    sim_document_reply_catalog (request, 200, catalog, TRUE);
  else
    sim_request_reply_forbidden (request);
}

/* GET of the metadata of what has none here. */
void
sim_handle_empty_metadata (SimRequest *request)
{
  g_autoptr (SimXml) xml = sim_request_new_xml (request, "Metadata");

  sim_xml_set (xml, "type", SIM_TYPE ("metadata"));
  sim_request_reply_xml (request, 200, SIM_TYPE ("metadata"), xml);
}

/* GET /api/catalogItem/{id} */
void
sim_handle_item (SimRequest *request)
{
  SimMedia *media = sim_find_item (request, FALSE);

  if (media)
    sim_document_reply_item (request, 200, media);
}

/* GET /api/media/{id} */
void
sim_handle_media (SimRequest *request)
{
  SimMedia *media = sim_find_media (request, FALSE);

  if (media)
    sim_document_reply_media (request, 200, media);
}

/* GET /api/media/{id}/owner */
void
sim_handle_owner (SimRequest *request)
{
  SimMedia *media = sim_find_media (request, FALSE);

  if (media)
    sim_document_reply_owner (request, media);
}

/* GET /api/media/{id}/metadata */
void
sim_handle_metadata (SimRequest *request)
{
  SimMedia *media = sim_find_media (request, FALSE);

  if (media)
    sim_document_reply_metadata (request, media);
}

/* GET /api/media/{id}/metadata/{key} */
void
sim_handle_metadata_entry (SimRequest *request)
{
  SimMedia *media = sim_find_media (request, FALSE);

  if (!media)
    return;

  for (unsigned i = 0; i < media->metadata->len; i++)
    {
      SimMetadata *metadata = g_ptr_array_index (media->metadata, i);

      if (g_str_equal (metadata->key, request->ids[1]))
        {
          g_autoptr (SimXml) xml = sim_request_new_xml (request, "MetadataValue");

          sim_xml_set (xml, "type", SIM_TYPE ("metadata.value"));
          sim_xml_set (xml, "xmlns:xsi", SIM_NS_INSTANCE);
          sim_xml_open (xml, "TypedValue");
          sim_xml_set (xml, "xsi:type", metadata->type);
          sim_xml_text (xml, "Value", metadata->value);
          sim_xml_close (xml);
          sim_request_reply_xml (request, 200, SIM_TYPE ("metadata.value"), xml);
          return;
        }
    }
  sim_request_reply_forbidden (request);
}

/* GET /api/media/{id}/attachedVms */
void
sim_handle_attached_vms (SimRequest *request)
{
  SimMedia *media = sim_find_media (request, FALSE);
  g_autoptr (SimXml) xml = NULL;

  if (!media)
    return;

  if (sim_request_is_before (request, 38, 0))
    {
      sim_request_reply (request, 404, NULL);
      return;
    }
  xml = sim_request_new_xml (request, "Vms");
  sim_xml_set (xml, "type", SIM_TYPE ("vms"));
  sim_request_reply_xml (request, 200, SIM_TYPE ("vms"), xml);
}

static SimTask *
find_task (SimRequest *request)
{
  SimTask *task = g_hash_table_lookup (request->cell->tasks_by_id, request->ids[0]);

  if (task)
    sim_request_about (request, task->owner_name);
  else
    sim_request_reply_forbidden (request);

  return task;
}

/* GET /api/task/{id} */
void
sim_handle_task (SimRequest *request)
{
  SimTask *task = find_task (request);

  if (task)
    sim_document_reply_task (request, task);
}

/* POST /api/task/{id}/action/cancel */
void
sim_handle_cancel (SimRequest *request)
{
  SimTask *task = find_task (request);

  if (!task)
    return;

  if (sim_task_is_over (task))
    {
      sim_request_reply_error (request, 400, "BAD_REQUEST", "The task has completed already.");
      return;
    }
  sim_task_stop (task, SIM_TASK_CANCELED);
  sim_request_reply (request, 204, NULL);
}
