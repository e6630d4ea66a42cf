/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-media-list.h"

struct _AirliftMediaList
{
  GObject     parent_instance;

  GListModel *media;
};

G_DEFINE_FINAL_TYPE (AirliftMediaList, airlift_media_list, G_TYPE_OBJECT)

static void
airlift_media_list_finalize (GObject *object)
{
  AirliftMediaList *self = AIRLIFT_MEDIA_LIST (object);

  g_clear_object (&self->media);

  G_OBJECT_CLASS (airlift_media_list_parent_class)->finalize (object);
}

static void
airlift_media_list_class_init (AirliftMediaListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = airlift_media_list_finalize;
}

static void
airlift_media_list_init (AirliftMediaList *self)
{
}

AirliftMediaList *
airlift_media_list_new (GListModel *media)
{
  AirliftMediaList *self = g_object_new (AIRLIFT_TYPE_MEDIA_LIST, NULL);

  self->media = g_object_ref (media);

  return self;
}

GListModel *
airlift_media_list_get_media (AirliftMediaList *self)
{
  return self->media;
}
