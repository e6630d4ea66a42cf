/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* With a real keyring: see build-aux/with-keyring. */

#include <libsecret/secret.h>
#include <string.h>

#include "canned-server.h"
#include "fixture.h"
#include "vcd-account-private.h"
#include "vcd-enums.h"
#include "vcd-error.h"
#include "vcd-session-private.h"

#define HEX "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define SECRET "pässword & <more>"

static VcdAccount *
new_account (void)
{
  return vcd_account_new ("https://vcd.example.com:8443", "acme", "mia");
}

static void
count (int *n)
{
  (*n)++;
}

static void
test_properties (void)
{
  VcdAccount *account = new_account ();
  g_autoptr(VcdAccount) other = new_account ();

  g_assert_true (g_uuid_string_is_valid (vcd_account_get_id (account)));
  g_assert_cmpstr (vcd_account_get_id (account), !=, vcd_account_get_id (other));
  g_assert_cmpstr (vcd_account_get_server (account), ==, "https://vcd.example.com:8443");
  g_assert_cmpstr (vcd_account_get_organization (account), ==, "acme");
  g_assert_cmpstr (vcd_account_get_user (account), ==, "mia");
  g_assert_cmpstr (vcd_account_get_title (account), ==, "mia@acme (vcd.example.com:8443)");
  g_assert_cmpint (vcd_account_get_sign_in_method (account), ==, VCD_SIGN_IN_PASSWORD);
  g_assert_null (vcd_account_get_api_version (account));
  g_assert_false (vcd_account_has_secret (account));
  fixture_assert_finalized (account);
}

/* Each property as others see it, and one notification for each change. */
static void
test_notify (void)
{
  g_autoptr(VcdAccount) account = new_account ();
  g_autofree char *title = NULL;
  g_autofree char *version = NULL;
  g_autofree char *server = NULL;
  g_autofree char *organization = NULL;
  g_autofree char *user = NULL;
  g_autofree char *id = NULL;
  g_auto(GStrv) trusted = NULL;
  VcdSignInMethod method;
  gboolean has_secret;
  int n = 0;

  g_signal_connect_swapped (account, "notify", G_CALLBACK (count), &n);
  g_object_set (account, "title", "Work", "api-version", "36.0",
                "sign-in-method", VCD_SIGN_IN_API_TOKEN, NULL);
  g_assert_cmpint (n, ==, 3);
  vcd_account_set_title (account, "Work");
  vcd_account_set_api_version (account, "36.0");
  vcd_account_set_sign_in_method (account, VCD_SIGN_IN_API_TOKEN);
  vcd_account_set_secret (account, NULL);
  g_assert_cmpint (n, ==, 3);
  vcd_account_set_secret (account, SECRET);
  g_assert_true (vcd_account_trust (account, "vcd.example.com", HEX, NULL));
  g_assert_cmpint (n, ==, 5);

  g_object_get (account, "id", &id, "title", &title, "api-version", &version, "server", &server,
                "organization", &organization, "user", &user, "sign-in-method", &method,
                "trusted", &trusted, "has-secret", &has_secret, NULL);
  g_assert_cmpstr (id, ==, vcd_account_get_id (account));
  g_assert_cmpstr (title, ==, "Work");
  g_assert_cmpstr (version, ==, "36.0");
  g_assert_cmpstr (server, ==, "https://vcd.example.com:8443");
  g_assert_cmpstr (organization, ==, "acme");
  g_assert_cmpstr (user, ==, "mia");
  g_assert_cmpint (method, ==, VCD_SIGN_IN_API_TOKEN);
  g_assert_cmpstr (trusted[0], ==, "vcd.example.com:443=" HEX);
  g_assert_true (has_secret);

  /* Nothing is the same as none. */
  vcd_account_set_title (account, "");
  g_assert_cmpstr (vcd_account_get_title (account), ==, "mia@acme (vcd.example.com:8443)");
  vcd_account_set_api_version (account, "");
  g_assert_null (vcd_account_get_api_version (account));
}

static void
test_titles (void)
{
  g_autoptr(VcdAccount) token = vcd_account_new ("https://vcd.example.com", "acme", "");
  g_autoptr(VcdAccount) bare = g_object_new (VCD_TYPE_ACCOUNT, NULL);

  g_assert_cmpstr (vcd_account_get_title (token), ==, "acme (vcd.example.com)");
  g_assert_nonnull (vcd_account_get_title (bare));
  g_assert_false (vcd_account_is_provider (bare));
}

static void
test_provider (void)
{
  static const struct
  {
    const char *organization;
    gboolean    provider;
  } cases[] = {
    { "System", TRUE }, { "system", TRUE }, { "SYSTEM", TRUE }, { "acme", FALSE }, { "Systems",
                                                                                     FALSE },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(VcdAccount) account = vcd_account_new ("https://v", cases[i].organization, "root");

      g_assert_cmpint (vcd_account_is_provider (account), ==, cases[i].provider);
    }
}

static void
test_trust (void)
{
  g_autoptr(VcdAccount) account = new_account ();
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) trusted = NULL;

  g_assert_false (vcd_account_trust (account, NULL, "sha256:no", &error));
  g_assert_error (error, VCD_ERROR, VCD_ERROR_INVALID);
  g_assert_true (vcd_account_trust (account, NULL, "SHA256:" HEX, NULL));
  g_assert_true (vcd_account_trust (account, "transfer.example.com:8443", HEX, NULL));

  trusted = vcd_account_dup_trusted (account);
  g_assert_cmpuint (g_strv_length (trusted), ==, 2);
  g_assert_cmpstr (trusted[0], ==, "*=" HEX);
  g_assert_cmpstr (trusted[1], ==, "transfer.example.com:8443=" HEX);
}

static unsigned int
count_trusted (VcdAccount *account)
{
  g_auto(GStrv) trusted = vcd_account_dup_trusted (account);

  return g_strv_length (trusted);
}

static void
test_distrust (void)
{
  g_autoptr(VcdAccount) account = new_account ();

  g_assert_true (vcd_account_trust (account, "vcd.example.com", HEX, NULL));
  g_assert_true (vcd_account_trust (account, "transfer.example.com", HEX, NULL));
  vcd_account_distrust (account, "VCD.example.com:443");
  g_assert_cmpuint (count_trusted (account), ==, 1);
  g_assert_true (vcd_account_trust (account, "vcd.example.com", HEX, NULL));
  vcd_account_distrust (account, NULL);
  g_assert_cmpuint (count_trusted (account), ==, 0);
}

/* Stores, loads and clears by the public calls; says what each one said. */
static gboolean
store (VcdAccount  *account,
       GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  vcd_account_store_secret_async (account, NULL, fixture_on_ready, &result);
  fixture_wait_until (result != NULL);

  return vcd_account_store_secret_finish (account, result, error);
}

static gboolean
load (VcdAccount  *account,
      GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  vcd_account_load_secret_async (account, NULL, fixture_on_ready, &result);
  fixture_wait_until (result != NULL);

  return vcd_account_load_secret_finish (account, result, error);
}

static gboolean
clear (VcdAccount  *account,
       GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  vcd_account_clear_secret_async (account, NULL, fixture_on_ready, &result);
  fixture_wait_until (result != NULL);

  return vcd_account_clear_secret_finish (account, result, error);
}

static VcdAccount *
new_twin (VcdAccount *account)
{
  return vcd_account_new_with_id (vcd_account_get_id (account), vcd_account_get_server (account),
                                  vcd_account_get_organization (account),
                                  vcd_account_get_user (account));
}

static void
test_keyring (void)
{
  g_autoptr(GError) error = NULL;
  VcdAccount *account = new_account ();
  VcdAccount *twin = new_twin (account);
  g_autoptr(VcdAccount) other = new_account ();

  /* There is nothing yet, neither here nor there. */
  g_assert_false (load (account, &error));
  g_assert_no_error (error);
  g_assert_false (store (account, &error));
  g_assert_error (error, VCD_ERROR, VCD_ERROR_INVALID);
  g_clear_error (&error);

  vcd_account_set_secret (account, SECRET);
  g_assert_true (store (account, &error));
  g_assert_no_error (error);

  g_assert_true (load (twin, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (vcd_account_get_secret (twin), ==, SECRET);
  g_assert_false (load (other, &error));
  g_assert_no_error (error);

  /* A second one replaces the first. */
  vcd_account_set_secret (account, "");
  g_assert_true (vcd_account_has_secret (account));
  vcd_account_set_secret (account, "second");
  g_assert_true (store (account, &error));
  g_assert_true (load (twin, &error));
  g_assert_cmpstr (vcd_account_get_secret (twin), ==, "second");

  g_assert_true (clear (account, &error));
  g_assert_no_error (error);
  g_assert_false (vcd_account_has_secret (account));
  g_assert_false (load (twin, &error));
  g_assert_no_error (error);
  /* What is not there is cleared easily. */
  g_assert_true (clear (account, &error));
  g_assert_no_error (error);

  fixture_assert_finalized (account);
  fixture_assert_finalized (twin);
}

/* What a person sees in a program that shows keyrings: one item, with a name. */
static void
test_item (void)
{
  g_autoptr(VcdAccount) account = new_account ();
  g_autoptr(GHashTable) attributes = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GError) error = NULL;
  GList *items;

  vcd_account_set_secret (account, "first");
  g_assert_true (store (account, &error));
  vcd_account_set_secret (account, SECRET);
  g_assert_true (store (account, &error));

  g_hash_table_insert (attributes, (char *) "account", (char *) vcd_account_get_id (account));
  g_hash_table_insert (attributes, (char *) "xdg:schema",
                       (char *) "io.github.vcdairlift.Airlift.Account");
  items = secret_service_search_sync (NULL, NULL, attributes, SECRET_SEARCH_ALL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_length (items), ==, 1);
  {
    g_autofree char *label = secret_item_get_label (items->data);

    g_assert_cmpstr (label, ==, "Airlift: mia@acme (vcd.example.com:8443)");
  }
  g_list_free_full (items, g_object_unref);
  g_assert_true (clear (account, NULL));
}

static void
test_cancelled (void)
{
  g_autoptr(VcdAccount) account = new_account ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  vcd_account_load_secret_async (account, cancellable, fixture_on_ready, &result);
  fixture_wait_until (result != NULL);
  g_assert_false (vcd_account_load_secret_finish (account, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Without a keyring there is a sentence for a person, and the secret stays usable. */
static void
test_no_keyring (void)
{
  g_autoptr(VcdAccount) account = NULL;
  g_autoptr(GError) store_error = NULL;
  g_autoptr(GError) load_error = NULL;
  g_autoptr(GError) clear_error = NULL;

  if (!g_test_subprocess ())
    {
      g_auto(GStrv) environment = g_get_environ ();

      environment = g_environ_setenv (environment, "DBUS_SESSION_BUS_ADDRESS",
                                      "unix:path=/nonexistent/bus", TRUE);
      g_test_trap_subprocess_with_envp (NULL, (const char * const *) environment, 0,
                                        G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      return;
    }

  account = new_account ();
  vcd_account_set_secret (account, SECRET);
  g_assert_false (store (account, &store_error));
  g_assert_error (store_error, VCD_ERROR, VCD_ERROR_SIGN_IN);
  g_assert_nonnull (strstr (store_error->message, "keyring"));
  g_assert_null (strstr (store_error->message, SECRET));
  g_assert_null (strstr (vcd_error_get_details (store_error), SECRET));
  g_assert_cmpstr (vcd_account_get_secret (account), ==, SECRET);

  g_assert_false (load (account, &load_error));
  g_assert_error (load_error, VCD_ERROR, VCD_ERROR_SIGN_IN);
  g_assert_false (clear (account, &clear_error));
  g_assert_error (clear_error, VCD_ERROR, VCD_ERROR_SIGN_IN);
}

/* Nobody has told what to sign in with: that is asked for, and no server is. */
static void
test_unknown_secret (void)
{
  static const struct
  {
    VcdSignInMethod  method;
    const char      *words;
  } cases[] = { { VCD_SIGN_IN_PASSWORD, "The password of mia" },
                { VCD_SIGN_IN_API_TOKEN, "The API token for" } };
  g_autoptr(CannedServer) server = canned_server_new ();

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(VcdAccount) account = vcd_account_new (server->uri, "acme", "mia");
      VcdSession *session = vcd_session_new (account);

      vcd_account_set_sign_in_method (account, cases[i].method);
      canned_server_push_versions (server, "37.0");
      fixture_assert_rejects (vcd_session_sign_in (session), VCD_ERROR_SIGN_IN);
      g_assert_nonnull (strstr (vcd_session_get_error (session)->message, cases[i].words));
      fixture_assert_finalized (session);
      canned_server_forget_answers (server);
    }
  g_assert_cmpuint (canned_server_count (server), <=, 2);
}


static void
test_same (void)
{
  g_autoptr(VcdAccount) mia = vcd_account_new ("https://vcd.example.com", "acme", "mia");
  g_autoptr(VcdAccount) again = vcd_account_new ("https://VCD.example.com", "Acme", "mia");
  g_autoptr(VcdAccount) one = vcd_account_new ("https://vcd.example.com", "acme", "");
  g_autoptr(VcdAccount) two = vcd_account_new ("https://vcd.example.com", "acme", "");

  g_assert_true (vcd_account_is_same (mia, again));

  /* Two tokens may be two people's; when it is known whose they are, they may be one's. */
  vcd_account_set_sign_in_method (one, VCD_SIGN_IN_API_TOKEN);
  vcd_account_set_sign_in_method (two, VCD_SIGN_IN_API_TOKEN);
  g_assert_false (vcd_account_is_same (one, two));
  vcd_account_learn_user (one, "mia");
  vcd_account_learn_user (two, "max");
  g_assert_false (vcd_account_is_same (one, two));
  g_assert_false (vcd_account_is_same (one, mia));
  vcd_account_learn_user (two, "mia");
  g_assert_true (vcd_account_is_same (one, two));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  g_test_add_func ("/account/properties", test_properties);
  g_test_add_func ("/account/notify", test_notify);
  g_test_add_func ("/account/titles", test_titles);
  g_test_add_func ("/account/provider", test_provider);
  g_test_add_func ("/account/trust", test_trust);
  g_test_add_func ("/account/distrust", test_distrust);
  g_test_add_func ("/account/keyring", test_keyring);
  g_test_add_func ("/account/item", test_item);
  g_test_add_func ("/account/cancelled", test_cancelled);
  g_test_add_func ("/account/same", test_same);
  g_test_add_func ("/account/no-keyring", test_no_keyring);
  g_test_add_func ("/account/unknown-secret", test_unknown_secret);

  return g_test_run ();
}
