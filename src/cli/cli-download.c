/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-commands.h"

#include <glib/gi18n.h>

#include "cli-output.h"
#include "cli-queue.h"
#include "cli-run.h"
#include "cli-text.h"

/* airliftctl download: an image to a local file. */

static char *option_output;
static char *option_limit_rate;

static const GOptionEntry entries[] = {
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &option_output,
    N_("Write to FILE, or into the directory DIR/"), N_("FILE") },
  { "limit-rate", 0, 0, G_OPTION_ARG_STRING, &option_limit_rate,
    N_("Fetch at most RATE bytes a second; K, M and G are multiples of 1024"), N_("RATE") },
  G_OPTION_ENTRY_NULL
};

/* The server's name for the image never chooses a directory. */
static GFile *
find_target (const char  *media_name,
             GError     **error)
{
  g_autofree char *name = cli_text_file_name (media_name);
  g_autoptr (GFile) given = g_file_new_for_path (option_output != NULL ? option_output
                                                                                  : ".");
  g_autoptr (GFile) target = NULL;
  g_autoptr (GFile) parent = NULL;
  g_autofree char *shown = NULL;
  gboolean directory = option_output == NULL || g_str_has_suffix (option_output, "/") ||
                       g_file_query_file_type (given, G_FILE_QUERY_INFO_NONE, NULL) ==
                           G_FILE_TYPE_DIRECTORY;

  target = directory ? g_file_get_child (given, name) : g_object_ref (given);
  shown = g_file_get_parse_name (target);
  if (g_file_query_exists (target, NULL))
    {
      g_set_error (error, VCD_ERROR, VCD_ERROR_FILE,
                   _("“%s” exists already, and is not overwritten"), shown);
      return NULL;
    }

  parent = g_file_get_parent (target);
  if (g_file_query_file_type (parent, G_FILE_QUERY_INFO_NONE, NULL) != G_FILE_TYPE_DIRECTORY)
    {
      g_autofree char *directory_name = g_file_get_parse_name (parent);

      g_set_error (error, VCD_ERROR, VCD_ERROR_FILE, _("There is no directory “%s”"),
                   directory_name);
      return NULL;
    }

  return g_steal_pointer (&target);
}

static VcdMedia *
open_media (CliContext  *context,
            const char  *catalog_name,
            const char  *media_name,
            GError     **error)
{
  g_autoptr (VcdSession) session = cli_context_open (context, error);
  g_autoptr (VcdCatalog) catalog = NULL;

  if (session == NULL)
    return NULL;
  catalog = cli_context_find_catalog (context, session, catalog_name, error);
  if (catalog == NULL || !cli_context_load_media (context, catalog, error))
    return NULL;

  return cli_context_find_media (context, catalog, media_name, error);
}

static CliExit
run (CliContext *context,
     char      **arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VcdTransferQueue) queue = cli_queue_new (1, option_limit_rate, &error);
  g_autoptr (CliRun) transfers = NULL;
  g_autoptr (GFile) target = NULL;
  g_autoptr (VcdMedia) media = NULL;
  g_autoptr (VcdMediaDownload) download = NULL;

  if (queue == NULL)
    return cli_usage_error ("%s", error->message);

  target = find_target (arguments[1], &error);
  if (target != NULL)
    media = open_media (context, arguments[0], arguments[1], &error);
  if (media == NULL)
    return cli_output_error (error);

  download = vcd_media_download_new (media, target);
  transfers = cli_run_new (queue);
  cli_run_set_trust (transfers, cli_context_get_options (context)->trust);
  cli_run_watch (transfers, VCD_TRANSFER (download));
  vcd_transfer_queue_add (queue, VCD_TRANSFER (download));

  return cli_run_until_done (transfers);
}

const CliCommand cli_download = {
  .name = "download",
  .arguments = N_("CATALOG MEDIA"),
  .summary = N_("Download an image"),
  .description = N_("Without -o, the file is called as the image, in the current directory.\n"
                    "No file is overwritten; an interrupted download goes on in FILE.part."),
  .entries = entries,
  .min_arguments = 2,
  .max_arguments = 2,
  .run = run,
};
