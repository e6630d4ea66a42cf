/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-test-client.h"

/*
 * What two stock clients send, request by request with their own headers and oddities, and what
 * they cannot do without in the replies.
 */

#define DEMO "Basic ZGVtb0BkZW1vOmRlbW8="       /* demo@demo:demo */
#define SYSTEM "Basic ZGVtb0BTeXN0ZW06ZGVtbw==" /* demo@System:demo */
#define TYPE(name) "application/vnd.vmware.vcloud." name "+xml"
#define SIZE 2500000
#define PIECE (1024 * 1024)

static void
assert_one_link (SimTestReply *reply,
                 const char *rel,
                 const char *type)
{
  g_autofree char *condition = type ? g_strdup_printf ("@type='%s'", type)
                                    : g_strdup ("not(@type)");
  g_autofree char *xpath = g_strdup_printf ("count(/*/v:Link[@rel='%s' and %s])", rel, condition);

  sim_test_assert_found (reply, xpath, "1");
}

static void
put_pieces (SimTestClient *client,
            const char *upload,
            GBytes *content)
{
  for (size_t first = 0; first < SIZE; first += PIECE)
    {
      g_autoptr (SimTestReply) reply = sim_test_put (client, upload, content, first,
                                                     MIN (PIECE, SIZE - first));

      g_assert_cmpuint (reply->status, ==, 200);
    }
}

/* Python's SDK, on 36.0: signs in; gives the version it speaks. */
static void
py_log_in (SimTestClient *client)
{
  g_autoptr (SimTestReply) versions = NULL, login = NULL, session = NULL;
  g_autofree char *bearer = NULL;

  versions = sim_test_send (client, "GET", "/api/versions", NULL, "Accept", "application/*+xml",
                            NULL);
  sim_test_assert_found (versions, "count(//versions:VersionInfo[versions:Version='36.0'])", "1");
  login = sim_test_send (client, "POST", "/cloudapi/1.0.0/sessions", "", "Accept",
                         "application/json;version=36.0", "Authorization", DEMO, NULL);
  g_assert_cmpuint (login->status, ==, 200);
  bearer = g_strconcat ("Bearer ", sim_test_get_header (login, "x-vmware-vcloud-access-token"),
                        NULL);
  sim_test_client_set_header (client, "Authorization", bearer);
  sim_test_client_set_header (client, "Accept", "application/*+xml;version=36.0");

  session = sim_test_get (client, "/api/session");
  sim_test_assert_found (session, "string(/v:Session/@org)", "demo");
  assert_one_link (session, "down", TYPE ("org"));
  assert_one_link (session, "down", TYPE ("orgList"));
  assert_one_link (session, "down", TYPE ("query.queryList"));
}

static char *
py_find_catalog (SimTestClient *client)
{
  g_autoptr (SimTestReply) list = sim_test_get (client, "/api/org/"), org = NULL, records = NULL;
  g_autofree char *href = sim_test_find (list, "string(//v:Org[@name='demo']/@href)");
  g_autofree char *link = NULL, *unquoted = NULL;

  org = sim_test_get (client, href);
  link = sim_test_find (org, "string(//v:Link[@rel='down' and contains(@href, 'catalog') and "
                             "@type='application/vnd.vmware.vcloud.query.records+xml']/@href)");
  unquoted = g_uri_unescape_string (link, NULL);
  records = sim_test_get (client, unquoted);

  return sim_test_find (records, "string(/*/*[@name='ISOs']/@href)");
}

static char *
py_upload (SimTestClient *client,
           const char *catalog_href,
           GBytes *content)
{
  g_autoptr (SimTestReply) catalog = sim_test_get (client, catalog_href), item = NULL;
  g_autofree char *add = NULL, *media = NULL, *upload = NULL;
  const char *body = "<Media xmlns=\"http://www.vmware.com/vcloud/v1.5\" "
                     "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
                     "xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" "
                     "xmlns:ovf=\"http://schemas.dmtf.org/ovf/envelope/1\" "
                     "name=\"py.img\" size=\"2500000\" imageType=\"img\">"
                     "<Description></Description></Media>";

  assert_one_link (catalog, "add", TYPE ("media"));
  add = sim_test_find (catalog, "string(//v:Link[contains(@type, '.media+')]/@href)");
  item = sim_test_send (client, "POST", add, body, "Content-Type", TYPE ("media"), NULL);
  g_assert_cmpuint (item->status, ==, 201);
  media = sim_test_find (item, "string(/v:CatalogItem/v:Entity/@href)");
  upload = sim_test_find_upload (client, media);

  sim_test_client_set_header (client, "Accept", "*/*");
  put_pieces (client, upload, content);
  sim_test_client_set_header (client, "Accept", "application/*+xml;version=36.0");

  return g_steal_pointer (&media);
}

static void
py_list_and_delete (SimTestClient *client,
                    const char *catalog_href)
{
  g_autoptr (SimTestReply) list = sim_test_get (client, "/api/query"), page = NULL, catalog = NULL;
  g_autoptr (SimTestReply) deleted = NULL;
  g_autofree char *href = sim_test_find (list, "string(//v:Link[@name='catalog' and "
                                               "contains(@type, 'query.idrecords')]/@href)");
  g_autofree char *query = g_strconcat (href, "&page=1", NULL);
  g_autofree char *item = NULL, *strange = NULL;

  g_assert_nonnull (strchr (href, '?'));
  page = sim_test_get (client, query);
  sim_test_assert_found (page, "string(//v:CatalogRecord/@name)", "ISOs");

  catalog = sim_test_get (client, catalog_href);
  item = sim_test_find (catalog, "string(//v:CatalogItem[@name='py.img']/@href)");
  strange = g_strconcat (item, "?force=False&recursive=False", NULL);
  deleted = sim_test_send (client, "DELETE", strange, NULL, NULL);
  g_assert_cmpuint (deleted->status, ==, 204);
}

static void
py_make_and_delete_catalog (SimTestClient *client)
{
  g_autoptr (SimTestReply) session = sim_test_get (client, "/api/session"), org = NULL;
  g_autoptr (SimTestReply) made = NULL, admin = NULL, deleted = NULL;
  g_autofree char *org_href = sim_test_find (session,
                                             "string(//v:Link[contains(@type, '.org+')]/@href)");
  g_autofree char *add = NULL, *href = NULL, *removal = NULL, *strange = NULL;

  org = sim_test_get (client, org_href);
  add = sim_test_find (org, "string(//v:Link[@rel='add' and "
                            "@type='application/vnd.vmware.admin.catalog+xml']/@href)");
  made = sim_test_send (client, "POST", add,
                        "<AdminCatalog xmlns=\"http://www.vmware.com/vcloud/v1.5\" name=\"new\">"
                        "<Description>d</Description></AdminCatalog>",
                        "Content-Type", "application/vnd.vmware.admin.catalog+xml",
                        "X-VMWARE-VCLOUD-TENANT-CONTEXT", strrchr (org_href, '/') + 1, NULL);
  g_assert_cmpuint (made->status, ==, 201);
  href = sim_test_find (made, "string(/v:AdminCatalog/@href)");
  admin = sim_test_get (client, href);
  assert_one_link (admin, "remove", NULL);
  removal = sim_test_find (admin, "string(//v:Link[@rel='remove']/@href)");
  strange = g_strconcat (removal, "?force=False&recursive=False", NULL);
  deleted = sim_test_send (client, "DELETE", strange, NULL, NULL);
  g_assert_cmpuint (deleted->status, ==, 202);
}

static void
test_python (void)
{
  g_autoptr (Simulator) cell = simulator_start ("--import-seconds", "0", NULL);
  g_autoptr (SimTestClient) client = sim_test_client_new (cell, NULL);
  g_autoptr (GBytes) content = sim_test_make_content (SIZE);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, content);
  g_autofree char *catalog = NULL, *media = NULL;
  g_autoptr (SimulatorMedia) state = NULL;
  g_autoptr (SimTestReply) logout = NULL;

  sim_test_client_set_header (client, "User-Agent", "python-requests/2.32.3");
  py_log_in (client);
  catalog = py_find_catalog (client);
  media = py_upload (client, catalog, content);
  sim_test_await_status (client, media, 1);
  state = simulator_dup_media (cell, "py.img");
  g_assert_cmpstr (state->sha256, ==, sha256);
  g_assert_cmpstr (state->image_type, ==, "img");
  py_list_and_delete (client, catalog);
  g_assert_cmpuint (simulator_count_media (cell, NULL), ==, 0);
  py_make_and_delete_catalog (client);
  logout = sim_test_send (client, "DELETE", "/api/session", NULL, NULL);
  g_assert_cmpuint (logout->status, ==, 204);
}

/* Go's SDK, on 37.0: sends its token in three headers. WAY is what follows the login's address. */
static void
go_log_in (SimTestClient *client,
           const char *way,
           const char *authorization)
{
  g_autoptr (SimTestReply) versions = sim_test_get (client, "/api/versions"), login = NULL;
  g_autofree char *url = sim_test_find (versions, "string(//versions:VersionInfo[versions:Version="
                                                  "'37.0']/versions:LoginUrl)");
  g_autofree char *address = g_strconcat (url, way, NULL), *bearer = NULL;
  const char *token;

  g_assert_true (g_str_has_suffix (url, "/cloudapi/1.0.0/sessions"));
  login = sim_test_send (client, "POST", address, NULL, "Accept", "application/*;version=37.0",
                         "Authorization", authorization, NULL);
  token = sim_test_get_header (login, "X-VMWARE-VCLOUD-ACCESS-TOKEN");
  g_assert_cmpuint (strlen (token), >, 32);
  bearer = g_strconcat ("bearer ", token, NULL);
  sim_test_client_set_header (client, "Authorization", bearer);
  sim_test_client_set_header (client, "X-Vmware-Vcloud-Access-Token", token);
  sim_test_client_set_header (client, "X-Vmware-Vcloud-Token-Type", "Bearer");
  sim_test_client_set_header (client, "Accept", "application/*+xml;version=37.0");
}

/* Version and time of build, each a word or more. */
static void
go_check_version (SimTestClient *client)
{
  g_autoptr (SimTestReply) admin = sim_test_get (client, "/api/admin");
  g_autofree char *description = sim_test_find (admin, "string(/v:VCloud/v:Description)");

  g_assert_true (g_regex_match_simple ("^\\d+\\.\\d+\\.\\d+\\S* \\S.*\\d\\d:\\d\\d:\\d\\d",
                                       description, 0, 0));
}

/* With a second Accept header that is none. */
static SimTestReply *
go_query (SimTestClient *client,
          const char *query)
{
  return sim_test_send (client, "GET", query, NULL, "Accept",
                        "vnd.vmware.vcloud.org+xml;version=37.0", NULL);
}

/* What stands around the images: an administrator's view, and templates of machines. */
static void
go_look_over (SimTestClient *client,
              const char *catalog)
{
  g_autofree char *path = g_strconcat ("/api/admin/catalog/", strrchr (catalog, '/') + 1,
                                       "/metadata/", NULL);
  g_autoptr (SimTestReply) metadata = sim_test_get (client, path), templates = NULL;

  g_assert_cmpuint (metadata->status, ==, 200);
  sim_test_assert_found (metadata, "count(/v:Metadata)", "1");
  templates = go_query (client, "/api/query?&filter=catalogName==ISOs&page=1&pageSize=25&"
                                "type=vAppTemplate");
  g_assert_cmpuint (templates->status, ==, 200);
  sim_test_assert_found (templates, "string(/*/@total)", "0");
}

static void
go_check_uploading (SimTestReply *media)
{
  sim_test_assert_found (media, "count(//v:Tasks/v:Task)", "1");
  sim_test_assert_found (media, "string(//v:Tasks/v:Task/@status)", "running");
  sim_test_assert_found (media, "string(//v:Tasks/v:Task/v:Owner/@name)", "go.iso");
  sim_test_assert_found (media, "count(//v:Files/v:File)", "1");
  sim_test_assert_found (media, "count(//v:Files/v:File/v:Link)", "1");
}

static char *
go_upload (SimTestClient *client,
           const char *catalog,
           GBytes *content)
{
  g_autofree char *add = g_strconcat (catalog, "/action/upload", NULL);
  g_autoptr (SimTestReply) item = NULL, media = NULL, task = NULL;
  g_autofree char *media_href = NULL, *task_href = NULL, *upload = NULL, *id = NULL;

  item = sim_test_send (client, "POST", add,
                        "<Media xmlns=\"http://www.vmware.com/vcloud/v1.5\" name=\"go.iso\" "
                        "imageType=\"iso\" size=\"2500000\" ><Description>d</Description></Media>",
                        "Content-Type", TYPE ("media"), "X-VMWARE-VCLOUD-CLIENT-REQUEST-ID",
                        "7-2026-01-02-", NULL);
  g_assert_cmpuint (item->status, ==, 201);
  g_assert_true (g_str_has_prefix (sim_test_get_header (item, "X-VMWARE-VCLOUD-REQUEST-ID"),
                                   "7-2026-01-02-"));
  sim_test_assert_found (item, "string(/v:CatalogItem/@name)", "go.iso");
  /* Cut from the 24th character on. */
  id = sim_test_find (item, "string(/v:CatalogItem/@id)");
  g_assert_cmpuint (strlen (id), ==, 23 + 36);
  media_href = sim_test_find (item, "string(/v:CatalogItem/v:Entity/@href)");

  media = sim_test_get (client, media_href);
  go_check_uploading (media);
  task_href = sim_test_find (media, "string(//v:Task/@href)");
  task = sim_test_get (client, task_href);
  sim_test_assert_found (task, "string(/v:Task/@status)", "running");

  for (size_t first = 0; first < SIZE; first += PIECE)
    {
      g_autoptr (SimTestReply) alive = NULL, piece = NULL;

      alive = sim_test_get (client, "/api/query%3Ftype=task&format=records&page=1&pageSize=5&");
      g_assert_cmpuint (alive->status, ==, 404);
      upload = upload ? upload : sim_test_find_upload (client, media_href);
      piece = sim_test_put (client, upload, content, first, MIN (PIECE, SIZE - first));
      g_assert_cmpuint (piece->status, ==, 200);
    }
  {
    g_autoptr (SimTestReply) again = sim_test_get (client, task_href);

    sim_test_await_task (client, again, "success");
  }

  return g_steal_pointer (&media_href);
}

static void
go_read_back (SimTestClient *client,
              const char *media_href)
{
  static const char *const attributes[] = {
    "isIso", "ownerName", "isPublished", "creationDate", "storageB", "status", "storageProfileName",
    "catalogItem",
  };
  g_autoptr (SimTestReply) record = NULL, metadata = NULL;
  g_autofree char *metadata_href = g_strconcat (media_href, "/metadata", NULL);

  record = go_query (client, "/api/query?&type=media&filter=name==go.iso;catalogName==ISOs"
                             "&filterEncoded=true");
  sim_test_assert_found (record, "string(/*/@total)", "1");
  for (size_t i = 0; i < G_N_ELEMENTS (attributes); i++)
    {
      g_autofree char *xpath = g_strdup_printf ("count(//v:MediaRecord/@%s)", attributes[i]);

      sim_test_assert_found (record, xpath, "1");
    }
  metadata = sim_test_get (client, metadata_href);
  g_assert_cmpuint (metadata->status, ==, 200);
}

static void
go_download_and_delete (SimTestClient *client,
                        const char *media_href,
                        GBytes *content)
{
  g_autoptr (SimTestReply) media = sim_test_get (client, media_href), task = NULL, ready = NULL;
  g_autoptr (SimTestReply) bytes = NULL, deleted = NULL;
  g_autofree char *enable = NULL, *download = NULL;

  assert_one_link (media, "enable", NULL);
  enable = sim_test_find (media, "string(//v:Link[@rel='enable']/@href)");
  task = sim_test_send (client, "POST", enable, NULL, "Content-Type", TYPE ("task"), NULL);
  g_assert_cmpuint (task->status, ==, 202);
  sim_test_await_task (client, task, "success");
  ready = sim_test_get (client, media_href);
  download = sim_test_find (ready, "string(//v:File/v:Link[@rel='download:default']/@href)");
  bytes = sim_test_get (client, download);
  g_assert_cmpmem (bytes->body, bytes->length, g_bytes_get_data (content, NULL), SIZE);

  deleted = sim_test_send (client, "DELETE", media_href, NULL, NULL);
  g_assert_cmpuint (deleted->status, ==, 202);
  sim_test_await_task (client, deleted, "success");
}

static void
test_go (void)
{
  g_autoptr (Simulator) cell = simulator_start ("--import-seconds", "0", NULL);
  g_autoptr (SimTestClient) client = sim_test_client_new (cell, NULL);
  g_autoptr (GBytes) content = sim_test_make_content (SIZE);
  g_autoptr (SimTestReply) orgs = NULL, catalogs = NULL, logout = NULL, gone = NULL;
  g_autofree char *org = NULL, *catalog = NULL, *media = NULL;

  sim_test_client_set_header (client, "User-Agent", "go-vcloud-director");
  go_log_in (client, "", DEMO);
  go_check_version (client);
  orgs = sim_test_get (client, "/api/org");
  org = sim_test_find (orgs, "string(//v:Org[@name='demo']/@href)");
  g_assert_nonnull (strstr (org, "/api/org/"));
  catalogs = go_query (client, "/api/query?&filter=name==ISOs&type=catalog&filterEncoded=true");
  sim_test_assert_found (catalogs, "count(/*[@total='1' and @pageSize and @page='1'])", "1");
  sim_test_assert_found (catalogs, "string(//v:CatalogRecord/@orgName)", "demo");
  catalog = sim_test_find (catalogs, "string(//v:CatalogRecord/@href)");
  go_look_over (client, catalog);
  media = go_upload (client, catalog, content);
  go_read_back (client, media);
  go_download_and_delete (client, media, content);
  gone = sim_test_get (client, media);
  g_assert_cmpuint (gone->status, ==, 403);
  logout = sim_test_send (client, "DELETE", "/cloudapi/1.0.0/sessions", NULL, "Accept",
                          "application/xml;version=37.0", NULL);
  g_assert_cmpuint (logout->status, ==, 204);
}

/* Signed in as the provider, it asks for everything by its administrators' names. */
static void
test_go_provider (void)
{
  static const struct
  {
    const char *query;
    const char *record;
    const char *count;
  } cases[] = {
    { "type=adminCatalog&filter=name==ISOs&filterEncoded=true", "AdminCatalogRecord", "1" },
    { "type=adminMedia&filter=name==a.iso&filterEncoded=true", "AdminMediaRecord", "1" },
    { "type=adminVAppTemplate&filter=catalogName==ISOs", "AdminVAppTemplateRecord", "0" },
    { "type=adminOrgVdc&filter=orgName==demo", "AdminVdcRecord", "1" },
  };
  g_autoptr (Simulator) cell = simulator_start (NULL);
  g_autoptr (SimTestClient) client = sim_test_client_new (cell, NULL);

  simulator_add_media (cell, "ISOs", "a.iso", 1000);
  go_log_in (client, "/provider", SYSTEM);
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/api/query?&", cases[i].query, NULL);
      g_autofree char *xpath = g_strdup_printf ("count(/*/v:%s)", cases[i].record);
      g_autoptr (SimTestReply) reply = go_query (client, path);

      g_test_message ("%s", cases[i].query);
      g_assert_cmpuint (reply->status, ==, 200);
      sim_test_assert_found (reply, xpath, cases[i].count);
    }
}

/* Before 5.5: the image goes to a virtual data center, and the Media itself comes back. */
static void
test_vdc_way (void)
{
  g_autoptr (Simulator) cell = simulator_start ("--api-versions", "1.5,5.1", NULL);
  g_autoptr (SimTestClient) client = sim_test_client_new (cell, "5.1");
  g_autoptr (SimTestReply) login = NULL, session = NULL, org = NULL, catalog = NULL, vdc = NULL;
  g_autoptr (SimTestReply) media = NULL;
  g_autofree char *org_href = NULL, *catalog_href = NULL, *vdc_href = NULL, *add = NULL;

  login = sim_test_send (client, "POST", "/api/sessions", NULL, "Authorization", DEMO, NULL);
  g_assert_cmpuint (login->status, ==, 200);
  g_assert_null (sim_test_get_header (login, "X-VMWARE-VCLOUD-ACCESS-TOKEN"));
  sim_test_client_set_header (client, "x-vcloud-authorization",
                              sim_test_get_header (login, "x-vcloud-authorization"));
  session = sim_test_get (client, "/api/session");
  org_href = sim_test_find (session, "string(//v:Link[contains(@type, '.org+')]/@href)");
  org = sim_test_get (client, org_href);
  catalog_href = sim_test_find (org, "string(//v:Link[contains(@type, 'vcloud.catalog+')]/@href)");
  catalog = sim_test_get (client, catalog_href);
  sim_test_assert_found (catalog, "count(//v:Link[contains(@type, '.media+')])", "0");
  vdc_href = sim_test_find (org, "string(//v:Link[contains(@type, '.vdc+')]/@href)");
  vdc = sim_test_get (client, vdc_href);
  add = sim_test_find (vdc, "string(//v:Link[contains(@type, '.media+')]/@href)");
  media = sim_test_send (client, "POST", add,
                         "<v:Media xmlns:v=\"http://www.vmware.com/vcloud/v1.5\" name=\"old.iso\" "
                         "imageType=\"iso\" size=\"10\"/>",
                         "Content-Type", TYPE ("media"), NULL);
  g_assert_cmpuint (media->status, ==, 201);
  sim_test_assert_found (media, "count(/v:Media/v:Files/v:File/v:Link)", "1");
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/simulator/peers/python", test_python);
  g_test_add_func ("/simulator/peers/go", test_go);
  g_test_add_func ("/simulator/peers/go-provider", test_go_provider);
  g_test_add_func ("/simulator/peers/vdc-way", test_vdc_way);

  return g_test_run ();
}
