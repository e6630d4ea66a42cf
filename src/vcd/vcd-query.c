/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "vcd-account.h"
#include "vcd-error-private.h"
#include "vcd-fiber-private.h"
#include "vcd-query-private.h"

#define RECORDS_TYPE "application/vnd.vmware.vcloud.query.records+xml"
/* The most that servers give at once. */
#define PAGE_SIZE    128
#define MAX_PAGES    10000

/* A query on its way through its pages. */
typedef struct
{
  VcdSession     *session;
  char           *type;
  char           *attribute;
  char           *value;
  VcdPageFunc     page;
  gpointer        user_data;
  GDestroyNotify  destroy;
} VcdQuery;

static void
vcd_query_free (gpointer data)
{
  VcdQuery *query = data;

  if (query->destroy != NULL)
    query->destroy (query->user_data);

  g_clear_object (&query->session);
  g_free (query->type);
  g_free (query->attribute);
  g_free (query->value);
  g_free (query);
}

/* From 35.0 on a filter is encoded once, and what has a meaning in it is escaped before. Servers
 * before that decode it twice, the value in it and the whole, if told so. */
char *
vcd_query_encode_filter (const char *attribute,
                         const char *value,
                         gboolean    escaped)
{
  g_autofree char *filter = NULL;
  g_autofree char *inner = NULL;
  g_autofree char *outer = NULL;

  if (escaped)
    {
      g_autoptr(GString) text = g_string_new (NULL);

      for (const char *p = value; *p != '\0'; p++)
        {
          if (strchr ("(),;\\", *p) != NULL)
            g_string_append_c (text, '\\');
          g_string_append_c (text, *p);
        }

      inner = g_uri_escape_string (text->str, NULL, FALSE);

      return g_strdup_printf ("filter=%s==%s", attribute, inner);
    }

  inner = g_uri_escape_string (value, NULL, FALSE);
  filter = g_strdup_printf ("%s==%s", attribute, inner);
  outer = g_uri_escape_string (filter, "=", FALSE);

  return g_strdup_printf ("filter=%s&filterEncoded=true", outer);
}

/* Providers see everybody's objects, by types of their own. */
static char *
dup_type (VcdSession *session,
          const char *type)
{
  if (!vcd_account_is_provider (vcd_session_get_account (session)))
    return g_strdup (type);

  return g_strdup_printf ("admin%c%s", g_ascii_toupper (*type), type + 1);
}

static char *
dup_first_page (VcdQuery *query,
                VcdGrant *grant)
{
  g_autofree char *type = dup_type (query->session, query->type);
  g_autofree char *filter = NULL;

  if (query->attribute != NULL)
    filter = vcd_query_encode_filter (query->attribute, query->value,
                                      vcd_grant_at_least (grant, 35));

  return g_strdup_printf ("%s%stype=%s&format=records&page=1&pageSize=%d%s%s", grant->query_href,
                          strchr (grant->query_href, '?') != NULL ? "&" : "?", type, PAGE_SIZE,
                          filter != NULL ? "&" : "", filter != NULL ? filter : "");
}

static GError *
make_answer_error (VcdReply *reply)
{
  return vcd_error_new (VCD_ERROR_SERVER, vcd_reply_get_request_id (reply), "%s",
                        _("The server gave something else than the list that was asked for."));
}

static DexFuture *
query_fiber (gpointer      data,
             GCancellable *cancellable)
{
  VcdQuery *query = data;
  GError *error = NULL;
  VcdGrant *grant;
  g_autofree char *href = NULL;

  if (!dex_await (vcd_unless_cancelled (vcd_session_ensure (query->session), cancellable), &error))
    return dex_future_new_for_error (error);

  grant = vcd_session_get_grant (query->session);
  if (grant == NULL || grant->query_href == NULL)
    return dex_future_new_for_error (vcd_error_new (VCD_ERROR_NOT_SUPPORTED, NULL, "%s",
                                                    _("This server has no query service.")));

  href = dup_first_page (query, grant);

  for (unsigned i = 0; i < MAX_PAGES; i++)
    {
      g_autoptr(VcdReply) reply = NULL;
      g_autofree char *next = NULL;
      VcdXml *xml;

      reply = dex_await_object (vcd_unless_cancelled (vcd_session_request (query->session, "GET",
                                                                           href, NULL, NULL),
                                                      cancellable), &error);
      if (reply == NULL || (xml = vcd_reply_get_xml (reply, &error)) == NULL)
        return dex_future_new_for_error (error);

      if (g_strcmp0 (vcd_element_get_name (vcd_xml_get_root (xml)), "QueryResultRecords") != 0)
        return dex_future_new_for_error (make_answer_error (reply));

      /* Whoever asked may be gone, and its data with it, since this answer came. */
      if (g_cancellable_is_cancelled (cancellable))
        return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                      "%s", _("The request was cancelled."));

      query->page (xml, query->user_data);

      /* A page that leads to itself would never end. */
      next = vcd_element_dup_link (vcd_xml_get_root (xml), "nextPage", RECORDS_TYPE);
      if (next == NULL || g_str_equal (next, href))
        break;

      g_free (href);
      href = g_steal_pointer (&next);
    }

  return dex_future_new_true ();
}

DexFuture *
vcd_session_query (VcdSession     *self,
                   const char     *type,
                   const char     *attribute,
                   const char     *value,
                   VcdPageFunc     page,
                   gpointer        user_data,
                   GDestroyNotify  destroy)
{
  VcdQuery *query = g_new0 (VcdQuery, 1);

  query->session = g_object_ref (self);
  query->type = g_strdup (type);
  query->attribute = g_strdup (attribute);
  query->value = g_strdup (value);
  query->page = page;
  query->user_data = user_data;
  query->destroy = destroy;

  return vcd_fiber_spawn (query_fiber, query, vcd_query_free);
}

VcdElement *
vcd_query_get_record (VcdElement *element)
{
  while (element != NULL && !g_str_has_suffix (vcd_element_get_name (element), "Record"))
    element = vcd_element_get_next (element);

  return element;
}

const char *
vcd_href_get_id (const char *href)
{
  const char *id = href != NULL ? strrchr (href, '/') : NULL;

  return id != NULL ? id + 1 : href;
}
