/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-types.h"

G_BEGIN_DECLS

#define VCD_TYPE_SESSION_LIST (vcd_session_list_get_type ())

VCD_EXPORT
G_DECLARE_FINAL_TYPE (VcdSessionList, vcd_session_list, VCD, SESSION_LIST, GObject)

VCD_EXPORT
VcdSessionList *vcd_session_list_new          (VcdAccountStore *store);
VCD_EXPORT
VcdSession     *vcd_session_list_find         (VcdSessionList  *self,
                                               VcdAccount      *account);
VCD_EXPORT
VcdSession     *vcd_session_list_find_match   (VcdSessionList  *self,
                                               const char      *server,
                                               const char      *organization,
                                               const char      *user);
VCD_EXPORT
void            vcd_session_list_sign_in      (VcdSessionList  *self,
                                               VcdSession      *session);
VCD_EXPORT
void            vcd_session_list_sign_in_all  (VcdSessionList  *self);
VCD_EXPORT
void            vcd_session_list_sign_out     (VcdSessionList  *self,
                                               VcdSession      *session);
VCD_EXPORT
void            vcd_session_list_close_async  (VcdSessionList  *self,
                                               GCancellable    *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer         user_data);
VCD_EXPORT
gboolean        vcd_session_list_close_finish (VcdSessionList  *self,
                                               GAsyncResult    *result,
                                               GError         **error);

G_END_DECLS
