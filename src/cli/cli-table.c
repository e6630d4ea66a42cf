/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-output.h"

#include "cli-text.h"

/* Columns of text as wide as their widest cell, counted as a terminal counts. */

struct _CliTable
{
  GPtrArray    *rows; /* of GStrv; the headings are the first */
  unsigned int  n_columns;
  unsigned int  right; /* a bit a column */
};

static char **
collect_cells (const char *first,
               va_list     arguments)
{
  g_autoptr (GStrvBuilder) cells = g_strv_builder_new ();

  for (const char *cell = first; cell != NULL; cell = va_arg (arguments, const char *))
    {
      char *harmless = cli_text_dup_harmless (cell);

      g_strv_builder_take (cells, harmless);
    }

  return g_strv_builder_end (cells);
}

CliTable *
cli_table_new (const char *first_heading,
               ...)
{
  CliTable *self = g_new0 (CliTable, 1);
  char **headings;
  va_list arguments;

  va_start (arguments, first_heading);
  headings = collect_cells (first_heading, arguments);
  va_end (arguments);

  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  self->n_columns = g_strv_length (headings);
  g_ptr_array_add (self->rows, headings);

  return self;
}

void
cli_table_align_right (CliTable     *self,
                       unsigned int  column)
{
  self->right |= 1u << column;
}

/* As many cells as there are headings. */
void
cli_table_add (CliTable   *self,
               const char *first_cell,
               ...)
{
  char **cells;
  va_list arguments;

  va_start (arguments, first_cell);
  cells = collect_cells (first_cell, arguments);
  va_end (arguments);

  g_assert (g_strv_length (cells) == self->n_columns);
  g_ptr_array_add (self->rows, cells);
}

void
cli_table_print (CliTable *self)
{
  g_autofree int *widths = g_new0 (int, self->n_columns);

  for (unsigned int i = 0; i < self->rows->len; i++)
    {
      char **cells = g_ptr_array_index (self->rows, i);

      for (unsigned int column = 0; column < self->n_columns; column++)
        widths[column] = MAX (widths[column], cli_text_width (cells[column]));
    }

  for (unsigned int i = 0; i < self->rows->len; i++)
    {
      char **cells = g_ptr_array_index (self->rows, i);
      g_autoptr (GString) line = g_string_new (NULL);

      for (unsigned int column = 0; column < self->n_columns; column++)
        {
          g_autofree char *cell = cli_text_pad (cells[column], widths[column],
                                                (self->right & 1u << column) != 0);

          if (column > 0)
            g_string_append (line, "  ");
          g_string_append (line, cell);
        }
      cli_output_print ("%s", g_strchomp (line->str));
    }
}

void
cli_table_free (CliTable *self)
{
  g_ptr_array_unref (self->rows);
  g_free (self);
}
