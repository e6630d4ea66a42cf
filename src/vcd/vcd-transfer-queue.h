/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-types.h"

G_BEGIN_DECLS

#define VCD_TYPE_TRANSFER_QUEUE (vcd_transfer_queue_get_type ())

VCD_EXPORT
G_DECLARE_FINAL_TYPE (VcdTransferQueue, vcd_transfer_queue, VCD, TRANSFER_QUEUE, GObject)

/**
 * VcdSessionLookup:
 * @server: the server's address
 * @organization: the organization
 * @user: the user
 * @user_data: what was given with the function
 *
 * Finds the session that a journalled transfer belongs to.
 *
 * Returns: (transfer full) (nullable): the session, or %NULL to leave the transfer in the journal
 */
typedef VcdSession *(*VcdSessionLookup) (const char *server,
                                         const char *organization,
                                         const char *user,
                                         gpointer    user_data);

VCD_EXPORT
VcdTransferQueue *vcd_transfer_queue_new                (GFile                *journal_directory);
VCD_EXPORT
void              vcd_transfer_queue_add                (VcdTransferQueue     *self,
                                                         VcdTransfer          *transfer);
VCD_EXPORT
gboolean          vcd_transfer_queue_adopt              (VcdTransferQueue     *self,
                                                         VcdMediaUpload       *upload);
/* Whether a live process works on the upload to @media_href, as the journal says. */
VCD_EXPORT
gboolean          vcd_transfer_queue_is_claimed         (VcdTransferQueue     *self,
                                                         const char           *media_href);
/* Drops what the journal knows of the upload to @media_href; FALSE if a process works on it. */
VCD_EXPORT
gboolean          vcd_transfer_queue_discard            (VcdTransferQueue     *self,
                                                         const char           *media_href);
VCD_EXPORT
void              vcd_transfer_queue_remove             (VcdTransferQueue     *self,
                                                         VcdTransfer          *transfer);
VCD_EXPORT
void              vcd_transfer_queue_move               (VcdTransferQueue     *self,
                                                         VcdTransfer          *transfer,
                                                         unsigned int          position);
VCD_EXPORT
void              vcd_transfer_queue_retry              (VcdTransferQueue     *self,
                                                         VcdTransfer          *transfer);
VCD_EXPORT
void              vcd_transfer_queue_pause_all          (VcdTransferQueue     *self);
VCD_EXPORT
void              vcd_transfer_queue_resume_all         (VcdTransferQueue     *self);
VCD_EXPORT
void              vcd_transfer_queue_clear_done         (VcdTransferQueue     *self);
VCD_EXPORT
unsigned int      vcd_transfer_queue_get_n_active       (VcdTransferQueue     *self);
VCD_EXPORT
unsigned int      vcd_transfer_queue_get_max_active     (VcdTransferQueue     *self);
VCD_EXPORT
void              vcd_transfer_queue_set_max_active     (VcdTransferQueue     *self,
                                                         unsigned int          max_active);
VCD_EXPORT
unsigned int      vcd_transfer_queue_get_max_per_account (VcdTransferQueue    *self);
VCD_EXPORT
void              vcd_transfer_queue_set_max_per_account (VcdTransferQueue    *self,
                                                          unsigned int         max_per_account);
VCD_EXPORT
uint64_t          vcd_transfer_queue_get_rate_limit     (VcdTransferQueue     *self);
VCD_EXPORT
void              vcd_transfer_queue_set_rate_limit     (VcdTransferQueue     *self,
                                                         uint64_t              bytes_per_second);
VCD_EXPORT
unsigned int      vcd_transfer_queue_get_import_limit   (VcdTransferQueue     *self);
VCD_EXPORT
void              vcd_transfer_queue_set_import_limit   (VcdTransferQueue     *self,
                                                         unsigned int          seconds);
VCD_EXPORT
void              vcd_transfer_queue_set_courteous      (VcdTransferQueue     *self,
                                                         gboolean              courteous);
VCD_EXPORT
void              vcd_transfer_queue_set_keep_failed    (VcdTransferQueue     *self,
                                                         gboolean              keep_failed);
VCD_EXPORT
void              vcd_transfer_queue_restore_async      (VcdTransferQueue     *self,
                                                         VcdSessionLookup      lookup,
                                                         gpointer              lookup_data,
                                                         GDestroyNotify        lookup_destroy,
                                                         GCancellable         *cancellable,
                                                         GAsyncReadyCallback   callback,
                                                         gpointer              user_data);
VCD_EXPORT
unsigned int      vcd_transfer_queue_restore_finish     (VcdTransferQueue     *self,
                                                         GAsyncResult         *result,
                                                         GError              **error);

G_END_DECLS
