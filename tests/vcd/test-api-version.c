/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "vcd-api-version-private.h"
#include "vcd-error.h"

/* A document that lists @versions, separated by blanks: "d36.0" is deprecated, "a38.0" is alpha. */
static VcdXml *
new_document (const char *versions)
{
  g_auto(GStrv) words = g_strsplit (versions, " ", -1);
  GString *text = g_string_new ("<v:SupportedVersions xmlns:v=\"" VCD_XMLNS_VERSIONS "\">");
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;
  VcdXml *xml;

  for (unsigned i = 0; words[i] != NULL && *words[i] != '\0'; i++)
    {
      gboolean deprecated = *words[i] == 'd';
      gboolean alpha = *words[i] == 'a';
      const char *version = words[i] + (deprecated || alpha ? 1 : 0);
      const char *element = alpha ? "AlphaVersion" : "VersionInfo";

      g_string_append_printf (text,
                              "<v:%s%s>\n<v:Version> %s </v:Version>\n"
                              "<v:LoginUrl>\nhttps://v/login/%s\n</v:LoginUrl></v:%s>",
                              element, deprecated ? " deprecated=\"true\"" : "", version, version,
                              element);
    }

  g_string_append (text,
                   "<v:SchemaRoot>https://v/api/v1.5/schema/</v:SchemaRoot></v:SupportedVersions>");
  bytes = g_string_free_to_bytes (text);
  xml = vcd_xml_parse (bytes, &error);
  g_assert_no_error (error);

  return xml;
}

static void
test_choose (void)
{
  static const struct
  {
    const char *listed;
    const char *wish;
    const char *chosen;
  } cases[] = {
    { "36.0 37.0", NULL, "37.0" },
    { "37.0 36.0", NULL, "37.0" },
    { "20.0 27.0 37.0 36.3 29.0 5.5", NULL, "37.0" },
    { "5.5", NULL, "5.5" },
    { "5.1 5.5 5.6 5.10", NULL, "5.10" },
    { "9.0 36.0", NULL, "36.0" },
    { "1.5 5.1 20.0", NULL, "20.0" },
    { "39.0 39.1", NULL, "39.1" },
    { "38.0 39.1 39.2 40.0 41.0", NULL, "39.1" },
    { "d35.0 d36.0", NULL, "36.0" },
    { "d37.0 36.0", NULL, "37.0" },
    { "36.0 a37.0 a38.0.0-alpha-1690000000", NULL, "36.0" },
    { "36.0 38.0.0-alpha-1690000000 38.x x 38 .5 38. +38.0 -1.0 99999.0", NULL, "36.0" },
    { "39.3 39.2", NULL, "39.2" },
    { "39.2 40.0", NULL, "39.2" },
    { "36.0 37.0", "36.0", "36.0" },
    { "37.0 d29.0", "29.0", "29.0" },
    { "5.1 5.10", "5.1", "5.1" },
    { "37.0 40.0", "40.0", "40.0" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(VcdXml) document = new_document (cases[i].listed);
      g_autoptr(VcdApiVersion) version = NULL;
      g_autofree char *login = g_strdup_printf ("https://v/login/%s", cases[i].chosen);
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", cases[i].listed);
      version = vcd_api_version_choose (document, cases[i].wish, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (version->version, ==, cases[i].chosen);
      g_assert_cmpstr (version->login_href, ==, login);
      g_assert_null (version->provider_login_href);
    }
}

static void
test_refuse (void)
{
  static const struct
  {
    const char *listed;
    const char *wish;
    VcdError    code;
    const char *words;
  } cases[] = {
    { "", NULL, VCD_ERROR_NOT_SUPPORTED, "no VMware Cloud Director" },
    { "a36.0", NULL, VCD_ERROR_NOT_SUPPORTED, "no VMware Cloud Director" },
    { "1.0 1.5 5.1", NULL, VCD_ERROR_NOT_SUPPORTED, "too old: its newest API is 5.1" },
    { "41.0 40.0", NULL, VCD_ERROR_NOT_SUPPORTED, "newer kind (API 40.0)" },
    { "36.0 37.0", "36.1", VCD_ERROR_NOT_SUPPORTED, "version 36.1 of the API, only 36.0 to 37.0" },
    { "36.0 a37.0", "37.0", VCD_ERROR_NOT_SUPPORTED, "version 37.0" },
    { "36.0", "36", VCD_ERROR_INVALID, "“36”" },
    { "36.0", "36.0;multisite=global", VCD_ERROR_INVALID, "no version" },
    { "0.0", "newest", VCD_ERROR_INVALID, "no version" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(VcdXml) document = new_document (cases[i].listed);
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", cases[i].listed);
      g_assert_null (vcd_api_version_choose (document, cases[i].wish, &error));
      g_assert_error (error, VCD_ERROR, (int) cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].words));
    }
}

static void
test_login (void)
{
  static const char text[] =
    "<SupportedVersions xmlns=\"" VCD_XMLNS_VERSIONS "\"><VersionInfo deprecated=\"false\">"
    "<ProviderLoginUrl>https://v/cloudapi/1.0.0/sessions/provider</ProviderLoginUrl>"
    "<LoginUrl>https://v/cloudapi/1.0.0/sessions</LoginUrl><Version>37.0</Version></VersionInfo>"
    "<VersionInfo><Version>36.0</Version></VersionInfo></SupportedVersions>";
  g_autoptr(GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr(VcdXml) document = vcd_xml_parse (bytes, NULL);
  g_autoptr(VcdApiVersion) newest = vcd_api_version_choose (document, NULL, NULL);
  g_autoptr(VcdApiVersion) bare = vcd_api_version_choose (document, "36.0", NULL);

  g_assert_cmpstr (newest->login_href, ==, "https://v/cloudapi/1.0.0/sessions");
  g_assert_cmpstr (newest->provider_login_href, ==, "https://v/cloudapi/1.0.0/sessions/provider");
  g_assert_null (bare->login_href);
  g_assert_null (bare->provider_login_href);
}

/* Old servers list hundreds of types with each version. */
static void
test_huge (void)
{
  GString *text = g_string_new ("<SupportedVersions xmlns=\"" VCD_XMLNS_VERSIONS "\">");
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(VcdXml) document = NULL;
  g_autoptr(VcdApiVersion) version = NULL;

  for (int major = 20; major > 0; major--)
    {
      g_string_append_printf (text, "<VersionInfo><Version>%d.0</Version><LoginUrl>u</LoginUrl>",
                              major);
      for (int i = 0; i < 500; i++)
        g_string_append_printf (text,
                                "<MediaTypeMapping><MediaType>application/vnd.%d+xml</MediaType>"
                                "<ComplexTypeName>Type</ComplexTypeName><SchemaLocation>u"
                                "</SchemaLocation></MediaTypeMapping>", i);
      g_string_append (text, "</VersionInfo>");
    }
  g_string_append (text, "</SupportedVersions>");

  bytes = g_string_free_to_bytes (text);
  document = vcd_xml_parse (bytes, NULL);
  version = vcd_api_version_choose (document, NULL, NULL);
  g_assert_cmpstr (version->version, ==, "20.0");
}

static void
test_numbers (void)
{
  static const char * const rising[] = { "1.0", "1.5", "5.1", "5.5", "5.6", "5.10", "9.0", "20.0",
                                         "36.0", "36.3" };
  static const char * const bad[] = { "", ".", "1", "1.", ".1", "1.2.3", "1.x", "a.b", " 1.0",
                                      "1.0 ", "1,0",
                                      "-1.0", "1.-0", "99999999999999999999.0", "0x1.0" };

  for (unsigned i = 0; i < G_N_ELEMENTS (rising); i++)
    {
      g_assert_true (vcd_api_version_is_valid (rising[i]));
      for (unsigned j = 0; j < G_N_ELEMENTS (rising); j++)
        g_assert_cmpint (vcd_api_version_compare (rising[i], rising[j]), ==, i < j ? -1 : i > j);
    }

  for (unsigned i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (vcd_api_version_is_valid (bad[i]));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/api-version/choose", test_choose);
  g_test_add_func ("/api-version/refuse", test_refuse);
  g_test_add_func ("/api-version/login", test_login);
  g_test_add_func ("/api-version/huge", test_huge);
  g_test_add_func ("/api-version/numbers", test_numbers);

  return g_test_run ();
}
