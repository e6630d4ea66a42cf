/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-preferences-dialog.h"

#include <math.h>

#define MEGABYTE 1e6

/* What can be chosen about transfers. Each choice holds at once. */
struct _AirliftPreferencesDialog
{
  AdwPreferencesDialog  parent_instance;

  GSettings            *settings;
  GtkWidget            *max_active_row;
  GtkWidget            *max_per_account_row;
  AdwSwitchRow         *limit_row;
  AdwSpinRow           *rate_row;
  GtkWidget            *metered_row;
  GtkWidget            *checksum_row;
  GtkWidget            *import_row;
  gboolean              updating;
};

G_DEFINE_FINAL_TYPE (AirliftPreferencesDialog, airlift_preferences_dialog,
                     ADW_TYPE_PREFERENCES_DIALOG)

/* One key is two rows: no limit leaves the number alone, for the next time. */
static void
on_limit_changed (AirliftPreferencesDialog *self)
{
  uint64_t rate = 0;

  if (self->settings == NULL || self->updating)
    return;

  if (adw_switch_row_get_active (self->limit_row))
    rate = (uint64_t) llround (adw_spin_row_get_value (self->rate_row) * MEGABYTE);
  g_settings_set_uint64 (self->settings, "rate-limit", rate);
}

static void
on_key_changed (AirliftPreferencesDialog *self)
{
  uint64_t rate = g_settings_get_uint64 (self->settings, "rate-limit");

  self->updating = TRUE;
  adw_switch_row_set_active (self->limit_row, rate > 0);
  if (rate > 0)
    adw_spin_row_set_value (self->rate_row, (double) rate / MEGABYTE);
  self->updating = FALSE;
}

static void
airlift_preferences_dialog_dispose (GObject *object)
{
  AirliftPreferencesDialog *self = AIRLIFT_PREFERENCES_DIALOG (object);

  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (self), AIRLIFT_TYPE_PREFERENCES_DIALOG);

  G_OBJECT_CLASS (airlift_preferences_dialog_parent_class)->dispose (object);
}

static void
airlift_preferences_dialog_class_init (AirliftPreferencesDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = airlift_preferences_dialog_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/vcdairlift/Airlift/airlift-preferences-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AirliftPreferencesDialog, max_active_row);
  gtk_widget_class_bind_template_child (widget_class, AirliftPreferencesDialog,
                                        max_per_account_row);
  gtk_widget_class_bind_template_child (widget_class, AirliftPreferencesDialog, limit_row);
  gtk_widget_class_bind_template_child (widget_class, AirliftPreferencesDialog, rate_row);
  gtk_widget_class_bind_template_child (widget_class, AirliftPreferencesDialog, metered_row);
  gtk_widget_class_bind_template_child (widget_class, AirliftPreferencesDialog, checksum_row);
  gtk_widget_class_bind_template_child (widget_class, AirliftPreferencesDialog, import_row);
  gtk_widget_class_bind_template_callback (widget_class, on_limit_changed);
}

static void
airlift_preferences_dialog_init (AirliftPreferencesDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
airlift_preferences_dialog_new (GSettings *settings)
{
  AirliftPreferencesDialog *self = g_object_new (AIRLIFT_TYPE_PREFERENCES_DIALOG, NULL);

  self->settings = g_object_ref (settings);
  g_settings_bind (settings, "max-active", self->max_active_row, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "max-per-account", self->max_per_account_row, "value",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "pause-on-metered", self->metered_row, "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "record-checksum", self->checksum_row, "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "import-wait", self->import_row, "value", G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (settings, "changed::rate-limit", G_CALLBACK (on_key_changed), self,
                           G_CONNECT_SWAPPED);
  on_key_changed (self);

  return ADW_DIALOG (self);
}
