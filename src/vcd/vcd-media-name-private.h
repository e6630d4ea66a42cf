/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Names of images: at most 128 characters, without control characters, unique in their catalog. */
#define VCD_MEDIA_NAME_MAX 128

/* What an image made of @file is called unless somebody says otherwise. */
char     *vcd_media_name_for_file  (GFile       *file);
gboolean  vcd_media_name_check     (const char  *name,
                                    GError     **error);
/* The @number-th name like @name: `debian (2).iso`. */
char     *vcd_media_name_number    (const char  *name,
                                    unsigned     number);
/* For the time until it can take the place of the one that it replaces. */
char     *vcd_media_name_temporary (const char  *name);
/* For the one that is replaced, until it is deleted. */
char     *vcd_media_name_replaced (const char   *name);

G_END_DECLS
