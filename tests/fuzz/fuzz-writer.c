/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "vcd-xml-private.h"

/* Whatever is written is XML, and comes back as itself from the second time on. */

static VcdXml *
write_and_read (const char *name,
                const char *text)
{
  VcdXmlWriter *writer = vcd_xml_writer_new ("Media");
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;
  VcdXml *xml;

  vcd_xml_writer_attribute (writer, "name", name);
  vcd_xml_writer_element (writer, "Description", text);
  bytes = vcd_xml_writer_finish (writer);
  xml = vcd_xml_parse (bytes, &error);
  fuzz_check (xml != NULL);

  return xml;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *input = g_strndup ((const char *) data, size);
  g_autoptr(VcdXml) first = write_and_read (input, input);
  g_autofree char *name = vcd_element_dup_attribute (vcd_xml_get_root (first), "name");
  g_autofree char *text = vcd_element_dup_child_text (vcd_xml_get_root (first), "Description");
  g_autoptr(VcdXml) second = write_and_read (name, text);
  g_autofree char *same_name = vcd_element_dup_attribute (vcd_xml_get_root (second), "name");
  g_autofree char *same_text = vcd_element_dup_child_text (vcd_xml_get_root (second),
                                                           "Description");

  fuzz_check (g_str_equal (name, text));
  fuzz_check (g_str_equal (name, same_name));
  fuzz_check (g_str_equal (text, same_text));

  return 0;
}
