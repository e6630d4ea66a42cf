/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-help.h"

#include <glib/gi18n.h>
#include <libportal/portal.h>

#include "airlift-error-toast.h"

/* The help is installed twice: as pages for the desktop's viewer, and as one HTML document in each
 * language for a browser. The second is for where there is no viewer, or where it cannot see the
 * first, for it does not look into sandboxes. It is one document because a portal may open to the
 * browser the one file that it is given, and none beside it. */

/* In the directories of data in their order; NULL if it is in none. */
static char *
find_file (const char *name)
{
  g_autofree char *own = g_build_filename (g_get_user_data_dir (), name, NULL);

  if (g_file_test (own, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&own);

  for (const char *const *dir = g_get_system_data_dirs (); *dir != NULL; dir++)
    {
      g_autofree char *path = g_build_filename (*dir, name, NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }

  return NULL;
}

static char *
find_document (void)
{
  /* The last of them is “C”. */
  for (const char *const *name = g_get_language_names (); *name != NULL; name++)
    {
      g_autofree char *relative = g_strdup_printf ("airlift/help/%s.html", *name);
      char *path = find_file (relative);

      if (path != NULL)
        return path;
    }

  return NULL;
}

static gboolean
viewer_sees_pages (void)
{
  g_autofree char *pages = find_file ("help/C/airlift/index.page");

  return pages != NULL && !xdp_portal_running_under_sandbox ();
}

static void
on_document_opened (GObject      *object,
                    GAsyncResult *result,
                    gpointer      data)
{
  g_autoptr (GtkWindow) window = data;
  g_autoptr (GError) error = NULL;

  if (!gtk_file_launcher_launch_finish (GTK_FILE_LAUNCHER (object), result, &error) &&
      !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    airlift_error_toast_add (GTK_WIDGET (window), _("The help could not be opened"), error);
}

static void
open_document (GtkWindow *window)
{
  g_autofree char *path = find_document ();
  g_autoptr (GFile) file = path != NULL ? g_file_new_for_path (path) : NULL;
  g_autoptr (GtkFileLauncher) launcher = NULL;

  if (file == NULL)
    {
      airlift_error_toast_add_text (GTK_WIDGET (window), _("The help could not be opened"),
                                    _("It is not installed."), NULL);
      return;
    }

  launcher = gtk_file_launcher_new (file);
  gtk_file_launcher_launch (launcher, window, NULL, on_document_opened, g_object_ref (window));
}

static void
on_pages_opened (GObject      *object,
                 GAsyncResult *result,
                 gpointer      data)
{
  g_autoptr (GtkWindow) window = data;
  g_autoptr (GError) error = NULL;

  if (!gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (object), result, &error) &&
      !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    open_document (window);
}

void
airlift_help_open (GtkWindow *window)
{
  g_autoptr (GtkUriLauncher) launcher = NULL;

  if (!viewer_sees_pages ())
    {
      open_document (window);
      return;
    }

  launcher = gtk_uri_launcher_new ("help:airlift");
  gtk_uri_launcher_launch (launcher, window, NULL, on_pages_opened, g_object_ref (window));
}
