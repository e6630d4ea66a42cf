/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <json-glib/json-glib.h>

#include "sim-auth.h"
#include "sim-documents.h"
#include "sim-event.h"
#include "sim-handlers.h"

/*
 * Finding out the versions, signing in and out.
 */

/* What a cell of today would put beside the finished versions. */
#define ALPHA_VERSION "40.0.0-alpha-1690000000"

static void
write_mappings (SimXml *xml,
                gint64 count)
{
  for (gint64 i = 0; i < count; i++)
    {
      g_autofree char *type = g_strdup_printf (SIM_TYPE ("kind%03d"), (int) i);
      g_autofree char *name = g_strdup_printf ("Kind%03dType", (int) i);

      sim_xml_open (xml, "MediaTypeMapping");
      sim_xml_text (xml, "MediaType", type);
      sim_xml_text (xml, "ComplexTypeName", name);
      sim_xml_text (xml, "SchemaLocation", "http://10.0.0.1/api/v1.5/schema/master.xsd");
      sim_xml_close (xml);
    }
}

static void
write_version (SimXml *xml,
               SimRequest *request,
               const char *version,
               gint64 n_mappings)
{
  int major = atoi (version);
  g_autofree char *old_login = sim_request_href (request, "/api/sessions");
  g_autofree char *login = sim_request_href (request, "/cloudapi/1.0.0/sessions");
  g_autofree char *provider = sim_request_href (request, "/cloudapi/1.0.0/sessions/provider");

  /* The oldest cells did not say. */
  if (major >= 20)
    sim_xml_set_optional (xml, "deprecated", major < 36 ? "true" : "false");
  sim_xml_text (xml, "Version", version);
  sim_xml_text (xml, "LoginUrl", major < 36 ? old_login : login);
  if (major >= 36)
    sim_xml_text (xml, "ProviderLoginUrl", provider);
  write_mappings (xml, n_mappings);
}

/* GET /api/versions */
void
sim_handle_versions (SimRequest *request)
{
  SimFault *padding = sim_request_strike (request, SIM_FAULT_VERSIONS_PADDING);
  SimFault *prefixed = sim_request_strike (request, SIM_FAULT_PREFIXED_XML);
  SimXmlStyle style = sim_request_strike (request, SIM_FAULT_EXTRA_ELEMENTS) ? SIM_XML_EXTRA
                                                                             : SIM_XML_PLAIN;
  g_autoptr (SimXml) xml = NULL;
  g_autofree char *schema = sim_request_href (request, "/api/v1.5/schema/");

  if (sim_request_strike (request, SIM_FAULT_SPARSE_XML))
    style |= SIM_XML_SPARSE;
  xml = sim_xml_new ("SupportedVersions", SIM_NS_VERSIONS, style,
                     prefixed ? sim_fault_get_string (prefixed, "prefix", "ns7") : NULL);
  for (char **version = request->cell->options->versions; *version; version++)
    {
      sim_xml_open (xml, "VersionInfo");
      write_version (xml, request, *version,
                     padding ? sim_fault_get_number (padding, "mappings", 150) : 0);
      sim_xml_close (xml);
    }
  sim_xml_text (xml, "SchemaRoot", schema);
  sim_xml_open (xml, "AlphaVersion");
  write_version (xml, request, ALPHA_VERSION, 0);
  sim_xml_close (xml);
  sim_request_reply_xml (request, 200, "text/xml", xml);
}

/* GET /cloud/server_status */
void
sim_handle_server_status (SimRequest *request)
{
  sim_request_reply_text (request, 200, "text/plain", g_strdup ("Service is up."));
}

static void
add_token_headers (SimRequest *request,
                   SimSession *session)
{
  sim_request_add_header (request, "X-VMWARE-VCLOUD-ACCESS-TOKEN", session->token);
  sim_request_add_header (request, "X-VMWARE-VCLOUD-TOKEN-TYPE", "Bearer");
}

/* POST /api/sessions, which is no more from 38.0 on. */
void
sim_handle_old_login (SimRequest *request)
{
  SimSession *session;

  if (!sim_request_is_before (request, 38, 0))
    {
      sim_request_reply (request, 404, NULL);
      return;
    }

  session = sim_auth_check_basic (request->cell, sim_request_get_headers (request), FALSE);
  if (!session)
    session = sim_auth_check_basic (request->cell, sim_request_get_headers (request), TRUE);
  if (!session)
    {
      sim_request_reply_unauthorized (request);
      return;
    }

  sim_request_add_header (request, "x-vcloud-authorization", session->old_token);
  if (!sim_request_is_before (request, 30, 0))
    add_token_headers (request, session);
  sim_document_reply_session (request, session);
}

static void
add_reference (JsonBuilder *builder,
               const char *member,
               const char *name,
               const char *urn_kind,
               const char *id)
{
  g_autofree char *urn = g_strdup_printf ("urn:vcloud:%s:%s", urn_kind, id);

  json_builder_set_member_name (builder, member);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "name");
  json_builder_add_string_value (builder, name);
  json_builder_set_member_name (builder, "id");
  json_builder_add_string_value (builder, urn);
  json_builder_end_object (builder);
}

static void
reply_json (SimRequest *request,
            unsigned status,
            JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *type = g_strdup_printf ("application/json;version=%d.%d", request->version.major,
                                           request->version.minor);

  sim_request_reply_text (request, status, type, json_to_string (root, FALSE));
}

static void
reply_session_json (SimRequest *request,
                    SimSession *session)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *urn = g_strconcat ("urn:vcloud:session:", session->id, NULL);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "id");
  json_builder_add_string_value (builder, urn);
  add_reference (builder, "user", session->user, "user", request->cell->user_id);
  add_reference (builder, "org", session->org->name, "org", session->org->id);
  add_reference (builder, "operatingOrg", session->org->name, "org", session->org->id);
  json_builder_set_member_name (builder, "location");
  json_builder_add_string_value (builder, "us-1");
  json_builder_set_member_name (builder, "roles");
  json_builder_begin_array (builder);
  json_builder_add_string_value (builder, session->org->is_system ? "System Administrator"
                                                                  : "Catalog Author");
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "sessionIdleTimeoutMinutes");
  json_builder_add_int_value (builder, (gint64) request->cell->options->session_idle_minutes);
  json_builder_end_object (builder);
  reply_json (request, 200, builder);
}

static void
log_in (SimRequest *request,
        gboolean as_provider)
{
  SimSession *session;

  if (sim_request_is_before (request, 33, 0))
    {
      sim_request_reply (request, 406, NULL);
      return;
    }

  session = sim_auth_check_basic (request->cell, sim_request_get_headers (request), as_provider);
  if (!session)
    {
      sim_request_reply_unauthorized (request);
      return;
    }

  add_token_headers (request, session);
  reply_session_json (request, session);
}

/* POST /cloudapi/1.0.0/sessions */
void
sim_handle_login (SimRequest *request)
{
  log_in (request, FALSE);
}

/* POST /cloudapi/1.0.0/sessions/provider */
void
sim_handle_provider_login (SimRequest *request)
{
  log_in (request, TRUE);
}

static char *
dup_form_value (GHashTable *form,
                const char *key)
{
  return form ? g_strdup (g_hash_table_lookup (form, key)) : NULL;
}

/* ORG is NULL for the provider. */
static void
exchange_token (SimRequest *request,
                const char *org)
{
  g_autoptr (GBytes) body = sim_request_dup_body (request);
  g_autofree char *text = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  g_autoptr (GHashTable) form = soup_form_decode (text);
  g_autofree char *grant = dup_form_value (form, "grant_type");
  g_autofree char *token = dup_form_value (form, "refresh_token");
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  SimSession *session = NULL;

  if (g_strcmp0 (grant, "refresh_token") == 0)
    session = sim_auth_check_api_token (request->cell, org, token);

  json_builder_begin_object (builder);
  if (session)
    {
      json_builder_set_member_name (builder, "access_token");
      json_builder_add_string_value (builder, session->token);
      json_builder_set_member_name (builder, "token_type");
      json_builder_add_string_value (builder, "Bearer");
      json_builder_set_member_name (builder, "expires_in");
      json_builder_add_int_value (builder, 3600);
      json_builder_set_member_name (builder, "refresh_token");
      json_builder_add_null_value (builder);
    }
  else
    {
      json_builder_set_member_name (builder, "error");
      json_builder_add_string_value (builder, "invalid_grant");
      json_builder_set_member_name (builder, "error_description");
      json_builder_add_string_value (builder, "The token is invalid, or has been revoked.");
    }
  json_builder_end_object (builder);
  reply_json (request, session ? 200 : 400, builder);
}

/* POST /oauth/tenant/{org}/token */
void
sim_handle_token (SimRequest *request)
{
  exchange_token (request, request->ids[0]);
}

/* POST /oauth/provider/token */
void
sim_handle_provider_token (SimRequest *request)
{
  exchange_token (request, NULL);
}

/* GET /api/session */
void
sim_handle_session (SimRequest *request)
{
  sim_document_reply_session (request, request->session);
}

/* GET /cloudapi/1.0.0/sessions/current */
void
sim_handle_current_session (SimRequest *request)
{
  if (sim_request_is_before (request, 33, 0))
    sim_request_reply (request, 404, NULL);
  else
    reply_session_json (request, request->session);
}

/* DELETE of a session, by any of its addresses. */
void
sim_handle_logout (SimRequest *request)
{
  gboolean is_old = g_str_equal (request->route->path, "/api/session");

  if (is_old && !sim_request_is_before (request, 38, 0))
    {
      sim_request_reply (request, 404, NULL);
      return;
    }
  if (request->ids[0])
    {
      g_autofree char *urn = g_strconcat ("urn:vcloud:session:", request->session->id, NULL);

      if (!g_str_equal (request->ids[0], urn) &&
          !g_str_equal (request->ids[0], request->session->id))
        {
          sim_request_reply_forbidden (request);
          return;
        }
    }

  sim_event (request->cell, "logout", NULL, "user=%s", request->session->user);
  sim_auth_end (request->cell, g_steal_pointer (&request->session));
  sim_request_reply (request, 204, NULL);
}
