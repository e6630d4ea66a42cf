/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "vcd-address.h"
#include "vcd-error.h"

static void
test_good (void)
{
  static const struct
  {
    const char *text;
    const char *server;
    const char *organization;
  } cases[] = {
    { "vcd.example.com", "https://vcd.example.com", NULL },
    { "VCD.Example.COM", "https://vcd.example.com", NULL },
    { "vcd", "https://vcd", NULL },
    { "vcd.example.com.", "https://vcd.example.com", NULL },
    { "vcd.example.com/", "https://vcd.example.com", NULL },
    { "https://vcd.example.com", "https://vcd.example.com", NULL },
    { "HTTPS://vcd.example.com/", "https://vcd.example.com", NULL },
    { "https://vcd.example.com//", "https://vcd.example.com", NULL },
    { "https://vcd.example.com/api", "https://vcd.example.com", NULL },
    { "https://vcd.example.com/api/", "https://vcd.example.com", NULL },
    { "https://vcd.example.com/api/versions", "https://vcd.example.com", NULL },
    { "https://vcd.example.com/api/query?type=media&x=/tenant/no", "https://vcd.example.com",
      NULL },
    { "https://vcd.example.com/cloudapi/1.0.0/sessions", "https://vcd.example.com", NULL },
    { "https://vcd.example.com/login", "https://vcd.example.com", NULL },
    { "https://vcd.example.com/login/?service=tenant:acme", "https://vcd.example.com", NULL },
    { "https://vcd.example.com/transfer/0/file", "https://vcd.example.com", NULL },

    { "https://vcd.example.com/tenant/acme", "https://vcd.example.com", "acme" },
    { "https://vcd.example.com/tenant/acme/", "https://vcd.example.com", "acme" },
    { "https://vcd.example.com/tenant/acme/vdcs/9/vms", "https://vcd.example.com", "acme" },
    { "https://vcd.example.com/tenant/acme#/libraries", "https://vcd.example.com", "acme" },
    { "vcd.example.com/tenant/Acme%20Corp.", "https://vcd.example.com", "Acme Corp." },
    { "vcd.example.com/tenant/%E6%BC%A2", "https://vcd.example.com", "漢" },
    { "vcd.example.com/tenant/a%2Fb", "https://vcd.example.com", "a/b" },
    { "vcd.example.com/tenant/", "https://vcd.example.com", NULL },
    { "vcd.example.com/tenant", "https://vcd.example.com", NULL },
    { "vcd.example.com/tenant/%FF%FE", "https://vcd.example.com", NULL },
    { "vcd.example.com/tenant/%00", "https://vcd.example.com", NULL },
    { "vcd.example.com/tenant/%0Aacme", "https://vcd.example.com", NULL },
    { "vcd.example.com/tenant/%", "https://vcd.example.com", NULL },
    { "https://vcd.example.com/cloud/org/acme/", "https://vcd.example.com", "acme" },
    { "https://vcd.example.com/cloud/org/acme/#/vmListPage", "https://vcd.example.com", "acme" },
    { "https://vcd.example.com/cloud/", "https://vcd.example.com", NULL },
    { "https://vcd.example.com/oauth/tenant/acme/token", "https://vcd.example.com", "acme" },
    { "https://vcd.example.com/provider", "https://vcd.example.com", "System" },
    { "https://vcd.example.com/provider/cloud/x", "https://vcd.example.com", "System" },
    { "https://vcd.example.com/oauth/provider/token", "https://vcd.example.com", "System" },
    { "https://provider.example.com", "https://provider.example.com", NULL },

    { "vcd.example.com:443", "https://vcd.example.com", NULL },
    { "vcd.example.com:8443", "https://vcd.example.com:8443", NULL },
    { "https://vcd.example.com:8443/tenant/acme", "https://vcd.example.com:8443", "acme" },
    { "https://vcd.example.com:80", "https://vcd.example.com:80", NULL },
    { "192.0.2.7:8443", "https://192.0.2.7:8443", NULL },
    { "[2001:DB8::1]", "https://[2001:db8::1]", NULL },
    { "[2001:db8::1]:443/api", "https://[2001:db8::1]", NULL },
    { "https://[::1]:8443/tenant/acme", "https://[::1]:8443", "acme" },

    { "  vcd.example.com \n", "https://vcd.example.com", NULL },
    { "<https://vcd.example.com/>", "https://vcd.example.com", NULL },
    { " \"vcd.example.com\" ", "https://vcd.example.com", NULL },
    { "(“vcd.example.com”)", "https://vcd.example.com", NULL },
    { "'<vcd.example.com>'", "https://vcd.example.com", NULL },
    { "„bücher.example“", "https://xn--bcher-kva.example", NULL },
    { "BÜCHER.example", "https://xn--bcher-kva.example", NULL },
    { "xn--bcher-kva.example", "https://xn--bcher-kva.example", NULL },

    { "https://proxy.example.com/vcloud/api/versions", "https://proxy.example.com/vcloud", NULL },
    { "https://proxy.example.com/a/b/tenant/acme/x", "https://proxy.example.com/a/b", "acme" },
    { "https://proxy.example.com/my%20cloud/%61pi", "https://proxy.example.com/my%20cloud", NULL },
    { "https://proxy.example.com/my cloud/./api", "https://proxy.example.com/my%20cloud", NULL },
    { "https://proxy.example.com/a/%2e%2E/../vcloud/api", "https://proxy.example.com/vcloud",
      NULL },
    { "https://proxy.example.com/%3Fa%2Fb/", "https://proxy.example.com/%3Fa%2Fb", NULL },
    { "https://proxy.example.com/vcloud/", "https://proxy.example.com/vcloud", NULL },

    { "http://vcd.example.com", "https://vcd.example.com", NULL },
    { "http://vcd.example.com:80/api", "https://vcd.example.com", NULL },
    { "http://vcd.example.com:8080", "https://vcd.example.com:8080", NULL },
    { "http://127.0.0.1:4000/", "http://127.0.0.1:4000", NULL },
    { "http://127.0.0.1:80/", "http://127.0.0.1", NULL },
    { "http://localhost:4000/tenant/demo", "http://localhost:4000", "demo" },
    { "http://[::1]:4000", "http://[::1]:4000", NULL },
    { "http://localhost.example.com", "https://localhost.example.com", NULL },
    { "http://127.0.0.1.example.com", "https://127.0.0.1.example.com", NULL },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *server = NULL;
      g_autofree char *organization = NULL;
      g_autofree char *again = NULL;

      g_test_message ("%s", cases[i].text);
      g_assert_true (vcd_address_parse (cases[i].text, &server, &organization, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (server, ==, cases[i].server);
      g_assert_cmpstr (organization, ==, cases[i].organization);

      /* What it says of a server, it says again of its own words. */
      g_assert_true (vcd_address_parse (server, &again, NULL, &error));
      g_assert_cmpstr (again, ==, server);
    }
}

static void
test_bad (void)
{
  static const char * const cases[] = {
    "", "   ", "<>", "\"\"", "https://", "https:///api", "://", "ftp://vcd.example.com",
    "https://vcd.example.com/%00", "https://vcd.example.com/100%/",
    "https://vcd.example.com/%0a/api",
    "file:///etc/passwd", "javascript://x", "vcd example com", "vcd.example.com:port",
    "vcd.example.com:99999", "vcd.example.com:0", "vcd.example.com:-1", "[::1", "[::g]",
    "vcd.example.com\n.evil.example", "vcd.example.com\x01", "https://vcd.exa\tmple.com", ".", "-",
    "..example.com", "https://%00", "https://a%2eb%2fc", "https://?", "#", "?", "/", "/tenant/acme",
    "vcd\\example", "vcd.example.com..", "\xff\xfe", "https://vcd.example.com/\xc3(", "a..b",
    "mailto:mia",
  };
  g_autofree char *longest = g_strnfill (5000, 'a');

  for (unsigned i = 0; i <= G_N_ELEMENTS (cases); i++)
    {
      const char *text = i < G_N_ELEMENTS (cases) ? cases[i] : longest;
      g_autoptr(GError) error = NULL;
      char *server = NULL, *organization = NULL;

      g_test_message ("case %u", i);
      g_assert_false (vcd_address_parse (text, &server, &organization, &error));
      g_assert_error (error, VCD_ERROR, VCD_ERROR_INVALID);
      g_assert_null (server);
      g_assert_null (organization);
    }
}

/* A secret in an address is not taken, and not said again. */
static void
test_user (void)
{
  static const char * const cases[] = {
    "https://mia:hunter2@vcd.example.com", "mia:hunter2@vcd.example.com",
    "https://hunter2@vcd.example.com/api",
    "<https://mia:hunter2@vcd.example.com/tenant/acme>", "https://mia:hunter2@[::1]:8443",
    "mia@acme:hunter2@vcd.example.com", "https://mia:hunter2#@vcd.example.com",
    "https://mia:hunt/hunter2@vcd.example.com", "mia:hunter2?@vcd.example.com",
    "mia:80/hunter2@vcd.example.com",
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *server = NULL;

      g_test_message ("%s", cases[i]);
      g_assert_false (vcd_address_parse (cases[i], &server, NULL, &error));
      g_assert_error (error, VCD_ERROR, VCD_ERROR_INVALID);
      g_assert_null (strstr (error->message, "hunter2"));
      g_assert_null (vcd_error_get_details (error));
    }
}

static void
test_optional (void)
{
  g_autofree char *organization = NULL;

  g_assert_true (vcd_address_parse ("vcd.example.com/tenant/acme", NULL, &organization, NULL));
  g_assert_cmpstr (organization, ==, "acme");
  g_assert_true (vcd_address_parse ("vcd.example.com", NULL, NULL, NULL));
  g_assert_false (vcd_address_parse ("", NULL, NULL, NULL));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/address/good", test_good);
  g_test_add_func ("/address/bad", test_bad);
  g_test_add_func ("/address/user", test_user);
  g_test_add_func ("/address/optional", test_optional);

  return g_test_run ();
}
