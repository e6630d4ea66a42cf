/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-account-dialog.h"

#include <glib/gi18n.h>

#include "airlift-account-check.h"
#include "airlift-account-edit-dialog.h"
#include "airlift-application.h"
#include "airlift-certificate-dialog.h"
#include "airlift-secret-keeper.h"

/* Adds an account, in three steps: where it is, who one is there, and whether that works.
 *
 *   address ─► VcdServerProbe ─► sign-in ─► VcdAccount, VcdSession
 *           ─► AirliftAccountCheck ─► VcdAccountStore
 *
 * The certificate is asked about before there is any password to be typed.
 */
struct _AirliftAccountDialog
{
  AdwDialog          parent_instance;

  AdwNavigationView *view;
  AdwNavigationPage *address_page;
  AdwEntryRow       *address_row;
  GtkWidget         *address_spinner;
  GtkLabel          *address_error;
  GtkWidget         *address_button;
  AdwNavigationPage *sign_in_page;
  AdwWindowTitle    *sign_in_title;
  AdwEntryRow       *organization_row;
  AdwComboRow       *method_row;
  AdwEntryRow       *user_row;
  AdwEntryRow       *password_row;
  AdwEntryRow       *token_row;
  GtkWidget         *token_hint;
  GtkWidget         *provider_hint;
  GtkLabel          *sign_in_error;
  GtkWidget         *sign_in_button;
  AdwNavigationPage *check_page;
  AdwWindowTitle    *check_title;
  AirliftAccountCheck *check;
  GtkWidget         *title_group;
  AdwEntryRow       *title_row;
  GtkLabel          *check_error;
  GtkButton         *check_button;

  VcdServerProbe    *probe;
  VcdSession        *session;      /* of the account to be */
  GCancellable      *cancellable;  /* of what runs now */
  gboolean           busy;
  gboolean           passed;
  gboolean           refused;      /* what was typed on the page before is wrong */
};

G_DEFINE_FINAL_TYPE (AirliftAccountDialog, airlift_account_dialog, ADW_TYPE_DIALOG)

static char *
dup_text (gpointer row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

static gboolean
is_empty (gpointer row)
{
  g_autofree char *text = dup_text (row);

  return *text == '\0';
}

static const char *
get_host (AirliftAccountDialog *self)
{
  const char *server = vcd_server_probe_get_server (self->probe);
  const char *slashes = strstr (server, "://");

  return slashes != NULL ? slashes + strlen ("://") : server;
}

static gboolean
uses_token (AirliftAccountDialog *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self->method_row)) &&
         adw_combo_row_get_selected (self->method_row) == VCD_SIGN_IN_API_TOKEN;
}

static void
set_error (GtkLabel   *label,
           const char *message)
{
  gtk_label_set_label (label, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (label), message != NULL);
}

static gboolean
can_continue (AirliftAccountDialog *self)
{
  AdwNavigationPage *page = adw_navigation_view_get_visible_page (self->view);

  if (self->busy)
    return FALSE;
  if (page == self->address_page)
    return !is_empty (self->address_row);
  if (page == self->sign_in_page)
    return !is_empty (self->organization_row) &&
           (uses_token (self) ? !is_empty (self->token_row)
                              : !is_empty (self->user_row) && !is_empty (self->password_row));

  return !self->passed || !is_empty (self->title_row);
}

/* The window forgets it whenever it cannot be pressed for a while; the dialog does not notice. */
static void
update_default (AirliftAccountDialog *self)
{
  AdwNavigationPage *page = adw_navigation_view_get_visible_page (self->view);

  adw_dialog_set_default_widget (ADW_DIALOG (self), NULL);
  adw_dialog_set_default_widget (ADW_DIALOG (self),
                                 page == self->address_page   ? self->address_button
                                 : page == self->sign_in_page ? self->sign_in_button
                                                              : GTK_WIDGET (self->check_button));
}

static void
update (AirliftAccountDialog *self)
{
  gboolean token;

  /* A dialog that is being taken apart. */
  if (self->view == NULL)
    return;

  token = uses_token (self);
  gtk_widget_set_visible (GTK_WIDGET (self->user_row), !token);
  gtk_widget_set_visible (GTK_WIDGET (self->password_row), !token);
  gtk_widget_set_visible (GTK_WIDGET (self->token_row), token);
  gtk_widget_set_visible (self->token_hint, token);
  gtk_widget_set_visible (self->provider_hint, is_empty (self->organization_row));

  gtk_widget_set_visible (self->address_spinner, self->busy && self->session == NULL);
  gtk_editable_set_editable (GTK_EDITABLE (self->address_row), !self->busy);
  gtk_widget_set_visible (self->title_group, self->passed);
  gtk_button_set_label (self->check_button, self->passed || self->busy ? _("_Add Account")
                                            : self->refused            ? _("_Change Sign-In")
                                                                       : _("_Try Again"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "account.continue", can_continue (self));
  update_default (self);
}

static void
on_changed (AirliftAccountDialog *self)
{
  set_error (self->address_error, NULL);
  set_error (self->sign_in_error, NULL);
  set_error (self->check_error, NULL);
  update (self);
}

/* Whatever runs is of no interest any more. */
static void
stop (AirliftAccountDialog *self)
{
  VcdSessionList *sessions = airlift_application_get_sessions (airlift_application_get ());

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  /* The program may have ended before this dialog. */
  if (self->session != NULL && sessions != NULL)
    vcd_session_list_sign_out (sessions, self->session);
  g_clear_object (&self->session);
  self->busy = FALSE;
  self->passed = FALSE;
  self->refused = FALSE;
}

static GCancellable *
begin (AirliftAccountDialog *self)
{
  g_set_object (&self->cancellable, NULL);
  self->cancellable = g_cancellable_new ();
  self->busy = TRUE;
  update (self);

  return self->cancellable;
}

static void
on_page_changed (AirliftAccountDialog *self)
{
  if (self->view == NULL)
    return;

  if (adw_navigation_view_get_visible_page (self->view) != self->check_page)
    stop (self);
  update (self);
}

/* The first thing that is still to be typed. */
static void
on_sign_in_shown (AirliftAccountDialog *self)
{
  AdwEntryRow *rows[] = { self->organization_row, self->user_row, self->password_row,
                          self->token_row };
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));

  /* Whoever comes back finds the focus where it was, and may be typing already. */
  if (focus != NULL && (gtk_widget_is_ancestor (focus, GTK_WIDGET (self->password_row)) ||
                        gtk_widget_is_ancestor (focus, GTK_WIDGET (self->token_row))))
    return;

  gtk_editable_select_region (GTK_EDITABLE (self->organization_row), 0, 0);
  for (unsigned int i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      if (gtk_widget_get_visible (GTK_WIDGET (rows[i])) &&
          (is_empty (rows[i]) || i >= 2))
        {
          gtk_widget_grab_focus (GTK_WIDGET (rows[i]));
          return;
        }
    }
}

static void run_probe (AirliftAccountDialog *self);

static void
on_certificate_answered (GObject      *object,
                         GAsyncResult *result,
                         gpointer      data)
{
  g_autoptr (AirliftAccountDialog) self = data;
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (object);
  VcdCertificate *certificate = g_object_get_data (object, "certificate");
  g_autoptr (GError) error = NULL;
  gboolean trusted;

  trusted = g_str_equal (adw_alert_dialog_choose_finish (dialog, result), "trust");
  if (!self->busy)
    return;

  if (trusted && vcd_server_probe_trust (self->probe, certificate, &error))
    {
      run_probe (self);
      return;
    }

  self->busy = FALSE;
  set_error (self->address_error, error != NULL
                                    ? error->message
                                    : _("The server’s certificate is not trusted."));
  update (self);
}

static void
ask_about_certificate (AirliftAccountDialog *self,
                       VcdCertificate       *certificate)
{
  AdwDialog *dialog = airlift_certificate_dialog_new (certificate);

  g_object_set_data_full (G_OBJECT (dialog), "certificate", g_object_ref (certificate),
                          g_object_unref);
  adw_alert_dialog_choose (ADW_ALERT_DIALOG (dialog), GTK_WIDGET (self), self->cancellable,
                           on_certificate_answered, g_object_ref (self));
}

static void
on_probed (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (AirliftAccountDialog) self = data;
  g_autoptr (GError) error = NULL;
  VcdServerProbe *probe = VCD_SERVER_PROBE (object);

  vcd_server_probe_run_finish (probe, result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (g_error_matches (error, VCD_ERROR, VCD_ERROR_CERTIFICATE))
    {
      ask_about_certificate (self, vcd_error_get_certificate (error));
      return;
    }

  self->busy = FALSE;
  if (error != NULL)
    {
      set_error (self->address_error, error->message);
      update (self);
      gtk_widget_grab_focus (GTK_WIDGET (self->address_row));
      return;
    }

  adw_window_title_set_subtitle (self->sign_in_title, get_host (self));
  adw_window_title_set_subtitle (self->check_title, get_host (self));
  gtk_widget_set_visible (GTK_WIDGET (self->method_row),
                          vcd_server_probe_get_takes_api_tokens (probe));
  adw_navigation_view_push (self->view, self->sign_in_page);
}

static void
run_probe (AirliftAccountDialog *self)
{
  vcd_server_probe_run_async (self->probe, begin (self), on_probed, g_object_ref (self));
}

static void
leave_address (AirliftAccountDialog *self)
{
  g_autofree char *text = dup_text (self->address_row);
  g_autofree char *server = NULL;
  g_autofree char *organization = NULL;
  g_autoptr (GError) error = NULL;

  if (!vcd_address_parse (text, &server, &organization, &error))
    {
      set_error (self->address_error, error->message);
      return;
    }

  if (organization != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->organization_row), organization);
  if (self->probe == NULL || !g_str_equal (vcd_server_probe_get_server (self->probe), server))
    {
      g_clear_object (&self->probe);
      self->probe = vcd_server_probe_new (server);
    }
  run_probe (self);
}

static void
on_checked (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (AirliftAccountDialog) self = data;
  g_autoptr (GError) error = NULL;
  gboolean passed;

  passed = airlift_account_check_run_finish (AIRLIFT_ACCOUNT_CHECK (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self->busy = FALSE;
  self->passed = passed;
  /* Asking again with the same would only help to get the account locked. */
  self->refused = g_error_matches (error, VCD_ERROR, VCD_ERROR_SIGN_IN);
  update (self);
  gtk_widget_grab_focus (passed ? GTK_WIDGET (self->title_row)
                                      : GTK_WIDGET (self->check_button));
}

static void
run_check (AirliftAccountDialog *self)
{
  airlift_account_check_run_async (self->check, self->session,
                                   vcd_server_probe_get_api_version (self->probe), begin (self),
                                   on_checked, g_object_ref (self));
}

static VcdAccount *
create_account (AirliftAccountDialog *self)
{
  gboolean token = uses_token (self);
  g_autofree char *organization = dup_text (self->organization_row);
  g_autofree char *user = token ? g_strdup ("") : dup_text (self->user_row);
  g_autofree char *api_token = dup_text (self->token_row);
  const char *password = gtk_editable_get_text (GTK_EDITABLE (self->password_row));
  VcdAccount *account = vcd_server_probe_create_account (self->probe, organization, user);

  vcd_account_set_sign_in_method (account, token ? VCD_SIGN_IN_API_TOKEN : VCD_SIGN_IN_PASSWORD);
  /* A password may begin with a space; a token that does was pasted with it. */
  vcd_account_set_secret (account, token ? api_token : password);

  return account;
}

static void
leave_sign_in (AirliftAccountDialog *self)
{
  g_autoptr (VcdAccount) account = create_account (self);
  g_autofree char *title = NULL;
  g_autoptr (GError) error = NULL;

  if (!airlift_account_check_is_new (account, &error))
    {
      set_error (self->sign_in_error, error->message);
      return;
    }

  /* Translators: the proposed title of an account: organization and server */
  title = g_strdup_printf (_("%s on %s"), vcd_account_get_organization (account), get_host (self));
  gtk_editable_set_text (GTK_EDITABLE (self->title_row), title);
  self->session = vcd_session_new (account);
  adw_navigation_view_push (self->view, self->check_page);
  run_check (self);
}

static void
on_kept (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (AirliftAccountDialog) self = data;
  AirliftApplication *application = airlift_application_get ();
  VcdAccount *account = VCD_ACCOUNT (object);
  gboolean kept = airlift_secret_keeper_keep_finish (account, result);

  self->busy = FALSE;
  update (self);
  if (!kept || self->session == NULL)
    return;

  vcd_account_store_add (airlift_application_get_accounts (application), account);
  airlift_window_select (airlift_application_present (application), vcd_account_get_id (account),
                         "");
  adw_dialog_close (ADW_DIALOG (self));
}

static void
leave_check (AirliftAccountDialog *self)
{
  VcdAccount *account = vcd_session_get_account (self->session);
  VcdAccountStore *store = airlift_application_get_accounts (airlift_application_get ());
  g_autofree char *title = dup_text (self->title_row);

  if (self->refused)
    {
      adw_navigation_view_pop (self->view);
      return;
    }
  if (!self->passed)
    {
      run_check (self);
      return;
    }
  if (vcd_account_store_find (store, title) != NULL)
    {
      set_error (self->check_error, _("There is another account with this title."));
      return;
    }

  vcd_account_set_title (account, title);
  begin (self);
  airlift_secret_keeper_keep_async (account, GTK_WIDGET (self), on_kept, g_object_ref (self));
}

static void
go_on (GtkWidget  *widget,
       const char *action,
       GVariant   *parameter)
{
  AirliftAccountDialog *self = AIRLIFT_ACCOUNT_DIALOG (widget);
  AdwNavigationPage *page = adw_navigation_view_get_visible_page (self->view);

  if (page == self->address_page)
    leave_address (self);
  else if (page == self->sign_in_page)
    leave_sign_in (self);
  else
    leave_check (self);
}

static void
airlift_account_dialog_closed (AdwDialog *dialog)
{
  stop (AIRLIFT_ACCOUNT_DIALOG (dialog));
}

static void
airlift_account_dialog_dispose (GObject *object)
{
  AirliftAccountDialog *self = AIRLIFT_ACCOUNT_DIALOG (object);

  stop (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), AIRLIFT_TYPE_ACCOUNT_DIALOG);
  g_clear_object (&self->probe);

  G_OBJECT_CLASS (airlift_account_dialog_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/vcdairlift/Airlift/airlift-account-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AirliftAccountDialog, view);
  gtk_widget_class_bind_template_child (widget_class, AirliftAccountDialog, address_page);
  gtk_widget_class_bind_template_child (widget_class, AirliftAccountDialog, address_row);
  gtk_widget_class_bind_template_child (widget_class, AirliftAccountDialog, address_spinner);
  gtk_widget_class_bind_template_child (widget_class, AirliftAccountDialog, address_error);
  gtk_widget_class_bind_template_child (widget_class, AirliftAccountDialog, address_button);
  gtk_widget_class_bind_template_child (widget_class, AirliftAccountDialog, sign_in_page);
  gtk_widget_class_bind_template_child (widget_class, AirliftAccountDialog, sign_in_title);
  gtk_widget_class_bind_template_child (widget_class, AirliftAccountDialog, organization_row);
  gtk_widget_class_bind_template_child (widget_class, AirliftAccountDialog, method_row);
  gtk_widget_class_bind_template_child (widget_class, AirliftAccountDialog, user_row);
  gtk_widget_class_bind_template_child (widget_class, AirliftAccountDialog, password_row);
  gtk_widget_class_bind_template_child (widget_class, AirliftAccountDialog, token_row);
  gtk_widget_class_bind_template_child (widget_class, AirliftAccountDialog, token_hint);
  gtk_widget_class_bind_template_child (widget_class, AirliftAccountDialog, provider_hint);
  gtk_widget_class_bind_template_child (widget_class, AirliftAccountDialog, sign_in_error);
  gtk_widget_class_bind_template_child (widget_class, AirliftAccountDialog, sign_in_button);
  gtk_widget_class_bind_template_child (widget_class, AirliftAccountDialog, check_page);
  gtk_widget_class_bind_template_child (widget_class, AirliftAccountDialog, check_title);
  gtk_widget_class_bind_template_child (widget_class, AirliftAccountDialog, check);
  gtk_widget_class_bind_template_child (widget_class, AirliftAccountDialog, title_group);
  gtk_widget_class_bind_template_child (widget_class, AirliftAccountDialog, title_row);
  gtk_widget_class_bind_template_child (widget_class, AirliftAccountDialog, check_error);
  gtk_widget_class_bind_template_child (widget_class, AirliftAccountDialog, check_button);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_page_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_sign_in_shown);
}

static void
airlift_account_dialog_class_init (AirliftAccountDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = airlift_account_dialog_dispose;
  ADW_DIALOG_CLASS (klass)->closed = airlift_account_dialog_closed;

  g_type_ensure (AIRLIFT_TYPE_ACCOUNT_CHECK);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "account.continue", NULL, go_on);
}

static void
airlift_account_dialog_init (AirliftAccountDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  on_page_changed (self);
}

AdwDialog *
airlift_account_dialog_new (VcdAccount *account)
{
  if (account != NULL)
    return airlift_account_edit_dialog_new (account);

  return g_object_new (AIRLIFT_TYPE_ACCOUNT_DIALOG, NULL);
}
