/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-types.h"

G_BEGIN_DECLS

#define VCD_TYPE_ACCOUNT_STORE (vcd_account_store_get_type ())

VCD_EXPORT
G_DECLARE_FINAL_TYPE (VcdAccountStore, vcd_account_store, VCD, ACCOUNT_STORE, GObject)

VCD_EXPORT
VcdAccountStore *vcd_account_store_new           (GSettings            *settings);
VCD_EXPORT
VcdAccount      *vcd_account_store_find          (VcdAccountStore      *self,
                                                  const char           *id_or_title);
VCD_EXPORT
void             vcd_account_store_add           (VcdAccountStore      *self,
                                                  VcdAccount           *account);
VCD_EXPORT
void             vcd_account_store_move          (VcdAccountStore      *self,
                                                  VcdAccount           *account,
                                                  unsigned int          position);
VCD_EXPORT
unsigned int     vcd_account_store_withdraw      (VcdAccountStore      *self,
                                                  VcdAccount           *account);
VCD_EXPORT
void             vcd_account_store_clean_async   (VcdAccountStore      *self,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
VCD_EXPORT
gboolean         vcd_account_store_clean_finish  (VcdAccountStore      *self,
                                                  GAsyncResult         *result,
                                                  GError              **error);
VCD_EXPORT
void             vcd_account_store_remove_async  (VcdAccountStore      *self,
                                                  VcdAccount           *account,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
VCD_EXPORT
gboolean         vcd_account_store_remove_finish (VcdAccountStore      *self,
                                                  GAsyncResult         *result,
                                                  GError              **error);

G_END_DECLS
