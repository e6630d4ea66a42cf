/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-media-cell.h"

#include <adwaita.h>

#include "airlift-media-text.h"

#define ICON_SIZE 16
#define SPACING 9
/* Between the two lines of a narrow name. */
#define LINE_SPACING 2

/* One thing about an image, in a column of a list. A list has two hundred rows ready, and makes all
 * of them anew when a search changes: so a cell has no children but those that few images need, and
 * writes its text itself, once it is seen.
 */
struct _AirliftMediaCell
{
  GtkWidget           parent_instance;

  AirliftMediaColumn  column;
  gboolean            compact;

  VcdMedia           *media;
  unsigned long       handler;

  char               *text;
  char               *summary;         /* of names, where it is narrow */
  const char         *icon_name;       /* of names */
  PangoLayout        *layout;          /* of the text, once it was drawn */
  PangoLayout        *summary_layout;
  GtkWidget          *sign;            /* of names: a spinner or a warning, when it is needed */
  AirliftMediaMood    mood;
};

G_DEFINE_FINAL_TYPE (AirliftMediaCell, airlift_media_cell, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_COMPACT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* Characters: what it can do with, and what it would like. */
static const struct { int min; int nat; } widths[] = {
  [AIRLIFT_MEDIA_COLUMN_NAME] = { 8, 24 },
  [AIRLIFT_MEDIA_COLUMN_SIZE] = { 9, 9 },
  [AIRLIFT_MEDIA_COLUMN_STATUS] = { 6, 20 },
  [AIRLIFT_MEDIA_COLUMN_CREATED] = { 6, 15 },
  [AIRLIFT_MEDIA_COLUMN_OWNER] = { 4, 12 },
};

static void
forget_layouts (AirliftMediaCell *self)
{
  g_clear_object (&self->layout);
  g_clear_object (&self->summary_layout);
}

static void
set_mood (AirliftMediaCell *self,
          AirliftMediaMood  mood)
{
  if (self->mood == mood)
    return;

  self->mood = mood;
  g_clear_pointer (&self->sign, gtk_widget_unparent);
  if (mood == AIRLIFT_MEDIA_BUSY)
    self->sign = adw_spinner_new ();
  else if (mood == AIRLIFT_MEDIA_TROUBLE)
    {
      self->sign = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
      gtk_widget_add_css_class (self->sign, "warning");
    }
  if (self->sign != NULL)
    gtk_widget_set_parent (self->sign, GTK_WIDGET (self));

  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static char *
dup_text (AirliftMediaCell *self)
{
  switch (self->column)
    {
    case AIRLIFT_MEDIA_COLUMN_SIZE:
      return airlift_media_dup_size (self->media);
    case AIRLIFT_MEDIA_COLUMN_STATUS:
      return airlift_media_dup_status (self->media);
    case AIRLIFT_MEDIA_COLUMN_CREATED:
      return airlift_media_dup_created (self->media);
    case AIRLIFT_MEDIA_COLUMN_OWNER:
      return g_strdup (vcd_media_get_owner (self->media));
    case AIRLIFT_MEDIA_COLUMN_NAME:
    default:
      return g_strdup (vcd_media_get_name (self->media));
    }
}

static void
update (AirliftMediaCell *self)
{
  if (self->media == NULL)
    return;

  forget_layouts (self);
  g_free (self->text);
  self->text = dup_text (self);
  if (self->column == AIRLIFT_MEDIA_COLUMN_NAME)
    {
      g_free (self->summary);
      self->summary = self->compact ? airlift_media_dup_summary (self->media) : NULL;
      self->icon_name = airlift_media_get_icon_name (self->media);
      set_mood (self, airlift_media_get_mood (self->media));
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->text != NULL ? self->text : "", -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
set_compact (AirliftMediaCell *self,
             gboolean          compact)
{
  if (self->compact == compact)
    return;

  self->compact = compact;
  update (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPACT]);
}

/* Of the list's font: asking for the cell's own would make a context for each. */
static void
measure_font (AirliftMediaCell *self,
              int              *line_height,
              int              *char_width)
{
  GtkWidget *list = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_COLUMN_VIEW);
  PangoContext *context = gtk_widget_get_pango_context (list != NULL ? list : GTK_WIDGET (self));
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);

  *line_height = PANGO_PIXELS_CEIL (pango_font_metrics_get_height (metrics));
  *char_width = PANGO_PIXELS_CEIL (pango_font_metrics_get_approximate_char_width (metrics));
  pango_font_metrics_unref (metrics);
}

static void
airlift_media_cell_measure (GtkWidget      *widget,
                            GtkOrientation  orientation,
                            int             for_size,
                            int            *minimum,
                            int            *natural,
                            int            *minimum_baseline,
                            int            *natural_baseline)
{
  AirliftMediaCell *self = AIRLIFT_MEDIA_CELL (widget);
  gboolean is_name = self->column == AIRLIFT_MEDIA_COLUMN_NAME;
  int line_height, char_width;

  measure_font (self, &line_height, &char_width);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = line_height;
      if (is_name && self->compact)
        *minimum += LINE_SPACING + line_height;
      *minimum = MAX (*minimum, ICON_SIZE);
      *natural = *minimum;
    }
  else
    {
      int extra = is_name ? ICON_SIZE + SPACING : 0;

      if (self->sign != NULL)
        extra += ICON_SIZE + SPACING;
      *minimum = widths[self->column].min * char_width + extra;
      *natural = widths[self->column].nat * char_width + extra;
    }
}

static void
airlift_media_cell_size_allocate (GtkWidget *widget,
                                  int        width,
                                  int        height,
                                  int        baseline)
{
  AirliftMediaCell *self = AIRLIFT_MEDIA_CELL (widget);
  GtkAllocation place = { .width = ICON_SIZE, .height = ICON_SIZE };

  if (self->sign == NULL)
    return;

  /* GTK wants to be asked before. */
  gtk_widget_measure (self->sign, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  place.x = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL ? 0 : width - ICON_SIZE;
  place.y = (height - ICON_SIZE) / 2;
  gtk_widget_size_allocate (self->sign, &place, -1);
}

static PangoLayout *
new_layout (AirliftMediaCell *self,
            const char       *text,
            double            scale)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  if (self->column == AIRLIFT_MEDIA_COLUMN_SIZE)
    pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  if (scale < 1)
    pango_attr_list_insert (attributes, pango_attr_scale_new (scale));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);

  return layout;
}

/* From @start on in reading direction, and no longer than @room. */
static void
draw_line (AirliftMediaCell *self,
           GtkSnapshot      *snapshot,
           PangoLayout      *layout,
           const GdkRGBA    *color,
           int               start,
           int               room,
           double            y)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  gboolean at_end = (self->column == AIRLIFT_MEDIA_COLUMN_SIZE) != rtl;
  PangoRectangle extents;
  double x;

  if (room <= 0)
    return;

  pango_layout_set_width (layout, -1);
  pango_layout_get_pixel_extents (layout, NULL, &extents);
  if (extents.width > room)
    {
      pango_layout_set_width (layout, room * PANGO_SCALE);
      pango_layout_get_pixel_extents (layout, NULL, &extents);
    }

  x = rtl ? gtk_widget_get_width (GTK_WIDGET (self)) - start - room : start;
  if (at_end)
    x += room - extents.width;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (x - extents.x), (float) y));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

static void
draw_icon (AirliftMediaCell *self,
           GtkSnapshot      *snapshot,
           const GdkRGBA    *color)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkTextDirection direction = gtk_widget_get_direction (widget);
  g_autoptr (GtkIconPaintable) icon =
    gtk_icon_theme_lookup_icon (gtk_icon_theme_get_for_display (gtk_widget_get_display (widget)),
                                self->icon_name, NULL, ICON_SIZE,
                                gtk_widget_get_scale_factor (widget), direction, 0);
  int x = direction == GTK_TEXT_DIR_RTL ? gtk_widget_get_width (widget) - ICON_SIZE : 0;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
    snapshot,
    &GRAPHENE_POINT_INIT ((float) x, (float) ((gtk_widget_get_height (widget) - ICON_SIZE) / 2)));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, ICON_SIZE,
                                            ICON_SIZE, color, 1);
  gtk_snapshot_restore (snapshot);
}

static void
airlift_media_cell_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  AirliftMediaCell *self = AIRLIFT_MEDIA_CELL (widget);
  gboolean is_name = self->column == AIRLIFT_MEDIA_COLUMN_NAME;
  int start = is_name ? ICON_SIZE + SPACING : 0;
  int room = gtk_widget_get_width (widget) - start;
  int height, summary_height = 0;
  GdkRGBA color, quiet;
  double y;

  if (self->text == NULL)
    return;

  gtk_widget_get_color (widget, &color);
  quiet = color;
  quiet.alpha *= (float) 0.6;
  if (!is_name || self->mood != AIRLIFT_MEDIA_READY)
    color = quiet;

  if (self->layout == NULL)
    self->layout = new_layout (self, self->text, 1);
  if (self->summary != NULL && self->summary_layout == NULL)
    self->summary_layout = new_layout (self, self->summary, PANGO_SCALE_SMALL);
  if (self->sign != NULL)
    room -= ICON_SIZE + SPACING;

  pango_layout_get_pixel_size (self->layout, NULL, &height);
  if (self->summary_layout != NULL)
    {
      pango_layout_get_pixel_size (self->summary_layout, NULL, &summary_height);
      summary_height += LINE_SPACING;
    }
  y = (gtk_widget_get_height (widget) - height - summary_height) / 2;

  draw_line (self, snapshot, self->layout, &color, start, room, y);
  if (self->summary_layout != NULL)
    draw_line (self, snapshot, self->summary_layout, &quiet, start, room,
               y + height + LINE_SPACING);
  if (is_name)
    draw_icon (self, snapshot, &color);
  if (self->sign != NULL)
    gtk_widget_snapshot_child (widget, self->sign, snapshot);
}

static void
airlift_media_cell_css_changed (GtkWidget         *widget,
                                GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (airlift_media_cell_parent_class)->css_changed (widget, change);
  forget_layouts (AIRLIFT_MEDIA_CELL (widget));
}

static void
airlift_media_cell_direction_changed (GtkWidget        *widget,
                                      GtkTextDirection  previous)
{
  GTK_WIDGET_CLASS (airlift_media_cell_parent_class)->direction_changed (widget, previous);
  forget_layouts (AIRLIFT_MEDIA_CELL (widget));
}

/* What does not fit, and what no column has. */
static gboolean
airlift_media_cell_query_tooltip (GtkWidget  *widget,
                                  int         x,
                                  int         y,
                                  gboolean    keyboard,
                                  GtkTooltip *tooltip)
{
  AirliftMediaCell *self = AIRLIFT_MEDIA_CELL (widget);
  gboolean cut = self->layout != NULL && pango_layout_is_ellipsized (self->layout);
  const char *description = self->media != NULL ? vcd_media_get_description (self->media) : NULL;
  gboolean described = description != NULL && *description != '\0';
  g_autofree char *text = NULL;

  if (self->media == NULL)
    return FALSE;

  if (self->column == AIRLIFT_MEDIA_COLUMN_CREATED)
    text = airlift_media_dup_created_exactly (self->media);
  else if (self->column == AIRLIFT_MEDIA_COLUMN_NAME && described)
    text = g_strdup_printf ("%s\n%s", self->text, description);
  else if (cut)
    text = g_strdup (self->text);

  gtk_tooltip_set_text (tooltip, text);
  return text != NULL && *text != '\0';
}

static void
airlift_media_cell_get_property (GObject      *object,
                                 unsigned int  prop_id,
                                 GValue       *value,
                                 GParamSpec   *pspec)
{
  AirliftMediaCell *self = AIRLIFT_MEDIA_CELL (object);

  switch (prop_id)
    {
    case PROP_COMPACT:
      g_value_set_boolean (value, self->compact);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
airlift_media_cell_set_property (GObject      *object,
                                 unsigned int  prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  AirliftMediaCell *self = AIRLIFT_MEDIA_CELL (object);

  switch (prop_id)
    {
    case PROP_COMPACT:
      set_compact (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
airlift_media_cell_dispose (GObject *object)
{
  AirliftMediaCell *self = AIRLIFT_MEDIA_CELL (object);

  airlift_media_cell_set_media (self, NULL);
  g_clear_pointer (&self->sign, gtk_widget_unparent);
  forget_layouts (self);

  G_OBJECT_CLASS (airlift_media_cell_parent_class)->dispose (object);
}

static void
airlift_media_cell_finalize (GObject *object)
{
  AirliftMediaCell *self = AIRLIFT_MEDIA_CELL (object);

  g_free (self->text);
  g_free (self->summary);

  G_OBJECT_CLASS (airlift_media_cell_parent_class)->finalize (object);
}

static void
airlift_media_cell_class_init (AirliftMediaCellClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = airlift_media_cell_get_property;
  object_class->set_property = airlift_media_cell_set_property;
  object_class->dispose = airlift_media_cell_dispose;
  object_class->finalize = airlift_media_cell_finalize;
  widget_class->measure = airlift_media_cell_measure;
  widget_class->size_allocate = airlift_media_cell_size_allocate;
  widget_class->snapshot = airlift_media_cell_snapshot;
  widget_class->css_changed = airlift_media_cell_css_changed;
  widget_class->direction_changed = airlift_media_cell_direction_changed;
  widget_class->query_tooltip = airlift_media_cell_query_tooltip;

  properties[PROP_COMPACT] =
    g_param_spec_boolean ("compact", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "mediacell");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
airlift_media_cell_init (AirliftMediaCell *self)
{
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

GtkWidget *
airlift_media_cell_new (AirliftMediaColumn column)
{
  AirliftMediaCell *self = g_object_new (AIRLIFT_TYPE_MEDIA_CELL, NULL);

  self->column = column;

  return GTK_WIDGET (self);
}

VcdMedia *
airlift_media_cell_get_media (AirliftMediaCell *self)
{
  return self->media;
}

void
airlift_media_cell_set_media (AirliftMediaCell *self,
                              VcdMedia         *media)
{
  if (self->media == media)
    return;

  if (self->media != NULL)
    g_clear_signal_handler (&self->handler, self->media);
  g_set_object (&self->media, media);
  if (media == NULL)
    return;

  self->handler = g_signal_connect_swapped (media, "notify", G_CALLBACK (update), self);
  update (self);
}
