/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-faults.h"

#include "sim-fault-table.h"

/*
 * The faults that are ordered at present: where each may strike, and how often still.
 *
 * "NAME=KEY:VALUE,…" with the keys of all faults:
 *   piece:N        from the image's Nth PUT on
 *   byte:N         at the PUT that carries this byte of the image
 *   probability:P  only now and then
 *   times:N        so often; 0 is for ever. Once if piece or byte is given, else for ever
 *   after:N        not the first N times
 *   name:PATTERN   only for images of such a name
 *   on:KIND        only for requests of that kind; "any"
 */

struct _SimFault
{
  SimFaultId id;
  char *name;
  GHashTable *values; /* key to text */
  GPatternSpec *pattern;
  const char *on;
  gint64 piece;
  gint64 byte;
  gint64 above; /* only slices of more bytes */
  gint64 skip;
  gint64 times; /* still; -1 for ever */
  double probability;
};

struct _SimFaults
{
  GRand *random;
  GPtrArray *faults;
  GHashTable *counts; /* name to times it struck */
};

static void
fault_free (SimFault *self)
{
  g_free (self->name);
  g_clear_pointer (&self->pattern, g_pattern_spec_free);
  g_hash_table_unref (self->values);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimFault, fault_free)

static gboolean
name_matches (const char *pattern,
              const char *name)
{
  const char *code = strstr (pattern, "NNN");

  if (!code)
    return g_str_equal (pattern, name);

  size_t length = code - pattern;

  return strncmp (pattern, name, length) == 0 && strlen (name) == length + 3 &&
         strspn (name + length, "0123456789") == 3;
}

static gboolean
find_id (const char *name,
         SimFaultId *id)
{
  for (int i = 0; i < SIM_N_FAULTS; i++)
    if (name_matches (sim_fault_table_get (i)->name, name))
      {
        *id = i;
        return TRUE;
      }

  return FALSE;
}

/* "5M" and the like. */
static gint64
parse_number (const char *text)
{
  char *end;
  gint64 number = g_ascii_strtoll (text, &end, 10);
  const char *suffix = *end ? strchr ("KMG", g_ascii_toupper (*end)) : NULL;

  return suffix ? number << (10 * (1 + strchr ("KMG", *suffix) - "KMG")) : number;
}

static void
parse_values (SimFault *self,
              const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);

  for (char **part = parts; *part; part++)
    {
      char *colon = strchr (*part, ':');
      size_t key_length = strspn (*part, "abcdefghijklmnopqrstuvwxyz-");

      if (!**part)
        continue;

      /* An address has a colon too. */
      if (!colon || *part + key_length != colon || g_str_has_prefix (colon, "://"))
        g_hash_table_insert (self->values, g_strdup (sim_fault_table_get (self->id)->key),
                             g_strdup (*part));
      else
        g_hash_table_insert (self->values, g_strndup (*part, colon - *part), g_strdup (colon + 1));
    }
}

static SimFault *
fault_new (const char *text,
           GError **error)
{
  const char *equals = strchr (text, '=');
  g_autofree char *name = equals ? g_strndup (text, equals - text) : g_strdup (text);
  g_autoptr (SimFault) self = NULL;
  SimFaultId id;

  if (!find_id (name, &id))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   "“%s” is no fault; --help-faults lists them", name);
      return NULL;
    }

  self = g_new0 (SimFault, 1);
  self->id = id;
  self->name = g_steal_pointer (&name);
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (strstr (sim_fault_table_get (id)->name, "NNN"))
    g_hash_table_insert (self->values, g_strdup ("code"), g_strdup (strrchr (self->name, '-') + 1));
  if (equals)
    parse_values (self, equals + 1);

  self->on = sim_fault_get_string (self, "on", sim_fault_table_get (id)->on);
  self->piece = sim_fault_get_number (self, "piece", 0);
  self->byte = sim_fault_get_number (self, "byte", -1);
  self->above = id == SIM_FAULT_413_ABOVE ? sim_fault_get_number (self, "bytes", 0) : 0;
  self->skip = sim_fault_get_number (self, "after", 0);
  self->times = sim_fault_get_number (self, "times", self->piece || self->byte >= 0 ? 1 : 0);
  if (id == SIM_FAULT_LATE_FILES && !g_hash_table_contains (self->values, "times"))
    self->times = 2;
  if (self->times == 0)
    self->times = -1;
  self->probability = g_ascii_strtod (sim_fault_get_string (self, "probability", "1"), NULL);
  if (sim_fault_get_string (self, "name", NULL))
    self->pattern = g_pattern_spec_new (sim_fault_get_string (self, "name", NULL));

  return g_steal_pointer (&self);
}

SimFaults *
sim_faults_new (GRand *random)
{
  SimFaults *self = g_new0 (SimFaults, 1);

  self->random = random;
  self->faults = g_ptr_array_new_with_free_func ((GDestroyNotify) fault_free);
  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return self;
}

void
sim_faults_free (SimFaults *self)
{
  g_ptr_array_unref (self->faults);
  g_hash_table_unref (self->counts);
  g_free (self);
}

gboolean
sim_faults_set (SimFaults *self,
                const char *fault,
                GError **error)
{
  g_autoptr (SimFault) new = fault_new (fault, error);

  if (!new)
    return FALSE;

  sim_faults_clear (self, new->name);
  g_ptr_array_add (self->faults, g_steal_pointer (&new));

  return TRUE;
}

/* NAME may be NULL for all of them. */
void
sim_faults_clear (SimFaults *self,
                  const char *name)
{
  for (unsigned i = self->faults->len; i > 0; i--)
    {
      SimFault *fault = g_ptr_array_index (self->faults, i - 1);

      if (!name || g_str_equal (fault->name, name))
        g_ptr_array_remove_index (self->faults, i - 1);
    }
}

unsigned
sim_faults_count (SimFaults *self,
                  const char *name)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, name));
}

char *
sim_faults_describe (void)
{
  GString *text = g_string_new ("--fault NAME, --fault NAME=VALUE or --fault NAME=KEY:VALUE,…\n\n");

  for (int i = 0; i < SIM_N_FAULTS; i++)
    {
      const SimFaultInfo *info = sim_fault_table_get (i);

      g_string_append_printf (text, "  %-27s %s (on:%s)\n", info->name, info->text, info->on);
    }
  g_string_append (text,
                   "\nKeys of all faults: piece:N byte:N probability:P times:N after:N "
                   "name:PATTERN on:KIND\n");

  return g_string_free (text, FALSE);
}

static gboolean
is_due (SimFaults *self,
        SimFault *fault,
        const SimSite *site)
{
  if (fault->times == 0)
    return FALSE;
  if (!g_str_equal (fault->on, "any") && !g_str_equal (fault->on, site->kind))
    return FALSE;
  if (fault->piece && site->piece < fault->piece)
    return FALSE;
  if (fault->byte >= 0 && (site->first > fault->byte || site->last < fault->byte))
    return FALSE;
  if (fault->above && site->last - site->first + 1 <= fault->above)
    return FALSE;
  if (fault->pattern && (!site->name || !g_pattern_spec_match_string (fault->pattern, site->name)))
    return FALSE;
  if (fault->probability < 1 && g_rand_double (self->random) >= fault->probability)
    return FALSE;

  return fault->skip == 0 || fault->skip-- == 0;
}

/* The fault if it happens here and now, which is counted; else NULL. */
SimFault *
sim_faults_strike (SimFaults *self,
                   SimFaultId id,
                   const SimSite *site)
{
  for (unsigned i = 0; i < self->faults->len; i++)
    {
      SimFault *fault = g_ptr_array_index (self->faults, i);
      unsigned count;

      if (fault->id != id || !is_due (self, fault, site))
        continue;

      if (fault->times > 0)
        fault->times--;
      count = sim_faults_count (self, fault->name) + 1;
      g_hash_table_insert (self->counts, g_strdup (fault->name), GUINT_TO_POINTER (count));
      return fault;
    }

  return NULL;
}

/* Whether it is ordered at all. */
gboolean
sim_faults_has (SimFaults *self,
                SimFaultId id)
{
  for (unsigned i = 0; i < self->faults->len; i++)
    if (((SimFault *) g_ptr_array_index (self->faults, i))->id == id)
      return TRUE;

  return FALSE;
}

const char *
sim_fault_get_string (SimFault *self,
                      const char *key,
                      const char *fallback)
{
  const char *value = g_hash_table_lookup (self->values, key);

  return value ? value : fallback;
}

gint64
sim_fault_get_number (SimFault *self,
                      const char *key,
                      gint64 fallback)
{
  const char *value = g_hash_table_lookup (self->values, key);

  return value ? parse_number (value) : fallback;
}

/* The byte of the image at which it strikes: the one that was ordered, or any within the slice. */
gint64
sim_fault_choose_byte (SimFault *self,
                       SimFaults *faults,
                       const SimSite *site)
{
  if (self->byte >= 0)
    return self->byte;

  return site->first + (gint64) (g_rand_double (faults->random) * (site->last - site->first + 1));
}
