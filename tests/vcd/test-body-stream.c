/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "vcd-body-stream-private.h"
#include "vcd-error.h"
#include "wire-file.h"

#define KIB 1024
#define MIB (1024 * 1024)

typedef struct
{
  GChecksum *checksum;
  uint64_t   count;
  GError    *error;
  gboolean   done;
  unsigned   waits;
} Reading;

static gboolean read_on (GObject  *stream,
                         gpointer  data);

/* Reads as libsoup does: until it would block, then by a source. */
static void
read_some (VcdBodyStream *stream,
           Reading       *reading)
{
  GPollableInputStream *pollable = G_POLLABLE_INPUT_STREAM (stream);
  uint8_t buffer[8192];

  for (;;)
    {
      g_autoptr(GError) error = NULL;
      gssize n;

      n = g_pollable_input_stream_read_nonblocking (pollable, buffer, sizeof buffer, NULL, &error);

      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        {
          g_autoptr(GSource) source = g_pollable_input_stream_create_source (pollable, NULL);

          g_source_set_callback (source, G_SOURCE_FUNC (read_on), reading, NULL);
          g_source_attach (source, NULL);
          reading->waits++;
          return;
        }

      if (n <= 0)
        {
          reading->error = g_steal_pointer (&error);
          reading->done = TRUE;
          return;
        }

      g_checksum_update (reading->checksum, buffer, n);
      reading->count += n;
    }
}

static gboolean
read_on (GObject  *stream,
         gpointer  data)
{
  read_some (VCD_BODY_STREAM (stream), data);

  return G_SOURCE_REMOVE;
}

static void
assert_reads (VcdBodyStream *stream,
              const char    *path,
              uint64_t       offset,
              uint64_t       length)
{
  g_autofree char *expected = wire_file_sha256 (path, offset, length);
  Reading reading = { .checksum = g_checksum_new (G_CHECKSUM_SHA256) };

  read_some (stream, &reading);
  fixture_wait_until (reading.done);

  g_assert_no_error (reading.error);
  g_assert_cmpuint (reading.count, ==, length);
  g_assert_cmpuint (vcd_body_stream_get_taken (stream), ==, length);
  g_assert_cmpstr (g_checksum_get_string (reading.checksum), ==, expected);
  g_checksum_free (reading.checksum);
}

static void
test_pieces (void)
{
  static const struct { uint64_t offset, length; } pieces[] = {
    { 0, 1 }, { 0, 3 * MIB }, { 3 * MIB - 1, 1 }, { 7, 256 * KIB - 1 }, { 7, 256 * KIB },
    { 7, 256 * KIB + 1 }, { 1, MIB - 1 }, { 1, MIB }, { 1, MIB + 1 }, { 100, 2 * MIB + 12345 },
  };
  g_autoptr(WireFile) path = wire_file_new (3 * MIB);
  g_autoptr(VcdSource) source = wire_file_open (path);

  for (unsigned i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      uint64_t offset = pieces[i].offset;
      uint64_t length = pieces[i].length;
      g_autoptr(VcdBodyStream) stream = vcd_body_stream_new (source, offset, length);

      assert_reads (stream, path, offset, length);
    }
}

/* Slices hash while they are read, in order and over again: the digest is there without a read. */
static void
test_hash (void)
{
  g_autoptr(WireFile) path = wire_file_new (3 * MIB);
  g_autoptr(VcdSource) source = wire_file_open (path);
  g_autofree char *expected = wire_file_sha256 (path, 0, 3 * MIB);
  g_autofree char *digest = NULL;
  static const uint64_t offsets[] = { 2 * MIB, 0, MIB, MIB / 2, 2 * MIB };

  for (unsigned i = 0; i < G_N_ELEMENTS (offsets); i++)
    {
      g_autoptr(VcdBodyStream) stream = vcd_body_stream_new (source, offsets[i], MIB);

      assert_reads (stream, path, offsets[i], MIB);
    }

  digest = wire_file_settle_string (vcd_source_hash (source));
  g_assert_cmpstr (digest, ==, expected);
}

static void
test_blocking (void)
{
  g_autoptr(WireFile) path = wire_file_new (3 * MIB);
  g_autoptr(VcdSource) source = wire_file_open (path);
  g_autoptr(VcdBodyStream) stream = vcd_body_stream_new (source, 5, 2 * MIB);
  g_autoptr(GError) error = NULL;
  g_autofree char *expected = wire_file_sha256 (path, 5, 2 * MIB);
  g_autofree char *digest = NULL;
  g_autofree uint8_t *buffer = g_malloc (3 * MIB);
  gsize count;

  g_assert_true (g_input_stream_read_all (G_INPUT_STREAM (stream), buffer, 3 * MIB, &count, NULL,
                                          &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count, ==, 2 * MIB);
  digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, buffer, count);
  g_assert_cmpstr (digest, ==, expected);
}

static void
test_in_place (void)
{
  g_autoptr(WireFile) path = wire_file_new (MIB);
  g_autoptr(VcdSource) source = wire_file_open (path);
  g_autoptr(VcdBodyStream) stream = vcd_body_stream_new (source, 0, MIB);
  g_autoptr(GError) error = NULL;
  const uint8_t *first;
  const uint8_t *next;
  size_t length;

  fixture_wait_until (g_pollable_input_stream_is_readable (G_POLLABLE_INPUT_STREAM (stream)));
  first = vcd_body_stream_peek (stream, &length, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (length, ==, 256 * KIB);

  vcd_body_stream_consume (stream, 100);
  next = vcd_body_stream_peek (stream, &length, &error);
  g_assert_true (next == first + 100);
  g_assert_cmpuint (length, ==, 256 * KIB - 100);
  g_assert_cmpuint (vcd_body_stream_get_taken (stream), ==, 100);
}

static void
on_fail (gpointer data)
{
  (*(unsigned *) data)++;
}

/* A file that ends too soon is an error, and its user is told before. */
static void
test_truncation (void)
{
  static const VcdBodyPeer peer = { .fail = on_fail };
  g_autoptr(WireFile) path = wire_file_new (8 * MIB);
  g_autoptr(VcdSource) source = wire_file_open (path);
  g_autoptr(VcdBodyStream) stream = vcd_body_stream_new (source, 0, 8 * MIB);
  Reading reading = { .checksum = g_checksum_new (G_CHECKSUM_SHA256) };
  unsigned told = 0;

  vcd_body_stream_set_peer (stream, &peer, &told);
  g_assert_cmpint (truncate (path, 5 * MIB), ==, 0);
  read_some (stream, &reading);
  fixture_wait_until (reading.done);

  g_assert_error (reading.error, VCD_ERROR, VCD_ERROR_FILE_CHANGED);
  g_assert_cmpuint (reading.count, ==, 5 * MIB);
  g_assert_cmpuint (told, >, 0);
  g_clear_error (&reading.error);
  g_checksum_free (reading.checksum);
}

/* A change that keeps the size is found out before the last bytes are given away. */
static void
test_change (void)
{
  g_autoptr(WireFile) path = wire_file_new (8 * MIB);
  g_autoptr(VcdSource) source = wire_file_open (path);
  g_autoptr(VcdBodyStream) stream = vcd_body_stream_new (source, 0, 8 * MIB);
  Reading reading = { .checksum = g_checksum_new (G_CHECKSUM_SHA256) };
  struct timespec times[2] = { { 0, UTIME_OMIT }, { 1000, 0 } };

  g_assert_cmpint (utimensat (AT_FDCWD, path, times, 0), ==, 0);
  read_some (stream, &reading);
  fixture_wait_until (reading.done);

  g_assert_error (reading.error, VCD_ERROR, VCD_ERROR_FILE_CHANGED);
  g_assert_cmpuint (reading.count, <, 8 * MIB);
  g_clear_error (&reading.error);
  g_checksum_free (reading.checksum);
}

static void
test_limits (void)
{
  g_autoptr(WireFile) path = wire_file_new (200 * KIB);
  g_autoptr(VcdSource) source = wire_file_open (path);
  g_autoptr(VcdBodyStream) stream = vcd_body_stream_new (source, 0, 200 * KIB);
  g_autoptr(VcdLimiter) one = vcd_limiter_new ();
  g_autoptr(VcdLimiter) all = vcd_limiter_new ();
  Reading reading = { .checksum = g_checksum_new (G_CHECKSUM_SHA256) };

  vcd_limiter_set_rate (one, KIB);
  vcd_body_stream_add_limiter (stream, all);
  vcd_body_stream_add_limiter (stream, one);

  /* It waits, and goes on, but does not run. */
  read_some (stream, &reading);
  fixture_wait_until (vcd_body_stream_get_state (stream) == VCD_BODY_THROTTLED);
  fixture_wait_until (reading.count >= KIB);
  g_assert_cmpuint (reading.count, <, 20 * KIB);

  /* A limit that is lifted is felt soon. */
  vcd_limiter_set_rate (one, 0);
  fixture_wait_until (reading.done);
  g_assert_no_error (reading.error);
  g_assert_cmpuint (reading.count, ==, 200 * KIB);
  g_checksum_free (reading.checksum);
}

/* Who waits for bytes that may never come is told. */
static void
test_stop (void)
{
  g_autoptr(WireFile) path = wire_file_new (200 * KIB);
  g_autoptr(VcdSource) source = wire_file_open (path);
  g_autoptr(VcdBodyStream) stream = vcd_body_stream_new (source, 0, 200 * KIB);
  g_autoptr(VcdLimiter) limiter = vcd_limiter_new ();
  Reading reading = { .checksum = g_checksum_new (G_CHECKSUM_SHA256) };

  vcd_limiter_set_rate (limiter, 1);
  vcd_body_stream_add_limiter (stream, limiter);
  read_some (stream, &reading);
  fixture_wait_until (vcd_body_stream_get_state (stream) == VCD_BODY_THROTTLED);

  vcd_body_stream_stop (stream);
  fixture_wait_until (reading.done);
  g_assert_error (reading.error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_assert_cmpuint (reading.count, <, 200 * KIB);
  g_clear_error (&reading.error);
  g_checksum_free (reading.checksum);
}

/* Never read, half read, closed, not closed: nothing is left, and no thread waits. */
static void
test_end (void)
{
  g_autoptr(WireFile) path = wire_file_new (4 * MIB);
  VcdSource *source = wire_file_open (path);

  for (unsigned i = 0; i < 4; i++)
    {
      VcdBodyStream *stream = vcd_body_stream_new (source, 0, 4 * MIB);
      GInputStream *input = G_INPUT_STREAM (stream);
      uint8_t byte;

      if (i & 1)
        g_assert_cmpint (g_input_stream_read (input, &byte, 1, NULL, NULL), ==, 1);
      if (i & 2)
        {
          g_autoptr(GError) error = NULL;

          g_assert_true (g_input_stream_close (input, NULL, NULL));
          g_assert_cmpint (g_input_stream_read (input, &byte, 1, NULL, &error), ==, -1);
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
        }

      fixture_assert_finalized (stream);
    }

  /* The readers hold the file. */
  fixture_assert_finalized (source);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  g_test_add_func ("/body-stream/pieces", test_pieces);
  g_test_add_func ("/body-stream/hash", test_hash);
  g_test_add_func ("/body-stream/blocking", test_blocking);
  g_test_add_func ("/body-stream/in-place", test_in_place);
  g_test_add_func ("/body-stream/truncation", test_truncation);
  g_test_add_func ("/body-stream/change", test_change);
  g_test_add_func ("/body-stream/limits", test_limits);
  g_test_add_func ("/body-stream/stop", test_stop);
  g_test_add_func ("/body-stream/end", test_end);

  return g_test_run ();
}
