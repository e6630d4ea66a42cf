/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "vcd.h"

G_BEGIN_DECLS

/* Asks where the file of an upload is now that was not found, and goes on with it. */
void airlift_transfer_locate (VcdMediaUpload   *upload,
                              VcdTransferQueue *queue,
                              GtkWindow        *window);

G_END_DECLS
