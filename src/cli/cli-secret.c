/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-secret.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "cli-await.h"

/* Where a password or token comes from: the environment, a file, or a person at the terminal. It is
 * never an argument, for any user can read those. */

#define MAX_SECRET 65536

static char *environment_password;
static char *environment_api_token;

void
cli_secret_free (char *secret)
{
  if (secret == NULL)
    return;

  explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

/* The kernel shows the environment as it was at the start, so the bytes themselves are wiped. */
static char *
take_variable (const char *name)
{
  char *value = getenv (name);
  char *taken = NULL;

  if (value == NULL)
    return NULL;

  if (*value != '\0')
    taken = g_strdup (value);
  explicit_bzero (value, strlen (value));
  g_unsetenv (name);

  return taken;
}

/* To be called before there is a second thread. */
void
cli_secret_take_environment (void)
{
  environment_password = take_variable ("AIRLIFT_PASSWORD");
  environment_api_token = take_variable ("AIRLIFT_API_TOKEN");
}

char *
cli_secret_dup_password (void)
{
  return g_strdup (environment_password);
}

char *
cli_secret_dup_api_token (void)
{
  return g_strdup (environment_api_token);
}

static gboolean
read_some (int       fd,
           char     *buffer,
           size_t   *length,
           GError  **error)
{
  ssize_t n;

  do
    n = read (fd, buffer + *length, MAX_SECRET - *length);
  while (n < 0 && errno == EINTR);

  if (n < 0)
    {
      g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                           g_strerror (errno));
      return FALSE;
    }

  *length += n;
  return n > 0;
}

/* The first line of what @fd holds. */
static char *
read_line (int      fd,
           GError **error)
{
  char *buffer = g_malloc0 (MAX_SECRET + 1);
  size_t length = 0;
  g_autoptr (GError) local_error = NULL;
  char *end;

  while (length < MAX_SECRET && memchr (buffer, '\n', length) == NULL &&
         read_some (fd, buffer, &length, &local_error))
    continue;

  end = buffer + strcspn (buffer, "\r\n");
  explicit_bzero (end, MAX_SECRET - (end - buffer));
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (length == MAX_SECRET)
    g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, _("it is too long"));
  else if (!g_utf8_validate (buffer, -1, NULL))
    g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, _("it is not UTF-8 text"));
  else
    return buffer;

  cli_secret_free (buffer);
  return NULL;
}

/* The first line of the file at @path, or of standard input if that is "-". */
char *
cli_secret_read_file (const char  *path,
                      GError     **error)
{
  gboolean standard_input = g_str_equal (path, "-");
  g_autofd int opened = -1;
  g_autofree char *shown = g_filename_display_name (path);
  char *secret = NULL;

  if (!standard_input)
    opened = g_open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (!standard_input && opened < 0)
    g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                         g_strerror (errno));
  else
    secret = read_line (standard_input ? STDIN_FILENO : opened, error);
  if (secret != NULL && *secret == '\0')
    {
      g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, _("its first line is empty"));
      g_clear_pointer (&secret, cli_secret_free);
    }

  if (secret == NULL && standard_input)
    g_prefix_error_literal (error, _("No password could be read from standard input: "));
  else if (secret == NULL)
    g_prefix_error (error, _("No password could be read from “%s”: "), shown);

  return secret;
}

static int
open_terminal (void)
{
  return g_open ("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
}

gboolean
cli_secret_can_prompt (void)
{
  g_autofd int terminal = open_terminal ();

  return terminal >= 0;
}

/* Whether the command was typed by somebody, who can be asked whether it is meant. */
gboolean
cli_secret_is_interactive (void)
{
  return isatty (STDIN_FILENO) && cli_secret_can_prompt ();
}

/* A hang-up that comes from a program leaves the terminal to others: give it back as it was. */
static gboolean
on_hang_up (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_CONTINUE;
}

static void
say (int         terminal,
     const char *text)
{
  size_t length = strlen (text);

  while (length > 0)
    {
      ssize_t n = write (terminal, text, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return;
      text += n;
      length -= n;
    }
}

/* Asks on the terminal itself, so that pipes do not matter; what is typed can be @hidden. */
char *
cli_secret_prompt (const char    *question,
                   gboolean       hidden,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_autofd int terminal = open_terminal ();
  struct termios before, during;
  unsigned int hang_up;
  char *answer = NULL;

  if (terminal < 0 || tcgetattr (terminal, &before) != 0)
    {
      g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                           _("There is no terminal to ask on"));
      return NULL;
    }

  during = before;
  if (hidden)
    {
      during.c_lflag &= ~(tcflag_t) (ECHO | ECHOE | ECHOK);
      during.c_lflag |= ECHONL | ICANON | ISIG;
      /* A stopped or dumped process could not switch the echo on again. */
      during.c_cc[VSUSP] = _POSIX_VDISABLE;
      during.c_cc[VQUIT] = _POSIX_VDISABLE;
    }

  hang_up = g_unix_signal_add (SIGHUP, on_hang_up, cancellable);
  tcsetattr (terminal, TCSAFLUSH, &during);
  say (terminal, question);
  if (cli_await_input (terminal, cancellable, error))
    {
      answer = read_line (terminal, error);
      if (answer == NULL)
        g_prefix_error_literal (error, _("The answer cannot be used: "));
    }
  else
    {
      say (terminal, "\n");
    }
  tcsetattr (terminal, TCSAFLUSH, &before);
  g_source_remove (hang_up);

  return answer;
}

/* A question that is answered with yes only by saying so. */
gboolean
cli_secret_confirm (const char    *question,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *answer = cli_secret_prompt (question, FALSE, cancellable, &local_error);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  return answer != NULL && rpmatch (answer) == 1;
}
