/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "airlift-window.h"

G_BEGIN_DECLS

/* What the intake says and asks. */

/* @n_begun: how many uploads were made. What was left out is told in the same breath. */
void airlift_intake_tell              (AirliftWindow       *window,
                                       VcdCandidates       *candidates,
                                       unsigned int         n_begun);
/* Nothing of it goes to the catalog, for the reason that @error gives. */
void airlift_intake_refuse            (AirliftWindow       *window,
                                       VcdCandidates       *candidates,
                                       const GError        *error);
/* Whether the images in folders are meant: the answer is "upload" or another one. */
void airlift_intake_ask_about_folders (AirliftWindow       *window,
                                       VcdCandidates       *candidates,
                                       GAsyncReadyCallback  callback,
                                       gpointer             data);

G_END_DECLS
