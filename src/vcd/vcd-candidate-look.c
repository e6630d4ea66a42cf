/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "vcd-candidate-private.h"
#include "vcd-error-private.h"
#include "vcd-image-private.h"
#include "vcd-worker-private.h"

/* Looking at local files and folders, on a thread: a disk that sleeps, or a share that is gone, is
 * waited for here. */

/* Deeper, or more, is nobody's folder of images. */
#define MAX_DEPTH 8
#define MAX_IMAGES 1000

#define ATTRIBUTE_SIZE G_FILE_ATTRIBUTE_STANDARD_SIZE
#define ATTRIBUTES                                                   \
  G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_TYPE  \
  "," G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_IS_HIDDEN \
  "," G_FILE_ATTRIBUTE_STANDARD_DISPLAY_NAME

void
vcd_candidate_facts_free (VcdCandidateFacts *facts)
{
  g_clear_object (&facts->file);
  g_free (facts->name);
  g_free (facts->volume_name);
  g_clear_error (&facts->error);
  g_free (facts);
}

static VcdCandidateFacts *
vcd_candidate_facts_new (GFile *file)
{
  VcdCandidateFacts *facts = g_new0 (VcdCandidateFacts, 1);
  g_autofree char *basename = g_file_get_basename (file);

  facts->file = g_object_ref (file);
  facts->name = basename != NULL ? g_filename_display_name (basename)
                                 : g_file_get_parse_name (file);

  return facts;
}

static void
vcd_candidate_facts_fail (VcdCandidateFacts   *facts,
                          VcdCandidateProblem  problem,
                          const char          *sentence,
                          const char          *details)
{
  facts->problem = problem;
  g_clear_error (&facts->error);
  facts->error = vcd_error_new (VCD_ERROR_FILE, details, "%s", sentence);
}

static void
vcd_candidate_facts_sniff (VcdCandidateFacts *facts,
                           GCancellable      *cancellable)
{
  g_autofree uint8_t *head = g_malloc (VCD_IMAGE_HEAD);
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  size_t length = 0;

  stream = g_file_read (facts->file, cancellable, &error);
  if (stream != NULL)
    g_input_stream_read_all (G_INPUT_STREAM (stream), head, VCD_IMAGE_HEAD, &length, cancellable,
                             &error);
  if (error != NULL)
    vcd_candidate_facts_fail (facts, VCD_CANDIDATE_UNREADABLE, _("The file cannot be read."),
                              error->message);
  else
    facts->kind = vcd_image_sniff (head, length, &facts->volume_name);
}

static void
vcd_candidate_facts_take (VcdCandidateFacts *facts,
                          GFileInfo         *info,
                          GCancellable      *cancellable)
{
  GFileType type = g_file_info_get_file_type (info);

  /* Of what is not a local file, nobody has to know that. */
  if (type == G_FILE_TYPE_REGULAR && !g_file_info_has_attribute (info, ATTRIBUTE_SIZE))
    {
      vcd_candidate_facts_fail (facts, VCD_CANDIDATE_UNREADABLE,
                                _("The place of the file does not say how large it is. Copy the "
                                  "file to this computer first."), NULL);
      return;
    }

  facts->size = (uint64_t) g_file_info_get_attribute_uint64 (info, ATTRIBUTE_SIZE);
  if (type == G_FILE_TYPE_DIRECTORY)
    facts->is_folder = TRUE;
  /* Links are followed: this one leads nowhere. */
  else if (type == G_FILE_TYPE_SYMBOLIC_LINK)
    vcd_candidate_facts_fail (facts, VCD_CANDIDATE_UNREADABLE, _("There is no such file."), NULL);
  else if (type != G_FILE_TYPE_REGULAR)
    vcd_candidate_facts_fail (facts, VCD_CANDIDATE_NOT_A_FILE, _("This is not a regular file."),
                              NULL);
  else if (facts->size == 0)
    vcd_candidate_facts_fail (facts, VCD_CANDIDATE_EMPTY, _("The file is empty."), NULL);
  else
    vcd_candidate_facts_sniff (facts, cancellable);
}

/* Images by their content, and those that only their name tells: floppies, raw disks. */
static gboolean
is_image (const VcdCandidateFacts *facts)
{
  static const char *const suffixes[] = { ".iso", ".img", ".udf", ".flp", ".ima", ".vfd" };
  g_autofree char *folded = NULL;

  if (facts->problem != VCD_CANDIDATE_GOOD)
    return FALSE;
  if (facts->kind != VCD_IMAGE_OTHER)
    return TRUE;

  folded = g_utf8_strdown (facts->name, -1);
  for (unsigned int i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      if (g_str_has_suffix (folded, suffixes[i]))
        return TRUE;
    }

  return FALSE;
}

/* The images in @folder; FALSE if there may be more. Links are not followed: they may lead round in
 * a circle. */
static gboolean
look_into (GFile        *folder,
           unsigned int  depth,
           GCancellable *cancellable,
           GPtrArray    *found)
{
  g_autoptr (GFileEnumerator) children = NULL;
  GFileInfo *info;
  GFile *child;
  gboolean all = depth <= MAX_DEPTH;

  if (!all)
    return FALSE;

  children = g_file_enumerate_children (folder, ATTRIBUTES, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS,
                                        cancellable, NULL);
  while (children != NULL &&
         g_file_enumerator_iterate (children, &info, &child, cancellable, NULL) && info != NULL)
    {
      g_autoptr (VcdCandidateFacts) facts = NULL;

      if (g_file_info_get_is_hidden (info))
        continue;
      if (found->len == MAX_IMAGES)
        return FALSE;
      facts = vcd_candidate_facts_new (child);
      vcd_candidate_facts_take (facts, info, cancellable);
      if (facts->is_folder)
        all = look_into (child, depth + 1, cancellable, found) && all;
      else if (is_image (facts))
        g_ptr_array_add (found, g_steal_pointer (&facts));
    }

  return all;
}

static int
compare_uris (gconstpointer a,
              gconstpointer b)
{
  const VcdCandidateFacts *first = *(VcdCandidateFacts *const *) a;
  const VcdCandidateFacts *second = *(VcdCandidateFacts *const *) b;
  g_autofree char *first_uri = g_file_get_uri (first->file);
  g_autofree char *second_uri = g_file_get_uri (second->file);

  return strcmp (first_uri, second_uri);
}

/* Of files that are elsewhere: a share that is not open, a kind of place that is not known here. */
static gboolean
is_out_of_reach (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_MOUNTED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_HOST_NOT_FOUND) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
}

static void
look_at (GFile        *file,
         gboolean      enter,
         GCancellable *cancellable,
         GPtrArray    *facts)
{
  g_autoptr (VcdCandidateFacts) own = vcd_candidate_facts_new (file);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = NULL;
  g_autoptr (GPtrArray) found = NULL;

  info = g_file_query_info (file, ATTRIBUTES, G_FILE_QUERY_INFO_NONE, cancellable, &error);
  if (info != NULL)
    vcd_candidate_facts_take (own, info, cancellable);
  else if (!g_file_is_native (file) && is_out_of_reach (error))
    vcd_candidate_facts_fail (own, VCD_CANDIDATE_UNREADABLE,
                              _("The file is not on this computer, and its place cannot be reached "
                                "from here. Copy the file to this computer first."),
                              error->message);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    vcd_candidate_facts_fail (own, VCD_CANDIDATE_UNREADABLE, _("There is no such file."), NULL);
  else
    vcd_candidate_facts_fail (own, VCD_CANDIDATE_UNREADABLE, _("The file cannot be read."),
                              error->message);

  if (!own->is_folder)
    {
      g_ptr_array_add (facts, g_steal_pointer (&own));
      return;
    }

  found = g_ptr_array_new_with_free_func ((GDestroyNotify) vcd_candidate_facts_free);
  own->left_out = !look_into (file, 0, cancellable, found);
  own->n_images = found->len;
  own->entered = enter;
  g_ptr_array_add (facts, g_steal_pointer (&own));
  if (enter)
    {
      g_ptr_array_sort (found, compare_uris);
      g_ptr_array_extend_and_steal (facts, g_steal_pointer (&found));
    }
}

typedef struct
{
  GPtrArray    *files;
  GPtrArray    *facts;
  GCancellable *cancellable;
  DexPromise   *looked;
  gboolean      enter;
} Look;

static void
look_free (Look *look)
{
  g_ptr_array_unref (look->files);
  g_ptr_array_unref (look->facts);
  g_clear_object (&look->cancellable);
  dex_unref (look->looked);
  g_free (look);
}

static void
look_on_thread (gpointer data)
{
  Look *look = data;
  g_auto (GValue) value = G_VALUE_INIT;

  for (unsigned int i = 0; i < look->files->len; i++)
    look_at (g_ptr_array_index (look->files, i), look->enter, look->cancellable, look->facts);

  g_value_init (&value, G_TYPE_PTR_ARRAY);
  g_value_set_boxed (&value, look->facts);
  dex_promise_resolve (look->looked, &value);
  look_free (look);
}

DexFuture *
vcd_candidate_look (GPtrArray    *files,
                    gboolean      enter,
                    GCancellable *cancellable)
{
  DexPromise *looked = dex_promise_new ();
  Look *look = g_new0 (Look, 1);

  look->files = g_ptr_array_ref (files);
  look->facts = g_ptr_array_new_with_free_func ((GDestroyNotify) vcd_candidate_facts_free);
  look->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  look->looked = dex_ref (looked);
  look->enter = enter;
  vcd_worker_run (look_on_thread, look);

  return DEX_FUTURE (looked);
}
