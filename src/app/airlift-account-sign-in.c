/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-account-sign-in.h"

#include "airlift-certificate-dialog.h"
#include "airlift-secret-dialog.h"
#include "airlift-secret-keeper.h"

#define FLOW "airlift-sign-in"

/* A sign-in that a person asked for, from then until it is over; one a session. */
typedef struct
{
  AirliftApplication *application; /* not owned: outlives all windows */
  VcdSession         *session;
  unsigned long       handler;
  gboolean            asked;       /* for the secret: that is done once */
  gboolean            remember;
} Flow;

static void
flow_end (Flow *flow)
{
  g_clear_signal_handler (&flow->handler, flow->session);
  g_object_set_data (G_OBJECT (flow->session), FLOW, NULL);
  g_object_unref (flow->session);
  g_free (flow);
}

static VcdAccount *
flow_get_account (Flow *flow)
{
  return vcd_session_get_account (flow->session);
}

/* Whoever removes the account meanwhile ends it all. */
static gboolean
flow_is_alive (Flow *flow)
{
  VcdSessionList *sessions = airlift_application_get_sessions (flow->application);

  return sessions != NULL && vcd_session_list_find (sessions, flow_get_account (flow)) ==
                               flow->session;
}

static void
flow_try (Flow *flow)
{
  vcd_session_list_sign_in (airlift_application_get_sessions (flow->application), flow->session);
}

static GtkWidget *
flow_get_parent (Flow *flow)
{
  return GTK_WIDGET (airlift_application_present (flow->application));
}

static void
on_certificate_answered (GObject      *object,
                         GAsyncResult *result,
                         gpointer      data)
{
  Flow *flow = data;
  VcdCertificate *certificate = g_object_get_data (object, "certificate");
  const char *response = adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (object), result);
  VcdAccount *account = flow_get_account (flow);

  if (!g_str_equal (response, "trust") || !flow_is_alive (flow))
    {
      flow_end (flow);
      return;
    }

  /* One that took another's place is trusted instead of it, and not beside it. */
  if (vcd_certificate_get_changed (certificate))
    vcd_account_distrust (account, vcd_certificate_get_host (certificate));
  if (vcd_account_trust (account, vcd_certificate_get_host (certificate),
                         vcd_certificate_get_fingerprint (certificate), NULL))
    flow_try (flow);
  else
    flow_end (flow);
}

static void
flow_ask_about_certificate (Flow           *flow,
                            VcdCertificate *certificate)
{
  AdwDialog *dialog = airlift_certificate_dialog_new (certificate);

  g_object_set_data_full (G_OBJECT (dialog), "certificate", g_object_ref (certificate),
                          g_object_unref);
  adw_alert_dialog_choose (ADW_ALERT_DIALOG (dialog), flow_get_parent (flow), NULL,
                           on_certificate_answered, flow);
}

static void
on_secret_answered (GObject      *object,
                    GAsyncResult *result,
                    gpointer      data)
{
  Flow *flow = data;
  AirliftSecretDialog *dialog = AIRLIFT_SECRET_DIALOG (object);
  const char *response = adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (dialog), result);

  if (!g_str_equal (response, "sign-in") || !flow_is_alive (flow))
    {
      flow_end (flow);
      return;
    }

  airlift_secret_dialog_apply (dialog);
  flow->remember = airlift_secret_dialog_get_remember (dialog);
  flow_try (flow);
}

static void
flow_ask_for_secret (Flow         *flow,
                     const GError *error)
{
  AdwDialog *dialog = airlift_secret_dialog_new (flow_get_account (flow), error->message);

  flow->asked = TRUE;
  adw_alert_dialog_choose (ADW_ALERT_DIALOG (dialog), flow_get_parent (flow), NULL,
                           on_secret_answered, flow);
}

/* Whether a person has been asked about what went wrong. */
static gboolean
flow_ask (Flow *flow)
{
  const GError *error = vcd_session_get_error (flow->session);

  if (vcd_session_get_state (flow->session) != VCD_SESSION_FAILED || !flow_is_alive (flow))
    return FALSE;

  if (g_error_matches (error, VCD_ERROR, VCD_ERROR_CERTIFICATE) &&
      vcd_error_get_certificate (error) != NULL)
    flow_ask_about_certificate (flow, vcd_error_get_certificate (error));
  else if (g_error_matches (error, VCD_ERROR, VCD_ERROR_SIGN_IN) && !flow->asked)
    flow_ask_for_secret (flow, error);
  else
    return FALSE;

  return TRUE;
}

/* Who does not want it remembered is asked when the server wants it again. */
static void
on_kept (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  if (!airlift_secret_keeper_keep_finish (VCD_ACCOUNT (object), result))
    vcd_account_set_secret (VCD_ACCOUNT (object), NULL);
}

static void
on_state_changed (Flow *flow)
{
  VcdSessionState state = vcd_session_get_state (flow->session);

  if (state == VCD_SESSION_SIGNING_IN || (state == VCD_SESSION_FAILED && flow_ask (flow)))
    return;

  /* Without a keyring it is remembered until the end: the dialog of the keeper says so. */
  if (state == VCD_SESSION_SIGNED_IN && flow->remember)
    airlift_secret_keeper_keep_async (flow_get_account (flow), flow_get_parent (flow), on_kept,
                                      NULL);
  flow_end (flow);
}

/* A secret that the server refused is not sent again: that is how accounts get locked. */
static gboolean
is_refused (VcdSession *session)
{
  const GError *error = vcd_session_get_error (session);

  return g_error_matches (error, VCD_ERROR, VCD_ERROR_CERTIFICATE) ||
         (g_error_matches (error, VCD_ERROR, VCD_ERROR_SIGN_IN) &&
          vcd_account_has_secret (vcd_session_get_account (session)));
}

void
airlift_account_sign_in (AirliftApplication *application,
                         VcdSession         *session)
{
  Flow *flow;

  if (g_object_get_data (G_OBJECT (session), FLOW) != NULL)
    return;

  flow = g_new0 (Flow, 1);
  flow->application = application;
  flow->session = g_object_ref (session);
  g_object_set_data (G_OBJECT (session), FLOW, flow);
  flow->handler = g_signal_connect_swapped (session, "notify::state",
                                            G_CALLBACK (on_state_changed), flow);
  if (!is_refused (session) || !flow_ask (flow))
    flow_try (flow);
}
