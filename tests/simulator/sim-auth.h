/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sim-cell.h"

G_BEGIN_DECLS

SimSession *sim_auth_check_basic (SimCell *cell,
                                  SoupMessageHeaders *headers,
                                  gboolean as_provider);
SimSession *sim_auth_check_api_token (SimCell *cell,
                                      const char *org,
                                      const char *token);
SimSession *sim_auth_find (SimCell *cell,
                           SoupMessageHeaders *headers);
void sim_auth_touch (SimCell *cell,
                     SimSession *session);
void sim_auth_end (SimCell *cell,
                   SimSession *session);
void sim_auth_end_all (SimCell *cell);

G_END_DECLS
