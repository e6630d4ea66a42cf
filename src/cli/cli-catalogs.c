/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-commands.h"

#include <unistd.h>

#include <glib/gi18n.h>

#include "cli-await.h"
#include "cli-output.h"
#include "cli-text.h"

/* airliftctl catalogs and airliftctl list: what is on the server. */

/* How many catalogs are asked at once whether they take uploads. */
#define MAX_CHECKS 6

typedef struct
{
  GListModel   *catalogs;
  GCancellable *cancellable;
  unsigned int  next;
  unsigned int  running;
} Checks;

static void check_next (Checks *checks);

static void
on_checked (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  Checks *checks = data;
  g_autoptr (GError) error = NULL;

  /* One that cannot be looked at is simply not known to take uploads. */
  if (!vcd_catalog_check_finish (VCD_CATALOG (source), result, &error))
    g_debug ("A catalog cannot be checked: %s", error->message);
  checks->running--;
  check_next (checks);
}

static void
check_next (Checks *checks)
{
  while (checks->running < MAX_CHECKS &&
         checks->next < g_list_model_get_n_items (checks->catalogs))
    {
      g_autoptr (VcdCatalog) catalog = g_list_model_get_item (checks->catalogs, checks->next++);

      checks->running++;
      vcd_catalog_check_async (catalog, checks->cancellable, on_checked, checks);
    }
}

static void
check_all (CliContext *context,
           GListModel *catalogs)
{
  Checks checks = {
    .catalogs = catalogs,
    .cancellable = cli_context_get_cancellable (context),
  };

  check_next (&checks);
  while (checks.running > 0)
    g_main_context_iteration (NULL, TRUE);
}

static const char *
get_kind_text (VcdCatalog *catalog)
{
  switch (vcd_catalog_get_kind (catalog))
    {
    case VCD_CATALOG_SHARED:
      return _("shared");
    case VCD_CATALOG_PUBLISHED:
      return _("published");
    case VCD_CATALOG_SUBSCRIBED:
      return _("subscribed");
    case VCD_CATALOG_OWN:
    default:
      return _("own");
    }
}

static void
print_catalog_record (VcdCatalog *catalog)
{
  g_autoptr (JsonBuilder) record = cli_record_new ();
  g_autoptr (GEnumClass) kinds = g_type_class_ref (VCD_TYPE_CATALOG_KIND);
  GEnumValue *kind = g_enum_get_value (kinds, vcd_catalog_get_kind (catalog));

  cli_record_set_string (record, "name", vcd_catalog_get_name (catalog));
  cli_record_set_string (record, "organization", vcd_catalog_get_organization (catalog));
  cli_record_set_string (record, "kind", kind->value_nick);
  cli_record_set_boolean (record, "can_upload", vcd_catalog_get_can_upload (catalog));
  cli_record_set_string (record, "read_only_reason", vcd_catalog_get_read_only_reason (catalog));
  cli_record_set_string (record, "description", vcd_catalog_get_description (catalog));
  cli_record_set_string (record, "owner", vcd_catalog_get_owner (catalog));
  cli_record_set_string (record, "href", vcd_catalog_get_href (catalog));
  cli_record_print (record);
}

static void
print_catalogs (GListModel *catalogs)
{
  g_autoptr (CliTable) table = cli_table_new (_("NAME"), _("ORGANIZATION"), _("KIND"),
                                              _("UPLOAD"), NULL);
  unsigned int n = g_list_model_get_n_items (catalogs);

  for (unsigned int i = 0; i < n; i++)
    {
      g_autoptr (VcdCatalog) catalog = g_list_model_get_item (catalogs, i);
      const char *organization = vcd_catalog_get_organization (catalog);
      const char *reason = vcd_catalog_get_read_only_reason (catalog);
      g_autofree char *upload = NULL;

      if (cli_output_is_json ())
        {
          print_catalog_record (catalog);
          continue;
        }
      if (vcd_catalog_get_can_upload (catalog))
        upload = g_strdup (_("yes"));
      else if (reason != NULL)
        upload = g_strdup_printf (_("read-only: %s"), reason);
      else
        upload = g_strdup (_("read-only"));
      cli_table_add (table, vcd_catalog_get_name (catalog),
                     organization != NULL ? organization : "", get_kind_text (catalog), upload,
                     NULL);
    }

  if (n == 0)
    cli_output_note (_("There is no catalog."));
  else
    cli_table_print (table);
}

static CliExit
run_catalogs (CliContext *context,
              char      **arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VcdSession) session = cli_context_open (context, &error);
  g_autoptr (GAsyncResult) result = NULL;
  GListModel *catalogs;

  if (session == NULL)
    return cli_output_error (error);
  vcd_session_load_catalogs_async (session, cli_context_get_cancellable (context),
                                   cli_await_ready, &result);
  if (!vcd_session_load_catalogs_finish (session, cli_await (&result), &error))
    return cli_output_error (error);

  catalogs = vcd_session_get_catalogs (session);
  check_all (context, catalogs);
  if (g_cancellable_set_error_if_cancelled (cli_context_get_cancellable (context), &error))
    return cli_output_error (error);
  print_catalogs (catalogs);

  return CLI_EXIT_DONE;
}

static char *
dup_created (VcdMedia   *media,
             const char *format)
{
  GDateTime *created = vcd_media_get_created (media);
  g_autoptr (GDateTime) local = created != NULL ? g_date_time_to_local (created) : NULL;

  return local != NULL ? g_date_time_format (local, format) : NULL;
}

static void
print_media_record (VcdMedia *media)
{
  g_autoptr (JsonBuilder) record = cli_record_new ();
  g_autoptr (GEnumClass) statuses = g_type_class_ref (VCD_TYPE_MEDIA_STATUS);
  GEnumValue *status = g_enum_get_value (statuses, vcd_media_get_status (media));
  g_autofree char *created = dup_created (media, "%FT%T%:z");

  cli_record_set_string (record, "name", vcd_media_get_name (media));
  cli_record_set_integer (record, "size", vcd_media_get_size (media));
  cli_record_set_string (record, "status", status->value_nick);
  cli_record_set_string (record, "created", created);
  cli_record_set_string (record, "owner", vcd_media_get_owner (media));
  cli_record_set_string (record, "description", vcd_media_get_description (media));
  cli_record_set_string (record, "storage_profile", vcd_media_get_storage_profile (media));
  cli_record_set_boolean (record, "iso", vcd_media_get_is_iso (media));
  cli_record_set_string (record, "id", vcd_media_get_id (media));
  cli_record_set_string (record, "media", vcd_media_get_href (media));
  cli_record_print (record);
}

/* Sizes are for people on a terminal, and for programs elsewhere. */
static void
print_media (GListModel *catalog)
{
  g_autoptr (CliTable) table = cli_table_new (_("NAME"), _("SIZE"), _("STATUS"), _("CREATED"),
                                              _("OWNER"), NULL);
  unsigned int n = g_list_model_get_n_items (catalog);
  gboolean terminal = isatty (STDOUT_FILENO);

  cli_table_align_right (table, 1);
  for (unsigned int i = 0; i < n; i++)
    {
      g_autoptr (VcdMedia) media = g_list_model_get_item (catalog, i);
      uint64_t bytes = vcd_media_get_size (media);
      const char *owner = vcd_media_get_owner (media);
      const char *status = vcd_media_get_status_text (media);
      g_autofree char *created = dup_created (media, "%Y-%m-%d %H:%M");
      g_autofree char *size = NULL;

      if (cli_output_is_json ())
        {
          print_media_record (media);
          continue;
        }
      size = terminal ? cli_text_size (bytes) : g_strdup_printf ("%" G_GUINT64_FORMAT, bytes);
      cli_table_add (table, vcd_media_get_name (media), size, status != NULL ? status : "",
                     created != NULL ? created : "", owner != NULL ? owner : "", NULL);
    }

  if (n == 0)
    cli_output_note (_("The catalog has no images."));
  else
    cli_table_print (table);
}

static CliExit
run_list (CliContext *context,
          char      **arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VcdSession) session = cli_context_open (context, &error);
  g_autoptr (VcdCatalog) catalog = NULL;

  if (session != NULL)
    catalog = cli_context_find_catalog (context, session, arguments[0], &error);
  if (catalog == NULL || !cli_context_load_media (context, catalog, &error))
    return cli_output_error (error);

  print_media (G_LIST_MODEL (catalog));
  return CLI_EXIT_DONE;
}

const CliCommand cli_catalogs = {
  .name = "catalogs",
  .arguments = "",
  .summary = N_("List the catalogs, and whether they take uploads"),
  .run = run_catalogs,
};

const CliCommand cli_list = {
  .name = "list",
  .arguments = N_("CATALOG"),
  .summary = N_("List the images in a catalog"),
  .description = N_("CATALOG is a name, or ORG/NAME where several catalogs have that name."),
  .min_arguments = 1,
  .max_arguments = 1,
  .run = run_list,
};
