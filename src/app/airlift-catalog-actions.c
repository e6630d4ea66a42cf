/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-catalog-actions.h"

#include <glib/gi18n.h>

#include "airlift-window.h"

/* What is done to an account's list of catalogs: signing out of it, adding one to it. */

static VcdSession *
find_session (GVariant *parameter)
{
  AirliftApplication *application = airlift_application_get ();
  VcdAccount *account = vcd_account_store_find (airlift_application_get_accounts (application),
                                                g_variant_get_string (parameter, NULL));

  return account != NULL
           ? vcd_session_list_find (airlift_application_get_sessions (application), account)
           : NULL;
}

static GtkWindow *
get_window (void)
{
  return gtk_application_get_active_window (GTK_APPLICATION (airlift_application_get ()));
}

static void
sign_out (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  VcdSession *session = find_session (parameter);

  if (session != NULL)
    vcd_session_list_sign_out (airlift_application_get_sessions (airlift_application_get ()),
                               session);
}

static void show_dialog (VcdSession *session,
                         const char *name,
                         const char *problem);

/* A catalog on its way: what was typed is not lost when the server does not take it. */
typedef struct
{
  VcdSession *session;
  char       *name;
} Attempt;

static void
attempt_free (Attempt *attempt)
{
  g_clear_object (&attempt->session);
  g_free (attempt->name);
  g_free (attempt);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Attempt, attempt_free)

static void
on_created (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (Attempt) attempt = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (VcdCatalog) catalog = NULL;
  GtkWindow *window = get_window ();

  catalog = vcd_session_create_catalog_finish (VCD_SESSION (object), result, &error);
  if (catalog == NULL)
    show_dialog (attempt->session, attempt->name, error->message);
  else if (AIRLIFT_IS_WINDOW (window))
    airlift_window_show_catalog (AIRLIFT_WINDOW (window), catalog);
}

static void
on_response (AdwAlertDialog *dialog,
             const char     *response,
             gpointer        data)
{
  VcdSession *session = data;
  GtkWidget *entry = adw_alert_dialog_get_extra_child (dialog);
  g_autofree char *name = g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry)));
  Attempt *attempt;

  g_strstrip (name);
  if (!g_str_equal (response, "create") || *name == '\0')
    return;

  attempt = g_new0 (Attempt, 1);
  attempt->session = g_object_ref (session);
  attempt->name = g_steal_pointer (&name);
  vcd_session_create_catalog_async (session, attempt->name, NULL, NULL, on_created, attempt);
}

static void
on_name_changed (GtkEditable    *entry,
                 AdwAlertDialog *dialog)
{
  adw_alert_dialog_set_response_enabled (dialog, "create", *gtk_editable_get_text (entry) != '\0');
}

static void
unref_closure_data (gpointer  data,
                    GClosure *closure)
{
  g_object_unref (data);
}

/* @problem: (nullable): why the last try failed */
static void
show_dialog (VcdSession *session,
             const char *name,
             const char *problem)
{
  AdwDialog *dialog = adw_alert_dialog_new (_("New Catalog"), NULL);
  GtkWidget *entry = gtk_entry_new ();
  const char *title = vcd_account_get_title (vcd_session_get_account (session));

  if (problem != NULL)
    adw_alert_dialog_set_body (ADW_ALERT_DIALOG (dialog), problem);
  else
    adw_alert_dialog_format_body (ADW_ALERT_DIALOG (dialog),
                                  _("In “%s”, for the images of your organization."), title);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"),
                                  "create", _("C_reate"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "create",
                                            ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "create");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");

  gtk_editable_set_text (GTK_EDITABLE (entry), name);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _("Name"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Name of the catalog"), -1);
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), entry);
  adw_dialog_set_focus (dialog, entry);
  g_signal_connect_object (entry, "changed", G_CALLBACK (on_name_changed), dialog, 0);
  on_name_changed (GTK_EDITABLE (entry), ADW_ALERT_DIALOG (dialog));

  g_signal_connect_data (dialog, "response", G_CALLBACK (on_response), g_object_ref (session),
                         unref_closure_data, 0);
  adw_dialog_present (dialog, GTK_WIDGET (get_window ()));
}

static void
new_catalog (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       data)
{
  VcdSession *session = find_session (parameter);

  if (session != NULL)
    show_dialog (session, "", NULL);
}

void
airlift_catalog_actions_install (AirliftApplication *application)
{
  static const GActionEntry entries[] = {
    { .name = "sign-out", .activate = sign_out, .parameter_type = "s" },
    { .name = "new-catalog", .activate = new_catalog, .parameter_type = "s" },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries),
                                   NULL);
}
