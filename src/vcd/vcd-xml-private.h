/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdint.h>

#include <gio/gio.h>

G_BEGIN_DECLS

#define VCD_XMLNS          "http://www.vmware.com/vcloud/v1.5"
#define VCD_XMLNS_VERSIONS "http://www.vmware.com/vcloud/versions"

/* A parsed document, and its elements: they belong to the document and live as long as it does.
 * Elements are matched by local name; namespaces other than the ones above are not looked into. */
typedef struct _VcdXml     VcdXml;
typedef struct _VcdElement VcdElement;

VcdXml     *vcd_xml_parse              (GBytes           *bytes,
                                        GError          **error);
VcdXml     *vcd_xml_ref                (VcdXml           *self);
void        vcd_xml_unref              (VcdXml           *self);
VcdElement *vcd_xml_get_root           (VcdXml           *self);

const char *vcd_element_get_name       (VcdElement       *self);
VcdElement *vcd_element_get_child      (VcdElement       *self,
                                        const char       *name);
VcdElement *vcd_element_get_first      (VcdElement       *self);
VcdElement *vcd_element_get_next       (VcdElement       *self);
char       *vcd_element_dup_text       (VcdElement       *self);
char       *vcd_element_dup_child_text (VcdElement       *self,
                                        const char       *name);
char       *vcd_element_dup_attribute  (VcdElement       *self,
                                        const char       *name);
gboolean    vcd_element_get_uint64     (VcdElement       *self,
                                        const char       *name,
                                        uint64_t         *value);
gboolean    vcd_element_get_boolean    (VcdElement       *self,
                                        const char       *name,
                                        gboolean          fallback);
char       *vcd_element_dup_link       (VcdElement       *self,
                                        const char       *rel,
                                        const char       *type);

/* Writes a request body element by element; the result is always well formed. */
typedef struct _VcdXmlWriter VcdXmlWriter;

VcdXmlWriter *vcd_xml_writer_new       (const char   *root);
void          vcd_xml_writer_start     (VcdXmlWriter *self,
                                        const char   *name);
void          vcd_xml_writer_attribute (VcdXmlWriter *self,
                                        const char   *name,
                                        const char   *value);
void          vcd_xml_writer_text      (VcdXmlWriter *self,
                                        const char   *text);
void          vcd_xml_writer_element   (VcdXmlWriter *self,
                                        const char   *name,
                                        const char   *text);
void          vcd_xml_writer_end       (VcdXmlWriter *self);
GBytes       *vcd_xml_writer_finish    (VcdXmlWriter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcdXml, vcd_xml_unref)

G_END_DECLS
