/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <stdatomic.h>

#include "vcd-image-private.h"
#include "vcd-source-hash-private.h"
#include "vcd-source-private.h"
#include "vcd-worker-private.h"

/* Where the bytes of an upload come from: what its kinds have in common, and the threads on which
 * they do what blocks. */
typedef struct
{
  uint64_t          size;
  VcdImageKind      kind;
  char             *volume_name;
  char             *fingerprint;
  gboolean          hashing;
  _Atomic gboolean  fault;
} VcdSourcePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (VcdSource, vcd_source, G_TYPE_OBJECT)

/* Something that a thread does with a source, and whom it tells. */
typedef struct
{
  VcdSource     *source;
  DexPromise    *promise;
  VcdSourceWork  work;
  uint64_t       offset;
} VcdSourceJob;

static void
vcd_source_job_free (VcdSourceJob *job)
{
  g_object_unref (job->source);
  dex_unref (job->promise);
  g_free (job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcdSourceJob, vcd_source_job_free)

static DexFuture *
vcd_source_start (VcdSource     *self,
                  VcdWorkerFunc  func,
                  VcdSourceWork  work,
                  uint64_t       offset)
{
  VcdSourceJob *job = g_new (VcdSourceJob, 1);
  DexPromise *promise = dex_promise_new ();

  job->source = g_object_ref (self);
  job->promise = dex_ref (promise);
  job->work = work;
  job->offset = offset;
  vcd_worker_run (func, job);

  return DEX_FUTURE (promise);
}

static void
vcd_source_open_worker (gpointer data)
{
  g_autoptr (VcdSourceJob) job = data;
  GError *error = NULL;

  if ((*job->work) (job->source, job->offset, &error))
    dex_promise_resolve_object (job->promise, g_object_ref (job->source));
  else
    dex_promise_reject (job->promise, error);
}

static void
vcd_source_prepare_worker (gpointer data)
{
  g_autoptr (VcdSourceJob) job = data;
  GError *error = NULL;

  if ((*job->work) (job->source, job->offset, &error))
    dex_promise_resolve_boolean (job->promise, TRUE);
  else
    dex_promise_reject (job->promise, error);
}

static void
vcd_source_hash_worker (gpointer data)
{
  g_autoptr (VcdSourceJob) job = data;
  GError *error = NULL;
  char *digest = VCD_SOURCE_GET_CLASS (job->source)->digest (job->source, &error);

  if (digest != NULL)
    dex_promise_resolve_string (job->promise, digest);
  else
    dex_promise_reject (job->promise, error);
}

static void
vcd_source_finalize (GObject *object)
{
  VcdSourcePrivate *priv = vcd_source_get_instance_private (VCD_SOURCE (object));

  g_free (priv->volume_name);
  g_free (priv->fingerprint);

  G_OBJECT_CLASS (vcd_source_parent_class)->finalize (object);
}

static void
vcd_source_class_init (VcdSourceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = vcd_source_finalize;
}

static void
vcd_source_init (VcdSource *self)
{
  VcdSourcePrivate *priv = vcd_source_get_instance_private (self);

  priv->hashing = TRUE;
}

uint64_t
vcd_source_get_size (VcdSource *self)
{
  VcdSourcePrivate *priv = vcd_source_get_instance_private (self);

  return priv->size;
}

VcdImageKind
vcd_source_get_kind (VcdSource *self)
{
  VcdSourcePrivate *priv = vcd_source_get_instance_private (self);

  return priv->kind;
}

const char *
vcd_source_get_volume_name (VcdSource *self)
{
  VcdSourcePrivate *priv = vcd_source_get_instance_private (self);

  return priv->volume_name;
}

const char *
vcd_source_get_fingerprint (VcdSource *self)
{
  VcdSourcePrivate *priv = vcd_source_get_instance_private (self);

  return priv->fingerprint;
}

static gboolean
vcd_source_make_ready (VcdSource  *self,
                       uint64_t    offset,
                       GError    **error)
{
  VcdSourceClass *klass = VCD_SOURCE_GET_CLASS (self);

  return vcd_source_verify (self, error) &&
         (klass->prepare == NULL || klass->prepare (self, offset, error));
}

DexFuture *
vcd_source_prepare (VcdSource *self,
                    uint64_t   offset)
{
  return vcd_source_start (self, vcd_source_prepare_worker, vcd_source_make_ready, offset);
}

DexFuture *
vcd_source_hash (VcdSource *self)
{
  return vcd_source_start (self, vcd_source_hash_worker, NULL, 0);
}

void
vcd_source_rest (VcdSource *self)
{
  VcdSourceClass *klass = VCD_SOURCE_GET_CLASS (self);

  if (klass->rest != NULL)
    klass->rest (self);
}

gboolean
vcd_source_take_fault (VcdSource *self)
{
  VcdSourcePrivate *priv = vcd_source_get_instance_private (self);

  return atomic_exchange (&priv->fault, FALSE);
}

void
vcd_source_set_hashing (VcdSource *self,
                        gboolean   hashing)
{
  VcdSourcePrivate *priv = vcd_source_get_instance_private (self);

  priv->hashing = hashing;
}

gboolean
vcd_source_read (VcdSource  *self,
                 uint64_t    offset,
                 void       *buffer,
                 size_t      count,
                 GError    **error)
{
  VcdSourcePrivate *priv = vcd_source_get_instance_private (self);

  if (VCD_SOURCE_GET_CLASS (self)->read (self, offset, buffer, count, error))
    return TRUE;

  priv->fault = TRUE;

  return FALSE;
}

gboolean
vcd_source_verify (VcdSource  *self,
                   GError    **error)
{
  return VCD_SOURCE_GET_CLASS (self)->verify (self, error);
}

void
vcd_source_feed (VcdSource  *self,
                 uint64_t    offset,
                 const void *buffer,
                 size_t      count)
{
  VcdSourcePrivate *priv = vcd_source_get_instance_private (self);
  VcdSourceClass *klass = VCD_SOURCE_GET_CLASS (self);

  if (priv->hashing && klass->feed != NULL)
    klass->feed (self, offset, buffer, count);
}

DexFuture *
vcd_source_open_with (VcdSource     *self,
                      VcdSourceWork  work)
{
  return vcd_source_start (self, vcd_source_open_worker, work, 0);
}

void
vcd_source_take_head (VcdSource  *self,
                      uint64_t    size,
                      const char *mark,
                      const void *head,
                      size_t      length)
{
  VcdSourcePrivate *priv = vcd_source_get_instance_private (self);
  VcdSourceHash *hash = vcd_source_hash_new ();
  g_autofree char *digest = NULL;

  vcd_source_hash_feed (hash, 0, head, length);
  digest = vcd_source_hash_finish (hash);
  vcd_source_hash_free (hash);

  priv->size = size;
  priv->kind = vcd_image_sniff (head, MIN (length, VCD_IMAGE_HEAD), &priv->volume_name);
  priv->fingerprint = g_strdup_printf ("%" G_GUINT64_FORMAT ":%s:%.32s", size, mark, digest);
}
