/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-documents.h"

#include "sim-model.h"
#include "sim-task.h"

/*
 * The documents that are no image's: sessions, organizations, catalogs, tasks.
 */

/* URN may be NULL. */
void
sim_document_write_reference (SimXml *xml,
                              const char *element,
                              const char *href,
                              const char *urn,
                              const char *name,
                              const char *type)
{
  sim_xml_open (xml, element);
  sim_xml_set (xml, "href", href);
  sim_xml_set_optional (xml, "id", urn);
  sim_xml_set (xml, "name", name);
  sim_xml_set (xml, "type", type);
  sim_xml_close (xml);
}

static void
write_user (SimXml *xml,
            SimRequest *request,
            const char *user)
{
  g_autofree char *href = sim_request_href (request, "/api/admin/user/%s", request->cell->user_id);

  sim_document_write_reference (xml, "User", href, NULL, user, SIM_ADMIN_TYPE ("user"));
}

void
sim_document_write_owner (SimXml *xml,
                          SimRequest *request,
                          const char *user)
{
  sim_xml_open (xml, "Owner");
  sim_xml_set (xml, "type", SIM_TYPE ("owner"));
  write_user (xml, request, user);
  sim_xml_close (xml);
}

static void
write_error (SimXml *xml,
             SimTask *task)
{
  sim_xml_open (xml, "Error");
  sim_xml_set_number (xml, "majorErrorCode", task->error_major);
  sim_xml_set (xml, "minorErrorCode", task->error_minor);
  sim_xml_set (xml, "message", task->error_message);
  sim_xml_set_optional (xml, "stackTrace", "com.vmware.vcloud.backend.TaskException");
  sim_xml_close (xml);
}

static void
write_task_attributes (SimXml *xml,
                       SimRequest *request,
                       SimTask *task)
{
  g_autofree char *href = sim_request_href (request, "/api/task/%s", task->id);
  g_autofree char *urn = g_strconcat ("urn:vcloud:task:", task->id, NULL);
  g_autofree char *start = sim_clock_format (task->start);
  g_autofree char *end = task->end ? sim_clock_format (task->end) : NULL;
  g_autofree char *expiry = sim_clock_format (task->start + 90LL * 24 * 60 * 60 * G_USEC_PER_SEC);
  gboolean is_pre_running = task->status == SIM_TASK_RUNNING &&
                            sim_request_strike (request, SIM_FAULT_PRE_RUNNING);

  sim_xml_set (xml, "status", is_pre_running ? "preRunning" : sim_task_get_status_name (task));
  sim_xml_set (xml, "name", "task");
  sim_xml_set (xml, "operation", task->operation);
  sim_xml_set_optional (xml, "operationName", task->operation_name);
  sim_xml_set_optional (xml, "startTime", start);
  sim_xml_set_optional (xml, "endTime", end);
  sim_xml_set_optional (xml, "expiryTime", expiry);
  sim_xml_set_optional (xml, "serviceNamespace", "com.vmware.vcloud");
  sim_xml_set_optional (xml, "cancelRequested", task->cancel_requested ? "true" : "false");
  sim_xml_set_optional (xml, "id", urn);
  sim_xml_set (xml, "href", href);
  sim_xml_set (xml, "type", SIM_TYPE ("task"));
}

/* IS_ROOT: the element is open already. */
void
sim_document_write_task (SimXml *xml,
                         SimRequest *request,
                         SimTask *task,
                         gboolean is_root)
{
  g_autofree char *owner = g_strconcat (request->cell->uri, task->owner_path, NULL);
  g_autofree char *org = sim_request_href (request, "/api/org/%s", task->org->id);

  if (!is_root)
    sim_xml_open (xml, "Task");
  write_task_attributes (xml, request, task);
  if (!sim_task_is_over (task))
    {
      g_autofree char *cancel = sim_request_href (request, "/api/task/%s/action/cancel", task->id);

      sim_xml_link (xml, "task:cancel", NULL, NULL, cancel);
    }
  sim_document_write_reference (xml, "Owner", owner, NULL, task->owner_name, task->owner_type);
  if (task->status == SIM_TASK_ERROR)
    write_error (xml, task);
  write_user (xml, request, task->user);
  sim_document_write_reference (xml, "Organization", org, NULL, task->org->name, SIM_TYPE ("org"));
  if (!sim_request_strike (request, SIM_FAULT_NO_PROGRESS))
    sim_xml_number (xml, "Progress", sim_task_get_progress (task));
  sim_xml_text (xml, "Details", NULL);
  if (!is_root)
    sim_xml_close (xml);
}

/* 202 where it has just been started, else 200. */
void
sim_document_reply_task (SimRequest *request,
                         SimTask *task)
{
  g_autoptr (SimXml) xml = sim_request_new_xml (request, "Task");
  gboolean is_started = !g_str_equal (request->route->method, "GET");
  g_autofree char *href = sim_request_href (request, "/api/task/%s", task->id);

  if (is_started)
    sim_request_add_header (request, "Location", href);
  sim_document_write_task (xml, request, task, TRUE);
  sim_request_reply_xml (request, is_started ? 202 : 200, SIM_TYPE ("task"), xml);
}

void
sim_document_reply_session (SimRequest *request,
                            SimSession *session)
{
  g_autoptr (SimXml) xml = sim_request_new_xml (request, "Session");
  g_autofree char *user_urn = g_strconcat ("urn:vcloud:user:", request->cell->user_id, NULL);
  g_autofree char *location = g_strdup_printf ("%s@%s", session->org->id, request->cell->user_id);
  g_autofree char *href = sim_request_href (request, "/api/session");
  g_autofree char *orgs = sim_request_href (request, "/api/org/");
  g_autofree char *admin = sim_request_href (request, "/api/admin/");
  g_autofree char *org = sim_request_href (request, "/api/org/%s", session->org->id);
  g_autofree char *query = sim_request_href (request, "/api/query");
  g_autofree char *entity = sim_request_href (request, "/api/entity/");
  g_autofree char *extensibility = sim_request_href (request, "/api/extensibility");
  g_autofree char *openapi = sim_request_href (request, "/cloudapi");

  sim_xml_set (xml, "href", href);
  sim_xml_set (xml, "type", SIM_TYPE ("session"));
  sim_xml_set (xml, "user", session->user);
  sim_xml_set (xml, "org", session->org->name);
  sim_xml_set_optional (xml, "roles", session->org->is_system ? "system administrator"
                                                              : "Catalog Author");
  sim_xml_set_optional (xml, "userId", user_urn);
  sim_xml_set_optional (xml, "locationId", location);
  sim_xml_link (xml, "down", SIM_TYPE ("orgList"), NULL, orgs);
  sim_xml_link (xml, "remove", NULL, NULL, href);
  sim_xml_link (xml, "down", SIM_ADMIN_TYPE ("vcloud"), NULL, admin);
  sim_xml_link (xml, "down", SIM_TYPE ("org"), session->org->name, org);
  sim_xml_link (xml, "down", SIM_TYPE ("query.queryList"), NULL, query);
  sim_xml_link (xml, "entityResolver", SIM_TYPE ("entity"), NULL, entity);
  sim_xml_link (xml, "down:extensibility", SIM_TYPE ("apiextensibility"), NULL, extensibility);
  if (!sim_request_is_before (request, 33, 0))
    sim_xml_link (xml, "openapi", "application/json", NULL, openapi);
  sim_request_reply_xml (request, 200, SIM_TYPE ("session"), xml);
}

static void
write_old_org_links (SimXml *xml,
                     SimRequest *request,
                     SimOrg *org)
{
  g_autofree char *vdc = sim_request_href (request, "/api/vdc/%s", org->vdc_id);

  sim_xml_link (xml, "down", SIM_TYPE ("vdc"), "vdc", vdc);
  for (unsigned i = 0; i < request->cell->catalogs->len; i++)
    {
      SimCatalog *catalog = g_ptr_array_index (request->cell->catalogs, i);
      g_autofree char *href = sim_request_href (request, "/api/catalog/%s", catalog->id);

      if (catalog->org == org)
        sim_xml_link (xml, "down", SIM_TYPE ("catalog"), catalog->name, href);
    }
}

static void
write_query_org_links (SimXml *xml,
                       SimRequest *request,
                       SimOrg *org)
{
  static const char *const types[] = { "catalog", "orgVdc", "task" };

  for (size_t i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *href = sim_request_href (request,
                                                "/api/query?type=%s&format=records&filter=org==%s",
                                                types[i], org->id);

      sim_xml_link (xml, "down", SIM_TYPE ("query.records"), NULL, href);
    }
}

static void
write_catalog_references (SimXml *xml,
                          SimRequest *request,
                          SimOrg *org)
{
  sim_xml_open (xml, "Catalogs");
  for (unsigned i = 0; i < request->cell->catalogs->len; i++)
    {
      SimCatalog *catalog = g_ptr_array_index (request->cell->catalogs, i);
      g_autofree char *href = sim_request_href (request, "/api/admin/catalog/%s", catalog->id);

      if (catalog->org == org)
        sim_document_write_reference (xml, "CatalogReference", href, NULL, catalog->name,
                                      SIM_ADMIN_TYPE ("catalog"));
    }
  sim_xml_close (xml);
}

void
sim_document_reply_org (SimRequest *request,
                        SimOrg *org,
                        gboolean as_admin)
{
  const char *type = as_admin ? SIM_ADMIN_TYPE ("organization") : SIM_TYPE ("org");
  g_autoptr (SimXml) xml = sim_request_new_xml (request, as_admin ? "AdminOrg" : "Org");
  g_autofree char *href = sim_request_href (request, "/api/%sorg/%s", as_admin ? "admin/" : "",
                                            org->id);
  g_autofree char *urn = g_strconcat ("urn:vcloud:org:", org->id, NULL);
  g_autofree char *tasks = sim_request_href (request, "/api/tasksList/%s", org->id);
  g_autofree char *add = sim_request_href (request, "/api/admin/org/%s/catalogs", org->id);
  g_autofree char *metadata = sim_request_href (request, "/api/org/%s/metadata", org->id);

  sim_xml_set (xml, "name", org->name);
  sim_xml_set (xml, "id", urn);
  sim_xml_set (xml, "href", href);
  sim_xml_set (xml, "type", type);
  if (sim_request_is_before (request, 33, 0))
    write_old_org_links (xml, request, org);
  else
    write_query_org_links (xml, request, org);
  sim_xml_link (xml, "down", SIM_TYPE ("tasksList"), NULL, tasks);
  sim_xml_link (xml, "add", SIM_ADMIN_TYPE ("catalog"), NULL, add);
  sim_xml_link (xml, "down", SIM_TYPE ("metadata"), NULL, metadata);
  sim_xml_text (xml, "Description", NULL);
  sim_xml_text (xml, "FullName", org->full_name);
  if (as_admin)
    {
      sim_xml_text (xml, "IsEnabled", "true");
      write_catalog_references (xml, request, org);
    }
  sim_request_reply_xml (request, 200, type, xml);
}

void
sim_document_reply_vdc (SimRequest *request,
                        SimOrg *org)
{
  g_autoptr (SimXml) xml = sim_request_new_xml (request, "Vdc");
  g_autofree char *href = sim_request_href (request, "/api/vdc/%s", org->vdc_id);
  g_autofree char *urn = g_strconcat ("urn:vcloud:vdc:", org->vdc_id, NULL);
  g_autofree char *up = sim_request_href (request, "/api/org/%s", org->id);
  g_autofree char *add = sim_request_href (request, "/api/vdc/%s/media", org->vdc_id);

  sim_xml_set (xml, "name", "vdc");
  sim_xml_set (xml, "status", "1");
  sim_xml_set (xml, "id", urn);
  sim_xml_set (xml, "href", href);
  sim_xml_set (xml, "type", SIM_TYPE ("vdc"));
  sim_xml_link (xml, "up", SIM_TYPE ("org"), NULL, up);
  if (sim_request_is_before (request, 32, 0))
    sim_xml_link (xml, "add", SIM_TYPE ("media"), NULL, add);
  sim_xml_text (xml, "Description", NULL);
  sim_xml_open (xml, "VdcStorageProfiles");
  for (size_t i = 0; i < G_N_ELEMENTS (request->cell->profiles); i++)
    {
      SimProfile *profile = &request->cell->profiles[i];
      g_autofree char *profile_href = sim_request_href (request, "/api/vdcStorageProfile/%s",
                                                        profile->id);

      sim_document_write_reference (xml, "VdcStorageProfile", profile_href, NULL, profile->name,
                                    SIM_TYPE ("vdcStorageProfile"));
    }
  sim_xml_close (xml);
  sim_request_reply_xml (request, 200, SIM_TYPE ("vdc"), xml);
}

void
sim_document_reply_profile (SimRequest *request,
                            SimProfile *profile)
{
  g_autoptr (SimXml) xml = sim_request_new_xml (request, "VdcStorageProfile");
  g_autofree char *href = sim_request_href (request, "/api/vdcStorageProfile/%s", profile->id);
  g_autofree char *urn = g_strconcat ("urn:vcloud:vdcstorageProfile:", profile->id, NULL);

  sim_xml_set (xml, "name", profile->name);
  sim_xml_set (xml, "id", urn);
  sim_xml_set (xml, "href", href);
  sim_xml_set (xml, "type", SIM_TYPE ("vdcStorageProfile"));
  sim_xml_text (xml, "Enabled", "true");
  sim_xml_text (xml, "Units", "MB");
  sim_xml_number (xml, "Limit", 0);
  sim_xml_text (xml, "Default", profile->is_default ? "true" : "false");
  sim_request_reply_xml (request, 200, SIM_TYPE ("vdcStorageProfile"), xml);
}
