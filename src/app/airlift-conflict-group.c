/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-conflict-group.h"

#include <glib/gi18n.h>

/* One image whose name is taken: what is there already, and what is to be done. */
struct _AirliftConflictGroup
{
  AdwBin          parent_instance;

  AdwActionRow   *file_row;
  AdwToggleGroup *policy_group;
  AdwToggle      *replace_toggle;
  AdwEntryRow    *name_row;
  AdwEntryRow    *description_row;

  VcdCandidates  *candidates;
  VcdCandidate   *candidate;
  char           *taken;
};

G_DEFINE_FINAL_TYPE (AirliftConflictGroup, airlift_conflict_group, ADW_TYPE_BIN)

enum
{
  CHANGED,
  N_SIGNALS
};

static unsigned int signals[N_SIGNALS];

static const struct
{
  const char        *name;
  VcdConflictPolicy  policy;
} policies[] = {
  { "rename", VCD_CONFLICT_RENAME },
  { "skip", VCD_CONFLICT_SKIP },
  { "replace", VCD_CONFLICT_REPLACE },
};

static VcdConflictPolicy
get_policy (AirliftConflictGroup *self)
{
  const char *name = adw_toggle_group_get_active_name (self->policy_group);

  for (unsigned int i = 0; i < G_N_ELEMENTS (policies); i++)
    {
      if (g_strcmp0 (policies[i].name, name) == 0)
        return policies[i].policy;
    }

  return VCD_CONFLICT_RENAME;
}

static char *
dup_explanation (AirliftConflictGroup *self)
{
  VcdMedia *existing = vcd_candidate_get_existing (self->candidate);

  switch (vcd_candidate_get_conflict (self->candidate))
    {
    case VCD_CANDIDATE_TAKEN:
      {
        g_autofree char *size = g_format_size (vcd_media_get_size (existing));
        GDateTime *created = vcd_media_get_created (existing);
        g_autofree char *date = created != NULL ? g_date_time_format (created, "%x") : NULL;

        if (date == NULL)
          return g_strdup_printf (_("The catalog has an image of this name (%s)."), size);
        /* Translators: a size, and a date */
        return g_strdup_printf (_("The catalog has an image of this name (%s, of %s)."), size,
                                date);
      }

    case VCD_CANDIDATE_COMING:
      return g_strdup (_("Another upload to this catalog has this name."));

    case VCD_CANDIDATE_TWICE:
      return g_strdup (_("Another one of these files has this name."));

    case VCD_CANDIDATE_FREE:
    default:
      return g_strdup ("");
    }
}

static void
on_policy_selected (AirliftConflictGroup *self)
{
  VcdConflictPolicy policy = get_policy (self);

  gtk_widget_set_visible (GTK_WIDGET (self->name_row), policy == VCD_CONFLICT_RENAME);
  gtk_widget_set_visible (GTK_WIDGET (self->description_row), policy != VCD_CONFLICT_SKIP);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_name_changed (AirliftConflictGroup *self)
{
  if (airlift_conflict_group_is_settled (self))
    gtk_widget_remove_css_class (GTK_WIDGET (self->name_row), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->name_row), "error");

  g_signal_emit (self, signals[CHANGED], 0);
}

static void
airlift_conflict_group_dispose (GObject *object)
{
  AirliftConflictGroup *self = AIRLIFT_CONFLICT_GROUP (object);

  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), AIRLIFT_TYPE_CONFLICT_GROUP);
  g_clear_object (&self->candidate);
  g_clear_object (&self->candidates);
  g_clear_pointer (&self->taken, g_free);

  G_OBJECT_CLASS (airlift_conflict_group_parent_class)->dispose (object);
}

static void
airlift_conflict_group_class_init (AirliftConflictGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = airlift_conflict_group_dispose;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/vcdairlift/Airlift/airlift-conflict-group.ui");
  gtk_widget_class_bind_template_child (widget_class, AirliftConflictGroup, file_row);
  gtk_widget_class_bind_template_child (widget_class, AirliftConflictGroup, policy_group);
  gtk_widget_class_bind_template_child (widget_class, AirliftConflictGroup, replace_toggle);
  gtk_widget_class_bind_template_child (widget_class, AirliftConflictGroup, name_row);
  gtk_widget_class_bind_template_child (widget_class, AirliftConflictGroup, description_row);
  gtk_widget_class_bind_template_callback (widget_class, on_policy_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_name_changed);
}

static void
airlift_conflict_group_init (AirliftConflictGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
fill (AirliftConflictGroup *self)
{
  g_autofree char *explanation = dup_explanation (self);
  g_autofree char *free_name = vcd_candidates_dup_free_name (self->candidates, self->candidate);

  /* Only what is there can be replaced. */
  adw_toggle_set_enabled (self->replace_toggle,
                          vcd_candidate_get_conflict (self->candidate) == VCD_CANDIDATE_TAKEN);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->file_row),
                                 vcd_candidate_get_source_name (self->candidate));
  adw_action_row_set_subtitle (self->file_row, explanation);
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), free_name);
  gtk_editable_set_text (GTK_EDITABLE (self->description_row),
                         vcd_candidate_get_description (self->candidate));
}

AirliftConflictGroup *
airlift_conflict_group_new (VcdCandidates *candidates,
                            VcdCandidate  *candidate)
{
  AirliftConflictGroup *self = g_object_new (AIRLIFT_TYPE_CONFLICT_GROUP, NULL);

  self->candidates = g_object_ref (candidates);
  self->candidate = g_object_ref (candidate);
  self->taken = g_strdup (vcd_candidate_get_name (candidate));
  fill (self);

  return self;
}

VcdConflictPolicy
airlift_conflict_group_get_policy (AirliftConflictGroup *self)
{
  return get_policy (self);
}

gboolean
airlift_conflict_group_can (AirliftConflictGroup *self,
                            VcdConflictPolicy     policy)
{
  return policy != VCD_CONFLICT_REPLACE || adw_toggle_get_enabled (self->replace_toggle);
}

void
airlift_conflict_group_set_policy (AirliftConflictGroup *self,
                                   VcdConflictPolicy     policy)
{
  for (unsigned int i = 0; i < G_N_ELEMENTS (policies); i++)
    {
      if (policies[i].policy == policy && airlift_conflict_group_can (self, policy))
        adw_toggle_group_set_active_name (self->policy_group, policies[i].name);
    }
}

gboolean
airlift_conflict_group_is_settled (AirliftConflictGroup *self)
{
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name_row));
  g_autoptr (VcdMedia) existing = NULL;

  if (self->candidate == NULL || get_policy (self) != VCD_CONFLICT_RENAME)
    return TRUE;

  /* What else is taken is told by the candidates, once they have been given the name. */
  existing = vcd_catalog_find_media (vcd_candidates_get_catalog (self->candidates), name);
  return existing == NULL && vcd_media_check_name (name, NULL) && !g_str_equal (name, self->taken);
}

void
airlift_conflict_group_apply (AirliftConflictGroup *self)
{
  VcdConflictPolicy policy = get_policy (self);

  vcd_candidate_set_policy (self->candidate, policy);
  vcd_candidate_set_description (self->candidate,
                                 gtk_editable_get_text (GTK_EDITABLE (self->description_row)));
  if (policy == VCD_CONFLICT_RENAME)
    vcd_candidate_set_name (self->candidate,
                            gtk_editable_get_text (GTK_EDITABLE (self->name_row)));
}
