/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-certificate-dialog.h"

#include <glib/gi18n.h>

/* Whose certificate this is, to be compared with what the server's owner says, and trusted or not.
 *
 * Where another one was trusted before, it is an alarm rather than a question.
 */
struct _AirliftCertificateDialog
{
  AdwAlertDialog  parent_instance;

  AdwActionRow   *server_row;
  AdwActionRow   *subject_row;
  AdwActionRow   *issuer_row;
  AdwActionRow   *dates_row;
  AdwActionRow   *fingerprint_row;
};

G_DEFINE_FINAL_TYPE (AirliftCertificateDialog, airlift_certificate_dialog, ADW_TYPE_ALERT_DIALOG)

/* As people read it out: groups of four, eight of them a line. */
static char *
dup_groups (const char *fingerprint)
{
  GString *groups = g_string_new (NULL);

  for (size_t i = 0; fingerprint[i] != '\0'; i++)
    {
      if (i > 0 && i % 4 == 0)
        g_string_append_c (groups, i % 32 == 0 ? '\n' : ' ');
      g_string_append_c (groups, g_ascii_toupper (fingerprint[i]));
    }

  return g_string_free_and_steal (groups);
}

static char *
dup_date (GDateTime *date)
{
  g_autoptr (GDateTime) local = date != NULL ? g_date_time_to_local (date) : NULL;

  /* Translators: a date, see strftime(3) */
  return local != NULL ? g_date_time_format (local, _("%-d %B %Y")) : g_strdup (_("unknown"));
}

static char *
dup_dates (VcdCertificate *certificate)
{
  g_autofree char *from = dup_date (vcd_certificate_get_not_before (certificate));
  g_autofree char *until = dup_date (vcd_certificate_get_not_after (certificate));

  /* Translators: the first and the last day of a certificate: "From 1 May 2026 until 1 May 2027" */
  return g_strdup_printf (_("From %s until %s"), from, until);
}

static void
fill_row (AdwActionRow *row,
          const char   *text)
{
  adw_action_row_set_subtitle (row, text);
  gtk_widget_set_visible (GTK_WIDGET (row), text != NULL && *text != '\0');
}

static void
fill (AirliftCertificateDialog *self,
      VcdCertificate           *certificate)
{
  g_autofree char *dates = dup_dates (certificate);
  g_autofree char *groups = dup_groups (vcd_certificate_get_fingerprint (certificate));

  fill_row (self->server_row, vcd_certificate_get_host (certificate));
  fill_row (self->subject_row, vcd_certificate_get_subject (certificate));
  fill_row (self->issuer_row, vcd_certificate_get_issuer (certificate));
  fill_row (self->dates_row, dates);
  fill_row (self->fingerprint_row, groups);
}

static void
say (AirliftCertificateDialog *self,
     VcdCertificate           *certificate)
{
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (self);
  g_autofree char *reason = vcd_certificate_dup_reason (certificate);

  if (vcd_certificate_get_changed (certificate))
    {
      adw_alert_dialog_set_heading (dialog, _("The Certificate Has Changed"));
      adw_alert_dialog_set_body (dialog, _("This is not the certificate that you trusted. Somebody "
                                           "may be intercepting the connection to get your "
                                           "password. Go on only if the server’s owner confirms "
                                           "the new fingerprint."));
      adw_alert_dialog_set_response_label (dialog, "trust", _("_Trust New Certificate"));
      adw_alert_dialog_set_response_appearance (dialog, "trust", ADW_RESPONSE_DESTRUCTIVE);
    }
  else
    {
      adw_alert_dialog_set_heading (dialog, _("Trust This Server?"));
      /* Translators: %s is a reason, such as "it has expired." */
      adw_alert_dialog_format_body (dialog, _("The server’s certificate is not trusted: %s Compare "
                                              "the fingerprint with the one that the server’s "
                                              "owner gave you."), reason);
    }
}

static void
airlift_certificate_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), AIRLIFT_TYPE_CERTIFICATE_DIALOG);

  G_OBJECT_CLASS (airlift_certificate_dialog_parent_class)->dispose (object);
}

static void
airlift_certificate_dialog_class_init (AirliftCertificateDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = airlift_certificate_dialog_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/vcdairlift/Airlift/airlift-certificate-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AirliftCertificateDialog, server_row);
  gtk_widget_class_bind_template_child (widget_class, AirliftCertificateDialog, subject_row);
  gtk_widget_class_bind_template_child (widget_class, AirliftCertificateDialog, issuer_row);
  gtk_widget_class_bind_template_child (widget_class, AirliftCertificateDialog, dates_row);
  gtk_widget_class_bind_template_child (widget_class, AirliftCertificateDialog, fingerprint_row);
}

static void
airlift_certificate_dialog_init (AirliftCertificateDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
airlift_certificate_dialog_new (VcdCertificate *certificate)
{
  AirliftCertificateDialog *self = g_object_new (AIRLIFT_TYPE_CERTIFICATE_DIALOG, NULL);

  fill (self, certificate);
  say (self, certificate);

  return ADW_DIALOG (self);
}
