/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gi18n.h>

#include "cli-commands.h"
#include "cli-help.h"
#include "cli-interrupt.h"
#include "cli-output.h"
#include "cli-secret.h"
#include "cli-text.h"

/* The program: finds the command's words among the options, and gives the rest to the command. */

static const CliCommand *const commands[] = {
  &cli_account_add, &cli_account_list, &cli_account_remove, &cli_account_check,
  &cli_catalogs,    &cli_list,         &cli_upload,         &cli_download,
  &cli_edit,        &cli_delete,       &cli_clean,          &cli_resume,
};

static CliOptions options;
static char **arguments;
static const CliCommand *current;

static gboolean
add_trust (const char  *name,
           const char  *value,
           gpointer     data,
           GError     **error)
{
  g_autofree char *fingerprint = vcd_certificate_parse_fingerprint (value, error);

  if (fingerprint == NULL)
    return FALSE;

  g_ptr_array_add (options.trust, g_steal_pointer (&fingerprint));
  return TRUE;
}

static const GOptionEntry global_entries[] = {
  { "account", 0, 0, G_OPTION_ARG_STRING, &options.account,
    N_("Use the stored account of this name"), N_("NAME") },
  { "server", 0, 0, G_OPTION_ARG_STRING, &options.server,
    N_("The server’s address"), N_("URL") },
  { "org", 0, 0, G_OPTION_ARG_STRING, &options.organization,
    N_("The organization; “System” for providers"), N_("ORG") },
  { "user", 0, 0, G_OPTION_ARG_STRING, &options.user,
    N_("The user; not needed with an API token"), N_("USER") },
  { "trust", 0, 0, G_OPTION_ARG_CALLBACK, add_trust,
    N_("Trust the certificate with this fingerprint; may be repeated"), N_("sha256:HEX") },
  { "api-version", 0, 0, G_OPTION_ARG_STRING, &options.api_version,
    N_("Speak this version of the API"), N_("VERSION") },
  { "password-file", 0, 0, G_OPTION_ARG_FILENAME, &options.password_file,
    N_("Read the password from FILE, “-” for standard input"), N_("FILE") },
  { "token-file", 0, 0, G_OPTION_ARG_FILENAME, &options.token_file,
    N_("Read the API token from FILE, “-” for standard input"), N_("FILE") },
  { "json", 0, 0, G_OPTION_ARG_NONE, &options.json,
    N_("Print JSON, one object a line"), NULL },
  { "verbose", 'v', 0, G_OPTION_ARG_NONE, &options.verbose,
    N_("Print a report of each transfer that fails"), NULL },
  { "version", 0, 0, G_OPTION_ARG_NONE, &options.version,
    N_("Print the version"), NULL },
  { "help", 'h', 0, G_OPTION_ARG_NONE, &options.help,
    N_("Print help, also of a command"), NULL },
  G_OPTION_ENTRY_NULL
};

CliExit
cli_usage_error (const char *format,
                 ...)
{
  g_autoptr (GError) error = NULL;
  va_list list;

  va_start (list, format);
  error = g_error_new_valist (G_OPTION_ERROR, G_OPTION_ERROR_FAILED, format, list);
  va_end (list);

  cli_output_error (error);
  if (current != NULL)
    cli_output_note (_("Try “airliftctl %s --help”."), current->name);
  else
    cli_output_note (_("Try “airliftctl --help”."));

  return CLI_EXIT_USAGE;
}

/* Somebody who tries to give a password as an option must not read it again in a log. */
static char *
dup_option_message (const GError *error)
{
  char *message = g_strdup (error->message);
  char *value = NULL;

  if (g_error_matches (error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION))
    value = strchr (message, '=');
  if (value != NULL)
    *value = '\0';

  return message;
}

static GOptionContext *
new_option_context (const CliCommand *command)
{
  GOptionContext *context = g_option_context_new (NULL);

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, global_entries, GETTEXT_PACKAGE);
  if (command != NULL && command->entries != NULL)
    g_option_context_add_main_entries (context, command->entries, GETTEXT_PACKAGE);

  return context;
}

static const CliCommand *
find_command (const char *first,
              const char *second)
{
  g_autofree char *name = second != NULL ? g_strjoin (" ", first, second, NULL) : g_strdup (first);

  for (size_t i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (g_str_equal (commands[i]->name, name))
        return commands[i];
    }

  return NULL;
}

/* Options up to the next word, which is taken out of the arguments. */
static char *
take_word (int      *argc,
           char    **argv,
           GError  **error)
{
  g_autoptr (GOptionContext) context = new_option_context (NULL);
  char *word;

  g_option_context_set_strict_posix (context, TRUE);
  if (!g_option_context_parse (context, argc, &argv, error) || *argc < 2)
    return NULL;

  word = argv[1];
  for (int i = 1; i < *argc; i++)
    argv[i] = argv[i + 1];
  (*argc)--;

  return word;
}

static CliExit
find_and_parse (int    argc,
                char **argv)
{
  g_autoptr (GOptionContext) context = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;
  const GOptionEntry rest[] = {
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &arguments, NULL, NULL },
    G_OPTION_ENTRY_NULL
  };
  const char *first = take_word (&argc, argv, &error);
  const char *second = NULL;

  if (error == NULL && first != NULL)
    {
      current = find_command (first, NULL);
      if (current == NULL && g_str_equal (first, "account"))
        {
          second = take_word (&argc, argv, &error);
          current = second != NULL ? find_command (first, second) : NULL;
        }
    }
  if (error == NULL && current != NULL)
    {
      context = new_option_context (current);
      g_option_context_add_main_entries (context, rest, NULL);
      g_option_context_parse (context, &argc, &argv, &error);
    }

  cli_output_set_json (options.json);
  cli_output_set_verbose (options.verbose);
  if (error != NULL)
    {
      message = dup_option_message (error);
      return cli_usage_error ("%s", message);
    }
  if (current != NULL || options.help || options.version)
    return CLI_EXIT_DONE;
  if (first == NULL)
    return cli_usage_error (_("There is no command"));
  if (g_str_equal (first, "account") && second == NULL)
    return cli_usage_error (_("“account” needs one of add, list, remove and check after it"));

  return cli_usage_error (_("There is no command “%s”"), second != NULL ? second : first);
}

static CliExit
check_arguments (void)
{
  unsigned int n = arguments != NULL ? g_strv_length (arguments) : 0;

  if (n < current->min_arguments)
    return cli_usage_error (_("“%s” needs more arguments: %s"), current->name,
                            _(current->arguments));
  if (n > current->max_arguments)
    return cli_usage_error (_("“%s” takes fewer arguments: %s"), current->name,
                            _(current->arguments));
  if (options.account != NULL &&
      (options.server != NULL || options.organization != NULL || options.user != NULL))
    return cli_usage_error (_("--account stands for --server, --org and --user: give one or the "
                              "other"));
  if (options.password_file != NULL && options.token_file != NULL)
    return cli_usage_error (_("Give --password-file or --token-file, not both"));

  return CLI_EXIT_DONE;
}

static void
take_default (char       **option,
              const char  *variable)
{
  const char *value = g_getenv (variable);

  if (*option == NULL && value != NULL && *value != '\0')
    *option = g_strdup (value);
}

/* What the command line names goes before what the environment does. */
static void
take_defaults (void)
{
  if (options.server == NULL && options.organization == NULL && options.user == NULL)
    take_default (&options.account, "AIRLIFT_ACCOUNT");
  if (options.account != NULL)
    return;

  take_default (&options.server, "AIRLIFT_SERVER");
  take_default (&options.organization, "AIRLIFT_ORG");
  take_default (&options.user, "AIRLIFT_USER");
}

static CliExit
run (void)
{
  g_autoptr (CliContext) context = NULL;
  char *none[] = { NULL };

  if (options.help)
    {
      cli_help_print (current, commands, G_N_ELEMENTS (commands), global_entries);
      return CLI_EXIT_DONE;
    }
  if (options.version)
    {
      cli_output_write (stdout, "airliftctl " PACKAGE_VERSION "\n");
      return CLI_EXIT_DONE;
    }

  take_defaults ();
  cli_interrupt_init ();
  context = cli_context_new (&options);

  return current->run (context, arguments != NULL ? arguments : none);
}

/* Names are UTF-8. Where no locale is set, as in containers and cron jobs, they stay so. */
static void
set_locale (void)
{
  const char *locale;

  setlocale (LC_ALL, "");
  locale = setlocale (LC_CTYPE, NULL);
  if (g_strcmp0 (locale, "C") == 0 || g_strcmp0 (locale, "POSIX") == 0)
    setlocale (LC_CTYPE, "C.UTF-8");

  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

int
main (int    argc,
      char **argv)
{
  CliExit code;

  cli_secret_take_environment ();
  set_locale ();
  g_set_prgname ("airliftctl");
  cli_output_init ();
  options.trust = g_ptr_array_new_with_free_func (g_free);

  code = find_and_parse (argc, argv);
  if (code == CLI_EXIT_DONE && !options.help && !options.version)
    code = check_arguments ();
  if (code == CLI_EXIT_DONE)
    code = run ();

  g_clear_pointer (&options.trust, g_ptr_array_unref);
  g_clear_pointer (&arguments, g_strfreev);
  return cli_output_finish (code);
}
