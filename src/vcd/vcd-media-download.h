/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-transfer.h"

G_BEGIN_DECLS

#define VCD_TYPE_MEDIA_DOWNLOAD (vcd_media_download_get_type ())

VCD_EXPORT
G_DECLARE_FINAL_TYPE (VcdMediaDownload, vcd_media_download, VCD, MEDIA_DOWNLOAD, VcdTransfer)

VCD_EXPORT
VcdMediaDownload *vcd_media_download_new        (VcdMedia         *media,
                                                 GFile            *file);
VCD_EXPORT
const char       *vcd_media_download_get_sha256 (VcdMediaDownload *self);

G_END_DECLS
