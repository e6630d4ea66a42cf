/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "canned-server.h"
#include "properties.h"
#include "sim-session.h"

/* Sessions with a whole cell, and the list of catalogs that they have. */

/* Each generation of the API, from its sign-in to its sign-out. */
static void
test_versions (void)
{
  static const struct
  {
    const char *listed;
    const char *chosen;
  } cases[] = {
    { "5.5", "5.5" }, { "9.0", "9.0" }, { "9.0,31.0,5.5", "31.0" }, { "33.0", "33.0" },
    { "36.0,5.5,37.0,9.0", "37.0" }, { "38.0,39.0,40.0", "39.0" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Simulator) simulator = simulator_start ("--api-versions", cases[i].listed,
                                                        "--media", "3", NULL);
      VcdSession *session = sim_session_new (simulator);
      g_autoptr(VcdCatalog) catalog = sim_session_dup_catalog (session, "ISOs");

      g_assert_cmpstr (vcd_session_get_api_version (session), ==, cases[i].chosen);
      fixture_assert_resolves (vcd_catalog_check (catalog));
      fixture_assert_resolves (vcd_catalog_load (catalog));
      g_assert_cmpuint (sim_n_items (catalog), ==, 3);
      g_assert_cmpuint (simulator_count_sessions (simulator), ==, 1);
      fixture_assert_resolves (vcd_session_sign_out (session));
      g_assert_cmpuint (simulator_count_sessions (simulator), ==, 0);
      g_assert_cmpuint (sim_n_items (vcd_session_get_catalogs (session)), ==, 0);
      fixture_assert_finalized (session);
    }
}

/* The provider sees both catalogs, and none of them is its own. */
static void
test_provider_catalogs (void)
{
  g_autoptr(Simulator) simulator = simulator_start ("--catalog", "ISOs", "--catalog", "ISOs:shared",
                                                    "--media", "3", NULL);
  VcdSession *session = sim_session_new_for (simulator, "System", "demo", "demo");
  g_autoptr(VcdCatalog) catalog = NULL;
  g_autoptr(GError) error = NULL;

  fixture_assert_resolves (vcd_session_load_catalogs (session));
  g_assert_null (vcd_session_find_catalog (session, "ISOs", &error));
  g_assert_error (error, VCD_ERROR, VCD_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "demo/ISOs"));
  g_assert_nonnull (strstr (error->message, "partner/ISOs"));

  catalog = vcd_session_find_catalog (session, "demo/ISOs", NULL);
  fixture_assert_resolves (vcd_catalog_check (catalog));
  fixture_assert_resolves (vcd_catalog_load (catalog));
  g_assert_cmpuint (sim_n_items (catalog), ==, 3);
  fixture_assert_finalized (session);
}

static void
test_storage_profile (void)
{
  g_autoptr(Simulator) simulator = simulator_start (NULL, NULL);
  VcdSession *session = sim_session_new (simulator);

  fixture_assert_resolves (vcd_session_find_storage_profile (session, "Silver"));
  fixture_assert_rejects (vcd_session_find_storage_profile (session, "S*"), VCD_ERROR_NOT_FOUND);
  fixture_assert_finalized (session);
}

/* Many requests meet the end of a session, and one of them renews it for all. */
static void
test_renewal_shared (void)
{
  g_autoptr(Simulator) simulator = simulator_start (NULL, NULL);
  VcdSession *session = sim_session_new (simulator);
  DexFuture *requests[5];

  simulator_expire_sessions (simulator);
  for (unsigned i = 0; i < G_N_ELEMENTS (requests); i++)
    requests[i] = vcd_session_request (session, "GET", "/api/org", NULL, NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (requests); i++)
    fixture_assert_resolves (requests[i]);

  g_assert_cmpuint (simulator_count_sign_ins (simulator), ==, 2);
  fixture_assert_finalized (session);
}

/* The cell goes away and comes back, and the session with it. */
static void
test_restart (void)
{
  g_autoptr(Simulator) simulator = simulator_start (NULL, NULL);
  VcdSession *session = sim_session_new (simulator);

  simulator_stop_listening (simulator);
  simulator_drop_connections (simulator);
  fixture_assert_rejects (vcd_session_request (session, "GET", "/api/org", NULL, NULL),
                          VCD_ERROR_NETWORK);
  simulator_listen_again (simulator);
  fixture_assert_resolves (vcd_session_request (session, "GET", "/api/org", NULL, NULL));

  /* Another certificate than the one that was pinned. */
  simulator_change_certificate (simulator);
  fixture_assert_rejects (vcd_session_request (session, "GET", "/api/org", NULL, NULL),
                          VCD_ERROR_CERTIFICATE);
  fixture_assert_finalized (session);
}

static void
test_properties (void)
{
  g_autoptr(Simulator) simulator = simulator_start (NULL, NULL);
  VcdSession *session = sim_session_new (simulator);

  fixture_assert_resolves (vcd_session_load_catalogs (session));
  property_assert_object (session, "account", vcd_session_get_account (session));
  property_assert_number (session, "state", VCD_SESSION_SIGNED_IN);
  property_assert_error (session, "error", NULL);
  property_assert_string (session, "api-version", vcd_session_get_api_version (session));
  property_assert_object (session, "catalogs", vcd_session_get_catalogs (session));
  property_assert_number (session, "can-create-catalog", TRUE);

  fixture_assert_resolves (vcd_session_sign_out (session));
  vcd_account_set_secret (vcd_session_get_account (session), "wrong");
  fixture_assert_rejects (vcd_session_sign_in (session), VCD_ERROR_SIGN_IN);
  property_assert_number (session, "state", VCD_SESSION_FAILED);
  g_assert_nonnull (vcd_session_get_error (session));
  property_assert_error (session, "error", vcd_session_get_error (session));

  fixture_assert_finalized (session);
}

static void
test_async (void)
{
  g_autoptr(Simulator) simulator = simulator_start (NULL, NULL);
  VcdSession *session = sim_session_new (simulator);
  g_autoptr(GAsyncResult) loaded = NULL;
  g_autoptr(GAsyncResult) failed = NULL;
  g_autoptr(GAsyncResult) signed_out = NULL;
  g_autoptr(GError) error = NULL;

  vcd_session_load_catalogs_async (session, NULL, fixture_on_ready, &loaded);
  fixture_wait_until (loaded != NULL);
  g_assert_true (vcd_session_load_catalogs_finish (session, loaded, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (sim_n_items (vcd_session_get_catalogs (session)), ==, 1);

  simulator_set_fault (simulator, "malformed-xml=on:query,times:1");
  vcd_session_load_catalogs_async (session, NULL, fixture_on_ready, &failed);
  fixture_wait_until (failed != NULL);
  g_assert_false (vcd_session_load_catalogs_finish (session, failed, &error));
  g_assert_error (error, VCD_ERROR, VCD_ERROR_SERVER);
  g_clear_error (&error);
  g_assert_cmpuint (sim_n_items (vcd_session_get_catalogs (session)), ==, 1);

  vcd_session_sign_out_async (session, NULL, fixture_on_ready, &signed_out);
  fixture_wait_until (signed_out != NULL);
  g_assert_true (vcd_session_sign_out_finish (session, signed_out, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (simulator_count_sessions (simulator), ==, 0);

  /* Results hold what they are of. */
  g_clear_object (&loaded);
  g_clear_object (&failed);
  g_clear_object (&signed_out);
  fixture_assert_finalized (session);
}

/* A catalog that somebody else deleted leaves the list at the next look. */
static void
test_catalog_gone (void)
{
  g_autoptr(Simulator) simulator = simulator_start ("--catalog", "ISOs", "--catalog", "old", NULL);
  VcdSession *session = sim_session_new (simulator);
  VcdSession *other = sim_session_new (simulator);
  g_autoptr(VcdCatalog) old = sim_session_dup_catalog (other, "old");

  fixture_assert_resolves (vcd_session_load_catalogs (session));
  g_assert_cmpuint (sim_n_items (vcd_session_get_catalogs (session)), ==, 2);
  fixture_assert_resolves (vcd_catalog_delete (old, FALSE));
  fixture_assert_resolves (vcd_session_load_catalogs (session));
  g_assert_cmpuint (sim_n_items (vcd_session_get_catalogs (session)), ==, 1);
  g_assert_null (vcd_session_find_catalog (session, "old", NULL));

  fixture_assert_finalized (session);
  fixture_assert_finalized (other);
}

/* An answer that is on its way for long knows nothing of what was made meanwhile. */
static void
test_create_while_loading (void)
{
  g_autoptr(Simulator) simulator = simulator_start (NULL, NULL);
  VcdSession *session = sim_session_new (simulator);
  g_autoptr(VcdCatalog) found = NULL;
  DexFuture *loading;

  simulator_set_fault (simulator, "slow-reply=seconds:1000,on:query,times:1");
  loading = vcd_session_load_catalogs (session);
  fixture_wait_until (simulator_count_requests (simulator, "query") == 1);
  fixture_assert_resolves (vcd_session_create_catalog (session, "new", NULL));
  simulator_advance_clock (simulator, 2000);
  fixture_assert_resolves (loading);

  found = vcd_session_find_catalog (session, "new", NULL);
  g_assert_nonnull (found);
  g_assert_cmpuint (sim_n_items (vcd_session_get_catalogs (session)), ==, 2);

  g_clear_object (&found);
  fixture_assert_finalized (session);
}

static VcdSession *
new_canned_session (CannedServer *server)
{
  g_autoptr(VcdAccount) account = vcd_account_new (server->uri, "acme", "mia");

  vcd_account_set_secret (account, "pw");

  return vcd_session_new (account);
}

/* Where the organization's document shows no way to make a catalog. */
static void
test_create_catalog_refused (void)
{
  g_autoptr(CannedServer) server = canned_server_new ();
  VcdSession *session = new_canned_session (server);

  canned_server_push_sign_in (server);
  canned_server_push_reply (server, "200 OK", "", "<Org " CANNED_XMLNS "/>");
  fixture_assert_rejects (vcd_session_create_catalog (session, "new", NULL), VCD_ERROR_PERMISSION);
  g_assert_cmpuint (canned_server_count (server), ==, 4);

  canned_server_push_reply (server, "200 OK", "", "<Org");
  fixture_assert_rejects (vcd_session_create_catalog (session, "new", NULL), VCD_ERROR_SERVER);

  fixture_assert_finalized (session);
}

static void
test_sign_in_without_token (void)
{
  g_autoptr(CannedServer) server = canned_server_new ();
  VcdSession *session = new_canned_session (server);

  canned_server_push_versions (server, "37.0");
  canned_server_push_reply (server, "200 OK", "", "{}");
  fixture_assert_rejects (vcd_session_sign_in (session), VCD_ERROR_SERVER);
  g_assert_nonnull (strstr (vcd_session_get_error (session)->message, "no token"));

  canned_server_push_versions (server, "37.0");
  canned_server_push_reply (server, "500 Internal Server Error", "", "");
  fixture_assert_rejects (vcd_session_sign_in (session), VCD_ERROR_SERVER);

  fixture_assert_finalized (session);
}

/* A server that does not show its session: everything is where all others keep it. */
static void
test_session_without_document (void)
{
  g_autoptr(CannedServer) server = canned_server_new ();
  VcdSession *session = new_canned_session (server);
  g_autofree char *list = NULL;
  g_autofree char *query = NULL;

  canned_server_push_versions (server, "37.0");
  canned_server_push_reply (server, "200 OK", "X-VMWARE-VCLOUD-ACCESS-TOKEN: t\r\n", "{}");
  canned_server_push_reply (server, "404 Not Found", "", "");
  fixture_assert_resolves (vcd_session_sign_in (session));

  list = g_strdup_printf ("<OrgList " CANNED_XMLNS "><Org name=\"other\" href=\"%s/api/org/2\"/>"
                          "<Org name=\"Acme\" href=\"%s/api/org/1\"/></OrgList>",
                          server->uri, server->uri);
  canned_server_push_reply (server, "200 OK", "", "<QueryResultRecords " CANNED_XMLNS "/>");
  canned_server_push_reply (server, "200 OK", "", list);
  canned_server_push_reply (server, "200 OK", "",
                            "<Org " CANNED_XMLNS "><Link rel=\"add\" "
                            "href=\"/api/admin/org/1/catalogs\""
                            " type=\"application/vnd.vmware.admin.catalog+xml\"/></Org>");
  fixture_assert_resolves (vcd_session_load_catalogs (session));
  query = canned_server_dup_request (server, 3);
  g_assert_true (g_str_has_prefix (query, "GET /api/query?type=catalog&"));
  g_assert_cmpuint (canned_server_count (server), ==, 6);
  g_assert_true (vcd_session_get_can_create_catalog (session));

  /* What is no list empties none; whether one may add to it is no reason to fail. */
  canned_server_push_reply (server, "200 OK", "", "<Surprise " CANNED_XMLNS "/>");
  fixture_assert_rejects (vcd_session_load_catalogs (session), VCD_ERROR_SERVER);
  canned_server_push_reply (server, "200 OK", "", "<QueryResultRecords " CANNED_XMLNS "/>");
  canned_server_push_reply (server, "503 Service Unavailable", "", "");
  fixture_assert_resolves (vcd_session_load_catalogs (session));
  g_assert_false (vcd_session_get_can_create_catalog (session));

  fixture_assert_finalized (session);
}

/* A token that is good for nothing. */
static void
test_token_refused (void)
{
  g_autoptr(CannedServer) server = canned_server_new ();
  VcdSession *session = new_canned_session (server);

  canned_server_push_versions (server, "37.0");
  canned_server_push_reply (server, "200 OK", "X-VMWARE-VCLOUD-ACCESS-TOKEN: t\r\n", "{}");
  canned_server_push_reply (server, "401 Unauthorized", "", "");
  fixture_assert_rejects (vcd_session_sign_in (session), VCD_ERROR_SERVER);
  g_assert_nonnull (strstr (vcd_session_get_error (session)->message, "does not take it"));

  fixture_assert_finalized (session);
}


int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/session-cell/versions", test_versions);
  g_test_add_func ("/session-cell/provider-catalogs", test_provider_catalogs);
  g_test_add_func ("/session-cell/storage-profile", test_storage_profile);
  g_test_add_func ("/session-cell/renewal-shared", test_renewal_shared);
  g_test_add_func ("/session-cell/restart", test_restart);
  g_test_add_func ("/session-cell/properties", test_properties);
  g_test_add_func ("/session-cell/async", test_async);
  g_test_add_func ("/session-cell/catalog-gone", test_catalog_gone);
  g_test_add_func ("/session-cell/create-while-loading", test_create_while_loading);
  g_test_add_func ("/session-cell/create-catalog-refused", test_create_catalog_refused);
  g_test_add_func ("/session-cell/sign-in-without-token", test_sign_in_without_token);
  g_test_add_func ("/session-cell/session-without-document", test_session_without_document);
  g_test_add_func ("/session-cell/token-refused", test_token_refused);

  return g_test_run ();
}
