/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-documents.h"

#include "sim-model.h"

/*
 * The document of a catalog, as users and as administrators see it.
 */

static void
write_action (SimXml *xml,
              SimRequest *request,
              SimCatalog *catalog,
              const char *rel,
              const char *type,
              const char *action)
{
  g_autofree char *href = sim_request_href (request, "/api/catalog/%s/%s", catalog->id, action);

  sim_xml_link (xml, rel, type, NULL, href);
}

static void
write_links (SimXml *xml,
             SimRequest *request,
             SimCatalog *catalog,
             gboolean as_admin)
{
  g_autofree char *up = sim_request_href (request, "/api/org/%s", catalog->org->id);
  g_autofree char *admin = sim_request_href (request, "/api/admin/catalog/%s", catalog->id);
  g_autofree char *user = sim_request_href (request, "/api/catalog/%s", catalog->id);

  sim_xml_link (xml, "up", SIM_TYPE ("org"), NULL, up);
  write_action (xml, request, catalog, "down", SIM_TYPE ("metadata"), "metadata");
  if (as_admin)
    {
      sim_xml_link (xml, "alternate", SIM_TYPE ("catalog"), NULL, user);
      sim_xml_link (xml, "edit", SIM_ADMIN_TYPE ("catalog"), NULL, admin);
      sim_xml_link (xml, "remove", NULL, NULL, admin);
    }
  else if (sim_model_sees_org (request->session, catalog->org))
    sim_xml_link (xml, "alternate", SIM_ADMIN_TYPE ("catalog"), NULL, admin);
  if (catalog->kind == SIM_CATALOG_SUBSCRIBED)
    write_action (xml, request, catalog, "sync", NULL, "action/sync");
  if (!sim_catalog_takes_uploads (catalog, request->session))
    return;

  write_action (xml, request, catalog, "add", SIM_TYPE ("catalogItem"), "catalogItems");
  /* Before 5.5 images went to a virtual data center. */
  if (!sim_request_is_before (request, 5, 5))
    {
      write_action (xml, request, catalog, "add", SIM_TYPE ("media"), "action/upload");
      write_action (xml, request, catalog, "add", SIM_TYPE ("uploadVAppTemplateParams"),
                    "action/upload");
      write_action (xml, request, catalog, "copy", SIM_TYPE ("copyOrMoveCatalogItemParams"),
                    "action/copy");
      write_action (xml, request, catalog, "move", SIM_TYPE ("copyOrMoveCatalogItemParams"),
                    "action/move");
    }
}

static void
write_items (SimXml *xml,
             SimRequest *request,
             SimCatalog *catalog)
{
  sim_xml_open (xml, "CatalogItems");
  for (unsigned i = 0; i < catalog->media->len; i++)
    {
      SimMedia *media = g_ptr_array_index (catalog->media, i);
      g_autofree char *href = sim_request_href (request, "/api/catalogItem/%s", media->item_id);
      g_autofree char *urn = g_strconcat ("urn:vcloud:catalogitem:", media->item_id, NULL);

      sim_xml_open (xml, "CatalogItem");
      sim_xml_set (xml, "href", href);
      sim_xml_set (xml, "id", urn);
      sim_xml_set (xml, "name", media->name);
      sim_xml_set (xml, "type", SIM_TYPE ("catalogItem"));
      sim_xml_close (xml);
    }
  sim_xml_close (xml);
}

static void
write_subscription (SimXml *xml)
{
  sim_xml_open (xml, "ExternalCatalogSubscriptionParams");
  sim_xml_text (xml, "SubscribeToExternalFeeds", "true");
  sim_xml_text (xml, "Location", "https://elsewhere.example.com/vcsp/lib/1/");
  sim_xml_text (xml, "LocalCopy", "false");
  sim_xml_close (xml);
}

void
sim_document_reply_catalog (SimRequest *request,
                            unsigned status,
                            SimCatalog *catalog,
                            gboolean as_admin)
{
  const char *type = as_admin ? SIM_ADMIN_TYPE ("catalog") : SIM_TYPE ("catalog");
  g_autoptr (SimXml) xml = sim_request_new_xml (request, as_admin ? "AdminCatalog" : "Catalog");
  g_autofree char *href = sim_request_href (request, "/api/%scatalog/%s", as_admin ? "admin/" : "",
                                            catalog->id);
  g_autofree char *urn = g_strconcat ("urn:vcloud:catalog:", catalog->id, NULL);
  g_autofree char *created = sim_clock_format (catalog->created);

  sim_xml_set (xml, "name", catalog->name);
  sim_xml_set (xml, "id", urn);
  sim_xml_set (xml, "href", href);
  sim_xml_set (xml, "type", type);
  write_links (xml, request, catalog, as_admin);
  sim_xml_text (xml, "Description", catalog->description);
  if (as_admin)
    sim_document_write_owner (xml, request, request->cell->options->user);
  write_items (xml, request, catalog);
  sim_xml_text (xml, "IsPublished", catalog->kind == SIM_CATALOG_PUBLISHED ? "true" : "false");
  sim_xml_text (xml, "DateCreated", created);
  sim_xml_number (xml, "VersionNumber", catalog->version);
  if (as_admin && catalog->kind == SIM_CATALOG_SUBSCRIBED)
    write_subscription (xml);
  sim_request_reply_xml (request, status, type, xml);
}
