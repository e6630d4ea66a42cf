/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "vcd-media-download.h"

#include <glib/gi18n-lib.h>

#include "vcd-error-private.h"
#include "vcd-media-private.h"
#include "vcd-origin-private.h"
#include "vcd-part-private.h"
#include "vcd-transfer-private.h"

#define MAX_BYTE_FAILURES 12

typedef enum
{
  VCD_DOWNLOAD_OPEN,
  VCD_DOWNLOAD_ENABLE,
  VCD_DOWNLOAD_RECEIVE,
  VCD_DOWNLOAD_FINISH,
  VCD_DOWNLOAD_OVER,
} VcdDownloadPhase;

/**
 * VcdMediaDownload:
 *
 * One image on its way to a local file.
 *
 * The bytes go to a file beside the target, named `NAME.part`, which becomes the target when it is
 * complete. One that is there from before is gone on with. No file is ever overwritten.
 */
struct _VcdMediaDownload
{
  VcdTransfer       parent_instance;

  VcdMedia         *media;
  VcdCatalog       *catalog;
  VcdPart          *part;
  char             *sha256;

  /* The fiber's. */
  VcdDownloadPhase  phase;
  VcdOrigin        *origin;
  gboolean          begun;        /* there may be a part, and it is ours */
  gboolean          bytes_failed;
  gboolean          final;        /* what went wrong stays wrong */
  unsigned          unauthorized;
};

G_DEFINE_FINAL_TYPE (VcdMediaDownload, vcd_media_download, VCD_TYPE_TRANSFER)

enum
{
  PROP_0,
  PROP_SHA256,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static gboolean
vcd_media_download_refuse (VcdMediaDownload  *self,
                           VcdError           code,
                           const char        *sentence,
                           GError           **error)
{
  self->final = TRUE;
  g_propagate_error (error, vcd_error_new (code, NULL, "%s", sentence));

  return FALSE;
}

/* OPENING: there must be nothing yet where the file is to be. */
static gboolean
vcd_download_open (VcdMediaDownload  *self,
                   GError           **error)
{
  VcdTransfer *transfer = VCD_TRANSFER (self);

  vcd_transfer_enter (transfer, VCD_TRANSFER_OPENING);
  if (!dex_await (vcd_transfer_unless_interrupted (transfer, vcd_part_check (self->part)), error))
    return FALSE;

  self->phase = VCD_DOWNLOAD_ENABLE;

  return TRUE;
}

static gboolean
vcd_download_enable (VcdMediaDownload  *self,
                     GError           **error)
{
  if (!vcd_origin_make_ready (self->origin, error))
    {
      self->final = self->origin->final;
      return FALSE;
    }

  vcd_transfer_set_size (VCD_TRANSFER (self), self->origin->size);
  self->phase = VCD_DOWNLOAD_RECEIVE;

  return TRUE;
}

static gboolean
vcd_download_begin (VcdMediaDownload  *self,
                    uint64_t          *offset,
                    GError           **error)
{
  VcdTransfer *transfer = VCD_TRANSFER (self);
  g_autoptr (DexFuture) future = NULL;
  const GValue *value;

  future = vcd_part_begin (self->part, vcd_media_get_href (self->media),
                           vcd_transfer_get_size (transfer));
  if (!dex_await (vcd_transfer_unless_interrupted (transfer, dex_ref (future)), error))
    return FALSE;

  value = dex_future_get_value (future, error);
  *offset = g_value_get_uint64 (value);
  self->begun = TRUE;
  if (*offset > vcd_transfer_get_confirmed (transfer))
    vcd_transfer_progressed (transfer);
  vcd_transfer_set_confirmed (transfer, *offset);

  return TRUE;
}

static gboolean
vcd_download_refused (VcdMediaDownload  *self,
                      VcdReply          *reply,
                      GError           **error)
{
  unsigned status = vcd_reply_get_status (reply);

  /* What there was to be fetched may be gone: what is there now the server says. */
  self->phase = VCD_DOWNLOAD_ENABLE;
  self->bytes_failed = TRUE;

  if (status == 416)
    dex_await (vcd_transfer_unless_interrupted (VCD_TRANSFER (self),
                                                vcd_part_discard (self->part)), NULL);
  if (status == 401 && vcd_origin_expire (self->origin) && self->unauthorized++ == 0)
    {
      self->bytes_failed = FALSE;
      return TRUE;
    }
  g_propagate_error (error, vcd_reply_dup_error (reply));

  return FALSE;
}

static VcdReply *
vcd_download_fetch (VcdMediaDownload  *self,
                    uint64_t           offset,
                    GError           **error)
{
  VcdTransfer *transfer = VCD_TRANSFER (self);
  g_autoptr (VcdSlice) slice = NULL;
  VcdReply *reply;

  vcd_origin_authorize (self->origin);
  slice = vcd_slice_new_download (vcd_part_get_file (self->part), self->origin->href,
                                  self->origin->authorization, offset);
  if (vcd_transfer_get_size (transfer) > 0)
    vcd_slice_set_total (slice, vcd_transfer_get_size (transfer));

  reply = vcd_transfer_await_slice (transfer, slice, 0, error);
  if (reply != NULL && SOUP_STATUS_IS_SUCCESSFUL (vcd_reply_get_status (reply)))
    {
      g_free (self->sha256);
      self->sha256 = vcd_slice_dup_sha256 (slice);
      vcd_transfer_set_confirmed (transfer, vcd_slice_get_start (slice) +
                                            vcd_slice_get_transferred (slice));
    }

  return reply;
}

/* RECEIVING: all from where the part ends. */
static gboolean
vcd_download_receive (VcdMediaDownload  *self,
                      GError           **error)
{
  VcdTransfer *transfer = VCD_TRANSFER (self);
  uint64_t size = vcd_transfer_get_size (transfer);
  g_autoptr (VcdReply) reply = NULL;
  g_autoptr (GError) local_error = NULL;
  uint64_t offset;

  vcd_transfer_enter (transfer, VCD_TRANSFER_RECEIVING);
  if (!vcd_download_begin (self, &offset, error))
    return FALSE;

  if (size > 0 && offset == size)
    {
      self->phase = VCD_DOWNLOAD_FINISH;
      return TRUE;
    }

  vcd_transfer_go_on (transfer);
  reply = vcd_download_fetch (self, offset, &local_error);
  if (reply == NULL)
    {
      /* An answer that is not the image is one that may be better the next time. */
      self->bytes_failed = g_error_matches (local_error, VCD_ERROR, VCD_ERROR_NETWORK) ||
                           g_error_matches (local_error, VCD_ERROR, VCD_ERROR_SERVER);
      self->phase = self->bytes_failed ? VCD_DOWNLOAD_ENABLE : self->phase;
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (!SOUP_STATUS_IS_SUCCESSFUL (vcd_reply_get_status (reply)))
    return vcd_download_refused (self, reply, error);

  self->unauthorized = 0;
  if (vcd_transfer_get_confirmed (transfer) != size)
    return vcd_media_download_refuse (self, VCD_ERROR_SERVER,
                                      _("The server sent another number of bytes than it "
                                        "announced."), error);

  self->phase = VCD_DOWNLOAD_FINISH;

  return TRUE;
}

/* Of a download in several pieces the file is read once more. */
static gboolean
vcd_download_hash (VcdMediaDownload  *self,
                   GError           **error)
{
  VcdTransfer *transfer = VCD_TRANSFER (self);
  g_autoptr (VcdSource) source = NULL;
  DexFuture *future;

  if (self->sha256 != NULL)
    return TRUE;

  future = vcd_source_open (vcd_part_get_file (self->part));
  source = dex_await_object (vcd_transfer_unless_interrupted (transfer, future), error);
  if (source == NULL)
    return FALSE;

  self->sha256 = dex_await_string (vcd_transfer_unless_interrupted (transfer,
                                                                    vcd_source_hash (source)),
                                   error);

  return self->sha256 != NULL;
}

static gboolean
vcd_download_finish (VcdMediaDownload  *self,
                     GError           **error)
{
  VcdTransfer *transfer = VCD_TRANSFER (self);

  if (!vcd_download_hash (self, error))
    return FALSE;

  vcd_transfer_get_control (transfer)->committed = TRUE;
  if (!dex_await (vcd_part_finish (self->part), error))
    {
      self->final = TRUE;
      return FALSE;
    }

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHA256]);
  vcd_origin_give_back (self->origin);
  self->phase = VCD_DOWNLOAD_OVER;

  return TRUE;
}

static gboolean
vcd_media_download_handle (VcdMediaDownload  *self,
                           GError            *cause,
                           GError           **error)
{
  VcdTransfer *transfer = VCD_TRANSFER (self);
  gboolean bytes_failed = self->bytes_failed;
  gboolean final = self->final;

  self->bytes_failed = FALSE;
  self->final = FALSE;
  if (bytes_failed && !g_error_matches (cause, VCD_ERROR, VCD_ERROR_CERTIFICATE))
    return vcd_transfer_retry_later (transfer, cause, MAX_BYTE_FAILURES, error);

  if (!final || vcd_transfer_is_interrupted (transfer))
    return vcd_transfer_recover (transfer, cause, error);

  g_propagate_error (error, cause);

  return FALSE;
}

static gboolean
vcd_media_download_work (VcdTransfer  *transfer,
                         GError      **error)
{
  static gboolean (*const phases[]) (VcdMediaDownload *, GError **) = {
    [VCD_DOWNLOAD_OPEN] = vcd_download_open,
    [VCD_DOWNLOAD_ENABLE] = vcd_download_enable,
    [VCD_DOWNLOAD_RECEIVE] = vcd_download_receive,
    [VCD_DOWNLOAD_FINISH] = vcd_download_finish,
  };
  VcdMediaDownload *self = VCD_MEDIA_DOWNLOAD (transfer);
  VcdTransferControl *control = vcd_transfer_get_control (transfer);

  self->phase = VCD_DOWNLOAD_OPEN;
  while (self->phase != VCD_DOWNLOAD_OVER)
    {
      GError *cause = NULL;

      if (vcd_transfer_is_interrupted (transfer) && !control->committed)
        g_set_error_literal (&cause, G_IO_ERROR, G_IO_ERROR_CANCELLED, "");
      else
        (*phases[self->phase]) (self, &cause);

      if (cause != NULL && !vcd_media_download_handle (self, cause, error))
        return FALSE;
    }

  vcd_transfer_set_state (transfer, VCD_TRANSFER_DONE);

  return TRUE;
}

static gboolean
vcd_media_download_clean_up (VcdTransfer  *transfer,
                             GError      **error)
{
  VcdMediaDownload *self = VCD_MEDIA_DOWNLOAD (transfer);

  if (!self->begun)
    return TRUE;

  dex_await (vcd_part_discard (self->part), NULL);
  vcd_origin_give_back (self->origin);

  return TRUE;
}

static DexFuture *
vcd_media_download_run (VcdTransfer *transfer)
{
  return vcd_transfer_spawn (transfer, vcd_media_download_work, vcd_media_download_clean_up);
}

static void
vcd_media_download_get_property (GObject    *object,
                                 guint       id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_SHA256:
      g_value_set_string (value, VCD_MEDIA_DOWNLOAD (object)->sha256);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
vcd_media_download_dispose (GObject *object)
{
  VcdMediaDownload *self = VCD_MEDIA_DOWNLOAD (object);

  g_clear_object (&self->media);
  g_clear_object (&self->catalog);
  g_clear_object (&self->part);
  g_clear_pointer (&self->origin, vcd_origin_free);

  G_OBJECT_CLASS (vcd_media_download_parent_class)->dispose (object);
}

static void
vcd_media_download_finalize (GObject *object)
{
  VcdMediaDownload *self = VCD_MEDIA_DOWNLOAD (object);

  g_free (self->sha256);

  G_OBJECT_CLASS (vcd_media_download_parent_class)->finalize (object);
}

static void
vcd_media_download_class_init (VcdMediaDownloadClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = vcd_media_download_dispose;
  object_class->finalize = vcd_media_download_finalize;
  object_class->get_property = vcd_media_download_get_property;
  VCD_TRANSFER_CLASS (klass)->run = vcd_media_download_run;

  /**
   * VcdMediaDownload:sha256:
   *
   * The SHA-256 of what was received, once all is, as lower-case hexadecimal digits.
   */
  properties[PROP_SHA256] = g_param_spec_string ("sha256", NULL, NULL, NULL,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
vcd_media_download_init (VcdMediaDownload *self)
{
}

/**
 * vcd_media_download_new:
 * @media: an image in a catalog
 * @file: where it is to be; there must be nothing
 *
 * Makes a download. It starts when a queue has it and its turn comes, or when it is run.
 *
 * Returns: (transfer full): a download
 */
VcdMediaDownload *
vcd_media_download_new (VcdMedia *media,
                        GFile    *file)
{
  VcdMediaDownload *self;

  g_return_val_if_fail (VCD_IS_MEDIA (media), NULL);
  g_return_val_if_fail (VCD_IS_CATALOG (vcd_media_get_catalog (media)), NULL);
  g_return_val_if_fail (G_IS_FILE (file), NULL);

  self = g_object_new (VCD_TYPE_MEDIA_DOWNLOAD, NULL);
  self->media = g_object_ref (media);
  self->catalog = g_object_ref (vcd_media_get_catalog (media));
  self->part = vcd_part_new (file);
  self->origin = vcd_origin_new (VCD_TRANSFER (self), vcd_catalog_get_session (self->catalog),
                                 vcd_media_get_href (media));
  vcd_transfer_set_session (VCD_TRANSFER (self), vcd_catalog_get_session (self->catalog));
  vcd_transfer_set_file (VCD_TRANSFER (self), file);
  vcd_transfer_set_name (VCD_TRANSFER (self), vcd_media_get_name (media));
  vcd_transfer_set_size (VCD_TRANSFER (self), vcd_media_get_size (media));

  return self;
}

/**
 * vcd_media_download_get_sha256:
 * @self: a download
 *
 * Gets the SHA-256 of what was received.
 *
 * Returns: (transfer none) (nullable): lower-case hexadecimal digits, once all is there
 */
const char *
vcd_media_download_get_sha256 (VcdMediaDownload *self)
{
  g_return_val_if_fail (VCD_IS_MEDIA_DOWNLOAD (self), NULL);

  return self->sha256;
}
