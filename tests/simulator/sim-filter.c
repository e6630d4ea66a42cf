/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-filter.h"

/*
 * A filter expression of the query service:
 *
 *   or   = and { "," and }
 *   and  = term { ";" term }
 *   term = "(" or ")" | attribute operator value
 *
 * In a value a backslash takes the meaning from the character after it, and "*" is any run.
 */

typedef enum
{
  FILTER_OR,
  FILTER_AND,
  FILTER_EQUAL,
  FILTER_UNEQUAL,
  FILTER_LESS,
  FILTER_GREATER,
  FILTER_LESS_EQUAL,
  FILTER_GREATER_EQUAL,
} FilterKind;

struct _SimFilter
{
  FilterKind kind;
  SimFilter *left;
  SimFilter *right;
  const SimAttribute *attribute;
  char *value; /* case-folded; of a reference, the bare id */
};

typedef struct
{
  const char *at;
  gboolean values_are_encoded;
  const SimRecordType *type;
} Parser;

static SimFilter *parse_or (Parser *parser,
                            int depth,
                            GError **error);

/* Nobody nests deeper than this by hand. */
#define MAX_DEPTH 32

void
sim_filter_free (SimFilter *self)
{
  g_clear_pointer (&self->left, sim_filter_free);
  g_clear_pointer (&self->right, sim_filter_free);
  g_free (self->value);
  g_free (self);
}

static SimFilter *
filter_new (FilterKind kind,
            SimFilter *left,
            SimFilter *right)
{
  SimFilter *self = g_new0 (SimFilter, 1);

  self->kind = kind;
  self->left = left;
  self->right = right;

  return self;
}

static gboolean
parse_operator (Parser *parser,
                FilterKind *kind)
{
  static const struct
  {
    const char *text;
    FilterKind kind;
  } operators[] = {
    { "==", FILTER_EQUAL },
    { "!=", FILTER_UNEQUAL },
    { "=lt=", FILTER_LESS },
    { "=gt=", FILTER_GREATER },
    { "=le=", FILTER_LESS_EQUAL },
    { "=ge=", FILTER_GREATER_EQUAL },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (operators); i++)
    if (g_str_has_prefix (parser->at, operators[i].text))
      {
        parser->at += strlen (operators[i].text);
        *kind = operators[i].kind;
        return TRUE;
      }

  return FALSE;
}

static char *
parse_value (Parser *parser,
             const SimAttribute *attribute)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *value = NULL;

  for (; *parser->at && !strchr (";,()", *parser->at); parser->at++)
    {
      if (*parser->at == '\\' && parser->at[1])
        parser->at++;
      g_string_append_c (text, *parser->at);
    }
  if (parser->values_are_encoded)
    value = g_uri_unescape_string (text->str, NULL);
  if (!value)
    value = g_strdup (text->str);

  /* Address, URN or id: its end is the id. */
  if (attribute->kind == SIM_ATTRIBUTE_REFERENCE)
    {
      const char *end = strrchr (value, '/');

      if (!end)
        end = strrchr (value, ':');

      return g_ascii_strdown (end ? end + 1 : value, -1);
    }

  return g_utf8_casefold (value, -1);
}

static SimFilter *
parse_term (Parser *parser,
            int depth,
            GError **error)
{
  g_autoptr (SimFilter) self = NULL;
  g_autofree char *name = NULL;
  size_t length;

  if (*parser->at == '(' && depth < MAX_DEPTH)
    {
      parser->at++;
      self = parse_or (parser, depth + 1, error);
      if (!self)
        return NULL;
      if (*parser->at == ')')
        {
          parser->at++;
          return g_steal_pointer (&self);
        }
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           "The filter lacks a closing parenthesis");
      return NULL;
    }

  length = strcspn (parser->at, "=!;,()");
  name = g_strndup (parser->at, length);
  parser->at += length;
  self = filter_new (FILTER_EQUAL, NULL, NULL);
  self->attribute = sim_record_type_find (parser->type, name);
  if (!self->attribute || !parse_operator (parser, &self->kind))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   "The filter is not understood at “%s%s”", name, parser->at);
      return NULL;
    }
  self->value = parse_value (parser, self->attribute);

  return g_steal_pointer (&self);
}

static SimFilter *
parse_and (Parser *parser,
           int depth,
           GError **error)
{
  g_autoptr (SimFilter) self = parse_term (parser, depth, error);

  while (self && *parser->at == ';')
    {
      SimFilter *right;

      parser->at++;
      right = parse_term (parser, depth, error);
      if (!right)
        return NULL;
      self = filter_new (FILTER_AND, g_steal_pointer (&self), right);
    }

  return g_steal_pointer (&self);
}

static SimFilter *
parse_or (Parser *parser,
          int depth,
          GError **error)
{
  g_autoptr (SimFilter) self = parse_and (parser, depth, error);

  while (self && *parser->at == ',')
    {
      SimFilter *right;

      parser->at++;
      right = parse_and (parser, depth, error);
      if (!right)
        return NULL;
      self = filter_new (FILTER_OR, g_steal_pointer (&self), right);
    }

  return g_steal_pointer (&self);
}

/* VALUES_ARE_ENCODED: as clients do it before 35.0, with filterEncoded=true. */
SimFilter *
sim_filter_parse (const char *text,
                  gboolean values_are_encoded,
                  const SimRecordType *type,
                  GError **error)
{
  Parser parser = { text, values_are_encoded, type };
  g_autoptr (SimFilter) self = parse_or (&parser, 0, error);

  if (self && *parser.at)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   "The filter is not understood at “%s”", parser.at);
      return NULL;
    }

  return g_steal_pointer (&self);
}

/* Goes back to the newest "*" only, so it takes no more than length times length. */
static gboolean
matches_pattern (const char *pattern,
                 const char *text)
{
  const char *star = NULL, *resume = NULL;

  while (*text)
    {
      if (*pattern == '*')
        {
          star = pattern++;
          resume = text;
        }
      else if (*pattern == *text)
        {
          pattern++;
          text++;
        }
      else if (star)
        {
          pattern = star + 1;
          text = ++resume;
        }
      else
        return FALSE;
    }
  while (*pattern == '*')
    pattern++;

  return *pattern == '\0';
}

static gboolean
is_equal (SimFilter *self,
          const char *value)
{
  if (self->attribute->kind == SIM_ATTRIBUTE_REFERENCE)
    return g_str_equal (self->value, value);

  g_autofree char *folded = g_utf8_casefold (value, -1);

  return matches_pattern (self->value, folded);
}

static int
compare (SimFilter *self,
         const char *value)
{
  if (self->attribute->kind == SIM_ATTRIBUTE_NUMBER)
    {
      gint64 first = g_ascii_strtoll (value, NULL, 10);
      gint64 second = g_ascii_strtoll (self->value, NULL, 10);

      return first < second ? -1 : first > second;
    }

  g_autofree char *folded = g_utf8_casefold (value, -1);

  return strcmp (folded, self->value);
}

gboolean
sim_filter_matches (SimFilter *self,
                    gconstpointer object,
                    SimScratch *scratch)
{
  if (self->kind == FILTER_OR)
    return sim_filter_matches (self->left, object, scratch) ||
           sim_filter_matches (self->right, object, scratch);
  if (self->kind == FILTER_AND)
    return sim_filter_matches (self->left, object, scratch) &&
           sim_filter_matches (self->right, object, scratch);

  const char *value = self->attribute->get (object, scratch);

  if (!value)
    return self->kind == FILTER_UNEQUAL;

  switch (self->kind)
    {
    case FILTER_EQUAL:
      return is_equal (self, value);
    case FILTER_UNEQUAL:
      return !is_equal (self, value);
    case FILTER_LESS:
      return compare (self, value) < 0;
    case FILTER_GREATER:
      return compare (self, value) > 0;
    case FILTER_LESS_EQUAL:
      return compare (self, value) <= 0;
    case FILTER_GREATER_EQUAL:
      return compare (self, value) >= 0;
    case FILTER_OR:
    case FILTER_AND:
    default:
      g_return_val_if_reached (FALSE);
    }
}
