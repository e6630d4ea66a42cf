/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-content.h"
#include "sim-documents.h"
#include "sim-event.h"
#include "sim-find.h"
#include "sim-handlers.h"
#include "sim-media.h"
#include "sim-model.h"
#include "sim-task.h"

/*
 * New images: declared to be uploaded, copied or moved.
 */

#define MAX_NAME 128
#define MAX_DESCRIPTION 256

/* What a client declares. */
typedef struct
{
  char *name;
  char *description;
  char *image_type;
  char *operation_key;
  guint64 size;
  SimProfile *profile;
} Declaration;

static void
declaration_clear (Declaration *self)
{
  g_free (self->name);
  g_free (self->description);
  g_free (self->image_type);
  g_free (self->operation_key);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Declaration, declaration_clear)

/* Also where somebody takes the name in this very moment. */
static gboolean
is_taken (SimRequest *request,
          SimCatalog *catalog,
          const char *name)
{
  if (sim_request_strike (request, SIM_FAULT_DUPLICATE_RACE) &&
      !g_hash_table_contains (catalog->by_name, name))
    sim_media_new_ready (request->cell, catalog, name, 1);

  return g_hash_table_contains (catalog->by_name, name);
}

static void
reply_duplicate (SimRequest *request,
                 const char *name)
{
  if (sim_request_strike (request, SIM_FAULT_DUPLICATE_409))
    sim_request_reply_error (request, 409, "CONFLICT",
                             "The name \"%s\" already exists in this catalog.", name);
  else if (sim_request_strike (request, SIM_FAULT_DUPLICATE_500))
    sim_request_reply_error (request, 500, "INTERNAL_SERVER_ERROR",
                             "A catalog item named \"%s\" already exists.", name);
  else
    sim_request_reply_error (request, 400, "DUPLICATE_NAME",
                             "The VCD entity %s already exists.", name);
}

static gboolean
check_texts (SimRequest *request,
             const char *name,
             const char *description)
{
  const char *message = NULL;

  if (!name || !*name)
    message = "The attribute name is required";
  else if (g_utf8_strlen (name, -1) > MAX_NAME)
    message = "A name has at most 128 characters";
  else if (description && g_utf8_strlen (description, -1) > MAX_DESCRIPTION)
    message = "A description has at most 256 characters";

  if (message)
    sim_request_reply_error (request, 400, "BAD_REQUEST", "%s", message);

  return !message;
}

static gboolean
read_profile (SimRequest *request,
              xmlNode *media,
              Declaration *declaration)
{
  g_autofree char *href = sim_xml_get (sim_xml_find (media, "VdcStorageProfile"), "href");

  if (href)
    {
      g_autofree char *id = sim_find_id (href);

      declaration->profile = sim_model_get_profile (request->cell, id);
    }
  else
    declaration->profile = &request->cell->profiles[0];

  if (!declaration->profile)
    sim_request_reply_error (request, 400, "BAD_REQUEST", "There is no such storage profile");

  return declaration->profile != NULL;
}

/* FALSE if it is none, which has been replied. */
static gboolean
read_declaration (SimRequest *request,
                  Declaration *declaration)
{
  g_autoptr (xmlDoc) doc = sim_request_parse_body (request, "Media", SIM_TYPE ("media"));
  xmlNode *media = doc ? xmlDocGetRootElement (doc) : NULL;
  g_autofree char *size = sim_xml_get (media, "size");

  if (!media)
    return FALSE;

  declaration->name = sim_xml_get (media, "name");
  declaration->image_type = sim_xml_get (media, "imageType");
  declaration->operation_key = sim_xml_get (media, "operationKey");
  declaration->description = sim_xml_get_text (media, "Description");
  sim_request_about (request, declaration->name);
  if (!check_texts (request, declaration->name, declaration->description))
    return FALSE;
  if (!size || !g_ascii_string_to_unsigned (size, 10, 0, G_MAXINT64, &declaration->size, NULL))
    {
      sim_request_reply_error (request, 400, "BAD_REQUEST", "The attribute size is required");
      return FALSE;
    }
  if (sim_request_strike (request, SIM_FAULT_STRICT_IMAGE_TYPE) &&
      g_strcmp0 (declaration->image_type, "iso") != 0)
    {
      sim_request_reply_error (request, 400, "BAD_REQUEST", "The parameter imageType is incorrect");
      return FALSE;
    }

  return read_profile (request, media, declaration);
}

static SimMedia *
find_by_operation_key (SimRequest *request,
                       SimCatalog *catalog,
                       const char *key)
{
  if (!key || sim_request_strike (request, SIM_FAULT_IGNORE_OPERATION_KEY))
    return NULL;

  for (unsigned i = 0; i < catalog->media->len; i++)
    {
      SimMedia *media = g_ptr_array_index (catalog->media, i);

      if (g_strcmp0 (media->operation_key, key) == 0)
        return media;
    }

  return NULL;
}

/* The new image; NULL if it is refused, which has been replied. */
static SimMedia *
declare (SimRequest *request,
         SimCatalog *catalog)
{
  g_auto (Declaration) declaration = { NULL };
  SimMedia *media;

  if (!read_declaration (request, &declaration))
    return NULL;

  media = find_by_operation_key (request, catalog, declaration.operation_key);
  if (media)
    return media;

  if (sim_request_strike (request, SIM_FAULT_FORBIDDEN_403))
    {
      sim_request_reply_forbidden (request);
      return NULL;
    }
  if (sim_request_strike (request, SIM_FAULT_QUOTA_400))
    {
      sim_request_reply_error (request, 400, "BAD_REQUEST",
                               "The requested operation will exceed the vDC's storage quota.");
      return NULL;
    }
  if (is_taken (request, catalog, declaration.name))
    {
      reply_duplicate (request, declaration.name);
      return NULL;
    }

  media = sim_media_new (request->cell, catalog, declaration.name, declaration.size);
  g_set_str (&media->description, declaration.description ? declaration.description : "");
  media->image_type = g_steal_pointer (&declaration.image_type);
  media->operation_key = g_steal_pointer (&declaration.operation_key);
  media->profile = declaration.profile;
  sim_media_begin_upload (request->cell, media);
  {
    g_autofree char *quoted = sim_event_quote (catalog->name);

    sim_event (request->cell, "created", media->name,
               "media=%s catalog=%s size=%" G_GUINT64_FORMAT, media->id, quoted, media->size);
  }

  return media;
}

static void
reply_created (SimRequest *request,
               SimMedia *media,
               gboolean as_media)
{
  g_autofree char *location = as_media
                                ? sim_request_href (request, "/api/media/%s", media->id)
                                : sim_request_href (request, "/api/catalogItem/%s", media->item_id);

  sim_request_add_header (request, "Location", location);
  if (sim_request_strike (request, SIM_FAULT_EMPTY_CREATE_REPLY))
    sim_request_reply (request, 201, NULL);
  else if (as_media)
    sim_document_reply_media (request, 201, media);
  else
    sim_document_reply_item (request, 201, media);
}

/* POST /api/catalog/{id}/action/upload */
void
sim_handle_upload (SimRequest *request)
{
  SimCatalog *catalog;
  SimMedia *media;
  SimFault *fault;

  if (sim_request_is_before (request, 5, 5))
    {
      sim_request_reply (request, 404, NULL);
      return;
    }
  catalog = sim_find_catalog (request, TRUE);
  media = catalog ? declare (request, catalog) : NULL;
  if (!media)
    return;

  if (sim_request_strike (request, SIM_FAULT_CREATE_TASK_ERROR))
    sim_task_fail (media->task, "INTERNAL_SERVER_ERROR", "The import could not be prepared.");
  fault = sim_request_strike (request, SIM_FAULT_LOST_CREATE_REPLY);
  if (fault && g_str_equal (sim_fault_get_string (fault, "how", "drop"), "504"))
    sim_request_reply_html (request, 504);
  else
    reply_created (request, media, sim_request_strike (request, SIM_FAULT_MEDIA_ROOT) != NULL);
  if (fault && g_str_equal (sim_fault_get_string (fault, "how", "drop"), "drop"))
    sim_request_drop (request);
}

/* POST /api/vdc/{id}/media, the way before 5.5, which went on to work up to 31.0. There is no
 * catalog in it: the image comes into the first one. */
void
sim_handle_vdc_upload (SimRequest *request)
{
  SimMedia *media;

  if (!sim_request_is_before (request, 32, 0))
    {
      sim_request_reply (request, 404, NULL);
      return;
    }

  media = declare (request, g_ptr_array_index (request->cell->catalogs, 0));
  if (media)
    reply_created (request, media, TRUE);
}

static void
on_move_over (SimCell *cell,
              SimTask *task)
{
  SimCatalog *target = g_hash_table_lookup (cell->catalogs_by_id, task->argument);

  if (task->status == SIM_TASK_SUCCESS && target && task->media->catalog)
    sim_media_move (task->media, target);
}

static void
on_copy_over (SimCell *cell,
              SimTask *task)
{
  if (task->status == SIM_TASK_SUCCESS)
    task->media->status = SIM_MEDIA_RESOLVED;
}

static SimTask *
begin_copy (SimRequest *request,
            SimMedia *source,
            SimCatalog *target,
            const char *name,
            const char *description)
{
  SimMedia *copy = sim_media_new (request->cell, target, name, source->size);

  g_set_str (&copy->description, description ? description : source->description);
  g_set_str (&copy->image_type, source->image_type);
  copy->content = source->content ? sim_content_ref (source->content) : NULL;

  return sim_media_start_task (request->cell, copy, "catalogCopyItem", "Copying", on_copy_over);
}

static void
copy_or_move (SimRequest *request,
              gboolean is_move)
{
  SimCatalog *target = sim_find_catalog (request, TRUE);
  g_autoptr (xmlDoc) doc = NULL;
  g_autofree char *name = NULL, *description = NULL, *href = NULL, *id = NULL;
  SimMedia *source;
  SimTask *task;

  if (!target)
    return;
  doc = sim_request_parse_body (request, "CopyOrMoveCatalogItemParams",
                                SIM_TYPE ("copyOrMoveCatalogItemParams"));
  if (!doc)
    return;

  href = sim_xml_get (sim_xml_find (xmlDocGetRootElement (doc), "Source"), "href");
  id = sim_find_id (href ? href : "");
  name = sim_xml_get (xmlDocGetRootElement (doc), "name");
  description = sim_xml_get_text (xmlDocGetRootElement (doc), "Description");
  source = g_hash_table_lookup (request->cell->items_by_id, id);
  if (!source || !sim_catalog_is_visible (source->catalog, request->session))
    {
      sim_request_reply_forbidden (request);
      return;
    }
  if (!name)
    name = g_strdup (source->name);
  if (!check_texts (request, name, description))
    return;
  if (g_hash_table_contains (target->by_name, name))
    {
      reply_duplicate (request, name);
      return;
    }

  if (is_move)
    {
      task = sim_media_start_task (request->cell, source, "catalogMoveItem", "Moving",
                                   on_move_over);
      sim_task_set_argument (task, g_strdup (target->id), g_free);
    }
  else
    task = begin_copy (request, source, target, name, description);
  sim_task_work (task, MIN (request->cell->options->import_seconds, 1));
  sim_document_reply_task (request, task);
}

/* POST /api/catalog/{id}/action/copy */
void
sim_handle_copy (SimRequest *request)
{
  copy_or_move (request, FALSE);
}

/* POST /api/catalog/{id}/action/move */
void
sim_handle_move (SimRequest *request)
{
  copy_or_move (request, TRUE);
}
