/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-candidate-private.h"
#include "vcd-candidates.h"
#include "vcd-catalog-private.h"
#include "vcd-transfer-queue.h"

G_BEGIN_DECLS

/* The inside of VcdCandidates, for the files that it is made of: vcd-candidates.c has the object,
 * vcd-candidates-add.c what comes into it, and vcd-candidates-names.c the conflicts and what
 * becomes of them. */
struct _VcdCandidates
{
  GObject           parent_instance;

  VcdCatalog       *catalog;
  VcdTransferQueue *queue;
  GPtrArray        *transfers; /* those of the queue, in its order */
  unsigned int      outdated;  /* source id: the queue has changed */
  GListStore       *list;
  GListStore       *folders;
  unsigned int      n_in_folders;
  unsigned int      n_good;
  unsigned int      n_problems;
  unsigned int      n_conflicts;
  char             *note;
};

/* The list keeps it alive. */
VcdCandidate *vcd_candidates_peek             (VcdCandidates *self,
                                               unsigned int   position);
void          vcd_candidates_add_in_folders   (VcdCandidates *self,
                                               unsigned int   n);
/* @note: (transfer full): a sentence more about what was left out */
void          vcd_candidates_take_note        (VcdCandidates *self,
                                               char          *note);
void          vcd_candidates_update_counts    (VcdCandidates *self);
void          vcd_candidates_update_conflicts (VcdCandidates *self);
/* Whether one of @file is on its way to the catalog. */
gboolean      vcd_candidates_is_queued        (VcdCandidates *self,
                                               GFile         *file);

G_END_DECLS
