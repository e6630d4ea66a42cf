/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-session.h"

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
test_delete (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  vcd_media_delete_async (fixture->media, NULL, fixture_on_ready, &result);
  fixture_wait_until (result != NULL);
  vcd_media_delete_finish (fixture->media, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (simulator_count_media (fixture->simulator, "ISOs"), ==, 1);
  g_assert_cmpuint (sim_n_items (fixture->catalog), ==, 1);
  g_assert_null (vcd_catalog_find_media (fixture->catalog, "image-00001.iso"));
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

#define ADD(name, fault, func) \
  g_test_add ("/media/" name, Fixture, fault, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("edit/task", NULL, test_edit);
  ADD ("edit/no-task", "edit-no-task", test_edit);
  ADD ("edit/expired", "session-401=on:edit,times:1", test_edit);
  ADD ("edit/link-twins", "link-twins", test_edit);
  ADD ("edit/refused", NULL, test_edit_refused);
  ADD ("delete/task", NULL, test_delete);
  ADD ("delete/no-task", "delete-no-task", test_delete);
  ADD ("delete/gone", NULL, test_delete_gone);
  ADD ("delete/busy", "busy-delete", test_delete_refused);
  ADD ("delete/in-use", "delete-in-use", test_delete_refused);
  ADD ("refresh", NULL, test_refresh);
  ADD ("orphan", NULL, test_orphan);

  return g_test_run ();
}
