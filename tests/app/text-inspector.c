/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * text-inspector - the app, which says what text of its own cannot be read in full when it is sent
 * SIGUSR1: a line for each, and "done"
 *
 * Text of its own is what begins with the mark that the test's translation puts there; names of
 * images and the like are cut where they are too long, and are in tooltips.
 */
#include "config.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <locale.h>

#include "airlift-application.h"

/* The right-to-left mark. */
#define MARK "\u200f"

static gboolean
has_tooltip (GtkWidget *widget)
{
  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    if (gtk_widget_get_has_tooltip (widget))
      return TRUE;

  return FALSE;
}

static gboolean
is_cut_label (GtkLabel *label)
{
  PangoLayout *layout = gtk_label_get_layout (label);
  int width, height;

  if (pango_layout_is_ellipsized (layout))
    return TRUE;

  pango_layout_get_pixel_size (layout, &width, &height);

  return width > gtk_widget_get_width (GTK_WIDGET (label)) ||
         height > gtk_widget_get_height (GTK_WIDGET (label));
}

static gboolean
is_cut_inscription (GtkInscription *inscription)
{
  g_autoptr (PangoLayout) layout = NULL;
  int width, height;

  layout = gtk_widget_create_pango_layout (GTK_WIDGET (inscription),
                                           gtk_inscription_get_text (inscription));
  pango_layout_get_pixel_size (layout, &width, &height);

  return width > gtk_widget_get_width (GTK_WIDGET (inscription));
}

static void
inspect (GtkWidget *widget)
{
  const char *text = NULL;
  gboolean cut = FALSE;

  /* What is on its way in or out is not there to be read yet. */
  if (!gtk_widget_get_mapped (widget) || !gtk_widget_get_child_visible (widget))
    return;

  if (GTK_IS_LABEL (widget))
    {
      text = gtk_label_get_text (GTK_LABEL (widget));
      cut = is_cut_label (GTK_LABEL (widget));
    }
  else if (GTK_IS_INSCRIPTION (widget))
    {
      text = gtk_inscription_get_text (GTK_INSCRIPTION (widget));
      cut = text != NULL && is_cut_inscription (GTK_INSCRIPTION (widget));
    }

  if (cut && g_str_has_prefix (text, MARK) && !has_tooltip (widget))
    g_print ("cut: %s in a %s of %d × %d\n", text,
             G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)), gtk_widget_get_width (widget),
             gtk_widget_get_height (widget));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    inspect (child);
}

static gboolean
on_signal (gpointer data)
{
  for (GList *l = gtk_application_get_windows (data); l != NULL; l = l->next)
    {
      inspect (l->data);
      g_print ("direction: %s\n",
               gtk_widget_get_direction (l->data) == GTK_TEXT_DIR_RTL ? "rtl" : "ltr");
    }
  g_print ("done\n");

  return G_SOURCE_CONTINUE;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (AirliftApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("AIRLIFT_LOCALES"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  application = airlift_application_new ();
  g_unix_signal_add (SIGUSR1, on_signal, application);

  return g_application_run (G_APPLICATION (application), argc, argv);
}
