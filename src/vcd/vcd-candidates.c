/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "vcd-candidates.h"

#include "vcd-candidates-private.h"
#include "vcd-media-upload.h"

/**
 * VcdCandidates:
 *
 * What may be uploaded to a catalog, as a list of [class@Vcd.Candidate]: files that somebody chose
 * or dropped, and images of other catalogs. Before the first byte is sent it is known which of them
 * are any good, and whose names are taken.
 *
 * Add files, look whether there were folders among them, check the names, let a person decide, and
 * have uploads made.
 */
/*   files ─► thread that looks ─► VcdCandidate ─┐
 *   catalog's images, queue's uploads ──────────┴─► conflicts, at each change of a name */
static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VcdCandidates, vcd_candidates, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

enum
{
  PROP_0,
  PROP_CATALOG,
  PROP_FOLDERS,
  PROP_N_IN_FOLDERS,
  PROP_N_GOOD,
  PROP_N_PROBLEMS,
  PROP_N_CONFLICTS,
  PROP_NOTE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GType
vcd_candidates_get_item_type (GListModel *model)
{
  return VCD_TYPE_CANDIDATE;
}

static unsigned int
vcd_candidates_get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (VCD_CANDIDATES (model)->list));
}

static gpointer
vcd_candidates_get_item (GListModel   *model,
                         unsigned int  position)
{
  return g_list_model_get_item (G_LIST_MODEL (VCD_CANDIDATES (model)->list), position);
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = vcd_candidates_get_item_type;
  iface->get_n_items = vcd_candidates_get_n_items;
  iface->get_item = vcd_candidates_get_item;
}

VcdCandidate *
vcd_candidates_peek (VcdCandidates *self,
                     unsigned int   position)
{
  g_autoptr (VcdCandidate) candidate = g_list_model_get_item (G_LIST_MODEL (self->list), position);

  return candidate;
}

static void
set_count (VcdCandidates *self,
           unsigned int  *count,
           unsigned int   n,
           unsigned int   property)
{
  if (*count == n)
    return;

  *count = n;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

void
vcd_candidates_add_in_folders (VcdCandidates *self,
                               unsigned int   n)
{
  set_count (self, &self->n_in_folders, self->n_in_folders + n, PROP_N_IN_FOLDERS);
}

void
vcd_candidates_take_note (VcdCandidates *self,
                          char          *note)
{
  g_autofree char *old = g_steal_pointer (&self->note);

  self->note = old != NULL ? g_strconcat (old, "\n", note, NULL) : g_strdup (note);
  g_free (note);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NOTE]);
}

void
vcd_candidates_update_counts (VcdCandidates *self)
{
  unsigned int n_items = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  unsigned int n_good = 0;
  unsigned int n_conflicts = 0;

  for (unsigned int i = 0; i < n_items; i++)
    {
      VcdCandidate *candidate = vcd_candidates_peek (self, i);
      gboolean good = vcd_candidate_get_problem (candidate) == VCD_CANDIDATE_GOOD;

      n_good += good;
      n_conflicts += good && vcd_candidate_get_conflict (candidate) != VCD_CANDIDATE_FREE;
    }

  g_object_freeze_notify (G_OBJECT (self));
  set_count (self, &self->n_good, n_good, PROP_N_GOOD);
  set_count (self, &self->n_problems, n_items - n_good, PROP_N_PROBLEMS);
  set_count (self, &self->n_conflicts, n_conflicts, PROP_N_CONFLICTS);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
vcd_candidates_get_property (GObject      *object,
                             unsigned int  id,
                             GValue       *value,
                             GParamSpec   *pspec)
{
  VcdCandidates *self = VCD_CANDIDATES (object);

  switch (id)
    {
    case PROP_CATALOG:
      g_value_set_object (value, self->catalog);
      break;
    case PROP_FOLDERS:
      g_value_set_object (value, self->folders);
      break;
    case PROP_N_IN_FOLDERS:
      g_value_set_uint (value, self->n_in_folders);
      break;
    case PROP_N_GOOD:
      g_value_set_uint (value, self->n_good);
      break;
    case PROP_N_PROBLEMS:
      g_value_set_uint (value, self->n_problems);
      break;
    case PROP_N_CONFLICTS:
      g_value_set_uint (value, self->n_conflicts);
      break;
    case PROP_NOTE:
      g_value_set_string (value, self->note);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
vcd_candidates_finalize (GObject *object)
{
  VcdCandidates *self = VCD_CANDIDATES (object);

  g_clear_handle_id (&self->outdated, g_source_remove);
  g_clear_pointer (&self->transfers, g_ptr_array_unref);
  g_clear_object (&self->catalog);
  g_clear_object (&self->queue);
  g_clear_object (&self->list);
  g_clear_object (&self->folders);
  g_free (self->note);

  G_OBJECT_CLASS (vcd_candidates_parent_class)->finalize (object);
}

static void
vcd_candidates_install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  /**
   * VcdCandidates:catalog:
   *
   * Where the images are to go.
   */
  properties[PROP_CATALOG] = g_param_spec_object ("catalog", NULL, NULL, VCD_TYPE_CATALOG, flags);
  /**
   * VcdCandidates:folders:
   *
   * The folders that were not entered.
   */
  properties[PROP_FOLDERS] = g_param_spec_object ("folders", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  /**
   * VcdCandidates:n-in-folders:
   *
   * How many images there are in those folders and below them.
   */
  properties[PROP_N_IN_FOLDERS] = g_param_spec_uint ("n-in-folders", NULL, NULL, 0, G_MAXUINT, 0,
                                                     flags);
  /**
   * VcdCandidates:n-good:
   *
   * How many can be uploaded, in conflict or not.
   */
  properties[PROP_N_GOOD] = g_param_spec_uint ("n-good", NULL, NULL, 0, G_MAXUINT, 0, flags);
  /**
   * VcdCandidates:n-problems:
   *
   * How many cannot be uploaded.
   */
  properties[PROP_N_PROBLEMS] = g_param_spec_uint ("n-problems", NULL, NULL, 0, G_MAXUINT, 0,
                                                   flags);
  /**
   * VcdCandidates:n-conflicts:
   *
   * How many of the good ones have a name that is taken. It follows the catalog and the queue.
   */
  properties[PROP_N_CONFLICTS] = g_param_spec_uint ("n-conflicts", NULL, NULL, 0, G_MAXUINT, 0,
                                                    flags);
  /**
   * VcdCandidates:note:
   *
   * What was left out of folders, for there was too much in them; sentences, a line each.
   */
  properties[PROP_NOTE] = g_param_spec_string ("note", NULL, NULL, NULL, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
vcd_candidates_class_init (VcdCandidatesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = vcd_candidates_finalize;
  object_class->get_property = vcd_candidates_get_property;

  vcd_candidates_install_properties (object_class);
}

static void
on_list_changed (VcdCandidates *self,
                 unsigned int   position,
                 unsigned int   removed,
                 unsigned int   added)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static gboolean
on_outdated (gpointer data)
{
  VcdCandidates *self = data;

  self->outdated = 0;
  vcd_candidates_update_conflicts (self);

  return G_SOURCE_REMOVE;
}

/* Once for all that happens to the queue at a time. */
static void
on_transfer_changed (VcdCandidates *self)
{
  if (self->outdated == 0)
    self->outdated = g_idle_add_full (G_PRIORITY_DEFAULT, on_outdated, self, NULL);
}

static void
on_queue_changed (VcdCandidates *self,
                  unsigned int   position,
                  unsigned int   removed,
                  unsigned int   added)
{
  for (unsigned int i = position; i < position + removed; i++)
    g_signal_handlers_disconnect_by_func (self->transfers->pdata[i], on_transfer_changed, self);
  if (removed > 0)
    g_ptr_array_remove_range (self->transfers, position, removed);

  for (unsigned int i = position; i < position + added; i++)
    {
      VcdTransfer *transfer = g_list_model_get_item (G_LIST_MODEL (self->queue), i);

      g_ptr_array_insert (self->transfers, (int) i, transfer);
      g_signal_connect_object (transfer, "notify::state", G_CALLBACK (on_transfer_changed), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (transfer, "notify::name", G_CALLBACK (on_transfer_changed), self,
                               G_CONNECT_SWAPPED);
    }

  on_transfer_changed (self);
}

static void
vcd_candidates_init (VcdCandidates *self)
{
  self->transfers = g_ptr_array_new_with_free_func (g_object_unref);
  self->list = g_list_store_new (VCD_TYPE_CANDIDATE);
  self->folders = g_list_store_new (G_TYPE_FILE);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (on_list_changed), self,
                           G_CONNECT_SWAPPED);
}

/**
 * vcd_candidates_new:
 * @catalog: where the images are to go
 * @queue: what is already on its way
 *
 * Makes a list without candidates.
 *
 * Returns: (transfer full): a list without candidates
 */
VcdCandidates *
vcd_candidates_new (VcdCatalog       *catalog,
                    VcdTransferQueue *queue)
{
  VcdCandidates *self;

  g_return_val_if_fail (VCD_IS_CATALOG (catalog), NULL);
  g_return_val_if_fail (VCD_IS_TRANSFER_QUEUE (queue), NULL);

  self = g_object_new (VCD_TYPE_CANDIDATES, NULL);
  self->catalog = g_object_ref (catalog);
  self->queue = g_object_ref (queue);
  g_signal_connect_object (catalog, "items-changed",
                           G_CALLBACK (vcd_candidates_update_conflicts), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (queue, "items-changed", G_CALLBACK (on_queue_changed), self,
                           G_CONNECT_SWAPPED);
  on_queue_changed (self, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (queue)));

  return self;
}

/**
 * vcd_candidates_get_catalog:
 * @self: candidates
 *
 * Gets the catalog.
 *
 * Returns: (transfer none): where the images are to go
 */
VcdCatalog *
vcd_candidates_get_catalog (VcdCandidates *self)
{
  g_return_val_if_fail (VCD_IS_CANDIDATES (self), NULL);

  return self->catalog;
}

/**
 * vcd_candidates_get_folders:
 * @self: candidates
 *
 * Gets the folders that were not entered.
 *
 * Returns: (transfer none): the folders among the files that were added, as [iface@Gio.File]
 */
GListModel *
vcd_candidates_get_folders (VcdCandidates *self)
{
  g_return_val_if_fail (VCD_IS_CANDIDATES (self), NULL);

  return G_LIST_MODEL (self->folders);
}

/**
 * vcd_candidates_get_n_in_folders:
 * @self: candidates
 *
 * Counts the images in folders that were not entered.
 *
 * Returns: how many images there are in those folders and below them
 */
unsigned int
vcd_candidates_get_n_in_folders (VcdCandidates *self)
{
  g_return_val_if_fail (VCD_IS_CANDIDATES (self), 0);

  return self->n_in_folders;
}

/**
 * vcd_candidates_get_n_good:
 * @self: candidates
 *
 * Counts what can be uploaded.
 *
 * Returns: how many can be uploaded, in conflict or not
 */
unsigned int
vcd_candidates_get_n_good (VcdCandidates *self)
{
  g_return_val_if_fail (VCD_IS_CANDIDATES (self), 0);

  return self->n_good;
}

/**
 * vcd_candidates_get_n_problems:
 * @self: candidates
 *
 * Counts what cannot be uploaded.
 *
 * Returns: how many cannot be uploaded
 */
unsigned int
vcd_candidates_get_n_problems (VcdCandidates *self)
{
  g_return_val_if_fail (VCD_IS_CANDIDATES (self), 0);

  return self->n_problems;
}

/**
 * vcd_candidates_get_n_conflicts:
 * @self: candidates
 *
 * Counts the names that are taken.
 *
 * Returns: how many of the good ones have a name that is taken
 */
unsigned int
vcd_candidates_get_n_conflicts (VcdCandidates *self)
{
  g_return_val_if_fail (VCD_IS_CANDIDATES (self), 0);

  return self->n_conflicts;
}

/**
 * vcd_candidates_get_note:
 * @self: candidates
 *
 * Gets what was left out of folders, for there was too much in them.
 *
 * Returns: (transfer none) (nullable): sentences for people, a line each
 */
const char *
vcd_candidates_get_note (VcdCandidates *self)
{
  g_return_val_if_fail (VCD_IS_CANDIDATES (self), NULL);

  return self->note;
}
