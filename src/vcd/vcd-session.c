/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "vcd-session.h"

#include <glib/gi18n-lib.h>

#include "vcd-account-private.h"
#include "vcd-catalog.h"
#include "vcd-enums.h"
#include "vcd-error-private.h"
#include "vcd-fiber-private.h"
#include "vcd-session-private.h"

#define MAX_HEARTBEAT_MSEC (5 * 60 * 1000)
#define MIN_HEARTBEAT_MSEC 100

/**
 * VcdSession:
 *
 * One account, signed in to its server.
 *
 * A session holds the access token and renews it by itself from the account's secret when the
 * server no longer takes it. A secret that the server refused is not tried again until somebody
 * calls [method@Vcd.Session.sign_in_async], since organizations lock accounts after a few wrong
 * tries.
 *
 * All of a session happens on the main context, and none of it blocks.
 */
struct _VcdSession
{
  GObject          parent_instance;

  VcdAccount      *account;
  VcdHttp         *http;
  GListStore      *catalogs;
  VcdSessionState  state;
  GError          *error;

  VcdGrant        *grant;
  char            *api_version;
  char            *add_catalog_href;

  DexFuture       *signing_in;     /* shared by all who wait for it */
  unsigned         serial;         /* of the sign-in whose result counts */
  char            *refused;        /* digest of a secret that the server did not take */
  gboolean         signed_out;     /* by somebody's wish, which a request does not override */

  unsigned         holds;
  unsigned         heartbeat;
};

G_DEFINE_FINAL_TYPE (VcdSession, vcd_session, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_ACCOUNT,
  PROP_STATE,
  PROP_ERROR,
  PROP_API_VERSION,
  PROP_CATALOGS,
  PROP_CAN_CREATE_CATALOG,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* A sign-in on its way; it keeps its session alive. */
typedef struct
{
  VcdSession *session;
  unsigned    serial;
} VcdJob;

static void
vcd_job_free (gpointer data)
{
  VcdJob *job = data;

  g_clear_object (&job->session);
  g_free (job);
}

static void
set_state (VcdSession      *self,
           VcdSessionState  state,
           const GError    *error)
{
  gboolean error_changed = self->error != NULL || error != NULL;

  g_object_freeze_notify (G_OBJECT (self));

  if (error_changed)
    {
      g_clear_error (&self->error);
      self->error = error != NULL ? g_error_copy (error) : NULL;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
    }

  if (self->state != state)
    {
      self->state = state;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
    }

  g_object_thaw_notify (G_OBJECT (self));
}

static gboolean
on_heartbeat (gpointer data)
{
  VcdSession *self = data;

  /* After a renewal that failed it is time for another one; a secret that was refused stays so. */
  dex_future_disown (self->grant != NULL
                     ? vcd_session_request (self, "GET", self->grant->session_href, NULL, NULL)
                     : vcd_session_ensure (self));

  return G_SOURCE_CONTINUE;
}

/* Often enough that a lost beat does not matter. */
static void
update_heartbeat (VcdSession *self)
{
  double milliseconds;

  g_clear_handle_id (&self->heartbeat, g_source_remove);

  if (self->holds == 0 || self->grant == NULL)
    return;

  milliseconds = self->grant->idle_minutes * 60 * 1000 / 3;
  self->heartbeat = g_timeout_add ((unsigned) CLAMP (milliseconds, MIN_HEARTBEAT_MSEC,
                                                     MAX_HEARTBEAT_MSEC), on_heartbeat, self);
}

static void
take_grant (VcdSession *self,
            VcdGrant   *grant)
{
  g_clear_pointer (&self->grant, vcd_grant_unref);
  self->grant = grant;
  if (vcd_account_get_sign_in_method (self->account) == VCD_SIGN_IN_API_TOKEN &&
      grant->user != NULL && *grant->user != '\0')
    vcd_account_learn_user (self->account, grant->user);

  if (g_set_str (&self->api_version, grant->api_version))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_API_VERSION]);

  update_heartbeat (self);
}

static char *
digest_secret (const char *secret)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, secret, -1);
}

static void
fail_sign_in (VcdSession   *self,
              const GError *error)
{
  const char *secret = vcd_account_get_secret (self->account);

  if (secret != NULL && g_error_matches (error, VCD_ERROR, VCD_ERROR_SIGN_IN))
    {
      g_free (self->refused);
      self->refused = digest_secret (secret);
    }

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    set_state (self, VCD_SESSION_FAILED, error);
  else if (self->state == VCD_SESSION_SIGNING_IN)
    set_state (self, VCD_SESSION_SIGNED_OUT, NULL);
  /* A renewal that somebody gave up is for the next request to take up again. */
}

static DexFuture *
session_sign_in_fiber (gpointer      data,
                       GCancellable *cancellable)
{
  VcdJob *job = data;
  VcdSession *self = job->session;
  GError *error = NULL;
  VcdGrant *grant;

  grant = vcd_sign_in_await (vcd_unless_cancelled (vcd_sign_in (self->http, self->account),
                                                   cancellable), &error);

  /* Somebody signed out meanwhile, or began anew. */
  if (job->serial != self->serial)
    {
      if (grant != NULL)
        dex_future_disown (vcd_sign_out (self->http, grant));
      g_clear_pointer (&grant, vcd_grant_unref);
      g_clear_error (&error);

      return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                    "%s", _("The sign-in was cancelled."));
    }

  dex_clear (&self->signing_in);

  if (grant == NULL)
    {
      fail_sign_in (self, error);
      return dex_future_new_for_error (error);
    }

  g_clear_pointer (&self->refused, g_free);
  take_grant (self, grant);
  set_state (self, VCD_SESSION_SIGNED_IN, NULL);

  return dex_future_new_true ();
}

/* Joins the sign-in that is on its way, or starts one. */
static DexFuture *
start_sign_in (VcdSession *self)
{
  VcdJob *job;

  if (self->signing_in != NULL && !vcd_fiber_is_given_up (self->signing_in))
    return dex_ref (self->signing_in);

  dex_clear (&self->signing_in);

  job = g_new0 (VcdJob, 1);
  job->session = g_object_ref (self);
  job->serial = ++self->serial;
  self->signing_in = vcd_fiber_spawn (session_sign_in_fiber, job, vcd_job_free);

  /* A renewal is nobody's concern as long as it works. */
  if (self->state != VCD_SESSION_SIGNED_IN)
    set_state (self, VCD_SESSION_SIGNING_IN, NULL);

  return dex_ref (self->signing_in);
}

static gboolean
is_refused (VcdSession *self)
{
  const char *secret = vcd_account_get_secret (self->account);
  g_autofree char *digest = NULL;

  if (self->refused == NULL || secret == NULL)
    return FALSE;

  digest = digest_secret (secret);

  return g_str_equal (digest, self->refused);
}

DexFuture *
vcd_session_ensure (VcdSession *self)
{
  if (self->grant != NULL)
    return dex_future_new_true ();

  if (self->signed_out)
    return dex_future_new_for_error (vcd_error_new (VCD_ERROR_SIGN_IN, NULL, "%s",
                                                    _("The account is signed out. "
                                                      "Sign in first.")));

  if (self->error != NULL && is_refused (self))
    return dex_future_new_for_error (g_error_copy (self->error));

  return start_sign_in (self);
}

static void
vcd_session_get_property (GObject    *object,
                          guint       id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  VcdSession *self = VCD_SESSION (object);

  switch (id)
    {
    case PROP_ACCOUNT:
      g_value_set_object (value, self->account);
      break;
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    case PROP_API_VERSION:
      g_value_set_string (value, self->api_version);
      break;
    case PROP_CATALOGS:
      g_value_set_object (value, self->catalogs);
      break;
    case PROP_CAN_CREATE_CATALOG:
      g_value_set_boolean (value, vcd_session_get_can_create_catalog (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
vcd_session_set_property (GObject      *object,
                          guint         id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  VcdSession *self = VCD_SESSION (object);

  switch (id)
    {
    case PROP_ACCOUNT:
      self->account = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
vcd_session_constructed (GObject *object)
{
  VcdSession *self = VCD_SESSION (object);

  G_OBJECT_CLASS (vcd_session_parent_class)->constructed (object);

  self->http = vcd_http_new (vcd_account_get_trust (self->account));
}

static void
vcd_session_dispose (GObject *object)
{
  VcdSession *self = VCD_SESSION (object);

  g_clear_handle_id (&self->heartbeat, g_source_remove);
  dex_clear (&self->signing_in);
  g_clear_object (&self->http);
  g_clear_object (&self->catalogs);
  g_clear_object (&self->account);

  G_OBJECT_CLASS (vcd_session_parent_class)->dispose (object);
}

static void
vcd_session_finalize (GObject *object)
{
  VcdSession *self = VCD_SESSION (object);

  g_clear_error (&self->error);
  g_clear_pointer (&self->grant, vcd_grant_unref);
  g_free (self->api_version);
  g_free (self->add_catalog_href);
  g_free (self->refused);

  G_OBJECT_CLASS (vcd_session_parent_class)->finalize (object);
}

static void
vcd_session_class_init (VcdSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = vcd_session_constructed;
  object_class->dispose = vcd_session_dispose;
  object_class->finalize = vcd_session_finalize;
  object_class->get_property = vcd_session_get_property;
  object_class->set_property = vcd_session_set_property;

  /**
   * VcdSession:account:
   *
   * Whose session it is.
   */
  properties[PROP_ACCOUNT] =
    g_param_spec_object ("account", NULL, NULL, VCD_TYPE_ACCOUNT,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  /**
   * VcdSession:state:
   *
   * Where the session stands.
   */
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, VCD_TYPE_SESSION_STATE, VCD_SESSION_SIGNED_OUT,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * VcdSession:error:
   *
   * Why the last sign-in failed, in the failed state.
   */
  properties[PROP_ERROR] =
    g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR,
                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * VcdSession:api-version:
   *
   * The version of the API that is spoken, as in `37.0`; `NULL` before the first sign-in.
   */
  properties[PROP_API_VERSION] =
    g_param_spec_string ("api-version", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * VcdSession:catalogs:
   *
   * The catalogs that the account can see, as [class@Vcd.Catalog]; empty until loaded.
   */
  properties[PROP_CATALOGS] =
    g_param_spec_object ("catalogs", NULL, NULL, G_TYPE_LIST_MODEL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * VcdSession:can-create-catalog:
   *
   * Whether the account may create catalogs; known once the catalogs are loaded.
   */
  properties[PROP_CAN_CREATE_CATALOG] =
    g_param_spec_boolean ("can-create-catalog", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
vcd_session_init (VcdSession *self)
{
  self->catalogs = g_list_store_new (VCD_TYPE_CATALOG);
}

/**
 * vcd_session_new:
 * @account: an account
 *
 * Makes a session for @account, signed out at first.
 *
 * Returns: (transfer full): a session
 */
VcdSession *
vcd_session_new (VcdAccount *account)
{
  g_return_val_if_fail (VCD_IS_ACCOUNT (account), NULL);

  return g_object_new (VCD_TYPE_SESSION, "account", account, NULL);
}

/**
 * vcd_session_get_account:
 * @self: a session
 *
 * Returns: (transfer none): whose session it is
 */
VcdAccount *
vcd_session_get_account (VcdSession *self)
{
  g_return_val_if_fail (VCD_IS_SESSION (self), NULL);

  return self->account;
}

/**
 * vcd_session_get_state:
 * @self: a session
 *
 * Returns: where the session stands
 */
VcdSessionState
vcd_session_get_state (VcdSession *self)
{
  g_return_val_if_fail (VCD_IS_SESSION (self), VCD_SESSION_SIGNED_OUT);

  return self->state;
}

/**
 * vcd_session_get_error:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): why the last sign-in failed
 */
const GError *
vcd_session_get_error (VcdSession *self)
{
  g_return_val_if_fail (VCD_IS_SESSION (self), NULL);

  return self->error;
}

/**
 * vcd_session_get_api_version:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the version of the API that is spoken
 */
const char *
vcd_session_get_api_version (VcdSession *self)
{
  g_return_val_if_fail (VCD_IS_SESSION (self), NULL);

  return self->api_version;
}

/**
 * vcd_session_get_catalogs:
 * @self: a session
 *
 * Returns: (transfer none): the catalogs that the account can see
 */
GListModel *
vcd_session_get_catalogs (VcdSession *self)
{
  g_return_val_if_fail (VCD_IS_SESSION (self), NULL);

  return G_LIST_MODEL (self->catalogs);
}

/**
 * vcd_session_get_can_create_catalog:
 * @self: a session
 *
 * Returns: whether the account may create catalogs
 */
gboolean
vcd_session_get_can_create_catalog (VcdSession *self)
{
  g_return_val_if_fail (VCD_IS_SESSION (self), FALSE);

  return self->add_catalog_href != NULL;
}

VcdHttp *
vcd_session_get_http (VcdSession *self)
{
  return self->http;
}

VcdGrant *
vcd_session_get_grant (VcdSession *self)
{
  return self->grant;
}

void
vcd_session_expire (VcdSession *self,
                    VcdGrant   *grant)
{
  if (self->grant == grant)
    g_clear_pointer (&self->grant, vcd_grant_unref);
}

const char *
vcd_session_get_add_catalog_href (VcdSession *self)
{
  return self->add_catalog_href;
}

void
vcd_session_set_add_catalog_href (VcdSession *self,
                                  const char *href)
{
  gboolean could = self->add_catalog_href != NULL;

  if (g_set_str (&self->add_catalog_href, href) && could != (href != NULL))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_CREATE_CATALOG]);
}

DexFuture *
vcd_session_sign_in (VcdSession *self)
{
  self->signed_out = FALSE;

  if (self->grant != NULL)
    return dex_future_new_true ();

  return start_sign_in (self);
}

DexFuture *
vcd_session_sign_out (VcdSession *self)
{
  g_autoptr(VcdGrant) grant = g_steal_pointer (&self->grant);

  self->serial++;
  self->signed_out = TRUE;
  dex_clear (&self->signing_in);
  update_heartbeat (self);
  vcd_session_set_add_catalog_href (self, NULL);
  g_list_store_remove_all (self->catalogs);
  set_state (self, VCD_SESSION_SIGNED_OUT, NULL);

  return grant != NULL ? vcd_sign_out (self->http, grant) : dex_future_new_true ();
}

void
vcd_session_hold (VcdSession *self)
{
  if (self->holds++ == 0)
    update_heartbeat (self);
}

void
vcd_session_release (VcdSession *self)
{
  g_return_if_fail (self->holds > 0);

  if (--self->holds == 0)
    update_heartbeat (self);
}

char *
vcd_session_dup_authorization_for (VcdSession *self,
                                   const char *uri)
{
  if (self->grant == NULL || !vcd_grant_covers (self->grant, uri))
    return NULL;

  return g_strdup (self->grant->authorization);
}

char *
vcd_session_resolve (VcdSession *self,
                     const char *uri,
                     const char *base)
{
  g_autoptr(VcdGrant) plain = NULL;

  if (self->grant != NULL)
    return vcd_grant_resolve (self->grant, uri, base);

  plain = vcd_grant_new (vcd_account_get_server (self->account), "");

  return vcd_grant_resolve (plain, uri, base);
}
