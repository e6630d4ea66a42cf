/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "fixture.h"
#include "vcd-error.h"
#include "vcd-xml-private.h"

#define V "xmlns=\"" VCD_XMLNS "\""

static VcdXml *
parse (const char *text)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr(GError) error = NULL;
  VcdXml *xml = vcd_xml_parse (bytes, &error);

  g_assert_no_error (error);

  return xml;
}

static void
assert_refused (GBytes *bytes)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (vcd_xml_parse (bytes, &error));
  g_assert_error (error, VCD_ERROR, VCD_ERROR_SERVER);
}

static void
assert_child_text (VcdElement *element,
                   const char *name,
                   const char *expected)
{
  g_autofree char *text = vcd_element_dup_child_text (element, name);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_read (void)
{
  g_autoptr(VcdXml) xml = parse (
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- a -->"
    "<Media " V " name=\"a &amp; b &lt;c&gt; &#x6f22;\"><Description>1 &lt; <![CDATA[<2>]]>"
    "<Inner>not this</Inner> "
    "&#233;</Description><Empty/><Description>second</Description></Media>");
  VcdElement *root = vcd_xml_get_root (xml);
  g_autofree char *name = vcd_element_dup_attribute (root, "name");
  VcdElement *child;

  g_assert_cmpstr (vcd_element_get_name (root), ==, "Media");
  g_assert_cmpstr (name, ==, "a & b <c> 漢");
  g_assert_null (vcd_element_dup_attribute (root, "href"));
  assert_child_text (root, "Description", "1 < <2> é");
  assert_child_text (root, "Empty", "");
  assert_child_text (root, "Absent", NULL);

  child = vcd_element_get_first (root);
  g_assert_cmpstr (vcd_element_get_name (child), ==, "Description");
  child = vcd_element_get_next (child);
  g_assert_cmpstr (vcd_element_get_name (child), ==, "Empty");
  g_assert_null (vcd_element_get_first (child));
  child = vcd_element_get_next (child);
  g_assert_cmpstr (vcd_element_get_name (child), ==, "Description");
  g_assert_null (vcd_element_get_next (child));
}

/* Any prefix will do, or none; what belongs to another namespace is not there. */
static void
test_namespaces (void)
{
  g_autoptr(VcdXml) xml = parse (
    "<ns7:Media xmlns:ns7=\"" VCD_XMLNS "\" xmlns:o=\"http://schemas.dmtf.org/ovf/envelope/1\" "
    "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:name=\"no\" name=\"yes\">"
    "<o:Description>no</o:Description><Description>none</Description>"
    "<ns7:Description>yes</ns7:Description>"
    "<v:Version xmlns:v=\"" VCD_XMLNS_VERSIONS "\">37.0</v:Version><o:Version>1</o:Version>"
    "</ns7:Media>");
  VcdElement *root = vcd_xml_get_root (xml);
  g_autofree char *name = vcd_element_dup_attribute (root, "name");

  g_assert_cmpstr (name, ==, "yes");
  assert_child_text (root, "Description", "yes");
  assert_child_text (root, "Version", "37.0");
  g_assert_null (vcd_element_get_next (vcd_element_get_next (vcd_element_get_first (root))));
}

static void
test_values (void)
{
  g_autoptr(VcdXml) xml = parse (
    "<Media " V " size=\" 9223372036854775807 \" zero=\"0\" over=\"9223372036854775808\" "
                "minus=\"-1\" "
    "hex=\"0x10\" text=\"1 MB\" none=\"\" yes=\"true\" Yes=\"TRUE\" one=\"1\" no=\"false\" "
    "nil=\"0\" odd=\"2\"/>");
  static const char * const bad[] = { "over", "minus", "hex", "text", "none", "absent" };
  VcdElement *root = vcd_xml_get_root (xml);
  uint64_t value = 7;

  for (unsigned i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (vcd_element_get_uint64 (root, bad[i], &value));
  g_assert_cmpuint (value, ==, 7);

  g_assert_true (vcd_element_get_uint64 (root, "size", &value));
  g_assert_cmpuint (value, ==, INT64_MAX);
  g_assert_true (vcd_element_get_uint64 (root, "zero", &value));
  g_assert_cmpuint (value, ==, 0);

  g_assert_true (vcd_element_get_boolean (root, "yes", FALSE));
  g_assert_true (vcd_element_get_boolean (root, "Yes", FALSE));
  g_assert_true (vcd_element_get_boolean (root, "one", FALSE));
  g_assert_false (vcd_element_get_boolean (root, "no", TRUE));
  g_assert_false (vcd_element_get_boolean (root, "nil", TRUE));
  g_assert_true (vcd_element_get_boolean (root, "odd", TRUE));
  g_assert_false (vcd_element_get_boolean (root, "odd", FALSE));
  g_assert_true (vcd_element_get_boolean (root, "absent", TRUE));
}

static void
test_links (void)
{
  static const struct
  {
    const char *rel;
    const char *type;
    const char *href;
  } cases[] = {
    { "add", "application/vnd.vmware.vcloud.media+xml", "media" },
    { "ADD", "APPLICATION/VND.VMWARE.VCLOUD.MEDIA+XML", "media" },
    { "add", "application/vnd.vmware.vcloud.media", NULL },
    { "add", NULL, "item" },
    { "down", "application/vnd.vmware.vcloud.org+xml", "versioned" },
    { "remove", NULL, "untyped" },
    { "remove", "application/vnd.vmware.vcloud.media+xml", NULL },
    { "edit", NULL, "second" },
    { "up", NULL, NULL },
    { "json", NULL, NULL },
    { "foreign", NULL, NULL },
  };
  g_autoptr(VcdXml) xml = parse (
    "<Catalog " V " xmlns:o=\"urn:o\"><o:Link rel=\"foreign\" href=\"no\"/><Nolink rel=\"up\" "
                  "href=\"no\"/>"
    "<Link rel=\"add\" type=\"application/vnd.vmware.vcloud.media+json\" href=\"j\"/>"
    "<Link rel=\"json\" type=\"application/vnd.vmware.vcloud.media+JSON; version=37.0\" "
    "href=\"j\"/>"
    "<Link rel=\"add\" type=\"application/vnd.vmware.vcloud.catalogItem+xml\" href=\"item\"/>"
    "<Link rel=\"add\" type=\"application/vnd.vmware.vcloud.Media+xml\" href=\"media\"/>"
    "<Link rel=\"add\" type=\"application/vnd.vmware.vcloud.media+xml\" href=\"later\"/>"
    "<Link rel=\"down\" type=\"application/vnd.vmware.vcloud.org+xml;version=37.0\" "
    "href=\"versioned\"/>"
    "<Link rel=\"remove\" href=\"untyped\"/><Link href=\"lost\"/>"
    "<Link rel=\"edit\"/><Link rel=\"edit\" href=\"second\"/></Catalog>");

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *href = NULL;

      href = vcd_element_dup_link (vcd_xml_get_root (xml), cases[i].rel, cases[i].type);
      g_assert_cmpstr (href, ==, cases[i].href);
    }
}

static void
test_nonsense (void)
{
  static const char * const bad[] = {
    "", " ", "no", "{\"a\": 1}", "<", "<Media " V ">", "<Media " V "></Catalog>",
    "<Media " V "/><Media/>",
    "<Media " V " name=\"1\" name=\"2\"/>", "<v:Media/>", "<Media " V ">&nbsp;</Media>",
    "<Media " V ">\x01</Media>", "<Media " V ">\xff\xfe</Media>", "<Media/>",
    "<Media xmlns=\"http://www.vmware.com/vcloud/v1\"/>",
    "<!DOCTYPE html><html><body>504 Gateway Time-out</body></html>",
    "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><Media " V ">\xe9</Media>",
    "<html xmlns=\"http://www.w3.org/1999/xhtml\"><body/></html>",
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GBytes) bytes = g_bytes_new_static (bad[i], strlen (bad[i]));

      assert_refused (bytes);
    }
}

/* A document type is refused before a word of it is read, so nothing in it is ever opened or
 * grows. */
static void
test_document_type (void)
{
  g_autofree char *path = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) bomb = g_string_new ("<!DOCTYPE Media [<!ENTITY a0 "
                                          "\"aaaaaaaaaaaaaaaaaaaaaaaa\">");
  int fd = g_file_open_tmp ("xml-XXXXXX", &path, &error);

  g_assert_no_error (error);
  g_assert_cmpint (write (fd, "secret", 6), ==, 6);
  close (fd);

  for (int i = 1; i < 12; i++)
    g_string_append_printf (bomb, "<!ENTITY a%d \"&a%d;&a%d;&a%d;&a%d;&a%d;&a%d;&a%d;&a%d;\">", i,
                            i - 1,
                            i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
  g_string_append (bomb, "]><Media " V " name=\"&a11;\">&a11;</Media>");

  for (int i = 0; i < 6; i++)
    {
      g_autofree char *text = NULL;
      g_autoptr(GBytes) bytes = NULL;
      int64_t started = g_get_monotonic_time ();

      switch (i)
        {
        case 0:
          text = g_strdup ("<!DOCTYPE Media><Media " V "/>");
          break;
        case 1:
          text = g_strdup ("<!DOCTYPE Media [<!ENTITY e \"x\">]><Media " V ">&e;</Media>");
          break;
        case 2:
          text = g_strdup_printf ("<!DOCTYPE Media [<!ENTITY e SYSTEM \"file://%s\">]>"
                                  "<Media " V ">&e;</Media>", path);
          break;
        case 3:
          text = g_strdup_printf ("<!DOCTYPE Media SYSTEM \"file://%s\"><Media " V "/>", path);
          break;
        case 4:
          text = g_strdup_printf ("<!DOCTYPE Media [<!ENTITY %% e SYSTEM \"file://%s\"> %%e;]>"
                                  "<Media " V "/>", path);
          break;
        default:
          text = g_strdup (bomb->str);
        }

      bytes = g_bytes_new_static (text, strlen (text));
      assert_refused (bytes);
      g_assert_cmpint (g_get_monotonic_time () - started, <, 2 * G_USEC_PER_SEC);
    }

  g_unlink (path);
}

static GBytes *
new_nested (unsigned depth)
{
  GString *text = g_string_new ("<Media " V ">");

  for (unsigned i = 1; i < depth; i++)
    g_string_append (text, "<a>");
  for (unsigned i = 1; i < depth; i++)
    g_string_append (text, "</a>");
  g_string_append (text, "</Media>");

  return g_string_free_to_bytes (text);
}

static void
test_bounds (void)
{
  g_autoptr(GBytes) shallow = new_nested (100);
  g_autoptr(GBytes) deep = new_nested (100 * 1000);
  g_autofree char *words = g_strnfill (3 * 1024 * 1024, 'x');
  g_autofree char *large = g_strdup_printf ("<Error " V " stackTrace=\"%s\">%s</Error>", words,
                                            words);
  g_autofree char *much = g_strnfill (17 * 1024 * 1024, ' ');
  g_autoptr(GBytes) too_much = NULL;
  g_autoptr(VcdXml) nested = vcd_xml_parse (shallow, NULL);
  g_autoptr(VcdXml) xml = parse (large);
  g_autofree char *attribute = vcd_element_dup_attribute (vcd_xml_get_root (xml), "stackTrace");
  g_autofree char *text = vcd_element_dup_text (vcd_xml_get_root (xml));

  g_assert_nonnull (nested);
  g_assert_cmpstr (attribute, ==, words);
  g_assert_cmpstr (text, ==, words);

  assert_refused (deep);
  memcpy (much + strlen (much) - strlen ("<Media " V "/>"), "<Media " V "/>",
          strlen ("<Media " V "/>"));
  too_much = g_bytes_new_static (much, strlen (much));
  assert_refused (too_much);
}

static DexFuture *
parse_on_fiber (gpointer data)
{
  GError *error = NULL;
  g_autoptr(VcdXml) xml = vcd_xml_parse (data, &error);

  return xml != NULL ? dex_future_new_true () : dex_future_new_for_error (error);
}

/* A fiber's stack is small; what a server sends must not decide how much of it is needed. */
static void
test_fiber (void)
{
  g_autoptr(GBytes) good = new_nested (200);
  g_autoptr(GBytes) bad = new_nested (100 * 1000);
  g_autoptr(GString) wide = g_string_new ("<Media " V);
  g_autoptr(GBytes) attributes = NULL;

  for (unsigned i = 0; i < 20000; i++)
    g_string_append_printf (wide, " a%u='&lt;'", i);
  g_string_append (wide, "/>");
  attributes = g_string_free_to_bytes (g_steal_pointer (&wide));

  fixture_assert_resolves (dex_scheduler_spawn (NULL, 0, parse_on_fiber, good, NULL));
  fixture_assert_resolves (dex_scheduler_spawn (NULL, 0, parse_on_fiber, attributes, NULL));
  fixture_assert_rejects (dex_scheduler_spawn (NULL, 0, parse_on_fiber, bad, NULL),
                          VCD_ERROR_SERVER);
}

static void
test_reference (void)
{
  VcdXml *xml = parse ("<Media " V " name=\"a\"/>");
  g_autoptr(VcdXml) second = vcd_xml_ref (xml);

  vcd_xml_unref (xml);
  g_assert_cmpstr (vcd_element_get_name (vcd_xml_get_root (second)), ==, "Media");
}

static void
test_write (void)
{
  VcdXmlWriter *writer = vcd_xml_writer_new ("Media");
  g_autoptr(GBytes) bytes = NULL;
  g_autofree char *text = NULL;

  vcd_xml_writer_attribute (writer, "name", "a & b <c> \"d\" 'é' 漢.iso");
  vcd_xml_writer_element (writer, "Description", "1 < 2 & ]]> \"x\"");
  vcd_xml_writer_start (writer, "VdcStorageProfile");
  vcd_xml_writer_attribute (writer, "href", "https://v/api?a=1&b=2");
  vcd_xml_writer_end (writer);
  bytes = vcd_xml_writer_finish (writer);

  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_strchomp (text);
  g_assert_cmpstr (text, ==,
                   "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                   "<Media xmlns=\"" VCD_XMLNS "\" name=\"a &amp; b &lt;c&gt; &quot;d&quot; 'é' "
                                               "漢.iso\">"
                   "<Description>1 &lt; 2 &amp; ]]&gt; &quot;x&quot;</Description>"
                   "<VdcStorageProfile href=\"https://v/api?a=1&amp;b=2\"/></Media>");
}

/* Whatever goes in comes out again, but for what XML cannot say. */
static void
test_write_anything (void)
{
  static const struct
  {
    const char *in;
    const char *out;
  } cases[] = {
    { "plain", "plain" },
    { "", "" },
    { " blanks  stay ", " blanks  stay " },
    { "tab\tline\nreturn\rend", "tab\tline\nreturn\rend" },
    { "\x01null\x1b[31m\x7f\x08", "null[31m\x7f" },
    { "\xef\xbf\xbe\xef\xbf\xbf!", "!" },
    { "broken \xff\xc3", "broken ��" },
    { "<?xml?><!-- --><![CDATA[]]>", "<?xml?><!-- --><![CDATA[]]>" },
    { "&amp;&#0;&bogus;", "&amp;&#0;&bogus;" },
    { "𝄞 emoji 🐧", "𝄞 emoji 🐧" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      VcdXmlWriter *writer = vcd_xml_writer_new ("Media");
      g_autoptr(GBytes) bytes = NULL;
      g_autoptr(GError) error = NULL;
      g_autoptr(VcdXml) xml = NULL;
      g_autofree char *name = NULL;

      /* What is left open is closed. */
      vcd_xml_writer_attribute (writer, "name", cases[i].in);
      vcd_xml_writer_start (writer, "Description");
      vcd_xml_writer_text (writer, cases[i].in);
      bytes = vcd_xml_writer_finish (writer);

      xml = vcd_xml_parse (bytes, &error);
      g_assert_no_error (error);
      name = vcd_element_dup_attribute (vcd_xml_get_root (xml), "name");
      g_assert_cmpstr (name, ==, cases[i].out);
      assert_child_text (vcd_xml_get_root (xml), "Description", cases[i].out);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  g_test_add_func ("/xml/read", test_read);
  g_test_add_func ("/xml/namespaces", test_namespaces);
  g_test_add_func ("/xml/values", test_values);
  g_test_add_func ("/xml/links", test_links);
  g_test_add_func ("/xml/nonsense", test_nonsense);
  g_test_add_func ("/xml/document-type", test_document_type);
  g_test_add_func ("/xml/bounds", test_bounds);
  g_test_add_func ("/xml/fiber", test_fiber);
  g_test_add_func ("/xml/reference", test_reference);
  g_test_add_func ("/xml/write", test_write);
  g_test_add_func ("/xml/write-anything", test_write_anything);

  return g_test_run ();
}
