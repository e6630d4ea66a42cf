/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-backoff-private.h"
#include "vcd-session-private.h"
#include "vcd-transfer.h"
#include "vcd-wire-private.h"

G_BEGIN_DECLS

/* What kinds of transfers have in common: a fiber that works in phases, may be interrupted in each
 * of them, and waits for what passes by itself. All of it on the main context. */

/* What a transfer's fiber is told, and what it waits with. */
typedef struct
{
  GCancellable *stop;      /* of the one who runs it: leave everything as it is */
  GCancellable *interrupt; /* somebody wants something: look at what follows */
  gboolean      stopped;
  gboolean      cancelled;
  gboolean      paused;
  gboolean      lasting;   /* that it is paused holds for later processes, too */
  gboolean      committed; /* too late for a cancel: it would leave less than there was */
  gboolean      managed;   /* by a queue, which says whose turn it is */
  gboolean      has_turn;
  DexPromise   *wake;      /* while it waits */
  VcdBackoff    backoff;
  unsigned      failures;  /* in a row, without progress */
  VcdTransferState phase;  /* what the state is when it does not wait */
} VcdTransferControl;

/* A part of a transfer, on its fiber; FALSE with an error. */
typedef gboolean (*VcdTransferWork) (VcdTransfer  *self,
                                     GError      **error);

VcdTransferControl *vcd_transfer_get_control (VcdTransfer     *self);
/* Scales the times between tries and looks; 1 unless a test is in a hurry. */
void        vcd_transfer_set_patience       (VcdTransfer      *self,
                                             double            scale);

/* For vcd_transfer_run_async(), and for queues: the run that is under way, or a new one. */
DexFuture  *vcd_transfer_run                (VcdTransfer      *self);
gboolean    vcd_transfer_is_running         (VcdTransfer      *self);
/* Ends a run without a word to the server. */
void        vcd_transfer_abandon            (VcdTransfer      *self);
/* Whether it has, or wants, one of the queue's places. */
gboolean    vcd_transfer_is_active          (VcdTransfer      *self);
void        vcd_transfer_set_managed        (VcdTransfer      *self,
                                             gboolean          managed);
void        vcd_transfer_give_turn          (VcdTransfer      *self);
/* A limit that it shares with others, or NULL. */
void        vcd_transfer_set_shared_limiter (VcdTransfer      *self,
                                             VcdLimiter       *limiter);
/* A failed one becomes a queued one. */
void        vcd_transfer_rewind             (VcdTransfer      *self);

/* For subclasses: what everybody sees. */
void        vcd_transfer_set_id             (VcdTransfer      *self,
                                             const char       *id);
void        vcd_transfer_set_session        (VcdTransfer      *self,
                                             VcdSession       *session);
/* Another session that it cannot do without. */
void        vcd_transfer_set_source_session (VcdTransfer      *self,
                                             VcdSession       *session);
VcdSession *vcd_transfer_get_source_session (VcdTransfer      *self);
void        vcd_transfer_set_file           (VcdTransfer      *self,
                                             GFile            *file);
void        vcd_transfer_set_name           (VcdTransfer      *self,
                                             const char       *name);
void        vcd_transfer_set_size           (VcdTransfer      *self,
                                             uint64_t          size);
/* What the server has; what was sent is not more, as long as nothing is under way. */
void        vcd_transfer_set_confirmed      (VcdTransfer      *self,
                                             uint64_t          confirmed);
/* How far the server is with its own part, or -1. */
void        vcd_transfer_set_percent        (VcdTransfer      *self,
                                             int               percent);
void        vcd_transfer_set_note           (VcdTransfer      *self,
                                             const char       *note);
void        vcd_transfer_set_state          (VcdTransfer      *self,
                                             VcdTransferState  state);
void        vcd_transfer_set_waiting        (VcdTransfer      *self,
                                             VcdWaitReason     reason,
                                             const GError     *cause);
/* For @milliseconds, after which it is worth another try. */
void        vcd_transfer_set_retrying       (VcdTransfer      *self,
                                             VcdWaitReason     reason,
                                             const GError     *cause,
                                             unsigned          milliseconds);
/* The wait is over; or, unless @trying, there was no need for another one. */
void        vcd_transfer_set_tried          (VcdTransfer      *self,
                                             gboolean          trying);
/* A server's words may hold what it was sent, or where it wants something to be sent to. */
char       *vcd_transfer_conceal            (const char       *text);
void        vcd_transfer_set_failed         (VcdTransfer      *self,
                                             const GError     *error);

/* For subclasses: what moves bytes. */
VcdWire    *vcd_transfer_get_wire           (VcdTransfer      *self);
VcdWire    *vcd_wire_for_session            (VcdSession       *session);
void        vcd_transfer_add_limiters       (VcdTransfer      *self,
                                             VcdSlice         *slice);
/* Of both limits the lower one, in bytes a second, or 0. */
uint64_t    vcd_transfer_get_lowest_limit   (VcdTransfer      *self);
/* Looks at @slice, which began at @offset, until it is set to NULL. */
void        vcd_transfer_watch_slice        (VcdTransfer      *self,
                                             VcdSlice         *slice,
                                             uint64_t          offset);
/* Sends it and waits, until there is an answer, an error, or an interruption; the connection is
 * closed when it returns. */
VcdReply   *vcd_transfer_await_slice        (VcdTransfer      *self,
                                             VcdSlice         *slice,
                                             uint64_t          offset,
                                             GError          **error);

/* For subclasses: the fiber, in vcd-transfer-fiber.c. @work ends by setting a final state, or with
 * an error. @clean follows a cancel. */
DexFuture  *vcd_transfer_spawn              (VcdTransfer      *self,
                                             VcdTransferWork   work,
                                             VcdTransferWork   clean);
/* A new phase. While it waits that shows only when something has worked. */
void        vcd_transfer_enter              (VcdTransfer      *self,
                                             VcdTransferState  phase);
void        vcd_transfer_go_on              (VcdTransfer      *self);
/* It came nearer to its end: the next trouble is the first one. */
void        vcd_transfer_progressed         (VcdTransfer      *self);
gboolean    vcd_transfer_is_interrupted     (VcdTransfer      *self);
/* @future (taken), or G_IO_ERROR_CANCELLED when it is interrupted, or only when it is stopped. */
DexFuture  *vcd_transfer_unless_interrupted (VcdTransfer      *self,
                                             DexFuture        *future);
DexFuture  *vcd_transfer_unless_stopped     (VcdTransfer      *self,
                                             DexFuture        *future);
/* FALSE if it was interrupted meanwhile. */
gboolean    vcd_transfer_sleep              (VcdTransfer      *self,
                                             unsigned          milliseconds,
                                             GError          **error);
/* After @cause (taken): waits until it is worth another try, or FALSE with what ends it all. */
gboolean    vcd_transfer_recover            (VcdTransfer      *self,
                                             GError           *cause,
                                             GError          **error);
/* The same where the bytes travel, when the server may well be there: at most @tries without
 * progress. */
gboolean    vcd_transfer_retry_later        (VcdTransfer      *self,
                                             GError           *cause,
                                             unsigned          tries,
                                             GError          **error);
void        vcd_transfer_wake               (VcdTransfer      *self);

G_END_DECLS
