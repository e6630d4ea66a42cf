/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-media.h"

G_BEGIN_DECLS

/* The images of a catalog, in the order in which they came, each once. While it is loaded anew it
 * remembers what was there, and what went away meanwhile, so that an older page does not undo
 * that. */
#define VCD_TYPE_MEDIA_LIST (vcd_media_list_get_type ())

G_DECLARE_FINAL_TYPE (VcdMediaList, vcd_media_list, VCD, MEDIA_LIST, GObject)

VcdMediaList *vcd_media_list_new          (void);
/* Borrowed, or NULL. What is asked for counts as seen. */
VcdMedia     *vcd_media_list_look_up      (VcdMediaList *self,
                                           const char   *id);
/* Full reference, or NULL. */
VcdMedia     *vcd_media_list_find         (VcdMediaList *self,
                                           const char   *name);
/* One change of the list for all of @media. */
void          vcd_media_list_append       (VcdMediaList *self,
                                           GPtrArray    *media);
void          vcd_media_list_forget       (VcdMediaList *self,
                                           const char   *id);
gboolean      vcd_media_list_is_forgotten (VcdMediaList *self,
                                           const char   *id);
void          vcd_media_list_begin_load   (VcdMediaList *self);
/* @whole: every page came, so what was not on one is gone. */
void          vcd_media_list_end_load     (VcdMediaList *self,
                                           gboolean      whole);

G_END_DECLS
