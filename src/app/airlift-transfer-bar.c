/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-transfer-bar.h"

/* So often a bar of unknown length takes a step. */
#define PULSE_USEC (200 * G_TIME_SPAN_MILLISECOND)

/* A bar that moves by itself when its length is not known, as long as it is seen and things may
 * move. */
struct _AirliftTransferBar
{
  GtkWidget       parent_instance;

  GtkProgressBar *bar;
  int             percent;
  unsigned int    tick;
  int64_t         pulsed;
};

G_DEFINE_FINAL_TYPE (AirliftTransferBar, airlift_transfer_bar, GTK_TYPE_WIDGET)

static gboolean
pulse (GtkWidget     *widget,
       GdkFrameClock *clock,
       gpointer       data)
{
  AirliftTransferBar *self = AIRLIFT_TRANSFER_BAR (widget);
  int64_t now = gdk_frame_clock_get_frame_time (clock);

  if (now - self->pulsed >= PULSE_USEC)
    {
      self->pulsed = now;
      gtk_progress_bar_pulse (self->bar);
    }

  return G_SOURCE_CONTINUE;
}

static void
update (AirliftTransferBar *self)
{
  gboolean animations = TRUE;
  gboolean wanted;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &animations,
                NULL);
  wanted = self->percent < 0 && animations && gtk_widget_get_mapped (GTK_WIDGET (self));

  if (wanted && self->tick == 0)
    {
      self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), pulse, NULL, NULL);
    }
  else if (!wanted && self->tick != 0)
    {
      gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
      self->tick = 0;
    }

  if (self->percent >= 0)
    gtk_progress_bar_set_fraction (self->bar, self->percent / 100.0);
  else if (!animations)
    gtk_progress_bar_set_fraction (self->bar, 1);
}

static void
airlift_transfer_bar_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (airlift_transfer_bar_parent_class)->map (widget);
  update (AIRLIFT_TRANSFER_BAR (widget));
}

static void
airlift_transfer_bar_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (airlift_transfer_bar_parent_class)->unmap (widget);
  update (AIRLIFT_TRANSFER_BAR (widget));
}

static void
airlift_transfer_bar_dispose (GObject *object)
{
  AirliftTransferBar *self = AIRLIFT_TRANSFER_BAR (object);

  if (self->bar != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->bar));
  self->bar = NULL;

  G_OBJECT_CLASS (airlift_transfer_bar_parent_class)->dispose (object);
}

static void
airlift_transfer_bar_class_init (AirliftTransferBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = airlift_transfer_bar_dispose;
  widget_class->map = airlift_transfer_bar_map;
  widget_class->unmap = airlift_transfer_bar_unmap;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
airlift_transfer_bar_init (AirliftTransferBar *self)
{
  self->bar = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  gtk_progress_bar_set_pulse_step (self->bar, 0.12);
  gtk_widget_set_parent (GTK_WIDGET (self->bar), GTK_WIDGET (self));
}

GtkWidget *
airlift_transfer_bar_new (void)
{
  return g_object_new (AIRLIFT_TYPE_TRANSFER_BAR, NULL);
}

void
airlift_transfer_bar_set_percent (AirliftTransferBar *self,
                                  int                 percent)
{
  self->percent = percent;
  update (self);
}
