/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "vcd-enums.h"
#include "vcd-error-private.h"
#include "vcd-journal-private.h"

/* Of uploads of files, and of copies, which came later. */
#define VERSION      1
#define COPY_VERSION 2
/* An entry is some two kilobytes. */
#define MAX_BYTES    (64 * 1024)

/* The members that are strings, and whether one of them may be missing. */
static const struct
{
  const char *name;
  size_t      offset;
  gboolean    optional;
} strings[] = {
  { "id", G_STRUCT_OFFSET (VcdJournalEntry, id), FALSE },
  { "server", G_STRUCT_OFFSET (VcdJournalEntry, server), FALSE },
  { "organization", G_STRUCT_OFFSET (VcdJournalEntry, organization), FALSE },
  { "user", G_STRUCT_OFFSET (VcdJournalEntry, user), FALSE },
  { "catalog", G_STRUCT_OFFSET (VcdJournalEntry, catalog_href), FALSE },
  { "catalog-name", G_STRUCT_OFFSET (VcdJournalEntry, catalog_name), TRUE },
  { "file", G_STRUCT_OFFSET (VcdJournalEntry, file_uri), TRUE },
  { "source-server", G_STRUCT_OFFSET (VcdJournalEntry, source_server), TRUE },
  { "source-organization", G_STRUCT_OFFSET (VcdJournalEntry, source_organization), TRUE },
  { "source-user", G_STRUCT_OFFSET (VcdJournalEntry, source_user), TRUE },
  { "source", G_STRUCT_OFFSET (VcdJournalEntry, source_href), TRUE },
  { "source-name", G_STRUCT_OFFSET (VcdJournalEntry, source_name), TRUE },
  { "source-catalog-name", G_STRUCT_OFFSET (VcdJournalEntry, source_catalog_name), TRUE },
  { "fingerprint", G_STRUCT_OFFSET (VcdJournalEntry, fingerprint), TRUE },
  { "name", G_STRUCT_OFFSET (VcdJournalEntry, name), FALSE },
  { "declared-name", G_STRUCT_OFFSET (VcdJournalEntry, declared_name), TRUE },
  { "description", G_STRUCT_OFFSET (VcdJournalEntry, description), TRUE },
  { "storage-profile", G_STRUCT_OFFSET (VcdJournalEntry, storage_profile), TRUE },
  { "operation-key", G_STRUCT_OFFSET (VcdJournalEntry, operation_key), TRUE },
  { "media", G_STRUCT_OFFSET (VcdJournalEntry, media_href), TRUE },
  { "item", G_STRUCT_OFFSET (VcdJournalEntry, item_href), TRUE },
  { "old-media", G_STRUCT_OFFSET (VcdJournalEntry, old_href), TRUE },
  { "old-name", G_STRUCT_OFFSET (VcdJournalEntry, old_name), TRUE },
  { "failure", G_STRUCT_OFFSET (VcdJournalEntry, failure), TRUE },
  { "failure-kind", G_STRUCT_OFFSET (VcdJournalEntry, failure_kind), TRUE },
};

static char **
get_string (VcdJournalEntry *self,
            unsigned         i)
{
  return G_STRUCT_MEMBER_P (self, strings[i].offset);
}

VcdJournalEntry *
vcd_journal_entry_new (void)
{
  return g_new0 (VcdJournalEntry, 1);
}

void
vcd_journal_entry_free (VcdJournalEntry *self)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (strings); i++)
    g_free (*get_string (self, i));

  g_free (self);
}

/* An entry is one object without another one in it: what is nested would only cost a parser its
 * stack. */
static gboolean
is_flat (const char *data,
         size_t      size)
{
  gboolean quoted = FALSE;
  unsigned depth = 0;

  for (size_t i = 0; i < size; i++)
    {
      if (quoted && data[i] == '\\')
        i++;
      else if (data[i] == '"')
        quoted = !quoted;
      else if (!quoted && (data[i] == '{' || data[i] == '[') && ++depth > 1)
        return FALSE;
    }

  return TRUE;
}

static gboolean
fail (GError     **error,
      const char  *details)
{
  g_propagate_error (error, vcd_error_new (VCD_ERROR_INVALID, details,
                                           _("This is not an entry of the journal: %s"), details));

  return FALSE;
}

static gboolean
read_string (JsonObject  *object,
             const char  *name,
             gboolean     optional,
             char       **value,
             GError     **error)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return optional || fail (error, name);

  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return fail (error, name);

  *value = json_node_dup_string (node);

  return g_utf8_validate (*value, -1, NULL) || fail (error, name);
}

static gboolean
read_number (JsonObject *object,
             const char *name,
             int64_t     fallback,
             int64_t    *value)
{
  JsonNode *node = json_object_get_member (object, name);

  *value = fallback;
  if (node == NULL)
    return TRUE;

  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;

  *value = json_node_get_int (node);

  return *value >= 0;
}

static gboolean
read_boolean (JsonObject *object,
              const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
         json_node_get_value_type (node) == G_TYPE_BOOLEAN && json_node_get_boolean (node);
}

static gboolean
read_version (JsonObject  *object,
              GError     **error)
{
  int64_t version;

  if (!read_number (object, "version", 0, &version) || version == 0)
    return fail (error, "version");

  if (version == VERSION || version == COPY_VERSION)
    return TRUE;

  g_propagate_error (error, vcd_error_new (VCD_ERROR_NOT_SUPPORTED, NULL, "%s",
                                           _("This entry of the journal is of a later version.")));

  return FALSE;
}

static gboolean
read_policy (JsonObject         *object,
             VcdConflictPolicy  *policy,
             GError            **error)
{
  g_autoptr (GEnumClass) policies = g_type_class_ref (VCD_TYPE_CONFLICT_POLICY);
  g_autofree char *nick = NULL;
  GEnumValue *value;

  if (!read_string (object, "on-conflict", FALSE, &nick, error))
    return FALSE;

  value = g_enum_get_value_by_nick (policies, nick);
  if (value == NULL)
    return fail (error, "on-conflict");

  *policy = value->value;

  return TRUE;
}

/* Either a file or another image. */
static gboolean
check_source (const VcdJournalEntry  *self,
              GError                **error)
{
  if (self->source_href == NULL)
    return self->file_uri != NULL || fail (error, "file");

  return (self->file_uri == NULL && self->source_server != NULL &&
          self->source_organization != NULL && self->source_user != NULL &&
          self->source_name != NULL) || fail (error, "source");
}

static gboolean
read_entry (VcdJournalEntry  *self,
            JsonObject       *object,
            GError          **error)
{
  int64_t confirmed;

  if (!read_version (object, error) || !read_policy (object, &self->policy, error))
    return FALSE;

  for (unsigned i = 0; i < G_N_ELEMENTS (strings); i++)
    if (!read_string (object, strings[i].name, strings[i].optional, get_string (self, i), error))
      return FALSE;

  if (!check_source (self, error))
    return FALSE;
  if ((self->old_href == NULL) != (self->old_name == NULL))
    return fail (error, "old-name");
  if (!g_uuid_string_is_valid (self->id))
    return fail (error, "id");
  if (!read_number (object, "confirmed", 0, &confirmed))
    return fail (error, "confirmed");
  if (!read_number (object, "created", 0, &self->created))
    return fail (error, "created");

  self->confirmed = (uint64_t) confirmed;
  self->record_checksum = read_boolean (object, "record-checksum");
  self->renamed = read_boolean (object, "renamed");
  self->described = read_boolean (object, "described");
  self->paused = read_boolean (object, "paused");
  self->failed = read_boolean (object, "failed");

  return TRUE;
}

VcdJournalEntry *
vcd_journal_entry_parse (GBytes  *bytes,
                         GError **error)
{
  g_autoptr (VcdJournalEntry) self = NULL;
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) local_error = NULL;
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  JsonNode *root;

  if (size == 0 || size > MAX_BYTES)
    {
      fail (error, "size");
      return NULL;
    }

  if (!g_utf8_validate (data, (gssize) size, NULL) || !is_flat (data, size))
    {
      fail (error, "syntax");
      return NULL;
    }

  parser = json_parser_new ();
  if (!json_parser_load_from_data (parser, data, (gssize) size, &local_error))
    {
      fail (error, local_error->message);
      return NULL;
    }

  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      fail (error, "syntax");
      return NULL;
    }

  self = vcd_journal_entry_new ();

  return read_entry (self, json_node_get_object (root), error) ? g_steal_pointer (&self) : NULL;
}

static const char *
get_nick (GType type,
          int   value)
{
  g_autoptr (GEnumClass) values = g_type_class_ref (type);

  return g_enum_get_value (values, value)->value_nick;
}

void
vcd_journal_entry_set_failure (VcdJournalEntry *self,
                               VcdError         kind,
                               const char      *message)
{
  g_set_str (&self->failure, message);
  g_set_str (&self->failure_kind, get_nick (VCD_TYPE_ERROR, (int) kind));
}

GError *
vcd_journal_entry_dup_failure (const VcdJournalEntry *self)
{
  g_autoptr (GEnumClass) kinds = NULL;
  const GEnumValue *kind = NULL;

  if (self->failure == NULL)
    return NULL;

  kinds = g_type_class_ref (VCD_TYPE_ERROR);
  if (self->failure_kind != NULL)
    kind = g_enum_get_value_by_nick (kinds, self->failure_kind);

  return g_error_new_literal (VCD_ERROR, kind != NULL ? kind->value : VCD_ERROR_SERVER,
                              self->failure);
}

GBytes *
vcd_journal_entry_write (const VcdJournalEntry *self)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) root = json_node_alloc ();
  char *text;

  json_object_set_int_member (object, "version",
                              self->source_href != NULL ? COPY_VERSION : VERSION);
  for (unsigned i = 0; i < G_N_ELEMENTS (strings); i++)
    {
      const char *value = *get_string ((VcdJournalEntry *) self, i);

      if (value != NULL)
        json_object_set_string_member (object, strings[i].name, value);
    }

  json_object_set_string_member (object, "on-conflict",
                                 get_nick (VCD_TYPE_CONFLICT_POLICY, (int) self->policy));
  json_object_set_boolean_member (object, "record-checksum", self->record_checksum);
  json_object_set_int_member (object, "confirmed", (int64_t) self->confirmed);
  json_object_set_int_member (object, "created", self->created);
  json_object_set_boolean_member (object, "renamed", self->renamed);
  json_object_set_boolean_member (object, "described", self->described);
  json_object_set_boolean_member (object, "paused", self->paused);
  json_object_set_boolean_member (object, "failed", self->failed);

  json_node_init_object (root, object);
  text = json_to_string (root, TRUE);

  return g_bytes_new_take (text, strlen (text));
}
