/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vcd-error-private.h"
#include "vcd-source-hash-private.h"
#include "vcd-source-private.h"
#include "vcd-worker-private.h"

/* What is compared to see whether a file is still the same. */
typedef struct
{
  uint64_t size;
  int64_t  modified;
  uint64_t device;
  uint64_t inode;
} VcdFileMark;

/* A local file that is being sent. Where it has a path it is read through a descriptor, by any
 * number of threads; else (a mount that only GIO knows) through one seekable stream. */
#define VCD_TYPE_FILE_SOURCE (vcd_file_source_get_type ())

G_DECLARE_FINAL_TYPE (VcdFileSource, vcd_file_source, VCD, FILE_SOURCE, VcdSource)

struct _VcdFileSource
{
  VcdSource       parent_instance;

  GFile          *file;
  char           *name;
  int             fd;
  GMutex          stream_lock;
  GInputStream   *stream;
  VcdFileMark     mark;
  VcdSourceHash  *hash;
};

G_DEFINE_FINAL_TYPE (VcdFileSource, vcd_file_source, VCD_TYPE_SOURCE)

static GError *
vcd_file_source_unreadable (VcdFileSource *self,
                            int            number)
{
  const char *words = g_strerror (number);

  if (number == ENOENT || number == ENOTDIR)
    return vcd_error_new (VCD_ERROR_FILE, words, _("There is no file “%s”."), self->name);
  if (number == EACCES || number == EPERM)
    return vcd_error_new (VCD_ERROR_FILE, words, _("You are not allowed to read “%s”."),
                          self->name);

  return vcd_error_new (VCD_ERROR_FILE, words, _("“%s” cannot be read: %s."), self->name, words);
}

/* GIO's error as one of ours. */
static GError *
vcd_file_source_unreadable_file (VcdFileSource *self,
                                 GError        *cause)
{
  g_autoptr (GError) owned = cause;

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return vcd_file_source_unreadable (self, ENOENT);
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    return vcd_file_source_unreadable (self, EACCES);

  return vcd_error_new (VCD_ERROR_FILE, cause->message, _("“%s” cannot be read: %s"), self->name,
                        cause->message);
}

static gboolean
vcd_file_source_accept (VcdFileSource  *self,
                        gboolean        folder,
                        gboolean        regular,
                        GError        **error)
{
  if (folder)
    g_propagate_error (error, vcd_error_new (VCD_ERROR_FILE, NULL,
                                             _("“%s” is a folder. Choose a file."), self->name));
  else if (!regular)
    g_propagate_error (error, vcd_error_new (VCD_ERROR_FILE, NULL,
                                             _("“%s” is not a regular file."), self->name));
  else if (self->mark.size == 0)
    g_propagate_error (error, vcd_error_new (VCD_ERROR_FILE, NULL,
                                             _("“%s” is empty: there is nothing to send."),
                                             self->name));
  else
    return TRUE;

  return FALSE;
}

static void
vcd_file_mark_take (VcdFileMark       *mark,
                    const struct stat *status)
{
  mark->size = status->st_size;
  mark->modified = status->st_mtim.tv_sec * G_GINT64_CONSTANT (1000000000) +
                   status->st_mtim.tv_nsec;
  mark->device = status->st_dev;
  mark->inode = status->st_ino;
}

static void
vcd_file_mark_take_info (VcdFileMark *mark,
                         GFileInfo   *info)
{
  const char *time = G_FILE_ATTRIBUTE_TIME_MODIFIED;
  const char *part = G_FILE_ATTRIBUTE_TIME_MODIFIED_USEC;

  mark->size = g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_STANDARD_SIZE);
  mark->modified = g_file_info_get_attribute_uint64 (info, time) * G_GINT64_CONSTANT (1000000000) +
                   g_file_info_get_attribute_uint32 (info, part) * 1000;
}

#define MARK_ATTRIBUTES                                               \
  G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE   \
  "," G_FILE_ATTRIBUTE_TIME_MODIFIED "," G_FILE_ATTRIBUTE_TIME_MODIFIED_USEC

static gboolean
vcd_file_source_open_path (VcdFileSource  *self,
                           const char     *path,
                           GError        **error)
{
  struct stat status;

  /* Not to hang on a pipe without a writer, and not to take a terminal. */
  self->fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (self->fd < 0 || fstat (self->fd, &status) < 0)
    {
      int number = errno;

      /* A socket, or a device without a driver. */
      if (number == ENXIO || number == ENODEV)
        return vcd_file_source_accept (self, FALSE, FALSE, error);

      g_propagate_error (error, vcd_file_source_unreadable (self, number));
      return FALSE;
    }

  vcd_file_mark_take (&self->mark, &status);
  (void) posix_fadvise (self->fd, 0, 0, POSIX_FADV_SEQUENTIAL);

  return vcd_file_source_accept (self, S_ISDIR (status.st_mode), S_ISREG (status.st_mode), error);
}

static gboolean
vcd_file_source_open_stream (VcdFileSource  *self,
                             GError        **error)
{
  g_autoptr (GFileInfo) info = NULL;
  GError *cause = NULL;
  GFileType type;

  info = g_file_query_info (self->file, MARK_ATTRIBUTES, 0, NULL, &cause);
  if (info == NULL)
    {
      g_propagate_error (error, vcd_file_source_unreadable_file (self, cause));
      return FALSE;
    }

  type = g_file_info_get_attribute_uint32 (info, G_FILE_ATTRIBUTE_STANDARD_TYPE);
  vcd_file_mark_take_info (&self->mark, info);
  if (!vcd_file_source_accept (self, type == G_FILE_TYPE_DIRECTORY, type == G_FILE_TYPE_REGULAR,
                               error))
    return FALSE;

  self->stream = G_INPUT_STREAM (g_file_read (self->file, NULL, &cause));
  if (self->stream == NULL)
    {
      g_propagate_error (error, vcd_file_source_unreadable_file (self, cause));
      return FALSE;
    }

  if (!G_IS_SEEKABLE (self->stream) || !g_seekable_can_seek (G_SEEKABLE (self->stream)))
    {
      g_propagate_error (error, vcd_error_new (VCD_ERROR_FILE, NULL,
                                               _("“%s” can only be read from start to end. Copy it "
                                                 "to a local folder first."), self->name));
      return FALSE;
    }

  return TRUE;
}

static gboolean
vcd_file_source_examine (VcdFileSource  *self,
                         GError        **error)
{
  size_t length = MIN (VCD_SOURCE_HEAD, self->mark.size);
  g_autofree uint8_t *head = g_malloc (length);
  g_autofree char *mark = NULL;

  if (!vcd_source_read (VCD_SOURCE (self), 0, head, length, error))
    return FALSE;

  mark = g_strdup_printf ("%" G_GINT64_FORMAT ":%" G_GUINT64_FORMAT, self->mark.modified,
                          self->mark.inode);
  vcd_source_take_head (VCD_SOURCE (self), self->mark.size, mark, head, length);

  return TRUE;
}

static gboolean
vcd_file_source_open_any (VcdSource  *source,
                          uint64_t    offset,
                          GError    **error)
{
  VcdFileSource *self = VCD_FILE_SOURCE (source);
  const char *path = g_file_peek_path (self->file);
  gboolean opened;

  opened = path != NULL ? vcd_file_source_open_path (self, path, error)
                        : vcd_file_source_open_stream (self, error);

  return opened && vcd_file_source_examine (self, error);
}

static void
vcd_file_source_catch_up_worker (gpointer data)
{
  g_autoptr (VcdFileSource) self = data;

  /* What goes wrong here goes wrong again, and is told, when the digest is asked for. */
  vcd_source_hash_fill (self->hash, VCD_SOURCE (self), FALSE, NULL);
}

/* Compares with what the file was; @now is of the open file, or of what its name now stands for. */
static gboolean
vcd_file_source_compare (VcdFileSource      *self,
                         const VcdFileMark  *now,
                         GError            **error)
{
  const VcdFileMark *then = &self->mark;

  if (now->inode != then->inode || now->device != then->device)
    {
      g_propagate_error (error, vcd_error_new (VCD_ERROR_FILE_CHANGED, NULL,
                                               _("“%s” was replaced by another file while it was "
                                                 "being sent."), self->name));
    }
  else if (now->size != then->size)
    {
      g_autofree char *before = g_format_size_full (then->size, G_FORMAT_SIZE_LONG_FORMAT);
      g_autofree char *after = g_format_size_full (now->size, G_FORMAT_SIZE_LONG_FORMAT);

      g_propagate_error (error,
                         now->size > then->size
                           ? vcd_error_new (VCD_ERROR_FILE_CHANGED, NULL,
                                            _("“%s” has grown from %s to %s while it was "
                                              "being sent."), self->name, before, after)
                           : vcd_error_new (VCD_ERROR_FILE_CHANGED, NULL,
                                            _("“%s” has shrunk from %s to %s while it was "
                                              "being sent."), self->name, before, after));
    }
  else if (now->modified != then->modified)
    {
      g_propagate_error (error, vcd_error_new (VCD_ERROR_FILE_CHANGED, NULL,
                                               _("“%s” was changed while it was being sent."),
                                               self->name));
    }
  else
    {
      return TRUE;
    }

  return FALSE;
}

static gboolean
vcd_file_source_gone (VcdFileSource  *self,
                      const char     *words,
                      GError        **error)
{
  g_propagate_error (error, vcd_error_new (VCD_ERROR_FILE_CHANGED, words,
                                           _("“%s” can no longer be read. It may have been moved, "
                                             "deleted or closed to you."), self->name));

  return FALSE;
}

static gboolean
vcd_file_source_verify (VcdSource  *source,
                        GError    **error)
{
  VcdFileSource *self = VCD_FILE_SOURCE (source);
  VcdFileMark now = { 0 };

  if (self->fd >= 0)
    {
      const char *path = g_file_peek_path (self->file);
      struct stat open_file;
      struct stat named_file;

      if (fstat (self->fd, &open_file) < 0 || stat (path, &named_file) < 0 ||
          access (path, R_OK) < 0)
        return vcd_file_source_gone (self, g_strerror (errno), error);

      vcd_file_mark_take (&now, &named_file);
      if (!vcd_file_source_compare (self, &now, error))
        return FALSE;
      vcd_file_mark_take (&now, &open_file);
    }
  else
    {
      g_autoptr (GError) cause = NULL;
      g_autoptr (GFileInfo) info = g_file_query_info (self->file, MARK_ATTRIBUTES, 0, NULL, &cause);

      if (info == NULL)
        return vcd_file_source_gone (self, cause->message, error);
      vcd_file_mark_take_info (&now, info);
    }

  return vcd_file_source_compare (self, &now, error);
}

/* As many bytes as come at once; 0 at the file's end. */
static ssize_t
vcd_file_source_read_some (VcdFileSource  *self,
                           uint64_t        offset,
                           void           *buffer,
                           size_t          count,
                           GError        **error)
{
  GError *cause = NULL;
  ssize_t n;

  if (self->fd >= 0)
    {
      do
        n = pread (self->fd, buffer, count, offset);
      while (n < 0 && errno == EINTR);

      if (n < 0)
        g_propagate_error (error, vcd_file_source_unreadable (self, errno));
      return n;
    }

  g_mutex_lock (&self->stream_lock);
  n = -1;
  if (g_seekable_tell (G_SEEKABLE (self->stream)) == (goffset) offset ||
      g_seekable_seek (G_SEEKABLE (self->stream), offset, G_SEEK_SET, NULL, &cause))
    n = g_input_stream_read (self->stream, buffer, count, NULL, &cause);
  g_mutex_unlock (&self->stream_lock);

  if (n < 0)
    g_propagate_error (error, vcd_file_source_unreadable_file (self, cause));

  return n;
}

static gboolean
vcd_file_source_read (VcdSource  *source,
                      uint64_t    offset,
                      void       *buffer,
                      size_t      count,
                      GError    **error)
{
  VcdFileSource *self = VCD_FILE_SOURCE (source);
  uint8_t *at = buffer;

  while (count > 0)
    {
      ssize_t n = vcd_file_source_read_some (self, offset, at, count, error);

      if (n < 0)
        return FALSE;

      if (n == 0)
        {
          if (vcd_source_verify (VCD_SOURCE (self), error))
            vcd_file_source_gone (self, NULL, error);
          return FALSE;
        }

      offset += n;
      at += n;
      count -= n;
    }

  return TRUE;
}

static void
vcd_file_source_feed (VcdSource  *source,
                      uint64_t    offset,
                      const void *buffer,
                      size_t      count)
{
  VcdFileSource *self = VCD_FILE_SOURCE (source);

  if (!vcd_source_hash_feed (self->hash, offset, buffer, count))
    vcd_worker_run (vcd_file_source_catch_up_worker, g_object_ref (self));
}

static char *
vcd_file_source_digest (VcdSource  *source,
                        GError    **error)
{
  VcdFileSource *self = VCD_FILE_SOURCE (source);

  if (!vcd_source_hash_fill (self->hash, source, TRUE, error) ||
      !vcd_source_verify (source, error))
    return NULL;

  return vcd_source_hash_finish (self->hash);
}

static void
vcd_file_source_finalize (GObject *object)
{
  VcdFileSource *self = VCD_FILE_SOURCE (object);

  if (self->fd >= 0)
    close (self->fd);
  g_clear_object (&self->stream);
  g_mutex_clear (&self->stream_lock);
  g_clear_object (&self->file);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->hash, vcd_source_hash_free);

  G_OBJECT_CLASS (vcd_file_source_parent_class)->finalize (object);
}

static void
vcd_file_source_class_init (VcdFileSourceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  VcdSourceClass *source_class = VCD_SOURCE_CLASS (klass);

  object_class->finalize = vcd_file_source_finalize;
  source_class->read = vcd_file_source_read;
  source_class->verify = vcd_file_source_verify;
  source_class->feed = vcd_file_source_feed;
  source_class->digest = vcd_file_source_digest;
}

static void
vcd_file_source_init (VcdFileSource *self)
{
  self->fd = -1;
  self->hash = vcd_source_hash_new ();
  g_mutex_init (&self->stream_lock);
}

DexFuture *
vcd_source_open (GFile *file)
{
  g_autoptr (VcdFileSource) self = g_object_new (VCD_TYPE_FILE_SOURCE, NULL);
  g_autofree char *basename = g_file_get_basename (file);

  self->file = g_object_ref (file);
  self->name = basename != NULL ? g_filename_display_name (basename) : g_file_get_parse_name (file);

  return vcd_source_open_with (VCD_SOURCE (self), vcd_file_source_open_any);
}
