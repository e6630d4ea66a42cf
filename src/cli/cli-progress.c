/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-progress.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "cli-output.h"
#include "cli-text.h"

/* The cursor rests at the end of the last line, and is visible: a process that is killed leaves the
 * terminal as any program would. No line reaches the last column, so none ever wraps. */

#define MIN_BAR  10
#define MAX_BAR  30
#define MIN_NAME 10

struct _CliProgress
{
  GArray *widths; /* of the lines that are on the terminal, int */
};

CliProgress *
cli_progress_new (void)
{
  CliProgress *self = g_new0 (CliProgress, 1);

  self->widths = g_array_new (FALSE, FALSE, sizeof (int));
  return self;
}

static struct winsize
get_size (void)
{
  struct winsize size = { 0 };

  if (ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
    size.ws_col = 80;
  if (size.ws_row == 0)
    size.ws_row = 24;

  return size;
}

int
cli_progress_get_columns (CliProgress *self)
{
  return get_size ().ws_col;
}

int
cli_progress_get_rows (CliProgress *self)
{
  return get_size ().ws_row;
}

/* To the first of our rows, also if a narrower terminal has broken lines into several. */
static void
append_return (CliProgress *self,
               GString     *output)
{
  int columns = cli_progress_get_columns (self);
  int rows = 0;

  for (unsigned int i = 0; i < self->widths->len; i++)
    {
      int width = g_array_index (self->widths, int, i);

      rows += MAX (1, (width + columns - 1) / columns);
    }

  g_string_append_c (output, '\r');
  if (rows > 1)
    g_string_append_printf (output, "\033[%dA", rows - 1);
}

void
cli_progress_draw (CliProgress *self,
                   GPtrArray   *lines)
{
  g_autoptr (GString) output = g_string_new (NULL);

  if (lines->len == 0)
    {
      cli_progress_clear (self);
      return;
    }

  append_return (self, output);
  g_array_set_size (self->widths, 0);
  for (unsigned int i = 0; i < lines->len; i++)
    {
      const char *line = g_ptr_array_index (lines, i);
      int width = cli_text_width (line);

      g_string_append_printf (output, "%s%s\033[K", i > 0 ? "\r\n" : "", line);
      g_array_append_val (self->widths, width);
    }
  g_string_append (output, "\033[J");
  cli_output_write (stdout, output->str);
}

/* Takes the lines away; what is printed next begins where they were. */
void
cli_progress_clear (CliProgress *self)
{
  g_autoptr (GString) output = g_string_new (NULL);

  if (self->widths->len == 0)
    return;

  append_return (self, output);
  g_string_append (output, "\033[J");
  g_array_set_size (self->widths, 0);
  cli_output_write (stdout, output->str);
}

void
cli_progress_free (CliProgress *self)
{
  cli_progress_clear (self);
  g_array_unref (self->widths);
  g_free (self);
}

static char *
dup_bar (int      percent,
         int      width,
         gboolean utf8)
{
  GString *bar = g_string_new (NULL);
  int full = CLAMP (percent, 0, 100) * width / 100;

  for (int i = 0; i < width; i++)
    {
      if (utf8)
        g_string_append (bar, i < full ? "█" : "░");
      else
        g_string_append (bar, i < full ? "#" : ".");
    }

  return g_string_free (bar, FALSE);
}

enum
{
  PIECE_BAR,
  PIECE_PERCENT,
  PIECE_SIZE,
  PIECE_RATE,
  PIECE_LEFT,
  PIECE_PHASE,
  N_PIECES
};

static void
fill_pieces (const CliProgressLine *line,
             char                 **pieces)
{
  if (line->percent >= 0)
    {
      g_autofree char *percent = g_strdup_printf ("%d %%", line->percent);

      pieces[PIECE_PERCENT] = cli_text_pad (percent, 5, TRUE);
    }
  if (line->size > 0)
    {
      g_autofree char *moved = cli_text_size (line->moved);
      g_autofree char *size = cli_text_size (line->size);

      pieces[PIECE_SIZE] = g_strdup_printf ("%s/%s", moved, size);
    }
  if (line->rate > 0)
    pieces[PIECE_RATE] = cli_text_rate (line->rate);
  if (line->time_left >= 0)
    {
      g_autofree char *left = cli_text_duration (line->time_left);

      pieces[PIECE_LEFT] = g_strdup_printf (_("%s left"), left);
    }
  pieces[PIECE_PHASE] = g_strdup (line->phase);
}

static void
fit_piece (char **piece,
           int   *width,
           int    room)
{
  char *fitted;

  if (*width <= room || room < MIN_NAME)
    return;

  fitted = cli_text_fit (*piece, room);
  g_free (*piece);
  *piece = fitted;
  *width = cli_text_width (fitted);
}

/* Which pieces there is room for beside a name of @name_width; what all of it takes. */
static int
choose_pieces (const CliProgressLine *line,
               char                 **pieces,
               gboolean              *shown,
               int                    room,
               int                    name_width)
{
  static const int moving[] = { PIECE_PERCENT, PIECE_RATE, PIECE_LEFT, PIECE_BAR, PIECE_SIZE,
                                PIECE_PHASE };
  static const int waiting[] = { PIECE_PHASE, PIECE_PERCENT, PIECE_BAR, PIECE_SIZE, PIECE_RATE,
                                 PIECE_LEFT };
  const int *by_importance = line->rate > 0 ? moving : waiting;
  int used = name_width;

  for (int i = 0; i < N_PIECES; i++)
    {
      int piece = by_importance[i];
      int width = pieces[piece] != NULL ? cli_text_width (pieces[piece]) : 0;

      if (piece == PIECE_BAR && line->percent >= 0)
        width = MIN_BAR;
      /* What it waits for is worth being read in part. */
      if (piece == PIECE_PHASE && line->rate <= 0)
        fit_piece (&pieces[piece], &width, room - used - 2);
      if (width == 0 || used + 2 + width > room)
        continue;
      shown[piece] = TRUE;
      used += 2 + width;
    }

  return used;
}

/* A line of less than @columns: with what there is room for, the most important first. */
char *
cli_progress_format (const CliProgressLine *line,
                     int                    columns,
                     gboolean               utf8)
{
  g_autofree char *name = cli_text_dup_harmless (line->name);
  g_autofree char *fitted = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  char *pieces[N_PIECES] = { NULL };
  gboolean shown[N_PIECES] = { FALSE };
  int room = columns - 1;
  int name_width = MIN (cli_text_width (name), MAX (MIN_NAME, room / 4));
  int left;

  fill_pieces (line, pieces);
  left = room - choose_pieces (line, pieces, shown, room, name_width);

  /* What is left is the name's, and then the bar's. */
  fitted = cli_text_fit (name, name_width + MAX (0, left));
  left -= cli_text_width (fitted) - name_width;
  if (shown[PIECE_BAR])
    pieces[PIECE_BAR] = dup_bar (line->percent, MIN (MAX_BAR, MIN_BAR + MAX (0, left)), utf8);

  g_string_append (text, fitted);
  for (int i = 0; i < N_PIECES; i++)
    {
      if (shown[i])
        g_string_append_printf (text, "  %s", pieces[i]);
      g_free (pieces[i]);
    }

  return cli_text_fit (text->str, room);
}
