/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* upload SERVER ORGANIZATION USER CATALOG FILE
 *
 * Uploads one file. The password is the first line of standard input; a certificate that the system
 * does not trust is shown, and the second line says whether it is trusted. */

#include <stdio.h>
#include <string.h>

#include <vcd.h>

static void
on_ready (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  GAsyncResult **place = data;

  *place = g_object_ref (result);
}

/* A program with a window would go on in the callback; this one has nothing else to do. */
static GAsyncResult *
wait_for (GAsyncResult **place)
{
  while (*place == NULL)
    g_main_context_iteration (NULL, TRUE);

  return *place;
}

static gboolean
read_line (char   *line,
           size_t  size)
{
  if (fgets (line, (int) size, stdin) == NULL)
    return FALSE;

  line[strcspn (line, "\n")] = '\0';
  return TRUE;
}

/* Asks a person, for nobody else can know. */
static gboolean
trust (VcdAccount   *account,
       const GError *why)
{
  VcdCertificate *certificate = vcd_error_get_certificate (why);
  const char *fingerprint = vcd_certificate_get_fingerprint (certificate);
  char answer[8];

  printf ("%s\nIs this its fingerprint? sha256:%s [y/N] ", why->message, fingerprint);
  fflush (stdout);

  return read_line (answer, sizeof answer) && answer[0] == 'y' &&
         vcd_account_trust (account, vcd_certificate_get_host (certificate), fingerprint, NULL);
}

static gboolean
sign_in (VcdSession  *session,
         GError     **error)
{
  g_autoptr (GAsyncResult) signed_in = NULL;
  g_autoptr (GAsyncResult) loaded = NULL;

  vcd_session_sign_in_async (session, NULL, on_ready, &signed_in);
  if (!vcd_session_sign_in_finish (session, wait_for (&signed_in), error))
    return FALSE;

  vcd_session_load_catalogs_async (session, NULL, on_ready, &loaded);
  return vcd_session_load_catalogs_finish (session, wait_for (&loaded), error);
}

static void
on_percent (VcdTransfer *transfer)
{
  int percent = vcd_transfer_get_percent (transfer);

  if (percent >= 0)
    printf ("%d %%\n", percent);
}

/* Returns when the server says that the image is ready: that is later than the last byte. */
static gboolean
upload (VcdSession  *session,
        const char  *catalog_name,
        const char  *path,
        GError     **error)
{
  g_autoptr (VcdCatalog) catalog = vcd_session_find_catalog (session, catalog_name, error);
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (VcdMediaUpload) transfer = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  if (catalog == NULL)
    return FALSE;

  transfer = vcd_media_upload_new (catalog, file);
  g_signal_connect (transfer, "notify::percent", G_CALLBACK (on_percent), NULL);
  vcd_transfer_run_async (VCD_TRANSFER (transfer), NULL, on_ready, &result);
  if (!vcd_transfer_run_finish (VCD_TRANSFER (transfer), wait_for (&result), error))
    return FALSE;

  printf ("ready %s\n", vcd_media_upload_get_sha256 (transfer));
  return TRUE;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (VcdAccount) account = NULL;
  g_autoptr (VcdSession) session = NULL;
  g_autoptr (GError) error = NULL;
  char password[256];

  if (argc != 6 || !read_line (password, sizeof password))
    return 2;

  account = vcd_account_new (argv[1], argv[2], argv[3]);
  vcd_account_set_secret (account, password);
  session = vcd_session_new (account);

  if (!sign_in (session, &error) && g_error_matches (error, VCD_ERROR, VCD_ERROR_CERTIFICATE) &&
      trust (account, error))
    {
      g_clear_error (&error);
      sign_in (session, &error);
    }

  if (error == NULL)
    upload (session, argv[4], argv[5], &error);
  if (error != NULL)
    {
      const char *details = vcd_error_get_details (error);

      fprintf (stderr, "%s\n%s\n", error->message, details != NULL ? details : "");
      return 1;
    }

  return 0;
}
