/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-error-toast.h"

#include <glib/gi18n.h>

#include "airlift-window.h"

/* What went wrong, until somebody wants to read it. */
typedef struct
{
  char *title;
  char *message;
  char *details;
} Report;

static void
report_free (gpointer  data,
             GClosure *closure)
{
  Report *report = data;

  g_free (report->title);
  g_free (report->message);
  g_free (report->details);
  g_free (report);
}

static void
on_copy (AdwAlertDialog *dialog,
         const char     *response,
         Report         *report)
{
  g_autofree char *text = g_strdup_printf ("%s\n%s\n%s\n", report->title, report->message,
                                           report->details != NULL ? report->details : "");

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (dialog)), text);
}

static GtkWidget *
new_details (const char *text)
{
  GtkWidget *label = gtk_label_new (text);
  GtkWidget *window = gtk_scrolled_window_new ();

  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "monospace");
  gtk_widget_add_css_class (label, "caption");
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (window), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (window), 240);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (window), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (window), label);

  return window;
}

static void
on_details (AdwToast *toast,
            Report   *report)
{
  GtkWidget *window = g_object_get_data (G_OBJECT (toast), "window");
  AdwDialog *dialog = adw_alert_dialog_new (report->title, report->message);
  Report *copy = g_new0 (Report, 1);

  copy->title = g_strdup (report->title);
  copy->message = g_strdup (report->message);
  copy->details = g_strdup (report->details);

  if (report->details != NULL && *report->details != '\0')
    adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), new_details (report->details));
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "copy", _("_Copy"), "close",
                                  _("_Close"), NULL);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "close");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "close");
  g_signal_connect_data (dialog, "response::copy", G_CALLBACK (on_copy), copy, report_free,
                         G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, window);
}

void
airlift_error_toast_add (GtkWidget    *widget,
                         const char   *title,
                         const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    airlift_error_toast_add_text (widget, title, error->message, vcd_error_get_details (error));
}

void
airlift_error_toast_add_text (GtkWidget  *widget,
                              const char *title,
                              const char *message,
                              const char *details)
{
  GtkRoot *window = gtk_widget_get_root (widget);
  AdwToast *toast;
  Report *report;

  if (!AIRLIFT_IS_WINDOW (window))
    return;

  report = g_new0 (Report, 1);
  report->title = g_strdup (title);
  report->message = g_strdup (message);
  report->details = g_strdup (details);

  toast = adw_toast_new (title);
  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_set_button_label (toast, _("_Details"));
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_set_timeout (toast, 10);
  g_object_set_data (G_OBJECT (toast), "window", window);
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (on_details), report, report_free,
                         G_CONNECT_DEFAULT);
  airlift_window_add_toast (AIRLIFT_WINDOW (window), toast);
}
