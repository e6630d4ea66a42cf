/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-test-client.h"

#define DEMO "Basic ZGVtb0BkZW1vOmRlbW8="       /* demo@demo:demo */
#define WRONG "Basic ZGVtb0BkZW1vOndyb25n"      /* demo@demo:wrong */
#define SYSTEM "Basic ZGVtb0BTeXN0ZW06ZGVtbw==" /* demo@System:demo */
#define FORM "application/x-www-form-urlencoded"

static void
test_versions (void)
{
  g_autoptr (Simulator) cell = simulator_start ("--fault", "versions-padding=200", NULL);
  g_autoptr (SimTestClient) client = sim_test_client_new (cell, NULL);
  g_autoptr (SimTestReply) reply = sim_test_get (client, "/api/versions");
  g_autofree char *first = NULL, *second = NULL;

  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpuint (reply->length, >, 64 * 1024);
  sim_test_assert_found (reply, "count(//versions:VersionInfo)", "10");
  sim_test_assert_found (reply, "count(//versions:AlphaVersion)", "1");
  sim_test_assert_found (reply,
                         "count(//versions:VersionInfo[versions:Version='5.5' and @deprecated])",
                         "0");
  /* Not in the order of their numbers. */
  first = sim_test_find (reply, "string(//versions:VersionInfo[1]/versions:Version)");
  second = sim_test_find (reply, "string(//versions:VersionInfo[last()]/versions:Version)");
  g_assert_cmpint (atoi (first), >, atoi (second));
  g_assert_nonnull (sim_test_get_header (reply, "X-VMWARE-VCLOUD-REQUEST-ID"));
}

static void
test_logins (void)
{
  static const struct
  {
    const char *path;
    const char *accept;
    const char *authorization;
    unsigned status;
  } cases[] = {
    { "/cloudapi/1.0.0/sessions", "application/json;version=36.0", DEMO, 200 },
    { "/cloudapi/1.0.0/sessions", "application/*;version=37.0", DEMO, 200 },
    { "/cloudapi/1.0.0/sessions", "application/json;version=37.0", WRONG, 401 },
    { "/cloudapi/1.0.0/sessions", "application/json;version=37.0", SYSTEM, 401 },
    { "/cloudapi/1.0.0/sessions/provider", "application/json;version=37.0", SYSTEM, 200 },
    { "/cloudapi/1.0.0/sessions/provider", "application/json;version=37.0", DEMO, 401 },
    { "/cloudapi/1.0.0/sessions", "application/json;version=77.0", DEMO, 406 },
    { "/api/sessions", "application/*+xml;version=31.0", DEMO, 200 },
    { "/api/sessions", "application/*+xml;version=37.0", DEMO, 200 },
    { "/api/sessions", "application/*+xml;version=38.0", DEMO, 404 },
    { "/api/sessions", "application/*+xml;version=31.0", WRONG, 401 },
  };
  g_autoptr (Simulator) cell = simulator_start (NULL);
  g_autoptr (SimTestClient) client = sim_test_client_new (cell, NULL);

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SimTestReply) reply = sim_test_send (client, "POST", cases[i].path, NULL, "Accept",
                                                      cases[i].accept, "Authorization",
                                                      cases[i].authorization, NULL);

      g_test_message ("%s %s", cases[i].path, cases[i].accept);
      g_assert_cmpuint (reply->status, ==, cases[i].status);
      if (reply->status == 401)
        g_assert_cmpuint (reply->length, ==, 0);
    }
  g_assert_cmpuint (simulator_count_sign_ins (cell), ==, 5);
}

/* A token is good in each of the headers, whatever the case of its scheme. */
static void
test_tokens (void)
{
  g_autoptr (Simulator) cell = simulator_start (NULL);
  g_autoptr (SimTestClient) client = sim_test_client_new (cell, "31.0");
  g_autoptr (SimTestReply) login = sim_test_send (client, "POST", "/api/sessions", NULL,
                                                  "Authorization", DEMO, NULL);
  const char *jwt = sim_test_get_header (login, "X-VMWARE-VCLOUD-ACCESS-TOKEN");
  const char *old = sim_test_get_header (login, "x-vcloud-authorization");
  g_autofree char *lower = g_strconcat ("bearer ", jwt, NULL);
  const char *headers[][2] = {
    { "Authorization", lower },
    { "X-VMWARE-VCLOUD-ACCESS-TOKEN", jwt },
    { "x-vcloud-authorization", old },
  };

  g_assert_cmpuint (strlen (old), ==, 32);
  g_assert_cmpuint (strlen (jwt), >, 500);
  for (size_t i = 0; i < G_N_ELEMENTS (headers); i++)
    {
      g_autoptr (SimTestReply) reply = sim_test_send (client, "GET", "/api/session", NULL,
                                                      headers[i][0], headers[i][1], NULL);

      g_assert_cmpuint (reply->status, ==, 200);
      sim_test_assert_found (reply, "string(/v:Session/@org)", "demo");
    }

  g_autoptr (SimTestReply) without = sim_test_get (client, "/api/session");

  g_assert_cmpuint (without->status, ==, 401);
  g_assert_cmpuint (without->length, ==, 0);
}

static void
test_api_token (void)
{
  g_autoptr (Simulator) cell = simulator_start ("--api-token", "s3cr3t+/=", NULL);
  g_autoptr (SimTestClient) client = sim_test_client_new (cell, NULL);
  g_autoptr (SimTestReply) good = NULL, wrong = NULL, provider = NULL;

  good = sim_test_send (client, "POST", "/oauth/tenant/demo/token",
                        "grant_type=refresh_token&refresh_token=s3cr3t%2B%2F%3D", "Content-Type",
                        FORM, "Accept", "application/json", NULL);
  g_assert_cmpuint (good->status, ==, 200);
  g_assert_nonnull (strstr (good->body, "\"access_token\":\"eyJ"));
  g_assert_nonnull (strstr (good->body, "\"refresh_token\":null"));

  wrong = sim_test_send (client, "POST", "/oauth/tenant/demo/token",
                         "grant_type=refresh_token&refresh_token=other", "Content-Type", FORM,
                         NULL);
  g_assert_cmpuint (wrong->status, ==, 400);
  g_assert_nonnull (strstr (wrong->body, "invalid_grant"));

  provider = sim_test_send (client, "POST", "/oauth/provider/token",
                            "grant_type=refresh_token&refresh_token=s3cr3t%2B%2F%3D",
                            "Content-Type", FORM, NULL);
  g_assert_cmpuint (provider->status, ==, 200);
}

/* Requests keep a session alive; bytes do not. */
static void
test_idle (void)
{
  g_autoptr (Simulator) cell = simulator_start (NULL);
  g_autoptr (SimTestClient) client = sim_test_client_new (cell, "37.0");
  g_autoptr (GBytes) content = sim_test_make_content (2000);
  g_autoptr (SimTestReply) alive = NULL, put = NULL, strange = NULL, dead = NULL;
  g_autofree char *catalog = NULL, *media = NULL, *upload = NULL;

  sim_test_client_log_in (client);
  catalog = sim_test_find_catalog (client, "ISOs");
  media = sim_test_declare (client, catalog, "a.iso", 2000);
  upload = sim_test_find_upload (client, media);

  simulator_advance_clock (cell, 25 * 60);
  alive = sim_test_get (client, "/api/session");
  g_assert_cmpuint (alive->status, ==, 200);
  simulator_advance_clock (cell, 25 * 60);
  strange = sim_test_get (client, "/api/query%3Ftype=task&format=records&page=1&pageSize=5&");
  g_assert_cmpuint (strange->status, ==, 404);
  simulator_advance_clock (cell, 8 * 60);
  put = sim_test_put (client, upload, content, 0, 1000);
  g_assert_cmpuint (put->status, ==, 200);
  simulator_advance_clock (cell, 25 * 60);
  dead = sim_test_get (client, "/api/session");
  g_assert_cmpuint (dead->status, ==, 401);
  g_assert_cmpuint (simulator_count_sessions (cell), ==, 0);
}

static void
test_logout (void)
{
  static const char *const paths[] = {
    "/api/session",
    "/cloudapi/1.0.0/sessions/current",
    "/cloudapi/1.0.0/sessions",
  };
  g_autoptr (Simulator) cell = simulator_start (NULL);
  g_autoptr (SimTestClient) client = sim_test_client_new (cell, "37.0");

  for (size_t i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (SimTestReply) reply = NULL;

      sim_test_client_log_in (client);
      reply = sim_test_send (client, "DELETE", paths[i], NULL, NULL);
      g_assert_cmpuint (reply->status, ==, 204);
      g_assert_cmpuint (simulator_count_sessions (cell), ==, 0);
      sim_test_client_set_header (client, "Authorization", NULL);
    }
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/simulator/session/versions", test_versions);
  g_test_add_func ("/simulator/session/logins", test_logins);
  g_test_add_func ("/simulator/session/tokens", test_tokens);
  g_test_add_func ("/simulator/session/api-token", test_api_token);
  g_test_add_func ("/simulator/session/idle", test_idle);
  g_test_add_func ("/simulator/session/logout", test_logout);

  return g_test_run ();
}
