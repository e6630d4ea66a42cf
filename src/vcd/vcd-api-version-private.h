/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-xml-private.h"

G_BEGIN_DECLS

/* The version of the API that both sides speak, and where the server says one signs in to it. */
typedef struct
{
  char *version;
  char *login_href;          /* nullable */
  char *provider_login_href; /* nullable */
} VcdApiVersion;

/* From a SupportedVersions document: @wish if it is given, which then must be listed, else the
 * newest version that this library knows. */
VcdApiVersion *vcd_api_version_choose     (VcdXml         *document,
                                           const char     *wish,
                                           GError        **error);
void           vcd_api_version_free       (VcdApiVersion  *self);

/* Whether @text is a version's number: two integers with a dot between them, nothing else. */
gboolean       vcd_api_version_is_valid   (const char     *text);
/* As integers: 5.10 is newer than 5.1, and 36.0 than 9.0. */
int            vcd_api_version_compare    (const char     *a,
                                           const char     *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcdApiVersion, vcd_api_version_free)

G_END_DECLS
