/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "vcd-allowance-private.h"
#include "vcd-error-private.h"
#include "vcd-wire-run-private.h"

/* At most so much is received before other sources of the lane have their turn. */
#define BUDGET         (1024 * 1024)
/* What came in little pieces is shown, and safe, after this time at the latest. */
#define FLUSH_INTERVAL (500 * G_TIME_SPAN_MILLISECOND)

/* Downloads: from the connection through the receiver's buffer into a file, or on into a pipe. */

typedef struct
{
  VcdRun       *run;
  uint64_t      expected;
  uint64_t      received;
  int64_t       flushed_at;
  VcdAllowance *allowance;
} VcdGet;

static void vcd_get_move (VcdGet *get);

static void
vcd_get_free (VcdGet *get)
{
  vcd_allowance_free (get->allowance);
  vcd_run_unref (get->run);
  g_free (get);
}

static void
vcd_get_show (VcdGet   *get,
              gboolean  throttled)
{
  VcdRun *run = get->run;

  vcd_slice_set_received (run->slice, vcd_receiver_get_written (run->receiver), throttled);
}

static void
vcd_get_fail (VcdGet *get,
              GError *error)
{
  VcdRun *run = get->run;

  /* What has come is worth keeping: the next try goes on behind it. */
  vcd_receiver_flush (run->receiver, NULL);
  vcd_get_show (get, FALSE);
  vcd_slice_shut_down (run->slice);
  vcd_run_give_up (run, error);
  g_error_free (error);
  vcd_get_free (get);
}

static void
vcd_get_finish (VcdGet *get)
{
  VcdRun *run = get->run;
  GError *error = NULL;

  if (get->expected != UINT64_MAX && get->received < get->expected)
    {
      vcd_get_fail (get, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT,
                                              "The connection ended before the file"));
      return;
    }

  if (!vcd_receiver_finish (run->receiver, &error))
    {
      vcd_get_fail (get, error);
      return;
    }

  vcd_get_show (get, FALSE);
  if (vcd_slice_get_start (run->slice) == 0)
    vcd_slice_take_sha256 (run->slice, vcd_receiver_make_sha256 (run->receiver));
  vcd_run_reply (run, vcd_reply_new (run->message, NULL));
  vcd_get_free (get);
}

static gboolean
vcd_get_go_on (gpointer data)
{
  vcd_get_move (data);

  return G_SOURCE_REMOVE;
}

static gboolean
vcd_get_ready (GObject  *stream,
               gpointer  data)
{
  return vcd_get_go_on (data);
}

/* @source is taken. */
static void
vcd_get_wait (VcdGet      *get,
              GSource     *source,
              GSourceFunc  func)
{
  g_source_set_callback (source, func, get, NULL);
  g_source_attach (source, get->run->lane->context);
  g_source_unref (source);
}

/* One piece from the connection; -1 with an error. */
static gssize
vcd_get_take (VcdGet   *get,
              uint8_t  *buffer,
              size_t    length,
              GError  **error)
{
  VcdRun *run = get->run;
  gssize n;

  n = g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (run->answer), buffer,
                                                length, run->cancellable, error);
  if (n > 0)
    {
      vcd_allowance_use (get->allowance, n);
      get->received += n;
    }

  if (get->received > get->expected)
    {
      g_propagate_error (error, vcd_error_new (VCD_ERROR_SERVER, NULL,
                                               _("The server sends more than it announced.")));
      return -1;
    }

  return n;
}

/* Nothing to be read now: a good time to write, now and then. */
static gboolean
vcd_get_idle (VcdGet   *get,
              gboolean  throttled,
              GError  **error)
{
  int64_t now = g_get_monotonic_time ();

  if (now - get->flushed_at >= FLUSH_INTERVAL)
    {
      get->flushed_at = now;
      if (!vcd_receiver_flush (get->run->receiver, error))
        return FALSE;
    }
  vcd_get_show (get, throttled);

  return TRUE;
}

static void
vcd_get_wait_for_limiters (VcdGet  *get,
                           int64_t  delay)
{
  GSource *source = g_timeout_source_new (0);
  GError *error = NULL;

  g_source_set_ready_time (source, g_get_monotonic_time () + delay);
  if (vcd_get_idle (get, TRUE, &error) &&
      !g_cancellable_set_error_if_cancelled (get->run->cancellable, &error))
    {
      vcd_get_wait (get, source, vcd_get_go_on);
      return;
    }

  g_source_unref (source);
  vcd_get_fail (get, error);
}

/* Whoever takes the bytes is slower than the server. */
static void
vcd_get_wait_for_room (VcdGet *get)
{
  VcdRun *run = get->run;
  g_autoptr (GSource) cancelled = NULL;
  GError *error = NULL;
  GSource *source;

  vcd_get_show (get, TRUE);
  if (g_cancellable_set_error_if_cancelled (run->cancellable, &error))
    {
      vcd_get_fail (get, error);
      return;
    }

  source = g_timeout_source_new (0);
  cancelled = g_cancellable_source_new (run->cancellable);
  g_source_set_ready_time (source, -1);
  g_source_set_dummy_callback (cancelled);
  g_source_add_child_source (source, cancelled);
  vcd_pipe_notify (vcd_slice_get_pipe (run->slice), source);
  vcd_get_wait (get, source, vcd_get_go_on);
}

static void
vcd_get_wait_for_bytes (VcdGet *get)
{
  VcdRun *run = get->run;
  GError *error = NULL;
  GSource *source;

  if (!vcd_get_idle (get, FALSE, &error))
    {
      vcd_get_fail (get, error);
      return;
    }

  source = g_pollable_input_stream_create_source (G_POLLABLE_INPUT_STREAM (run->answer),
                                                  run->cancellable);
  vcd_get_wait (get, source, G_SOURCE_FUNC (vcd_get_ready));
}

static void
vcd_get_move (VcdGet *get)
{
  VcdRun *run = get->run;
  gssize budget = BUDGET;
  GError *error = NULL;

  while (budget > 0)
    {
      int64_t delay = 0;
      size_t length;
      uint8_t *buffer = vcd_receiver_reserve (run->receiver, &length);
      gssize n;

      if (length == 0)
        {
          vcd_get_wait_for_room (get);
          return;
        }

      length = vcd_allowance_ask (get->allowance, length, &delay);
      if (length == 0)
        {
          vcd_get_wait_for_limiters (get, delay);
          return;
        }

      n = vcd_get_take (get, buffer, length, &error);
      if (n == 0)
        {
          vcd_get_finish (get);
          return;
        }

      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        {
          g_error_free (error);
          vcd_get_wait_for_bytes (get);
          return;
        }

      if (n < 0 || !vcd_receiver_commit (run->receiver, n, &error))
        {
          vcd_get_fail (get, error);
          return;
        }
      budget -= n;
    }

  vcd_get_show (get, FALSE);
  vcd_get_wait (get, g_idle_source_new (), vcd_get_go_on);
}

void
vcd_run_prepare_get (VcdRun *self)
{
  uint64_t offset = vcd_slice_get_offset (self->slice);

  if (offset > 0)
    soup_message_headers_set_range (soup_message_get_request_headers (self->message), offset, -1);
}

/* Whether the answer is the file, where it begins and how many bytes it has. */
static gboolean
vcd_run_measure (VcdRun    *self,
                 uint64_t  *start,
                 uint64_t  *length,
                 GError   **error)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);
  uint64_t offset = vcd_slice_get_offset (self->slice);
  goffset first = 0;
  goffset last;
  goffset total;

  *length = UINT64_MAX;
  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH)
    *length = soup_message_headers_get_content_length (headers);

  if (soup_message_get_status (self->message) == SOUP_STATUS_PARTIAL_CONTENT)
    {
      if (!soup_message_headers_get_content_range (headers, &first, &last, &total) ||
          first != (goffset) offset || last < first ||
          (total >= 0 && last != total - 1) ||
          (*length != UINT64_MAX && *length != (uint64_t) (last - first) + 1))
        {
          g_propagate_error (error, vcd_error_new (VCD_ERROR_SERVER, NULL,
                                                   _("The server sent another part of the file "
                                                     "than it was asked for.")));
          return FALSE;
        }
      *length = last - first + 1;
    }
  *start = first;

  return TRUE;
}

/* What balancers and the API itself say to people and programs; no image is called that. */
static gboolean
vcd_run_is_document (VcdRun *self)
{
  static const char *const types[] = {
    "text/html", "text/xml", "text/json", "application/xml", "application/json", NULL
  };
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);
  const char *type = soup_message_headers_get_content_type (headers, NULL);
  g_autofree char *folded = type != NULL ? g_ascii_strdown (type, -1) : NULL;

  return folded != NULL &&
         (g_strv_contains (types, folded) || g_str_has_suffix (folded, "+xml") ||
          g_str_has_suffix (folded, "+json"));
}

/* Whether what was measured can be the rest of a file of the size that is known. A length that was
 * not announced is settled by it. */
static gboolean
vcd_run_compare (VcdRun    *self,
                 uint64_t   start,
                 uint64_t  *length,
                 GError   **error)
{
  uint64_t total = vcd_slice_get_total (self->slice);

  if (total == UINT64_MAX)
    return TRUE;

  if (*length == UINT64_MAX && vcd_run_is_document (self))
    {
      g_propagate_error (error, vcd_error_new (VCD_ERROR_SERVER, NULL,
                                               _("The server gave an answer that cannot be "
                                                 "understood.")));
      return FALSE;
    }

  if (*length == UINT64_MAX)
    *length = total - MIN (total, start);

  if (start > total || *length != total - start)
    {
      g_propagate_error (error, vcd_error_new (VCD_ERROR_SERVER, NULL,
                                               _("The server sent another number of bytes than it "
                                                 "announced.")));
      return FALSE;
    }

  return TRUE;
}

static VcdReceiver *
vcd_run_make_receiver (VcdRun    *self,
                       uint64_t   start,
                       GError   **error)
{
  VcdPipe *pipe = vcd_slice_get_pipe (self->slice);

  return pipe != NULL ? vcd_receiver_new_for_pipe (pipe)
                      : vcd_receiver_new (vcd_slice_get_target (self->slice), start, error);
}

gboolean
vcd_run_receive (VcdRun *self)
{
  unsigned status = soup_message_get_status (self->message);
  GPtrArray *limiters = vcd_slice_get_limiters (self->slice);
  uint64_t start = 0;
  uint64_t length = 0;
  GError *error = NULL;
  VcdGet *get;

  if (status != SOUP_STATUS_OK && status != SOUP_STATUS_PARTIAL_CONTENT)
    return FALSE;

  /* A receiver cuts off what it is to write over: it is made when this is known to be the file. */
  if (vcd_run_measure (self, &start, &length, &error) &&
      vcd_run_compare (self, start, &length, &error))
    self->receiver = vcd_run_make_receiver (self, start, &error);
  if (self->receiver == NULL)
    {
      vcd_slice_shut_down (self->slice);
      vcd_run_give_up (self, error);
      g_error_free (error);
      return TRUE;
    }

  vcd_slice_set_start (self->slice, start);
  get = g_new0 (VcdGet, 1);
  get->run = vcd_run_ref (self);
  get->expected = length;
  get->allowance = vcd_allowance_new ();
  for (unsigned i = 0; i < limiters->len; i++)
    vcd_allowance_add (get->allowance, g_ptr_array_index (limiters, i));
  get->flushed_at = g_get_monotonic_time ();
  vcd_get_move (get);

  return TRUE;
}
