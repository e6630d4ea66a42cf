/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "vcd-splice-private.h"
#include "vcd-wire-run-private.h"
#include "vcd-worker-private.h"

/* Slices are told apart by the lane, never queued by libsoup. */
#define MAX_CONNECTIONS 64

static void
vcd_wire_lane_clear (gpointer data)
{
  VcdWireLane *self = data;

  g_main_context_unref (self->context);
  vcd_wire_hub_unref (self->hub);
}

VcdWireLane *
vcd_wire_lane_ref (VcdWireLane *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
vcd_wire_lane_unref (VcdWireLane *self)
{
  g_atomic_rc_box_release_full (self, vcd_wire_lane_clear);
}

/* Nothing of libsoup's own initiative: no second try with credentials, no cookies, no decoding of
 * images, and no time limit, which would also count a server's silence after the last byte. */
static SoupSession *
vcd_wire_lane_make_session (void)
{
  SoupSession *session = soup_session_new_with_options ("timeout", 0,
                                                        "max-conns", MAX_CONNECTIONS,
                                                        "max-conns-per-host", MAX_CONNECTIONS,
                                                        NULL);

  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);

  return session;
}

static gboolean
vcd_wire_lane_is_done (VcdWireLane *self)
{
  gboolean done;

  g_mutex_lock (&self->hub->lock);
  done = self->closed && self->active == 0;
  g_mutex_unlock (&self->hub->lock);

  return done;
}

static gpointer
vcd_wire_lane_run (gpointer data)
{
  VcdWireLane *self = data;

  vcd_worker_be_courteous ();
  g_main_context_push_thread_default (self->context);
  vcd_splice_install ();
  self->session = vcd_wire_lane_make_session ();

  while (!vcd_wire_lane_is_done (self))
    g_main_context_iteration (self->context, TRUE);

  soup_session_abort (self->session);
  g_clear_object (&self->session);
  while (g_main_context_iteration (self->context, FALSE))
    ;

  g_main_context_pop_thread_default (self->context);
  vcd_wire_lane_unref (self);

  return NULL;
}

VcdWireLane *
vcd_wire_lane_new (VcdWireHub *hub)
{
  VcdWireLane *self = g_atomic_rc_box_new0 (VcdWireLane);

  self->hub = vcd_wire_hub_ref (hub);
  self->context = g_main_context_new ();
  /* Nobody waits for its end: it may be busy with a connection that is being shut down. */
  g_thread_unref (g_thread_new ("vcd-wire", vcd_wire_lane_run, vcd_wire_lane_ref (self)));

  return self;
}

void
vcd_wire_lane_post (VcdWireLane    *self,
                    GSourceFunc     func,
                    gpointer        data,
                    GDestroyNotify  destroy)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, data, destroy);
  g_source_attach (source, self->context);
}

void
vcd_wire_lane_close (VcdWireLane *self)
{
  g_mutex_lock (&self->hub->lock);
  self->closed = TRUE;
  g_mutex_unlock (&self->hub->lock);

  g_main_context_wakeup (self->context);
}
