/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "vcd-error-private.h"
#include "vcd-fiber-private.h"
#include "vcd-query-private.h"

/* Looking for a storage profile by its name. */
typedef struct
{
  VcdSession *session;
  char       *name;
  char       *href;
} VcdSearch;

static void
vcd_search_free (gpointer data)
{
  VcdSearch *search = data;

  g_clear_object (&search->session);
  g_free (search->name);
  g_free (search->href);
  g_free (search);
}

static void
on_profile_page (VcdXml   *page,
                 gpointer  data)
{
  VcdSearch *search = data;
  VcdElement *record = vcd_query_get_record (vcd_element_get_first (vcd_xml_get_root (page)));

  for (; record != NULL; record = vcd_query_get_record (vcd_element_get_next (record)))
    {
      g_autofree char *name = vcd_element_dup_attribute (record, "name");

      if (search->href == NULL && g_strcmp0 (name, search->name) == 0)
        search->href = vcd_element_dup_attribute (record, "href");
    }
}

static DexFuture *
find_profile_fiber (gpointer      data,
                    GCancellable *cancellable)
{
  VcdSearch *search = data;
  GError *error = NULL;

  if (!dex_await (vcd_unless_cancelled (vcd_session_query (search->session, "orgVdcStorageProfile",
                                                           "name", search->name, on_profile_page,
                                                           search, NULL), cancellable), &error))
    return dex_future_new_for_error (error);

  if (search->href == NULL)
    return dex_future_new_for_error (vcd_error_new (VCD_ERROR_NOT_FOUND, NULL,
                                                    _("There is no storage profile named “%s”."),
                                                    search->name));

  return dex_future_new_take_string (g_steal_pointer (&search->href));
}

DexFuture *
vcd_session_find_storage_profile (VcdSession *self,
                                  const char *name)
{
  VcdSearch *search = g_new0 (VcdSearch, 1);

  search->session = g_object_ref (self);
  search->name = g_strdup (name);

  return vcd_fiber_spawn (find_profile_fiber, search, vcd_search_free);
}
