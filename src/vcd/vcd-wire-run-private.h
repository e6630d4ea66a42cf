/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdatomic.h>

#include "vcd-early-answer-private.h"
#include "vcd-receiver-private.h"
#include "vcd-slice-private.h"

G_BEGIN_DECLS

/* A server that has all the bytes may take so many times longer to answer than to take the next
 * ones: it writes them to a slow disk, or looks at them. */
#define VCD_ANSWER_FACTOR 10

/* Inside of the wire. A VcdWire hands each slice to a lane: a thread with a context and a
 * SoupSession. There the slice becomes a run: one message, or two if the first one only asked
 * whether a body is welcome. A watchdog on a thread of its own looks at all runs. Lanes and
 * watchdog share the hub, and live on without the VcdWire until their runs have ended. */

typedef struct
{
  VcdTrust     *trust;
  GMutex        lock;
  GCond         changed;
  /* VcdRun, borrowed: a run is in here from its start to its end. */
  GPtrArray    *runs;
  /* Hosts that do not answer to Expect: 100-continue. */
  GHashTable   *impatient;
  gboolean      watched;
  gboolean      closed;
  _Atomic unsigned stall_timeout;
} VcdWireHub;

typedef struct
{
  VcdWireHub   *hub;
  GMainContext *context;
  SoupSession  *session;
  /* Both under the hub's lock. */
  unsigned      active;
  gboolean      closed;
} VcdWireLane;

/* Why we ended a message ourselves. */
typedef enum
{
  VCD_CAUSE_NONE,
  VCD_CAUSE_ABORTED,
  VCD_CAUSE_STALLED,
  VCD_CAUSE_STARVED,
  VCD_CAUSE_UNANSWERED,
  VCD_CAUSE_RESTARTED,
  VCD_CAUSE_IMPATIENT,
  VCD_CAUSE_EARLY,
} VcdCause;

typedef enum
{
  VCD_PHASE_CONNECTING,
  VCD_PHASE_SENDING,
  VCD_PHASE_RECEIVING,
} VcdPhase;

typedef struct
{
  VcdWireLane      *lane;
  VcdSlice         *slice;
  DexPromise       *promise;
  char             *host;
  int64_t           started_at;
  _Atomic int       cause;
  _Atomic int       phase;

  /* The watchdog's. */
  uint64_t          seen;
  int64_t           seen_at;

  /* The lane's. */
  SoupMessage      *message;
  /* Until there is a connection, and of what is read from it afterwards. */
  GCancellable     *connecting;
  GCancellable     *cancellable;
  gboolean          connected;
  VcdBodyStream    *body;
  GIOStream        *connection;
  GSource          *patience;
  GSource          *listening;
  unsigned          heard;
  gboolean          expecting;
  gboolean          answered;
  VcdEarlyAnswer   *early;
  GInputStream     *answer;
  GByteArray       *document;
  VcdReceiver      *receiver;
} VcdRun;

/* vcd-wire.c */
VcdWireHub  *vcd_wire_hub_ref        (VcdWireHub     *self);
void         vcd_wire_hub_unref      (VcdWireHub     *self);

/* vcd-wire-lane.c */
VcdWireLane *vcd_wire_lane_new       (VcdWireHub     *hub);
VcdWireLane *vcd_wire_lane_ref       (VcdWireLane    *self);
void         vcd_wire_lane_unref     (VcdWireLane    *self);
/* Runs @func on the lane's thread, never at once. */
void         vcd_wire_lane_post      (VcdWireLane    *self,
                                      GSourceFunc     func,
                                      gpointer        data,
                                      GDestroyNotify  destroy);
/* Ends the thread once it has nothing more to do. */
void         vcd_wire_lane_close     (VcdWireLane    *self);

/* vcd-wire-watch.c: with the hub's lock held, when there is a first run. */
void         vcd_wire_watch_start    (VcdWireHub     *hub);

/* vcd-wire-run.c */
VcdRun      *vcd_run_new             (VcdWireLane    *lane,
                                      VcdSlice       *slice,
                                      DexPromise     *promise);
VcdRun      *vcd_run_ref             (VcdRun         *self);
void         vcd_run_unref           (VcdRun         *self);
/* On the lane's thread, all but the last. */
void         vcd_run_start           (VcdRun         *self);
void         vcd_run_connect         (VcdRun         *self);
void         vcd_run_again           (VcdRun         *self);
void         vcd_run_reply           (VcdRun         *self,
                                      VcdReply       *reply);
void         vcd_run_fail            (VcdRun         *self,
                                      GError         *error);
/* Ends it with what @error means, or with why it was broken. */
void         vcd_run_give_up         (VcdRun         *self,
                                      const GError   *error);
/* Ends the message, from any thread; the first cause counts. */
void         vcd_run_break           (VcdRun         *self,
                                      VcdCause        cause);

void         vcd_run_clear_source    (GSource       **source);

/* vcd-wire-put.c */
void         vcd_run_prepare_put     (VcdRun         *self);
/* vcd-wire-get.c */
void         vcd_run_prepare_get     (VcdRun         *self);
/* Takes the answer in, if its body is what was asked for; FALSE if it is a document. */
gboolean     vcd_run_receive         (VcdRun         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcdRun, vcd_run_unref)

G_END_DECLS
