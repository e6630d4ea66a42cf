/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GTlsCertificate *sim_certificate_new (const char *common_name,
                                      const char *authority,
                                      GError **error);
char *sim_certificate_dup_fingerprint (GTlsCertificate *certificate);

G_END_DECLS
