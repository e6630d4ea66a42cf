/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-target.h"

#include <glib/gi18n.h>

#include "airlift-error-toast.h"
#include "airlift-intake.h"

/* As many as a menu of the file manager shows. */
#define N_RECENT 5

/* Files on their way to a catalog that is only known by name. Lives until it is found or known not
 * to be there; an account that cannot sign in yet says so on its own page meanwhile. */
typedef struct
{
  AirliftApplication *application;
  VcdSession         *session;
  char               *catalog_name;
  GListModel         *files;
  unsigned long       state_handler;
} Errand;

static void
errand_free (Errand *errand)
{
  g_clear_signal_handler (&errand->state_handler, errand->session);
  g_object_unref (errand->application);
  g_object_unref (errand->session);
  g_object_unref (errand->files);
  g_free (errand->catalog_name);
  g_free (errand);
}

static gboolean
is_same (const char *a,
         const char *b)
{
  g_autofree char *folded_a = g_utf8_casefold (a, -1), *folded_b = g_utf8_casefold (b, -1);

  return g_str_equal (folded_a, folded_b);
}

/* Returns: (transfer none) (nullable): a title may hold a slash, so the longest one counts */
static VcdSession *
find_session (AirliftApplication *application,
              const char         *name,
              const char        **catalog_name)
{
  GListModel *sessions = G_LIST_MODEL (airlift_application_get_sessions (application));
  VcdSession *found = NULL;
  size_t longest = 0;

  for (unsigned int i = 0; i < g_list_model_get_n_items (sessions); i++)
    {
      g_autoptr (VcdSession) session = g_list_model_get_item (sessions, i);
      const char *title = vcd_account_get_title (vcd_session_get_account (session));
      size_t length = strlen (title);
      g_autofree char *beginning = g_strndup (name, length);

      if (length > longest && strlen (name) > length && name[length] == '/' &&
          is_same (beginning, title))
        {
          found = session;
          longest = length;
          *catalog_name = name + length + 1;
        }
    }

  return found;
}

static VcdCatalog *
find_catalog (VcdSession *session,
              const char *name)
{
  GListModel *catalogs = vcd_session_get_catalogs (session);

  for (unsigned int i = 0; i < g_list_model_get_n_items (catalogs); i++)
    {
      g_autoptr (VcdCatalog) catalog = g_list_model_get_item (catalogs, i);

      if (is_same (vcd_catalog_get_name (catalog), name))
        return catalog;
    }

  return NULL;
}

/* While the program ends there is nothing to deliver to. */
static gboolean
is_over (Errand *errand)
{
  return airlift_application_get_queue (errand->application) == NULL;
}

static gboolean
deliver (Errand *errand)
{
  VcdCatalog *catalog = find_catalog (errand->session, errand->catalog_name);
  AirliftWindow *window;

  if (catalog == NULL)
    return FALSE;

  window = airlift_application_present (errand->application);
  airlift_window_show_catalog (window, catalog);
  airlift_intake_files (window, errand->files, catalog);
  errand_free (errand);

  return TRUE;
}

static void
on_catalogs_loaded (GObject      *object,
                    GAsyncResult *result,
                    gpointer      data)
{
  VcdSession *session = VCD_SESSION (object);
  Errand *errand = data;
  AirliftWindow *window;
  const char *title = vcd_account_get_title (vcd_session_get_account (session));
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;

  vcd_session_load_catalogs_finish (session, result, &error);
  if (is_over (errand))
    {
      errand_free (errand);
      return;
    }
  if (deliver (errand))
    return;

  window = airlift_application_present (errand->application);
  /* Translators: an account, and the catalog that was asked for */
  message = g_strdup_printf (_("“%s” has no catalog “%s”."), title, errand->catalog_name);
  airlift_error_toast_add_text (GTK_WIDGET (window), _("Nothing Is Uploaded"), message,
                                error != NULL ? error->message : NULL);
  errand_free (errand);
}

static void
on_state (Errand *errand)
{
  if (vcd_session_get_state (errand->session) != VCD_SESSION_SIGNED_IN || is_over (errand))
    return;

  g_clear_signal_handler (&errand->state_handler, errand->session);
  vcd_session_load_catalogs_async (errand->session, NULL, on_catalogs_loaded, errand);
}

static void
tell_no_account (AirliftApplication *application,
                 const char         *name)
{
  AirliftWindow *window = airlift_application_present (application);
  g_autofree char *message = NULL;

  /* Translators: what was written where ACCOUNT/CATALOG was wanted */
  message = g_strdup_printf (_("“%s” begins with the title of none of the accounts."), name);
  airlift_error_toast_add_text (GTK_WIDGET (window), _("Nothing Is Uploaded"), message, NULL);
}

void
airlift_target_send (AirliftApplication *application,
                     const char         *name,
                     GListModel         *files)
{
  const char *catalog_name = NULL;
  VcdSession *session;
  Errand *errand;

  if (*name == '\0')
    {
      airlift_intake_files (airlift_application_present (application), files, NULL);
      return;
    }

  session = find_session (application, name, &catalog_name);
  if (session == NULL)
    {
      tell_no_account (application, name);
      return;
    }

  errand = g_new0 (Errand, 1);
  errand->application = g_object_ref (application);
  errand->session = g_object_ref (session);
  errand->catalog_name = g_strdup (catalog_name);
  errand->files = g_object_ref (files);
  if (deliver (errand))
    return;

  airlift_window_select (airlift_application_present (application),
                         vcd_account_get_id (vcd_session_get_account (session)), "");
  errand->state_handler = g_signal_connect_swapped (session, "notify::state",
                                                    G_CALLBACK (on_state), errand);
  on_state (errand);
}

char *
airlift_target_dup_name (VcdCatalog *catalog)
{
  VcdSession *session = vcd_catalog_get_session (catalog);
  VcdAccount *account = vcd_session_get_account (session);

  return g_strconcat (vcd_account_get_title (account), "/", vcd_catalog_get_name (catalog), NULL);
}

void
airlift_target_remember (GSettings  *settings,
                         VcdCatalog *catalog)
{
  g_autofree char *name = airlift_target_dup_name (catalog);
  g_auto (GStrv) before = g_settings_get_strv (settings, "recent-catalogs");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) after = NULL;
  unsigned int n = 1;

  g_strv_builder_add (builder, name);
  for (unsigned int i = 0; before[i] != NULL && n < N_RECENT; i++)
    if (!g_str_equal (before[i], name))
      {
        g_strv_builder_add (builder, before[i]);
        n++;
      }
  after = g_strv_builder_end (builder);
  g_settings_set_strv (settings, "recent-catalogs", (const char *const *) after);
}
