/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "vcd.h"

G_BEGIN_DECLS

#define AIRLIFT_TYPE_UPLOAD_DIALOG (airlift_upload_dialog_get_type ())

G_DECLARE_FINAL_TYPE (AirliftUploadDialog, airlift_upload_dialog, AIRLIFT, UPLOAD_DIALOG, AdwDialog)

/* @queue: (nullable): where @upload is tried again if it has failed */
AirliftUploadDialog *airlift_upload_dialog_new (VcdMediaUpload   *upload,
                                                VcdTransferQueue *queue);

G_END_DECLS
