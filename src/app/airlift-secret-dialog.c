/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-secret-dialog.h"

#include <glib/gi18n.h>

/* Asks for what the keyring does not have, or what the server no longer takes. */
struct _AirliftSecretDialog
{
  AdwAlertDialog       parent_instance;

  AdwPreferencesRow   *secret_row;
  AdwSwitchRow        *remember_row;

  VcdAccount          *account;
};

G_DEFINE_FINAL_TYPE (AirliftSecretDialog, airlift_secret_dialog, ADW_TYPE_ALERT_DIALOG)

static void
on_changed (AirliftSecretDialog *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->secret_row));

  adw_alert_dialog_set_response_enabled (ADW_ALERT_DIALOG (self), "sign-in", *text != '\0');
}

static void
airlift_secret_dialog_dispose (GObject *object)
{
  AirliftSecretDialog *self = AIRLIFT_SECRET_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), AIRLIFT_TYPE_SECRET_DIALOG);
  g_clear_object (&self->account);

  G_OBJECT_CLASS (airlift_secret_dialog_parent_class)->dispose (object);
}

static void
airlift_secret_dialog_class_init (AirliftSecretDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = airlift_secret_dialog_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/vcdairlift/Airlift/airlift-secret-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AirliftSecretDialog, secret_row);
  gtk_widget_class_bind_template_child (widget_class, AirliftSecretDialog, remember_row);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
}

static void
airlift_secret_dialog_init (AirliftSecretDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
airlift_secret_dialog_new (VcdAccount *account,
                           const char *why)
{
  AirliftSecretDialog *self = g_object_new (AIRLIFT_TYPE_SECRET_DIALOG, NULL);
  gboolean token = vcd_account_get_sign_in_method (account) == VCD_SIGN_IN_API_TOKEN;

  self->account = g_object_ref (account);
  adw_alert_dialog_format_heading (ADW_ALERT_DIALOG (self), _("Sign In to “%s”"),
                                   vcd_account_get_title (account));
  adw_alert_dialog_set_body (ADW_ALERT_DIALOG (self), why);
  adw_preferences_row_set_title (self->secret_row, token ? _("API Token") : _("Password"));

  return ADW_DIALOG (self);
}

void
airlift_secret_dialog_apply (AirliftSecretDialog *self)
{
  vcd_account_set_secret (self->account, gtk_editable_get_text (GTK_EDITABLE (self->secret_row)));
}

gboolean
airlift_secret_dialog_get_remember (AirliftSecretDialog *self)
{
  return adw_switch_row_get_active (self->remember_row);
}
