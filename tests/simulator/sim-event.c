/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-event.h"

/*
 * What happens in the cell, a line each: EVENT key=value …, with texts in double quotes.
 */

/* Keeps what would fill the memory of a long run out. */
#define MAX_EVENTS 10000

/* In double quotes, on one line. */
char *
sim_event_quote (const char *text)
{
  GString *quoted = g_string_new ("\"");

  for (const char *p = text; *p; p++)
    {
      if (*p == '"' || *p == '\\')
        g_string_append_c (quoted, '\\');
      g_string_append_c (quoted, (guchar) *p < ' ' ? '?' : *p);
    }
  g_string_append_c (quoted, '"');

  return g_string_free (quoted, FALSE);
}

/* NAME, if any, becomes name="NAME"; FORMAT gives the rest and may be empty. */
void
sim_event (SimCell *cell,
           const char *event,
           const char *name,
           const char *format,
           ...)
{
  g_autoptr (GString) line = g_string_new (event);
  va_list arguments;

  if (name)
    {
      g_autofree char *quoted = sim_event_quote (name);

      g_string_append_printf (line, " name=%s", quoted);
    }
  if (*format)
    g_string_append_c (line, ' ');
  va_start (arguments, format);
  g_string_append_vprintf (line, format, arguments);
  va_end (arguments);

  if (cell->events->len < MAX_EVENTS)
    g_ptr_array_add (cell->events, g_strdup (line->str));
  if (cell->event_func)
    cell->event_func (line->str, cell->event_data);
}
