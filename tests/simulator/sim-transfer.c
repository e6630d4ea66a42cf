/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-transfer.h"

#include "sim-auth.h"
#include "sim-content.h"
#include "sim-event.h"
#include "sim-handlers.h"
#include "sim-media.h"
#include "sim-reply-faults.h"

/*
 * Taking bytes in: which slice may come, and where its bytes go while they arrive.
 */

/* Word for word, as the real ones say it. */
#define WRONG_OFFSET                                                                          \
  "Content-Range not satisifiable: Request must begin at the last byte stored"

/* What is known of a slice under way. */
typedef struct
{
  char *transfer_id;
  guint64 offset; /* of the next byte */
  guint64 end;    /* of the slice, exclusive */
  gint64 cut_at;  /* where something happens; -1 */
  SimFaultId cut;
  unsigned cut_code;
  gint64 rate;    /* bytes a second; 0 as fast as they come */
  gint64 started; /* monotonic */
  guint64 first;
  gboolean swallow;
  gboolean is_over; /* nothing more is taken */
} Slice;

static void
slice_free (gpointer data)
{
  Slice *self = data;

  g_free (self->transfer_id);
  g_free (self);
}

static SimTransfer *
find_transfer (SimRequest *request)
{
  SimTransfer *transfer = g_hash_table_lookup (request->cell->transfers_by_id, request->ids[0]);

  return transfer && !transfer->is_download ? transfer : NULL;
}

/* FALSE if the transfer wants a session and the request has none, which has been replied. */
gboolean
sim_transfer_admit (SimRequest *request,
                    SimTransfer *transfer)
{
  SoupMessageHeaders *headers = sim_request_get_headers (request);

  if (!sim_faults_has (request->cell->faults, SIM_FAULT_AUTH_ON_TRANSFER) ||
      sim_auth_find (request->cell, headers) ||
      !sim_request_strike (request, SIM_FAULT_AUTH_ON_TRANSFER))
    return TRUE;

  sim_request_reply_unauthorized (request);
  return FALSE;
}

/* The slice's first byte and its end (exclusive). FALSE if the headers make no sense. */
static gboolean
read_range (SimRequest *request,
            SimTransfer *transfer,
            guint64 *first,
            guint64 *end)
{
  SoupMessageHeaders *headers = sim_request_get_headers (request);
  gint64 length = soup_message_headers_get_content_length (headers);
  goffset from, to, total;

  *first = 0;
  *end = (guint64) length;
  if (!soup_message_headers_get_one (headers, "Content-Range"))
    return TRUE;

  if (!soup_message_headers_get_content_range (headers, &from, &to, &total) ||
      to - from + 1 != length || (total >= 0 && (guint64) total != transfer->media->size))
    return FALSE;

  *first = (guint64) from;
  *end = (guint64) to + 1;

  return TRUE;
}

static void
refuse_offset (SimRequest *request,
               SimTransfer *transfer,
               guint64 first)
{
  sim_event (request->cell, "refused-slice", transfer->media->name,
             "first=%" G_GUINT64_FORMAT " stored=%" G_GUINT64_FORMAT, first,
             transfer->content->length);
  sim_request_reply (request, 416, WRONG_OFFSET);
}

static gboolean
strikes_before_body (SimRequest *request,
                     SimTransfer *transfer)
{
  const char *expect = sim_request_get_header (request, "Expect");

  if (sim_reply_faults_refuse (request))
    return TRUE;

  request->is_refused = TRUE;
  if (expect && sim_request_strike (request, SIM_FAULT_EXPECT_417))
    {
      sim_request_add_header (request, "Connection", "close");
      sim_request_reply (request, 417, NULL);
    }
  else if (sim_request_strike (request, SIM_FAULT_SESSION_GONE_404))
    {
      sim_media_time_out (request->cell, transfer->media);
      sim_request_reply (request, 404, NULL);
    }
  else if (sim_request_strike (request, SIM_FAULT_LAGGING_416))
    sim_request_reply (request, 416, WRONG_OFFSET);
  else if (sim_request_strike (request, SIM_FAULT_413_ABOVE))
    {
      sim_request_add_header (request, "Connection", "close");
      sim_request_reply_html (request, 413);
    }
  else
    request->is_refused = FALSE;

  return request->is_refused;
}

/* Faults that happen at some byte of the slice: the first one that does. */
static void
choose_cut (SimRequest *request,
            Slice *slice)
{
  static const SimFaultId cuts[] = { SIM_FAULT_DROP_CONNECTION, SIM_FAULT_STALL,
                                     SIM_FAULT_EARLY_REPLY };
  SimFault *fault = NULL;

  slice->cut_at = -1;
  for (size_t i = 0; i < G_N_ELEMENTS (cuts) && !fault; i++)
    {
      fault = sim_request_strike (request, cuts[i]);
      if (!fault)
        continue;
      slice->cut = cuts[i];
      slice->cut_at = sim_fault_choose_byte (fault, request->cell->faults, &request->site);
      slice->cut_code = (unsigned) sim_fault_get_number (fault, "code", 507);
    }
}

static gboolean
on_lingered (gpointer user_data)
{
  return G_SOURCE_REMOVE;
}

static gboolean
on_early_idle (gpointer user_data)
{
  SoupServerMessage *message = user_data;
  unsigned status = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (message), "early-status"));
  g_autofree char *reply = g_strdup_printf ("HTTP/1.1 %u %s\r\nContent-Length: 0\r\n"
                                            "Connection: close\r\n\r\n",
                                            status, soup_status_get_phrase (status));
  GIOStream *stream = soup_server_message_steal_connection (message);
  GSource *later;

  if (!stream)
    return G_SOURCE_REMOVE;

  g_output_stream_write_all (g_io_stream_get_output_stream (stream), reply, strlen (reply), NULL,
                             NULL, NULL);
  /* Closing with unread bytes would reset it, and the reply would be lost on the way. */
  later = g_timeout_source_new_seconds (2);
  g_source_set_callback (later, on_lingered, stream, g_object_unref);
  g_source_attach (later, g_main_context_get_thread_default ());
  g_source_unref (later);

  return G_SOURCE_REMOVE;
}

/* Answers while the body is still coming, and reads no more of it. */
static void
answer_early (SimRequest *request,
              unsigned status)
{
  GSource *idle = g_idle_source_new ();

  soup_server_message_pause (request->message);
  g_object_set_data (G_OBJECT (request->message), "early-status", GUINT_TO_POINTER (status));
  g_source_set_callback (idle, on_early_idle, g_object_ref (request->message), g_object_unref);
  g_source_attach (idle, g_main_context_get_thread_default ());
  g_source_unref (idle);
}

static void
cut (SimRequest *request,
     Slice *slice)
{
  slice->is_over = TRUE;
  if (slice->cut == SIM_FAULT_STALL)
    {
      sim_event (request->cell, "stalled", request->site_name, "stored=%" G_GUINT64_FORMAT,
                 slice->offset);
      soup_server_message_pause (request->message);
    }
  else if (slice->cut == SIM_FAULT_EARLY_REPLY)
    answer_early (request, slice->cut_code);
  else
    sim_request_drop (request);
}

static void
on_may_read (gpointer user_data)
{
  SimRequest *request = user_data;

  request->alarm = 0;
  soup_server_message_unpause (request->message);
}

static void on_rate_allows (gpointer user_data);

/* Asks in short steps, so that a slice that is under way is let go when the fault is cleared. */
static gboolean
has_to_wait (SimRequest *request,
             Slice *slice)
{
  gint64 elapsed = g_get_monotonic_time () - slice->started;
  gint64 due = (gint64) ((slice->offset - slice->first) * G_USEC_PER_SEC / (guint64) slice->rate);

  if (due - elapsed < 5000 || !sim_faults_has (request->cell->faults, SIM_FAULT_THROTTLE))
    return FALSE;

  request->alarm = sim_clock_add_alarm (request->cell->clock,
                                        MIN ((double) (due - elapsed) / G_USEC_PER_SEC, 0.2),
                                        on_rate_allows, request);
  return TRUE;
}

static void
on_rate_allows (gpointer user_data)
{
  SimRequest *request = user_data;

  request->alarm = 0;
  if (!has_to_wait (request, request->body))
    soup_server_message_unpause (request->message);
}

static void
on_got_chunk (SoupServerMessage *message,
              GBytes *chunk,
              gpointer user_data)
{
  SimRequest *request = user_data;
  Slice *slice = request->body;
  SimTransfer *transfer = g_hash_table_lookup (request->cell->transfers_by_id, slice->transfer_id);
  size_t length;
  gconstpointer data = g_bytes_get_data (chunk, &length);
  gboolean cuts = slice->cut_at >= 0 && slice->offset + length > (guint64) slice->cut_at;

  /* A later PUT takes over, as one does whose client gave this connection up. */
  if (slice->is_over || !transfer || transfer->writer != message)
    {
      slice->is_over = TRUE;
      return;
    }

  if (cuts)
    length = (size_t) ((guint64) slice->cut_at - slice->offset);
  if (!slice->swallow && !sim_content_append (transfer->content, data, length))
    slice->is_over = TRUE;
  slice->offset += length;
  sim_transfer_touch (transfer);
  if (cuts)
    cut (request, slice);
  else if (slice->rate && has_to_wait (request, slice))
    soup_server_message_pause (request->message);
}

/* Also for one that has been answered. */
static void
on_finished (SoupServerMessage *message,
             gpointer user_data)
{
  SimRequest *request = user_data;
  Slice *slice = request->body;
  SimTransfer *transfer = g_hash_table_lookup (request->cell->transfers_by_id, slice->transfer_id);

  if (!transfer || transfer->writer != message)
    return;

  transfer->writer = NULL;
  transfer->shown_ended = transfer->content->length;
  sim_event (request->cell, "broken", transfer->media->name,
             "first=%" G_GUINT64_FORMAT " stored=%" G_GUINT64_FORMAT, slice->first,
             transfer->content->length);
}

static void
begin_slice (SimRequest *request,
             SimTransfer *transfer,
             guint64 first,
             guint64 end)
{
  Slice *slice = g_new0 (Slice, 1);
  SimFault *fault;

  slice->transfer_id = g_strdup (transfer->id);
  slice->first = slice->offset = first;
  slice->end = end;
  slice->started = g_get_monotonic_time ();
  slice->swallow = sim_request_strike (request, SIM_FAULT_SWALLOW) != NULL;
  if ((fault = sim_request_strike (request, SIM_FAULT_THROTTLE)))
    slice->rate = MAX (1, sim_fault_get_number (fault, "rate", 1024 * 1024));
  choose_cut (request, slice);
  request->body = slice;
  request->body_free = slice_free;

  transfer->writer = request->message;
  transfer->shown_before = transfer->content->length;
  sim_transfer_touch (transfer);
  g_signal_connect (request->message, "got-chunk", G_CALLBACK (on_got_chunk), request);
  g_signal_connect (request->message, "finished", G_CALLBACK (on_finished), request);

  if (sim_request_get_header (request, "Expect") &&
      (fault = sim_request_strike (request, SIM_FAULT_IGNORE_EXPECT)))
    {
      soup_server_message_pause (request->message);
      request->alarm = sim_clock_add_alarm (request->cell->clock,
                                            (double) sim_fault_get_number (fault, "seconds", 30),
                                            on_may_read, request);
    }
}

/* PUT /transfer/{id}/file: the headers are there, the body is to come. */
void
sim_handle_put (SimRequest *request)
{
  SoupMessageHeaders *headers = sim_request_get_headers (request);
  SimTransfer *transfer = find_transfer (request);
  guint64 first, end;
  gboolean makes_sense;

  soup_message_body_set_accumulate (soup_server_message_get_request_body (request->message), FALSE);
  if (!transfer)
    {
      sim_request_reply (request, 404, NULL);
      return;
    }
  sim_request_about (request, transfer->media->name);
  request->site.piece = ++transfer->media->puts;
  if (soup_message_headers_get_encoding (headers) != SOUP_ENCODING_CONTENT_LENGTH)
    {
      sim_request_reply (request, 411, NULL);
      return;
    }

  makes_sense = read_range (request, transfer, &first, &end);
  request->site.first = (gint64) first;
  request->site.last = (gint64) end - 1;
  if (strikes_before_body (request, transfer) ||
      !sim_transfer_admit (request, transfer))
    return;

  if (!makes_sense)
    {
      sim_request_add_header (request, "Connection", "close");
      sim_request_reply (request, 400, NULL);
    }
  else if (first != transfer->content->length || end > transfer->media->size)
    refuse_offset (request, transfer, first);
  else
    begin_slice (request, transfer, first, end);
}

static void
report_slice (SimRequest *request,
              SimTransfer *transfer,
              Slice *slice)
{
  g_autofree char *sha256 = NULL;

  sim_event (request->cell, "slice", transfer->media->name,
             "first=%" G_GUINT64_FORMAT " end=%" G_GUINT64_FORMAT " stored=%" G_GUINT64_FORMAT
             " size=%" G_GUINT64_FORMAT,
             slice->first, slice->end, transfer->content->length, transfer->media->size);
  if (transfer->content->length < transfer->media->size)
    return;

  sha256 = sim_content_dup_sha256 (transfer->content);
  sim_event (request->cell, "finished", transfer->media->name,
             "size=%" G_GUINT64_FORMAT " sha256=%s", transfer->media->size,
             sha256 ? sha256 : "none");
  sim_media_begin_import (request->cell, transfer->media);
}

/* The same: the body has come. */
void
sim_handle_put_body (SimRequest *request)
{
  Slice *slice = request->body;
  SimTransfer *transfer = g_hash_table_lookup (request->cell->transfers_by_id, slice->transfer_id);

  if (!transfer)
    sim_request_reply (request, 404, NULL);
  else if (transfer->writer != request->message)
    sim_request_reply (request, 409, NULL);
  else if (slice->is_over || slice->offset != slice->end)
    sim_request_reply (request, 500, NULL);
  else
    {
      transfer->writer = NULL;
      transfer->shown_ended = transfer->content->length;
      report_slice (request, transfer, slice);
      sim_request_reply (request, 200, NULL);
    }
}
