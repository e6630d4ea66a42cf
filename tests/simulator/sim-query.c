/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-filter.h"
#include "sim-handlers.h"

/*
 * The query service: filters, sorts and pages through what sim-records.c knows.
 */

#define DEFAULT_PAGE_SIZE 25
#define MAX_PAGE_SIZE 128

typedef enum
{
  FORMAT_RECORDS,
  FORMAT_IDRECORDS,
  FORMAT_REFERENCES,
} Format;

static const char *const format_names[] = { "records", "idrecords", "references" };

typedef struct
{
  const SimRecordType *type;
  Format format;
  unsigned page;
  unsigned page_size;
  GPtrArray *objects; /* all that match, sorted */
  unsigned first;     /* of this page */
  unsigned end;
  unsigned last_page;
  char **fields; /* NULL: all */
} Query;

typedef struct
{
  gpointer object;
  char *key;
  gint64 number;
} Sortable;

static void
query_clear (Query *self)
{
  g_clear_pointer (&self->objects, g_ptr_array_unref);
  g_clear_pointer (&self->fields, g_strfreev);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Query, query_clear)

static char *
dup_format_type (Format format)
{
  return g_strdup_printf ("application/vnd.vmware.vcloud.query.%s+xml", format_names[format]);
}

static unsigned
get_number (SimRequest *request,
            const char *parameter,
            unsigned fallback)
{
  g_autofree char *text = sim_request_dup_parameter (request, parameter);
  guint64 number;

  return text && g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT, &number, NULL)
           ? (unsigned) number
           : fallback;
}

static gboolean
read_format (SimRequest *request,
             Query *query)
{
  g_autofree char *format = sim_request_dup_parameter (request, "format");

  for (size_t i = 0; i < G_N_ELEMENTS (format_names); i++)
    if (!format || g_str_equal (format, format_names[i]))
      {
        query->format = i;
        return TRUE;
      }

  sim_request_reply_error (request, 400, "BAD_REQUEST", "There is no format %s", format);
  return FALSE;
}

/* Leaves those that match; FALSE if there is no telling, which has been replied. */
static gboolean
apply_filter (SimRequest *request,
              Query *query)
{
  g_autofree char *text = sim_request_dup_parameter (request, "filter");
  g_autofree char *encoded = sim_request_dup_parameter (request, "filterEncoded");
  g_autoptr (SimFilter) filter = NULL;
  g_autoptr (GError) error = NULL;
  SimScratch scratch = { .request = request };
  unsigned kept = 0;

  if (!text || !*text)
    return TRUE;

  filter = sim_filter_parse (text, encoded && g_ascii_strcasecmp (encoded, "true") == 0,
                             query->type, &error);
  if (!filter)
    {
      sim_request_reply_error (request, 400, "BAD_REQUEST", "%s", error->message);
      return FALSE;
    }

  for (unsigned i = 0; i < query->objects->len; i++)
    {
      gpointer object = g_ptr_array_index (query->objects, i);

      if (sim_filter_matches (filter, object, &scratch))
        g_ptr_array_index (query->objects, kept++) = object;
    }
  g_ptr_array_set_size (query->objects, (int) kept);

  return TRUE;
}

static int
compare_ascending (gconstpointer a,
                   gconstpointer b)
{
  const Sortable *first = a, *second = b;

  if (first->number != second->number)
    return first->number < second->number ? -1 : 1;

  return g_strcmp0 (first->key, second->key);
}

static int
compare_descending (gconstpointer a,
                    gconstpointer b)
{
  return compare_ascending (b, a);
}

static void
sort_by (SimRequest *request,
         Query *query,
         const SimAttribute *attribute,
         gboolean ascending)
{
  g_autofree Sortable *sortables = g_new0 (Sortable, query->objects->len + 1);
  SimScratch scratch = { .request = request };

  for (unsigned i = 0; i < query->objects->len; i++)
    {
      const char *value;

      sortables[i].object = g_ptr_array_index (query->objects, i);
      value = attribute->get (sortables[i].object, &scratch);
      if (attribute->kind == SIM_ATTRIBUTE_NUMBER)
        sortables[i].number = value ? g_ascii_strtoll (value, NULL, 10) : 0;
      else
        sortables[i].key = value ? g_utf8_casefold (value, -1) : NULL;
    }
  qsort (sortables, query->objects->len, sizeof (Sortable),
         ascending ? compare_ascending : compare_descending);
  for (unsigned i = 0; i < query->objects->len; i++)
    {
      g_ptr_array_index (query->objects, i) = sortables[i].object;
      g_free (sortables[i].key);
    }
}

static gboolean
apply_sort (SimRequest *request,
            Query *query)
{
  g_autofree char *ascending = sim_request_dup_parameter (request, "sortAsc");
  g_autofree char *descending = sim_request_dup_parameter (request, "sortDesc");
  const char *name = ascending ? ascending : descending;
  const SimAttribute *attribute;

  if (!name || !*name)
    return TRUE;

  attribute = sim_record_type_find (query->type, name);
  if (!attribute)
    {
      sim_request_reply_error (request, 400, "BAD_REQUEST", "Cannot sort by %s", name);
      return FALSE;
    }
  sort_by (request, query, attribute, ascending != NULL);

  return TRUE;
}

static void
choose_page (SimRequest *request,
             Query *query)
{
  unsigned total = query->objects->len;

  query->page = MAX (1, get_number (request, "page", 1));
  query->page_size = CLAMP (get_number (request, "pageSize", DEFAULT_PAGE_SIZE), 1, MAX_PAGE_SIZE);
  query->last_page = MAX (1, (total + query->page_size - 1) / query->page_size);
  query->first = (unsigned) MIN ((guint64) (query->page - 1) * query->page_size +
                                   get_number (request, "offset", 0),
                                 total);
  query->end = MIN (query->first + query->page_size, total);
  /* Somebody made a new one between this page and the one before. */
  if (query->page > 1 && query->first > 0 && sim_request_strike (request, SIM_FAULT_SHIFTING_PAGES))
    query->first--;
}

/* This query with another page or format; everything else as it came. */
static char *
dup_href (SimRequest *request,
          Query *query,
          unsigned page,
          Format format)
{
  const char *text = g_uri_get_query (soup_server_message_get_uri (request->message));
  g_auto (GStrv) pairs = g_strsplit (text, "&", -1);
  g_autoptr (GString) href = g_string_new (request->cell->uri);

  g_string_append_printf (href, "/api/query?type=%s&page=%u&pageSize=%u&format=%s",
                          query->type->type, page, query->page_size, format_names[format]);
  for (char **pair = pairs; *pair; pair++)
    if (**pair && !g_str_has_prefix (*pair, "type=") && !g_str_has_prefix (*pair, "page=") &&
        !g_str_has_prefix (*pair, "pageSize=") && !g_str_has_prefix (*pair, "format="))
      g_string_append_printf (href, "&%s", *pair);

  return g_string_free (g_steal_pointer (&href), FALSE);
}

static void
write_page_link (SimXml *xml,
                 SimRequest *request,
                 Query *query,
                 const char *rel,
                 unsigned page)
{
  g_autofree char *href = dup_href (request, query, page, query->format);
  g_autofree char *type = dup_format_type (query->format);

  sim_xml_link (xml, rel, type, NULL, href);
}

static void
write_links (SimXml *xml,
             SimRequest *request,
             Query *query)
{
  if (query->page > 1)
    {
      write_page_link (xml, request, query, "firstPage", 1);
      write_page_link (xml, request, query, "previousPage", query->page - 1);
    }
  if (query->page < query->last_page)
    {
      write_page_link (xml, request, query, "nextPage", query->page + 1);
      write_page_link (xml, request, query, "lastPage", query->last_page);
    }
  for (size_t i = 0; i < G_N_ELEMENTS (format_names); i++)
    if (i != query->format)
      {
        g_autofree char *href = dup_href (request, query, query->page, i);
        g_autofree char *type = dup_format_type (i);

        sim_xml_link (xml, "alternate", type, NULL, href);
      }
}

static void
write_attribute (SimXml *xml,
                 SimRequest *request,
                 Query *query,
                 const SimAttribute *attribute,
                 const char *value)
{
  char text[512];

  if (attribute->kind == SIM_ATTRIBUTE_REFERENCE)
    {
      if (query->format == FORMAT_IDRECORDS)
        g_snprintf (text, sizeof text, "urn:vcloud:%s:%s", attribute->urn, value);
      else
        g_snprintf (text, sizeof text, "%s%s%s", request->cell->uri, attribute->path, value);
      value = text;
    }
  /* A record by its URN has that as its id. */
  sim_xml_set (xml,
               query->format == FORMAT_IDRECORDS && g_str_equal (attribute->name, "href")
                 ? "id"
                 : attribute->name,
               value);
}

static void
write_record (SimXml *xml,
              SimRequest *request,
              Query *query,
              gconstpointer object)
{
  SimScratch scratch = { .request = request };
  g_autofree char *element = g_strconcat (query->type->element, "Record", NULL);

  sim_xml_open (xml, element);
  for (const SimAttribute *a = query->type->attributes; a->name; a++)
    {
      const char *value;

      if (a->since > request->version.major)
        continue;
      if (query->fields && !g_str_equal (a->name, "href") &&
          !g_strv_contains ((const char *const *) query->fields, a->name))
        continue;
      value = a->get (object, &scratch);
      if (value)
        write_attribute (xml, request, query, a, value);
    }
  sim_xml_close (xml);
}

static void
write_reference (SimXml *xml,
                 SimRequest *request,
                 Query *query,
                 gconstpointer object)
{
  SimScratch scratch = { .request = request };
  const SimAttribute *href = sim_record_type_find (query->type, "href");
  const SimAttribute *name = sim_record_type_find (query->type, "name");
  g_autofree char *element = g_strconcat (query->type->element, "Reference", NULL);
  g_autofree char *urn = g_strdup_printf ("urn:vcloud:%s:%s", href->urn,
                                          href->get (object, &scratch));

  sim_xml_open (xml, element);
  sim_xml_set (xml, "type", query->type->media_type);
  sim_xml_set (xml, "name", name->get (object, &scratch));
  sim_xml_set (xml, "id", urn);
  write_attribute (xml, request, query, href, href->get (object, &scratch));
  sim_xml_close (xml);
}

static void
reply_result (SimRequest *request,
              Query *query)
{
  g_autofree char *root = query->format == FORMAT_REFERENCES
                            ? g_strconcat (query->type->element, "References", NULL)
                            : g_strdup ("QueryResultRecords");
  g_autoptr (SimXml) xml = sim_request_new_xml (request, root);
  g_autofree char *type = dup_format_type (query->format);
  g_autofree char *href = dup_href (request, query, query->page, query->format);

  sim_xml_set_number (xml, "total", query->objects->len);
  sim_xml_set_number (xml, "pageSize", query->page_size);
  sim_xml_set_number (xml, "page", query->page);
  sim_xml_set (xml, "name", query->type->type);
  sim_xml_set (xml, "type", type);
  sim_xml_set (xml, "href", href);
  write_links (xml, request, query);
  for (unsigned i = query->first; i < query->end; i++)
    {
      gpointer object = g_ptr_array_index (query->objects, i);

      if (query->format == FORMAT_REFERENCES)
        write_reference (xml, request, query, object);
      else
        write_record (xml, request, query, object);
    }
  sim_request_reply_xml (request, 200, type, xml);
}

/* What there is to ask for. */
static void
reply_list (SimRequest *request)
{
  g_autoptr (SimXml) xml = sim_request_new_xml (request, "QueryList");
  g_autofree char *self = sim_request_href (request, "/api/query");
  const SimRecordType *record;

  sim_xml_set (xml, "href", self);
  sim_xml_set (xml, "type", SIM_TYPE ("query.queryList"));
  for (size_t i = 0; (record = sim_records_get (i)); i++)
    {
      if (g_str_has_prefix (record->type, "admin") && !request->session->org->is_system)
        continue;

      for (size_t format = 0; format < G_N_ELEMENTS (format_names); format++)
        {
          g_autofree char *type = dup_format_type (format);
          g_autofree char *href = sim_request_href (request, "/api/query?type=%s&format=%s",
                                                    record->type, format_names[format]);

          sim_xml_link (xml, "down", type, record->type, href);
        }
    }
  sim_request_reply_xml (request, 200, SIM_TYPE ("query.queryList"), xml);
}

/* GET /api/query */
void
sim_handle_query (SimRequest *request)
{
  g_autofree char *type = sim_request_dup_parameter (request, "type");
  g_autofree char *fields = sim_request_dup_parameter (request, "fields");
  g_auto (Query) query = { .objects = g_ptr_array_new () };

  if (!type)
    {
      reply_list (request);
      return;
    }

  query.type = sim_records_find (type);
  if (!query.type)
    {
      sim_request_reply_error (request, 400, "BAD_REQUEST", "There is no query type %s", type);
      return;
    }
  if (g_str_has_prefix (type, "admin") && !request->session->org->is_system)
    {
      sim_request_reply_forbidden (request);
      return;
    }

  query.fields = fields && *fields ? g_strsplit (fields, ",", -1) : NULL;
  query.type->collect (request, query.objects);
  if (!read_format (request, &query) || !apply_filter (request, &query) ||
      !apply_sort (request, &query))
    return;

  choose_page (request, &query);
  reply_result (request, &query);
}
