/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "airlift-window.h"

G_BEGIN_DECLS

/* All ways of giving files to the app lead here: drops, the file dialog, the clipboard, Open With.
 *
 * @files: of GFile
 * @catalog: (nullable): where they go; asked for if it is not known */
void airlift_intake_files        (AirliftWindow *window,
                                  GListModel    *files,
                                  VcdCatalog    *catalog);
/* The same for images of other catalogs. @media: of VcdMedia */
void airlift_intake_media        (AirliftWindow *window,
                                  GListModel    *media,
                                  VcdCatalog    *catalog);
/* Asks for files, for the catalog that the window shows. */
void airlift_intake_choose_files (AirliftWindow *window);
/* Takes what is in the clipboard, if it is files or images. */
void airlift_intake_paste        (AirliftWindow *window);

G_END_DECLS
