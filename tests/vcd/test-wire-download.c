/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <sys/resource.h>

#include "canned-server.h"
#include "vcd-error.h"
#include "vcd-wire-private.h"
#include "wire-file.h"
#include "wire-peer.h"

#define KIB 1024
#define MIB (1024 * 1024)
#define SIZE (5 * MIB + 321)

typedef struct
{
  VcdTrust *trust;
  VcdWire  *wire;
  WirePeer *peer;
  char     *path;
  GFile    *target;
  GBytes   *content;
} Fixture;

static Fixture *
fixture_new (gboolean     tls,
             WirePeerMode mode,
             uint64_t     amount)
{
  Fixture *self = g_new0 (Fixture, 1);
  g_autoptr(WireFile) model = wire_file_new (SIZE);
  char *bytes;

  g_assert_true (g_file_get_contents (model, &bytes, NULL, NULL));
  self->content = g_bytes_new_take (bytes, SIZE);
  self->trust = vcd_trust_new ();
  self->wire = vcd_wire_new (self->trust);
  self->peer = wire_peer_new (tls);
  self->path = wire_file_new (0);
  self->target = g_file_new_for_path (self->path);
  wire_peer_set_content (self->peer, self->content);
  wire_peer_set_mode (self->peer, mode, 200, amount);
  if (tls)
    {
      g_autofree char *fingerprint = wire_peer_dup_fingerprint (self->peer);

      g_assert_true (vcd_trust_add (self->trust, wire_peer_get_host (self->peer), fingerprint,
                                    NULL));
    }

  return self;
}

static void
fixture_free (Fixture *self)
{
  fixture_assert_finalized (self->wire);
  fixture_assert_finalized (self->trust);
  wire_peer_free (self->peer);
  wire_file_free (self->path);
  g_object_unref (self->target);
  g_bytes_unref (self->content);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fixture, fixture_free)

static VcdSlice *
fixture_slice (Fixture  *self,
               uint64_t  offset)
{
  return vcd_slice_new_download (self->target, wire_peer_get_uri (self->peer), NULL, offset);
}

/* Puts @length bytes of the content, and then rubbish, where the download goes on. */
static void
fixture_begin (Fixture  *self,
               uint64_t  length)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new ();

  g_byte_array_append (bytes, g_bytes_get_data (self->content, NULL), length);
  g_byte_array_append (bytes, (const uint8_t *) "rubbish", 7);
  g_assert_true (g_file_set_contents (self->path, (const char *) bytes->data, bytes->len, NULL));
}

static void
assert_file_is (Fixture  *self,
                uint64_t  length)
{
  g_autofree char *contents = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (self->path, &contents, &size, NULL));
  g_assert_cmpmem (contents, size, g_bytes_get_data (self->content, NULL), length);
}

static void
assert_downloads (Fixture    *self,
                  uint64_t    offset,
                  uint64_t    start,
                  unsigned    status)
{
  g_autoptr(VcdSlice) slice = fixture_slice (self, offset);
  g_autoptr(VcdReply) reply = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *digest = NULL;
  g_autofree char *expected = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, self->content);

  reply = fixture_settle_object (vcd_wire_send (self->wire, slice), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (vcd_reply_get_status (reply), ==, status);
  g_assert_cmpuint (vcd_slice_get_start (slice), ==, start);
  g_assert_cmpuint (vcd_slice_get_transferred (slice), ==, SIZE - start);
  assert_file_is (self, SIZE);

  digest = vcd_slice_dup_sha256 (slice);
  g_assert_cmpstr (digest, ==, start == 0 ? expected : NULL);
}

static void
test_whole (gconstpointer tls)
{
  g_autoptr(Fixture) fixture = fixture_new (GPOINTER_TO_INT (tls), WIRE_PEER_SERVE, 0);
  g_autofree char *head = NULL;

  fixture_begin (fixture, 10);
  assert_downloads (fixture, 0, 0, 200);
  head = wire_peer_dup_head (fixture->peer);
  g_assert_null (strstr (head, "Range"));
  g_assert_null (strstr (head, "Accept-Encoding"));
}

static void
test_chunked (void)
{
  g_autoptr(Fixture) fixture = fixture_new (FALSE, WIRE_PEER_SERVE_CHUNKED, 0);

  assert_downloads (fixture, 0, 0, 200);
}

static void
test_resume (void)
{
  static const uint64_t offsets[] = { 1, 512 * KIB, 512 * KIB + 1, SIZE - 1 };
  g_autoptr(Fixture) fixture = fixture_new (FALSE, WIRE_PEER_SERVE, 0);

  for (unsigned i = 0; i < G_N_ELEMENTS (offsets); i++)
    {
      fixture_begin (fixture, offsets[i]);
      assert_downloads (fixture, offsets[i], offsets[i], 206);
    }
}

/* A server without ranges sends all again, and gets all of it written over. */
static void
test_no_ranges (void)
{
  g_autoptr(Fixture) fixture = fixture_new (FALSE, WIRE_PEER_SERVE_WHOLE, 0);

  fixture_begin (fixture, 2 * MIB);
  assert_downloads (fixture, 2 * MIB, 0, 200);
}

static void
test_other_range (void)
{
  g_autoptr(Fixture) fixture = fixture_new (FALSE, WIRE_PEER_SERVE_OTHER, 0);
  g_autoptr(VcdSlice) slice = fixture_slice (fixture, MIB);

  fixture_begin (fixture, MIB);
  fixture_assert_rejects (vcd_wire_send (fixture->wire, slice), VCD_ERROR_SERVER);
}

/* What came is kept, and the next try goes on from there. */
static void
test_interrupted (gconstpointer mode)
{
  g_autoptr(Fixture) fixture = fixture_new (FALSE, GPOINTER_TO_INT (mode), MIB + 700);
  g_autoptr(VcdSlice) slice = fixture_slice (fixture, 0);
  g_autofree char *digest = NULL;

  vcd_wire_set_stall_timeout (fixture->wire, 300);
  fixture_assert_rejects (vcd_wire_send (fixture->wire, slice), VCD_ERROR_NETWORK);
  g_assert_cmpuint (vcd_slice_get_transferred (slice), ==, MIB + 700);
  digest = vcd_slice_dup_sha256 (slice);
  g_assert_null (digest);
  assert_file_is (fixture, MIB + 700);

  wire_peer_set_mode (fixture->peer, WIRE_PEER_SERVE, 200, 0);
  assert_downloads (fixture, MIB + 700, MIB + 700, 206);
}

static void
test_statuses (void)
{
  static const unsigned statuses[] = { 204, 302, 401, 404, 416, 500 };
  g_autoptr(Fixture) fixture = fixture_new (FALSE, WIRE_PEER_TAKE, 0);

  for (unsigned i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr(VcdSlice) slice = fixture_slice (fixture, 100);
      g_autoptr(VcdReply) reply = NULL;

      wire_peer_set_mode (fixture->peer, WIRE_PEER_TAKE, statuses[i], 0);
      reply = fixture_settle_object (vcd_wire_send (fixture->wire, slice), NULL);
      g_assert_cmpuint (vcd_reply_get_status (reply), ==, statuses[i]);
    }

  assert_file_is (fixture, 0);
}

static void
test_too_large (gconstpointer mode)
{
  g_autoptr(Fixture) fixture = fixture_new (FALSE, GPOINTER_TO_INT (mode), 0);
  g_autoptr(VcdSlice) slice = fixture_slice (fixture, 0);
  g_autofree char *contents = NULL;
  gsize size;

  vcd_slice_set_total (slice, 2 * MIB);
  fixture_assert_rejects (vcd_wire_send (fixture->wire, slice), VCD_ERROR_SERVER);
  g_assert_true (g_file_get_contents (fixture->path, &contents, &size, NULL));
  g_assert_cmpuint (size, <=, 2 * MIB);
}

/* What is not of the file's size is another file: what was fetched before stays as it was. */
static void
test_other_size (gconstpointer mode)
{
  static const uint64_t totals[] = { SIZE - 1, SIZE + 1, 2 * MIB, MIB, UINT64_MAX - 1 };
  g_autoptr(Fixture) fixture = fixture_new (FALSE, GPOINTER_TO_INT (mode), 0);
  g_autoptr(VcdSlice) right = NULL;

  fixture_begin (fixture, 2 * MIB - 7);
  for (unsigned i = 0; i < G_N_ELEMENTS (totals); i++)
    {
      g_autoptr(VcdSlice) slice = fixture_slice (fixture, 2 * MIB);
      g_autofree char *contents = NULL;
      gsize size;

      vcd_slice_set_total (slice, totals[i]);
      fixture_assert_rejects (vcd_wire_send (fixture->wire, slice), VCD_ERROR_SERVER);
      g_assert_true (g_file_get_contents (fixture->path, &contents, &size, NULL));
      g_assert_cmpuint (size, ==, 2 * MIB);
      g_assert_cmpmem (contents + size - 7, 7, "rubbish", 7);
    }

  fixture_begin (fixture, 2 * MIB);
  right = fixture_slice (fixture, 2 * MIB);
  vcd_slice_set_total (right, SIZE);
  fixture_assert_resolves (vcd_wire_send (fixture->wire, right));
  assert_file_is (fixture, SIZE);
}

/* Nobody says how long it is, but what it is. */
static void
test_document (void)
{
  static const char *const types[] = {
    "text/html; charset=utf-8", "Application/XHTML+XML", "text/xml",
    "application/vnd.vmware.vcloud.error+xml;version=38.1", "application/json",
  };
  g_autoptr(Fixture) fixture = fixture_new (FALSE, WIRE_PEER_SERVE, 0);
  g_autoptr(CannedServer) server = canned_server_new ();

  fixture_begin (fixture, MIB - 7);
  for (unsigned i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *answer = g_strdup_printf ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
                                                 "Content-Type: %s\r\nConnection: close\r\n\r\n"
                                                 "5\r\nSorry\r\n0\r\n\r\n", types[i]);
      g_autoptr(VcdSlice) slice = vcd_slice_new_download (fixture->target, server->uri, NULL, MIB);
      g_autofree char *contents = NULL;
      gsize size;

      canned_server_push (server, answer);
      vcd_slice_set_total (slice, SIZE);
      fixture_assert_rejects (vcd_wire_send (fixture->wire, slice), VCD_ERROR_SERVER);
      g_assert_true (g_file_get_contents (fixture->path, &contents, &size, NULL));
      g_assert_cmpuint (size, ==, MIB);
    }
}

/* A limit on this process's files stands for a disk that is full. */
static void
test_no_space (void)
{
  g_autoptr(Fixture) fixture = fixture_new (FALSE, WIRE_PEER_SERVE, 0);
  g_autoptr(VcdSlice) slice = fixture_slice (fixture, 0);
  struct rlimit before;
  struct rlimit now;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  now = before;
  now.rlim_cur = 2 * MIB;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &now), ==, 0);
  fixture_assert_rejects (vcd_wire_send (fixture->wire, slice), VCD_ERROR_NO_SPACE);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
}

static void
test_unwritable (void)
{
  g_autoptr(Fixture) fixture = fixture_new (FALSE, WIRE_PEER_SERVE, 0);
  g_autoptr(GFile) nowhere = g_file_new_for_path ("/nonexistent/file.part");
  const char *uri = wire_peer_get_uri (fixture->peer);
  g_autoptr(VcdSlice) slice = vcd_slice_new_download (nowhere, uri, NULL, 0);

  fixture_assert_rejects (vcd_wire_send (fixture->wire, slice), VCD_ERROR_FILE);
}

static void
test_slow (void)
{
  g_autoptr(Fixture) fixture = fixture_new (FALSE, WIRE_PEER_SERVE, 0);
  g_autoptr(VcdSlice) slice = fixture_slice (fixture, 0);
  g_autoptr(VcdLimiter) limiter = vcd_limiter_new ();
  DexFuture *future;

  vcd_limiter_set_rate (limiter, KIB);
  vcd_slice_add_limiter (slice, limiter);
  vcd_wire_set_stall_timeout (fixture->wire, 800);
  future = vcd_wire_send (fixture->wire, slice);
  fixture_wait_until (vcd_slice_get_transferred (slice) > 2 * KIB);
  g_assert_cmpuint (vcd_slice_get_transferred (slice), <, 64 * KIB);

  vcd_limiter_set_rate (limiter, 0);
  fixture_assert_resolves (future);
  assert_file_is (fixture, SIZE);
}

static void
test_aborts (void)
{
  g_autoptr(Fixture) fixture = fixture_new (TRUE, WIRE_PEER_SERVE, 0);

  for (unsigned i = 0; i < 50; i++)
    {
      g_autoptr(VcdSlice) slice = fixture_slice (fixture, 0);
      g_autoptr(GError) error = NULL;
      uint64_t goal = g_test_rand_int_range (0, SIZE);
      DexFuture *future = vcd_wire_send (fixture->wire, slice);

      while (vcd_slice_get_transferred (slice) < goal && dex_future_is_pending (future))
        g_main_context_iteration (NULL, FALSE);
      vcd_slice_abort (slice);
      if (!fixture_settle (future, &error))
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }

  assert_downloads (fixture, 0, 0, 200);
}

/* Just as the answer comes: everything ends, and once. */
static void
test_aborts_at_answer (void)
{
  g_autoptr(Fixture) fixture = fixture_new (FALSE, WIRE_PEER_ANSWER_AT_ONCE, 0);
  unsigned cancelled = 0;

  wire_peer_set_mode (fixture->peer, WIRE_PEER_ANSWER_AT_ONCE, 404, 0);
  for (unsigned i = 0; i < 1000; i++)
    {
      g_autoptr(VcdSlice) slice = fixture_slice (fixture, 0);
      DexFuture *future = vcd_wire_send (fixture->wire, slice);
      int64_t until = g_get_monotonic_time () + g_test_rand_int_range (0, 1500);

      while (g_get_monotonic_time () < until && dex_future_is_pending (future))
        g_main_context_iteration (NULL, FALSE);
      vcd_slice_abort (slice);
      until = g_get_monotonic_time () + FIXTURE_DEADLINE;
      while (g_get_monotonic_time () < until && dex_future_is_pending (future))
        g_main_context_iteration (NULL, FALSE);
      cancelled += dex_future_is_rejected (future);
      g_assert_false (dex_future_is_pending (future));
      dex_unref (future);
    }

  g_assert_cmpuint (cancelled, >, 10);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  g_test_add_data_func ("/wire/get/whole", GINT_TO_POINTER (FALSE), test_whole);
  g_test_add_data_func ("/wire/get/whole-tls", GINT_TO_POINTER (TRUE), test_whole);
  g_test_add_func ("/wire/get/chunked", test_chunked);
  g_test_add_func ("/wire/get/resume", test_resume);
  g_test_add_func ("/wire/get/no-ranges", test_no_ranges);
  g_test_add_func ("/wire/get/other-range", test_other_range);
  g_test_add_data_func ("/wire/get/cut-off", GINT_TO_POINTER (WIRE_PEER_SERVE_PART),
                        test_interrupted);
  g_test_add_data_func ("/wire/get/stall", GINT_TO_POINTER (WIRE_PEER_SERVE_AND_STOP),
                        test_interrupted);
  g_test_add_func ("/wire/get/statuses", test_statuses);
  g_test_add_data_func ("/wire/get/too-large", GINT_TO_POINTER (WIRE_PEER_SERVE), test_too_large);
  g_test_add_data_func ("/wire/get/too-large-chunked", GINT_TO_POINTER (WIRE_PEER_SERVE_CHUNKED),
                        test_too_large);
  g_test_add_data_func ("/wire/get/other-size", GINT_TO_POINTER (WIRE_PEER_SERVE),
                        test_other_size);
  g_test_add_data_func ("/wire/get/other-size-whole", GINT_TO_POINTER (WIRE_PEER_SERVE_WHOLE),
                        test_other_size);
  g_test_add_func ("/wire/get/document", test_document);
  g_test_add_func ("/wire/get/no-space", test_no_space);
  g_test_add_func ("/wire/get/unwritable", test_unwritable);
  g_test_add_func ("/wire/get/slow", test_slow);
  g_test_add_func ("/wire/get/aborts", test_aborts);
  g_test_add_func ("/wire/get/aborts-at-answer", test_aborts_at_answer);

  return g_test_run ();
}
