/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-commands.h"

#include <glib/gi18n.h>

#include "cli-await.h"
#include "cli-output.h"
#include "cli-queue.h"
#include "cli-secret.h"
#include "cli-text.h"

/* airliftctl clean: what uploads left behind, and nobody works on. */

/* Some servers count a piece only when it is complete, and pieces take about a quarter minute. */
#define DEFAULT_WATCH 20
#define MAX_WATCH     3600

static gboolean option_yes;
static int option_watch = DEFAULT_WATCH;

static const GOptionEntry entries[] = {
  { "yes", 'y', 0, G_OPTION_ARG_NONE, &option_yes, N_("Do not ask"), NULL },
  { "watch", 0, 0, G_OPTION_ARG_INT, &option_watch,
    N_("Look so long whether bytes arrive; 20 if not given"), N_("SECONDS") },
  G_OPTION_ENTRY_NULL
};

static gboolean
refresh (CliContext  *context,
         VcdMedia    *media,
         GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  vcd_media_refresh_async (media, cli_context_get_cancellable (context), cli_await_ready, &result);
  return vcd_media_refresh_finish (media, cli_await (&result), error);
}

/* Whether @media is worth a closer look, and how many bytes of it the server has now. */
static gboolean
is_candidate (CliContext       *context,
              VcdTransferQueue *queue,
              VcdMedia         *media,
              uint64_t         *transferred)
{
  *transferred = 0;
  switch (vcd_media_get_status (media))
    {
    case VCD_MEDIA_FAILED:
    case VCD_MEDIA_TRANSFER_TIMEOUT:
      return TRUE;
    case VCD_MEDIA_UNRESOLVED:
      /* One that disappears meanwhile is nobody's business. */
      return !vcd_transfer_queue_is_claimed (queue, vcd_media_get_href (media)) &&
             refresh (context, media, NULL) && vcd_media_is_unfinished (media, transferred);
    case VCD_MEDIA_UNKNOWN:
    case VCD_MEDIA_RESOLVED:
    default:
      return FALSE;
    }
}

static gboolean
on_watched (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
watch (CliContext *context)
{
  GCancellable *cancellable = cli_context_get_cancellable (context);
  gboolean watched = FALSE;
  unsigned int timeout = g_timeout_add_seconds (option_watch, on_watched, &watched);

  while (!watched && !g_cancellable_is_cancelled (cancellable))
    g_main_context_iteration (NULL, TRUE);
  if (!watched)
    g_source_remove (timeout);
}

/* Of @candidates, those that no bytes arrived for between two looks. */
static void
drop_moving (CliContext *context,
             GPtrArray  *candidates,
             GArray     *counts)
{
  gboolean any = FALSE;

  for (unsigned int i = 0; i < candidates->len; i++)
    any |= vcd_media_get_status (g_ptr_array_index (candidates, i)) == VCD_MEDIA_UNRESOLVED;
  if (!any)
    return;

  watch (context);
  for (unsigned int i = candidates->len; i > 0; i--)
    {
      VcdMedia *media = g_ptr_array_index (candidates, i - 1);
      g_autofree char *name = cli_text_dup_harmless (vcd_media_get_name (media));
      uint64_t transferred;

      if (vcd_media_get_status (media) != VCD_MEDIA_UNRESOLVED)
        continue;
      if (refresh (context, media, NULL) && vcd_media_is_unfinished (media, &transferred) &&
          transferred == g_array_index (counts, uint64_t, i - 1))
        continue;

      cli_output_note (_("%s: being uploaded, and left alone"), name);
      g_ptr_array_remove_index (candidates, i - 1);
    }
}

static GPtrArray *
find_left_behind (CliContext       *context,
                  VcdTransferQueue *queue,
                  VcdCatalog       *catalog)
{
  GPtrArray *candidates = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) counts = g_array_new (FALSE, FALSE, sizeof (uint64_t));
  unsigned int n = g_list_model_get_n_items (G_LIST_MODEL (catalog));

  /* Looking at an image may take it out of the list. */
  for (unsigned int i = n; i > 0; i--)
    {
      g_autoptr (VcdMedia) media = g_list_model_get_item (G_LIST_MODEL (catalog), i - 1);
      uint64_t transferred;

      if (media == NULL || !is_candidate (context, queue, media, &transferred))
        continue;
      g_ptr_array_add (candidates, g_steal_pointer (&media));
      g_array_append_val (counts, transferred);
    }
  drop_moving (context, candidates, counts);

  return candidates;
}

static gboolean
confirm (CliContext  *context,
         GPtrArray   *media,
         GError     **error)
{
  g_autofree char *question = NULL;

  if (option_yes)
    return TRUE;

  for (unsigned int i = 0; i < media->len; i++)
    {
      VcdMedia *one = g_ptr_array_index (media, i);
      g_autofree char *name = cli_text_dup_harmless (vcd_media_get_name (one));
      g_autofree char *status = cli_text_dup_harmless (vcd_media_get_status_text (one));

      cli_output_note ("  %s (%s)", name, status);
    }
  if (!cli_secret_is_interactive ())
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           _("Nothing is deleted without being asked for: add --yes"));
      return FALSE;
    }

  question = g_strdup_printf (ngettext ("Delete %u unfinished upload? [y/N] ",
                                        "Delete %u unfinished uploads? [y/N] ", media->len),
                              media->len);
  return cli_secret_confirm (question, cli_context_get_cancellable (context), error);
}

static CliExit
delete_all (CliContext       *context,
            VcdTransferQueue *queue,
            GPtrArray        *media)
{
  CliExit code = CLI_EXIT_DONE;

  for (unsigned int i = 0; i < media->len; i++)
    {
      VcdMedia *one = g_ptr_array_index (media, i);
      CliExit result;

      /* Somebody may have resumed it while we were asking. */
      if (!vcd_transfer_queue_discard (queue, vcd_media_get_href (one)))
        continue;
      result = cli_delete_media (context, one);
      if (code == CLI_EXIT_DONE)
        code = result;
    }

  return code;
}

static CliExit
run (CliContext *context,
     char      **arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VcdTransferQueue) queue = cli_queue_new (0, NULL, &error);
  g_autoptr (VcdSession) session = NULL;
  g_autoptr (VcdCatalog) catalog = NULL;
  g_autoptr (GPtrArray) media = NULL;

  if (option_watch < 0 || option_watch > MAX_WATCH)
    return cli_usage_error (_("--watch takes a number from 0 to %d"), MAX_WATCH);

  session = cli_context_open (context, &error);
  if (session != NULL)
    catalog = cli_context_find_catalog (context, session, arguments[0], &error);
  if (catalog == NULL || !cli_context_load_media (context, catalog, &error))
    return cli_output_error (error);

  media = find_left_behind (context, queue, catalog);
  if (g_cancellable_set_error_if_cancelled (cli_context_get_cancellable (context), &error))
    return cli_output_error (error);
  if (media->len == 0)
    {
      cli_output_print (_("There is nothing to clean."));
      return CLI_EXIT_DONE;
    }
  if (!confirm (context, media, &error))
    {
      if (error != NULL)
        return cli_output_error (error);
      cli_output_note (_("Nothing is deleted."));
      return CLI_EXIT_DONE;
    }

  return delete_all (context, queue, media);
}

const CliCommand cli_clean = {
  .name = "clean",
  .arguments = N_("CATALOG"),
  .summary = N_("Delete uploads that were left unfinished"),
  .description = N_("What is being uploaded is left alone, as far as that can be told.\n"
                    "On a terminal you are asked first; elsewhere --yes is needed."),
  .entries = entries,
  .min_arguments = 1,
  .max_arguments = 1,
  .run = run,
};
