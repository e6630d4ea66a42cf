/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* bench-frames MODE [SERVER FINGERPRINT FILE]: how smoothly the app's own window draws.
 *
 *   work    fifty accounts, a catalog of thousands, five hundred queued files, four uploads under
 *           way; opens, sorts, searches and scrolls, and prints what lay between two frames
 *   stall   the same with a sleep of 100 ms twice a second, which the numbers have to show
 *   idle    signed in with nothing to do: how often it wakes up
 *   start   prints the time of the first frame
 *   bare    the same of an empty AdwApplicationWindow
 */

#include <stdlib.h>

#include "airlift-application.h"

#define ACCOUNTS 50
#define QUEUED 500
#define PHASE_MSEC 4000

typedef struct
{
  const char *name;
  void      (*step) (unsigned int tick);
} Phase;

static const char *mode, *server, *fingerprint, *path;
static GtkWindow *window;
static VcdCatalog *catalog;
static GArray *gaps;
static int64_t last_frame;
static unsigned int phase, tick, wakes;

/* Once: looking for them in each frame would be measured, too. */
static GtkWidget *view, *entry;

static GtkWidget *
find_widget (GtkWidget *from,
             GType      type)
{
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (from, type))
    return from;
  for (GtkWidget *child = gtk_widget_get_first_child (from); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_widget (child, type);

  return found;
}

static void
step_open (unsigned int frame)
{
}

static void
step_sort (unsigned int frame)
{
  GListModel *columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (view));

  if (frame % 40 == 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, frame / 40 % 3);

      gtk_column_view_sort_by_column (GTK_COLUMN_VIEW (view), column,
                                      frame / 120 % 2 == 0 ? GTK_SORT_DESCENDING
                                                           : GTK_SORT_ASCENDING);
    }
}

static void
step_search (unsigned int frame)
{
  static const char *const typed[] = { "i", "im", "ima", "imag", "image", "image-", "image-1", "" };

  if (frame == 0)
    gtk_widget_activate_action (GTK_WIDGET (window), "win.search", NULL);
  if (frame % 15 == 0)
    gtk_editable_set_text (GTK_EDITABLE (entry), typed[frame / 15 % G_N_ELEMENTS (typed)]);
}

static void
step_scroll (unsigned int frame)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));

  if (frame == 0)
    gtk_editable_set_text (GTK_EDITABLE (entry), "");
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + 60);
}

static const Phase phases[] = {
  { "opening", step_open },
  { "sorting", step_sort },
  { "searching", step_search },
  { "scrolling", step_scroll },
};

static int
compare (gconstpointer a,
         gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
report (const char *name)
{
  unsigned int late = 0;

  if (gaps->len == 0)
    g_error ("No frame was drawn while %s", name);

  g_array_sort (gaps, compare);
  for (unsigned int i = 0; i < gaps->len; i++)
    late += g_array_index (gaps, double, i) > 25;
  g_print ("frames %s %u %.2f %.2f %.2f %.2f\n", name, gaps->len,
           g_array_index (gaps, double, gaps->len / 2),
           g_array_index (gaps, double, gaps->len * 95 / 100),
           g_array_index (gaps, double, gaps->len - 1), 100.0 * late / gaps->len);
  g_array_set_size (gaps, 0);
}

static void
on_before_paint (GdkFrameClock *clock,
                 gpointer       data)
{
  int64_t now = g_get_monotonic_time ();
  double gap = (double) (now - last_frame) / 1000;

  if (last_frame != 0)
    g_array_append_val (gaps, gap);
  last_frame = now;
}

static gboolean
on_tick (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       data)
{
  phases[phase].step (tick++);

  return G_SOURCE_CONTINUE;
}

static gboolean
on_phase_over (gpointer data)
{
  /* Opening a catalog has come to its end when all of it is there. */
  if (phase == 0 && (vcd_catalog_get_loading (catalog) || !vcd_catalog_get_loaded (catalog)))
    return G_SOURCE_CONTINUE;

  report (phases[phase].name);
  tick = 0;
  if (++phase < G_N_ELEMENTS (phases))
    return G_SOURCE_CONTINUE;

  exit (0);
}

static gboolean
on_stall (gpointer data)
{
  g_usleep (100 * 1000);

  return G_SOURCE_CONTINUE;
}

static void
add_uploads (VcdTransferQueue *queue)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  vcd_transfer_queue_set_max_active (queue, 4);
  vcd_transfer_queue_set_max_per_account (queue, 4);
  for (unsigned int i = 0; i < QUEUED; i++)
    {
      g_autoptr (VcdMediaUpload) upload = vcd_media_upload_new (catalog, file);
      g_autofree char *name = g_strdup_printf ("queued-%03u.iso", i);

      vcd_media_upload_set_media_name (upload, name);
      vcd_transfer_queue_add (queue, VCD_TRANSFER (upload));
    }
}

/* Everything is under way: now the catalog is opened. */
static void
begin_work (void)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));

  if (g_str_equal (mode, "stall"))
    g_timeout_add (500, on_stall, NULL);
  airlift_window_show_catalog (AIRLIFT_WINDOW (window), catalog);
  view = find_widget (GTK_WIDGET (window), GTK_TYPE_COLUMN_VIEW);
  entry = find_widget (GTK_WIDGET (window), GTK_TYPE_SEARCH_ENTRY);
  g_signal_connect (clock, "before-paint", G_CALLBACK (on_before_paint), NULL);
  gtk_widget_add_tick_callback (GTK_WIDGET (window), on_tick, NULL, NULL);
  g_timeout_add (PHASE_MSEC, on_phase_over, NULL);
}

static unsigned int
count_sending (VcdTransferQueue *queue)
{
  unsigned int n = 0;

  for (unsigned int i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (queue)); i++)
    {
      g_autoptr (VcdTransfer) transfer = g_list_model_get_item (G_LIST_MODEL (queue), i);

      n += vcd_transfer_get_state (transfer) == VCD_TRANSFER_SENDING;
    }

  return n;
}

static int
count_poll (GPollFD *fds,
            guint    n_fds,
            int      timeout)
{
  wakes++;
  return g_poll (fds, n_fds, timeout);
}

static gboolean
on_idle_over (gpointer data)
{
  g_print ("wakes %u in 10 s\n", wakes);
  exit (0);
}

static gboolean
on_settled (gpointer data)
{
  wakes = 0;
  g_main_context_set_poll_func (NULL, count_poll);
  g_timeout_add_seconds (10, on_idle_over, NULL);

  return G_SOURCE_REMOVE;
}

/* Looks whether all accounts are there, then whether the uploads are on their way. */
static gboolean
on_watch (gpointer data)
{
  AirliftApplication *application = data;
  GListModel *sessions = G_LIST_MODEL (airlift_application_get_sessions (application));
  VcdTransferQueue *queue = airlift_application_get_queue (application);

  for (unsigned int i = 0; catalog == NULL && i < g_list_model_get_n_items (sessions); i++)
    {
      g_autoptr (VcdSession) session = g_list_model_get_item (sessions, i);

      if (g_list_model_get_n_items (vcd_session_get_catalogs (session)) == 0)
        return G_SOURCE_CONTINUE;
    }

  if (catalog == NULL)
    {
      g_autoptr (VcdSession) first = g_list_model_get_item (sessions, 0);

      catalog = g_list_model_get_item (vcd_session_get_catalogs (first), 0);
      if (g_str_equal (mode, "idle"))
        {
          airlift_window_show_catalog (AIRLIFT_WINDOW (window), catalog);
          g_timeout_add_seconds (15, on_settled, NULL);
          return G_SOURCE_REMOVE;
        }
      add_uploads (queue);
    }
  if (count_sending (queue) < 4)
    return G_SOURCE_CONTINUE;

  begin_work ();
  return G_SOURCE_REMOVE;
}

static void
add_accounts (GApplication *application,
              gpointer      data)
{
  VcdAccountStore *store = airlift_application_get_accounts (AIRLIFT_APPLICATION (application));
  unsigned int n = g_str_equal (mode, "start") ? 0 : ACCOUNTS;

  for (unsigned int i = 0; i < n; i++)
    {
      g_autoptr (VcdAccount) account = vcd_account_new (server, "demo", "demo");
      g_autofree char *title = g_strdup_printf ("Cloud %02u", i + 1);

      vcd_account_set_title (account, title);
      vcd_account_set_secret (account, "demo");
      vcd_account_trust (account, strstr (server, "//") + 2, fingerprint, NULL);
      vcd_account_store_add (store, account);
    }
}

static void
on_first_frame (GdkFrameClock *clock,
                gpointer       data)
{
  g_print ("first %.6f\n", (double) g_get_monotonic_time () / G_USEC_PER_SEC);
  exit (0);
}

static void
on_realize (GtkWidget *widget,
            gpointer   data)
{
  g_signal_connect (gtk_widget_get_frame_clock (widget), "after-paint", G_CALLBACK (on_first_frame),
                    NULL);
}

static void
on_window (GtkApplication *application,
           GtkWindow      *added,
           gpointer        data)
{
  window = added;
  if (g_str_equal (mode, "start") || g_str_equal (mode, "bare"))
    g_signal_connect (added, "realize", G_CALLBACK (on_realize), NULL);
  else
    g_timeout_add (50, on_watch, application);
}

static void
show_bare_window (GApplication *application,
                  gpointer      data)
{
  gtk_window_present (GTK_WINDOW (adw_application_window_new (GTK_APPLICATION (application))));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GApplication) application = NULL;

  if (argc != 2 && argc != 5)
    return 2;
  mode = argv[1];
  server = argv[2];
  fingerprint = argc > 3 ? argv[3] : NULL;
  path = argc > 3 ? argv[4] : NULL;
  gaps = g_array_new (FALSE, FALSE, sizeof (double));

  if (g_str_equal (mode, "bare"))
    {
      application = G_APPLICATION (adw_application_new ("org.example.Bare", 0));
      g_signal_connect (application, "activate", G_CALLBACK (show_bare_window), NULL);
    }
  else
    {
      application = G_APPLICATION (airlift_application_new ());
      g_signal_connect_after (application, "startup", G_CALLBACK (add_accounts), NULL);
    }
  g_signal_connect (application, "window-added", G_CALLBACK (on_window), NULL);

  return g_application_run (application, 1, argv);
}
