/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-media-cell.h"

#include <adwaita.h>

#include "airlift-media-text.h"

/* One thing about an image, in a column of a list. Hundreds of them are filled anew while a list
 * scrolls: they are plain, and what only a few need is made when it is needed.
 */
struct _AirliftMediaCell
{
  GtkWidget           parent_instance;

  AirliftMediaColumn  column;
  gboolean            compact;

  VcdMedia           *media;
  unsigned long       handler;

  GtkInscription     *text;
  GtkImage           *icon;     /* of names */
  GtkInscription     *summary;  /* of names, where it is narrow */
  GtkWidget          *spinner;  /* of names, when it is needed */
  GtkWidget          *badge;    /* of names, when it is needed */
};

G_DEFINE_FINAL_TYPE (AirliftMediaCell, airlift_media_cell, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_COMPACT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
show_spinner (AirliftMediaCell *self,
              gboolean          visible)
{
  if (self->spinner == NULL && visible)
    {
      self->spinner = adw_spinner_new ();
      gtk_widget_insert_before (self->spinner, GTK_WIDGET (self), NULL);
    }
  if (self->spinner != NULL)
    gtk_widget_set_visible (self->spinner, visible);
}

static void
show_badge (AirliftMediaCell *self,
            gboolean          visible)
{
  if (self->badge == NULL && visible)
    {
      self->badge = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
      gtk_widget_add_css_class (self->badge, "warning");
      gtk_widget_insert_before (self->badge, GTK_WIDGET (self), NULL);
    }
  if (self->badge != NULL)
    gtk_widget_set_visible (self->badge, visible);
}

static void
set_dimmed (GtkWidget *widget,
            gboolean   dimmed)
{
  if (dimmed)
    gtk_widget_add_css_class (widget, "dimmed");
  else
    gtk_widget_remove_css_class (widget, "dimmed");
}

static void
update_name (AirliftMediaCell *self)
{
  AirliftMediaMood mood = airlift_media_get_mood (self->media);

  gtk_inscription_set_text (self->text, vcd_media_get_name (self->media));
  gtk_image_set_from_icon_name (self->icon, airlift_media_get_icon_name (self->media));
  set_dimmed (GTK_WIDGET (self->text), mood != AIRLIFT_MEDIA_READY);
  set_dimmed (GTK_WIDGET (self->icon), mood != AIRLIFT_MEDIA_READY);
  show_spinner (self, mood == AIRLIFT_MEDIA_BUSY);
  show_badge (self, mood == AIRLIFT_MEDIA_TROUBLE);

  if (self->compact)
    {
      g_autofree char *summary = airlift_media_dup_summary (self->media);

      gtk_inscription_set_text (self->summary, summary);
    }
}

static void
update (AirliftMediaCell *self)
{
  g_autofree char *text = NULL;

  if (self->media == NULL)
    return;

  switch (self->column)
    {
    case AIRLIFT_MEDIA_COLUMN_SIZE:
      text = airlift_media_dup_size (self->media);
      break;
    case AIRLIFT_MEDIA_COLUMN_STATUS:
      text = airlift_media_dup_status (self->media);
      break;
    case AIRLIFT_MEDIA_COLUMN_CREATED:
      text = airlift_media_dup_created (self->media);
      break;
    case AIRLIFT_MEDIA_COLUMN_OWNER:
      gtk_inscription_set_text (self->text, vcd_media_get_owner (self->media));
      return;
    case AIRLIFT_MEDIA_COLUMN_NAME:
    default:
      update_name (self);
      return;
    }

  gtk_inscription_set_text (self->text, text);
}

static void
set_compact (AirliftMediaCell *self,
             gboolean          compact)
{
  if (self->compact == compact)
    return;

  self->compact = compact;
  if (self->summary != NULL)
    gtk_widget_set_visible (GTK_WIDGET (self->summary), compact);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPACT]);
}

static GtkInscription *
new_inscription (const char *css_class)
{
  GtkWidget *inscription = gtk_inscription_new (NULL);

  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (inscription),
                                     GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  if (css_class != NULL)
    gtk_widget_add_css_class (inscription, css_class);

  return GTK_INSCRIPTION (inscription);
}

static void
build_name (AirliftMediaCell *self)
{
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  self->icon = GTK_IMAGE (gtk_image_new ());
  self->summary = new_inscription ("dimmed");
  gtk_widget_add_css_class (GTK_WIDGET (self->summary), "caption");
  gtk_widget_set_visible (GTK_WIDGET (self->summary), FALSE);
  gtk_inscription_set_nat_chars (self->text, 24);
  gtk_inscription_set_min_chars (self->text, 8);

  gtk_widget_set_hexpand (lines, TRUE);
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (lines), GTK_WIDGET (self->text));
  gtk_box_append (GTK_BOX (lines), GTK_WIDGET (self->summary));

  gtk_widget_set_parent (GTK_WIDGET (self->icon), GTK_WIDGET (self));
  gtk_widget_set_parent (lines, GTK_WIDGET (self));
}

static void
build (AirliftMediaCell *self)
{
  static const struct { unsigned int min_chars; unsigned int nat_chars; } widths[] = {
    [AIRLIFT_MEDIA_COLUMN_NAME] = { 8, 24 },
    [AIRLIFT_MEDIA_COLUMN_SIZE] = { 7, 9 },
    [AIRLIFT_MEDIA_COLUMN_STATUS] = { 6, 15 },
    [AIRLIFT_MEDIA_COLUMN_CREATED] = { 6, 14 },
    [AIRLIFT_MEDIA_COLUMN_OWNER] = { 4, 12 },
  };

  self->text = new_inscription (NULL);
  gtk_inscription_set_min_chars (self->text, widths[self->column].min_chars);
  gtk_inscription_set_nat_chars (self->text, widths[self->column].nat_chars);

  if (self->column == AIRLIFT_MEDIA_COLUMN_NAME)
    {
      build_name (self);
      return;
    }

  gtk_widget_set_hexpand (GTK_WIDGET (self->text), TRUE);
  gtk_widget_set_parent (GTK_WIDGET (self->text), GTK_WIDGET (self));
  gtk_widget_add_css_class (GTK_WIDGET (self->text), "dimmed");
  if (self->column == AIRLIFT_MEDIA_COLUMN_SIZE)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->text), "numeric");
      gtk_inscription_set_xalign (self->text, 1);
    }
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
  const char *description;
  g_autofree char *text = NULL;

  if (self->media == NULL)
    return FALSE;

  description = vcd_media_get_description (self->media);
  switch (self->column)
    {
    case AIRLIFT_MEDIA_COLUMN_NAME:
      text = description != NULL && *description != '\0'
               ? g_strdup_printf ("%s\n%s", vcd_media_get_name (self->media), description)
               : g_strdup (vcd_media_get_name (self->media));
      break;
    case AIRLIFT_MEDIA_COLUMN_CREATED:
      text = airlift_media_dup_created_exactly (self->media);
      break;
    case AIRLIFT_MEDIA_COLUMN_SIZE:
    case AIRLIFT_MEDIA_COLUMN_STATUS:
    case AIRLIFT_MEDIA_COLUMN_OWNER:
    default:
      text = g_strdup (gtk_inscription_get_text (self->text));
      break;
    }

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
  GtkWidget *child;

  airlift_media_cell_set_media (self, NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (airlift_media_cell_parent_class)->dispose (object);
}

static void
airlift_media_cell_class_init (AirliftMediaCellClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = airlift_media_cell_get_property;
  object_class->set_property = airlift_media_cell_set_property;
  object_class->dispose = airlift_media_cell_dispose;
  widget_class->query_tooltip = airlift_media_cell_query_tooltip;

  properties[PROP_COMPACT] =
    g_param_spec_boolean ("compact", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
airlift_media_cell_init (AirliftMediaCell *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 9);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

GtkWidget *
airlift_media_cell_new (AirliftMediaColumn column)
{
  AirliftMediaCell *self = g_object_new (AIRLIFT_TYPE_MEDIA_CELL, NULL);

  self->column = column;
  build (self);

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
