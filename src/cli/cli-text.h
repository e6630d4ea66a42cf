/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdint.h>

#include <gio/gio.h>

G_BEGIN_DECLS

char       *cli_text_dup_harmless  (const char  *text);
int         cli_text_width         (const char  *text);
char       *cli_text_fit           (const char  *text,
                                    int          width);
char       *cli_text_pad           (const char  *text,
                                    int          width,
                                    gboolean     to_the_right);
char       *cli_text_size          (uint64_t     bytes);
char       *cli_text_rate          (double       bytes_per_second);
char       *cli_text_duration      (int64_t      seconds);
char       *cli_text_file_name     (const char  *media_name);
gboolean    cli_text_parse_rate    (const char  *text,
                                    uint64_t    *bytes_per_second,
                                    GError     **error);

G_END_DECLS
