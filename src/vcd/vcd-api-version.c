/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "vcd-api-version-private.h"
#include "vcd-error-private.h"

/* The range this library was written and tested for. From 40.0 on the product has no catalogs of
 * this kind any more. */
#define OLDEST           "5.5"
#define NEWEST           "39.1"
#define NO_CATALOGS_FROM "40.0"

/* No server lists as many versions; one that does is not read to the end. */
#define MAX_VERSIONS 1000

typedef struct
{
  unsigned major;
  unsigned minor;
} VcdVersionNumber;

static gboolean
parse_number (const char       *text,
              VcdVersionNumber *number)
{
  g_auto(GStrv) parts = g_strsplit (text, ".", 3);
  guint64 major, minor;

  if (g_strv_length (parts) != 2 ||
      !g_ascii_string_to_unsigned (parts[0], 10, 0, 9999, &major, NULL) ||
      !g_ascii_string_to_unsigned (parts[1], 10, 0, 9999, &minor, NULL))
    return FALSE;

  *number = (VcdVersionNumber) { (unsigned) major, (unsigned) minor };

  return TRUE;
}

gboolean
vcd_api_version_is_valid (const char *text)
{
  VcdVersionNumber number;

  return parse_number (text, &number);
}

int
vcd_api_version_compare (const char *a,
                         const char *b)
{
  VcdVersionNumber x = { 0 }, y = { 0 };

  parse_number (a, &x);
  parse_number (b, &y);

  if (x.major != y.major)
    return x.major < y.major ? -1 : 1;

  return x.minor == y.minor ? 0 : x.minor < y.minor ? -1 : 1;
}

void
vcd_api_version_free (VcdApiVersion *self)
{
  g_free (self->version);
  g_free (self->login_href);
  g_free (self->provider_login_href);
  g_free (self);
}

static char *
dup_stripped (VcdElement *info,
              const char *name)
{
  char *text = vcd_element_dup_child_text (info, name);

  return text != NULL ? g_strstrip (text) : NULL;
}

static VcdApiVersion *
vcd_api_version_new (VcdElement *info,
                     const char *version)
{
  VcdApiVersion *self = g_new0 (VcdApiVersion, 1);

  self->version = g_strdup (version);
  self->login_href = dup_stripped (info, "LoginUrl");
  self->provider_login_href = dup_stripped (info, "ProviderLoginUrl");

  return self;
}

/* Whether @candidate serves us better than @best. What is deprecated still works, so age
 * decides. */
static gboolean
is_better (const char *candidate,
           const char *best)
{
  return best == NULL || vcd_api_version_compare (candidate, best) > 0;
}

static GError *
new_mismatch_error (const char *wish,
                    const char *lowest,
                    const char *highest)
{
  g_autofree char *details = g_strdup_printf ("Listed: %s to %s. Known: %s to %s.",
                                              lowest, highest, OLDEST, NEWEST);

  if (wish != NULL)
    return vcd_error_new (VCD_ERROR_NOT_SUPPORTED, details,
                          _("This server does not offer version %s of the API, only %s to %s."),
                          wish, lowest, highest);

  if (vcd_api_version_compare (lowest, NO_CATALOGS_FROM) >= 0)
    return vcd_error_new (VCD_ERROR_NOT_SUPPORTED, details,
                          _("This server is of a newer kind (API %s), which is not supported yet."),
                          lowest);

  return vcd_error_new (VCD_ERROR_NOT_SUPPORTED, details,
                        _("This server is too old: its newest API is %s, and at least %s is "
                          "needed."), highest, OLDEST);
}

VcdApiVersion *
vcd_api_version_choose (VcdXml      *document,
                        const char  *wish,
                        GError     **error)
{
  VcdElement *root = vcd_xml_get_root (document);
  VcdElement *chosen = NULL;
  g_autofree char *best = NULL;
  g_autofree char *lowest = NULL;
  g_autofree char *highest = NULL;
  VcdElement *lowest_info = NULL;
  int n_versions = 0;

  if (wish != NULL && !vcd_api_version_is_valid (wish))
    {
      g_propagate_error (error, vcd_error_new (VCD_ERROR_INVALID, NULL,
                                               _("“%s” is no version of the API; it should look "
                                                 "like 36.0."), wish));
      return NULL;
    }

  for (VcdElement *info = vcd_element_get_first (root); info != NULL && n_versions < MAX_VERSIONS;
       info = vcd_element_get_next (info))
    {
      g_autofree char *version = NULL;

      /* Alpha versions have an element of their own. */
      if (!g_str_equal (vcd_element_get_name (info), "VersionInfo"))
        continue;

      version = dup_stripped (info, "Version");
      if (version == NULL || !vcd_api_version_is_valid (version))
        continue;

      n_versions++;
      if (lowest == NULL || vcd_api_version_compare (version, lowest) < 0)
        {
          g_set_str (&lowest, version);
          lowest_info = info;
        }
      if (highest == NULL || vcd_api_version_compare (version, highest) > 0)
        g_set_str (&highest, version);

      if (wish != NULL ? vcd_api_version_compare (version, wish) != 0
                       : (vcd_api_version_compare (version, OLDEST) < 0 ||
                          vcd_api_version_compare (version, NEWEST) > 0))
        continue;

      if (is_better (version, best))
        {
          g_set_str (&best, version);
          chosen = info;
        }
    }

  if (n_versions == 0)
    {
      g_propagate_error (error, vcd_error_new (VCD_ERROR_NOT_SUPPORTED, NULL,
                                               _("There is no VMware Cloud Director at this "
                                                 "address.")));
      return NULL;
    }

  /* All newer than what is known: the oldest of them is the nearest. */
  if (chosen == NULL && wish == NULL && vcd_api_version_compare (lowest, NEWEST) > 0 &&
      vcd_api_version_compare (lowest, NO_CATALOGS_FROM) < 0)
    {
      g_set_str (&best, lowest);
      chosen = lowest_info;
    }

  if (chosen == NULL)
    {
      g_propagate_error (error, new_mismatch_error (wish, lowest, highest));
      return NULL;
    }

  return vcd_api_version_new (chosen, best);
}
