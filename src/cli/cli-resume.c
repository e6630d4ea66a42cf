/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-commands.h"

#include <glib/gi18n.h>

#include "cli-await.h"
#include "cli-output.h"
#include "cli-queue.h"
#include "cli-run.h"
#include "cli-store.h"

/* airliftctl resume: what the journal holds, for each account that it names. */

static char *option_limit_rate;
static int option_parallel;
static gboolean option_no_wait;

static const GOptionEntry entries[] = {
  { "limit-rate", 0, 0, G_OPTION_ARG_STRING, &option_limit_rate,
    N_("Send at most RATE bytes a second; K, M and G are multiples of 1024"), N_("RATE") },
  { "parallel", 0, 0, G_OPTION_ARG_INT, &option_parallel, N_("Send N files at once"), N_("N") },
  { "no-wait", 0, 0, G_OPTION_ARG_NONE, &option_no_wait,
    N_("End when all is sent; the server imports by itself"), NULL },
  G_OPTION_ENTRY_NULL
};

/* An account in the journal, and its session once there is one. */
typedef struct
{
  char         *server;
  char         *organization;
  char         *user;
  unsigned int  n_transfers;
  VcdSession   *session;
} Owner;

static void
owner_free (Owner *owner)
{
  g_free (owner->server);
  g_free (owner->organization);
  g_free (owner->user);
  g_clear_object (&owner->session);
  g_free (owner);
}

static Owner *
find_owner (GPtrArray  *owners,
            const char *server,
            const char *organization,
            const char *user)
{
  Owner *owner;

  for (unsigned int i = 0; i < owners->len; i++)
    {
      owner = g_ptr_array_index (owners, i);
      if (g_strcmp0 (owner->server, server) == 0 &&
          g_strcmp0 (owner->organization, organization) == 0 &&
          g_strcmp0 (owner->user, user) == 0)
        return owner;
    }

  owner = g_new0 (Owner, 1);
  owner->server = g_strdup (server);
  owner->organization = g_strdup (organization);
  owner->user = g_strdup (user);
  g_ptr_array_add (owners, owner);

  return owner;
}

/* The first time around only to learn who is in the journal: signing in takes a while. */
static VcdSession *
count_owner (const char *server,
             const char *organization,
             const char *user,
             gpointer    data)
{
  find_owner (data, server, organization, user)->n_transfers++;
  return NULL;
}

static VcdSession *
look_up_session (const char *server,
                 const char *organization,
                 const char *user,
                 gpointer    data)
{
  Owner *owner = find_owner (data, server, organization, user);

  return owner->session != NULL ? g_object_ref (owner->session) : NULL;
}

static gboolean
restore (CliContext        *context,
         VcdTransferQueue  *queue,
         VcdSessionLookup   lookup,
         GPtrArray         *owners,
         GError           **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) local_error = NULL;

  vcd_transfer_queue_restore_async (queue, lookup, owners, NULL,
                                    cli_context_get_cancellable (context), cli_await_ready,
                                    &result);
  vcd_transfer_queue_restore_finish (queue, cli_await (&result), &local_error);
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
is_account_of (VcdAccount *account,
               Owner      *owner)
{
  return g_strcmp0 (vcd_account_get_server (account), owner->server) == 0 &&
         g_strcmp0 (vcd_account_get_organization (account), owner->organization) == 0 &&
         (g_strcmp0 (vcd_account_get_user (account), owner->user) == 0 ||
          *vcd_account_get_user (account) == '\0' || *owner->user == '\0');
}

static CliExit
note_unknown_owner (Owner *owner)
{
  g_autoptr (GError) error = NULL;

  error = g_error_new (VCD_ERROR, VCD_ERROR_SIGN_IN,
                       ngettext ("%u upload waits for an account that is not stored: add "
                                 "--server %s --org %s --user %s",
                                 "%u uploads wait for an account that is not stored: add "
                                 "--server %s --org %s --user %s",
                                 owner->n_transfers),
                       owner->n_transfers, owner->server, owner->organization,
                       owner->user != NULL && *owner->user != '\0' ? owner->user : "''");
  return cli_output_error (error);
}

/* Gives @owner a session: the account of the command line, or else a stored one. */
static CliExit
sign_in (CliContext *context,
         VcdAccount *named,
         Owner      *owner)
{
  g_autoptr (GError) error = NULL;
  VcdAccountStore *store = cli_context_get_store (context, NULL);
  VcdAccount *account = NULL;

  if (named != NULL && is_account_of (named, owner))
    account = named;
  else if (named == NULL && store != NULL)
    account = cli_store_find_match (store, owner->server, owner->organization, owner->user);
  if (account == NULL)
    return note_unknown_owner (owner);

  if (cli_context_prepare (context, account, &error))
    owner->session = cli_context_sign_in (context, account, &error);
  /* Now it is known whose the token is. */
  if (owner->session != NULL && !is_account_of (account, owner))
    {
      g_clear_object (&owner->session);
      return note_unknown_owner (owner);
    }

  return owner->session != NULL ? CLI_EXIT_DONE : cli_output_error (error);
}

static CliExit
sign_in_all (CliContext *context,
             GPtrArray  *owners)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VcdAccount) named = NULL;
  CliExit code = CLI_EXIT_DONE;

  if (cli_context_names_account (context))
    {
      named = cli_context_find_account (context, &error);
      if (named == NULL)
        return cli_output_error (error);
    }

  for (unsigned int i = 0; i < owners->len; i++)
    {
      CliExit one = sign_in (context, named, g_ptr_array_index (owners, i));

      if (code == CLI_EXIT_DONE || one == CLI_EXIT_INTERRUPTED)
        code = one;
      if (one == CLI_EXIT_INTERRUPTED)
        break;
    }

  return code;
}

static void
on_added (GListModel   *queue,
          unsigned int  position,
          unsigned int  n_removed,
          unsigned int  n_added,
          CliRun       *transfers)
{
  for (unsigned int i = 0; i < n_added; i++)
    {
      g_autoptr (VcdTransfer) transfer = g_list_model_get_item (queue, position + i);

      cli_run_watch (transfers, transfer);
    }
}

static CliExit
run (CliContext *context,
     char      **arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VcdTransferQueue) queue = cli_queue_new (option_parallel, option_limit_rate, &error);
  g_autoptr (GPtrArray) owners = g_ptr_array_new_with_free_func ((GDestroyNotify) owner_free);
  g_autoptr (CliRun) transfers = NULL;
  CliExit signed_in, done;

  if (queue == NULL)
    return cli_usage_error ("%s", error->message);
  if (!restore (context, queue, count_owner, owners, &error))
    return cli_output_error (error);
  if (owners->len == 0)
    {
      cli_output_print (_("There is nothing to resume."));
      return CLI_EXIT_DONE;
    }

  signed_in = sign_in_all (context, owners);
  if (signed_in == CLI_EXIT_INTERRUPTED)
    return signed_in;

  transfers = cli_run_new (queue);
  cli_run_set_wait (transfers, !option_no_wait);
  cli_run_set_trust (transfers, cli_context_get_options (context)->trust);
  g_signal_connect (queue, "items-changed", G_CALLBACK (on_added), transfers);
  if (!restore (context, queue, look_up_session, owners, &error))
    return cli_output_error (error);
  vcd_transfer_queue_resume_all (queue);

  done = cli_run_until_done (transfers);
  g_signal_handlers_disconnect_by_data (queue, transfers);
  return done != CLI_EXIT_DONE ? done : signed_in;
}

const CliCommand cli_resume = {
  .name = "resume",
  .arguments = "",
  .summary = N_("Go on with the uploads that were interrupted"),
  .description = N_("Each upload needs its account: a stored one, or the one that is named."),
  .entries = entries,
  .run = run,
};
