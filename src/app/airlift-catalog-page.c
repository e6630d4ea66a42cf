/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-catalog-page.h"

#include <glib/gi18n.h>

/* One catalog: its images, the uploads to it, and what to say when there is nothing to show. */
struct _AirliftCatalogPage
{
  AdwBin        parent_instance;

  GtkSearchBar *search_bar;

  VcdCatalog   *catalog;
  gboolean      search_mode;
};

G_DEFINE_FINAL_TYPE (AirliftCatalogPage, airlift_catalog_page, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_CATALOG,
  PROP_SEARCH_MODE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
airlift_catalog_page_get_property (GObject      *object,
                                   unsigned int  prop_id,
                                   GValue       *value,
                                   GParamSpec   *pspec)
{
  AirliftCatalogPage *self = AIRLIFT_CATALOG_PAGE (object);

  switch (prop_id)
    {
    case PROP_CATALOG:
      g_value_set_object (value, self->catalog);
      break;
    case PROP_SEARCH_MODE:
      g_value_set_boolean (value, self->search_mode);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
airlift_catalog_page_set_property (GObject      *object,
                                   unsigned int  prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  AirliftCatalogPage *self = AIRLIFT_CATALOG_PAGE (object);

  switch (prop_id)
    {
    case PROP_CATALOG:
      airlift_catalog_page_set_catalog (self, g_value_get_object (value));
      break;
    case PROP_SEARCH_MODE:
      airlift_catalog_page_set_search_mode (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
airlift_catalog_page_dispose (GObject *object)
{
  AirliftCatalogPage *self = AIRLIFT_CATALOG_PAGE (object);

  g_clear_object (&self->catalog);
  gtk_widget_dispose_template (GTK_WIDGET (self), AIRLIFT_TYPE_CATALOG_PAGE);

  G_OBJECT_CLASS (airlift_catalog_page_parent_class)->dispose (object);
}

static void
airlift_catalog_page_class_init (AirliftCatalogPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = airlift_catalog_page_get_property;
  object_class->set_property = airlift_catalog_page_set_property;
  object_class->dispose = airlift_catalog_page_dispose;

  properties[PROP_CATALOG] =
    g_param_spec_object ("catalog", NULL, NULL, VCD_TYPE_CATALOG,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SEARCH_MODE] =
    g_param_spec_boolean ("search-mode", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (VCD_TYPE_MEDIA);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/vcdairlift/Airlift/airlift-catalog-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AirliftCatalogPage, search_bar);
}

static void
airlift_catalog_page_init (AirliftCatalogPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

VcdCatalog *
airlift_catalog_page_get_catalog (AirliftCatalogPage *self)
{
  return self->catalog;
}

void
airlift_catalog_page_set_catalog (AirliftCatalogPage *self,
                                  VcdCatalog         *catalog)
{
  if (!g_set_object (&self->catalog, catalog))
    return;

  if (catalog != NULL && !vcd_catalog_get_loaded (catalog) && !vcd_catalog_get_loading (catalog))
    airlift_catalog_page_refresh (self);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CATALOG]);
}

gboolean
airlift_catalog_page_get_search_mode (AirliftCatalogPage *self)
{
  return self->search_mode;
}

void
airlift_catalog_page_set_search_mode (AirliftCatalogPage *self,
                                      gboolean            search_mode)
{
  if (self->search_mode == search_mode)
    return;

  self->search_mode = search_mode;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCH_MODE]);
}

void
airlift_catalog_page_select_media (AirliftCatalogPage *self,
                                   const char         *media_href)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

void
airlift_catalog_page_refresh (AirliftCatalogPage *self)
{
  if (self->catalog != NULL)
    vcd_catalog_load_async (self->catalog, NULL, NULL, NULL);
}
