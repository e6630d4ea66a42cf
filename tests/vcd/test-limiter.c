/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fixture.h"
#include "vcd-allowance-private.h"

/* Time goes on when a test says so. */
static int64_t now;

static int64_t
read_clock (void)
{
  return now;
}

static VcdLimiter *
new_limiter (uint64_t rate)
{
  VcdLimiter *limiter;

  now = 1000 * G_USEC_PER_SEC;
  limiter = vcd_limiter_new_with_clock (read_clock);
  vcd_limiter_set_rate (limiter, rate);

  return limiter;
}

/* Takes as a connection does, at most @most at a time and waiting as it is told, for @seconds. */
static uint64_t
run (VcdLimiter *limiter,
     size_t      most,
     double      seconds)
{
  int64_t end = now + (int64_t) (seconds * G_USEC_PER_SEC);
  uint64_t taken = 0;

  while (now < end)
    {
      int64_t delay = -1;
      size_t granted = vcd_limiter_take (limiter, most, &delay);

      g_assert_cmpuint (granted, <=, most);
      if (granted > 0)
        {
          g_assert_cmpint (delay, ==, 0);
          taken += granted;
        }
      else
        {
          /* Soon enough to see a new rate, and not at once. */
          g_assert_cmpint (delay, >, 0);
          g_assert_cmpint (delay, <=, G_USEC_PER_SEC / 4);
          now += delay;
        }
    }

  return taken;
}

static void
test_unlimited (void)
{
  VcdLimiter *limiter = vcd_limiter_new ();
  int64_t delay = -1;

  g_assert_cmpuint (vcd_limiter_get_rate (limiter), ==, 0);
  g_assert_cmpuint (vcd_limiter_take (limiter, SIZE_MAX, &delay), ==, SIZE_MAX);
  g_assert_cmpint (delay, ==, 0);
  fixture_assert_finalized (limiter);
}

/* Over any time, what was taken is what the rate allows, but for a quarter of a second. */
static void
test_rates (void)
{
  static const uint64_t rates[] = {
    1, 3, 10, 100, 1024, 1500, 4096, 65536, 1000 * 1000, 12500000, 125000000, UINT64_C (10) << 30
  };
  static const size_t pieces[] = { 1, 7, 255, 256, 257, 1460, 16384, 1 << 20 };

  for (unsigned i = 0; i < G_N_ELEMENTS (rates); i++)
    for (unsigned j = 0; j < G_N_ELEMENTS (pieces); j++)
      {
        g_autoptr(VcdLimiter) limiter = NULL;
        double rate = (double) rates[i];
        double seconds = 20;
        double expected, taken;

        /* One byte at a time takes long to count at high rates. */
        if (rate * seconds / (double) pieces[j] > 200000)
          continue;

        limiter = new_limiter (rates[i]);
        g_assert_cmpuint (vcd_limiter_get_rate (limiter), ==, rates[i]);
        taken = (double) run (limiter, pieces[j], seconds);
        expected = rate * seconds;
        g_assert_cmpfloat (taken, <=, expected + rate / 4 + 1);
        /* A wait may end late by a millisecond, each time. */
        g_assert_cmpfloat (taken, >=, MIN (expected - rate / 2 - 1, expected * 0.95));
      }
}

/* At 1 KiB/s something goes out four times a second: no connection looks dead. */
static void
test_slow (void)
{
  g_autoptr(VcdLimiter) limiter = new_limiter (1024);
  int64_t last = now;
  int64_t longest = 0;

  for (unsigned i = 0; i < 1000; i++)
    {
      int64_t delay;

      if (vcd_limiter_take (limiter, 16384, &delay) > 0)
        {
          longest = MAX (longest, now - last);
          last = now;
        }
      else
        now += delay;
    }

  g_assert_cmpint (longest, >, 0);
  g_assert_cmpint (longest, <=, G_USEC_PER_SEC / 4 + 1000);
}

/* A rest is not saved up. */
static void
test_rest (void)
{
  g_autoptr(VcdLimiter) limiter = new_limiter (1000 * 1000);
  int64_t delay;

  now += 3600 * (int64_t) G_USEC_PER_SEC;
  g_assert_cmpuint (vcd_limiter_take (limiter, SIZE_MAX, &delay), ==, 250 * 1000);
  g_assert_cmpuint (vcd_limiter_take (limiter, SIZE_MAX, &delay), ==, 0);
  g_assert_cmpint (delay, >, 0);
}

static void
test_change (void)
{
  g_autoptr(VcdLimiter) limiter = new_limiter (1024);
  uint64_t taken;
  int64_t delay;

  run (limiter, 16384, 5);
  vcd_limiter_take (limiter, 16384, &delay);
  g_assert_cmpuint (vcd_limiter_take (limiter, 16384, &delay), ==, 0);

  /* Faster: at once. */
  vcd_limiter_set_rate (limiter, 10 * 1000 * 1000);
  taken = run (limiter, 16384, 2);
  g_assert_cmpuint (taken, >, 19 * 1000 * 1000);

  /* Slower: what was saved up at the old rate is gone. */
  now += G_USEC_PER_SEC;
  vcd_limiter_set_rate (limiter, 1024);
  g_assert_cmpuint (run (limiter, 16384, 4), <=, 5 * 1024);

  /* None: as much as one likes; and one again. */
  vcd_limiter_set_rate (limiter, 0);
  g_assert_cmpuint (vcd_limiter_take (limiter, 1 << 30, &delay), ==, 1 << 30);
  now += 3600 * (int64_t) G_USEC_PER_SEC;
  vcd_limiter_set_rate (limiter, 1024);
  g_assert_cmpuint (vcd_limiter_take (limiter, 16384, &delay), <=, 256);
}

static void
test_nothing_wanted (void)
{
  g_autoptr(VcdLimiter) limiter = new_limiter (1024);
  int64_t delay = -1;

  g_assert_cmpuint (vcd_limiter_take (limiter, 0, &delay), ==, 0);
  g_assert_cmpint (delay, ==, 0);
}

static gpointer
take_on_thread (gpointer data)
{
  uint64_t taken = 0;

  for (unsigned i = 0; i < 100 * 1000; i++)
    {
      int64_t delay;

      taken += vcd_limiter_take (data, 16, &delay);
    }

  return GSIZE_TO_POINTER (taken);
}

/* Time stands still: all of them together get what one would. */
static void
test_threads (void)
{
  g_autoptr(VcdLimiter) limiter = new_limiter (4000 * 1000);
  GThread *threads[4];
  uint64_t taken = 0;

  now += G_USEC_PER_SEC;
  for (unsigned i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("takes", take_on_thread, limiter);
  for (unsigned i = 0; i < G_N_ELEMENTS (threads); i++)
    taken += GPOINTER_TO_SIZE (g_thread_join (threads[i]));

  g_assert_cmpuint (taken, ==, 1000 * 1000);
}

/* Several limiters: the slowest one counts, and what the others gave is not lost. */
static void
test_allowance (void)
{
  g_autoptr(VcdLimiter) fast = new_limiter (64 * 1024);
  g_autoptr(VcdLimiter) slow = new_limiter (1024);
  g_autoptr(VcdLimiter) none = new_limiter (0);
  g_autoptr(VcdAllowance) allowance = vcd_allowance_new ();
  int64_t end = now + 20 * G_USEC_PER_SEC;
  uint64_t moved = 0;

  g_assert_cmpuint (vcd_allowance_ask (allowance, 1 << 20, &(int64_t) { 0 }), ==, 1 << 20);
  vcd_allowance_add (allowance, fast);
  vcd_allowance_add (allowance, slow);
  vcd_allowance_add (allowance, none);
  while (now < end)
    {
      int64_t delay = -1;
      size_t allowed = vcd_allowance_ask (allowance, 1 << 20, &delay);

      g_assert_cmpuint (allowed, <=, 256);
      if (allowed > 0)
        {
          /* Not all of it has to be moved at once. */
          vcd_allowance_use (allowance, (allowed + 1) / 2);
          moved += (allowed + 1) / 2;
          continue;
        }

      g_assert_cmpint (delay, >, 0);
      g_assert_cmpint (delay, <=, G_USEC_PER_SEC / 5);
      now += delay;
    }

  g_assert_cmpuint (moved, >=, 19 * 1024);
  g_assert_cmpuint (moved, <=, 21 * 1024);

  /* Of the fast one no more was taken than a bucket beside what was moved. */
  g_assert_cmpuint (run (fast, 1 << 20, 0.3), >=, 15 * 1024);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/limiter/unlimited", test_unlimited);
  g_test_add_func ("/limiter/rates", test_rates);
  g_test_add_func ("/limiter/slow", test_slow);
  g_test_add_func ("/limiter/rest", test_rest);
  g_test_add_func ("/limiter/change", test_change);
  g_test_add_func ("/limiter/nothing-wanted", test_nothing_wanted);
  g_test_add_func ("/limiter/threads", test_threads);
  g_test_add_func ("/limiter/allowance", test_allowance);

  return g_test_run ();
}
