/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <libsecret/secret.h>
#include <string.h>

#include "vcd-account-private.h"
#include "vcd-enums.h"

#define SYSTEM_ORGANIZATION "System"

/**
 * VcdAccount:
 *
 * A person's way into one organization of one server: what is public about it, the certificates
 * that were trusted for it and, once it is known, the secret, in memory that is not paged out.
 */
/* The keyring's side of it is in vcd-account-secret.c. */
struct _VcdAccount
{
  GObject          parent_instance;

  char            *id;
  char            *title;
  char            *server;
  char            *organization;
  char            *user;
  char            *api_version;
  VcdSignInMethod  sign_in_method;
  VcdTrust        *trust;
  SecretValue     *secret;
};

G_DEFINE_FINAL_TYPE (VcdAccount, vcd_account, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_ID,
  PROP_TITLE,
  PROP_SERVER,
  PROP_ORGANIZATION,
  PROP_USER,
  PROP_API_VERSION,
  PROP_SIGN_IN_METHOD,
  PROP_TRUSTED,
  PROP_HAS_SECRET,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
on_trust_changed (VcdAccount *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TRUSTED]);
}

static void
vcd_account_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  VcdAccount *self = VCD_ACCOUNT (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_TITLE:
      g_value_set_string (value, vcd_account_get_title (self));
      break;
    case PROP_SERVER:
      g_value_set_string (value, self->server);
      break;
    case PROP_ORGANIZATION:
      g_value_set_string (value, self->organization);
      break;
    case PROP_USER:
      g_value_set_string (value, self->user);
      break;
    case PROP_API_VERSION:
      g_value_set_string (value, self->api_version);
      break;
    case PROP_SIGN_IN_METHOD:
      g_value_set_enum (value, self->sign_in_method);
      break;
    case PROP_TRUSTED:
      g_value_take_boxed (value, vcd_account_dup_trusted (self));
      break;
    case PROP_HAS_SECRET:
      g_value_set_boolean (value, vcd_account_has_secret (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
vcd_account_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  VcdAccount *self = VCD_ACCOUNT (object);

  switch (prop_id)
    {
    case PROP_ID:
      self->id = g_value_dup_string (value);
      break;
    case PROP_TITLE:
      vcd_account_set_title (self, g_value_get_string (value));
      break;
    case PROP_SERVER:
      self->server = g_value_dup_string (value);
      break;
    case PROP_ORGANIZATION:
      self->organization = g_value_dup_string (value);
      break;
    case PROP_USER:
      self->user = g_value_dup_string (value);
      break;
    case PROP_API_VERSION:
      vcd_account_set_api_version (self, g_value_get_string (value));
      break;
    case PROP_SIGN_IN_METHOD:
      vcd_account_set_sign_in_method (self, (VcdSignInMethod) g_value_get_enum (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
vcd_account_constructed (GObject *object)
{
  VcdAccount *self = VCD_ACCOUNT (object);

  G_OBJECT_CLASS (vcd_account_parent_class)->constructed (object);

  if (self->id == NULL)
    self->id = g_uuid_string_random ();
  if (self->server == NULL)
    self->server = g_strdup ("");
  if (self->organization == NULL)
    self->organization = g_strdup ("");
  if (self->user == NULL)
    self->user = g_strdup ("");
}

static void
vcd_account_finalize (GObject *object)
{
  VcdAccount *self = VCD_ACCOUNT (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->server, g_free);
  g_clear_pointer (&self->organization, g_free);
  g_clear_pointer (&self->user, g_free);
  g_clear_pointer (&self->api_version, g_free);
  g_clear_object (&self->trust);
  g_clear_pointer (&self->secret, secret_value_unref);

  G_OBJECT_CLASS (vcd_account_parent_class)->finalize (object);
}

static void
vcd_account_class_init (VcdAccountClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags fixed = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  const GParamFlags settable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = vcd_account_get_property;
  object_class->set_property = vcd_account_set_property;
  object_class->constructed = vcd_account_constructed;
  object_class->finalize = vcd_account_finalize;

  /**
   * VcdAccount:id:
   *
   * What tells the account from all others, in settings and keyring: a UUID.
   */
  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, fixed);

  /**
   * VcdAccount:title:
   *
   * The name that a person gave the account, or one made from user, organization and server.
   */
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, settable);

  /**
   * VcdAccount:server:
   *
   * The server's address, without a slash at the end, as [func@Vcd.address_parse] gives it.
   */
  properties[PROP_SERVER] = g_param_spec_string ("server", NULL, NULL, NULL, fixed);

  /**
   * VcdAccount:organization:
   *
   * The organization to sign in to; `System` for a provider.
   */
  properties[PROP_ORGANIZATION] = g_param_spec_string ("organization", NULL, NULL, NULL, fixed);

  /**
   * VcdAccount:user:
   *
   * The user's name; with an API token, empty until it was used to sign in.
   */
  properties[PROP_USER] = g_param_spec_string ("user", NULL, NULL, NULL, fixed);

  /**
   * VcdAccount:api-version:
   *
   * The version of the API to speak, such as `36.0`, or %NULL for the newest that both sides know.
   */
  properties[PROP_API_VERSION] = g_param_spec_string ("api-version", NULL, NULL, NULL, settable);

  /**
   * VcdAccount:sign-in-method:
   *
   * What the secret is: a password or an API token.
   */
  properties[PROP_SIGN_IN_METHOD] =
    g_param_spec_enum ("sign-in-method", NULL, NULL, VCD_TYPE_SIGN_IN_METHOD, VCD_SIGN_IN_PASSWORD,
                       settable);

  /**
   * VcdAccount:trusted:
   *
   * The certificates that were trusted for this account, as `host:port=fingerprint`.
   */
  properties[PROP_TRUSTED] = g_param_spec_boxed ("trusted", NULL, NULL, G_TYPE_STRV, readable);

  /**
   * VcdAccount:has-secret:
   *
   * Whether the password or API token is in memory.
   */
  properties[PROP_HAS_SECRET] = g_param_spec_boolean ("has-secret", NULL, NULL, FALSE, readable);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
vcd_account_init (VcdAccount *self)
{
  self->trust = vcd_trust_new ();
  g_signal_connect_object (self->trust, "changed", G_CALLBACK (on_trust_changed), self,
                           G_CONNECT_SWAPPED);
}

VcdAccount *
vcd_account_new_with_id (const char *id,
                         const char *server,
                         const char *organization,
                         const char *user)
{
  return g_object_new (VCD_TYPE_ACCOUNT,
                       "id", id,
                       "server", server,
                       "organization", organization,
                       "user", user,
                       NULL);
}

VcdTrust *
vcd_account_get_trust (VcdAccount *self)
{
  return self->trust;
}

const char *
vcd_account_get_secret (VcdAccount *self)
{
  return self->secret != NULL ? secret_value_get_text (self->secret) : NULL;
}

/**
 * vcd_account_new:
 * @server: the server's address, as [func@Vcd.address_parse] gives it
 * @organization: the organization's name
 * @user: the user's name, or an empty string
 *
 * Makes an account, which is not kept anywhere until it is given to a [class@Vcd.AccountStore].
 *
 * Returns: (transfer full): an account
 */
VcdAccount *
vcd_account_new (const char *server,
                 const char *organization,
                 const char *user)
{
  g_return_val_if_fail (server != NULL, NULL);
  g_return_val_if_fail (organization != NULL, NULL);
  g_return_val_if_fail (user != NULL, NULL);

  return vcd_account_new_with_id (NULL, server, organization, user);
}

/**
 * vcd_account_get_id:
 * @self: an account
 *
 * Gets what tells the account from all others.
 *
 * Returns: (transfer none): a UUID
 */
const char *
vcd_account_get_id (VcdAccount *self)
{
  g_return_val_if_fail (VCD_IS_ACCOUNT (self), NULL);

  return self->id;
}

/**
 * vcd_account_get_title:
 * @self: an account
 *
 * Gets the name that a person gave the account, or one made from user, organization and server.
 *
 * Returns: (transfer none): the title
 */
const char *
vcd_account_get_title (VcdAccount *self)
{
  g_return_val_if_fail (VCD_IS_ACCOUNT (self), NULL);

  if (self->title == NULL)
    {
      const char *host = strstr (self->server, "://");

      host = host != NULL ? host + strlen ("://") : self->server;
      if (*self->user != '\0')
        self->title = g_strdup_printf ("%s@%s (%s)", self->user, self->organization, host);
      else
        self->title = g_strdup_printf ("%s (%s)", self->organization, host);
    }

  return self->title;
}

/**
 * vcd_account_set_title:
 * @self: an account
 * @title: (nullable): a name for people, or %NULL for one made from the rest
 *
 * Names the account.
 */
void
vcd_account_set_title (VcdAccount *self,
                       const char *title)
{
  g_return_if_fail (VCD_IS_ACCOUNT (self));

  if (title != NULL && *title == '\0')
    title = NULL;

  if (g_set_str (&self->title, title))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

/**
 * vcd_account_get_server:
 * @self: an account
 *
 * Gets the server's address, without a slash at the end.
 *
 * Returns: (transfer none): the address
 */
const char *
vcd_account_get_server (VcdAccount *self)
{
  g_return_val_if_fail (VCD_IS_ACCOUNT (self), NULL);

  return self->server;
}

/**
 * vcd_account_get_organization:
 * @self: an account
 *
 * Gets the organization's name.
 *
 * Returns: (transfer none): the organization
 */
const char *
vcd_account_get_organization (VcdAccount *self)
{
  g_return_val_if_fail (VCD_IS_ACCOUNT (self), NULL);

  return self->organization;
}

/**
 * vcd_account_get_user:
 * @self: an account
 *
 * Gets the user's name.
 *
 * Returns: (transfer none): the user, or an empty string
 */
const char *
vcd_account_get_user (VcdAccount *self)
{
  g_return_val_if_fail (VCD_IS_ACCOUNT (self), NULL);

  return self->user;
}

void
vcd_account_learn_user (VcdAccount *self,
                        const char *user)
{
  if (g_set_str (&self->user, user))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_USER]);
}

/**
 * vcd_account_is_same:
 * @self: an account
 * @other: another account
 *
 * Compares server, organization, user and the way to sign in. The user of an API token is known
 * once it was used to sign in; before that, no account is the same.
 *
 * Returns: whether both are the same account of the same server
 */
gboolean
vcd_account_is_same (VcdAccount *self,
                     VcdAccount *other)
{
  g_return_val_if_fail (VCD_IS_ACCOUNT (self), FALSE);
  g_return_val_if_fail (VCD_IS_ACCOUNT (other), FALSE);

  return *self->user != '\0' && self->sign_in_method == other->sign_in_method &&
         g_ascii_strcasecmp (self->server, other->server) == 0 &&
         g_ascii_strcasecmp (self->organization, other->organization) == 0 &&
         g_ascii_strcasecmp (self->user, other->user) == 0;
}

/**
 * vcd_account_get_sign_in_method:
 * @self: an account
 *
 * Gets what the account's secret is.
 *
 * Returns: the method
 */
VcdSignInMethod
vcd_account_get_sign_in_method (VcdAccount *self)
{
  g_return_val_if_fail (VCD_IS_ACCOUNT (self), VCD_SIGN_IN_PASSWORD);

  return self->sign_in_method;
}

/**
 * vcd_account_set_sign_in_method:
 * @self: an account
 * @method: a method
 *
 * Says what the account's secret is.
 */
void
vcd_account_set_sign_in_method (VcdAccount      *self,
                                VcdSignInMethod  method)
{
  g_return_if_fail (VCD_IS_ACCOUNT (self));

  if (self->sign_in_method == method)
    return;

  self->sign_in_method = method;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIGN_IN_METHOD]);
}

/**
 * vcd_account_get_api_version:
 * @self: an account
 *
 * Gets the version of the API that was asked for.
 *
 * Returns: (transfer none) (nullable): a version such as `36.0`, or %NULL for the newest that both
 *   sides know
 */
const char *
vcd_account_get_api_version (VcdAccount *self)
{
  g_return_val_if_fail (VCD_IS_ACCOUNT (self), NULL);

  return self->api_version;
}

/**
 * vcd_account_set_api_version:
 * @self: an account
 * @api_version: (nullable): a version such as `36.0`, or %NULL
 *
 * Asks for a version of the API. It is used from the next sign-in on, which fails if the server
 * does not offer it.
 */
void
vcd_account_set_api_version (VcdAccount *self,
                             const char *api_version)
{
  g_return_if_fail (VCD_IS_ACCOUNT (self));

  if (api_version != NULL && *api_version == '\0')
    api_version = NULL;

  if (g_set_str (&self->api_version, api_version))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_API_VERSION]);
}

/**
 * vcd_account_is_provider:
 * @self: an account
 *
 * Tells whether the account is one of the cloud's provider, who signs in at another place.
 *
 * Returns: %TRUE if the organization is `System`
 */
gboolean
vcd_account_is_provider (VcdAccount *self)
{
  g_return_val_if_fail (VCD_IS_ACCOUNT (self), FALSE);

  return g_ascii_strcasecmp (self->organization, SYSTEM_ORGANIZATION) == 0;
}

/**
 * vcd_account_trust:
 * @self: an account
 * @host_and_port: (nullable): a server as `host:port`, or %NULL for the first that shows the
 *   certificate
 * @fingerprint: SHA-256 of the certificate's DER form, in any form that
 *   [func@Vcd.Certificate.parse_fingerprint] reads
 * @error: return location for an error
 *
 * Trusts a certificate for this account, beside those that the system trusts.
 *
 * Returns: %TRUE, or %FALSE with `VCD_ERROR_INVALID` if @fingerprint is none
 */
gboolean
vcd_account_trust (VcdAccount  *self,
                   const char  *host_and_port,
                   const char  *fingerprint,
                   GError     **error)
{
  g_return_val_if_fail (VCD_IS_ACCOUNT (self), FALSE);
  g_return_val_if_fail (fingerprint != NULL, FALSE);

  if (!vcd_trust_add (self->trust, host_and_port, fingerprint, error))
    return FALSE;

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TRUSTED]);

  return TRUE;
}

/**
 * vcd_account_distrust:
 * @self: an account
 * @host_and_port: (nullable): a server as `host:port`, or %NULL for all of them
 *
 * Forgets the certificates that were trusted for this account with
 * [method@Vcd.Account.trust]. Those that the system trusts are not affected, nor are connections
 * that are open.
 */
void
vcd_account_distrust (VcdAccount *self,
                      const char *host_and_port)
{
  g_return_if_fail (VCD_IS_ACCOUNT (self));

  vcd_trust_remove (self->trust, host_and_port);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TRUSTED]);
}

/**
 * vcd_account_dup_trusted:
 * @self: an account
 *
 * Gets the certificates that were trusted for this account, as `host:port=fingerprint`; the host is
 * `*` as long as none has shown the certificate.
 *
 * Returns: (transfer full) (array zero-terminated=1): the certificates
 */
char **
vcd_account_dup_trusted (VcdAccount *self)
{
  g_return_val_if_fail (VCD_IS_ACCOUNT (self), NULL);

  return vcd_trust_dup_pins (self->trust);
}

/**
 * vcd_account_set_secret:
 * @self: an account
 * @secret: (nullable): a password or an API token, or %NULL to forget it
 *
 * Gives the account its secret for as long as the account lives. It is not kept in the keyring; see
 * [method@Vcd.Account.store_secret_async].
 */
void
vcd_account_set_secret (VcdAccount *self,
                        const char *secret)
{
  g_return_if_fail (VCD_IS_ACCOUNT (self));

  if (secret == NULL && self->secret == NULL)
    return;

  g_clear_pointer (&self->secret, secret_value_unref);
  if (secret != NULL)
    self->secret = secret_value_new (secret, -1, "text/plain");

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_SECRET]);
}

/**
 * vcd_account_has_secret:
 * @self: an account
 *
 * Tells whether the secret is in memory.
 *
 * Returns: %TRUE if a sign-in would not have to ask the keyring
 */
gboolean
vcd_account_has_secret (VcdAccount *self)
{
  g_return_val_if_fail (VCD_IS_ACCOUNT (self), FALSE);

  return self->secret != NULL;
}
