/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "vcd-backoff-private.h"
#include "vcd-error.h"
#include "vcd-media-name-private.h"
#include "vcd-meter-private.h"
#include "vcd-slice-size-private.h"

/* What transfers reckon with: waits, rates, sizes and names. */

#define MIB ((uint64_t) 1024 * 1024)

static void
test_backoff (void)
{
  const double seconds[] = { 1, 2, 4, 8, 16, 32, 60, 60, 60 };
  VcdBackoff backoff;

  vcd_backoff_init (&backoff);
  for (unsigned round = 0; round < 50; round++)
    {
      for (unsigned i = 0; i < G_N_ELEMENTS (seconds); i++)
        {
          unsigned milliseconds = vcd_backoff_next (&backoff);

          g_assert_cmpfloat (milliseconds, >=, seconds[i] * 749);
          g_assert_cmpfloat (milliseconds, <=, MIN (seconds[i] * 1251, 60000));
        }
      vcd_backoff_reset (&backoff);
    }
}

static void
test_jitter (void)
{
  unsigned first = 0;
  unsigned different = 0;

  for (unsigned i = 0; i < 20; i++)
    {
      VcdBackoff backoff;
      unsigned milliseconds;

      vcd_backoff_init (&backoff);
      milliseconds = vcd_backoff_next (&backoff);
      if (i == 0)
        first = milliseconds;
      different += milliseconds != first;
    }
  g_assert_cmpuint (different, >, 0);
}

static void
test_meter (void)
{
  VcdMeter meter = { 0 };
  int64_t now = 1000;

  g_assert_cmpfloat (vcd_meter_get_rate (&meter), ==, 0);
  for (unsigned i = 0; i <= 40; i++, now += G_USEC_PER_SEC / 4)
    vcd_meter_add (&meter, now, i * 1000);
  g_assert_cmpfloat_with_epsilon (vcd_meter_get_rate (&meter), 4000, 1);

  /* It follows a change within five seconds. */
  for (unsigned i = 1; i <= 21; i++, now += G_USEC_PER_SEC / 4)
    vcd_meter_add (&meter, now, 40000 + i * 100);
  g_assert_cmpfloat_with_epsilon (vcd_meter_get_rate (&meter), 400, 1);

  /* What goes back, or comes after a silence, is a new beginning. */
  vcd_meter_add (&meter, now, 5);
  g_assert_cmpfloat (vcd_meter_get_rate (&meter), ==, 0);
  vcd_meter_add (&meter, now + 10 * G_USEC_PER_SEC, 500000);
  g_assert_cmpfloat (vcd_meter_get_rate (&meter), ==, 0);
}

static void
test_slice_grows (void)
{
  VcdSliceSize size;

  vcd_slice_size_init (&size);
  g_assert_cmpuint (vcd_slice_size_choose (&size, 100 * MIB, 0), ==, 16 * MIB);
  g_assert_cmpuint (vcd_slice_size_choose (&size, 5, 0), ==, 5);

  /* Not faster than four times, and to two gibibytes. */
  vcd_slice_size_worked (&size, 16 * MIB, 1000);
  g_assert_cmpuint (size.next, ==, 64 * MIB);
  for (unsigned i = 0; i < 10; i++)
    vcd_slice_size_worked (&size, size.next, 1000);
  g_assert_cmpuint (size.next, ==, 2048 * MIB);

  /* One that takes 30 seconds is twice too large. */
  vcd_slice_size_worked (&size, size.next, 30 * G_USEC_PER_SEC);
  g_assert_cmpuint (size.next, ==, 1024 * MIB);
}

static void
test_slice_shrinks (void)
{
  VcdSliceSize size;

  vcd_slice_size_init (&size);
  vcd_slice_size_failed (&size);
  g_assert_cmpuint (size.next, ==, 8 * MIB);
  for (unsigned i = 0; i < 10; i++)
    vcd_slice_size_failed (&size);
  g_assert_cmpuint (size.next, ==, MIB);

  /* The end of a file was not slow because it was large. */
  vcd_slice_size_worked (&size, 10, 100);
  g_assert_cmpuint (size.next, ==, MIB);
}

static void
test_slice_refused (void)
{
  VcdSliceSize size;

  vcd_slice_size_init (&size);
  vcd_slice_size_refused (&size, 16 * MIB);
  g_assert_cmpuint (size.next, ==, 4 * MIB);
  for (unsigned i = 0; i < 10; i++)
    vcd_slice_size_worked (&size, size.next, 1000);
  g_assert_cmpuint (size.next, ==, 8 * MIB);
}

/* A slow limit makes small slices: no balancer waits for hours. */
static void
test_slice_limited (void)
{
  VcdSliceSize size;

  vcd_slice_size_init (&size);
  g_assert_cmpuint (vcd_slice_size_choose (&size, 100 * MIB, 200 * 1024), ==, 15 * 200 * 1024);
  g_assert_cmpuint (vcd_slice_size_choose (&size, 100 * MIB, 1024), ==, MIB);
  g_assert_cmpuint (vcd_slice_size_choose (&size, 100 * MIB, UINT64_MAX), ==, 16 * MIB);
}

static void
test_numbered_names (void)
{
  const char *cases[][2] = {
    { "debian.iso", "debian (2).iso" },
    { "no extension", "no extension (2)" },
    { ".hidden", ".hidden (2)" },
    { "archive.tar.gz", "archive.tar (2).gz" },
    { "Windows 11 vs. all others", "Windows 11 vs. all others (2)" },
    { "漢.iso", "漢 (2).iso" },
    { "dot.", "dot. (2)" },
  };
  g_autofree char *long_name = g_strnfill (124, 'n');
  g_autofree char *full = g_strconcat (long_name, ".iso", NULL);
  g_autofree char *numbered = vcd_media_name_number (full, 10);
  g_autofree char *temporary = vcd_media_name_temporary (full);

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = vcd_media_name_number (cases[i][0], 2);

      g_assert_cmpstr (name, ==, cases[i][1]);
    }

  g_assert_cmpint (g_utf8_strlen (numbered, -1), ==, 128);
  g_assert_true (g_str_has_suffix (numbered, "n (10).iso"));
  g_assert_cmpint (g_utf8_strlen (temporary, -1), ==, 128);
}

static void
test_checked_names (void)
{
  g_autofree char *long_name = g_strnfill (129, 'n');
  g_autoptr (GString) wide = g_string_new (NULL);
  const char *bad[] = { "", "   ", "a\tb", "a\x01", "\xc2\x85", "a\xff", long_name };

  for (unsigned i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (vcd_media_name_check (bad[i], &error));
      g_assert_error (error, VCD_ERROR, VCD_ERROR_INVALID);
    }

  /* Characters are counted, not bytes. */
  for (unsigned i = 0; i < 128; i++)
    g_string_append (wide, "漢");
  g_assert_true (vcd_media_name_check (wide->str, NULL));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/transfer-parts/backoff", test_backoff);
  g_test_add_func ("/transfer-parts/jitter", test_jitter);
  g_test_add_func ("/transfer-parts/meter", test_meter);
  g_test_add_func ("/transfer-parts/slice/grows", test_slice_grows);
  g_test_add_func ("/transfer-parts/slice/shrinks", test_slice_shrinks);
  g_test_add_func ("/transfer-parts/slice/refused", test_slice_refused);
  g_test_add_func ("/transfer-parts/slice/limited", test_slice_limited);
  g_test_add_func ("/transfer-parts/names/numbered", test_numbered_names);
  g_test_add_func ("/transfer-parts/names/checked", test_checked_names);

  return g_test_run ();
}
