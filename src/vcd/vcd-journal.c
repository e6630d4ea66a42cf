/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vcd-error-private.h"
#include "vcd-journal-private.h"
#include "vcd-worker-private.h"

#define ENTRY_SUFFIX   ".json"
#define LOCK_SUFFIX    ".lock"
#define DAMAGED_SUFFIX ".damaged"
#define MAX_BYTES      (64 * 1024)

/* A directory with two files for each upload that is not done: what is known of it, and a lock that
 * its process holds. The kernel takes the lock from a process that ends, however it ends. */
struct _VcdJournal
{
  char     *directory; /* NULL where none can be: then nothing is kept */
  gboolean  keep_failed;
};

struct _VcdJournalClaim
{
  GObject          parent_instance;

  VcdJournalEntry *entry;
  char            *path;
  char            *lock_path;
  int              lock;
  gboolean         keep_failed;

  GMutex           mutex;
  /* Below: of what was asked for, and of what is on the disk. */
  unsigned         asked;
  unsigned         written;
  gboolean         removed;
};

G_DEFINE_FINAL_TYPE (VcdJournalClaim, vcd_journal_claim, G_TYPE_OBJECT)

typedef struct
{
  VcdJournalClaim *claim;
  DexPromise      *promise;
  GBytes          *content;
  unsigned         serial;
} VcdJournalJob;

static void
vcd_journal_job_free (VcdJournalJob *job)
{
  g_object_unref (job->claim);
  dex_unref (job->promise);
  g_clear_pointer (&job->content, g_bytes_unref);
  g_free (job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcdJournalJob, vcd_journal_job_free)

static void
vcd_journal_claim_finalize (GObject *object)
{
  VcdJournalClaim *self = VCD_JOURNAL_CLAIM (object);

  /* Nothing to go on with: not even a lock is left. */
  if (self->lock >= 0 && !g_file_test (self->path, G_FILE_TEST_EXISTS))
    g_unlink (self->lock_path);
  if (self->lock >= 0)
    close (self->lock);

  vcd_journal_entry_free (self->entry);
  g_free (self->path);
  g_free (self->lock_path);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (vcd_journal_claim_parent_class)->finalize (object);
}

static void
vcd_journal_claim_class_init (VcdJournalClaimClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vcd_journal_claim_finalize;
}

static void
vcd_journal_claim_init (VcdJournalClaim *self)
{
  self->lock = -1;
  g_mutex_init (&self->mutex);
}

/* The lock's file is deleted by who holds it, so what was locked may be a file that is gone. */
static int
lock_file (const char *path)
{
  for (;;)
    {
      struct stat locked, named;
      int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

      if (fd < 0)
        return -1;

      if (flock (fd, LOCK_EX | LOCK_NB) < 0)
        {
          close (fd);
          return -1;
        }

      if (fstat (fd, &locked) == 0 && stat (path, &named) == 0 &&
          locked.st_ino == named.st_ino && locked.st_dev == named.st_dev)
        return fd;

      close (fd);
    }
}

static char *
make_path (VcdJournal *self,
           const char *id,
           const char *suffix)
{
  g_autofree char *name = g_strconcat (id, suffix, NULL);

  return g_build_filename (self->directory, name, NULL);
}

/* The claim of an entry that nobody owns, without the entry. */
static VcdJournalClaim *
vcd_journal_lock (VcdJournal *self,
                  const char *id)
{
  g_autofree char *path = make_path (self, id, LOCK_SUFFIX);
  VcdJournalClaim *claim;
  int lock = lock_file (path);

  if (lock < 0)
    return NULL;

  claim = g_object_new (VCD_TYPE_JOURNAL_CLAIM, NULL);
  claim->lock = lock;
  claim->lock_path = g_steal_pointer (&path);
  claim->path = make_path (self, id, ENTRY_SUFFIX);
  claim->entry = vcd_journal_entry_new ();
  claim->keep_failed = self->keep_failed;

  return claim;
}

VcdJournal *
vcd_journal_new (GFile *directory)
{
  VcdJournal *self = g_new0 (VcdJournal, 1);

  if (directory == NULL)
    return self;

  self->directory = g_file_get_path (directory);
  if (self->directory != NULL && g_mkdir_with_parents (self->directory, 0700) < 0)
    {
      g_message ("Uploads will not survive the end of this program: “%s” cannot be made: %s",
                 self->directory, g_strerror (errno));
      g_clear_pointer (&self->directory, g_free);
    }

  return self;
}

void
vcd_journal_free (VcdJournal *self)
{
  g_free (self->directory);
  g_free (self);
}

void
vcd_journal_set_keep_failed (VcdJournal *self,
                             gboolean    keep_failed)
{
  self->keep_failed = keep_failed;
}

gboolean
vcd_journal_get_keep_failed (VcdJournal *self)
{
  return self->keep_failed;
}

VcdJournalClaim *
vcd_journal_create (VcdJournal      *self,
                    VcdJournalEntry *entry)
{
  VcdJournalClaim *claim = self->directory != NULL ? vcd_journal_lock (self, entry->id) : NULL;

  if (claim == NULL)
    {
      if (self->directory != NULL)
        g_message ("The journal in “%s” cannot be written", self->directory);
      vcd_journal_entry_free (entry);
      return NULL;
    }

  vcd_journal_entry_free (claim->entry);
  claim->entry = entry;

  return claim;
}

/* Not a link, not a pipe, not something large. */
static GBytes *
read_file (const char *path)
{
  struct stat status;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  GByteArray *content;
  ssize_t n = 0;

  if (fd < 0)
    return NULL;

  content = g_byte_array_new ();
  if (fstat (fd, &status) == 0 && S_ISREG (status.st_mode))
    {
      g_byte_array_set_size (content, MAX_BYTES + 1);
      n = read (fd, content->data, content->len);
    }
  g_byte_array_set_size (content, (unsigned) MAX (n, 0));
  close (fd);

  return g_byte_array_free_to_bytes (content);
}

static VcdJournalEntry *
read_entry (const char  *path,
            const char  *id,
            GError     **error)
{
  g_autoptr (GBytes) content = read_file (path);
  g_autoptr (VcdJournalEntry) entry = NULL;

  if (content == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "");
      return NULL;
    }

  entry = vcd_journal_entry_parse (content, error);
  if (entry != NULL && !g_str_equal (entry->id, id))
    {
      g_propagate_error (error, vcd_error_new (VCD_ERROR_INVALID, NULL, "id"));
      return NULL;
    }

  return g_steal_pointer (&entry);
}

/* It may be what somebody wants to look at, and is not read again and again. */
static void
set_aside (const char   *path,
           const GError *error)
{
  g_autofree char *aside = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return;

  g_message ("The journal's entry “%s” is passed over: %s", path, error->message);
  if (g_error_matches (error, VCD_ERROR, VCD_ERROR_NOT_SUPPORTED))
    return;

  aside = g_strconcat (path, DAMAGED_SUFFIX, NULL);
  g_rename (path, aside);
}

/* The names of all entries, without the suffix. */
static GPtrArray *
vcd_journal_list (VcdJournal *self)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  GDir *directory = self->directory != NULL ? g_dir_open (self->directory, 0, NULL) : NULL;
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *id = NULL;

      if (!g_str_has_suffix (name, ENTRY_SUFFIX))
        continue;

      id = g_strndup (name, strlen (name) - strlen (ENTRY_SUFFIX));
      if (g_uuid_string_is_valid (id))
        g_ptr_array_add (ids, g_steal_pointer (&id));
    }
  g_clear_pointer (&directory, g_dir_close);

  return ids;
}

static VcdJournalClaim *
vcd_journal_claim_one (VcdJournal      *self,
                       const char      *id,
                       VcdJournalMatch  match,
                       gconstpointer    data)
{
  g_autoptr (VcdJournalClaim) claim = vcd_journal_lock (self, id);
  g_autoptr (VcdJournalEntry) entry = NULL;
  g_autoptr (GError) error = NULL;

  if (claim == NULL)
    return NULL;

  entry = read_entry (claim->path, id, &error);
  if (entry == NULL)
    {
      set_aside (claim->path, error);
      return NULL;
    }

  if (match != NULL && !match (entry, data))
    return NULL;

  vcd_journal_entry_free (claim->entry);
  claim->entry = g_steal_pointer (&entry);

  return g_steal_pointer (&claim);
}

static int
compare_age (gconstpointer a,
             gconstpointer b)
{
  const VcdJournalClaim *first = a;
  const VcdJournalClaim *second = b;

  if (first->entry->created != second->entry->created)
    return first->entry->created < second->entry->created ? -1 : 1;

  return g_strcmp0 (first->entry->id, second->entry->id);
}

GPtrArray *
vcd_journal_claim_all (VcdJournal      *self,
                       VcdJournalMatch  match,
                       gconstpointer    data)
{
  g_autoptr (GPtrArray) ids = vcd_journal_list (self);
  GPtrArray *claims = g_ptr_array_new_with_free_func (g_object_unref);

  for (unsigned i = 0; i < ids->len; i++)
    {
      VcdJournalClaim *claim = vcd_journal_claim_one (self, ids->pdata[i], match, data);

      if (claim != NULL)
        g_ptr_array_add (claims, claim);
    }
  g_ptr_array_sort_values (claims, compare_age);

  return claims;
}

gboolean
vcd_journal_is_claimed (VcdJournal      *self,
                        VcdJournalMatch  match,
                        gconstpointer    data)
{
  g_autoptr (GPtrArray) ids = vcd_journal_list (self);

  for (unsigned i = 0; i < ids->len; i++)
    {
      g_autofree char *path = make_path (self, ids->pdata[i], ENTRY_SUFFIX);
      g_autoptr (VcdJournalEntry) entry = read_entry (path, ids->pdata[i], NULL);
      g_autoptr (VcdJournalClaim) claim = NULL;

      if (entry != NULL && match (entry, data) &&
          (claim = vcd_journal_lock (self, ids->pdata[i])) == NULL)
        return TRUE;
    }

  return FALSE;
}

VcdJournalEntry *
vcd_journal_claim_get_entry (VcdJournalClaim *self)
{
  return self->entry;
}

gboolean
vcd_journal_claim_keeps_failed (VcdJournalClaim *self)
{
  return self->keep_failed;
}

static void
save_worker (gpointer data)
{
  g_autoptr (VcdJournalJob) job = data;
  VcdJournalClaim *self = job->claim;
  g_autoptr (GError) error = NULL;
  gsize size;
  const char *content = g_bytes_get_data (job->content, &size);

  g_mutex_lock (&self->mutex);
  /* What was asked for later may have been written first. */
  if (!self->removed && job->serial > self->written)
    {
      if (!g_file_set_contents_full (self->path, content, (gssize) size,
                                     G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                     0600, &error))
        g_message ("The journal cannot be written: %s", error->message);
      self->written = job->serial;
    }
  g_mutex_unlock (&self->mutex);

  dex_promise_resolve_boolean (job->promise, TRUE);
}

static void
remove_worker (gpointer data)
{
  g_autoptr (VcdJournalJob) job = data;
  VcdJournalClaim *self = job->claim;

  g_mutex_lock (&self->mutex);
  self->removed = TRUE;
  g_unlink (self->path);
  g_mutex_unlock (&self->mutex);

  dex_promise_resolve_boolean (job->promise, TRUE);
}

static DexFuture *
vcd_journal_claim_start (VcdJournalClaim *self,
                         VcdWorkerFunc    func,
                         GBytes          *content)
{
  VcdJournalJob *job = g_new0 (VcdJournalJob, 1);
  DexPromise *promise = dex_promise_new ();

  job->claim = g_object_ref (self);
  job->promise = dex_ref (promise);
  job->content = content;
  job->serial = ++self->asked;
  vcd_worker_run (func, job);

  return DEX_FUTURE (promise);
}

DexFuture *
vcd_journal_claim_save (VcdJournalClaim *self)
{
  return vcd_journal_claim_start (self, save_worker, vcd_journal_entry_write (self->entry));
}

DexFuture *
vcd_journal_claim_remove (VcdJournalClaim *self)
{
  return vcd_journal_claim_start (self, remove_worker, NULL);
}
