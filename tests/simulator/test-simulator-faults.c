/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-test-client.h"

#define SIZE 100000

typedef struct
{
  Simulator *cell;
  SimTestClient *client;
  GBytes *content;
  char *catalog;
  char *media;
  char *upload;
} Fixture;

static void
set_up (Fixture *fixture,
        gconstpointer data)
{
  fixture->cell = simulator_start ("--import-seconds", "0", NULL);
  fixture->client = sim_test_client_new (fixture->cell, "37.0");
  fixture->content = sim_test_make_content (SIZE);
  sim_test_client_log_in (fixture->client);
  fixture->catalog = sim_test_find_catalog (fixture->client, "ISOs");
  fixture->media = sim_test_declare (fixture->client, fixture->catalog, "a.iso", SIZE);
  fixture->upload = sim_test_find_upload (fixture->client, fixture->media);
}

static void
tear_down (Fixture *fixture,
           gconstpointer data)
{
  g_bytes_unref (fixture->content);
  g_free (fixture->catalog);
  g_free (fixture->media);
  g_free (fixture->upload);
  sim_test_client_free (fixture->client);
  simulator_free (fixture->cell);
}

static SimTestReply *
put (Fixture *fixture,
     size_t first,
     size_t length)
{
  return sim_test_put (fixture->client, fixture->upload, fixture->content, first, length);
}

static SimTestReply *
declare (Fixture *fixture,
         const char *attributes)
{
  g_autofree char *href = g_strconcat (fixture->catalog, "/action/upload", NULL);
  g_autofree char *body = g_strdup_printf ("<Media xmlns=\"http://www.vmware.com/vcloud/v1.5\" "
                                           "size=\"10\" %s/>",
                                           attributes);

  return sim_test_send (fixture->client, "POST", href, body, "Content-Type",
                        "application/vnd.vmware.vcloud.media+xml", NULL);
}

/* What a first slice gets, and how much of it is stored then. */
static void
test_slices (Fixture *fixture,
             gconstpointer data)
{
  static const struct
  {
    const char *fault;
    unsigned status;
    guint64 stored;
  } cases[] = {
    { "drop-connection=byte:300", 0, 300 },
    { "early-reply=byte:300,code:507", 507, 300 },
    { "lost-reply=piece:1", 0, 1000 },
    { "drop-request=on:put", 0, 0 },
    { "status-500=piece:1", 500, 0 },
    { "status-429=byte:999", 429, 0 },
    { "html-503=times:1", 503, 0 },
    { "413-above=bytes:999", 413, 0 },
    { "413-above=1000", 200, 1000 },
    { "lagging-416=times:1", 416, 0 },
    { "swallow=times:1", 200, 0 },
    { "redirect=to:https://elsewhere.example.com/x,code:302", 302, 0 },
    { "session-401=times:1", 401, 0 },
    { "connection-close", 200, 1000 },
    { "session-gone-404=times:1", 404, 0 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Fixture own = { NULL };
      g_autoptr (SimTestReply) reply = NULL;
      g_autoptr (SimulatorMedia) media = NULL;

      g_test_message ("%s", cases[i].fault);
      set_up (&own, NULL);
      simulator_set_fault (own.cell, cases[i].fault);
      reply = put (&own, 0, 1000);
      g_assert_cmpuint (reply->status, ==, cases[i].status);
      media = simulator_dup_media (own.cell, "a.iso");
      g_assert_cmpuint (media->stored, ==, cases[i].stored);
      tear_down (&own, NULL);
    }
}

static void
test_conditions (Fixture *fixture,
                 gconstpointer data)
{
  g_autoptr (SimTestReply) first = NULL, second = NULL, third = NULL, other = NULL;

  simulator_set_fault (fixture->cell, "status-500=piece:2");
  simulator_set_fault (fixture->cell, "status-503=name:b*");
  first = put (fixture, 0, 1000);
  second = put (fixture, 1000, 1000);
  third = put (fixture, 1000, 1000);
  g_assert_cmpuint (first->status, ==, 200);
  g_assert_cmpuint (second->status, ==, 500);
  g_assert_cmpuint (third->status, ==, 200);
  g_assert_cmpuint (simulator_count_fault (fixture->cell, "status-500"), ==, 1);
  g_assert_cmpuint (simulator_count_fault (fixture->cell, "status-503"), ==, 0);

  simulator_set_fault (fixture->cell, "status-500=on:media,after:1,times:1");
  for (unsigned i = 0; i < 3; i++)
    {
      g_autoptr (SimTestReply) reply = sim_test_get (fixture->client, fixture->media);

      g_assert_cmpuint (reply->status, ==, i == 1 ? 500 : 200);
    }
  simulator_set_fault (fixture->cell, "status-500=probability:0");
  other = put (fixture, 2000, 1000);
  g_assert_cmpuint (other->status, ==, 200);
}

static gpointer
pass_time (gpointer user_data)
{
  Simulator *cell = user_data;

  while (simulator_count_fault (cell, "slow-reply") == 0)
    g_usleep (5000);
  simulator_advance_clock (cell, 71);

  return NULL;
}

/* The request has been carried out and waits for its reply, while the clock moves on. */
static void
test_slow_reply (Fixture *fixture,
                 gconstpointer data)
{
  GThread *thread;
  g_autoptr (SimTestReply) reply = NULL;

  simulator_set_fault (fixture->cell, "slow-reply=seconds:70");
  thread = g_thread_new ("clock", pass_time, fixture->cell);
  reply = put (fixture, 0, 1000);
  g_thread_join (thread);
  g_assert_cmpuint (reply->status, ==, 200);
}

static void
test_offsets (Fixture *fixture,
              gconstpointer data)
{
  g_autoptr (SimTestReply) first = put (fixture, 0, 1000), stale = NULL, fresh = NULL;

  simulator_set_fault (fixture->cell, "stale-offset=times:1");
  stale = sim_test_get (fixture->client, fixture->media);
  sim_test_assert_found (stale, "string(//v:File/@bytesTransferred)", "0");
  fresh = sim_test_get (fixture->client, fixture->media);
  sim_test_assert_found (fresh, "string(//v:File/@bytesTransferred)", "1000");
}

static void
test_declaring (Fixture *fixture,
                gconstpointer data)
{
  static const struct
  {
    const char *fault;
    const char *attributes;
    unsigned status;
    const char *minor; /* of an Error; NULL */
    unsigned count;    /* images afterwards, of which one was there */
  } cases[] = {
    { "quota-400", "name='b'", 400, "BAD_REQUEST", 1 },
    { "forbidden-403", "name='b'", 403, "ACCESS_TO_RESOURCE_IS_FORBIDDEN", 1 },
    { "no-progress", "name='a.iso'", 400, "DUPLICATE_NAME", 1 },
    { "duplicate-409", "name='a.iso'", 409, "CONFLICT", 1 },
    { "duplicate-500", "name='a.iso'", 500, "INTERNAL_SERVER_ERROR", 1 },
    { "duplicate-race", "name='b'", 400, "DUPLICATE_NAME", 2 },
    { "lost-create-reply", "name='b'", 0, NULL, 2 },
    { "lost-create-reply=504", "name='b'", 504, NULL, 2 },
    { "empty-create-reply", "name='b'", 201, NULL, 2 },
    { "create-task-error", "name='b'", 201, NULL, 2 },
    { "media-root", "name='b'", 201, NULL, 2 },
    { "strict-image-type", "name='b' imageType='img'", 400, "BAD_REQUEST", 1 },
    { "no-progress", "", 400, "BAD_REQUEST", 1 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Fixture own = { NULL };
      g_autoptr (SimTestReply) reply = NULL;

      g_test_message ("%s %s", cases[i].fault, cases[i].attributes);
      set_up (&own, NULL);
      simulator_set_fault (own.cell, cases[i].fault);
      reply = declare (&own, cases[i].attributes);
      g_assert_cmpuint (reply->status, ==, cases[i].status);
      if (cases[i].minor)
        sim_test_assert_found (reply, "string(/v:Error/@minorErrorCode)", cases[i].minor);
      g_assert_cmpuint (simulator_count_media (own.cell, NULL), ==, cases[i].count);
      tear_down (&own, NULL);
    }
}

static void
test_operation_key (Fixture *fixture,
                    gconstpointer data)
{
  g_autoptr (SimTestReply) first = declare (fixture, "name='b' operationKey='k1'");
  g_autoptr (SimTestReply) again = declare (fixture, "name='b' operationKey='k1'"), other = NULL;
  g_autofree char *href = sim_test_find (first, "string(/*/@href)");

  g_assert_cmpuint (again->status, ==, 201);
  sim_test_assert_found (again, "string(/*/@href)", href);
  g_assert_cmpuint (simulator_count_media (fixture->cell, NULL), ==, 2);
  simulator_set_fault (fixture->cell, "ignore-operation-key");
  other = declare (fixture, "name='b' operationKey='k1'");
  g_assert_cmpuint (other->status, ==, 400);
}

/* How an import ends. */
static void
test_imports (Fixture *fixture,
              gconstpointer data)
{
  static const struct
  {
    const char *fault;
    int status; /* of the image; 0 if it is gone */
    const char *task;
  } cases[] = {
    { "task-error=message:Out of luck", -1, "error" },
    { "quota-task", -1, "error" },
    { "task-cancelled", 0, NULL },
    { "task-aborted", 0, NULL },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Fixture own = { NULL };
      g_autoptr (SimTestReply) reply = NULL, after = NULL;
      g_autoptr (SimulatorMedia) media = NULL;

      g_test_message ("%s", cases[i].fault);
      set_up (&own, NULL);
      simulator_set_fault (own.cell, cases[i].fault);
      reply = put (&own, 0, SIZE);
      g_assert_cmpuint (reply->status, ==, 200);
      simulator_advance_clock (own.cell, 1);
      after = sim_test_get (own.client, own.media);
      media = simulator_dup_media (own.cell, "a.iso");
      if (cases[i].status)
        {
          g_assert_cmpint (media->status, ==, cases[i].status);
          sim_test_assert_found (after, "string(//v:Task/@status)", cases[i].task);
        }
      else
        {
          g_assert_null (media);
          g_assert_cmpuint (after->status, ==, 403);
        }
      g_assert_cmpuint (simulator_count_spool (own.cell), ==, 0);
      tear_down (&own, NULL);
    }
}

static void
test_documents (Fixture *fixture,
                gconstpointer data)
{
  g_autoptr (SimTestReply) plain = sim_test_get (fixture->client, fixture->media), twins = NULL;
  g_autoptr (SimTestReply) prefixed = NULL, sparse = NULL, extra = NULL, cut = NULL, bad = NULL;
  g_autoptr (SimTestReply) huge = NULL, bomb = NULL, empty = NULL;

  sim_test_assert_found (plain, "count(/v:Media/v:Link[contains(@type, 'json')])", "0");
  simulator_set_fault (fixture->cell, "link-twins");
  twins = sim_test_get (fixture->client, fixture->media);
  sim_test_assert_found (twins, "count(/v:Media/v:Link[contains(@type, 'json')])", "3");
  simulator_clear_faults (fixture->cell);

  simulator_set_fault (fixture->cell, "prefixed-xml=vcloud");
  prefixed = sim_test_get (fixture->client, fixture->media);
  g_assert_nonnull (strstr (prefixed->body, "<vcloud:Media xmlns:vcloud="));
  sim_test_assert_found (prefixed, "count(/v:Media/v:Files/v:File/v:Link)", "1");
  simulator_clear_fault (fixture->cell, "prefixed-xml");

  simulator_set_fault (fixture->cell, "sparse-xml=times:1");
  sparse = sim_test_get (fixture->client, fixture->media);
  sim_test_assert_found (sparse, "count(//v:Task/@operationName)", "0");
  simulator_set_fault (fixture->cell, "extra-elements=times:1");
  extra = sim_test_get (fixture->client, fixture->media);
  sim_test_assert_found (extra, "count(/v:Media/v:FutureElement)", "1");

  simulator_set_fault (fixture->cell, "truncated-xml=times:1");
  cut = sim_test_get (fixture->client, fixture->media);
  g_assert_false (g_str_has_suffix (cut->body, ">"));
  simulator_set_fault (fixture->cell, "malformed-xml=times:1");
  bad = sim_test_get (fixture->client, fixture->media);
  g_assert_nonnull (strstr (bad->body, "<//"));
  simulator_set_fault (fixture->cell, "huge-reply=bytes:3M,times:1");
  huge = sim_test_get (fixture->client, fixture->media);
  g_assert_cmpuint (huge->length, >=, 3 * 1024 * 1024);
  simulator_set_fault (fixture->cell, "entity-bomb=times:1");
  bomb = sim_test_get (fixture->client, fixture->media);
  g_assert_nonnull (strstr (bomb->body, "&e11;"));
  simulator_set_fault (fixture->cell, "empty-xml=times:1");
  empty = sim_test_get (fixture->client, fixture->media);
  g_assert_cmpuint (empty->length, ==, 0);
}

static void
test_media_states (Fixture *fixture,
                   gconstpointer data)
{
  g_autoptr (SimTestReply) no_tasks = NULL, elsewhere = NULL, relative = NULL, dead = NULL;

  simulator_set_fault (fixture->cell, "late-files");
  for (unsigned i = 0; i < 3; i++)
    {
      g_autoptr (SimTestReply) reply = sim_test_get (fixture->client, fixture->media);

      sim_test_assert_found (reply, "count(//v:Files)", i < 2 ? "0" : "1");
    }
  simulator_set_fault (fixture->cell, "no-tasks");
  no_tasks = sim_test_get (fixture->client, fixture->media);
  sim_test_assert_found (no_tasks, "count(//v:Tasks)", "0");
  simulator_set_fault (fixture->cell, "transfer-other-host=cell-7.example.com:444,times:1");
  elsewhere = sim_test_get (fixture->client, fixture->media);
  sim_test_assert_found (elsewhere,
                         "count(//v:File/v:Link[starts-with(@href, "
                         "'https://cell-7.example.com:444/')])",
                         "1");
  simulator_set_fault (fixture->cell, "relative-links=times:1");
  relative = sim_test_get (fixture->client, fixture->media);
  sim_test_assert_found (relative, "count(//v:File/v:Link[starts-with(@href, '/transfer/')])", "1");
  simulator_set_fault (fixture->cell, "timed-out");
  dead = sim_test_get (fixture->client, fixture->media);
  sim_test_assert_found (dead, "string(/v:Media/@status)", "17");
}

/* What the cell says to a client that asks before it sends. */
static void
test_expect (Fixture *fixture,
             gconstpointer data)
{
  g_autoptr (GBytes) slice = g_bytes_new_from_bytes (fixture->content, 0, 1000);
  g_autoptr (SimTestReply) refused = NULL, taken = NULL;

  simulator_set_fault (fixture->cell, "expect-417=times:1");
  refused = sim_test_send_bytes (fixture->client, "PUT", fixture->upload, slice, "Content-Range",
                                 "bytes 0-999/100000", "Expect", "100-continue", NULL);
  g_assert_cmpuint (refused->status, ==, 417);
  simulator_set_clock_rate (fixture->cell, 1000);
  simulator_set_fault (fixture->cell, "ignore-expect=seconds:30");
  taken = sim_test_send_bytes (fixture->client, "PUT", fixture->upload, slice, "Content-Range",
                               "bytes 0-999/100000", "Expect", "100-continue", NULL);
  g_assert_cmpuint (taken->status, ==, 200);
  g_assert_cmpuint (simulator_count_fault (fixture->cell, "ignore-expect"), ==, 1);
}

static void
test_transfer_needs_session (Fixture *fixture,
                             gconstpointer data)
{
  g_autoptr (SimTestReply) with = NULL, without = NULL, still_open = NULL;

  simulator_set_fault (fixture->cell, "auth-required-on-transfer");
  with = put (fixture, 0, 1000);
  g_assert_cmpuint (with->status, ==, 200);
  sim_test_client_set_header (fixture->client, "Authorization", NULL);
  without = put (fixture, 1000, 1000);
  g_assert_cmpuint (without->status, ==, 401);
  simulator_clear_faults (fixture->cell);
  still_open = put (fixture, 1000, 1000);
  g_assert_cmpuint (still_open->status, ==, 200);
}

static gpointer
drop_stalled (gpointer user_data)
{
  Simulator *cell = user_data;

  while (simulator_count_fault (cell, "stall") == 0)
    g_usleep (5000);
  simulator_drop_connections (cell);

  return NULL;
}

/* The cell stops reading; somebody drops the connection, and another goes on. */
static void
test_stall (Fixture *fixture,
            gconstpointer data)
{
  g_autoptr (SimTestReply) stalled = NULL, rest = NULL;
  GThread *thread;

  simulator_set_fault (fixture->cell, "stall=byte:40000");
  thread = g_thread_new ("drop", drop_stalled, fixture->cell);
  stalled = put (fixture, 0, SIZE);
  g_thread_join (thread);
  g_assert_cmpuint (stalled->status, ==, 0);
  rest = put (fixture, 40000, SIZE - 40000);
  g_assert_cmpuint (rest->status, ==, 200);
}

static void
test_throttle (Fixture *fixture,
               gconstpointer data)
{
  g_autoptr (SimTestReply) reply = NULL;
  gint64 started = g_get_monotonic_time ();

  simulator_set_fault (fixture->cell, "throttle=rate:500000");
  reply = put (fixture, 0, SIZE);
  g_assert_cmpuint (reply->status, ==, 200);
  /* 100000 at 500000 a second. */
  g_assert_cmpint (g_get_monotonic_time () - started, >, 150 * 1000);
}

static gpointer
clear_throttle (gpointer user_data)
{
  Simulator *cell = user_data;

  while (simulator_count_fault (cell, "throttle") == 0)
    g_usleep (5000);
  simulator_clear_fault (cell, "throttle");

  return NULL;
}

/* What is under way goes on at full speed: at this one it would take a day. */
static void
test_throttle_is_cleared (Fixture *fixture,
                          gconstpointer data)
{
  GThread *thread;
  g_autoptr (SimTestReply) reply = NULL;

  simulator_set_fault (fixture->cell, "throttle=rate:1");
  thread = g_thread_new ("clear", clear_throttle, fixture->cell);
  reply = put (fixture, 0, SIZE);
  g_thread_join (thread);
  g_assert_cmpuint (reply->status, ==, 200);
}

static gboolean
has_event (Fixture *fixture,
           const char *prefix)
{
  g_auto (GStrv) events = simulator_dup_events (fixture->cell);

  for (char **event = events; *event; event++)
    if (g_str_has_prefix (*event, prefix))
      return TRUE;

  return FALSE;
}

/* What somebody else does meanwhile, and what the cell can tell of it. */
static void
test_elsewhere (Fixture *fixture,
                gconstpointer data)
{
  g_autofree char *second = sim_test_declare (fixture->client, fixture->catalog, "b.iso", SIZE);
  g_autofree char *third = sim_test_declare (fixture->client, fixture->catalog, "c \"d\".iso",
                                             SIZE);
  g_autofree char *request = NULL;
  g_autoptr (SimTestReply) put_reply = put (fixture, 0, 1000), failed = NULL, refused = NULL;

  g_assert_cmpuint (simulator_count_requests (fixture->cell, "create"), ==, 3);
  g_assert_cmpuint (simulator_count_requests (fixture->cell, NULL), >, 5);
  request = simulator_dup_request (fixture->cell, "put");
  g_assert_true (g_str_has_prefix (request, "PUT /transfer/"));
  g_assert_nonnull (strstr (request, "\nContent-Range: bytes 0-999/100000\n"));
  g_assert_true (has_event (fixture, "created name=\"c \\\"d\\\".iso\" media="));
  g_assert_true (has_event (fixture, "slice name=\"a.iso\" first=0 end=1000 stored=1000 size="));

  g_assert_cmpuint (simulator_count_spool (fixture->cell), ==, 3);
  g_assert_true (simulator_cancel_task (fixture->cell, "a.iso"));
  g_assert_false (simulator_cancel_task (fixture->cell, "a.iso"));
  g_assert_true (simulator_fail_task (fixture->cell, "b.iso", "No luck today."));
  failed = sim_test_get (fixture->client, second);
  sim_test_assert_found (failed, "string(//v:Error/@message)", "No luck today.");
  g_assert_true (simulator_delete_media (fixture->cell, "c \"d\".iso"));
  g_assert_cmpuint (simulator_count_spool (fixture->cell), ==, 0);
  g_assert_cmpuint (simulator_count_media (fixture->cell, "ISOs"), ==, 1);
  g_assert_true (simulator_add_catalog (fixture->cell, "More:published"));
  g_assert_false (simulator_add_catalog (fixture->cell, "More:strange"));

  simulator_expire_sessions (fixture->cell);
  refused = sim_test_get (fixture->client, third);
  g_assert_cmpuint (refused->status, ==, 401);
}

static void
test_bad_options (void)
{
  static const char *const cases[][3] = {
    { "--fault", "nonsense", NULL },    { "--catalog", "a:strange", NULL },
    { "--api-versions", "new", NULL },  { "--port", "70000", NULL },
    { "--clock-rate", "0", NULL },      { "stray", NULL, NULL },
    { "--storage", "/proc/none", NULL },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      Simulator *cell = simulator_start_with (cases[i], &error);

      g_test_message ("%s", cases[i][0]);
      g_assert_null (cell);
      g_assert_nonnull (error);
    }
}

/* From outside, while it runs. */
static void
test_control (Fixture *fixture,
              gconstpointer data)
{
  g_autoptr (SimTestReply) set = NULL, wrong = NULL, state = NULL, struck = NULL, cleared = NULL;
  g_autoptr (SimTestReply) fine = NULL, expired = NULL, gone = NULL;

  set = sim_test_send (fixture->client, "POST", "/simulator/fault",
                       "status-500\nslow-reply=1\n", NULL);
  g_assert_cmpuint (set->status, ==, 204);
  struck = put (fixture, 0, 1000);
  g_assert_cmpuint (struck->status, ==, 500);
  wrong = sim_test_send (fixture->client, "POST", "/simulator/fault", "nonsense", NULL);
  g_assert_cmpuint (wrong->status, ==, 400);
  cleared = sim_test_send (fixture->client, "POST", "/simulator/clear", "", NULL);
  g_assert_cmpuint (cleared->status, ==, 204);
  fine = put (fixture, 0, 1000);
  g_assert_cmpuint (fine->status, ==, 200);
  state = sim_test_get (fixture->client, "/simulator/state");
  g_assert_nonnull (strstr (state->body, "\"stored\" : 1000"));
  expired = sim_test_send (fixture->client, "POST", "/simulator/expire", "", NULL);
  g_assert_cmpuint (simulator_count_sessions (fixture->cell), ==, 0);
  gone = sim_test_send (fixture->client, "POST", "/simulator/delete?name=a.iso", "", NULL);
  g_assert_cmpuint (gone->status, ==, 204);
  g_assert_cmpuint (simulator_count_media (fixture->cell, NULL), ==, 0);
}

/* The list in README.md is whole. */
static void
test_documentation (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "simulator", "README.md",
                                            NULL);
  g_autofree char *readme = NULL, *list = NULL;
  g_auto (GStrv) lines = NULL;
  unsigned count = 0;

  g_assert_true (g_file_get_contents (path, &readme, NULL, NULL));
  list = simulator_describe_faults ();
  lines = g_strsplit (list, "\n", -1);
  for (char **line = lines; *line; line++)
    if (g_str_has_prefix (*line, "  "))
      {
        g_auto (GStrv) words = g_strsplit (*line + 2, " ", 2);
        g_autofree char *quoted = g_strdup_printf ("| `%s` |", words[0]);

        g_test_message ("%s", words[0]);
        g_assert_nonnull (strstr (readme, quoted));
        count++;
      }
  g_assert_cmpuint (count, >, 50);
}

#define ADD(path, function)                                                            \
  g_test_add ("/simulator/faults/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("slices", test_slices);
  ADD ("conditions", test_conditions);
  ADD ("slow-reply", test_slow_reply);
  ADD ("offsets", test_offsets);
  ADD ("declaring", test_declaring);
  ADD ("operation-key", test_operation_key);
  ADD ("imports", test_imports);
  ADD ("documents", test_documents);
  ADD ("media-states", test_media_states);
  ADD ("expect", test_expect);
  ADD ("transfer-needs-session", test_transfer_needs_session);
  ADD ("stall", test_stall);
  ADD ("throttle", test_throttle);
  ADD ("throttle-is-cleared", test_throttle_is_cleared);
  ADD ("control", test_control);
  ADD ("elsewhere", test_elsewhere);
  g_test_add_func ("/simulator/faults/bad-options", test_bad_options);
  g_test_add_func ("/simulator/faults/documentation", test_documentation);

  return g_test_run ();
}
