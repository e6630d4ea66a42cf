/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "vcd-session-list.h"

#include "vcd-account-store.h"
#include "vcd-account.h"
#include "vcd-catalog.h"
#include "vcd-error.h"
#include "vcd-fiber-private.h"
#include "vcd-leaving-private.h"
#include "vcd-session-private.h"

#define FIRST_RETRY_SECONDS 2
#define LAST_RETRY_SECONDS 60

/**
 * VcdSessionList:
 *
 * A session for each account of a store, in its order, as a list of [class@Vcd.Session].
 *
 * From the first call of [method@Vcd.SessionList.sign_in_all] on, the list keeps its sessions
 * signed in and their catalogs loaded: accounts that come later are signed in as well, and what
 * failed for want of a network is tried again by itself. What needs a person stays failed until
 * [method@Vcd.SessionList.sign_in]; so does an account that somebody signed out.
 */
/*   VcdAccountStore ─► one Seat each ─► GListModel of VcdSession */
struct _VcdSessionList
{
  GObject          parent_instance;

  VcdAccountStore *store;
  GPtrArray       *seats;
  VcdLeaving      *leaving;
  gboolean         started;
};

/* One session and what is being done for it. */
typedef struct
{
  VcdSessionList *list; /* not owned; NULL once the account is gone */
  VcdSession     *session;
  GCancellable   *cancellable;
  unsigned int    retry;   /* source id */
  unsigned int    seconds; /* until the next retry */
  gboolean        busy;
  gboolean        again;   /* asked for while it was busy */
  GPtrArray      *unchecked; /* catalogs of which nobody knows whether they take uploads */
} Seat;

enum
{
  LOAD_FAILED,
  N_SIGNALS
};

static unsigned int signals[N_SIGNALS];

static void list_model_iface_init (GListModelInterface *iface);
static void seat_begin            (Seat *seat);

G_DEFINE_FINAL_TYPE_WITH_CODE (VcdSessionList, vcd_session_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static GType
vcd_session_list_get_item_type (GListModel *model)
{
  return VCD_TYPE_SESSION;
}

static unsigned int
vcd_session_list_get_n_items (GListModel *model)
{
  return VCD_SESSION_LIST (model)->seats->len;
}

static gpointer
vcd_session_list_get_item (GListModel   *model,
                           unsigned int  position)
{
  VcdSessionList *self = VCD_SESSION_LIST (model);
  Seat *seat;

  if (position >= self->seats->len)
    return NULL;

  seat = g_ptr_array_index (self->seats, position);
  return g_object_ref (seat->session);
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = vcd_session_list_get_item_type;
  iface->get_n_items = vcd_session_list_get_n_items;
  iface->get_item = vcd_session_list_get_item;
}

static void
seat_free (gpointer data)
{
  Seat *seat = data;

  g_clear_object (&seat->session);
  g_clear_object (&seat->cancellable);
  g_ptr_array_unref (seat->unchecked);
}

static void
seat_unref (gpointer data)
{
  g_rc_box_release_full (data, seat_free);
}

static gboolean
on_retry (gpointer data)
{
  Seat *seat = data;

  seat->retry = 0;
  seat_begin (seat);

  return G_SOURCE_REMOVE;
}

static void
seat_retry_later (Seat *seat)
{
  if (seat->list == NULL || seat->retry != 0)
    return;

  seat->seconds = seat->seconds == 0 ? FIRST_RETRY_SECONDS
                                     : MIN (seat->seconds * 2, LAST_RETRY_SECONDS);
  seat->retry = g_timeout_add_seconds (seat->seconds, on_retry, seat);
}

static void seat_check_next (Seat *seat);

static void
on_checked (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  Seat *seat = data;
  g_autoptr (GError) error = NULL;

  /* Whoever puts something into the catalog asks again, and hears what is wrong. */
  if (!vcd_catalog_check_finish (VCD_CATALOG (object), result, &error))
    g_debug ("Whether a catalog takes uploads is not known: %s", error->message);

  seat_check_next (seat);
  seat_unref (seat);
}

/* One after the other: people with fifty accounts have several hundred catalogs. */
static void
seat_check_next (Seat *seat)
{
  g_autoptr (VcdCatalog) catalog = NULL;

  if (seat->list == NULL || seat->unchecked->len == 0)
    return;

  catalog = g_ptr_array_steal_index (seat->unchecked, 0);
  vcd_catalog_check_async (catalog, seat->cancellable, on_checked, g_rc_box_acquire (seat));
}

static void
seat_check_catalogs (Seat *seat)
{
  GListModel *catalogs = vcd_session_get_catalogs (seat->session);
  gboolean idle = seat->unchecked->len == 0;

  g_ptr_array_set_size (seat->unchecked, 0);
  for (unsigned int i = 0; i < g_list_model_get_n_items (catalogs); i++)
    {
      g_autoptr (VcdCatalog) catalog = g_list_model_get_item (catalogs, i);

      if (!vcd_catalog_get_can_upload (catalog))
        g_ptr_array_add (seat->unchecked, g_steal_pointer (&catalog));
    }

  if (idle)
    seat_check_next (seat);
}

static void
on_catalogs_loaded (GObject      *object,
                    GAsyncResult *result,
                    gpointer      data)
{
  Seat *seat = data;
  g_autoptr (GError) error = NULL;

  seat->busy = FALSE;
  if (vcd_session_load_catalogs_finish (VCD_SESSION (object), result, &error))
    {
      seat->seconds = 0;
      seat_check_catalogs (seat);
    }
  else if (seat->list != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      if (g_error_matches (error, VCD_ERROR, VCD_ERROR_NETWORK) ||
          g_error_matches (error, VCD_ERROR, VCD_ERROR_SERVER))
        seat_retry_later (seat);
      g_signal_emit (seat->list, signals[LOAD_FAILED], 0, seat->session, error);
    }
  if (seat->again)
    seat_begin (seat);

  seat_unref (seat);
}

static void
on_signed_in (GObject      *object,
              GAsyncResult *result,
              gpointer      data)
{
  Seat *seat = data;
  g_autoptr (GError) error = NULL;

  seat->busy = FALSE;
  if (vcd_session_sign_in_finish (VCD_SESSION (object), result, &error) && seat->list != NULL)
    {
      seat->busy = TRUE;
      vcd_session_load_catalogs_async (seat->session, seat->cancellable, on_catalogs_loaded,
                                       g_rc_box_acquire (seat));
    }
  else if (g_error_matches (error, VCD_ERROR, VCD_ERROR_NETWORK) ||
           g_error_matches (error, VCD_ERROR, VCD_ERROR_SERVER))
    {
      seat_retry_later (seat);
    }
  if (seat->again)
    seat_begin (seat);

  seat_unref (seat);
}

static void
seat_begin (Seat *seat)
{
  g_clear_handle_id (&seat->retry, g_source_remove);
  seat->again = seat->busy;
  if (seat->busy || seat->list == NULL)
    return;

  seat->busy = TRUE;
  vcd_session_sign_in_async (seat->session, seat->cancellable, on_signed_in,
                             g_rc_box_acquire (seat));
}

/* A session that broke while it was used. */
static void
on_state_changed (VcdSession *session,
                  GParamSpec *pspec,
                  gpointer    data)
{
  Seat *seat = data;

  if (vcd_session_get_state (session) == VCD_SESSION_FAILED && !seat->busy &&
      seat->list != NULL && seat->list->started &&
      g_error_matches (vcd_session_get_error (session), VCD_ERROR, VCD_ERROR_NETWORK))
    seat_retry_later (seat);
}

static Seat *
seat_new (VcdSessionList *list,
          VcdAccount     *account)
{
  Seat *seat = g_rc_box_new0 (Seat);

  seat->list = list;
  seat->session = vcd_session_new (account);
  seat->cancellable = g_cancellable_new ();
  seat->unchecked = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect (seat->session, "notify::state", G_CALLBACK (on_state_changed), seat);

  return seat;
}

/* The account is gone: nothing more is done for it, and the server gets its token back. */
static void
seat_close (gpointer data)
{
  Seat *seat = data;
  VcdSessionList *list = g_steal_pointer (&seat->list);

  g_clear_handle_id (&seat->retry, g_source_remove);
  g_signal_handlers_disconnect_by_data (seat->session, seat);
  g_cancellable_cancel (seat->cancellable);
  vcd_leaving_add (list->leaving, seat->session);
  seat_unref (seat);
}

static void
on_store_changed (GListModel   *store,
                  unsigned int  position,
                  unsigned int  removed,
                  unsigned int  added,
                  gpointer      data)
{
  VcdSessionList *self = data;
  g_autoptr (GPtrArray) gone = g_ptr_array_new_with_free_func (seat_close);

  for (unsigned int i = 0; i < removed; i++)
    g_ptr_array_add (gone, g_ptr_array_steal_index (self->seats, position));

  for (unsigned int i = 0; i < added; i++)
    {
      g_autoptr (VcdAccount) account = g_list_model_get_item (store, position + i);
      Seat *seat = NULL;

      /* An account that was only moved keeps its session. */
      for (unsigned int j = 0; j < gone->len && seat == NULL; j++)
        {
          Seat *candidate = g_ptr_array_index (gone, j);

          if (vcd_session_get_account (candidate->session) == account)
            seat = g_ptr_array_steal_index (gone, j);
        }
      g_ptr_array_insert (self->seats, position + i,
                          seat != NULL ? seat : seat_new (self, account));
    }

  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);

  if (self->started)
    {
      for (unsigned int i = 0; i < added; i++)
        {
          Seat *seat = g_ptr_array_index (self->seats, position + i);

          if (vcd_session_get_state (seat->session) == VCD_SESSION_SIGNED_OUT)
            seat_begin (seat);
        }
    }
}

/* The network is back: what waits for it need not wait for its timer. */
static void
on_network_changed (GNetworkMonitor *monitor,
                    gboolean         available,
                    gpointer         data)
{
  VcdSessionList *self = data;

  for (unsigned int i = 0; available && i < self->seats->len; i++)
    {
      Seat *seat = g_ptr_array_index (self->seats, i);

      if (seat->retry != 0)
        seat_begin (seat);
    }
}

static void
vcd_session_list_dispose (GObject *object)
{
  VcdSessionList *self = VCD_SESSION_LIST (object);

  if (self->store != NULL)
    g_signal_handlers_disconnect_by_data (self->store, self);
  g_ptr_array_set_free_func (self->seats, seat_close);
  g_ptr_array_set_size (self->seats, 0);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (vcd_session_list_parent_class)->dispose (object);
}

static void
vcd_session_list_finalize (GObject *object)
{
  VcdSessionList *self = VCD_SESSION_LIST (object);

  g_ptr_array_unref (self->seats);
  vcd_leaving_free (self->leaving);

  G_OBJECT_CLASS (vcd_session_list_parent_class)->finalize (object);
}

static void
vcd_session_list_class_init (VcdSessionListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = vcd_session_list_dispose;
  object_class->finalize = vcd_session_list_finalize;

  /**
   * VcdSessionList::load-failed:
   * @self: a list of sessions
   * @session: one of them
   * @error: what happened
   *
   * The session is signed in, but its catalogs could not be loaded. Where that may pass, it is
   * tried again.
   */
  signals[LOAD_FAILED] = g_signal_new ("load-failed", G_TYPE_FROM_CLASS (klass),
                                       G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                       VCD_TYPE_SESSION, G_TYPE_ERROR);
}

static void
vcd_session_list_init (VcdSessionList *self)
{
  self->seats = g_ptr_array_new ();
  self->leaving = vcd_leaving_new ();
}

/**
 * vcd_session_list_new:
 * @store: the accounts
 *
 * Makes a list of sessions for the accounts of @store, signed out at first.
 *
 * Returns: (transfer full): a list of sessions
 */
VcdSessionList *
vcd_session_list_new (VcdAccountStore *store)
{
  VcdSessionList *self;

  g_return_val_if_fail (VCD_IS_ACCOUNT_STORE (store), NULL);

  self = g_object_new (VCD_TYPE_SESSION_LIST, NULL);
  self->store = g_object_ref (store);
  g_signal_connect (store, "items-changed", G_CALLBACK (on_store_changed), self);
  g_signal_connect_object (g_network_monitor_get_default (), "network-changed",
                           G_CALLBACK (on_network_changed), self, 0);
  on_store_changed (G_LIST_MODEL (store), 0, 0, g_list_model_get_n_items (G_LIST_MODEL (store)),
                    self);

  return self;
}

static Seat *
find_seat (VcdSessionList *self,
           VcdSession     *session)
{
  for (unsigned int i = 0; i < self->seats->len; i++)
    {
      Seat *seat = g_ptr_array_index (self->seats, i);

      if (seat->session == session)
        return seat;
    }

  return NULL;
}

/**
 * vcd_session_list_find:
 * @self: a list of sessions
 * @account: an account
 *
 * Finds the session of an account.
 *
 * Returns: (transfer none) (nullable): the session of @account, or `NULL` if the store has no such
 *   account
 */
VcdSession *
vcd_session_list_find (VcdSessionList *self,
                       VcdAccount     *account)
{
  g_return_val_if_fail (VCD_IS_SESSION_LIST (self), NULL);

  for (unsigned int i = 0; i < self->seats->len; i++)
    {
      Seat *seat = g_ptr_array_index (self->seats, i);

      if (vcd_session_get_account (seat->session) == account)
        return seat->session;
    }

  return NULL;
}

/**
 * vcd_session_list_find_match:
 * @self: a list of sessions
 * @server: the server's address
 * @organization: the organization
 * @user: the user
 *
 * Finds a session by who is signed in and where, as the journal of a
 * [class@Vcd.TransferQueue] has it. Of an API token that was never used nobody knows whose it is:
 * it is found if nothing else is.
 *
 * Returns: (transfer none) (nullable): the session, or `NULL` if there is no such account
 */
VcdSession *
vcd_session_list_find_match (VcdSessionList *self,
                             const char     *server,
                             const char     *organization,
                             const char     *user)
{
  VcdSession *unknown = NULL;
  unsigned int n_unknown = 0;

  g_return_val_if_fail (VCD_IS_SESSION_LIST (self), NULL);

  for (unsigned int i = 0; i < self->seats->len; i++)
    {
      Seat *seat = g_ptr_array_index (self->seats, i);
      VcdAccount *account = vcd_session_get_account (seat->session);

      if (g_strcmp0 (vcd_account_get_server (account), server) != 0 ||
          g_strcmp0 (vcd_account_get_organization (account), organization) != 0)
        continue;
      if (g_strcmp0 (vcd_account_get_user (account), user) == 0)
        return seat->session;

      if (*vcd_account_get_user (account) == '\0' || user == NULL || *user == '\0')
        {
          unknown = seat->session;
          n_unknown++;
        }
    }

  /* Of two nobody can say which one it is. */
  return n_unknown == 1 ? unknown : NULL;
}

/**
 * vcd_session_list_sign_in:
 * @self: a list of sessions
 * @session: one of them
 *
 * Signs @session in and loads its catalogs, whatever it was waiting for.
 *
 * How it goes is to be seen at [property@Vcd.Session:state].
 */
void
vcd_session_list_sign_in (VcdSessionList *self,
                          VcdSession     *session)
{
  Seat *seat;

  g_return_if_fail (VCD_IS_SESSION_LIST (self));
  g_return_if_fail (VCD_IS_SESSION (session));

  seat = find_seat (self, session);
  g_return_if_fail (seat != NULL);

  seat->seconds = 0;
  seat_begin (seat);
}

/**
 * vcd_session_list_sign_in_all:
 * @self: a list of sessions
 *
 * Signs all sessions in, and from now on those of accounts that are added.
 */
void
vcd_session_list_sign_in_all (VcdSessionList *self)
{
  g_return_if_fail (VCD_IS_SESSION_LIST (self));

  self->started = TRUE;
  for (unsigned int i = 0; i < self->seats->len; i++)
    seat_begin (g_ptr_array_index (self->seats, i));
}

/**
 * vcd_session_list_sign_out:
 * @self: a list of sessions
 * @session: any session, which need not be of the list
 *
 * Signs a session out. Nobody has to wait for it:
 * [method@Vcd.SessionList.close_async] does, should the program end meanwhile.
 */
void
vcd_session_list_sign_out (VcdSessionList *self,
                           VcdSession     *session)
{
  g_return_if_fail (VCD_IS_SESSION_LIST (self));
  g_return_if_fail (VCD_IS_SESSION (session));

  vcd_leaving_add (self->leaving, session);
}

/**
 * vcd_session_list_close_async:
 * @self: a list of sessions
 * @cancellable: (nullable): to wait no longer
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Signs all sessions out, before a program ends: the servers get their tokens back. From now on
 * nobody is signed in by itself any more. Those that do not answer within three seconds are given
 * up; they end a session that is not used by themselves.
 */
void
vcd_session_list_close_async (VcdSessionList      *self,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (VCD_IS_SESSION_LIST (self));

  self->started = FALSE;
  for (unsigned int i = 0; i < self->seats->len; i++)
    {
      Seat *seat = g_ptr_array_index (self->seats, i);

      g_clear_handle_id (&seat->retry, g_source_remove);
      seat->again = FALSE;
      g_cancellable_cancel (seat->cancellable);
      g_object_unref (seat->cancellable);
      seat->cancellable = g_cancellable_new ();
      vcd_leaving_add (self->leaving, seat->session);
    }

  vcd_async_run (self, cancellable, callback, user_data, vcd_leaving_wait (self->leaving));
}

/**
 * vcd_session_list_close_finish:
 * @self: a list of sessions
 * @result: what the callback got
 * @error: a place for an error: `VCD_ERROR_NETWORK` if a server did not answer in time
 *
 * Returns: whether all servers have been told
 */
gboolean
vcd_session_list_close_finish (VcdSessionList  *self,
                               GAsyncResult    *result,
                               GError         **error)
{
  g_return_val_if_fail (VCD_IS_SESSION_LIST (self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
