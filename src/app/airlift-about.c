/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-about.h"

#include <glib/gi18n.h>
#include <libportal/portal.h>

#define WEBSITE "https://github.com/vcdairlift/airlift"

/* What helps with a report: no address, no name and no secret of anybody. */
static char *
dup_debug_info (AirliftApplication *application)
{
  GListModel *sessions = G_LIST_MODEL (airlift_application_get_sessions (application));
  GListModel *queue = G_LIST_MODEL (airlift_application_get_queue (application));
  GdkDisplay *display = gdk_display_get_default ();
  g_autofree char *system = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "Airlift %s (%s)\n", PACKAGE_VERSION, APPLICATION_ID);
  g_string_append_printf (text, "GLib %u.%u.%u\n", glib_major_version, glib_minor_version,
                          glib_micro_version);
  g_string_append_printf (text, "GTK %u.%u.%u\n", gtk_get_major_version (),
                          gtk_get_minor_version (), gtk_get_micro_version ());
  g_string_append_printf (text, "libadwaita %u.%u.%u\n", adw_get_major_version (),
                          adw_get_minor_version (), adw_get_micro_version ());
  g_string_append_printf (text, "System: %s\n", system != NULL ? system : "unknown");
  g_string_append_printf (text, "Display: %s\n",
                          display != NULL ? G_OBJECT_TYPE_NAME (display) : "none");
  g_string_append_printf (text, "Sandbox: %s\n",
                          xdp_portal_running_under_flatpak () ? "Flatpak"
                          : xdp_portal_running_under_sandbox () ? "yes" : "no");
  g_string_append_printf (text, "Transfers: %u\n", g_list_model_get_n_items (queue));
  g_string_append_printf (text, "Accounts: %u\n", g_list_model_get_n_items (sessions));

  for (unsigned int i = 0; i < g_list_model_get_n_items (sessions); i++)
    {
      g_autoptr (VcdSession) session = g_list_model_get_item (sessions, i);
      const char *version = vcd_session_get_api_version (session);

      g_string_append_printf (text, "  API %s\n", version != NULL ? version : "not known yet");
    }

  return g_string_free_and_steal (text);
}

AdwDialog *
airlift_about_dialog_new (AirliftApplication *application)
{
  AdwAboutDialog *dialog = ADW_ABOUT_DIALOG (adw_about_dialog_new ());
  g_autofree char *debug_info = dup_debug_info (application);

  adw_about_dialog_set_application_icon (dialog, APPLICATION_ID);
  adw_about_dialog_set_application_name (dialog, _("Airlift"));
  adw_about_dialog_set_version (dialog, PACKAGE_VERSION);
  adw_about_dialog_set_developer_name (dialog, _("The Airlift project"));
  adw_about_dialog_set_comments (dialog, _("Brings disk images to the catalogs of VMware Cloud "
                                           "Director."));
  adw_about_dialog_set_copyright (dialog, _("© 2026 The Airlift project"));
  adw_about_dialog_set_license_type (dialog, GTK_LICENSE_GPL_3_0);
  adw_about_dialog_set_website (dialog, WEBSITE);
  adw_about_dialog_set_issue_url (dialog, WEBSITE "/issues");
  /* Translators: your names, one a line */
  adw_about_dialog_set_translator_credits (dialog, _("translator-credits"));
  adw_about_dialog_set_debug_info (dialog, debug_info);
  adw_about_dialog_set_debug_info_filename (dialog, "airlift-debug-info.txt");

  return ADW_DIALOG (dialog);
}
