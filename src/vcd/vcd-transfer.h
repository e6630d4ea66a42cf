/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-types.h"

G_BEGIN_DECLS

#define VCD_TYPE_TRANSFER (vcd_transfer_get_type ())

VCD_EXPORT
G_DECLARE_DERIVABLE_TYPE (VcdTransfer, vcd_transfer, VCD, TRANSFER, GObject)

struct _DexFuture;

struct _VcdTransferClass
{
  GObjectClass parent_class;

  /*< private >*/

  /* The whole of the transfer as a future: resolves at a final state. */
  struct _DexFuture *(*run) (VcdTransfer *self);
  /* What a later process is to know of it has changed. */
  void (*remember) (VcdTransfer *self);
};

VCD_EXPORT
const char       *vcd_transfer_get_id          (VcdTransfer          *self);
VCD_EXPORT
VcdSession       *vcd_transfer_get_session     (VcdTransfer          *self);
VCD_EXPORT
GFile            *vcd_transfer_get_file        (VcdTransfer          *self);
VCD_EXPORT
const char       *vcd_transfer_get_name        (VcdTransfer          *self);
VCD_EXPORT
VcdTransferState  vcd_transfer_get_state       (VcdTransfer          *self);
VCD_EXPORT
VcdWaitReason     vcd_transfer_get_wait_reason (VcdTransfer          *self);
VCD_EXPORT
gboolean          vcd_transfer_is_final        (VcdTransfer          *self);
VCD_EXPORT
const GError     *vcd_transfer_get_error       (VcdTransfer          *self);
VCD_EXPORT
const char       *vcd_transfer_get_note        (VcdTransfer          *self);
VCD_EXPORT
const char       *vcd_transfer_get_retry_reason (VcdTransfer         *self);
VCD_EXPORT
int64_t           vcd_transfer_get_retry_time  (VcdTransfer          *self);
VCD_EXPORT
uint64_t          vcd_transfer_get_size        (VcdTransfer          *self);
VCD_EXPORT
uint64_t          vcd_transfer_get_sent        (VcdTransfer          *self);
VCD_EXPORT
uint64_t          vcd_transfer_get_confirmed   (VcdTransfer          *self);
VCD_EXPORT
double            vcd_transfer_get_rate        (VcdTransfer          *self);
VCD_EXPORT
int64_t           vcd_transfer_get_time_left   (VcdTransfer          *self);
VCD_EXPORT
int               vcd_transfer_get_percent     (VcdTransfer          *self);
VCD_EXPORT
int64_t           vcd_transfer_get_end_time    (VcdTransfer          *self);
VCD_EXPORT
char             *vcd_transfer_dup_report      (VcdTransfer          *self);
VCD_EXPORT
uint64_t          vcd_transfer_get_rate_limit  (VcdTransfer          *self);
VCD_EXPORT
void              vcd_transfer_set_rate_limit  (VcdTransfer          *self,
                                                uint64_t              bytes_per_second);
VCD_EXPORT
void              vcd_transfer_pause           (VcdTransfer          *self);
VCD_EXPORT
void              vcd_transfer_suspend         (VcdTransfer          *self);
VCD_EXPORT
gboolean          vcd_transfer_is_suspended    (VcdTransfer          *self);
VCD_EXPORT
void              vcd_transfer_resume          (VcdTransfer          *self);
VCD_EXPORT
void              vcd_transfer_cancel          (VcdTransfer          *self);
VCD_EXPORT
void              vcd_transfer_run_async       (VcdTransfer          *self,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
VCD_EXPORT
gboolean          vcd_transfer_run_finish      (VcdTransfer          *self,
                                                GAsyncResult         *result,
                                                GError              **error);

G_END_DECLS
