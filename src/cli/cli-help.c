/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-help.h"

#include <glib/gi18n.h>

#include "cli-output.h"
#include "cli-text.h"

/* What --help prints: first what is the command's own, then what all commands share. */

#define OPTION_WIDTH 30

static void
append_entries (GString            *text,
                const char         *heading,
                const GOptionEntry *entries)
{
  g_string_append_printf (text, "\n%s\n", heading);
  for (const GOptionEntry *entry = entries; entry->long_name != NULL; entry++)
    {
      g_autofree char *option = NULL;
      g_autofree char *padded = NULL;

      option = g_strdup_printf ("%c%c%c --%s%s%s",
                                entry->short_name != 0 ? '-' : ' ',
                                entry->short_name != 0 ? entry->short_name : ' ',
                                entry->short_name != 0 ? ',' : ' ',
                                entry->long_name,
                                entry->arg_description != NULL ? "=" : "",
                                entry->arg_description != NULL ? _(entry->arg_description) : "");
      padded = cli_text_pad (option, OPTION_WIDTH, FALSE);
      g_string_append_printf (text, "  %s  %s\n", padded, _(entry->description));
    }
}

static void
append_command (GString          *text,
                const CliCommand *command)
{
  const char *arguments = *command->arguments != '\0' ? _(command->arguments) : "";

  g_string_append_printf (text, _("Usage: airliftctl %s"), command->name);
  g_string_append_printf (text, " %s%s%s\n\n%s.\n", _("[OPTION…]"), *arguments != '\0' ? " " : "",
                          arguments, _(command->summary));
  if (command->description != NULL)
    g_string_append_printf (text, "%s\n", _(command->description));
  if (command->entries != NULL)
    append_entries (text, _("Options:"), command->entries);
}

static void
append_commands (GString                 *text,
                 const CliCommand *const *commands,
                 size_t                   n_commands)
{
  g_string_append (text, _("Usage: airliftctl [OPTION…] COMMAND\n\n"
                           "Uploads disk images to the catalogs of VMware Cloud Director.\n\n"
                           "Commands:\n"));
  for (size_t i = 0; i < n_commands; i++)
    g_string_append_printf (text, "  %-16s %s\n", commands[i]->name, _(commands[i]->summary));
}

/* @command: (nullable): the command that help is wanted for */
void
cli_help_print (const CliCommand        *command,
                const CliCommand *const *commands,
                size_t                   n_commands,
                const GOptionEntry      *global_entries)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (command != NULL)
    append_command (text, command);
  else
    append_commands (text, commands, n_commands);
  append_entries (text, _("Options of all commands:"), global_entries);
  if (command == NULL)
    g_string_append (text, _("\n“airliftctl COMMAND --help” tells more of a command, and "
                             "airliftctl(1) tells all.\n"));

  cli_output_write (stdout, text->str);
}
