/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-options.h"

/*
 * The options of vcd-simulator, which are those of a simulator inside a test program too.
 */

/* As a cell says them: in no order, with old ones at the end. */
#define DEFAULT_VERSIONS "27.0,31.0,33.0,35.0,36.0,37.0,39.0,38.0,9.0,5.5"

static gboolean
split_versions (SimOptions *self,
                const char *list,
                GError **error)
{
  self->versions = g_strsplit (list ? list : DEFAULT_VERSIONS, ",", -1);
  for (char **v = self->versions; *v; v++)
    if (!g_regex_match_simple ("^[0-9]+\\.[0-9]+$", g_strstrip (*v), 0, 0))
      {
        g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                     "“%s” is no API version, such as 37.0", *v);
        return FALSE;
      }

  return TRUE;
}

static gboolean
check_ranges (SimOptions *self,
              GError **error)
{
  const char *message = NULL;

  if (self->port < 0 || self->port > 65535 || self->transfer_port > 65535)
    message = "A port is a number from 0 to 65535";
  else if (self->clock_rate <= 0)
    message = "The clock rate has to be above 0";
  else if (self->import_seconds < 0 || self->n_media < 0)
    message = "Less than nothing is not possible";

  if (message)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, message);

  return !message;
}

static gboolean
parse (SimOptions *self,
       const char *const *arguments,
       GError **error)
{
  g_auto (GStrv) argv = g_strdupv ((char **) arguments);
  g_autofree char *versions = NULL;
  const GOptionEntry entries[] = {
    { "port", 0, 0, G_OPTION_ARG_INT, &self->port, "Port of the API; 0 picks one", "N" },
    { "transfer-port", 0, 0, G_OPTION_ARG_INT, &self->transfer_port,
      "Take transfers on a port, and with a certificate, of their own; 0 picks one", "N" },
    { "authority", 0, 0, G_OPTION_ARG_STRING, &self->authority,
      "Have the certificate issued by an authority of this name, not by itself", "NAME" },
    { "http", 0, 0, G_OPTION_ARG_NONE, &self->plain_http, "Without TLS", NULL },
    { "port-file", 0, 0, G_OPTION_ARG_FILENAME, &self->port_file,
      "Write the first line of the output to this file too", "FILE" },
    { "api-versions", 0, 0, G_OPTION_ARG_STRING, &versions, "API versions to offer",
      "36.0,37.0,…" },
    { "org", 0, 0, G_OPTION_ARG_STRING, &self->org, "Organization (demo)", "NAME" },
    { "user", 0, 0, G_OPTION_ARG_STRING, &self->user, "User (demo)", "NAME" },
    { "password", 0, 0, G_OPTION_ARG_STRING, &self->password, "The user's password (demo)",
      "TEXT" },
    { "api-token", 0, 0, G_OPTION_ARG_STRING, &self->api_token, "The user's API token", "TEXT" },
    { "catalog", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->catalogs,
      "A catalog; KIND: own, shared, readonly, published, subscribed", "NAME[:KIND]" },
    { "media", 0, 0, G_OPTION_ARG_INT, &self->n_media, "Finished media in the first catalog", "N" },
    { "storage", 0, 0, G_OPTION_ARG_FILENAME, &self->storage,
      "Where bytes are kept; “none”: count and hash them only", "DIR" },
    { "no-hash", 0, 0, G_OPTION_ARG_NONE, &self->no_hash, "Do not hash what arrives", NULL },
    { "fault", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->faults, "A fault (see --help-faults)",
      "NAME[=VALUE]" },
    { "help-faults", 0, 0, G_OPTION_ARG_NONE, &self->list_faults, "List the faults", NULL },
    { "import-seconds", 0, 0, G_OPTION_ARG_DOUBLE, &self->import_seconds,
      "How long the import takes after the last byte (1)", "S" },
    { "clock-rate", 0, 0, G_OPTION_ARG_DOUBLE, &self->clock_rate,
      "How much faster than real the cell's clock goes", "R" },
    { "session-idle-minutes", 0, 0, G_OPTION_ARG_DOUBLE, &self->session_idle_minutes,
      "When an idle session ends (30)", "M" },
    { "transfer-idle-minutes", 0, 0, G_OPTION_ARG_DOUBLE, &self->transfer_idle_minutes,
      "When an idle transfer ends (60)", "M" },
    { "seed", 0, 0, G_OPTION_ARG_INT, &self->seed, "Seed of what is random", "N" },
    { "quiet", 0, 0, G_OPTION_ARG_NONE, &self->quiet, "Print no events", NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- a vCloud cell to try clients on");

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse_strv (context, &argv, error))
    return FALSE;

  if (argv[1])
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION, "“%s” is no option",
                   argv[1]);
      return FALSE;
    }

  return split_versions (self, versions, error) && check_ranges (self, error);
}

/* ARGUMENTS begins with the program's name. */
SimOptions *
sim_options_parse (const char *const *arguments,
                   GError **error)
{
  g_autoptr (SimOptions) self = g_new0 (SimOptions, 1);
  self->transfer_port = -1;
  self->import_seconds = 1;
  self->clock_rate = 1;
  self->session_idle_minutes = 30;
  self->transfer_idle_minutes = 60;
  self->seed = (int) g_random_int_range (0, G_MAXINT);
  if (!parse (self, arguments, error))
    return NULL;

  if (!self->org)
    self->org = g_strdup ("demo");
  if (!self->user)
    self->user = g_strdup ("demo");
  if (!self->password)
    self->password = g_strdup ("demo");
  if (!self->catalogs)
    self->catalogs = g_strdupv ((char *[]) { (char *) "ISOs", NULL });

  return g_steal_pointer (&self);
}

void
sim_options_free (SimOptions *self)
{
  g_strfreev (self->versions);
  g_strfreev (self->catalogs);
  g_strfreev (self->faults);
  g_free (self->org);
  g_free (self->user);
  g_free (self->password);
  g_free (self->api_token);
  g_free (self->storage);
  g_free (self->port_file);
  g_free (self->authority);
  g_free (self);
}
