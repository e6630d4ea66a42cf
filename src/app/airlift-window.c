/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-window.h"

#include <glib/gi18n.h>

/* The window: accounts and their catalogs on the left, one catalog on the right. */
struct _AirliftWindow
{
  AdwApplicationWindow    parent_instance;

  AdwToastOverlay        *toast_overlay;
  AdwNavigationSplitView *split_view;
  AdwNavigationPage      *content_page;

  VcdCatalog             *catalog;
};

G_DEFINE_FINAL_TYPE (AirliftWindow, airlift_window, ADW_TYPE_APPLICATION_WINDOW)

static void
airlift_window_dispose (GObject *object)
{
  AirliftWindow *self = AIRLIFT_WINDOW (object);

  g_clear_object (&self->catalog);
  gtk_widget_dispose_template (GTK_WIDGET (self), AIRLIFT_TYPE_WINDOW);

  G_OBJECT_CLASS (airlift_window_parent_class)->dispose (object);
}

static void
airlift_window_class_init (AirliftWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = airlift_window_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/vcdairlift/Airlift/airlift-window.ui");
  gtk_widget_class_bind_template_child (widget_class, AirliftWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, AirliftWindow, split_view);
  gtk_widget_class_bind_template_child (widget_class, AirliftWindow, content_page);
}

static void
airlift_window_init (AirliftWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AirliftWindow *
airlift_window_new (AdwApplication *application)
{
  return g_object_new (AIRLIFT_TYPE_WINDOW, "application", application, NULL);
}

VcdCatalog *
airlift_window_get_catalog (AirliftWindow *self)
{
  return self->catalog;
}

void
airlift_window_show_catalog (AirliftWindow *self,
                             VcdCatalog    *catalog)
{
  g_set_object (&self->catalog, catalog);
}

void
airlift_window_add_toast (AirliftWindow *self,
                          AdwToast      *toast)
{
  adw_toast_overlay_add_toast (self->toast_overlay, toast);
}

void
airlift_window_show_transfers (AirliftWindow *self)
{
  adw_navigation_split_view_set_show_content (self->split_view, TRUE);
}
