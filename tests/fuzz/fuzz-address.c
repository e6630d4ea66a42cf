/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "vcd-address.h"

/* What somebody pasted where a server's address belongs. */

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *server = NULL;
  g_autofree char *organization = NULL;
  g_autofree char *again = NULL;
  g_autofree char *no_organization = NULL;
  g_autoptr(GError) error = NULL;

  if (!vcd_address_parse (text, &server, &organization, &error))
    {
      fuzz_check (error != NULL && server == NULL && organization == NULL);
      return 0;
    }

  fuzz_check (error == NULL);
  fuzz_check (g_str_has_prefix (server, "https://") || g_str_has_prefix (server, "http://"));
  fuzz_check (!g_str_has_suffix (server, "/"));
  fuzz_check (strpbrk (server, "?#\n\r\t \"<>\\") == NULL);
  fuzz_check (organization == NULL || (*organization != '\0' && g_utf8_validate (organization, -1,
                                                                                 NULL)));
  fuzz_check (g_uri_is_valid (server, G_URI_FLAGS_ENCODED, NULL));

  /* It says the same of its own words. */
  fuzz_check (vcd_address_parse (server, &again, &no_organization, NULL));
  fuzz_check (g_str_equal (server, again));
  fuzz_check (no_organization == NULL);

  return 0;
}
