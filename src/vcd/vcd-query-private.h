/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-session-private.h"

G_BEGIN_DECLS

/* The parameters of a query for @attribute being @value; @escaped is how servers from 35.0 on want
 * it. An asterisk in @value stays a wildcard, as there is no way to say that it is none: whoever
 * looks for a name compares the records. */
char       *vcd_query_encode_filter (const char *attribute,
                                     const char *value,
                                     gboolean    escaped);
/* @element if it is a record, else the first one after it; NULL after the last. */
VcdElement *vcd_query_get_record    (VcdElement *element);
/* The last part of @href: what tells one object from another, in whichever view of it. */
const char *vcd_href_get_id         (const char *href);

G_END_DECLS
