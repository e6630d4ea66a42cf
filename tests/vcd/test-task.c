/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "canned-server.h"
#include "fixture.h"
#include "vcd-error.h"
#include "vcd-account.h"
#include "vcd-task-private.h"

typedef struct
{
  CannedServer *server;
  VcdSession   *session;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(VcdAccount) account = NULL;

  fixture->server = canned_server_new ();
  account = vcd_account_new (fixture->server->uri, "acme", "mia");
  vcd_account_set_secret (account, "pw");
  fixture->session = vcd_session_new (account);

  canned_server_push_sign_in (fixture->server);
  fixture_assert_resolves (vcd_session_sign_in (fixture->session));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  fixture_assert_finalized (fixture->session);
  canned_server_free (fixture->server);
}

static VcdTask *
parse_task (const char *text)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr(VcdXml) xml = vcd_xml_parse (bytes, NULL);

  return vcd_task_new_from_owner (vcd_xml_get_root (xml));
}

static void
test_status (void)
{
  static const struct
  {
    const char    *text;
    VcdTaskStatus  status;
    gboolean       running;
  } cases[] = {
    { "status=\"queued\"", VCD_TASK_QUEUED, TRUE },
    { "status=\"preRunning\"", VCD_TASK_PRE_RUNNING, TRUE },
    { "status=\"RUNNING\"", VCD_TASK_RUNNING, TRUE },
    { "status=\"postRunning\"", VCD_TASK_RUNNING, TRUE },
    { "status=\"success\"", VCD_TASK_SUCCESS, FALSE },
    { "status=\"error\"", VCD_TASK_ERROR, FALSE },
    { "status=\"canceled\"", VCD_TASK_CANCELED, FALSE },
    { "status=\"aborted\"", VCD_TASK_ABORTED, FALSE },
    { "", VCD_TASK_NONE, FALSE },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("<Task " CANNED_XMLNS " %s/>", cases[i].text);
      g_autoptr(VcdTask) task = parse_task (text);

      g_assert_cmpint (task->status, ==, (int) cases[i].status);
      g_assert_cmpint (vcd_task_is_running (task), ==, cases[i].running);
      g_assert_cmpint (task->progress, ==, -1);
    }

  g_assert_false (vcd_task_is_running (NULL));
}

static void
test_error (void)
{
  g_autoptr(VcdTask) timed_out = parse_task (
    "<Task " CANNED_XMLNS " status=\"error\"><Error majorErrorCode=\"500\" "
    "minorErrorCode=\"TIMEDOUT\" message=\"Timed out.\"/></Task>");
  g_autoptr(VcdTask) bare = parse_task ("<Task " CANNED_XMLNS " status=\"error\"/>");

  g_assert_error (timed_out->error, VCD_ERROR, VCD_ERROR_EXPIRED);
  g_assert_error (bare->error, VCD_ERROR, VCD_ERROR_SERVER);
}

/* Of several tasks the running one counts, and then the one that failed. */
static void
test_several (void)
{
  g_autoptr(VcdTask) running = parse_task (
    "<Media " CANNED_XMLNS "><Tasks><Task status=\"error\" href=\"1\"/>"
    "<Task status=\"running\" href=\"2\"/><Task status=\"success\" href=\"3\"/></Tasks></Media>");
  g_autoptr(VcdTask) failed = parse_task (
    "<Media " CANNED_XMLNS "><Tasks><Task status=\"success\" href=\"1\"/>"
    "<Task status=\"error\" href=\"2\"/></Tasks></Media>");

  g_assert_cmpstr (running->href, ==, "2");
  g_assert_cmpstr (failed->href, ==, "2");
  g_assert_null (parse_task ("<Media " CANNED_XMLNS "><Tasks/></Media>"));
  g_assert_null (parse_task ("<Media " CANNED_XMLNS "/>"));
}

static void
push_task (Fixture    *fixture,
           const char *http_status,
           const char *status,
           const char *content)
{
  g_autofree char *body = g_strdup_printf ("<Task " CANNED_XMLNS " status=\"%s\" "
                                           "href=\"%s/api/task/1\">%s</Task>", status,
                                           fixture->server->uri, content);

  canned_server_push_reply (fixture->server, http_status, "", body);
}

/* Follows what the first of the pushed answers says. */
static DexFuture *
follow (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VcdReply) reply = NULL;

  reply = fixture_settle_object (vcd_session_request (fixture->session, "DELETE", "/api/media/1",
                                                      NULL, NULL), &error);
  g_assert_no_error (error);

  return vcd_task_follow (fixture->session, reply);
}

static void
test_follow (Fixture       *fixture,
             gconstpointer  data)
{
  push_task (fixture, "202 Accepted", "queued", "");
  push_task (fixture, "200 OK", "running", "<Progress>50</Progress>");
  push_task (fixture, "200 OK", "success", "");
  fixture_assert_resolves (follow (fixture));
  g_assert_cmpuint (canned_server_count (fixture->server), ==, 6);
}

static void
test_follow_nothing (Fixture       *fixture,
                     gconstpointer  data)
{
  canned_server_push_reply (fixture->server, "204 No Content", "", "");
  fixture_assert_resolves (follow (fixture));
  canned_server_push_reply (fixture->server, "200 OK", "", "<Media " CANNED_XMLNS "/>");
  fixture_assert_resolves (follow (fixture));
  g_assert_cmpuint (canned_server_count (fixture->server), ==, 5);
}

static void
test_follow_location (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autofree char *location = g_strdup_printf ("Location: %s/api/task/1\r\n", fixture->server->uri);

  canned_server_push_reply (fixture->server, "202 Accepted", location, "");
  push_task (fixture, "200 OK", "success", "");
  fixture_assert_resolves (follow (fixture));
  g_assert_cmpuint (canned_server_count (fixture->server), ==, 5);
}

static void
test_follow_failure (Fixture       *fixture,
                     gconstpointer  data)
{
  push_task (fixture, "202 Accepted", "running", "");
  push_task (fixture, "200 OK", "error",
             "<Error majorErrorCode=\"400\" minorErrorCode=\"DUPLICATE_NAME\" message=\"taken\"/>");
  fixture_assert_rejects (follow (fixture), VCD_ERROR_NAME_EXISTS);
}

static void
test_follow_cancelled (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  push_task (fixture, "202 Accepted", "running", "");
  push_task (fixture, "200 OK", "aborted", "");
  g_assert_false (fixture_settle (follow (fixture), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* A cell restarts while the task runs on; and the server forgets a task once it is over. */
static void
test_follow_interrupted (Fixture       *fixture,
                         gconstpointer  data)
{
  push_task (fixture, "202 Accepted", "running", "");
  canned_server_push_reply (fixture->server, "503 Service Unavailable", "", "<html/>");
  canned_server_push_reply (fixture->server, "404 Not Found", "", "");
  fixture_assert_resolves (follow (fixture));
}

/* Nobody waits any more: nobody polls any more. */
static void
test_follow_discarded (Fixture       *fixture,
                       gconstpointer  data)
{
  DexCancellable *cancellable = dex_cancellable_new ();
  DexFuture *first;
  g_autoptr(GError) error = NULL;

  push_task (fixture, "202 Accepted", "running", "");
  push_task (fixture, "200 OK", "running", "");
  first = dex_future_first (follow (fixture), dex_ref (cancellable), NULL);
  fixture_wait_until (canned_server_count (fixture->server) == 5);
  dex_cancellable_cancel (cancellable);

  g_assert_false (fixture_settle (first, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  dex_unref (cancellable);
}

#define ADD(name, func) \
  g_test_add ("/task/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/task/status", test_status);
  g_test_add_func ("/task/error", test_error);
  g_test_add_func ("/task/several", test_several);
  ADD ("follow/end", test_follow);
  ADD ("follow/nothing", test_follow_nothing);
  ADD ("follow/location", test_follow_location);
  ADD ("follow/failure", test_follow_failure);
  ADD ("follow/cancelled", test_follow_cancelled);
  ADD ("follow/interrupted", test_follow_interrupted);
  ADD ("follow/discarded", test_follow_discarded);

  return g_test_run ();
}
