/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void      cli_secret_take_environment (void);
char     *cli_secret_dup_password     (void);
char     *cli_secret_dup_api_token    (void);
char     *cli_secret_read_file        (const char    *path,
                                       GError       **error);
gboolean  cli_secret_can_prompt       (void);
gboolean  cli_secret_is_interactive   (void);
char     *cli_secret_prompt           (const char    *question,
                                       gboolean       hidden,
                                       GCancellable  *cancellable,
                                       GError       **error);
gboolean  cli_secret_confirm          (const char    *question,
                                       GCancellable  *cancellable,
                                       GError       **error);
void      cli_secret_free             (char          *secret);

typedef char CliSecret;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliSecret, cli_secret_free)

G_END_DECLS
