/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-content.h"
#include "sim-event.h"
#include "sim-handlers.h"
#include "sim-media.h"
#include "sim-reply-faults.h"
#include "sim-transfer.h"

/*
 * Giving bytes out, a block at a time.
 */

#define BLOCK_SIZE (256 * 1024)

typedef struct
{
  SimContent *content;
  guint64 offset;
  guint64 end;
  gint64 drop_at; /* -1 */
} Delivery;

static void
delivery_free (gpointer data)
{
  Delivery *self = data;

  sim_content_unref (self->content);
  g_free (self);
}

static void
append_block (SimRequest *request)
{
  Delivery *delivery = request->body;
  SoupMessageBody *body = soup_server_message_get_response_body (request->message);
  size_t length = (size_t) MIN (BLOCK_SIZE, delivery->end - delivery->offset);
  g_autoptr (GBytes) block = NULL;

  if (delivery->drop_at >= 0 && delivery->offset >= (guint64) delivery->drop_at)
    {
      sim_request_drop (request);
      return;
    }
  if (delivery->drop_at >= 0)
    length = MIN (length, (size_t) ((guint64) delivery->drop_at - delivery->offset));
  if (length == 0)
    {
      soup_message_body_complete (body);
      return;
    }

  block = sim_content_read (delivery->content, delivery->offset, length);
  if (g_bytes_get_size (block) == 0)
    {
      sim_request_drop (request);
      return;
    }
  delivery->offset += g_bytes_get_size (block);
  soup_message_body_append_bytes (body, block);
}

static void
on_wrote_chunk (SoupServerMessage *message,
                gpointer user_data)
{
  append_block (user_data);
}

/* From where to where, the end exclusive. FALSE if that is not possible, which has been replied. */
static gboolean
choose_range (SimRequest *request,
              Delivery *delivery)
{
  SoupMessageHeaders *headers = sim_request_get_headers (request);
  SoupMessageHeaders *reply_headers = soup_server_message_get_response_headers (request->message);
  goffset length = (goffset) delivery->content->length;
  SoupRange *ranges;
  int n_ranges;

  delivery->end = (guint64) length;
  if (!soup_message_headers_get_one (headers, "Range") ||
      sim_request_strike (request, SIM_FAULT_IGNORE_RANGE) ||
      !soup_message_headers_get_ranges (headers, length, &ranges, &n_ranges))
    {
      soup_server_message_set_status (request->message, 200, NULL);
      return TRUE;
    }

  delivery->offset = (guint64) ranges[0].start;
  delivery->end = (guint64) ranges[0].end + 1;
  soup_message_headers_free_ranges (headers, ranges);
  if (delivery->offset >= (guint64) length)
    {
      sim_request_reply (request, 416, NULL);
      return FALSE;
    }
  soup_server_message_set_status (request->message, 206, NULL);
  soup_message_headers_set_content_range (reply_headers,
                                          (goffset) delivery->offset, (goffset) delivery->end - 1,
                                          length);

  return TRUE;
}

static void
choose_drop (SimRequest *request,
             Delivery *delivery)
{
  SimFault *fault;

  delivery->drop_at = -1;
  request->site.first = (gint64) delivery->offset;
  request->site.last = (gint64) delivery->end - 1;
  fault = sim_request_strike (request, SIM_FAULT_DROP_DOWNLOAD);
  if (fault)
    delivery->drop_at = sim_fault_get_number (fault, "byte",
                                              (gint64) (delivery->offset + delivery->end) / 2);
}

/* GET /transfer/{id}/file */
void
sim_handle_get (SimRequest *request)
{
  SimTransfer *transfer = g_hash_table_lookup (request->cell->transfers_by_id, request->ids[0]);
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (request->message);
  SoupMessageBody *body = soup_server_message_get_response_body (request->message);
  Delivery *delivery;

  if (!transfer || !transfer->is_download)
    {
      sim_request_reply (request, 404, NULL);
      return;
    }
  sim_request_about (request, transfer->media->name);
  if (sim_reply_faults_refuse (request) || !sim_transfer_admit (request, transfer))
    return;

  delivery = g_new0 (Delivery, 1);
  delivery->content = sim_content_ref (transfer->content);
  request->body = delivery;
  request->body_free = delivery_free;
  if (!choose_range (request, delivery))
    return;

  choose_drop (request, delivery);
  sim_transfer_touch (transfer);
  sim_event (request->cell, "download", transfer->media->name,
             "first=%" G_GUINT64_FORMAT " end=%" G_GUINT64_FORMAT, delivery->offset, delivery->end);
  sim_request_add_header (request, "Content-Type", "application/octet-stream");
  sim_request_add_header (request, "Accept-Ranges", "bytes");
  soup_message_headers_set_content_length (headers, (goffset) (delivery->end - delivery->offset));
  soup_message_body_set_accumulate (body, FALSE);
  g_signal_connect (request->message, "wrote-chunk", G_CALLBACK (on_wrote_chunk), request);
  append_block (request);
  sim_request_finish (request);
}
