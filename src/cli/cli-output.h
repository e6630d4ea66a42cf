/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdio.h>

#include <json-glib/json-glib.h>

#include "cli-exit.h"

G_BEGIN_DECLS

void         cli_output_init         (void);
void         cli_output_set_json     (gboolean      json);
void         cli_output_set_verbose  (gboolean      verbose);
gboolean     cli_output_is_verbose   (void);
gboolean     cli_output_is_json      (void);
gboolean     cli_output_is_terminal  (void);
gboolean     cli_output_is_utf8      (void);
CliExit      cli_output_finish       (CliExit       code);

void         cli_output_write        (FILE         *stream,
                                      const char   *text);
void         cli_output_print        (const char   *format,
                                      ...) G_GNUC_PRINTF (1, 2);
void         cli_output_note         (const char   *format,
                                      ...) G_GNUC_PRINTF (1, 2);
CliExit      cli_output_error        (const GError *error);
CliExit      cli_output_error_of     (const char   *name,
                                      const GError *error);
CliExit      cli_output_note_error   (const char   *name,
                                      const GError *error);

/* Records of --json, one a line. */
JsonBuilder *cli_record_new          (void);
void         cli_record_set_string   (JsonBuilder  *record,
                                      const char   *member,
                                      const char   *value);
void         cli_record_set_integer  (JsonBuilder  *record,
                                      const char   *member,
                                      int64_t       value);
void         cli_record_set_boolean  (JsonBuilder  *record,
                                      const char   *member,
                                      gboolean      value);
void         cli_record_set_error    (JsonBuilder  *record,
                                      const GError *error);
void         cli_record_print        (JsonBuilder  *record);

/* Tables for people. */
typedef struct _CliTable CliTable;

CliTable    *cli_table_new           (const char   *first_heading,
                                      ...) G_GNUC_NULL_TERMINATED;
void         cli_table_align_right   (CliTable     *self,
                                      unsigned int  column);
void         cli_table_add           (CliTable     *self,
                                      const char   *first_cell,
                                      ...) G_GNUC_NULL_TERMINATED;
void         cli_table_print         (CliTable     *self);
void         cli_table_free          (CliTable     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliTable, cli_table_free)

G_END_DECLS
