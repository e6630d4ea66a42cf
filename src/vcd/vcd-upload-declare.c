/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "vcd-error-private.h"
#include "vcd-media-name-private.h"
#include "vcd-media-upload-private.h"

/* DECLARING: the catalog is told a name and a size, and makes an empty image. */

#define MEDIA_TYPE "application/vnd.vmware.vcloud.media+xml"
/* So many images of one name, numbered, are somebody's mistake. */
#define MAX_NUMBER 100
/* A server that refuses so many free names means something else. */
#define MAX_CONFLICTS 5
/* A cancel waits so long for the server's word on what it was told. */
#define LAST_WORD  15000

static gboolean
vcd_upload_check_catalog (VcdMediaUpload  *self,
                          GError         **error)
{
  const char *reason;

  if (!dex_await (vcd_transfer_unless_interrupted (VCD_TRANSFER (self),
                                                   vcd_catalog_check (self->catalog)), error))
    return FALSE;

  vcd_transfer_go_on (VCD_TRANSFER (self));
  if (vcd_catalog_get_upload_href (self->catalog) != NULL)
    return TRUE;

  reason = vcd_catalog_get_read_only_reason (self->catalog);
  g_propagate_error (error, vcd_error_new (VCD_ERROR_PERMISSION, NULL, "%s",
                                           reason != NULL ? reason
                                                          : _("The catalog takes no images.")));

  return FALSE;
}

/* Whether the catalog has an image of that name; FALSE with an error if it cannot be asked. */
static gboolean
vcd_upload_look_up (VcdMediaUpload  *self,
                    const char      *name,
                    VcdMedia       **media,
                    GError         **error)
{
  g_autoptr (GError) local_error = NULL;

  *media = dex_await_object (vcd_transfer_unless_interrupted (VCD_TRANSFER (self),
                                                              vcd_catalog_look_up (self->catalog,
                                                                                   name)),
                             &local_error);
  if (*media != NULL || g_error_matches (local_error, VCD_ERROR, VCD_ERROR_NOT_FOUND))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

/* The next name that is not taken; beginning after the one that was just refused. */
static gboolean
vcd_upload_number_name (VcdMediaUpload  *self,
                        GError         **error)
{
  for (unsigned number = MAX (self->number + 1, 2); number < MAX_NUMBER; number++)
    {
      g_autofree char *name = vcd_media_name_number (self->media_name, number);
      g_autoptr (VcdMedia) media = NULL;

      if (!vcd_upload_look_up (self, name, &media, error))
        return FALSE;

      if (media == NULL)
        {
          self->number = number;
          self->renamed = FALSE;
          g_set_str (&self->declared_name, name);
          vcd_transfer_set_name (VCD_TRANSFER (self), name);
          return TRUE;
        }
    }

  g_propagate_error (error, vcd_error_new (VCD_ERROR_NAME_EXISTS, NULL,
                                           _("There are too many images named like “%s”. Choose "
                                             "another name."), self->media_name));

  return FALSE;
}

/* The name is taken: what was asked for in that case. */
static gboolean
vcd_upload_resolve_conflict (VcdMediaUpload  *self,
                             GError         **error)
{
  g_autofree char *temporary = NULL;

  /* Another name is another request. */
  g_clear_pointer (&self->operation_key, g_free);

  switch (self->policy)
    {
    case VCD_CONFLICT_RENAME:
      return vcd_upload_number_name (self, error);

    case VCD_CONFLICT_REPLACE:
      temporary = vcd_media_name_temporary (self->media_name);
      g_set_str (&self->declared_name, temporary);
      return TRUE;

    case VCD_CONFLICT_SKIP:
      self->phase = VCD_UPLOAD_OVER;
      return TRUE;

    case VCD_CONFLICT_FAIL:
    default:
      g_propagate_error (error, vcd_error_new (VCD_ERROR_NAME_EXISTS, NULL,
                                               _("“%s” already has an image named “%s”. Choose "
                                                 "another name."),
                                               self->catalog_name, self->media_name));
      return FALSE;
    }
}

static gboolean
vcd_upload_choose_name (VcdMediaUpload  *self,
                        GError         **error)
{
  g_autoptr (VcdMedia) media = NULL;

  if (!vcd_upload_look_up (self, self->media_name, &media, error))
    return FALSE;

  if (media != NULL)
    return vcd_upload_resolve_conflict (self, error);

  self->renamed = FALSE;
  g_set_str (&self->declared_name, self->media_name);

  return TRUE;
}

static gboolean
vcd_upload_find_profile (VcdMediaUpload  *self,
                         char           **href,
                         GError         **error)
{
  DexFuture *future;

  if (self->storage_profile == NULL || *self->storage_profile == '\0')
    return TRUE;

  future = vcd_session_find_storage_profile (vcd_upload_get_session (self), self->storage_profile);
  *href = dex_await_string (vcd_transfer_unless_interrupted (VCD_TRANSFER (self), future), error);

  return *href != NULL;
}

/* Whether an image that has turned up is the one that this upload asked for, and not one that
 * somebody else has begun at the same time. */
static gboolean
vcd_upload_is_own (VcdMediaUpload         *self,
                   const VcdMediaDocument *document)
{
  return document->status != VCD_MEDIA_RESOLVED && document->transferred == 0 &&
         document->size == vcd_transfer_get_size (VCD_TRANSFER (self)) &&
         g_strcmp0 (document->name, self->declared_name) == 0;
}

gboolean
vcd_upload_find_own (VcdMediaUpload  *self,
                     GError         **error)
{
  g_autoptr (VcdMediaDocument) document = NULL;
  g_autoptr (VcdMedia) media = NULL;
  DexFuture *future;

  if (self->declared_name == NULL ||
      !vcd_upload_look_up (self, self->declared_name, &media, error) || media == NULL)
    return FALSE;

  future = vcd_media_document_load (vcd_upload_get_session (self), vcd_media_get_href (media));
  document = vcd_media_document_await (vcd_transfer_unless_interrupted (VCD_TRANSFER (self),
                                                                        future), error);
  if (document == NULL || !vcd_upload_is_own (self, document))
    return FALSE;

  vcd_upload_take_hrefs (self, document->href, document->item_href);

  return TRUE;
}

static DexFuture *
vcd_upload_keep (DexFuture *completed,
                 gpointer   data)
{
  return NULL;
}

/* The server's answer, if it comes: who cancels now wants it too, for it says what to remove. */
static VcdReply *
vcd_upload_post (VcdMediaUpload  *self,
                 GBytes          *body,
                 GError         **error)
{
  VcdTransfer *transfer = VCD_TRANSFER (self);
  const char *href = vcd_catalog_get_upload_href (self->catalog);
  g_autoptr (DexFuture) kept = NULL;
  DexFuture *future;
  VcdReply *reply;

  future = vcd_session_request (vcd_upload_get_session (self), "POST", href, MEDIA_TYPE, body);
  /* A request ends when nobody waits for it any more. */
  kept = dex_future_finally (dex_ref (future), vcd_upload_keep, NULL, NULL);
  reply = dex_await_object (vcd_transfer_unless_interrupted (transfer, future), error);

  if (reply == NULL && dex_future_is_pending (kept))
    {
      g_clear_error (error);
      future = dex_future_first (g_steal_pointer (&kept), dex_timeout_new_msec (LAST_WORD), NULL);
      reply = dex_await_object (vcd_transfer_unless_stopped (transfer, future), error);
    }

  return reply;
}

static gboolean
vcd_upload_take_answer (VcdMediaUpload  *self,
                        VcdReply        *reply,
                        GError         **error)
{
  g_autoptr (VcdMediaCreated) created = vcd_media_created_new (reply, error);

  if (created == NULL)
    return FALSE;

  self->unanswered = FALSE;
  vcd_upload_take_hrefs (self, created->media_href, created->item_href);
  if (created->task != NULL && created->task->error != NULL)
    {
      self->verdict = TRUE;
      g_propagate_error (error, g_error_copy (created->task->error));
      return FALSE;
    }

  return TRUE;
}

/* A refusal is an answer; anything else may hide that the image was made all the same. */
static gboolean
is_refusal (const GError *error)
{
  unsigned status = vcd_error_get_status (error);

  return status >= 400 && status < 500 && status != 408 && status != 429;
}

static gboolean
vcd_upload_create (VcdMediaUpload  *self,
                   const char      *profile,
                   GError         **error)
{
  const char *type = self->kind != VCD_IMAGE_OTHER || self->plain ? "iso" : NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (VcdReply) reply = NULL;
  g_autoptr (GError) local_error = NULL;
  gboolean doubtful = self->unanswered;

  body = vcd_media_document_write (self->declared_name, self->description, type,
                                   vcd_transfer_get_size (VCD_TRANSFER (self)), profile,
                                   self->operation_key);
  self->described = FALSE;
  self->unanswered = TRUE;
  reply = vcd_upload_post (self, body, &local_error);
  if (reply != NULL)
    return vcd_upload_take_answer (self, reply, error);

  if (is_refusal (local_error) && !doubtful)
    {
      self->unanswered = FALSE;
      if (g_error_matches (local_error, VCD_ERROR, VCD_ERROR_NAME_EXISTS) &&
          ++self->conflicts < MAX_CONFLICTS)
        return vcd_upload_resolve_conflict (self, error);

      /* Old servers want to know of each file that it is an image. */
      if (type == NULL && vcd_error_get_status (local_error) == 400 &&
          g_error_matches (local_error, VCD_ERROR, VCD_ERROR_SERVER))
        {
          self->plain = TRUE;
          return TRUE;
        }
    }

  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

/* After a request whose answer was lost. */
static gboolean
vcd_upload_settle_doubt (VcdMediaUpload  *self,
                         GError         **error)
{
  g_autoptr (VcdMedia) taken = NULL;
  GError *local_error = NULL;

  if (vcd_upload_find_own (self, &local_error))
    {
      self->unanswered = FALSE;
      return TRUE;
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }

  if (!vcd_upload_look_up (self, self->declared_name, &taken, error))
    return FALSE;

  /* Some servers fail where they mean that the name is somebody else's. */
  if (taken != NULL)
    {
      self->unanswered = FALSE;
      return vcd_upload_resolve_conflict (self, error);
    }

  return TRUE;
}

gboolean
vcd_upload_declare (VcdMediaUpload  *self,
                    GError         **error)
{
  g_autofree char *profile = NULL;

  vcd_transfer_enter (VCD_TRANSFER (self), VCD_TRANSFER_DECLARING);
  if (!vcd_upload_check_catalog (self, error))
    return FALSE;

  if (self->unanswered ? !vcd_upload_settle_doubt (self, error)
                       : !vcd_upload_choose_name (self, error))
    return FALSE;

  if (self->phase != VCD_UPLOAD_OVER && self->media_href == NULL && self->item_href == NULL &&
      !vcd_upload_find_profile (self, &profile, error))
    return FALSE;

  /* Again under another name, or with a type. */
  while (self->phase != VCD_UPLOAD_OVER && self->media_href == NULL && self->item_href == NULL)
    {
      if (self->operation_key == NULL)
        self->operation_key = g_uuid_string_random ();

      if (!vcd_upload_record (self, error) || !vcd_upload_create (self, profile, error))
        return FALSE;
    }

  if (self->phase == VCD_UPLOAD_OVER)
    return TRUE;

  vcd_transfer_progressed (VCD_TRANSFER (self));
  self->phase = VCD_UPLOAD_LOCATE;

  return vcd_upload_record (self, error);
}
