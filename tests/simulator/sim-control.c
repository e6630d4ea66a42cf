/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <json-glib/json-glib.h>

#include "sim-auth.h"
#include "sim-content.h"
#include "sim-event.h"
#include "sim-handlers.h"
#include "sim-media.h"
#include "sim-server.h"
#include "sim-task.h"

/*
 * What no real cell has: looking into it and disturbing it while it runs.
 */

static void
add_text (JsonBuilder *builder,
          const char *member,
          const char *text)
{
  json_builder_set_member_name (builder, member);
  if (text)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

static void
add_number (JsonBuilder *builder,
            const char *member,
            gint64 number)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_int_value (builder, number);
}

static void
add_media (JsonBuilder *builder,
           SimMedia *media)
{
  SimContent *content = media->transfer ? media->transfer->content : media->content;
  g_autofree char *sha256 = content ? sim_content_dup_sha256 (content) : NULL;

  json_builder_begin_object (builder);
  add_text (builder, "name", media->name);
  add_text (builder, "catalog", media->catalog->name);
  add_text (builder, "id", media->id);
  add_number (builder, "status", media->status);
  add_number (builder, "size", (gint64) media->size);
  add_number (builder, "stored", content ? (gint64) content->length : 0);
  add_text (builder, "sha256", sha256);
  add_text (builder, "task", media->task ? sim_task_get_status_name (media->task) : NULL);
  json_builder_end_object (builder);
}

static void
add_requests (JsonBuilder *builder,
              SimCell *cell)
{
  GHashTableIter iter;
  gpointer kind, count;

  json_builder_set_member_name (builder, "requests");
  json_builder_begin_object (builder);
  g_hash_table_iter_init (&iter, cell->request_counts);
  while (g_hash_table_iter_next (&iter, &kind, &count))
    add_number (builder, kind, GPOINTER_TO_UINT (count));
  json_builder_end_object (builder);
}

/* GET /simulator/state: with what was uploaded, not the thousands that were there before. */
void
sim_handle_control_state (SimRequest *request)
{
  SimCell *cell = request->cell;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  unsigned n_media = 0;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "media");
  json_builder_begin_array (builder);
  for (unsigned i = 0; i < cell->catalogs->len; i++)
    {
      SimCatalog *catalog = g_ptr_array_index (cell->catalogs, i);

      n_media += catalog->media->len;
      for (unsigned j = 0; j < catalog->media->len; j++)
        {
          SimMedia *media = g_ptr_array_index (catalog->media, j);

          if (media->task)
            add_media (builder, media);
        }
    }
  json_builder_end_array (builder);
  add_number (builder, "mediaTotal", n_media);
  add_number (builder, "spool", g_hash_table_size (cell->transfers_by_id));
  add_number (builder, "sessions", cell->session_list.length);
  add_number (builder, "signIns", cell->n_sign_ins);
  add_requests (builder, cell);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  sim_request_reply_text (request, 200, "application/json", json_to_string (root, TRUE));
}

static gboolean
set_faults (SimRequest *request,
            GError **error)
{
  g_autoptr (GBytes) body = sim_request_dup_body (request);
  g_autofree char *text = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (char **line = lines; *line; line++)
    if (*g_strstrip (*line) && !sim_faults_set (request->cell->faults, *line, error))
      return FALSE;

  return TRUE;
}

static void
set_clock (SimRequest *request)
{
  g_autofree char *rate = sim_request_dup_parameter (request, "rate");
  g_autofree char *advance = sim_request_dup_parameter (request, "advance");

  if (rate && g_ascii_strtod (rate, NULL) > 0)
    sim_clock_set_rate (request->cell->clock, g_ascii_strtod (rate, NULL));
  if (advance)
    sim_clock_advance (request->cell->clock, g_ascii_strtod (advance, NULL));
}

/* Somebody else does something to the image of that name. */
static gboolean
disturb (SimRequest *request,
         const char *action,
         GError **error)
{
  g_autofree char *name = sim_request_dup_parameter (request, "name");
  SimMedia *media = name ? sim_media_find (request->cell, name) : NULL;

  if (!media)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                           "There is no image of that name");
      return FALSE;
    }

  if (g_str_equal (action, "delete"))
    sim_media_delete (request->cell, media);
  else if (media->task && g_str_equal (action, "cancel"))
    sim_task_stop (media->task, SIM_TASK_CANCELED);
  else if (media->task)
    sim_task_fail (media->task, "INTERNAL_SERVER_ERROR", "The task was made to fail.");

  return TRUE;
}

static gboolean
act (SimRequest *request,
     const char *action,
     GError **error)
{
  if (g_str_equal (action, "fault"))
    return set_faults (request, error);

  if (g_str_equal (action, "clear"))
    {
      g_autofree char *name = sim_request_dup_parameter (request, "name");

      sim_faults_clear (request->cell->faults, name);
    }
  else if (g_str_equal (action, "clock"))
    set_clock (request);
  else if (g_str_equal (action, "expire"))
    sim_auth_end_all (request->cell);
  else if (g_str_equal (action, "delete") || g_str_equal (action, "cancel") ||
           g_str_equal (action, "fail"))
    return disturb (request, action, error);
  else
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "There is no action %s", action);
      return FALSE;
    }

  return TRUE;
}

/* POST /simulator/{action} */
void
sim_handle_control (SimRequest *request)
{
  g_autoptr (GError) error = NULL;

  if (act (request, request->ids[0], &error))
    {
      sim_event (request->cell, "control", NULL, "action=%s", request->ids[0]);
      soup_server_message_set_status (request->message, 204, NULL);
    }
  else
    sim_request_reply_text (request, 400, "text/plain", g_strdup_printf ("%s\n", error->message));
}
