/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-account-check.h"

#include <glib/gi18n.h>

#include "airlift-application.h"
#include "airlift-check-row.h"

/* Whether an account that is to be added works, step by step; the step that fails says why. */
struct _AirliftAccountCheck
{
  AdwPreferencesGroup  parent_instance;

  AirliftCheckRow     *reach_row;
  AirliftCheckRow     *certificate_row;
  AirliftCheckRow     *sign_in_row;
  AirliftCheckRow     *catalogs_row;
};

G_DEFINE_FINAL_TYPE (AirliftAccountCheck, airlift_account_check, ADW_TYPE_PREFERENCES_GROUP)

static void
fail (GTask           *task,
      AirliftCheckRow *row,
      GError          *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    airlift_check_row_set_state (row, AIRLIFT_CHECK_FAILED, error->message);
  g_task_return_error (task, error);
}

static void
on_catalogs_loaded (GObject      *object,
                    GAsyncResult *result,
                    gpointer      data)
{
  g_autoptr (GTask) task = data;
  AirliftAccountCheck *self = g_task_get_source_object (task);
  VcdSession *session = VCD_SESSION (object);
  g_autofree char *note = NULL;
  GError *error = NULL;
  unsigned int n;

  if (!vcd_session_load_catalogs_finish (session, result, &error))
    {
      fail (task, self->catalogs_row, error);
      return;
    }

  n = g_list_model_get_n_items (vcd_session_get_catalogs (session));
  note = g_strdup_printf (ngettext ("%u catalog", "%u catalogs", n), n);
  airlift_check_row_set_state (self->catalogs_row, AIRLIFT_CHECK_PASSED, note);
  g_task_return_boolean (task, TRUE);
}

/* What was passed before may be what a sign-in fails of. */
static AirliftCheckRow *
get_failed_row (AirliftAccountCheck *self,
                const GError        *error)
{
  if (g_error_matches (error, VCD_ERROR, VCD_ERROR_CERTIFICATE))
    return self->certificate_row;
  if (g_error_matches (error, VCD_ERROR, VCD_ERROR_NETWORK))
    return self->reach_row;

  return self->sign_in_row;
}

static void
on_signed_in (GObject      *object,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (GTask) task = data;
  AirliftAccountCheck *self = g_task_get_source_object (task);
  VcdSession *session = VCD_SESSION (object);
  GError *error = NULL;

  /* Whose an API token is is known only now. */
  if (!vcd_session_sign_in_finish (session, result, &error) ||
      !airlift_account_check_is_new (vcd_session_get_account (session), &error))
    {
      if (g_error_matches (error, VCD_ERROR, VCD_ERROR_CERTIFICATE))
        airlift_check_row_set_state (self->sign_in_row, AIRLIFT_CHECK_WAITING, NULL);
      fail (task, get_failed_row (self, error), error);
      return;
    }

  airlift_check_row_set_state (self->sign_in_row, AIRLIFT_CHECK_PASSED, NULL);
  airlift_check_row_set_state (self->catalogs_row, AIRLIFT_CHECK_RUNNING, NULL);
  vcd_session_load_catalogs_async (session, g_task_get_cancellable (task), on_catalogs_loaded,
                                   g_object_ref (task));
}

static void
airlift_account_check_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), AIRLIFT_TYPE_ACCOUNT_CHECK);

  G_OBJECT_CLASS (airlift_account_check_parent_class)->dispose (object);
}

static void
airlift_account_check_class_init (AirliftAccountCheckClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = airlift_account_check_dispose;

  g_type_ensure (AIRLIFT_TYPE_CHECK_ROW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/vcdairlift/Airlift/airlift-account-check.ui");
  gtk_widget_class_bind_template_child (widget_class, AirliftAccountCheck, reach_row);
  gtk_widget_class_bind_template_child (widget_class, AirliftAccountCheck, certificate_row);
  gtk_widget_class_bind_template_child (widget_class, AirliftAccountCheck, sign_in_row);
  gtk_widget_class_bind_template_child (widget_class, AirliftAccountCheck, catalogs_row);
}

static void
airlift_account_check_init (AirliftAccountCheck *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
airlift_account_check_run_async (AirliftAccountCheck *self,
                                 VcdSession          *session,
                                 const char          *version,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             data)
{
  g_auto (GStrv) trusted = vcd_account_dup_trusted (vcd_session_get_account (session));
  g_autofree char *note = g_strdup_printf (_("API version %s"), version);
  GTask *task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, airlift_account_check_run_async);
  airlift_check_row_set_state (self->reach_row, AIRLIFT_CHECK_PASSED, note);
  airlift_check_row_set_state (self->certificate_row, AIRLIFT_CHECK_PASSED,
                               *trusted != NULL ? _("Trusted for this account")
                                                : _("Trusted by the system"));
  airlift_check_row_set_state (self->sign_in_row, AIRLIFT_CHECK_RUNNING, NULL);
  airlift_check_row_set_state (self->catalogs_row, AIRLIFT_CHECK_WAITING, NULL);
  vcd_session_sign_in_async (session, cancellable, on_signed_in, task);
}

gboolean
airlift_account_check_run_finish (AirliftAccountCheck  *self,
                                  GAsyncResult         *result,
                                  GError              **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
airlift_account_check_is_new (VcdAccount  *account,
                              GError     **error)
{
  VcdAccountStore *store = airlift_application_get_accounts (airlift_application_get ());

  for (unsigned int i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (store)); i++)
    {
      g_autoptr (VcdAccount) other = g_list_model_get_item (G_LIST_MODEL (store), i);

      if (vcd_account_is_same (account, other))
        {
          g_set_error (error, VCD_ERROR, VCD_ERROR_NAME_EXISTS,
                       _("You have this account already: “%s”."), vcd_account_get_title (other));
          return FALSE;
        }
    }

  return TRUE;
}
