/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "vcd-wire-run-private.h"

/* Asking first costs a round trip, which a small slice is not worth. */
#define EXPECT_FROM       (1024 * 1024)
/* How long a server may take to say that it wants the body: many never do. */
#define MAX_PATIENCE      3000
#define LISTEN_INTERVAL   500
/* So many times a part of an answer is waited for to become whole. */
#define LISTEN_MORE       4

/* Uploads: the body, and what a server says while it is being sent. */

static void
vcd_run_stop_patience (SoupMessage *message,
                       gpointer     data)
{
  VcdRun *self = data;

  vcd_run_clear_source (&self->patience);
}

static gboolean
vcd_run_on_impatient (gpointer data)
{
  vcd_run_break (data, VCD_CAUSE_IMPATIENT);

  return G_SOURCE_REMOVE;
}

static void
vcd_run_start_patience (SoupMessage *message,
                        gpointer     data)
{
  VcdRun *self = data;
  unsigned stall = self->lane->hub->stall_timeout;

  self->patience = g_timeout_source_new (MIN (MAX_PATIENCE, stall / 2));
  g_source_set_callback (self->patience, vcd_run_on_impatient, self, NULL);
  g_source_attach (self->patience, self->lane->context);
}

static gboolean
vcd_run_hear (VcdRun *self)
{
  if (self->connection == NULL)
    return FALSE;

  if (self->early == NULL)
    self->early = vcd_early_answer_new ();

  return vcd_early_answer_read (self->early, self->connection);
}

/* Looks now and then whether the server has answered. That the socket has something to read says
 * nothing: TLS has messages of its own. */
static gboolean
vcd_run_listen (gpointer data)
{
  VcdRun *self = data;
  uint64_t taken = vcd_body_stream_get_taken (self->body);

  /* Before and after the body it is libsoup that listens. */
  if (taken == 0 || taken == vcd_slice_get_length (self->slice))
    return G_SOURCE_CONTINUE;

  if (vcd_run_hear (self) &&
      (vcd_early_answer_is_complete (self->early) || ++self->heard > LISTEN_MORE))
    {
      vcd_run_break (self, VCD_CAUSE_EARLY);
      return G_SOURCE_REMOVE;
    }

  return G_SOURCE_CONTINUE;
}

static void
vcd_run_on_wrote_body (SoupMessage *message,
                       gpointer     data)
{
  VcdRun *self = data;

  vcd_run_clear_source (&self->listening);
}

static void
vcd_run_on_file_failed (gpointer data)
{
  VcdRun *self = data;

  vcd_slice_shut_down (self->slice);
}

static void
vcd_run_on_broken (gpointer data)
{
  vcd_run_hear (data);
}

static gboolean
vcd_run_may_expect (VcdRun *self)
{
  VcdWireHub *hub = self->lane->hub;
  gboolean impatient;

  g_mutex_lock (&hub->lock);
  impatient = g_hash_table_contains (hub->impatient, self->host);
  g_mutex_unlock (&hub->lock);

  return !impatient && vcd_slice_get_length (self->slice) >= EXPECT_FROM;
}

static void
vcd_run_make_body (VcdRun *self)
{
  static const VcdBodyPeer peer = { vcd_run_on_file_failed, vcd_run_on_broken };
  VcdSlice *slice = self->slice;
  GPtrArray *limiters = vcd_slice_get_limiters (slice);

  self->body = vcd_body_stream_new (vcd_slice_get_source (slice), vcd_slice_get_offset (slice),
                                    vcd_slice_get_length (slice));
  for (unsigned i = 0; i < limiters->len; i++)
    vcd_body_stream_add_limiter (self->body, g_ptr_array_index (limiters, i));
  vcd_body_stream_set_peer (self->body, &peer, self);
  vcd_slice_set_body (slice, self->body);
}

void
vcd_run_prepare_put (VcdRun *self)
{
  SoupMessage *message = self->message;
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  VcdSlice *slice = self->slice;
  uint64_t offset = vcd_slice_get_offset (slice);
  uint64_t length = vcd_slice_get_length (slice);
  uint64_t total = vcd_source_get_size (vcd_slice_get_source (slice));

  vcd_run_make_body (self);
  soup_message_set_request_body (message, "application/octet-stream", G_INPUT_STREAM (self->body),
                                 length);
  if (length < total)
    soup_message_headers_set_content_range (headers, offset, offset + length - 1, total);

  self->expecting = vcd_run_may_expect (self);
  if (self->expecting)
    {
      soup_message_headers_set_expectations (headers, SOUP_EXPECTATION_CONTINUE);
      g_signal_connect (message, "wrote-headers", G_CALLBACK (vcd_run_start_patience), self);
      g_signal_connect (message, "got-informational", G_CALLBACK (vcd_run_stop_patience), self);
      g_signal_connect (message, "got-headers", G_CALLBACK (vcd_run_stop_patience), self);
    }

  g_signal_connect (message, "wrote-body", G_CALLBACK (vcd_run_on_wrote_body), self);
  self->listening = g_timeout_source_new (LISTEN_INTERVAL);
  g_source_set_callback (self->listening, vcd_run_listen, self, NULL);
  g_source_attach (self->listening, self->lane->context);
}
