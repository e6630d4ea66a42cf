/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-types.h"

G_BEGIN_DECLS

#define VCD_TYPE_CANDIDATE (vcd_candidate_get_type ())

VCD_EXPORT
G_DECLARE_FINAL_TYPE (VcdCandidate, vcd_candidate, VCD, CANDIDATE, GObject)

VCD_EXPORT
GFile                *vcd_candidate_get_file        (VcdCandidate      *self);
VCD_EXPORT
VcdMedia             *vcd_candidate_get_media       (VcdCandidate      *self);
VCD_EXPORT
const char           *vcd_candidate_get_source_name (VcdCandidate      *self);
VCD_EXPORT
const char           *vcd_candidate_get_name        (VcdCandidate      *self);
VCD_EXPORT
void                  vcd_candidate_set_name        (VcdCandidate      *self,
                                                     const char        *name);
VCD_EXPORT
const char           *vcd_candidate_get_description (VcdCandidate      *self);
VCD_EXPORT
void                  vcd_candidate_set_description (VcdCandidate      *self,
                                                     const char        *description);
VCD_EXPORT
uint64_t              vcd_candidate_get_size        (VcdCandidate      *self);
VCD_EXPORT
VcdImageKind          vcd_candidate_get_kind        (VcdCandidate      *self);
VCD_EXPORT
const char           *vcd_candidate_get_volume_name (VcdCandidate      *self);
VCD_EXPORT
VcdCandidateProblem   vcd_candidate_get_problem     (VcdCandidate      *self);
VCD_EXPORT
const GError         *vcd_candidate_get_error       (VcdCandidate      *self);
VCD_EXPORT
VcdCandidateConflict  vcd_candidate_get_conflict    (VcdCandidate      *self);
VCD_EXPORT
VcdMedia             *vcd_candidate_get_existing    (VcdCandidate      *self);
VCD_EXPORT
VcdConflictPolicy     vcd_candidate_get_policy      (VcdCandidate      *self);
VCD_EXPORT
void                  vcd_candidate_set_policy      (VcdCandidate      *self,
                                                     VcdConflictPolicy  policy);

G_END_DECLS
