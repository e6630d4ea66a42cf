/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-transfer-row.h"

#include <glib/gi18n.h>

#include "airlift-default-queue.h"
#include "airlift-inscription.h"
#include "airlift-text.h"
#include "airlift-transfer-actions.h"
#include "airlift-transfer-bar.h"
#include "airlift-transfer-groups.h"
#include "airlift-transfer-icon.h"

/* A transfer in a list: what it is, where it goes, how far it is, and what can be done about it.
 * It changes when the transfer says so.
 *
 * A list holds some 200 rows, and most of them wait: a bar, a message and a button that helps are
 * made when they are needed for the first time. */
struct _AirliftTransferRow
{
  GtkWidget           parent_instance;

  GtkImage           *icon;
  GtkWidget          *heading;
  GtkWidget          *buttons;
  GtkWidget          *details;
  GtkInscription     *name;
  GtkInscription     *target;
  AirliftTransferBar *bar;
  GtkInscription     *status;
  GtkLabel           *message;
  GtkButton          *help_button;
  GtkButton          *pause_button;
  GtkButton          *stop_button;
  GtkWidget          *menu_button;
  GtkWidget          *menu;

  VcdTransferQueue   *queue;
  VcdTransfer        *transfer;
  GSignalGroup       *signals;
  char               *sentence;
  gboolean            compact;
  unsigned int      countdown;
};

G_DEFINE_FINAL_TYPE (AirliftTransferRow, airlift_transfer_row, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_TRANSFER,
  PROP_QUEUE,
  PROP_COMPACT,
  PROP_SENTENCE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
ensure_bar (AirliftTransferRow *self)
{
  if (self->bar != NULL)
    return;

  self->bar = AIRLIFT_TRANSFER_BAR (airlift_transfer_bar_new ());
  gtk_widget_set_margin_top (GTK_WIDGET (self->bar), 3);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->bar), 6);
  gtk_box_prepend (GTK_BOX (self->details), GTK_WIDGET (self->bar));
}

static void
ensure_message (AirliftTransferRow *self)
{
  if (self->message != NULL)
    return;

  self->message = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->message, 0);
  gtk_label_set_wrap (self->message, TRUE);
  gtk_label_set_wrap_mode (self->message, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (self->message, 6);
  gtk_label_set_ellipsize (self->message, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (GTK_WIDGET (self->message), "caption");
  gtk_box_insert_child_after (GTK_BOX (self->details), GTK_WIDGET (self->message),
                              GTK_WIDGET (self->status));
}

static void
ensure_help_button (AirliftTransferRow *self)
{
  if (self->help_button != NULL)
    return;

  self->help_button = GTK_BUTTON (gtk_button_new ());
  gtk_button_set_use_underline (self->help_button, TRUE);
  gtk_widget_set_halign (GTK_WIDGET (self->help_button), GTK_ALIGN_START);
  gtk_widget_set_margin_top (GTK_WIDGET (self->help_button), 6);
  gtk_widget_add_css_class (GTK_WIDGET (self->help_button), "transfer-help");
  gtk_box_append (GTK_BOX (self->details), GTK_WIDGET (self->help_button));
}

static void
set_shown (gpointer widget,
           gboolean shown)
{
  if (widget != NULL)
    gtk_widget_set_visible (GTK_WIDGET (widget), shown);
}

static void
update_bar (AirliftTransferRow *self)
{
  VcdTransferState state = vcd_transfer_get_state (self->transfer);
  int percent = vcd_transfer_get_percent (self->transfer);
  gboolean at_work = airlift_transfer_get_group (self->transfer) == AIRLIFT_GROUP_ACTIVE;
  gboolean halted = state == VCD_TRANSFER_PAUSED || state == VCD_TRANSFER_WAITING;
  gboolean wanted = at_work || (halted && percent > 0);

  if (wanted)
    {
      ensure_bar (self);
      airlift_transfer_bar_set_percent (self->bar, halted ? MAX (percent, 0) : percent);
    }
  set_shown (self->bar, wanted);
}

/* Only when it is asked for: to set a tooltip is to ask the display where the pointer is, and this
 * text changes many times a second. */
static gboolean
on_status_tooltip (GtkInscription *status,
                   int             x,
                   int             y,
                   gboolean        keyboard,
                   GtkTooltip     *tooltip)
{
  gtk_tooltip_set_text (tooltip, gtk_inscription_get_text (status));

  return TRUE;
}

static void
update_progress (AirliftTransferRow *self)
{
  g_autofree char *status = NULL;
  g_autofree char *sentence = airlift_text_dup_sentence (self->transfer);

  if (airlift_transfer_is_cancelling (self->transfer))
    status = g_strdup (_("Cancelling…"));
  else
    status = airlift_text_dup_status (self->transfer);

  gtk_inscription_set_text (self->status, status);
  update_bar (self);

  if (g_set_str (&self->sentence, sentence))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SENTENCE]);
}

static gboolean
on_countdown (gpointer data)
{
  update_progress (data);

  return G_SOURCE_CONTINUE;
}

/* Only who is seen counts. */
static void
update_countdown (AirliftTransferRow *self)
{
  gboolean wanted = self->transfer != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)) &&
                    vcd_transfer_get_retry_time (self->transfer) > 0;

  if (wanted && self->countdown == 0)
    self->countdown = g_timeout_add_seconds (1, on_countdown, self);
  else if (!wanted)
    g_clear_handle_id (&self->countdown, g_source_remove);
}

static void
update_icon (AirliftTransferRow *self)
{
  static const char * const moods[] = { "success", "warning", "error", "dimmed" };
  const char *mood;
  const char *icon_name = airlift_transfer_get_icon_name (self->transfer, &mood);

  gtk_image_set_from_icon_name (self->icon, icon_name);
  for (unsigned int i = 0; i < G_N_ELEMENTS (moods); i++)
    {
      if (g_strcmp0 (moods[i], mood) == 0)
        gtk_widget_add_css_class (GTK_WIDGET (self->icon), moods[i]);
      else
        gtk_widget_remove_css_class (GTK_WIDGET (self->icon), moods[i]);
    }
}

/* An error, or what went wrong beside a transfer that is well. */
static void
update_message (AirliftTransferRow *self)
{
  VcdTransferState state = vcd_transfer_get_state (self->transfer);
  const GError *error = vcd_transfer_get_error (self->transfer);
  const char *note = vcd_transfer_get_note (self->transfer);
  gboolean failed = state == VCD_TRANSFER_FAILED;
  gboolean attention = airlift_transfer_get_group (self->transfer) == AIRLIFT_GROUP_ATTENTION;
  const char *message = attention && error != NULL
                          ? error->message : vcd_transfer_get_retry_reason (self->transfer);
  const char *label, *action;

  if (message != NULL || note != NULL)
    {
      g_autofree char *both = message != NULL && note != NULL
                                ? g_strdup_printf ("%s\n%s", message, note) : NULL;

      ensure_message (self);
      gtk_label_set_label (self->message, both != NULL ? both : message != NULL ? message : note);
      if (failed)
        gtk_widget_add_css_class (GTK_WIDGET (self->message), "error");
      else
        gtk_widget_remove_css_class (GTK_WIDGET (self->message), "error");
    }
  set_shown (self->message, message != NULL || note != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->status), !(failed && message != NULL));

  airlift_transfer_get_help (self->transfer, &label, &action);
  if (action != NULL)
    {
      ensure_help_button (self);
      gtk_button_set_label (self->help_button, label);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->help_button), action);
    }
  set_shown (self->help_button, action != NULL);
}

static void
update_buttons (AirliftTransferRow *self)
{
  gboolean paused = vcd_transfer_get_state (self->transfer) == VCD_TRANSFER_PAUSED;
  gboolean final = vcd_transfer_is_final (self->transfer);

  airlift_transfer_actions_update (self);
  gtk_widget_set_visible (GTK_WIDGET (self->pause_button),
                          airlift_transfer_can_pause (self->transfer) || paused);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->pause_button),
                                  paused ? "transfer.resume" : "transfer.pause");
  gtk_button_set_icon_name (self->pause_button, paused ? "media-playback-start-symbolic"
                                                       : "media-playback-pause-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->pause_button), paused ? _("Resume") : _("Pause"));

  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->stop_button),
                                  final ? "transfer.remove" : "transfer.cancel");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->stop_button),
                               final ? _("Remove From List") : _("Cancel"));
}

static void
update_target (AirliftTransferRow *self)
{
  g_autofree char *target = airlift_text_dup_target (self->transfer);
  const char *name = vcd_transfer_get_name (self->transfer);

  gtk_inscription_set_text (self->name, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), name);
  gtk_inscription_set_text (self->target, target);
  gtk_widget_set_visible (GTK_WIDGET (self->target), !self->compact && target[0] != '\0');
}

void
airlift_transfer_row_refresh (AirliftTransferRow *self)
{
  if (self->transfer == NULL)
    {
      set_shown (self->bar, FALSE);
      update_countdown (self);
      return;
    }

  update_target (self);
  update_icon (self);
  update_message (self);
  update_buttons (self);
  update_progress (self);
  update_countdown (self);
}

static void
on_notify (AirliftTransferRow *self,
           GParamSpec         *pspec)
{
  static const char * const progress[] = { "sent", "confirmed", "rate", "time-left", "percent",
                                           "size", NULL };

  if (g_strv_contains (progress, pspec->name))
    update_progress (self);
  else
    airlift_transfer_row_refresh (self);
}

static void
take_focus_back (gpointer data)
{
  g_autoptr (GtkWidget) self = data;
  GtkWidget *item = gtk_widget_get_parent (self);

  if (item != NULL && gtk_widget_get_mapped (item))
    gtk_widget_grab_focus (item);
}

/* The focus returns to the list's own widget around the row, after the popover has let go of it. */
static void
on_menu_closed (AirliftTransferRow *self)
{
  g_idle_add_once (take_focus_back, g_object_ref (self));
}

static void
popup_at (AirliftTransferRow *self,
          const GdkRectangle *place,
          gboolean            arrow)
{
  g_autoptr (GMenuModel) menu = airlift_transfer_dup_menu (self->transfer);

  if (self->menu == NULL)
    {
      self->menu = gtk_popover_menu_new_from_model (NULL);
      gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
      g_signal_connect_swapped (self->menu, "closed", G_CALLBACK (on_menu_closed), self);
    }
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->menu), menu);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), arrow);
  gtk_widget_set_halign (self->menu, arrow ? GTK_ALIGN_FILL : GTK_ALIGN_START);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), place);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
popup_menu (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  airlift_transfer_row_popup_menu (AIRLIFT_TRANSFER_ROW (widget));
}

static void
on_secondary_click (AirliftTransferRow *self,
                    int                 n_press,
                    double              x,
                    double              y,
                    GtkGesture         *gesture)
{
  const GdkRectangle place = { (int) x, (int) y, 1, 1 };

  if (self->transfer == NULL)
    return;

  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  popup_at (self, &place, FALSE);
}

static void
airlift_transfer_row_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (airlift_transfer_row_parent_class)->map (widget);
  update_countdown (AIRLIFT_TRANSFER_ROW (widget));
}

static void
airlift_transfer_row_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (airlift_transfer_row_parent_class)->unmap (widget);
  update_countdown (AIRLIFT_TRANSFER_ROW (widget));
}

static void
airlift_transfer_row_get_property (GObject      *object,
                                   unsigned int  id,
                                   GValue       *value,
                                   GParamSpec   *pspec)
{
  AirliftTransferRow *self = AIRLIFT_TRANSFER_ROW (object);

  switch (id)
    {
    case PROP_TRANSFER:
      g_value_set_object (value, self->transfer);
      break;
    case PROP_QUEUE:
      g_value_set_object (value, airlift_transfer_row_get_queue (self));
      break;
    case PROP_COMPACT:
      g_value_set_boolean (value, self->compact);
      break;
    case PROP_SENTENCE:
      g_value_set_string (value, self->sentence);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
airlift_transfer_row_set_property (GObject      *object,
                                   unsigned int  id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  AirliftTransferRow *self = AIRLIFT_TRANSFER_ROW (object);

  switch (id)
    {
    case PROP_TRANSFER:
      airlift_transfer_row_set_transfer (self, g_value_get_object (value));
      break;
    case PROP_QUEUE:
      airlift_transfer_row_set_queue (self, g_value_get_object (value));
      break;
    case PROP_COMPACT:
      self->compact = g_value_get_boolean (value);
      airlift_transfer_row_refresh (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
airlift_transfer_row_dispose (GObject *object)
{
  AirliftTransferRow *self = AIRLIFT_TRANSFER_ROW (object);

  g_clear_handle_id (&self->countdown, g_source_remove);
  g_clear_object (&self->signals);
  g_clear_object (&self->transfer);
  g_clear_object (&self->queue);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), AIRLIFT_TYPE_TRANSFER_ROW);

  G_OBJECT_CLASS (airlift_transfer_row_parent_class)->dispose (object);
}

static void
airlift_transfer_row_finalize (GObject *object)
{
  g_free (AIRLIFT_TRANSFER_ROW (object)->sentence);

  G_OBJECT_CLASS (airlift_transfer_row_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/vcdairlift/Airlift/airlift-transfer-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AirliftTransferRow, icon);
  gtk_widget_class_bind_template_child (widget_class, AirliftTransferRow, heading);
  gtk_widget_class_bind_template_child (widget_class, AirliftTransferRow, buttons);
  gtk_widget_class_bind_template_child (widget_class, AirliftTransferRow, details);
  gtk_widget_class_bind_template_child (widget_class, AirliftTransferRow, name);
  gtk_widget_class_bind_template_child (widget_class, AirliftTransferRow, target);
  gtk_widget_class_bind_template_child (widget_class, AirliftTransferRow, status);
  gtk_widget_class_bind_template_child (widget_class, AirliftTransferRow, pause_button);
  gtk_widget_class_bind_template_child (widget_class, AirliftTransferRow, stop_button);
  gtk_widget_class_bind_template_child (widget_class, AirliftTransferRow, menu_button);
  gtk_widget_class_bind_template_callback (widget_class, on_status_tooltip);
}

static void
airlift_transfer_row_class_init (AirliftTransferRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = airlift_transfer_row_get_property;
  object_class->set_property = airlift_transfer_row_set_property;
  object_class->dispose = airlift_transfer_row_dispose;
  object_class->finalize = airlift_transfer_row_finalize;
  widget_class->map = airlift_transfer_row_map;
  widget_class->unmap = airlift_transfer_row_unmap;

  properties[PROP_TRANSFER] =
    g_param_spec_object ("transfer", NULL, NULL, VCD_TYPE_TRANSFER,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_QUEUE] =
    g_param_spec_object ("queue", NULL, NULL, VCD_TYPE_TRANSFER_QUEUE,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  /* Without its target, where all of a list have the same. */
  properties[PROP_COMPACT] =
    g_param_spec_boolean ("compact", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  /* All of the row, for those who hear it. */
  properties[PROP_SENTENCE] =
    g_param_spec_string ("sentence", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  bind_children (widget_class);
  airlift_transfer_actions_install (widget_class);
  gtk_widget_class_install_action (widget_class, "transfer.menu", NULL, popup_menu);
  gtk_widget_class_set_css_name (widget_class, "transfer");
}

static void
airlift_transfer_row_init (AirliftTransferRow *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  airlift_inscription_follow_direction (self->name);
  airlift_inscription_follow_direction (self->target);
  airlift_inscription_follow_direction (self->status);

  self->signals = g_signal_group_new (VCD_TYPE_TRANSFER);
  g_signal_group_connect_swapped (self->signals, "notify", G_CALLBACK (on_notify), self);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_secondary_click), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

GtkWidget *
airlift_transfer_row_new (void)
{
  return g_object_new (AIRLIFT_TYPE_TRANSFER_ROW, NULL);
}

VcdTransfer *
airlift_transfer_row_get_transfer (AirliftTransferRow *self)
{
  return self->transfer;
}

void
airlift_transfer_row_set_transfer (AirliftTransferRow *self,
                                   VcdTransfer        *transfer)
{
  if (!g_set_object (&self->transfer, transfer))
    return;

  g_signal_group_set_target (self->signals, transfer);
  airlift_transfer_row_refresh (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TRANSFER]);
}

VcdTransferQueue *
airlift_transfer_row_get_queue (AirliftTransferRow *self)
{
  return self->queue != NULL ? self->queue : airlift_transfers_get_default_queue ();
}

void
airlift_transfer_row_set_queue (AirliftTransferRow *self,
                                VcdTransferQueue   *queue)
{
  if (g_set_object (&self->queue, queue))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_QUEUE]);
}

void
airlift_transfer_row_popup_menu (AirliftTransferRow *self)
{
  graphene_rect_t bounds;
  GdkRectangle place;

  if (self->transfer == NULL ||
      !gtk_widget_compute_bounds (self->menu_button, GTK_WIDGET (self), &bounds))
    return;

  place.x = (int) bounds.origin.x;
  place.y = (int) bounds.origin.y;
  place.width = (int) bounds.size.width;
  place.height = (int) bounds.size.height;
  popup_at (self, &place, TRUE);
}

void
airlift_transfer_row_activate (AirliftTransferRow *self)
{
  const char *label, *action;

  if (self->transfer == NULL)
    return;

  airlift_transfer_get_help (self->transfer, &label, &action);
  if (action == NULL && vcd_transfer_get_state (self->transfer) == VCD_TRANSFER_DONE)
    action = VCD_IS_MEDIA_DOWNLOAD (self->transfer) ? "transfer.show-file"
                                                    : "transfer.show-catalog";
  if (action != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), action, NULL);
}
