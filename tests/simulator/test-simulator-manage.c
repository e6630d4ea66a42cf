/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-test-client.h"

#define NS "xmlns=\"http://www.vmware.com/vcloud/v1.5\""
#define TYPE(name) "application/vnd.vmware.vcloud." name "+xml"
#define ADMIN_CATALOG "application/vnd.vmware.admin.catalog+xml"

typedef struct
{
  Simulator *cell;
  SimTestClient *client;
  char *catalog;
  char *media;
  char *item;
} Fixture;

static void
set_up (Fixture *fixture,
        gconstpointer data)
{
  g_autoptr (SimTestReply) catalog = NULL, item = NULL;

  fixture->cell = simulator_start ("--catalog", "ISOs", "--catalog", "Tools", "--catalog",
                                   "Feed:subscribed", NULL);
  fixture->client = sim_test_client_new (fixture->cell, "37.0");
  simulator_add_media (fixture->cell, "ISOs", "a.iso", 1000);
  simulator_add_media (fixture->cell, "ISOs", "taken.iso", 1000);
  sim_test_client_log_in (fixture->client);
  fixture->catalog = sim_test_find_catalog (fixture->client, "ISOs");
  catalog = sim_test_get (fixture->client, fixture->catalog);
  fixture->item = sim_test_find (catalog, "string(//v:CatalogItem[@name='a.iso']/@href)");
  item = sim_test_get (fixture->client, fixture->item);
  fixture->media = sim_test_find (item, "string(//v:Entity/@href)");
}

static void
tear_down (Fixture *fixture,
           gconstpointer data)
{
  g_free (fixture->catalog);
  g_free (fixture->media);
  g_free (fixture->item);
  sim_test_client_free (fixture->client);
  simulator_free (fixture->cell);
}

static SimTestReply *
edit (Fixture *fixture,
      const char *body)
{
  return sim_test_send (fixture->client, "PUT", fixture->media, body, "Content-Type",
                        TYPE ("media"), NULL);
}

static void
test_edit (Fixture *fixture,
           gconstpointer data)
{
  g_autoptr (SimTestReply) changed = NULL, bare = NULL, taken = NULL, at_once = NULL, wrong = NULL;
  g_autoptr (SimulatorMedia) described = NULL, cleared = NULL;

  changed = edit (fixture, "<Media " NS " name=\"b &amp; c.iso\" size=\"1000\" imageType=\"iso\">"
                           "<Description>new</Description></Media>");
  g_assert_cmpuint (changed->status, ==, 202);
  sim_test_await_task (fixture->client, changed, "success");
  described = simulator_dup_media (fixture->cell, "b & c.iso");
  g_assert_cmpstr (described->description, ==, "new");

  bare = edit (fixture, "<Media " NS " name=\"b.iso\"/>");
  g_assert_cmpuint (bare->status, ==, 202);
  sim_test_await_task (fixture->client, bare, "success");
  cleared = simulator_dup_media (fixture->cell, "b.iso");
  g_assert_cmpstr (cleared->description, ==, "");

  taken = edit (fixture, "<Media " NS " name=\"taken.iso\"/>");
  g_assert_cmpuint (taken->status, ==, 400);
  sim_test_assert_found (taken, "string(/v:Error/@minorErrorCode)", "DUPLICATE_NAME");
  wrong = sim_test_send (fixture->client, "PUT", fixture->media, "<Media " NS " name=\"x\"/>",
                         "Content-Type", "text/xml", NULL);
  g_assert_cmpuint (wrong->status, ==, 415);

  simulator_set_fault (fixture->cell, "edit-no-task");
  at_once = edit (fixture, "<Media " NS " name=\"c.iso\"/>");
  g_assert_cmpuint (at_once->status, ==, 200);
  sim_test_assert_found (at_once, "string(/v:Media/@name)", "c.iso");
}

static void
test_delete (Fixture *fixture,
             gconstpointer data)
{
  g_autoptr (SimTestReply) in_use = NULL, busy = NULL, deleted = NULL, gone = NULL, item = NULL;

  simulator_set_fault (fixture->cell, "busy-delete=times:1");
  busy = sim_test_send (fixture->client, "DELETE", fixture->media, NULL, NULL);
  g_assert_cmpuint (busy->status, ==, 400);
  sim_test_assert_found (busy, "string(/v:Error/@minorErrorCode)", "BUSY_ENTITY");
  simulator_set_fault (fixture->cell, "delete-in-use=times:1");
  in_use = sim_test_send (fixture->client, "DELETE", fixture->media, NULL, NULL);
  g_assert_cmpuint (in_use->status, ==, 202);
  sim_test_await_task (fixture->client, in_use, "error");
  deleted = sim_test_send (fixture->client, "DELETE", fixture->media, NULL, NULL);
  g_assert_cmpuint (deleted->status, ==, 202);
  sim_test_await_task (fixture->client, deleted, "success");
  gone = sim_test_get (fixture->client, fixture->media);
  item = sim_test_get (fixture->client, fixture->item);
  g_assert_cmpuint (gone->status, ==, 403);
  g_assert_cmpuint (item->status, ==, 403);
  g_assert_cmpuint (simulator_count_media (fixture->cell, "ISOs"), ==, 1);
}

static SimTestReply *
copy_or_move (Fixture *fixture,
              const char *target,
              const char *action,
              const char *name)
{
  g_autofree char *catalog = sim_test_find_catalog (fixture->client, target);
  g_autofree char *href = g_strdup_printf ("%s/action/%s", catalog, action);
  g_autofree char *body = g_strdup_printf ("<CopyOrMoveCatalogItemParams " NS " name=\"%s\">"
                                           "<Source href=\"%s\"/></CopyOrMoveCatalogItemParams>",
                                           name, fixture->item);

  return sim_test_send (fixture->client, "POST", href, body, "Content-Type",
                        TYPE ("copyOrMoveCatalogItemParams"), NULL);
}

static void
test_copy_and_move (Fixture *fixture,
                    gconstpointer data)
{
  g_autoptr (SimTestReply) copied = copy_or_move (fixture, "Tools", "copy", "copy.iso");
  g_autoptr (SimTestReply) moved = NULL, taken = NULL, refused = NULL;
  g_autoptr (SimulatorMedia) copy = NULL, original = NULL;

  g_assert_cmpuint (copied->status, ==, 202);
  simulator_advance_clock (fixture->cell, 2);
  sim_test_await_task (fixture->client, copied, "success");
  copy = simulator_dup_media (fixture->cell, "copy.iso");
  g_assert_cmpstr (copy->catalog, ==, "Tools");
  g_assert_cmpint (copy->status, ==, 1);

  taken = copy_or_move (fixture, "Tools", "move", "copy.iso");
  g_assert_cmpuint (taken->status, ==, 400);
  refused = copy_or_move (fixture, "Feed", "copy", "x.iso");
  g_assert_cmpuint (refused->status, ==, 403);
  moved = copy_or_move (fixture, "Tools", "move", "a.iso");
  simulator_advance_clock (fixture->cell, 2);
  sim_test_await_task (fixture->client, moved, "success");
  original = simulator_dup_media (fixture->cell, "a.iso");
  g_assert_cmpstr (original->catalog, ==, "Tools");
  g_assert_cmpuint (simulator_count_media (fixture->cell, "ISOs"), ==, 1);
}

static void
test_metadata (Fixture *fixture,
               gconstpointer data)
{
  g_autofree char *href = g_strconcat (fixture->media, "/metadata", NULL);
  g_autofree char *entry = g_strconcat (href, "/sha256", NULL);
  g_autoptr (SimTestReply) added = NULL, all = NULL, changed = NULL, one = NULL, removed = NULL;
  g_autoptr (SimTestReply) none = NULL;
  g_autoptr (SimulatorMedia) media = NULL;

  added = sim_test_send (fixture->client, "POST", href,
                         "<Metadata " NS " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">"
                         "<MetadataEntry><Key>sha256</Key><TypedValue "
                         "xsi:type=\"MetadataStringValue\"><Value>abc</Value></TypedValue>"
                         "</MetadataEntry></Metadata>",
                         "Content-Type", TYPE ("metadata"), NULL);
  g_assert_cmpuint (added->status, ==, 202);
  sim_test_await_task (fixture->client, added, "success");
  media = simulator_dup_media (fixture->cell, "a.iso");
  g_assert_cmpstr (media->metadata_sha256, ==, "abc");
  all = sim_test_get (fixture->client, href);
  sim_test_assert_found (all, "string(//v:MetadataEntry[v:Key='sha256']//v:Value)", "abc");

  changed = sim_test_send (fixture->client, "PUT", entry,
                           "<MetadataValue " NS
                           " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">"
                           "<TypedValue xsi:type=\"MetadataStringValue\"><Value>def</Value>"
                           "</TypedValue></MetadataValue>",
                           "Content-Type", TYPE ("metadata.value"), NULL);
  g_assert_cmpuint (changed->status, ==, 202);
  sim_test_await_task (fixture->client, changed, "success");
  one = sim_test_get (fixture->client, entry);
  sim_test_assert_found (one, "string(//v:Value)", "def");
  removed = sim_test_send (fixture->client, "DELETE", entry, NULL, NULL);
  g_assert_cmpuint (removed->status, ==, 202);
  none = sim_test_get (fixture->client, entry);
  g_assert_cmpuint (none->status, ==, 403);
}

static char *
create_catalog (Fixture *fixture,
                const char *name,
                unsigned status)
{
  g_autoptr (SimTestReply) session = sim_test_get (fixture->client, "/api/session"), org = NULL;
  g_autoptr (SimTestReply) reply = NULL;
  g_autofree char *org_href = sim_test_find (session,
                                             "string(//v:Link[contains(@type, '.org+')]/@href)");
  g_autofree char *add = NULL;
  g_autofree char *body = g_markup_printf_escaped ("<AdminCatalog " NS " name=\"%s\">"
                                                   "<Description>d</Description></AdminCatalog>",
                                                   name);

  org = sim_test_get (fixture->client, org_href);
  add = sim_test_find (org, "string(//v:Link[@rel='add']/@href)");
  reply = sim_test_send (fixture->client, "POST", add, body, "Content-Type", ADMIN_CATALOG, NULL);
  g_assert_cmpuint (reply->status, ==, status);

  return sim_test_find (reply, "string(/*/@href)");
}

static void
test_catalogs (Fixture *fixture,
               gconstpointer data)
{
  g_autofree char *href = create_catalog (fixture, "New & better", 201);
  g_autofree char *none = create_catalog (fixture, "ISOs", 400);
  g_autofree char *full = g_strdup (fixture->catalog), *admin = NULL, *recursive = NULL;
  g_autoptr (SimTestReply) renamed = NULL, refused = NULL, deleted = NULL, all = NULL;

  renamed = sim_test_send (fixture->client, "PUT", href, "<AdminCatalog " NS " name=\"Renamed\"/>",
                           "Content-Type", ADMIN_CATALOG, NULL);
  g_assert_cmpuint (renamed->status, ==, 200);
  sim_test_assert_found (renamed, "string(/v:AdminCatalog/@name)", "Renamed");
  deleted = sim_test_send (fixture->client, "DELETE", href, NULL, NULL);
  g_assert_cmpuint (deleted->status, ==, 202);
  sim_test_await_task (fixture->client, deleted, "success");

  admin = g_strdup_printf ("/api/admin/catalog/%s", strrchr (full, '/') + 1);
  refused = sim_test_send (fixture->client, "DELETE", admin, NULL, NULL);
  g_assert_cmpuint (refused->status, ==, 400);
  recursive = g_strconcat (admin, "?force=true&recursive=true", NULL);
  all = sim_test_send (fixture->client, "DELETE", recursive, NULL, NULL);
  g_assert_cmpuint (all->status, ==, 202);
  sim_test_await_task (fixture->client, all, "success");
  g_assert_cmpuint (simulator_count_media (fixture->cell, NULL), ==, 0);
}

/* A storage profile by its address, and a description. */
static void
test_profile (Fixture *fixture,
              gconstpointer data)
{
  g_autoptr (SimTestReply) profiles = sim_test_get (fixture->client,
                                                    "/api/query?type=orgVdcStorageProfile");
  g_autofree char *silver = sim_test_find (profiles, "string(//*[@name='Silver']/@href)");
  g_autofree char *href = g_strconcat (fixture->catalog, "/action/upload", NULL);
  g_autofree char *body = g_strdup_printf ("<Media " NS " name=\"p.bin\" size=\"7\">"
                                           "<Description>text</Description>"
                                           "<VdcStorageProfile href=\"%s\"/></Media>",
                                           silver);
  g_autoptr (SimTestReply) reply = sim_test_send (fixture->client, "POST", href, body,
                                                  "Content-Type", TYPE ("media"), NULL);
  g_autoptr (SimulatorMedia) media = simulator_dup_media (fixture->cell, "p.bin");
  g_autoptr (SimTestReply) profile = sim_test_get (fixture->client, silver);

  g_assert_cmpuint (reply->status, ==, 201);
  g_assert_cmpstr (media->storage_profile, ==, "Silver");
  g_assert_cmpstr (media->description, ==, "text");
  g_assert_null (media->image_type);
  sim_test_assert_found (profile, "string(/v:VdcStorageProfile/@name)", "Silver");
}

static void
test_unknown (Fixture *fixture,
              gconstpointer data)
{
  static const struct
  {
    const char *method;
    const char *path;
    unsigned status;
  } cases[] = {
    { "GET", "/api/media/00000000-0000-4000-8000-000000000000", 403 },
    { "GET", "/api/task/00000000-0000-4000-8000-000000000000", 403 },
    { "GET", "/api/catalog/nothing", 403 },
    { "GET", "/api/nothing", 404 },
    { "GET", "/", 404 },
    { "DELETE", "/api/org", 405 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SimTestReply) reply = sim_test_send (fixture->client, cases[i].method,
                                                      cases[i].path, NULL, NULL);

      g_test_message ("%s", cases[i].path);
      g_assert_cmpuint (reply->status, ==, cases[i].status);
    }
}

#define ADD(path, function)                                                            \
  g_test_add ("/simulator/manage/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("edit", test_edit);
  ADD ("delete", test_delete);
  ADD ("copy-and-move", test_copy_and_move);
  ADD ("metadata", test_metadata);
  ADD ("catalogs", test_catalogs);
  ADD ("profile", test_profile);
  ADD ("unknown", test_unknown);

  return g_test_run ();
}
