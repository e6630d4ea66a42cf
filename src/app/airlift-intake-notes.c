/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-intake-notes.h"

#include <glib/gi18n.h>

static void
unref_list (gpointer  data,
            GClosure *closure)
{
  g_object_unref (data);
}

/* Goes as well, but not as what it may have been taken for. */
static gboolean
is_no_image (VcdCandidate *candidate)
{
  return vcd_candidate_get_problem (candidate) == VCD_CANDIDATE_GOOD &&
         vcd_candidate_get_media (candidate) == NULL &&
         vcd_candidate_get_kind (candidate) == VCD_IMAGE_OTHER;
}

/* Each file that is to be told of, with what there is to tell; @n: how many. */
static char *
dup_reasons (VcdCandidates *candidates,
             unsigned int  *n)
{
  GString *text = g_string_new (NULL);

  *n = 0;
  for (unsigned int i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (candidates)); i++)
    {
      g_autoptr (VcdCandidate) candidate = g_list_model_get_item (G_LIST_MODEL (candidates), i);
      const GError *error = vcd_candidate_get_error (candidate);

      if (error == NULL && !is_no_image (candidate))
        continue;
      if ((*n)++ > 0)
        g_string_append_c (text, '\n');
      /* Translators: a file’s name, and a sentence about it */
      g_string_append_printf (text, _("%s: %s"), vcd_candidate_get_source_name (candidate),
                              error != NULL ? error->message
                                            : _("No disk image that is known; it is uploaded as "
                                                "it is."));
    }

  return g_string_free (text, FALSE);
}

static void
on_details (AdwToast      *toast,
            VcdCandidates *candidates)
{
  unsigned int n;
  g_autofree char *reasons = dup_reasons (candidates, &n);
  GtkWidget *parent = g_object_get_data (G_OBJECT (toast), "window");
  AdwDialog *dialog = adw_alert_dialog_new (_("About the Files"), reasons);

  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _("_Close"));
  adw_dialog_present (dialog, parent);
}

/* What there is to tell of the files, in a line. */
static char *
dup_remark (VcdCandidates *candidates)
{
  unsigned int n_problems = vcd_candidates_get_n_problems (candidates);
  unsigned int n_told;
  g_autofree char *reasons = dup_reasons (candidates, &n_told);
  unsigned int n_others = n_told - n_problems;
  g_autofree char *left_out = NULL;

  if (n_told == 0)
    return NULL;
  if (n_told == 1 && n_problems == 1)
    return g_strdup_printf (_("Left out: %s"), reasons);
  if (n_told == 1)
    return g_steal_pointer (&reasons);

  left_out = g_strdup_printf (ngettext ("%u file is left out", "%u files are left out",
                                        n_problems), n_problems);
  if (n_others == 0)
    return g_steal_pointer (&left_out);
  if (n_problems == 0)
    return g_strdup_printf (ngettext ("%u file is no disk image that is known",
                                      "%u files are no disk images that are known", n_others),
                            n_others);

  /* Translators: “2 files are left out”, and how many others are no disk images */
  return g_strdup_printf (ngettext ("%s, %u is no disk image that is known",
                                    "%s, %u are no disk images that are known", n_others),
                          left_out, n_others);
}

static void
add_toast (AirliftWindow *window,
           const char    *text,
           VcdCandidates *details)
{
  AdwToast *toast = adw_toast_new (text);

  adw_toast_set_use_markup (toast, FALSE);
  if (details != NULL)
    {
      adw_toast_set_button_label (toast, _("_Details"));
      adw_toast_set_timeout (toast, 10);
      g_object_set_data (G_OBJECT (toast), "window", window);
      g_signal_connect_data (toast, "button-clicked", G_CALLBACK (on_details),
                             g_object_ref (details), unref_list, 0);
    }
  airlift_window_add_toast (window, toast);
}

void
airlift_intake_tell (AirliftWindow *window,
                     VcdCandidates *candidates,
                     unsigned int   n_begun)
{
  const char *catalog = vcd_catalog_get_name (vcd_candidates_get_catalog (candidates));
  unsigned int n_folders = g_list_model_get_n_items (vcd_candidates_get_folders (candidates));
  g_autofree char *remark = dup_remark (candidates);
  g_autofree char *begun = NULL;

  begun = g_strdup_printf (ngettext ("%u upload to “%s”", "%u uploads to “%s”", n_begun), n_begun,
                           catalog);
  if (vcd_candidates_get_note (candidates) != NULL)
    add_toast (window, vcd_candidates_get_note (candidates), NULL);
  if (remark != NULL)
    add_toast (window, remark, candidates);
  else if (n_begun > 0)
    add_toast (window, begun, NULL);
  else if (n_folders > 0 && vcd_candidates_get_n_in_folders (candidates) == 0)
    add_toast (window, _("There are no disk images in the folder."), NULL);
}

void
airlift_intake_refuse (AirliftWindow *window,
                       VcdCandidates *candidates,
                       const GError  *error)
{
  AdwDialog *dialog;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  dialog = adw_alert_dialog_new (NULL, error->message);
  adw_alert_dialog_format_heading (ADW_ALERT_DIALOG (dialog), _("Cannot Upload to “%s”"),
                                   vcd_catalog_get_name (vcd_candidates_get_catalog (candidates)));
  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _("_Close"));
  adw_dialog_present (dialog, GTK_WIDGET (window));
}

void
airlift_intake_ask_about_folders (AirliftWindow       *window,
                                  VcdCandidates       *candidates,
                                  GAsyncReadyCallback  callback,
                                  gpointer             data)
{
  GListModel *folders = vcd_candidates_get_folders (candidates);
  unsigned int n = vcd_candidates_get_n_in_folders (candidates);
  AdwDialog *dialog = adw_alert_dialog_new (_("Upload the Folder’s Images?"), NULL);

  if (g_list_model_get_n_items (folders) == 1)
    {
      g_autoptr (GFile) folder = g_list_model_get_item (folders, 0);
      g_autofree char *basename = g_file_get_basename (folder);
      g_autofree char *name = g_filename_display_name (basename);

      adw_alert_dialog_format_body (ADW_ALERT_DIALOG (dialog),
                                    ngettext ("There is %u disk image in “%s”.",
                                              "There are %u disk images in “%s”.", n), n, name);
    }
  else
    {
      adw_alert_dialog_format_body (ADW_ALERT_DIALOG (dialog),
                                    ngettext ("There is %u disk image in the folders.",
                                              "There are %u disk images in the folders.", n), n);
    }

  if (vcd_candidates_get_note (candidates) != NULL)
    {
      g_autofree char *body = g_strdup (adw_alert_dialog_get_body (ADW_ALERT_DIALOG (dialog)));

      adw_alert_dialog_format_body (ADW_ALERT_DIALOG (dialog), "%s\n\n%s", body,
                                    vcd_candidates_get_note (candidates));
    }

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Leave Out"),
                                  "upload", _("_Upload"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "upload",
                                            ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "upload");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_choose (ADW_ALERT_DIALOG (dialog), GTK_WIDGET (window), NULL, callback, data);
}
