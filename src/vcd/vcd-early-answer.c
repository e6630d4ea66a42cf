/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "vcd-early-answer-private.h"

#define MAX_ANSWER (64 * 1024)

/* libsoup reads an answer only after it has written the whole request. A server that refuses an
 * upload does not wait for that: it says 413 or 507 and closes, and what it said would be lost with
 * the connection. So the bytes that come in while a body goes out are read here. */
struct _VcdEarlyAnswer
{
  GByteArray *bytes;
  gboolean    ended;
};

VcdEarlyAnswer *
vcd_early_answer_new (void)
{
  VcdEarlyAnswer *self = g_new0 (VcdEarlyAnswer, 1);

  self->bytes = g_byte_array_new ();

  return self;
}

void
vcd_early_answer_free (VcdEarlyAnswer *self)
{
  g_byte_array_unref (self->bytes);
  g_free (self);
}

/* The length of the header block at the front with its empty line, or 0 while it is incomplete. */
static size_t
find_headers_end (GByteArray *bytes)
{
  const uint8_t *end = NULL;

  if (bytes->len > 0)
    end = memmem (bytes->data, bytes->len, "\r\n\r\n", 4);

  return end != NULL ? (size_t) (end - bytes->data) + 4 : 0;
}

/* The header block at the front, or NULL. */
static SoupMessageHeaders *
parse_headers (GByteArray *bytes,
               unsigned   *status)
{
  g_autoptr (SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  size_t length = find_headers_end (bytes);

  if (length == 0 ||
      !soup_headers_parse_response ((const char *) bytes->data, length - 2, headers, NULL, status,
                                    NULL))
    return NULL;

  return g_steal_pointer (&headers);
}

/* "100 Continue" that came late, and the like, are no answers. */
static void
skip_informational (GByteArray *bytes)
{
  unsigned status;

  for (;;)
    {
      g_autoptr (SoupMessageHeaders) headers = parse_headers (bytes, &status);

      if (headers == NULL || !SOUP_STATUS_IS_INFORMATIONAL (status))
        return;

      g_byte_array_remove_range (bytes, 0, find_headers_end (bytes));
    }
}

gboolean
vcd_early_answer_read (VcdEarlyAnswer *self,
                       GIOStream      *connection)
{
  GInputStream *stream = g_io_stream_get_input_stream (connection);
  uint8_t buffer[4096];

  while (!self->ended && self->bytes->len < MAX_ANSWER)
    {
      g_autoptr (GError) error = NULL;
      gssize n;

      n = g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (stream), buffer,
                                                    sizeof buffer, NULL, &error);
      if (n > 0)
        g_byte_array_append (self->bytes, buffer, n);
      else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        break;
      else
        self->ended = TRUE;
    }

  skip_informational (self->bytes);

  return self->bytes->len > 0;
}

gboolean
vcd_early_answer_is_complete (VcdEarlyAnswer *self)
{
  g_autoptr (SoupMessageHeaders) headers = NULL;
  unsigned status;

  if (self->ended || self->bytes->len >= MAX_ANSWER)
    return TRUE;

  headers = parse_headers (self->bytes, &status);
  if (headers == NULL)
    return FALSE;

  /* Without a length the end is where the connection's is, or a chunk's; either comes soon. */
  return soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH &&
         (goffset) (self->bytes->len - find_headers_end (self->bytes)) >=
           soup_message_headers_get_content_length (headers);
}

VcdReply *
vcd_early_answer_make_reply (VcdEarlyAnswer *self)
{
  unsigned status;
  g_autoptr (SoupMessageHeaders) headers = parse_headers (self->bytes, &status);
  g_autoptr (GBytes) body = NULL;
  size_t start;

  if (headers == NULL)
    return NULL;

  start = find_headers_end (self->bytes);
  body = g_bytes_new (self->bytes->data + start, self->bytes->len - start);

  return vcd_reply_new_with_headers (status, headers, body);
}
