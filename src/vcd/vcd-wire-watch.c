/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "vcd-wire-run-private.h"

#define MIN_TICK      (10 * G_TIME_SPAN_MILLISECOND)
#define MAX_TICK      G_TIME_SPAN_SECOND

/* Ends a run that has stopped. On a thread of its own, because that of the run may be the one that
 * does not go on: a TLS connection that is closed with a full send buffer blocks it. */
static void
vcd_wire_watch_look (VcdRun  *run,
                     int64_t  now)
{
  VcdSlice *slice = run->slice;
  uint64_t transferred = vcd_slice_get_transferred (slice);
  uint64_t queued = vcd_slice_get_queued (slice);
  int64_t limit = run->lane->hub->stall_timeout * G_TIME_SPAN_MILLISECOND;
  uint64_t taken;
  VcdBodyState state = vcd_slice_get_state (slice, &taken);
  gboolean handed_over;

  /* Each phase has its own time. */
  uint64_t progress = transferred + ((uint64_t) run->phase << 60);

  if (progress != run->seen || (state == VCD_BODY_THROTTLED && queued == 0))
    {
      run->seen = progress;
      run->seen_at = now;
      return;
    }

  handed_over = vcd_slice_is_upload (slice) && taken == vcd_slice_get_length (slice) && queued == 0;
  if (handed_over)
    limit *= VCD_ANSWER_FACTOR;

  if (now - run->seen_at < limit)
    return;

  if (handed_over)
    vcd_run_break (run, VCD_CAUSE_UNANSWERED);
  else if (state == VCD_BODY_STARVED && queued == 0)
    vcd_run_break (run, VCD_CAUSE_STARVED);
  else
    vcd_run_break (run, VCD_CAUSE_STALLED);
}

static gpointer
vcd_wire_watch_run (gpointer data)
{
  VcdWireHub *hub = data;

  g_mutex_lock (&hub->lock);

  while (!hub->closed || hub->runs->len > 0)
    {
      int64_t now = g_get_monotonic_time ();
      int64_t tick = hub->stall_timeout * G_TIME_SPAN_MILLISECOND / 4;

      for (unsigned i = 0; i < hub->runs->len; i++)
        vcd_wire_watch_look (g_ptr_array_index (hub->runs, i), now);

      if (hub->runs->len > 0)
        g_cond_wait_until (&hub->changed, &hub->lock, now + CLAMP (tick, MIN_TICK, MAX_TICK));
      else
        g_cond_wait (&hub->changed, &hub->lock);
    }

  g_mutex_unlock (&hub->lock);
  vcd_wire_hub_unref (hub);

  return NULL;
}

void
vcd_wire_watch_start (VcdWireHub *hub)
{
  if (hub->watched)
    return;

  hub->watched = TRUE;
  g_thread_unref (g_thread_new ("vcd-watch", vcd_wire_watch_run, vcd_wire_hub_ref (hub)));
}
