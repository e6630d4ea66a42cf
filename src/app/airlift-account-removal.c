/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-account-removal.h"

#include <glib/gi18n.h>

/* So long cancelled transfers may take to clean up behind them, before their account goes. */
#define CLEAN_SECONDS 10
/* So long the end of the program waits for the keyring. */
#define LAST_SECONDS 3

/*   ask, if transfers run ─► cancel them ─► out of the store ─► toast ─► out of the keyring
 *                                                 ▲               │
 *                                                 └──── Undo ─────┘                              */
typedef struct
{
  AirliftApplication *application; /* not owned */
  VcdAccount         *account;
  VcdSession         *session;     /* nullable */
  AdwToast           *toast;       /* nullable */
  unsigned int        position;
  unsigned int        wait;        /* source id */
  int64_t             deadline;    /* monotonic, of the wait */
  unsigned long       shutdown;
  gboolean            undone;
} Removal;

static void
removal_free (Removal *removal)
{
  g_clear_handle_id (&removal->wait, g_source_remove);
  g_clear_signal_handler (&removal->shutdown, removal->application);
  g_clear_object (&removal->session);
  g_object_unref (removal->account);
  g_free (removal);
}

static gboolean
is_under_way (Removal     *removal,
              VcdTransfer *transfer)
{
  return vcd_transfer_get_session (transfer) == removal->session &&
         !vcd_transfer_is_final (transfer);
}

/* The transfers of the account; those under way are cancelled if @cancel says so. */
static unsigned int
count_under_way (Removal  *removal,
                 gboolean  cancel)
{
  GListModel *queue = G_LIST_MODEL (airlift_application_get_queue (removal->application));
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);

  for (unsigned int i = 0; i < g_list_model_get_n_items (queue); i++)
    {
      g_autoptr (VcdTransfer) transfer = g_list_model_get_item (queue, i);

      if (is_under_way (removal, transfer))
        g_ptr_array_add (found, g_steal_pointer (&transfer));
    }
  for (unsigned int i = 0; cancel && i < found->len; i++)
    vcd_transfer_cancel (found->pdata[i]);

  return found->len;
}

/* What is over stays in the list of transfers only as long as there is an account to it. */
static void
forget_transfers (Removal *removal)
{
  VcdTransferQueue *queue = airlift_application_get_queue (removal->application);

  for (unsigned int i = g_list_model_get_n_items (G_LIST_MODEL (queue)); i > 0; i--)
    {
      g_autoptr (VcdTransfer) transfer = g_list_model_get_item (G_LIST_MODEL (queue), i - 1);

      if (vcd_transfer_get_session (transfer) == removal->session &&
          vcd_transfer_is_final (transfer))
        vcd_transfer_queue_remove (queue, transfer);
    }
}

static void
on_cleared (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  gboolean *over = data;
  g_autoptr (GError) error = NULL;

  if (!vcd_account_clear_secret_finish (VCD_ACCOUNT (object), result, &error))
    g_warning ("The secret of a removed account may still be in the keyring: %s", error->message);
  if (over != NULL)
    *over = TRUE;
}

static void
on_dismissed (AdwToast *toast,
              Removal  *removal)
{
  if (!removal->undone)
    {
      forget_transfers (removal);
      vcd_account_clear_secret_async (removal->account, NULL, on_cleared, NULL);
    }
  removal_free (removal);
}

static void
on_undo (AdwToast *toast,
         Removal  *removal)
{
  VcdAccountStore *store = airlift_application_get_accounts (removal->application);

  removal->undone = TRUE;
  vcd_account_store_add (store, removal->account);
  vcd_account_store_move (store, removal->account, removal->position);
}

static gboolean
on_last_tick (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* The last moment to do what was put off. */
static void
on_shutdown (Removal *removal)
{
  g_autoptr (VcdAccount) account = g_object_ref (removal->account);
  int64_t deadline = g_get_monotonic_time () + LAST_SECONDS * G_USEC_PER_SEC;
  gboolean over = removal->undone;
  unsigned int tick;

  g_signal_handlers_disconnect_by_data (removal->toast, removal);
  if (!over)
    {
      forget_transfers (removal);
      vcd_account_clear_secret_async (account, NULL, on_cleared, &over);
    }
  removal_free (removal);

  tick = g_timeout_add_seconds (1, on_last_tick, NULL);
  while (!over && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (tick);
}

static void
withdraw (Removal *removal)
{
  VcdAccountStore *store = airlift_application_get_accounts (removal->application);
  AirliftWindow *window = airlift_application_present (removal->application);
  const char *title = vcd_account_get_title (removal->account);
  g_autofree char *text = g_strdup_printf (_("Account “%s” removed"), title);
  AdwToast *toast = adw_toast_new (text);

  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_set_button_label (toast, _("_Undo"));
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  g_signal_connect (toast, "button-clicked", G_CALLBACK (on_undo), removal);
  g_signal_connect (toast, "dismissed", G_CALLBACK (on_dismissed), removal);
  removal->toast = toast;
  removal->shutdown = g_signal_connect_swapped (removal->application, "shutdown",
                                                G_CALLBACK (on_shutdown), removal);

  removal->position = vcd_account_store_withdraw (store, removal->account);
  airlift_window_add_toast (window, toast);
}

static gboolean
on_wait (gpointer data)
{
  Removal *removal = data;

  if (count_under_way (removal, FALSE) > 0 && g_get_monotonic_time () < removal->deadline)
    return G_SOURCE_CONTINUE;

  removal->wait = 0;
  withdraw (removal);

  return G_SOURCE_REMOVE;
}

static void
on_answered (GObject      *object,
             GAsyncResult *result,
             gpointer      data)
{
  Removal *removal = data;
  const char *response = adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (object), result);

  if (!g_str_equal (response, "remove"))
    {
      removal_free (removal);
      return;
    }

  /* They need the session to take back what they began. */
  count_under_way (removal, TRUE);
  removal->deadline = g_get_monotonic_time () + CLEAN_SECONDS * G_USEC_PER_SEC;
  removal->wait = g_timeout_add (100, on_wait, removal);
}

static void
ask (Removal      *removal,
     unsigned int  n)
{
  AdwDialog *dialog = adw_alert_dialog_new (NULL, NULL);

  adw_alert_dialog_format_heading (ADW_ALERT_DIALOG (dialog), _("Remove “%s”?"),
                                   vcd_account_get_title (removal->account));
  adw_alert_dialog_format_body (ADW_ALERT_DIALOG (dialog),
                                ngettext ("The account has %u transfer that is not finished. It "
                                          "will be cancelled.",
                                          "The account has %u transfers that are not finished. "
                                          "They will be cancelled.", n), n);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Keep Account"),
                                  "remove", _("_Remove"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "remove",
                                            ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_choose (ADW_ALERT_DIALOG (dialog),
                           GTK_WIDGET (airlift_application_present (removal->application)), NULL,
                           on_answered, removal);
}

void
airlift_account_remove (AirliftApplication *application,
                        VcdAccount         *account)
{
  VcdSession *session = vcd_session_list_find (airlift_application_get_sessions (application),
                                               account);
  Removal *removal = g_new0 (Removal, 1);
  unsigned int n;

  removal->application = application;
  removal->account = g_object_ref (account);
  g_set_object (&removal->session, session);

  n = count_under_way (removal, FALSE);
  if (n > 0)
    ask (removal, n);
  else
    withdraw (removal);
}
