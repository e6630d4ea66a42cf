/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-run.h"

#include <signal.h>

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "cli-interrupt.h"
#include "cli-item.h"
#include "cli-output.h"
#include "cli-progress.h"
#include "cli-report.h"
#include "cli-text.h"

/* Watches the transfers of a queue to their ends, says how they go, and sums up how it went. */

#define REDRAW_INTERVAL_MS 100
#define RECORD_INTERVAL_MS 250

struct _CliRun
{
  VcdTransferQueue *queue;
  CliProgress      *progress; /* only on a terminal */
  GPtrArray        *items;
  GPtrArray        *failed; /* names */
  CliExit           code;   /* of the first failure */
  unsigned int      n_total;
  unsigned int      n_left;
  gboolean          wait;
  GPtrArray        *trust; /* (nullable): fingerprints */
};

CliRun *
cli_run_new (VcdTransferQueue *queue)
{
  CliRun *self = g_new0 (CliRun, 1);

  self->queue = g_object_ref (queue);
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) cli_item_free);
  self->failed = g_ptr_array_new_with_free_func (g_free);
  self->wait = TRUE;
  if (cli_output_is_terminal ())
    self->progress = cli_progress_new ();

  return self;
}

/* Whether to wait until the server has imported what it was sent. */
void
cli_run_set_wait (CliRun  *self,
                  gboolean wait)
{
  self->wait = wait;
}

/* What --trust named: a certificate can be that of several hosts, and each is trusted by itself. */
void
cli_run_set_trust (CliRun    *self,
                   GPtrArray *fingerprints)
{
  self->trust = g_ptr_array_ref (fingerprints);
}

static void
redraw (CliRun *self)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  unsigned int room;

  if (self->progress == NULL)
    return;

  room = MAX (cli_progress_get_rows (self->progress) - 1, 1);
  for (unsigned int i = 0; i < self->items->len && lines->len < room; i++)
    {
      CliItem *item = g_ptr_array_index (self->items, i);

      if (cli_item_is_shown (item))
        g_ptr_array_add (lines,
                         cli_item_format (item, cli_progress_get_columns (self->progress)));
    }
  cli_progress_draw (self->progress, lines);
}

/* What is printed now stays above the lines that are redrawn. */
static void
make_room (CliRun *self)
{
  if (self->progress != NULL)
    cli_progress_clear (self->progress);
}

static void
end_item (CliItem *item)
{
  CliRun *self = item->run;

  item->ended = TRUE;
  self->n_left--;
}

static void
fail_item (CliItem      *item,
           const GError *error)
{
  CliRun *self = item->run;
  CliExit code;

  make_room (self);
  code = cli_report_error (item->transfer, error);
  if (self->code == CLI_EXIT_DONE)
    self->code = code;
  g_ptr_array_add (self->failed,
                   cli_text_dup_harmless (vcd_transfer_get_name (item->transfer)));
  end_item (item);
}

static void
finish_item (CliItem *item)
{
  make_room (item->run);
  cli_report_done (item->transfer, cli_item_get_duration (item), cli_item_get_rate (item));
  cli_report_note (item->transfer);
  end_item (item);
}

static void
cancel_item (CliItem *item)
{
  CliRun *self = item->run;
  g_autofree char *name = cli_text_dup_harmless (vcd_transfer_get_name (item->transfer));

  make_room (self);
  if (cli_output_is_json ())
    cli_report_state (item->transfer);
  else
    cli_output_note (_("airliftctl: %s: cancelled."), name);
  cli_report_note (item->transfer);
  self->code = CLI_EXIT_INTERRUPTED;
  end_item (item);
}

/* Nobody is there to answer, so what waits for a person has failed; the journal keeps it. */
static void
give_up (CliItem  *item,
         VcdError  code)
{
  g_autoptr (GError) error = cli_item_dup_cause (item, code);

  fail_item (item, error);
  cli_output_note (_("  The same command, or “airliftctl resume”, will go on with it."));
}

static void
check_wait_reason (CliItem *item)
{
  CliRun *self = item->run;

  switch (vcd_transfer_get_wait_reason (item->transfer))
    {
    case VCD_WAIT_SIGN_IN:
      give_up (item, VCD_ERROR_SIGN_IN);
      break;
    case VCD_WAIT_CERTIFICATE:
      if (!cli_item_trust (item, self->trust))
        give_up (item, VCD_ERROR_CERTIFICATE);
      break;
    case VCD_WAIT_NONE:
    case VCD_WAIT_RETRY:
    case VCD_WAIT_OFFLINE:
    default:
      break;
    }
}

static void
on_state (CliItem *item)
{
  CliRun *self = item->run;
  VcdTransferState state = vcd_transfer_get_state (item->transfer);

  if (item->ended)
    return;

  cli_item_note_state (item);
  switch (state)
    {
    case VCD_TRANSFER_DONE:
    case VCD_TRANSFER_SKIPPED:
      finish_item (item);
      break;
    case VCD_TRANSFER_FAILED:
      fail_item (item, vcd_transfer_get_error (item->transfer));
      break;
    case VCD_TRANSFER_CANCELLED:
      cancel_item (item);
      break;
    case VCD_TRANSFER_SETTLING:
      cli_report_state (item->transfer);
      if (!self->wait)
        finish_item (item);
      break;
    case VCD_TRANSFER_WAITING:
      cli_report_state (item->transfer);
      check_wait_reason (item);
      break;
    case VCD_TRANSFER_QUEUED:
    case VCD_TRANSFER_OPENING:
    case VCD_TRANSFER_DECLARING:
    case VCD_TRANSFER_LOCATING:
    case VCD_TRANSFER_SENDING:
    case VCD_TRANSFER_ENABLING:
    case VCD_TRANSFER_RECEIVING:
    case VCD_TRANSFER_PAUSED:
    default:
      cli_report_state (item->transfer);
      break;
    }
  redraw (self);
}

/* To be called before the queue can start @transfer, so that nothing is missed. */
void
cli_run_watch (CliRun      *self,
               VcdTransfer *transfer)
{
  CliItem *item = cli_item_new (self, transfer);

  g_ptr_array_add (self->items, item);
  self->n_total++;
  self->n_left++;

  g_signal_connect_swapped (transfer, "notify::state", G_CALLBACK (on_state), item);
}

/* Counts something that could not even become a transfer. */
void
cli_run_fail (CliRun       *self,
              const char   *name,
              const GError *error)
{
  CliExit code = cli_output_error_of (name, error);

  if (self->code == CLI_EXIT_DONE)
    self->code = code;
  self->n_total++;
  g_ptr_array_add (self->failed, cli_text_dup_harmless (name));
}

static gboolean
on_tick (gpointer data)
{
  CliRun *self = data;

  for (unsigned int i = 0; cli_output_is_json () && i < self->items->len; i++)
    {
      CliItem *item = g_ptr_array_index (self->items, i);

      if (!item->ended && cli_item_note_bytes (item))
        cli_report_progress (item->transfer);
    }
  redraw (self);

  return G_SOURCE_CONTINUE;
}

static gboolean
on_resize (gpointer data)
{
  redraw (data);
  return G_SOURCE_CONTINUE;
}

static void
on_first_interrupt (gpointer data)
{
  CliRun *self = data;

  make_room (self);
  cli_output_note (_("airliftctl: Cancelling, and cleaning up on the server. Ctrl+C again leaves "
                     "at once."));
  self->code = CLI_EXIT_INTERRUPTED;
  for (unsigned int i = 0; i < self->items->len; i++)
    {
      CliItem *item = g_ptr_array_index (self->items, i);

      if (!item->ended)
        vcd_transfer_cancel (item->transfer);
    }
}

static void
on_second_interrupt (gpointer data)
{
  make_room (data);
  cli_output_note (_("airliftctl: Left at once. “airliftctl resume” goes on with what was not "
                     "cleaned up."));
}

static void
sum_up (CliRun *self)
{
  g_autofree char *names = NULL;

  if (self->failed->len == 0 || self->n_total < 2)
    return;

  g_ptr_array_add (self->failed, NULL);
  names = g_strjoinv (", ", (char **) self->failed->pdata);
  cli_output_note (_("airliftctl: %u of %u failed: %s"), self->failed->len - 1, self->n_total,
                   names);
}

/* Runs the main context until each transfer has ended. */
CliExit
cli_run_until_done (CliRun *self)
{
  unsigned int tick = 0;
  unsigned int resize = 0;

  /* A cancel that came before there was anything to cancel. */
  if (cli_interrupt_happened ())
    on_first_interrupt (self);

  cli_interrupt_set_handler (on_first_interrupt, on_second_interrupt, self);
  if (self->progress != NULL || cli_output_is_json ())
    tick = g_timeout_add (self->progress != NULL ? REDRAW_INTERVAL_MS : RECORD_INTERVAL_MS,
                          on_tick, self);
  if (self->progress != NULL)
    resize = g_unix_signal_add (SIGWINCH, on_resize, self);

  while (self->n_left > 0)
    g_main_context_iteration (NULL, TRUE);

  g_clear_handle_id (&tick, g_source_remove);
  g_clear_handle_id (&resize, g_source_remove);
  make_room (self);
  cli_interrupt_set_handler (NULL, NULL, NULL);
  sum_up (self);

  return self->code;
}

void
cli_run_free (CliRun *self)
{
  g_clear_pointer (&self->progress, cli_progress_free);
  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->failed);
  g_clear_pointer (&self->trust, g_ptr_array_unref);
  g_object_unref (self->queue);
  g_free (self);
}
