/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "vcd-error-private.h"
#include "vcd-fiber-private.h"
#include "vcd-task-private.h"

/* Milliseconds between two looks at a task. Many end at once, some take minutes. */
#define FIRST_INTERVAL  250
#define SECOND_INTERVAL 1000
#define LAST_INTERVAL   5000

/* A cell that restarts is away for a moment, and the task lives on. */
#define MAX_FAILURES    6

typedef struct
{
  VcdSession *session;
  VcdReply   *reply;
} VcdFollow;

static void
vcd_follow_free (gpointer data)
{
  VcdFollow *follow = data;

  g_clear_object (&follow->session);
  g_clear_object (&follow->reply);
  g_free (follow);
}

static VcdTaskStatus
parse_status (const char *text)
{
  static const struct
  {
    const char    *name;
    VcdTaskStatus  status;
  } names[] = {
    { "queued", VCD_TASK_QUEUED },
    { "preRunning", VCD_TASK_PRE_RUNNING },
    { "running", VCD_TASK_RUNNING },
    { "success", VCD_TASK_SUCCESS },
    { "error", VCD_TASK_ERROR },
    { "canceled", VCD_TASK_CANCELED },
    { "cancelled", VCD_TASK_CANCELED },
    { "aborted", VCD_TASK_ABORTED },
  };

  if (text == NULL)
    return VCD_TASK_NONE;

  for (unsigned i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strcasecmp (text, names[i].name) == 0)
      return names[i].status;

  /* There is a "postRunning", and whatever comes next: it has not ended. */
  return VCD_TASK_RUNNING;
}

static GError *
parse_error (VcdElement *element)
{
  g_autofree char *code = NULL;
  g_autofree char *message = NULL;
  uint64_t status = 0;

  if (element != NULL)
    {
      code = vcd_element_dup_attribute (element, "minorErrorCode");
      message = vcd_element_dup_attribute (element, "message");
      if (!vcd_element_get_uint64 (element, "majorErrorCode", &status) || status > 999)
        status = 0;
    }

  return vcd_reply_error_for ((unsigned) status, code, message, NULL);
}

static int
parse_progress (VcdElement *element)
{
  g_autofree char *text = vcd_element_dup_child_text (element, "Progress");
  uint64_t percent;

  if (text == NULL || !g_ascii_string_to_unsigned (g_strstrip (text), 10, 0, 100, &percent, NULL))
    return -1;

  return (int) percent;
}

VcdTask *
vcd_task_new_from_element (VcdElement *element)
{
  VcdTask *self = g_new0 (VcdTask, 1);
  g_autofree char *status = vcd_element_dup_attribute (element, "status");

  self->href = vcd_element_dup_attribute (element, "href");
  self->cancel_href = vcd_element_dup_link (element, "task:cancel", NULL);
  self->operation = vcd_element_dup_attribute (element, "operation");
  self->status = parse_status (status);
  self->progress = parse_progress (element);

  if (self->status == VCD_TASK_ERROR)
    self->error = parse_error (vcd_element_get_child (element, "Error"));

  return self;
}

void
vcd_task_free (VcdTask *self)
{
  g_free (self->href);
  g_free (self->cancel_href);
  g_free (self->operation);
  g_clear_error (&self->error);
  g_free (self);
}

gboolean
vcd_task_is_running (VcdTask *self)
{
  return self != NULL && (self->status == VCD_TASK_QUEUED ||
                          self->status == VCD_TASK_PRE_RUNNING ||
                          self->status == VCD_TASK_RUNNING);
}

VcdTask *
vcd_task_new_from_owner (VcdElement *owner)
{
  VcdElement *tasks = vcd_element_get_child (owner, "Tasks");
  g_autoptr(VcdTask) best = NULL;

  if (g_strcmp0 (vcd_element_get_name (owner), "Task") == 0)
    return vcd_task_new_from_element (owner);

  if (tasks == NULL)
    return NULL;

  for (VcdElement *child = vcd_element_get_first (tasks);
       child != NULL;
       child = vcd_element_get_next (child))
    {
      g_autoptr(VcdTask) task = NULL;

      if (g_strcmp0 (vcd_element_get_name (child), "Task") != 0)
        continue;

      task = vcd_task_new_from_element (child);
      if (vcd_task_is_running (task))
        return g_steal_pointer (&task);

      /* Of those that ended, a failure is what one has to know of. */
      if (best == NULL || (best->error == NULL && task->error != NULL))
        {
          g_clear_pointer (&best, vcd_task_free);
          best = g_steal_pointer (&task);
        }
    }

  return g_steal_pointer (&best);
}

/* The task of a reply that may be empty, or the new state of an object without any. */
static VcdTask *
find_task (VcdReply *reply)
{
  const char *location;
  VcdXml *xml;

  if (g_bytes_get_size (vcd_reply_get_body (reply)) > 0)
    {
      xml = vcd_reply_get_xml (reply, NULL);
      return xml != NULL ? vcd_task_new_from_owner (vcd_xml_get_root (xml)) : NULL;
    }

  location = vcd_reply_get_header (reply, "Location");
  if (vcd_reply_get_status (reply) == 202 && location != NULL &&
      strstr (location, "/task/") != NULL)
    {
      VcdTask *task = g_new0 (VcdTask, 1);

      task->href = g_strdup (location);
      task->status = VCD_TASK_RUNNING;
      task->progress = -1;

      return task;
    }

  return NULL;
}

static DexFuture *
end_of_task (const VcdTask *task)
{
  if (task != NULL && task->status == VCD_TASK_ERROR)
    return dex_future_new_for_error (g_error_copy (task->error));

  if (task != NULL && (task->status == VCD_TASK_CANCELED || task->status == VCD_TASK_ABORTED))
    return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                  "%s", _("The task was cancelled on the server."));

  return dex_future_new_true ();
}

static gboolean
is_passing (const GError *error)
{
  return g_error_matches (error, VCD_ERROR, VCD_ERROR_NETWORK) ||
         g_error_matches (error, VCD_ERROR, VCD_ERROR_SERVER);
}

static gboolean
is_gone (const GError *error)
{
  return g_error_matches (error, VCD_ERROR, VCD_ERROR_NOT_FOUND) ||
         g_error_matches (error, VCD_ERROR, VCD_ERROR_PERMISSION);
}

static DexFuture *
follow_fiber (gpointer      data,
              GCancellable *cancellable)
{
  const VcdFollow *follow = data;
  g_autoptr(VcdTask) task = find_task (follow->reply);
  int interval = FIRST_INTERVAL;
  unsigned failures = 0;

  while (vcd_task_is_running (task) && task->href != NULL)
    {
      g_autoptr(VcdReply) reply = NULL;
      g_autoptr(GError) error = NULL;

      /* The wait ends by "timed out", which is what it is for. */
      dex_await (vcd_unless_cancelled (dex_timeout_new_msec (interval), cancellable), NULL);
      interval = interval < SECOND_INTERVAL ? SECOND_INTERVAL
                                            : MIN (interval + interval / 2, LAST_INTERVAL);

      reply = dex_await_object (vcd_unless_cancelled (vcd_session_request (follow->session, "GET",
                                                                           task->href, NULL, NULL),
                                                      cancellable), &error);
      if (reply != NULL)
        {
          g_autofree char *href = g_strdup (task->href);
          VcdTask *next = find_task (reply);

          if (next == NULL)
            break;

          failures = 0;
          g_clear_pointer (&task, vcd_task_free);
          task = next;
          if (task->href == NULL)
            task->href = g_steal_pointer (&href);
        }
      else if (is_gone (error))
        return dex_future_new_true (); /* tasks are forgotten some time after their end */
      else if (!is_passing (error) || ++failures >= MAX_FAILURES)
        return dex_future_new_for_error (g_steal_pointer (&error));
    }

  return end_of_task (task);
}

DexFuture *
vcd_task_follow (VcdSession *session,
                 VcdReply   *reply)
{
  VcdFollow *follow = g_new0 (VcdFollow, 1);

  follow->session = g_object_ref (session);
  follow->reply = g_object_ref (reply);

  return vcd_fiber_spawn (follow_fiber, follow, vcd_follow_free);
}
