/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A simulator, and a session that is signed in to it. */

#include "fixture.h"
#include "simulator.h"
#include "vcd-account.h"
#include "vcd-catalog-private.h"
#include "vcd-error.h"
#include "vcd-media-private.h"
#include "vcd-session-private.h"

/* The certificate of @simulator is pinned; the secret is in memory only. */
G_GNUC_UNUSED static VcdSession *
sim_session_new_for (Simulator  *simulator,
                     const char *organization,
                     const char *user,
                     const char *password)
{
  g_autoptr(VcdAccount) account = NULL;
  g_autoptr(GError) error = NULL;

  account = vcd_account_new (simulator_get_uri (simulator), organization, user);
  vcd_account_set_secret (account, password);
  vcd_account_trust (account, strstr (simulator_get_uri (simulator), "//") + 2,
                     simulator_get_fingerprint (simulator), &error);
  g_assert_no_error (error);

  return vcd_session_new (account);
}

G_GNUC_UNUSED static VcdSession *
sim_session_new (Simulator *simulator)
{
  VcdSession *session = sim_session_new_for (simulator, "demo", "demo", "demo");

  fixture_assert_resolves (vcd_session_sign_in (session));

  return session;
}

/* Catalogs loaded, and the one of that name. */
G_GNUC_UNUSED static VcdCatalog *
sim_session_dup_catalog (VcdSession *session,
                         const char *name)
{
  g_autoptr(GError) error = NULL;
  VcdCatalog *catalog;

  fixture_assert_resolves (vcd_session_load_catalogs (session));
  catalog = vcd_session_find_catalog (session, name, &error);
  g_assert_no_error (error);

  return catalog;
}

G_GNUC_UNUSED static unsigned
sim_n_items (gpointer model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (model));
}
