/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "vcd.h"

G_BEGIN_DECLS

#define AIRLIFT_TYPE_WINDOW (airlift_window_get_type ())

G_DECLARE_FINAL_TYPE (AirliftWindow, airlift_window, AIRLIFT, WINDOW, AdwApplicationWindow)

AirliftWindow *airlift_window_new            (AdwApplication *application);
/* Returns: (transfer none) (nullable): the catalog that is shown */
VcdCatalog    *airlift_window_get_catalog    (AirliftWindow  *self);
/* Shows @catalog, in the sidebar and beside it. */
void           airlift_window_show_catalog   (AirliftWindow  *self,
                                              VcdCatalog     *catalog);
/* The same for one that may still have to be loaded; an empty @catalog_href: the account itself. */
void           airlift_window_select         (AirliftWindow  *self,
                                              const char     *account_id,
                                              const char     *catalog_href);
/* The same, and selects an image in it once it is listed. */
void           airlift_window_select_media   (AirliftWindow  *self,
                                              const char     *account_id,
                                              const char     *catalog_href,
                                              const char     *media_href);
/* What a drop would do that is now above the window; NULL when there is none. */
void           airlift_window_set_drop_hint  (AirliftWindow  *self,
                                              const char     *text,
                                              gboolean        accepted);
/* @toast: (transfer full) */
void           airlift_window_add_toast      (AirliftWindow  *self,
                                              AdwToast       *toast);
/* Opens the list of all transfers, in the form that suits the width. */
void           airlift_window_show_transfers (AirliftWindow  *self);

G_END_DECLS
