/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-account-page.h"

#include <glib/gi18n.h>

/* An account that is selected itself, not a catalog of it: how it stands, and what to do. */
struct _AirliftAccountPage
{
  AdwBin         parent_instance;

  AdwStatusPage *page;
  GtkWidget     *sign_in_button;
  GtkWidget     *new_catalog_button;
  GtkWidget     *edit_button;

  VcdSession    *session;
  GSignalGroup  *session_signals;
  GSignalGroup  *catalog_signals;
};

G_DEFINE_FINAL_TYPE (AirliftAccountPage, airlift_account_page, ADW_TYPE_BIN)

static char *
dup_description (VcdSession *session)
{
  const GError *error = vcd_session_get_error (session);
  unsigned int n = g_list_model_get_n_items (vcd_session_get_catalogs (session));

  switch (vcd_session_get_state (session))
    {
    case VCD_SESSION_SIGNING_IN:
      return g_strdup (_("Signing in…"));

    case VCD_SESSION_FAILED:
      return g_strdup (error != NULL ? error->message : _("The sign-in failed."));

    case VCD_SESSION_SIGNED_OUT:
      return g_strdup (_("You are signed out."));

    case VCD_SESSION_SIGNED_IN:
    default:
      if (n == 0)
        return g_strdup (_("There are no catalogs here yet."));
      return g_strdup_printf (ngettext ("%u catalog. Choose it, or drop disk images on it.",
                                        "%u catalogs. Choose one, or drop disk images on it.", n),
                              n);
    }
}

static void
set_action (GtkWidget  *button,
            const char *action,
            const char *account_id)
{
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", account_id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
}

static void
update (AirliftAccountPage *self)
{
  g_autofree char *description = NULL;
  g_autofree char *escaped = NULL;
  VcdSessionState state;
  VcdAccount *account;
  const char *id;

  if (self->session == NULL)
    return;

  state = vcd_session_get_state (self->session);
  account = vcd_session_get_account (self->session);
  id = vcd_account_get_id (account);
  description = dup_description (self->session);
  escaped = g_markup_escape_text (description, -1);

  adw_status_page_set_title (self->page, vcd_account_get_title (account));
  adw_status_page_set_description (self->page, escaped);
  adw_status_page_set_icon_name (self->page, state == VCD_SESSION_FAILED
                                               ? "dialog-warning-symbolic"
                                               : "avatar-default-symbolic");
  gtk_widget_set_visible (self->sign_in_button, state == VCD_SESSION_FAILED ||
                                                state == VCD_SESSION_SIGNED_OUT);
  gtk_widget_set_visible (self->new_catalog_button,
                          state == VCD_SESSION_SIGNED_IN &&
                          vcd_session_get_can_create_catalog (self->session));
  set_action (self->sign_in_button, "app.sign-in", id);
  set_action (self->new_catalog_button, "app.new-catalog", id);
  set_action (self->edit_button, "app.edit-account", id);
}

static void
airlift_account_page_dispose (GObject *object)
{
  AirliftAccountPage *self = AIRLIFT_ACCOUNT_PAGE (object);

  g_clear_object (&self->session_signals);
  g_clear_object (&self->catalog_signals);
  g_clear_object (&self->session);
  /* The template would unparent the bin's child behind its back. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), AIRLIFT_TYPE_ACCOUNT_PAGE);

  G_OBJECT_CLASS (airlift_account_page_parent_class)->dispose (object);
}

static void
airlift_account_page_class_init (AirliftAccountPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = airlift_account_page_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/vcdairlift/Airlift/airlift-account-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AirliftAccountPage, page);
  gtk_widget_class_bind_template_child (widget_class, AirliftAccountPage, sign_in_button);
  gtk_widget_class_bind_template_child (widget_class, AirliftAccountPage, new_catalog_button);
  gtk_widget_class_bind_template_child (widget_class, AirliftAccountPage, edit_button);
}

static void
airlift_account_page_init (AirliftAccountPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->session_signals = g_signal_group_new (VCD_TYPE_SESSION);
  g_signal_group_connect_swapped (self->session_signals, "notify", G_CALLBACK (update), self);
  self->catalog_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->catalog_signals, "items-changed", G_CALLBACK (update),
                                  self);
}

void
airlift_account_page_set_session (AirliftAccountPage *self,
                                  VcdSession         *session)
{
  if (!g_set_object (&self->session, session))
    return;

  g_signal_group_set_target (self->session_signals, session);
  g_signal_group_set_target (self->catalog_signals,
                             session != NULL ? vcd_session_get_catalogs (session) : NULL);
  update (self);
}
