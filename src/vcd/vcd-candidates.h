/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-types.h"

G_BEGIN_DECLS

#define VCD_TYPE_CANDIDATES (vcd_candidates_get_type ())

VCD_EXPORT
G_DECLARE_FINAL_TYPE (VcdCandidates, vcd_candidates, VCD, CANDIDATES, GObject)

VCD_EXPORT
VcdCandidates *vcd_candidates_new            (VcdCatalog           *catalog,
                                              VcdTransferQueue     *queue);
VCD_EXPORT
VcdCatalog    *vcd_candidates_get_catalog    (VcdCandidates        *self);
VCD_EXPORT
void           vcd_candidates_add_async      (VcdCandidates        *self,
                                              GListModel           *files,
                                              gboolean              enter_folders,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
VCD_EXPORT
gboolean       vcd_candidates_add_finish     (VcdCandidates        *self,
                                              GAsyncResult         *result,
                                              GError              **error);
VCD_EXPORT
void           vcd_candidates_add_media      (VcdCandidates        *self,
                                              VcdMedia             *media);
VCD_EXPORT
GListModel    *vcd_candidates_get_folders    (VcdCandidates        *self);
VCD_EXPORT
unsigned int   vcd_candidates_get_n_in_folders (VcdCandidates      *self);
VCD_EXPORT
void           vcd_candidates_check_async    (VcdCandidates        *self,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
VCD_EXPORT
gboolean       vcd_candidates_check_finish   (VcdCandidates        *self,
                                              GAsyncResult         *result,
                                              GError              **error);
VCD_EXPORT
unsigned int   vcd_candidates_get_n_good     (VcdCandidates        *self);
VCD_EXPORT
unsigned int   vcd_candidates_get_n_problems (VcdCandidates        *self);
VCD_EXPORT
unsigned int   vcd_candidates_get_n_conflicts (VcdCandidates       *self);
VCD_EXPORT
const char    *vcd_candidates_get_note       (VcdCandidates        *self);
VCD_EXPORT
char          *vcd_candidates_dup_free_name  (VcdCandidates        *self,
                                              VcdCandidate         *candidate);
VCD_EXPORT
GListModel    *vcd_candidates_create_uploads (VcdCandidates        *self);

G_END_DECLS
