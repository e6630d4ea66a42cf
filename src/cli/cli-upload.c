/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-commands.h"

#include <glib/gi18n.h>

#include "cli-await.h"
#include "cli-output.h"
#include "cli-queue.h"
#include "cli-run.h"

/* airliftctl upload: local files to a catalog. */

static char *option_to;
static char *option_name;
static char *option_description;
static char *option_storage_profile;
static char *option_on_conflict;
static char *option_limit_rate;
static int option_parallel;
static gboolean option_no_wait;
static gboolean option_checksum;

static const GOptionEntry entries[] = {
  { "to", 't', 0, G_OPTION_ARG_STRING, &option_to,
    N_("The catalog that takes the images"), N_("CATALOG") },
  { "name", 'n', 0, G_OPTION_ARG_STRING, &option_name,
    N_("Call the image NAME, not as the file is called"), N_("NAME") },
  { "description", 'd', 0, G_OPTION_ARG_STRING, &option_description,
    N_("Describe the images"), N_("TEXT") },
  { "storage-profile", 0, 0, G_OPTION_ARG_STRING, &option_storage_profile,
    N_("Put the images on this storage profile"), N_("PROFILE") },
  { "on-conflict", 0, 0, G_OPTION_ARG_STRING, &option_on_conflict,
    N_("If there is an image of that name: fail, rename, replace or skip"), N_("WHAT") },
  { "limit-rate", 0, 0, G_OPTION_ARG_STRING, &option_limit_rate,
    N_("Send at most RATE bytes a second; K, M and G are multiples of 1024"), N_("RATE") },
  { "parallel", 0, 0, G_OPTION_ARG_INT, &option_parallel,
    N_("Send N files at once"), N_("N") },
  { "no-wait", 0, 0, G_OPTION_ARG_NONE, &option_no_wait,
    N_("End when all is sent; the server imports by itself"), NULL },
  { "checksum", 0, 0, G_OPTION_ARG_NONE, &option_checksum,
    N_("Record the SHA-256 in the image’s metadata"), NULL },
  G_OPTION_ENTRY_NULL
};

static gboolean
parse_policy (VcdConflictPolicy  *policy,
              GError            **error)
{
  g_autoptr (GEnumClass) policies = g_type_class_ref (VCD_TYPE_CONFLICT_POLICY);
  const char *text = option_on_conflict != NULL ? option_on_conflict : "fail";
  const GEnumValue *value = g_enum_get_value_by_nick (policies, text);

  if (value == NULL)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _("--on-conflict takes one of fail, rename, replace and skip"));
      return FALSE;
    }

  *policy = value->value;
  return TRUE;
}

/* What can be seen at once is said before anybody is asked for a password. */
static gboolean
check_file (GFile   *file,
            GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GFileInfo) info = NULL;

  info = g_file_query_info (file,
                            G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE
                            "," G_FILE_ATTRIBUTE_ACCESS_CAN_READ,
                            G_FILE_QUERY_INFO_NONE, NULL, &local_error);
  if (info == NULL && g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_set_error_literal (error, VCD_ERROR, VCD_ERROR_FILE, _("There is no such file"));
  else if (info == NULL)
    g_set_error_literal (error, VCD_ERROR, VCD_ERROR_FILE, local_error->message);
  else if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
    g_set_error_literal (error, VCD_ERROR, VCD_ERROR_FILE, _("This is a directory, not a file"));
  else if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    g_set_error_literal (error, VCD_ERROR, VCD_ERROR_FILE, _("This is not a regular file"));
  else if (!g_file_info_get_attribute_boolean (info, G_FILE_ATTRIBUTE_ACCESS_CAN_READ))
    g_set_error_literal (error, VCD_ERROR, VCD_ERROR_FILE, _("The file cannot be read"));
  else if (g_file_info_get_size (info) == 0)
    g_set_error_literal (error, VCD_ERROR, VCD_ERROR_FILE, _("The file is empty"));
  else
    return TRUE;

  return FALSE;
}

/* Returns: (element-type GFile): the files worth a try; the others are reported */
static GPtrArray *
collect_files (CliRun *run,
               char  **paths)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_object_unref);

  for (int i = 0; paths[i] != NULL; i++)
    {
      g_autoptr (GFile) file = g_file_new_for_path (paths[i]);
      g_autoptr (GError) error = NULL;
      g_autofree char *name = g_filename_display_name (paths[i]);

      if (check_file (file, &error))
        g_ptr_array_add (files, g_steal_pointer (&file));
      else
        cli_run_fail (run, name, error);
    }

  return files;
}

/* Returns: (transfer full): the catalog, if it takes uploads */
static VcdCatalog *
open_catalog (CliContext  *context,
              GError     **error)
{
  g_autoptr (VcdSession) session = cli_context_open (context, error);
  g_autoptr (VcdCatalog) catalog = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  const char *reason;

  if (session == NULL)
    return NULL;
  catalog = cli_context_find_catalog (context, session, option_to, error);
  if (catalog == NULL)
    return NULL;

  vcd_catalog_check_async (catalog, cli_context_get_cancellable (context), cli_await_ready,
                           &result);
  if (!vcd_catalog_check_finish (catalog, cli_await (&result), error))
    return NULL;
  if (vcd_catalog_get_can_upload (catalog))
    return g_steal_pointer (&catalog);

  reason = vcd_catalog_get_read_only_reason (catalog);
  if (reason != NULL)
    g_set_error (error, VCD_ERROR, VCD_ERROR_PERMISSION,
                 _("The catalog “%s” takes no uploads: %s"), vcd_catalog_get_name (catalog),
                 reason);
  else
    g_set_error (error, VCD_ERROR, VCD_ERROR_PERMISSION, _("The catalog “%s” takes no uploads"),
                 vcd_catalog_get_name (catalog));
  return NULL;
}

static void
add_upload (VcdTransferQueue  *queue,
            CliRun            *run,
            VcdCatalog        *catalog,
            GFile             *file,
            VcdConflictPolicy  policy)
{
  g_autoptr (VcdMediaUpload) upload = vcd_media_upload_new (catalog, file);

  if (option_name != NULL)
    vcd_media_upload_set_media_name (upload, option_name);
  if (option_description != NULL)
    vcd_media_upload_set_description (upload, option_description);
  if (option_storage_profile != NULL)
    vcd_media_upload_set_storage_profile (upload, option_storage_profile);
  vcd_media_upload_set_conflict_policy (upload, policy);
  vcd_media_upload_set_record_checksum (upload, option_checksum);

  cli_run_watch (run, VCD_TRANSFER (upload));
  /* A killed process may have left this very upload half done. */
  if (vcd_transfer_queue_adopt (queue, upload) && !cli_output_is_json ())
    cli_output_note (_("airliftctl: %s: going on with an upload that was interrupted."),
                     vcd_transfer_get_name (VCD_TRANSFER (upload)));
  vcd_transfer_queue_add (queue, VCD_TRANSFER (upload));
}

static CliExit
run (CliContext *context,
     char      **arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VcdTransferQueue) queue = NULL;
  g_autoptr (CliRun) transfers = NULL;
  g_autoptr (GPtrArray) files = NULL;
  g_autoptr (VcdCatalog) catalog = NULL;
  VcdConflictPolicy policy;

  if (option_to == NULL)
    return cli_usage_error (_("Where to? Name the catalog with --to"));
  if (option_name != NULL && arguments[1] != NULL)
    return cli_usage_error (_("--name goes with one file only"));
  if (!parse_policy (&policy, &error) ||
      (queue = cli_queue_new (option_parallel, option_limit_rate, &error)) == NULL)
    return cli_usage_error ("%s", error->message);

  transfers = cli_run_new (queue);
  cli_run_set_wait (transfers, !option_no_wait);
  cli_run_set_trust (transfers, cli_context_get_options (context)->trust);
  files = collect_files (transfers, arguments);
  if (files->len > 0)
    {
      catalog = open_catalog (context, &error);
      if (catalog == NULL)
        return cli_output_error (error);
    }
  for (unsigned int i = 0; i < files->len; i++)
    add_upload (queue, transfers, catalog, g_ptr_array_index (files, i), policy);

  return cli_run_until_done (transfers);
}

const CliCommand cli_upload = {
  .name = "upload",
  .arguments = N_("FILE… --to CATALOG"),
  .summary = N_("Upload disk images to a catalog"),
  .description = N_("A command that was killed goes on where it was when it is given again.\n"
                    "Ctrl+C cancels, and removes from the server what was begun."),
  .entries = entries,
  .min_arguments = 1,
  .max_arguments = G_MAXUINT,
  .run = run,
};
