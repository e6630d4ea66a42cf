/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * drag-source [--as files|file|uris|text] FILE... - a window that files can be dragged out of, and
 * copied with Ctrl+C, as from a file manager. It says a line when the pointer comes, "enter", at
 * each turn of a drag: "begin", "action N", "end", "cancel N", and at each "copy".
 */
#include <gtk/gtk.h>
#include <string.h>

static char *kind;
static char **names;

static void
say (const char *word,
     int         number)
{
  g_print ("%s %d\n", word, number);
  fflush (stdout);
}

static GSList *
dup_files (void)
{
  GSList *files = NULL;

  for (unsigned int i = 0; names != NULL && names[i] != NULL; i++)
    files = g_slist_append (files, g_file_new_for_commandline_arg (names[i]));

  return files;
}

static char *
dup_uris (GSList     *files,
          const char *end)
{
  GString *text = g_string_new (NULL);

  for (GSList *link = files; link != NULL; link = link->next)
    {
      g_autofree char *uri = g_file_get_uri (link->data);

      g_string_append_printf (text, "%s%s", uri, end);
    }

  return g_string_free (text, FALSE);
}

static GdkContentProvider *
new_uris (GSList *files)
{
  g_autofree char *text = dup_uris (files, "\r\n");
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return gdk_content_provider_new_for_bytes ("text/uri-list", bytes);
}

static GdkContentProvider *
new_content (void)
{
  GSList *files = dup_files ();
  GdkContentProvider *content;

  if (g_strcmp0 (kind, "file") == 0)
    {
      content = gdk_content_provider_new_typed (G_TYPE_FILE, files->data);
    }
  else if (g_strcmp0 (kind, "uris") == 0)
    {
      content = new_uris (files);
    }
  else if (g_strcmp0 (kind, "text") == 0)
    {
      g_autofree char *text = dup_uris (files, "\n");

      content = gdk_content_provider_new_typed (G_TYPE_STRING, text);
    }
  else
    {
      GdkFileList *list = gdk_file_list_new_from_list (files);

      content = gdk_content_provider_new_typed (GDK_TYPE_FILE_LIST, list);
      g_boxed_free (GDK_TYPE_FILE_LIST, list);
    }
  g_slist_free_full (files, g_object_unref);

  return content;
}

static GdkContentProvider *
on_prepare (GtkDragSource *source,
            double         x,
            double         y,
            gpointer       data)
{
  return new_content ();
}

static gboolean
on_copy (GtkWidget *widget,
         GVariant  *arguments,
         gpointer   data)
{
  g_autoptr (GdkContentProvider) content = new_content ();

  gdk_clipboard_set_content (gtk_widget_get_clipboard (widget), content);
  say ("copy", 0);

  return TRUE;
}

static void
on_action (GdkDrag    *drag,
           GParamSpec *pspec,
           gpointer    data)
{
  say ("action", gdk_drag_get_selected_action (drag));
}

static void
on_begin (GtkDragSource *source,
          GdkDrag       *drag,
          gpointer       data)
{
  g_signal_connect (drag, "notify::selected-action", G_CALLBACK (on_action), NULL);
  say ("begin", 0);
}

static void
on_end (GtkDragSource *source,
        GdkDrag       *drag,
        gboolean       delete_data,
        gpointer       data)
{
  say ("end", 0);
}

static gboolean
on_cancel (GtkDragSource       *source,
           GdkDrag             *drag,
           GdkDragCancelReason  reason,
           gpointer             data)
{
  say ("cancel", reason);

  /* No animation back: it is over. */
  return TRUE;
}

static void
on_enter (GtkEventControllerMotion *motion,
          double                    x,
          double                    y,
          gpointer                  data)
{
  say ("enter", 0);
}

static void
on_activate (GApplication *application,
             gpointer      data)
{
  GtkWidget *window = gtk_application_window_new (GTK_APPLICATION (application));
  GtkWidget *label = gtk_label_new ("Files");
  GtkDragSource *source = gtk_drag_source_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();

  g_signal_connect (motion, "enter", G_CALLBACK (on_enter), NULL);
  gtk_widget_add_controller (label, motion);
  g_signal_connect (source, "prepare", G_CALLBACK (on_prepare), NULL);
  g_signal_connect (source, "drag-begin", G_CALLBACK (on_begin), NULL);
  g_signal_connect (source, "drag-end", G_CALLBACK (on_end), NULL);
  g_signal_connect (source, "drag-cancel", G_CALLBACK (on_cancel), NULL);
  gtk_widget_add_controller (label, GTK_EVENT_CONTROLLER (source));
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (keys),
    gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control>c"),
                      gtk_callback_action_new (on_copy, NULL, NULL)));
  gtk_widget_add_controller (window, keys);
  gtk_window_set_child (GTK_WINDOW (window), label);
  gtk_window_set_title (GTK_WINDOW (window), "Files");
  gtk_window_set_default_size (GTK_WINDOW (window), 160, 120);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int   argc,
      char *argv[])
{
  const GOptionEntry entries[] = {
    { "as", 0, 0, G_OPTION_ARG_STRING, &kind, "What is offered", "files|file|uris|text" },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &names, NULL, NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GtkApplication) application = NULL;
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("drag-source: %s\n", error->message);
      return 2;
    }
  application = gtk_application_new ("io.github.vcdairlift.DragSource", G_APPLICATION_NON_UNIQUE);
  g_signal_connect (application, "activate", G_CALLBACK (on_activate), NULL);

  return g_application_run (G_APPLICATION (application), 0, NULL);
}
