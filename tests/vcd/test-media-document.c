/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "canned-server.h"
#include "fixture.h"
#include "vcd-error.h"
#include "vcd-media-document-private.h"

#define XMLNS "xmlns=\"http://www.vmware.com/vcloud/v1.5\""

static VcdXml *
parse (const char *text)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr(GError) error = NULL;
  VcdXml *xml = vcd_xml_parse (bytes, &error);

  g_assert_no_error (error);

  return xml;
}

static VcdMediaDocument *
read_document (const char *text)
{
  g_autoptr(VcdXml) xml = parse (text);

  return vcd_media_document_new (vcd_xml_get_root (xml));
}

static const char uploading[] =
  "<ns7:Media xmlns:ns7=\"http://www.vmware.com/vcloud/v1.5\" size=\"658505728\" imageType=\"iso\" "
  "status=\"0\" name=\"a &amp; b &lt;c&gt; &quot;d&quot; é 漢.iso\" href=\"https://v/api/media/8\">"
  "<ns7:Link rel=\"catalogItem\" href=\"https://v/api/catalogItem/7+json\" "
  "type=\"application/vnd.vmware.vcloud.catalogItem+json\"/>"
  "<ns7:Link rel=\"catalogItem\" href=\"https://v/api/catalogItem/7\" "
  "type=\"application/vnd.vmware.vcloud.catalogItem+xml\"/>"
  "<ns7:Link rel=\"remove\" href=\"https://v/api/media/8\"/>"
  "<ns7:Unheard><ns7:Of/></ns7:Unheard>"
  "<ns7:Description>Debian 12</ns7:Description>"
  "<ns7:Tasks>"
  "<ns7:Task status=\"success\" href=\"https://v/api/task/1\"/>"
  "<ns7:Task status=\"running\" operation=\"Importing\" href=\"https://v/api/task/9\">"
  "<ns7:Link rel=\"task:cancel\" href=\"https://v/api/task/9/action/cancel\"/>"
  "<ns7:Progress> 41 </ns7:Progress></ns7:Task>"
  "</ns7:Tasks>"
  "<ns7:Files><ns7:File name=\"file\" size=\"658505728\" bytesTransferred=\"4294967296\">"
  "<ns7:Link rel=\"upload:default\" href=\"https://v/transfer/257b/file\"/>"
  "</ns7:File></ns7:Files>"
  "<ns7:Owner><ns7:User name=\"mia\"/></ns7:Owner>"
  "<ns7:VdcStorageProfile name=\"Gold\" href=\"https://v/api/vdcStorageProfile/a\"/>"
  "</ns7:Media>";

static void
test_uploading (void)
{
  g_autoptr(VcdMediaDocument) document = read_document (uploading);

  g_assert_cmpstr (document->href, ==, "https://v/api/media/8");
  g_assert_cmpstr (document->item_href, ==, "https://v/api/catalogItem/7");
  g_assert_cmpstr (document->name, ==, "a & b <c> \"d\" é 漢.iso");
  g_assert_cmpstr (document->description, ==, "Debian 12");
  g_assert_cmpstr (document->image_type, ==, "iso");
  g_assert_cmpstr (document->owner, ==, "mia");
  g_assert_cmpstr (document->storage_profile, ==, "Gold");
  g_assert_cmpstr (document->remove_href, ==, "https://v/api/media/8");
  g_assert_null (document->edit_href);
  g_assert_null (document->enable_href);
  g_assert_cmpuint (document->size, ==, 658505728);
  g_assert_cmpint (document->status, ==, VCD_MEDIA_UNRESOLVED);
  g_assert_true (document->has_file);
  g_assert_cmpuint (document->file_size, ==, 658505728);
  g_assert_cmpuint (document->transferred, ==, G_GUINT64_CONSTANT (4294967296));
  g_assert_cmpstr (document->upload_href, ==, "https://v/transfer/257b/file");
  g_assert_null (document->download_href);
  g_assert_cmpstr (document->task->href, ==, "https://v/api/task/9");
  g_assert_cmpstr (document->task->cancel_href, ==, "https://v/api/task/9/action/cancel");
  g_assert_cmpint (document->task->progress, ==, 41);
  g_assert_true (vcd_task_is_running (document->task));
}

static void
test_ready (void)
{
  g_autoptr(VcdMediaDocument) document = read_document (
    "<Media " XMLNS " status=\"1\" name=\"a\" href=\"https://v/api/media/8\" size=\"5\">"
    "<Link rel=\"edit\" href=\"https://v/e+json\" "
    "type=\"application/vnd.vmware.vcloud.media+json\"/>"
    "<Link rel=\"edit\" href=\"https://v/e\" type=\"application/vnd.vmware.vcloud.media+xml\"/>"
    "<Link rel=\"enable\" href=\"https://v/enable\"/><Link rel=\"disable\" href=\"https://v/dis\"/>"
    "<Link rel=\"down\" href=\"https://v/owner\" type=\"application/vnd.vmware.vcloud.owner+xml\"/>"
    "<Link rel=\"down\" href=\"https://v/meta\" "
    "type=\"application/vnd.vmware.vcloud.metadata+xml\"/>"
    "<Files><File name=\"file\" size=\"5\">"
    "<Link rel=\"download:default\" href=\"https://v/transfer/1/file\"/></File></Files></Media>");

  g_assert_cmpint (document->status, ==, VCD_MEDIA_RESOLVED);
  g_assert_cmpstr (document->edit_href, ==, "https://v/e");
  g_assert_cmpstr (document->enable_href, ==, "https://v/enable");
  g_assert_cmpstr (document->disable_href, ==, "https://v/dis");
  g_assert_cmpstr (document->metadata_href, ==, "https://v/meta");
  g_assert_cmpstr (document->download_href, ==, "https://v/transfer/1/file");
  g_assert_null (document->upload_href);
  g_assert_null (document->task);
  g_assert_null (document->image_type);
}

static void
test_status (void)
{
  static const struct
  {
    const char     *text;
    VcdMediaStatus  status;
    int             code;
  } cases[] = {
    { "-1", VCD_MEDIA_FAILED, -1 },
    { "0", VCD_MEDIA_UNRESOLVED, 0 },
    { "1", VCD_MEDIA_RESOLVED, 1 },
    { "14", VCD_MEDIA_UNKNOWN, 14 },
    { "17", VCD_MEDIA_TRANSFER_TIMEOUT, 17 },
    { "", VCD_MEDIA_UNKNOWN, 0 },
    { "99999999999999999999", VCD_MEDIA_UNKNOWN, 0 },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("<Media " XMLNS " status=\"%s\"/>", cases[i].text);
      g_autoptr(VcdMediaDocument) document = read_document (text);

      g_assert_cmpint (document->status, ==, (int) cases[i].status);
      g_assert_cmpint (document->status_code, ==, cases[i].code);
    }
}

/* Nothing but the element: nothing is made up, and nothing breaks. */
static void
test_bare (void)
{
  g_autoptr(VcdMediaDocument) document = read_document ("<Media " XMLNS "/>");

  g_assert_null (document->href);
  g_assert_null (document->name);
  g_assert_false (document->has_file);
  g_assert_null (document->task);
  g_assert_cmpuint (document->size, ==, 0);
}

static VcdMediaCreated *
read_created (const char  *headers,
              const char  *body,
              GError     **error)
{
  g_autoptr(CannedServer) server = canned_server_new ();
  g_autoptr(VcdTrust) trust = vcd_trust_new ();
  g_autoptr(VcdHttp) http = vcd_http_new (trust);
  g_autoptr(VcdReply) reply = NULL;

  canned_server_push_reply (server, "201 Created", headers, body);
  reply = fixture_settle_object (vcd_http_send (http, &(const VcdRequest) {
    .method = "POST", .uri = server->uri }), NULL);
  g_assert_nonnull (reply);

  return vcd_media_created_new (reply, error);
}

static void
test_created (void)
{
  static const struct
  {
    const char *headers;
    const char *body;
    const char *item;
    const char *media;
    gboolean    has_task;
  } cases[] = {
    { "", "<CatalogItem " XMLNS " href=\"https://v/api/catalogItem/7\">"
          "<Tasks><Task status=\"error\"><Error message=\"no\"/></Task></Tasks>"
          "<Entity href=\"https://v/api/media/8\"/></CatalogItem>",
      "https://v/api/catalogItem/7", "https://v/api/media/8", TRUE },
    { "", "<Media " XMLNS " href=\"https://v/api/media/8\"/>",
      NULL, "https://v/api/media/8", FALSE },
    { "Location: https://v/api/catalogItem/7\r\n", "", "https://v/api/catalogItem/7", NULL, FALSE },
    { "Location: https://v/api/media/8\r\n", "", NULL, "https://v/api/media/8", FALSE },
  };
  static const char * const bad[] = { "", "<Org " XMLNS "/>", "<CatalogItem " XMLNS "/>", "<" };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(VcdMediaCreated) created = read_created (cases[i].headers, cases[i].body, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (created->item_href, ==, cases[i].item);
      g_assert_cmpstr (created->media_href, ==, cases[i].media);
      g_assert_true ((created->task != NULL) == cases[i].has_task);
    }

  for (unsigned i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (read_created ("", bad[i], &error));
      g_assert_error (error, VCD_ERROR, VCD_ERROR_SERVER);
    }
}

/* What is written can be read, whatever the name, and the schema's order is kept. */
static void
test_write (void)
{
  g_autoptr(GBytes) bytes = vcd_media_document_write ("a & b <c> \"d\" é 漢.iso", "x < y", "iso",
                                                      5000000000, "https://v/api/p/1?a=b&c", "key");
  g_autoptr(GBytes) minimal = vcd_media_document_write ("a", NULL, NULL, 0, NULL, NULL);
  g_autoptr(VcdXml) xml = vcd_xml_parse (bytes, NULL);
  g_autoptr(VcdXml) minimal_xml = vcd_xml_parse (minimal, NULL);
  VcdElement *root = vcd_xml_get_root (xml);
  VcdElement *first = vcd_element_get_first (root);
  VcdElement *second = vcd_element_get_next (first);
  g_autofree char *name = vcd_element_dup_attribute (root, "name");
  g_autofree char *size = vcd_element_dup_attribute (root, "size");
  g_autofree char *key = vcd_element_dup_attribute (root, "operationKey");
  g_autofree char *description = vcd_element_dup_text (first);
  g_autofree char *profile = vcd_element_dup_attribute (second, "href");

  g_assert_cmpstr (name, ==, "a & b <c> \"d\" é 漢.iso");
  g_assert_cmpstr (size, ==, "5000000000");
  g_assert_cmpstr (key, ==, "key");
  g_assert_cmpstr (vcd_element_get_name (first), ==, "Description");
  g_assert_cmpstr (description, ==, "x < y");
  g_assert_cmpstr (vcd_element_get_name (second), ==, "VdcStorageProfile");
  g_assert_cmpstr (profile, ==, "https://v/api/p/1?a=b&c");

  g_assert_null (vcd_element_get_first (vcd_xml_get_root (minimal_xml)));
  g_assert_null (vcd_element_dup_attribute (vcd_xml_get_root (minimal_xml), "imageType"));
  g_assert_null (vcd_element_dup_attribute (vcd_xml_get_root (minimal_xml), "size"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/media-document/uploading", test_uploading);
  g_test_add_func ("/media-document/ready", test_ready);
  g_test_add_func ("/media-document/status", test_status);
  g_test_add_func ("/media-document/bare", test_bare);
  g_test_add_func ("/media-document/created", test_created);
  g_test_add_func ("/media-document/write", test_write);

  return g_test_run ();
}
