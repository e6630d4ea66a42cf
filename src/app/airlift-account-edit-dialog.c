/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-account-edit-dialog.h"

#include <glib/gi18n.h>

#include "airlift-application.h"
#include "airlift-secret-keeper.h"

/* What can be changed of an account: its title, how it signs in, and what it trusts.
 *
 * Who it is, and where, is what its transfers and catalogs hang on; that stays.
 */
struct _AirliftAccountEditDialog
{
  AdwDialog            parent_instance;

  AdwEntryRow         *title_row;
  AdwPreferencesGroup *secret_group;
  AdwComboRow         *method_row;
  AdwEntryRow         *secret_row;
  AdwActionRow        *server_row;
  AdwActionRow        *organization_row;
  AdwActionRow        *user_row;
  AdwPreferencesGroup *trust_group;

  VcdAccount          *account;
  GPtrArray           *forgotten; /* host:port */
  unsigned int         n_trusted;
  gboolean             saving;
};

G_DEFINE_FINAL_TYPE (AirliftAccountEditDialog, airlift_account_edit_dialog, ADW_TYPE_DIALOG)

static const char *
get_secret (AirliftAccountEditDialog *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->secret_row));
}

static gboolean
is_method_changed (AirliftAccountEditDialog *self)
{
  return adw_combo_row_get_selected (self->method_row) !=
         vcd_account_get_sign_in_method (self->account);
}

static char *
dup_title (AirliftAccountEditDialog *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->title_row))));
}

/* A title belongs to one account. */
static gboolean
is_title_free (AirliftAccountEditDialog *self,
               const char               *title)
{
  VcdAccountStore *store = airlift_application_get_accounts (airlift_application_get ());
  VcdAccount *titled = vcd_account_store_find (store, title);

  return titled == NULL || titled == self->account;
}

static void
update (AirliftAccountEditDialog *self)
{
  gboolean token = adw_combo_row_get_selected (self->method_row) == VCD_SIGN_IN_API_TOKEN;
  gboolean changed = is_method_changed (self);
  g_autofree char *title = dup_title (self);
  gboolean is_free = is_title_free (self, title);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->secret_row),
                                 token ? _("New API Token") : _("New Password"));
  if (token && changed)
    adw_preferences_group_set_description (self->secret_group,
                                           _("You can make an API token in the portal: User "
                                             "Preferences → API Tokens → New."));
  else if (changed)
    adw_preferences_group_set_description (self->secret_group, _("Enter the password."));
  else
    adw_preferences_group_set_description (self->secret_group,
                                           _("Leave it empty to keep what is in the keyring."));

  if (is_free)
    gtk_widget_remove_css_class (GTK_WIDGET (self->title_row), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->title_row), "error");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->title_row),
                                 is_free ? _("Title") : _("Another account has this title"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "account.save",
                                 *title != '\0' && is_free && !self->saving &&
                                 (!changed || *get_secret (self) != '\0'));
}

static void
on_changed (AirliftAccountEditDialog *self)
{
  if (self->account != NULL)
    update (self);
}

static void
on_forget (AirliftAccountEditDialog *self,
           GtkWidget                *button)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, ADW_TYPE_ACTION_ROW);

  g_ptr_array_add (self->forgotten,
                   g_strdup (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row))));
  gtk_widget_grab_focus (GTK_WIDGET (self->title_row));
  adw_preferences_group_remove (self->trust_group, row);
  gtk_widget_set_visible (GTK_WIDGET (self->trust_group), --self->n_trusted > 0);
}

static void
add_trusted (AirliftAccountEditDialog *self,
             const char               *pin)
{
  g_auto (GStrv) parts = g_strsplit (pin, "=", 2);
  g_autofree char *label = g_strdup_printf (_("Forget the certificate of %s"), parts[0]);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), parts[0]);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), parts[1]);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  gtk_widget_set_tooltip_text (button, _("Forget"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_forget), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (self->trust_group, row);
  self->n_trusted++;
}

static void
fill (AirliftAccountEditDialog *self)
{
  g_auto (GStrv) trusted = vcd_account_dup_trusted (self->account);
  const char *user = vcd_account_get_user (self->account);

  gtk_editable_set_text (GTK_EDITABLE (self->title_row), vcd_account_get_title (self->account));
  adw_combo_row_set_selected (self->method_row, vcd_account_get_sign_in_method (self->account));
  adw_action_row_set_subtitle (self->server_row, vcd_account_get_server (self->account));
  adw_action_row_set_subtitle (self->organization_row,
                               vcd_account_get_organization (self->account));
  adw_action_row_set_subtitle (self->user_row, user);
  gtk_widget_set_visible (GTK_WIDGET (self->user_row), *user != '\0');
  /* Without a user's name there is nothing a password could belong to. */
  gtk_widget_set_visible (GTK_WIDGET (self->method_row), *user != '\0');

  for (unsigned int i = 0; trusted[i] != NULL; i++)
    add_trusted (self, trusted[i]);
  gtk_widget_set_visible (GTK_WIDGET (self->trust_group), self->n_trusted > 0);
  update (self);
}

/* The title of the new state is seen at once; the rest at the next sign-in, which is now. */
static void
finish (AirliftAccountEditDialog *self,
        gboolean                  sign_in)
{
  VcdSessionList *sessions = airlift_application_get_sessions (airlift_application_get ());
  VcdSession *session = vcd_session_list_find (sessions, self->account);

  if (sign_in && session != NULL)
    vcd_session_list_sign_in (sessions, session);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
on_kept (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (AirliftAccountEditDialog) self = data;

  airlift_secret_keeper_keep_finish (VCD_ACCOUNT (object), result);
  finish (self, TRUE);
}

static void
save (GtkWidget  *widget,
      const char *action,
      GVariant   *parameter)
{
  AirliftAccountEditDialog *self = AIRLIFT_ACCOUNT_EDIT_DIALOG (widget);
  g_autofree char *title = dup_title (self);
  const char *secret = get_secret (self);

  self->saving = TRUE;
  update (self);
  vcd_account_set_title (self->account, title);
  for (unsigned int i = 0; i < self->forgotten->len; i++)
    vcd_account_distrust (self->account, self->forgotten->pdata[i]);
  if (*secret == '\0')
    {
      finish (self, self->forgotten->len > 0);
      return;
    }

  vcd_account_set_sign_in_method (self->account, adw_combo_row_get_selected (self->method_row));
  vcd_account_set_secret (self->account, secret);
  airlift_secret_keeper_keep_async (self->account, widget, on_kept, g_object_ref (self));
}

static void
cancel (GtkWidget  *widget,
        const char *action,
        GVariant   *parameter)
{
  adw_dialog_close (ADW_DIALOG (widget));
}

static void
remove_account (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  AirliftAccountEditDialog *self = AIRLIFT_ACCOUNT_EDIT_DIALOG (widget);
  g_autofree char *id = g_strdup (vcd_account_get_id (self->account));

  adw_dialog_close (ADW_DIALOG (self));
  g_action_group_activate_action (G_ACTION_GROUP (airlift_application_get ()),
                                  "remove-account", g_variant_new_string (id));
}

static void
airlift_account_edit_dialog_dispose (GObject *object)
{
  AirliftAccountEditDialog *self = AIRLIFT_ACCOUNT_EDIT_DIALOG (object);

  g_clear_object (&self->account);
  gtk_widget_dispose_template (GTK_WIDGET (self), AIRLIFT_TYPE_ACCOUNT_EDIT_DIALOG);

  G_OBJECT_CLASS (airlift_account_edit_dialog_parent_class)->dispose (object);
}

static void
airlift_account_edit_dialog_finalize (GObject *object)
{
  AirliftAccountEditDialog *self = AIRLIFT_ACCOUNT_EDIT_DIALOG (object);

  g_ptr_array_unref (self->forgotten);

  G_OBJECT_CLASS (airlift_account_edit_dialog_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/vcdairlift/Airlift/airlift-account-edit-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AirliftAccountEditDialog, title_row);
  gtk_widget_class_bind_template_child (widget_class, AirliftAccountEditDialog, secret_group);
  gtk_widget_class_bind_template_child (widget_class, AirliftAccountEditDialog, method_row);
  gtk_widget_class_bind_template_child (widget_class, AirliftAccountEditDialog, secret_row);
  gtk_widget_class_bind_template_child (widget_class, AirliftAccountEditDialog, server_row);
  gtk_widget_class_bind_template_child (widget_class, AirliftAccountEditDialog, organization_row);
  gtk_widget_class_bind_template_child (widget_class, AirliftAccountEditDialog, user_row);
  gtk_widget_class_bind_template_child (widget_class, AirliftAccountEditDialog, trust_group);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
}

static void
airlift_account_edit_dialog_class_init (AirliftAccountEditDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = airlift_account_edit_dialog_dispose;
  object_class->finalize = airlift_account_edit_dialog_finalize;

  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "account.save", NULL, save);
  gtk_widget_class_install_action (widget_class, "account.cancel", NULL, cancel);
  gtk_widget_class_install_action (widget_class, "account.remove", NULL, remove_account);
}

static void
airlift_account_edit_dialog_init (AirliftAccountEditDialog *self)
{
  self->forgotten = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
airlift_account_edit_dialog_new (VcdAccount *account)
{
  AirliftAccountEditDialog *self = g_object_new (AIRLIFT_TYPE_ACCOUNT_EDIT_DIALOG, NULL);

  self->account = g_object_ref (account);
  fill (self);

  return ADW_DIALOG (self);
}
