/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "vcd-api-version-private.h"

/* The document that says which versions of the API a server speaks. */

static void
choose (VcdXml     *document,
        const char *wish)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VcdApiVersion) version = vcd_api_version_choose (document, wish, &error);

  fuzz_check ((version == NULL) == (error != NULL));
  if (version == NULL)
    return;

  fuzz_check (vcd_api_version_is_valid (version->version));
  fuzz_check (wish == NULL || vcd_api_version_compare (version->version, wish) == 0);
  fuzz_check (wish != NULL || (vcd_api_version_compare (version->version, "5.5") >= 0 &&
                               vcd_api_version_compare (version->version, "40.0") < 0));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr(VcdXml) document = vcd_xml_parse (bytes, NULL);

  if (document != NULL)
    {
      choose (document, NULL);
      choose (document, "36.0");
    }

  return 0;
}
