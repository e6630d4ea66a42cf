/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-media-text.h"

#include <glib/gi18n.h>

#include "airlift-application.h"

/* The largest floppy disk there was. */
#define FLOPPY_SIZE (2880 * 1024)

const char *
airlift_media_get_icon_name (VcdMedia *media)
{
  if (vcd_media_get_is_iso (media))
    return "media-optical-symbolic";
  if (vcd_media_get_size (media) <= FLOPPY_SIZE)
    return "media-floppy-symbolic";

  return "media-removable-symbolic";
}

VcdTransfer *
airlift_media_find_upload (VcdMedia *media)
{
  GListModel *queue =
    G_LIST_MODEL (airlift_application_get_queue (airlift_application_get ()));
  unsigned int n_items = queue != NULL ? g_list_model_get_n_items (queue) : 0;

  for (unsigned int i = 0; i < n_items; i++)
    {
      g_autoptr (VcdTransfer) transfer = g_list_model_get_item (queue, i);

      /* The queue keeps it. */
      if (VCD_IS_MEDIA_UPLOAD (transfer) && !vcd_transfer_is_final (transfer) &&
          g_strcmp0 (vcd_media_upload_get_media_href (VCD_MEDIA_UPLOAD (transfer)),
                     vcd_media_get_href (media)) == 0)
        return transfer;
    }

  return NULL;
}

AirliftMediaMood
airlift_media_get_mood (VcdMedia *media)
{
  if (vcd_media_get_deleting (media))
    return AIRLIFT_MEDIA_BUSY;

  switch (vcd_media_get_status (media))
    {
    case VCD_MEDIA_RESOLVED:
      return AIRLIFT_MEDIA_READY;
    case VCD_MEDIA_UNRESOLVED:
      return vcd_media_is_unfinished (media, NULL) && airlift_media_find_upload (media) == NULL
               ? AIRLIFT_MEDIA_TROUBLE : AIRLIFT_MEDIA_BUSY;
    case VCD_MEDIA_FAILED:
    case VCD_MEDIA_TRANSFER_TIMEOUT:
      return AIRLIFT_MEDIA_TROUBLE;
    case VCD_MEDIA_UNKNOWN:
    default:
      return AIRLIFT_MEDIA_READY;
    }
}

char *
airlift_media_dup_size (VcdMedia *media)
{
  return g_format_size (vcd_media_get_size (media));
}

/* An upload of our own knows it sooner than what the server was asked last. */
static char *
dup_upload_status (VcdTransfer *upload)
{
  switch ((int) vcd_transfer_get_state (upload))
    {
    case VCD_TRANSFER_SETTLING:
      return g_strdup (_("Importing…"));
    case VCD_TRANSFER_PAUSED:
      return g_strdup (_("Upload paused"));
    default:
      return g_strdup (_("Uploading…"));
    }
}

char *
airlift_media_dup_status (VcdMedia *media)
{
  VcdTransfer *upload;
  uint64_t transferred;
  gboolean unfinished = vcd_media_is_unfinished (media, &transferred);

  if (vcd_media_get_deleting (media))
    return g_strdup (_("Deleting…"));
  if (vcd_media_get_status (media) != VCD_MEDIA_UNRESOLVED)
    return g_strdup (vcd_media_get_status_text (media));

  upload = airlift_media_find_upload (media);
  if (upload != NULL)
    return dup_upload_status (upload);
  if (unfinished)
    return g_strdup (_("Upload interrupted"));
  if (transferred > 0 && transferred >= vcd_media_get_size (media))
    return g_strdup (_("Importing…"));

  return g_strdup (vcd_media_get_status_text (media));
}

/* How many midnights lie between the two. */
static int
count_days (GDateTime *from,
            GDateTime *to)
{
  GDate first, last;

  g_date_clear (&first, 1);
  g_date_clear (&last, 1);
  g_date_set_dmy (&first, g_date_time_get_day_of_month (from), g_date_time_get_month (from),
                  g_date_time_get_year (from));
  g_date_set_dmy (&last, g_date_time_get_day_of_month (to), g_date_time_get_month (to),
                  g_date_time_get_year (to));

  return g_date_days_between (&first, &last);
}

/* To ask for the time is to look up in the file system where this is: once for a list of rows. */
static GDateTime *
get_now (void)
{
  static GDateTime *now;
  static int64_t asked_at;
  int64_t time = g_get_monotonic_time ();

  if (now == NULL || time - asked_at > G_USEC_PER_SEC)
    {
      g_clear_pointer (&now, g_date_time_unref);
      now = g_date_time_new_now_local ();
      asked_at = time;
    }

  return now;
}

char *
airlift_media_dup_created (VcdMedia *media)
{
  GDateTime *utc = vcd_media_get_created (media);
  g_autoptr (GDateTime) created = NULL;
  GDateTime *now = get_now ();
  int days;

  if (utc == NULL)
    return g_strdup ("");

  created = g_date_time_to_timezone (utc, g_date_time_get_timezone (now));
  days = count_days (created, now);
  if (days == 0)
    /* Translators: a time of today, as g_date_time_format() takes it */
    return g_date_time_format (created, _("Today %H:%M"));
  if (days == 1)
    /* Translators: a time of yesterday, as g_date_time_format() takes it */
    return g_date_time_format (created, _("Yesterday %H:%M"));
  if (g_date_time_get_year (created) == g_date_time_get_year (now))
    /* Translators: a day of this year, as g_date_time_format() takes it */
    return g_date_time_format (created, _("%-e %b"));

  /* Translators: a day of another year, as g_date_time_format() takes it */
  return g_date_time_format (created, _("%-e %b %Y"));
}

char *
airlift_media_dup_created_exactly (VcdMedia *media)
{
  GDateTime *utc = vcd_media_get_created (media);
  g_autoptr (GDateTime) created = utc != NULL ? g_date_time_to_local (utc) : NULL;

  return created != NULL ? g_date_time_format (created, "%c") : g_strdup ("");
}

char *
airlift_media_dup_summary (VcdMedia *media)
{
  g_autofree char *created = airlift_media_dup_created (media);
  g_autofree char *status = airlift_media_dup_status (media);

  if (vcd_media_get_status (media) != VCD_MEDIA_RESOLVED || vcd_media_get_deleting (media))
    /* Translators: the status of an image, and when it was made */
    return g_strdup_printf (_("%s · %s"), status, created);

  return g_steal_pointer (&created);
}

char *
airlift_media_dup_sentence (VcdMedia *media)
{
  g_autofree char *size = airlift_media_dup_size (media);
  g_autofree char *status = airlift_media_dup_status (media);
  g_autofree char *created = airlift_media_dup_created (media);
  const char *owner = vcd_media_get_owner (media);

  if (owner == NULL || *owner == '\0')
    /* Translators: an image as a sentence: its name, size, status and when it was made */
    return g_strdup_printf (_("%s, %s, %s, created %s"), vcd_media_get_name (media), size, status,
                            created);

  /* Translators: an image as a sentence: its name, size, status, when it was made and by whom */
  return g_strdup_printf (_("%s, %s, %s, created %s by %s"), vcd_media_get_name (media), size,
                          status, created, owner);
}
