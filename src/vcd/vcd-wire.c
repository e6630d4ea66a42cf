/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "vcd-wire-run-private.h"

/* One thread encrypts some 800 MB/s; more than a few do not help any link. */
#define MAX_LANES     4
#define STALL_TIMEOUT 60000

/* The threads, contexts and SoupSessions on which bytes travel. */
struct _VcdWire
{
  GObject      parent_instance;

  VcdWireHub  *hub;
  GPtrArray   *lanes;
};

G_DEFINE_FINAL_TYPE (VcdWire, vcd_wire, G_TYPE_OBJECT)

static void
vcd_wire_hub_clear (gpointer data)
{
  VcdWireHub *self = data;

  g_clear_object (&self->trust);
  g_ptr_array_unref (self->runs);
  g_hash_table_unref (self->impatient);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
}

static VcdWireHub *
vcd_wire_hub_new (VcdTrust *trust)
{
  VcdWireHub *self = g_atomic_rc_box_new0 (VcdWireHub);

  self->trust = g_object_ref (trust);
  self->runs = g_ptr_array_new ();
  self->impatient = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->stall_timeout = STALL_TIMEOUT;
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);

  return self;
}

VcdWireHub *
vcd_wire_hub_ref (VcdWireHub *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
vcd_wire_hub_unref (VcdWireHub *self)
{
  g_atomic_rc_box_release_full (self, vcd_wire_hub_clear);
}

/* The lane with the least to do; another one is opened if that has something to do. */
static VcdWireLane *
vcd_wire_choose_lane (VcdWire *self)
{
  VcdWireLane *best = NULL;

  g_mutex_lock (&self->hub->lock);
  for (unsigned i = 0; i < self->lanes->len; i++)
    {
      VcdWireLane *lane = g_ptr_array_index (self->lanes, i);

      if (best == NULL || lane->active < best->active)
        best = lane;
    }

  if (best == NULL || (best->active > 0 && self->lanes->len < MAX_LANES))
    {
      best = vcd_wire_lane_new (self->hub);
      g_ptr_array_add (self->lanes, best);
    }
  best->active++;
  g_mutex_unlock (&self->hub->lock);

  return best;
}

static void
vcd_wire_dispose (GObject *object)
{
  VcdWire *self = VCD_WIRE (object);

  if (self->hub != NULL)
    {
      g_autoptr (GPtrArray) slices = g_ptr_array_new_with_free_func (g_object_unref);

      g_mutex_lock (&self->hub->lock);
      self->hub->closed = TRUE;
      for (unsigned i = 0; i < self->hub->runs->len; i++)
        {
          VcdRun *run = g_ptr_array_index (self->hub->runs, i);

          g_ptr_array_add (slices, g_object_ref (run->slice));
        }
      g_cond_broadcast (&self->hub->changed);
      g_mutex_unlock (&self->hub->lock);

      for (unsigned i = 0; i < slices->len; i++)
        vcd_slice_abort (g_ptr_array_index (slices, i));
      for (unsigned i = 0; i < self->lanes->len; i++)
        vcd_wire_lane_close (g_ptr_array_index (self->lanes, i));
    }

  g_clear_pointer (&self->lanes, g_ptr_array_unref);
  g_clear_pointer (&self->hub, vcd_wire_hub_unref);

  G_OBJECT_CLASS (vcd_wire_parent_class)->dispose (object);
}

static void
vcd_wire_class_init (VcdWireClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = vcd_wire_dispose;
}

static void
vcd_wire_init (VcdWire *self)
{
  self->lanes = g_ptr_array_new_with_free_func ((GDestroyNotify) vcd_wire_lane_unref);
}

VcdWire *
vcd_wire_new (VcdTrust *trust)
{
  VcdWire *self = g_object_new (VCD_TYPE_WIRE, NULL);

  self->hub = vcd_wire_hub_new (trust);

  return self;
}

static gboolean
vcd_wire_start_run (gpointer data)
{
  vcd_run_start (data);

  return G_SOURCE_REMOVE;
}

static void
vcd_wire_abort_run (gpointer data)
{
  vcd_run_break (data, VCD_CAUSE_ABORTED);
}

DexFuture *
vcd_wire_send (VcdWire  *self,
               VcdSlice *slice)
{
  DexPromise *promise = dex_promise_new ();
  VcdWireHub *hub = self->hub;
  VcdRun *run = vcd_run_new (vcd_wire_choose_lane (self), slice, promise);

  g_mutex_lock (&hub->lock);
  g_ptr_array_add (hub->runs, run);
  vcd_wire_watch_start (hub);
  g_cond_broadcast (&hub->changed);
  g_mutex_unlock (&hub->lock);

  if (!vcd_slice_begin (slice, vcd_wire_abort_run, vcd_run_ref (run),
                        (GDestroyNotify) vcd_run_unref))
    {
      /* A slice that was aborted before; or sent before, which nobody does. */
      vcd_run_break (run, VCD_CAUSE_ABORTED);
      vcd_run_unref (run);
    }

  vcd_wire_lane_post (run->lane, vcd_wire_start_run, run, NULL);

  return DEX_FUTURE (promise);
}

void
vcd_wire_set_stall_timeout (VcdWire  *self,
                            unsigned  milliseconds)
{
  self->hub->stall_timeout = milliseconds;
}
