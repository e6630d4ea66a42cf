/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-unfinished-watch.h"

#include "airlift-default-queue.h"
#include "airlift-media-text.h"
#include "airlift-transfer-groups.h"

/* So often the server is asked about images that are not ready, and about so many of them. */
#define LOOK_SECONDS 15
#define MAX_LOOKS    20

/* Keeps what is said of the images of a catalog true that are not ready: they become so without
 * anybody telling. What a transfer of our own does to one is told by the transfer. */
struct _AirliftUnfinishedWatch
{
  GObject                parent_instance;

  VcdCatalog            *catalog;
  GSignalGroup          *signals;
  AirliftTransferGroups *groups;
  gboolean               seen;
  unsigned int           look;
};

G_DEFINE_FINAL_TYPE (AirliftUnfinishedWatch, airlift_unfinished_watch, G_TYPE_OBJECT)

typedef gboolean (*Visit) (VcdMedia   *media,
                           const char *href);

/* Calls @visit for the images that are not ready, until it says that it has done enough: TRUE. */
static gboolean
visit_unfinished (AirliftUnfinishedWatch *self,
                  Visit                   visit,
                  const char             *href)
{
  GListModel *media = G_LIST_MODEL (self->catalog);
  unsigned int n_items = media != NULL ? g_list_model_get_n_items (media) : 0;

  for (unsigned int i = 0; i < n_items; i++)
    {
      g_autoptr (VcdMedia) item = g_list_model_get_item (media, i);

      if (vcd_media_get_status (item) == VCD_MEDIA_UNRESOLVED && visit (item, href))
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_one (VcdMedia   *media,
        const char *href)
{
  return TRUE;
}

/* What is said of an image depends on whether there is an upload of it here. */
static gboolean
say_anew (VcdMedia   *media,
          const char *href)
{
  g_object_notify (G_OBJECT (media), "status");

  return FALSE;
}

static gboolean
look_at (VcdMedia   *media,
         const char *href)
{
  if (g_strcmp0 (vcd_media_get_href (media), href) != 0)
    return FALSE;

  vcd_media_refresh_async (media, NULL, NULL, NULL);

  return TRUE;
}

static void
look (AirliftUnfinishedWatch *self)
{
  GListModel *media = G_LIST_MODEL (self->catalog);
  unsigned int n_items = media != NULL ? g_list_model_get_n_items (media) : 0;

  for (unsigned int i = 0, looks = 0; i < n_items && looks < MAX_LOOKS; i++)
    {
      g_autoptr (VcdMedia) item = g_list_model_get_item (media, i);

      if (vcd_media_get_status (item) != VCD_MEDIA_UNRESOLVED || vcd_media_get_deleting (item) ||
          airlift_media_find_upload (item) != NULL)
        continue;

      vcd_media_refresh_async (item, NULL, NULL, NULL);
      looks++;
    }
}

static gboolean
on_look (gpointer data)
{
  AirliftUnfinishedWatch *self = data;

  if (!visit_unfinished (self, is_one, NULL))
    {
      self->look = 0;
      return G_SOURCE_REMOVE;
    }

  look (self);
  return G_SOURCE_CONTINUE;
}

/* No clock ticks while there is nothing to wait for, or nobody who looks. */
static void
update (AirliftUnfinishedWatch *self)
{
  if (self->catalog != NULL && vcd_catalog_get_loading (self->catalog))
    return;

  if (!self->seen || !visit_unfinished (self, is_one, NULL))
    {
      g_clear_handle_id (&self->look, g_source_remove);
    }
  else if (self->look == 0)
    {
      look (self);
      self->look = g_timeout_add_seconds (LOOK_SECONDS, on_look, self);
    }
}

/* A list that was read anew says less of its images than looking at them does. */
static void
on_loading (AirliftUnfinishedWatch *self)
{
  g_clear_handle_id (&self->look, g_source_remove);
  update (self);
}

static void
on_transfers_changed (AirliftUnfinishedWatch *self)
{
  visit_unfinished (self, say_anew, NULL);
}

static void
on_ended (AirliftUnfinishedWatch *self,
          VcdTransfer            *transfer)
{
  const char *href = VCD_IS_MEDIA_UPLOAD (transfer)
                       ? vcd_media_upload_get_media_href (VCD_MEDIA_UPLOAD (transfer)) : NULL;

  if (href != NULL)
    visit_unfinished (self, look_at, href);
}

static void
airlift_unfinished_watch_dispose (GObject *object)
{
  AirliftUnfinishedWatch *self = AIRLIFT_UNFINISHED_WATCH (object);

  g_clear_handle_id (&self->look, g_source_remove);
  g_clear_object (&self->signals);
  g_clear_object (&self->catalog);
  g_clear_object (&self->groups);

  G_OBJECT_CLASS (airlift_unfinished_watch_parent_class)->dispose (object);
}

static void
airlift_unfinished_watch_class_init (AirliftUnfinishedWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = airlift_unfinished_watch_dispose;
}

static void
airlift_unfinished_watch_init (AirliftUnfinishedWatch *self)
{
  VcdTransferQueue *queue = airlift_transfers_get_default_queue ();

  self->signals = g_signal_group_new (VCD_TYPE_CATALOG);
  g_signal_group_connect_swapped (self->signals, "items-changed", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->signals, "notify::loading", G_CALLBACK (on_loading),
                                  self);

  if (queue == NULL)
    return;

  self->groups = airlift_transfer_groups_get (queue);
  g_signal_connect_object (self->groups, "items-changed", G_CALLBACK (on_transfers_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->groups, "ended", G_CALLBACK (on_ended), self, G_CONNECT_SWAPPED);
}

AirliftUnfinishedWatch *
airlift_unfinished_watch_new (void)
{
  return g_object_new (AIRLIFT_TYPE_UNFINISHED_WATCH, NULL);
}

void
airlift_unfinished_watch_set_catalog (AirliftUnfinishedWatch *self,
                                      VcdCatalog             *catalog)
{
  g_clear_handle_id (&self->look, g_source_remove);
  g_set_object (&self->catalog, catalog);
  g_signal_group_set_target (self->signals, catalog);
  update (self);
}

void
airlift_unfinished_watch_set_seen (AirliftUnfinishedWatch *self,
                                   gboolean                seen)
{
  self->seen = seen;
  update (self);
}
