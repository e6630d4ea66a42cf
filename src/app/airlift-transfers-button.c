/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-transfers-button.h"

#include <glib/gi18n.h>

#include "airlift-default-queue.h"
#include "airlift-transfers-summary.h"
#include "airlift-transfers-view.h"

/* A ring in the header that says how all transfers stand, and opens the list of them. */
struct _AirliftTransfersButton
{
  AdwBin                 parent_instance;

  GtkMenuButton         *button;
  GtkPopover            *popover;
  AirliftProgressRing   *ring;
  AirliftTransfersView  *view;

  AirliftTransferGroups *groups;
  GSignalGroup          *signals;
};

G_DEFINE_FINAL_TYPE (AirliftTransfersButton, airlift_transfers_button, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_QUEUE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static gboolean
has_transfers (AirliftTransfersButton *self)
{
  return self->groups != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->groups)) > 0;
}

/* Without transfers there is no ring, but while somebody looks at the list. */
static void
show_nothing (AirliftTransfersButton *self)
{
  airlift_progress_ring_set_mark (self->ring, AIRLIFT_RING_ACTIVE);
  airlift_progress_ring_set_fraction (self->ring, 0);
  gtk_widget_remove_css_class (GTK_WIDGET (self->ring), "warning");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), _("Transfers"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Transfers"), -1);
  gtk_widget_set_visible (GTK_WIDGET (self), gtk_widget_get_visible (GTK_WIDGET (self->popover)));
}

static void
on_popover_closed (AirliftTransfersButton *self)
{
  if (!has_transfers (self))
    gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
update (AirliftTransfersButton *self)
{
  g_autofree char *tooltip = NULL;
  g_autofree char *label = NULL;
  AirliftRingMark mark;

  if (!has_transfers (self))
    {
      show_nothing (self);
      return;
    }

  mark = airlift_transfers_get_mark (self->groups);
  airlift_progress_ring_set_mark (self->ring, mark);
  airlift_progress_ring_set_fraction (self->ring,
                                      airlift_transfer_groups_get_fraction (self->groups));
  if (mark == AIRLIFT_RING_ATTENTION)
    gtk_widget_add_css_class (GTK_WIDGET (self->ring), "warning");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->ring), "warning");

  tooltip = airlift_transfers_dup_tooltip (self->groups);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), tooltip);
  label = g_strdup_printf (_("Transfers: %s"), tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

/* What a person waits for is said also to those who do not look. */
static void
on_ended (AirliftTransfersButton *self,
          VcdTransfer            *transfer)
{
  VcdTransferState state = vcd_transfer_get_state (transfer);
  g_autofree char *message = NULL;

  if (state == VCD_TRANSFER_DONE)
    message = g_strdup_printf (_("%s is ready"), vcd_transfer_get_name (transfer));
  else if (state == VCD_TRANSFER_FAILED)
    message = g_strdup_printf (_("%s failed"), vcd_transfer_get_name (transfer));

  if (message != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_accessible_announce (GTK_ACCESSIBLE (self->button), message,
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
airlift_transfers_button_get_property (GObject      *object,
                                       unsigned int  id,
                                       GValue       *value,
                                       GParamSpec   *pspec)
{
  AirliftTransfersButton *self = AIRLIFT_TRANSFERS_BUTTON (object);

  switch (id)
    {
    case PROP_QUEUE:
      g_value_set_object (value, self->groups != NULL
                                   ? airlift_transfer_groups_get_queue (self->groups) : NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
airlift_transfers_button_set_property (GObject      *object,
                                       unsigned int  id,
                                       const GValue *value,
                                       GParamSpec   *pspec)
{
  switch (id)
    {
    case PROP_QUEUE:
      airlift_transfers_button_set_queue (AIRLIFT_TRANSFERS_BUTTON (object),
                                          g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
airlift_transfers_button_dispose (GObject *object)
{
  AirliftTransfersButton *self = AIRLIFT_TRANSFERS_BUTTON (object);

  g_clear_object (&self->signals);
  /* The template would unparent the bin's child behind its back. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), AIRLIFT_TYPE_TRANSFERS_BUTTON);
  g_clear_object (&self->groups);

  G_OBJECT_CLASS (airlift_transfers_button_parent_class)->dispose (object);
}

static void
airlift_transfers_button_class_init (AirliftTransfersButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = airlift_transfers_button_get_property;
  object_class->set_property = airlift_transfers_button_set_property;
  object_class->dispose = airlift_transfers_button_dispose;

  properties[PROP_QUEUE] =
    g_param_spec_object ("queue", NULL, NULL, VCD_TYPE_TRANSFER_QUEUE,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (AIRLIFT_TYPE_PROGRESS_RING);
  g_type_ensure (AIRLIFT_TYPE_TRANSFERS_VIEW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/vcdairlift/Airlift/airlift-transfers-button.ui");
  gtk_widget_class_bind_template_child (widget_class, AirliftTransfersButton, button);
  gtk_widget_class_bind_template_child (widget_class, AirliftTransfersButton, popover);
  gtk_widget_class_bind_template_child (widget_class, AirliftTransfersButton, ring);
  gtk_widget_class_bind_template_child (widget_class, AirliftTransfersButton, view);
  gtk_widget_class_bind_template_callback (widget_class, on_popover_closed);
}

static void
airlift_transfers_button_init (AirliftTransfersButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->signals = g_signal_group_new (AIRLIFT_TYPE_TRANSFER_GROUPS);
  g_signal_group_connect_swapped (self->signals, "changed", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->signals, "ended", G_CALLBACK (on_ended), self);
  airlift_transfers_button_set_queue (self, airlift_transfers_get_default_queue ());
}

void
airlift_transfers_button_set_queue (AirliftTransfersButton *self,
                                    VcdTransferQueue       *queue)
{
  g_autoptr (AirliftTransferGroups) groups =
    queue != NULL ? airlift_transfer_groups_get (queue) : NULL;

  if (!g_set_object (&self->groups, groups))
    return;

  g_signal_group_set_target (self->signals, groups);
  airlift_transfers_view_set_queue (self->view, queue);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_QUEUE]);
}

void
airlift_transfers_button_popup (AirliftTransfersButton *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_menu_button_popup (self->button);
}
