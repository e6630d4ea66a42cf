/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define AIRLIFT_TYPE_SEARCH_PROVIDER (airlift_search_provider_get_type ())
G_DECLARE_FINAL_TYPE (AirliftSearchProvider, airlift_search_provider, AIRLIFT, SEARCH_PROVIDER,
                      GApplication)

AirliftSearchProvider *airlift_search_provider_new (void);

G_END_DECLS
