/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-commands.h"

#include <glib/gi18n.h>

#include "cli-await.h"
#include "cli-output.h"
#include "cli-secret.h"
#include "cli-text.h"

/* airliftctl edit and airliftctl delete: images on the server. */

static char *option_name;
static char *option_description;
static gboolean option_yes;

static const GOptionEntry edit_entries[] = {
  { "name", 'n', 0, G_OPTION_ARG_STRING, &option_name, N_("Call the image NAME"), N_("NAME") },
  { "description", 'd', 0, G_OPTION_ARG_STRING, &option_description,
    N_("Describe the image; an empty text removes the description"), N_("TEXT") },
  G_OPTION_ENTRY_NULL
};

static const GOptionEntry delete_entries[] = {
  { "yes", 'y', 0, G_OPTION_ARG_NONE, &option_yes, N_("Do not ask"), NULL },
  G_OPTION_ENTRY_NULL
};

static VcdCatalog *
open_catalog (CliContext  *context,
              const char  *name,
              GError     **error)
{
  g_autoptr (VcdSession) session = cli_context_open (context, error);
  g_autoptr (VcdCatalog) catalog = NULL;

  if (session != NULL)
    catalog = cli_context_find_catalog (context, session, name, error);
  if (catalog == NULL || !cli_context_load_media (context, catalog, error))
    return NULL;

  return g_steal_pointer (&catalog);
}

static void
print_done_record (VcdMedia   *media,
                   const char *state)
{
  g_autoptr (JsonBuilder) record = NULL;

  if (!cli_output_is_json ())
    return;

  record = cli_record_new ();
  cli_record_set_string (record, "event", "done");
  cli_record_set_string (record, "name", vcd_media_get_name (media));
  cli_record_set_string (record, "state", state);
  cli_record_set_string (record, "media", vcd_media_get_href (media));
  cli_record_print (record);
}

static CliExit
run_edit (CliContext *context,
          char      **arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VcdCatalog) catalog = NULL;
  g_autoptr (VcdMedia) media = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *name = NULL;

  if (option_name == NULL && option_description == NULL)
    return cli_usage_error (_("Nothing to change: add --name or --description"));
  if (option_name != NULL && *option_name == '\0')
    return cli_usage_error (_("The new name is empty"));

  catalog = open_catalog (context, arguments[0], &error);
  if (catalog != NULL)
    media = cli_context_find_media (context, catalog, arguments[1], &error);
  if (media == NULL)
    return cli_output_error (error);

  vcd_media_edit_async (media, option_name, option_description,
                        cli_context_get_cancellable (context), cli_await_ready, &result);
  if (!vcd_media_edit_finish (media, cli_await (&result), &error))
    return cli_output_error (error);

  name = cli_text_dup_harmless (vcd_media_get_name (media));
  print_done_record (media, "changed");
  cli_output_print (_("%s: changed"), name);
  return CLI_EXIT_DONE;
}

/* Nothing is deleted unless every name is right. */
static GPtrArray *
find_all (CliContext  *context,
          VcdCatalog  *catalog,
          char       **names,
          GError     **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);

  for (int i = 0; names[i] != NULL; i++)
    {
      VcdMedia *media = cli_context_find_media (context, catalog, names[i], error);

      if (media == NULL)
        return NULL;
      if (g_ptr_array_find (found, media, NULL))
        g_object_unref (media);
      else
        g_ptr_array_add (found, media);
    }

  return g_steal_pointer (&found);
}

static gboolean
confirm (CliContext  *context,
         VcdCatalog  *catalog,
         GPtrArray   *media,
         GError     **error)
{
  g_autofree char *question = NULL;
  g_autofree char *catalog_name = cli_text_dup_harmless (vcd_catalog_get_name (catalog));

  if (option_yes || !cli_secret_is_interactive ())
    return TRUE;

  if (media->len == 1)
    {
      g_autofree char *name = NULL;

      name = cli_text_dup_harmless (vcd_media_get_name (g_ptr_array_index (media, 0)));
      question = g_strdup_printf (_("Delete “%s” from the catalog “%s”? [y/N] "), name,
                                  catalog_name);
    }
  else
    {
      question = g_strdup_printf (ngettext ("Delete %u image from the catalog “%s”? [y/N] ",
                                            "Delete %u images from the catalog “%s”? [y/N] ",
                                            media->len),
                                  media->len, catalog_name);
    }

  return cli_secret_confirm (question, cli_context_get_cancellable (context), error);
}

/* Deletes @media and says so. */
CliExit
cli_delete_media (CliContext *context,
                  VcdMedia   *media)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *name = cli_text_dup_harmless (vcd_media_get_name (media));

  vcd_media_delete_async (media, cli_context_get_cancellable (context), cli_await_ready, &result);
  if (!vcd_media_delete_finish (media, cli_await (&result), &error))
    return cli_output_error_of (name, error);

  print_done_record (media, "deleted");
  cli_output_print (_("%s: deleted"), name);
  return CLI_EXIT_DONE;
}

static CliExit
run_delete (CliContext *context,
            char      **arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VcdCatalog) catalog = open_catalog (context, arguments[0], &error);
  g_autoptr (GPtrArray) media = NULL;
  CliExit code = CLI_EXIT_DONE;

  if (catalog != NULL)
    media = find_all (context, catalog, arguments + 1, &error);
  if (media == NULL)
    return cli_output_error (error);
  if (!confirm (context, catalog, media, &error))
    {
      if (error != NULL)
        return cli_output_error (error);
      cli_output_note (_("Nothing is deleted."));
      return CLI_EXIT_DONE;
    }

  for (unsigned int i = 0; i < media->len; i++)
    {
      CliExit one = cli_delete_media (context, g_ptr_array_index (media, i));

      if (code == CLI_EXIT_DONE)
        code = one;
    }

  return code;
}

const CliCommand cli_edit = {
  .name = "edit",
  .arguments = N_("CATALOG MEDIA"),
  .summary = N_("Change an image’s name or description"),
  .entries = edit_entries,
  .min_arguments = 2,
  .max_arguments = 2,
  .run = run_edit,
};

const CliCommand cli_delete = {
  .name = "delete",
  .arguments = N_("CATALOG MEDIA…"),
  .summary = N_("Delete images"),
  .description = N_("On a terminal you are asked first. Nothing is deleted if one of the images "
                    "is not there."),
  .entries = delete_entries,
  .min_arguments = 2,
  .max_arguments = G_MAXUINT,
  .run = run_delete,
};
