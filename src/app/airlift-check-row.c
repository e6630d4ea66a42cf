/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-check-row.h"

#include <glib/gi18n.h>

/* One step of a check: it waits, runs, and has passed or failed. */
struct _AirliftCheckRow
{
  AdwActionRow  parent_instance;

  GtkStack     *stack;
  GtkImage     *image;
};

G_DEFINE_FINAL_TYPE (AirliftCheckRow, airlift_check_row, ADW_TYPE_ACTION_ROW)

static void
airlift_check_row_class_init (AirliftCheckRowClass *klass)
{
}

static void
airlift_check_row_init (AirliftCheckRow *self)
{
  self->image = GTK_IMAGE (gtk_image_new ());
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->stack, gtk_image_new (), "waiting");
  gtk_stack_add_named (self->stack, adw_spinner_new (), "running");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->image), "over");
  gtk_widget_set_valign (GTK_WIDGET (self->stack), GTK_ALIGN_CENTER);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), GTK_WIDGET (self->stack));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  airlift_check_row_set_state (self, AIRLIFT_CHECK_WAITING, NULL);
}

static const char *
get_words (AirliftCheckState state)
{
  switch (state)
    {
    case AIRLIFT_CHECK_RUNNING:
      return _("is being checked");
    case AIRLIFT_CHECK_PASSED:
      return _("passed");
    case AIRLIFT_CHECK_FAILED:
      return _("failed");
    case AIRLIFT_CHECK_WAITING:
    default:
      return _("has not been checked yet");
    }
}

void
airlift_check_row_set_state (AirliftCheckRow   *self,
                             AirliftCheckState  state,
                             const char        *note)
{
  gboolean failed = state == AIRLIFT_CHECK_FAILED;
  g_autofree char *sentence = NULL;

  gtk_widget_remove_css_class (GTK_WIDGET (self->image), failed ? "success" : "error");
  gtk_widget_add_css_class (GTK_WIDGET (self->image), failed ? "error" : "success");
  gtk_image_set_from_icon_name (self->image, failed ? "dialog-error-symbolic"
                                                    : "object-select-symbolic");
  gtk_stack_set_visible_child_name (self->stack, state == AIRLIFT_CHECK_WAITING   ? "waiting"
                                                 : state == AIRLIFT_CHECK_RUNNING ? "running"
                                                                                  : "over");
  if (state == AIRLIFT_CHECK_WAITING)
    gtk_widget_add_css_class (GTK_WIDGET (self), "dim-label");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "dim-label");
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), note != NULL ? note : "");

  /* Translators: a step of a check and how it went: "Sign in: failed. The password is wrong." */
  sentence = g_strdup_printf (_("%s: %s. %s"),
                              adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)),
                              get_words (state), note != NULL ? note : "");
  /* The row's own relations to its labels would win. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  g_strchomp (sentence), -1);
  if (failed)
    gtk_accessible_announce (GTK_ACCESSIBLE (self), sentence,
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}
