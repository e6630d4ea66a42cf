/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-reply-faults.h"

#include "sim-auth.h"

/*
 * Faults of requests of any kind: those that come instead of carrying one out, and what happens to
 * the document of a reply.
 */

static void
redirect (SimRequest *request,
          SimFault *fault)
{
  sim_request_add_header (request, "Location",
                          sim_fault_get_string (fault, "to", "https://elsewhere.example.com/"));
  sim_request_reply (request, (unsigned) sim_fault_get_number (fault, "code", 307), NULL);
}

static void
refuse (SimRequest *request,
        SimFault *fault,
        gboolean with_page)
{
  const char *wait = sim_fault_get_string (fault, "retry-after", NULL);
  unsigned status = (unsigned) sim_fault_get_number (fault, "code", 500);

  if (wait)
    sim_request_add_header (request, "Retry-After", wait);
  if (with_page)
    sim_request_reply_html (request, status);
  else
    sim_request_reply (request, status, NULL);
}

/* Whether a fault has answered instead. */
gboolean
sim_reply_faults_refuse (SimRequest *request)
{
  SimFault *fault;

  request->is_refused = TRUE;
  if (sim_request_strike (request, SIM_FAULT_DROP_REQUEST))
    {
      soup_server_message_set_status (request->message, 500, NULL);
      sim_request_drop (request);
    }
  else if ((fault = sim_request_strike (request, SIM_FAULT_STATUS)))
    refuse (request, fault, FALSE);
  else if ((fault = sim_request_strike (request, SIM_FAULT_HTML)))
    refuse (request, fault, TRUE);
  else if ((fault = sim_request_strike (request, SIM_FAULT_REDIRECT)))
    redirect (request, fault);
  else if (sim_request_strike (request, SIM_FAULT_SESSION_401))
    {
      SimSession *session = sim_auth_find (request->cell, sim_request_get_headers (request));

      if (session)
        sim_auth_end (request->cell, session);
      request->session = NULL;
      sim_request_reply_unauthorized (request);
    }
  else
    request->is_refused = FALSE;

  return request->is_refused;
}

static GBytes *
make_huge (SimFault *fault)
{
  size_t wanted = (size_t) sim_fault_get_number (fault, "bytes", 64 * 1024 * 1024);
  GString *text = g_string_sized_new (wanted + 256);

  g_string_append (text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Media xmlns=\"" SIM_NS_VCLOUD
                         "\" name=\"huge\" status=\"0\">\n");
  while (text->len < wanted)
    g_string_append (text, "<Link rel=\"down\" href=\"https://cell.example.com/api/nothing\"/>\n");
  g_string_append (text, "</Media>\n");

  return g_string_free_to_bytes (text);
}

static GBytes *
make_bomb (void)
{
  GString *text = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE Media [\n"
                                "<!ENTITY e0 \"eeeeeeeeee\">\n");

  for (int i = 1; i < 12; i++)
    {
      g_string_append_printf (text, "<!ENTITY e%d \"", i);
      for (int j = 0; j < 10; j++)
        g_string_append_printf (text, "&e%d;", i - 1);
      g_string_append (text, "\">\n");
    }
  g_string_append (text, "]>\n<Media xmlns=\"" SIM_NS_VCLOUD "\" name=\"bomb\" status=\"0\">"
                         "<Description>&e11;</Description></Media>\n");

  return g_string_free_to_bytes (text);
}

static GBytes *
make_malformed (GBytes *body)
{
  size_t length;
  const char *data = g_bytes_get_data (body, &length);
  GString *text = g_string_new_len (data, length);

  g_string_replace (text, "</", "<//", 1);
  g_string_append (text, "<oops a=b & c>");

  return g_string_free_to_bytes (text);
}

/* What goes out in place of BODY; NULL if nothing happens to it. */
GBytes *
sim_reply_faults_spoil (SimRequest *request,
                        GBytes *body)
{
  SimFault *fault;

  if (sim_request_strike (request, SIM_FAULT_MALFORMED_XML))
    return make_malformed (body);
  if (sim_request_strike (request, SIM_FAULT_TRUNCATED_XML))
    return g_bytes_new_from_bytes (body, 0, g_bytes_get_size (body) / 2);
  if (sim_request_strike (request, SIM_FAULT_EMPTY_XML))
    return g_bytes_new_static ("", 0);
  if ((fault = sim_request_strike (request, SIM_FAULT_HUGE_REPLY)))
    return make_huge (fault);
  if (sim_request_strike (request, SIM_FAULT_ENTITY_BOMB))
    return make_bomb ();

  return NULL;
}
