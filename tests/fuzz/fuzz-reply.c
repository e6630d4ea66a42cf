/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "vcd-error.h"
#include "vcd-http-private.h"

/* An answer that is no success, of any form: the first byte chooses status and type. */

static const unsigned statuses[] = { 0, 302, 400, 401, 403, 404, 409, 416, 500, 503 };
static const char * const types[] = {
  NULL, "application/vnd.vmware.vcloud.error+xml;version=37.0", "application/json", "text/html",
  "text/xml"
};

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr(SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  unsigned choice = size > 0 ? data[0] : 0;
  const char *type = types[choice / G_N_ELEMENTS (statuses) % G_N_ELEMENTS (types)];
  g_autoptr(GBytes) body = g_bytes_new_static (data + (size > 0), size - (size > 0));
  g_autoptr(VcdReply) reply = NULL;
  g_autoptr(GError) error = NULL;

  if (type != NULL)
    soup_message_headers_append (headers, "Content-Type", type);

  reply = vcd_reply_new_with_headers (statuses[choice % G_N_ELEMENTS (statuses)], headers, body);
  error = vcd_reply_dup_error (reply);
  fuzz_check (error != NULL && error->domain == VCD_ERROR);
  fuzz_check (*error->message != '\0' && strlen (error->message) < 1024);
  fuzz_check (g_utf8_validate (error->message, -1, NULL));
  fuzz_check (strpbrk (error->message, "\n\r\x1b") == NULL);
  if (vcd_error_get_details (error) != NULL)
    {
      fuzz_check (strlen (vcd_error_get_details (error)) < 4096);
      fuzz_check (g_utf8_validate (vcd_error_get_details (error), -1, NULL));
    }

  return 0;
}
