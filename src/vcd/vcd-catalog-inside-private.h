/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-catalog-private.h"
#include "vcd-media-list-private.h"

G_BEGIN_DECLS

/* What a catalog is made of, for the files that make it: what it is (vcd-catalog.c), and how its
 * list fills (vcd-catalog-load.c). */
struct _VcdCatalog
{
  GObject         parent_instance;

  VcdSession     *session;      /* weak */
  char           *href;
  char           *name;
  char           *description;
  char           *organization;
  char           *owner;
  VcdCatalogKind  kind;
  char           *upload_href;
  char           *read_only_reason;
  gboolean        loading;
  gboolean        loaded;

  VcdMediaList   *media;
  DexFuture      *load;         /* shared by all who wait for it */
  unsigned        load_serial;
};

/* Says that it is being loaded, or no longer; @loaded: all of it is there. */
void vcd_catalog_set_loading (VcdCatalog *self,
                              gboolean    loading,
                              gboolean    loaded);

G_END_DECLS
