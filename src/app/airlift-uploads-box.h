/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "vcd.h"

G_BEGIN_DECLS

#define AIRLIFT_TYPE_UPLOADS_BOX (airlift_uploads_box_get_type ())

G_DECLARE_FINAL_TYPE (AirliftUploadsBox, airlift_uploads_box, AIRLIFT, UPLOADS_BOX, AdwBin)

/* @catalog: (nullable): whose uploads are to be shown */
void airlift_uploads_box_set_catalog (AirliftUploadsBox *self,
                                      VcdCatalog        *catalog);
/* The application's own queue is there from the beginning. */
void airlift_uploads_box_set_queue   (AirliftUploadsBox *self,
                                      VcdTransferQueue  *queue);

G_END_DECLS
