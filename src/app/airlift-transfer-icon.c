/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-transfer-icon.h"

#include "airlift-transfer-groups.h"

/* What is to be seen of a transfer at a glance. */

const char *
airlift_transfer_get_icon_name (VcdTransfer *transfer,
                                const char **mood)
{
  *mood = NULL;
  switch ((int) vcd_transfer_get_state (transfer))
    {
    case VCD_TRANSFER_PAUSED:
      return "media-playback-pause-symbolic";
    case VCD_TRANSFER_DONE:
      *mood = "success";
      return "object-select-symbolic";
    case VCD_TRANSFER_SKIPPED:
    case VCD_TRANSFER_CANCELLED:
      *mood = "dimmed";
      return "process-stop-symbolic";
    case VCD_TRANSFER_FAILED:
      *mood = "error";
      return "dialog-error-symbolic";
    case VCD_TRANSFER_QUEUED:
      *mood = "dimmed";
      break;
    default:
      if (airlift_transfer_get_group (transfer) == AIRLIFT_GROUP_ATTENTION)
        {
          *mood = "warning";
          return "dialog-warning-symbolic";
        }
      break;
    }

  return VCD_IS_MEDIA_DOWNLOAD (transfer) ? "folder-download-symbolic" : "document-send-symbolic";
}
