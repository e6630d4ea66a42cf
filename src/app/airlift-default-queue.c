/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-default-queue.h"

#include "airlift-application.h"

VcdTransferQueue *
airlift_transfers_get_default_queue (void)
{
  GApplication *application = g_application_get_default ();

  if (!AIRLIFT_IS_APPLICATION (application))
    return NULL;

  return airlift_application_get_queue (AIRLIFT_APPLICATION (application));
}
