/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-media-private.h"

G_BEGIN_DECLS

/* What an image is made of, for the files that make it: how it comes to be and changes
 * (vcd-media.c), and what it says of itself (vcd-media-get.c). */
struct _VcdMedia
{
  GObject         parent_instance;

  VcdCatalog     *catalog;        /* weak */
  char           *href;
  char           *item_href;
  char           *name;
  char           *description;
  uint64_t        size;
  VcdMediaStatus  status;
  char           *status_text;
  GDateTime      *created;
  char           *owner;
  char           *storage_profile;
  gboolean        is_iso;
  gboolean        unfinished;
  gboolean        deleting;
  uint64_t        transferred;
};

G_END_DECLS
