/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-progress-ring.h"

#include <adwaita.h>
#include <math.h>

#define SIZE     16
#define STROKE   2.0f
#define DURATION 300

/* A ring that closes as work goes on, with a mark in it that says how it stands. Moves to each new
 * fraction in a moment, unless animations are off, and rests in between. */
struct _AirliftProgressRing
{
  GtkWidget       parent_instance;

  double          shown;
  double          fraction;
  AirliftRingMark mark;
  AdwAnimation   *animation;
};

G_DEFINE_FINAL_TYPE (AirliftProgressRing, airlift_progress_ring, GTK_TYPE_WIDGET)

static void
set_shown (double   fraction,
           gpointer data)
{
  AirliftProgressRing *self = AIRLIFT_PROGRESS_RING (data);

  self->shown = fraction;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
add_arc (GskPathBuilder *builder,
         float           center,
         float           radius,
         double          fraction)
{
  double angle = 2 * G_PI * fraction;

  gsk_path_builder_move_to (builder, center, center - radius);
  gsk_path_builder_svg_arc_to (builder, radius, radius, 0, fraction > 0.5, TRUE,
                               center + radius * (float) sin (angle),
                               center - radius * (float) cos (angle));
}

/* Drawn for 16 x 16. */
static void
add_mark (GskPathBuilder  *builder,
          AirliftRingMark  mark)
{
  switch (mark)
    {
    case AIRLIFT_RING_PAUSED:
      gsk_path_builder_move_to (builder, 6.5f, 5.5f);
      gsk_path_builder_line_to (builder, 6.5f, 10.5f);
      gsk_path_builder_move_to (builder, 9.5f, 5.5f);
      gsk_path_builder_line_to (builder, 9.5f, 10.5f);
      break;
    case AIRLIFT_RING_ATTENTION:
      gsk_path_builder_move_to (builder, 8, 4.5f);
      gsk_path_builder_line_to (builder, 8, 8.5f);
      gsk_path_builder_move_to (builder, 8, 11);
      gsk_path_builder_line_to (builder, 8, 11.2f);
      break;
    case AIRLIFT_RING_DONE:
      gsk_path_builder_move_to (builder, 5, 8.2f);
      gsk_path_builder_line_to (builder, 7.2f, 10.4f);
      gsk_path_builder_line_to (builder, 11, 6);
      break;
    case AIRLIFT_RING_ACTIVE:
    default:
      gsk_path_builder_move_to (builder, 8, 11);
      gsk_path_builder_line_to (builder, 8, 5.2f);
      gsk_path_builder_move_to (builder, 5.5f, 7.6f);
      gsk_path_builder_line_to (builder, 8, 5.1f);
      gsk_path_builder_line_to (builder, 10.5f, 7.6f);
      break;
    }
}

static void
stroke (GtkSnapshot    *snapshot,
        GskPathBuilder *builder,
        float           width,
        const GdkRGBA  *color)
{
  g_autoptr (GskPath) path = gsk_path_builder_free_to_path (builder);
  GskStroke *pen = gsk_stroke_new (width);

  gsk_stroke_set_line_cap (pen, GSK_LINE_CAP_ROUND);
  gsk_stroke_set_line_join (pen, GSK_LINE_JOIN_ROUND);
  gtk_snapshot_append_stroke (snapshot, path, pen, color);
  gsk_stroke_free (pen);
}

static void
airlift_progress_ring_snapshot (GtkWidget   *widget,
                                GtkSnapshot *snapshot)
{
  AirliftProgressRing *self = AIRLIFT_PROGRESS_RING (widget);
  float side = (float) MIN (gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  float radius = (SIZE - STROKE) / 2;
  GskPathBuilder *builder;
  GdkRGBA color, track;

  gtk_widget_get_color (widget, &color);
  track = color;
  track.alpha *= 0.25f;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (((float) gtk_widget_get_width (widget) - side) / 2,
                                                ((float) gtk_widget_get_height (widget) - side) /
                                                2));
  gtk_snapshot_scale (snapshot, side / SIZE, side / SIZE);

  builder = gsk_path_builder_new ();
  gsk_path_builder_add_circle (builder, &GRAPHENE_POINT_INIT (SIZE / 2, SIZE / 2), radius);
  stroke (snapshot, builder, STROKE, self->shown >= 0.999 ? &color : &track);

  if (self->shown > 0.001 && self->shown < 0.999)
    {
      builder = gsk_path_builder_new ();
      add_arc (builder, SIZE / 2, radius, self->shown);
      stroke (snapshot, builder, STROKE, &color);
    }

  builder = gsk_path_builder_new ();
  add_mark (builder, self->mark);
  stroke (snapshot, builder, 1.5f, &color);
  gtk_snapshot_restore (snapshot);
}

static void
airlift_progress_ring_measure (GtkWidget      *widget,
                               GtkOrientation  orientation,
                               int             for_size,
                               int            *minimum,
                               int            *natural,
                               int            *minimum_baseline,
                               int            *natural_baseline)
{
  *minimum = SIZE;
  *natural = SIZE;
}

static void
airlift_progress_ring_dispose (GObject *object)
{
  g_clear_object (&AIRLIFT_PROGRESS_RING (object)->animation);

  G_OBJECT_CLASS (airlift_progress_ring_parent_class)->dispose (object);
}

static void
airlift_progress_ring_class_init (AirliftProgressRingClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = airlift_progress_ring_dispose;
  widget_class->snapshot = airlift_progress_ring_snapshot;
  widget_class->measure = airlift_progress_ring_measure;

  gtk_widget_class_set_css_name (widget_class, "ring");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
airlift_progress_ring_init (AirliftProgressRing *self)
{
  AdwAnimationTarget *target = adw_callback_animation_target_new (set_shown, self, NULL);

  self->animation = adw_timed_animation_new (GTK_WIDGET (self), 0, 1, DURATION, target);
}

void
airlift_progress_ring_set_fraction (AirliftProgressRing *self,
                                    double               fraction)
{
  AdwTimedAnimation *animation = ADW_TIMED_ANIMATION (self->animation);

  /* Steps that nobody sees are not drawn. */
  if (fabs (fraction - self->fraction) < 0.005 && fraction < 1)
    return;

  self->fraction = fraction;
  adw_timed_animation_set_value_from (animation, self->shown);
  adw_timed_animation_set_value_to (animation, fraction);
  adw_animation_reset (self->animation);
  adw_animation_play (self->animation);
}

void
airlift_progress_ring_set_mark (AirliftProgressRing *self,
                                AirliftRingMark      mark)
{
  if (self->mark == mark)
    return;

  self->mark = mark;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
