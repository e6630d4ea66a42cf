/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "vcd-xml-private.h"

/* A reply's XML: every element is looked at in every way, and its text written and read again. */

static void
check_round_trip (const char *text)
{
  VcdXmlWriter *writer = vcd_xml_writer_new ("Media");
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(VcdXml) xml = NULL;
  g_autofree char *again = NULL;

  vcd_xml_writer_text (writer, text);
  bytes = vcd_xml_writer_finish (writer);
  xml = vcd_xml_parse (bytes, NULL);
  fuzz_check (xml != NULL);
  again = vcd_element_dup_text (vcd_xml_get_root (xml));
  fuzz_check (g_str_equal (again, text));
}

static void
look_at (VcdElement *element,
         unsigned    depth)
{
  static const char * const names[] = { "name", "href", "size", "status", "xmlns", "a" };
  g_autofree char *text = vcd_element_dup_text (element);
  g_autofree char *child_text = vcd_element_dup_child_text (element, "Description");
  g_autofree char *link = vcd_element_dup_link (element, "add",
                                                "application/vnd.vmware.vcloud.media+xml");
  g_autofree char *any_link = vcd_element_dup_link (element, "down", NULL);

  fuzz_check (*vcd_element_get_name (element) != '\0');
  fuzz_check (g_utf8_validate (text, -1, NULL));
  /* Anything longer would only cost time. */
  if (strlen (text) < 1000)
    check_round_trip (text);

  for (unsigned i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *value = vcd_element_dup_attribute (element, names[i]);
      uint64_t number = 0;

      fuzz_check (value == NULL || g_utf8_validate (value, -1, NULL));
      fuzz_check (!vcd_element_get_uint64 (element, names[i], &number) || number <= INT64_MAX);
      vcd_element_get_boolean (element, names[i], FALSE);
    }

  fuzz_check (depth < 1000);
  for (VcdElement *child = vcd_element_get_first (element); child != NULL;
       child = vcd_element_get_next (child))
    look_at (child, depth + 1);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr(GError) error = NULL;
  g_autoptr(VcdXml) xml = vcd_xml_parse (bytes, &error);

  fuzz_check ((xml == NULL) == (error != NULL));
  if (xml != NULL)
    look_at (vcd_xml_get_root (xml), 0);

  return 0;
}
