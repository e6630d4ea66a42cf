/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-types.h"

G_BEGIN_DECLS

#define VCD_TYPE_ACCOUNT (vcd_account_get_type ())

VCD_EXPORT
G_DECLARE_FINAL_TYPE (VcdAccount, vcd_account, VCD, ACCOUNT, GObject)

VCD_EXPORT
VcdAccount         *vcd_account_new                 (const char          *server,
                                                     const char          *organization,
                                                     const char          *user);
VCD_EXPORT
const char         *vcd_account_get_id              (VcdAccount          *self);
VCD_EXPORT
const char         *vcd_account_get_title           (VcdAccount          *self);
VCD_EXPORT
void                vcd_account_set_title           (VcdAccount          *self,
                                                     const char          *title);
VCD_EXPORT
const char         *vcd_account_get_server          (VcdAccount          *self);
VCD_EXPORT
const char         *vcd_account_get_organization    (VcdAccount          *self);
VCD_EXPORT
const char         *vcd_account_get_user            (VcdAccount          *self);
VCD_EXPORT
VcdSignInMethod     vcd_account_get_sign_in_method  (VcdAccount          *self);
VCD_EXPORT
void                vcd_account_set_sign_in_method  (VcdAccount          *self,
                                                     VcdSignInMethod      method);
VCD_EXPORT
gboolean            vcd_account_is_same             (VcdAccount          *self,
                                                     VcdAccount          *other);
VCD_EXPORT
const char         *vcd_account_get_api_version     (VcdAccount          *self);
VCD_EXPORT
void                vcd_account_set_api_version     (VcdAccount          *self,
                                                     const char          *api_version);
VCD_EXPORT
gboolean            vcd_account_is_provider         (VcdAccount          *self);

VCD_EXPORT
gboolean            vcd_account_trust               (VcdAccount          *self,
                                                     const char          *host_and_port,
                                                     const char          *fingerprint,
                                                     GError             **error);
VCD_EXPORT
void                vcd_account_distrust            (VcdAccount          *self,
                                                     const char          *host_and_port);
VCD_EXPORT
char              **vcd_account_dup_trusted         (VcdAccount          *self);

VCD_EXPORT
void                vcd_account_set_secret          (VcdAccount          *self,
                                                     const char          *secret);
VCD_EXPORT
gboolean            vcd_account_has_secret          (VcdAccount          *self);
VCD_EXPORT
void                vcd_account_store_secret_async  (VcdAccount          *self,
                                                     GCancellable        *cancellable,
                                                     GAsyncReadyCallback  callback,
                                                     gpointer             user_data);
VCD_EXPORT
gboolean            vcd_account_store_secret_finish (VcdAccount          *self,
                                                     GAsyncResult        *result,
                                                     GError             **error);
VCD_EXPORT
void                vcd_account_load_secret_async   (VcdAccount          *self,
                                                     GCancellable        *cancellable,
                                                     GAsyncReadyCallback  callback,
                                                     gpointer             user_data);
VCD_EXPORT
gboolean            vcd_account_load_secret_finish  (VcdAccount          *self,
                                                     GAsyncResult        *result,
                                                     GError             **error);
VCD_EXPORT
void                vcd_account_clear_secret_async  (VcdAccount          *self,
                                                     GCancellable        *cancellable,
                                                     GAsyncReadyCallback  callback,
                                                     gpointer             user_data);
VCD_EXPORT
gboolean            vcd_account_clear_secret_finish (VcdAccount          *self,
                                                     GAsyncResult        *result,
                                                     GError             **error);

G_END_DECLS
