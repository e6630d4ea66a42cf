/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "vcd-candidate-private.h"

#include <glib/gi18n-lib.h>

#include "vcd-enums.h"
#include "vcd-media-name-private.h"
#include "vcd-media.h"

/**
 * VcdCandidate:
 *
 * A local file, or an image of another catalog, that may become an image of a catalog: what it is,
 * what it would be called, and what stands in its way.
 *
 * It belongs to [class@Vcd.Candidates], which knows the catalog. Name, description and policy are
 * proposals, to be changed before uploads are made of it.
 */
struct _VcdCandidate
{
  GObject               parent_instance;

  GFile                *file;
  VcdMedia             *media;
  char                 *source_name;
  char                 *name;
  char                 *description;
  uint64_t              size;
  VcdImageKind          kind;
  char                 *volume_name;
  VcdCandidateProblem   problem;
  GError               *error;
  VcdCandidateConflict  conflict;
  VcdMedia             *existing;
  VcdConflictPolicy     policy;
};

G_DEFINE_FINAL_TYPE (VcdCandidate, vcd_candidate, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_NAME,
  PROP_DESCRIPTION,
  PROP_PROBLEM,
  PROP_CONFLICT,
  PROP_POLICY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
vcd_candidate_get_property (GObject      *object,
                            unsigned int  id,
                            GValue       *value,
                            GParamSpec   *pspec)
{
  VcdCandidate *self = VCD_CANDIDATE (object);

  switch (id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_DESCRIPTION:
      g_value_set_string (value, self->description);
      break;
    case PROP_PROBLEM:
      g_value_set_enum (value, self->problem);
      break;
    case PROP_CONFLICT:
      g_value_set_enum (value, self->conflict);
      break;
    case PROP_POLICY:
      g_value_set_enum (value, self->policy);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
vcd_candidate_set_property (GObject      *object,
                            unsigned int  id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  VcdCandidate *self = VCD_CANDIDATE (object);

  switch (id)
    {
    case PROP_NAME:
      vcd_candidate_set_name (self, g_value_get_string (value));
      break;
    case PROP_DESCRIPTION:
      vcd_candidate_set_description (self, g_value_get_string (value));
      break;
    case PROP_POLICY:
      vcd_candidate_set_policy (self, g_value_get_enum (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
vcd_candidate_finalize (GObject *object)
{
  VcdCandidate *self = VCD_CANDIDATE (object);

  g_clear_object (&self->file);
  g_clear_object (&self->media);
  g_clear_object (&self->existing);
  g_free (self->source_name);
  g_free (self->name);
  g_free (self->description);
  g_free (self->volume_name);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (vcd_candidate_parent_class)->finalize (object);
}

static void
vcd_candidate_class_init (VcdCandidateClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  const GParamFlags settable = readable | G_PARAM_WRITABLE | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = vcd_candidate_get_property;
  object_class->set_property = vcd_candidate_set_property;
  object_class->finalize = vcd_candidate_finalize;

  /**
   * VcdCandidate:name:
   *
   * What the image will be called: at first as the file is.
   */
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, settable);
  /**
   * VcdCandidate:description:
   *
   * How the image will be described: at first by what the file says of itself.
   */
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, settable);
  /**
   * VcdCandidate:problem:
   *
   * What keeps it from being uploaded.
   */
  properties[PROP_PROBLEM] = g_param_spec_enum ("problem", NULL, NULL, VCD_TYPE_CANDIDATE_PROBLEM,
                                                VCD_CANDIDATE_GOOD, readable);
  /**
   * VcdCandidate:conflict:
   *
   * What stands in the way of its name.
   */
  properties[PROP_CONFLICT] = g_param_spec_enum ("conflict", NULL, NULL,
                                                 VCD_TYPE_CANDIDATE_CONFLICT, VCD_CANDIDATE_FREE,
                                                 readable);
  /**
   * VcdCandidate:policy:
   *
   * What is done about a conflict.
   */
  properties[PROP_POLICY] = g_param_spec_enum ("policy", NULL, NULL, VCD_TYPE_CONFLICT_POLICY,
                                               VCD_CONFLICT_RENAME, settable);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
vcd_candidate_init (VcdCandidate *self)
{
  self->policy = VCD_CONFLICT_RENAME;
}

/* "Debian 13.1.0 amd64 n" says more than "debian-13.1.0-amd64-netinst.iso" to some. */
static char *
describe (const VcdCandidateFacts *facts)
{
  if (facts->volume_name == NULL || *facts->volume_name == '\0')
    return g_strdup ("");

  return g_strdup (facts->volume_name);
}

VcdCandidate *
vcd_candidate_new_for_facts (VcdCandidateFacts *facts)
{
  VcdCandidate *self = g_object_new (VCD_TYPE_CANDIDATE, NULL);

  self->file = g_object_ref (facts->file);
  self->source_name = g_strdup (facts->name);
  self->name = vcd_media_name_for_file (facts->file);
  self->description = describe (facts);
  self->size = facts->size;
  self->kind = facts->kind;
  self->volume_name = g_strdup (facts->volume_name);
  self->problem = facts->problem;
  self->error = facts->error != NULL ? g_error_copy (facts->error) : NULL;

  return self;
}

VcdCandidate *
vcd_candidate_new_for_media (VcdMedia *media)
{
  VcdCandidate *self = g_object_new (VCD_TYPE_CANDIDATE, NULL);
  const char *description = vcd_media_get_description (media);

  self->media = g_object_ref (media);
  self->source_name = g_strdup (vcd_media_get_name (media));
  self->name = g_strdup (vcd_media_get_name (media));
  self->description = g_strdup (description != NULL ? description : "");
  self->size = vcd_media_get_size (media);
  self->kind = vcd_media_get_is_iso (media) ? VCD_IMAGE_ISO9660 : VCD_IMAGE_OTHER;

  return self;
}

void
vcd_candidate_set_problem (VcdCandidate        *self,
                           VcdCandidateProblem  problem,
                           const GError        *error)
{
  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  if (self->problem == problem)
    return;

  self->problem = problem;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

void
vcd_candidate_set_conflict (VcdCandidate         *self,
                            VcdCandidateConflict  conflict,
                            VcdMedia             *existing)
{
  g_set_object (&self->existing, existing);
  if (self->conflict == conflict)
    return;

  self->conflict = conflict;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONFLICT]);
}

/**
 * vcd_candidate_get_file:
 * @self: a candidate
 *
 * Gets the local file that it is.
 *
 * Returns: (transfer none) (nullable): the local file, or `NULL` if it is an image of a catalog
 */
GFile *
vcd_candidate_get_file (VcdCandidate *self)
{
  g_return_val_if_fail (VCD_IS_CANDIDATE (self), NULL);

  return self->file;
}

/**
 * vcd_candidate_get_media:
 * @self: a candidate
 *
 * Gets the image of another catalog that it is.
 *
 * Returns: (transfer none) (nullable): the image of another catalog, or `NULL` if it is a local
 *   file
 */
VcdMedia *
vcd_candidate_get_media (VcdCandidate *self)
{
  g_return_val_if_fail (VCD_IS_CANDIDATE (self), NULL);

  return self->media;
}

/**
 * vcd_candidate_get_source_name:
 * @self: a candidate
 *
 * Gets what it is called where it comes from.
 *
 * Returns: (transfer none): what the file, or the other image, is called
 */
const char *
vcd_candidate_get_source_name (VcdCandidate *self)
{
  g_return_val_if_fail (VCD_IS_CANDIDATE (self), NULL);

  return self->source_name;
}

/**
 * vcd_candidate_get_name:
 * @self: a candidate
 *
 * Returns: (transfer none): what the image will be called
 */
const char *
vcd_candidate_get_name (VcdCandidate *self)
{
  g_return_val_if_fail (VCD_IS_CANDIDATE (self), NULL);

  return self->name;
}

/**
 * vcd_candidate_set_name:
 * @self: a candidate
 * @name: what the image is to be called
 *
 * Sets what the image is to be called. Conflicts are looked for at once.
 */
void
vcd_candidate_set_name (VcdCandidate *self,
                        const char   *name)
{
  g_return_if_fail (VCD_IS_CANDIDATE (self));

  if (g_set_str (&self->name, name))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
}

/**
 * vcd_candidate_get_description:
 * @self: a candidate
 *
 * Returns: (transfer none): how the image will be described; may be empty
 */
const char *
vcd_candidate_get_description (VcdCandidate *self)
{
  g_return_val_if_fail (VCD_IS_CANDIDATE (self), NULL);

  return self->description;
}

/**
 * vcd_candidate_set_description:
 * @self: a candidate
 * @description: how the image is to be described
 *
 * Sets how the image is to be described.
 */
void
vcd_candidate_set_description (VcdCandidate *self,
                               const char   *description)
{
  g_return_if_fail (VCD_IS_CANDIDATE (self));

  if (g_set_str (&self->description, description))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DESCRIPTION]);
}

/**
 * vcd_candidate_get_size:
 * @self: a candidate
 *
 * Gets how large it is.
 *
 * Returns: its size in bytes
 */
uint64_t
vcd_candidate_get_size (VcdCandidate *self)
{
  g_return_val_if_fail (VCD_IS_CANDIDATE (self), 0);

  return self->size;
}

/**
 * vcd_candidate_get_kind:
 * @self: a candidate
 *
 * Gets what is in it.
 *
 * Returns: what is in it, by its first sectors
 */
VcdImageKind
vcd_candidate_get_kind (VcdCandidate *self)
{
  g_return_val_if_fail (VCD_IS_CANDIDATE (self), VCD_IMAGE_OTHER);

  return self->kind;
}

/**
 * vcd_candidate_get_volume_name:
 * @self: a candidate
 *
 * Gets what a disk image calls itself.
 *
 * Returns: (transfer none) (nullable): the volume's name, if it is a disk image with one
 */
const char *
vcd_candidate_get_volume_name (VcdCandidate *self)
{
  g_return_val_if_fail (VCD_IS_CANDIDATE (self), NULL);

  return self->volume_name;
}

/**
 * vcd_candidate_get_problem:
 * @self: a candidate
 *
 * Returns: what keeps it from being uploaded
 */
VcdCandidateProblem
vcd_candidate_get_problem (VcdCandidate *self)
{
  g_return_val_if_fail (VCD_IS_CANDIDATE (self), VCD_CANDIDATE_UNREADABLE);

  return self->problem;
}

/**
 * vcd_candidate_get_error:
 * @self: a candidate
 *
 * Gets why it cannot be uploaded.
 *
 * Returns: (transfer none) (nullable): the same as a sentence
 */
const GError *
vcd_candidate_get_error (VcdCandidate *self)
{
  g_return_val_if_fail (VCD_IS_CANDIDATE (self), NULL);

  return self->error;
}

/**
 * vcd_candidate_get_conflict:
 * @self: a candidate
 *
 * Returns: what stands in the way of its name
 */
VcdCandidateConflict
vcd_candidate_get_conflict (VcdCandidate *self)
{
  g_return_val_if_fail (VCD_IS_CANDIDATE (self), VCD_CANDIDATE_FREE);

  return self->conflict;
}

/**
 * vcd_candidate_get_existing:
 * @self: a candidate
 *
 * Gets what is in its way.
 *
 * Returns: (transfer none) (nullable): the image of the catalog that has its name
 */
VcdMedia *
vcd_candidate_get_existing (VcdCandidate *self)
{
  g_return_val_if_fail (VCD_IS_CANDIDATE (self), NULL);

  return self->existing;
}

/**
 * vcd_candidate_get_policy:
 * @self: a candidate
 *
 * Returns: what is done if its name is taken
 */
VcdConflictPolicy
vcd_candidate_get_policy (VcdCandidate *self)
{
  g_return_val_if_fail (VCD_IS_CANDIDATE (self), VCD_CONFLICT_FAIL);

  return self->policy;
}

/**
 * vcd_candidate_set_policy:
 * @self: a candidate
 * @policy: what is to be done if its name is taken
 *
 * Sets what is to be done about a conflict.
 */
void
vcd_candidate_set_policy (VcdCandidate      *self,
                          VcdConflictPolicy  policy)
{
  g_return_if_fail (VCD_IS_CANDIDATE (self));

  if (self->policy == policy)
    return;

  self->policy = policy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_POLICY]);
}
