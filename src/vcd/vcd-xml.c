/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlwriter.h>
#include <string.h>

#include "vcd-error-private.h"
#include "vcd-xml-private.h"

/* The only user of libxml2. A server's XML is hostile input: nothing is fetched, no document type
 * is taken, no entity is put in place but the five of XML itself, and size and depth are
 * bounded. */

#define MAX_BYTES (16 * 1024 * 1024)

struct _VcdXml
{
  gatomicrefcount  ref_count;
  xmlDoc          *doc;
};

/* An element is libxml2's node under a name of our own. */
static xmlNode *
to_node (VcdElement *element)
{
  return (xmlNode *) element;
}

static gboolean
is_ours (const xmlNode *node)
{
  if (node->type != XML_ELEMENT_NODE || node->ns == NULL || node->ns->href == NULL)
    return FALSE;

  return g_str_equal (node->ns->href, VCD_XMLNS) ||
         g_str_equal (node->ns->href, VCD_XMLNS_VERSIONS);
}

static VcdElement *
first_of_ours (xmlNode    *node,
               const char *name)
{
  for (; node != NULL; node = node->next)
    {
      if (is_ours (node) && (name == NULL || g_str_equal (node->name, name)))
        return (VcdElement *) node;
    }

  return NULL;
}

static GError *
new_parse_error (const xmlError *error)
{
  g_autofree char *details = NULL;

  if (error != NULL && error->message != NULL)
    details = g_strdup_printf ("XML line %d: %s", error->line, error->message);

  return vcd_error_new (VCD_ERROR_SERVER, details != NULL ? g_strchomp (details) : NULL,
                        _("The server's answer makes no sense."));
}

/* Called where a document type begins, before anything of it is read: no answer has one. */
static void
refuse_document_type (void          *data,
                      const xmlChar *name,
                      const xmlChar *external_id,
                      const xmlChar *system_id)
{
  xmlParserCtxt *parser = data;

  parser->wellFormed = 0;
  xmlStopParser (parser);
}

VcdXml *
vcd_xml_parse (GBytes  *bytes,
               GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  xmlParserCtxt *parser;
  xmlDoc *doc;
  xmlNode *root;
  VcdXml *self;

  /* Cells write UTF-8. Other encodings would only bring a machine of converters into play. */
  if (size == 0 || size > MAX_BYTES || !g_utf8_validate_len (data, size, NULL))
    {
      g_propagate_error (error, new_parse_error (NULL));
      return NULL;
    }

  parser = xmlNewParserCtxt ();
  parser->sax->internalSubset = refuse_document_type;
  doc = xmlCtxtReadMemory (parser, data, (int) size, NULL, "UTF-8",
                           XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                           XML_PARSE_NOCDATA | XML_PARSE_COMPACT | XML_PARSE_IGNORE_ENC);

  root = doc != NULL ? xmlDocGetRootElement (doc) : NULL;
  if (root == NULL || !is_ours (root))
    {
      g_propagate_error (error, new_parse_error (xmlCtxtGetLastError (parser)));
      g_clear_pointer (&doc, xmlFreeDoc);
      xmlFreeParserCtxt (parser);
      return NULL;
    }

  xmlFreeParserCtxt (parser);

  self = g_new0 (VcdXml, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->doc = doc;

  return self;
}

VcdXml *
vcd_xml_ref (VcdXml *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
vcd_xml_unref (VcdXml *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  xmlFreeDoc (self->doc);
  g_free (self);
}

VcdElement *
vcd_xml_get_root (VcdXml *self)
{
  return (VcdElement *) xmlDocGetRootElement (self->doc);
}

const char *
vcd_element_get_name (VcdElement *self)
{
  return (const char *) to_node (self)->name;
}

VcdElement *
vcd_element_get_child (VcdElement *self,
                       const char *name)
{
  return first_of_ours (to_node (self)->children, name);
}

VcdElement *
vcd_element_get_first (VcdElement *self)
{
  return first_of_ours (to_node (self)->children, NULL);
}

VcdElement *
vcd_element_get_next (VcdElement *self)
{
  return first_of_ours (to_node (self)->next, NULL);
}

/* Only the text right below: what stands in nested elements is theirs. */
char *
vcd_element_dup_text (VcdElement *self)
{
  GString *text = g_string_new (NULL);

  for (const xmlNode *node = to_node (self)->children; node != NULL; node = node->next)
    {
      if ((node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) &&
          node->content != NULL)
        g_string_append (text, (const char *) node->content);
    }

  return g_string_free_and_steal (text);
}

char *
vcd_element_dup_child_text (VcdElement *self,
                            const char *name)
{
  VcdElement *child = vcd_element_get_child (self, name);

  return child != NULL ? vcd_element_dup_text (child) : NULL;
}

char *
vcd_element_dup_attribute (VcdElement *self,
                           const char *name)
{
  xmlChar *value = xmlGetNoNsProp (to_node (self), (const xmlChar *) name);
  char *copy = g_strdup ((const char *) value);

  g_clear_pointer (&value, xmlFree);

  return copy;
}

gboolean
vcd_element_get_uint64 (VcdElement *self,
                        const char *name,
                        uint64_t   *value)
{
  g_autofree char *text = vcd_element_dup_attribute (self, name);
  guint64 number;

  if (text == NULL || !g_ascii_string_to_unsigned (g_strstrip (text), 10, 0, INT64_MAX, &number,
                                                   NULL))
    return FALSE;

  *value = number;

  return TRUE;
}

gboolean
vcd_element_get_boolean (VcdElement *self,
                         const char *name,
                         gboolean    fallback)
{
  g_autofree char *text = vcd_element_dup_attribute (self, name);

  if (text == NULL)
    return fallback;

  g_strstrip (text);
  if (g_ascii_strcasecmp (text, "true") == 0 || g_str_equal (text, "1"))
    return TRUE;
  if (g_ascii_strcasecmp (text, "false") == 0 || g_str_equal (text, "0"))
    return FALSE;

  return fallback;
}

/* Servers give each link twice, as XML and as JSON; only the first is for us. */
static gboolean
is_link_type (const char *found,
              const char *wanted)
{
  static const char json[] = "+json";
  size_t length;

  if (found == NULL)
    return wanted == NULL;

  /* Parameters, such as the version, say nothing about what is behind the link. */
  length = strcspn (found, "; ");
  if (length >= strlen (json) &&
      g_ascii_strncasecmp (found + length - strlen (json), json, strlen (json)) == 0)
    return FALSE;

  return wanted == NULL || (strlen (wanted) == length &&
                            g_ascii_strncasecmp (found, wanted, length) == 0);
}

char *
vcd_element_dup_link (VcdElement *self,
                      const char *rel,
                      const char *type)
{
  for (VcdElement *link = vcd_element_get_first (self); link != NULL;
       link = vcd_element_get_next (link))
    {
      g_autofree char *link_rel = NULL;
      g_autofree char *link_type = NULL;
      char *href;

      if (!g_str_equal (vcd_element_get_name (link), "Link"))
        continue;

      link_rel = vcd_element_dup_attribute (link, "rel");
      link_type = vcd_element_dup_attribute (link, "type");
      if (link_rel != NULL && g_ascii_strcasecmp (link_rel, rel) == 0 &&
          is_link_type (link_type, type) &&
          (href = vcd_element_dup_attribute (link, "href")) != NULL)
        return href;
    }

  return NULL;
}

struct _VcdXmlWriter
{
  xmlBuffer     *buffer;
  xmlTextWriter *writer;
};

/* XML has no way to write most control characters, nor has it a use for broken UTF-8. */
static char *
dup_writable (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *writable = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c != 0xfffe && c != 0xffff))
        g_string_append_unichar (writable, c);
    }

  return g_string_free_and_steal (writable);
}

VcdXmlWriter *
vcd_xml_writer_new (const char *root)
{
  VcdXmlWriter *self = g_new0 (VcdXmlWriter, 1);

  self->buffer = xmlBufferCreate ();
  self->writer = xmlNewTextWriterMemory (self->buffer, 0);
  xmlTextWriterStartDocument (self->writer, NULL, "UTF-8", NULL);
  vcd_xml_writer_start (self, root);
  vcd_xml_writer_attribute (self, "xmlns", VCD_XMLNS);

  return self;
}

void
vcd_xml_writer_start (VcdXmlWriter *self,
                      const char   *name)
{
  xmlTextWriterStartElement (self->writer, (const xmlChar *) name);
}

void
vcd_xml_writer_attribute (VcdXmlWriter *self,
                          const char   *name,
                          const char   *value)
{
  g_autofree char *writable = dup_writable (value);

  xmlTextWriterWriteAttribute (self->writer, (const xmlChar *) name, (const xmlChar *) writable);
}

void
vcd_xml_writer_text (VcdXmlWriter *self,
                     const char   *text)
{
  g_autofree char *writable = dup_writable (text);

  xmlTextWriterWriteString (self->writer, (const xmlChar *) writable);
}

void
vcd_xml_writer_element (VcdXmlWriter *self,
                        const char   *name,
                        const char   *text)
{
  vcd_xml_writer_start (self, name);
  vcd_xml_writer_text (self, text);
  vcd_xml_writer_end (self);
}

void
vcd_xml_writer_end (VcdXmlWriter *self)
{
  xmlTextWriterEndElement (self->writer);
}

/* Closes what is open, and frees @self. */
GBytes *
vcd_xml_writer_finish (VcdXmlWriter *self)
{
  GBytes *bytes;

  xmlTextWriterEndDocument (self->writer);
  g_clear_pointer (&self->writer, xmlFreeTextWriter);
  bytes = g_bytes_new (xmlBufferContent (self->buffer), (gsize) xmlBufferLength (self->buffer));
  g_clear_pointer (&self->buffer, xmlBufferFree);
  g_free (self);

  return bytes;
}
