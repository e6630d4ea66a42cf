/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-intake.h"

#include <glib/gi18n.h>

#include "airlift-application.h"
#include "airlift-catalog-chooser.h"
#include "airlift-intake-dialog.h"
#include "airlift-intake-notes.h"
#include "airlift-target.h"

/* So long nobody minds that nothing is to be seen. */
#define PATIENCE_MSEC 500

/* From files that somebody gave to uploads in the queue. Each step asks only if it has to:
 *
 *   which catalog? ─► look at the files ─► folders? ─► does the catalog take them? ─► what is left
 *   out ─► names that are taken? ─► uploads
 */
typedef struct
{
  AirliftWindow *window;
  VcdCandidates *candidates;
  GCancellable  *cancellable;
  AdwToast      *looking;
  unsigned int   patience;
} Intake;

static void
intake_free (gpointer data)
{
  Intake *intake = data;

  g_clear_handle_id (&intake->patience, g_source_remove);
  if (intake->looking != NULL)
    adw_toast_dismiss (intake->looking);
  g_clear_object (&intake->looking);
  g_clear_object (&intake->window);
  g_clear_object (&intake->candidates);
  g_clear_object (&intake->cancellable);
}

static void
intake_unref (gpointer data)
{
  g_rc_box_release_full (data, intake_free);
}

typedef Intake IntakeRef;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IntakeRef, intake_unref)

static void
closure_unref (gpointer  data,
               GClosure *closure)
{
  intake_unref (data);
}

static void
on_looking_cancelled (Intake *intake)
{
  g_cancellable_cancel (intake->cancellable);
}

/* It takes long: a share that sleeps, or a catalog of thousands. */
static gboolean
on_patience_over (gpointer data)
{
  Intake *intake = data;
  AdwToast *toast = adw_toast_new (_("Looking at the files…"));

  intake->patience = 0;
  adw_toast_set_timeout (toast, 0);
  adw_toast_set_button_label (toast, _("_Cancel"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (on_looking_cancelled),
                         g_rc_box_acquire (intake), closure_unref, G_CONNECT_SWAPPED);
  intake->looking = g_object_ref (toast);
  airlift_window_add_toast (intake->window, toast);

  return G_SOURCE_REMOVE;
}

static void
stop_looking (Intake *intake)
{
  g_clear_handle_id (&intake->patience, g_source_remove);
  if (intake->looking != NULL)
    adw_toast_dismiss (intake->looking);
  g_clear_object (&intake->looking);
}

static Intake *
intake_new (AirliftWindow *window,
            VcdCatalog    *catalog)
{
  VcdTransferQueue *queue = airlift_application_get_queue (airlift_application_get ());
  Intake *intake = g_rc_box_new0 (Intake);

  intake->window = g_object_ref (window);
  intake->candidates = vcd_candidates_new (catalog, queue);
  intake->cancellable = g_cancellable_new ();
  intake->patience = g_timeout_add (PATIENCE_MSEC, on_patience_over, intake);

  return intake;
}

static void
begin_uploads (Intake *intake)
{
  AirliftApplication *application = airlift_application_get ();
  VcdTransferQueue *queue = airlift_application_get_queue (application);
  GSettings *settings = airlift_application_get_settings (application);
  gboolean checksum = g_settings_get_boolean (settings, "record-checksum");
  g_autoptr (GListModel) uploads = vcd_candidates_create_uploads (intake->candidates);
  unsigned int n = g_list_model_get_n_items (uploads);

  for (unsigned int i = 0; i < n; i++)
    {
      g_autoptr (VcdMediaUpload) upload = g_list_model_get_item (uploads, i);

      vcd_media_upload_set_record_checksum (upload, checksum);
      /* What was interrupted in another life goes on where it was. */
      vcd_transfer_queue_adopt (queue, upload);
      vcd_transfer_queue_add (queue, VCD_TRANSFER (upload));
    }

  if (n > 0)
    airlift_target_remember (settings, vcd_candidates_get_catalog (intake->candidates));
  airlift_intake_tell (intake->window, intake->candidates, n);
}

static void
on_accepted (AirliftIntakeDialog *dialog,
             Intake              *intake)
{
  begin_uploads (intake);
}

static void
on_checked (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (IntakeRef) intake = data;
  g_autoptr (GError) error = NULL;

  stop_looking (intake);
  if (!vcd_candidates_check_finish (intake->candidates, result, &error))
    {
      airlift_intake_refuse (intake->window, intake->candidates, error);
      return;
    }

  if (vcd_candidates_get_n_conflicts (intake->candidates) > 0)
    {
      AirliftIntakeDialog *dialog = airlift_intake_dialog_new (intake->candidates);

      g_signal_connect_data (dialog, "accepted", G_CALLBACK (on_accepted),
                             g_rc_box_acquire (intake), closure_unref, 0);
      adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (intake->window));
    }
  else
    {
      begin_uploads (intake);
    }
}

static void
check (Intake *intake)
{
  if (vcd_candidates_get_n_good (intake->candidates) > 0)
    {
      vcd_candidates_check_async (intake->candidates, intake->cancellable, on_checked,
                                  g_rc_box_acquire (intake));
    }
  else
    {
      stop_looking (intake);
      airlift_intake_tell (intake->window, intake->candidates, 0);
    }
}

static void
on_entered (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (IntakeRef) intake = data;

  if (vcd_candidates_add_finish (intake->candidates, result, NULL))
    check (intake);
  else
    stop_looking (intake);
}

static void
on_folders_answered (GObject      *object,
                     GAsyncResult *result,
                     gpointer      data)
{
  g_autoptr (IntakeRef) intake = data;
  const char *answer = adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (object), result);

  if (g_str_equal (answer, "upload"))
    vcd_candidates_add_async (intake->candidates, vcd_candidates_get_folders (intake->candidates),
                              TRUE, intake->cancellable, on_entered, g_rc_box_acquire (intake));
  else
    check (intake);
}

static void
on_added (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (IntakeRef) intake = data;

  /* Somebody gave up. */
  if (!vcd_candidates_add_finish (intake->candidates, result, NULL))
    {
      stop_looking (intake);
      return;
    }

  if (vcd_candidates_get_n_in_folders (intake->candidates) == 0)
    {
      check (intake);
      return;
    }

  stop_looking (intake);
  airlift_intake_ask_about_folders (intake->window, intake->candidates, on_folders_answered,
                                    g_rc_box_acquire (intake));
}

/* @items: of GFile, or of VcdMedia */
static void
begin (AirliftWindow *window,
       GListModel    *items,
       VcdCatalog    *catalog)
{
  g_autoptr (IntakeRef) intake = intake_new (window, catalog);

  if (g_type_is_a (g_list_model_get_item_type (items), VCD_TYPE_MEDIA))
    {
      for (unsigned int i = 0; i < g_list_model_get_n_items (items); i++)
        {
          g_autoptr (VcdMedia) media = g_list_model_get_item (items, i);

          vcd_candidates_add_media (intake->candidates, media);
        }
      check (intake);
    }
  else
    {
      vcd_candidates_add_async (intake->candidates, items, FALSE, intake->cancellable, on_added,
                                g_rc_box_acquire (intake));
    }
}

static void
on_catalog_chosen (AirliftCatalogChooser *chooser,
                   VcdCatalog            *catalog,
                   gpointer               data)
{
  begin (AIRLIFT_WINDOW (data), g_object_get_data (G_OBJECT (chooser), "items"), catalog);
}

/* The one catalog that all of them are in: nobody wants them there once more. */
static VcdCatalog *
find_common_catalog (GListModel *items)
{
  VcdCatalog *common = NULL;

  for (unsigned int i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (items, i);
      VcdCatalog *catalog = VCD_IS_MEDIA (item) ? vcd_media_get_catalog (VCD_MEDIA (item)) : NULL;

      if (catalog == NULL || (common != NULL && catalog != common))
        return NULL;
      common = catalog;
    }

  return common;
}

static void
ask_for_catalog (AirliftWindow *window,
                 GListModel    *items,
                 const char    *question)
{
  AirliftApplication *application = airlift_application_get ();
  GSettings *settings = airlift_application_get_settings (application);
  g_autofree char *last = g_settings_get_string (settings, "selected-catalog");
  AirliftCatalogChooser *chooser;

  chooser = airlift_catalog_chooser_new (airlift_application_get_sessions (application), question,
                                         last, find_common_catalog (items));

  g_object_set_data_full (G_OBJECT (chooser), "items", g_object_ref (items), g_object_unref);
  g_signal_connect_object (chooser, "chosen", G_CALLBACK (on_catalog_chosen), window, 0);
  adw_dialog_present (ADW_DIALOG (chooser), GTK_WIDGET (window));
}

void
airlift_intake_files (AirliftWindow *window,
                      GListModel    *files,
                      VcdCatalog    *catalog)
{
  unsigned int n = g_list_model_get_n_items (files);

  if (n == 0)
    return;

  if (catalog == NULL)
    {
      g_autofree char *question = g_strdup_printf (ngettext ("For %u file", "For %u files", n), n);

      ask_for_catalog (window, files, question);
    }
  else
    {
      begin (window, files, catalog);
    }
}

void
airlift_intake_media (AirliftWindow *window,
                      GListModel    *media,
                      VcdCatalog    *catalog)
{
  unsigned int n = g_list_model_get_n_items (media);

  if (n == 0)
    return;

  if (catalog == NULL)
    {
      g_autofree char *question = NULL;

      question = g_strdup_printf (ngettext ("For %u image", "For %u images", n), n);
      ask_for_catalog (window, media, question);
    }
  else
    {
      begin (window, media, catalog);
    }
}
