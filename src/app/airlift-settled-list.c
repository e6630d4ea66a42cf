/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-settled-list.h"

/* What a GtkSortListModel has, without the steps of its sorting.
 *
 * A model that sorts piece by piece tells of each piece, and a view makes all of its rows anew each
 * time. This list keeps the old order meanwhile and goes over to the new one at once. What is added
 * or removed is passed on without delay.
 */
struct _AirliftSettledList
{
  GObject           parent_instance;

  GtkSortListModel *model;
  GPtrArray        *held;   /* the old order, while there is none that has settled */
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AirliftSettledList, airlift_settled_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

enum
{
  PROP_0,
  PROP_MODEL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GType
get_item_type (GListModel *list)
{
  return G_TYPE_OBJECT;
}

static unsigned int
get_n_items (GListModel *list)
{
  AirliftSettledList *self = AIRLIFT_SETTLED_LIST (list);

  if (self->held != NULL)
    return self->held->len;

  return self->model != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->model)) : 0;
}

static gpointer
get_item (GListModel   *list,
          unsigned int  position)
{
  AirliftSettledList *self = AIRLIFT_SETTLED_LIST (list);

  if (self->held != NULL)
    return position < self->held->len ? g_object_ref (g_ptr_array_index (self->held, position))
                                      : NULL;

  return self->model != NULL ? g_list_model_get_item (G_LIST_MODEL (self->model), position) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static gboolean
is_same (GPtrArray    *held,
         unsigned int  held_position,
         GListModel   *model,
         unsigned int  position)
{
  g_autoptr (GObject) item = g_list_model_get_item (model, position);

  return item == g_ptr_array_index (held, held_position);
}

/* Tells of no more than what is different. */
static void
release (AirliftSettledList *self)
{
  g_autoptr (GPtrArray) held = g_steal_pointer (&self->held);
  GListModel *model = G_LIST_MODEL (self->model);
  unsigned int removed, added, start = 0;

  if (held == NULL)
    return;

  removed = held->len;
  added = g_list_model_get_n_items (model);
  while (start < removed && start < added && is_same (held, start, model, start))
    start++;
  while (removed > start && added > start && is_same (held, removed - 1, model, added - 1))
    {
      removed--;
      added--;
    }
  if (removed > start || added > start)
    g_list_model_items_changed (G_LIST_MODEL (self), start, removed - start, added - start);
}

static void
on_items_changed (AirliftSettledList *self,
                  unsigned int        position,
                  unsigned int        removed,
                  unsigned int        added)
{
  if (self->held == NULL)
    g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
  else if (removed != added)
    release (self);
}

static void
set_model (AirliftSettledList *self,
           GtkSortListModel   *model)
{
  if (!g_set_object (&self->model, model))
    return;

  g_signal_connect_object (model, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "notify::pending", G_CALLBACK (airlift_settled_list_settle), self,
                           G_CONNECT_SWAPPED);
  /* Other things altogether, and not another order. */
  g_signal_connect_object (model, "notify::model", G_CALLBACK (release), self, G_CONNECT_SWAPPED);
}

static void
airlift_settled_list_set_property (GObject      *object,
                                   unsigned int  prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_MODEL:
      set_model (AIRLIFT_SETTLED_LIST (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
airlift_settled_list_dispose (GObject *object)
{
  AirliftSettledList *self = AIRLIFT_SETTLED_LIST (object);

  g_clear_pointer (&self->held, g_ptr_array_unref);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (airlift_settled_list_parent_class)->dispose (object);
}

static void
airlift_settled_list_class_init (AirliftSettledListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = airlift_settled_list_set_property;
  object_class->dispose = airlift_settled_list_dispose;

  properties[PROP_MODEL] =
    g_param_spec_object ("model", NULL, NULL, GTK_TYPE_SORT_LIST_MODEL,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
airlift_settled_list_init (AirliftSettledList *self)
{
}

void
airlift_settled_list_hold (AirliftSettledList *self)
{
  unsigned int n_items = get_n_items (G_LIST_MODEL (self));

  if (self->held != NULL)
    return;

  self->held = g_ptr_array_new_full (n_items, g_object_unref);
  for (unsigned int i = 0; i < n_items; i++)
    g_ptr_array_add (self->held, g_list_model_get_item (G_LIST_MODEL (self->model), i));
}

void
airlift_settled_list_settle (AirliftSettledList *self)
{
  if (gtk_sort_list_model_get_pending (self->model) == 0)
    release (self);
}
