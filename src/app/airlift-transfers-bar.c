/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-transfers-bar.h"

#include "airlift-default-queue.h"
#include "airlift-transfers-summary.h"

/* One line below a narrow window that says how all transfers stand. */
struct _AirliftTransfersBar
{
  AdwBin                 parent_instance;

  AirliftProgressRing   *ring;
  GtkLabel              *label;

  AirliftTransferGroups *groups;
  GSignalGroup          *signals;
};

G_DEFINE_FINAL_TYPE (AirliftTransfersBar, airlift_transfers_bar, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_QUEUE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
update (AirliftTransfersBar *self)
{
  g_autofree char *summary = NULL;
  AirliftRingMark mark;

  if (self->groups == NULL)
    return;

  mark = airlift_transfers_get_mark (self->groups);
  airlift_progress_ring_set_mark (self->ring, mark);
  if (mark == AIRLIFT_RING_ATTENTION)
    gtk_widget_add_css_class (GTK_WIDGET (self->ring), "warning");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->ring), "warning");
  airlift_progress_ring_set_fraction (self->ring,
                                      airlift_transfer_groups_get_fraction (self->groups));
  summary = airlift_transfers_dup_summary (self->groups);
  gtk_label_set_label (self->label, summary);
}

static void
airlift_transfers_bar_get_property (GObject      *object,
                                    unsigned int  id,
                                    GValue       *value,
                                    GParamSpec   *pspec)
{
  AirliftTransfersBar *self = AIRLIFT_TRANSFERS_BAR (object);

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
airlift_transfers_bar_set_property (GObject      *object,
                                    unsigned int  id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  switch (id)
    {
    case PROP_QUEUE:
      airlift_transfers_bar_set_queue (AIRLIFT_TRANSFERS_BAR (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
airlift_transfers_bar_dispose (GObject *object)
{
  AirliftTransfersBar *self = AIRLIFT_TRANSFERS_BAR (object);

  g_clear_object (&self->signals);
  gtk_widget_dispose_template (GTK_WIDGET (self), AIRLIFT_TYPE_TRANSFERS_BAR);
  g_clear_object (&self->groups);

  G_OBJECT_CLASS (airlift_transfers_bar_parent_class)->dispose (object);
}

static void
airlift_transfers_bar_class_init (AirliftTransfersBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = airlift_transfers_bar_get_property;
  object_class->set_property = airlift_transfers_bar_set_property;
  object_class->dispose = airlift_transfers_bar_dispose;

  properties[PROP_QUEUE] =
    g_param_spec_object ("queue", NULL, NULL, VCD_TYPE_TRANSFER_QUEUE,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (AIRLIFT_TYPE_PROGRESS_RING);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/vcdairlift/Airlift/airlift-transfers-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, AirliftTransfersBar, ring);
  gtk_widget_class_bind_template_child (widget_class, AirliftTransfersBar, label);
}

static void
airlift_transfers_bar_init (AirliftTransfersBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->signals = g_signal_group_new (AIRLIFT_TYPE_TRANSFER_GROUPS);
  g_signal_group_connect_swapped (self->signals, "changed", G_CALLBACK (update), self);
  airlift_transfers_bar_set_queue (self, airlift_transfers_get_default_queue ());
}

void
airlift_transfers_bar_set_queue (AirliftTransfersBar *self,
                                 VcdTransferQueue    *queue)
{
  g_autoptr (AirliftTransferGroups) groups =
    queue != NULL ? airlift_transfer_groups_get (queue) : NULL;

  if (!g_set_object (&self->groups, groups))
    return;

  g_signal_group_set_target (self->signals, groups);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_QUEUE]);
}
