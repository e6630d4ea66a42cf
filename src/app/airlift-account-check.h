/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include <vcd.h>

G_BEGIN_DECLS

#define AIRLIFT_TYPE_ACCOUNT_CHECK (airlift_account_check_get_type ())

G_DECLARE_FINAL_TYPE (AirliftAccountCheck, airlift_account_check, AIRLIFT, ACCOUNT_CHECK,
                      AdwPreferencesGroup)

/* @version: of the API, as the server was seen to speak it */
void     airlift_account_check_run_async  (AirliftAccountCheck  *self,
                                           VcdSession           *session,
                                           const char           *version,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              data);
/* FALSE with the error that the failed row shows. */
gboolean airlift_account_check_run_finish (AirliftAccountCheck  *self,
                                           GAsyncResult         *result,
                                           GError              **error);
/* Whether there is no other account that is the same. */
gboolean airlift_account_check_is_new     (VcdAccount           *account,
                                           GError              **error);

G_END_DECLS
