/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-account-banner.h"

#include <glib/gi18n.h>

/* The trouble of a whole account, in one line, with the one button that helps. */
struct _AirliftAccountBanner
{
  AdwBin        parent_instance;

  AdwBanner    *banner;
  VcdSession   *session;
  GSignalGroup *signals;
};

G_DEFINE_FINAL_TYPE (AirliftAccountBanner, airlift_account_banner, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_SESSION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const char *
get_button (const GError *error)
{
  if (error == NULL)
    return _("_Sign In");
  if (g_error_matches (error, VCD_ERROR, VCD_ERROR_SIGN_IN))
    return _("_Sign In…");
  if (g_error_matches (error, VCD_ERROR, VCD_ERROR_CERTIFICATE))
    return _("_Look at Certificate…");

  return _("_Try Again");
}

static char *
dup_title (VcdSession   *session,
           const GError *error)
{
  const char *title = vcd_account_get_title (vcd_session_get_account (session));

  if (error == NULL)
    return g_strdup_printf (_("You are signed out of “%s”."), title);
  if (!g_network_monitor_get_network_available (g_network_monitor_get_default ()) &&
      g_error_matches (error, VCD_ERROR, VCD_ERROR_NETWORK))
    return g_strdup (_("There is no network. Airlift goes on by itself when it is back."));

  return g_strdup (error->message);
}

static void
update (AirliftAccountBanner *self)
{
  const GError *error;
  g_autofree char *title = NULL;
  VcdSessionState state;

  if (self->session == NULL)
    {
      adw_banner_set_revealed (self->banner, FALSE);
      return;
    }

  /* A try that follows a failed one tells its outcome soon: no flicker until then. */
  state = vcd_session_get_state (self->session);
  if (state == VCD_SESSION_SIGNING_IN)
    return;
  if (state == VCD_SESSION_SIGNED_IN)
    {
      adw_banner_set_revealed (self->banner, FALSE);
      return;
    }

  error = state == VCD_SESSION_FAILED ? vcd_session_get_error (self->session) : NULL;
  title = dup_title (self->session, error);
  adw_banner_set_title (self->banner, title);
  adw_banner_set_button_label (self->banner, get_button (error));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->banner), "s",
                                    vcd_account_get_id (vcd_session_get_account (self->session)));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->banner), "app.sign-in");
  adw_banner_set_revealed (self->banner, TRUE);
}

static void
airlift_account_banner_get_property (GObject      *object,
                                     unsigned int  prop_id,
                                     GValue       *value,
                                     GParamSpec   *pspec)
{
  AirliftAccountBanner *self = AIRLIFT_ACCOUNT_BANNER (object);

  switch (prop_id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
airlift_account_banner_set_property (GObject      *object,
                                     unsigned int  prop_id,
                                     const GValue *value,
                                     GParamSpec   *pspec)
{
  AirliftAccountBanner *self = AIRLIFT_ACCOUNT_BANNER (object);

  switch (prop_id)
    {
    case PROP_SESSION:
      airlift_account_banner_set_session (self, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
airlift_account_banner_dispose (GObject *object)
{
  AirliftAccountBanner *self = AIRLIFT_ACCOUNT_BANNER (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (airlift_account_banner_parent_class)->dispose (object);
}

static void
airlift_account_banner_class_init (AirliftAccountBannerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = airlift_account_banner_get_property;
  object_class->set_property = airlift_account_banner_set_property;
  object_class->dispose = airlift_account_banner_dispose;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, VCD_TYPE_SESSION,
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                  G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
airlift_account_banner_init (AirliftAccountBanner *self)
{
  self->banner = ADW_BANNER (adw_banner_new (""));
  adw_banner_set_use_markup (self->banner, FALSE);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->banner));

  self->signals = g_signal_group_new (VCD_TYPE_SESSION);
  g_signal_group_connect_swapped (self->signals, "notify::state", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->signals, "notify::error", G_CALLBACK (update), self);
  g_signal_connect_object (g_network_monitor_get_default (), "network-changed",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

GtkWidget *
airlift_account_banner_new (void)
{
  return g_object_new (AIRLIFT_TYPE_ACCOUNT_BANNER, NULL);
}

VcdSession *
airlift_account_banner_get_session (AirliftAccountBanner *self)
{
  return self->session;
}

void
airlift_account_banner_set_session (AirliftAccountBanner *self,
                                    VcdSession           *session)
{
  if (!g_set_object (&self->session, session))
    return;

  adw_banner_set_revealed (self->banner, FALSE);
  g_signal_group_set_target (self->signals, session);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}
