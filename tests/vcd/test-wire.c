/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "vcd-error.h"
#include "vcd-splice-private.h"
#include "vcd-wire-private.h"
#include "wire-file.h"
#include "wire-peer.h"

#define KIB 1024
#define MIB (1024 * 1024)
/* More than all the socket buffers on the way take. */
#define LARGE (64 * MIB)

typedef struct
{
  VcdTrust  *trust;
  VcdWire   *wire;
  WirePeer  *peer;
  char      *path;
  VcdSource *source;
  uint64_t   size;
} Fixture;

static Fixture *
fixture_new (gboolean tls,
             uint64_t size)
{
  Fixture *self = g_new0 (Fixture, 1);

  self->trust = vcd_trust_new ();
  self->wire = vcd_wire_new (self->trust);
  self->peer = wire_peer_new (tls);
  self->path = wire_file_new (size);
  self->source = wire_file_open (self->path);
  self->size = size;
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
  fixture_assert_finalized (self->source);
  fixture_assert_finalized (self->trust);
  wire_file_free (self->path);
  wire_peer_free (self->peer);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fixture, fixture_free)

static VcdSlice *
fixture_slice (Fixture  *self,
               uint64_t  offset,
               uint64_t  length)
{
  return vcd_slice_new_upload (self->source, wire_peer_get_uri (self->peer), NULL, offset, length);
}

static VcdReply *
fixture_send (Fixture  *self,
              uint64_t  offset,
              uint64_t  length)
{
  g_autoptr(VcdSlice) slice = fixture_slice (self, offset, length);
  g_autoptr(GError) error = NULL;
  VcdReply *reply = fixture_settle_object (vcd_wire_send (self->wire, slice), &error);

  g_assert_no_error (error);
  if (SOUP_STATUS_IS_SUCCESSFUL (vcd_reply_get_status (reply)))
    g_assert_cmpuint (vcd_slice_get_transferred (slice), ==, length);

  return reply;
}

static void
assert_fails (Fixture *self,
              VcdError code)
{
  g_autoptr(VcdSlice) slice = fixture_slice (self, 0, self->size);

  fixture_assert_rejects (vcd_wire_send (self->wire, slice), code);
}

static void
assert_arrived (Fixture  *self,
                uint64_t  offset,
                uint64_t  length)
{
  g_autofree char *expected = wire_file_sha256 (self->path, offset, length);
  g_autofree char *received = wire_peer_dup_sha256 (self->peer);

  g_assert_cmpstr (received, ==, expected);
}

static void
assert_status (VcdReply *reply,
               unsigned  status)
{
  g_assert_cmpuint (vcd_reply_get_status (reply), ==, status);
  g_object_unref (reply);
}

static void
test_sizes (gconstpointer tls)
{
  g_autoptr(Fixture) fixture = fixture_new (GPOINTER_TO_INT (tls), 3 * MIB);
  static const struct { uint64_t offset, length; } slices[] = {
    { 0, 1 }, { 0, 3 * MIB }, { 3 * MIB - 1, 1 }, { 0, MIB - 1 }, { MIB - 1, MIB }, { 5, MIB + 1 },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (slices); i++)
    {
      uint64_t first = slices[i].offset;
      uint64_t length = slices[i].length;
      g_autofree char *range = g_strdup_printf ("Content-Range: bytes %u-%u/%u\n", (unsigned) first,
                                                (unsigned) (first + length - 1), 3 * MIB);
      g_autofree char *announced = g_strdup_printf ("Content-Length: %u\n", (unsigned) length);
      g_autofree char *head = NULL;

      assert_status (fixture_send (fixture, first, length), 200);
      assert_arrived (fixture, first, length);

      head = wire_peer_dup_head (fixture->peer);
      g_assert_true (g_str_has_prefix (head, "PUT /transfer/1/file HTTP/1.1\n"));
      g_assert_nonnull (strstr (head, announced));
      g_assert_true ((strstr (head, range) != NULL) == (length < 3 * MIB));
      g_assert_true ((strstr (head, "Content-Range") != NULL) == (length < 3 * MIB));
      g_assert_true ((strstr (head, "Expect: 100-continue") != NULL) == (length >= MIB));
      g_assert_null (strstr (head, "Authorization"));
    }

  /* No connection is used twice. */
  g_assert_cmpuint (wire_peer_count_connections (fixture->peer), ==, G_N_ELEMENTS (slices));
}

static void
test_random (void)
{
  g_autoptr(Fixture) fixture = fixture_new (FALSE, 5 * MIB);

  for (unsigned i = 0; i < 20; i++)
    {
      uint64_t offset = g_test_rand_int_range (0, 5 * MIB);
      uint64_t length = g_test_rand_int_range (1, 5 * MIB - offset + 1);

      assert_status (fixture_send (fixture, offset, length), 200);
      assert_arrived (fixture, offset, length);
    }
}

static void
test_beyond_4_gib (void)
{
  g_autoptr(Fixture) fixture = fixture_new (FALSE, 1000);
  uint64_t size = (G_GUINT64_CONSTANT (1) << 32) + 5000;
  g_autoptr(VcdSource) source = NULL;
  g_autoptr(VcdSlice) slice = NULL;
  g_autoptr(VcdReply) reply = NULL;
  g_autofree char *head = NULL;
  g_autofree char *received = NULL;
  g_autofree char *expected = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "the end", 7);
  int fd = open (fixture->path, O_WRONLY);

  g_assert_cmpint (pwrite (fd, "the end", 7, size - 7), ==, 7);
  close (fd);
  source = wire_file_open (fixture->path);
  slice = vcd_slice_new_upload (source, wire_peer_get_uri (fixture->peer), NULL, size - 7, 7);
  reply = fixture_settle_object (vcd_wire_send (fixture->wire, slice), NULL);
  g_assert_cmpuint (vcd_reply_get_status (reply), ==, 200);

  head = wire_peer_dup_head (fixture->peer);
  received = wire_peer_dup_sha256 (fixture->peer);
  g_assert_nonnull (strstr (head, "Content-Range: bytes 4294972289-4294972295/4294972296\n"));
  g_assert_cmpstr (received, ==, expected);

  /* The hash of the first 4 GiB is not what this tests. */
  g_assert_cmpint (truncate (fixture->path, 0), ==, 0);
}

static void
test_authorization (void)
{
  g_autoptr(Fixture) fixture = fixture_new (FALSE, 1000);
  const char *uri = wire_peer_get_uri (fixture->peer);
  g_autoptr(VcdSlice) slice = vcd_slice_new_upload (fixture->source, uri, "Bearer abc", 0, 1000);
  g_autofree char *head = NULL;

  fixture_assert_resolves (vcd_wire_send (fixture->wire, slice));
  head = wire_peer_dup_head (fixture->peer);
  g_assert_nonnull (strstr (head, "Authorization: Bearer abc\n"));
}

/* Any answer is an answer: nothing is followed, repeated or signed in for. */
static void
test_statuses (void)
{
  static const unsigned statuses[] = { 201, 204, 302, 303, 307, 401, 403, 407, 413, 416, 500, 503 };
  g_autoptr(Fixture) fixture = fixture_new (FALSE, 2 * MIB);

  for (unsigned i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      wire_peer_set_mode (fixture->peer, WIRE_PEER_TAKE, statuses[i], 0);
      assert_status (fixture_send (fixture, 0, 1000), statuses[i]);
      g_assert_cmpuint (wire_peer_count_requests (fixture->peer), ==, 2 * i + 1);

      /* Asked first, it refuses without a byte of the body. */
      wire_peer_set_mode (fixture->peer, WIRE_PEER_REFUSE, statuses[i], 0);
      assert_status (fixture_send (fixture, 0, 2 * MIB), statuses[i]);
      g_assert_cmpuint (wire_peer_count_requests (fixture->peer), ==, 2 * i + 2);
    }

  g_assert_cmpuint (wire_peer_count_bytes (fixture->peer), ==, G_N_ELEMENTS (statuses) * 1000);
}

static void
test_words (void)
{
  g_autoptr(Fixture) fixture = fixture_new (FALSE, 1000);
  g_autoptr(VcdReply) reply = NULL;
  const char *words;
  gsize length;

  wire_peer_set_mode (fixture->peer, WIRE_PEER_TAKE, 507, 0);
  reply = fixture_send (fixture, 0, 1000);
  words = g_bytes_get_data (vcd_reply_get_body (reply), &length);
  g_assert_cmpmem (words, length, "words", 5);
  g_assert_cmpstr (vcd_reply_get_request_id (reply), ==, "r-1");
}

/* A server that does not answer to Expect is asked once, and not again. */
static void
test_expectations (gconstpointer mode)
{
  g_autoptr(Fixture) fixture = fixture_new (FALSE, 2 * MIB);

  vcd_wire_set_stall_timeout (fixture->wire, 400);
  wire_peer_set_mode (fixture->peer, GPOINTER_TO_INT (mode), 200, 0);
  assert_status (fixture_send (fixture, 0, 2 * MIB), 200);
  assert_arrived (fixture, 0, 2 * MIB);
  g_assert_cmpuint (wire_peer_count_requests (fixture->peer), ==, 2);

  assert_status (fixture_send (fixture, 0, 2 * MIB), 200);
  g_assert_cmpuint (wire_peer_count_requests (fixture->peer), ==, 3);
}

static void
test_late_answer (void)
{
  g_autoptr(Fixture) fixture = fixture_new (FALSE, 1000);
  g_autoptr(VcdSlice) slice = fixture_slice (fixture, 0, 1000);
  DexFuture *future;
  int64_t started = g_get_monotonic_time ();

  /* Longer than a connection may stand still while bytes are to be sent. */
  vcd_wire_set_stall_timeout (fixture->wire, 100);
  wire_peer_set_mode (fixture->peer, WIRE_PEER_ANSWER_LATE, 200, 0);
  future = vcd_wire_send (fixture->wire, slice);
  fixture_wait_until (g_get_monotonic_time () - started > 300 * 1000);
  g_assert_true (dex_future_is_pending (future));
  wire_peer_release (fixture->peer);
  fixture_assert_resolves (future);
}

static void
test_no_answer (void)
{
  g_autoptr(Fixture) fixture = fixture_new (FALSE, 1000);

  vcd_wire_set_stall_timeout (fixture->wire, 30);
  wire_peer_set_mode (fixture->peer, WIRE_PEER_ANSWER_LATE, 200, 0);
  assert_fails (fixture, VCD_ERROR_NETWORK);
}

/* With TLS this is where closing the connection would block for ever. */
static void
test_stall (gconstpointer tls)
{
  g_autoptr(Fixture) fixture = fixture_new (GPOINTER_TO_INT (tls), LARGE);
  g_autoptr(VcdSlice) slice = fixture_slice (fixture, 0, LARGE);

  vcd_wire_set_stall_timeout (fixture->wire, 300);
  wire_peer_set_mode (fixture->peer, WIRE_PEER_STOP_READING, 0, 100 * KIB);
  fixture_assert_rejects (vcd_wire_send (fixture->wire, slice), VCD_ERROR_NETWORK);

  /* What the kernel holds is not with the server. */
  g_assert_cmpuint (vcd_slice_get_transferred (slice), <, LARGE / 2);
}

static void
test_reset (gconstpointer tls)
{
  g_autoptr(Fixture) fixture = fixture_new (GPOINTER_TO_INT (tls), LARGE);

  wire_peer_set_mode (fixture->peer, WIRE_PEER_RESET, 0, 100 * KIB);
  assert_fails (fixture, VCD_ERROR_NETWORK);
  /* Nothing was sent a second time. */
  g_assert_cmpuint (wire_peer_count_requests (fixture->peer), ==, 1);
}

/* A server that has had enough says so before it has everything; that is not lost. */
static void
test_early_answer (gconstpointer mode)
{
  for (unsigned tls = 0; tls < 2; tls++)
    {
      g_autoptr(Fixture) fixture = fixture_new (tls, LARGE);

      wire_peer_set_mode (fixture->peer, GPOINTER_TO_INT (mode), 413, 300 * KIB);
      assert_status (fixture_send (fixture, 0, LARGE), 413);
      g_assert_cmpuint (wire_peer_count_requests (fixture->peer), ==, 1);
    }
}

static void
test_refused (void)
{
  g_autoptr(Fixture) fixture = fixture_new (FALSE, 1000);
  VcdSource *source = fixture->source;
  g_autoptr(VcdSlice) slice = vcd_slice_new_upload (source, "http://127.0.0.1:1/x", NULL, 0, 1);
  g_autoptr(VcdSlice) nonsense = vcd_slice_new_upload (source, "file:///etc", NULL, 0, 1);

  fixture_assert_rejects (vcd_wire_send (fixture->wire, slice), VCD_ERROR_NETWORK);
  fixture_assert_rejects (vcd_wire_send (fixture->wire, nonsense), VCD_ERROR_SERVER);
}

static void
test_certificate (void)
{
  g_autoptr(Fixture) fixture = fixture_new (TRUE, 1000);
  g_autoptr(VcdTrust) nobody = vcd_trust_new ();
  g_autoptr(VcdWire) wire = vcd_wire_new (nobody);
  g_autoptr(VcdSlice) slice = fixture_slice (fixture, 0, 1000);

  fixture_assert_rejects (vcd_wire_send (wire, slice), VCD_ERROR_CERTIFICATE);
  g_assert_cmpuint (wire_peer_count_requests (fixture->peer), ==, 0);
}

static void
test_truncated (gconstpointer tls)
{
  g_autoptr(Fixture) fixture = fixture_new (GPOINTER_TO_INT (tls), LARGE);
  g_autoptr(VcdSlice) slice = fixture_slice (fixture, 0, LARGE);

  g_assert_cmpint (truncate (fixture->path, LARGE / 2), ==, 0);
  fixture_assert_rejects (vcd_wire_send (fixture->wire, slice), VCD_ERROR_FILE_CHANGED);
  g_assert_cmpuint (wire_peer_count_requests (fixture->peer), ==, 1);
}

/* At 1 KiB/s a connection must neither look dead to the watchdog nor be silent for long. */
static void
test_slow (void)
{
  g_autoptr(Fixture) fixture = fixture_new (TRUE, 900 * KIB);
  g_autoptr(VcdSlice) slice = fixture_slice (fixture, 0, 900 * KIB);
  g_autoptr(VcdLimiter) limiter = vcd_limiter_new ();
  DexFuture *future;

  vcd_limiter_set_rate (limiter, KIB);
  vcd_slice_add_limiter (slice, limiter);
  vcd_wire_set_stall_timeout (fixture->wire, 800);
  future = vcd_wire_send (fixture->wire, slice);
  fixture_wait_until (vcd_slice_get_transferred (slice) > 2 * KIB);
  g_assert_cmpuint (vcd_slice_get_transferred (slice), <, 64 * KIB);

  vcd_wire_set_stall_timeout (fixture->wire, 10000);
  vcd_limiter_set_rate (limiter, 0);
  fixture_assert_resolves (future);
  assert_arrived (fixture, 0, 900 * KIB);
}

static void
test_parallel (void)
{
  g_autoptr(Fixture) fixture = fixture_new (TRUE, 4 * MIB);
  g_autoptr(GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);

  /* More than there are threads. */
  for (unsigned i = 0; i < 7; i++)
    {
      g_autoptr(VcdSlice) slice = fixture_slice (fixture, 0, 4 * MIB);

      g_ptr_array_add (futures, vcd_wire_send (fixture->wire, slice));
    }

  for (unsigned i = 0; i < futures->len; i++)
    fixture_assert_resolves (dex_ref (g_ptr_array_index (futures, i)));
  g_assert_cmpuint (wire_peer_count_bytes (fixture->peer), ==, 7 * 4 * MIB);
}

static unsigned
count_entries (const char *directory)
{
  g_autoptr(GDir) dir = g_dir_open (directory, 0, NULL);
  unsigned count = 0;

  while (g_dir_read_name (dir) != NULL)
    count++;

  return count;
}

/* At any moment: before the connection, in its handshake, in the body, at the answer. */
static void
test_aborts (void)
{
  unsigned files;
  unsigned threads;

  for (unsigned round = 0; round < 2; round++)
    {
      g_autoptr(Fixture) fixture = fixture_new (TRUE, 3 * MIB);
      unsigned cancelled = 0;

      for (unsigned i = 0; i < 100; i++)
        {
          g_autoptr(VcdSlice) slice = fixture_slice (fixture, 0, 3 * MIB);
          g_autoptr(GError) error = NULL;
          DexFuture *future;
          uint64_t goal = g_test_rand_int_range (0, 3 * MIB);
          int64_t until = g_get_monotonic_time () + (i % 2 == 0 ? g_test_rand_int_range (0, 8000)
                                                                : FIXTURE_DEADLINE);

          if (i % 10 == 0)
            vcd_slice_abort (slice);
          future = vcd_wire_send (fixture->wire, slice);

          /* Some by time, which hits the handshake; the others by bytes. */
          if (i % 2 == 0)
            goal = UINT64_MAX;
          while (vcd_slice_get_transferred (slice) < goal && g_get_monotonic_time () < until &&
                 dex_future_is_pending (future))
            g_main_context_iteration (NULL, FALSE);
          vcd_slice_abort (slice);
          vcd_slice_abort (slice);

          if (!fixture_settle (future, &error))
            {
              g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
              cancelled++;
            }
        }

      g_assert_cmpuint (cancelled, >, 50);
      fixture_wait_until (wire_peer_count_open (fixture->peer) == 0);

      /* Whatever the first round leaves stays for good; the second one adds nothing. */
      g_clear_pointer (&fixture, fixture_free);
      if (round == 0)
        {
          files = count_entries ("/proc/self/fd");
          threads = count_entries ("/proc/self/task");
        }
    }

  g_thread_pool_stop_unused_threads ();
  fixture_wait_until (count_entries ("/proc/self/fd") <= files);
  fixture_wait_until (count_entries ("/proc/self/task") <= threads);
}

/* The wire goes while slices are under way, one of them stuck. */
static void
test_shutdown (void)
{
  Fixture *fixture = fixture_new (TRUE, LARGE);
  g_autoptr(VcdSlice) stuck = fixture_slice (fixture, 0, LARGE);
  g_autoptr(VcdSlice) queued = fixture_slice (fixture, 0, LARGE);
  g_autoptr(GError) first = NULL;
  g_autoptr(GError) second = NULL;
  DexFuture *one;
  DexFuture *two;

  wire_peer_set_mode (fixture->peer, WIRE_PEER_STOP_READING, 0, 100 * KIB);
  one = vcd_wire_send (fixture->wire, stuck);
  fixture_wait_until (vcd_slice_get_transferred (stuck) > 100 * KIB);
  two = vcd_wire_send (fixture->wire, queued);
  fixture_assert_finalized (g_steal_pointer (&fixture->wire));

  g_assert_false (fixture_settle (one, &first));
  g_assert_error (first, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (fixture_settle (two, &second));
  g_assert_error (second, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  fixture->wire = vcd_wire_new (fixture->trust);
  g_clear_object (&stuck);
  g_clear_object (&queued);
  fixture_free (fixture);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  g_test_add_data_func ("/wire/put/sizes", GINT_TO_POINTER (FALSE), test_sizes);
  g_test_add_data_func ("/wire/put/sizes-tls", GINT_TO_POINTER (TRUE), test_sizes);
  g_test_add_func ("/wire/put/random", test_random);
  g_test_add_func ("/wire/put/beyond-4-gib", test_beyond_4_gib);
  g_test_add_func ("/wire/put/authorization", test_authorization);
  g_test_add_func ("/wire/put/statuses", test_statuses);
  g_test_add_func ("/wire/put/words", test_words);
  g_test_add_data_func ("/wire/put/never-continue", GINT_TO_POINTER (WIRE_PEER_NEVER_CONTINUE),
                        test_expectations);
  g_test_add_data_func ("/wire/put/no-expectations", GINT_TO_POINTER (WIRE_PEER_NO_EXPECTATIONS),
                        test_expectations);
  g_test_add_func ("/wire/put/late-answer", test_late_answer);
  g_test_add_func ("/wire/put/no-answer", test_no_answer);
  g_test_add_data_func ("/wire/put/stall", GINT_TO_POINTER (FALSE), test_stall);
  g_test_add_data_func ("/wire/put/stall-tls", GINT_TO_POINTER (TRUE), test_stall);
  g_test_add_data_func ("/wire/put/reset", GINT_TO_POINTER (FALSE), test_reset);
  g_test_add_data_func ("/wire/put/reset-tls", GINT_TO_POINTER (TRUE), test_reset);
  g_test_add_data_func ("/wire/put/answer-and-close", GINT_TO_POINTER (WIRE_PEER_ANSWER_AND_CLOSE),
                        test_early_answer);
  g_test_add_data_func ("/wire/put/answer-and-stop", GINT_TO_POINTER (WIRE_PEER_ANSWER_AND_STOP),
                        test_early_answer);
  g_test_add_func ("/wire/put/refused", test_refused);
  g_test_add_func ("/wire/put/certificate", test_certificate);
  g_test_add_data_func ("/wire/put/truncated", GINT_TO_POINTER (FALSE), test_truncated);
  g_test_add_data_func ("/wire/put/truncated-tls", GINT_TO_POINTER (TRUE), test_truncated);
  g_test_add_func ("/wire/put/slow", test_slow);
  g_test_add_func ("/wire/put/parallel", test_parallel);
  g_test_add_func ("/wire/put/aborts", test_aborts);
  g_test_add_func ("/wire/put/shutdown", test_shutdown);

  return g_test_run ();
}
