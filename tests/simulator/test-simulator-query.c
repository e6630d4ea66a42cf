/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-test-client.h"

static const char *const names[] = {
  "debian-12.iso", "Debian 13.iso", "a,b;c.iso", "x(1).iso", "50% off.iso", "r&d \"é\" <漢>.iso",
  "back\\slash.iso",
};

typedef struct
{
  Simulator *cell;
  SimTestClient *client;
} Fixture;

static void
set_up (Fixture *fixture,
        gconstpointer version)
{
  fixture->cell = simulator_start ("--catalog", "ISOs", "--catalog", "Tools", "--catalog",
                                   "ISOs:published", "--catalog", "Feed:subscribed", "--catalog",
                                   "Ours:shared", "--catalog", "Look:readonly", NULL);
  fixture->client = sim_test_client_new (fixture->cell, version);
  for (size_t i = 0; i < G_N_ELEMENTS (names); i++)
    simulator_add_media (fixture->cell, "ISOs", names[i], (i + 1) * 1000);
  simulator_add_media (fixture->cell, "Tools", "debian-12.iso", 5);
  sim_test_client_log_in (fixture->client);
}

static void
tear_down (Fixture *fixture,
           gconstpointer data)
{
  sim_test_client_free (fixture->client);
  simulator_free (fixture->cell);
}

static void
assert_total (Fixture *fixture,
              const char *query,
              const char *expected)
{
  g_autofree char *path = g_strconcat ("/api/query?", query, NULL);
  g_autoptr (SimTestReply) reply = sim_test_get (fixture->client, path);

  g_test_message ("%s", query);
  g_assert_cmpuint (reply->status, ==, 200);
  sim_test_assert_found (reply, "string(/*/@total)", expected);
  sim_test_assert_found (reply, "string(count(/*/*) - count(/*/v:Link))", expected);
}

/* As clients write them from 35.0 on. */
static void
test_filters (Fixture *fixture,
              gconstpointer data)
{
  static const struct
  {
    const char *query;
    const char *total;
  } cases[] = {
    { "type=media", "8" },
    { "?&type=media", "8" },
    { "type=media&filter=name==debian-12.iso", "2" },
    { "type=media&filter=name==DEBIAN*", "3" },
    { "type=media&filter=name==deb*;catalogName==Tools", "1" },
    { "type=media&filter=(name==deb*;catalogName==Tools),storageB=gt=6500", "2" },
    { "type=media&filter=(catalogName!=Tools);(storageB=le=2000)", "2" },
    { "type=media&filter=storageB=ge=1000;storageB=lt=3000", "2" },
    { "type=media&filter=name==a%5C%2Cb%5C%3Bc.iso", "1" },
    { "type=media&filter=name==x%5C%281%5C%29.iso", "1" },
    { "type=media&filter=name==back%5C%5Cslash.iso", "1" },
    { "type=media&filter=name==50%25%20off.iso", "1" },
    { "type=media&filter=name==r%26d%20%22%C3%A9%22%20%3C%E6%BC%A2%3E.iso", "1" },
    { "type=media&filter=name==Debian+13.iso&filterEncoded=true", "1" },
    { "&filterEncoded=true&filter=name==debian-12.iso;catalogName==ISOs&type=media&", "1" },
    { "type=media&filter=status==RESOLVED", "8" },
    { "type=catalogItem&filter=entityType==media", "8" },
    { "type=catalog", "6" },
    { "type=catalog&filter=name==ISOs", "2" },
    { "type=catalog&filter=isPublished==true", "1" },
    { "type=catalog&filter=publishSubscriptionType==SUBSCRIBED;isLocal==false", "1" },
    { "type=vAppTemplate&filter=catalogName==ISOs;name==debian*", "0" },
    { "type=orgVdcStorageProfile", "2" },
    { "type=organization", "1" },
    { "type=task", "0" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_total (fixture, cases[i].query + (*cases[i].query == '?'), cases[i].total);
}

/* As clients wrote them before: the value, then the filter. */
static void
test_old_filters (Fixture *fixture,
                  gconstpointer data)
{
  assert_total (fixture, "type=media&filterEncoded=true&filter=name%3D%3Da%252Cb%253Bc.iso", "1");
  assert_total (fixture, "type=media&filterEncoded=true&filter=name%3D%3Dx%25281%2529.iso", "1");
  assert_total (fixture, "type=media&filterEncoded=true&filter=name%3D%3D50%2525%2520off.iso", "1");
}

static void
test_references (Fixture *fixture,
                 gconstpointer data)
{
  g_autofree char *catalog = sim_test_find_catalog (fixture->client, "Tools");
  const char *id = strrchr (catalog, '/') + 1;
  const char *queries[] = {
    "type=media&filter=catalog==https://127.0.0.1/api/catalog/%s",
    "type=media&filter=catalog==https%3A%2F%2F127.0.0.1%2Fapi%2Fadmin%2Fcatalog%2F%s",
    "type=media&filter=catalog==urn:vcloud:catalog:%s",
    "type=catalog&filter=id==urn%3Avcloud%3Acatalog%3A%s&filterEncoded=true",
  };

  for (size_t i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autoptr (GString) query = g_string_new (queries[i]);

      g_string_replace (query, "%s", id, 0);
      assert_total (fixture, query->str, "1");
    }
}

static void
test_refusals (Fixture *fixture,
               gconstpointer data)
{
  static const struct
  {
    const char *query;
    unsigned status;
  } cases[] = {
    { "/api/query?type=nothing", 400 },
    { "/api/query?type=media&filter=nothing==1", 400 },
    { "/api/query?type=media&filter=name", 400 },
    { "/api/query?type=media&filter=(name==a", 400 },
    { "/api/query?type=media&filter=name==a)", 400 },
    { "/api/query?type=media&sortAsc=nothing", 400 },
    { "/api/query?type=media&format=nothing", 400 },
    { "/api/query?type=adminMedia", 403 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SimTestReply) reply = sim_test_get (fixture->client, cases[i].query);

      g_test_message ("%s", cases[i].query);
      g_assert_cmpuint (reply->status, ==, cases[i].status);
      g_assert_nonnull (strstr (reply->body, "<Error"));
    }
}

static void
test_formats (Fixture *fixture,
              gconstpointer data)
{
  g_autoptr (SimTestReply) list = sim_test_get (fixture->client, "/api/query");
  g_autoptr (SimTestReply) references = NULL, ids = NULL, sorted = NULL;

  sim_test_assert_found (list, "count(//v:Link[@name='media'])", "3");
  references = sim_test_get (fixture->client, "/api/query?type=media&format=references");
  sim_test_assert_found (references, "count(/v:MediaReferences/v:MediaReference[@href])", "8");
  ids = sim_test_get (fixture->client, "/api/query?type=media&format=idrecords");
  sim_test_assert_found (ids, "count(//v:MediaRecord[starts-with(@id, 'urn:vcloud:media:')])", "8");
  sorted = sim_test_get (fixture->client, "/api/query?type=media&sortDesc=storageB&pageSize=1");
  sim_test_assert_found (sorted, "string(//v:MediaRecord/@name)", "back\\slash.iso");
}

/* Follows nextPage to the end, through ten thousand. */
static void
test_many (void)
{
  g_autoptr (Simulator) cell = simulator_start ("--media", "10000", "--http", NULL);
  g_autoptr (SimTestClient) client = sim_test_client_new (cell, "37.0");
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *href = g_strdup ("/api/query?type=media&pageSize=500&filter=name==image*");
  unsigned pages = 0;

  sim_test_client_log_in (client);
  while (*href)
    {
      g_autoptr (SimTestReply) reply = sim_test_get (client, href);
      g_autofree char *first = sim_test_find (reply, "string(//v:MediaRecord[1]/@href)");

      sim_test_assert_found (reply, "string(/*/@total)", "10000");
      sim_test_assert_found (reply, "string(/*/@pageSize)", "128");
      g_assert_true (g_hash_table_add (seen, g_steal_pointer (&first)));
      g_free (href);
      href = sim_test_find (reply, "string(//v:Link[@rel='nextPage']/@href)");
      pages++;
    }
  g_assert_cmpuint (pages, ==, 79);
}

/* Which catalogs take uploads. */
static void
test_catalogs (Fixture *fixture,
               gconstpointer data)
{
  static const struct
  {
    const char *name;
    const char *links;
  } cases[] = {
    { "Tools", "1" },
    { "Ours", "1" },
    { "Look", "0" },
    { "Feed", "0" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *href = sim_test_find_catalog (fixture->client, cases[i].name);
      g_autoptr (SimTestReply) reply = sim_test_get (fixture->client, href);

      sim_test_assert_found (reply,
                             "count(//v:Link[@rel='add' and "
                             "@type='application/vnd.vmware.vcloud.media+xml'])",
                             cases[i].links);
    }
}

#define ADD(path, version, function)                                                     \
  g_test_add ("/simulator/query/" path, Fixture, version, set_up, function, tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("filters", "37.0", test_filters);
  ADD ("old-filters", "33.0", test_old_filters);
  ADD ("references", "36.0", test_references);
  ADD ("refusals", "37.0", test_refusals);
  ADD ("formats", "37.0", test_formats);
  ADD ("catalogs", "37.0", test_catalogs);
  g_test_add_func ("/simulator/query/many", test_many);

  return g_test_run ();
}
