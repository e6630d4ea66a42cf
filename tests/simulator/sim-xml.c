/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-xml.h"

#include <libxml/parser.h>
#include <libxml/xmlwriter.h>

/*
 * Documents as a cell writes and reads them. Writing has styles, for what real cells do otherwise:
 * prefixed names, links twice, fewer attributes, more elements.
 */

struct _SimXml
{
  xmlBuffer *buffer;
  xmlTextWriter *writer;
  SimXmlStyle style;
  char *prefix; /* NULL: the default namespace */
};

#define XML(text) ((const xmlChar *) (text))

SimXml *
sim_xml_new (const char *root,
             const char *namespace_uri,
             SimXmlStyle style,
             const char *prefix)
{
  SimXml *self = g_new0 (SimXml, 1);
  g_autofree char *declaration = prefix ? g_strconcat ("xmlns:", prefix, NULL) : g_strdup ("xmlns");

  self->buffer = xmlBufferCreate ();
  self->writer = xmlNewTextWriterMemory (self->buffer, 0);
  self->style = style;
  self->prefix = g_strdup (prefix);
  xmlTextWriterStartDocument (self->writer, NULL, "UTF-8", "yes");
  sim_xml_open (self, root);
  xmlTextWriterWriteAttribute (self->writer, XML (declaration), XML (namespace_uri));
  if (style & SIM_XML_EXTRA)
    {
      xmlTextWriterWriteAttribute (self->writer, XML ("xmlns:x"), XML ("urn:example:extension"));
      xmlTextWriterWriteAttribute (self->writer, XML ("x:since"), XML ("99.0"));
    }

  return self;
}

void
sim_xml_free (SimXml *self)
{
  g_clear_pointer (&self->writer, xmlFreeTextWriter);
  xmlBufferFree (self->buffer);
  g_free (self->prefix);
  g_free (self);
}

/* The whole document; nothing can be added any more. */
GBytes *
sim_xml_finish (SimXml *self)
{
  if (self->style & SIM_XML_EXTRA)
    {
      xmlTextWriterStartElement (self->writer, XML ("x:Hint"));
      xmlTextWriterWriteElement (self->writer, XML ("x:Link"), XML ("not one of ours"));
      xmlTextWriterEndElement (self->writer);
      sim_xml_text (self, "FutureElement", "1");
    }
  xmlTextWriterEndDocument (self->writer);
  g_clear_pointer (&self->writer, xmlFreeTextWriter);

  return g_bytes_new (xmlBufferContent (self->buffer), xmlBufferLength (self->buffer));
}

void
sim_xml_open (SimXml *self,
              const char *name)
{
  xmlTextWriterStartElementNS (self->writer, XML (self->prefix), XML (name), NULL);
}

void
sim_xml_close (SimXml *self)
{
  xmlTextWriterEndElement (self->writer);
}

/* VALUE may be NULL: then there is none. */
void
sim_xml_set (SimXml *self,
             const char *attribute,
             const char *value)
{
  if (value)
    xmlTextWriterWriteAttribute (self->writer, XML (attribute), XML (value));
}

/* One that the schema does not insist on. */
void
sim_xml_set_optional (SimXml *self,
                      const char *attribute,
                      const char *value)
{
  if (!(self->style & SIM_XML_SPARSE))
    sim_xml_set (self, attribute, value);
}

void
sim_xml_set_number (SimXml *self,
                    const char *attribute,
                    gint64 value)
{
  char text[24];

  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, value);
  sim_xml_set (self, attribute, text);
}

void
sim_xml_text (SimXml *self,
              const char *name,
              const char *text)
{
  sim_xml_open (self, name);
  if (text && *text)
    xmlTextWriterWriteString (self->writer, XML (text));
  sim_xml_close (self);
}

void
sim_xml_number (SimXml *self,
                const char *name,
                gint64 value)
{
  char text[24];

  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, value);
  sim_xml_text (self, name, text);
}

static void
write_link (SimXml *self,
            const char *rel,
            const char *type,
            const char *name,
            const char *href)
{
  sim_xml_open (self, "Link");
  sim_xml_set (self, "rel", rel);
  sim_xml_set (self, "href", href);
  sim_xml_set (self, "name", name);
  sim_xml_set (self, "type", type);
  sim_xml_close (self);
}

/* TYPE and NAME may be NULL. */
void
sim_xml_link (SimXml *self,
              const char *rel,
              const char *type,
              const char *name,
              const char *href)
{
  write_link (self, rel, type, name, href);
  if (type && self->style & SIM_XML_TWINS && g_str_has_suffix (type, "+xml"))
    {
      g_autofree char *stem = g_strndup (type, strlen (type) - strlen ("xml"));
      g_autofree char *json = g_strconcat (stem, "json", NULL);

      write_link (self, rel, json, name, href);
    }
}

/* NULL if it is no document with that root. */
xmlDoc *
sim_xml_parse (GBytes *bytes,
               const char *root)
{
  size_t length;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autoptr (xmlDoc) doc = data ? xmlReadMemory (data, (int) length, NULL, NULL,
                                                 XML_PARSE_NONET | XML_PARSE_NOERROR |
                                                   XML_PARSE_NOWARNING)
                                : NULL;
  xmlNode *node = doc ? xmlDocGetRootElement (doc) : NULL;

  if (!node || xmlGetIntSubset (doc) || !g_str_equal ((const char *) node->name, root) ||
      !node->ns || !g_str_equal ((const char *) node->ns->href, SIM_NS_VCLOUD))
    return NULL;

  return g_steal_pointer (&doc);
}

/* The first child of that name; NULL if there is none. */
xmlNode *
sim_xml_find (xmlNode *parent,
              const char *name)
{
  for (xmlNode *node = parent ? parent->children : NULL; node; node = node->next)
    if (node->type == XML_ELEMENT_NODE && g_str_equal ((const char *) node->name, name))
      return node;

  return NULL;
}

/* NULL if it is not there. */
char *
sim_xml_get (xmlNode *node,
             const char *attribute)
{
  xmlChar *value = node ? xmlGetNoNsProp (node, XML (attribute)) : NULL;
  char *text = g_strdup ((const char *) value);

  xmlFree (value);

  return text;
}

/* NULL if there is no such child. */
char *
sim_xml_get_text (xmlNode *parent,
                  const char *name)
{
  xmlNode *node = sim_xml_find (parent, name);
  xmlChar *value = node ? xmlNodeGetContent (node) : NULL;
  char *text = g_strdup ((const char *) value);

  xmlFree (value);

  return text;
}
