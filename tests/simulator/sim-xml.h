/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libxml/tree.h>

G_BEGIN_DECLS

typedef struct _SimXml SimXml;

typedef enum
{
  SIM_XML_PLAIN = 0,
  SIM_XML_TWINS = 1 << 0,
  SIM_XML_SPARSE = 1 << 1,
  SIM_XML_EXTRA = 1 << 2,
} SimXmlStyle;

#define SIM_NS_VCLOUD "http://www.vmware.com/vcloud/v1.5"
#define SIM_NS_INSTANCE "http://www.w3.org/2001/XMLSchema-instance"
#define SIM_NS_VERSIONS "http://www.vmware.com/vcloud/versions"
#define SIM_TYPE(name) "application/vnd.vmware.vcloud." name "+xml"
#define SIM_ADMIN_TYPE(name) "application/vnd.vmware.admin." name "+xml"

/* Writing. */
SimXml *sim_xml_new (const char *root,
                     const char *namespace_uri,
                     SimXmlStyle style,
                     const char *prefix);
void sim_xml_free (SimXml *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimXml, sim_xml_free)
GBytes *sim_xml_finish (SimXml *self);

void sim_xml_open (SimXml *self,
                   const char *name);
void sim_xml_close (SimXml *self);
void sim_xml_set (SimXml *self,
                  const char *attribute,
                  const char *value);
void sim_xml_set_optional (SimXml *self,
                           const char *attribute,
                           const char *value);
void sim_xml_set_number (SimXml *self,
                         const char *attribute,
                         gint64 value);
void sim_xml_text (SimXml *self,
                   const char *name,
                   const char *text);
void sim_xml_number (SimXml *self,
                     const char *name,
                     gint64 value);
void sim_xml_link (SimXml *self,
                   const char *rel,
                   const char *type,
                   const char *name,
                   const char *href);

/* Reading. */
xmlDoc *sim_xml_parse (GBytes *bytes,
                       const char *root);
xmlNode *sim_xml_find (xmlNode *parent,
                       const char *name);
char *sim_xml_get (xmlNode *node,
                   const char *attribute);
char *sim_xml_get_text (xmlNode *parent,
                        const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlDoc, xmlFreeDoc)

G_END_DECLS
