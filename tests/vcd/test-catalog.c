/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "canned-server.h"
#include "properties.h"
#include "sim-session.h"

static void
on_items_changed (GListModel *model,
                  unsigned    position,
                  unsigned    removed,
                  unsigned    added,
                  gpointer    data)
{
  unsigned *changes = data;

  (*changes)++;
}

static void
test_kinds (void)
{
  static const struct
  {
    const char     *name;
    VcdCatalogKind  kind;
    gboolean        can_upload;
    const char     *reason;
  } cases[] = {
    { "mine", VCD_CATALOG_OWN, TRUE, NULL },
    { "theirs", VCD_CATALOG_SHARED, TRUE, NULL },
    { "looked-at", VCD_CATALOG_SHARED, FALSE, "partner" },
    { "public", VCD_CATALOG_PUBLISHED, FALSE, "partner" },
    { "copied", VCD_CATALOG_SUBSCRIBED, FALSE, "copy" },
  };
  g_autoptr(Simulator) simulator = simulator_start (
    "--catalog", "mine", "--catalog", "theirs:shared", "--catalog", "looked-at:readonly",
    "--catalog", "public:published", "--catalog", "copied:subscribed", NULL);
  VcdSession *session = sim_session_new (simulator);

  fixture_assert_resolves (vcd_session_load_catalogs (session));
  g_assert_cmpuint (sim_n_items (vcd_session_get_catalogs (session)), ==, G_N_ELEMENTS (cases));

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(VcdCatalog) catalog = vcd_session_find_catalog (session, cases[i].name, NULL);

      g_test_message ("%s", cases[i].name);
      g_assert_false (vcd_catalog_get_can_upload (catalog));
      fixture_assert_resolves (vcd_catalog_check (catalog));
      g_assert_cmpint (vcd_catalog_get_kind (catalog), ==, (int) cases[i].kind);
      g_assert_cmpint (vcd_catalog_get_can_upload (catalog), ==, cases[i].can_upload);
      g_assert_true ((vcd_catalog_get_upload_href (catalog) != NULL) == cases[i].can_upload);
      if (cases[i].reason == NULL)
        g_assert_null (vcd_catalog_get_read_only_reason (catalog));
      else
        g_assert_nonnull (strstr (vcd_catalog_get_read_only_reason (catalog), cases[i].reason));
    }

  fixture_assert_finalized (session);
}

/* Two organizations' catalogs may have one name. */
static void
test_find (void)
{
  g_autoptr(Simulator) simulator = simulator_start ("--catalog", "ISOs", "--catalog", "ISOs:shared",
                                                    "--catalog", "a/b", NULL);
  VcdSession *session = sim_session_new (simulator);
  g_autoptr(VcdCatalog) own = sim_session_dup_catalog (session, "ISOs");
  g_autoptr(VcdCatalog) other = vcd_session_find_catalog (session, "partner/ISOs", NULL);
  g_autoptr(VcdCatalog) path = vcd_session_find_catalog (session, "demo/ISOs", NULL);
  g_autoptr(VcdCatalog) slash = vcd_session_find_catalog (session, "a/b", NULL);
  g_autoptr(VcdCatalog) href = vcd_session_find_catalog (session, vcd_catalog_get_href (other),
                                                         NULL);
  g_autoptr(GError) error = NULL;

  g_assert_cmpstr (vcd_catalog_get_organization (own), ==, "demo");
  g_assert_cmpstr (vcd_catalog_get_organization (other), ==, "partner");
  g_assert_true (own == path);
  g_assert_true (href == other);
  g_assert_nonnull (slash);
  g_assert_null (vcd_session_find_catalog (session, "isos", &error));
  g_assert_error (error, VCD_ERROR, VCD_ERROR_NOT_FOUND);

  fixture_assert_finalized (session);
}

static void
test_many_catalogs (void)
{
  static const unsigned counts[] = { 26, 129, 1000 };
  g_autoptr(Simulator) simulator = simulator_start ("--catalog", "0", NULL);
  VcdSession *session = sim_session_new (simulator);
  g_autoptr(VcdCatalog) first = sim_session_dup_catalog (session, "0");
  unsigned n = 1;

  for (unsigned i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_autoptr(VcdCatalog) again = NULL;

      for (; n < counts[i]; n++)
        {
          g_autofree char *name = g_strdup_printf ("%u", n);

          g_assert_true (simulator_add_catalog (simulator, name));
        }

      again = sim_session_dup_catalog (session, "0");
      g_assert_cmpuint (sim_n_items (vcd_session_get_catalogs (session)), ==, counts[i]);
      g_assert_true (again == first);
    }

  g_clear_object (&first);
  fixture_assert_finalized (session);
}

/* A change of the list a page, each image once although pages overlap. */
static void
test_pages (void)
{
  static const struct
  {
    const char *count;
    unsigned    expected;
    unsigned    pages;
  } cases[] = { { "0", 0, 0 }, { "26", 26, 1 }, { "128", 128, 1 }, { "129", 129, 2 },
                { "1000", 1000, 8 } };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Simulator) simulator = simulator_start ("--media", cases[i].count, NULL);
      VcdSession *session = sim_session_new (simulator);
      g_autoptr(VcdCatalog) catalog = sim_session_dup_catalog (session, "ISOs");
      unsigned changes = 0;

      g_signal_connect (catalog, "items-changed", G_CALLBACK (on_items_changed), &changes);
      g_assert_false (vcd_catalog_get_loaded (catalog));
      fixture_assert_resolves (vcd_catalog_load (catalog));
      g_assert_true (vcd_catalog_get_loaded (catalog));
      g_assert_false (vcd_catalog_get_loading (catalog));
      g_assert_cmpuint (sim_n_items (catalog), ==, cases[i].expected);
      g_assert_cmpuint (changes, ==, cases[i].pages);

      fixture_assert_finalized (session);
    }
}

static void
test_shifting_pages (void)
{
  g_autoptr(Simulator) simulator = simulator_start ("--media", "400", "--fault", "shifting-pages",
                                                    NULL);
  VcdSession *session = sim_session_new (simulator);
  g_autoptr(VcdCatalog) catalog = sim_session_dup_catalog (session, "ISOs");

  fixture_assert_resolves (vcd_catalog_load (catalog));
  g_assert_cmpuint (sim_n_items (catalog), ==, 400);
  fixture_assert_finalized (session);
}

static void
test_media (void)
{
  g_autoptr(Simulator) simulator = simulator_start ("--media", "1", NULL);
  VcdSession *session = sim_session_new (simulator);
  g_autoptr(VcdCatalog) catalog = sim_session_dup_catalog (session, "ISOs");
  g_autoptr(VcdMedia) media = NULL;
  g_autoptr(SimulatorMedia) truth = simulator_dup_media (simulator, "image-00001.iso");

  fixture_assert_resolves (vcd_catalog_load (catalog));
  media = vcd_catalog_find_media (catalog, "image-00001.iso");
  g_assert_true (vcd_media_get_catalog (media) == catalog);
  g_assert_cmpstr (vcd_media_get_id (media), ==, truth->id);
  g_assert_cmpuint (vcd_media_get_size (media), ==, truth->size);
  g_assert_cmpint (vcd_media_get_status (media), ==, VCD_MEDIA_RESOLVED);
  g_assert_true (g_str_has_suffix (vcd_media_get_item_href (media), truth->item_id));
  g_assert_cmpstr (vcd_media_get_storage_profile (media), ==, truth->storage_profile);
  g_assert_cmpstr (vcd_media_get_owner (media), ==, "demo");
  g_assert_nonnull (vcd_media_get_created (media));
  g_assert_true (vcd_media_get_is_iso (media));

  fixture_assert_finalized (session);
}

/* Loading again: known images are the same objects, gone ones leave, new ones come. */
static void
test_reload (void)
{
  g_autoptr(Simulator) simulator = simulator_start ("--media", "300", NULL);
  VcdSession *session = sim_session_new (simulator);
  g_autoptr(VcdCatalog) catalog = sim_session_dup_catalog (session, "ISOs");
  g_autoptr(VcdMedia) kept = NULL;
  g_autoptr(VcdMedia) kept_again = NULL;
  g_autoptr(VcdMedia) added = NULL;

  fixture_assert_resolves (vcd_catalog_load (catalog));
  kept = vcd_catalog_find_media (catalog, "image-00250.iso");

  for (int i = 10; i < 30; i++)
    {
      g_autofree char *name = g_strdup_printf ("image-%05d.iso", i);

      g_assert_true (simulator_delete_media (simulator, name));
    }
  g_assert_true (simulator_add_media (simulator, "ISOs", "new.iso", 5));
  fixture_assert_resolves (vcd_catalog_load (catalog));

  kept_again = vcd_catalog_find_media (catalog, "image-00250.iso");
  added = vcd_catalog_find_media (catalog, "new.iso");
  g_assert_true (kept == kept_again);
  g_assert_nonnull (added);
  g_assert_null (vcd_catalog_find_media (catalog, "image-00010.iso"));
  g_assert_null (vcd_catalog_find_media (catalog, "image-00029.iso"));
  g_assert_cmpuint (sim_n_items (catalog), ==, 281);

  fixture_assert_finalized (session);
}

/* Filters say the same before and after the encoding changed, whatever stands in a name. */
static void
test_look_up (void)
{
  static const char * const names[] = {
    "a & b <c> \"d\" é 漢.iso", "VM,1;2.iso", "(x)\\y.iso", "100%+*.iso", "a+b=c#d?.iso", "plain"
  };
  static const char * const versions[] = { "33.0", "35.0", "36.0", "39.0" };

  for (unsigned i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      g_autoptr(Simulator) simulator = simulator_start ("--api-versions", versions[i],
                                                        "--catalog", "ISOs", "--catalog", "Other",
                                                        NULL);
      VcdSession *session = sim_session_new (simulator);
      g_autoptr(VcdCatalog) catalog = sim_session_dup_catalog (session, "ISOs");

      simulator_add_media (simulator, "Other", "elsewhere", 5);
      simulator_add_media (simulator, "ISOs", "100%+more.iso", 5);
      for (unsigned k = 0; k < G_N_ELEMENTS (names); k++)
        {
          g_autoptr(GError) error = NULL;
          g_autoptr(VcdMedia) media = NULL;

          simulator_add_media (simulator, "ISOs", names[k], 5);
          simulator_add_media (simulator, "Other", names[k], 6);
          media = fixture_settle_object (vcd_catalog_look_up (catalog, names[k]), &error);
          g_assert_no_error (error);
          g_assert_cmpstr (vcd_media_get_name (media), ==, names[k]);
          g_assert_cmpuint (vcd_media_get_size (media), ==, 5);
        }

      fixture_assert_rejects (vcd_catalog_look_up (catalog, "elsewhere"), VCD_ERROR_NOT_FOUND);
      fixture_assert_rejects (vcd_catalog_look_up (catalog, "PLAIN"), VCD_ERROR_NOT_FOUND);
      fixture_assert_finalized (session);
    }
}

/* What real servers do to their documents makes no difference. */
static void
test_dialects (void)
{
  static const char * const faults[] = {
    "prefixed-xml", "link-twins", "sparse-xml", "extra-elements", "versions-padding",
    "connection-close"
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr(Simulator) simulator = simulator_start ("--media", "130", "--fault", faults[i],
                                                        NULL);
      VcdSession *session = sim_session_new (simulator);
      g_autoptr(VcdCatalog) catalog = sim_session_dup_catalog (session, "ISOs");

      g_test_message ("%s", faults[i]);
      fixture_assert_resolves (vcd_catalog_check (catalog));
      fixture_assert_resolves (vcd_catalog_load (catalog));
      g_assert_true (vcd_catalog_get_can_upload (catalog));
      g_assert_cmpuint (sim_n_items (catalog), ==, 130);
      fixture_assert_finalized (session);
    }
}

/* A document that is none leaves the list as it was, and the next load works. */
static void
test_bad_documents (void)
{
  static const char * const faults[] = {
    "malformed-xml=on:query,times:1", "truncated-xml=on:query,times:1",
    "empty-xml=on:query,times:1", "entity-bomb=on:query,times:1",
    "huge-reply=on:query,times:1", "html-503=on:query,times:1",
    "status-500=on:query,times:1"
  };
  g_autoptr(Simulator) simulator = simulator_start ("--media", "130", NULL);
  VcdSession *session = sim_session_new (simulator);
  g_autoptr(VcdCatalog) catalog = sim_session_dup_catalog (session, "ISOs");

  fixture_assert_resolves (vcd_catalog_load (catalog));
  for (unsigned i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_test_message ("%s", faults[i]);
      simulator_set_fault (simulator, faults[i]);
      fixture_assert_rejects (vcd_catalog_load (catalog), VCD_ERROR_SERVER);
      g_assert_cmpuint (sim_n_items (catalog), ==, 130);
      g_assert_false (vcd_catalog_get_loading (catalog));
      simulator_clear_faults (simulator);
      fixture_assert_resolves (vcd_catalog_load (catalog));
      g_assert_cmpuint (sim_n_items (catalog), ==, 130);
    }

  fixture_assert_finalized (session);
}

/* The session ends between two pages, and nobody notices. */
static void
test_expiry (void)
{
  static const char * const faults[] = { NULL, "old-403" };

  for (unsigned i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr(Simulator) simulator = simulator_start ("--media", "300", NULL);
      VcdSession *session = sim_session_new (simulator);
      g_autoptr(VcdCatalog) catalog = sim_session_dup_catalog (session, "ISOs");

      if (faults[i] != NULL)
        simulator_set_fault (simulator, faults[i]);
      g_signal_connect_swapped (catalog, "items-changed", G_CALLBACK (simulator_expire_sessions),
                                simulator);
      fixture_assert_resolves (vcd_catalog_load (catalog));
      g_assert_cmpuint (sim_n_items (catalog), ==, 300);
      g_assert_cmpuint (simulator_count_sign_ins (simulator), ==, 3);
      g_signal_handlers_disconnect_by_data (catalog, simulator);
      fixture_assert_finalized (session);
    }
}

static void
test_shared_load (void)
{
  g_autoptr(Simulator) simulator = simulator_start ("--media", "300", NULL);
  VcdSession *session = sim_session_new (simulator);
  g_autoptr(VcdCatalog) catalog = sim_session_dup_catalog (session, "ISOs");
  unsigned before = simulator_count_requests (simulator, "query");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  DexFuture *first;

  /* One who gives up does not take it from the other. */
  vcd_catalog_load_async (catalog, cancellable, fixture_on_ready, &result);
  first = vcd_catalog_load (catalog);
  first = dex_future_first (first, NULL);
  g_cancellable_cancel (cancellable);
  fixture_assert_resolves (first);
  fixture_wait_until (result != NULL);
  g_assert_false (vcd_catalog_load_finish (catalog, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (simulator_count_requests (simulator, "query") - before, ==, 3);

  /* Alone, one takes it along, and the next one starts anew. */
  g_clear_object (&result);
  g_clear_error (&error);
  g_cancellable_reset (cancellable);
  vcd_catalog_load_async (catalog, cancellable, fixture_on_ready, &result);
  g_cancellable_cancel (cancellable);
  fixture_assert_resolves (vcd_catalog_load (catalog));
  g_assert_cmpuint (sim_n_items (catalog), ==, 300);
  fixture_wait_until (result != NULL);

  fixture_assert_finalized (session);
}

static void
test_create_and_delete (void)
{
  g_autoptr(Simulator) simulator = simulator_start (NULL, NULL);
  VcdSession *session = sim_session_new (simulator);
  const char *name = "New & <shiny> \"é\"";
  g_autoptr(VcdCatalog) created = NULL;
  g_autoptr(VcdCatalog) found = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  fixture_assert_resolves (vcd_session_load_catalogs (session));
  g_assert_true (vcd_session_get_can_create_catalog (session));
  vcd_session_create_catalog_async (session, name, "for the lab", NULL, fixture_on_ready, &result);
  fixture_wait_until (result != NULL);
  created = vcd_session_create_catalog_finish (session, result, &error);
  g_clear_object (&result);
  g_assert_no_error (error);

  found = vcd_session_find_catalog (session, name, NULL);
  g_assert_true (found == created);
  g_assert_cmpuint (sim_n_items (vcd_session_get_catalogs (session)), ==, 2);
  fixture_assert_resolves (vcd_catalog_check (created));
  g_assert_true (vcd_catalog_get_can_upload (created));
  g_assert_cmpstr (vcd_catalog_get_description (created), ==, "for the lab");

  fixture_assert_rejects (vcd_session_create_catalog (session, name, NULL), VCD_ERROR_NAME_EXISTS);
  fixture_assert_rejects (vcd_session_create_catalog (session, "", NULL), VCD_ERROR_INVALID);

  /* What is in it keeps it, unless it is to go, too. */
  g_assert_true (simulator_add_media (simulator, name, "a.iso", 5));
  fixture_assert_rejects (vcd_catalog_delete (created, FALSE), VCD_ERROR_SERVER);
  g_assert_cmpuint (sim_n_items (vcd_session_get_catalogs (session)), ==, 2);
  fixture_assert_resolves (vcd_catalog_delete (created, TRUE));
  g_assert_cmpuint (sim_n_items (vcd_session_get_catalogs (session)), ==, 1);

  fixture_assert_finalized (session);
}

/* Where nobody said that a certificate is right, nothing is sent. */
static void
test_untrusted (void)
{
  g_autoptr(Simulator) simulator = simulator_start (NULL, NULL);
  g_autoptr(VcdAccount) account = vcd_account_new (simulator_get_uri (simulator), "demo", "demo");
  VcdSession *session = vcd_session_new (account);

  vcd_account_set_secret (account, "demo");
  fixture_assert_rejects (vcd_session_sign_in (session), VCD_ERROR_CERTIFICATE);
  g_assert_cmpint (vcd_session_get_state (session), ==, VCD_SESSION_FAILED);
  g_assert_nonnull (vcd_error_get_certificate (vcd_session_get_error (session)));
  g_assert_cmpuint (simulator_count_requests (simulator, NULL), ==, 0);
  fixture_assert_finalized (session);
}

static void
push_document (CannedServer *server,
               const char   *format)
{
  g_auto(GStrv) parts = g_strsplit (format, "@", -1);
  g_autofree char *body = g_strjoinv (server->uri, parts);

  canned_server_push_reply (server, "200 OK", "", body);
}

/* Before there was a query service: an Org with a link for each catalog, a catalog with a list of
 * items of all kinds, and a virtual data center that takes the uploads. */
static void
test_old_server (void)
{
  g_autoptr(CannedServer) server = canned_server_new ();
  g_autoptr(VcdAccount) account = vcd_account_new (server->uri, "acme", "mia");
  VcdSession *session = vcd_session_new (account);
  g_autoptr(VcdCatalog) catalog = NULL;
  g_autoptr(VcdMedia) media = NULL;

  vcd_account_set_secret (account, "pw");
  vcd_account_set_api_version (account, "5.1");
  canned_server_push_versions (server, "5.1");
  canned_server_push_reply (server, "200 OK", "x-vcloud-authorization: t\r\n",
                            "<Session " CANNED_XMLNS " org=\"acme\"/>");
  fixture_assert_resolves (vcd_session_sign_in (session));
  vcd_session_get_grant (session)->org_href = g_strconcat (server->uri, "/api/org/1", NULL);

  push_document (server, "<Org " CANNED_XMLNS ">"
                 "<Link rel=\"down\" name=\"ISOs\" href=\"@/api/catalog/1\" "
                 "type=\"application/vnd.vmware.vcloud.catalog+xml\"/>"
                 "<Link rel=\"down\" name=\"v\" href=\"@/api/vdc/1\" "
                 "type=\"application/vnd.vmware.vcloud.vdc+xml\"/></Org>");
  catalog = sim_session_dup_catalog (session, "ISOs");
  g_assert_false (vcd_session_get_can_create_catalog (session));

  push_document (server, "<Catalog " CANNED_XMLNS "><CatalogItems>"
                 "<CatalogItem href=\"@/api/catalogItem/1\"/>"
                 "<CatalogItem href=\"@/api/catalogItem/2\"/>"
                 "<CatalogItem href=\"@/api/catalogItem/3\"/></CatalogItems></Catalog>");
  push_document (server, "<CatalogItem " CANNED_XMLNS "><Entity href=\"@/api/vAppTemplate/1\" "
                 "type=\"application/vnd.vmware.vcloud.vAppTemplate+xml\"/></CatalogItem>");
  push_document (server, "<CatalogItem " CANNED_XMLNS "><Entity href=\"@/api/media/1\" "
                 "type=\"application/vnd.vmware.vcloud.media+xml\"/></CatalogItem>");
  push_document (server, "<Media " CANNED_XMLNS " name=\"a.iso\" size=\"5\" status=\"1\" "
                 "href=\"@/api/media/1\"/>");
  canned_server_push_reply (server, "404 Not Found", "", "");
  fixture_assert_resolves (vcd_catalog_load (catalog));
  g_assert_cmpuint (sim_n_items (catalog), ==, 1);
  media = vcd_catalog_find_media (catalog, "a.iso");
  g_assert_true (g_str_has_suffix (vcd_media_get_item_href (media), "/api/catalogItem/2"));

  push_document (server, "<Catalog " CANNED_XMLNS "><Link rel=\"up\" href=\"@/api/org/1\" "
                 "type=\"application/vnd.vmware.vcloud.org+xml\"/></Catalog>");
  push_document (server, "<Org " CANNED_XMLNS "><Link rel=\"down\" href=\"@/api/vdc/1\" "
                 "type=\"application/vnd.vmware.vcloud.vdc+xml\"/></Org>");
  push_document (server, "<Vdc " CANNED_XMLNS "><Link rel=\"add\" href=\"@/api/vdc/1/media\" "
                 "type=\"application/vnd.vmware.vcloud.media+xml\"/></Vdc>");
  fixture_assert_resolves (vcd_catalog_check (catalog));
  g_assert_true (vcd_catalog_get_can_upload (catalog));
  g_assert_true (g_str_has_suffix (vcd_catalog_get_upload_href (catalog), "/api/vdc/1/media"));

  fixture_assert_finalized (session);
}

/* What a list view is bound to. */
static void
test_properties (void)
{
  g_autoptr(Simulator) simulator = simulator_start ("--media", "3", "--catalog", "ISOs",
                                                    "--catalog", "public:published", NULL);
  VcdSession *session = sim_session_new (simulator);
  g_autoptr(VcdCatalog) catalog = sim_session_dup_catalog (session, "ISOs");
  g_autoptr(VcdCatalog) other = vcd_session_find_catalog (session, "public", NULL);
  g_autoptr(VcdMedia) last = NULL;

  property_assert_number (catalog, "loaded", FALSE);
  fixture_assert_resolves (vcd_catalog_check (catalog));
  fixture_assert_resolves (vcd_catalog_check (other));
  fixture_assert_resolves (vcd_catalog_load (catalog));

  property_assert_object (catalog, "session", session);
  property_assert_string (catalog, "href", vcd_catalog_get_href (catalog));
  property_assert_string (catalog, "name", "ISOs");
  property_assert_string (catalog, "description", vcd_catalog_get_description (catalog));
  property_assert_string (catalog, "organization", "demo");
  property_assert_string (catalog, "owner", vcd_catalog_get_owner (catalog));
  property_assert_number (catalog, "kind", VCD_CATALOG_OWN);
  property_assert_number (catalog, "can-upload", TRUE);
  property_assert_number (other, "kind", VCD_CATALOG_PUBLISHED);
  property_assert_number (other, "can-upload", FALSE);
  property_assert_string (other, "read-only-reason", vcd_catalog_get_read_only_reason (other));
  property_assert_number (catalog, "loading", FALSE);
  property_assert_number (catalog, "loaded", TRUE);

  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (catalog)) == VCD_TYPE_MEDIA);
  last = g_list_model_get_item (G_LIST_MODEL (catalog), 2);
  g_assert_true (VCD_IS_MEDIA (last));
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (catalog), 3));

  fixture_assert_finalized (session);
}

static void
test_async (void)
{
  g_autoptr(Simulator) simulator = simulator_start ("--catalog", "ISOs",
                                                    "--catalog", "public:published", NULL);
  VcdSession *session = sim_session_new (simulator);
  g_autoptr(VcdCatalog) catalog = sim_session_dup_catalog (session, "ISOs");
  g_autoptr(VcdCatalog) other = vcd_session_find_catalog (session, "public", NULL);
  g_autoptr(GAsyncResult) checked = NULL;
  g_autoptr(GAsyncResult) refused = NULL;
  g_autoptr(GAsyncResult) deleted = NULL;
  g_autoptr(GError) error = NULL;

  vcd_catalog_check_async (catalog, NULL, fixture_on_ready, &checked);
  fixture_wait_until (checked != NULL);
  g_assert_true (vcd_catalog_check_finish (catalog, checked, &error));
  g_assert_no_error (error);
  g_assert_true (vcd_catalog_get_can_upload (catalog));

  /* Of another organization, and not to be deleted from here. */
  vcd_catalog_delete_async (other, FALSE, NULL, fixture_on_ready, &refused);
  fixture_wait_until (refused != NULL);
  g_assert_false (vcd_catalog_delete_finish (other, refused, &error));
  g_assert_error (error, VCD_ERROR, VCD_ERROR_PERMISSION);
  g_clear_error (&error);
  g_assert_cmpuint (sim_n_items (vcd_session_get_catalogs (session)), ==, 2);

  vcd_catalog_delete_async (catalog, FALSE, NULL, fixture_on_ready, &deleted);
  fixture_wait_until (deleted != NULL);
  g_assert_true (vcd_catalog_delete_finish (catalog, deleted, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (sim_n_items (vcd_session_get_catalogs (session)), ==, 1);

  fixture_assert_finalized (session);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/catalog/kinds", test_kinds);
  g_test_add_func ("/catalog/find", test_find);
  g_test_add_func ("/catalog/many-catalogs", test_many_catalogs);
  g_test_add_func ("/catalog/pages", test_pages);
  g_test_add_func ("/catalog/shifting-pages", test_shifting_pages);
  g_test_add_func ("/catalog/media", test_media);
  g_test_add_func ("/catalog/reload", test_reload);
  g_test_add_func ("/catalog/look-up", test_look_up);
  g_test_add_func ("/catalog/dialects", test_dialects);
  g_test_add_func ("/catalog/bad-documents", test_bad_documents);
  g_test_add_func ("/catalog/expiry", test_expiry);
  g_test_add_func ("/catalog/shared-load", test_shared_load);
  g_test_add_func ("/catalog/create-and-delete", test_create_and_delete);
  g_test_add_func ("/catalog/untrusted", test_untrusted);
  g_test_add_func ("/catalog/old-server", test_old_server);
  g_test_add_func ("/catalog/properties", test_properties);
  g_test_add_func ("/catalog/async", test_async);

  return g_test_run ();
}
