/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-exit.h"

/* From an error to what a script sees: the exit status, and the "code" of --json. */

static CliExit
exit_for_vcd_error (VcdError code)
{
  switch (code)
    {
    case VCD_ERROR_SIGN_IN:
      return CLI_EXIT_SIGN_IN;
    case VCD_ERROR_CERTIFICATE:
      return CLI_EXIT_CERTIFICATE;
    case VCD_ERROR_PERMISSION:
    case VCD_ERROR_NOT_FOUND:
      return CLI_EXIT_REFUSED;
    case VCD_ERROR_NAME_EXISTS:
      return CLI_EXIT_NAME_TAKEN;
    case VCD_ERROR_FILE:
    case VCD_ERROR_FILE_CHANGED:
      return CLI_EXIT_FILE;
    case VCD_ERROR_INVALID:
      return CLI_EXIT_USAGE;
    case VCD_ERROR_NO_SPACE:
    case VCD_ERROR_EXPIRED:
    case VCD_ERROR_NOT_SUPPORTED:
    case VCD_ERROR_NETWORK:
    case VCD_ERROR_SERVER:
    default:
      return CLI_EXIT_SERVER;
    }
}

/* The library reports servers by VCD_ERROR, so other domains speak of this machine's files. */
static gboolean
is_file_error (const GError *error)
{
  if (error->domain == G_FILE_ERROR)
    return TRUE;

  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_EXISTS) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_READ_ONLY) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_FILENAME_TOO_LONG) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_FILENAME) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
}

gboolean
cli_exit_is_cancel (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

CliExit
cli_exit_for_error (const GError *error)
{
  if (error == NULL)
    return CLI_EXIT_DONE;
  if (error->domain == VCD_ERROR)
    return exit_for_vcd_error (error->code);
  if (cli_exit_is_cancel (error))
    return CLI_EXIT_INTERRUPTED;
  if (error->domain == G_OPTION_ERROR)
    return CLI_EXIT_USAGE;
  if (is_file_error (error))
    return CLI_EXIT_FILE;

  return CLI_EXIT_SERVER;
}

const char *
cli_exit_error_code (const GError *error)
{
  g_autoptr (GEnumClass) codes = NULL;
  const GEnumValue *value;

  if (error->domain == VCD_ERROR)
    {
      codes = g_type_class_ref (VCD_TYPE_ERROR);
      value = g_enum_get_value (codes, error->code);
      return value != NULL ? value->value_nick : "server";
    }
  if (cli_exit_is_cancel (error))
    return "cancelled";
  if (error->domain == G_OPTION_ERROR)
    return "invalid";
  if (is_file_error (error))
    return "file";

  return "server";
}
