/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-media-search.h"

#include "vcd.h"

/* The search in a list of images. In C and not by expressions, so that thousands of images are gone
 * through within a frame and the view changes once for each letter.
 */

static char *
fold (const char *text)
{
  g_autofree char *normalized = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);

  return normalized != NULL ? g_utf8_casefold (normalized, -1) : NULL;
}

static gboolean
begins_with (const char *text,
             const char *folded)
{
  for (; *folded != '\0'; text++, folded++)
    if (g_ascii_tolower (*text) != *folded)
      return FALSE;

  return TRUE;
}

/* Most names are plain, and then there is nothing to be normalized. */
static gboolean
contains (const char *text,
          const char *folded)
{
  g_autofree char *folded_text = NULL;

  if (text == NULL)
    return FALSE;

  if (g_str_is_ascii (text))
    {
      for (; *text != '\0'; text++)
        if (begins_with (text, folded))
          return TRUE;
      return FALSE;
    }

  folded_text = fold (text);
  return folded_text != NULL && strstr (folded_text, folded) != NULL;
}

static gboolean
matches (gpointer item,
         gpointer data)
{
  const char *folded = data;

  return contains (vcd_media_get_name (item), folded) ||
         contains (vcd_media_get_description (item), folded);
}

void
airlift_media_search_set (GtkFilterListModel *model,
                          const char         *search)
{
  g_autofree char *folded = search != NULL ? fold (search) : NULL;
  g_autoptr (GtkFilter) filter = NULL;

  if (folded != NULL && *folded != '\0')
    filter = GTK_FILTER (gtk_custom_filter_new (matches, g_steal_pointer (&folded), g_free));
  gtk_filter_list_model_set_filter (model, filter);
}
