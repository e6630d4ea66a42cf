/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-intake-dialog.h"

#include <glib/gi18n.h>

#include "airlift-conflict-group.h"

/* One question about all names that are taken, instead of one question each. */
struct _AirliftIntakeDialog
{
  AdwDialog            parent_instance;

  GtkBox              *box;
  GtkLabel            *explanation;
  AdwPreferencesGroup *all_group;
  AdwComboRow         *all_row;
  GtkWidget           *upload_button;

  GPtrArray           *groups; /* not owned */
  gboolean             applying;
};

G_DEFINE_FINAL_TYPE (AirliftIntakeDialog, airlift_intake_dialog, ADW_TYPE_DIALOG)

enum
{
  ACCEPTED,
  N_SIGNALS
};

static unsigned int signals[N_SIGNALS];

/* As the row "For All" has them; the one behind them is to decide for each. */
static const VcdConflictPolicy policies[] = {
  VCD_CONFLICT_RENAME, VCD_CONFLICT_SKIP, VCD_CONFLICT_REPLACE
};

/* Whether the same is to be done about all of them that it can be done about. */
static gboolean
is_common (AirliftIntakeDialog *self,
           VcdConflictPolicy    policy)
{
  gboolean any = FALSE;

  for (unsigned int i = 0; i < self->groups->len; i++)
    {
      AirliftConflictGroup *group = g_ptr_array_index (self->groups, i);

      if (!airlift_conflict_group_can (group, policy))
        continue;
      if (airlift_conflict_group_get_policy (group) != policy)
        return FALSE;
      any = TRUE;
    }

  return any;
}

static void
update (AirliftIntakeDialog *self)
{
  unsigned int selected = 0;
  gboolean settled = TRUE;

  if (self->applying)
    return;

  for (unsigned int i = 0; i < self->groups->len; i++)
    settled = settled && airlift_conflict_group_is_settled (g_ptr_array_index (self->groups, i));
  gtk_widget_set_sensitive (self->upload_button, settled);

  while (selected < G_N_ELEMENTS (policies) && !is_common (self, policies[selected]))
    selected++;
  self->applying = TRUE;
  adw_combo_row_set_selected (self->all_row, selected);
  self->applying = FALSE;
}

static void
on_all_selected (AirliftIntakeDialog *self)
{
  unsigned int selected = adw_combo_row_get_selected (self->all_row);

  if (self->applying || selected >= G_N_ELEMENTS (policies))
    return;

  self->applying = TRUE;
  for (unsigned int i = 0; i < self->groups->len; i++)
    airlift_conflict_group_set_policy (g_ptr_array_index (self->groups, i), policies[selected]);
  self->applying = FALSE;
  update (self);
}

static void
on_upload (AirliftIntakeDialog *self)
{
  for (unsigned int i = 0; i < self->groups->len; i++)
    airlift_conflict_group_apply (g_ptr_array_index (self->groups, i));

  g_signal_emit (self, signals[ACCEPTED], 0);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
airlift_intake_dialog_dispose (GObject *object)
{
  AirliftIntakeDialog *self = AIRLIFT_INTAKE_DIALOG (object);

  g_ptr_array_set_size (self->groups, 0);
  gtk_widget_dispose_template (GTK_WIDGET (self), AIRLIFT_TYPE_INTAKE_DIALOG);

  G_OBJECT_CLASS (airlift_intake_dialog_parent_class)->dispose (object);
}

static void
airlift_intake_dialog_finalize (GObject *object)
{
  AirliftIntakeDialog *self = AIRLIFT_INTAKE_DIALOG (object);

  g_ptr_array_unref (self->groups);

  G_OBJECT_CLASS (airlift_intake_dialog_parent_class)->finalize (object);
}

static void
airlift_intake_dialog_class_init (AirliftIntakeDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = airlift_intake_dialog_dispose;
  object_class->finalize = airlift_intake_dialog_finalize;

  signals[ACCEPTED] = g_signal_new ("accepted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/vcdairlift/Airlift/airlift-intake-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AirliftIntakeDialog, box);
  gtk_widget_class_bind_template_child (widget_class, AirliftIntakeDialog, explanation);
  gtk_widget_class_bind_template_child (widget_class, AirliftIntakeDialog, all_group);
  gtk_widget_class_bind_template_child (widget_class, AirliftIntakeDialog, all_row);
  gtk_widget_class_bind_template_child (widget_class, AirliftIntakeDialog, upload_button);
  gtk_widget_class_bind_template_callback (widget_class, on_all_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_upload);
}

static void
airlift_intake_dialog_init (AirliftIntakeDialog *self)
{
  self->groups = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
add_conflict (AirliftIntakeDialog *self,
              VcdCandidates       *candidates,
              VcdCandidate        *candidate)
{
  AirliftConflictGroup *group = airlift_conflict_group_new (candidates, candidate);

  g_signal_connect_object (group, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  gtk_box_append (self->box, GTK_WIDGET (group));
  g_ptr_array_add (self->groups, group);
}

AirliftIntakeDialog *
airlift_intake_dialog_new (VcdCandidates *candidates)
{
  AirliftIntakeDialog *self = g_object_new (AIRLIFT_TYPE_INTAKE_DIALOG, NULL);
  const char *name = vcd_catalog_get_name (vcd_candidates_get_catalog (candidates));
  g_autofree char *text = NULL;

  for (unsigned int i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (candidates)); i++)
    {
      g_autoptr (VcdCandidate) candidate = g_list_model_get_item (G_LIST_MODEL (candidates), i);

      if (vcd_candidate_get_problem (candidate) == VCD_CANDIDATE_GOOD &&
          vcd_candidate_get_conflict (candidate) != VCD_CANDIDATE_FREE)
        add_conflict (self, candidates, candidate);
    }

  text = g_strdup_printf (ngettext ("In “%s”, %u name is taken.",
                                    "In “%s”, %u names are taken.", self->groups->len),
                          name, self->groups->len);
  gtk_label_set_label (self->explanation, text);
  gtk_widget_set_visible (GTK_WIDGET (self->all_group), self->groups->len > 1);
  update (self);

  return self;
}
