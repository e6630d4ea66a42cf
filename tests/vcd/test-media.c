/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "canned-server.h"
#include "properties.h"
#include "upload-fixture.h"

typedef struct
{
  Simulator  *simulator;
  VcdSession *session;
  VcdCatalog *catalog;
  VcdMedia   *media;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->simulator = simulator_start ("--media", "2", NULL);
  if (data != NULL)
    simulator_set_fault (fixture->simulator, data);
  fixture->session = sim_session_new (fixture->simulator);
  fixture->catalog = sim_session_dup_catalog (fixture->session, "ISOs");
  fixture_assert_resolves (vcd_catalog_load (fixture->catalog));
  fixture->media = vcd_catalog_find_media (fixture->catalog, "image-00001.iso");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_object_unref (fixture->media);
  g_object_unref (fixture->catalog);
  fixture_assert_finalized (fixture->session);
  simulator_free (fixture->simulator);
}

static void
test_edit (Fixture       *fixture,
           gconstpointer  data)
{
  const char *name = "a & b <c> \"d\" é 漢.iso";
  uint64_t size = vcd_media_get_size (fixture->media);
  g_autoptr(SimulatorMedia) renamed = NULL;
  g_autoptr(SimulatorMedia) described = NULL;
  g_autoptr(SimulatorMedia) cleared = NULL;

  fixture_assert_resolves (vcd_media_edit (fixture->media, name, NULL));
  renamed = simulator_dup_media (fixture->simulator, name);
  g_assert_nonnull (renamed);
  g_assert_cmpuint (renamed->size, ==, size);
  g_assert_cmpstr (vcd_media_get_name (fixture->media), ==, name);

  fixture_assert_resolves (vcd_media_edit (fixture->media, NULL, "x < y & z"));
  described = simulator_dup_media (fixture->simulator, name);
  g_assert_cmpstr (described->description, ==, "x < y & z");
  g_assert_cmpstr (vcd_media_get_description (fixture->media), ==, "x < y & z");

  fixture_assert_resolves (vcd_media_edit (fixture->media, NULL, ""));
  cleared = simulator_dup_media (fixture->simulator, name);
  g_assert_cmpstr (cleared->description, ==, "");
  g_assert_cmpstr (vcd_media_get_description (fixture->media), ==, "");
  g_assert_cmpuint (sim_n_items (fixture->catalog), ==, 2);
}

static void
test_edit_refused (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *long_name = g_strnfill (129, 'x');
  unsigned before = simulator_count_requests (fixture->simulator, NULL);

  fixture_assert_rejects (vcd_media_edit (fixture->media, "", NULL), VCD_ERROR_INVALID);
  fixture_assert_rejects (vcd_media_edit (fixture->media, " \t ", NULL), VCD_ERROR_INVALID);
  fixture_assert_rejects (vcd_media_edit (fixture->media, long_name, NULL), VCD_ERROR_INVALID);
  g_assert_cmpuint (simulator_count_requests (fixture->simulator, NULL), ==, before);

  fixture_assert_rejects (vcd_media_edit (fixture->media, "image-00002.iso", NULL),
                          VCD_ERROR_NAME_EXISTS);
  g_assert_cmpstr (vcd_media_get_name (fixture->media), ==, "image-00001.iso");
}

static void
on_deleting (VcdMedia   *media,
             GParamSpec *pspec,
             gboolean   *seen)
{
  *seen |= vcd_media_get_deleting (media);
}

static void
test_delete (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gboolean seen = FALSE;

  g_signal_connect (fixture->media, "notify::deleting", G_CALLBACK (on_deleting), &seen);
  vcd_media_delete_async (fixture->media, NULL, fixture_on_ready, &result);
  fixture_wait_until (result != NULL);
  vcd_media_delete_finish (fixture->media, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (simulator_count_media (fixture->simulator, "ISOs"), ==, 1);
  g_assert_cmpuint (sim_n_items (fixture->catalog), ==, 1);
  g_assert_null (vcd_catalog_find_media (fixture->catalog, "image-00001.iso"));
  g_assert_true (seen);
  g_assert_false (vcd_media_get_deleting (fixture->media));
}

/* Somebody else was faster. */
static void
test_delete_gone (Fixture       *fixture,
                  gconstpointer  data)
{
  simulator_delete_media (fixture->simulator, "image-00001.iso");
  fixture_assert_resolves (vcd_media_delete (fixture->media));
  g_assert_cmpuint (sim_n_items (fixture->catalog), ==, 1);
}

/* What the server keeps stays in the list. */
static void
test_delete_refused (Fixture       *fixture,
                     gconstpointer  data)
{
  fixture_assert_rejects (vcd_media_delete (fixture->media), VCD_ERROR_SERVER);
  g_assert_cmpuint (sim_n_items (fixture->catalog), ==, 2);
  g_assert_false (vcd_media_get_deleting (fixture->media));
}

/* What the server calls an image chooses no directory, and hides no file. */
static void
test_file_name (Fixture       *fixture,
                gconstpointer  data)
{
  static const struct { const char *name; const char *file; } cases[] = {
    { "debian.ISO", "debian.ISO" },
    { "Debian 13", "Debian 13.iso" },
    { "../../etc/passwd", "_._.._etc_passwd.iso" },
    { ".hidden.iso", "_hidden.iso" },
    { "-rf.iso", "_rf.iso" },
    { "a\342\200\256osi.exe", "a_osi.exe.iso" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *file = NULL;

      fixture_assert_resolves (vcd_media_edit (fixture->media, cases[i].name, NULL));
      file = vcd_media_dup_file_name (fixture->media);
      g_assert_cmpstr (file, ==, cases[i].file);
    }
}

static void
test_check_name (void)
{
  g_autofree char *longest = g_strnfill (128, 'x');
  g_autofree char *too_long = g_strnfill (129, 'x');
  const char *const refused[] = { "", "  ", "a\tb", too_long };

  g_assert_true (vcd_media_check_name (longest, NULL));
  for (unsigned i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (vcd_media_check_name (refused[i], &error));
      g_assert_error (error, VCD_ERROR, VCD_ERROR_INVALID);
    }
}

static void
test_refresh (Fixture       *fixture,
              gconstpointer  data)
{
  fixture_assert_resolves (vcd_media_refresh (fixture->media));
  g_assert_cmpint (vcd_media_get_status (fixture->media), ==, VCD_MEDIA_RESOLVED);
  g_assert_nonnull (vcd_media_get_description (fixture->media));

  simulator_delete_media (fixture->simulator, "image-00001.iso");
  fixture_assert_rejects (vcd_media_refresh (fixture->media), VCD_ERROR_PERMISSION);
  g_assert_cmpuint (sim_n_items (fixture->catalog), ==, 1);
}

/* The account went away; the image's name is still there to be shown. */
static void
test_orphan (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(VcdMedia) media = g_object_ref (fixture->media);
  g_autoptr(VcdSession) other = sim_session_new (fixture->simulator);
  g_autoptr(VcdCatalog) catalog = sim_session_dup_catalog (other, "ISOs");
  g_autoptr(VcdMedia) orphan = NULL;

  fixture_assert_resolves (vcd_catalog_load (catalog));
  orphan = vcd_catalog_find_media (catalog, "image-00002.iso");
  fixture_assert_finalized (g_steal_pointer (&other));

  g_assert_cmpstr (vcd_media_get_name (orphan), ==, "image-00002.iso");
  fixture_assert_rejects (vcd_media_refresh (orphan), VCD_ERROR_NOT_FOUND);
  fixture_assert_rejects (vcd_catalog_load (catalog), VCD_ERROR_NOT_FOUND);
}

static void
test_properties (Fixture       *fixture,
                 gconstpointer  data)
{
  VcdMedia *media = fixture->media;
  g_autoptr(GDateTime) created = NULL;

  property_assert_object (media, "catalog", fixture->catalog);
  property_assert_string (media, "href", vcd_media_get_href (media));
  property_assert_string (media, "item-href", vcd_media_get_item_href (media));
  property_assert_string (media, "id", vcd_media_get_id (media));
  property_assert_string (media, "name", "image-00001.iso");
  property_assert_string (media, "description", vcd_media_get_description (media));
  property_assert_number (media, "size", (int64_t) vcd_media_get_size (media));
  property_assert_number (media, "status", VCD_MEDIA_RESOLVED);
  property_assert_string (media, "status-text", vcd_media_get_status_text (media));
  property_assert_string (media, "owner", "demo");
  property_assert_string (media, "storage-profile", vcd_media_get_storage_profile (media));
  property_assert_number (media, "is-iso", TRUE);
  g_object_get (media, "created", &created, NULL);
  g_assert_true (g_date_time_equal (created, vcd_media_get_created (media)));
}

static void
test_async (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(GAsyncResult) edited = NULL;
  g_autoptr(GAsyncResult) refreshed = NULL;
  g_autoptr(GError) error = NULL;

  vcd_media_edit_async (fixture->media, "b.iso", "new", NULL, fixture_on_ready, &edited);
  fixture_wait_until (edited != NULL);
  g_assert_true (vcd_media_edit_finish (fixture->media, edited, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (vcd_media_get_name (fixture->media), ==, "b.iso");

  simulator_delete_media (fixture->simulator, "b.iso");
  vcd_media_refresh_async (fixture->media, NULL, fixture_on_ready, &refreshed);
  fixture_wait_until (refreshed != NULL);
  g_assert_false (vcd_media_refresh_finish (fixture->media, refreshed, &error));
  g_assert_error (error, VCD_ERROR, VCD_ERROR_PERMISSION);
}

/* A server too busy to answer keeps the image, and the list does, too. */
static void
test_delete_unable (Fixture       *fixture,
                    gconstpointer  data)
{
  simulator_set_fault (fixture->simulator, "status-500=on:media");
  fixture_assert_rejects (vcd_media_delete (fixture->media), VCD_ERROR_SERVER);
  g_assert_cmpuint (sim_n_items (fixture->catalog), ==, 2);
}

/* An upload that nobody carries on; its image, freshly looked at. */
static VcdMedia *
abandon (UploadFixture *fixture)
{
  g_autoptr(VcdMediaUpload) upload = upload_fixture_new (fixture, "image.iso", 4 * UPLOAD_SLICE);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  VcdMedia *media;

  simulator_set_fault (fixture->simulator, "throttle=200K");
  vcd_transfer_run_async (VCD_TRANSFER (upload), cancellable, fixture_on_ready, &result);
  fixture_wait_until (vcd_transfer_get_confirmed (VCD_TRANSFER (upload)) > 0);
  g_cancellable_cancel (cancellable);
  fixture_wait_until (result != NULL && !vcd_transfer_is_running (VCD_TRANSFER (upload)));
  simulator_clear_faults (fixture->simulator);

  fixture_assert_resolves (vcd_catalog_load (fixture->catalog));
  media = vcd_catalog_find_media (fixture->catalog, "image.iso");
  g_assert_nonnull (media);
  fixture_assert_resolves (vcd_media_refresh (media));

  return media;
}

/* Deleting it cancels its task first, whatever the server makes of that. */
static void
test_unfinished (UploadFixture *fixture,
                 gconstpointer  data)
{
  static const char *const faults[] = { NULL, "cancel-keeps-item", "status-500=on:cancel" };

  for (unsigned i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr(VcdMedia) media = abandon (fixture);
      uint64_t transferred = 0;

      g_assert_cmpint (vcd_media_get_status (media), ==, VCD_MEDIA_UNRESOLVED);
      g_assert_true (vcd_media_is_unfinished (media, &transferred));
      property_assert_number (media, "unfinished", TRUE);
      property_assert_number (media, "transferred", (int64_t) transferred);
      g_assert_cmpuint (transferred, >=, UPLOAD_SLICE);
      g_assert_cmpuint (transferred, <, 4 * UPLOAD_SLICE);

      if (faults[i] != NULL)
        simulator_set_fault (fixture->simulator, faults[i]);
      if (i == 2)
        {
          /* What is busy stays, and is there to be tried again. */
          fixture_assert_rejects (vcd_media_delete (media), VCD_ERROR_SERVER);
          g_assert_cmpuint (sim_n_items (fixture->catalog), ==, 1);
          simulator_clear_faults (fixture->simulator);
        }
      fixture_assert_resolves (vcd_media_delete (media));
      upload_assert_nothing_left (fixture);
      g_assert_cmpuint (sim_n_items (fixture->catalog), ==, 0);
    }
}

static void
test_status (UploadFixture *fixture,
             gconstpointer  data)
{
  g_autoptr(VcdMedia) expired = abandon (fixture);
  g_autoptr(VcdMedia) failed = NULL;
  g_autofree char *uploading = g_strdup (vcd_media_get_status_text (expired));

  simulator_advance_clock (fixture->simulator, 61 * 60);
  fixture_assert_resolves (vcd_media_refresh (expired));
  g_assert_cmpint (vcd_media_get_status (expired), ==, VCD_MEDIA_TRANSFER_TIMEOUT);
  g_assert_cmpstr (vcd_media_get_status_text (expired), !=, uploading);
  g_assert_false (vcd_media_is_unfinished (expired, NULL));
  fixture_assert_resolves (vcd_media_delete (expired));

  failed = abandon (fixture);
  simulator_fail_task (fixture->simulator, "image.iso", "no");
  fixture_assert_resolves (vcd_media_refresh (failed));
  g_assert_cmpint (vcd_media_get_status (failed), ==, VCD_MEDIA_FAILED);
  g_assert_cmpstr (vcd_media_get_status_text (failed), !=,
                   vcd_media_get_status_text (expired));

  /* The list says it in other words, and means the same. */
  fixture_assert_resolves (vcd_catalog_load (fixture->catalog));
  g_assert_cmpint (vcd_media_get_status (failed), ==, VCD_MEDIA_FAILED);
}

/* Servers whose images have no links of their own: what may be done says the catalog's item. */
typedef struct
{
  CannedServer *server;
  VcdSession   *session;
  VcdCatalog   *catalog;
  VcdMedia     *media;
} ItemFixture;

static void
push_document (ItemFixture *fixture,
               const char  *format)
{
  g_auto(GStrv) parts = g_strsplit (format, "@", -1);
  g_autofree char *body = g_strjoinv (fixture->server->uri, parts);

  canned_server_push_reply (fixture->server, "200 OK", "", body);
}

static void
push_media (ItemFixture *fixture,
            const char  *name)
{
  g_autofree char *document = g_strdup_printf (
    "<Media " CANNED_XMLNS " name=\"%s\" size=\"5\" status=\"1\" href=\"@/api/media/1\"/>", name);

  push_document (fixture, document);
}

static void
push_item (ItemFixture *fixture,
           const char  *links)
{
  g_autofree char *document = g_strdup_printf (
    "<CatalogItem " CANNED_XMLNS ">%s<Entity href=\"@/api/media/1\" "
    "type=\"application/vnd.vmware.vcloud.media+xml\"/></CatalogItem>", links);

  push_document (fixture, document);
}

static void
set_up_item (ItemFixture   *fixture,
             gconstpointer  data)
{
  g_autoptr(VcdAccount) account = NULL;

  fixture->server = canned_server_new ();
  account = vcd_account_new (fixture->server->uri, "acme", "mia");
  vcd_account_set_secret (account, "pw");
  vcd_account_set_api_version (account, "5.1");
  fixture->session = vcd_session_new (account);

  /* Before the query service came, an organization's document led to all. */
  canned_server_push_versions (fixture->server, "5.1");
  canned_server_push_reply (fixture->server, "200 OK", "x-vcloud-authorization: t\r\n",
                            "<Session " CANNED_XMLNS " org=\"acme\"/>");
  fixture_assert_resolves (vcd_session_sign_in (fixture->session));
  vcd_session_get_grant (fixture->session)->org_href = g_strconcat (fixture->server->uri,
                                                                    "/api/org/1", NULL);

  push_document (fixture, "<Org " CANNED_XMLNS "><Link rel=\"down\" name=\"ISOs\" "
                 "href=\"@/api/catalog/1\" "
                 "type=\"application/vnd.vmware.vcloud.catalog+xml\"/></Org>");
  fixture->catalog = sim_session_dup_catalog (fixture->session, "ISOs");

  push_document (fixture, "<Catalog " CANNED_XMLNS "><CatalogItems>"
                 "<CatalogItem href=\"@/api/catalogItem/1\"/></CatalogItems></Catalog>");
  push_item (fixture, "");
  push_media (fixture, "a.iso");
  fixture_assert_resolves (vcd_catalog_load (fixture->catalog));
  fixture->media = vcd_catalog_find_media (fixture->catalog, "a.iso");
  g_assert_nonnull (fixture->media);
}

static void
tear_down_item (ItemFixture   *fixture,
                gconstpointer  data)
{
  g_object_unref (fixture->media);
  g_object_unref (fixture->catalog);
  fixture_assert_finalized (fixture->session);
  canned_server_free (fixture->server);
}

static void
test_item_edit (ItemFixture   *fixture,
                gconstpointer  data)
{
  g_autofree char *request = NULL;

  push_media (fixture, "a.iso");
  push_item (fixture, "<Link rel=\"edit\" href=\"@/api/catalogItem/1/edit\" "
             "type=\"application/vnd.vmware.vcloud.catalogItem+xml\"/>");
  push_item (fixture, "");
  push_media (fixture, "b &amp; c.iso");
  fixture_assert_resolves (vcd_media_edit (fixture->media, "b & c.iso", "new"));
  g_assert_cmpstr (vcd_media_get_name (fixture->media), ==, "b & c.iso");

  request = canned_server_dup_request (fixture->server,
                                       canned_server_count (fixture->server) - 2);
  g_assert_true (g_str_has_prefix (request, "PUT /api/catalogItem/1/edit "));
  g_assert_nonnull (strstr (request, "name=\"b &amp; c.iso\""));
  g_assert_nonnull (strstr (request, "<Description>new</Description>"));
  g_assert_nonnull (strstr (request, "/api/media/1\""));
}

static void
test_item_delete (ItemFixture   *fixture,
                  gconstpointer  data)
{
  g_autofree char *request = NULL;

  push_media (fixture, "a.iso");
  push_item (fixture, "<Link rel=\"remove\" href=\"@/api/catalogItem/1\"/>");
  canned_server_push_reply (fixture->server, "204 No Content", "", "");
  fixture_assert_resolves (vcd_media_delete (fixture->media));
  g_assert_cmpuint (sim_n_items (fixture->catalog), ==, 0);

  request = canned_server_dup_request (fixture->server,
                                       canned_server_count (fixture->server) - 1);
  g_assert_true (g_str_has_prefix (request, "DELETE /api/catalogItem/1 "));
}

/* Somebody else was faster, but only just: the image is looked for once more. */
static void
test_item_delete_gone (ItemFixture   *fixture,
                       gconstpointer  data)
{
  push_media (fixture, "a.iso");
  push_item (fixture, "<Link rel=\"remove\" href=\"@/api/catalogItem/1\"/>");
  canned_server_push_reply (fixture->server, "404 Not Found", "", "");
  canned_server_push_reply (fixture->server, "404 Not Found", "", "");
  fixture_assert_resolves (vcd_media_delete (fixture->media));
  g_assert_cmpuint (sim_n_items (fixture->catalog), ==, 0);
}

static void
test_item_refused (ItemFixture   *fixture,
                   gconstpointer  data)
{
  push_media (fixture, "a.iso");
  push_item (fixture, "");
  fixture_assert_rejects (vcd_media_edit (fixture->media, "b.iso", NULL), VCD_ERROR_PERMISSION);
  push_media (fixture, "a.iso");
  push_item (fixture, "");
  fixture_assert_rejects (vcd_media_delete (fixture->media), VCD_ERROR_PERMISSION);
  g_assert_cmpstr (vcd_media_get_name (fixture->media), ==, "a.iso");
  g_assert_cmpuint (sim_n_items (fixture->catalog), ==, 1);
}


#define ADD(name, fault, func) \
  g_test_add ("/media/" name, Fixture, fault, set_up, func, tear_down)
#define ADD_ITEM(name, func) \
  g_test_add ("/media/item/" name, ItemFixture, NULL, set_up_item, func, tear_down_item)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  ADD ("edit/task", NULL, test_edit);
  ADD ("edit/no-task", "edit-no-task", test_edit);
  ADD ("edit/expired", "session-401=on:edit,times:1", test_edit);
  ADD ("edit/link-twins", "link-twins", test_edit);
  ADD ("edit/refused", NULL, test_edit_refused);
  ADD ("delete/task", NULL, test_delete);
  ADD ("delete/no-task", "delete-no-task", test_delete);
  ADD ("delete/gone", NULL, test_delete_gone);
  ADD ("file-name", NULL, test_file_name);
  g_test_add_func ("/media/check-name", test_check_name);
  ADD ("delete/busy", "busy-delete", test_delete_refused);
  ADD ("delete/in-use", "delete-in-use", test_delete_refused);
  ADD ("refresh", NULL, test_refresh);
  ADD ("orphan", NULL, test_orphan);
  ADD ("properties", NULL, test_properties);
  ADD ("async", NULL, test_async);
  ADD ("delete/unable", NULL, test_delete_unable);
  upload_add ("/media/unfinished", test_unfinished);
  upload_add ("/media/status", test_status);
  ADD_ITEM ("edit", test_item_edit);
  ADD_ITEM ("delete", test_item_delete);
  ADD_ITEM ("delete-gone", test_item_delete_gone);
  ADD_ITEM ("refused", test_item_refused);

  return g_test_run ();
}
