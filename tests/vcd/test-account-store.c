/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* With a real keyring: see build-aux/with-keyring. Settings are in memory, anew for each test. */

#define G_SETTINGS_ENABLE_BACKEND
#include <gio/gsettingsbackend.h>

#include "fixture.h"
#include "vcd-account-private.h"
#include "vcd-account-store.h"
#include "vcd-error.h"

#define HEX "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

typedef struct
{
  GSettingsBackend *backend;
  GSettings        *settings;
  VcdAccountStore  *store;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->backend = g_memory_settings_backend_new ();
  fixture->settings = g_settings_new_with_backend (APPLICATION_ID, fixture->backend);
  fixture->store = vcd_account_store_new (fixture->settings);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  fixture_assert_finalized (fixture->store);
  fixture_assert_finalized (fixture->settings);
  g_object_unref (fixture->backend);
}

/* As another program would find the accounts. */
static void
reopen (Fixture *fixture)
{
  fixture_assert_finalized (fixture->store);
  fixture->store = vcd_account_store_new (fixture->settings);
}

/* Where the account of that id is kept. */
static GSettings *
dup_child (Fixture    *fixture,
           const char *id)
{
  g_autofree char *parent = NULL;
  g_autofree char *path = NULL;

  g_object_get (fixture->settings, "path", &parent, NULL);
  path = g_strdup_printf ("%saccounts/%s/", parent, id);

  return g_settings_new_with_backend_and_path (APPLICATION_ID ".Account", fixture->backend, path);
}

static VcdAccount *
add (Fixture    *fixture,
     const char *title)
{
  g_autoptr(VcdAccount) account = vcd_account_new ("https://vcd.example.com", "acme", "mia");

  vcd_account_set_title (account, title);
  vcd_account_store_add (fixture->store, account);

  return account;
}

static void
assert_titles (Fixture    *fixture,
               const char *expected)
{
  GListModel *model = G_LIST_MODEL (fixture->store);
  g_autoptr(GString) titles = g_string_new (NULL);

  for (unsigned i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(VcdAccount) account = g_list_model_get_item (model, i);

      g_string_append_printf (titles, i > 0 ? " %s" : "%s", vcd_account_get_title (account));
    }

  g_assert_cmpstr (titles->str, ==, expected);
  g_assert_null (g_list_model_get_item (model, g_list_model_get_n_items (model)));
}

typedef struct
{
  unsigned position;
  unsigned removed;
  unsigned added;
  unsigned n;
} Change;

static void
on_items_changed (GListModel *model,
                  unsigned    position,
                  unsigned    removed,
                  unsigned    added,
                  Change     *change)
{
  *change = (Change) { position, removed, added, change->n + 1 };
}

static void
assert_change (Change   *change,
               unsigned  position,
               unsigned  removed,
               unsigned  added)
{
  g_assert_cmpuint (change->n, ==, 1);
  g_assert_cmpuint (change->position, ==, position);
  g_assert_cmpuint (change->removed, ==, removed);
  g_assert_cmpuint (change->added, ==, added);
  change->n = 0;
}

static void
test_empty (Fixture       *fixture,
            gconstpointer  data)
{
  assert_titles (fixture, "");
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (fixture->store)) == VCD_TYPE_ACCOUNT);
  g_assert_null (vcd_account_store_find (fixture->store, ""));
}

/* All that is public about an account comes back; its secret does not. */
static void
test_keep (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(VcdAccount) account = vcd_account_new ("https://vcd.example.com:8443", "acme", "mia");
  g_autofree char *id = g_strdup (vcd_account_get_id (account));
  g_auto(GStrv) trusted = NULL;
  VcdAccount *kept;

  vcd_account_set_secret (account, "hunter2");
  vcd_account_store_add (fixture->store, account);
  /* What changes later is kept as well. */
  vcd_account_set_title (account, "Work: a=b");
  vcd_account_set_api_version (account, "36.0");
  vcd_account_set_sign_in_method (account, VCD_SIGN_IN_API_TOKEN);
  g_assert_true (vcd_account_trust (account, "[::1]:8443", HEX, NULL));
  g_assert_true (vcd_account_trust (account, NULL, HEX, NULL));
  g_clear_object (&account);

  reopen (fixture);
  kept = vcd_account_store_find (fixture->store, id);
  g_assert_nonnull (kept);
  g_assert_cmpstr (vcd_account_get_id (kept), ==, id);
  g_assert_cmpstr (vcd_account_get_title (kept), ==, "Work: a=b");
  g_assert_cmpstr (vcd_account_get_server (kept), ==, "https://vcd.example.com:8443");
  g_assert_cmpstr (vcd_account_get_organization (kept), ==, "acme");
  g_assert_cmpstr (vcd_account_get_user (kept), ==, "mia");
  g_assert_cmpstr (vcd_account_get_api_version (kept), ==, "36.0");
  g_assert_cmpint (vcd_account_get_sign_in_method (kept), ==, VCD_SIGN_IN_API_TOKEN);
  trusted = vcd_account_dup_trusted (kept);
  g_assert_cmpuint (g_strv_length (trusted), ==, 2);
  g_assert_cmpstr (trusted[0], ==, "*=" HEX);
  g_assert_cmpstr (trusted[1], ==, "[::1]:8443=" HEX);
  g_assert_false (vcd_account_has_secret (kept));
}

static void
test_find (Fixture       *fixture,
           gconstpointer  data)
{
  VcdAccount *work = add (fixture, "Work");
  VcdAccount *cafe = add (fixture, "Café");
  VcdAccount *twin = add (fixture, "Twin");

  add (fixture, "TWIN");
  g_assert_true (vcd_account_store_find (fixture->store, "work") == work);
  g_assert_true (vcd_account_store_find (fixture->store, "CAFÉ") == cafe);
  g_assert_null (vcd_account_store_find (fixture->store, "twin"));
  g_assert_true (vcd_account_store_find (fixture->store, vcd_account_get_id (twin)) == twin);
  g_assert_null (vcd_account_store_find (fixture->store, "home"));
}

static void
test_order (Fixture       *fixture,
            gconstpointer  data)
{
  Change change = { 0 };
  VcdAccount *a, *b;
  g_autoptr(VcdAccount) stranger = vcd_account_new ("https://v", "acme", "mia");

  g_signal_connect (fixture->store, "items-changed", G_CALLBACK (on_items_changed), &change);
  a = add (fixture, "a");
  assert_change (&change, 0, 0, 1);
  b = add (fixture, "b");
  assert_change (&change, 1, 0, 1);
  add (fixture, "c");
  change.n = 0;

  vcd_account_store_move (fixture->store, a, 2);
  assert_titles (fixture, "b c a");
  assert_change (&change, 0, 3, 3);
  vcd_account_store_move (fixture->store, a, 1);
  assert_titles (fixture, "b a c");
  assert_change (&change, 1, 2, 2);
  vcd_account_store_move (fixture->store, b, 99);
  assert_titles (fixture, "a c b");
  change.n = 0;
  vcd_account_store_move (fixture->store, b, 2);
  vcd_account_store_move (fixture->store, stranger, 0);
  g_assert_cmpuint (change.n, ==, 0);

  reopen (fixture);
  assert_titles (fixture, "a c b");
}

static gboolean
remove_account (Fixture     *fixture,
                VcdAccount  *account,
                GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(VcdAccount) held = g_object_ref (account);

  vcd_account_store_remove_async (fixture->store, account, NULL, fixture_on_ready, &result);
  g_assert_null (vcd_account_store_find (fixture->store, vcd_account_get_id (account)));
  fixture_wait_until (result != NULL);

  return vcd_account_store_remove_finish (fixture->store, result, error);
}

/* Nothing stays of an account: not in the settings, not in the keyring. */
static void
test_remove (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(VcdAccount) account = NULL;
  g_autoptr(VcdAccount) twin = NULL;
  g_autoptr(GSettings) child = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *title = NULL;
  g_autofree char *server = NULL;
  Change change = { 0 };

  add (fixture, "first");
  account = g_object_ref (add (fixture, "second"));
  vcd_account_set_secret (account, "hunter2");
  fixture_assert_resolves (vcd_account_store_secret (account));

  g_signal_connect (fixture->store, "items-changed", G_CALLBACK (on_items_changed), &change);
  g_assert_true (remove_account (fixture, account, &error));
  g_assert_no_error (error);
  assert_change (&change, 1, 1, 0);
  assert_titles (fixture, "first");

  twin = vcd_account_new_with_id (vcd_account_get_id (account), "https://vcd.example.com", "acme",
                                  "mia");
  fixture_assert_resolves (vcd_account_load_secret (twin));
  g_assert_false (vcd_account_has_secret (twin));

  /* It is let go: what happens to it later is not kept. */
  vcd_account_set_title (account, "ghost");
  child = dup_child (fixture, vcd_account_get_id (account));
  title = g_settings_get_string (child, "title");
  server = g_settings_get_string (child, "server");
  g_assert_cmpstr (title, ==, "");
  g_assert_cmpstr (server, ==, "");

  reopen (fixture);
  assert_titles (fixture, "first");
}

/* Taken out and put back: nothing is lost, not even the secret. */
static void
test_withdraw (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(VcdAccount) account = NULL;
  g_autoptr(VcdAccount) twin = NULL;
  unsigned int position;

  account = g_object_ref (add (fixture, "first"));
  add (fixture, "second");
  vcd_account_set_secret (account, "hunter2");
  fixture_assert_resolves (vcd_account_store_secret (account));

  position = vcd_account_store_withdraw (fixture->store, account);
  g_assert_cmpuint (position, ==, 0);
  assert_titles (fixture, "second");
  g_assert_true (vcd_account_has_secret (account));

  vcd_account_store_add (fixture->store, account);
  vcd_account_store_move (fixture->store, account, position);
  assert_titles (fixture, "first second");

  twin = vcd_account_new_with_id (vcd_account_get_id (account), "https://vcd.example.com", "acme",
                                  "mia");
  fixture_assert_resolves (vcd_account_load_secret (twin));
  g_assert_true (vcd_account_has_secret (twin));
  reopen (fixture);
  assert_titles (fixture, "first second");
}

/* Settings that somebody edited: what makes an account is one, and the rest is no harm. */
static void
test_broken (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *good = g_strdup (vcd_account_get_id (add (fixture, "good")));
  g_autofree char *empty = g_uuid_string_random ();
  const char *ids[] = { "", "../../etc", empty, good, "no", good, NULL };
  g_autoptr(GSettings) child = dup_child (fixture, good);
  static const char * const trusted[] = { "nonsense", "h:1=short", "=" HEX, "h:1=" HEX, NULL };
  g_auto(GStrv) pins = NULL;

  g_settings_set_strv (child, "trusted", trusted);
  g_settings_set_strv (fixture->settings, "accounts", ids);

  reopen (fixture);
  assert_titles (fixture, "good");
  pins = vcd_account_dup_trusted (vcd_account_store_find (fixture->store, good));
  g_assert_true (g_strv_contains ((const char * const *) pins, "h:1=" HEX));
}

/* Two programs, the application and the command line, say, with the same settings. */
static void
test_shared (Fixture       *fixture,
             gconstpointer  data)
{
  VcdAccount *a = add (fixture, "a");
  VcdAccount *b = add (fixture, "b");
  g_autoptr(VcdAccount) held = g_object_ref (a);
  g_autoptr(GSettings) settings = NULL;
  Fixture other = { 0 };
  Change change = { 0 };

  settings = g_settings_new_with_backend (APPLICATION_ID, fixture->backend);
  other.store = vcd_account_store_new (settings);
  g_signal_connect (fixture->store, "items-changed", G_CALLBACK (on_items_changed), &change);

  add (&other, "c");
  fixture_wait_until (change.n > 0);
  assert_titles (fixture, "a b c");
  g_assert_true (vcd_account_store_find (fixture->store, "a") == a);
  g_assert_true (vcd_account_store_find (fixture->store, "b") == b);

  change.n = 0;
  vcd_account_store_move (other.store, vcd_account_store_find (other.store, "c"), 0);
  fixture_wait_until (change.n > 0);
  assert_titles (fixture, "c a b");
  g_assert_true (vcd_account_store_find (fixture->store, "a") == a);

  change.n = 0;
  g_assert_true (remove_account (&other, vcd_account_store_find (other.store, "a"), NULL));
  fixture_wait_until (change.n > 0);
  assert_titles (fixture, "c b");
  vcd_account_set_title (held, "ghost");

  add (fixture, "d");
  assert_titles (fixture, "c b d");
  reopen (fixture);
  assert_titles (fixture, "c b d");
  fixture_wait_until (g_list_model_get_n_items (G_LIST_MODEL (other.store)) == 3);
  assert_titles (&other, "c b d");
  fixture_assert_finalized (other.store);
}

/* The process is killed while an account could still be put back: its secret goes at the next
 * start, and that of one that was put back does not. */
static void
test_clean (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(VcdAccount) gone = g_object_ref (add (fixture, "gone"));
  g_autoptr(VcdAccount) back = g_object_ref (add (fixture, "back"));
  VcdAccount *accounts[] = { gone, back };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) left = NULL;

  for (unsigned i = 0; i < G_N_ELEMENTS (accounts); i++)
    {
      vcd_account_set_secret (accounts[i], "hunter2");
      fixture_assert_resolves (vcd_account_store_secret (accounts[i]));
      vcd_account_store_withdraw (fixture->store, accounts[i]);
    }
  vcd_account_store_add (fixture->store, back);
  reopen (fixture);

  vcd_account_store_clean_async (fixture->store, NULL, fixture_on_ready, &result);
  fixture_wait_until (result != NULL);
  g_assert_true (vcd_account_store_clean_finish (fixture->store, result, &error));
  g_assert_no_error (error);
  left = g_settings_get_strv (fixture->settings, "withdrawn-accounts");
  g_assert_cmpuint (g_strv_length (left), ==, 0);

  for (unsigned i = 0; i < G_N_ELEMENTS (accounts); i++)
    {
      g_autoptr(VcdAccount) twin = vcd_account_new_with_id (vcd_account_get_id (accounts[i]),
                                                            "https://vcd.example.com", "acme",
                                                            "mia");

      fixture_assert_resolves (vcd_account_load_secret (twin));
      g_assert_true (vcd_account_has_secret (twin) == (i == 1));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

#define ADD(name, func) g_test_add ("/account-store/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("empty", test_empty);
  ADD ("keep", test_keep);
  ADD ("find", test_find);
  ADD ("order", test_order);
  ADD ("remove", test_remove);
  ADD ("withdraw", test_withdraw);
  ADD ("clean", test_clean);
  ADD ("broken", test_broken);
  ADD ("shared", test_shared);
#undef ADD

  return g_test_run ();
}
