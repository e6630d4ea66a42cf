/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-auth.h"

#include "sim-event.h"
#include "sim-model.h"

/*
 * Who may come in, and the sessions of those who did.
 */

/* The absolute limit that a cell has beside the idle one. */
#define SESSION_MAX_SECONDS (24 * 60 * 60)

static void
session_free (SimSession *session)
{
  g_free (session->id);
  g_free (session->token);
  g_free (session->old_token);
  g_free (session->user);
  g_free (session);
}

static char *
encode_url_safe (gconstpointer data,
                 size_t length)
{
  char *text = g_base64_encode (data, length);

  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  *(strchrnul (text, '=')) = '\0';

  return text;
}

/* Three parts, some 600 characters, as a real one. */
static char *
new_token (SimCell *cell,
           SimSession *session)
{
  const char *header = "{\"alg\":\"RS256\",\"typ\":\"JWT\"}";
  g_autofree char *payload = g_strdup_printf ("{\"sub\":\"%s\",\"iss\":\"%s@%s\","
                                              "\"sessionId\":\"%s\",\"locationId\":\"%s@%s\"}",
                                              session->user, session->org->id, cell->user_id,
                                              session->id, session->org->id, cell->user_id);
  guint32 signature[64];
  g_autofree char *first = encode_url_safe (header, strlen (header));
  g_autofree char *second = encode_url_safe (payload, strlen (payload));
  g_autofree char *third = NULL;

  for (size_t i = 0; i < G_N_ELEMENTS (signature); i++)
    signature[i] = g_rand_int (cell->random);
  third = encode_url_safe (signature, sizeof signature);

  return g_strjoin (".", first, second, third, NULL);
}

static void
report (SimCell *cell,
        const char *event,
        const char *user,
        const char *org)
{
  g_autofree char *quoted_user = sim_event_quote (user);
  g_autofree char *quoted_org = sim_event_quote (org);

  sim_event (cell, event, NULL, "user=%s org=%s", quoted_user, quoted_org);
}

static SimSession *
begin (SimCell *cell,
       const char *user,
       SimOrg *org)
{
  SimSession *session = g_new0 (SimSession, 1);

  session->id = sim_cell_new_id (cell);
  session->user = g_strdup (user);
  session->org = org;
  session->token = new_token (cell, session);
  session->old_token = g_strdup_printf ("%08x%08x%08x%08x", g_rand_int (cell->random),
                                        g_rand_int (cell->random), g_rand_int (cell->random),
                                        g_rand_int (cell->random));
  session->created = session->last_used = sim_clock_now (cell->clock);
  g_hash_table_insert (cell->sessions, session->token, session);
  g_hash_table_insert (cell->sessions, session->old_token, session);
  g_queue_push_tail (&cell->session_list, session);
  cell->n_sign_ins++;
  report (cell, "login", session->user, org->name);

  return session;
}

/* User, organization and password, of which the first may have an @ and the last a colon. */
static gboolean
decode_basic (const char *value,
              char **user,
              char **org,
              char **password)
{
  g_autofree guchar *decoded = NULL;
  g_autofree char *text = NULL;
  size_t length;
  char *colon, *at;

  if (g_ascii_strncasecmp (value, "Basic ", strlen ("Basic ")) != 0)
    return FALSE;

  decoded = g_base64_decode (value + strlen ("Basic "), &length);
  text = g_strndup ((const char *) decoded, length);
  colon = strchr (text, ':');
  if (!colon)
    return FALSE;
  *colon = '\0';
  at = strrchr (text, '@');
  if (!at)
    return FALSE;
  *at = '\0';

  *user = g_strdup (text);
  *org = g_strdup (at + 1);
  *password = g_strdup (colon + 1);

  return TRUE;
}

/* A new session for who signs in with a password; NULL if he is refused. */
SimSession *
sim_auth_check_basic (SimCell *cell,
                      SoupMessageHeaders *headers,
                      gboolean as_provider)
{
  const char *value = soup_message_headers_get_one (headers, "Authorization");
  g_autofree char *user = NULL, *org_name = NULL, *password = NULL;
  SimOrg *org;

  if (!value || !decode_basic (value, &user, &org_name, &password))
    return NULL;

  org = sim_model_find_org (cell, org_name);
  if (!org || org->is_system != as_provider || !g_str_equal (user, cell->options->user) ||
      !g_str_equal (password, cell->options->password) ||
      org == g_ptr_array_index (cell->orgs, 1))
    {
      report (cell, "refused", user, org_name);
      return NULL;
    }

  return begin (cell, user, org);
}

/* ORG is NULL for the provider's. */
SimSession *
sim_auth_check_api_token (SimCell *cell,
                          const char *org_name,
                          const char *token)
{
  SimOrg *org = sim_model_find_org (cell, org_name ? org_name : "System");

  if (!org || !token || g_strcmp0 (token, cell->options->api_token) != 0)
    {
      report (cell, "refused", "", org_name ? org_name : "System");
      return NULL;
    }

  return begin (cell, cell->options->user, org);
}

static gboolean
is_alive (SimCell *cell,
          SimSession *session)
{
  gint64 now = sim_clock_now (cell->clock);

  return now - session->last_used < cell->options->session_idle_minutes * 60 * G_USEC_PER_SEC &&
         now - session->created < (gint64) SESSION_MAX_SECONDS * G_USEC_PER_SEC;
}

/* The session whose token is in any of the three headers; NULL if there is none that lives. */
SimSession *
sim_auth_find (SimCell *cell,
               SoupMessageHeaders *headers)
{
  const char *authorization = soup_message_headers_get_one (headers, "Authorization");
  const char *tokens[] = {
    authorization && g_ascii_strncasecmp (authorization, "Bearer ", strlen ("Bearer ")) == 0
      ? authorization + strlen ("Bearer ")
      : NULL,
    soup_message_headers_get_one (headers, "X-VMWARE-VCLOUD-ACCESS-TOKEN"),
    soup_message_headers_get_one (headers, "x-vcloud-authorization"),
  };

  for (size_t i = 0; i < G_N_ELEMENTS (tokens); i++)
    {
      SimSession *session = tokens[i] ? g_hash_table_lookup (cell->sessions, tokens[i]) : NULL;

      if (!session)
        continue;
      if (is_alive (cell, session))
        return session;

      sim_event (cell, "session-expired", NULL, "user=%s", session->user);
      sim_auth_end (cell, session);
    }

  return NULL;
}

/* Requests to the API keep a session alive; transfers don't. */
void
sim_auth_touch (SimCell *cell,
                SimSession *session)
{
  session->last_used = sim_clock_now (cell->clock);
}

void
sim_auth_end (SimCell *cell,
              SimSession *session)
{
  g_hash_table_remove (cell->sessions, session->token);
  g_hash_table_remove (cell->sessions, session->old_token);
  g_queue_remove (&cell->session_list, session);
  session_free (session);
}

void
sim_auth_end_all (SimCell *cell)
{
  while (cell->session_list.head)
    sim_auth_end (cell, cell->session_list.head->data);
}
