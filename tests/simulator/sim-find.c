/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-find.h"

#include "sim-model.h"

/*
 * What a request's address leads to. What is not there, not visible or not to be changed by this
 * user is answered alike: 403, as cells do it; then these give NULL.
 */

SimOrg *
sim_find_org (SimRequest *request)
{
  SimOrg *org = sim_model_get_org (request->cell, request->ids[0]);

  if (org && sim_model_sees_org (request->session, org))
    return org;

  sim_request_reply_forbidden (request);
  return NULL;
}

static gboolean
is_allowed (SimRequest *request,
            SimCatalog *catalog,
            gboolean to_change)
{
  return to_change ? sim_catalog_takes_uploads (catalog, request->session)
                   : sim_catalog_is_visible (catalog, request->session);
}

SimCatalog *
sim_find_catalog (SimRequest *request,
                  gboolean to_change)
{
  SimCatalog *catalog = g_hash_table_lookup (request->cell->catalogs_by_id, request->ids[0]);

  if (catalog && is_allowed (request, catalog, to_change))
    return catalog;

  sim_request_reply_forbidden (request);
  return NULL;
}

static SimMedia *
check_media (SimRequest *request,
             SimMedia *media,
             gboolean to_change)
{
  if (media && media->catalog && is_allowed (request, media->catalog, to_change))
    {
      sim_request_about (request, media->name);
      return media;
    }

  sim_request_reply_forbidden (request);
  return NULL;
}

SimMedia *
sim_find_media (SimRequest *request,
                gboolean to_change)
{
  return check_media (request, g_hash_table_lookup (request->cell->media_by_id, request->ids[0]),
                      to_change);
}

SimMedia *
sim_find_item (SimRequest *request,
               gboolean to_change)
{
  return check_media (request, g_hash_table_lookup (request->cell->items_by_id, request->ids[0]),
                      to_change);
}

/* The id at the end of an address or URN. */
char *
sim_find_id (const char *href)
{
  const char *end = strrchr (href, '/');

  if (!end)
    end = strrchr (href, ':');

  return g_strdup (end ? end + 1 : href);
}
