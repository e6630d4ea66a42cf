/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-session.h"

#define PASSWORD  "very-s3cret:pass"
#define API_TOKEN "very-s3cret-api-token"

/* Everything that any code of this process said, in whichever domain. */
static GMutex   log_mutex;
static GString *log_text;

static GLogWriterOutput
keep_log (GLogLevelFlags   level,
          const GLogField *fields,
          size_t           n_fields,
          gpointer         data)
{
  g_mutex_lock (&log_mutex);
  for (size_t i = 0; i < n_fields; i++)
    if (fields[i].length == -1)
      g_string_append_printf (log_text, "%s=%s\n", fields[i].key, (const char *) fields[i].value);
  g_mutex_unlock (&log_mutex);

  return G_LOG_WRITER_HANDLED;
}

static char *
dup_log (void)
{
  char *text;

  g_mutex_lock (&log_mutex);
  text = g_strdup (log_text->str);
  g_mutex_unlock (&log_mutex);

  return text;
}

static void
assert_not_logged (const char *secret)
{
  g_autofree char *text = dup_log ();

  g_assert_nonnull (secret);
  g_assert_cmpuint (strlen (secret), >, 3);
  g_assert_null (strstr (text, secret));
}

static void
browse_and_edit (VcdSession *session)
{
  g_autoptr(VcdCatalog) catalog = sim_session_dup_catalog (session, "ISOs");
  g_autoptr(VcdMedia) media = NULL;

  fixture_assert_resolves (vcd_catalog_check (catalog));
  fixture_assert_resolves (vcd_catalog_load (catalog));
  media = fixture_settle_object (vcd_catalog_look_up (catalog, "image-00001.iso"), NULL);
  fixture_assert_resolves (vcd_media_edit (media, NULL, "a private note"));
  fixture_assert_resolves (vcd_media_delete (media));
}

static void
test_session (void)
{
  g_autoptr(Simulator) simulator = simulator_start ("--media", "2", "--user", "mia",
                                                    "--password", PASSWORD,
                                                    "--api-token", API_TOKEN, NULL);
  VcdSession *by_password = sim_session_new_for (simulator, "demo", "mia", PASSWORD);
  VcdSession *by_token = sim_session_new_for (simulator, "demo", "mia", API_TOKEN);
  VcdSession *wrong = sim_session_new_for (simulator, "demo", "mia", "wr0ng-pass");
  g_autofree char *basic = g_base64_encode ((const guchar *) "mia@demo:" PASSWORD,
                                            strlen ("mia@demo:" PASSWORD));
  g_autofree char *authorization = NULL;
  g_autofree char *text = NULL;

  vcd_account_set_sign_in_method (vcd_session_get_account (by_token), VCD_SIGN_IN_API_TOKEN);
  fixture_assert_resolves (vcd_session_sign_in (by_password));
  fixture_assert_resolves (vcd_session_sign_in (by_token));
  fixture_assert_rejects (vcd_session_sign_in (wrong), VCD_ERROR_SIGN_IN);
  authorization = vcd_session_dup_authorization_for (by_password, simulator_get_uri (simulator));

  browse_and_edit (by_password);
  simulator_expire_sessions (simulator);
  fixture_assert_resolves (vcd_session_load_catalogs (by_token));
  fixture_assert_resolves (vcd_session_sign_out (by_password));

  /* The log is there, one line a request … */
  text = dup_log ();
  g_assert_nonnull (strstr (text, "GLIB_DOMAIN=Vcd"));
  g_assert_nonnull (strstr (text, "/api/versions"));
  g_assert_nonnull (strstr (text, "/oauth/tenant/demo/token"));
  g_assert_nonnull (strstr (text, "/cloudapi/1.0.0/sessions"));
  g_assert_nonnull (strstr (text, "type=media"));

  /* … and holds nothing that it should not. */
  assert_not_logged (PASSWORD);
  assert_not_logged (API_TOKEN);
  assert_not_logged ("wr0ng-pass");
  assert_not_logged ("very-s3cret");
  assert_not_logged (basic);
  assert_not_logged (strchr (authorization, ' ') + 1);
  assert_not_logged ("Authorization");
  assert_not_logged ("private note");
  assert_not_logged ("image-00001");

  fixture_assert_finalized (by_password);
  fixture_assert_finalized (by_token);
  fixture_assert_finalized (wrong);
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("G_MESSAGES_DEBUG", "all", TRUE);
  g_test_init (&argc, &argv, NULL);
  log_text = g_string_new (NULL);
  g_log_set_writer_func (keep_log, NULL, NULL);

  g_test_add_func ("/log/session", test_session);

  return g_test_run ();
}
