/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <unistd.h>

#include "vcd-error-private.h"
#include "vcd-part-private.h"
#include "vcd-worker-private.h"

#define GROUP "Part"

struct _VcdPart
{
  GObject  parent_instance;

  GFile   *target;
  GFile   *file;
  GFile   *info;
  char    *name;
};

G_DEFINE_FINAL_TYPE (VcdPart, vcd_part, G_TYPE_OBJECT)

typedef struct
{
  VcdPart    *part;
  DexPromise *promise;
  char       *media_href;
  uint64_t    size;
} VcdPartJob;

static void
vcd_part_job_free (VcdPartJob *job)
{
  g_object_unref (job->part);
  dex_unref (job->promise);
  g_free (job->media_href);
  g_free (job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcdPartJob, vcd_part_job_free)

static DexFuture *
vcd_part_start (VcdPart       *self,
                VcdWorkerFunc  func,
                const char    *media_href,
                uint64_t       size)
{
  VcdPartJob *job = g_new0 (VcdPartJob, 1);
  DexPromise *promise = dex_promise_new ();

  job->part = g_object_ref (self);
  job->promise = dex_ref (promise);
  job->media_href = g_strdup (media_href);
  job->size = size;
  vcd_worker_run (func, job);

  return DEX_FUTURE (promise);
}

static GError *
vcd_part_make_error (VcdPart *self,
                     GError  *cause)
{
  g_autoptr (GError) owned = cause;

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_EXISTS))
    return vcd_error_new (VCD_ERROR_FILE, NULL,
                          _("There is already a file “%s”, and it is not overwritten."),
                          self->name);
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    return vcd_error_new (VCD_ERROR_NO_SPACE, cause->message,
                          _("There is no room for “%s” on this computer's disk."), self->name);

  return vcd_error_new (VCD_ERROR_FILE, cause->message, _("“%s” cannot be written: %s"), self->name,
                        cause->message);
}

static void
vcd_part_answer (VcdPartJob *job,
                 GError     *cause)
{
  if (cause != NULL)
    dex_promise_reject (job->promise, vcd_part_make_error (job->part, cause));
  else
    dex_promise_resolve_boolean (job->promise, TRUE);
}

static void
check_worker (gpointer data)
{
  g_autoptr (VcdPartJob) job = data;
  g_autoptr (GFile) folder = g_file_get_parent (job->part->target);
  GError *cause = NULL;

  /* A link that leads nowhere is something, too. */
  if (g_file_query_file_type (job->part->target, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL) !=
      G_FILE_TYPE_UNKNOWN)
    cause = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_EXISTS, "");
  else if (folder == NULL || g_file_query_file_type (folder, 0, NULL) != G_FILE_TYPE_DIRECTORY)
    cause = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("There is no such folder."));

  vcd_part_answer (job, cause);
}

/* Whether what is there is the beginning of what is wanted. */
static gboolean
vcd_part_fits (VcdPart    *self,
               VcdPartJob *job)
{
  g_autoptr (GKeyFile) info = g_key_file_new ();
  g_autofree char *content = NULL;
  g_autofree char *media_href = NULL;
  gsize length;

  if (!g_file_load_contents (self->info, NULL, &content, &length, NULL, NULL) ||
      !g_key_file_load_from_data (info, content, length, 0, NULL))
    return FALSE;

  media_href = g_key_file_get_string (info, GROUP, "Media", NULL);

  return g_strcmp0 (media_href, job->media_href) == 0 &&
         g_key_file_get_uint64 (info, GROUP, "Size", NULL) == job->size;
}

static gboolean
vcd_part_write_info (VcdPart     *self,
                     VcdPartJob  *job,
                     GError     **error)
{
  g_autoptr (GKeyFile) info = g_key_file_new ();
  g_autofree char *content = NULL;
  gsize length;

  g_key_file_set_string (info, GROUP, "Media", job->media_href);
  g_key_file_set_uint64 (info, GROUP, "Size", job->size);
  content = g_key_file_to_data (info, &length, NULL);

  return g_file_replace_contents (self->info, content, length, NULL, FALSE,
                                  G_FILE_CREATE_REPLACE_DESTINATION, NULL, NULL, error);
}

static uint64_t
vcd_part_measure (VcdPart *self)
{
  g_autoptr (GFileInfo) info = NULL;

  info = g_file_query_info (self->file, G_FILE_ATTRIBUTE_STANDARD_SIZE,
                            G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);

  return info != NULL ? (uint64_t) g_file_info_get_size (info) : 0;
}

static void
begin_worker (gpointer data)
{
  g_autoptr (VcdPartJob) job = data;
  VcdPart *self = job->part;
  GError *cause = NULL;
  uint64_t length = 0;
  g_auto (GValue) value = G_VALUE_INIT;

  if (vcd_part_fits (self, job))
    length = vcd_part_measure (self);

  if (length == 0 || length > job->size)
    {
      length = 0;
      g_file_delete (self->file, NULL, NULL);
      if (!vcd_part_write_info (self, job, &cause))
        {
          dex_promise_reject (job->promise, vcd_part_make_error (self, cause));
          return;
        }
    }

  g_value_init (&value, G_TYPE_UINT64);
  g_value_set_uint64 (&value, length);
  dex_promise_resolve (job->promise, &value);
}

/* At once, and only if there is nothing. */
static gboolean
vcd_part_move (VcdPart  *self,
               GError  **error)
{
  const char *from = g_file_peek_path (self->file);
  const char *to = g_file_peek_path (self->target);
  int number;

  if (from == NULL || to == NULL)
    return g_file_move (self->file, self->target, G_FILE_COPY_NO_FALLBACK_FOR_MOVE, NULL, NULL,
                        NULL, error);

  if (renameat2 (AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
    return TRUE;

  /* Some file systems cannot do that, but can do this. */
  number = errno;
  if ((number == EINVAL || number == ENOSYS) && link (from, to) == 0)
    return unlink (from) == 0 || TRUE;
  if (number == EINVAL || number == ENOSYS)
    number = errno;

  g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (number), g_strerror (number));

  return FALSE;
}

static void
vcd_part_sync_folder (VcdPart *self)
{
  g_autoptr (GFile) folder = g_file_get_parent (self->target);
  const char *path = folder != NULL ? g_file_peek_path (folder) : NULL;
  int fd = path != NULL ? open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;

  if (fd >= 0)
    {
      (void) fsync (fd);
      close (fd);
    }
}

static void
finish_worker (gpointer data)
{
  g_autoptr (VcdPartJob) job = data;
  VcdPart *self = job->part;
  GError *cause = NULL;

  if (vcd_part_move (self, &cause))
    {
      g_file_delete (self->info, NULL, NULL);
      vcd_part_sync_folder (self);
    }

  vcd_part_answer (job, cause);
}

static void
discard_worker (gpointer data)
{
  g_autoptr (VcdPartJob) job = data;

  g_file_delete (job->part->file, NULL, NULL);
  g_file_delete (job->part->info, NULL, NULL);
  vcd_part_answer (job, NULL);
}

static void
vcd_part_finalize (GObject *object)
{
  VcdPart *self = VCD_PART (object);

  g_clear_object (&self->target);
  g_clear_object (&self->file);
  g_clear_object (&self->info);
  g_free (self->name);

  G_OBJECT_CLASS (vcd_part_parent_class)->finalize (object);
}

static void
vcd_part_class_init (VcdPartClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vcd_part_finalize;
}

static void
vcd_part_init (VcdPart *self)
{
}

static GFile *
make_sibling (GFile      *file,
              const char *suffix)
{
  g_autofree char *uri = g_file_get_uri (file);
  g_autofree char *sibling = g_strconcat (uri, suffix, NULL);

  return g_file_new_for_uri (sibling);
}

VcdPart *
vcd_part_new (GFile *target)
{
  VcdPart *self = g_object_new (VCD_TYPE_PART, NULL);
  g_autofree char *basename = g_file_get_basename (target);

  self->target = g_object_ref (target);
  self->file = make_sibling (target, ".part");
  self->info = make_sibling (target, ".part.info");
  self->name = basename != NULL ? g_filename_display_name (basename)
                                : g_file_get_parse_name (target);

  return self;
}

GFile *
vcd_part_get_file (VcdPart *self)
{
  return self->file;
}

DexFuture *
vcd_part_check (VcdPart *self)
{
  return vcd_part_start (self, check_worker, NULL, 0);
}

DexFuture *
vcd_part_begin (VcdPart    *self,
                const char *media_href,
                uint64_t    size)
{
  return vcd_part_start (self, begin_worker, media_href, size);
}

DexFuture *
vcd_part_finish (VcdPart *self)
{
  return vcd_part_start (self, finish_worker, NULL, 0);
}

DexFuture *
vcd_part_discard (VcdPart *self)
{
  return vcd_part_start (self, discard_worker, NULL, 0);
}
