/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "vcd.h"

G_BEGIN_DECLS

/* Puts the secret of an account into the keyring. Where there is none, asks over @parent whether it
 * is to be remembered until the program ends; FALSE means that a person wants neither. */
void     airlift_secret_keeper_keep_async  (VcdAccount          *account,
                                            GtkWidget           *parent,
                                            GAsyncReadyCallback  callback,
                                            gpointer             data);
gboolean airlift_secret_keeper_keep_finish (VcdAccount          *account,
                                            GAsyncResult        *result);

G_END_DECLS
