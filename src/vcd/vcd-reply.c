/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "vcd-error-private.h"
#include "vcd-http-private.h"

/* What the server says goes into memory, logs and dialogs: each of these is more than it needs. */
#define MAX_SENTENCE   300
#define MAX_DETAILS    2048
/* A server that wants more, in seconds, is asked all the same. */
#define MAX_RETRY_AFTER 300
#define MAX_WORDS      1500
#define MAX_ERROR_BODY (256 * 1024)

/* One answer of the server, whole: status, headers, body, and what they mean. */
struct _VcdReply
{
  GObject             parent_instance;

  unsigned            status;
  SoupMessageHeaders *headers;
  GBytes             *body;
  char               *request_id;
  VcdXml             *xml;
};

G_DEFINE_FINAL_TYPE (VcdReply, vcd_reply, G_TYPE_OBJECT)

/* The server's own words, from whichever kind of body they came in. */
typedef struct
{
  char *code;
  char *message;
} VcdWords;

static void
vcd_words_clear (VcdWords *words)
{
  g_clear_pointer (&words->code, g_free);
  g_clear_pointer (&words->message, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (VcdWords, vcd_words_clear)

/* Valid UTF-8 on one line, without control or formatting characters, of at most @max bytes. */
static char *
clean_text (const char *text,
            size_t      max)
{
  g_autofree char *valid = NULL;
  GString *clean;
  gboolean space = FALSE;

  if (text == NULL)
    return NULL;

  valid = g_utf8_make_valid (text, strnlen (text, 4 * max));
  clean = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      GUnicodeType type = g_unichar_type (c);

      if (g_unichar_isspace (c) || type == G_UNICODE_CONTROL)
        {
          space = clean->len > 0;
          continue;
        }

      if (type == G_UNICODE_FORMAT)
        continue;

      if (clean->len + 8 > max)
        {
          g_string_append (clean, "…");
          break;
        }

      if (space)
        g_string_append_c (clean, ' ');
      g_string_append_unichar (clean, c);
      space = FALSE;
    }

  return g_string_free_and_steal (clean);
}

/* Messages begin with "[ request id ] ", which says nothing to a person. */
static const char *
skip_request_id (const char *message)
{
  const char *end;

  if (message[0] != '[' || (end = strchr (message, ']')) == NULL || end - message > 200)
    return message;

  for (end++; *end == ' '; end++)
    ;

  return *end != '\0' ? end : message;
}

static gboolean
mentions (const char *text,
          const char *first,
          ...)
{
  g_autofree char *folded = NULL;
  gboolean found = FALSE;
  va_list args;

  if (text == NULL)
    return FALSE;

  folded = g_ascii_strdown (text, -1);

  va_start (args, first);
  for (const char *word = first; word != NULL && !found; word = va_arg (args, const char *))
    found = strstr (folded, word) != NULL;
  va_end (args);

  return found;
}

static gboolean
is_busy (const char *code,
         const char *message)
{
  return mentions (code, "busy", NULL) || mentions (message, "busy", "library_item_sync", NULL);
}

static VcdError
classify (unsigned    status,
          const char *code,
          const char *message)
{
  if (status == 401 || mentions (code, "invalid_grant", "invalid_client", "unauthorized", NULL))
    return VCD_ERROR_SIGN_IN;

  if (is_busy (code, message))
    return VCD_ERROR_SERVER;

  if (mentions (code, "duplicate_name", NULL) ||
      mentions (message, "already exists", "duplicate name", "name is already", "not unique", NULL))
    return VCD_ERROR_NAME_EXISTS;

  if (status == 507 || mentions (message, "quota", "insufficient storage", "not enough space",
                                 "no space left", "out of space", "storage limit", NULL))
    return VCD_ERROR_NO_SPACE;

  if (status == 410 || mentions (code, "timedout", NULL))
    return VCD_ERROR_EXPIRED;

  if (status == 403 || mentions (code, "forbidden", NULL))
    return VCD_ERROR_PERMISSION;

  if (status == 404 || mentions (code, "not_found", NULL))
    return VCD_ERROR_NOT_FOUND;

  if (status == 409)
    return VCD_ERROR_NAME_EXISTS;

  if (status == 405 || status == 406 || status == 415)
    return VCD_ERROR_NOT_SUPPORTED;

  if (status == 407)
    return VCD_ERROR_NETWORK;

  return VCD_ERROR_SERVER;
}

/* What a person is told when the server failed, rather than refused. */
static char *
server_sentence (unsigned    status,
                 const char *code,
                 const char *message)
{
  if (is_busy (code, message))
    return g_strdup (_("The server is still busy with this item. Try again later."));

  if (status == 429)
    return g_strdup (_("The server asks for fewer requests. Try again later."));

  if (status == 502 || status == 503 || status == 504)
    return g_strdup_printf (_("The server is not available at the moment (error %u). "
                              "Try again later."), status);

  if (status == 413)
    return g_strdup (_("Something between here and the server refused this for its size "
                       "(error 413)."));

  if (status >= 300 && status < 400)
    return g_strdup_printf (_("The server refers to another address (status %u). "
                              "Check the address."), status);

  if (message != NULL)
    {
      g_autofree char *words = clean_text (skip_request_id (message), MAX_SENTENCE);

      /* Translators: the server's own words follow. */
      return g_strdup_printf (_("The server says: %s"), words);
    }

  if (status != 0)
    return g_strdup_printf (_("The server failed (error %u) and did not say why."), status);

  return g_strdup (_("The server failed and did not say why."));
}

static char *
make_sentence (VcdError    error_code,
               unsigned    status,
               const char *code,
               const char *message)
{
  switch (error_code)
    {
    case VCD_ERROR_SIGN_IN:
      return g_strdup (_("The server asks to sign in again."));
    case VCD_ERROR_PERMISSION:
      return g_strdup (_("The account has no right to do this, or the item no longer exists."));
    case VCD_ERROR_NOT_FOUND:
      return g_strdup (_("The server knows no such item."));
    case VCD_ERROR_NAME_EXISTS:
      return g_strdup (_("This name is already used. Choose another one."));
    case VCD_ERROR_NO_SPACE:
      return g_strdup (_("There is not enough storage left in the organization."));
    case VCD_ERROR_EXPIRED:
      return g_strdup (_("The transfer was interrupted for too long, and the server gave it up."));
    case VCD_ERROR_NOT_SUPPORTED:
      return g_strdup_printf (_("The server cannot do this (error %u)."), status);
    case VCD_ERROR_NETWORK:
      return g_strdup (_("The proxy of this network asks for a password."));
    case VCD_ERROR_CERTIFICATE:
    case VCD_ERROR_FILE:
    case VCD_ERROR_FILE_CHANGED:
    case VCD_ERROR_INVALID:
    case VCD_ERROR_SERVER:
    default:
      return server_sentence (status, code, message);
    }
}

GError *
vcd_reply_error_for (unsigned    status,
                     const char *code,
                     const char *message,
                     const char *request_id)
{
  g_autofree char *clean_code = clean_text (code, 128);
  g_autofree char *words = clean_text (message, MAX_WORDS);
  g_autoptr(GString) details = g_string_new (NULL);
  g_autofree char *sentence = NULL;
  VcdError error_code;
  GError *error;

  if (words != NULL && *words == '\0')
    g_clear_pointer (&words, g_free);

  error_code = classify (status, clean_code, words);
  sentence = make_sentence (error_code, status, clean_code, words);

  if (status != 0)
    g_string_append_printf (details, "HTTP %u", status);
  if (clean_code != NULL && *clean_code != '\0')
    g_string_append_printf (details, "%s%s", details->len > 0 ? " " : "", clean_code);
  if (words != NULL)
    g_string_append_printf (details, "%s%s", details->len > 0 ? "\n" : "", words);
  if (request_id != NULL)
    g_string_append_printf (details, "%sRequest: %s", details->len > 0 ? "\n" : "", request_id);

  g_assert (details->len < MAX_DETAILS);

  error = vcd_error_new (error_code, details->str, "%s", sentence);
  vcd_error_set_status (error, status);

  return error;
}

static char *
dup_json_string (JsonObject *object,
                 const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;

  return json_node_dup_string (node);
}

/* Both the server's own form and that of OAuth (RFC 6749). */
static void
read_json_words (GBytes   *body,
                 VcdWords *words)
{
  g_autoptr(JsonParser) parser = json_parser_new ();
  gsize size;
  const char *data = g_bytes_get_data (body, &size);
  JsonNode *root;

  if (!json_parser_load_from_data (parser, data, (gssize) size, NULL) ||
      (root = json_parser_get_root (parser)) == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return;

  for (const char * const *name = (const char *[]) { "minorErrorCode", "errorCode", "error", NULL };
       *name != NULL && words->code == NULL; name++)
    words->code = dup_json_string (json_node_get_object (root), *name);

  for (const char * const *name = (const char *[]) { "message", "error_description", "details",
                                                     NULL };
       *name != NULL && words->message == NULL; name++)
    words->message = dup_json_string (json_node_get_object (root), *name);
}

static void
read_xml_words (GBytes   *body,
                VcdWords *words)
{
  g_autoptr(VcdXml) xml = vcd_xml_parse (body, NULL);
  VcdElement *root = xml != NULL ? vcd_xml_get_root (xml) : NULL;

  if (root == NULL || g_strcmp0 (vcd_element_get_name (root), "Error") != 0)
    return;

  words->code = vcd_element_dup_attribute (root, "minorErrorCode");
  words->message = vcd_element_dup_attribute (root, "message");
}

/* A balancer's page: its title says what there is to say. */
static void
read_html_words (const char *text,
                 VcdWords   *words)
{
  g_autofree char *folded = g_ascii_strdown (text, -1);
  const char *start = strstr (folded, "<title>");
  const char *end = start != NULL ? strstr (start, "</title>") : NULL;

  if (end != NULL)
    words->message = g_strndup (text + (start - folded) + strlen ("<title>"),
                                (gsize) (end - start) - strlen ("<title>"));
}

static void
read_words (VcdReply *self,
            VcdWords *words)
{
  g_autofree char *text = NULL;
  gsize size;
  const char *data = g_bytes_get_data (self->body, &size);
  const char *start;

  if (size == 0 || size > MAX_ERROR_BODY)
    return;

  text = g_strndup (data, size);
  for (start = text; g_ascii_isspace (*start) || strncmp (start, "\xef\xbb\xbf", 3) == 0; start++)
    ;

  if (*start == '{')
    read_json_words (self->body, words);
  else if (*start == '<')
    {
      read_xml_words (self->body, words);
      if (words->message == NULL)
        read_html_words (text, words);
    }
  else
    words->message = g_steal_pointer (&text);
}

/* A request id is letters, digits and dashes; whatever else a server sends does not reach a log. */
static char *
clean_request_id (const char *text)
{
  g_autoptr(GString) clean = NULL;

  if (text == NULL)
    return NULL;

  clean = g_string_new (NULL);
  for (const char *p = text; *p != '\0' && clean->len < 200; p++)
    if (g_ascii_isalnum (*p) || strchr ("-_.:", *p) != NULL)
      g_string_append_c (clean, *p);

  return clean->len > 0 ? g_string_free_and_steal (g_steal_pointer (&clean)) : NULL;
}

/* A number of seconds, or a date; what is neither is no wish. */
static unsigned
read_retry_after (VcdReply *self)
{
  const char *text = vcd_reply_get_header (self, "Retry-After");
  g_autoptr(GDateTime) date = NULL;
  uint64_t seconds;
  int64_t left;

  if (text == NULL)
    return 0;
  if (g_ascii_string_to_unsigned (text, 10, 0, MAX_RETRY_AFTER, &seconds, NULL))
    return (unsigned) seconds;
  if (*text != '\0' && strspn (text, "0123456789") == strlen (text))
    return MAX_RETRY_AFTER;

  date = soup_date_time_new_from_http_string (text);
  left = date != NULL ? g_date_time_to_unix (date) - g_get_real_time () / G_USEC_PER_SEC : 0;

  return (unsigned) CLAMP (left, 0, MAX_RETRY_AFTER);
}

static void
vcd_reply_finalize (GObject *object)
{
  VcdReply *self = VCD_REPLY (object);

  g_clear_pointer (&self->headers, soup_message_headers_unref);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->request_id, g_free);
  g_clear_pointer (&self->xml, vcd_xml_unref);

  G_OBJECT_CLASS (vcd_reply_parent_class)->finalize (object);
}

static void
vcd_reply_class_init (VcdReplyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vcd_reply_finalize;
}

static void
vcd_reply_init (VcdReply *self)
{
}

VcdReply *
vcd_reply_new (SoupMessage *message,
               GBytes      *body)
{
  return vcd_reply_new_with_headers (soup_message_get_status (message),
                                     soup_message_get_response_headers (message), body);
}

VcdReply *
vcd_reply_new_with_headers (unsigned            status,
                            SoupMessageHeaders *headers,
                            GBytes             *body)
{
  VcdReply *self = g_object_new (VCD_TYPE_REPLY, NULL);

  self->status = status;
  self->headers = soup_message_headers_ref (headers);
  self->body = body != NULL ? g_bytes_ref (body) : g_bytes_new (NULL, 0);
  self->request_id = clean_request_id (vcd_reply_get_header (self, "X-VMWARE-VCLOUD-REQUEST-ID"));

  return self;
}

unsigned
vcd_reply_get_status (VcdReply *self)
{
  g_return_val_if_fail (VCD_IS_REPLY (self), 0);

  return self->status;
}

const char *
vcd_reply_get_header (VcdReply   *self,
                      const char *name)
{
  g_return_val_if_fail (VCD_IS_REPLY (self), NULL);

  return soup_message_headers_get_one (self->headers, name);
}

GBytes *
vcd_reply_get_body (VcdReply *self)
{
  g_return_val_if_fail (VCD_IS_REPLY (self), NULL);

  return self->body;
}

const char *
vcd_reply_get_request_id (VcdReply *self)
{
  g_return_val_if_fail (VCD_IS_REPLY (self), NULL);

  return self->request_id;
}

GError *
vcd_reply_dup_error (VcdReply *self)
{
  g_auto(VcdWords) words = { NULL };
  GError *error;

  g_return_val_if_fail (VCD_IS_REPLY (self), NULL);

  if (self->status >= 200 && self->status < 300)
    return NULL;

  read_words (self, &words);

  error = vcd_reply_error_for (self->status, words.code, words.message, self->request_id);
  if (self->status == 429 || self->status == 503)
    vcd_error_set_retry_after (error, read_retry_after (self));

  return error;
}

VcdXml *
vcd_reply_get_xml (VcdReply  *self,
                   GError   **error)
{
  g_autoptr(GError) local_error = NULL;

  g_return_val_if_fail (VCD_IS_REPLY (self), NULL);

  if (self->xml == NULL && (self->xml = vcd_xml_parse (self->body, &local_error)) == NULL)
    {
      g_autofree char *details = g_strdup_printf ("HTTP %u: %s%s%s", self->status,
                                                  local_error->message,
                                                  self->request_id != NULL ? "\nRequest: " : "",
                                                  self->request_id != NULL ? self->request_id : "");

      g_propagate_error (error, vcd_error_new (VCD_ERROR_SERVER, details, "%s",
                                               _("The server gave an answer that cannot be "
                                                 "understood.")));
      return NULL;
    }

  return self->xml;
}
