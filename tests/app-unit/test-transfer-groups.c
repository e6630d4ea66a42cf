/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-transfer-groups.h"
#include "upload-fixture.h"

/* The sections of a queue's transfers, as they come and go. */

typedef struct
{
  UploadFixture          uploads;
  VcdTransferQueue      *queue;
  AirliftTransferGroups *groups;
  unsigned int           n_changes;
  unsigned int           position;
  unsigned int           n_changed;
} Fixture;

static void
on_items_changed (Fixture      *fixture,
                  unsigned int  position,
                  unsigned int  removed,
                  unsigned int  added)
{
  fixture->n_changes++;
  fixture->position = position;
  fixture->n_changed = added;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  upload_fixture_set_up (&fixture->uploads, NULL);
  fixture->queue = vcd_transfer_queue_new (NULL);
  fixture->groups = airlift_transfer_groups_get (fixture->queue);
  g_signal_connect_swapped (fixture->groups, "items-changed", G_CALLBACK (on_items_changed),
                            fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  fixture_assert_finalized (fixture->groups);
  fixture_assert_finalized (fixture->queue);
  upload_fixture_tear_down (&fixture->uploads, NULL);
}

/* One that the queue never starts. */
static VcdTransfer *
add_paused (Fixture    *fixture,
            const char *name)
{
  VcdMediaUpload *upload = upload_fixture_new (&fixture->uploads, name, 1000);

  vcd_transfer_pause (VCD_TRANSFER (upload));
  vcd_transfer_queue_add (fixture->queue, VCD_TRANSFER (upload));

  return VCD_TRANSFER (upload);
}

static char *
dup_names (gpointer model)
{
  GString *names = g_string_new (NULL);

  for (unsigned int i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (VcdTransfer) transfer = g_list_model_get_item (model, i);

      g_string_append (names, vcd_transfer_get_name (transfer));
    }

  return g_string_free (names, FALSE);
}

static void
assert_names (Fixture    *fixture,
              const char *expected)
{
  g_autofree char *names = dup_names (fixture->groups);

  g_assert_cmpstr (names, ==, expected);
}

static unsigned int
count (Fixture      *fixture,
       AirliftGroup  group)
{
  return airlift_transfer_groups_count (fixture->groups, group);
}

static void
test_sections (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (VcdTransfer) a = add_paused (fixture, "a");
  g_autoptr (VcdTransfer) b = add_paused (fixture, "b");
  g_autoptr (VcdTransfer) c = add_paused (fixture, "c");
  g_autoptr (AirliftTransferGroups) same = airlift_transfer_groups_get (fixture->queue);
  unsigned int start, end;

  g_assert_true (same == fixture->groups);
  fixture_wait_until (g_list_model_get_n_items (G_LIST_MODEL (fixture->groups)) == 3);
  /* What came at once was told at once. */
  g_assert_cmpuint (fixture->n_changes, ==, 1);
  g_assert_cmpuint (count (fixture, AIRLIFT_GROUP_WAITING), ==, 3);
  assert_names (fixture, "abc");

  vcd_transfer_set_state (c, VCD_TRANSFER_SENDING);
  fixture_wait_until (count (fixture, AIRLIFT_GROUP_ACTIVE) == 1);
  assert_names (fixture, "cab");
  vcd_transfer_set_waiting (a, VCD_WAIT_SIGN_IN, NULL);
  fixture_wait_until (count (fixture, AIRLIFT_GROUP_ATTENTION) == 1);
  assert_names (fixture, "cba");
  vcd_transfer_set_state (c, VCD_TRANSFER_DONE);
  fixture_wait_until (count (fixture, AIRLIFT_GROUP_DONE) == 1);
  assert_names (fixture, "bac");

  gtk_section_model_get_section (GTK_SECTION_MODEL (fixture->groups), 1, &start, &end);
  g_assert_cmpuint (start, ==, 1);
  g_assert_cmpuint (end, ==, 2);
}

/* One that comes into another section without moving is told as changed all the same. */
static void
test_change_in_place (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr (VcdTransfer) a = add_paused (fixture, "a");
  g_autoptr (VcdTransfer) b = add_paused (fixture, "b");

  fixture_wait_until (g_list_model_get_n_items (G_LIST_MODEL (fixture->groups)) == 2);
  fixture->n_changes = 0;
  vcd_transfer_set_state (b, VCD_TRANSFER_DONE);
  fixture_wait_until (count (fixture, AIRLIFT_GROUP_DONE) == 1);
  assert_names (fixture, "ab");
  g_assert_cmpuint (fixture->n_changes, ==, 1);
  g_assert_cmpuint (fixture->position, ==, 1);
  g_assert_cmpuint (fixture->n_changed, ==, 1);
}

static void
test_order (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (VcdTransfer) a = add_paused (fixture, "a");
  g_autoptr (VcdTransfer) b = add_paused (fixture, "b");
  g_autoptr (VcdTransfer) c = add_paused (fixture, "c");
  g_autofree char *names = NULL;

  fixture_wait_until (g_list_model_get_n_items (G_LIST_MODEL (fixture->groups)) == 3);
  vcd_transfer_set_failed (b, NULL);
  fixture_wait_until (count (fixture, AIRLIFT_GROUP_ATTENTION) == 1);

  /* The neighbour is that of the section, not that of the queue. */
  g_assert_false (airlift_transfer_groups_move (fixture->groups, a, -1, FALSE));
  g_assert_true (airlift_transfer_groups_move (fixture->groups, a, 1, TRUE));
  g_assert_true (airlift_transfer_groups_move (fixture->groups, a, 1, FALSE));
  names = dup_names (fixture->queue);
  g_assert_cmpstr (names, ==, "bca");
  g_assert_false (airlift_transfer_groups_move_to (fixture->groups, a, b));
}

/* What has ended counts on until everything that was begun with it has. */
static void
test_fraction (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (VcdTransfer) a = add_paused (fixture, "a");
  g_autoptr (VcdTransfer) b = add_paused (fixture, "b");
  g_autoptr (VcdTransfer) c = NULL;
  unsigned int uploads, downloads;

  fixture_wait_until (g_list_model_get_n_items (G_LIST_MODEL (fixture->groups)) == 2);
  g_assert_cmpfloat (airlift_transfer_groups_get_fraction (fixture->groups), ==, 0);
  g_assert_true (airlift_transfer_groups_get_can_resume (fixture->groups));
  g_assert_false (airlift_transfer_groups_get_can_pause (fixture->groups));

  /* The other one counts as much, as long as nobody knows its size. */
  vcd_transfer_set_size (a, 1000);
  vcd_transfer_set_confirmed (a, 500);
  g_assert_cmpfloat (airlift_transfer_groups_get_fraction (fixture->groups), ==, 0.25);
  vcd_transfer_set_size (b, 3000);
  vcd_transfer_set_state (a, VCD_TRANSFER_DONE);
  g_assert_cmpfloat (airlift_transfer_groups_get_fraction (fixture->groups), ==, 0.25);
  airlift_transfer_groups_count_open (fixture->groups, &uploads, &downloads);
  g_assert_cmpuint (uploads, ==, 1);
  g_assert_cmpuint (downloads, ==, 0);

  vcd_transfer_set_state (b, VCD_TRANSFER_DONE);
  g_assert_cmpfloat (airlift_transfer_groups_get_fraction (fixture->groups), ==, 1);
  c = add_paused (fixture, "c");
  vcd_transfer_set_size (c, 1000);
  g_assert_cmpfloat (airlift_transfer_groups_get_fraction (fixture->groups), ==, 0);
}

#define add(path, function)                                                        \
  g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("/transfer-groups/sections", test_sections);
  add ("/transfer-groups/change-in-place", test_change_in_place);
  add ("/transfer-groups/order", test_order);
  add ("/transfer-groups/fraction", test_fraction);

  return g_test_run ();
}
