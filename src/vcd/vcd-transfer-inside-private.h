/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-meter-private.h"
#include "vcd-transfer-private.h"

G_BEGIN_DECLS

/* The inside of VcdTransfer, for the files that it is made of: vcd-transfer.c has the object and
 * its interface, vcd-transfer-state.c what subclasses do to it, vcd-transfer-run.c what those do
 * that run it, and vcd-transfer-fiber.c how it runs, waits and recovers. */
typedef struct
{
  VcdTransferControl  control;

  char               *id;
  VcdSession         *session;
  VcdSession         *source_session; /* where a copy comes from, or NULL */
  GFile              *file;
  char               *name;
  VcdTransferState    state;
  VcdWaitReason       wait_reason;
  GError             *error;
  char               *note;
  char               *retry_reason;
  GPtrArray          *steps;        /* what it went through, for a report */
  int64_t             first_step;   /* monotonic */
  int64_t             retry_time;   /* monotonic, or 0 */

  uint64_t            size;
  uint64_t            sent;
  uint64_t            confirmed;
  double              rate;
  int64_t             time_left;
  int                 percent;      /* of the server's own part */
  int                 shown_percent;
  int64_t             end_time;

  VcdLimiter         *limiter;
  VcdLimiter         *shared_limiter;
  DexFuture          *running;
  gboolean            held;

  VcdSlice           *slice;
  uint64_t            slice_offset;
  VcdMeter            meter;
  unsigned            sampling;
} VcdTransferPrivate;

enum
{
  PROP_0,
  PROP_ID,
  PROP_SESSION,
  PROP_FILE,
  PROP_NAME,
  PROP_STATE,
  PROP_WAIT_REASON,
  PROP_ERROR,
  PROP_NOTE,
  PROP_RETRY_REASON,
  PROP_RETRY_TIME,
  PROP_SIZE,
  PROP_SENT,
  PROP_CONFIRMED,
  PROP_RATE,
  PROP_TIME_LEFT,
  PROP_PERCENT,
  PROP_RATE_LIMIT,
  N_PROPS
};

extern GParamSpec *vcd_transfer_properties[];

VcdTransferPrivate *vcd_transfer_get_private  (VcdTransfer *self);
void                vcd_transfer_get_property (GObject     *object,
                                               guint        id,
                                               GValue      *value,
                                               GParamSpec  *pspec);
/* Whether its sessions are to be kept alive. */
void                vcd_transfer_set_held     (VcdTransfer *self,
                                               gboolean     held);
/* For a report: what it does now, and why. */
void                vcd_transfer_note_step    (VcdTransfer *self,
                                               const char  *reason);
/* The fiber has come to its end. */
void                vcd_transfer_ended        (VcdTransfer *self);

G_END_DECLS
