/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* With a real keyring, for accounts are removed together with their secrets. */

#define G_SETTINGS_ENABLE_BACKEND
#include <gio/gsettingsbackend.h>

#include "sim-session.h"
#include "vcd-account-private.h"
#include "vcd-account-store.h"
#include "vcd-session-list.h"

typedef struct
{
  Simulator        *simulator;
  GSettingsBackend *backend;
  GSettings        *settings;
  VcdAccountStore  *store;
  VcdSessionList   *list;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->simulator = simulator_start ("--catalog", "ISOs", "--catalog", "Theirs:readonly", NULL);
  fixture->backend = g_memory_settings_backend_new ();
  fixture->settings = g_settings_new_with_backend (APPLICATION_ID, fixture->backend);
  fixture->store = vcd_account_store_new (fixture->settings);
  fixture->list = vcd_session_list_new (fixture->store);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  fixture_assert_finalized (fixture->list);
  /* Each session gave its token back. */
  fixture_wait_until (simulator_count_sessions (fixture->simulator) == 0);
  fixture_assert_finalized (fixture->store);
  fixture_assert_finalized (fixture->settings);
  g_object_unref (fixture->backend);
  simulator_free (fixture->simulator);
}

static VcdAccount *
add_account (Fixture    *fixture,
             const char *title)
{
  g_autoptr (VcdAccount) account = NULL;
  g_autoptr (GError) error = NULL;

  account = vcd_account_new (simulator_get_uri (fixture->simulator), "demo", "demo");
  vcd_account_set_title (account, title);
  vcd_account_set_secret (account, "demo");
  vcd_account_trust (account, strstr (simulator_get_uri (fixture->simulator), "//") + 2,
                     simulator_get_fingerprint (fixture->simulator), &error);
  g_assert_no_error (error);
  vcd_account_store_add (fixture->store, account);

  return account;
}

static unsigned int
count_catalogs (VcdSession *session)
{
  return g_list_model_get_n_items (vcd_session_get_catalogs (session));
}

static void
test_keeps_signed_in (Fixture       *fixture,
                      gconstpointer  data)
{
  VcdSession *first = vcd_session_list_find (fixture->list, add_account (fixture, "First"));
  VcdSession *second;

  g_assert_cmpint (vcd_session_get_state (first), ==, VCD_SESSION_SIGNED_OUT);
  vcd_session_list_sign_in_all (fixture->list);
  fixture_wait_until (count_catalogs (first) == 2);

  /* One that comes later is signed in, too. */
  second = vcd_session_list_find (fixture->list, add_account (fixture, "Second"));
  fixture_wait_until (count_catalogs (second) == 2);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, 2);
}

static void
test_knows_what_takes_uploads (Fixture       *fixture,
                               gconstpointer  data)
{
  VcdSession *session = vcd_session_list_find (fixture->list, add_account (fixture, "First"));
  g_autoptr (GError) error = NULL;
  VcdCatalog *own, *theirs;

  vcd_session_list_sign_in_all (fixture->list);
  fixture_wait_until (count_catalogs (session) == 2);
  own = vcd_session_find_catalog (session, "ISOs", &error);
  theirs = vcd_session_find_catalog (session, "Theirs", &error);
  g_assert_no_error (error);
  fixture_wait_until (vcd_catalog_get_can_upload (own));
  fixture_wait_until (vcd_catalog_get_read_only_reason (theirs) != NULL);
  g_assert_false (vcd_catalog_get_can_upload (theirs));
}

static void
test_tries_again (Fixture       *fixture,
                  gconstpointer  data)
{
  VcdSession *session;

  simulator_set_fault (fixture->simulator, "drop-request=on:login,times:1");
  session = vcd_session_list_find (fixture->list, add_account (fixture, "First"));
  vcd_session_list_sign_in_all (fixture->list);
  fixture_wait_until (vcd_session_get_state (session) == VCD_SESSION_FAILED);
  g_assert_error (vcd_session_get_error (session), VCD_ERROR, VCD_ERROR_NETWORK);
  fixture_wait_until (count_catalogs (session) == 2);
}

static void
test_waits_for_a_person (Fixture       *fixture,
                         gconstpointer  data)
{
  VcdAccount *account = add_account (fixture, "First");
  VcdSession *session = vcd_session_list_find (fixture->list, account);

  vcd_account_set_secret (account, "wrong");
  vcd_session_list_sign_in_all (fixture->list);
  fixture_wait_until (vcd_session_get_state (session) == VCD_SESSION_FAILED);
  g_assert_error (vcd_session_get_error (session), VCD_ERROR, VCD_ERROR_SIGN_IN);

  vcd_account_set_secret (account, "demo");
  vcd_session_list_sign_in (fixture->list, session);
  fixture_wait_until (count_catalogs (session) == 2);
}

static void
test_keeps_sessions_that_move (Fixture       *fixture,
                               gconstpointer  data)
{
  VcdAccount *first = add_account (fixture, "First");
  VcdAccount *second = add_account (fixture, "Second");
  VcdSession *session = vcd_session_list_find (fixture->list, first);
  g_autoptr (VcdSession) last = NULL;

  vcd_session_list_sign_in_all (fixture->list);
  fixture_wait_until (count_catalogs (session) == 2);
  fixture_wait_until (count_catalogs (vcd_session_list_find (fixture->list, second)) == 2);
  vcd_account_store_move (fixture->store, second, 0);

  last = g_list_model_get_item (G_LIST_MODEL (fixture->list), 1);
  g_assert_true (last == session);
  g_assert_cmpint (vcd_session_get_state (session), ==, VCD_SESSION_SIGNED_IN);
}

/* Two tokens of one organization are two people's. */
static void
test_tells_tokens_apart (Fixture       *fixture,
                         gconstpointer  data)
{
  const char *server = simulator_get_uri (fixture->simulator);
  g_autoptr (VcdAccount) one = vcd_account_new (server, "demo", "");
  g_autoptr (VcdAccount) two = vcd_account_new (server, "demo", "");

  vcd_account_set_sign_in_method (one, VCD_SIGN_IN_API_TOKEN);
  vcd_account_set_sign_in_method (two, VCD_SIGN_IN_API_TOKEN);
  vcd_account_store_add (fixture->store, one);
  g_assert_true (vcd_session_list_find_match (fixture->list, server, "demo", "max") ==
                 vcd_session_list_find (fixture->list, one));

  vcd_account_store_add (fixture->store, two);
  g_assert_null (vcd_session_list_find_match (fixture->list, server, "demo", "max"));
  vcd_account_learn_user (one, "mia");
  vcd_account_learn_user (two, "max");
  g_assert_true (vcd_session_list_find_match (fixture->list, server, "demo", "max") ==
                 vcd_session_list_find (fixture->list, two));
  g_assert_true (vcd_session_list_find_match (fixture->list, server, "demo", "mia") ==
                 vcd_session_list_find (fixture->list, one));
}

static void
test_forgets_removed (Fixture       *fixture,
                      gconstpointer  data)
{
  VcdAccount *account = add_account (fixture, "First");
  VcdSession *session = vcd_session_list_find (fixture->list, account);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (vcd_session_list_find_match (fixture->list, vcd_account_get_server (account),
                                              "demo", "demo") == session);
  g_assert_null (vcd_session_list_find_match (fixture->list, vcd_account_get_server (account),
                                              "demo", "other"));
  g_object_add_weak_pointer (G_OBJECT (session), (gpointer *) &session);
  vcd_session_list_sign_in_all (fixture->list);
  fixture_wait_until (count_catalogs (session) == 2);

  vcd_account_store_remove_async (fixture->store, account, NULL, fixture_on_ready, &result);
  fixture_wait_until (result != NULL);
  vcd_account_store_remove_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  fixture_wait_until (session == NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, 0);
}

/* @error: (nullable): what is wrong with it */
static void
close_list (Fixture  *fixture,
            GError  **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  vcd_session_list_close_async (fixture->list, NULL, fixture_on_ready, &result);
  fixture_wait_until (result != NULL);
  vcd_session_list_close_finish (fixture->list, result, error);
}

static void
test_close (Fixture       *fixture,
            gconstpointer  data)
{
  VcdSession *first = vcd_session_list_find (fixture->list, add_account (fixture, "First"));
  VcdSession *second = vcd_session_list_find (fixture->list, add_account (fixture, "Second"));
  g_autoptr (GError) error = NULL;

  close_list (fixture, &error);
  g_assert_no_error (error);

  vcd_session_list_sign_in_all (fixture->list);
  fixture_wait_until (count_catalogs (first) == 2 && count_catalogs (second) == 2);
  g_assert_cmpuint (simulator_count_sessions (fixture->simulator), ==, 2);
  close_list (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (simulator_count_sessions (fixture->simulator), ==, 0);
  g_assert_cmpint (vcd_session_get_state (first), ==, VCD_SESSION_SIGNED_OUT);

  /* Nobody comes back by itself. */
  add_account (fixture, "Third");
  g_assert_cmpuint (simulator_count_sign_ins (fixture->simulator), ==, 2);
}

/* Sessions that left just before, and one that was never of the list. */
static void
test_close_waits_for_who_leaves (Fixture       *fixture,
                                 gconstpointer  data)
{
  VcdAccount *account = add_account (fixture, "First");
  VcdSession *first = vcd_session_list_find (fixture->list, account);
  g_autoptr (VcdSession) other = vcd_session_new (account);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  vcd_session_list_sign_in_all (fixture->list);
  fixture_wait_until (count_catalogs (first) == 2);
  vcd_session_sign_in_async (other, NULL, fixture_on_ready, &result);
  fixture_wait_until (result != NULL);
  g_assert_cmpuint (simulator_count_sessions (fixture->simulator), ==, 2);

  vcd_session_list_sign_out (fixture->list, other);
  g_clear_object (&other);
  vcd_account_store_remove_async (fixture->store, account, NULL, NULL, NULL);
  close_list (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (simulator_count_sessions (fixture->simulator), ==, 0);
}

static void
test_close_gives_up (Fixture       *fixture,
                     gconstpointer  data)
{
  VcdSession *session = vcd_session_list_find (fixture->list, add_account (fixture, "First"));
  g_autoptr (GError) error = NULL;

  vcd_session_list_sign_in_all (fixture->list);
  fixture_wait_until (count_catalogs (session) == 2);
  simulator_set_fault (fixture->simulator, "slow-reply=on:logout,seconds:600");
  close_list (fixture, &error);
  g_assert_error (error, VCD_ERROR, VCD_ERROR_NETWORK);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

#define ADD(path, function) \
  g_test_add ("/session-list/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("keeps-signed-in", test_keeps_signed_in);
  ADD ("knows-what-takes-uploads", test_knows_what_takes_uploads);
  ADD ("tries-again", test_tries_again);
  ADD ("waits-for-a-person", test_waits_for_a_person);
  ADD ("keeps-sessions-that-move", test_keeps_sessions_that_move);
  ADD ("tells-tokens-apart", test_tells_tokens_apart);
  ADD ("forgets-removed", test_forgets_removed);
  ADD ("close", test_close);
  ADD ("close-waits-for-who-leaves", test_close_waits_for_who_leaves);
  ADD ("close-gives-up", test_close_gives_up);

  return g_test_run ();
}
