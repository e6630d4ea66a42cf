/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libdex.h>

#include "vcd-candidate.h"

G_BEGIN_DECLS

/* What was found out about a file, on a thread that may wait for its disk. */
typedef struct
{
  GFile               *file;
  char                *name;
  uint64_t             size;
  VcdImageKind         kind;
  char                *volume_name;
  VcdCandidateProblem  problem;
  GError              *error;
  gboolean             is_folder;
  gboolean             entered;  /* of a folder: its images are facts of their own */
  unsigned int         n_images; /* in a folder and those below it */
  gboolean             left_out; /* there may be more than those */
} VcdCandidateFacts;

void               vcd_candidate_facts_free    (VcdCandidateFacts    *facts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcdCandidateFacts, vcd_candidate_facts_free)

/* Looks at @files on a thread. Resolves to a GPtrArray of facts: one about each file, or with
 * @enter about each image in the folders that they are, too. */
DexFuture         *vcd_candidate_look          (GPtrArray            *files,
                                                gboolean              enter,
                                                GCancellable         *cancellable);

VcdCandidate      *vcd_candidate_new_for_facts (VcdCandidateFacts    *facts);
VcdCandidate      *vcd_candidate_new_for_media (VcdMedia             *media);
void               vcd_candidate_set_problem   (VcdCandidate         *self,
                                                VcdCandidateProblem   problem,
                                                const GError         *error);
/* @existing: (nullable): what has the name in the catalog */
void               vcd_candidate_set_conflict  (VcdCandidate         *self,
                                                VcdCandidateConflict  conflict,
                                                VcdMedia             *existing);

G_END_DECLS
