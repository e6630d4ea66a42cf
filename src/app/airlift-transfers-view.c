/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-transfers-view.h"

#include "airlift-default-queue.h"
#include "airlift-transfer-groups.h"
#include "airlift-transfer-list.h"

/* All transfers of all accounts, and what can be done with all of them. */
struct _AirliftTransfersView
{
  AdwBin                 parent_instance;

  GtkStack              *stack;
  AirliftTransferList   *list;

  AirliftTransferGroups *groups;
  GSignalGroup          *signals;
};

G_DEFINE_FINAL_TYPE (AirliftTransfersView, airlift_transfers_view, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_QUEUE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
update (AirliftTransfersView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean any = self->groups != NULL &&
                 g_list_model_get_n_items (G_LIST_MODEL (self->groups)) > 0;

  gtk_stack_set_visible_child_name (self->stack, any ? "list" : "empty");
  gtk_widget_action_set_enabled (widget, "transfers.pause-all",
                                 any && airlift_transfer_groups_get_can_pause (self->groups));
  gtk_widget_action_set_enabled (widget, "transfers.resume-all",
                                 any && airlift_transfer_groups_get_can_resume (self->groups));
  gtk_widget_action_set_enabled (widget, "transfers.clear-done",
                                 any && airlift_transfer_groups_count (self->groups,
                                                                       AIRLIFT_GROUP_DONE) > 0);
}

static void
pause_all (GtkWidget  *widget,
           const char *action,
           GVariant   *parameter)
{
  AirliftTransfersView *self = AIRLIFT_TRANSFERS_VIEW (widget);

  vcd_transfer_queue_pause_all (airlift_transfer_groups_get_queue (self->groups));
}

static void
resume_all (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  AirliftTransfersView *self = AIRLIFT_TRANSFERS_VIEW (widget);

  vcd_transfer_queue_resume_all (airlift_transfer_groups_get_queue (self->groups));
}

static void
clear_done (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  AirliftTransfersView *self = AIRLIFT_TRANSFERS_VIEW (widget);

  vcd_transfer_queue_clear_done (airlift_transfer_groups_get_queue (self->groups));
}

static void
airlift_transfers_view_get_property (GObject      *object,
                                     unsigned int  id,
                                     GValue       *value,
                                     GParamSpec   *pspec)
{
  AirliftTransfersView *self = AIRLIFT_TRANSFERS_VIEW (object);

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
airlift_transfers_view_set_property (GObject      *object,
                                     unsigned int  id,
                                     const GValue *value,
                                     GParamSpec   *pspec)
{
  switch (id)
    {
    case PROP_QUEUE:
      airlift_transfers_view_set_queue (AIRLIFT_TRANSFERS_VIEW (object),
                                        g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
airlift_transfers_view_dispose (GObject *object)
{
  AirliftTransfersView *self = AIRLIFT_TRANSFERS_VIEW (object);

  g_clear_object (&self->signals);
  /* The template would unparent the bin's child behind its back. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), AIRLIFT_TYPE_TRANSFERS_VIEW);
  g_clear_object (&self->groups);

  G_OBJECT_CLASS (airlift_transfers_view_parent_class)->dispose (object);
}

static void
airlift_transfers_view_class_init (AirliftTransfersViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = airlift_transfers_view_get_property;
  object_class->set_property = airlift_transfers_view_set_property;
  object_class->dispose = airlift_transfers_view_dispose;

  properties[PROP_QUEUE] =
    g_param_spec_object ("queue", NULL, NULL, VCD_TYPE_TRANSFER_QUEUE,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (AIRLIFT_TYPE_TRANSFER_LIST);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/vcdairlift/Airlift/airlift-transfers-view.ui");
  gtk_widget_class_bind_template_child (widget_class, AirliftTransfersView, stack);
  gtk_widget_class_bind_template_child (widget_class, AirliftTransfersView, list);

  gtk_widget_class_install_action (widget_class, "transfers.pause-all", NULL, pause_all);
  gtk_widget_class_install_action (widget_class, "transfers.resume-all", NULL, resume_all);
  gtk_widget_class_install_action (widget_class, "transfers.clear-done", NULL, clear_done);
}

static void
airlift_transfers_view_init (AirliftTransfersView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->signals = g_signal_group_new (AIRLIFT_TYPE_TRANSFER_GROUPS);
  g_signal_group_connect_swapped (self->signals, "changed", G_CALLBACK (update), self);
  airlift_transfers_view_set_queue (self, airlift_transfers_get_default_queue ());
  update (self);
}

void
airlift_transfers_view_set_queue (AirliftTransfersView *self,
                                  VcdTransferQueue     *queue)
{
  g_autoptr (AirliftTransferGroups) groups =
    queue != NULL ? airlift_transfer_groups_get (queue) : NULL;

  if (!g_set_object (&self->groups, groups))
    return;

  g_signal_group_set_target (self->signals, groups);
  airlift_transfer_list_set_model (self->list, queue, G_LIST_MODEL (groups));
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_QUEUE]);
}
