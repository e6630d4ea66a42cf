/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli-exit.h"

G_BEGIN_DECLS

/* What stands before or after any command. */
typedef struct
{
  char      *account;
  char      *server;
  char      *organization;
  char      *user;
  GPtrArray *trust; /* of fingerprints */
  char      *api_version;
  char      *password_file;
  char      *token_file;
  gboolean   json;
  gboolean   verbose;
  gboolean   help;
  gboolean   version;
} CliOptions;

typedef struct _CliContext CliContext;

CliContext       *cli_context_new             (const CliOptions  *options);
void              cli_context_free            (CliContext        *self);
CliOptions       *cli_context_get_options     (CliContext        *self);
GCancellable     *cli_context_get_cancellable (CliContext        *self);

VcdAccountStore  *cli_context_get_store       (CliContext        *self,
                                               GError           **error);
VcdAccount       *cli_context_find_account    (CliContext        *self,
                                               GError           **error);
VcdAccount       *cli_context_new_account     (CliContext        *self,
                                               GError           **error);
gboolean          cli_context_names_account   (CliContext        *self);
gboolean          cli_context_prepare         (CliContext        *self,
                                               VcdAccount        *account,
                                               GError           **error);
VcdSession       *cli_context_sign_in         (CliContext        *self,
                                               VcdAccount        *account,
                                               GError           **error);
VcdSession       *cli_context_open            (CliContext        *self,
                                               GError           **error);
VcdCatalog       *cli_context_find_catalog    (CliContext        *self,
                                               VcdSession        *session,
                                               const char        *name,
                                               GError           **error);
VcdMedia         *cli_context_find_media      (CliContext        *self,
                                               VcdCatalog        *catalog,
                                               const char        *name,
                                               GError           **error);
gboolean          cli_context_load_media      (CliContext        *self,
                                               VcdCatalog        *catalog,
                                               GError           **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliContext, cli_context_free)

G_END_DECLS
